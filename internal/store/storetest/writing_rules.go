package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
)

type drafted = func(landscape.Draft) ([]landscape.Change, error)

// repeats checks that a write is answered by an earlier one and has no effect.
func (w *written) repeats(t TB, what string, wr landscape.Write, text string, first landscape.Revision) {
	t.Helper()
	receipt, err := w.try(wr, w.edits(text))
	if want := (landscape.Receipt{Revision: first, Repeated: true}); err != nil || receipt != want {
		t.Errorf("%s: %+v, %v instead of %+v", what, receipt, err, want)
	}
	w.settled(t, what)
}

func writeChecks() []writingCheck {
	const once = "A later write with the same key and Content gets the first one's receipt, with other Content it is a CONFLICT."
	const expects = "Expected is the revision that the landscape must be at; nil for any. At another one the write is a CONFLICT."
	const empty = "Without changes there is no new revision, but a key is kept."
	return []writingCheck{
		{"one revision", "Write commits the changes that fn returns as the next revision: all of them.", func(t TB, w *written) {
			w.write(t, landscape.Write{}, "+ System d | rank 4\n+ Service u\n= System a | owner north | rank 9\n- System a NEEDS Service s | owner north\n+ System a NEEDS System d | owner north")
			w.settled(t, "after five changes")
			w.write(t, landscape.Write{}, "- System a NEEDS System d | owner north\n- System d")
			w.settled(t, "after two more")
		}},
		{"element and claim in any order", "Both ends of a relation are there after.", func(t TB, w *written) {
			w.write(t, landscape.Write{}, "+ System d NEEDS System e\n+ System e\n+ System d\n+ System d NEEDS System d")
			w.settled(t, "claims before their ends")
			w.write(t, landscape.Write{}, "- System e\n- System d NEEDS System d\n- System d\n- System d NEEDS System e")
			w.settled(t, "ends before their claims")
		}},
		{"gone and back", "What was not there before was created, what is not there after was deleted.", func(t TB, w *written) {
			for i := range 3 {
				w.write(t, landscape.Write{}, fmt.Sprintf("+ System d | rank %d\n+ Actor north RUNS System d | owner north | seats %d", i, i))
				w.settled(t, "there")
				w.write(t, landscape.Write{}, "- Actor north RUNS System d | owner north\n- System d")
				w.settled(t, "gone")
			}
		}},
		{"given records left alone", "The elements and claims are shared: they are not to be changed, by the store either.", func(t TB, w *written) {
			at, given := *w.content, contentText(w.content)
			w.write(t, landscape.Write{}, "= System a | owner west | rank 9\n- System a NEEDS System b | owner north\n- System b\n= Actor north RUNS System a | owner north | seats 9")
			equal(t, "the content before", contentText(&at), given)
		}},
		{"expected", expects, func(t TB, w *written) {
			for _, by := range []landscape.Revision{-1, 1, 100} {
				wrong := w.revision + by
				w.refuses(t, fmt.Sprintf("expected %+d", by), landscape.Write{Expected: &wrong}, w.edits("+ System d"), landscape.Conflict)
			}
			right := w.revision
			w.write(t, landscape.Write{Expected: &right, Key: "refused", Content: "refused"}, "+ System d")
			w.settled(t, "expected what is")
			w.refuses(t, "expected what was", landscape.Write{Expected: &right, Key: "other"}, w.edits("+ System e"), landscape.Conflict)
			w.refuses(t, "expected what was, without changes", landscape.Write{Expected: &right, Key: "other"}, w.edits(""), landscape.Conflict)
		}},
		{"expected 0", expects, func(t TB, w *written) {
			zero := landscape.Revision(0)
			w.refuses(t, "expected 0", landscape.Write{Expected: &zero}, w.edits("+ System d"), landscape.Conflict)
		}},
		{"key again", once, func(t TB, w *written) {
			first := w.write(t, landscape.Write{Key: "k", Content: "x"}, "+ System d")
			w.repeats(t, "at once", landscape.Write{Key: "k", Content: "x"}, "+ System d | rank 9\n+ System e", first.Revision)
			w.write(t, landscape.Write{Key: "l", Content: "x"}, "- System d")
			w.repeats(t, "after another write", landscape.Write{Key: "k", Content: "x"}, "+ System d", first.Revision)
			w.repeats(t, "with nothing to write", landscape.Write{Key: "k", Content: "x"}, "", first.Revision)
		}},
		{"key again, expected what was", once, func(t TB, w *written) {
			was := w.revision
			first := w.write(t, landscape.Write{Key: "k", Content: "x", Expected: &was}, "+ System d")
			w.repeats(t, "a write that is asked for again", landscape.Write{Key: "k", Content: "x", Expected: &was}, "+ System d", first.Revision)
		}},
		{"key with other content", once, func(t TB, w *written) {
			w.write(t, landscape.Write{Key: "k", Content: "x"}, "+ System d")
			for _, other := range []string{"y", "", "x "} {
				receipt, err := w.try(landscape.Write{Key: "k", Content: other}, w.edits("+ System e"))
				if landscape.CodeOf(err) != landscape.Conflict || err == nil {
					t.Errorf("content %q: %v, %v is no CONFLICT", other, receipt, err)
				}
				w.settled(t, "other content")
			}
			w.repeats(t, "the first content after that", landscape.Write{Key: "k", Content: "x"}, "+ System e", w.revision)
		}},
		{"keys are exact", once, func(t TB, w *written) {
			for i, key := range []string{"k", "K", "k ", " k", "k\x00", "å", "a\u030A", "kk"} {
				w.write(t, landscape.Write{Key: key, Content: "x"}, fmt.Sprintf("= System a | owner north | rank %d", 10+i))
			}
			w.settled(t, "eight keys")
		}},
		{"no key", "Empty for none.", func(t TB, w *written) {
			w.write(t, landscape.Write{Content: "x"}, "+ System d")
			w.write(t, landscape.Write{Content: "x"}, "+ System e")
			w.write(t, landscape.Write{Content: "y"}, "+ System f")
			w.settled(t, "three writes without a key")
		}},
		{"no changes", empty, func(t TB, w *written) {
			w.write(t, landscape.Write{By: "north", Why: "nothing"}, "")
			w.settled(t, "a write of nothing")
			w.write(t, landscape.Write{Key: "k", Content: "x"}, "")
			w.settled(t, "a write of nothing with a key")
			equal(t, "history", w.shortly(w.history(t, landscape.Steward(), landscape.History{Limit: landscape.NoLimit})), "")
			kept := w.revision
			w.write(t, landscape.Write{}, "+ System d")
			w.repeats(t, "the key again", landscape.Write{Key: "k", Content: "x"}, "+ System e", kept)
			_, err := w.try(landscape.Write{Key: "k", Content: "y"}, w.edits("+ System e"))
			if landscape.CodeOf(err) != landscape.Conflict || err == nil {
				t.Errorf("the key of a write of nothing with other content: %v is no CONFLICT", err)
			}
			w.settled(t, "the key with other content")
		}},
		{"error of fn", "Its error ends the write and is returned as it is.", func(t TB, w *written) {
			for _, mine := range []error{errors.New("mine"), context.Canceled, landscape.NewError(landscape.Forbidden, w.anyMessage())} {
				for _, text := range []string{"", "+ System d\n= System a | owner west"} {
					_, err := w.try(landscape.Write{Key: "k", Content: "x"}, func(d landscape.Draft) ([]landscape.Change, error) {
						changes, _ := w.edits(text)(d)
						return changes, mine
					})
					if err != mine { //nolint:errorlint // as it is
						t.Errorf("Write answered %v instead of %v", err, mine)
					}
					w.settled(t, "an error of fn")
				}
			}
			equal(t, "history", w.shortly(w.history(t, landscape.Steward(), landscape.History{Limit: landscape.NoLimit})), "")
			w.write(t, landscape.Write{Key: "k", Content: "y"}, "+ System d")
			w.settled(t, "the key after that")
		}},
		{"fn runs twice", "fn may run more than once, only the last run counts.", func(t TB, w *written) {
			runs := 0
			var made []landscape.Change
			receipt, err := w.try(landscape.Write{}, func(d landscape.Draft) (changes []landscape.Change, err error) {
				for range 2 { // as a store does that tries again
					runs++
					if changes, err = w.edits(fmt.Sprintf("= System a | owner north | rank %d\n+ System run-%d", 10+runs, runs))(d); err != nil {
						return nil, err
					}
				}
				made = changes
				return changes, nil
			})
			if err != nil {
				t.Fatalf("%v", err)
			}
			w.took(made)
			equal(t, "the receipt", fmt.Sprint(receipt), fmt.Sprint(landscape.Receipt{Revision: w.revision}))
			w.settled(t, "two runs")
		}},
		{"counts once", "fn may run more than once, only the last run counts.", func(t TB, w *written) {
			for range 3 {
				w.addOne(t)
			}
			equal(t, "the rank after three writes that add one", fmt.Sprint(w.elements(t, landscape.Steward(), w.id("System a"))[0].Get("rank")), "4")
			w.read(t, landscape.Steward(), func(_ context.Context, s landscape.Snapshot) error {
				equal(t, "revisions", fmt.Sprint(s.Revision()-w.began), "3")
				return nil
			})
		}},
		{"landscapes", "Landscapes returns the names of the landscapes, in order.", func(t TB, w *written) {
			w.write(t, landscape.Write{}, "+ System d")
			writer := w.store.(landscape.Writer)
			names, err := writer.Landscapes(context.Background())
			if err != nil || !slices.Equal(names, []string{landscape.Main}) {
				t.Errorf("Landscapes answers %q, %v", names, err)
			}
			if err := writer.Ready(context.Background()); err != nil {
				t.Errorf("Ready answers %v", err)
			}
		}},
		{"absent landscape", "A landscape that is not there begins, empty, at revision 0.", func(t TB, w *written) { absentLandscape(t, w, true) }},
		{"opened again", "What was written stays.", func(t TB, w *written) {
			store, ok := w.store.(Reopener)
			if !ok {
				return
			}
			at := w.revision
			w.write(t, landscape.Write{Key: "k", Content: "x", By: "north", Why: "why"}, "+ System d\n- System a NEEDS System b | owner north\n= System a | owner west")
			w.write(t, landscape.Write{Key: "l", Content: "x"}, "")
			w.write(t, landscape.Write{Expected: &w.revision}, "- System d")
			h := landscape.History{Limit: landscape.NoLimit}
			past := historyText(w.history(t, landscape.Steward(), h))
			if err := store.Reopen(); err != nil {
				t.Fatalf("%v", err)
			}
			w.settled(t, "opened again")
			equal(t, "history", historyText(w.history(t, landscape.Steward(), h)), past)
			w.repeats(t, "a key from before", landscape.Write{Key: "k", Content: "x"}, "+ System d", at+1)
			w.repeats(t, "a key of nothing from before", landscape.Write{Key: "l", Content: "x"}, "+ System d", at+1)
			w.write(t, landscape.Write{}, "+ System d")
			w.settled(t, "a write after that")
		}},
	}
}

