package neo4j

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/arkinera/landskap/internal/store/convoy"
	"github.com/arkinera/landskap/internal/store/gate"
	"github.com/arkinera/landskap/internal/store/present"
)

// realm is a landscape as this process knows it.
type realm struct {
	store *Store
	name  string
	turn  chan struct{} // holds a token while somebody writes
	gate  gate.Gate     // held for the time of a read, and alone for that of a COMMIT

	convoy convoy.Convoy           // the writes that are prepared
	writes atomic.Pointer[writing] // the one that has the lock of a Shared landscape, while its fn runs

	mutex    sync.Mutex // held for what follows
	settling *settling  // nil while the landscape is not being taken

	claimed atomic.Pointer[hold]
	state   atomic.Pointer[present.State] // nil where it is not known what the landscape is at
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
func (r *realm) learn(now *present.State) {
	for {
		old := r.state.Load()
		if old != nil && old.Revision >= now.Revision || r.state.CompareAndSwap(old, now) {
			return
		}
	}
}
