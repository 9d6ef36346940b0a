package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/advice"
	"github.com/arkinera/landskap/internal/store/plain"
)

// trials are requests, each a sequence for a landscape of its own, that together try by every way of writing to learn of what is not
// to be seen. %[1]s is the actor in whose name the viewer writes. New keys begin with the writer's own or with nobody's: of others a
// taken key tells that it is taken, which is the contract's one exception.
func trials() [][]string {
	const told = "{ revision repeated changes { kind record relation element { key } from { key } to { key } values { name before after } } findings { severity code path message } %s}"
	payload, nodes := fmt.Sprintf(told, ""), fmt.Sprintf(told, "nodes { key name usedBy { totalCount edges { node { key } claims { owner } } } changes { revision } } ")
	past := `{ changes { revision by why changeCount changes { kind record values { name before after } } } systems { nodes { key name usedBy { nodes { key } } changes { revision changes { record } } } } }`
	undo := `mutation { undo(revision: 2) ` + payload + ` }`
	var all [][]string
	try := func(format string) { all = append(all, []string{format, past, undo, past}) }
	for _, key := range worldKeys {
		for _, kind := range []string{"System", "Service"} {
			try(`mutation { saveActor(input: [{key: "%[1]s", uses: {add: [{kind: ` + kind + `, key: "` + key + `", purpose: "x"}]}, provides: {set: [{kind: ` + kind + `, key: "` + key + `"}]}}]) ` + payload + ` }`)
			try(`mutation { delete` + kind + `(keys: ["` + key + `", "nobody"]) ` + payload + ` }`)
			try(`mutation { delete` + kind + `(keys: ["` + key + `"], ownClaimsOnly: true) ` + payload + ` }`)
			try(`mutation { mergeElements(kind: ` + kind + `, into: "k0", from: "` + key + `") ` + payload + ` }`)
			try(`mutation { mergeElements(kind: ` + kind + `, into: "` + key + `", from: "k1") ` + payload + ` }`)
		}
		try(`mutation { saveActor(input: [{key: "%[1]s", states: {add: [{kind: BuildingBlock, key: "` + key + `", statement: NONE}, {kind: Area, key: "r/a", statement: NOT_NEEDED}]}, assessed: {set: [{key: "` + key + `", stance: HAS}]}}]) ` + payload + ` }`)
		try(`mutation { applyChanges(changes: [{delete: {kind: Capability, key: "` + key + `"}}, {delete: {kind: Process, key: "` + key + `", ownClaimsOnly: true}}]) ` + payload + ` }`)
	}
	try(`mutation { saveSystem(input: [{name: "Alfa", usedBy: {add: [{key: "%[1]s"}]}}, {name: "Alfa"}, {key: "%[1]s/egen", name: "Egen", realises: {add: [{key: "k0"}]}}]) ` + nodes + ` }`)
	try(`mutation { saveSystem(input: [{name: "Alfa", realises: {add: [{key: "k1"}, {key: "k2"}]}}]) ` + nodes + ` }`)
	try(`mutation { saveSystem(dryRun: true, input: [{name: "Alfa", usedBy: {add: [{key: "k0"}, {key: "%[1]s"}]}}]) ` + nodes + ` }`)
	return all
}

// exchangeable is a store that stands for another one, for writing too.
type exchangeable struct{ both }

// tester tries all trials on landscapes.
type tester struct {
	engine *Engine
	store  *exchangeable
	trials [][]string
	as     func(landscape.Viewer) landscape.Viewer // who asks in truth
	wrap   func(*plain.Store) both
}

func newTester(t testing.TB) *tester {
	store := &exchangeable{}
	return &tester{
		engine: writer(t, store, func(o *Options) { o.Repository.Advice = advice.Give }), store: store, trials: trials(),
		as: func(v landscape.Viewer) landscape.Viewer { return v }, wrap: func(s *plain.Store) both { return s },
	}
}

