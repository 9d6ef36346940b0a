package storetest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/schema"
)

// Script is a landscape and what happens to it.
type Script struct {
	Content *landscape.Content
	Steps   []Step
}

// Step is a write, what has to become of it, and what is asked then.
type Step struct {
	Write    landscape.Write
	Expected landscape.Revision // counted from the beginning; -1 for any
	Changes  []landscape.Change
	Reopen   bool // before the write, where the store can

	Code    landscape.Code // of the error that has to come; empty for none
	Receipt landscape.Receipt
	After   *landscape.Content

	Sittings []Sitting
}

// Sitting is what a viewer asks.
type Sitting struct {
	Viewer    landscape.Viewer
	Questions []Question
	History   landscape.History // revisions are counted from the beginning
}

// GoString is what rapid prints when it has found a script.
func (s Script) GoString() string {
	text := contentText(s.Content)
	for i, st := range s.Steps {
		text += fmt.Sprintf("%d. key %q content %q expected %d reopen %t:", i+1, st.Write.Key, st.Write.Content, st.Expected, st.Reopen)
		for _, c := range st.Changes {
			text += " " + shortChange(c)
		}
		text += fmt.Sprintf(" -> %s %+v\n", st.Code, st.Receipt)
		for _, sitting := range st.Sittings {
			text += fmt.Sprintf("as %s: %d questions, history %+v\n", sitting.Viewer, len(sitting.Questions), sitting.History)
			if len(sitting.Questions) == 1 {
				text += sitting.Questions[0].String() + "\n"
			}
		}
	}
	return text
}

// Scripts draws scripts of up to fifty steps. What has to become of each write is worked out by keeping account.
func (p *Pool) Scripts() *rapid.Generator[Script] {
	return rapid.Custom(func(t *rapid.T) Script {
		cast := p.cast(t)
		landscapes := landscapes(p.model, cast.kinds)
		a := &account{drawing: drawing{t}, now: landscapes.Draw(t, "landscape"), keys: map[string]keptKey{}}
		s := Script{Content: a.now}
		a.pool = []*landscape.Content{a.now, landscapes.Draw(t, "other"), landscapes.Draw(t, "another")}
		for range rapid.IntRange(1, 50).Draw(t, "steps") {
			st := a.step()
			if len(a.now.Elements) > 0 && a.oneIn(4) {
				st.Sittings = []Sitting{{Viewers(a.now).Draw(t, "viewer"), p.questions(cast, a.now).Draw(t, "questions"), a.history()}}
			}
			s.Steps = append(s.Steps, st)
		}
		return s
	})
}

// account is what a landscape has to hold while a script is drawn.
type account struct {
	drawing
	pool     []*landscape.Content // where records are from
	now      *landscape.Content
	revision landscape.Revision // counted from the beginning
	keys     map[string]keptKey
}

type keptKey struct {
	content  string
	revision landscape.Revision
}

func (a *account) step() Step {
	s := Step{Expected: -1, Write: landscape.Write{By: "north", Why: fmt.Sprint(a.revision), At: time.Date(2026, 1, 1, 0, 0, int(a.revision), 7, time.UTC)}}
	if a.oneIn(3) {
		s.Write.Key, s.Write.Content = rapid.SampledFrom([]string{"k", "l", "m"}).Draw(a.t, "key"), rapid.SampledFrom([]string{"x", "y"}).Draw(a.t, "content")
	}
	if a.oneIn(6) {
		s.Expected = max(0, a.revision-landscape.Revision(rapid.IntRange(0, 1).Draw(a.t, "behind")))
	}
	s.Reopen = a.oneIn(10)
	s.Changes = a.changes()
	after, fits := a.after(s.Changes)
	first, known := a.keys[s.Write.Key]
	switch {
	case known && first.content != s.Write.Content, !known && s.Expected >= 0 && s.Expected != a.revision:
		s.Code = landscape.Conflict
	case known:
		s.Receipt = landscape.Receipt{Revision: first.revision, Repeated: true}
	case !fits:
		s.Code = landscape.Invalid
	default:
		if len(s.Changes) > 0 {
			a.revision++
		}
		a.now = after
		s.Receipt.Revision = a.revision
		if s.Write.Key != "" {
			a.keys[s.Write.Key] = keptKey{s.Write.Content, a.revision}
		}
	}
	s.After = a.now
	return s
}

// history draws which part of the past to ask for.
func (a *account) history() landscape.History {
	h := landscape.History{Limit: rapid.IntRange(-1, 3).Draw(a.t, "limit"), Before: landscape.Revision(rapid.IntRange(0, int(a.revision)+1).Draw(a.t, "before")),
		Since: landscape.Revision(rapid.IntRange(0, int(a.revision)).Draw(a.t, "since"))}
	if a.oneIn(2) {
		h.Element = rapid.SampledFrom(a.pool[rapid.IntRange(0, 2).Draw(a.t, "of")].Elements).Draw(a.t, "element").ID
	}
	return h
}

