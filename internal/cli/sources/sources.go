// Package sources reads a landscape from what people name on the command line: files, folders of files, reference packages, samples and
// standard input, all of them together as one change set.
package sources

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/samples"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

const (
	samplePrefix = "sample:"
	register     = "actors@2026" // of Sweden's public actors, whose keys do not tell that they are there
)

// extensions are those of change-set files.
var extensions = []string{".yaml", ".yml", ".json"}

// Reader reads sources.
type Reader struct {
	Model    *schema.Metamodel
	Stdin    io.Reader // read for the source -
	MaxBytes int64     // of one file
	// Progress counts the bytes that are read; nil for nobody.
	Progress *terminal.Progress
}

// Loaded is what the sources were, and the landscape that they hold.
type Loaded struct {
	Content  *landscape.Content // nil if a finding is an error
	Packages []string
	Samples  []string
	Files    []string
}

// Parsed is what sources state, before a landscape is made of it.
type Parsed struct {
	*Loaded
	Packages, Set *landscape.ChangeSet
}

// Parse reads the sources. A source that is not there, or cannot be read, is an error; what is wrong in one is a finding.
func (r Reader) Parse(names []string) (Parsed, []landscape.Finding, error) {
	rd := &reading{Reader: r, loaded: &Loaded{}}
	for _, name := range names {
		if err := rd.source(name); err != nil {
			return Parsed{}, nil, err
		}
	}
	packages := &landscape.ChangeSet{}
	for _, name := range rd.loaded.Packages {
		set, err := eira.Load(r.Model, name)
		if err != nil {
			return Parsed{}, nil, err
		}
		packages.Add(set)
	}
	return Parsed{rd.loaded, packages, &rd.set}, rd.findings, nil
}

// Read reads the sources and makes a landscape of them, and returns everything found.
func (r Reader) Read(names []string) (*Loaded, []landscape.Finding, error) {
	parsed, findings, err := r.Parse(names)
	if err != nil {
		return nil, nil, err
	}
	content, more := landscape.Assemble(parsed.Packages, parsed.Set)
	if err := r.Advise(parsed.Loaded.Packages, more); err != nil {
		return nil, nil, err
	}
	findings = append(findings, more...)
	landscape.SortFindings(findings)
	if !landscape.Failed(findings) {
		parsed.Content = content
	}
	return parsed.Loaded, findings, nil
}

type reading struct {
	Reader
	set      landscape.ChangeSet
	loaded   *Loaded
	findings []landscape.Finding
}

// Advise suggests, of what was not found, the package that has it, unless that is there already.
func (r Reader) Advise(there []string, findings []landscape.Finding) error {
	var actors map[landscape.ID]bool // of the register, read when it is needed
	for i, f := range findings {
		kind, key, _ := strings.Cut(f.Value, " ")
		name, _, _ := strings.Cut(key, "/")
		switch {
		case f.Code == "OWNER_ABSENT":
			kind, key, name = landscape.ActorKind, f.Value, register
		case f.Code != "DANGLING":
			continue
		case kind == landscape.ActorKind:
			name = register
		}
		if slices.Contains(there, name) || !slices.Contains(eira.Names(), name) {
			continue
		}
		if name == register && actors == nil {
			set, err := eira.Load(r.Model, register)
			if err != nil {
				return err
			}
			actors = map[landscape.ID]bool{}
			for _, e := range set.Elements {
				actors[e.Element.ID] = true
			}
		}
		if name != register || actors[landscape.NewElementID(kind, key)] {
			findings[i].Suggestion = "--from " + name
		}
	}
	return nil
}

func (r *reading) source(name string) error {
	if sample, ok := strings.CutPrefix(name, samplePrefix); ok {
		return r.sample(sample)
	}
	if slices.Contains(eira.Names(), name) {
		r.pack(name)
		return nil
	}
	if name == "-" {
		r.file("-", r.Stdin)
		return nil
	}
	info, err := os.Stat(name)
	switch {
	case err != nil && strings.Contains(name, "@") && !strings.ContainsRune(name, filepath.Separator):
		_, err := eira.Load(r.Model, name)
		return err
	case errors.Is(err, fs.ErrNotExist):
		return wrong("cmd.from.absent", name)
	case err != nil:
		return wrong("cmd.from.unreadable", name, err)
	case info.IsDir():
		return r.folder(name)
	}
	return r.open(name)
}

func wrong(key string, args ...any) error {
	return landscape.NewError(landscape.Invalid, text.New(key, args...))
}

func (r *reading) pack(name string) {
	if !slices.Contains(r.loaded.Packages, name) {
		r.loaded.Packages = append(r.loaded.Packages, name)
	}
}

func (r *reading) sample(name string) error {
	files, err := samples.Files(name)
	if err != nil {
		return err
	}
	for _, p := range samples.Needs(name) {
		r.pack(p)
	}
	for _, f := range files {
		r.file(samplePrefix+f.Name, bytes.NewReader(f.Data))
	}
	r.loaded.Samples = append(r.loaded.Samples, name)
	return nil
}

func (r *reading) folder(name string) error {
	files, err := filesIn(name)
	switch {
	case err != nil:
		return wrong("cmd.from.unreadable", name, err)
	case files == nil:
		return wrong("cmd.from.empty", name)
	}
	for _, f := range files {
		if err := r.open(f); err != nil {
			return err
		}
	}
	return nil
}

// filesIn returns every change-set file of a folder and of the folders in it, hidden ones apart; of a file it is the file itself.
func filesIn(source string) (files []string, err error) {
	root := source
	if info, err := os.Stat(source); err == nil && info.IsDir() {
		root += string(filepath.Separator) // The folder may be behind a symbolic link.
	}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		hidden := path != root && strings.HasPrefix(filepath.Base(path), ".")
		switch {
		case err != nil:
			return err
		case d.IsDir() && hidden:
			return fs.SkipDir
		case !d.IsDir() && !hidden && (path == root || slices.Contains(extensions, strings.ToLower(filepath.Ext(path)))):
			files = append(files, path)
		}
		return nil
	})
	return files, err
}

func (r *reading) open(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return wrong("cmd.from.unreadable", path, err)
	}
	defer f.Close()
	r.file(path, f)
	r.loaded.Files = append(r.loaded.Files, path)
	return nil
}

func (r *reading) file(name string, in io.Reader) {
	set, findings := changeset.Read(r.Model, name, r.Progress.Reader(in), changeset.Limits{MaxBytes: r.MaxBytes})
	if set != nil {
		r.set.Add(set)
	}
	r.findings = append(r.findings, findings...)
}
