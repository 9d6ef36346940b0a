package landscape_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/exchange/canonical"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// past is a landscape's states, one for each change set that made one of the other, and the digests that they have. It is worked out
// by the oracle; no store has had a hand in it.
type past struct {
	states  []*oracle
	steps   [][]step
	digests []string
}

// content is what the oracle says is there.
func (o *oracle) content() *landscape.Content {
	c := &landscape.Content{}
	for _, s := range o.at {
		if s.from == "" {
			c.Elements = append(c.Elements, landscape.NewElement(o.model.Kind(s.kind), o.full(s)))
		} else {
			c.Relations = append(c.Relations, o.claim(s).Relation)
		}
	}
	return c
}

// drawPast draws change sets of one to four steps about so many records that many of them never meet again.
func drawPast(m *schema.Metamodel, random *rand.Rand, length int) *past {
	p := &past{}
	add := func(o *oracle) {
		p.states, p.digests = append(p.states, o), append(p.digests, canonical.Digest(o.content()))
	}
	add(&oracle{m, map[string]stated{}})
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	actor := func() string { return fmt.Sprint("kommun/", random.IntN(20)) }
	system := func() string { return fmt.Sprint("System s", random.IntN(200)) }
	draw := func() step {
		s := step{gone: random.IntN(5) == 0, part: random.IntN(2) == 0}
		s.owner, s.values = actor(), map[string]any{}
		switch random.IntN(5) {
		case 0:
			s.relation, s.from, s.target = pick("USES", "PROVIDES"), "Actor "+s.owner, system()
		case 1:
			s.relation, s.from, s.target = "INSTANCE_OF", fmt.Sprint("System s", random.IntN(40)), fmt.Sprint("Product p", random.IntN(30))
		case 2:
			s.kind, s.key = "Actor", s.owner
			s.values["actorKind"] = "MUNICIPALITY"
		case 3:
			s.kind, s.key = "Product", fmt.Sprint("p", random.IntN(30))
		default:
			s.kind, s.key, _ = strings.Cut(system(), " ")
			s.values["description"] = pick("x", "y", "z")
		}
		if s.from == "" {
			s.values["name"] = pick("x", "y", "z")
		} else if random.IntN(2) == 0 {
			s.values["origin"] = pick("x", "y")
		}
		return s
	}
	for len(p.steps) < length {
		var steps []step
		for range 1 + random.IntN(4) {
			steps = append(steps, draw())
		}
		now := p.states[len(p.steps)]
		if next := now.apply("", steps); next != nil && !slices.Equal(next.lines(), now.lines()) {
			p.steps = append(p.steps, steps)
			add(next)
		}
	}
	return p
}

// changed returns the records that a change set made, changed or took away.
func (p *past) changed(i int) map[string]stated {
	before, after := p.states[i], p.states[i+1]
	all := maps.Clone(before.at)
	maps.Copy(all, after.at)
	for name := range all {
		old, had := before.at[name]
		s, has := after.at[name]
		if had == has && before.line(old) == after.line(s) {
			delete(all, name)
		}
	}
	return all
}

// meets reports whether a later change set changed the record of that name, and by that stands in the way of undoing an earlier one:
// the earlier one changed it too, or it is at the end of what that one took away, or rests on what that one made.
func (p *past) meets(earlier, later int, name string) bool {
	mine, theirs := p.changed(earlier), p.changed(later)
	for full, s := range theirs {
		if full != name && !strings.HasPrefix(full, name+" by ") && strings.Replace(full, " by ", " (", 1)+")" != name {
			continue
		}
		if _, both := mine[full]; both {
			return true
		}
		for other, m := range mine {
			if m.from != "" && (m.from == full || m.target == full) || s.from != "" && (s.from == other || s.target == other) {
				return true
			}
		}
	}
	return false
}

// undone counts what became of undoing.
type undone struct{ back, named, second int }

