package memory

import (
	"context"
	"iter"
	"slices"
	"sync/atomic"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// snapshot is a graph as one viewer sees it.
type snapshot struct {
	graph  *Graph
	scope  landscape.Scope
	whole  bool // the viewer sees everything
	past   Past
	visits atomic.Int64 // how many elements lists looked at
}

func newSnapshot(g *Graph, v landscape.Viewer, p Past) (*snapshot, error) {
	scope, err := g.actors.scope(v)
	if err != nil {
		return nil, err
	}
	return &snapshot{graph: g, scope: scope, whole: v == landscape.Steward(), past: p}, nil
}

// element returns the element at a place as the viewer sees it, or nil.
func (s *snapshot) element(at uint32) *landscape.Element {
	e := s.graph.elements.at(at).element
	if s.whole {
		return e
	}
	return s.scope.View(e)
}

// claim returns the relation at a place as the viewer sees it, or nil; whether its ends are seen is not asked.
func (s *snapshot) claim(at uint32) *landscape.Relation {
	r := *s.graph.relations.at(at)
	if s.whole {
		return r
	}
	return s.scope.ViewRelation(r)
}

func (s *snapshot) Revision() landscape.Revision { return s.graph.revision }

func (s *snapshot) Elements(_ context.Context, ids []landscape.ID, _ []string, _ ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	found := make([]*landscape.Element, len(ids))
	for i, id := range ids {
		if at, ok := s.graph.find(id); ok {
			found[i] = s.element(at)
		}
	}
	return found, nil
}

func (s *snapshot) Find(ctx context.Context, q landscape.Query) (landscape.Rows, error) {
	if err := ctx.Err(); err != nil {
		return landscape.Rows{}, err
	}
	order := newSorting(q.Page)
	matches := s.matcher(q)
	visited := int64(0)
	defer func() { s.visits.Add(visited) }()
	some, starts := s.starts(q.Kind, q.Where)
	if !starts && s.keeps(&order, q.Kind) {
		var rows landscape.Rows
		for at := range s.inOrder(&order, q.Kind) {
			visited++
			e := matches(at)
			if e == nil {
				continue
			}
			p := order.place(e, s.graph.elements.at(at).name)
			if !order.within(&p) {
				if s.beyond(&order, &p) {
					break
				}
				continue
			}
			if len(rows.Elements) == q.Page.Limit {
				rows.More = true
				break
			}
			rows.Elements = append(rows.Elements, e)
		}
		if q.Page.Backward {
			slices.Reverse(rows.Elements)
		}
		return rows, nil
	}
	if !starts {
		some = s.graph.ofKind(q.Kind).all()
	}
	cut := cutter[*landscape.Element]{sorting: &order}
	for at := range some {
		visited++
		if e := matches(at); e != nil {
			if p := order.place(e, s.graph.elements.at(at).name); cut.wants(&p) {
				cut.add(p, e)
			}
		}
	}
	rows, more := cut.finish()
	return landscape.Rows{Elements: rows, More: more}, nil
}

// keeps reports whether the graph keeps the elements of a kind in that order, as the viewer sees it.
func (s *snapshot) keeps(order *sorting, kind *schema.Kind) bool {
	return order.byName && !order.descending && (s.whole || kind.Attributes[schema.AttrName].Visibility == "")
}

// inOrder yields the places of a kind's elements from where a page begins, in the direction of reading.
func (s *snapshot) inOrder(order *sorting, kind *schema.Kind) iter.Seq[uint32] {
	o := s.graph.ofKind(kind)
	switch {
	case order.page.Backward && order.before != nil:
		// An element at the very place may count as before it, by its kind, so it is looked at too.
		return o.descend(o.seek(&s.graph.elements, order.before.name, order.before.at.Key+"\x00"))
	case order.page.Backward:
		return o.descend(len(o.chunks), 0)
	case order.after != nil:
		return o.ascend(o.seek(&s.graph.elements, order.after.name, order.after.at.Key))
	}
	return o.all()
}

// beyond reports whether a place outside of the page lies behind it in the direction of reading, and not before its beginning.
func (s *snapshot) beyond(order *sorting, p *place) bool {
	if order.page.Backward {
		return order.after != nil && order.compare(p, order.after) <= 0
	}
	return order.before != nil && order.compare(p, order.before) >= 0
}

// matcher returns what is asked of each element: it gives the element as the viewer sees it if it is of the answer, else nil.
func (s *snapshot) matcher(q landscape.Query) func(at uint32) *landscape.Element {
	where := s.compile(q.Where)
	return func(at uint32) *landscape.Element {
		e := s.element(at)
		if e == nil || e.Kind != q.Kind || q.At != "" && !valid(e, q.At) || !holds(where, e.Values, e, at) {
			return nil
		}
		return e
	}
}

func (s *snapshot) Count(ctx context.Context, q landscape.Query) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	o := s.graph.ofKind(q.Kind)
	if s.whole && q.Where == nil && q.At == "" {
		return o.size, nil
	}
	some, starts := s.starts(q.Kind, q.Where)
	if !starts {
		some = o.all()
	}
	n, matches := 0, s.matcher(q)
	for at := range some {
		if matches(at) != nil {
			n++
		}
	}
	return n, nil
}

func valid(e *landscape.Element, at landscape.Date) bool {
	return landscape.Valid(at, e.ValidFrom(), e.ValidTo())
}
