package cypher

import (
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// filter writes a filter as a condition. What is unknown is null, with which the server reckons as the contract does.
func (q *question) filter(f landscape.Filter, x record) string {
	switch f := f.(type) {
	case nil:
		return "true"
	case landscape.And:
		return q.joined(f, x, " AND ", "true")
	case landscape.Or:
		return q.joined(f, x, " OR ", "false")
	case landscape.Not:
		return "NOT (" + q.filter(f.Filter, x) + ")"
	case landscape.KindIs:
		if len(f) == 0 {
			return "false"
		}
		return "(" + x.name + ":" + q.labels(f) + ")"
	case landscape.Some:
		claim, far := q.variable("r"), q.variable("n")
		kinds, parts := meant(f.Field.Far, f.Where)
		conditions := where(q.sees(claim), q.sees(far), q.filter(landscape.And(parts), record{name: far}))
		return "EXISTS { MATCH " + q.along(x.name, claim, far, kinds, f.Field) + conditions + " }"
	case landscape.Compare:
		return q.compare(f, x)
	}
	panic("cypher: a filter that it does not know")
}

func (q *question) joined(parts []landscape.Filter, x record, word, none string) string {
	if len(parts) == 0 {
		return none
	}
	written := make([]string, len(parts))
	for i, part := range parts {
		written[i] = q.filter(part, x)
	}
	return "(" + strings.Join(written, word) + ")"
}

// operators are the comparisons that are one operator of the server's.
var operators = map[landscape.Op]string{
	landscape.Eq: " = ", landscape.Ne: " <> ", landscape.Lt: " < ", landscape.Lte: " <= ", landscape.Gt: " > ", landscape.Gte: " >= ",
	landscape.Contains: " CONTAINS ", landscape.StartsWith: " STARTS WITH ",
}

func (q *question) compare(c landscape.Compare, x record) string {
	switch c.Op {
	case landscape.IsNull:
		if c.Value.(bool) {
			return "(" + q.value(c.Attribute, x) + ") IS NULL"
		}
		return "(" + q.value(c.Attribute, x) + ") IS NOT NULL"
	case landscape.Has:
		return "coalesce(" + q.param(equalling(c.Value)) + " IN " + q.value(c.Attribute, x) + ", false)"
	case landscape.In:
		wanted := c.Value.([]any)
		list := make([]any, len(wanted))
		for i, w := range wanted {
			list[i] = equalling(w)
		}
		return "(" + q.value(c.Attribute, x) + ") IN " + q.param(list)
	case landscape.Eq, landscape.Ne:
		if s, is := c.Value.(string); is && c.Attribute.Swedish && c.Op == landscape.Eq {
			// Equal names have equal places in the alphabet, by which there is an index.
			place := q.sortKey(c.Attribute, x) + " = " + q.param(landscape.CollationKey(s))
			return "(" + place + " AND " + q.value(c.Attribute, x) + " = " + q.param(equalling(s)) + ")"
		}
		return "(" + q.value(c.Attribute, x) + ")" + operators[c.Op] + q.param(equalling(c.Value))
	case landscape.Contains, landscape.StartsWith:
		v, part := q.value(c.Attribute, x), c.Value.(string)
		if c.Attribute.Search {
			v, part = q.shown(c.Attribute, x, x.property(foldedOf(c.Attribute))), landscape.Fold(part)
		}
		return "(" + v + ")" + operators[c.Op] + q.param(sendable(part))
	}
	bound := sortable(c.Attribute, landscape.SortKey(c.Attribute, c.Value))
	return "(" + q.sortKey(c.Attribute, x) + ")" + operators[c.Op] + q.param(bound)
}
