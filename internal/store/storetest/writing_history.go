package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

func textOf(v any) string { return fmt.Sprint(v) }

func sorted(words []string) []string {
	words = slices.Clone(words)
	slices.Sort(words)
	return words
}

func many(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// lived is a past: what happened to the landscape, a revision each.
var lived = []string{
	"+ System d | owner north | visibility ACTOR",                                            // 1
	"= System a | owner north | rank 9 | secret t | budget 6",                                // 2
	"= System a | owner north | rank 9 | secret t | budget 6 | visibility ACTOR",             // 3: the public sees it go
	"= System b | owner north | rank 2",                                                      // 4: the public sees it come
	"+ System c NEEDS System d | owner west\n+ System c NEEDS Service s | owner west",        // 5: one of two claims has a hidden end
	"= System c | owner west | rank 8\n+ System c NEEDS Service u | owner west\n+ Service u", // 6
	"- System c NEEDS System d | owner west\n- System d",                                     // 7
	"= System c NEEDS Service s | owner west | visibility ACTOR",                             // 8: a claim that hides
}

// live gives a landscape its past.
func (w *written) live(t TB) {
	for i, edits := range lived {
		w.write(t, landscape.Write{By: fmt.Sprint("actor-", i), Why: fmt.Sprint("why ", i), At: time.Date(2026, 1, 1+i, 1, 0, 0, 7, time.FixedZone("there", 3600))}, edits)
		w.write(t, landscape.Write{Key: fmt.Sprint("nothing ", i)}, "")
	}
}

func historyChecks() []writingCheck {
	const scope = "Of their changes only those are given of which the viewer may see the record, before or after; a side that may not be seen is as absent, and a commit of which nothing may be seen is left out."
	const about = "Only commits that changed this element or a relation of it, and of those only such changes."
	wholly := landscape.History{Limit: landscape.NoLimit}
	of := func(v landscape.Viewer, want string) func(TB, *written) {
		return func(t TB, w *written) {
			w.live(t)
			equal(t, "the past as "+v.String(), w.shortlySorted(w.history(t, v, wholly)), want)
		}
	}
	element := func(v landscape.Viewer, ref, want string) func(TB, *written) {
		return func(t TB, w *written) {
			w.live(t)
			equal(t, "the past of "+ref+" as "+v.String(), w.shortlySorted(w.history(t, v, landscape.History{Element: w.id(ref), Limit: landscape.NoLimit})), want)
			equal(t, "the first of it", w.shortlySorted(w.history(t, v, landscape.History{Element: w.id(ref), Limit: 1})), strings.Split(want, ", ")[0])
		}
	}
	return []writingCheck{
		{"order", "History asks for commits, the newest first.", of(landscape.Steward(), "8 ~c>s, 7 -c>d -d, 6 +c>u +u ~c, 5 +c>d +c>s, 4 ~b, 3 ~a, 2 ~a, 1 +d")},
		{"as the public", scope, of(landscape.Public(), "8 -c>s, 6 +c>u +u ~c, 5 +c>s, 4 +b, 3 -a, 2 ~a")},
		{"as a member", scope, of(landscape.Member("north"), "8 -c>s, 7 -c>d -d, 6 +c>u +u ~c, 5 +c>s, 4 ~b, 3 ~a, 2 ~a, 1 +d")},
		{"as another member", scope, of(landscape.Member("west"), "8 ~c>s, 6 +c>u +u ~c, 5 +c>s, 4 +b, 3 -a, 2 ~a")},
		{"as nobody", scope, of(landscape.Viewer{}, "")},
		{"of an element", about, element(landscape.Steward(), "System c", "8 ~c>s, 7 -c>d, 6 +c>u ~c, 5 +c>d +c>s")},
		{"of an element as the public", about, element(landscape.Public(), "System c", "8 -c>s, 6 +c>u ~c, 5 +c>s")},
		{"of an element that went", about, element(landscape.Steward(), "System d", "7 -c>d -d, 5 +c>d, 1 +d")},
		{"of an element that came late", about, element(landscape.Public(), "Service u", "6 +c>u +u")},
		{"of an element that was never", about, element(landscape.Steward(), "System nowhere", "")},
		{"of an element that is hidden", about, element(landscape.Public(), "System d", "")},
		{"who, when and why", "Commit is one revision of a landscape: a set of changes that came as a whole, who made them, when and why.", func(t TB, w *written) {
			w.live(t)
			for i, c := range w.history(t, landscape.Steward(), wholly) {
				n := len(lived) - 1 - i
				equal(t, "a commit", fmt.Sprint(c.Revision-w.began, c.By, c.Why, c.At), fmt.Sprint(n+1, fmt.Sprint("actor-", n), fmt.Sprint("why ", n), time.Date(2026, 1, 1+n, 0, 0, 0, 7, time.UTC)))
			}
		}},
		{"before and after", "Change is what happened to one record: as it was before and as it is after.", beforeAndAfter},
		{"hidden values", "A side is as the viewer sees the record.", func(t TB, w *written) {
			w.live(t)
			for v, want := range map[landscape.Viewer]string{landscape.Steward(): "t 6", landscape.Member("north"): "t 6", landscape.Council("01"): "<nil> 6", landscape.Public(): "<nil> <nil>"} {
				commits := w.history(t, v, landscape.History{Since: w.began + 1, Before: w.began + 3, Limit: landscape.NoLimit})
				if len(commits) != 1 || len(commits[0].Changes) != 1 || commits[0].Changes[0].ElementAfter == nil {
					t.Errorf("as %s: %s", v, w.shortly(commits))
					continue
				}
				e := commits[0].Changes[0].ElementAfter
				equal(t, "values as "+v.String(), fmt.Sprint(e.Get("secret"), " ", e.Get("budget")), want)
			}
		}},
		{"pages", "Only commits before this revision; only commits after this revision; this many at most.", func(t TB, w *written) {
			w.live(t)
			for _, v := range []landscape.Viewer{landscape.Steward(), landscape.Public()} {
				for _, id := range []landscape.ID{"", w.id("System c")} {
					all := w.history(t, v, landscape.History{Element: id, Limit: landscape.NoLimit})
					for before := range landscape.Revision(len(lived) + 3) {
						for since := range landscape.Revision(len(lived) + 2) {
							for _, limit := range []int{landscape.NoLimit, 1, 2, 100} {
								h := landscape.History{Element: id, Since: w.began + since, Limit: limit}
								if before > 0 {
									h.Before = w.began + before
								}
								var want []landscape.Commit
								for _, c := range all {
									if (h.Before == 0 || c.Revision < h.Before) && c.Revision > h.Since && len(want) != limit {
										want = append(want, c)
									}
								}
								equal(t, fmt.Sprintf("as %s %+v", v, h), historyText(w.history(t, v, h)), historyText(want))
							}
						}
					}
				}
			}
		}},
		{"page by page", "Only commits before this revision.", func(t TB, w *written) {
			w.live(t)
			var pages []landscape.Commit
			h := landscape.History{Limit: 1}
			for range 20 {
				page := w.history(t, landscape.Public(), h)
				if len(page) == 0 {
					break
				}
				w.write(t, landscape.Write{}, fmt.Sprintf("= System c | owner west | rank %d", 20+len(pages))) // which no later page shows
				pages = append(pages, page...)
				h.Before = page[len(page)-1].Revision
			}
			equal(t, "the pages", w.shortlySorted(pages), "8 -c>s, 6 +c>u +u ~c, 5 +c>s, 4 +b, 3 -a, 2 ~a")
		}},
		{"of its snapshot", "Historian is a snapshot that knows how it came to be.", func(t TB, w *written) {
			w.live(t)
			var ended func(TB)
			w.read(t, landscape.Steward(), func(ctx context.Context, s landscape.Snapshot) error {
				h := landscape.History{Since: w.began, Limit: landscape.NoLimit}
				before, err := s.(landscape.Historian).History(ctx, h)
				if err != nil {
					return err
				}
				ended = w.meanwhile("+ System late")
				after, err := s.(landscape.Historian).History(ctx, h)
				equal(t, "the past of a snapshot after a write", historyText(after), historyText(before))
				return err
			})
			ended(t)
			equal(t, "the past after that", w.shortly(w.history(t, landscape.Steward(), landscape.History{Limit: 1})), "9 +late")
		}},
	}
}

// shortlySorted is shortly with the changes of each commit in the order of their words: ids are in no order that a reader sees.
func (w *written) shortlySorted(commits []landscape.Commit) string {
	return list(commits, func(c landscape.Commit) string {
		words := strings.Fields(w.shortly([]landscape.Commit{c}))
		return words[0] + " " + strings.Join(sorted(words[1:]), " ")
	})
}

// beforeAndAfter holds the past against the changes that were made, with all their values and in their order.
func beforeAndAfter(t TB, w *written) {
	was := w.content
	w.write(t, landscape.Write{By: "north"}, "= System a | owner north | rank 9\n= Actor north RUNS System a | owner north | seats 2\n+ System d | tags x, y\n+ System a NEEDS System d | owner north\n"+
		"- System a NEEDS Service s | owner north\n- Service s")
	is := w.content
	commits := w.history(t, landscape.Steward(), landscape.History{Limit: landscape.NoLimit})
	if len(commits) != 1 {
		t.Fatalf("%d commits after one write", len(commits))
	}
	sides := [2]*landscape.Content{{}, {}}
	var order []string
	for _, c := range commits[0].Changes {
		kind := "claim "
		if c.IsElement() {
			kind = "an element "
		}
		order = append(order, kind+string(c.ID()))
		for i, e := range []*landscape.Element{c.ElementBefore, c.ElementAfter} {
			if e != nil {
				sides[i].Elements = append(sides[i].Elements, e)
			}
		}
		for i, r := range []*landscape.Relation{c.RelationBefore, c.RelationAfter} {
			if r == nil {
				continue
			}
			sides[i].Relations = append(sides[i].Relations, r)
			if c.From.ID() != r.From || c.To.ID() != r.To {
				t.Errorf("the ends of %s are told to be %s and %s", claimText(r), c.From, c.To)
			}
		}
	}
	equal(t, "elements first, then relations, each by id", strings.Join(order, ", "), strings.Join(sorted(order), ", "))
	for i, content := range []*landscape.Content{was, is} {
		other := is
		if i == 1 {
			other = was
		}
		want := &landscape.Content{}
		steward := func(c *landscape.Content, fn func(*sworn)) {
			_ = Oracle(nil, w.model, c).Read(context.Background(), landscape.Main, landscape.Steward(), func(s landscape.Snapshot) error {
				fn(s.(*sworn))
				return nil
			})
		}
		steward(content, func(s *sworn) {
			steward(other, func(o *sworn) {
				for _, e := range s.elements {
					if there := o.byID[e.ID]; there == nil || wholeElement(there) != wholeElement(e) {
						want.Elements = append(want.Elements, e)
					}
				}
				for _, r := range s.claims {
					if !containsClaim(o.claims, r) {
						want.Relations = append(want.Relations, r)
					}
				}
			})
		})
		side := []string{"before", "after"}[i]
		equal(t, side, list(sides[i].Elements, wholeElement)+"; "+list(sides[i].Relations, claimText), list(want.Elements, wholeElement)+"; "+list(want.Relations, claimText))
	}
}

func wholeElement(e *landscape.Element) string { return elementText(e, nil, false) }

func containsClaim(claims []*landscape.Relation, r *landscape.Relation) bool {
	for _, c := range claims {
		if claimText(c) == claimText(r) {
			return true
		}
	}
	return false
}
