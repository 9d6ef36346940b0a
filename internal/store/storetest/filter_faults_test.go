package storetest

import (
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

func filterFaults() []fault {
	// compares makes a fault of what is wrong with one comparison.
	compares := func(name, fails string, wrong func(c landscape.Compare) landscape.Filter) fault {
		return fault{name: name, fails: fails, filter: func(f landscape.Filter) landscape.Filter {
			if c, ok := f.(landscape.Compare); ok {
				return wrong(c)
			}
			return f
		}}
	}
	op := func(c landscape.Compare, op landscape.Op, value any) landscape.Filter {
		return landscape.Compare{Attribute: c.Attribute, Op: op, Value: value}
	}
	searched := func(c landscape.Compare, searched bool) landscape.Filter {
		a := *c.Attribute
		a.Search = searched
		return landscape.Compare{Attribute: &a, Op: c.Op, Value: c.Value}
	}
	swap := func(from, to landscape.Op) func(landscape.Compare) landscape.Filter {
		return func(c landscape.Compare) landscape.Filter {
			if c.Op == from {
				c.Op = to
			}
			return c
		}
	}
	return []fault{
		{name: "not of unknown is true", fails: "Values/where/Int not eq", filter: func(f landscape.Filter) landscape.Filter {
			not, _ := f.(landscape.Not)
			if c, ok := not.Filter.(landscape.Compare); ok && c.Op != landscape.IsNull && c.Op != landscape.Has && c.Op != landscape.In {
				return landscape.Or{f, op(c, landscape.IsNull, true)}
			}
			return f
		}},
		{name: "or of unknown is false", fails: "Values/where/not false or unknown", filter: func(f landscape.Filter) landscape.Filter {
			parts, ok := f.(landscape.Or)
			if !ok {
				return f
			}
			var known landscape.Or
			for _, part := range parts {
				if c, ok := part.(landscape.Compare); ok && !c.Attribute.List {
					part = landscape.And{op(c, landscape.IsNull, false), c}
				}
				known = append(known, part)
			}
			return known
		}},
		{name: "and of nothing is false", fails: "Values/where/and of nothing", filter: func(f landscape.Filter) landscape.Filter {
			if and, ok := f.(landscape.And); ok && len(and) == 0 {
				return landscape.Or{}
			}
			return f
		}},
		compares("no value is unlike all", "Values/where/Int ne", func(c landscape.Compare) landscape.Filter {
			if c.Op == landscape.Ne {
				return landscape.Or{c, op(c, landscape.IsNull, true)}
			}
			return c
		}),
		compares("no value in nothing is unknown", "Values/where/Int not in nothing", func(c landscape.Compare) landscape.Filter {
			if list, ok := c.Value.([]any); ok && len(list) == 0 {
				return op(c, landscape.Eq, "no value is this")
			}
			return c
		}),
		compares("in nothing is all", "Values/where/Int in nothing", func(c landscape.Compare) landscape.Filter {
			if list, ok := c.Value.([]any); ok && len(list) == 0 {
				return landscape.And{}
			}
			return c
		}),
		compares("empty text is no value", "Values/where/exact text isNull", func(c landscape.Compare) landscape.Filter {
			if c.Op == landscape.IsNull && c.Attribute.Type == schema.String && c.Value == true {
				return landscape.Or{c, op(c, landscape.Eq, "")}
			}
			return c
		}),
		compares("search minds case", "Values/where/searched text contains", func(c landscape.Compare) landscape.Filter { return searched(c, false) }),
		compares("exact text is searched", "Values/where/exact text contains in other case", func(c landscape.Compare) landscape.Filter { return searched(c, true) }),
		compares("% is a wildcard", "Values/where/searched text contains only %", func(c landscape.Compare) landscape.Filter {
			if s, ok := c.Value.(string); ok && c.Op == landscape.Contains {
				c.Value = strings.ReplaceAll(s, "%", "")
			}
			return c
		}),
		compares("å is a", "Values/where/name contains å", func(c landscape.Compare) landscape.Filter {
			if s, ok := c.Value.(string); ok && c.Op == landscape.Contains && c.Attribute.Search {
				return landscape.Or{c, op(c, landscape.Contains, strings.NewReplacer("å", "a", "Å", "a").Replace(s))}
			}
			return c
		}),
		compares("decomposed letters are others", "Values/where/searched text contains decomposed", func(c landscape.Compare) landscape.Filter {
			if s, ok := c.Value.(string); ok && strings.Contains(s, "\u030A") {
				return landscape.Or{}
			}
			return c
		}),
		compares("equal but for case", "Values/where/name eq in other case", func(c landscape.Compare) landscape.Filter {
			if c.Op == landscape.Eq && c.Attribute.Swedish {
				return landscape.And{op(c, landscape.Lte, c.Value), op(c, landscape.Gte, c.Value)}
			}
			return c
		}),
		compares("names compare by code point", "Values/where/name lt", func(c landscape.Compare) landscape.Filter {
			a := *c.Attribute
			a.Swedish = false
			c.Attribute = &a
			return c
		}),
		compares("startsWith is contains", "Values/where/searched text startsWith within", swap(landscape.StartsWith, landscape.Contains)),
		compares("lt is lte", "Values/where/Int lt", swap(landscape.Lt, landscape.Lte)),
		compares("gte is gt", "Values/where/Int gte", swap(landscape.Gte, landscape.Gt)),
		{name: "some needs a known answer", fails: "Values/where/none that is unknown", filter: func(f landscape.Filter) landscape.Filter {
			not, _ := f.(landscape.Not)
			if some, ok := not.Filter.(landscape.Some); ok && some.Where != nil {
				// Counting those that do not answer the filter is not counting none that does.
				return landscape.And{f, landscape.Or{landscape.Not{Filter: landscape.Some{Field: some.Field}}, landscape.Some{Field: some.Field, Where: landscape.Not{Filter: some.Where}}}}
			}
			return f
		}},
		{name: "some forgets its filter", fails: "Values/where/some with a filter", filter: func(f landscape.Filter) landscape.Filter {
			if some, ok := f.(landscape.Some); ok {
				some.Where = nil
				return some
			}
			return f
		}},
		{name: "some goes both ways", fails: "Values/where/some", filter: func(f landscape.Filter) landscape.Filter {
			some, ok := f.(landscape.Some)
			if !ok {
				return f
			}
			for _, other := range some.Field.Kind.Fields {
				if other.Relation == some.Field.Relation && other != some.Field {
					return landscape.Or{some, landscape.Some{Field: other, Where: some.Where}}
				}
			}
			return f
		}},
		{name: "a query ignores its day", fails: "Values/find/first day of another", query: func(q *landscape.Query) { q.At = "" }},
		{name: "the last day is not in force", fails: "Values/find/last day of one", found: func(_ *broken, q landscape.Query, rows landscape.Rows) landscape.Rows {
			rows.Elements = slices.DeleteFunc(rows.Elements, func(e *landscape.Element) bool { return q.At != "" && e.ValidTo() == q.At })
			return rows
		}},
	}
}
