package landscape_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/advice"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/schema"
)

// applier is what the properties are about: a Repository, or one with a fault.
type applier interface {
	Apply(context.Context, landscape.Viewer, landscape.Request) (landscape.Result, error)
	Undo(context.Context, landscape.Viewer, landscape.Revision, landscape.Request) (landscape.Result, error)
	Merge(ctx context.Context, viewer landscape.Viewer, into, from landscape.Ref, r landscape.Request) (landscape.Result, error)
}

// maker makes what a property is about over a store of its own.
type maker func(m *schema.Metamodel) (applier, store)

func sound(m *schema.Metamodel) (applier, store) {
	s := newStore()
	return repository(m, s), s
}

func repository(m *schema.Metamodel, s store) *landscape.Repository {
	return &landscape.Repository{Model: m, Store: s, Advice: advice.Give, Now: func() time.Time { return noon }}
}

// sequence is the property of writing: whatever is asked for by whom, the landscape is as the oracle says, what is refused changes
// nothing, a dry run tells what would be and changes nothing, and undoing brings back what was or is refused.
func sequence(t *rapid.T, m *schema.Metamodel, mk maker) error {
	ctx := context.Background()
	a, s := mk(m)
	now := &oracle{m, map[string]stated{}}
	states := []*oracle{now} // by revision, from the first
	_, begin := stateOf(t, s, landscape.Steward(), m)
	revisions := func() int { return int(begin) + len(states) - 1 }
	for i := range rapid.IntRange(1, 50).Draw(t, "length") {
		actor := rapid.SampledFrom([]string{"", "", "kommun/1", "kommun/2"}).Draw(t, "actor")
		if _, there := now.at["Actor "+actor]; !there {
			actor = ""
		}
		viewer := landscape.Steward()
		if actor != "" {
			viewer = landscape.Member(actor)
		}
		var next *oracle
		var write func(r landscape.Request) (landscape.Result, error)
		what := ""
		switch kind := rapid.IntRange(0, 7).Draw(t, "kind"); {
		case kind == 0:
			into, from := rapid.SampledFrom(drawnElements).Draw(t, "into"), rapid.SampledFrom(drawnElements).Draw(t, "from")
			what = fmt.Sprintf("%v merges %s into %s", viewer, from, into)
			next = now.merge(actor, into, from)
			write = func(r landscape.Request) (landscape.Result, error) {
				return a.Merge(ctx, viewer, refOf(m, into), refOf(m, from), r)
			}
		case kind < 3 && len(states) > 1:
			viewer = landscape.Steward()
			at := rapid.IntRange(1, len(states)-1).Draw(t, "revision")
			what = fmt.Sprint("undo ", at)
			next = now.undo(states[at-1], states[at])
			write = func(r landscape.Request) (landscape.Result, error) {
				return a.Undo(ctx, viewer, begin+landscape.Revision(at), r)
			}
		default:
			steps := drawSteps(t)
			what = fmt.Sprintf("%v %+v", viewer, steps)
			next = now.apply(actor, steps)
			write = func(r landscape.Request) (landscape.Result, error) {
				r.Set = now.set(steps)
				return a.Apply(ctx, viewer, r)
			}
		}
		dry, dryErr := write(landscape.Request{DryRun: true})
		if lines, revision := stateOf(t, s, landscape.Steward(), m); !slices.Equal(lines, now.lines()) || int(revision) != revisions() {
			return fmt.Errorf("step %d: a dry run of %s changed the landscape", i, what)
		}
		got, err := write(landscape.Request{})
		if (err == nil) != (next != nil) || (dryErr == nil) != (err == nil) {
			return fmt.Errorf("step %d: %s: %v, dry %v; expected to be written: %v", i, what, err, dryErr, next != nil)
		}
		if d, g := changesOf(dry.Changes), changesOf(got.Changes); err == nil && !slices.Equal(d, g) || !slices.Equal(told(dry.Findings), told(got.Findings)) {
			return fmt.Errorf("step %d: %s: a dry run tells %v, %v, else it is %v, %v", i, what, d, told(dry.Findings), g, told(got.Findings))
		}
		if next != nil && !slices.Equal(next.lines(), now.lines()) {
			states = append(states, next)
		}
		if next != nil {
			now = next
		}
		lines, revision := stateOf(t, s, landscape.Steward(), m)
		if !slices.Equal(lines, now.lines()) {
			return fmt.Errorf("step %d: after %s:\n%s\nexpected\n%s", i, what, strings.Join(lines, "\n"), strings.Join(now.lines(), "\n"))
		}
		if int(revision) != revisions() {
			return fmt.Errorf("step %d: after %s revision %d, expected %d", i, what, revision, revisions())
		}
	}
	return nil
}

func TestSequences(t *testing.T) {
	m := metamodel(t)
	for name, mk := range map[string]maker{"plain": sound, "embedded": func(m *schema.Metamodel) (applier, store) {
		s := embedded.New(&landscape.Content{})
		return repository(m, s), s
	}, "a store that runs everything twice": withStore(faultyStore{twice: true})} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				if err := sequence(t, m, mk); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}
