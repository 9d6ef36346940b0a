// Package schema is the model: annotated SDL in which every kind of element, every value and every relation stands once.
//
// Load reads the SDL to a Metamodel, from which all else follows: the types, filters and orders of the API (Metamodel.API), what
// files may say, what the stores keep. Adding a kind, a value or a relation is an edit of the SDL and of nothing else. The
// annotations are explained in directives.graphqls.
package schema

import (
	"embed"
	"io/fs"
	"strings"
)

//go:generate go run ../cmd/landskap schema --output api.generated.graphqls

//go:embed *.graphqls
var files embed.FS

// Source is a file of SDL.
type Source struct {
	Name, Text string
}

// Sources returns the product's own SDL, by file name.
func Sources() []Source {
	var sources []Source
	// The embedded files are listed and read without errors: they were there at build time.
	entries, _ := fs.ReadDir(files, ".")
	for _, e := range entries {
		if strings.Contains(e.Name(), ".generated.") {
			continue
		}
		text, _ := fs.ReadFile(files, e.Name())
		sources = append(sources, Source{Name: "schema/" + e.Name(), Text: string(text)})
	}
	return sources
}

// Load parses the product's own SDL.
func Load() (*Metamodel, error) { return Parse(Sources()...) }
