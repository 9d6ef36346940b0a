package landscape_test

import (
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// TestAdvice: what counts as covering in the warnings, and what does not. kommun/1 uses a system that kommun/2 provides.
func TestAdvice(t *testing.T) {
	model := metamodel(t)
	const base = `
owner: kommun/1
elements:
  - {kind: Actor, key: kommun/1, name: Ettan, actorKind: MUNICIPALITY}
  - {kind: Actor, key: kommun/2, name: Tvåan, actorKind: MUNICIPALITY}
  - {kind: System, key: s, name: S, owner: kommun/2}
  - {kind: Reference, key: p@1, name: P, owner: "package:p@1"}
  - {kind: Area, key: p@1/area, name: Area, owner: "package:p@1"}
  - {kind: BuildingBlock, key: p@1/b, name: B, owner: "package:p@1"}
  - {kind: Process, key: p@1/1, name: Ett, owner: "package:p@1"}
  - {kind: Process, key: p@1/1.1, name: Ettett, owner: "package:p@1"}
relations:
  - {from: Area p@1/area, type: IN, to: Reference p@1, owner: "package:p@1"}
  - {from: BuildingBlock p@1/b, type: IN, to: Area p@1/area, owner: "package:p@1"}
  - {from: Process p@1/1.1, type: PART_OF, to: Process p@1/1, owner: "package:p@1"}
  - {from: Actor kommun/1, type: USES, to: System s}
  - {from: Actor kommun/2, type: PROVIDES, to: System s, owner: kommun/2}
`
	const realises = "  - {from: System s, type: REALISES, to: BuildingBlock p@1/b, owner: kommun/2}\n"
	const hidden = "  - {from: System s, type: REALISES, to: BuildingBlock p@1/b, owner: kommun/1, visibility: ACTOR}\n"
	states := func(what string) string {
		return "owner: kommun/1\nrelations:\n  - {from: Actor kommun/1, type: STATES, to: " + what + "}\n"
	}
	for _, c := range []struct {
		name, before, change string
		want                 string // the code of the warning; empty for none
	}{
		{"a provider's claim counts for who uses", realises, states("BuildingBlock p@1/b, statement: NONE"), "COVERED_ALL_THE_SAME"},
		{"the claim comes after the statement", states("BuildingBlock p@1/b, statement: NONE")[len("owner: kommun/1\nrelations:\n"):], "relations:\n" + realises, "COVERED_ALL_THE_SAME"},
		{"what a third says does not count", "  - {from: System s, type: REALISES, to: BuildingBlock p@1/b, owner: kommun/3}\n", states("BuildingBlock p@1/b, statement: NONE"), ""},
		{"what has ended does not count", "  - {from: System s, type: REALISES, to: BuildingBlock p@1/b, owner: kommun/2, validTo: 2026-11-24}\n", states("BuildingBlock p@1/b, statement: NONE"), ""},
		{"what ends today counts", "  - {from: System s, type: REALISES, to: BuildingBlock p@1/b, owner: kommun/2, validTo: 2026-11-25}\n", states("BuildingBlock p@1/b, statement: NONE"), "COVERED_ALL_THE_SAME"},
		{"planned is no contradiction", realises, states("BuildingBlock p@1/b, statement: PLANNED"), ""},
		{"a process that is supported", "  - {from: System s, type: SUPPORTS, to: Process p@1/1.1, owner: kommun/2}\n", states("Process p@1/1.1, statement: NOT_NEEDED"), "COVERED_ALL_THE_SAME"},
		{"another's unneeded block", realises, "owner: kommun/2\nrelations:\n  - {from: Actor kommun/1, type: STATES, to: BuildingBlock p@1/b, statement: NONE}\n", ""},
		{"an unrelated change says nothing again", realises + "  - {from: Actor kommun/1, type: STATES, to: BuildingBlock p@1/b, statement: NONE}\n", "owner: kommun/2\nelements: [{kind: System, key: t, name: T}]\n", ""},
		{"complete, covered by what is hidden", hidden, states("Area p@1/area, statement: COMPLETE"), "COVERED_UNSEEN"},
		{"complete as a whole", hidden, states("Reference p@1, statement: COMPLETE"), "COVERED_UNSEEN"},
		{"complete among those who see it", hidden, states("Area p@1/area, statement: COMPLETE, visibility: RESTRICTED"), ""},
		{"complete, and covered openly too", hidden + realises, states("Area p@1/area, statement: COMPLETE"), ""},
		{"a process and its parts", "  - {from: System s, type: SUPPORTS, to: Process p@1/1.1, owner: kommun/1, visibility: COUNCIL}\n", states("Process p@1/1, statement: COMPLETE, visibility: REGION"), "COVERED_UNSEEN"},
		{"another declares it complete", hidden, "owner: kommun/2\nrelations:\n  - {from: Actor kommun/1, type: STATES, to: Area p@1/area, statement: COMPLETE}\n", ""},
	} {
		w := newWorld(t, model, base+c.before)
		result := w.must(landscape.Steward(), landscape.Request{Set: w.set(c.change)})
		got := ""
		for _, f := range result.Findings {
			got += f.Code
		}
		if got != c.want {
			t.Errorf("%s: %v, expected %s", c.name, told(result.Findings), c.want)
		}
	}
}
