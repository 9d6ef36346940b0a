package storetest

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// faults are the ways to be wrong that the suite must find.
func faults() []fault {
	return slices.Concat(readFaults(), sightFaults(), filterFaults(), orderFaults(), pageFaults(), claimFaults(), pathFaults())
}

// restless is a snapshot of the content as it is when it is asked.
type restless struct {
	landscape.Snapshot
	store  landscape.Store
	viewer landscape.Viewer
}

func (s restless) Find(ctx context.Context, q landscape.Query) (rows landscape.Rows, err error) {
	err = s.store.Read(ctx, landscape.Main, s.viewer, func(now landscape.Snapshot) error {
		rows, err = now.Find(ctx, q)
		return err
	})
	return rows, err
}

func readFaults() []fault {
	first := map[landscape.Store]landscape.Viewer{}
	return []fault{
		{name: "any name is main", fails: "Read/absent landscape", unseen: true, read: func(ctx context.Context, store landscape.Store, _ string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
			return store.Read(ctx, landscape.Main, v, fn)
		}},
		{name: "the error of fn is lost", fails: "Read/error of fn", unseen: true, read: func(ctx context.Context, store landscape.Store, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
			return store.Read(ctx, name, v, func(s landscape.Snapshot) error {
				_ = fn(s)
				return nil
			})
		}},
		{name: "the snapshot follows writes", fails: "Read/snapshot stands still", unseen: true, read: func(ctx context.Context, store landscape.Store, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
			return store.Read(ctx, name, v, func(s landscape.Snapshot) error { return fn(restless{s, store, v}) })
		}},
		{name: "the first viewer's scope is kept", fails: "Read/viewers in turn", unseen: true, read: func(ctx context.Context, store landscape.Store, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
			if _, ok := first[store]; !ok {
				first[store] = v
			}
			return store.Read(ctx, name, first[store], fn)
		}},
	}
}

