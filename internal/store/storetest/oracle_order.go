package storetest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// isTrue and claimTrue report whether a filter is true of an element or a claim.
func (s *sworn) isTrue(f landscape.Filter, e *landscape.Element) bool {
	value, known := s.value(f, e.Values, e)
	return value && known
}

func (s *sworn) claimTrue(f landscape.Filter, r *landscape.Relation) bool {
	value, known := s.value(f, r.Values, nil)
	return value && known
}

// value works out a filter. The element is nil where a claim is asked about.
func (s *sworn) value(f landscape.Filter, values []any, e *landscape.Element) (value, known bool) {
	switch f := f.(type) {
	case nil:
		return true, true
	case landscape.Not:
		value, known = s.value(f.Filter, values, e)
		return !value, known
	case landscape.And:
		return s.settled(f, false, values, e)
	case landscape.Or:
		return s.settled(f, true, values, e)
	case landscape.KindIs:
		return slices.Contains(f, e.Kind), true
	case landscape.Some:
		near := landscape.RelatedQuery{Field: f.Field, Where: f.Where}
		return len(s.far(near, e.ID)) > 0, true
	case landscape.Compare:
		return compared(f, values[f.Attribute.Index])
	}
	panic("storetest: a filter that it does not know")
}

// settled works out And and Or: one part of the settling value settles it, else one unknown part makes it unknown.
func (s *sworn) settled(parts []landscape.Filter, settling bool, values []any, e *landscape.Element) (value, known bool) {
	allKnown := true
	for _, part := range parts {
		value, known := s.value(part, values, e)
		if known && value == settling {
			return settling, true
		}
		allKnown = allKnown && known
	}
	return !settling, allKnown
}

func compared(c landscape.Compare, have any) (value, known bool) {
	switch c.Op {
	case landscape.IsNull:
		return c.Value == (have == nil), true
	case landscape.Has:
		return slices.Contains(have.([]string), c.Value.(string)), true
	}
	if c.Op == landscape.In && len(c.Value.([]any)) == 0 {
		return false, true
	}
	if have == nil {
		return false, false
	}
	switch c.Op {
	case landscape.Eq:
		return have == c.Value, true
	case landscape.Ne:
		return have != c.Value, true
	case landscape.In:
		return slices.Contains(c.Value.([]any), have), true
	case landscape.Lt:
		return compareValues(c.Attribute, have, c.Value) < 0, true
	case landscape.Lte:
		return compareValues(c.Attribute, have, c.Value) <= 0, true
	case landscape.Gt:
		return compareValues(c.Attribute, have, c.Value) > 0, true
	case landscape.Gte:
		return compareValues(c.Attribute, have, c.Value) >= 0, true
	}
	whole, part := have.(string), c.Value.(string)
	if c.Attribute.Search {
		whole, part = landscape.Fold(whole), landscape.Fold(part)
	}
	if c.Op == landscape.Contains {
		return strings.Contains(whole, part), true
	}
	return strings.HasPrefix(whole, part), true
}

// compareValues orders two values of an attribute as the acceptance page says.
func compareValues(a *schema.Attribute, x, y any) int {
	switch {
	case a.Swedish:
		return collate.New(language.Swedish, collate.IgnoreCase).CompareString(x.(string), y.(string))
	case a.Enum != nil:
		return cmp.Compare(declaredAt(a.Enum, x), declaredAt(a.Enum, y))
	}
	return compareKeys(x, y)
}

func declaredAt(e *schema.Enum, value any) int {
	return slices.IndexFunc(e.Values, func(v schema.EnumValue) bool { return v.Name == value })
}

// compareKeys orders numbers, text by code point, and false before true.
func compareKeys(x, y any) int {
	switch x := x.(type) {
	case string:
		return slices.Compare([]rune(x), []rune(y.(string)))
	case int64:
		return cmp.Compare(x, y.(int64))
	case float64:
		return cmp.Compare(x, y.(float64))
	case bool:
		return map[bool]int{true: 1}[x] - map[bool]int{true: 1}[y.(bool)]
	}
	panic("storetest: a value that has no order")
}

// steps compares step by step: value gives the n-th value of either side, and compare orders two that are there.
func steps(order []landscape.Order, x, y func(n int) any, compare func(n int, x, y any) int) int {
	for n, o := range order {
		a, b := x(n), y(n)
		c := 0
		switch {
		case a == nil && b != nil:
			c = 1
		case a != nil && b == nil:
			c = -1
		case a != nil && b != nil:
			c = compare(n, a, b)
		}
		if c != 0 && o.Descending {
			return -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

func valueOf(e *landscape.Element, order []landscape.Order) func(int) any {
	return func(n int) any { return e.Values[order[n].Attribute.Index] }
}

// precedes orders two elements in a list.
func precedes(order []landscape.Order, x, y *landscape.Element) int {
	return cmp.Or(
		steps(order, valueOf(x, order), valueOf(y, order), func(n int, a, b any) int { return compareValues(order[n].Attribute, a, b) }),
		compareKeys(x.Key(), y.Key()), compareKeys(x.Kind.Name, y.Kind.Name))
}

// beyond orders an element and a place.
func beyond(order []landscape.Order, e *landscape.Element, p *landscape.Position) int {
	sortKey := func(n int) any { return landscape.SortKey(order[n].Attribute, valueOf(e, order)(n)) }
	return cmp.Or(
		steps(order, sortKey, func(n int) any { return p.SortKeys[n] }, func(_ int, a, b any) int { return compareKeys(a, b) }),
		compareKeys(e.Key(), p.Key), compareKeys(e.Kind.Name, p.Kind))
}

// paged orders elements and takes a page of them, one by one from the end at which reading begins.
func paged(elements []*landscape.Element, page landscape.Page) (part []*landscape.Element, more bool) {
	rest := slices.Clone(elements)
	rest = slices.DeleteFunc(rest, func(e *landscape.Element) bool {
		return page.After != nil && beyond(page.Order, e, page.After) <= 0 || page.Before != nil && beyond(page.Order, e, page.Before) >= 0
	})
	slices.SortFunc(rest, func(x, y *landscape.Element) int { return precedes(page.Order, x, y) })
	for len(rest) > 0 && (page.Limit < 0 || len(part) < page.Limit) {
		if page.Backward {
			part = append([]*landscape.Element{rest[len(rest)-1]}, part...)
			rest = rest[:len(rest)-1]
		} else {
			part = append(part, rest[0])
			rest = rest[1:]
		}
	}
	return part, len(rest) > 0
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
