package cypher

import (
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// nearColumns are what claims need to know of the source that they are at.
var nearColumns = columns{propKind, "id", "key", "owner"}

func (s *Reader) Related(ctx context.Context, query landscape.RelatedQuery) ([]landscape.Ends, error) {
	pages := make([]landscape.Ends, len(query.Sources))
	if s.sightless() || len(query.Sources) == 0 || s.ahead.have(query, pages) {
		return pages, nil
	}
	q := s.question()
	text := q.sources(query)
	clause, l := q.list("s", len(query.Sources), &query)
	text += clause + "\nRETURN collect([i, " + nearColumns.of("s") + ", " + l.name + "])"
	err := s.Ask(ctx, text, q.p, func(row []any) error {
		for _, r := range row[0].([]any) {
			r := r.([]any)
			if near := nearColumns.element(s.Model, r[1]); near != nil {
				pages[r[0].(int64)] = s.ends(l, near, r[2].([]any))
			}
		}
		return nil
	})
	return pages, err
}

// end adds an element at the other end of a field, with the claims that lead to it, as far as the viewer sees them.
func (s *Reader) end(ends []landscape.End, q *landscape.RelatedQuery, near, far *landscape.Element, c columns, rows []any) []landscape.End {
	from, to := near, far
	if q.Field.Inverse {
		from, to = far, near
	}
	end := landscape.End{Element: s.scope.View(far), Claims: make([]*landscape.Relation, 0, len(rows))}
	for _, row := range rows {
		if r := s.scope.ViewRelation(c.relation(q.Field.Relation, from, to, row)); r != nil {
			end.Claims = append(end.Claims, r)
		}
	}
	switch {
	case end.Element == nil, len(end.Claims) == 0 && !q.Bare:
		return ends
	case q.Bare:
		return append(ends, end)
	}
	slices.SortFunc(end.Claims, landscape.CompareClaims)
	end.Deciding = slices.MinFunc(end.Claims, func(a, b *landscape.Relation) int { return landscape.CompareDeciding(a, b, from, to) })
	return append(ends, end)
}

func (s *Reader) CountRelated(ctx context.Context, query landscape.RelatedQuery) ([]int, error) {
	counts := make([]int, len(query.Sources))
	if s.sightless() || len(query.Sources) == 0 {
		return counts, nil
	}
	q := s.question()
	text := q.sources(query) + "\nCALL (s) {\n" + q.ends("s", "r", "f", "", &query) + "\nRETURN count(DISTINCT f) AS ends\n}\nRETURN collect([i, ends])"
	err := s.Ask(ctx, text, q.p, func(row []any) error {
		for _, r := range row[0].([]any) {
			r := r.([]any)
			counts[r[0].(int64)] = int(r[1].(int64))
		}
		return nil
	})
	return counts, err
}

// sources writes the clauses that bind s to the sources and i to their places.
func (q *question) sources(query landscape.RelatedQuery) string {
	ids := make([]string, len(query.Sources))
	for i, id := range query.Sources {
		ids[i] = string(id)
	}
	q.p["ids"] = ids
	q.on(query.At)
	return "UNWIND range(0, size($p.ids) - 1) AS i\nMATCH " + q.element("s", []*schema.Kind{query.Field.Kind}, "$p.ids[i]") + where(q.sees("s"), q.inForce("s"))
}

// ends writes the clause that binds far to the elements at the other end, and claim to the claims that lead to them; by says through
// which index, if by a certain one.
func (q *question) ends(near, claim, far, by string, query *landscape.RelatedQuery, more ...string) string {
	conditions := append([]string{q.sees(claim), q.sees(far), q.inForce(claim), q.inForce(far)}, more...)
	if query.Claim != nil {
		conditions = append(conditions, q.filter(query.Claim, claimOf(query.Field, claim, near, far)))
	}
	kinds, parts := meant(query.Field.Far, query.Where)
	for _, part := range parts {
		conditions = append(conditions, q.filter(part, record{name: far}))
	}
	return "MATCH " + q.along(near, claim, far, kinds, query.Field) + by + where(conditions...)
}
