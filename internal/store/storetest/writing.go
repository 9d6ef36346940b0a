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

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Reopener is a store that can be closed and opened again on what it keeps. A store that has this shows that nothing of it is lost.
type Reopener interface {
	Reopen() error
}

// RunWriter runs the writing side of the suite on a store that Open opens: the tables of landscape.Writer and landscape.Historian,
// what readers see meanwhile, and random sequences of change sets.
//
// A store may have main alone. One that keeps others runs RunLandscapes too.
func RunWriter(t *testing.T, open Open) {
	for _, p := range writingParts() {
		t.Run(p.name, func(t *testing.T) { p.run(t, open) })
	}
	t.Run("Sequences", func(t *testing.T) { Sequences(t, open) })
}

// RunLandscapes runs what a store has to do besides that keeps other landscapes than main.
func RunLandscapes(t *testing.T, open Open) { landscapesPart().run(t, open) }

func (p writingPart) run(t *testing.T, open Open) {
	for _, c := range p.checks {
		t.Run(c.name, func(t *testing.T) {
			w, err := openWritten(t, p, open)
			if err != nil {
				t.Fatal(err)
			}
			c.run(told{t, c.says}, w)
		})
	}
}

// writingPart is a landscape and what is checked of writing to it. Each check has a store of its own.
type writingPart struct {
	name      string
	landscape string
	checks    []writingCheck
}

type writingCheck struct {
	name, says string
	run        func(t TB, w *written)
}

func writingParts() []writingPart {
	return []writingPart{
		{"Write", writtenLandscape, writeChecks()},
		{"Fit", writtenLandscape, fitChecks()},
		{"Draft", writtenLandscape, draftChecks()},
		{"Scope", writtenLandscape, scopeChecks()},
		{"History", writtenLandscape, historyChecks()},
		{"Meanwhile", writtenLandscape, meanwhileChecks()},
	}
}

// writtenLandscape is what is written to.
//
//	Actor north ──RUNS──> System a ──NEEDS──> System b (ACTOR)
//	     └──RUNS──> System c (west)    └─NEEDS──> Service s
const writtenLandscape = `
	Actor north | actorKind MUNICIPALITY | county 01
	Actor west | actorKind MUNICIPALITY | county 02
	System a | owner north | rank 1 | secret s | budget 5
	System b | owner north | rank 2 | visibility ACTOR
	System c | owner west | rank 3
	Service s
	Actor north RUNS System a | owner north | seats 1
	Actor north RUNS System c | owner west | visibility REGION
	System a NEEDS System b | owner north
	System a NEEDS Service s | owner north
`

// written is a store that is written to, and what it has to hold.
type written struct {
	*world
	began, revision landscape.Revision
	gone            []landscape.ID // elements that were there once
}

func openWritten(t *testing.T, p writingPart, open Open) (*written, error) {
	w, err := newWorld(part{name: p.name, landscape: p.landscape})
	if err != nil {
		return nil, err
	}
	return newWritten(w.with(open(t, w.model, w.content)))
}

func newWritten(w *world) (*written, error) {
	if _, ok := w.store.(landscape.Writer); !ok {
		return nil, fmt.Errorf("%T is no Writer", w.store)
	}
	ww := &written{world: w}
	err := w.store.Read(context.Background(), landscape.Main, landscape.Steward(), func(s landscape.Snapshot) error {
		ww.began, ww.revision = s.Revision(), s.Revision()
		return nil
	})
	return ww, err
}

// try writes what fn returns.
func (w *written) try(wr landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	return w.store.(landscape.Writer).Write(context.Background(), landscape.Main, wr, fn)
}

// edits reads changes written one a line: a record with + or = before it comes or is put in the place of what it was, one with - goes.
func (w *written) edits(text string) func(landscape.Draft) ([]landscape.Change, error) {
	return func(d landscape.Draft) (changes []landscape.Change, err error) {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			one := &landscape.Content{}
			if err := parseRecord(w.model, one, line[1:]); err != nil {
				panic(fmt.Sprintf("storetest: %s: %v", line, err))
			}
			var c landscape.Change
			if len(one.Elements) > 0 {
				before, err := d.Elements(context.Background(), []landscape.ID{one.Elements[0].ID}, nil)
				if err != nil {
					return nil, err
				}
				c.ElementBefore = before[0]
				if line[0] != '-' {
					c.ElementAfter = one.Elements[0]
				}
			} else {
				before, err := d.Relations(context.Background(), []landscape.RelationRef{one.Relations[0].Ref()})
				if err != nil {
					return nil, err
				}
				c.RelationBefore = before[0]
				if line[0] != '-' {
					c.RelationAfter = one.Relations[0]
				}
				head := strings.Fields(line[1:])
				c.From = landscape.Ref{Kind: w.kind(head[0]), Key: head[1]}
				c.To = landscape.Ref{Kind: w.kind(head[3]), Key: head[4]}
			}
			changes = append(changes, c)
		}
		return changes, nil
	}
}

