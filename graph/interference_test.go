package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/schema"
)

// swapped is a store that stands for another one, so that one engine, with its documents parsed, serves many landscapes.
type swapped struct{ landscape.Store }

// questions are queries that together ask all that the API has: of every kind the look-up and the list, with all values, all relations
// from both ends, counts, pages, claims; filters and orders over each of these; the analyses.
func questions(m *schema.Metamodel) []string {
	var queries []string
	ask := func(format string, args ...any) { queries = append(queries, fmt.Sprintf(format, args...)) }
	for _, k := range m.Kinds {
		var all, some, none []string
		for _, a := range k.Attributes {
			all = append(all, a.Name)
		}
		for _, f := range k.Fields {
			all = append(all, f.Name+"(first: 2) { totalCount edges { cursor owner confirmed visibility node { __typename key } claims { id owner } } pageInfo { hasNextPage endCursor } }")
			some = append(some, fmt.Sprintf("{%s: {some: {}}}", f.Name))
			none = append(none, fmt.Sprintf("{%s: {none: {name: {contains: \"a\"}}}}", f.Name))
		}
		ask(`{ %s(key: "k1") { key } %s(first: 2) { totalCount nodes { %s } pageInfo { hasNextPage startCursor } } }`, k.Singular, k.Plural, strings.Join(all, " "))
		ask(`{ a: %[1]s(where: {or: [%[2]s]}, orderBy: [{visibility: DESC}, {owner: ASC}], last: 2) { totalCount nodes { key } pageInfo { hasPreviousPage } } b: %[1]s(where: {and: [%[3]s]}, at: "2026-12-01") { totalCount nodes { key } } }`,
			k.Plural, strings.Join(some, ", "), strings.Join(none, ", "))
	}
	var ids []string
	for _, kind := range []string{"System", "BuildingBlock", "Actor", "Process"} {
		for _, key := range worldKeys {
			ids = append(ids, fmt.Sprintf("%q", landscape.NewElementID(kind, key)))
		}
	}
	ask(`{ node(id: %s) { key } nodes(ids: [%s]) { __typename key visibility ... on System { realises { totalCount nodes { key } } } } }`, ids[0], strings.Join(ids, ", "))
	after := newCursor("System name", landscape.NewElement(m.Kind("System"), map[string]any{"key": "k1", "name": "Beta", "owner": "x"}), []landscape.Order{{Attribute: m.Kind("System").Attributes[schema.AttrName]}})
	ask(`{ systems(first: 1, after: %q) { totalCount nodes { key } pageInfo { hasNextPage hasPreviousPage } } }`, after)
	ask(`{ systems { nodes { usedBy(claim: {confirmed: {eq: false}}) { totalCount } realises(claim: {or: [{coverage: {eq: FULL}}, {visibility: {ne: OPEN}}]}, where: {realisedBy: {some: {key: {ne: "k0"}}}}, at: "2026-12-01") { totalCount edges { coverage claims { owner } } } } } }`)
	ask(`{ changes(first: 5, since: 0) { revision at by why changeCount changes(first: 5) { kind record relation element { key } from { key } to { key } values { name before after } } } systems { nodes { changes { revision } } } }`)
	const row = `rows { name state reason note through { key } evidence { key } items { key } offers { actor { key } by { key } } claims { from { key } to { key } type owner origin date word } }`
	for _, actor := range []string{"a0", "k0"} {
		ask(`{ gap(actor: %q, reference: "r", area: "r/a") { area { key } basis { declared asOf described total } counts { state count } %s } }`, actor, row)
		ask(`{ gap(actor: %q, reference: "k0", at: "2026-01-15") { actor { provides { totalCount nodes { key } } } counts { state count } %s } }`, actor, row)
	}
	for _, actors := range []string{`{}`, `{keys: ["a0", "k1"]}`, `{group: "g"}`, `{county: "77"}`} {
		ask(`{ coverage(actors: %[1]s, reference: "r") { rows { name items { key } counts { state count } } actors { actor { key } states } }
			capabilityMatrix(actors: %[1]s) { items { key } rows { actor { key } cells { stance maturity via { key } confirmed origin obstacles { key } } } total { has partly lacks unknown obstacles { key } } basis { known of unknown { key } } }
			adoption(reference: "r", actors: %[1]s) { counts { stance count } rows { actor { key } stance via { key } confirmed origin } } }`, actors)
		for _, kind := range []string{"SYSTEM", "PRODUCT", "SERVICE", "BUILDING_BLOCK", "LOGIN_METHOD"} {
			ask(`{ shared(kind: %s, actors: %s, minActors: 1) { totalCount rows { item { key } count actors { key } providers { key } } } }`, kind, actors)
		}
	}
	return queries
}