func sightFaults() []fault {
	as := func(from, to landscape.Viewer) func(landscape.Viewer) landscape.Viewer {
		return func(v landscape.Viewer) landscape.Viewer {
			if v == from {
				return to
			}
			return v
		}
	}
	ctx := context.Background()
	return []fault{
		{name: "nobody is the public", fails: "Sight/zero viewer", viewer: as(landscape.Viewer{}, landscape.Public())},
		{name: "a council is a steward", fails: "Sight/council=01/Find", viewer: as(landscape.Council("01"), landscape.Steward())},
		{name: "a member is the public", fails: "Sight/member=north/Elements", viewer: as(landscape.Member("north"), landscape.Public())},
		{name: "any member is the public", fails: "Read/absent actor", unseen: true, viewer: func(v landscape.Viewer) landscape.Viewer {
			if strings.HasPrefix(v.String(), "member=") {
				return landscape.Public()
			}
			return v
		}},
		{name: "elements by id are never hidden", fails: "Sight/public/Elements", leaks: true, elements: func(s *broken, ids []landscape.ID, _ []*landscape.Element) []*landscape.Element {
			found, _ := s.all.Elements(ctx, ids, nil)
			return found
		}},
		{name: "hidden values of elements by id", fails: "Sight/public/Values", elements: func(s *broken, _ []landscape.ID, found []*landscape.Element) []*landscape.Element {
			for i, e := range found {
				found[i] = s.whole(e)
			}
			return found
		}},
		{name: "hidden values in lists", fails: "Values/attributes", unseen: true, found: func(s *broken, _ landscape.Query, rows landscape.Rows) landscape.Rows {
			for i, e := range rows.Elements {
				copied := &landscape.Element{ID: e.ID, Kind: e.Kind, Values: slices.Clone(e.Values)}
				copied.Values[schema.AttrOwner] = "somebody"
				rows.Elements[i] = copied
			}
			return rows
		}},
		{name: "counts what is hidden", fails: "Sight/public/Count", leaks: true, count: func(s *broken, q landscape.Query, _ int) int {
			n, _ := s.all.Count(ctx, q)
			return n
		}},
		{name: "filters by what is hidden", fails: "Sight/public/Some and none", leaks: true, found: func(s *broken, q landscape.Query, rows landscape.Rows) landscape.Rows {
			if q.Page.Limit != landscape.NoLimit || q.Page.After != nil || q.Page.Before != nil {
				return rows
			}
			all, _ := s.all.Find(ctx, q)
			return landscape.Rows{Elements: slices.DeleteFunc(all.Elements, func(e *landscape.Element) bool { return s.sees(e.ID) == nil })}
		}},
		{name: "filters by hidden values", fails: "Sight/hidden value/eq", found: func(s *broken, q landscape.Query, rows landscape.Rows) landscape.Rows {
			if q.Page.Limit != landscape.NoLimit || q.Page.After != nil || q.Page.Before != nil {
				return rows
			}
			all, _ := s.all.Find(ctx, q)
			var seen []*landscape.Element
			for _, e := range all.Elements {
				if e = s.sees(e.ID); e != nil {
					seen = append(seen, e)
				}
			}
			return landscape.Rows{Elements: seen}
		}},
		{name: "orders by hidden values", fails: "Sight/hidden value/order", found: func(s *broken, q landscape.Query, rows landscape.Rows) landscape.Rows {
			slices.SortFunc(rows.Elements, func(a, b *landscape.Element) int {
				return landscape.ComparePositions(q.Page.Order, landscape.PositionOf(s.whole(a), q.Page.Order), landscape.PositionOf(s.whole(b), q.Page.Order))
			})
			return rows
		}},
		{name: "a hidden claim is seen", fails: "Sight/public/Related by hidden claims", leaks: true, ends: func(s *broken, q landscape.RelatedQuery, _ []landscape.Ends) []landscape.Ends {
			pages := s.ofAll(q)
			for i := range pages {
				pages[i].Ends = slices.DeleteFunc(pages[i].Ends, func(e landscape.End) bool { return s.sees(e.Element.ID) == nil })
			}
			return pages
		}},
		{name: "a hidden end is seen", fails: "Sight/public/Related to hidden ends", leaks: true, ends: func(s *broken, q landscape.RelatedQuery, _ []landscape.Ends) []landscape.Ends {
			return s.ofAll(q)
		}},
		{name: "hidden ends are counted", fails: "Sight/public/Related from hidden ends", leaks: true, counts: func(s *broken, q landscape.RelatedQuery, _ []int) []int {
			counts, _ := s.all.CountRelated(ctx, q)
			return counts
		}},
		{name: "a hidden claim decides", fails: "Claims/together/hidden from the public", leaks: true, ends: func(s *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			for i, all := range s.ofAll(q) {
				for j, e := range pages[i].Ends {
					if k := slices.IndexFunc(all.Ends, func(other landscape.End) bool { return other.Element.ID == e.Element.ID }); k >= 0 {
						pages[i].Ends[j].Deciding = all.Ends[k].Deciding
					}
				}
			}
			return pages
		}},
		{name: "a path leads through what is hidden", fails: "Sight/public/Matrix through hidden elements", leaks: true, matrix: func(s *broken, q landscape.MatrixQuery, _ *landscape.Matrix) *landscape.Matrix {
			m, _ := s.all.Matrix(ctx, q)
			m.Tuples = slices.DeleteFunc(m.Tuples, func(t landscape.Tuple) bool { return s.sees(t.Row()) == nil || s.sees(t.Col()) == nil })
			return elementsAnew(m)
		}},
		{name: "a path leads over hidden claims", fails: "Sight/public/Matrix by hidden claims", leaks: true, matrix: func(s *broken, q landscape.MatrixQuery, _ *landscape.Matrix) *landscape.Matrix {
			m, _ := s.all.Matrix(ctx, q)
			m.Tuples = slices.DeleteFunc(m.Tuples, func(t landscape.Tuple) bool {
				return slices.ContainsFunc(t.Elements, func(id landscape.ID) bool { return s.sees(id) == nil })
			})
			return elementsAnew(m)
		}},
		{name: "hidden values in paths", fails: "Sight/hidden value/in a path", matrix: func(s *broken, _ landscape.MatrixQuery, m *landscape.Matrix) *landscape.Matrix {
			for id, e := range m.Elements {
				m.Elements[id] = s.whole(e)
			}
			return m
		}},
	}
}

// whole returns an element with the values that are hidden from the viewer.
func (s *broken) whole(e *landscape.Element) *landscape.Element {
	if e == nil {
		return nil
	}
	found, _ := s.all.Elements(context.Background(), []landscape.ID{e.ID}, nil)
	return found[0]
}

// elementsAnew makes Elements hold the elements of the paths.
func elementsAnew(m *landscape.Matrix) *landscape.Matrix {
	used := map[landscape.ID]bool{}
	for _, t := range m.Tuples {
		for _, id := range t.Elements {
			used[id] = true
		}
	}
	maps.DeleteFunc(m.Elements, func(id landscape.ID, _ *landscape.Element) bool { return !used[id] })
	return m
}
