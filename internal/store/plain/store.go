// Package plain is a store of slices: it looks at everything for each question and keeps no index but one by id.
//
// It is simple on purpose. Its answers follow from the words of the contract line by line, so that it can judge stores that are
// fast. Landscapes of some ten thousand records are answered in good time.
package plain

import (
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Store holds one landscape, main, in memory. It is safe for use by several goroutines.
type Store struct {
	current atomic.Pointer[state]
	writing sync.Mutex
}

type state struct {
	revision  landscape.Revision
	elements  []*landscape.Element
	relations []*landscape.Relation
	actors    map[string]landscape.Near
	commits   []landscape.Commit
	receipts  map[string]receipt // by idempotency key
}

var _ landscape.Store = (*Store)(nil)

// New returns a store of the content, at revision 1.
func New(content *landscape.Content) *Store {
	s := &Store{}
	s.current.Store(newState(content, 1))
	return s
}

// Replace puts other content in the place of all that was, one revision later. Reads that have begun go on with what was.
func (s *Store) Replace(content *landscape.Content) {
	s.writing.Lock()
	defer s.writing.Unlock()
	now := s.current.Load()
	next := newState(content, now.revision+1)
	next.commits, next.receipts = now.commits, now.receipts
	s.current.Store(next)
}

func newState(content *landscape.Content, revision landscape.Revision) *state {
	st := &state{revision: revision, elements: content.Elements, actors: map[string]landscape.Near{}}
	byID := map[landscape.ID]*landscape.Element{}
	for _, e := range content.Elements {
		byID[e.ID] = e
		if e.Kind.Name == landscape.ActorKind {
			st.actors[e.Key()] = landscape.Near{County: e.Text("county"), Supplier: e.Text("actorKind") == "SUPPLIER"}
		}
	}
	for _, r := range content.Relations {
		copied := *r
		copied.Values = slices.Clone(r.Values)
		copied.Values[schema.ClaimConfirmed] = landscape.Confirms(r.Owner(), byID[r.From], byID[r.To])
		st.relations = append(st.relations, &copied)
	}
	return st
}

// Read runs fn on the present content as the viewer sees it.
func (s *Store) Read(_ context.Context, name string, viewer landscape.Viewer, fn func(landscape.Snapshot) error) error {
	if name != landscape.Main {
		return landscape.NewError(landscape.NotFound, text.New("landscape.absent", name))
	}
	snap, err := s.current.Load().seenBy(viewer)
	if err != nil {
		return err
	}
	return fn(snap)
}

func (st *state) seenBy(viewer landscape.Viewer) (*snapshot, error) {
	scope, err := landscape.NewScope(viewer, st.actors)
	if err != nil {
		return nil, err
	}
	snap := &snapshot{revision: st.revision, byID: map[landscape.ID]*landscape.Element{}, state: st, scope: scope}
	for _, e := range st.elements {
		if e = scope.View(e); e != nil {
			snap.elements = append(snap.elements, e)
			snap.byID[e.ID] = e
		}
	}
	for _, r := range st.relations {
		if r = scope.ViewRelation(r); r != nil && snap.byID[r.From] != nil && snap.byID[r.To] != nil {
			snap.relations = append(snap.relations, r)
		}
	}
	return snap, nil
}

// snapshot is what one viewer sees: hidden records are not in it at all.
type snapshot struct {
	revision  landscape.Revision
	elements  []*landscape.Element
	relations []*landscape.Relation
	byID      map[landscape.ID]*landscape.Element
	state     *state // all there is, for what happened before
	scope     landscape.Scope
}

func (s *snapshot) Revision() landscape.Revision { return s.revision }

func (s *snapshot) Elements(_ context.Context, ids []landscape.ID, _ []string, _ ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	found := make([]*landscape.Element, len(ids))
	for i, id := range ids {
		found[i] = s.byID[id]
	}
	return found, nil
}

func (s *snapshot) Find(_ context.Context, q landscape.Query) (landscape.Rows, error) {
	rows, more := cut(s.matching(q), q.Page, func(e *landscape.Element) *landscape.Element { return e })
	return landscape.Rows{Elements: rows, More: more}, nil
}

func (s *snapshot) Count(_ context.Context, q landscape.Query) (int, error) {
	return len(s.matching(q)), nil
}

func (s *snapshot) matching(q landscape.Query) []*landscape.Element {
	var rows []*landscape.Element
	for _, e := range s.elements {
		if e.Kind == q.Kind && (q.At == "" || valid(e, q.At)) && s.holds(q.Where, e) == yes {
			rows = append(rows, e)
		}
	}
	return rows
}

func (s *snapshot) Related(_ context.Context, q landscape.RelatedQuery) ([]landscape.Ends, error) {
	pages := make([]landscape.Ends, len(q.Sources))
	for i, source := range q.Sources {
		ends, more := cut(s.ends(q, source), q.Page, func(e landscape.End) *landscape.Element { return e.Element })
		pages[i] = landscape.Ends{Ends: ends, More: more}
	}
	return pages, nil
}

func (s *snapshot) CountRelated(_ context.Context, q landscape.RelatedQuery) ([]int, error) {
	counts := make([]int, len(q.Sources))
	for i, source := range q.Sources {
		counts[i] = len(s.ends(q, source))
	}
	return counts, nil
}

// ends returns all elements at the other end of one source's field, each with its claims.
func (s *snapshot) ends(q landscape.RelatedQuery, source landscape.ID) []landscape.End {
	near := s.byID[source]
	if near == nil || near.Kind != q.Field.Kind {
		return nil
	}
	claims := map[landscape.ID][]*landscape.Relation{}
	for _, r := range s.relations {
		at, far := across(q.Field, r)
		if r.Type != q.Field.Relation || at != source {
			continue
		}
		if q.At != "" && !(landscape.Valid(q.At, r.ValidFrom(), r.ValidTo()) && valid(near, q.At) && valid(s.byID[far], q.At)) {
			continue
		}
		if s.holdsClaim(q.Claim, r) == yes {
			claims[far] = append(claims[far], r)
		}
	}
	var ends []landscape.End
	for _, far := range slices.Sorted(maps.Keys(claims)) {
		if e := s.byID[far]; s.holds(q.Where, e) == yes {
			ends = append(ends, s.end(e, claims[far]))
		}
	}
	return ends
}

// across returns the ends of a claim as a field sees them: the near one, then the far one.
func across(f *schema.Field, r *landscape.Relation) (near, far landscape.ID) {
	if f.Inverse {
		return r.To, r.From
	}
	return r.From, r.To
}

func (s *snapshot) end(e *landscape.Element, claims []*landscape.Relation) landscape.End {
	slices.SortFunc(claims, landscape.CompareClaims)
	decides := func(a, b *landscape.Relation) int {
		return landscape.CompareDeciding(a, b, s.byID[a.From], s.byID[a.To])
	}
	return landscape.End{Element: e, Claims: claims, Deciding: slices.MinFunc(claims, decides)}
}

func valid(e *landscape.Element, at landscape.Date) bool {
	return landscape.Valid(at, e.ValidFrom(), e.ValidTo())
}

// cut orders rows and takes the page that is wanted out of them.
func cut[T any](rows []T, page landscape.Page, element func(T) *landscape.Element) (part []T, more bool) {
	type placed struct {
		row T
		at  landscape.Position
	}
	var all []placed
	for _, row := range rows {
		at := landscape.PositionOf(element(row), page.Order)
		if page.After != nil && landscape.ComparePositions(page.Order, at, *page.After) <= 0 ||
			page.Before != nil && landscape.ComparePositions(page.Order, at, *page.Before) >= 0 {
			continue
		}
		all = append(all, placed{row, at})
	}
	slices.SortFunc(all, func(a, b placed) int { return landscape.ComparePositions(page.Order, a.at, b.at) })
	if page.Limit != landscape.NoLimit && len(all) > page.Limit {
		more = true
		if page.Backward {
			all = all[len(all)-page.Limit:]
		} else {
			all = all[:page.Limit]
		}
	}
	for _, p := range all {
		part = append(part, p.row)
	}
	return part, more
}
