package landscape

import (
	"context"
	"iter"
)

// Remembered is a part of a landscape's past: a commit, or the key of a write. Exactly one of them is set.
type Remembered struct {
	Commit *Commit
	Key    *KeptKey
}

// KeptKey is the key of a write, and what a write that repeats it is answered by.
type KeptKey struct {
	Key, Content string // as in Write
	Revision     Revision
}

// Mover is a store that gives and takes landscapes whole, with all that ever happened to them. What a landscape is follows from that.
type Mover interface {
	// Content returns all of a landscape as it is, whoever may see it, and the revision that it is at. The error is NOT_FOUND where
	// there is no such landscape.
	Content(ctx context.Context, name string) (*Content, Revision, error)
	// Export tells of a landscape's past up to the revision it is at: the commits, the oldest first, then the keys. Others may read
	// and write meanwhile. The error is tell's, or NOT_FOUND where there is no such landscape.
	Export(ctx context.Context, name string, tell func(Remembered) error) error
	// Import makes a landscape of a past, in the order in which Export tells it. It is a CONFLICT where a landscape of that name is
	// there already. Until Import returns without an error there is no landscape of that name, and after an error nothing is left.
	Import(ctx context.Context, name string, past iter.Seq2[Remembered, error]) error
}
