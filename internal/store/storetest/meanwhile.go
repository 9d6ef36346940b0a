package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/arkinera/landskap/internal/landscape"
)

func meanwhileChecks() []writingCheck {
	const still = "All that fn reads is of one revision, whatever is written meanwhile."
	const pages = "Only rows strictly beyond these places, whether there are rows at them or not."
	const turns = "Writes come one after another."
	return []writingCheck{
		{"a read stands still", still, readStandsStill},
		{"nothing is seen before it is written", "Write commits the changes: all of them or, where anything fails, none.", func(t TB, w *written) {
			look := func(what string) {
				w.settledFor(t, what, landscape.Steward(), landscape.Public())
			}
			var made []landscape.Change
			_, err := w.try(landscape.Write{}, func(d landscape.Draft) (changes []landscape.Change, err error) {
				look("while fn begins")
				changes, err = w.edits("+ System d\n= System a | owner north | rank 9")(d)
				made = changes
				look("while fn ends")
				return changes, err
			})
			if err != nil {
				t.Fatalf("%v", err)
			}
			w.took(made)
			look("when Write has returned")
		}},
		{"ten thousand records", "Write commits the changes as the next revision: all of them or, where anything fails, none.", tenThousand},
		{"pages forward", pages, func(t TB, w *written) { w.pagesUnderWrites(t, "System: rank", false) }},
		{"pages backward", pages, func(t TB, w *written) { w.pagesUnderWrites(t, "System: rank", true) }},
		{"pages by name", pages, func(t TB, w *written) { w.pagesUnderWrites(t, "System: name", false) }},
		{"pages by name backward", pages, func(t TB, w *written) { w.pagesUnderWrites(t, "System: name", true) }},
		{"pages by key", pages, func(t TB, w *written) { w.pagesUnderWrites(t, "System: ", false) }},
		{"pages of ends", pages, pagesOfEnds},
		{"eight writers", turns, eightWriters},
		{"eight writers expect one revision", turns, func(t TB, w *written) {
			at := w.revision
			receipts, errs := w.eight(func(i int) (landscape.Receipt, error) {
				return w.try(landscape.Write{Expected: &at}, w.edits(fmt.Sprintf("+ System n-%d", i)))
			})
			won := 0
			for i, err := range errs {
				switch {
				case err == nil:
					won++
					equal(t, "the receipt", fmt.Sprint(receipts[i]), fmt.Sprint(landscape.Receipt{Revision: at + 1}))
					w.took([]landscape.Change{{ElementAfter: w.record(fmt.Sprintf("System n-%d", i))}})
				case landscape.CodeOf(err) != landscape.Conflict:
					t.Errorf("%v is no CONFLICT", err)
				}
			}
			if won != 1 {
				t.Fatalf("%d of eight writers that expect one revision get through", won)
			}
			w.settled(t, "eight writers that expect one revision")
		}},
		{"eight writers with one key", "Key makes the write happen once, however often it is asked for.", func(t TB, w *written) {
			receipts, errs := w.eight(func(i int) (landscape.Receipt, error) {
				return w.try(landscape.Write{Key: "k", Content: "x"}, w.edits(fmt.Sprintf("+ System n-%d", i)))
			})
			firsts := 0
			for i, r := range receipts {
				if errs[i] != nil || r.Revision != w.revision+1 {
					t.Errorf("%+v, %v", r, errs[i])
				}
				if !r.Repeated {
					firsts++
				}
			}
			equal(t, "writers that were not answered by an earlier write", fmt.Sprint(firsts), "1")
			equal(t, "systems more", fmt.Sprint(w.count(t, landscape.Steward(), landscape.Query{Kind: w.kind("System")})-3), "1")
		}},
	}
}

func (w *written) record(line string) *landscape.Element {
	one := &landscape.Content{}
	if err := parseRecord(w.model, one, line); err != nil {
		panic(err)
	}
	return one.Elements[0]
}

