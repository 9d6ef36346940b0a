package memory

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// TestPageAtTheEnd counts what the last page of a list looks at, however many pages lie before it: no more than the first does.
func TestPageAtTheEnd(t *testing.T) {
	const limit = 50
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	kind := m.Kind("System")
	name, key := kind.Attributes[schema.AttrName], kind.Attributes[schema.AttrKey]
	orders := map[string][]landscape.Order{
		"name": {{Attribute: name}}, "name, descending": {{Attribute: name, Descending: true}}, "key": {{Attribute: key}}, "none": nil,
	}
	firsts := map[string]int64{}
	for _, many := range []int{1000, 20_000} {
		random, content := rand.New(rand.NewPCG(6, 6)), &landscape.Content{}
		for i := range many {
			content.Elements = append(content.Elements, landscape.NewElement(kind, map[string]any{
				"key": fmt.Sprint("s", i), "name": fmt.Sprint("System ", random.IntN(many/5)), "owner": "north"}))
		}
		for what, order := range orders {
			for viewer, v := range map[string]landscape.Viewer{"steward": landscape.Steward(), "public": landscape.Public()} {
				for _, backward := range []bool{false, true} {
					err := New(content).Read(context.Background(), "main", v, func(snap landscape.Snapshot) error {
						page := func(p landscape.Page) ([]*landscape.Element, bool, int64) {
							t.Helper()
							p.Order, p.Backward = order, backward
							counter := &snap.(*snapshot).visits
							counter.Store(0)
							rows, err := snap.Find(context.Background(), landscape.Query{Kind: kind, Page: p})
							if err != nil {
								t.Fatal(err)
							}
							return rows.Elements, rows.More, counter.Load()
						}
						all, _, _ := page(landscape.Page{Limit: landscape.NoLimit})
						_, _, first := page(landscape.Page{Limit: limit})
						end := landscape.Page{Limit: limit}
						if at := landscape.PositionOf(all[many-limit-1], order); !backward {
							end.After = &at
						} else {
							at := landscape.PositionOf(all[limit], order)
							end.Before = &at
						}
						rows, more, last := page(end)
						if len(rows) != limit || more || rows[0] != all[many-limit] && !backward || rows[0] != all[0] && backward {
							t.Fatalf("%s: that is not the last page", what)
						}
						if last > first {
							t.Errorf("%d elements by %s, backward %t, %s: the last page looks at %d, the first at %d", many, what, backward, viewer, last, first)
						}
						id := fmt.Sprint(what, backward, viewer)
						if what == "name" && firsts[id] != 0 && firsts[id] != first {
							t.Errorf("by name the first page looks at %d of %d elements, and at %d where there are fewer", first, many, firsts[id])
						}
						firsts[id] = first
						t.Logf("%d elements by %s, backward %t, %s: first page %d, last page %d", many, what, backward, viewer, first, last)
						return nil
					})
					if err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}
