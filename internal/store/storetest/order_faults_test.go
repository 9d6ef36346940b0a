package storetest

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// sortedBy makes a fault of an order that is wrong, in whole lists.
func sortedBy(name, fails string, compare func(order []landscape.Order, a, b *landscape.Element) int) fault {
	reorder := func(p landscape.Page) bool {
		return p.Limit == landscape.NoLimit && p.After == nil && p.Before == nil
	}
	return fault{name: name, fails: fails,
		found: func(_ *broken, q landscape.Query, rows landscape.Rows) landscape.Rows {
			if reorder(q.Page) {
				slices.SortStableFunc(rows.Elements, func(a, b *landscape.Element) int { return compare(q.Page.Order, a, b) })
			}
			return rows
		},
		ends: func(_ *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			for _, page := range pages {
				if reorder(q.Page) {
					slices.SortStableFunc(page.Ends, func(a, b landscape.End) int { return compare(q.Page.Order, a.Element, b.Element) })
				}
			}
			return pages
		}}
}

func orderFaults() []fault {
	// bySteps compares step by step; wrong says how two values are compared, and whether it knows.
	bySteps := func(wrong func(a *schema.Attribute, x, y any) (int, bool)) func([]landscape.Order, *landscape.Element, *landscape.Element) int {
		return func(order []landscape.Order, a, b *landscape.Element) int {
			c := steps(order, valueOf(a, order), valueOf(b, order), func(n int, x, y any) int {
				if c, ok := wrong(order[n].Attribute, x, y); ok {
					return c
				}
				return landscape.CompareValues(order[n].Attribute, x, y)
			})
			return cmp.Or(c, cmp.Compare(a.Key(), b.Key()), cmp.Compare(a.Kind.Name, b.Kind.Name))
		}
	}
	// nulls puts elements without a value first or last, step by step.
	nulls := func(first func(landscape.Order) bool) func([]landscape.Order, *landscape.Element, *landscape.Element) int {
		return func(order []landscape.Order, a, b *landscape.Element) int {
			for i, o := range order {
				x, y := valueOf(a, order)(i), valueOf(b, order)(i)
				if (x == nil) != (y == nil) {
					return map[bool]int{true: -1, false: 1}[(x == nil) == first(o)]
				}
				if c := steps(order[i:i+1], func(int) any { return x }, func(int) any { return y }, func(_ int, x, y any) int {
					return landscape.CompareValues(o.Attribute, x, y)
				}); c != 0 {
					return c
				}
			}
			return cmp.Or(cmp.Compare(a.Key(), b.Key()), cmp.Compare(a.Kind.Name, b.Kind.Name))
		}
	}
	position := landscape.PositionOf
	return []fault{
		sortedBy("no value first ascending", "Values/order/rank", nulls(func(o landscape.Order) bool { return !o.Descending })),
		sortedBy("no value last descending", "Values/order/-rank", nulls(func(landscape.Order) bool { return false })),
		sortedBy("names by code point", "Values/order/name", bySteps(func(a *schema.Attribute, x, y any) (int, bool) {
			if a.Swedish {
				return cmp.Compare(x.(string), y.(string)), true
			}
			return 0, false
		})),
		sortedBy("case breaks a tie of names", "Values/order/name, -rank", bySteps(func(a *schema.Attribute, x, y any) (int, bool) {
			if a.Swedish {
				return cmp.Or(landscape.CompareValues(a, x, y), cmp.Compare(x.(string), y.(string))), true
			}
			return 0, false
		})),
		sortedBy("text by UTF-16 unit", "Values/order/motto", bySteps(func(a *schema.Attribute, x, y any) (int, bool) {
			if s, ok := x.(string); ok && !a.Swedish && a.Enum == nil {
				return slices.Compare(utf16.Encode([]rune(s)), utf16.Encode([]rune(y.(string)))), true
			}
			return 0, false
		})),
		sortedBy("enums by name", "Values/order/stage", bySteps(func(a *schema.Attribute, x, y any) (int, bool) {
			if a.Enum != nil {
				return cmp.Compare(x.(string), y.(string)), true
			}
			return 0, false
		})),
		sortedBy("ties by key descending", "Values/order/stage", func(order []landscape.Order, a, b *landscape.Element) int {
			return cmp.Or(steps(order, valueOf(a, order), valueOf(b, order), func(n int, x, y any) int {
				return landscape.CompareValues(order[n].Attribute, x, y)
			}), cmp.Compare(b.Key(), a.Key()), cmp.Compare(a.Kind.Name, b.Kind.Name))
		}),
		sortedBy("ties by kind descending", "Claims/ends/one key in two kinds", func(order []landscape.Order, a, b *landscape.Element) int {
			return cmp.Or(steps(order, valueOf(a, order), valueOf(b, order), func(n int, x, y any) int {
				return landscape.CompareValues(order[n].Attribute, x, y)
			}), cmp.Compare(a.Key(), b.Key()), cmp.Compare(b.Kind.Name, a.Kind.Name))
		}),
		sortedBy("only the first step orders", "Values/order/stage, -rank", func(order []landscape.Order, a, b *landscape.Element) int {
			order = order[:min(1, len(order))]
			return landscape.ComparePositions(order, position(a, order), position(b, order))
		}),
		{name: "keys without regard to case", fails: "Values/order/", found: func(_ *broken, q landscape.Query, rows landscape.Rows) landscape.Rows {
			if len(q.Page.Order) == 0 && q.Page.Limit == landscape.NoLimit {
				slices.SortFunc(rows.Elements, func(a, b *landscape.Element) int {
					return cmp.Compare(strings.ToLower(a.Key()), strings.ToLower(b.Key()))
				})
			}
			return rows
		}},
	}
}
