package storetest

import (
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
)

// fault is one way to be wrong. A store has it that twists what it is asked or answers in the ways that are not nil.
type fault struct {
	name string
	// fails begins the name of a check that must fail: Part/check.
	fails string
	// leaks tells that the fault shows what is hidden, so that NonInterference has to find it; unseen that random cases cannot.
	leaks, unseen bool

	read    func(ctx context.Context, store landscape.Store, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error
	viewer  func(landscape.Viewer) landscape.Viewer
	filter  func(landscape.Filter) landscape.Filter // of each filter, the inner ones first
	query   func(*landscape.Query)
	related func(*landscape.RelatedQuery)
	paths   func(*landscape.MatrixQuery)
	// page takes a page out of the whole list, in the right order.
	page func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool)

	// These get the right answer and give another.
	elements func(*broken, []landscape.ID, []*landscape.Element) []*landscape.Element
	found    func(*broken, landscape.Query, landscape.Rows) landscape.Rows
	count    func(*broken, landscape.Query, int) int
	ends     func(*broken, landscape.RelatedQuery, []landscape.Ends) []landscape.Ends
	counts   func(*broken, landscape.RelatedQuery, []int) []int
	matrix   func(*broken, landscape.MatrixQuery, *landscape.Matrix) *landscape.Matrix
}

// faulty is a store with a fault.
type faulty struct {
	landscape.Store
	fault fault
}

func (f faulty) Replace(content *landscape.Content) { f.Store.(Replacer).Replace(content) }

func (f faulty) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	if f.fault.read != nil {
		return f.fault.read(ctx, f.Store, name, v, fn)
	}
	if f.fault.viewer != nil {
		v = f.fault.viewer(v)
	}
	return f.Store.Read(ctx, name, v, func(right landscape.Snapshot) error {
		return f.Store.Read(ctx, name, landscape.Steward(), func(all landscape.Snapshot) error {
			return fn(&broken{right, all, f.fault})
		})
	})
}

// broken is a snapshot with a fault.
type broken struct {
	landscape.Snapshot
	all landscape.Snapshot // as a steward sees it
	fault
}

func (s *broken) Elements(ctx context.Context, ids []landscape.ID, attributes []string, _ ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	found, err := s.Snapshot.Elements(ctx, ids, attributes)
	if s.elements != nil {
		found = s.elements(s, ids, found)
	}
	return found, err
}

func (s *broken) Find(ctx context.Context, q landscape.Query) (landscape.Rows, error) {
	asked := q
	s.twist(&q)
	if s.page != nil {
		q.Page = whole(q.Page.Order...)
	}
	rows, err := s.Snapshot.Find(ctx, q)
	if s.page != nil {
		rows.Elements, rows.More = s.page(rows.Elements, asked.Page)
	}
	if s.found != nil {
		rows = s.found(s, asked, rows)
	}
	return rows, err
}

func (s *broken) Count(ctx context.Context, q landscape.Query) (int, error) {
	asked := q
	s.twist(&q)
	n, err := s.Snapshot.Count(ctx, q)
	if s.count != nil {
		n = s.count(s, asked, n)
	}
	return n, err
}

func (s *broken) History(ctx context.Context, h landscape.History) ([]landscape.Commit, error) {
	return s.Snapshot.(landscape.Historian).History(ctx, h)
}

func (s *broken) twist(q *landscape.Query) {
	q.Where = s.rewrite(q.Where)
	if s.query != nil {
		s.query(q)
	}
}

func (s *broken) Related(ctx context.Context, q landscape.RelatedQuery) ([]landscape.Ends, error) {
	asked := q
	s.twistRelated(&q)
	if s.page != nil {
		q.Page = whole(q.Page.Order...)
	}
	pages, err := s.Snapshot.Related(ctx, q)
	for i := range pages {
		if s.page == nil {
			continue
		}
		part, more := s.page(elementsOf(pages[i].Ends), asked.Page)
		var ends []landscape.End
		for _, e := range part {
			ends = append(ends, pages[i].Ends[slices.Index(elementsOf(pages[i].Ends), e)])
		}
		pages[i] = landscape.Ends{Ends: ends, More: more}
	}
	if s.ends != nil {
		pages = s.ends(s, asked, pages)
	}
	return pages, err
}

func (s *broken) CountRelated(ctx context.Context, q landscape.RelatedQuery) ([]int, error) {
	asked := q
	s.twistRelated(&q)
	counts, err := s.Snapshot.CountRelated(ctx, q)
	if s.counts != nil {
		counts = s.counts(s, asked, counts)
	}
	return counts, err
}

func (s *broken) twistRelated(q *landscape.RelatedQuery) {
	q.Where, q.Claim = s.rewrite(q.Where), s.rewrite(q.Claim)
	if s.related != nil {
		s.related(q)
	}
}

func (s *broken) Matrix(ctx context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
	asked := q
	q.Rows.Where = s.rewrite(q.Rows.Where)
	if s.paths != nil {
		s.paths(&q)
	}
	m, err := s.Snapshot.Matrix(ctx, q)
	if s.matrix != nil && err == nil {
		m = s.matrix(s, asked, m)
	}
	return m, err
}

// rewrite applies the fault's filter to each part of a filter.
func (s *broken) rewrite(f landscape.Filter) landscape.Filter {
	if s.filter == nil || f == nil {
		return f
	}
	parts := func(filters []landscape.Filter) (rewritten []landscape.Filter) {
		for _, part := range filters {
			rewritten = append(rewritten, s.rewrite(part))
		}
		return rewritten
	}
	switch part := f.(type) {
	case landscape.And:
		f = landscape.And(parts(part))
	case landscape.Or:
		f = landscape.Or(parts(part))
	case landscape.Not:
		f = landscape.Not{Filter: s.rewrite(part.Filter)}
	case landscape.Some:
		f = landscape.Some{Field: part.Field, Where: s.rewrite(part.Where)}
	}
	return s.filter(f)
}

// sees returns an element as the viewer sees it, or nil.
func (s *broken) sees(id landscape.ID) *landscape.Element {
	found, _ := s.Snapshot.Elements(context.Background(), []landscape.ID{id}, nil)
	return found[0]
}

// ofAll asks the steward's snapshot instead of the viewer's.
func (s *broken) ofAll(q landscape.RelatedQuery) []landscape.Ends {
	pages, _ := s.all.Related(context.Background(), q)
	for i, source := range q.Sources {
		if s.sees(source) == nil {
			pages[i] = landscape.Ends{}
		}
	}
	return pages
}