// changes draws changes, most of which fit. An element goes with its claims, a claim comes with its ends.
func (a *account) changes() []landscape.Change {
	old := index(a.now)
	next := index(a.now)
	refs := map[landscape.ID]landscape.Ref{}
	for _, c := range append(slices.Clone(a.pool), a.now) {
		for _, e := range c.Elements {
			refs[e.ID] = e.Ref()
		}
	}
	n := rapid.IntRange(0, 3).Draw(a.t, "changes")
	if a.oneIn(10) {
		n = 0
		next = index(a.pool[rapid.IntRange(0, len(a.pool)-1).Draw(a.t, "all of")])
	}
	for range n {
		from := a.pool[rapid.IntRange(0, len(a.pool)-1).Draw(a.t, "from")]
		if len(from.Relations) > 0 && a.oneIn(2) {
			r := rapid.SampledFrom(from.Relations).Draw(a.t, "claim")
			if next.relations[r.ID] != nil && a.oneIn(2) {
				delete(next.relations, r.ID)
				continue
			}
			next.relations[r.ID] = r
			for _, e := range from.Elements {
				if (e.ID == r.From || e.ID == r.To) && next.elements[e.ID] == nil {
					next.elements[e.ID] = e
				}
			}
			continue
		}
		e := rapid.SampledFrom(from.Elements).Draw(a.t, "element")
		if next.elements[e.ID] == nil || !a.oneIn(3) {
			next.elements[e.ID] = e
			continue
		}
		delete(next.elements, e.ID)
		if a.oneIn(8) {
			continue // its claims dangle, if it has any
		}
		for id, r := range next.relations {
			if r.From == e.ID || r.To == e.ID {
				delete(next.relations, id)
			}
		}
	}
	changes := old.until(next, refs)
	if len(changes) > 0 && a.oneIn(12) {
		c := rapid.SampledFrom(changes).Draw(a.t, "twice")
		changes = append(changes, c)
	}
	if len(changes) > 1 && a.oneIn(3) {
		slices.Reverse(changes)
	}
	return changes
}

type indexed struct {
	elements  map[landscape.ID]*landscape.Element
	relations map[landscape.ID]*landscape.Relation
}

func index(c *landscape.Content) indexed {
	x := indexed{map[landscape.ID]*landscape.Element{}, map[landscape.ID]*landscape.Relation{}}
	for _, e := range c.Elements {
		x.elements[e.ID] = e
	}
	for _, r := range c.Relations {
		x.relations[r.ID] = r
	}
	return x
}