// addOne adds one to the rank of System a.
func (w *written) addOne(t TB) landscape.Receipt {
	t.Helper()
	receipt, err := w.try(landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) {
		found, err := d.Elements(context.Background(), w.ids("System a"), nil)
		if err != nil {
			return nil, err
		}
		e := &landscape.Element{ID: found[0].ID, Kind: found[0].Kind, Values: slices.Clone(found[0].Values)}
		rank := w.attribute("System.rank").Index
		e.Values[rank] = e.Values[rank].(int64) + 1
		return []landscape.Change{{ElementBefore: found[0], ElementAfter: e}}, nil
	})
	if err != nil {
		t.Errorf("%v", err)
	}
	return receipt
}

// landscapesPart is what a store has to do that has not main alone.
func landscapesPart() writingPart {
	return writingPart{"Landscapes", writtenLandscape, []writingCheck{
		{"begins", "A landscape that is not there begins, empty, at revision 0.", func(t TB, w *written) { absentLandscape(t, w, false) }},
		{"begins with nothing", "A landscape that is not there begins, empty, at revision 0. Without changes there is no new revision.", func(t TB, w *written) {
			ctx, writer := context.Background(), w.store.(landscape.Writer)
			for _, want := range []landscape.Receipt{{}, {Repeated: true}} {
				receipt, err := writer.Write(ctx, "other", landscape.Write{Key: "k"}, w.edits(""))
				if err != nil || receipt != want {
					t.Errorf("a write of nothing: %+v, %v instead of %+v", receipt, err, want)
				}
			}
			w.settled(t, "main after a write of nothing to another landscape")
		}},
		{"names in order", "Landscapes returns the names of the landscapes, in order.", func(t TB, w *written) {
			ctx, writer := context.Background(), w.store.(landscape.Writer)
			for _, name := range []string{"z", "b", "a"} {
				if _, err := writer.Write(ctx, name, landscape.Write{}, w.edits("+ System "+name)); err != nil {
					t.Fatalf("%v", err)
				}
			}
			names, err := writer.Landscapes(ctx)
			if err != nil || !slices.Equal(names, []string{"a", "b", landscape.Main, "z"}) {
				t.Errorf("Landscapes answers %q, %v", names, err)
			}
		}},
	}}
}

