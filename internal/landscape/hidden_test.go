package landscape_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// The records that are there in one world and not in the other: all of kommun/2 or kommun/3, hidden from kommun/1, with all that the
// rules look at.
var (
	hiddenElements = []string{
		`  - {kind: System, key: kommun/2/x, name: X, owner: kommun/2, visibility: ACTOR}`,
		`  - {kind: System, key: kommun/2/y, name: Y, owner: kommun/2, visibility: COUNCIL}`,
		`  - {kind: Product, key: kommun/2/p, name: P, owner: kommun/2, visibility: RESTRICTED}`,
		`  - {kind: System, key: kommun/3/z, name: Z, owner: kommun/3, visibility: REGION}`,
	}
	hiddenClaims = []string{
		`  - {from: Actor kommun/2, type: PROVIDES, to: System kommun/1/a, owner: kommun/2, visibility: ACTOR}`,
		`  - {from: Actor kommun/2, type: USES, to: System kommun/1/b, owner: kommun/2, visibility: COUNCIL}`,
		`  - {from: System kommun/1/a, type: REALISES, to: BuildingBlock p@1/b1, owner: kommun/2, visibility: ACTOR}`,
		`  - {from: System kommun/1/b, type: REALISES, to: BuildingBlock p@1/b2, owner: kommun/2, visibility: RESTRICTED}`,
		`  - {from: System kommun/1/a, type: INSTANCE_OF, to: Product q, owner: kommun/2, visibility: ACTOR}`,
		`  - {from: Actor kommun/1, type: STATES, to: BuildingBlock p@1/b2, owner: kommun/2, visibility: ACTOR, statement: NONE}`,
		`  - {from: Actor kommun/3, type: USES, to: System kommun/1/a, owner: kommun/3, visibility: REGION}`,
	}
)

const open = `
owner: kommun/1
elements:
  - {kind: Actor, key: kommun/1, name: Ettan, actorKind: MUNICIPALITY, county: "24"}
  - {kind: Actor, key: kommun/2, name: Tvåan, actorKind: MUNICIPALITY, county: "24"}
  - {kind: Actor, key: kommun/3, name: Trean, actorKind: MUNICIPALITY, county: "25"}
  - {kind: System, key: kommun/1/a, name: A}
  - {kind: System, key: kommun/1/b, name: B}
  - {kind: Product, key: q, name: Q}
  - {kind: Area, key: p@1/area, name: Area, owner: "package:p@1"}
  - {kind: BuildingBlock, key: p@1/b1, name: B1, owner: "package:p@1"}
  - {kind: BuildingBlock, key: p@1/b2, name: B2, owner: "package:p@1"}
`

const openClaims = `
relations:
  - {from: BuildingBlock p@1/b1, type: IN, to: Area p@1/area, owner: "package:p@1"}
  - {from: BuildingBlock p@1/b2, type: IN, to: Area p@1/area, owner: "package:p@1"}
  - {from: Actor kommun/1, type: PROVIDES, to: System kommun/1/a}
  - {from: Actor kommun/1, type: USES, to: System kommun/1/b}
`

// drawHidden draws some of the lines.
func drawHidden(t *rapid.T, lines []string) string {
	var some []string
	for _, l := range lines {
		if rapid.Bool().Draw(t, "there") {
			some = append(some, l)
		}
	}
	return strings.Join(some, "\n") + "\n"
}

