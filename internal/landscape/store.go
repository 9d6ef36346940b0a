package landscape

import "context"

// Store keeps landscapes.
type Store interface {
	// Read runs fn on one revision of the landscape of that name, as the viewer sees it. All that fn reads is of that revision,
	// whatever is written meanwhile. The snapshot ends with fn. A landscape that is not there is NOT_FOUND, as is a viewer whose
	// actor is not; else the error is fn's.
	//
	// Visibility is applied here and below, in every read: what the viewer may not see is exactly as absent, and the zero Viewer
	// sees nothing.
	Read(ctx context.Context, name string, viewer Viewer, fn func(Snapshot) error) error
}

// Main is the name of the landscape that is meant where none is named.
const Main = "main"

// Snapshot is one revision of a landscape as one viewer sees it. Its methods may be called by several goroutines. The elements and
// claims that it gives are shared: they are not to be changed, and they stay good when the snapshot has ended.
type Snapshot interface {
	// Revision returns which revision this is.
	Revision() Revision
	// Elements returns the elements with the ids, in the order of the ids; nil where there is none. Attributes are named, and what
	// will be asked of the elements is announced, as in Query.
	Elements(ctx context.Context, ids []ID, attributes []string, ahead ...*RelatedQuery) ([]*Element, error)
	// Find returns a page of the elements that a query asks for.
	Find(ctx context.Context, q Query) (Rows, error)
	// Count returns how many elements a query asks for, whatever its page.
	Count(ctx context.Context, q Query) (int, error)
	// Related returns a page for each source, in the order of the sources.
	Related(ctx context.Context, q RelatedQuery) ([]Ends, error)
	// CountRelated returns, for each source, how many elements are at the other end, whatever the page.
	CountRelated(ctx context.Context, q RelatedQuery) ([]int, error)
	// Matrix returns paths. Counting them, and what their dates mean, is the caller's.
	Matrix(ctx context.Context, q MatrixQuery) (*Matrix, error)
}
