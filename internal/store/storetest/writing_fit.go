package storetest

import (
	"context"
	"fmt"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// anyMessage is a message where it does not matter which.
func (w *written) anyMessage() text.Message { return text.New("landscape.absent", "any") }

// stale returns an element or a claim as it is not there: with another value.
func (w *written) stale(c landscape.Change) landscape.Change {
	if e := c.ElementBefore; e != nil {
		e = &landscape.Element{ID: e.ID, Kind: e.Kind, Values: slices.Clone(e.Values)}
		e.Values[w.attribute("System.rank").Index] = int64(77)
		c.ElementBefore = e
	}
	if r := c.RelationBefore; r != nil {
		copied := *r
		copied.Values = slices.Clone(r.Values)
		copied.Values[w.attribute("Actor.runs.seats").Index] = int64(77)
		c.RelationBefore = &copied
	}
	return c
}

func fitChecks() []writingCheck {
	const before = "The changes must fit the state: before is what is there."
	const ends = "Both ends of a relation are there after."
	const none = "Write commits the changes: all of them or, where anything fails, none."
	// twisted makes changes of edits that fit into such that do not.
	twisted := func(edits string, twist func(*written, []landscape.Change) []landscape.Change) func(TB, *written) {
		return func(t TB, w *written) {
			for _, with := range []string{"", "+ System x | rank 1\n= System c | owner west | rank 8\n+ System x NEEDS System c\n"} {
				w.refuses(t, "changes that do not fit", landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) {
					good, err := w.edits(with)(d)
					if err != nil {
						return nil, err
					}
					changes, err := w.edits(edits)(d)
					return append(good, twist(w, changes)...), err
				}, landscape.Conflict, landscape.Invalid)
			}
			equal(t, "history", w.shortly(w.history(t, landscape.Steward(), landscape.History{Limit: landscape.NoLimit})), "")
			w.write(t, landscape.Write{Key: "refused", Content: "other"}, "+ System y")
			w.settled(t, "the key of changes that do not fit")
		}
	}
	as := func(_ *written, c []landscape.Change) []landscape.Change { return c }
	each := func(fn func(*written, landscape.Change) landscape.Change) func(*written, []landscape.Change) []landscape.Change {
		return func(w *written, changes []landscape.Change) []landscape.Change {
			for i, c := range changes {
				changes[i] = fn(w, c)
			}
			return changes
		}
	}
	forget := each(func(_ *written, c landscape.Change) landscape.Change {
		c.ElementBefore, c.RelationBefore = nil, nil
		return c
	})
	stale := each((*written).stale)
	invent := each(func(_ *written, c landscape.Change) landscape.Change {
		c.ElementBefore, c.RelationBefore = c.ElementAfter, c.RelationAfter
		return c
	})
	goes := each(func(_ *written, c landscape.Change) landscape.Change {
		return landscape.Change{ElementBefore: c.ElementAfter, RelationBefore: c.RelationAfter, From: c.From, To: c.To}
	})
	nameless := each(func(_ *written, c landscape.Change) landscape.Change {
		c.From, c.To = landscape.Ref{}, landscape.Ref{}
		return c
	})
	const named = "The ends of a relation, by name: they may be gone by the time somebody reads this."
	return []writingCheck{
		{"ends without a name", named, twisted("+ Actor west RUNS System a | owner west", nameless)},
		{"ends of what changes without a name", named, twisted("= Actor north RUNS System a | owner north | seats 9", nameless)},
		{"ends of what goes without a name", named, twisted("- Actor north RUNS System a | owner north", nameless)},
		{"element created that is there", before, twisted("= System a | owner north | rank 9", forget)},
		{"element created as it is there", before, twisted("= System c | owner west | rank 3", forget)},
		{"element changed that is not there", before, twisted("+ System d | rank 9", invent)},
		{"element deleted that is not there", before, twisted("+ System d | rank 9", goes)},
		{"element changed from what it is not", before, twisted("= System a | owner north | rank 9", stale)},
		{"element deleted as what it is not", before, twisted("- Actor north RUNS System c | owner west\n- System c", stale)},
		{"claim created that is there", before, twisted("= Actor north RUNS System a | owner north | seats 9", forget)},
		{"claim changed that is not there", before, twisted("+ Actor west RUNS System a | owner west", invent)},
		{"claim deleted that is not there", before, twisted("+ Actor west RUNS System a | owner west", goes)},
		{"claim changed from what it is not", before, twisted("= Actor north RUNS System a | owner north | seats 9", stale)},
		{"claim deleted as what it is not", before, twisted("- Actor north RUNS System a | owner north", stale)},
		{"one record twice", before, twisted("= System a | owner north | rank 9\n= System a | owner north | rank 10", as)},
		{"one new record twice", before, twisted("+ System d\n+ System d", as)},
		{"no end", ends, twisted("+ System a NEEDS System nowhere", as)},
		{"no beginning", ends, twisted("+ System nowhere NEEDS System a", as)},
		{"an end that goes", ends, twisted("- Service s\n+ System c NEEDS Service s\n- System a NEEDS Service s | owner north", as)},
		{"end of a claim goes", "An element that goes takes no relation for granted.", twisted("- Service s", as)},
		{"beginning of a claim goes", "An element that goes takes no relation for granted.", twisted("- System a\n- System a NEEDS System b | owner north\n- Actor north RUNS System a | owner north", as)},
		{"one of a hundred", none, func(t TB, w *written) {
			w.refuses(t, "one bad change", landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) {
				changes, err := w.edits(many(100, "+ System n-%03d | rank 4\n") + "= System a | owner north | rank 5")(d)
				if err == nil {
					changes[len(changes)-1].ElementBefore = nil
				}
				return changes, err
			}, landscape.Conflict, landscape.Invalid)
		}},
		{"state of confirming is not stated", "Values that follow from others are not part of what is there.", func(t TB, w *written) {
			receipt, err := w.try(landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) {
				fresh := w.relation("Actor north RUNS System a | owner north | seats 1")
				after := w.relation("Actor north RUNS System a | owner north | seats 2")
				return []landscape.Change{{RelationBefore: fresh, RelationAfter: after, From: w.element(after.From).Ref(), To: w.element(after.To).Ref()}}, nil
			})
			if err != nil {
				t.Fatalf("%v, %v", receipt, err)
			}
			w.took([]landscape.Change{{RelationAfter: w.relation("Actor north RUNS System a | owner north | seats 2")}})
			w.settled(t, "a claim that does not say whether it is confirmed")
		}},
	}
}

