package storetest

import (
	"cmp"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

func pageFaults() []fault {
	// paging makes a fault of a wrong way to take a page.
	paging := func(name, fails string, page func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool)) fault {
		return fault{name: name, fails: fails, page: page}
	}
	between := func(all []*landscape.Element, p landscape.Page) []*landscape.Element {
		p.Limit = landscape.NoLimit
		rest, _ := paged(all, p)
		return rest
	}
	return []fault{
		paging("one row too many", "Values/page/first 2 after g", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			if p.Limit > 0 {
				p.Limit++
			}
			return paged(all, p)
		}),
		paging("the row at the place is in the page", "Values/page/first 2 after g", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			if p.After != nil {
				i := slices.IndexFunc(all, func(e *landscape.Element) bool { return beyond(p.Order, e, p.After) >= 0 })
				if i < 0 {
					return nil, false
				}
				all, p.After = all[i:], nil
			}
			return paged(all, p)
		}),
		paging("a place without a row is the beginning", "Values/page/first 2 after 2/b", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			if p.After != nil && !slices.ContainsFunc(all, func(e *landscape.Element) bool { return beyond(p.Order, e, p.After) == 0 }) {
				p.After = nil
			}
			return paged(all, p)
		}),
		paging("places are keys", "Values/page/first 2 after g", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			if p.After != nil {
				all = slices.DeleteFunc(slices.Clone(all), func(e *landscape.Element) bool { return e.Key() <= p.After.Key })
				p.After = nil
			}
			return paged(all, p)
		}),
		paging("rows without a value are after no place", "Values/page/first -1 after e", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			if p.After != nil && len(p.Order) > 0 {
				all = slices.DeleteFunc(slices.Clone(all), func(e *landscape.Element) bool { return valueOf(e, p.Order)(0) == nil })
			}
			return paged(all, p)
		}),
		paging("before is forgotten", "Values/page/first -1 after d before c", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			p.Before = nil
			return paged(all, p)
		}),
		paging("the last are the first", "Values/page/last 8", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			p.Backward = false
			return paged(all, p)
		}),
		paging("the last come backwards", "Values/page/last 8", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			part, more := paged(all, p)
			if p.Backward {
				slices.Reverse(part)
			}
			return part, more
		}),
		paging("a full page has more", "Values/page/first 9", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			part, more := paged(all, p)
			return part, more || len(part) == p.Limit
		}),
		paging("more never", "Values/page/first 8", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			part, _ := paged(all, p)
			return part, false
		}),
		paging("more in the other direction", "Values/page/last -1 after  before c", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			part, more := paged(all, p)
			return part, more || len(part) > 0 && len(between(all, p)) < len(all)
		}),
		paging("no rows is no limit", "Values/page/first 0", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			if p.Limit == 0 {
				p.Limit = landscape.NoLimit
			}
			return paged(all, p)
		}),
		paging("no rows has no more", "Values/page/first 0", func(all []*landscape.Element, p landscape.Page) ([]*landscape.Element, bool) {
			part, more := paged(all, p)
			return part, more && p.Limit != 0
		}),
		{name: "counts the page", fails: "Values/page/first 2 after g", count: func(_ *broken, q landscape.Query, n int) int {
			if q.Page.Limit >= 0 {
				return min(n, q.Page.Limit)
			}
			return n
		}},
		{name: "counts the page of ends", fails: "Values/page/first 2 after g", counts: func(_ *broken, q landscape.RelatedQuery, counts []int) []int {
			for i, n := range counts {
				if q.Page.Limit >= 0 {
					counts[i] = min(n, q.Page.Limit)
				}
			}
			return counts
		}},
		{name: "a page for all sources", fails: "Claims/sources/each by itself", ends: func(_ *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			left := q.Page.Limit
			for i := range pages {
				if q.Page.Limit > 0 {
					n := min(left, len(pages[i].Ends))
					left -= n
					pages[i].Ends = pages[i].Ends[:n]
				}
			}
			return pages
		}},
		{name: "validity only where it is asked for", fails: "Paths/intervals", matrix: func(_ *broken, q landscape.MatrixQuery, m *landscape.Matrix) *landscape.Matrix {
			for id, e := range m.Elements {
				if q.Attributes != nil {
					copied := &landscape.Element{ID: e.ID, Kind: e.Kind, Values: slices.Clone(e.Values)}
					copied.Values[schema.AttrValidTo] = nil
					m.Elements[id] = copied
				}
			}
			return m
		}},
		{name: "attributes that are asked for are left out", fails: "Values/attributes", found: func(_ *broken, q landscape.Query, rows landscape.Rows) landscape.Rows {
			for i, e := range rows.Elements {
				if len(q.Attributes) > 0 {
					copied := &landscape.Element{ID: e.ID, Kind: e.Kind, Values: slices.Clone(e.Values)}
					clear(copied.Values[schema.AttrOrigin:])
					rows.Elements[i] = copied
				}
			}
			return rows
		}},
		{name: "attributes that are asked for barely are left out", fails: "Values/attributes", found: func(_ *broken, q landscape.Query, rows landscape.Rows) landscape.Rows {
			for i, e := range rows.Elements {
				if q.Bare && len(q.Attributes) > 0 {
					copied := &landscape.Element{ID: e.ID, Kind: e.Kind, Values: slices.Clone(e.Values)}
					clear(copied.Values[schema.AttrName:])
					rows.Elements[i] = copied
				}
			}
			return rows
		}},
		{name: "absent elements are left out", fails: "Read/elements", elements: func(_ *broken, _ []landscape.ID, found []*landscape.Element) []*landscape.Element {
			return slices.DeleteFunc(found, func(e *landscape.Element) bool { return e == nil })
		}},
		{name: "elements come once", fails: "Read/elements", elements: func(_ *broken, ids []landscape.ID, found []*landscape.Element) []*landscape.Element {
			for i, id := range ids {
				if slices.Contains(ids[:i], id) {
					found[i] = nil
				}
			}
			return found
		}},
		{name: "elements come by id", fails: "Read/elements", elements: func(_ *broken, _ []landscape.ID, found []*landscape.Element) []*landscape.Element {
			slices.SortFunc(found, func(a, b *landscape.Element) int {
				if a == nil || b == nil {
					return 0
				}
				return cmp.Compare(a.ID, b.ID)
			})
			return found
		}},
	}
}