// absentLandscape writes to a landscape that is not there. A store may have main alone; then any other stays NOT_FOUND.
func absentLandscape(t TB, w *written, alone bool) {
	ctx, writer, ran := context.Background(), w.store.(landscape.Writer), false
	other := func(wr landscape.Write, fn drafted) (landscape.Receipt, error) {
		return writer.Write(ctx, "other", wr, fn)
	}
	mine := errors.New("mine")
	one := landscape.Revision(1)
	check := func(what string, begun bool) {
		t.Helper()
		names, err := writer.Landscapes(ctx)
		want := []string{landscape.Main}
		if begun {
			want = append(want, "other")
		}
		if err != nil || !slices.Equal(names, want) {
			t.Errorf("%s: Landscapes answers %q, %v", what, names, err)
		}
		if !begun {
			w.world.refused(t, "other", landscape.Steward())
		}
	}
	check("at first", false)
	_, err := other(landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) {
		ran = true
		if d.Revision() != 0 {
			t.Errorf("it begins at revision %d", d.Revision())
		}
		for _, k := range w.model.Kinds {
			if n, err := d.Count(ctx, landscape.Query{Kind: k}); n != 0 || err != nil {
				t.Errorf("it begins with %d of %s, %v", n, k.Name, err)
			}
		}
		return nil, mine
	})
	check("after an error of fn", false)
	if alone && !ran && landscape.CodeOf(err) == landscape.NotFound {
		return
	}
	if err != mine { //nolint:errorlint // as it is
		t.Errorf("Write answered %v instead of %v", err, mine)
	}
	if _, err := other(landscape.Write{Expected: &one}, w.edits("+ System d")); err == nil || landscape.CodeOf(err) != landscape.Conflict {
		t.Errorf("expected 1 where nothing is: %v is no CONFLICT", err)
	}
	check("after a conflict", false)
	zero := landscape.Revision(0)
	receipt, err := other(landscape.Write{Expected: &zero, Key: "k"}, w.edits("+ System d | rank 7"))
	if want := (landscape.Receipt{Revision: 1}); err != nil || receipt != want {
		t.Fatalf("the first write: %+v, %v", receipt, err)
	}
	check("after the first write", true)
	w.settled(t, "main after a write to another landscape")
	w.write(t, landscape.Write{Key: "k"}, "+ System e") // keys are a landscape's own
	w.settled(t, "main after a write with a key of another landscape")
	err = w.store.Read(ctx, "other", landscape.Public(), func(s landscape.Snapshot) error {
		rows, err := s.Find(ctx, landscape.Query{Kind: w.kind("System"), Page: whole()})
		equal(t, "the other landscape", fmt.Sprint(s.Revision(), " ", keysOf(rows.Elements)), "1 d")
		return err
	})
	if err != nil {
		t.Errorf("%v", err)
	}
}
