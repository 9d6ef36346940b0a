package memory

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

// test is a filter made ready: what it is of an element, at its place, or of a claim, whose test asks for the values alone.
type test func(values []any, e *landscape.Element, at uint32) truth

// compile makes a filter ready for a snapshot; nil for a filter that holds for all.
func (s *snapshot) compile(f landscape.Filter) test {
	switch f := f.(type) {
	case nil:
		return nil
	case landscape.And:
		return all(s.compileAll(f))
	case landscape.Or:
		parts := s.compileAll(f)
		return func(values []any, e *landscape.Element, at uint32) truth {
			most := no
			for _, part := range parts {
				if most = max(most, part(values, e, at)); most == yes {
					break
				}
			}
			return most
		}
	case landscape.Not:
		inner := s.must(f.Filter)
		return func(values []any, e *landscape.Element, at uint32) truth { return yes - inner(values, e, at) }
	case landscape.KindIs:
		return func(_ []any, e *landscape.Element, _ uint32) truth { return truthOf(slices.Contains(f, e.Kind)) }
	case landscape.Some:
		return s.compileSome(f)
	case landscape.Compare:
		i, compare := f.Attribute.Index, compileCompare(f)
		return func(values []any, _ *landscape.Element, _ uint32) truth { return compare(values[i]) }
	}
	panic("memory: a filter that it does not know")
}

func (s *snapshot) must(f landscape.Filter) test {
	if t := s.compile(f); t != nil {
		return t
	}
	return func([]any, *landscape.Element, uint32) truth { return yes }
}

func (s *snapshot) compileAll(filters []landscape.Filter) []test {
	parts := make([]test, len(filters))
	for i, f := range filters {
		parts[i] = s.must(f)
	}
	return parts
}

func all(parts []test) test {
	return func(values []any, e *landscape.Element, at uint32) truth {
		least := yes
		for _, part := range parts {
			if least = min(least, part(values, e, at)); least == no {
				break
			}
		}
		return least
	}
}

func (s *snapshot) compileSome(f landscape.Some) test {
	code, where := codeOf(f.Field.Relation, f.Field.Inverse), s.compile(f.Where)
	return func(_ []any, e *landscape.Element, at uint32) truth {
		if e.Kind != f.Field.Kind {
			return no
		}
		for _, ed := range s.graph.elements.at(at).along(code) {
			if s.claim(ed.claim) == nil {
				continue
			}
			if far := s.element(ed.far); far != nil && holds(where, far.Values, far, ed.far) {
				return yes
			}
		}
		return no
	}
}

// holds reports whether a test is true.
func holds(t test, values []any, e *landscape.Element, at uint32) bool {
	return t == nil || t(values, e, at) == yes
}

func compileCompare(c landscape.Compare) func(value any) truth {
	switch c.Op {
	case landscape.IsNull:
		want := c.Value.(bool)
		return func(value any) truth { return truthOf((value == nil) == want) }
	case landscape.Has:
		want := c.Value.(string)
		return func(value any) truth {
			list, _ := value.([]string)
			return truthOf(slices.Contains(list, want))
		}
	case landscape.In:
		return compileIn(c.Value.([]any))
	}
	known := compileKnown(c)
	return func(value any) truth {
		if value == nil {
			return unknown
		}
		return truthOf(known(value))
	}
}

func compileIn(wanted []any) func(value any) truth {
	set := make(map[any]bool, len(wanted))
	for _, w := range wanted {
		set[w] = true
	}
	return func(value any) truth {
		if value == nil && len(wanted) > 0 {
			return unknown
		}
		return truthOf(len(set) > 0 && set[value])
	}
}

// compileKnown makes the comparisons ready that need a value.
func compileKnown(c landscape.Compare) func(value any) bool {
	switch c.Op {
	case landscape.Eq:
		return func(value any) bool { return value == c.Value }
	case landscape.Ne:
		return func(value any) bool { return value != c.Value }
	case landscape.Contains, landscape.StartsWith:
		found, part := strings.Contains, c.Value.(string)
		if c.Op == landscape.StartsWith {
			found = strings.HasPrefix
		}
		if !c.Attribute.Search {
			return func(value any) bool { return found(value.(string), part) }
		}
		part = fold(part)
		return func(value any) bool { return found(fold(value.(string)), part) }
	}
	bound := landscape.SortKey(c.Attribute, c.Value)
	order := func(value any) int { return landscape.CompareSortKeys(landscape.SortKey(c.Attribute, value), bound) }
	switch c.Op {
	case landscape.Lt:
		return func(value any) bool { return order(value) < 0 }
	case landscape.Lte:
		return func(value any) bool { return order(value) <= 0 }
	case landscape.Gt:
		return func(value any) bool { return order(value) > 0 }
	case landscape.Gte:
		return func(value any) bool { return order(value) >= 0 }
	}
	panic("memory: a comparison that it does not know")
}

// fold is landscape.Fold, quicker for text that is ASCII.
func fold(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return landscape.Fold(s)
		}
	}
	return strings.ToLower(s)
}
