package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/arkinera/landskap/internal/landscape"
)

// readLandscape is about Read itself and about elements by id.
//
//	System a (north, ACTOR) ──NEEDS──> System b (open) <──NEEDS── Service a (open)
const readLandscape = `
	Actor north | actorKind MUNICIPALITY
	System a | owner north | visibility ACTOR | rank 1
	System b | owner north | rank 2
	Service a
	System a NEEDS System b
	Service a NEEDS System b
`

func readPart() part {
	return part{name: "Read", landscape: readLandscape, checks: func(*world) []check {
		return []check{
			{"absent landscape", "A landscape that is not there is NOT_FOUND.", func(t TB, w *world) {
				for _, v := range []landscape.Viewer{{}, landscape.Public(), landscape.Steward()} {
					w.refused(t, "nowhere", v)
				}
				w.refused(t, "", landscape.Steward())
			}},
			{"absent actor", "A viewer whose actor is not there is NOT_FOUND.", func(t TB, w *world) {
				w.refused(t, landscape.Main, landscape.Member("nobody"))
				w.refused(t, landscape.Main, landscape.Member("b"))
			}},
			{"error of fn", "Else the error is fn's.", func(t TB, w *world) {
				mine := errors.New("mine")
				err := w.store.Read(context.Background(), landscape.Main, landscape.Public(), func(landscape.Snapshot) error { return mine })
				if !errors.Is(err, mine) {
					t.Errorf("Read answered %v", err)
				}
			}},
			{"revision", "Revision returns which revision this is.", func(t TB, w *world) {
				var revisions []landscape.Revision
				for _, v := range []landscape.Viewer{{}, landscape.Public(), landscape.Steward()} {
					w.read(t, v, func(_ context.Context, s landscape.Snapshot) error {
						revisions = append(revisions, s.Revision(), s.Revision())
						return nil
					})
				}
				for _, r := range revisions {
					if r < 1 || r != revisions[0] {
						t.Errorf("revisions without a write between: %v", revisions)
					}
				}
			}},
			{"viewers in turn", "Visibility is applied in every read.", func(t TB, w *world) {
				for range 3 {
					for v, want := range map[landscape.Viewer]string{
						{}: "-, -", landscape.Public(): "-, System b", landscape.Member("north"): "System a, System b", landscape.Steward(): "System a, System b",
					} {
						equal(t, v.String(), refsOf(w.elements(t, v, w.ids("System a, System b")...)), want)
					}
				}
			}},
			{"elements", "Elements returns the elements with the ids, in the order of the ids; nil where there is none.", func(t TB, w *world) {
				ids := w.ids("System b, Service a, System nobody, System a, System b, Actor north, Place a, System b")
				ids = append(ids, "", "no id at all", w.content.Relations[0].ID, ids[0])
				equal(t, "as steward", refsOf(w.elements(t, landscape.Steward(), ids...)), "System b, Service a, -, System a, System b, Actor north, -, System b, -, -, -, System b")
				equal(t, "as the public", refsOf(w.elements(t, landscape.Public(), ids...)), "System b, Service a, -, -, System b, Actor north, -, System b, -, -, -, System b")
				equal(t, "no ids", refsOf(w.elements(t, landscape.Steward())), "")
			}},
			{"elements whole", "Attributes are named as in Query; nil means all.", func(t TB, w *world) {
				for _, asked := range [][]string{nil, {}, {"rank", "hours"}} {
					w.read(t, landscape.Steward(), func(ctx context.Context, s landscape.Snapshot) error {
						ids := w.ids("System a, Service a, Actor north")
						elements, err := s.Elements(ctx, ids, asked)
						for i, e := range elements {
							if msg := untruth(e, w.element(ids[i]), asked, false); msg != "" {
								t.Errorf("asked for %q: %s", asked, msg)
							}
						}
						return err
					})
				}
			}},
			{"after the snapshot", "The elements and claims that it gives stay good when the snapshot has ended.", afterSnapshot},
			{"several goroutines", "Its methods may be called by several goroutines.", severalGoroutines},
			{"snapshot stands still", "All that fn reads is of one revision, whatever is written meanwhile.", standsStill},
			{"content left alone", "The elements and claims are shared: they are not to be changed, by the store either.", func(t TB, w *world) {
				fresh, err := parseLandscape(w.model, readLandscape)
				if err != nil {
					t.Fatalf("%v", err)
				}
				equal(t, "the content that the store was opened with", contentText(w.content), contentText(fresh))
			}},
		}
	}}
}

