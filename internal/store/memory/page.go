package memory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// sorting is how a list is ordered, and which part of it is wanted. Lists by name, which most are, compare the names' places in the
// alphabet that the graph keeps; all others work out sort keys.
type sorting struct {
	page          landscape.Page
	byName        bool // by name alone
	descending    bool // and that backwards
	after, before *place
}

// place is an element's place in a list.
type place struct {
	name string // for lists by name
	at   landscape.Position
}

// noName comes after all names, as no value does.
const noName = "~"

func newSorting(page landscape.Page) sorting {
	s := sorting{page: page}
	if len(page.Order) == 1 {
		a := page.Order[0].Attribute
		s.byName, s.descending = a.Index == schema.AttrName && a.Name == "name" && a.Swedish, page.Order[0].Descending
	}
	s.after, s.before = s.placed(page.After), s.placed(page.Before)
	return s
}

func (s *sorting) placed(at *landscape.Position) *place {
	if at == nil {
		return nil
	}
	p := &place{at: *at}
	if s.byName {
		p.name = noName
		if name, ok := at.SortKeys[0].(string); ok {
			p.name = name
		}
	}
	return p
}

// place returns where an element stands, given its name's place in the alphabet.
func (s *sorting) place(e *landscape.Element, name string) place {
	if !s.byName {
		return place{at: landscape.PositionOf(e, s.page.Order)}
	}
	if e.Values[schema.AttrName] == nil {
		name = noName // it is hidden from the viewer
	}
	return place{name, landscape.Position{Key: e.Key(), Kind: e.Kind.Name}}
}

func (s *sorting) compare(a, b *place) int {
	if !s.byName {
		return landscape.ComparePositions(s.page.Order, a.at, b.at)
	}
	c := strings.Compare(a.name, b.name)
	if s.descending {
		c = -c
	}
	return cmp.Or(c, strings.Compare(a.at.Key, b.at.Key), strings.Compare(a.at.Kind, b.at.Kind))
}

// within reports whether a place lies strictly between those that the page names.
func (s *sorting) within(p *place) bool {
	return (s.after == nil || s.compare(p, s.after) > 0) && (s.before == nil || s.compare(p, s.before) < 0)
}

// cutter takes a page out of rows that come in any order. It holds only some more rows than the page has.
type cutter[T any] struct {
	*sorting
	rows  []cutRow[T]
	worst *place // rows beyond it are not of the page, if there is one
	more  bool
}

type cutRow[T any] struct {
	place place
	row   T
}

// wants reports whether a row at the place may be of the page, and remembers that there was more if not.
func (c *cutter[T]) wants(p *place) bool {
	switch {
	case !c.within(p):
		return false
	case c.worst != nil && c.direction(p, c.worst) > 0:
		c.more = true
		return false
	}
	return true
}

func (c *cutter[T]) direction(a, b *place) int {
	if c.page.Backward {
		return c.compare(b, a)
	}
	return c.compare(a, b)
}

func (c *cutter[T]) add(p place, row T) {
	c.rows = append(c.rows, cutRow[T]{p, row})
	if limit := c.page.Limit; limit != landscape.NoLimit && len(c.rows) >= 2*limit+64 {
		c.cut()
	}
}

// cut puts the rows in order and lets go of those beyond the page.
func (c *cutter[T]) cut() {
	if len(c.rows) > 1 {
		slices.SortFunc(c.rows, func(a, b cutRow[T]) int { return c.direction(&a.place, &b.place) })
	}
	if limit := c.page.Limit; limit != landscape.NoLimit && len(c.rows) > limit {
		c.more = true
		c.rows = c.rows[:limit]
		if limit > 0 {
			worst := c.rows[limit-1].place
			c.worst = &worst
		}
	}
}

// finish returns the page.
func (c *cutter[T]) finish() (rows []T, more bool) {
	c.cut()
	if len(c.rows) == 0 {
		return nil, c.more
	}
	rows = make([]T, len(c.rows))
	for i, r := range c.rows {
		rows[i] = r.row
	}
	if c.page.Backward {
		slices.Reverse(rows)
	}
	return rows, c.more
}
