package storetest

import (
	"context"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
)

// walkQuestion asks for a list page by page, each from the place at which the last one ended, to its end and back to its beginning.
type walkQuestion struct {
	q landscape.Query
}

func (q walkQuestion) String() string { return "Pages of " + queryText(q.q) }

func (q walkQuestion) Ask(ctx context.Context, s landscape.Snapshot) (string, error) {
	there, err := q.pages(ctx, s, false)
	if err != nil {
		return "", err
	}
	back, err := q.pages(ctx, s, true)
	return there + "back:\n" + back, err
}

// mostPages is more than a list of a drawn landscape has: a walk that goes on has lost its way.
const mostPages = 40

func (q walkQuestion) pages(ctx context.Context, s landscape.Snapshot, backward bool) (text string, err error) {
	page := q.q.Page
	page.Backward = backward
	for range mostPages {
		query := q.q
		query.Page = page
		rows, err := s.Find(ctx, query)
		if err != nil {
			return "", err
		}
		text += keysOf(rows.Elements) + "\n" + moreText(rows.More)
		if !rows.More || len(rows.Elements) == 0 {
			return text, nil
		}
		ends := rows.Elements
		if backward {
			ends = slices.Clone(ends)
			slices.Reverse(ends)
		}
		at := landscape.PositionOf(ends[len(ends)-1], page.Order)
		page.After, page.Before = &at, nil
		if backward {
			page.After, page.Before = nil, &at
		}
	}
	return fmt.Sprint(text, "and no end\n"), nil
}

// walk draws a walk of the shape of that number.
func (a *asker) walk(number int) Question {
	a.shape = a.pool.random(a.first + number)
	k := among(a, a.kinds)
	q := landscape.Query{Kind: k}
	var sortable []landscape.Order
	for _, attribute := range a.common(a.kinds[:1]) {
		if attribute = k.Attribute(attribute.Name); attribute != nil && !attribute.List {
			sortable = append(sortable, landscape.Order{Attribute: attribute})
		}
	}
	for range 1 + a.one(2) {
		o := among(a, sortable)
		o.Descending = a.formed(2)
		q.Page.Order = append(q.Page.Order, o)
	}
	q.Page.Limit = rapid.IntRange(1, 3).Draw(a.t, "limit")
	return walkQuestion{q}
}
