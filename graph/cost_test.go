package graph

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

// costly are documents within the limits that are made to cost much: to merge fields, to follow fragments, to find variables.
var costly = map[string]string{
	"one field over and over":     `{ systems { nodes { ` + repeat(480, "key ") + `} } }`,
	"objects over and over":       `{ systems { nodes { ` + repeat(120, "usedBy { totalCount } ") + `} } }`,
	"deep objects over and over":  `{ systems { nodes { ` + repeat(30, "usedBy { nodes { uses { nodes { ... on System { usedBy { nodes { key } } } } } } } ") + `} } }`,
	"many fields":                 `{ ` + repeat(99, "a%d: systems { totalCount } ") + `}`,
	"fragments in a row":          `{ systems { nodes { ...F0 } } } ` + chain(60, "key name owner ...F%d"),
	"fragments twice in a row":    `{ systems { nodes { ...F0 ...F0 } } } ` + chain(60, "key name ...F%[1]d ...F%[1]d"),
	"fragments that double":       blowUp(16),
	"fragments side by side":      `{ systems { nodes { ` + repeat(80, "...F%d ") + `} } } ` + repeat(80, "fragment F%d on System { key name } "),
	"fragments that meet":         `{ systems { nodes { ` + repeat(60, "...F%d ") + `} } } ` + repeat(60, "fragment F%d on System { usedBy { nodes { key } } } "),
	"fragments that meet in each": meeting(40),
	"arguments over and over":     `{ systems { nodes { ` + repeat(48, `usedBy(where: {key: {in: ["a", "b"]}}) { totalCount } `) + `} } }`,
	"inline fragments":            `{ systems { nodes { ` + repeat(150, "... on System { key } ") + `} } }`,
	"a long list":                 `{ systems(where: {key: {in: [` + repeat(480, `"a" `) + `]}}) { totalCount } }`,
	"variables":                   `query(` + repeat(60, "$v%d: Key ") + `) { systems(where: {or: [` + repeat(60, "{key: {eq: $v%d}} ") + `]}) { totalCount } }`,
	"directives":                  `{ systems { nodes { ` + repeat(99, "key @skip(if: false) ") + `} } }`,
	"introspection":               `{ __schema { types { ` + repeat(30, "fields { type { name ofType { name } } } ") + `} } }`,
	"conflicts":                   `{ systems { nodes { ` + repeat(20, "a: key a: name b: usedBy { totalCount } b: providedBy { totalCount } ") + `} } }`,
	"conflicting arguments":       `{ systems { nodes { ` + repeat(100, "usedBy(first: %d) { totalCount } ") + `} } }`,
	"unknown fields":              `{ systems { nodes { ` + repeat(480, "confidental ") + `} } }`,
	"unknown arguments":           `{ systems { nodes { ` + repeat(100, "usedBy(wehre: 1) { totalCount } ") + `} } }`,
	"unknown types":               `{ systems { nodes { ` + repeat(150, "... on Sistem { key } ") + `} } }`,
	"unknown fragments":           `{ systems { nodes { ` + repeat(300, "...F%d ") + `} } }`,
	"unknown values":              `{ systems { nodes { ` + repeat(50, "usedBy(where: {actorKind: {eq: MUNISIPALITY}}) { totalCount } ") + `} } }`,
}

// chain is n fragments on System, each of which holds the next.
func chain(n int, fields string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "fragment F%d on System { "+fields+" } ", i, i+1)
	}
	fmt.Fprintf(&b, "fragment F%d on System { key }", n)
	return b.String()
}

// meeting is n fragments, each of which spreads some others on the other side of a relation.
func meeting(n int) string {
	var b strings.Builder
	b.WriteString("{ systems { nodes { ...F0 } } } ")
	for i := range n {
		kind, field := "System", "usedBy"
		if i%2 == 1 {
			kind, field = "Actor", "uses"
		}
		fmt.Fprintf(&b, "fragment F%d on %s { key %s { nodes { ", i, kind, field)
		for _, j := range []int{i + 1, i + 3} {
			if j < n {
				fmt.Fprintf(&b, "...F%d ", j)
			}
		}
		b.WriteString("key } } } ")
	}
	return b.String()
}

// TestNoDocumentIsCostly: no document within the limits costs more than a few milliseconds before it is answered or refused. The
// bound is generous, for slow and busy machines; what it guards against is growth without bound.
func TestNoDocumentIsCostly(t *testing.T) {
	const most = 300 * time.Millisecond
	e := engine(t, newCanned(t, 0, 0))
	for name, query := range costly {
		best := time.Hour
		for i := range 3 {
			// A comment makes it another document each time, so that it is not in the cache.
			request := body(fmt.Sprintf("#%d\n%s", i, query), "")
			begin := time.Now()
			w := post(e, landscape.Steward(), request)
			best = min(best, time.Since(begin))
			if strings.Contains(w.Body.String(), "document has more") {
				t.Errorf("%s is not within the limits: %s", name, w.Body)
			}
		}
		t.Logf("%6.2f ms %s", float64(best.Microseconds())/1000, name)
		if best > most {
			t.Errorf("%s costs %v", name, best)
		}
	}
}
