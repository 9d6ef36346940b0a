package landscape_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// The controls of the properties: each is a Repository or a store with one fault, which the property must find.

// faultyApplier is a Repository of which Apply does something else.
type faultyApplier struct {
	applier
	apply func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error)
}

func (f faultyApplier) Apply(ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
	return f.apply(f.applier, ctx, v, r)
}

func (f faultyApplier) Undo(ctx context.Context, v landscape.Viewer, at landscape.Revision, r landscape.Request) (landscape.Result, error) {
	return f.applier.Undo(ctx, v, at, r)
}

// faultyStore is a store that hands out another draft, writes other changes, or tells another history.
type faultyStore struct {
	store
	draft   func(landscape.Draft) landscape.Draft
	changes func([]landscape.Change, landscape.Draft) []landscape.Change
	history func([]landscape.Commit) []landscape.Commit
	twice   bool // runs the closure twice, which is its right
}

func (f faultyStore) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	return f.store.Write(ctx, name, w, func(d landscape.Draft) ([]landscape.Change, error) {
		given := d
		if f.draft != nil {
			given = f.draft(d)
		}
		if f.twice {
			_, _ = fn(given)
		}
		changes, err := fn(given)
		if err == nil && f.changes != nil {
			changes = f.changes(changes, d)
		}
		return changes, err
	})
}

func (f faultyStore) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return f.store.Read(ctx, name, v, func(s landscape.Snapshot) error {
		if f.history != nil {
			s = faultySnapshot{s, f.history}
		}
		return fn(s)
	})
}

type faultySnapshot struct {
	landscape.Snapshot
	history func([]landscape.Commit) []landscape.Commit
}

func (f faultySnapshot) History(ctx context.Context, h landscape.History) ([]landscape.Commit, error) {
	commits, err := f.Snapshot.(landscape.Historian).History(ctx, h)
	return f.history(commits), err
}

// faultyDraft is a draft that does not tell of some relations.
type faultyDraft struct {
	landscape.Draft
	keep func(*landscape.Relation) bool
}

func (f faultyDraft) Touching(ctx context.Context, ids []landscape.ID, types ...string) ([]*landscape.Relation, error) {
	found, err := f.Draft.Touching(ctx, ids, types...)
	return slices.DeleteFunc(slices.Clone(found), func(r *landscape.Relation) bool { return !f.keep(r) }), err
}

func withApply(apply func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error)) maker {
	return func(m *schema.Metamodel) (applier, store) {
		a, s := sound(m)
		return faultyApplier{a, apply}, s
	}
}

func withStore(f faultyStore) maker {
	return func(m *schema.Metamodel) (applier, store) {
		f := f
		f.store = newStore()
		return repository(m, f), f.store
	}
}

type property func(*rapid.T, *schema.Metamodel, maker) error