// observer asks all questions of landscapes.
type observer struct {
	engine    *Engine
	store     *swapped
	questions []string
	wrap      func(*plain.Store) landscape.Store
}

func newObserver(t testing.TB, wrap func(*plain.Store) landscape.Store) *observer {
	o := &observer{store: &swapped{}, questions: questions(model(t)), wrap: wrap}
	o.engine = engine(t, o.store)
	return o
}

func (o *observer) answers(c *landscape.Content, viewer landscape.Viewer) []string {
	o.store.Store = o.wrap(plain.New(c))
	answers := make([]string, len(o.questions))
	for i, q := range o.questions {
		answers[i] = ask(o.engine, viewer, q)
	}
	return answers
}

// interferes says by which question the viewer learns of what it may not see: by one that is answered otherwise where the hidden
// records are not there at all.
func (o *observer) interferes(w world) error {
	return o.differs(o.answers(w.seen, w.viewer), o.answers(w.all, w.viewer))
}

func (o *observer) differs(want, got []string) error {
	for i := range want {
		if want[i] != got[i] {
			return fmt.Errorf("%s\n%s\n%s", o.questions[i], want[i], got[i])
		}
	}
	return nil
}

func asIs(s *plain.Store) landscape.Store { return s }

// worldRuns times rapid's own number of runs, 100, is how many random landscapes the property is tried on; fewer with the race detector,
// which has nothing to find in the five hundredth that it has not found in the first.
func worldRuns() int {
	if raceDetector {
		return 1
	}
	return 5
}

// TestHiddenRecordsDoNotInterfere: what a viewer may not see changes no byte of any answer.
func TestHiddenRecordsDoNotInterfere(t *testing.T) {
	o := newObserver(t, asIs)
	for range worldRuns() {
		rapid.Check(t, func(t *rapid.T) {
			w := worlds(o.engine.meta).Draw(t, "world")
			if err := o.interferes(w); err != nil {
				t.Fatalf("%s\n%v", w, err)
			}
		})
	}
}

// TestLoadOrderDoesNotMatter: the order in which a landscape's records were loaded changes no byte of any answer.
func TestLoadOrderDoesNotMatter(t *testing.T) {
	o := newObserver(t, asIs)
	rapid.Check(t, func(t *rapid.T) {
		w := worlds(o.engine.meta).Draw(t, "world")
		shuffled := &landscape.Content{
			Elements:  rapid.Permutation(w.all.Elements).Draw(t, "elements"),
			Relations: rapid.Permutation(w.all.Relations).Draw(t, "relations"),
		}
		if err := o.differs(o.answers(w.all, landscape.Steward()), o.answers(shuffled, landscape.Steward())); err != nil {
			t.Fatalf("%s\n%v", w, err)
		}
	})
}

// leak is a store that lets the viewer see too much, in the ways that the faults name.
type leak struct {
	*plain.Store
	fault func(seen, all landscape.Snapshot) landscape.Snapshot
}

func (l leak) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return l.Store.Read(ctx, name, v, func(seen landscape.Snapshot) error {
		return l.Store.Read(ctx, name, landscape.Steward(), func(all landscape.Snapshot) error { return fn(l.fault(seen, all)) })
	})
}

type leakCount struct {
	landscape.Snapshot
	all landscape.Snapshot
}

func (s leakCount) Count(ctx context.Context, q landscape.Query) (int, error) {
	return s.all.Count(ctx, q)
}

type leakCountRelated struct {
	landscape.Snapshot
	all landscape.Snapshot
}

func (s leakCountRelated) CountRelated(ctx context.Context, q landscape.RelatedQuery) ([]int, error) {
	return s.all.CountRelated(ctx, q)
}

type leakMatrix struct {
	landscape.Snapshot
	all landscape.Snapshot
}

func (s leakMatrix) Matrix(ctx context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
	return s.all.Matrix(ctx, q)
}

type leakElements struct {
	landscape.Snapshot
	all landscape.Snapshot
}

func (s leakElements) Elements(ctx context.Context, ids []landscape.ID, names []string, _ ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	return s.all.Elements(ctx, ids, names)
}