// eight runs fn in eight goroutines at once.
func (w *written) eight(fn func(i int) (landscape.Receipt, error)) (receipts [8]landscape.Receipt, errs [8]error) {
	var wait sync.WaitGroup
	start := make(chan struct{})
	for i := range receipts {
		wait.Go(func() {
			<-start
			receipts[i], errs[i] = fn(i)
		})
	}
	close(start)
	wait.Wait()
	return receipts, errs
}

func readStandsStill(t TB, w *written) {
	for _, v := range []landscape.Viewer{landscape.Steward(), landscape.Public(), landscape.Member("north")} {
		w.write(t, landscape.Write{}, "= System a | owner north | name Öst | rank 1\n= System b | owner north | rank 2 | visibility ACTOR\n= Actor west | actorKind MUNICIPALITY | county 02")
		questions := wholeQuestions(w.model, w.content, append(w.ids("System d"), w.gone...))
		ask := func(ctx context.Context, s landscape.Snapshot) (answers []string, err error) {
			for _, q := range questions {
				a, err := q.Ask(ctx, s)
				if err != nil {
					return nil, err
				}
				answers = append(answers, a)
			}
			return append(answers, fmt.Sprint(s.Revision())), nil
		}
		var ended []func(TB)
		w.read(t, v, func(ctx context.Context, s landscape.Snapshot) error {
			before, err := ask(ctx, s)
			if err != nil {
				return err
			}
			for _, edits := range []string{
				"+ System d | rank 0\n+ Actor north RUNS System d | owner north\n= System a | owner west | rank 9 | visibility ACTOR\n= System b | owner north | name A",
				"- System a NEEDS Service s | owner north\n- Service s\n= Actor west | actorKind SUPPLIER | county 01",
				"- Actor north RUNS System d | owner north\n- System d\n+ Service s | rank 4\n+ System a NEEDS Service s | owner north",
			} {
				ended = append(ended, w.meanwhile(edits))
				after, err := ask(ctx, s)
				if err != nil {
					return err
				}
				for i, q := range questions {
					equal(t, fmt.Sprintf("as %s after a write: %s", v, q), after[i], before[i])
				}
				equal(t, "the revision", after[len(questions)], before[len(questions)])
			}
			return nil
		})
		for _, end := range ended {
			end(t)
		}
		w.settled(t, "when the read has ended")
	}
}

