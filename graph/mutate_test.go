package graph

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
)

// both is a store with both its sides.
type both interface {
	landscape.Store
	landscape.Writer
}

// writer returns an engine that writes to a store.
func writer(t testing.TB, store both, options ...func(*Options)) *Engine {
	t.Helper()
	now := time.Date(2026, 12, 1, 9, 30, 0, 0, time.UTC)
	options = append([]func(*Options){func(o *Options) {
		o.Repository = &landscape.Repository{Model: o.Model, Store: store, Now: func() time.Time { return now }}
	}}, options...)
	return engine(t, store, options...)
}

// writable is an engine that writes to a copy of Dalen.
func writable(t testing.TB, options ...func(*Options)) *Engine {
	t.Helper()
	return writer(t, dalen(t).(*plain.Store), options...)
}

// replay sends the requests of a text archive, one after another: query.graphql and before it, where they are needed, variables.json,
// and viewer, which holds until the next (steward at first). It returns the archive's files with the answers that came, and the first
// of them that is other than the archive's answer.
func replay(t *testing.T, e *Engine, archive *txtar.Archive) (files []txtar.File, differs error) {
	t.Helper()
	viewer, variables := landscape.Steward(), ""
	var got []byte
	for _, f := range archive.Files {
		switch f.Name {
		case "viewer":
			var err error
			if viewer, err = landscape.ParseViewer(strings.TrimSpace(string(f.Data))); err != nil {
				t.Fatal(err)
			}
		case "variables.json":
			variables = string(f.Data)
		case "query.graphql":
			var answer bytes.Buffer
			spread(t, &answer, "", post(e, viewer, body(string(f.Data), variables)).Body.Bytes())
			got, variables = answer.Bytes(), ""
			files = append(files, f, txtar.File{Name: "answer", Data: got})
			continue
		case "answer":
			if !bytes.Equal(got, f.Data) && differs == nil {
				differs = fmt.Errorf("got\n%s\nwant\n%s", got, f.Data)
			}
			got = nil
			continue
		default:
			t.Fatalf("what is %s?", f.Name)
		}
		files = append(files, f)
	}
	if got != nil && differs == nil {
		differs = fmt.Errorf("the last request has no answer")
	}
	return files, differs
}

func writes(t *testing.T) map[string]*txtar.Archive {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "writes", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	archives := map[string]*txtar.Archive{}
	for _, file := range files {
		if archives[file], err = txtar.ParseFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return archives
}

// TestWrites runs testdata/writes: each file is a text archive of requests to a landscape that is Dalen at first, with their answers.
// The archive's comment says what the case is about.
func TestWrites(t *testing.T) {
	for file, archive := range writes(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			kept, err := replay(t, writable(t), archive)
			if *update {
				archive.Files = kept
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

// faulty is a store with a fault in its writing, or in how it reads.
type faulty struct {
	both
	write func(w *landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) func(landscape.Draft) ([]landscape.Change, error)
	read  func(landscape.Viewer) landscape.Viewer
}

func (f faulty) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	if f.write != nil {
		fn = f.write(&w, fn)
	}
	return f.both.Write(ctx, name, w, fn)
}

func (f faulty) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	if f.read != nil {
		v = f.read(v)
	}
	return f.both.Read(ctx, name, v, fn)
}

type draftFunc = func(landscape.Draft) ([]landscape.Change, error)

// faults are what could be wrong behind the API.
var faults = map[string]faulty{
	"keys are forgotten":      {write: func(w *landscape.Write, fn draftFunc) draftFunc { w.Key = ""; return fn }},
	"content is not compared": {write: func(w *landscape.Write, fn draftFunc) draftFunc { w.Content = ""; return fn }},
	"why is lost":             {write: func(w *landscape.Write, fn draftFunc) draftFunc { w.Why = ""; return fn }},
	"by is lost":              {write: func(w *landscape.Write, fn draftFunc) draftFunc { w.By = "x"; return fn }},
	"nothing is written": {write: func(_ *landscape.Write, fn draftFunc) draftFunc {
		return func(d landscape.Draft) ([]landscape.Change, error) { _, err := fn(d); return nil, err }
	}},
	"half is written": {write: func(_ *landscape.Write, fn draftFunc) draftFunc {
		return func(d landscape.Draft) ([]landscape.Change, error) {
			changes, err := fn(d)
			if len(changes) > 1 && changes[0].IsElement() && changes[0].Created() {
				changes = changes[:1]
			}
			return changes, err
		}
	}},
	"all is read": {read: func(landscape.Viewer) landscape.Viewer { return landscape.Steward() }},
}

// TestWritesAreChecked is the control of TestWrites: any of the faults must be noticed by some case.
func TestWritesAreChecked(t *testing.T) {
	archives := writes(t)
	for name, fault := range faults {
		noticed := false
		for _, archive := range archives {
			fault.both = dalen(t).(*plain.Store)
			_, err := replay(t, writer(t, fault), archive)
			noticed = noticed || err != nil
		}
		if !noticed {
			t.Errorf("%s: not noticed", name)
		}
	}
}