// refused checks that a read finds nothing to read, and does not try.
func (w *world) refused(t TB, name string, v landscape.Viewer) {
	t.Helper()
	err := w.store.Read(context.Background(), name, v, func(landscape.Snapshot) error {
		t.Errorf("landscape %q as %s: fn runs", name, v)
		return nil
	})
	if err == nil || landscape.CodeOf(err) != landscape.NotFound {
		t.Errorf("landscape %q as %s: %v is not %s", name, v, err, landscape.NotFound)
	}
}

// everythingText asks a snapshot in each way and writes down the answers.
func (w *world) everythingText(ctx context.Context, s landscape.Snapshot) (string, error) {
	var text string
	for _, q := range []Question{
		elementsQuestion{ids: w.ids("System a, System b, Service a")},
		findQuestion{landscape.Query{Kind: w.kind("System"), Page: whole()}},
		countQuestion{landscape.Query{Kind: w.kind("System")}},
		relatedQuestion{landscape.RelatedQuery{Sources: w.ids("System b"), Field: w.field("System.neededBy"), Page: whole()}},
		countRelatedQuestion{landscape.RelatedQuery{Sources: w.ids("System b"), Field: w.field("System.neededBy")}},
		matrixQuestion{landscape.MatrixQuery{Rows: landscape.Set{IDs: w.ids("System b")}, Steps: []landscape.Step{{w.field("System.neededBy")}}}},
	} {
		answer, err := q.Ask(ctx, s)
		if err != nil {
			return "", err
		}
		text += answer + "\n"
	}
	return fmt.Sprint("revision ", s.Revision(), "\n", text), nil
}

func afterSnapshot(t TB, w *world) {
	q := landscape.RelatedQuery{Sources: w.ids("System b"), Field: w.field("System.neededBy"), Page: whole()}
	first := w.related(t, landscape.Steward(), q)
	for range 3 {
		w.related(t, landscape.Steward(), q)
		w.elements(t, landscape.Public(), w.ids("System b")...)
	}
	equal(t, "ends of an earlier snapshot", endsText(first[0].Ends), "Service a ["+packageOwner+"*!], System a ["+packageOwner+"*]")
}

func severalGoroutines(t TB, w *world) {
	w.read(t, landscape.Steward(), func(ctx context.Context, s landscape.Snapshot) error {
		want, err := w.everythingText(ctx, s)
		if err != nil {
			return err
		}
		got, errs := make([]string, 8), make([]error, 8)
		var wait sync.WaitGroup
		for i := range got {
			wait.Go(func() { got[i], errs[i] = w.everythingText(ctx, s) })
		}
		wait.Wait()
		for _, text := range got {
			equal(t, "the answers to one of several goroutines", text, want)
		}
		return errors.Join(errs...)
	})
}

// standsStill replaces the content while it is read. It needs a Replacer; see there.
func standsStill(t TB, w *world) {
	store, ok := w.store.(Replacer)
	if !ok {
		return
	}
	other, err := parseLandscape(w.model, "Actor north | actorKind SUPPLIER\nSystem b | rank 7\nSystem c")
	if err != nil {
		t.Fatalf("%v", err)
	}
	var before, during, after string
	w.read(t, landscape.Public(), func(ctx context.Context, s landscape.Snapshot) (err error) {
		if before, err = w.everythingText(ctx, s); err != nil {
			return err
		}
		store.Replace(other)
		during, err = w.everythingText(ctx, s)
		return err
	})
	equal(t, "what a snapshot answers after a write", during, before)
	var revision landscape.Revision
	w.read(t, landscape.Public(), func(_ context.Context, s landscape.Snapshot) error {
		revision = s.Revision()
		return nil
	})
	equal(t, "what is seen next", keysOf(w.find(t, landscape.Public(), landscape.Query{Kind: w.kind("System"), Page: whole()}).Elements), "b, c")
	store.Replace(w.content)
	w.read(t, landscape.Public(), func(ctx context.Context, s landscape.Snapshot) (err error) {
		equal(t, "the revision after another write", fmt.Sprint(s.Revision()), fmt.Sprint(revision+1))
		after, err = w.everythingText(ctx, s)
		return err
	})
	_, rest, _ := cutLine(after)
	_, want, _ := cutLine(before)
	equal(t, "what is seen when all is put back", rest, want)
}
