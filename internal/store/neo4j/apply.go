package neo4j

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/internal/store/codec"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// batch is how many records a statement reads or writes.
const batch = 5000

// sender runs cypher.Change on what it is given when there is enough of it.
type sender struct {
	ask     askFunc // nil where all is kept, in any order
	in      string
	long    cypher.Long
	between func() // nil, or called where what comes needs what went before
	list    map[string][]any
	last    int // the place in cypher.ChangeLists of what was added last
	size    int
}

// add takes a row of a list. What comes after a row is done after it, unless it is of the same list.
func (s *sender) add(ctx context.Context, list string, size int, row any) error {
	if at := slices.Index(cypher.ChangeLists[:], list); at != s.last && s.ask != nil {
		if at < s.last || s.between != nil {
			if err := s.flush(ctx); err != nil {
				return err
			}
		}
		if s.between != nil {
			s.between()
		}
		s.last = at
	}
	if s.list == nil {
		s.list = map[string][]any{}
	}
	s.list[list] = append(s.list[list], row)
	if s.size += size; s.size >= batch && s.ask != nil {
		return s.flush(ctx)
	}
	return nil
}

func (s *sender) flush(ctx context.Context) error {
	if s.size == 0 || s.ask == nil {
		return nil
	}
	p := s.long.Parameter(s.in, s.list)
	s.list, s.size = nil, 0
	return s.ask(ctx, cypher.Change, p, nil)
}

// apply makes changes if they fit the state, and remembers them.
func (a *writing) apply(ctx context.Context, s *sender, d *draft, changes []landscape.Change) error {
	var err error
	if a.changes, err = fit(ctx, d, changes); err != nil {
		return err
	}
	if err := a.send(ctx, s, true); err != nil {
		return err
	}
	if len(a.changes) > 0 {
		a.now++
		c := landscape.Commit{Revision: a.now, At: a.w.At.Round(0).UTC(), By: a.w.By, Why: a.w.Why, Changes: a.changes}
		if err := remember(ctx, s, d.Model, c); err != nil {
			return err
		}
	}
	if a.w.Key != "" {
		if err := s.add(ctx, "keys", 1, keyRow(s.in, a.w.Key, a.w.Content, a.now)); err != nil {
			return err
		}
	}
	if len(a.changes) > 0 {
		if err := s.add(ctx, "revisions", 1, int64(a.now)); err != nil {
			return err
		}
	}
	return s.flush(ctx)
}

// send writes the records. Whether those that are deleted have relations left is asked where that is not known.
func (a *writing) send(ctx context.Context, s *sender, asks bool) error {
	var deleted []string
	for _, list := range cypher.ChangeLists[:6] {
		for _, c := range a.changes {
			var row any
			e, r := cmp.Or(c.ElementAfter, c.ElementBefore), cmp.Or(c.RelationAfter, c.RelationBefore)
			switch {
			case list == "withdrawn" && r != nil && c.Deleted():
				row = []any{string(r.From), string(r.To), string(r.ID)}
			case list == "created" && e != nil && c.Created(), list == "changed" && c.ElementBefore != nil && c.ElementAfter != nil:
				row = cypher.ElementProperties(s.in, e)
			case list == "renamed" && c.ElementBefore != nil && c.ElementAfter != nil && c.ElementBefore.Name() != c.ElementAfter.Name():
				row = string(e.ID)
			case list == "claimed" && r != nil && c.Created():
				row = []any{string(r.From), string(r.To), r.Type.Type, cypher.RelationProperties(r)}
			case list == "restated" && c.RelationBefore != nil && c.RelationAfter != nil:
				row = []any{string(r.From), string(r.To), string(r.ID), cypher.RelationProperties(r)}
			case list == "created" && e != nil && c.Deleted():
				deleted = append(deleted, string(e.ID))
				continue
			default:
				continue
			}
			if err := s.add(ctx, list, 1, row); err != nil {
				return err
			}
		}
	}
	if asks {
		if err := a.dangling(ctx, s, deleted); err != nil {
			return err
		}
	}
	for _, id := range deleted {
		if err := s.add(ctx, "deleted", 1, id); err != nil {
			return err
		}
	}
	return nil
}

// dangling is the error that an element that is to go has a relation left, if one has.
func (a *writing) dangling(ctx context.Context, s *sender, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	if err := s.flush(ctx); err != nil {
		return err
	}
	for part := range slices.Chunk(ids, batch) {
		const dangling = `UNWIND $p.ids AS i MATCH (n:Element {landscape: $p.l, id: i}) WHERE EXISTS { (n)--() } RETURN n.kind, n.key ORDER BY n.id LIMIT 1`
		if err := a.Ask(ctx, dangling, map[string]any{"l": s.in, "ids": part}, func(row []any) error {
			kind, _ := row[0].(string)
			key, _ := row[1].(string)
			return landscape.NewError(landscape.Invalid, text.New("store.dangling", kind+" "+key))
		}); err != nil {
			return err
		}
	}
	return nil
}