// until returns the changes that make other records of those that are.
func (x indexed) until(next indexed, refs map[landscape.ID]landscape.Ref) (changes []landscape.Change) {
	for _, id := range slices.Sorted(maps.Keys(merged(x.elements, next.elements))) {
		if before, after := x.elements[id], next.elements[id]; before != after {
			changes = append(changes, landscape.Change{ElementBefore: before, ElementAfter: after})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(merged(x.relations, next.relations))) {
		if before, after := x.relations[id], next.relations[id]; before != after {
			r := cmp.Or(before, after)
			changes = append(changes, landscape.Change{RelationBefore: before, RelationAfter: after, From: refs[r.From], To: refs[r.To]})
		}
	}
	return changes
}

// Between returns the changes that make one content of another.
func Between(old, content *landscape.Content) []landscape.Change {
	refs := map[landscape.ID]landscape.Ref{}
	for _, e := range slices.Concat(old.Elements, content.Elements) {
		refs[e.ID] = e.Ref()
	}
	return index(old).until(index(content), refs)
}

func merged[K comparable, V any](a, b map[K]V) map[K]V {
	all := map[K]V{}
	for _, m := range []map[K]V{a, b} {
		for k, v := range m {
			all[k] = v
		}
	}
	return all
}

// after returns what is there after changes, if they fit.
func (a *account) after(changes []landscape.Change) (*landscape.Content, bool) {
	given := map[landscape.ID]bool{}
	for _, c := range changes {
		if given[c.ID()] {
			return nil, false
		}
		given[c.ID()] = true
	}
	next := changed(a.now, changes)
	there := index(next)
	for _, r := range next.Relations {
		if there.elements[r.From] == nil || there.elements[r.To] == nil {
			return nil, false
		}
	}
	return next, true
}

// Sequences draws scripts, of the suite's own model and of the product's, and compares a store, read for read, with the plain store
// and with the oracle.
func Sequences(t *testing.T, open Open) {
	for name, load := range map[string]func() (*schema.Metamodel, error){"Model": Model, "Product": schema.Load} {
		t.Run(name, func(t *testing.T) {
			m, err := load()
			if err != nil {
				t.Fatal(err)
			}
			seed := Seed()
			scripts := NewPool(m, seed, poolSize(m)).Scripts()
			rapid.Check(t, func(rt *rapid.T) {
				s := scripts.Draw(rt, "script")
				store := open(t, m, s.Content)
				if closer, ok := store.(landscape.Writer); ok {
					defer closer.Close()
				}
				if wrong := s.play(m, store); wrong != "" {
					rt.Fatalf("%s\n%#v\n%s", wrong, s, seedText(seed))
				}
			})
		})
	}
}

// play does to a store what a script says and tells what is wrong with it, or nothing.
func (s Script) play(m *schema.Metamodel, store landscape.Store) string {
	judge := plain.New(s.Content)
	began, err := revisionOf(store)
	if err != nil {
		return err.Error()
	}
	for i, st := range s.Steps {
		if reopener, ok := store.(Reopener); ok && st.Reopen {
			if err := reopener.Reopen(); err != nil {
				return err.Error()
			}
		}
		if wrong := st.write(store, began); wrong != "" {
			return fmt.Sprintf("step %d: %s", i+1, wrong)
		}
		if wrong := st.write(judge, 1); wrong != "" {
			return fmt.Sprintf("step %d, the plain store: %s", i+1, wrong)
		}
		oracle := Oracle(nil, m, st.After)
		for _, sitting := range st.Sittings {
			v := sitting.Viewer
			for _, q := range sitting.Questions {
				got, want, sworn := answer(store, v, q), answer(judge, v, q), answer(oracle, v, q)
				if got != want || got != sworn {
					return fmt.Sprintf("step %d, as %s: %s\n got: %s\nwant: %s\nthe oracle: %s", i+1, v, q, got, want, sworn)
				}
			}
			if got, want := pastText(store, v, sitting.History, began), pastText(judge, v, sitting.History, 1); got != want {
				return fmt.Sprintf("step %d, as %s: history %+v\n got: %s\nwant: %s", i+1, v, sitting.History, got, want)
			}
		}
	}
	for _, q := range wholeQuestions(m, s.Steps[len(s.Steps)-1].After, nil) {
		if got, want := answer(store, landscape.Steward(), q), answer(judge, landscape.Steward(), q); got != want {
			return fmt.Sprintf("at the end: %s\n got: %s\nwant: %s", q, got, want)
		}
	}
	h := landscape.History{Limit: landscape.NoLimit}
	if got, want := pastText(store, landscape.Steward(), h, began), pastText(judge, landscape.Steward(), h, 1); got != want {
		return fmt.Sprintf("at the end: history\n got: %s\nwant: %s", got, want)
	}
	return ""
}

// write writes a step to a store that began at a revision, and tells what is wrong with the answer.
func (st Step) write(store landscape.Store, began landscape.Revision) string {
	w := st.Write
	if st.Expected >= 0 {
		at := st.Expected + began
		w.Expected = &at
	}
	receipt, err := store.(landscape.Writer).Write(context.Background(), landscape.Main, w, func(landscape.Draft) ([]landscape.Change, error) {
		return slices.Clone(st.Changes), nil
	})
	receipt.Revision -= began
	code := landscape.CodeOf(err)
	switch {
	case err == nil && (st.Code != "" || receipt != st.Receipt), err != nil && st.Code == "",
		err != nil && code != st.Code && !(st.Code == landscape.Invalid && code == landscape.Conflict):
		return fmt.Sprintf("Write answers %+v, %v instead of %+v, %s", receipt, err, st.Receipt, st.Code)
	}
	now, err := revisionOf(store)
	if err == nil && st.Code == "" && !receipt.Repeated && now-began != receipt.Revision {
		return fmt.Sprintf("the revision is %d after the receipt %+v", now-began, receipt)
	}
	return ""
}

func revisionOf(store landscape.Store) (revision landscape.Revision, err error) {
	err = store.Read(context.Background(), landscape.Main, landscape.Steward(), func(s landscape.Snapshot) error {
		revision = s.Revision()
		return nil
	})
	return revision, err
}

// pastText asks for the past of a store that began at a revision.
func pastText(store landscape.Store, v landscape.Viewer, h landscape.History, began landscape.Revision) (text string) {
	h.Since += began
	if h.Before > 0 {
		h.Before += began
	}
	ctx := context.Background()
	err := store.Read(ctx, landscape.Main, v, func(s landscape.Snapshot) error {
		commits, err := s.(landscape.Historian).History(ctx, h)
		for i := range commits {
			commits[i].Revision -= began
		}
		text = strings.TrimSpace(historyText(commits))
		return err
	})
	if err != nil {
		return fmt.Sprintf("error %s", landscape.CodeOf(err))
	}
	return text
}
