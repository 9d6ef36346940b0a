package memory

// pageSize is how many items a page of a vector has: a change of one item copies one page and the list of pages.
const (
	pageBits = 6
	pageSize = 1 << pageBits
)

// vector is a list of which many versions share what they have in common. A version is read by any number of goroutines and never
// changes; vectorEdit makes the next one.
type vector[T any] struct {
	pages []*[pageSize]T
	size  uint32
}

// at returns an item; whoever reads must not change it.
func (v *vector[T]) at(i uint32) *T { return &v.pages[i>>pageBits][i&(pageSize-1)] }

// vectorEdit is the next version of a vector while it is made. It copies a page when it is first written to.
type vectorEdit[T any] struct {
	vector[T]
	own   map[uint32]bool // the pages that are this version's own
	fresh bool            // all pages are
	begun bool            // the list of pages is
}

func (e *vectorEdit[T]) edit(i uint32) *T {
	if e.fresh {
		return e.at(i)
	}
	e.begin()
	page := i >> pageBits
	if !e.own[page] {
		copied := *e.pages[page]
		e.pages[page] = &copied
		e.own[page] = true
	}
	return e.at(i)
}

func (e *vectorEdit[T]) begin() {
	if !e.begun {
		e.begun = true
		e.own = map[uint32]bool{}
		e.pages = append(make([]*[pageSize]T, 0, len(e.pages)+1), e.pages...)
	}
}

// add makes room for one more item at the end and returns its place.
func (e *vectorEdit[T]) add() uint32 {
	i := e.size
	if i&(pageSize-1) == 0 {
		if !e.fresh {
			e.begin()
			e.own[i>>pageBits] = true
		}
		e.pages = append(e.pages, new([pageSize]T))
	}
	e.size++
	return i
}
