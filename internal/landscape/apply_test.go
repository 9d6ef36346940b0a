package landscape_test

import (
	"context"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// two is a small landscape: two municipalities in one county with a system each, which the other one uses or not, and a package.
//
//	kommun/1 --PROVIDES--> kommun/1/a --REALISES--> p@1/b1     p@1/b1, p@1/b2 --IN--> p@1/area --IN--> p@1
//	kommun/2 --USES------> kommun/1/a
//	kommun/2 --PROVIDES--> kommun/2/x (hidden)
const two = `
owner: kommun/1
elements:
  - {kind: Actor, key: kommun/1, name: Ettan, actorKind: MUNICIPALITY, county: "24"}
  - {kind: Actor, key: kommun/2, name: Tvåan, actorKind: MUNICIPALITY, county: "24"}
  - {kind: Actor, key: kommun/3, name: Trean, actorKind: MUNICIPALITY, county: "25"}
  - {kind: System, key: kommun/1/a, name: A, lifecycle: ACTIVE, aliases: [Aa]}
  - {kind: System, key: kommun/2/x, name: X, owner: kommun/2, visibility: ACTOR}
  - {kind: System, key: delad, name: Delad, owner: kommun/2, visibility: ACTOR}
  - {kind: Product, key: p, name: P}
  - {kind: Product, key: q, name: Q}
  - {kind: Reference, key: p@1, name: P, owner: "package:p@1"}
  - {kind: Area, key: p@1/area, name: Area, owner: "package:p@1"}
  - {kind: BuildingBlock, key: p@1/b1, name: B1, archimateType: ApplicationService, owner: "package:p@1"}
  - {kind: BuildingBlock, key: p@1/b2, name: B2, archimateType: BusinessObject, owner: "package:p@1"}
relations:
  - {from: Area p@1/area, type: IN, to: Reference p@1, owner: "package:p@1"}
  - {from: BuildingBlock p@1/b1, type: IN, to: Area p@1/area, owner: "package:p@1"}
  - {from: BuildingBlock p@1/b2, type: IN, to: Area p@1/area, owner: "package:p@1"}
  - {from: Actor kommun/1, type: PROVIDES, to: System kommun/1/a}
  - {from: System kommun/1/a, type: REALISES, to: BuildingBlock p@1/b1}
  - {from: Actor kommun/2, type: USES, to: System kommun/1/a, owner: kommun/2}
  - {from: Actor kommun/2, type: PROVIDES, to: System kommun/2/x, owner: kommun/2, visibility: ACTOR}
`

var (
	steward = landscape.Steward()
	first   = landscape.Member("kommun/1")
	second  = landscape.Member("kommun/2")
)

// TestApply goes through the rules one by one: who writes what, and what is told, changed or refused.
func TestApply(t *testing.T) {
	model := metamodel(t)
	for _, c := range []struct {
		name    string
		viewer  landscape.Viewer
		yaml    string
		set     func(w *world) *landscape.ChangeSet
		code    landscape.Code
		told    []string
		changes []string
	}{
		{name: "what is there already changes nothing", viewer: steward, yaml: "owner: kommun/1\nelements:\n  - {kind: System, key: kommun/1/a, name: A, lifecycle: ACTIVE, aliases: [Aa]}\n"},
		{name: "a record of a file is whole", viewer: steward, yaml: "owner: kommun/1\nelements:\n  - {kind: System, key: kommun/1/a, name: A2}\n",
			changes: []string{"changed System kommun/1/a"}},
		{name: "a record of an own file", viewer: first, yaml: "owner: kommun/1\nelements:\n  - {kind: System, key: nytt, name: Nytt}\n",
			changes: []string{"created System nytt"}},
		{name: "another's record", viewer: first, yaml: "owner: kommun/2\nelements:\n  - {kind: System, key: nytt, name: Nytt}\n",
			code: landscape.Forbidden, told: []string{"error NOT_YOURS elements[0]: System nytt belongs to kommun/2 and is not yours to change"}},
		{name: "taking another's record", viewer: second, yaml: "owner: kommun/2\nelements:\n  - {kind: System, key: kommun/1/a, name: Min}\n",
			code: landscape.Forbidden, told: []string{"error NOT_YOURS elements[0]: System kommun/1/a belongs to kommun/1 and is not yours to change"}},
		{name: "another's claim", viewer: first, yaml: "owner: kommun/2\nrelations:\n  - {from: Actor kommun/2, type: PROVIDES, to: System kommun/1/a}\n",
			code: landscape.Forbidden, told: []string{"error NOT_YOURS relations[0]: Actor kommun/2 PROVIDES System kommun/1/a belongs to kommun/2 and is not yours to change"}},
		{name: "an own claim about another", viewer: first, yaml: "owner: kommun/1\nrelations:\n  - {from: Actor kommun/2, type: PROVIDES, to: System kommun/1/a}\n",
			changes: []string{"created Actor kommun/2 PROVIDES System kommun/1/a by kommun/1"}},
		{name: "a package is read only to members", viewer: first, yaml: "owner: \"package:p@1\"\nelements:\n  - {kind: BuildingBlock, key: p@1/b3, name: B3}\n",
			code: landscape.Forbidden, told: []string{"error PACKAGE_RECORD elements[0]: BuildingBlock p@1/b3 belongs to package:p@1 and cannot be changed"}},
		{name: "a package is read only to stewards", viewer: steward, yaml: "owner: \"package:p@1\"\nelements:\n  - {kind: BuildingBlock, key: p@1/b1, name: B0}\nrelations:\n  - {from: System kommun/1/a, type: REALISES, to: BuildingBlock p@1/b2}\n",
			code: landscape.Forbidden, told: []string{"error PACKAGE_RECORD elements[0]: BuildingBlock p@1/b1 belongs to package:p@1 and cannot be changed",
				"error PACKAGE_RECORD relations[0]: System kommun/1/a REALISES BuildingBlock p@1/b2 belongs to package:p@1 and cannot be changed"}},
		{name: "a package's record is not taken over", viewer: steward, yaml: "owner: kommun/1\nelements:\n  - {kind: BuildingBlock, key: p@1/b1, name: B0}\n",
			code: landscape.Forbidden, told: []string{"error PACKAGE_RECORD elements[0]: BuildingBlock p@1/b1 belongs to package:p@1 and cannot be changed"}},
		{name: "a package's record is not deleted", viewer: steward, yaml: "delete: [BuildingBlock p@1/b2]\n",
			code: landscape.Forbidden, told: []string{"error PACKAGE_RECORD delete[0]: BuildingBlock p@1/b2 belongs to package:p@1 and cannot be changed"}},
		{name: "ends that are not there", viewer: steward, yaml: "owner: kommun/1\nrelations:\n  - {from: Actor kommun/9, type: USES, to: System kommun/1/b}\n",
			code: landscape.Invalid, told: []string{"error DANGLING relations[0].from: Actor kommun/9 is not there", "error DANGLING relations[0].to: System kommun/1/b is not there"}},
		{name: "an end that the same change set brings", viewer: steward, yaml: "owner: kommun/1\nelements: [{kind: System, key: b, name: B}]\nrelations:\n  - {from: Actor kommun/1, type: USES, to: System b}\n",
			changes: []string{"created Actor kommun/1 USES System b by kommun/1", "created System b"}},
		{name: "an end that the same change set takes away", viewer: steward, yaml: "owner: kommun/1\nrelations:\n  - {from: Actor kommun/1, type: SUPPLIES, to: Product p}\ndelete: [Product p]\n",
			code: landscape.Invalid, told: []string{"error DANGLING relations[0].to: Product p is not there"}},
		{name: "given twice", viewer: steward, yaml: "owner: kommun/1\nelements:\n  - {kind: System, key: b, name: B}\n  - {kind: System, key: b, name: C}\n",
			code: landscape.Invalid, told: []string{"error GIVEN_TWICE elements[1]: System b already stands at fil:4 with other content (name)"}},
		{name: "deleted and given", viewer: steward, yaml: "owner: kommun/1\nelements:\n  - {kind: System, key: b, name: B}\ndelete: [System b]\n",
			code: landscape.Invalid, told: []string{"error DELETED_AND_GIVEN delete[0]: System b is deleted here and given at fil:4"}},
		{name: "an owner that nobody is", viewer: steward, yaml: "owner: kommun/11\nelements:\n  - {kind: System, key: b, name: B}\n",
			told:    []string{"warning OWNER_ABSENT elements[0].owner: the owner kommun/11 is no actor of the landscape, so nobody can see what only the owner is to see; add the actor as an element"},
			changes: []string{"created System b"}},
		{name: "a second product of a system", viewer: steward, yaml: "owner: kommun/1\nrelations:\n  - {from: System kommun/1/a, type: INSTANCE_OF, to: Product p}\n  - {from: System kommun/1/a, type: INSTANCE_OF, to: Product q}\n",
			code: landscape.Invalid, told: []string{"error SECOND_CLAIM relations[1]: System kommun/1/a INSTANCE_OF Product q (kommun/1): the same owner already states Product p, and there can be one only"}},
		{name: "another owner's second product", viewer: steward, yaml: "owner: kommun/1\nrelations:\n  - {from: System kommun/1/a, type: INSTANCE_OF, to: Product p}\n  - {from: System kommun/1/a, type: INSTANCE_OF, to: Product q, owner: kommun/2}\n",
			changes: []string{"created System kommun/1/a INSTANCE_OF Product p by kommun/1", "created System kommun/1/a INSTANCE_OF Product q by kommun/2"}},
		{name: "a language that does not allow it", viewer: steward, yaml: "owner: kommun/1\nrelations:\n  - {from: System kommun/1/a, type: REALISES, to: BuildingBlock p@1/b2}\n",
			told:    []string{"warning ARCHIMATE_NOT_ALLOWED relations[0]: System kommun/1/a REALISES BuildingBlock p@1/b2 (kommun/1): ArchiMate does not allow Realization from ApplicationComponent to BusinessObject"},
			changes: []string{"created System kommun/1/a REALISES BuildingBlock p@1/b2 by kommun/1"}},
		{name: "a single block is not complete", viewer: first, yaml: "owner: kommun/1\nrelations:\n  - {from: Actor kommun/1, type: STATES, to: BuildingBlock p@1/b2, statement: COMPLETE}\n",
			told:    []string{"warning COMPLETE_BLOCK relations[0]: COMPLETE about a single building block (p@1/b2) says nothing; write NONE if there is none, or COMPLETE about an area"},
			changes: []string{"created Actor kommun/1 STATES BuildingBlock p@1/b2 by kommun/1"}},
		{name: "a block that is covered and not needed", viewer: first, yaml: "owner: kommun/1\nrelations:\n  - {from: Actor kommun/1, type: STATES, to: BuildingBlock p@1/b1, statement: NOT_NEEDED}\n",
			told:    []string{"warning COVERED_ALL_THE_SAME relations[0]: System kommun/1/a covers BuildingBlock p@1/b1, which kommun/1 itself states as NOT_NEEDED"},
			changes: []string{"created Actor kommun/1 STATES BuildingBlock p@1/b1 by kommun/1"}},
		{name: "what others say is not needed is no contradiction", viewer: second, yaml: "owner: kommun/2\nrelations:\n  - {from: Actor kommun/1, type: STATES, to: BuildingBlock p@1/b1, statement: NOT_NEEDED}\n",
			changes: []string{"created Actor kommun/1 STATES BuildingBlock p@1/b1 by kommun/2"}},
		{name: "a newer word counts", viewer: first, yaml: "owner: kommun/1\nrelations:\n  - {from: Actor kommun/1, type: STATES, to: BuildingBlock p@1/b1, statement: NONE, asOf: 2020-01-01}\n  - {from: Actor kommun/1, type: STATES, to: BuildingBlock p@1/b1, statement: PLANNED, asOf: 2021-01-01}\n",
			changes: []string{"created Actor kommun/1 STATES BuildingBlock p@1/b1 by kommun/1", "created Actor kommun/1 STATES BuildingBlock p@1/b1 by kommun/1"}},
		{name: "an area that is complete for those who see more", viewer: first, yaml: `owner: kommun/1
elements: [{kind: System, key: kommun/1/h, name: H, visibility: ACTOR}]
relations:
  - {from: Actor kommun/1, type: PROVIDES, to: System kommun/1/h}
  - {from: System kommun/1/h, type: REALISES, to: BuildingBlock p@1/b2}
  - {from: Actor kommun/1, type: STATES, to: Area p@1/area, statement: COMPLETE}
`, told: []string{
			"warning ARCHIMATE_NOT_ALLOWED relations[1]: System kommun/1/h REALISES BuildingBlock p@1/b2 (kommun/1): ArchiMate does not allow Realization from ApplicationComponent to BusinessObject",
			"warning COVERED_UNSEEN relations[2]: Actor kommun/1 STATES Area p@1/area (kommun/1): these are covered only by what not all who see the statement may see, and so are missing to them: B2"},
			changes: []string{"created Actor kommun/1 PROVIDES System kommun/1/h by kommun/1", "created Actor kommun/1 STATES Area p@1/area by kommun/1",
				"created System kommun/1/h", "created System kommun/1/h REALISES BuildingBlock p@1/b2 by kommun/1"}},
		{name: "a declaration that is hidden as well", viewer: first, yaml: `owner: kommun/1
elements: [{kind: System, key: kommun/1/h, name: H, visibility: ACTOR}]
relations:
  - {from: Actor kommun/1, type: PROVIDES, to: System kommun/1/h}
  - {from: System kommun/1/h, type: REALISES, to: BuildingBlock p@1/b1}
  - {from: Actor kommun/1, type: STATES, to: Area p@1/area, statement: COMPLETE, visibility: ACTOR}
`, changes: []string{"created Actor kommun/1 PROVIDES System kommun/1/h by kommun/1", "created Actor kommun/1 STATES Area p@1/area by kommun/1",
			"created System kommun/1/h", "created System kommun/1/h REALISES BuildingBlock p@1/b1 by kommun/1"}},
		{name: "deleting what others use", viewer: first, yaml: "owner: kommun/1\ndelete: [System kommun/1/a]\n",
			code: landscape.Invalid, told: []string{"error IN_USE delete[0]: others use System kommun/1/a: Actor kommun/2 USES System kommun/1/a (kommun/2)"}},
		{name: "deleting what others used until now", viewer: steward, yaml: "owner: kommun/2\ndelete:\n  - System kommun/1/a\n  - {from: Actor kommun/2, type: USES, to: System kommun/1/a}\n",
			changes: []string{"deleted Actor kommun/1 PROVIDES System kommun/1/a by kommun/1", "deleted Actor kommun/2 USES System kommun/1/a by kommun/2", "deleted System kommun/1/a", "deleted System kommun/1/a REALISES BuildingBlock p@1/b1 by kommun/1"}},
		{name: "deleting what is not there", viewer: first, yaml: "owner: kommun/2\ndelete:\n  - System borta\n  - System kommun/2/x\n  - {from: Actor kommun/2, type: PROVIDES, to: System kommun/2/x}\n"},
		{name: "deleting another's claim", viewer: first, yaml: "owner: kommun/2\ndelete:\n  - {from: Actor kommun/2, type: USES, to: System kommun/1/a}\n",
			code: landscape.Forbidden, told: []string{"error NOT_YOURS delete[0]: Actor kommun/2 USES System kommun/1/a belongs to kommun/2 and is not yours to change"}},
		{name: "withdrawing one's own claims", viewer: second, set: func(w *world) *landscape.ChangeSet {
			set := w.set("delete: [System kommun/1/a]\n")
			set.Deletions[0].OwnOnly = true
			return set
		}, changes: []string{"deleted Actor kommun/2 USES System kommun/1/a by kommun/2"}},
		{name: "a key and an owner are given", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"name": "Ärende & Övrigt"})
		}, changes: []string{"created System kommun/1/arende-ovrigt"}},
		{name: "a key that is taken is counted on", viewer: first, set: func(w *world) *landscape.ChangeSet {
			set := w.save("System", map[string]any{"name": "a"})
			set.Add(w.save("System", map[string]any{"name": "A"}))
			return set
		}, changes: []string{"created System kommun/1/a-2", "created System kommun/1/a-3"}},
		{name: "the local steward's key and owner", viewer: steward, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"name": "S"})
		}, changes: []string{"created System local/s"}},
		{name: "a steward of an actor", viewer: landscape.StewardOf("kommun/2"), set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"name": "S"})
		}, changes: []string{"created System kommun/2/s"}},
		{name: "wrong values", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"key": "b", "name": " ", "confidentiality": int64(5), "lifecycle": "GONE", "validFrom": "2026-02-30", "personalData": "yes", "description": "a\x01"})
		}, code: landscape.Invalid, told: []string{
			"error NOT_A_NUMBER input[0].confidentiality: \"5\" will not do; expected a whole number from 0 to 4",
			"error BAD_TEXT input[0].description: the text holds characters that are no text (U+0000-001F, U+0080-009F); remove them",
			"error UNKNOWN_VALUE input[0].lifecycle: \"GONE\" is none of the choices; expected one of PLANNED, PHASE_IN, ACTIVE, PHASE_OUT, RETIRED",
			"error NAME_EMPTY input[0].name: the name cannot be empty",
			"error NOT_A_BOOLEAN input[0].personalData: \"yes\" is neither true nor false; expected true or false",
			"error NOT_A_DATE input[0].validFrom: \"2026-02-30\" is no date; expected a day written YYYY-MM-DD"}},
		{name: "what a kind must have", viewer: steward, set: func(w *world) *landscape.ChangeSet {
			return w.save("Actor", map[string]any{"key": "b"})
		}, code: landscape.Invalid, told: []string{
			"error ATTRIBUTE_MISSING input[0].actorKind: Actor b must have actorKind: one of MUNICIPALITY, REGION, AGENCY, JOINT_BODY, SUPPLIER, ASSOCIATION",
			"error ATTRIBUTE_MISSING input[0].name: Actor b must have name: a text"}},
		{name: "the end before the beginning", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"key": "kommun/1/a", "validFrom": "2026-02-02", "validTo": "2026-02-01"})
		}, code: landscape.Invalid, told: []string{"error DATES_REVERSED input[0].validTo: validTo 2026-02-01 is before validFrom 2026-02-02"}},
		{name: "an answer is not claimed", viewer: first, set: func(w *world) *landscape.ChangeSet {
			set := w.save("Capability", map[string]any{"key": "c", "name": "C"})
			set.Add(w.save("Actor", map[string]any{"key": "kommun/1"}, landscape.Edit{Field: w.field("Actor", "assessed"),
				Add: []landscape.Entry{w.entry("Capability", "c", map[string]any{"stance": "UNKNOWN"})}}))
			return set
		}, code: landscape.Invalid, told: []string{"error UNKNOWN_CLAIMED entry c.stance: UNKNOWN is an answer and cannot be claimed; remove the line, or the whole record if stance is all it says"}},
		{name: "kinds that do not go together", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("Actor", map[string]any{"key": "kommun/1"}, landscape.Edit{Field: w.field("Actor", "uses"), Add: []landscape.Entry{w.entry("Product", "p", nil)}})
		}, code: landscape.Invalid, told: []string{"error RELATION_NOT_ALLOWED entry p: USES cannot go from Actor to Product; it goes Actor → System/Service"}},
		{name: "a member does not move to another county", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("Actor", map[string]any{"key": "kommun/1", "county": "25"})
		}, code: landscape.Forbidden, told: []string{"error NOT_YOURS input[0]: Actor kommun/1: county decides who sees what and is changed by a steward"}},
		{name: "another's key", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"key": "kommun/2/y", "name": "Y"})
		}, code: landscape.Forbidden, told: []string{"error NOT_YOURS input[0]: System kommun/2/y begins with the key of kommun/2, who alone may take such keys"}},
		{name: "another's key that is taken, hidden", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"key": "kommun/2/x", "name": "Y"})
		}, code: landscape.Forbidden, told: []string{"error NOT_YOURS input[0]: System kommun/2/x begins with the key of kommun/2, who alone may take such keys"}},
		{name: "a key of nobody's that is taken, hidden", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"key": "delad", "name": "Y"})
		}, code: landscape.Invalid, told: []string{"error KEY_TAKEN input[0]: System delad is taken; choose another key"}},
		{name: "a mutation changes only what it names", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"key": "kommun/1/a", "name": "A2"}, landscape.Edit{Field: w.field("System", "realises"),
				Add: []landscape.Entry{w.entry("BuildingBlock", "p@1/b1", map[string]any{"evidence": "x"})}})
		}, changes: []string{"changed System kommun/1/a", "changed System kommun/1/a REALISES BuildingBlock p@1/b1 by kommun/1"}},
		{name: "an own claim on another's element", viewer: second, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"key": "kommun/1/a"}, landscape.Edit{Field: w.field("System", "realises"),
				Add: []landscape.Entry{w.entry("BuildingBlock", "p@1/b1", nil)}})
		}, changes: []string{"created System kommun/1/a REALISES BuildingBlock p@1/b1 by kommun/2"}},
		{name: "set replaces one's own claims only", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"key": "kommun/1/a"}, landscape.Edit{Field: w.field("System", "providedBy"), Set: true},
				landscape.Edit{Field: w.field("System", "usedBy"), Set: true, Add: []landscape.Entry{w.entry("Actor", "kommun/3", nil)}})
		}, changes: []string{"created Actor kommun/3 USES System kommun/1/a by kommun/1", "deleted Actor kommun/1 PROVIDES System kommun/1/a by kommun/1"}},
		{name: "remove takes away one's own claim only", viewer: first, set: func(w *world) *landscape.ChangeSet {
			return w.save("System", map[string]any{"key": "kommun/1/a"},
				landscape.Edit{Field: w.field("System", "usedBy"), Remove: []landscape.Entry{w.entry("Actor", "kommun/2", nil)}},
				landscape.Edit{Field: w.field("System", "realises"), Remove: []landscape.Entry{w.entry("BuildingBlock", "p@1/b1", nil)}})
		}, changes: []string{"deleted System kommun/1/a REALISES BuildingBlock p@1/b1 by kommun/1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, model, two)
			before, revision := w.state()
			set := c.set
			if set == nil {
				set = func(w *world) *landscape.ChangeSet { return w.set(c.yaml) }
			}
			request := landscape.Request{Set: set(w), DryRun: true}
			dry, dryErr := w.Apply(context.Background(), c.viewer, request)
			if now, r := w.state(); r != revision {
				t.Errorf("a dry run made revision %d", r)
			} else {
				equal(t, "after a dry run", now, before)
			}
			request = landscape.Request{Set: set(w)}
			got, err := w.Apply(context.Background(), c.viewer, request)
			equal(t, "findings", told(got.Findings), c.told)
			equal(t, "changes", changesOf(got.Changes), c.changes)
			equal(t, "findings of the dry run", told(dry.Findings), c.told)
			equal(t, "changes of the dry run", changesOf(dry.Changes), c.changes)
			if c.code == "" {
				if err != nil || dryErr != nil {
					t.Fatalf("%v, dry %v", err, dryErr)
				}
			} else if landscape.CodeOf(err) != c.code || landscape.CodeOf(dryErr) != c.code {
				t.Errorf("%v, dry %v, expected %s", err, dryErr, c.code)
			}
			now, r := w.state()
			if wrote := r > revision; wrote != (len(c.changes) > 0) || got.Revision != r {
				t.Errorf("revision %d after %d, told %d", r, revision, got.Revision)
			}
			if err != nil {
				equal(t, "after a refusal", now, before)
				return
			}
			// What has a key can be written again, and is no change then.
			if request.Set.Elements == nil || request.Set.Elements[0].Element.Key() != "" {
				again, err := w.Apply(context.Background(), c.viewer, landscape.Request{Set: set(w)})
				if err != nil || len(again.Changes) > 0 || again.Revision != r {
					t.Errorf("the second time: %v, %v, revision %d after %d", err, changesOf(again.Changes), again.Revision, r)
				}
			}
		})
	}
}
