// Package gate lets many read or one commit, as sync.RWMutex does, but with contexts, and without a deadlock where a read is made
// inside of another one while somebody waits to commit.
package gate

import (
	"context"
	"sync"
	"time"
)

// Gate lets many in to read or one to commit. The zero Gate is open. Who waits to commit comes first, but not for ever: a read that is inside may need
// another one to end, or take its time, so that after a while readers are let in again before the next attempt.
type Gate struct {
	mutex   sync.Mutex
	readers int
	waiting bool          // somebody who is to commit keeps readers out
	inside  bool          // somebody commits
	changed chan struct{} // closed when any of these changes; nil while nobody waits
}

// patience is how long readers are kept out for one who waits to commit.
const patience = time.Second

func (g *Gate) change() {
	if g.changed != nil {
		close(g.changed)
		g.changed = nil
	}
}

// wait waits for a change, with the mutex held before and after. It reports whether there was one before the timer and the context
// ended.
func (g *Gate) wait(ctx context.Context, timer <-chan time.Time) (changed bool) {
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

// Enter lets a reader in.
func (g *Gate) Enter(ctx context.Context) error {
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

// Leave lets a reader out.
func (g *Gate) Leave() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.readers--; g.readers == 0 {
		g.change()
	}
}

// Close waits until nobody reads, and keeps everybody out until Open. One at a time may call it.
func (g *Gate) Close(ctx context.Context) error {
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

// Open lets readers in again.
func (g *Gate) Open() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.inside = false
	g.change()
}