// write makes changes that must be taken and keeps account of what the store has to hold.
func (w *written) write(t TB, wr landscape.Write, text string) landscape.Receipt {
	t.Helper()
	var made []landscape.Change
	receipt, err := w.try(wr, func(d landscape.Draft) (changes []landscape.Change, err error) {
		changes, err = w.edits(text)(d)
		made = changes
		return changes, err
	})
	if err != nil {
		t.Fatalf("the write of %q: %v", text, err)
	}
	w.took(made)
	equal(t, "the receipt", fmt.Sprint(receipt), fmt.Sprint(landscape.Receipt{Revision: w.revision}))
	return receipt
}

// meanwhile starts a write that must be taken, during a read. It is given some time to end, but a store may let it wait for the read;
// what is returned waits for its end.
func (w *written) meanwhile(text string) (ended func(TB)) {
	var made []landscape.Change
	var receipt landscape.Receipt
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		receipt, err = w.try(landscape.Write{}, func(d landscape.Draft) (changes []landscape.Change, err error) {
			changes, err = w.edits(text)(d)
			made = changes
			return changes, err
		})
	}()
	select {
	case <-done:
	case <-time.After(500 * time.Millisecond):
	}
	return func(t TB) {
		t.Helper()
		if <-done; err != nil {
			t.Fatalf("the write of %q during a read: %v", text, err)
		}
		w.took(made)
		equal(t, "the receipt", fmt.Sprint(receipt), fmt.Sprint(landscape.Receipt{Revision: w.revision}))
	}
}

// took keeps account of changes that the store has taken.
func (w *written) took(changes []landscape.Change) {
	if len(changes) > 0 {
		w.revision++
	}
	for _, c := range changes {
		if c.IsElement() && c.Deleted() {
			w.gone = append(w.gone, c.ID())
		}
	}
	w.content = changed(w.content, changes)
}

// changed returns content after changes.
func changed(c *landscape.Content, changes []landscape.Change) *landscape.Content {
	elements, relations := map[landscape.ID]*landscape.Element{}, map[landscape.ID]*landscape.Relation{}
	for _, e := range c.Elements {
		elements[e.ID] = e
	}
	for _, r := range c.Relations {
		relations[r.ID] = r
	}
	for _, c := range changes {
		switch {
		case c.ElementAfter != nil:
			elements[c.ID()] = c.ElementAfter
		case c.RelationAfter != nil:
			relations[c.ID()] = c.RelationAfter
		default:
			delete(elements, c.ID())
			delete(relations, c.ID())
		}
	}
	next := &landscape.Content{Elements: slices.Collect(maps.Values(elements)), Relations: slices.Collect(maps.Values(relations))}
	sortContent(next)
	return next
}

// refuses checks that changes are not taken and that nothing is left of them, not even the key.
func (w *written) refuses(t TB, what string, wr landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error), codes ...landscape.Code) {
	t.Helper()
	wr.Key, wr.Content = cmp.Or(wr.Key, "refused"), cmp.Or(wr.Content, "refused")
	receipt, err := w.try(wr, fn)
	if err == nil || !slices.Contains(codes, landscape.CodeOf(err)) {
		t.Errorf("%s: %v, %v is not one of %q", what, receipt, err, codes)
	}
	w.settled(t, what)
}

// settled checks that the store answers every viewer by the letter of what was written, and stands at the revision.
func (w *written) settled(t TB, what string) {
	t.Helper()
	w.settledFor(t, what, landscape.Steward(), landscape.Viewer{}, landscape.Public(), landscape.Member("north"), landscape.Member("west"),
		landscape.Council("01"), landscape.Council("02"))
}

