package memory

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// TestPagesVisit counts how many elements lists look at: a page at the end no more than the first, in both directions, and a filter
// by key or by what is related no more than there are rows.
func TestPagesVisit(t *testing.T) {
	const many, limit = 5000, 50
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	content := &landscape.Content{}
	random := rand.New(rand.NewPCG(5, 6))
	north := landscape.NewElement(m.Kind("Actor"), map[string]any{"key": "north", "name": "Norr", "actorKind": "MUNICIPALITY"})
	for i := range many {
		content.Elements = append(content.Elements, landscape.NewElement(m.Kind("System"), map[string]any{"key": fmt.Sprint(i), "name": fmt.Sprint("System ", random.IntN(500)), "owner": "north"}))
	}
	first := content.Elements[17]
	uses := landscape.NewRelation(m.Relation("USES", north.Kind), north.Ref(), first.Ref(), map[string]any{"owner": "north"})
	content.Elements = append(content.Elements, north)
	content.Relations = append(content.Relations, uses)
	kind := m.Kind("System")
	byName := []landscape.Order{{Attribute: kind.Attributes[schema.AttrName]}}
	err = New(content).Read(context.Background(), "main", landscape.Public(), func(s landscape.Snapshot) error {
		visits := func(q landscape.Query) (landscape.Rows, int64) {
			counter := &s.(*snapshot).visits
			counter.Store(0)
			q.Kind = kind
			rows, err := s.Find(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			return rows, counter.Load()
		}
		for _, backward := range []bool{false, true} {
			q := landscape.Query{Page: landscape.Page{Order: byName, Limit: limit, Backward: backward}}
			seen, pages := 0, 0
			for more := true; more; pages++ {
				rows, n := visits(q)
				if n > limit+2 {
					t.Errorf("page %d, backward %t: %d elements looked at", pages, backward, n)
				}
				seen, more = seen+len(rows.Elements), rows.More
				if at := landscape.PositionOf(rows.Elements[len(rows.Elements)-1], byName); !backward {
					q.Page.After = &at
				} else {
					at := landscape.PositionOf(rows.Elements[0], byName)
					q.Page.Before = &at
				}
			}
			if seen != many || pages != many/limit {
				t.Errorf("backward %t: %d elements on %d pages", backward, seen, pages)
			}
		}
		for name, where := range map[string]landscape.Filter{
			"key":     landscape.Compare{Attribute: kind.Attributes[schema.AttrKey], Op: landscape.Eq, Value: "17"},
			"keys":    landscape.And{landscape.Compare{Attribute: kind.Attributes[schema.AttrKey], Op: landscape.In, Value: []any{"17", "none"}}},
			"related": landscape.Some{Field: kind.Field("usedBy"), Where: landscape.Compare{Attribute: north.Kind.Attributes[schema.AttrKey], Op: landscape.Eq, Value: "north"}},
		} {
			rows, n := visits(landscape.Query{Where: where, Page: landscape.Page{Order: byName, Limit: limit}})
			if len(rows.Elements) != 1 || rows.Elements[0].ID != first.ID || n != 1 {
				t.Errorf("%s: %d rows, %d looked at", name, len(rows.Elements), n)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