// tenThousand creates, changes and deletes ten thousand records, each as one change set, under the eyes of readers.
func tenThousand(t TB, w *written) {
	elements, claims := 9000, 1000
	if brief() {
		elements, claims = 1800, 200
	}
	var made, later []landscape.Change
	rank := w.attribute("System.rank").Index
	b := w.element(w.id("System b"))
	for i := range elements {
		e := w.record(fmt.Sprintf("System n-%05d | rank 100 | owner north", i))
		next := &landscape.Element{ID: e.ID, Kind: e.Kind, Values: slices.Clone(e.Values)}
		next.Values[rank] = int64(200)
		made = append(made, landscape.Change{ElementAfter: e})
		later = append(later, landscape.Change{ElementBefore: e, ElementAfter: next})
		if i < claims {
			r := w.relation(fmt.Sprintf("System b REPLACES System n-%05d | owner north", i))
			made = append(made, landscape.Change{RelationAfter: r, From: b.Ref(), To: e.Ref()})
			later = append(later, landscape.Change{RelationBefore: r, RelationAfter: r, From: b.Ref(), To: e.Ref()})
		}
	}
	var gone []landscape.Change
	for _, c := range later {
		c.ElementBefore, c.ElementAfter, c.RelationAfter = c.ElementAfter, nil, nil
		gone = append(gone, c)
	}
	look := func(s landscape.Snapshot) (string, error) {
		ctx := context.Background()
		text := fmt.Sprint(s.Revision() - w.began)
		for _, n := range []int{100, 200} {
			n, err := s.Count(ctx, landscape.Query{Kind: w.kind("System"), Where: w.is("System.rank", landscape.Eq, n)})
			if err != nil {
				return "", err
			}
			text += fmt.Sprint(" ", n)
		}
		ends, err := s.CountRelated(ctx, landscape.RelatedQuery{Sources: w.ids("System b"), Field: w.field("System.replaces")})
		return text + fmt.Sprint(" ", ends), err
	}
	right := []string{"0 0 0 [0]", fmt.Sprintf("1 %d 0 [%d]", elements, claims), fmt.Sprintf("2 0 %d [%d]", elements, claims), "3 0 0 [0]"}
	done := make(chan struct{})
	var wait sync.WaitGroup
	seen, errs := make([]map[string]int, 2), make([]error, 2)
	for i := range seen {
		seen[i] = map[string]int{}
		wait.Go(func() {
			for last := false; !last && errs[i] == nil; {
				select {
				case <-done:
					last = true
				default:
				}
				errs[i] = w.store.Read(context.Background(), landscape.Main, landscape.Steward(), func(s landscape.Snapshot) error {
					text, err := look(s)
					seen[i][text]++
					return err
				})
			}
		})
	}
	var wrong error
	for _, changes := range [][]landscape.Change{made, later, gone} {
		if _, err := w.try(landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) { return changes, nil }); err != nil {
			wrong = err
			break
		}
	}
	close(done)
	wait.Wait()
	if err := errors.Join(append(errs, wrong)...); err != nil {
		t.Fatalf("%v", err)
	}
	for _, texts := range seen {
		for _, text := range sortedKeys(texts) {
			if !slices.Contains(right, text) {
				t.Errorf("a reader sees %s, which is none of %q", text, right)
			}
		}
		if texts[right[3]] == 0 {
			t.Errorf("a reader does not see the last revision: %v", texts)
		}
	}
}

// pagesUnderWrites reads a list page by page while rows come and go, before, at and behind the place that has been reached.
func (w *written) pagesUnderWrites(t TB, order string, backward bool) {
	w.write(t, landscape.Write{}, many(24, "+ System n-%03[1]d | rank %[1]d | name n%03[1]d\n"))
	q := landscape.Query{Kind: w.kind("System"), Where: w.is("System.rank", landscape.Gte, 0), Page: landscape.Page{Order: w.order(order), Limit: 3, Backward: backward}}
	times := map[string]int{}
	for page := 0; ; page++ {
		got := answer(w.store, landscape.Public(), findQuestion{q})
		equal(t, fmt.Sprintf("page %d, %s", page, pageWords(q.Page)), got, answer(Oracle(nil, w.model, w.content), landscape.Public(), findQuestion{q}))
		rows := w.find(t, landscape.Public(), q)
		for _, e := range rows.Elements {
			times[e.Key()]++
		}
		if !rows.More || len(rows.Elements) == 0 || page > 30 {
			break
		}
		last := rows.Elements[len(rows.Elements)-1]
		if backward {
			last = rows.Elements[0]
		}
		at := landscape.PositionOf(last, q.Page.Order)
		if backward {
			q.Page.Before = &at
		} else {
			q.Page.After = &at
		}
		edits := fmt.Sprintf("+ System m-%02d-low | rank 0 | name n\n+ System m-%02d-high | rank 23 | name n0230", page, page)
		if strings.HasPrefix(last.Key(), "n-") && page%2 == 0 {
			edits += "\n- System " + last.Key() // the place stays, the row does not
		}
		w.write(t, landscape.Write{}, edits)
	}
	for i := range 24 {
		if key := fmt.Sprintf("n-%03d", i); times[key] != 1 {
			t.Errorf("%s comes %d times", key, times[key])
		}
	}
	for key, n := range times {
		if n > 1 {
			t.Errorf("%s comes %d times", key, n)
		}
	}
}