func (w *written) settledFor(t TB, what string, viewers ...landscape.Viewer) {
	t.Helper()
	oracle := Oracle(nil, w.model, w.content)
	questions := wholeQuestions(w.model, w.content, w.gone)
	for _, v := range viewers {
		for _, q := range questions {
			if got, want := answer(w.store, v, q), answer(oracle, v, q); got != want {
				equal(t, fmt.Sprintf("%s, then as %s: %s", what, v, q), got, want)
				return
			}
		}
	}
	w.read(t, landscape.Steward(), func(_ context.Context, s landscape.Snapshot) error {
		equal(t, what+": the revision", fmt.Sprint(s.Revision()), fmt.Sprint(w.revision))
		return nil
	})
}

// wholeQuestions ask for all there is, in each way.
func wholeQuestions(m *schema.Metamodel, content *landscape.Content, more []landscape.ID) []Question {
	ids := slices.Clone(more)
	for _, e := range content.Elements {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	questions := []Question{elementsQuestion{ids: ids}}
	for _, k := range m.Kinds {
		questions = append(questions, findQuestion{landscape.Query{Kind: k, Page: whole()}}, countQuestion{landscape.Query{Kind: k}},
			findQuestion{landscape.Query{Kind: k, Page: whole(landscape.Order{Attribute: k.Attributes[schema.AttrName]})}})
		for _, f := range k.Fields {
			if f.Relation == nil || !slices.ContainsFunc(content.Relations, func(r *landscape.Relation) bool { return r.Type == f.Relation }) && len(more) == 0 {
				continue
			}
			q := landscape.RelatedQuery{Sources: ids, Field: f, Page: whole()}
			questions = append(questions, relatedQuestion{q}, countRelatedQuestion{q},
				matrixQuestion{landscape.MatrixQuery{Rows: landscape.Set{IDs: ids}, Steps: []landscape.Step{{f}}, Attributes: []string{}}},
				countQuestion{landscape.Query{Kind: k, Where: landscape.Some{Field: f}}})
		}
	}
	return questions
}

// history asks for commits as a viewer.
func (w *written) history(t TB, v landscape.Viewer, h landscape.History) (commits []landscape.Commit) {
	t.Helper()
	h.Since = max(h.Since, w.began) // What was there at first may have been written or not.
	w.read(t, v, func(ctx context.Context, s landscape.Snapshot) (err error) {
		historian, ok := s.(landscape.Historian)
		if !ok {
			return fmt.Errorf("%T is no Historian", s)
		}
		commits, err = historian.History(ctx, h)
		return err
	})
	return commits
}

// shortly writes commits in one line: the revision, counted from where the check began, and the records that came (+), went (-) or
// changed (~).
func (w *written) shortly(commits []landscape.Commit) string {
	return list(commits, func(c landscape.Commit) string {
		text := fmt.Sprint(c.Revision - w.began)
		for _, change := range c.Changes {
			text += " " + shortChange(change)
		}
		return text
	})
}

func shortChange(c landscape.Change) string {
	sign, name := "~", ""
	switch {
	case c.Created() && c.Deleted():
		return "nothing"
	case c.Created():
		sign = "+"
	case c.Deleted():
		sign = "-"
	}
	if c.IsElement() {
		name = cmp.Or(c.ElementAfter, c.ElementBefore).Key()
	} else {
		name = c.From.Key + ">" + c.To.Key
	}
	return sign + name
}

// historyText writes commits with all that is in them.
func historyText(commits []landscape.Commit) string {
	var b strings.Builder
	for _, c := range commits {
		fmt.Fprintf(&b, "%d %v %s %q\n", c.Revision, c.At, c.By, c.Why)
		for _, change := range c.Changes {
			fmt.Fprintf(&b, "\t%s", change.ID())
			if change.IsElement() {
				fmt.Fprintf(&b, "\n\t\tbefore %s\n\t\tafter %s\n", wholeElement(change.ElementBefore), wholeElement(change.ElementAfter))
			} else {
				fmt.Fprintf(&b, " %s > %s\n\t\tbefore %s\n\t\tafter %s\n", refText(change.From), refText(change.To), claimText(change.RelationBefore), claimText(change.RelationAfter))
			}
		}
	}
	return b.String()
}

func refText(r landscape.Ref) string {
	if r.Kind == nil {
		return "nothing"
	}
	return r.String()
}
