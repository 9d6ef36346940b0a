package cli

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/graph"
	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/samples"
	"github.com/arkinera/landskap/internal/store/plain"
)

const samplePrefix = "sample:"

// loaded is a landscape read into memory, with what is told about it.
type loaded struct {
	content  *landscape.Content
	packages []string
	samples  []string
	files    []string
}

// load reads the sources, all of them as one change set. Findings are printed; if one is an error nothing is loaded.
func (a *app) load(sources []string) (*loaded, error) {
	if len(sources) == 0 {
		return nil, usage("cmd.from.none")
	}
	l, findings, err := a.read(sources)
	if err != nil {
		return nil, err
	}
	a.printFindings(a.stderr, findings)
	if landscape.Failed(findings) {
		return nil, findingsError{}
	}
	return l, nil
}

// read reads the sources and returns everything found; content is nil if a finding is an error.
func (a *app) read(sources []string) (*loaded, []landscape.Finding, error) {
	r := &reading{app: a, set: &landscape.ChangeSet{}, loaded: &loaded{}}
	for _, source := range sources {
		if err := r.source(source); err != nil {
			return nil, nil, err
		}
	}
	packages := &landscape.ChangeSet{}
	for _, name := range r.loaded.packages {
		set, err := eira.Load(a.model, name)
		if err != nil {
			return nil, nil, err
		}
		packages.Add(set)
	}
	content, more := landscape.Assemble(packages, r.set)
	findings := append(r.findings, adviseSources(more, r.loaded.packages)...)
	landscape.SortFindings(findings)
	if !landscape.Failed(findings) {
		r.loaded.content = content
	}
	return r.loaded, findings, nil
}

// adviseSources tells, of what was not found, which package has it.
func adviseSources(findings []landscape.Finding, have []string) []landscape.Finding {
	for i, f := range findings {
		kind, key, _ := strings.Cut(f.Value, " ")
		name, _, _ := strings.Cut(key, "/")
		if kind == landscape.ActorKind {
			name = "actors@2026"
		}
		if f.Code == "DANGLING" && f.Suggestion == "" && slices.Contains(eira.Names(), name) && !slices.Contains(have, name) {
			findings[i].Suggestion = "--from " + name
		}
	}
	return findings
}

type reading struct {
	*app
	set      *landscape.ChangeSet
	loaded   *loaded
	findings []landscape.Finding
}

func (r *reading) source(source string) error {
	if name, ok := strings.CutPrefix(source, samplePrefix); ok {
		return r.sample(name)
	}
	if slices.Contains(eira.Names(), source) {
		r.pack(source)
		return nil
	}
	if source == "-" {
		r.file("-", r.stdin)
		return nil
	}
	info, err := os.Stat(source)
	switch {
	case err != nil && strings.Contains(source, "@") && !strings.Contains(source, "."+string(filepath.Separator)):
		_, err := eira.Load(r.model, source)
		return err
	case err != nil:
		return usage("cmd.from.absent", source)
	case info.IsDir():
		return r.folder(source)
	}
	return r.open(source)
}

func (r *reading) pack(name string) {
	if !slices.Contains(r.loaded.packages, name) {
		r.loaded.packages = append(r.loaded.packages, name)
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
	r.loaded.samples = append(r.loaded.samples, name)
	return nil
}

// folder reads every change-set file of a folder and of the folders in it, hidden ones apart.
func (r *reading) folder(folder string) error {
	found := false
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if path != folder && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch filepath.Ext(path) {
		case ".yaml", ".yml", ".json":
			if !d.IsDir() {
				found = true
				return r.open(path)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !found {
		return usage("cmd.from.empty", folder)
	}
	return nil
}

func (r *reading) open(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return usage("cmd.from.unreadable", path, err)
	}
	defer f.Close()
	r.file(path, f)
	r.loaded.files = append(r.loaded.files, path)
	return nil
}

func (r *reading) file(name string, in io.Reader) {
	set, findings := changeset.Read(r.model, name, in, changeset.Limits{MaxBytes: r.maxFile})
	if set != nil {
		r.set.Add(set)
	}
	r.findings = append(r.findings, findings...)
}

// engine returns the API over a store.
func (a *app) engine(store landscape.Store) (*graph.Engine, error) {
	return graph.New(graph.Options{Model: a.model, Store: store, Analyses: graph.Analyses(), Log: slog.New(slog.NewTextHandler(a.stderr, nil))})
}

// open reads the sources that the flags name and returns the API over them, and a context in which the flags' viewer asks.
func (a *app) open(ctx context.Context) (*graph.Engine, context.Context, error) {
	viewer, err := landscape.ParseViewer(a.viewer)
	if err != nil {
		return nil, nil, err
	}
	l, err := a.load(a.sources)
	if err != nil {
		return nil, nil, err
	}
	store := plain.New(l.content)
	// A viewer that is not there is a mistake in the call, not an answer.
	if err := store.Read(ctx, landscape.Main, viewer, func(landscape.Snapshot) error { return nil }); err != nil {
		return nil, nil, err
	}
	e, err := a.engine(store)
	return e, landscape.WithViewer(ctx, viewer), err
}
