package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// pathsLandscape is about paths. Who claims what stands in brackets where it is not the package; days stand in parentheses.
//
//	Actor north ──RUNS [north], [west]──> System a ──NEEDS──> System b ──NEEDS──> System c
//	     │                                         ──REPLACES─> b
//	     └──────RUNS──> Service x ──NEEDS──> b
//	                              ──NEEDS──> Service y
//	System loop ──NEEDS──> loop
//
//	Actor old (ended 2019) ──RUNS──> a
//	Actor south ──RUNS (ends 2020-06-30)──> x
//	            ──RUNS (begins 2030)──> y
//	            ──RUNS (begins 2025)──> System gap (ended 2021)
const pathsLandscape = `
	Actor north | actorKind MUNICIPALITY
	Actor south | actorKind MUNICIPALITY
	Actor old   | actorKind MUNICIPALITY | validTo 2019-12-31
	System a | rank 1
	System b | rank 2
	System c | rank 3
	System loop
	System gap | validTo 2021-12-31
	Service x | rank 4
	Service y
	Actor north RUNS System a | owner north
	Actor north RUNS System a | owner west
	Actor north RUNS Service x
	System a NEEDS System b
	System a REPLACES System b
	System b NEEDS System c
	Service x NEEDS System b
	Service x NEEDS Service y
	System loop NEEDS System loop
	Actor old RUNS System a
	Actor south RUNS Service x | validTo 2020-06-30
	Actor south RUNS Service y | validFrom 2030-01-01
	Actor south RUNS System gap | validFrom 2025-01-01
`

func pathsPart() part {
	return part{name: "Paths", landscape: pathsLandscape, checks: func(w *world) []check {
		var checks []check
		for _, c := range pathCases(w) {
			checks = append(checks, check{c.name, c.says, c.run})
		}
		return append(checks, check{"intervals", "Interval returns the days on which all claims and elements of the path are in force; the store gives their validity whatever the attributes.", intervals})
	}}
}

// pathCase is a MatrixQuery and its paths, written a >NEEDS> b or, against the claim's direction, b <NEEDS< a; who claims is said
// where it is not the package. The paths stand in the order of this text; the order of the answer is checked apart.
type pathCase struct {
	name, says     string
	rows           landscape.Set
	steps          []string // fields, alternatives separated by |
	cols           []landscape.ID
	notEndedBefore landscape.Date
	want           string
}

func (c pathCase) run(t TB, w *world) {
	t.Helper()
	q := landscape.MatrixQuery{Rows: c.rows, Cols: c.cols, NotEndedBefore: c.notEndedBefore}
	for _, alternatives := range c.steps {
		var step landscape.Step
		for name := range strings.SplitSeq(alternatives, "|") {
			step = append(step, w.field(name))
		}
		q.Steps = append(q.Steps, step)
	}
	m := w.matrix(t, landscape.Public(), q)
	w.sound(t, m, len(q.Steps))
	var paths []string
	for _, tuple := range m.Tuples {
		paths = append(paths, pathText(m, tuple))
	}
	slices.Sort(paths)
	equal(t, "the paths", strings.Join(paths, "\n"), c.want)
	q.Attributes = []string{"rank"}
	named := w.matrix(t, landscape.Public(), q)
	for id, e := range named.Elements {
		if msg := untruth(e, w.element(id), q.Attributes, false); msg != "" {
			t.Errorf("asked for the rank: %s", msg)
		}
	}
	equal(t, "the number of paths when attributes are named", fmt.Sprint(len(named.Tuples)), fmt.Sprint(len(paths)))
}

