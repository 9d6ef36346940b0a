package present

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// TestCounts reckons counts through random commits, and holds them against counting. A control forgets elements that are changed.
func TestCounts(t *testing.T) {
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	system, actor := m.Kind("System"), m.Kind("Actor")
	lifecycle := system.Attribute("lifecycle")
	with := func(value any) landscape.Query {
		return landscape.Query{Kind: system, Where: landscape.Compare{Attribute: lifecycle, Op: landscape.Eq, Value: value}}
	}
	queries := []landscape.Query{{Kind: system}, {Kind: actor}}
	for _, v := range lifecycle.Enum.Values {
		queries = append(queries, with(v.Name))
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // for a test
	elements := map[int]*landscape.Element{}
	element := func(n int) *landscape.Element {
		values := map[string]any{"key": fmt.Sprint("k", n), "name": "x", "owner": landscape.LocalOwner}
		if n%4 == 0 {
			return landscape.NewElement(actor, values)
		}
		if i := random.IntN(len(lifecycle.Enum.Values) + 1); i < len(lifecycle.Enum.Values) {
			values["lifecycle"] = lifecycle.Enum.Values[i].Name
		}
		return landscape.NewElement(system, values)
	}
	counting := func(q landscape.Query) (n int) {
		of, is := countable(q)
		if !is {
			t.Fatalf("%v is not remembered", q)
		}
		for _, e := range elements {
			if of.has(e) {
				n++
			}
		}
		return n
	}
	state, control := New(0), New(0)
	caught := false
	for revision := range landscape.Revision(300) {
		for _, q := range queries {
			for _, s := range []*State{state, control} {
				n, err := s.Counts.Of(q, func() (int, error) { return counting(q), nil })
				if want := counting(q); err != nil || n != want {
					if s == state {
						t.Fatalf("revision %d: %d, %v of %v, counted %d", revision, n, err, q, want)
					}
					caught = true
				}
			}
		}
		var changes, forgetful []landscape.Change
		for range 1 + random.IntN(4) {
			n := random.IntN(30)
			c := landscape.Change{ElementBefore: elements[n], ElementAfter: element(n)}
			if c.ElementBefore != nil && random.IntN(3) == 0 {
				c.ElementAfter = nil
			}
			if elements[n] = c.ElementAfter; c.ElementAfter == nil {
				delete(elements, n)
			}
			changes = append(changes, c)
			if c.Created() || c.Deleted() {
				forgetful = append(forgetful, c)
			}
		}
		state, control = state.After(revision+1, changes), control.After(revision+1, forgetful)
	}
	if !caught {
		t.Error("the control is not found out")
	}
}

// TestCountsAsk holds that what commits do not tell is asked each time, and what fails is not remembered.
func TestCountsAsk(t *testing.T) {
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	system := m.Kind("System")
	compare := func(name string, op landscape.Op, value any) landscape.Filter {
		return landscape.Compare{Attribute: system.Attribute(name), Op: op, Value: value}
	}
	for _, q := range []landscape.Query{
		{Kind: system, At: "2026-01-01"},
		{Kind: system, Where: compare("name", landscape.Eq, "x")},
		{Kind: system, Where: compare("lifecycle", landscape.Ne, "ACTIVE")},
		{Kind: system, Where: landscape.Not{Filter: compare("lifecycle", landscape.Eq, "ACTIVE")}},
		{Kind: system, Where: compare("lifecycle", landscape.Eq, "ACTIVE"), At: "2026-01-01"},
	} {
		counts := New(0).Counts
		for want := range 3 {
			if n, err := counts.Of(q, func() (int, error) { return want, nil }); n != want || err != nil {
				t.Errorf("%v: %d, %v instead of %d", q, n, err, want)
			}
		}
	}
	counts, failed := New(0).Counts, errors.New("no answer")
	if _, err := counts.Of(landscape.Query{Kind: system}, func() (int, error) { return 0, failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
	if n, err := counts.Of(landscape.Query{Kind: system}, func() (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Errorf("after a failure: %d, %v", n, err)
	}
}