var faults = []struct {
	name     string
	property property
	fault    maker
}{
	{"writes all but the last change", sequence, withStore(faultyStore{changes: func(c []landscape.Change, _ landscape.Draft) []landscape.Change {
		if len(c) > 1 && c[len(c)-1].IsElement() {
			return c[:len(c)-1]
		}
		return c
	}})},
	{"writes what is right of what was refused", sequence, withApply(func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		result, err := a.Apply(ctx, v, r)
		if err != nil {
			for _, e := range r.Set.Elements {
				_, _ = a.Apply(ctx, v, landscape.Request{Set: &landscape.ChangeSet{Elements: []landscape.ElementRecord{e}}, DryRun: r.DryRun})
			}
		}
		return result, err
	})},
	{"a dry run writes", sequence, withApply(func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		r.DryRun = false
		return a.Apply(ctx, v, r)
	})},
	{"a dry run tells nothing", sequence, withApply(func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		result, err := a.Apply(ctx, v, r)
		if r.DryRun {
			result.Changes = nil
		}
		return result, err
	})},
	{"everybody is a steward", sequence, withApply(func(a applier, ctx context.Context, _ landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		return a.Apply(ctx, landscape.Steward(), r)
	})},
	{"a mutation is whole", sequence, withApply(func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		for i := range r.Set.Elements {
			r.Set.Elements[i].Given = nil
		}
		return a.Apply(ctx, v, r)
	})},
	{"a whole record is a mutation", sequence, withApply(func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		for i, e := range r.Set.Elements {
			for j, a := range e.Element.Kind.Attributes {
				if e.Given == nil && e.Element.Values[j] != nil {
					r.Set.Elements[i].Given = append(r.Set.Elements[i].Given, a.Name)
				}
			}
		}
		return a.Apply(ctx, v, r)
	})},
	{"deletions are forgotten", sequence, withApply(func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		r.Set.Deletions = nil
		return a.Apply(ctx, v, r)
	})},
	{"the same again is a revision", sequence, withStore(faultyStore{changes: func(c []landscape.Change, d landscape.Draft) []landscape.Change {
		e, err := d.Elements(context.Background(), []landscape.ID{landscape.NewElementID("Actor", "kommun/1")}, nil)
		if len(c) == 0 && err == nil && e[0] != nil {
			return []landscape.Change{{ElementBefore: e[0], ElementAfter: e[0]}}
		}
		return c
	}})},
	{"others' claims do not hold an element", sequence, withStore(faultyStore{draft: func(d landscape.Draft) landscape.Draft {
		return faultyDraft{d, func(r *landscape.Relation) bool { return r.Owner() != "kommun/2" }}
	}})},
	{"a second product is not noticed", sequence, withStore(faultyStore{draft: func(d landscape.Draft) landscape.Draft {
		return faultyDraft{d, func(r *landscape.Relation) bool { return r.Type.Type != "INSTANCE_OF" }}
	}})},
	{"undo forgets a change", sequence, withStore(faultyStore{history: func(commits []landscape.Commit) []landscape.Commit {
		for i, c := range commits {
			if len(c.Changes) > 1 {
				commits[i].Changes = c.Changes[1:]
			}
		}
		return commits
	}})},
	{"undo does not look at later changes", sequence, func(m *schema.Metamodel) (applier, store) {
		a, s := sound(m)
		return undoes{a, s, m}, s
	}},
	{"a key counts for nothing", once, withApply(func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		r.Key = ""
		return a.Apply(ctx, v, r)
	})},
	{"a key counts whatever the content", once, withApply(func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		result, err := a.Apply(ctx, v, r)
		if landscape.CodeOf(err) == landscape.Conflict {
			return landscape.Result{Repeated: true}, nil
		}
		return result, err
	})},
	{"the expected revision counts for nothing", once, withApply(func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		r.Expected = nil
		return a.Apply(ctx, v, r)
	})},
	{"a member sees everything", unseen, withApply(func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
		return a.Apply(ctx, landscape.StewardOf("kommun/1"), r)
	})},
	{"a refusal tells what is hidden", unseen, func(m *schema.Metamodel) (applier, store) {
		a, s := sound(m)
		return faultyApplier{a, func(a applier, ctx context.Context, v landscape.Viewer, r landscape.Request) (landscape.Result, error) {
			result, err := a.Apply(ctx, v, r)
			_ = s.Read(ctx, landscape.Main, landscape.Steward(), func(snap landscape.Snapshot) error {
				e, _ := snap.Elements(ctx, []landscape.ID{landscape.NewElementID("System", "kommun/2/x")}, nil)
				if err != nil && e[0] != nil {
					err = errors.Join(err, errors.New("it is hidden from you"))
				}
				return nil
			})
			return result, err
		}}, s
	}},
	{"hidden claims that go along are told", unseen, withStore(faultyStore{draft: func(d landscape.Draft) landscape.Draft {
		// The draft shows as OPEN what is not.
		return opened{d}
	}})},
}

// undoes takes a revision back by stating again what was before it, whatever happened since.
type undoes struct {
	applier
	store store
	model *schema.Metamodel
}

