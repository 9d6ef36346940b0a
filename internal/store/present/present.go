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
	return &State{revision, &Actors{}, &Counts{known: map[counted]int{}}, convoy.NewLog(revision)}
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

// Counts are how many elements of a kind there are, in all or with a value of an enumerated attribute: asked for once, since the server
// has no such number of one landscape of several, and then reckoned from what commits change.
type Counts struct {
	mutex sync.Mutex
	known map[counted]int
}

// counted is which elements are counted.
type counted struct {
	kind      *schema.Kind
	attribute *schema.Attribute // nil for all elements of the kind
	value     string
}

func (c counted) has(e *landscape.Element) bool {
	return e != nil && e.Kind == c.kind && (c.attribute == nil || e.Values[c.attribute.Index] == c.value)
}

// countable returns which elements a query counts, if their number is one to remember.
func countable(q landscape.Query) (c counted, is bool) {
	c.kind = q.Kind
	if q.Where == nil {
		return c, q.At == ""
	}
	f, is := q.Where.(landscape.Compare)
	if is = is && q.At == "" && f.Op == landscape.Eq && f.Attribute.Enum != nil && !f.Attribute.List; is {
		c.attribute = f.Attribute
		c.value, is = f.Value.(string)
	}
	return c, is
}

// Of returns how many elements a query counts for who sees everything.
func (c *Counts) Of(q landscape.Query, ask func() (int, error)) (int, error) {
	of, is := countable(q)
	if !is {
		return ask()
	}
	c.mutex.Lock()
	n, known := c.known[of]
	c.mutex.Unlock()
	if known {
		return n, nil
	}
	n, err := ask()
	if err == nil {
		c.mutex.Lock()
		c.known[of] = n
		c.mutex.Unlock()
	}
	return n, err
}

// after returns what the counts are when changes have been made.
func (c *Counts) after(changes []landscape.Change) *Counts {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	next := &Counts{known: maps.Clone(c.known)}
	for of := range next.known {
		for _, change := range changes {
			if of.has(change.ElementBefore) {
				next.known[of]--
			}
			if of.has(change.ElementAfter) {
				next.known[of]++
			}
		}
	}
	return next
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
