package storetest

import (
	"context"
	"fmt"

	"github.com/arkinera/landskap/internal/landscape"
)

// aheadQuestion asks for elements and announces what it asks of them next, over some levels. The answer is to be as if nothing had
// been announced.
type aheadQuestion struct {
	ids   []landscape.ID   // of the elements that come first, where there is no query
	query *landscape.Query // which has what is announced, as if it were by ids
}

func (q aheadQuestion) Ask(ctx context.Context, s landscape.Snapshot) (text string, err error) {
	var elements []*landscape.Element
	if q.ids != nil {
		elements, err = s.Elements(ctx, q.ids, q.query.Attributes, q.query.Ahead...)
	} else {
		var rows landscape.Rows
		rows, err = s.Find(ctx, *q.query)
		elements = rows.Elements
		text = moreText(rows.More)
	}
	text += lines(elements, func(e *landscape.Element) string {
		return elementText(e, q.query.Attributes, q.query.Bare && q.ids == nil)
	})
	if err == nil {
		err = askBelow(ctx, s, q.query.Ahead, elements, &text)
	}
	return text, err
}

// askBelow asks what was announced of elements, and adds the answers to a text.
func askBelow(ctx context.Context, s landscape.Snapshot, announced []*landscape.RelatedQuery, elements []*landscape.Element, text *string) error {
	for _, query := range announced {
		q := *query
		q.Announced = query
		met := map[landscape.ID]bool{}
		for _, e := range elements {
			if e != nil && e.Kind == q.Field.Kind && !met[e.ID] {
				met[e.ID] = true
				q.Sources = append(q.Sources, e.ID)
			}
		}
		if len(q.Sources) == 0 {
			continue
		}
		pages, err := s.Related(ctx, q)
		if err != nil {
			return err
		}
		*text += fieldText(q.Field) + "\n" + pagesText(q, pages)
		var ends []*landscape.Element
		for _, page := range pages {
			ends = append(ends, elementsOf(page.Ends)...)
		}
		if err := askBelow(ctx, s, q.Ahead, ends, text); err != nil {
			return err
		}
	}
	return nil
}

func (q aheadQuestion) String() string {
	first := fmt.Sprintf("Elements %q, attributes %q", q.ids, q.query.Attributes)
	if q.ids == nil {
		first = "Find " + queryText(*q.query)
	}
	return first + aheadText(q.query.Ahead)
}

func aheadText(announced []*landscape.RelatedQuery) string {
	if len(announced) == 0 {
		return ""
	}
	return ", and of them " + list(announced, func(q *landscape.RelatedQuery) string { return relatedText(*q) + aheadText(q.Ahead) })
}

// ahead draws what to ask of elements with what is asked of the rows below.
func (a *asker) ahead() Question {
	q := a.query()
	if a.formed(2) {
		q.Page.Limit = 3
	}
	q.Ahead = a.below(q.At, 3)
	question := aheadQuestion{query: &q}
	if a.formed(3) {
		question.ids = a.ids(6)
	}
	return question
}

// below draws lists that are asked of some rows: most of them short enough that they can be read along, and of the same day.
func (a *asker) below(day landscape.Date, depth int) (lists []*landscape.RelatedQuery) {
	for range a.one(3) {
		q := a.related()
		q.Sources, q.Bare = nil, a.formed(2)
		if q.Page.Limit == landscape.NoLimit && !a.formed(4) {
			q.Page.Limit = 1 + a.one(3)
		}
		if !a.formed(4) {
			q.At = day
		}
		if depth > 1 {
			q.Ahead = a.below(q.At, depth-1)
		}
		lists = append(lists, &q)
	}
	return lists
}

// aheadChecks hold that what is announced, and that only elements are wanted, changes nothing of what is told of them.
func aheadChecks() []check {
	return []check{
		{"ahead/lists below lists", "Ahead announces what will be asked of those rows that are of its field's kind.", func(t TB, w *world) {
			needs := func(limit int, where landscape.Filter) *landscape.RelatedQuery {
				return &landscape.RelatedQuery{Field: w.field("System.needs"), Where: where, Page: landscape.Page{Limit: limit}, Bare: limit == 1}
			}
			short, long, some := needs(1, nil), needs(3, nil), needs(3, w.is("System.key", landscape.Eq, "own"))
			runs := &landscape.RelatedQuery{Field: w.field("Actor.runs"), Page: landscape.Page{Limit: 2}, Ahead: []*landscape.RelatedQuery{short, long}}
			err := w.store.Read(context.Background(), landscape.Main, landscape.Steward(), func(s landscape.Snapshot) error {
				related := func(announced *landscape.RelatedQuery, sources, want string) {
					q := *announced
					q.Announced, q.Sources = announced, w.ids(sources)
					pages, err := s.Related(context.Background(), q)
					equal(t, relatedText(q), fmt.Sprint(list(pages, pageText), err), want+"<nil>")
				}
				if _, err := s.Elements(context.Background(), w.ids("Actor north, System left, System east, Service k"), nil, runs, short, long, some); err != nil {
					return err
				}
				related(runs, "Actor north", `"System far-off, Service foreign more"`)
				related(short, "System left, System east", `"Service k more", "System loop more"`)
				related(long, "System left, System east", `"Service k, System k, System k2 more", "System loop, System own"`)
				related(some, "System left, System east", `"", "System own"`)
				// What was not met is asked for by itself.
				related(short, "System loop, System left", `"System loop", "Service k more"`)
				q := landscape.Query{Kind: w.model.Kind("Actor"), Where: w.is("Actor.key", landscape.Eq, "north"), Page: whole(), Ahead: []*landscape.RelatedQuery{runs}}
				if _, err := s.Find(context.Background(), q); err != nil {
					return err
				}
				related(runs, "Actor north", `"System far-off, Service foreign more"`)
				related(long, "System far-off", `""`)
				return nil
			})
			if err != nil {
				t.Fatalf("%v", err)
			}
		}},
	}
}
