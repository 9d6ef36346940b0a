package archimate

import (
	"strings"
	"testing"
)

// The tables are whole: every pair of types has a row, and every letter is one of a relation.
func TestTables(t *testing.T) {
	elements, relations, letters := 0, 0, ""
	for _, typ := range Types() {
		if typ.Relation {
			relations++
			letters += read().letters[typ.Name]
			continue
		}
		elements++
		if typ.Layer == "" || typ.Aspect == "" || !Known(typ.Name) {
			t.Errorf("%+v", typ)
		}
	}
	if elements != 62 || relations != 11 || len(letters) != 11 {
		t.Fatalf("%d elements and connectors, %d relations, letters %q", elements, relations, letters)
	}
	pairs := 0
	for from, row := range read().allowed {
		for to, allowed := range row {
			pairs++
			if !(Known(from) || from == "Junction" || from == "Relationship") || !(Known(to) || to == "Junction" || to == "Relationship") || strings.Trim(allowed, letters) != "" {
				t.Errorf("%s to %s: %q", from, to, allowed)
			}
		}
	}
	if pairs != 62*62 {
		t.Errorf("%d pairs", pairs)
	}
}

func TestAllowed(t *testing.T) {
	for _, c := range []struct {
		relation, from, to string
		want               bool
	}{
		{"Realization", "ApplicationComponent", "ApplicationService", true},
		{"Realization", "ApplicationService", "ApplicationComponent", false},
		{"Specialization", "Node", "Node", true},
		{"Specialization", "Node", "BusinessActor", false},
		{"Association", "BusinessActor", "Plateau", true},
		{"Access", "ApplicationFunction", "DataObject", true},
		{"Access", "DataObject", "ApplicationFunction", false},
		{"Serving", "ApplicationComponent", "BusinessProcess", true},
		{"Triggering", "AndJunction", "BusinessProcess", true},
		{"Nothing", "Node", "Node", false},
		{"Serving", "Nothing", "Node", false},
		{"Serving", "Node", "Nothing", false},
		{"", "Node", "Node", false},
	} {
		if Allowed(c.relation, c.from, c.to) != c.want {
			t.Errorf("%s from %s to %s: %v", c.relation, c.from, c.to, !c.want)
		}
	}
	if typ, ok := Named("Realization"); !ok || !typ.Relation || Known("Realization") {
		t.Errorf("%+v, %v", typ, ok)
	}
}
