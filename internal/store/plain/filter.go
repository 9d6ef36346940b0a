package plain

import (
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// truth is the value of a filter; the order makes And the least and Or the greatest of its parts.
type truth int

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// holds says what a filter is of an element.
func (s *snapshot) holds(f landscape.Filter, e *landscape.Element) truth {
	return s.evaluate(f, e.Values, e)
}

// holdsClaim says what a filter is of a claim.
func (s *snapshot) holdsClaim(f landscape.Filter, r *landscape.Relation) truth {
	return s.evaluate(f, r.Values, nil)
}

func (s *snapshot) evaluate(f landscape.Filter, values []any, e *landscape.Element) truth {
	switch f := f.(type) {
	case nil:
		return yes
	case landscape.And:
		all := yes
		for _, part := range f {
			all = min(all, s.evaluate(part, values, e))
		}
		return all
	case landscape.Or:
		any := no
		for _, part := range f {
			any = max(any, s.evaluate(part, values, e))
		}
		return any
	case landscape.Not:
		return yes - s.evaluate(f.Filter, values, e)
	case landscape.KindIs:
		return truthOf(slices.Contains(f, e.Kind))
	case landscape.Some:
		return truthOf(s.some(f, e))
	case landscape.Compare:
		return compare(f, values[f.Attribute.Index])
	}
	panic("plain: a filter that it does not know")
}

func (s *snapshot) some(f landscape.Some, e *landscape.Element) bool {
	return e.Kind == f.Field.Kind && slices.ContainsFunc(s.relations, func(r *landscape.Relation) bool {
		near, far := across(f.Field, r)
		return r.Type == f.Field.Relation && near == e.ID && s.holds(f.Where, s.byID[far]) == yes
	})
}

func compare(c landscape.Compare, value any) truth {
	switch c.Op {
	case landscape.IsNull:
		return truthOf((value == nil) == c.Value.(bool))
	case landscape.Has:
		list, _ := value.([]string)
		return truthOf(slices.Contains(list, c.Value.(string)))
	case landscape.In:
		wanted := c.Value.([]any)
		if value == nil && len(wanted) > 0 {
			return unknown
		}
		return truthOf(slices.Contains(wanted, value))
	}
	if value == nil {
		return unknown
	}
	switch c.Op {
	case landscape.Eq:
		return truthOf(value == c.Value)
	case landscape.Ne:
		return truthOf(value != c.Value)
	case landscape.Contains, landscape.StartsWith:
		have, part := value.(string), c.Value.(string)
		if c.Attribute.Search {
			have, part = landscape.Fold(have), landscape.Fold(part)
		}
		if c.Op == landscape.Contains {
			return truthOf(strings.Contains(have, part))
		}
		return truthOf(strings.HasPrefix(have, part))
	}
	order := landscape.CompareValues(c.Attribute, value, c.Value)
	switch c.Op {
	case landscape.Lt:
		return truthOf(order < 0)
	case landscape.Lte:
		return truthOf(order <= 0)
	case landscape.Gt:
		return truthOf(order > 0)
	case landscape.Gte:
		return truthOf(order >= 0)
	}
	panic("plain: a comparison that it does not know")
}