// element returns an element of the fixture, seen or not; nil where there is none.
func (w *world) element(id landscape.ID) *landscape.Element {
	for _, e := range w.content.Elements {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// sound checks what holds for every answer: order, shape, and that Elements holds the elements of the paths and no others.
func (w *world) sound(t TB, m *landscape.Matrix, steps int) {
	t.Helper()
	used := map[landscape.ID]bool{}
	for i, tuple := range m.Tuples {
		if len(tuple.Elements) != steps+1 || len(tuple.Claims) != steps {
			t.Fatalf("a path of %d steps has %d elements and %d claims", steps, len(tuple.Elements), len(tuple.Claims))
		}
		for _, id := range tuple.Elements {
			used[id] = true
			if e := m.Elements[id]; e == nil || e.ID != id {
				t.Fatalf("Elements does not hold %q", id)
			}
		}
		for j, c := range tuple.Claims {
			left, right := tuple.Elements[j], tuple.Elements[j+1]
			if (c.From != left || c.To != right) && (c.To != left || c.From != right) {
				t.Errorf("a claim of the path does not join its neighbours")
			}
		}
		if i > 0 && idsOf(m.Tuples[i-1]) >= idsOf(tuple) {
			t.Errorf("paths are not ordered by their ids, each once: %s, then %s", pathText(m, m.Tuples[i-1]), pathText(m, tuple))
		}
	}
	if len(used) != len(m.Elements) {
		t.Errorf("Elements holds %d elements; the paths have %d", len(m.Elements), len(used))
	}
}

// idsOf writes the ids of a path, all of one length, so that text of equally long paths sorts as they do.
func idsOf(tuple landscape.Tuple) string {
	var b strings.Builder
	for _, id := range tuple.Elements {
		b.WriteString(string(id))
	}
	for _, c := range tuple.Claims {
		b.WriteString(string(c.ID))
	}
	return b.String()
}

func pathText(m *landscape.Matrix, tuple landscape.Tuple) string {
	text := m.Elements[tuple.Row()].Key()
	for i, c := range tuple.Claims {
		step := c.Type.Type
		if c.Owner() != packageOwner {
			step += " " + c.Owner()
		}
		if c.From == tuple.Elements[i] {
			step = ">" + step + ">"
		} else {
			step = "<" + step + "<"
		}
		text += " " + step + " " + m.Elements[tuple.Elements[i+1]].Key()
	}
	return text
}

func pathCases(w *world) []pathCase {
	const (
		each    = "One tuple for each combination of claims, each once."
		step    = "A step goes over any of the fields, from the kind that each of them starts from."
		walks   = "A path is a walk: the same element or claim may occur in it twice."
		rows    = "Rows are the elements with the ids, or those of the kinds for which Where is true."
		cols    = "Cols: only paths that end here; nil for all."
		ended   = "NotEndedBefore leaves out paths of which a claim or an element was last in force before that day. What comes into force later stays, and so do paths whose parts are never in force together."
		needs   = "System.needs|Service.needs"
		needed  = "System.neededBy|Service.neededBy"
		northAB = "north >RUNS north> a >NEEDS> b\nnorth >RUNS west> a >NEEDS> b"
		souths  = "old >RUNS> a\nsouth >RUNS> gap\nsouth >RUNS> x\nsouth >RUNS> y"
	)
	ids := func(refs string) landscape.Set { return landscape.Set{IDs: w.ids(refs)} }
	kinds := func(where landscape.Filter, names ...string) landscape.Set {
		var k []*schema.Kind
		for _, name := range names {
			k = append(k, w.kind(name))
		}
		return landscape.Set{Kinds: k, Where: where}
	}
	north, a, both := ids("Actor north"), ids("System a"), []string{"Actor.runs"}
	return []pathCase{
		{"one step", each, north, both, nil, "", "north >RUNS north> a\nnorth >RUNS west> a\nnorth >RUNS> x"},
		{"two steps", each, north, []string{"Actor.runs", needs}, nil, "", northAB + "\nnorth >RUNS> x >NEEDS> b\nnorth >RUNS> x >NEEDS> y"},
		{"three steps", each, north, []string{"Actor.runs", needs, needs}, nil, "",
			"north >RUNS north> a >NEEDS> b >NEEDS> c\nnorth >RUNS west> a >NEEDS> b >NEEDS> c\nnorth >RUNS> x >NEEDS> b >NEEDS> c"},
		{"against the direction", each, ids("System c"), []string{needed, needed, "System.runBy|Service.runBy"}, nil, "",
			"c <NEEDS< b <NEEDS< a <RUNS north< north\nc <NEEDS< b <NEEDS< a <RUNS west< north\nc <NEEDS< b <NEEDS< a <RUNS< old\nc <NEEDS< b <NEEDS< x <RUNS< north\nc <NEEDS< b <NEEDS< x <RUNS< south"},
		{"one kind goes on", step, north, []string{"Actor.runs", "System.needs"}, nil, "", northAB},
		{"the other kind goes on", step, north, []string{"Actor.runs", "Service.needs"}, nil, "", "north >RUNS> x >NEEDS> b\nnorth >RUNS> x >NEEDS> y"},
		{"no kind goes on", step, north, []string{"Actor.runs", "Actor.runs"}, nil, "", ""},
		{"two relations", step, a, []string{"System.needs|System.replaces"}, nil, "", "a >NEEDS> b\na >REPLACES> b"},
		{"two relations and no other", step, a, []string{"System.replaces|System.ledBy"}, nil, "", "a >REPLACES> b"},
		{"both directions", step, ids("System b"), []string{"System.needs|System.neededBy"}, nil, "", "b <NEEDS< a\nb <NEEDS< x\nb >NEEDS> c"},
		{"a field named twice", each, a, []string{"System.needs|System.needs"}, nil, "", "a >NEEDS> b"},
		{"no claim", step, a, []string{"System.ledBy"}, nil, "", ""},

		{"out and in", walks, a, []string{"System.needs", "System.neededBy"}, nil, "", "a >NEEDS> b <NEEDS< a\na >NEEDS> b <NEEDS< x"},
		{"in and out by several claims", walks, north, []string{"Actor.runs", "System.runBy"}, nil, "",
			"north >RUNS north> a <RUNS north< north\nnorth >RUNS north> a <RUNS west< north\nnorth >RUNS north> a <RUNS< old\n" +
				"north >RUNS west> a <RUNS north< north\nnorth >RUNS west> a <RUNS west< north\nnorth >RUNS west> a <RUNS< old"},
		{"out, in and out", walks, ids("Service y"), []string{needed, needs, needed}, []landscape.ID{w.id("Service x")}, "",
			"y <NEEDS< x >NEEDS> b <NEEDS< x\ny <NEEDS< x >NEEDS> y <NEEDS< x"},
		{"self loop", each, ids("System loop"), []string{"System.needs"}, nil, "", "loop >NEEDS> loop"},
		{"self loop, the other way", each, ids("System loop"), []string{"System.neededBy"}, nil, "", "loop >NEEDS> loop"},
		{"self loop in both directions is one path", each, ids("System loop"), []string{"System.needs|System.neededBy"}, nil, "", "loop >NEEDS> loop"},
		{"self loop in both directions, twice", walks, ids("System loop"), []string{"System.needs|System.neededBy", "System.neededBy|System.needs"}, nil, "",
			"loop >NEEDS> loop >NEEDS> loop"},
		{"self loop three times", walks, ids("System loop"), []string{"System.needs", "System.needs", "System.needs"}, nil, "",
			"loop >NEEDS> loop >NEEDS> loop >NEEDS> loop"},
		{"back and forth in both directions", walks, ids("System c"), []string{"System.needs|System.neededBy", "System.needs|System.neededBy"}, nil, "",
			"c <NEEDS< b <NEEDS< a\nc <NEEDS< b <NEEDS< x\nc <NEEDS< b >NEEDS> c"},

		{"cols", cols, north, []string{"Actor.runs", needs}, w.ids("System b"), "", northAB + "\nnorth >RUNS> x >NEEDS> b"},
		{"two cols", cols, north, []string{"Actor.runs", needs}, w.ids("System c, Service y"), "", "north >RUNS> x >NEEDS> y"},
		{"a col twice and unknown ones", cols, north, both, append(w.ids("Service x, Service x, Service none"), "", "no id"), "", "north >RUNS> x"},
		{"a col that is no end", cols, north, []string{"Actor.runs", needs}, w.ids("System a"), "", ""},
		{"no cols", cols, north, both, []landscape.ID{}, "", ""},
		{"the row as col", cols, a, []string{"System.needs", "System.neededBy"}, w.ids("System a"), "", "a >NEEDS> b <NEEDS< a"},

		{"several rows", rows, ids("System b, System a"), []string{"System.needs"}, nil, "", "a >NEEDS> b\nb >NEEDS> c"},
		{"a row twice and unknown ones", rows, landscape.Set{IDs: append(w.ids("System a, System a, System none"), "", "no id")}, []string{"System.needs"}, nil, "", "a >NEEDS> b"},
		{"rows of another kind than the step's", rows, ids("Actor north, System a"), []string{"System.needs"}, nil, "", "a >NEEDS> b"},
		{"no rows", rows, landscape.Set{}, []string{"System.needs"}, nil, "", ""},
		{"no rows and a filter", rows, landscape.Set{Where: all()}, []string{"System.needs"}, nil, "", ""},
		{"rows of a kind", rows, kinds(nil, "System"), []string{"System.needs"}, nil, "", "a >NEEDS> b\nb >NEEDS> c\nloop >NEEDS> loop"},
		{"rows of two kinds", rows, kinds(nil, "System", "Service"), []string{needs}, nil, "",
			"a >NEEDS> b\nb >NEEDS> c\nloop >NEEDS> loop\nx >NEEDS> b\nx >NEEDS> y"},
		{"rows of a kind and a filter", rows, kinds(w.is("System.rank", landscape.Gte, 2), "System"), []string{"System.needs"}, nil, "", "b >NEEDS> c"},
		{"rows of a kind and a filter that is unknown", rows, kinds(not(w.is("System.rank", landscape.Eq, 2)), "System"), []string{"System.needs"}, nil, "", "a >NEEDS> b"},
		{"rows of two kinds and a filter", rows, kinds(w.is("System.key", landscape.In, []any{"a", "x", "north"}), "System", "Service"), []string{needs}, nil, "",
			"a >NEEDS> b\nx >NEEDS> b\nx >NEEDS> y"},
		{"rows by what they are related to", rows, kinds(w.some("System.runBy", w.is("Actor.key", landscape.Eq, "old")), "System"), []string{"System.needs"}, nil, "", "a >NEEDS> b"},

		{"ended, no day", ended, ids("Actor south, Actor old"), both, nil, "", souths},
		{"ended, the last day", ended, ids("Actor south, Actor old"), both, nil, "2019-12-31", souths},
		{"ended, the day after an element's last", ended, ids("Actor south, Actor old"), both, nil, "2020-01-01", "south >RUNS> gap\nsouth >RUNS> x\nsouth >RUNS> y"},
		{"ended, a claim's last day", ended, ids("Actor south, Actor old"), both, nil, "2020-06-30", "south >RUNS> gap\nsouth >RUNS> x\nsouth >RUNS> y"},
		{"ended, the day after a claim's last", ended, ids("Actor south, Actor old"), both, nil, "2020-07-01", "south >RUNS> gap\nsouth >RUNS> y"},
		{"ended, the last day of what never met", ended, ids("Actor south, Actor old"), both, nil, "2021-12-31", "south >RUNS> gap\nsouth >RUNS> y"},
		{"ended, what comes later", ended, ids("Actor south, Actor old"), both, nil, "2022-01-01", "south >RUNS> y"},
		{"ended, in the middle of a path", ended, ids("System b"), []string{needed, "System.runBy|Service.runBy"}, nil, "2024-01-01",
			"b <NEEDS< a <RUNS north< north\nb <NEEDS< a <RUNS west< north\nb <NEEDS< x <RUNS< north"},
		{"ended, with cols", ended, ids("Actor south, Actor old"), both, w.ids("System a, Service y"), "2020-01-01", "south >RUNS> y"},
	}
}

// intervals checks the days of paths that were asked for without attributes.
func intervals(t TB, w *world) {
	m := w.matrix(t, landscape.Public(), landscape.MatrixQuery{
		Rows: landscape.Set{IDs: w.ids("Actor south, Actor old, Actor north")}, Steps: []landscape.Step{{w.field("Actor.runs")}}, Attributes: []string{},
	})
	slices.SortFunc(m.Tuples, func(a, b landscape.Tuple) int { return cmp.Compare(pathText(m, a), pathText(m, b)) })
	got := list(m.Tuples, func(tuple landscape.Tuple) string {
		from, to := m.Interval(tuple)
		return fmt.Sprintf("%s..%s", from, to)
	})
	equal(t, "the days", got, ".., .., .., ..2019-12-31, 2025-01-01..2021-12-31, ..2020-06-30, 2030-01-01..")
}
