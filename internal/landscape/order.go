package landscape

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // Sweden's time must be known on machines without a time zone database.

	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/schema"
)

// Today returns the day it is in Sweden.
func Today() Date { return DayOf(time.Now()) }

// sweden is where days begin and end. To load it takes as long as a small question.
var sweden = sync.OnceValue(func() *time.Location {
	if place, err := time.LoadLocation("Europe/Stockholm"); err == nil {
		return place
	}
	return time.UTC // Cannot happen: the database is linked in.
})

// DayOf returns the day it is in Sweden at a time.
func DayOf(t time.Time) Date { return Date(t.In(sweden()).Format(time.DateOnly)) }

// Valid reports whether the day d lies within from and to, both inclusive and each open where empty.
func Valid(d, from, to Date) bool { return from <= d && (to == "" || d <= to) }

// Fold returns text as searches compare it: composed, without regard to case; å, ä and ö stay letters of their own.
func Fold(s string) string { return value.Fold(s) }

// CollationKey returns a name's place in the Swedish alphabet as lower-case hexadecimal ASCII: names order as their keys do, and
// names that differ only by case have equal keys. It is never empty.
func CollationKey(name string) string { return value.CollationKey(name) }

// Nearest returns the candidate that a word is most likely a misspelling of, if there is one: for "did you mean".
func Nearest(word string, candidates []string) (string, bool) { return value.Nearest(word, candidates) }

// SortKey returns the value by which an attribute's value sorts: a name's collation key, an enum value's rank as int64, any other
// value as it is. nil stays nil.
func SortKey(a *schema.Attribute, value any) any {
	s, isText := value.(string)
	switch {
	case !isText:
		return value
	case a.Swedish:
		return CollationKey(s)
	case a.Enum != nil:
		return int64(a.Enum.Rank(s))
	}
	return value
}

// CompareValues orders two values of one attribute, both not nil: -1, 0 or 1. Names compare in Swedish order, enums in declared order,
// other text by code point (which is byte order in UTF-8), false before true.
func CompareValues(a *schema.Attribute, x, y any) int {
	return CompareSortKeys(SortKey(a, x), SortKey(a, y))
}

// CompareSortKeys orders two sort keys, both not nil and of one attribute.
func CompareSortKeys(x, y any) int {
	switch x := x.(type) {
	case string:
		return strings.Compare(x, y.(string))
	case int64:
		return cmp.Compare(x, y.(int64))
	case float64:
		return cmp.Compare(x, y.(float64))
	case bool:
		switch {
		case x == y.(bool):
			return 0
		case x:
			return 1
		}
		return -1
	}
	panic("landscape: a value that has no order")
}

// Order is one step of a list's order.
type Order struct {
	Attribute  *schema.Attribute
	Descending bool
}

// Position is a place in an ordered list, between rows or at one: the sort keys of the order's attributes, then key and kind.
type Position struct {
	SortKeys  []any // one for each Order, as SortKey gives them; nil where the element has no value
	Key, Kind string
}

// PositionOf returns an element's place in a list of that order.
func PositionOf(e *Element, order []Order) Position {
	p := Position{Key: e.Key(), Kind: e.Kind.Name, SortKeys: make([]any, len(order))}
	for i, o := range order {
		p.SortKeys[i] = SortKey(o.Attribute, e.Values[o.Attribute.Index])
	}
	return p
}

// ComparePositions orders two places in a list: by the order's steps - no value last ascending and first descending - then by key,
// then by the kind's name, both ascending by code point.
func ComparePositions(order []Order, p, q Position) int {
	for i, o := range order {
		x, y := p.SortKeys[i], q.SortKeys[i]
		c := 0
		switch {
		case x == nil && y == nil:
		case x == nil:
			c = 1
		case y == nil:
			c = -1
		default:
			c = CompareSortKeys(x, y)
		}
		if o.Descending {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Or(strings.Compare(p.Key, q.Key), strings.Compare(p.Kind, q.Kind))
}

// ByName orders elements by name in Swedish order, then key, then kind: the order in which analyses list them.
func ByName(elements []*Element) {
	sortBy(elements, func(e *Element) string { return CollationKey(e.Name()) })
}

// ByKey orders elements by key, then kind.
func ByKey(elements []*Element) {
	sortBy(elements, func(*Element) string { return "" })
}

func sortBy(elements []*Element, first func(*Element) string) {
	keys := make(map[ID]string, len(elements))
	for _, e := range elements {
		keys[e.ID] = first(e)
	}
	slices.SortFunc(elements, func(a, b *Element) int {
		return cmp.Or(strings.Compare(keys[a.ID], keys[b.ID]), strings.Compare(a.Key(), b.Key()), strings.Compare(a.Kind.Name, b.Kind.Name))
	})
}
