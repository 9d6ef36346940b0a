// Package memory is landscapes as immutable graphs in memory: a store without a file, and what the embedded store keeps in files.
//
// Readers take the present graph from an atomic pointer, never wait and never see half a change. A write makes the next graph, which
// shares with the present one all that does not change, and hands the commit to the landscape's past; only when that has kept it
// does the next graph become the present one.
package memory

import (
	"context"

	"github.com/arkinera/landskap/internal/landscape"
)

// Store is a store without a file: what it holds ends with it. It has one landscape, main.
type Store struct{ main *Landscape }

var (
	_ landscape.Store     = (*Store)(nil)
	_ landscape.Writer    = (*Store)(nil)
	_ landscape.Draft     = (*draft)(nil)
	_ landscape.Historian = (*snapshot)(nil)
)

// New returns a store of the content as the landscape main, at revision 1.
func New(content *landscape.Content) *Store {
	return &Store{NewLandscape(landscape.Main, mustBuild(content, 1), &commits{keys: map[string]kept{}})}
}

func mustBuild(content *landscape.Content, revision landscape.Revision) *Graph {
	g, err := build(content, revision)
	if err != nil {
		panic(err) // Content is whole by what it is.
	}
	return g
}

// Replace puts other content in the place of all that was, one revision later. It is no commit.
func (s *Store) Replace(content *landscape.Content) {
	next := mustBuild(content, 0)
	s.main.Hold(func() {
		next.revision = s.main.current.Load().revision + 1
		s.main.current.Store(next)
	})
}

// Read is what landscape.Store says.
func (s *Store) Read(_ context.Context, name string, viewer landscape.Viewer, fn func(landscape.Snapshot) error) error {
	if name != landscape.Main {
		return absent(name)
	}
	return s.main.Read(viewer, fn)
}

// Write is what landscape.Writer says, but there is no other landscape than main.
func (s *Store) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	if name != landscape.Main {
		return landscape.Receipt{}, absent(name)
	}
	return s.main.Write(ctx, w, fn)
}

// Landscapes returns main.
func (s *Store) Landscapes(context.Context) ([]string, error) { return []string{landscape.Main}, nil }

// Ready returns nil: there is nothing that could fail.
func (s *Store) Ready(context.Context) error { return nil }

// Close does nothing.
func (s *Store) Close() error { return nil }