// pagesOfEnds does so with the elements at the other end of a relation.
func pagesOfEnds(t TB, w *written) {
	w.write(t, landscape.Write{}, many(12, "+ Service n-%03[1]d | rank %[1]d\n+ System a NEEDS Service n-%03[1]d\n"))
	q := landscape.RelatedQuery{Sources: w.ids("System a"), Field: w.field("System.needs"), Page: landscape.Page{Limit: 2}}
	var keys []string
	for page := range 20 {
		equal(t, "a page "+pageWords(q.Page), answer(w.store, landscape.Public(), relatedQuestion{q}), answer(Oracle(nil, w.model, w.content), landscape.Public(), relatedQuestion{q}))
		ends := w.related(t, landscape.Public(), q)[0]
		for _, e := range ends.Ends {
			keys = append(keys, e.Element.Key())
		}
		if !ends.More || len(ends.Ends) == 0 {
			break
		}
		last := ends.Ends[len(ends.Ends)-1].Element
		at := landscape.PositionOf(last, nil)
		q.Page.After = &at
		w.write(t, landscape.Write{}, fmt.Sprintf("- System a NEEDS Service %s\n+ Service m-%02d\n+ System a NEEDS Service m-%02d", last.Key(), page, page))
	}
	equal(t, "the pages", strings.Join(keys, " "), strings.TrimSpace(many(12, "n-%03d "))+" s")
}

// eightWriters add to one element and create elements of their own.
func eightWriters(t TB, w *written) {
	each := 25
	if brief() {
		each = 8
	}
	var receipts [8][]landscape.Receipt
	_, errs := w.eight(func(i int) (r landscape.Receipt, err error) {
		for j := 0; j < each && err == nil; j++ {
			r, err = w.try(landscape.Write{By: fmt.Sprint("writer ", i), Key: fmt.Sprint(i, " ", j)}, func(d landscape.Draft) ([]landscape.Change, error) {
				a, err := d.Elements(context.Background(), w.ids("System a"), nil)
				if err != nil {
					return nil, err
				}
				return w.edits(fmt.Sprintf("+ System n-%d-%d | rank 5\n= System a | owner north | rank %d\n+ Actor north RUNS System n-%d-%d | owner north", i, j, a[0].Get("rank").(int64)+1, i, j))(d)
			})
			receipts[i] = append(receipts[i], r)
		}
		return r, err
	})
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatalf("%v", err)
	}
	var revisions []landscape.Revision
	for _, list := range receipts {
		for i, r := range list {
			if r.Repeated || i > 0 && r.Revision <= list[i-1].Revision {
				t.Errorf("a writer gets %+v", list)
			}
			revisions = append(revisions, r.Revision)
		}
	}
	slices.Sort(revisions)
	commits := w.history(t, landscape.Steward(), landscape.History{Limit: landscape.NoLimit})
	slices.Reverse(commits)
	for i, r := range revisions {
		if want := w.began + landscape.Revision(i) + 1; r != want || i >= len(commits) || commits[i].Revision != want {
			t.Fatalf("the revisions of the receipts: %v, of %d commits", revisions, len(commits))
		}
	}
	systems := landscape.Query{Kind: w.kind("System"), Where: w.is("System.rank", landscape.Eq, 5)}
	equal(t, "elements", fmt.Sprint(w.count(t, landscape.Steward(), systems)), fmt.Sprint(8*each))
	equal(t, "claims", fmt.Sprint(w.countRelated(t, landscape.Steward(), landscape.RelatedQuery{Sources: w.ids("Actor north"), Field: w.field("Actor.runs")})), fmt.Sprintf("[%d]", 2+8*each))
	equal(t, "the rank to which all have added", fmt.Sprint(w.elements(t, landscape.Steward(), w.id("System a"))[0].Get("rank")), fmt.Sprint(1+8*each))
}