func (w *written) relation(line string) *landscape.Relation {
	one := &landscape.Content{}
	if err := parseRecord(w.model, one, line); err != nil {
		panic(err)
	}
	return one.Relations[0]
}

func draftChecks() []writingCheck {
	const all = "Draft is the present state of a landscape while it is being written to: all of it, whoever may see it."
	ctx := context.Background()
	// drafting runs a check on a draft.
	drafting := func(t TB, w *written, fn func(landscape.Draft) error) {
		t.Helper()
		if _, err := w.try(landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) { return nil, fn(d) }); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return []writingCheck{
		{"all of it", all, func(t TB, w *written) {
			w.write(t, landscape.Write{}, "+ System d | owner west | visibility RESTRICTED | secret s\n= System b | owner north | rank 9 | visibility ACTOR")
			drafting(t, w, func(d landscape.Draft) error {
				equal(t, "revision", textOf(d.Revision()), textOf(w.revision))
				for _, q := range wholeQuestions(w.model, w.content, nil) {
					got, err := q.Ask(ctx, d)
					if err != nil {
						return err
					}
					equal(t, "the draft: "+q.String(), got, answer(Oracle(nil, w.model, w.content), landscape.Steward(), q))
				}
				return nil
			})
		}},
		{"relations", "Relations returns the relations of that name, in the order of the names; nil where there is none.", func(t TB, w *written) {
			w.write(t, landscape.Write{}, "- System a NEEDS Service s | owner north\n+ System c NEEDS Service s | visibility ACTOR | owner west")
			drafting(t, w, func(d landscape.Draft) error {
				there, absent := w.relation("System c NEEDS Service s | owner west").Ref(), w.relation("System a NEEDS Service s | owner north").Ref()
				refs := []landscape.RelationRef{there, {ID: "no id at all", From: there.From, To: there.To}, absent, {ID: w.id("System a"), From: w.id("System a"), To: w.id("Service s")}, {},
					{ID: there.ID, From: w.id("System nowhere"), To: "no id at all"}, w.relation("Actor north RUNS System c | owner west").Ref(), there}
				found, err := d.Relations(ctx, refs)
				equal(t, "relations", list(found, w.relationText), "c>s, -, -, -, -, -, north>c, c>s")
				return err
			})
		}},
		{"touching", "Touching returns the relations that start or end at any of the elements, each once, by id; those of the types named, or of all types where none is named.", func(t TB, w *written) {
			w.write(t, landscape.Write{}, "+ System a NEEDS System a | owner north\n+ System b REPLACES System a | owner north | visibility RESTRICTED")
			drafting(t, w, func(d landscape.Draft) error {
				for _, refs := range []string{"", "System a", "System b", "System a, System b", "System b, System a, Service s", "Actor west", "System nowhere", "System c, System nowhere", "Actor north, System c"} {
					ids := w.ids(refs)
					for _, types := range [][]string{nil, {"NEEDS"}, {"REPLACES", "RUNS"}, {"RUNS", "RUNS"}, {"no type at all"}} {
						var want []*landscape.Relation
						for _, r := range w.content.Relations {
							if (slices.Contains(ids, r.From) || slices.Contains(ids, r.To)) && (types == nil || slices.Contains(types, r.Type.Type)) {
								want = append(want, r)
							}
						}
						found, err := d.Touching(ctx, ids, types...)
						if err != nil {
							return err
						}
						id := func(r *landscape.Relation) string { return string(r.ID) }
						equal(t, fmt.Sprintf("touching %s by %q", refs, types), list(found, id), list(want, id))
					}
				}
				return nil
			})
		}},
	}
}