// attempts are what a member of kommun/1 tries: on what is hidden, on what hidden records touch, and with what the rules look at.
var attempts = []string{
	"owner: kommun/1\nelements: [{kind: System, key: kommun/2/x, name: Min}]\n",
	"owner: kommun/2\nelements: [{kind: System, key: kommun/2/y, name: Din}]\n",
	"owner: kommun/1\nelements: [{kind: System, key: kommun/3/z, name: Z, validFrom: 2020-01-01}]\n",
	"owner: kommun/1\nelements: [{kind: System, key: kommun/1/a, name: A2}]\n",
	"owner: kommun/1\nrelations: [{from: Actor kommun/1, type: USES, to: System kommun/2/x}]\n",
	"owner: kommun/1\nrelations: [{from: Actor kommun/2, type: PROVIDES, to: System kommun/2/xx}]\n",
	"owner: kommun/2\nrelations: [{from: Actor kommun/2, type: PROVIDES, to: System kommun/1/a}]\n",
	"owner: kommun/1\nrelations: [{from: System kommun/1/a, type: INSTANCE_OF, to: Product kommun/2/p}]\n",
	"owner: kommun/1\nrelations: [{from: System kommun/1/a, type: INSTANCE_OF, to: Product q}]\n",
	"owner: kommun/1\nrelations: [{from: System kommun/1/b, type: INSTANCE_OF, to: Product q}]\n",
	"owner: kommun/1\nrelations: [{from: System kommun/1/a, type: REALISES, to: BuildingBlock p@1/b1}]\n",
	"owner: kommun/1\nrelations: [{from: Actor kommun/1, type: STATES, to: BuildingBlock p@1/b1, statement: NONE}]\n",
	"owner: kommun/1\nrelations: [{from: Actor kommun/1, type: STATES, to: BuildingBlock p@1/b2, statement: NOT_NEEDED}]\n",
	"owner: kommun/1\nrelations: [{from: Actor kommun/1, type: STATES, to: Area p@1/area, statement: COMPLETE}]\n",
	"delete: [System kommun/1/a]\n", "delete: [System kommun/1/b]\n", "delete: [System kommun/2/x]\n", "delete: [Product q]\n",
	"owner: kommun/2\ndelete: [{from: Actor kommun/2, type: PROVIDES, to: System kommun/1/a}]\n",
	"owner: kommun/3\ndelete: [{from: Actor kommun/3, type: USES, to: System kommun/1/a}]\n",
}

// unseen is the property of what is hidden: in two worlds that differ only in what kommun/1 may not see, its members get the same
// answers to all that they try, and see the same afterwards.
func unseen(t *rapid.T, m *schema.Metamodel, mk maker) error {
	ctx := context.Background()
	var worlds [2]struct {
		applier
		store
	}
	hidden := drawHidden(t, hiddenElements)
	claims := drawHidden(t, hiddenClaims)
	for i := range worlds {
		worlds[i].applier, worlds[i].store = mk(m)
		w := &world{t, m, repository(m, worlds[i].store)}
		yaml := open + openClaims
		if i == 1 {
			yaml = open + hidden + openClaims + claims
		}
		w.must(landscape.Steward(), landscape.Request{Set: w.set(yaml), MayWrite: any1})
	}
	for range rapid.IntRange(1, 6).Draw(t, "length") {
		yaml := rapid.SliceOfN(rapid.SampledFrom(attempts), 1, 3).Draw(t, "attempts")
		kind := rapid.IntRange(0, 7).Draw(t, "kind")
		own := rapid.Bool().Draw(t, "withdraw only")
		var answers [2]string
		for i, each := range worlds {
			w := &world{t, m, nil}
			_, revision := stateOf(t, each.store, first, m)
			var result landscape.Result
			var err error
			switch kind {
			case 0:
				result, err = each.Undo(ctx, first, revision, landscape.Request{})
			case 1:
				result, err = each.Merge(ctx, first, refOf(m, "System kommun/1/a"), refOf(m, "System kommun/1/b"), landscape.Request{})
			case 2:
				result, err = each.Merge(ctx, first, refOf(m, "System kommun/1/b"), refOf(m, "System kommun/2/x"), landscape.Request{})
			default:
				set := w.set(strings.Join(yaml, "---\nlandskap: 1\n"))
				for i := range set.Deletions {
					set.Deletions[i].OwnOnly = own
				}
				result, err = each.Apply(ctx, first, landscape.Request{Set: set})
			}
			sees, now := stateOf(t, each.store, first, m)
			answers[i] = fmt.Sprint(err, "\n", strings.Join(told(result.Findings), "\n"), "\n", changesOf(result.Changes), suggestions(result.Findings), result.Revision, now, "\n", strings.Join(sees, "\n"))
		}
		if answers[0] != answers[1] {
			return fmt.Errorf("%v\nwithout what is hidden:\n%s\nwith it:\n%s", yaml, answers[0], answers[1])
		}
	}
	return nil
}

func suggestions(findings []landscape.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Suggestion)
	}
	slices.Sort(all)
	return all
}

func TestUnseen(t *testing.T) {
	m := metamodel(t)
	rapid.Check(t, func(t *rapid.T) {
		if err := unseen(t, m, sound); err != nil {
			t.Fatal(err)
		}
	})
}