// leakFilter shows only what may be seen, but its filters know what may not.
type leakFilter struct {
	landscape.Snapshot
	all landscape.Snapshot
}

func (s leakFilter) Find(ctx context.Context, q landscape.Query) (landscape.Rows, error) {
	if q.Where == nil {
		return s.Snapshot.Find(ctx, q)
	}
	rows, err := s.all.Find(ctx, q)
	if err != nil {
		return rows, err
	}
	var ids []landscape.ID
	for _, e := range rows.Elements {
		ids = append(ids, e.ID)
	}
	visible, err := s.Snapshot.Elements(ctx, ids, nil)
	rows.Elements = slices.DeleteFunc(visible, func(e *landscape.Element) bool { return e == nil })
	return rows, err
}

// leakMore shows only what may be seen, but tells that there is more.
type leakMore struct {
	landscape.Snapshot
	all landscape.Snapshot
}

func (s leakMore) Related(ctx context.Context, q landscape.RelatedQuery) ([]landscape.Ends, error) {
	pages, err := s.Snapshot.Related(ctx, q)
	if err != nil {
		return nil, err
	}
	more, err := s.all.Related(ctx, q)
	for i := range pages {
		pages[i].More = more[i].More
	}
	return pages, err
}

// TestInterferenceIsNoticed is the control of TestHiddenRecordsDoNotInterfere: with any one of these faults it must fail.
func TestInterferenceIsNoticed(t *testing.T) {
	for name, fault := range map[string]func(seen, all landscape.Snapshot) landscape.Snapshot{
		"everything":   func(_, all landscape.Snapshot) landscape.Snapshot { return all },
		"Count":        func(seen, all landscape.Snapshot) landscape.Snapshot { return leakCount{seen, all} },
		"CountRelated": func(seen, all landscape.Snapshot) landscape.Snapshot { return leakCountRelated{seen, all} },
		"Matrix":       func(seen, all landscape.Snapshot) landscape.Snapshot { return leakMatrix{seen, all} },
		"Elements":     func(seen, all landscape.Snapshot) landscape.Snapshot { return leakElements{seen, all} },
		"filters":      func(seen, all landscape.Snapshot) landscape.Snapshot { return leakFilter{seen, all} },
		"hasNextPage":  func(seen, all landscape.Snapshot) landscape.Snapshot { return leakMore{seen, all} },
	} {
		t.Run(name, func(t *testing.T) {
			o := newObserver(t, func(s *plain.Store) landscape.Store { return leak{s, fault} })
			g := worlds(o.engine.meta)
			for seed := range 500 {
				if err := o.interferes(g.Example(seed)); err != nil {
					t.Logf("noticed at %d", seed)
					return
				}
			}
			t.Error("not noticed")
		})
	}
}

// TestQuestionsAskEverything: the questions of these tests name every field of Query, and the worlds have answers to give.
func TestQuestionsAskEverything(t *testing.T) {
	o := newObserver(t, asIs)
	asked := strings.Join(o.questions, "\n")
	for _, f := range o.engine.schema.Query.Fields {
		if !strings.HasPrefix(f.Name, "__") && !strings.Contains(asked, f.Name+"(") {
			t.Errorf("%s is not asked", f.Name)
		}
	}
	g, hidden, claims, states := worlds(o.engine.meta), 0, 0, map[string]bool{}
	for seed := range 100 {
		w := g.Example(seed)
		hidden += len(w.all.Elements) - len(w.seen.Elements)
		claims += len(w.all.Relations) - len(w.seen.Relations)
		for i, answer := range o.answers(w.all, landscape.Steward()) {
			f := failure{}
			if err := json.Unmarshal([]byte(answer), &f); err != nil {
				t.Fatalf("%s: %v", answer, err)
			}
			for _, err := range f.Errors {
				if err.Extensions.Code != "NOT_FOUND" {
					t.Errorf("%s: %+v", o.questions[i], err)
				}
			}
			for _, s := range []string{"COVERED", "SHARED", "PARTLY", "PLANNED", "NOT_NEEDED", "MISSING", `"HAS"`, `"USED"`} {
				if strings.Contains(answer, `"state":"`+s) || strings.Contains(answer, `"stance":`+s) {
					states[s] = true
				}
			}
		}
	}
	if hidden < 200 || claims < 500 || len(states) < 8 {
		t.Errorf("%d hidden elements, %d hidden claims, states %v in 100 worlds", hidden, claims, states)
	}
}
