package neo4j

import (
	"cmp"
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/cypher"
)

// draft is the present state while it is written to. What it has read it remembers: changes are held against the same.
type draft struct {
	*snapshot
	elements  map[landscape.ID]*landscape.Element // nil for what is not there
	relations map[landscape.ID]*landscape.Relation
}

func newDraft(r *realm, a cypher.Asker, now landscape.Revision) *draft {
	scope, _ := landscape.NewScope(landscape.Steward(), nil) // fails for members only
	return &draft{newSnapshot(r, a, now, scope), map[landscape.ID]*landscape.Element{}, map[landscape.ID]*landscape.Relation{}}
}

func (d *draft) Elements(ctx context.Context, ids []landscape.ID, attributes []string, ahead ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	if attributes != nil {
		return d.snapshot.Elements(ctx, ids, attributes, ahead...)
	}
	var missing []landscape.ID
	for _, id := range ids {
		if _, known := d.elements[id]; known {
			continue
		}
		if e, known := d.known.Element(id); known {
			d.elements[id] = e
		} else {
			missing = append(missing, id)
		}
	}
	slices.Sort(missing)
	for part := range slices.Chunk(slices.Compact(missing), batch) {
		found, err := d.snapshot.Elements(ctx, part, nil)
		if err != nil {
			return nil, err
		}
		for i, e := range found {
			d.elements[part[i]] = e
		}
		d.known.LearnElements(part, found)
	}
	list := make([]*landscape.Element, len(ids))
	for i, id := range ids {
		list[i] = d.elements[id]
	}
	return list, nil
}

// Relations is what landscape.Draft says.
func (d *draft) Relations(ctx context.Context, refs []landscape.RelationRef) ([]*landscape.Relation, error) {
	var missing []landscape.RelationRef
	for _, ref := range refs {
		// Nothing relates an element that is known not to be there.
		if _, known := d.relations[ref.ID]; !known && !d.absent(ref.From) && !d.absent(ref.To) {
			missing = append(missing, ref)
		}
	}
	for part := range slices.Chunk(missing, batch) {
		for _, ref := range part {
			d.relations[ref.ID] = nil
		}
		if err := d.Reader.Relations(ctx, part, func(r *landscape.Relation) { d.relations[r.ID] = r }); err != nil {
			return nil, err
		}
	}
	list := make([]*landscape.Relation, len(refs))
	for i, ref := range refs {
		if r := d.relations[ref.ID]; r != nil && r.Ref() == ref {
			list[i] = r
		}
	}
	return list, nil
}

func (d *draft) absent(id landscape.ID) bool {
	e, known := d.elements[id]
	return known && e == nil
}

// Touching is what landscape.Draft says.
func (d *draft) Touching(ctx context.Context, elements []landscape.ID, types ...string) ([]*landscape.Relation, error) {
	if list, known := d.known.Touching(elements, types); known {
		for _, r := range list {
			d.relations[r.ID] = r
		}
		return list, nil
	}
	found := map[landscape.ID]*landscape.Relation{}
	for part := range slices.Chunk(elements, batch) {
		if err := d.Reader.Touching(ctx, part, types, func(r *landscape.Relation) { found[r.ID] = r }, func(e *landscape.Element) {
			d.elements[e.ID] = e
			d.known.LearnElements([]landscape.ID{e.ID}, []*landscape.Element{e})
		}); err != nil {
			return nil, err
		}
	}
	list := make([]*landscape.Relation, 0, len(found))
	for _, r := range found {
		d.relations[r.ID] = r
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b *landscape.Relation) int { return cmp.Compare(a.ID, b.ID) })
	d.known.LearnTouching(elements, types, list)
	return list, nil
}