func (u undoes) Undo(ctx context.Context, v landscape.Viewer, at landscape.Revision, r landscape.Request) (result landscape.Result, err error) {
	set := &landscape.ChangeSet{}
	err = u.store.Read(ctx, landscape.Main, v, func(s landscape.Snapshot) error {
		commits, err := s.(landscape.Historian).History(ctx, landscape.History{Since: at - 1, Before: at + 1, Limit: 1})
		for _, c := range commits[0].Changes {
			switch {
			case c.ElementBefore != nil:
				set.Elements = append(set.Elements, landscape.ElementRecord{Element: c.ElementBefore})
			case c.RelationBefore != nil:
				set.Relations = append(set.Relations, landscape.RelationRecord{Relation: c.RelationBefore, From: c.From, To: c.To})
			default:
				set.Deletions = append(set.Deletions, landscape.Deletion{ID: c.ID()})
			}
		}
		return err
	})
	if err != nil {
		return result, err
	}
	r.Set = set
	return u.Apply(ctx, v, r)
}

// opened shows hidden relations as OPEN.
type opened struct{ landscape.Draft }

func (o opened) Touching(ctx context.Context, ids []landscape.ID, types ...string) ([]*landscape.Relation, error) {
	found, err := o.Draft.Touching(ctx, ids, types...)
	all := make([]*landscape.Relation, len(found))
	for i, r := range found {
		c := *r
		c.Values = slices.Clone(r.Values)
		c.Values[schema.ClaimVisibility] = "OPEN"
		all[i] = &c
	}
	return all, err
}

// once is the property of keys and expected revisions: a request with both is written once, however often it is sent and whatever is
// written in between; another content with the key and another key on the old revision are CONFLICTs.
func once(t *rapid.T, m *schema.Metamodel, mk maker) error {
	ctx := context.Background()
	a, s := mk(m)
	w := &world{t, m, repository(m, s)}
	w.must(landscape.Steward(), landscape.Request{Set: w.set(two), MayWrite: any1})
	before, revision := w.state()
	request := func(name, key string) landscape.Request {
		return landscape.Request{Set: w.save("System", map[string]any{"name": name}), Key: key, Expected: &revision}
	}
	_, err := a.Apply(ctx, first, request("Ny", "k"))
	if err != nil {
		return err
	}
	others := 0
	for range rapid.IntRange(1, 5).Draw(t, "retries") {
		if rapid.Bool().Draw(t, "other write") {
			w.must(second, landscape.Request{Set: w.save("System", map[string]any{"name": "Annat"})})
			others++
		}
		switch rapid.IntRange(0, 2).Draw(t, "what") {
		case 0:
			if again, err := a.Apply(ctx, first, request("Ny", "k")); err != nil || !again.Repeated || again.Revision != revision+1 {
				return errors.Join(errors.New("the same again was not taken as that"), err)
			}
		case 1:
			if _, err := a.Apply(ctx, first, request("Nyare", "k")); landscape.CodeOf(err) != landscape.Conflict || strings.Contains(err.Error(), "revision") {
				return errors.Join(errors.New("other content with the key was no conflict of keys"), err)
			}
		case 2:
			if _, err := a.Apply(ctx, first, request("Ny", "l")); landscape.CodeOf(err) != landscape.Conflict || !strings.Contains(err.Error(), "revision") {
				return errors.Join(errors.New("an old revision was no conflict of revisions"), err)
			}
		}
	}
	if after, now := w.state(); len(after) != len(before)+1+others || int(now-revision) != 1+others {
		return errors.New("it was written more than once, or not at all")
	}
	return nil
}

func TestOnce(t *testing.T) {
	m := metamodel(t)
	rapid.Check(t, func(t *rapid.T) {
		if err := once(t, m, sound); err != nil {
			t.Fatal(err)
		}
	})
}

// TestControls: every fault is found by its property.
func TestControls(t *testing.T) {
	m := metamodel(t)
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			tries := rapid.Custom(func(t *rapid.T) error { return f.property(t, m, f.fault) })
			for seed := range 300 {
				if err := tries.Example(seed); err != nil {
					t.Logf("found by try %d", seed)
					return
				}
			}
			t.Error("nobody notices")
		})
	}
}
