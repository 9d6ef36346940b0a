package cypher

import (
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// MaxIndexed is how many bytes a value may have that is part of an index.
const MaxIndexed = 7000

// Keepable reports what the server has no room for in an index, and values that it would change without a word.
func Keepable(c landscape.Change) error {
	if e := c.ElementAfter; e != nil {
		if len(landscape.CollationKey(e.Name())) > MaxIndexed || len(e.Owner()) > MaxIndexed/10 || len(e.Key()) > MaxIndexed/10 {
			return landscape.NewError(landscape.Invalid, text.New("database.long", c.Name(), "name"))
		}
		return readable(c, e.Values)
	}
	if r := c.RelationAfter; r != nil {
		return readable(c, r.Values)
	}
	return nil
}

// readable reports values that the server would change without a word.
func readable(c landscape.Change, values []any) error {
	for _, v := range values {
		list, _ := v.([]string)
		if s, is := v.(string); is && !valid(s) || slices.ContainsFunc(list, func(s string) bool { return !valid(s) }) {
			return landscape.NewError(landscape.Invalid, text.New("database.text", c.Name()))
		}
	}
	return nil
}
