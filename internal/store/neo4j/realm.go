package neo4j

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

// realm is a landscape as this process knows it.
type realm struct {
	store *Store
	name  string
	turn  chan struct{} // holds a token while somebody writes
	gate  gate          // held for the time of a read, and alone for that of a COMMIT

	mutex    sync.Mutex // held for what follows
	settling *settling  // nil while the landscape is not being taken

	claimed atomic.Pointer[hold]
	state   atomic.Pointer[state] // nil where it is not known what the landscape is at
}

// state is what an Exclusive store knows of the present revision without asking.
type state struct {
	revision landscape.Revision
	actors   *actors
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

// gate lets many in to read or one to commit. Who waits to commit comes first, but not for ever: a read that is inside may need
// another one to end, or take its time, so that after a while readers are let in again before the next attempt.
type gate struct {
	mutex   sync.Mutex
	readers int
	waiting bool          // somebody who is to commit keeps readers out
	inside  bool          // somebody commits
	changed chan struct{} // closed when any of these changes; nil while nobody waits
}

// patience is how long readers are kept out for one who waits to commit.
const patience = time.Second

func (g *gate) change() {
	if g.changed != nil {
		close(g.changed)
		g.changed = nil
	}
}

// wait waits for a change, with the mutex held before and after. It reports whether there was one before the timer and the context
// ended.
func (g *gate) wait(ctx context.Context, timer <-chan time.Time) (changed bool) {
	if g.changed == nil {
		g.changed = make(chan struct{})
	}
	c := g.changed
	g.mutex.Unlock()
	defer g.mutex.Lock()
	select {
	case <-c:
		return true
	case <-timer:
	case <-ctx.Done():
	}
	return false
}

// enter lets a reader in.
func (g *gate) enter(ctx context.Context) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	for g.inside || g.waiting {
		if !g.wait(ctx, nil) {
			return ctx.Err()
		}
	}
	g.readers++
	return nil
}

func (g *gate) leave() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.readers--; g.readers == 0 {
		g.change()
	}
}

// close waits until nobody reads, and keeps everybody out until open. One at a time may call it.
func (g *gate) close(ctx context.Context) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	for out := patience; ; out *= 2 {
		g.waiting = true
		timer := time.NewTimer(out)
		for g.readers > 0 && g.wait(ctx, timer.C) {
		}
		timer.Stop()
		g.waiting = false
		if g.readers == 0 {
			g.inside = true
			return nil
		}
		g.change()
		if err := ctx.Err(); err != nil {
			return err
		}
		pause := time.NewTimer(patience / 4)
		for g.readers > 0 && g.wait(ctx, pause.C) {
		}
		pause.Stop()
	}
}

func (g *gate) open() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.inside = false
	g.change()
}
