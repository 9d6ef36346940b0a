package value

import (
	"fmt"
	"slices"
	"strings"

	"github.com/arkinera/landskap/schema"
)

// Differing names the first attribute in which two records of one identity differ; empty for none. What is computed is not stated,
// and an empty list is no list.
func Differing(attributes []*schema.Attribute, x, y []any) string {
	for i, a := range attributes {
		u, isList := x[i].([]string)
		v, areLists := y[i].([]string)
		switch {
		case a.Computed:
		case isList || areLists:
			if !slices.Equal(u, v) {
				return a.Name
			}
		case x[i] != y[i]:
			return a.Name
		}
	}
	return ""
}

// Overlaid returns the values of before with those of after that are given; all of after where given is nil.
func Overlaid(attributes []*schema.Attribute, before, after []any, given []string) []any {
	if given == nil {
		return slices.Clone(after)
	}
	values := slices.Clone(before)
	for i, a := range attributes {
		if slices.Contains(given, a.Name) {
			values[i] = after[i]
		}
	}
	return values
}

// maxListed is how many things a message names.
const maxListed = 10

// Listed names things, as many as a reader takes in.
func Listed(names []string) string {
	if more := len(names) - maxListed; more > 0 {
		return strings.Join(names[:maxListed], ", ") + fmt.Sprintf(" (+%d)", more)
	}
	return strings.Join(names, ", ")
}
