package storetest

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/schema"
)

// failuresOf runs checks and returns the names of those that fail.
func failuresOf(w *world, checks []check) (names []string) {
	for _, c := range checks {
		if attempt(func(t TB) { c.run(t, w) }) != "" {
			names = append(names, c.name)
		}
	}
	return names
}

// TestSuiteFindsFaults runs the tables on faulty stores: the check that is about the fault must fail.
func TestSuiteFindsFaults(t *testing.T) {
	for _, p := range parts() {
		w, err := newWorld(p)
		if err != nil {
			t.Fatal(err)
		}
		checks := p.checks(w)
		for _, f := range faults() {
			about, ok := strings.CutPrefix(f.fails, p.name+"/")
			if !ok {
				continue
			}
			t.Run(f.name, func(t *testing.T) {
				w.store = faulty{plain.New(w.content), f}
				others := func(c check) bool { return !strings.HasPrefix(c.name, about) }
				if len(failuresOf(w, slices.DeleteFunc(slices.Clone(checks), others))) == 0 {
					t.Errorf("the check %s passes; of its part these fail: %q", f.fails, failuresOf(w, checks))
				}
			})
		}
	}
}

// TestEveryFaultIsTried holds that no fault names a part that is not there.
func TestEveryFaultIsTried(t *testing.T) {
	for _, f := range faults() {
		name, _, _ := strings.Cut(f.fails, "/")
		if !slices.ContainsFunc(parts(), func(p part) bool { return p.name == name }) {
			t.Errorf("%s: no part %s", f.name, name)
		}
	}
}

// drawnCase is a case with the right answers.
type drawnCase struct {
	Case
	plain, visible landscape.Store
	answers        []string
}

// shows reports whether a store with a fault answers a case wrongly.
func (c drawnCase) shows(f fault) bool {
	for i, q := range c.Questions {
		if answer(faulty{c.plain, f}, c.Viewer, q) != c.answers[i] {
			return true
		}
	}
	return false
}

// interferes reports whether a store with a fault answers a case in another way than without what is hidden.
func (c drawnCase) interferes(f fault) bool {
	return different(c.Case, faulty{c.plain, f}, faulty{c.visible, f}) != ""
}

// TestRandomCasesFindFaults draws cases until one shows the fault.
func TestRandomCasesFindFaults(t *testing.T) {
	m, err := Model()
	if err != nil {
		t.Fatal(err)
	}
	// Each run of the suite draws a pool of its own; so do some hundred cases here.
	var cases *rapid.Generator[Case]
	var drawn []drawnCase
	find := func(t *testing.T, shows func(drawnCase) bool) {
		t.Helper()
		for seed := range 8000 {
			if seed == len(drawn) {
				if seed%400 == 0 {
					cases = NewPool(m, uint64(seed), poolSize(m)).Cases()
				}
				c := drawnCase{Case: cases.Example(seed)}
				c.plain, c.visible = plain.New(c.Content), plain.New(visible(c.Case))
				for _, q := range c.Questions {
					c.answers = append(c.answers, answer(Oracle(t, m, c.Content), c.Viewer, q))
				}
				drawn = append(drawn, c)
			}
			if shows(drawn[seed]) {
				t.Logf("case %d shows it", seed)
				return
			}
		}
		t.Errorf("%d cases do not show it", len(drawn))
	}
	for _, f := range faults() {
		if f.unseen {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			find(t, func(c drawnCase) bool { return c.shows(f) })
			if f.leaks {
				find(t, func(c drawnCase) bool { return c.interferes(f) })
			}
		})
	}
}

// TestOracle runs the suite on the oracle, which therefore says what the tables say.
func TestOracle(t *testing.T) { Run(t, Oracle) }

// TestManyCases compares the plain store with the oracle on many more cases than each store's own run does.
func TestManyCases(t *testing.T) {
	for name, load := range map[string]func() (*schema.Metamodel, error){"Model": Model, "Product": schema.Load} {
		m, err := load()
		if err != nil {
			t.Fatal(err)
		}
		cases := NewPool(m, 1, poolSize(m)).Cases()
		for seed := range 300 {
			c := cases.Example(seed)
			if wrong := different(c, plain.New(c.Content), Oracle(t, m, c.Content)); wrong != "" {
				t.Fatalf("%s, seed %d: %s", name, seed, wrong)
			}
		}
	}
}
