package cypher

import (
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// claimFields is what is read of a relation of which the type is not known: type, ends with what confirms, and all values.
const claimFields = `[type(x), a.kind, a.id, a.key, a.owner, b.kind, b.id, b.key, b.owner, properties(x)]`

// Relations tells of the relations of that name, whoever may see them: it is for drafts. They are found through their ends, so that
// no index over relations is needed.
func (s *Reader) Relations(ctx context.Context, refs []landscape.RelationRef, tell func(*landscape.Relation)) error {
	rows := make([][]string, len(refs))
	for i, ref := range refs {
		rows[i] = []string{string(ref.From), string(ref.To), string(ref.ID)}
	}
	slices.SortFunc(rows, func(a, b []string) int { return slices.Compare(a, b) })
	return s.Ask(ctx, `UNWIND $p.rows AS r
MATCH (a:Element {landscape: $p.l, id: r[0]}) MATCH (b:Element {landscape: $p.l, id: r[1]}) MATCH (a)-[x]->(b) WHERE x.id = r[2]
RETURN collect(`+claimFields+`)`, map[string]any{"l": s.Landscape, "rows": rows}, func(row []any) error {
		for _, one := range row[0].([]any) {
			if r := s.claim(one.([]any)); r != nil {
				tell(r)
			}
		}
		return nil
	})
}

// Touching tells of the relations that start or end at any of the elements, some of them twice, whoever may see them: it is for
// drafts. They are of the types named, or of all where none is named. Of those named it also tells what is at their other end: who
// asks for a few relations goes on to ask for that.
func (s *Reader) Touching(ctx context.Context, elements []landscape.ID, types []string, tell func(*landscape.Relation), far func(*landscape.Element)) error {
	of, all := "", elementColumns(s.Model.Kinds, nil, always)
	for i, name := range slices.Compact(slices.Sorted(slices.Values(types))) {
		of += string(":|"[min(i, 1)]) + Quoted(name)
	}
	fields := claimFields
	if of != "" {
		fields = "[" + claimFields + ", " + all.of("m") + "]"
	}
	text := "UNWIND $p.ids AS i MATCH (n:Element {landscape: $p.l, id: i})-[x" + of + "]-(m) WITH x, m, startNode(x) AS a, endNode(x) AS b RETURN collect(" + fields + ")"
	return s.Ask(ctx, text, map[string]any{"l": s.Landscape, "ids": texts(elements)}, func(row []any) error {
		for _, one := range row[0].([]any) {
			one := one.([]any)
			if of != "" {
				if e := all.element(s.Model, one[1]); e != nil {
					far(e)
				}
				one = one[0].([]any)
			}
			if r := s.claim(one); r != nil {
				tell(r)
			}
		}
		return nil
	})
}

// Everything tells of all elements, in order of their ids, and of all relations, whoever may see them, some thousands at a time.
func (s *Reader) Everything(ctx context.Context, some int, element func(*landscape.Element), relation func(*landscape.Relation)) error {
	const elements = "MATCH (n:Element {landscape: $p.l}) WHERE n.id > $p.after WITH n ORDER BY n.landscape, n.id LIMIT $p.some RETURN collect(properties(n))"
	const relations = "UNWIND $p.ids AS i MATCH (a:Element {landscape: $p.l, id: i})-[x]->(b) RETURN collect(" + claimFields + ")"
	all, after := elementColumns(s.Model.Kinds, nil, always), ""
	for n := some; n == some; {
		n = 0
		var ids []string
		err := s.Ask(ctx, elements, map[string]any{"l": s.Landscape, "after": after, "some": some}, func(row []any) error {
			for _, one := range row[0].([]any) {
				n++
				after, _ = one.(map[string]any)["id"].(string)
				ids = append(ids, after)
				if e := all.element(s.Model, one); e != nil {
					element(e)
				}
			}
			return nil
		})
		if err == nil && n > 0 {
			err = s.Ask(ctx, relations, map[string]any{"l": s.Landscape, "ids": ids}, func(row []any) error {
				for _, one := range row[0].([]any) {
					if r := s.claim(one.([]any)); r != nil {
						relation(r)
					}
				}
				return nil
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// claim reads a relation; nil where the model has none of that type between such ends.
func (s *Reader) claim(row []any) *landscape.Relation {
	from, to := s.endOf(row[1:5]), s.endOf(row[5:9])
	if from == nil || to == nil {
		return nil
	}
	name, _ := row[0].(string)
	t := s.Model.Relation(name, from.Kind)
	if t == nil {
		return nil
	}
	return columns(nil).relation(t, from, to, row[9])
}

// endOf reads an end of a relation, with no more than confirms need of it.
func (s *Reader) endOf(row []any) *landscape.Element {
	name, _ := row[0].(string)
	kind := s.Model.Kind(name)
	if kind == nil {
		return nil
	}
	e := &landscape.Element{Kind: kind, Values: make([]any, len(kind.Attributes))}
	id, _ := row[1].(string)
	e.ID = landscape.ID(id)
	e.Values[schema.AttrID], e.Values[schema.AttrKey], e.Values[schema.AttrOwner] = row[1], row[2], row[3]
	return e
}
