package neo4j

import (
	"cmp"
	"context"
	"maps"
	"sync"
	"sync/atomic"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/gate"
	"github.com/arkinera/landskap/schema"
)

// realm is a landscape as this process knows it.
type realm struct {
	store *Store
	name  string
	turn  chan struct{} // holds a token while somebody writes
	gate  gate.Gate     // held for the time of a read, and alone for that of a COMMIT

	mutex    sync.Mutex // held for what follows
	settling *settling  // nil while the landscape is not being taken

	claimed atomic.Pointer[hold]
	state   atomic.Pointer[state] // nil where it is not known what the landscape is at
}

// state is what an Exclusive store knows of the present revision without asking.
type state struct {
	revision landscape.Revision
	actors   *actors
	counts   *counts
}

func newState(revision landscape.Revision) *state {
	return &state{revision, &actors{}, &counts{known: map[*schema.Kind]int{}}}
}

// counts are how many elements of a kind there are: asked for once, since the server has no such number of one landscape of several,
// and then reckoned from what commits change.
type counts struct {
	mutex sync.Mutex
	known map[*schema.Kind]int
}

// of returns how many elements of a kind there are.
func (c *counts) of(kind *schema.Kind, ask func() (int, error)) (int, error) {
	c.mutex.Lock()
	n, known := c.known[kind]
	c.mutex.Unlock()
	if known {
		return n, nil
	}
	n, err := ask()
	if err == nil {
		c.mutex.Lock()
		c.known[kind] = n
		c.mutex.Unlock()
	}
	return n, err
}

// after returns what the counts are when changes have been made.
func (c *counts) after(changes []landscape.Change) *counts {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	next := &counts{known: maps.Clone(c.known)}
	for _, change := range changes {
		switch e := cmp.Or(change.ElementAfter, change.ElementBefore); {
		case e == nil:
		case change.Created():
			next.add(e.Kind, 1)
		case change.Deleted():
			next.add(e.Kind, -1)
		}
	}
	return next
}

func (c *counts) add(kind *schema.Kind, n int) {
	if _, known := c.known[kind]; known {
		c.known[kind] += n
	}
}

// wait waits until nobody else in this process writes to the landscape.
func (r *realm) wait(ctx context.Context) error {
	select {
	case r.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// learn takes note of a state, unless a later one is known: somebody may have written between this one's reading and now.
func (r *realm) learn(now *state) {
	for {
		old := r.state.Load()
		if old != nil && old.revision >= now.revision || r.state.CompareAndSwap(old, now) {
			return
		}
	}
}

// actors are what scopes are made of, read when they are first needed.
type actors struct {
	mutex  sync.Mutex
	near   map[string]landscape.Near
	scopes map[landscape.Viewer]landscape.Scope
}

// maxScopes keeps the scopes of members of very many actors from adding up.
const maxScopes = 64

// scope works out what a viewer sees, or remembers it.
func (a *actors) scope(v landscape.Viewer, read func() (map[string]landscape.Near, error)) (landscape.Scope, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if s, known := a.scopes[v]; known {
		return s, nil
	}
	if a.near == nil {
		near, err := read()
		if err != nil {
			return landscape.Scope{}, err
		}
		a.near = near
	}
	s, err := landscape.NewScope(v, a.near)
	if err != nil {
		return s, err
	}
	if a.scopes == nil || len(a.scopes) == maxScopes {
		a.scopes = map[landscape.Viewer]landscape.Scope{}
	}
	a.scopes[v] = s
	return s, nil
}
