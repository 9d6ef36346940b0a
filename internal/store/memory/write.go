package memory

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// Landscape is one landscape of a store: its present graph, whose turn it is to write, and its past. It is what a store that keeps
// landscapes has of each.
type Landscape struct {
	name    string
	current atomic.Pointer[Graph] // nil until it begins
	turn    chan struct{}         // holds one token while nobody writes
	past    Past
}

// Past is where the commits of a landscape are kept. All but Each is called by one writer at a time.
type Past interface {
	// Repeated returns the content and the revision of the write with a key, if there was one, or why nothing is written.
	Repeated(key string) (content string, revision landscape.Revision, found bool, err error)
	// Commit keeps a commit, or only the write's key if nothing changed; what it returns without an error is kept for good.
	Commit(c landscape.Commit, w landscape.Write) error
	// Each tells of the commits before one revision and after another, the newest first, until told to stop. With an element it may
	// leave out those that did not touch it.
	Each(ctx context.Context, before, since landscape.Revision, element landscape.ID, tell func(landscape.Commit) (more bool)) error
}

// NewLandscape returns a landscape with its present graph, nil if it has not begun, and its past.
func NewLandscape(name string, g *Graph, p Past) *Landscape {
	r := &Landscape{name: name, turn: make(chan struct{}, 1), past: p}
	r.turn <- struct{}{}
	if g != nil {
		r.current.Store(g)
	}
	return r
}

// Begun reports whether there is anything to read.
func (r *Landscape) Begun() bool { return r.current.Load() != nil }

// Hold runs fn while nobody writes.
func (r *Landscape) Hold(fn func()) {
	<-r.turn
	defer func() { r.turn <- struct{}{} }()
	fn()
}

// Read runs fn on the present graph as the viewer sees it; see landscape.Store.
func (r *Landscape) Read(viewer landscape.Viewer, fn func(landscape.Snapshot) error) error {
	g := r.current.Load()
	if g == nil {
		return absent(r.name)
	}
	s, err := newSnapshot(g, viewer, r.past)
	if err != nil {
		return err
	}
	return fn(s)
}

func absent(name string) error {
	return landscape.NewError(landscape.NotFound, text.New("landscape.absent", name))
}

// Write is what landscape.Writer says of Write.
func (r *Landscape) Write(ctx context.Context, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	select {
	case <-r.turn:
	case <-ctx.Done():
		return landscape.Receipt{}, ctx.Err()
	}
	defer func() { r.turn <- struct{}{} }()
	content, revision, found, err := r.past.Repeated(w.Key)
	switch {
	case err != nil:
		return landscape.Receipt{}, err
	case found && content != w.Content:
		return landscape.Receipt{}, landscape.NewError(landscape.Conflict, text.New("store.key", w.Key))
	case found:
		return landscape.Receipt{Revision: revision, Repeated: true}, nil
	}
	now := r.current.Load()
	begins := now == nil
	if begins {
		now = mustBuild(&landscape.Content{}, 0)
	}
	if w.Expected != nil && *w.Expected != now.revision {
		return landscape.Receipt{}, landscape.NewError(landscape.Conflict, text.New("store.revision", *w.Expected, now.revision))
	}
	s, err := newSnapshot(now, landscape.Steward(), r.past)
	if err != nil {
		return landscape.Receipt{}, err
	}
	changes, err := fn(&draft{s})
	if err != nil {
		return landscape.Receipt{}, err
	}
	if err := ctx.Err(); err != nil {
		return landscape.Receipt{}, err
	}
	next := now
	if len(changes) > 0 {
		if next, changes, err = now.apply(changes); err != nil {
			return landscape.Receipt{}, err
		}
	}
	if len(changes) > 0 || w.Key != "" || begins {
		c := landscape.Commit{Revision: next.revision, At: w.At.Round(0).UTC(), By: w.By, Why: w.Why, Changes: changes}
		if err := r.past.Commit(c, w); err != nil {
			return landscape.Receipt{}, err
		}
		r.current.Store(next)
	}
	return landscape.Receipt{Revision: next.revision}, nil
}

// draft is the present state while it is written to.
type draft struct{ *snapshot }

func (d *draft) Relations(_ context.Context, refs []landscape.RelationRef) ([]*landscape.Relation, error) {
	found := make([]*landscape.Relation, len(refs))
	for i, ref := range refs {
		if at, ok := d.graph.findRelation(ref.ID); ok {
			if r := *d.graph.relations.at(at); r.Ref() == ref {
				found[i] = r
			}
		}
	}
	return found, nil
}

func (d *draft) Touching(_ context.Context, elements []landscape.ID, types ...string) ([]*landscape.Relation, error) {
	seen := map[uint32]bool{}
	var touching []*landscape.Relation
	for _, id := range elements {
		at, ok := d.graph.find(id)
		if !ok {
			continue
		}
		for _, ed := range d.graph.elements.at(at).edges {
			if seen[ed.claim] {
				continue
			}
			seen[ed.claim] = true
			if r := *d.graph.relations.at(ed.claim); len(types) == 0 || slices.Contains(types, r.Type.Type) {
				touching = append(touching, r)
			}
		}
	}
	sortRelations(touching)
	return touching, nil
}