func (x *tester) answers(c *landscape.Content, viewer landscape.Viewer, steps []string) (queries, answers []string) {
	x.store.both = x.wrap(plain.New(c))
	for _, step := range steps {
		queries = append(queries, strings.ReplaceAll(step, "%[1]s", viewer.Actor()))
		answers = append(answers, ask(x.engine, x.as(viewer), queries[len(queries)-1]))
	}
	return queries, answers
}

// betrays says by which trial the viewer learns of what it may not see.
func (x *tester) betrays(w world) error {
	for _, steps := range x.trials {
		queries, want := x.answers(w.seen, w.viewer, steps)
		_, got := x.answers(w.all, w.viewer, steps)
		for i := range want {
			if want[i] != got[i] {
				return fmt.Errorf("%s\n%s\n%s", strings.Join(queries[:i+1], "\n"), want[i], got[i])
			}
		}
	}
	return nil
}

// knowing leaves out of a world the viewer's own claims that it does not see, since one of their ends is hidden: whoever made a claim
// knows it, and withdraws it with the element.
func knowing(w world) world {
	all := &landscape.Content{Elements: w.all.Elements}
	for _, r := range w.all.Relations {
		if r.Owner() != w.viewer.Actor() || slices.Contains(w.seen.Relations, r) {
			all.Relations = append(all.Relations, r)
		}
	}
	w.all = all
	return w
}

// TestWritesDoNotBetray: what a viewer may not see changes no byte of what it is answered when it writes, nor of the history after it.
func TestWritesDoNotBetray(t *testing.T) {
	x := newTester(t)
	rapid.Check(t, func(t *rapid.T) {
		if w := knowing(worlds(x.engine.meta).Draw(t, "world")); w.viewer.Actor() != landscape.LocalOwner || rapid.IntRange(0, 9).Draw(t, "others") == 0 {
			if err := x.betrays(w); err != nil {
				t.Fatalf("%s\n%v", w, err)
			}
		}
	})
}

// TestBetrayalIsNoticed is the control of TestWritesDoNotBetray: with either fault it must fail.
func TestBetrayalIsNoticed(t *testing.T) {
	for name, fault := range map[string]func(*tester){
		"a member writes as a steward": func(x *tester) {
			x.as = func(v landscape.Viewer) landscape.Viewer { return landscape.StewardOf(v.Actor()) }
		},
		"a member reads as a steward": func(x *tester) {
			x.wrap = func(s *plain.Store) both {
				return faulty{both: s, read: func(landscape.Viewer) landscape.Viewer { return landscape.Steward() }}
			}
		},
	} {
		x := newTester(t)
		fault(x)
		g, noticed := worlds(x.engine.meta), false
		for seed := 0; seed < 100 && !noticed; seed++ {
			noticed = x.betrays(knowing(g.Example(seed))) != nil
		}
		if !noticed {
			t.Errorf("%s: not noticed", name)
		}
	}
}

// TestTrialsWrite: the trials are not all refused: many write, and many are refused for what is not there.
func TestTrialsWrite(t *testing.T) {
	x := newTester(t)
	g, written, refused := worlds(x.engine.meta), 0, 0
	for seed := range 150 {
		w := g.Example(seed)
		if w.viewer.Actor() == landscape.LocalOwner {
			continue
		}
		for _, steps := range x.trials {
			_, answers := x.answers(w.all, w.viewer, steps)
			if strings.Contains(answers[0], `"revision":2`) {
				written++
			}
			if strings.Contains(answers[0], "DANGLING") || strings.Contains(answers[0], "NOT_FOUND") {
				refused++
			}
			if strings.Contains(strings.Join(answers, ""), `"code":"INTERNAL"`) {
				t.Errorf("%s", strings.Join(answers, "\n"))
			}
		}
	}
	if written < 60 || refused < 100 {
		t.Errorf("%d written, %d refused", written, refused)
	}
}
