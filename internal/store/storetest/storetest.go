// Package storetest is the conformance suite of landscape.Store: what a store must do, as checks that every store runs all of.
//
// Run has three parts. Tables hold each sentence of the contract against small landscapes drawn above their data. Differential draws
// random landscapes and questions and compares the store with Oracle, which is too simple to be wrong in the same way.
// NonInterference adds what a viewer may not see, and no answer may change.
//
// RunWriter does the same for stores that are written to: tables, each check with a store of its own, and Sequences of random change
// sets, after which the store is compared with the plain one and with Oracle. RunMover moves landscapes. Alike compares several
// stores in all that they answer. Verify is the suite for programs. That it can fail is itself a test: faulty stores, each with one
// fault, must not pass (control_test.go, writing_control_test.go).
package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Open returns a store that holds the content as the landscape main. What it has to put away when the test ends it registers with
// the test's Cleanup.
type Open = func(t *testing.T, model *schema.Metamodel, content *landscape.Content) landscape.Store

// Replacer is a store whose whole content can be replaced, one revision later. A store that has this shows that its snapshots stand
// still in Run as well; a store that is a Writer shows it in RunWriter.
type Replacer interface {
	Replace(content *landscape.Content)
}

// Run runs the whole suite on a store.
func Run(t *testing.T, open Open) {
	t.Run("Tables", func(t *testing.T) { tables(t, open) })
	t.Run("Differential", func(t *testing.T) { Differential(t, open, Oracle) })
	t.Run("NonInterference", func(t *testing.T) { NonInterference(t, open) })
}

func tables(t *testing.T, open Open) {
	for _, p := range parts() {
		t.Run(p.name, func(t *testing.T) {
			w, err := newWorld(p)
			if err != nil {
				t.Fatal(err)
			}
			w.store = open(t, w.model, w.content)
			for _, c := range p.checks(w) {
				t.Run(c.name, func(t *testing.T) {
					c.run(told{t, c.says}, w)
				})
			}
		})
	}
}

// part is a landscape and what is checked on it.
type part struct {
	name      string
	product   bool   // uses the product's schema instead of this package's
	landscape string // see parseLandscape
	checks    func(w *world) []check
}

func parts() []part {
	return []part{sightPart(), valuesPart(), claimsPart(), pathsPart(), productPart(), readPart()}
}

// check is one rule of the contract: the sentence that says it, and a test of it.
type check struct {
	name, says string
	run        func(t TB, w *world)
}

// TB is what a check needs of a test. testing.T is one, and so is the recorder of Verify and of the negative controls.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// told is a TB that tells which sentence of the contract is broken.
type told struct {
	TB
	says string
}

func (t told) Errorf(format string, args ...any) {
	t.Helper()
	t.TB.Errorf("%s\nThe contract: %s", fmt.Sprintf(format, args...), t.says)
}

func (t told) Fatalf(format string, args ...any) {
	t.Helper()
	t.TB.Fatalf("%s\nThe contract: %s", fmt.Sprintf(format, args...), t.says)
}

// equal fails the check if two texts differ.
func equal(t TB, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n got: %s\nwant: %s", what, got, want)
	}
}

// world is a store of a part's landscape, with what checks need to ask it.
type world struct {
	model   *schema.Metamodel
	content *landscape.Content
	store   landscape.Store
}

func newWorld(p part) (*world, error) {
	model, err := Model()
	if p.product {
		model, err = schema.Load()
	}
	if err != nil {
		return nil, err
	}
	content, err := parseLandscape(model, p.landscape)
	return &world{model: model, content: content}, err
}

// with returns the world of a store that holds its content.
func (w *world) with(s landscape.Store) *world { return &world{w.model, w.content, s} }

// read runs fn on the snapshot that a viewer has of the landscape main.
func (w *world) read(t TB, v landscape.Viewer, fn func(context.Context, landscape.Snapshot) error) {
	t.Helper()
	ctx := context.Background()
	err := w.store.Read(ctx, landscape.Main, v, func(s landscape.Snapshot) error { return fn(ctx, s) })
	if err != nil {
		t.Fatalf("as %s: %v", v, err)
	}
}

func (w *world) elements(t TB, v landscape.Viewer, ids ...landscape.ID) (elements []*landscape.Element) {
	t.Helper()
	w.read(t, v, func(ctx context.Context, s landscape.Snapshot) (err error) {
		elements, err = s.Elements(ctx, ids, nil)
		return err
	})
	if len(elements) != len(ids) {
		t.Fatalf("Elements answered %d elements to %d ids", len(elements), len(ids))
	}
	return elements
}

func (w *world) find(t TB, v landscape.Viewer, q landscape.Query) (rows landscape.Rows) {
	t.Helper()
	w.read(t, v, func(ctx context.Context, s landscape.Snapshot) (err error) {
		rows, err = s.Find(ctx, q)
		return err
	})
	return rows
}

func (w *world) count(t TB, v landscape.Viewer, q landscape.Query) (n int) {
	t.Helper()
	w.read(t, v, func(ctx context.Context, s landscape.Snapshot) (err error) {
		n, err = s.Count(ctx, q)
		return err
	})
	return n
}

func (w *world) related(t TB, v landscape.Viewer, q landscape.RelatedQuery) (pages []landscape.Ends) {
	t.Helper()
	w.read(t, v, func(ctx context.Context, s landscape.Snapshot) (err error) {
		pages, err = s.Related(ctx, q)
		return err
	})
	if len(pages) != len(q.Sources) {
		t.Fatalf("Related answered %d pages to %d sources", len(pages), len(q.Sources))
	}
	return pages
}

func (w *world) countRelated(t TB, v landscape.Viewer, q landscape.RelatedQuery) (counts []int) {
	t.Helper()
	w.read(t, v, func(ctx context.Context, s landscape.Snapshot) (err error) {
		counts, err = s.CountRelated(ctx, q)
		return err
	})
	if len(counts) != len(q.Sources) {
		t.Fatalf("CountRelated answered %d counts to %d sources", len(counts), len(q.Sources))
	}
	return counts
}

func (w *world) matrix(t TB, v landscape.Viewer, q landscape.MatrixQuery) (m *landscape.Matrix) {
	t.Helper()
	w.read(t, v, func(ctx context.Context, s landscape.Snapshot) (err error) {
		m, err = s.Matrix(ctx, q)
		return err
	})
	if m == nil {
		t.Fatalf("Matrix answered nothing")
	}
	return m
}

// refsOf returns elements as text, such as System a, Service b; absent ones as a dash.
func refsOf(elements []*landscape.Element) string {
	return list(elements, func(e *landscape.Element) string {
		if e == nil {
			return "-"
		}
		return e.Ref().String()
	})
}

// keysOf returns the elements' keys as text.
func keysOf(elements []*landscape.Element) string {
	return list(elements, func(e *landscape.Element) string { return e.Key() })
}

// elementsOf returns the elements of ends.
func elementsOf(ends []landscape.End) []*landscape.Element {
	return slices.Collect(func(yield func(*landscape.Element) bool) {
		for _, e := range ends {
			if !yield(e.Element) {
				return
			}
		}
	})
}
