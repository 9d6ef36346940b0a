package cypher

import (
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

func (s *Reader) Elements(ctx context.Context, ids []landscape.ID, attributes []string, ahead ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	found := make([]*landscape.Element, len(ids))
	if s.sightless() || len(ids) == 0 {
		return found, nil
	}
	q := s.question()
	q.p["ids"] = texts(ids)
	c := elementColumns(s.Model.Kinds, attributes, always)
	byID := make(map[landscape.ID]*landscape.Element, len(ids))
	clauses, lists := q.below("n", len(ids), "", ahead)
	text := "UNWIND $p.ids AS id\nMATCH " + q.element("n", s.Model.Kinds, "id") + where(q.sees("n")) + clauses + "\nRETURN collect([" + c.of("n") + names(lists) + "])"
	err := s.Ask(ctx, text, q.p, func(row []any) error {
		for _, r := range row[0].([]any) {
			if e := s.view(c, lists, r.([]any)); e != nil {
				byID[e.ID] = e
			}
		}
		return nil
	})
	for i, id := range ids {
		found[i] = byID[id]
	}
	return found, err
}

// view reads an element with the lists below it, and shows of it what the viewer sees. The statements ask for nothing else; this is
// the second lock.
func (s *Reader) view(c columns, lists []*list, row []any) *landscape.Element {
	e := c.element(s.Model, row[0])
	if e == nil {
		return nil
	}
	for i, l := range lists {
		s.ahead.keep(l.query, e.ID, s.ends(l, e, row[i+1].([]any)))
	}
	return s.scope.View(e)
}

func (s *Reader) Find(ctx context.Context, query landscape.Query) (landscape.Rows, error) {
	if s.sightless() {
		return landscape.Rows{}, nil
	}
	q, n := s.question(), record{name: "n"}
	q.on(query.At)
	kinds := []*schema.Kind{query.Kind}
	c := elementColumns(kinds, query.Attributes, s.always(query.Bare))
	text := q.find(n, kinds, query.Where, &query.Page, q.inForce("n")) + "\n" + q.orderBy(query.Page, n, kinds, true)
	clauses, lists := q.below("n", query.Page.Limit, query.At, query.Ahead)
	text += clauses + "\nRETURN collect([" + c.of("n") + names(lists) + "])"
	var rows []*landscape.Element
	err := s.Ask(ctx, text, q.p, func(row []any) error {
		for _, r := range row[0].([]any) {
			if e := s.view(c, lists, r.([]any)); e != nil {
				rows = append(rows, e)
			}
		}
		return nil
	})
	rows, more := cut(query.Page, rows)
	return landscape.Rows{Elements: rows, More: more}, err
}

// Count counts those for whom there is none at the other end of a field as the others of all: those for whom there is some are
// found from that other end, where it is named.
func (s *Reader) Count(ctx context.Context, query landscape.Query) (int, error) {
	if s.sightless() {
		return 0, nil
	}
	parts := conjuncts(query.Where)
	for i, part := range parts {
		if some, is := without(part); is && startOf(some) > nowhere {
			others := slices.Delete(slices.Clone(parts), i, i+1)
			query.Where = landscape.And(others)
			all, err := s.Count(ctx, query)
			if err != nil {
				return 0, err
			}
			query.Where = landscape.And(append(others, some))
			with, err := s.Count(ctx, query)
			return all - with, err
		}
	}
	q := s.question()
	q.on(query.At)
	text := q.find(record{name: "n"}, []*schema.Kind{query.Kind}, query.Where, nil, q.inForce("n")) + "\nRETURN count(n)"
	count := 0
	err := s.Ask(ctx, text, q.p, func(row []any) error {
		count = int(row[0].(int64))
		return nil
	})
	return count, err
}

// conjuncts returns parts that are all true exactly if a filter is.
func conjuncts(f landscape.Filter) (parts []landscape.Filter) {
	and, is := f.(landscape.And)
	switch {
	case f == nil:
		return nil
	case !is:
		return []landscape.Filter{f}
	}
	for _, part := range and {
		parts = append(parts, conjuncts(part)...)
	}
	return parts
}

// meant returns which of some kinds a filter speaks of, and what it says besides.
func meant(kinds []*schema.Kind, f landscape.Filter) (of []*schema.Kind, besides []landscape.Filter) {
	for _, part := range conjuncts(f) {
		is, kindIs := part.(landscape.KindIs)
		left := slices.DeleteFunc(slices.Clone(kinds), func(k *schema.Kind) bool { return !slices.Contains(is, k) })
		if kindIs && len(left) > 0 {
			kinds = left
		} else {
			besides = append(besides, part)
		}
	}
	return kinds, besides
}

// leading returns the kinds of the elements that some condition speaks of.
func leading(some landscape.Some) []*schema.Kind {
	kinds, _ := meant(some.Field.Far, some.Where)
	return kinds
}

// start says how well a filter tells where to look for the elements for which it is true.
type start int

const (
	nowhere start = iota
	byText        // they have some text, or lead to what has
	byNamed       // they lead to elements that are named
	named         // they are named: by id, or by key
)

func startOf(f landscape.Filter) start {
	switch f := f.(type) {
	case landscape.And:
		best := nowhere
		for _, part := range f {
			best = max(best, startOf(part))
		}
		return best
	case landscape.Compare:
		switch a := f.Attribute; {
		case f.Op != landscape.Eq && f.Op != landscape.In || a.List || a.Enum != nil:
		case a.Type == schema.ID || a.Type == schema.Key:
			return named
		case a.Type == schema.String:
			return byText
		}
	case landscape.Some:
		return min(byNamed, startOf(f.Where))
	}
	return nowhere
}

// find writes clauses that bind a variable to each element once that the viewer sees, that is of one of the kinds, and for which a
// filter and further conditions hold. They begin where the filter says that few are: at those elements themselves, or at what
// they lead to. Else they go through the kinds by name, in the order of the page, if there is one.
func (q *question) find(x record, kinds []*schema.Kind, f landscape.Filter, page *landscape.Page, more ...string) string {
	if page == nil {
		page = &landscape.Page{}
	}
	more = append(more, q.within(*page, x)...)
	kinds, parts := meant(kinds, f)
	at := -1
	for i, part := range parts {
		some, is := part.(landscape.Some)
		is = is && slices.Contains(kinds, some.Field.Kind)
		if s := startOf(part); (s == named || is && s > nowhere) && (at < 0 || s > startOf(parts[at])) {
			at = i
		}
	}
	begin, end := "", ""
	conditions := append([]string{q.sees(x.name)}, more...)
	if at >= 0 {
		if some, is := parts[at].(landscape.Some); is {
			claim, far, by := q.variable("r"), record{name: q.variable("n")}, ""
			begin = q.find(far, some.Field.Far, some.Where, nil)
			if property, is := longBack(some.Field); is && byName(*page) && startOf(some.Where) == named {
				// A page of what leads to any of a few is among the first that lead to each of them.
				placed := q.placed(claim, some.Field, property, far.name, *page)
				begin, by = begin+"\nCALL ("+far.name+") {", placed.by
				conditions = append(placed.span, conditions...)
				end = "\nWITH DISTINCT " + placed.place + " AS place, " + x.name + "\n" + placed.order + "\nRETURN " + x.name + "\n}"
			}
			begin += "\nMATCH " + q.along(x.name, claim, far.name, leading(some), some.Field) + by
			conditions = append(conditions, q.sees(claim))
			parts = slices.Delete(slices.Clone(parts), at, at+1)
		} else {
			id := q.variable("id")
			begin = "UNWIND " + q.param(idsOf(kinds, parts[at].(landscape.Compare))) + " AS " + id + "\nMATCH " + q.element(x.name, kinds, id)
		}
	} else {
		conditions = append(conditions, q.indexed(*page, x)...)
		for i, part := range parts {
			if some, is := without(part); is && indexed(some.Where) {
				collected, condition := q.others(some, x)
				begin += collected
				conditions = append(conditions, condition)
				parts = slices.Delete(slices.Clone(parts), i, i+1)
				break
			}
		}
		begin += "MATCH (" + x.name + ":" + q.labels(kinds) + " {landscape: $p.landscape})"
	}
	for _, part := range parts {
		conditions = append(conditions, q.filter(part, x))
	}
	text := begin + where(conditions...) + end + "\nWITH "
	if at >= 0 {
		text += "DISTINCT "
	}
	return text + x.name
}

// without returns the part of a filter that is true of those for whom there is none of something, if it is one.
func without(f landscape.Filter) (landscape.Some, bool) {
	not, _ := f.(landscape.Not)
	some, is := not.Filter.(landscape.Some)
	return some, is
}

// indexed reports whether an index leads to the few elements for which a filter is true.
func indexed(f landscape.Filter) bool {
	return slices.ContainsFunc(conjuncts(f), func(part landscape.Filter) bool {
		c, is := part.(landscape.Compare)
		return is && (startOf(c) == named || startOf(c) == byText && (c.Attribute.Name == "owner" || c.Attribute.Swedish))
	})
}

// others writes a clause that collects the elements for which there is some of something, and the condition that one is not among
// them. It is read from the other end, once: to ask each element of a kind would take as long as the kind is large.
func (q *question) others(some landscape.Some, x record) (clause, condition string) {
	list, near, claim, far := q.variable("o"), q.variable("n"), q.variable("r"), record{name: q.variable("n")}
	clause = "CALL () {\n" + q.find(far, some.Field.Far, some.Where, nil) + "\nMATCH " + q.along(near, claim, far.name, leading(some), some.Field) +
		where(q.sees(claim)) + "\nRETURN collect(DISTINCT " + near + ") AS " + list + "\n}\n"
	return clause, "NOT " + x.name + " IN " + list
}

// idsOf returns the ids of the elements of some kinds that a comparison names.
func idsOf(kinds []*schema.Kind, c landscape.Compare) []string {
	wanted, ok := c.Value.([]any)
	if !ok {
		wanted = []any{c.Value}
	}
	var ids []landscape.ID
	for _, w := range wanted {
		s, _ := w.(string)
		if c.Attribute.Type == schema.ID {
			ids = append(ids, landscape.ID(s))
			continue
		}
		for _, k := range kinds {
			ids = append(ids, landscape.NewElementID(k.Name, s))
		}
	}
	return texts(ids)
}
