// Package samples holds the landscapes that come with the product, as files of change sets.
//
// Vasterbotten is what the survey of 2018 says of the county of Västerbotten and nothing else. Norrby is invented, every actor,
// supplier and product of it, and shows all that the model can say. The package hands out bytes; whoever loads a sample reads them
// like a user's own files and brings along the reference packages that Needs names.
package samples

import (
	"embed"
	"io/fs"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

//go:embed vasterbotten/*.yaml norrby/*.yaml
var files embed.FS

// Names returns the samples that there are.
func Names() []string { return []string{"vasterbotten", "norrby"} }

// Needs returns the reference packages to which the sample's records refer; none for an unknown name.
func Needs(name string) []string {
	switch name {
	case "vasterbotten":
		return []string{"actors@2026", "klassa@2.1"}
	case "norrby":
		// Its actors are its own: Sweden's real ones have no place among them.
		return []string{"eira@7.0.0", "klassa@2.1"}
	}
	return nil
}

// File is a file of a sample.
type File struct {
	Name string // with the sample's: norrby/actors.yaml
	Data []byte
}

// Files returns the files of the sample by name. An unknown name is NOT_FOUND.
func Files(name string) ([]File, error) {
	if !slices.Contains(Names(), name) {
		return nil, landscape.NewError(landscape.NotFound, text.New("sample.unknown", name, strings.Join(Names(), ", ")))
	}
	entries, err := fs.ReadDir(files, name)
	if err != nil {
		return nil, err
	}
	list := make([]File, 0, len(entries))
	for _, e := range entries {
		path := name + "/" + e.Name()
		data, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, err
		}
		list = append(list, File{Name: path, Data: data})
	}
	return list, nil
}
