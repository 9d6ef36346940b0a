package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Task is a small write that follows from something that is there.
type Task struct {
	Name string
	Fn   func(landscape.Draft) ([]landscape.Change, error)
}

// tasks makes tasks about a few elements, so that many of them have to do with each other.
type tasks struct {
	model  *schema.Metamodel
	random *rand.Rand
	system *schema.Kind
}

// TasksContent is what there is before the first task.
func TasksContent(m *schema.Metamodel) (*landscape.Content, error) {
	return parseLandscape(m, "Actor north | owner north | actorKind REGION\nActor west | owner west | actorKind REGION\nSystem s0 | owner north | rank 0\nSystem s1 | owner west | rank 0\nSystem s0 NEEDS System s1 | owner north")
}

// RandomTask draws a task for the suite's model.
func RandomTask(m *schema.Metamodel, random *rand.Rand) Task {
	s := &tasks{m, random, m.Kind("System")}
	x, y, z := s.some(), s.some(), s.some()
	types := [][]string{nil, {"NEEDS"}, {"REPLACES"}, {"LED_BY", "NEEDS"}}[random.IntN(4)]
	ref := landscape.RelationRef{}
	toggled := s.relation([]string{"NEEDS", "REPLACES"}[random.IntN(2)], x, y, []string{"north", "west"}[random.IntN(2)])
	ref = toggled.Ref()
	// value is a task that writes a rank to an element that follows from what it asks.
	value := func(name string, of func(context.Context, landscape.Draft) (int, error)) Task {
		return Task{name, func(d landscape.Draft) ([]landscape.Change, error) {
			n, err := of(context.Background(), d)
			if err != nil {
				return nil, err
			}
			return s.set(d, z, "rank", int64(n))
		}}
	}
	all := []Task{
		value("rank follows from a rank", func(ctx context.Context, d landscape.Draft) (int, error) {
			found, err := d.Elements(ctx, []landscape.ID{x.ID()}, nil)
			if err != nil || found[0] == nil {
				return 0, err
			}
			rank, _ := found[0].Get("rank").(int64)
			return int(rank) + 1, nil
		}),
		value("rank follows from relations of "+strings.Join(types, " "), func(ctx context.Context, d landscape.Draft) (int, error) {
			found, err := d.Touching(ctx, []landscape.ID{x.ID(), y.ID()}, types...)
			return 100 * len(found), err
		}),
		value("rank follows from confirming", func(ctx context.Context, d landscape.Draft) (int, error) {
			found, err := d.Relations(ctx, []landscape.RelationRef{ref})
			if err != nil || found[0] == nil {
				return 1000, err
			}
			return 1001 + slices.Index([]any{false, true}, found[0].Values[schema.ClaimConfirmed]), nil
		}),
		value("rank follows from the list of a kind", func(ctx context.Context, d landscape.Draft) (int, error) {
			rows, err := d.Find(ctx, landscape.Query{Kind: s.system, Page: landscape.Page{Limit: landscape.NoLimit}})
			sum := 10000
			for _, e := range rows.Elements {
				rank, _ := e.Get("rank").(int64)
				sum += int(rank) % 10
			}
			return sum, err
		}),
		value("rank follows from a count", func(ctx context.Context, d landscape.Draft) (int, error) {
			return d.Count(ctx, landscape.Query{Kind: s.system, Where: landscape.Compare{Attribute: s.system.Attribute("rank"), Op: landscape.Gt, Value: int64(3)}})
		}),
		value("rank follows from what is related", func(ctx context.Context, d landscape.Draft) (int, error) {
			counts, err := d.CountRelated(ctx, landscape.RelatedQuery{Sources: []landscape.ID{x.ID()}, Field: s.system.Field("needs")})
			return slices.Max(append(counts, 0)), err
		}),
		value("rank follows from the revision", func(_ context.Context, d landscape.Draft) (int, error) {
			return int(d.Revision()), nil
		}),
		value("rank follows from the past", func(ctx context.Context, d landscape.Draft) (int, error) {
			commits, err := d.(landscape.Historian).History(ctx, landscape.History{Since: 1, Element: x.ID(), Limit: landscape.NoLimit})
			return 100000 + len(commits), err
		}),
		{"an owner follows from the owner", func(d landscape.Draft) ([]landscape.Change, error) {
			found, err := d.Elements(context.Background(), []landscape.ID{x.ID()}, nil)
			if err != nil || found[0] == nil {
				return nil, err
			}
			return s.set(d, x, "owner", map[string]string{"north": "west", "west": "north"}[found[0].Owner()])
		}},
		{"a relation comes or goes", func(d landscape.Draft) ([]landscape.Change, error) {
			ends, err := d.Elements(context.Background(), []landscape.ID{x.ID(), y.ID()}, nil)
			if err != nil || ends[0] == nil || ends[1] == nil {
				return nil, err
			}
			found, err := d.Relations(context.Background(), []landscape.RelationRef{ref})
			if err != nil {
				return nil, err
			}
			c := landscape.Change{RelationBefore: found[0], From: x, To: y}
			if found[0] == nil {
				c.RelationAfter = toggled
			}
			return []landscape.Change{c}, nil
		}},
		{"an element goes with its relations", func(d landscape.Draft) (changes []landscape.Change, err error) {
			found, err := d.Elements(context.Background(), []landscape.ID{x.ID()}, nil)
			if err != nil || found[0] == nil {
				return nil, err
			}
			relations, err := d.Touching(context.Background(), []landscape.ID{x.ID()})
			changes = append(changes, landscape.Change{ElementBefore: found[0]})
			for _, r := range relations {
				// All relations of the tasks are between systems.
				changes = append(changes, landscape.Change{RelationBefore: r, From: s.named(r.From), To: s.named(r.To)})
			}
			return changes, err
		}},
	}
	return all[random.IntN(len(all))]
}

