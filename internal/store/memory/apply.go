package memory

import (
	"cmp"
	"maps"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// apply returns the next graph, in which the changes have been made, and the changes as they are to be remembered: elements first,
// then relations, each by id, before as it was here, and claims with what is true of their being confirmed. If they do not fit there
// is no next graph.
func (g *Graph) apply(changes []landscape.Change) (*Graph, []landscape.Change, error) {
	changes, err := landscape.InOrder(changes)
	if err != nil {
		return nil, nil, err
	}
	relations := slices.IndexFunc(changes, func(c landscape.Change) bool { return !c.IsElement() })
	if relations < 0 {
		relations = len(changes)
	}
	e := &edit{
		old: g, kinds: maps.Clone(g.kinds), ownKinds: map[*schema.Kind]bool{}, actors: g.actors, edges: map[uint32]*edgeChange{},
		freeElements: slices.Clone(g.freeElements), freeRelations: slices.Clone(g.freeRelations),
	}
	e.elements.vector, e.relations.vector, e.ids.index, e.claims.index = g.elements, g.relations, g.ids, g.claims
	if err := e.applyElements(changes[:relations]); err != nil {
		return nil, nil, err
	}
	if err := e.applyRelations(changes[relations:]); err != nil {
		return nil, nil, err
	}
	e.mergeEdges()
	if err := e.finish(changes); err != nil {
		return nil, nil, err
	}
	next := &Graph{
		revision: g.revision + 1, elements: e.elements.vector, relations: e.relations.vector, ids: e.ids.index, claims: e.claims.index,
		kinds: e.kinds, actors: e.actors, freeElements: e.freeElements, freeRelations: e.freeRelations,
	}
	return next, changes, nil
}

// edit is the next graph in the making.
type edit struct {
	old                         *Graph
	elements                    vectorEdit[slot]
	relations                   vectorEdit[*landscape.Relation]
	ids, claims                 indexEdit
	kinds                       map[*schema.Kind]*ordered
	ownKinds                    map[*schema.Kind]bool
	actors                      *actors
	edges                       map[uint32]*edgeChange // by the place of the element
	freeElements, freeRelations []uint32
	// Places that became free, for use from the next graph on: this one's edges still name them.
	goneElements, goneRelations []uint32
}

type edgeChange struct{ add, remove []edge }

// take returns a place for something new.
func take[T any](v *vectorEdit[T], free *[]uint32) uint32 {
	if n := len(*free); n > 0 {
		at := (*free)[n-1]
		*free = (*free)[:n-1]
		return at
	}
	return v.add()
}

func unfit(c landscape.Change) error {
	return landscape.NewError(landscape.Conflict, text.New("store.unfit", c.Name()))
}

// applyElements puts the elements in place and in order. What goes leaves the order first, while all elements are as the order has
// them; what comes enters it last.
func (e *edit) applyElements(changes []landscape.Change) error {
	places := make([]uint32, len(changes))
	moves := make([]bool, len(changes)) // those of which the place in the order changes
	for i, c := range changes {
		before, after := c.ElementBefore, c.ElementAfter
		at, there := e.old.find(c.ID())
		if there != (before != nil) || there && !sameElement(before, e.old.elements.at(at).element) ||
			before != nil && after != nil && (before.ID != after.ID || before.Kind != after.Kind || before.Key() != after.Key()) {
			return unfit(c)
		}
		if there {
			before = e.old.elements.at(at).element
			changes[i].ElementBefore = before
		}
		places[i] = at
		moves[i] = before == nil || after == nil || before.Name() != after.Name()
		if there && moves[i] {
			e.kind(before.Kind).remove(&e.elements.vector, at)
		}
		e.actor(before, after)
	}
	for i, c := range changes {
		switch {
		case c.Created():
			places[i] = take(&e.elements, &e.freeElements)
			*e.elements.edit(places[i]) = slot{element: c.ElementAfter, name: landscape.CollationKey(c.ElementAfter.Name())}
			e.ids.add(e.ids.hash(c.ElementAfter.ID), places[i])
		case c.Deleted():
			e.ids.remove(e.ids.hash(c.ElementBefore.ID), places[i])
			e.goneElements = append(e.goneElements, places[i])
		default:
			s := e.elements.edit(places[i])
			s.element = c.ElementAfter
			if moves[i] {
				s.name = landscape.CollationKey(s.element.Name())
			}
		}
	}
	for i, c := range changes {
		if moves[i] && !c.Deleted() {
			e.kind(c.ElementAfter.Kind).insert(&e.elements.vector, places[i])
		}
	}
	return nil
}

// kind returns the order of a kind's elements with a list of chunks of its own.
func (e *edit) kind(k *schema.Kind) *ordered {
	if !e.ownKinds[k] {
		e.ownKinds[k] = true
		var own ordered
		if old := e.kinds[k]; old != nil {
			own = ordered{chunks: slices.Clone(old.chunks), size: old.size}
		}
		e.kinds[k] = &own
	}
	return e.kinds[k]
}

// actor keeps what scopes are made of.
func (e *edit) actor(before, after *landscape.Element) {
	switch {
	case before != nil && before.Kind.Name != landscape.ActorKind || after != nil && after.Kind.Name != landscape.ActorKind:
		return
	case before != nil && after != nil && nearOf(before) == nearOf(after):
		return
	}
	if e.actors == e.old.actors {
		e.actors = &actors{near: maps.Clone(e.old.actors.near)}
	}
	if after == nil {
		delete(e.actors.near, before.Key())
	} else {
		e.actors.near[after.Key()] = nearOf(after)
	}
}

func (e *edit) applyRelations(changes []landscape.Change) error {
	for i, c := range changes {
		before, after := c.RelationBefore, c.RelationAfter
		if c.From.Kind == nil || c.To.Kind == nil {
			return landscape.NewError(landscape.Invalid, text.New("store.end", c.Name()))
		}
		at, there := e.old.findRelation(c.ID())
		if there != (before != nil) || there && !sameRelation(before, *e.old.relations.at(at)) ||
			before != nil && after != nil && (before.ID != after.ID || before.From != after.From || before.To != after.To || before.Type != after.Type) {
			return unfit(c)
		}
		if there {
			changes[i].RelationBefore = *e.old.relations.at(at)
		}
		if !c.Created() && !c.Deleted() {
			*e.relations.edit(at) = after
			continue
		}
		r, ends := cmp.Or(after, before), e.ids.index
		if c.Deleted() {
			ends = e.old.ids // they may go with it
		}
		from, ok := findElement(&ends, e.endsOf(c), r.From)
		to, also := findElement(&ends, e.endsOf(c), r.To)
		if !ok || !also {
			return landscape.NewError(landscape.Invalid, text.New("store.end", c.Name()))
		}
		if c.Created() {
			at = take(&e.relations, &e.freeRelations)
			*e.relations.edit(at) = after
			e.claims.add(e.claims.hash(r.ID), at)
			e.edgesOf(from).add = append(e.edgesOf(from).add, edge{codeOf(r.Type, false), to, at})
			e.edgesOf(to).add = append(e.edgesOf(to).add, edge{codeOf(r.Type, true), from, at})
			continue
		}
		*e.relations.edit(at) = nil
		e.claims.remove(e.claims.hash(r.ID), at)
		e.goneRelations = append(e.goneRelations, at)
		e.edgesOf(from).remove = append(e.edgesOf(from).remove, edge{codeOf(r.Type, false), to, at})
		e.edgesOf(to).remove = append(e.edgesOf(to).remove, edge{codeOf(r.Type, true), from, at})
	}
	return nil
}

// endsOf returns the elements among which the ends of a relation are that comes or goes.
func (e *edit) endsOf(c landscape.Change) *vector[slot] {
	if c.Deleted() {
		return &e.old.elements
	}
	return &e.elements.vector
}

func (e *edit) edgesOf(at uint32) *edgeChange {
	c := e.edges[at]
	if c == nil {
		c = &edgeChange{}
		e.edges[at] = c
	}
	return c
}

// mergeEdges gives each element concerned its new edges, in order.
func (e *edit) mergeEdges() {
	for at, c := range e.edges {
		slices.SortFunc(c.add, compareEdges)
		slices.SortFunc(c.remove, compareEdges)
		s := e.elements.edit(at)
		merged := make([]edge, 0, len(s.edges)+len(c.add)-len(c.remove))
		add, remove := c.add, c.remove
		for _, ed := range s.edges {
			if len(remove) > 0 && ed == remove[0] {
				remove = remove[1:]
				continue
			}
			for len(add) > 0 && compareEdges(add[0], ed) < 0 {
				merged, add = append(merged, add[0]), add[1:]
			}
			merged = append(merged, ed)
		}
		s.edges = append(merged, add...)
	}
}

// finish sees to it that nothing dangles, clears what is gone, and puts right which claims are confirmed.
func (e *edit) finish(changes []landscape.Change) error {
	for _, at := range e.goneElements {
		s := e.elements.edit(at)
		if len(s.edges) > 0 {
			return landscape.NewError(landscape.Invalid, text.New("store.dangling", s.element.Ref().String()))
		}
		*s = slot{}
	}
	for i, c := range changes {
		switch {
		case c.RelationAfter != nil:
			at, _ := findRelation(&e.claims.index, &e.relations.vector, c.RelationAfter.ID)
			changes[i].RelationAfter = e.confirm(at)
		case c.ElementBefore != nil && c.ElementAfter != nil && c.ElementBefore.Owner() != c.ElementAfter.Owner():
			at, _ := findElement(&e.ids.index, &e.elements.vector, c.ElementAfter.ID)
			for _, ed := range e.elements.at(at).edges {
				e.confirm(ed.claim)
			}
		}
	}
	e.freeElements = append(e.freeElements, e.goneElements...)
	e.freeRelations = append(e.freeRelations, e.goneRelations...)
	return nil
}

func (e *edit) confirm(at uint32) *landscape.Relation {
	r := *e.relations.at(at)
	from, _ := findElement(&e.ids.index, &e.elements.vector, r.From)
	to, _ := findElement(&e.ids.index, &e.elements.vector, r.To)
	right := confirmed(r, e.elements.at(from).element, e.elements.at(to).element)
	if right != r {
		*e.relations.edit(at) = right
	}
	return right
}

func sameElement(a, b *landscape.Element) bool {
	return a == b || a.Kind == b.Kind && sameValues(a.Kind.Attributes, a.Values, b.Values)
}

func sameRelation(a, b *landscape.Relation) bool {
	return a == b || a.Type == b.Type && a.From == b.From && a.To == b.To && sameValues(a.Type.Attributes, a.Values, b.Values)
}

// sameValues compares what is stated of two records; what follows from other values is left out.
func sameValues(attributes []*schema.Attribute, a, b []any) bool {
	for i, attribute := range attributes {
		if attribute.Computed {
			continue
		}
		if !attribute.List {
			if a[i] != b[i] {
				return false
			}
			continue
		}
		x, _ := a[i].([]string)
		y, _ := b[i].([]string)
		if !slices.Equal(x, y) {
			return false
		}
	}
	return true
}
