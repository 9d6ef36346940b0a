package gate

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Readers never see a commit half done, and one that waits to commit gets in though others keep reading.
func TestGate(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	defer end()
	var g Gate
	var a, b atomic.Int64
	var torn atomic.Int64
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for ctx.Err() == nil && g.Enter(t.Context()) == nil {
				x := a.Load()
				time.Sleep(time.Microsecond)
				if b.Load() != x {
					torn.Add(1)
				}
				g.Leave()
			}
		})
	}
	for range 200 {
		if err := g.Close(ctx); err != nil {
			t.Fatal(err)
		}
		a.Add(1)
		time.Sleep(time.Microsecond)
		b.Add(1)
		g.Open()
	}
	end()
	readers.Wait()
	if n := torn.Load(); n > 0 {
		t.Errorf("%d reads saw half a commit", n)
	}
}

// A read inside of a read ends, even while somebody waits to commit.
func TestReadInsideRead(t *testing.T) {
	var g Gate
	if err := g.Enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	closed := make(chan error, 1)
	go func() { closed <- g.Close(t.Context()) }()
	for waits := false; !waits; {
		g.mutex.Lock()
		waits = g.waiting
		g.mutex.Unlock()
	}
	if err := g.Enter(t.Context()); err != nil { // Let in when those who wait have waited for long enough.
		t.Fatal(err)
	}
	g.Leave()
	g.Leave()
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	g.Open()
}

// Who waits does so no longer than the context.
func TestContext(t *testing.T) {
	var g Gate
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := g.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := g.Enter(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("entering while somebody commits: %v", err)
	}
	g.Open()
	if err := g.Enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := g.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("committing while somebody reads: %v", err)
	}
	if err := g.Enter(t.Context()); err != nil {
		t.Errorf("reading when nobody waits any more: %v", err)
	}
}