func keyRow(in, key, content string, revision landscape.Revision) map[string]any {
	return map[string]any{"landscape": in, "key": key, "content": content, "revision": int64(revision)}
}

// fit holds changes against the state, and returns them as they are to be remembered: elements first, then relations, each by id,
// before as it was, and claims with what is true of their being confirmed.
func fit(ctx context.Context, d *draft, changes []landscape.Change) ([]landscape.Change, error) {
	changes, err := landscape.InOrder(changes)
	if err != nil {
		return nil, err
	}
	var elements []landscape.ID
	var relations []landscape.RelationRef
	for _, c := range changes {
		if c.IsElement() {
			elements = append(elements, c.ID())
			continue
		}
		r := cmp.Or(c.RelationAfter, c.RelationBefore)
		relations = append(relations, r.Ref())
		elements = append(elements, r.From, r.To)
	}
	if _, err := d.Elements(ctx, elements, nil); err != nil {
		return nil, err
	}
	if _, err := d.Relations(ctx, relations); err != nil {
		return nil, err
	}
	after := map[landscape.ID]*landscape.Element{}
	for i := range changes {
		c := &changes[i]
		if !c.IsElement() {
			continue
		}
		if err := fitElement(d, c); err != nil {
			return nil, err
		}
		after[c.ID()] = c.ElementAfter
	}
	for i := range changes {
		c := &changes[i]
		if c.IsElement() {
			continue
		}
		if err := fitRelation(d, c, after); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

func fitElement(d *draft, c *landscape.Change) error {
	before, after, there := c.ElementBefore, c.ElementAfter, d.elements[c.ID()]
	if (there == nil) != (before == nil) ||
		there != nil && (before.Kind != there.Kind || value.Differing(there.Kind.Attributes, before.Values, there.Values) != "") ||
		before != nil && after != nil && (before.ID != after.ID || before.Kind != after.Kind || before.Key() != after.Key()) {
		return landscape.NewError(landscape.Conflict, text.New("store.unfit", c.Name()))
	}
	c.ElementBefore = there
	if after == nil {
		return nil
	}
	return cypher.Keepable(*c)
}

func fitRelation(d *draft, c *landscape.Change, changed map[landscape.ID]*landscape.Element) error {
	if c.From.Kind == nil || c.To.Kind == nil {
		return landscape.NewError(landscape.Invalid, text.New("store.end", c.Name()))
	}
	before, after, there := c.RelationBefore, c.RelationAfter, d.relations[c.ID()]
	if (there == nil) != (before == nil) ||
		there != nil && (before.Type != there.Type || before.Ref() != there.Ref() || value.Differing(there.Type.Attributes, before.Values, there.Values) != "") ||
		before != nil && after != nil && (before.Ref() != after.Ref() || before.Type != after.Type) {
		return landscape.NewError(landscape.Conflict, text.New("store.unfit", c.Name()))
	}
	c.RelationBefore = there
	if after == nil {
		return nil
	}
	end := func(id landscape.ID) *landscape.Element {
		if e, is := changed[id]; is {
			return e
		}
		return d.elements[id]
	}
	from, to := end(after.From), end(after.To)
	if from == nil || to == nil {
		if before != nil { // Its end goes, so that it would dangle.
			e := cmp.Or(d.elements[after.From], d.elements[after.To])
			return landscape.NewError(landscape.Invalid, text.New("store.dangling", e.Ref().String()))
		}
		return landscape.NewError(landscape.Invalid, text.New("store.end", c.Name()))
	}
	if is := landscape.Confirms(after.Owner(), from, to); after.Values[schema.ClaimConfirmed] != is {
		right := *after
		right.Values = slices.Clone(after.Values)
		right.Values[schema.ClaimConfirmed] = is
		c.RelationAfter = &right
	}
	return cypher.Keepable(*c)
}

// remember writes a commit: one record that tells what it is and holds the first part of its packed changes, and others for the rest.
func remember(ctx context.Context, s *sender, model *schema.Metamodel, c landscape.Commit) error {
	chunks, err := codec.Pack(model, c.Changes)
	if err != nil {
		return err
	}
	for i, chunk := range chunks[1:] {
		if err := s.add(ctx, "parts", 1000, map[string]any{"landscape": s.in, "revision": int64(c.Revision), "part": i + 1, "data": chunk}); err != nil {
			return err
		}
	}
	return s.add(ctx, "commits", 1, map[string]any{
		"landscape": s.in, "revision": int64(c.Revision), "at": c.At.Format(time.RFC3339Nano), "by": c.By, "why": c.Why,
		"records": len(c.Changes), "_parts": len(chunks), "_data": chunks[0], "_touched": codec.Touched(c.Changes),
	})
}
