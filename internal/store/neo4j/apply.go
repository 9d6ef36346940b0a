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

// maxIndexed is how many bytes a value may have that is part of an index.
const maxIndexed = 7000

// changeStatement makes changes in the order in which they fit: nothing is related to what is not there yet, or no longer. It is
// one text for all change sets, large ones run it several times.
const changeStatement = `CALL () { UNWIND $p.withdrawn AS r
  MATCH (a:Element {landscape: $p.l, id: r[0]}) MATCH (b:Element {landscape: $p.l, id: r[1]}) MATCH (a)-[x]->(b) WHERE x.id = r[2] DELETE x }
CALL () { UNWIND $p.created AS r CREATE (n:Element:$(r.kind)) SET n = r }
CALL () { UNWIND $p.changed AS r MATCH (n:Element {landscape: $p.l, id: r.id}) SET n = r }
CALL () { UNWIND $p.claimed AS r
  MATCH (a:Element {landscape: $p.l, id: r[0]}) MATCH (b:Element {landscape: $p.l, id: r[1]}) CREATE (a)-[x:$(r[2])]->(b) SET x = r[3] }
CALL () { UNWIND $p.restated AS r
  MATCH (a:Element {landscape: $p.l, id: r[0]}) MATCH (b:Element {landscape: $p.l, id: r[1]}) MATCH (a)-[x]->(b) WHERE x.id = r[2] SET x = r[3] }
CALL () { UNWIND $p.deleted AS i MATCH (n:Element {landscape: $p.l, id: i}) DELETE n }
CALL () { UNWIND $p.parts AS r CREATE (n:CommitPart) SET n = r }
CALL () { UNWIND $p.commits AS r CREATE (n:Commit) SET n = r }
CALL () { UNWIND $p.keys AS r CREATE (n:IdempotencyKey) SET n = r }
CALL () { UNWIND $p.revisions AS r MATCH (l:Landscape {name: $p.l}) SET l.revision = r }
`

// rowLists are the lists of changeStatement, in its order.
var rowLists = [...]string{"withdrawn", "created", "changed", "claimed", "restated", "deleted", "parts", "commits", "keys", "revisions"}

// sender runs changeStatement on what it is given when there is enough of it.
type sender struct {
	ask     askFunc // nil where all is kept, in any order
	in      string
	between func() // nil, or called where what comes needs what went before
	list    map[string][]any
	last    int // the place in rowLists of what was added last
	size    int
}

// add takes a row of a list. What comes after a row is done after it, unless it is of the same list.
func (s *sender) add(ctx context.Context, list string, size int, row any) error {
	if at := slices.Index(rowLists[:], list); at != s.last && s.ask != nil {
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
	p := s.parameter()
	s.list, s.size = nil, 0
	return s.ask(ctx, changeStatement, p, nil)
}

// parameter is that of changeStatement.
func (s *sender) parameter() map[string]any {
	p := map[string]any{"l": s.in}
	for _, name := range rowLists {
		p[name] = s.list[name]
		if s.list[name] == nil {
			p[name] = []any{}
		}
	}
	return p
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
	for _, list := range rowLists[:5] {
		for _, c := range a.changes {
			var row any
			e, r := cmp.Or(c.ElementAfter, c.ElementBefore), cmp.Or(c.RelationAfter, c.RelationBefore)
			switch {
			case list == "withdrawn" && r != nil && c.Deleted():
				row = []any{string(r.From), string(r.To), string(r.ID)}
			case list == "created" && e != nil && c.Created(), list == "changed" && c.ElementBefore != nil && c.ElementAfter != nil:
				row = cypher.ElementProperties(s.in, e)
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
	return keepable(*c)
}

// keepable reports what the server has no room for in an index, and values that it would change without a word.
func keepable(c landscape.Change) error {
	if e := c.ElementAfter; e != nil {
		if len(landscape.CollationKey(e.Name())) > maxIndexed || len(e.Owner()) > maxIndexed/10 || len(e.Key()) > maxIndexed/10 {
			return landscape.NewError(landscape.Invalid, text.New("database.long", c.Name(), "name"))
		}
		return readable(c, e.Values)
	}
	if r := c.RelationAfter; r != nil {
		return readable(c, r.Values)
	}
	return nil
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
	return keepable(*c)
}

// readable reports values that the server would change without a word.
func readable(c landscape.Change, values []any) error {
	for _, v := range values {
		list, _ := v.([]string)
		if s, is := v.(string); is && !valid(s) || slices.ContainsFunc(list, func(s string) bool { return !valid(s) }) {
			return landscape.NewError(landscape.Invalid, text.New("database.text", c.Name()))
		}
	}
	return nil
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