// count is how many systems the tasks are about.
const count = 6

func (s *tasks) some() landscape.Ref {
	return landscape.Ref{Kind: s.system, Key: fmt.Sprint("s", s.random.IntN(count))}
}

func (s *tasks) named(id landscape.ID) landscape.Ref {
	for i := range count {
		if ref := (landscape.Ref{Kind: s.system, Key: fmt.Sprint("s", i)}); ref.ID() == id {
			return ref
		}
	}
	panic("storetest: a relation of an element that no task is about")
}

func (s *tasks) relation(of string, from, to landscape.Ref, owner string) *landscape.Relation {
	return landscape.NewRelation(s.model.Relation(of, s.system), from, to, map[string]any{"owner": owner})
}

// set gives an element a value, and makes the element if it is not there.
func (s *tasks) set(d landscape.Draft, ref landscape.Ref, attribute string, value any) ([]landscape.Change, error) {
	found, err := d.Elements(context.Background(), []landscape.ID{ref.ID()}, nil)
	if err != nil {
		return nil, err
	}
	before := found[0]
	after := landscape.NewElement(s.system, map[string]any{"key": ref.Key, "name": ref.Key, "owner": "north"})
	if before != nil {
		after.Values = slices.Clone(before.Values)
	}
	after.Values[s.system.Attribute(attribute).Index] = value
	if before != nil && before.Get(attribute) == value {
		return nil, nil
	}
	return []landscape.Change{{ElementBefore: before, ElementAfter: after}}, nil
}

// Serially lets writers make random tasks at once, on TasksContent at revision 1, and then makes the same tasks one after another, on
// the same content in another store, in the order of the revisions that the writers were told: all commits have to be the same.
func Serially(t TB, s, anew landscape.Store, m *schema.Metamodel, writers, each int, seed uint64) {
	t.Helper()
	writer, again := s.(landscape.Writer), anew.(landscape.Writer)
	var mutex sync.Mutex
	made := map[landscape.Revision]Task{}
	var failed []error
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			random := rand.New(rand.NewPCG(seed, uint64(i)))
			for range each {
				task, changed := RandomTask(m, random), false
				receipt, err := writer.Write(context.Background(), landscape.Main, landscape.Write{By: task.Name}, func(d landscape.Draft) ([]landscape.Change, error) {
					changes, err := task.Fn(d)
					changed = len(changes) > 0
					return changes, err
				})
				mutex.Lock()
				if _, twice := made[receipt.Revision]; err == nil && changed && twice {
					err = fmt.Errorf("two writes are told that they made revision %d", receipt.Revision)
				}
				if failed = append(failed, err); err == nil && changed {
					made[receipt.Revision] = task
				}
				mutex.Unlock()
			}
		})
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		t.Fatalf("%v", err)
	}
	for r := landscape.Revision(2); int(r) < len(made)+2; r++ {
		task, known := made[r]
		if !known {
			t.Fatalf("%d writes have changed something, and none of them made revision %d", len(made), r)
		}
		receipt, err := again.Write(context.Background(), landscape.Main, landscape.Write{By: task.Name, At: time.Now()}, task.Fn)
		if err != nil || receipt.Revision != r {
			t.Errorf("the write that made revision %d, %s, cannot be made then: %+v, %v", r, task.Name, receipt, err)
			return
		}
	}
	got, want := commitsOf(t, s), commitsOf(t, anew)
	for i := range max(len(got), len(want)) {
		if i >= min(len(got), len(want)) || got[i] != want[i] {
			equal(t, "what the writes have done, and what they do one after another", strings.Join(got[i:min(i+3, len(got))], "\n"), strings.Join(want[i:min(i+3, len(want))], "\n"))
			return
		}
	}
}

// commitsOf returns the commits after revision 1, the oldest first.
func commitsOf(t TB, s landscape.Store) (list []string) {
	err := s.Read(context.Background(), landscape.Main, landscape.Steward(), func(snap landscape.Snapshot) error {
		commits, err := snap.(landscape.Historian).History(context.Background(), landscape.History{Since: 1, Limit: landscape.NoLimit})
		for _, c := range slices.Backward(commits) {
			text := fmt.Sprint(c.Revision, " ", c.By)
			for _, change := range c.Changes {
				text += "\n" + ChangeText(change)
			}
			list = append(list, text)
		}
		return err
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return list
}

// ChangeText says what a change changes.
func ChangeText(c landscape.Change) string {
	side := func(e *landscape.Element, r *landscape.Relation) string {
		switch {
		case e != nil:
			return valuesText(e.Kind.Attributes, e.Values, everything)
		case r != nil:
			return valuesText(r.Type.Attributes, r.Values, everything)
		}
		return " nothing"
	}
	var name string
	if e := cmp.Or(c.ElementBefore, c.ElementAfter); e != nil {
		name = e.Ref().String()
	} else {
		name = c.From.String() + " " + cmp.Or(c.RelationBefore, c.RelationAfter).Type.Type + " " + c.To.String()
	}
	return name + side(c.ElementBefore, c.RelationBefore) + " ->" + side(c.ElementAfter, c.RelationAfter)
}
