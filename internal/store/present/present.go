// Package present is what whoever alone writes to a landscape knows of its present revision: what it has asked once it need not ask
// again, but reckons what commits change of it.
package present

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/convoy"
	"github.com/arkinera/landskap/schema"
)

// State is what is known of the present revision without asking. It is not changed, but learns more.
type State struct {
	Revision landscape.Revision
	Actors   *Actors
	Counts   *Counts
	Log      *convoy.Log // what has led to it
}

// New returns the state at a revision of which nothing else is known.
func New(revision landscape.Revision) *State {
	return &State{revision, &Actors{}, &Counts{known: map[*schema.Kind]int{}}, convoy.NewLog(revision)}
}

// After returns the state when changes have been made.
func (s *State) After(revision landscape.Revision, changes []landscape.Change) *State {
	next := &State{revision, s.Actors, s.Counts.after(changes), s.Log}
	if len(changes) > 0 {
		s.Log.Add(revision, changes)
	}
	if slices.ContainsFunc(changes, func(c landscape.Change) bool {
		e := cmp.Or(c.ElementAfter, c.ElementBefore)
		return e != nil && e.Kind.Name == landscape.ActorKind
	}) {
		next.Actors = &Actors{}
	}
	return next
}

// Counts are how many elements of a kind there are: asked for once, since the server has no such number of one landscape of several,
// and then reckoned from what commits change.
type Counts struct {
	mutex sync.Mutex
	known map[*schema.Kind]int
}

// Of returns how many elements of a kind there are.
func (c *Counts) Of(kind *schema.Kind, ask func() (int, error)) (int, error) {
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
func (c *Counts) after(changes []landscape.Change) *Counts {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	next := &Counts{known: maps.Clone(c.known)}
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

func (c *Counts) add(kind *schema.Kind, n int) {
	if _, known := c.known[kind]; known {
		c.known[kind] += n
	}
}

// Actors are what scopes are made of, read when they are first needed.
type Actors struct {
	mutex  sync.Mutex
	near   map[string]landscape.Near
	scopes map[landscape.Viewer]landscape.Scope
}

// maxScopes keeps the scopes of members of very many actors from adding up.
const maxScopes = 64

// Scope works out what a viewer sees, or remembers it.
func (a *Actors) Scope(v landscape.Viewer, read func() (map[string]landscape.Near, error)) (landscape.Scope, error) {
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