func digestOf(t fataler, m *schema.Metamodel, s store) string {
	t.Helper()
	ctx, all := context.Background(), landscape.Page{Limit: landscape.NoLimit}
	c := &landscape.Content{}
	err := s.Read(ctx, landscape.Main, landscape.Steward(), func(snap landscape.Snapshot) error {
		for _, k := range m.Kinds {
			rows, err := snap.Find(ctx, landscape.Query{Kind: k, Page: all})
			if err != nil {
				return err
			}
			var ids []landscape.ID
			for _, e := range rows.Elements {
				ids = append(ids, e.ID)
			}
			c.Elements = append(c.Elements, rows.Elements...)
			for _, f := range k.Fields {
				if f.Inverse || len(ids) == 0 {
					continue
				}
				pages, err := snap.Related(ctx, landscape.RelatedQuery{Sources: ids, Field: f, Page: all})
				if err != nil {
					return err
				}
				for _, page := range pages {
					for _, end := range page.Ends {
						c.Relations = append(c.Relations, end.Claims...)
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return canonical.Digest(c)
}

// undoEach applies the past's change sets and undoes each: at once, when nothing is later, or else when all of them are made. Each
// gives the digest that the oracle says, or names a later change that is in its way; undoing that gives what was before it.
func undoEach(t fataler, p *past, mk maker, atOnce bool) (n undone, err error) {
	ctx, m := context.Background(), p.states[0].model
	a, s := mk(m)
	revisions, places := make([]landscape.Revision, len(p.steps)), map[int64]int{}
	undo := func(i int) error {
		at := len(p.steps)
		if atOnce {
			at = i + 1
		}
		now := p.states[at]
		want := now.undo(p.states[i], p.states[i+1])
		r, err := a.Undo(ctx, landscape.Steward(), revisions[i], landscape.Request{})
		var told *landscape.Error
		switch {
		case err == nil && want == nil:
			return fmt.Errorf("change set %d is undone, and something is in its way", i)
		case err == nil:
			if got, want := digestOf(t, m, s), canonical.Digest(want.content()); got != want || atOnce && got != p.digests[i] {
				return fmt.Errorf("change set %d undone gives %s, not %s", i, got, want)
			}
			if _, err := a.Undo(ctx, landscape.Steward(), r.Revision, landscape.Request{}); err != nil {
				return fmt.Errorf("change set %d undone cannot be made again: %w", i, err)
			}
			n.back++
		case want != nil:
			return fmt.Errorf("change set %d: %w, and nothing is in its way", i, err)
		case len(r.Findings) > 0 && r.Findings[0].Code == "SECOND_CLAIM":
			// Nothing that it changed has changed since, but there is place for one only of what it would bring back and a later claim.
			end := r.Findings[0].Message.Args[1].(string)
			if !slices.ContainsFunc(p.steps[i+1:], func(later []step) bool {
				return slices.ContainsFunc(later, func(s step) bool { return s.relation == "INSTANCE_OF" && s.target == end && !s.gone })
			}) {
				return fmt.Errorf("change set %d: %w, which is not so", i, err)
			}
			n.second++
		case errors.As(err, &told) && told.Code == landscape.Conflict && told.Message.Key == "writing.undo_blocked":
			var revision int64
			fmt.Sscan(told.Message.Args[2].(string), &revision)
			j, known := places[revision]
			if name := told.Message.Args[1].(string); !known || j <= i || !p.meets(i, j, name) {
				return fmt.Errorf("change set %d of revision %d: %w, which is not so", i, revisions[i], err)
			}
			n.named++
		default:
			return fmt.Errorf("change set %d: refused without naming a change: %w", i, err)
		}
		if atOnce {
			return nil // The next digest tells, and in the end the last.
		}
		if got := digestOf(t, m, s); got != p.digests[at] {
			return fmt.Errorf("after change set %d the digest is %s, not %s as before", i, got, p.digests[at])
		}
		return nil
	}
	for i, steps := range p.steps {
		result, err := a.Apply(ctx, landscape.Steward(), landscape.Request{Set: p.states[i].set(steps)})
		if err != nil {
			return n, fmt.Errorf("change set %d: %w", i, err)
		}
		revisions[i], places[int64(result.Revision)] = result.Revision, i
		if atOnce {
			if err := undo(i); err != nil {
				return n, err
			}
		} else if got := digestOf(t, m, s); got != p.digests[i+1] {
			return n, fmt.Errorf("change set %d gives %s, not %s", i, got, p.digests[i+1])
		}
	}
	if got := digestOf(t, m, s); got != p.digests[len(p.steps)] {
		return n, fmt.Errorf("in the end the digest is %s, not %s", got, p.digests[len(p.steps)])
	}
	for i := range p.steps {
		if atOnce {
			break
		}
		if err := undo(i); err != nil {
			return n, err
		}
	}
	return n, nil
}

// TestUndoEach undoes any single one of 500 change sets.
func TestUndoEach(t *testing.T) {
	const length = 500
	m := metamodel(t)
	p := drawPast(m, rand.New(rand.NewPCG(4, 4)), length)
	for name, mk := range map[string]maker{"folder": func(m *schema.Metamodel) (applier, store) {
		dir, err := os.MkdirTemp("/dev/shm", "landskap-") // in memory, where there is one: this is not about the disk
		if err != nil {
			dir = t.TempDir()
		}
		s, err := embedded.Open(dir, embedded.Options{Model: m})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			s.Close()
			os.RemoveAll(dir)
		})
		return repository(m, s), s
	}} {
		t.Run(name, func(t *testing.T) {
			n, err := undoEach(t, p, mk, true)
			if err != nil || n.back != length {
				t.Errorf("at once: %+v, %v", n, err)
			}
			t.Logf("at once: %d of %d give the digest before", n.back, length)
			n, err = undoEach(t, p, mk, false)
			if err != nil || n.back+n.named+n.second != length || n.back < length/10 || n.named < length/10 {
				t.Errorf("after all: %+v, %v", n, err)
			}
			t.Logf("after all: %d undone, %d refused with the change in the way, %d because there is another claim where there can be one only", n.back, n.named, n.second)
		})
	}
}

// faultyUndo is a Repository of which Undo does something else.
type faultyUndo struct {
	applier
	undo func(a applier, at landscape.Revision) (landscape.Result, error)
}

func (f faultyUndo) Undo(_ context.Context, _ landscape.Viewer, at landscape.Revision, _ landscape.Request) (landscape.Result, error) {
	return f.undo(f.applier, at)
}

func TestUndoEachControls(t *testing.T) {
	ctx, m := context.Background(), metamodel(t)
	p := drawPast(m, rand.New(rand.NewPCG(4, 4)), 100)
	steward := landscape.Steward()
	blame := func(args ...any) error {
		return landscape.NewError(landscape.Conflict, text.New("writing.undo_blocked", args...))
	}
	for name, undo := range map[string]func(a applier, at landscape.Revision) (landscape.Result, error){
		"nothing is taken back": func(_ applier, at landscape.Revision) (landscape.Result, error) {
			return landscape.Result{Revision: at}, nil
		},
		"the neighbour is taken back": func(a applier, at landscape.Revision) (landscape.Result, error) {
			return a.Undo(ctx, steward, at+1, landscape.Request{})
		},
		"another change is named": func(a applier, at landscape.Revision) (landscape.Result, error) {
			r, err := a.Undo(ctx, steward, at, landscape.Request{})
			var told *landscape.Error
			if errors.As(err, &told) && told.Code == landscape.Conflict {
				err = blame(int64(at), told.Message.Args[1], fmt.Sprint(int64(at)+1, " local"))
			}
			return r, err
		},
		"no change is named": func(a applier, at landscape.Revision) (landscape.Result, error) {
			r, err := a.Undo(ctx, steward, at, landscape.Request{})
			var told *landscape.Error
			if errors.As(err, &told) && told.Code == landscape.Conflict {
				err = landscape.NewError(landscape.Conflict, text.New("writing.undo_changed", told.Message.Args[:2]...))
			}
			return r, err
		},
		"all is refused": func(_ applier, at landscape.Revision) (landscape.Result, error) {
			return landscape.Result{}, blame(int64(at), "System s1", fmt.Sprint(int64(at)+1, " local"))
		},
	} {
		mk := func(m *schema.Metamodel) (applier, store) {
			a, s := sound(m)
			return faultyUndo{a, undo}, s
		}
		_, err := undoEach(t, p, mk, false)
		if err == nil {
			t.Errorf("%s, and nobody notices", name)
		}
		t.Logf("%s: %v", name, err)
	}
}

// A claim of which one owner can state only one does not come back beside the one that has taken its place: that one is named.
func TestUndoNamesWhatTookThePlace(t *testing.T) {
	w := newWorld(t, metamodel(t), two)
	w.must(steward, landscape.Request{Set: w.set("owner: kommun/1\nelements: [{kind: Product, key: p, name: P}, {kind: Product, key: q, name: Q}]\nrelations: [{from: System kommun/1/a, type: INSTANCE_OF, to: Product p}]\n")})
	w.must(steward, landscape.Request{Set: w.set("owner: kommun/1\ndelete: [{from: System kommun/1/a, type: INSTANCE_OF, to: Product p}]\n")})
	_, deleted := w.state()
	w.must(steward, landscape.Request{Set: w.set("owner: kommun/1\nrelations: [{from: System kommun/1/a, type: INSTANCE_OF, to: Product q}]\n"), Why: "byte"})
	before, replaced := w.state()
	_, err := w.Undo(context.Background(), steward, deleted, landscape.Request{})
	want := fmt.Sprintf("revision %d cannot be undone: System kommun/1/a INSTANCE_OF Product q (kommun/1) was changed in revision %d", deleted, replaced)
	if landscape.CodeOf(err) != landscape.Conflict || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v\nexpected %s", err, want)
	}
	after, _ := w.state()
	equal(t, "after the refusal", after, before)
}