func (w *written) relationText(r *landscape.Relation) string {
	if r == nil {
		return "-"
	}
	return w.element(r.From).Key() + ">" + w.element(r.To).Key()
}

func scopeChecks() []writingCheck {
	const says = "Visibility is applied in every read: what the viewer may not see is exactly as absent."
	steps := func(edits ...string) func(TB, *written) {
		return func(t TB, w *written) {
			w.settled(t, "at first")
			for _, e := range edits {
				w.write(t, landscape.Write{}, e)
				w.settled(t, e)
			}
		}
	}
	return []writingCheck{
		{"visibility of an element", says, steps("= System a | owner north | rank 1 | visibility ACTOR", "= System b | owner north | rank 2", "= System a | owner north | rank 1 | visibility REGION",
			"= System a | owner north | rank 1 | visibility COUNCIL", "= System a | owner north | rank 1")},
		{"visibility of a claim", says, steps("= System a NEEDS Service s | owner north | visibility ACTOR", "= System a NEEDS Service s | owner north | visibility REGION", "= System a NEEDS Service s | owner north",
			"- System a NEEDS Service s | owner north", "+ System a NEEDS Service s | owner north | visibility COUNCIL")},
		{"owner of an element", says, steps("= System b | owner west | rank 2 | visibility ACTOR", "= System b | owner ghost | rank 2 | visibility REGION", "= System a | owner west | secret t | budget 7", "= System a")},
		{"county of an owner", says, steps("= System c | owner west | visibility REGION", "= Actor west | actorKind MUNICIPALITY | county 01", "= Actor west | actorKind MUNICIPALITY",
			"= Actor west | actorKind SUPPLIER | county 01", "= System b | owner north | visibility REGION", "= Actor west | actorKind MUNICIPALITY | county 01", "= Actor north | actorKind MUNICIPALITY | county 02")},
		{"an actor that goes and comes", "A viewer whose actor is not there is NOT_FOUND.", func(t TB, w *written) {
			w.write(t, landscape.Write{}, "= System c | owner west | visibility ACTOR")
			w.write(t, landscape.Write{}, "- Actor west")
			w.refused(t, landscape.Main, landscape.Member("west"))
			others := []landscape.Viewer{landscape.Steward(), landscape.Public(), landscape.Member("north"), landscape.Council("01")}
			w.settledFor(t, "an owner is gone", others...)
			w.write(t, landscape.Write{}, "+ Actor west | actorKind REGION | county 01\n+ Actor east | actorKind REGION\n= System c | owner east | visibility REGION")
			w.settled(t, "an owner is back")
			w.settledFor(t, "an owner is new", landscape.Member("east"))
		}},
		{"who confirms", "A claim is confirmed by what Confirms says.", steps("= System a | owner west | rank 1", "= System a NEEDS System b | owner north | visibility REGION",
			"+ System a NEEDS System b | owner west", "= System a | owner north | rank 1", "+ Actor north RUNS System b | owner north\n+ Actor north RUNS System b | owner west")},
		{"order by name", says, steps("= System a | owner north | name Öst", "= System b | owner north | name Ål", "= System c | owner west | name äl\n+ System d | name al", "= System a | owner north | name al | visibility ACTOR")},
	}
}
