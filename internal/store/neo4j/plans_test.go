package neo4j

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/schema"
)

// profiled asks as an asker does, and notes what the server did for it.
type profiled struct {
	session   driver.SessionWithContext
	operators []string
	hits      int64
	asked     int // how many statements
}

func (p *profiled) Ask(ctx context.Context, statement string, parameter map[string]any, row func([]any) error) error {
	p.asked++
	result, err := p.session.Run(ctx, "PROFILE "+statement, map[string]any{"p": parameter})
	if err != nil {
		return err
	}
	for result.Next(ctx) {
		if err := row(result.Record().Values); err != nil {
			return err
		}
	}
	summary, err := result.Consume(ctx)
	if err == nil {
		p.note(summary.Profile())
	}
	return err
}

func (p *profiled) note(plan driver.ProfiledPlan) {
	p.operators = append(p.operators, strings.TrimSuffix(plan.Operator(), "@neo4j"))
	p.hits += plan.DbHits()
	for _, child := range plan.Children() {
		p.note(child)
	}
}

// manySystems is how many systems the landscape has on which plans are looked at.
const manySystems = 2000

// planned is a landscape of a few actors and blocks, and of many systems, each provided by one actor and realising one block. Block
// 0 is the rare one.
func planned(m *schema.Metamodel) *landscape.Content {
	c := &landscape.Content{}
	element := func(kind, key, name, owner string) *landscape.Element {
		e := landscape.NewElement(m.Kind(kind), map[string]any{"key": key, "name": name, "owner": owner})
		c.Elements = append(c.Elements, e)
		return e
	}
	claim := func(from *landscape.Element, name string, to *landscape.Element) {
		r := landscape.NewRelation(m.Relation(name, from.Kind), from.Ref(), to.Ref(), map[string]any{"owner": "a0"})
		c.Relations = append(c.Relations, r)
	}
	var actors, blocks []*landscape.Element
	for i := range 100 {
		key := fmt.Sprint("a", i)
		actors = append(actors, element("Actor", key, "Aktör "+key, key))
		blocks = append(blocks, element("BuildingBlock", fmt.Sprint("b", i), fmt.Sprint("Block ", i), landscape.LocalOwner))
	}
	for i := range manySystems {
		s := element("System", fmt.Sprint("s", i), fmt.Sprintf("System %d", i*7919%manySystems), actors[i%100].Key())
		claim(actors[i%100], "PROVIDES", s)
		if i < 5 {
			claim(s, "REALISES", blocks[0])
		} else {
			claim(s, "REALISES", blocks[1+i%99])
		}
	}
	return c
}

// TestPlans holds the server to reading little where little is asked for: it must not go through a kind to give a page of it.
func TestPlans(t *testing.T) {
	thoroughly(t)
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	store := openScratch(Exclusive)(t, m, planned(m)).(*scratch)
	run(t, store, "CALL db.resampleOutdatedIndexes()")
	run(t, store, "CALL db.awaitIndexes(300)")
	system, actor := m.Kind("System"), m.Kind("Actor")
	is := func(kind, name string, value any) landscape.Filter {
		return landscape.Compare{Attribute: m.Kind(kind).Attribute(name), Op: landscape.Eq, Value: value}
	}
	rare := landscape.Some{Field: system.Field("realises"), Where: is("BuildingBlock", "key", "b0")}
	byName := []landscape.Order{{Attribute: system.Attribute("name")}}
	backwards := []landscape.Order{{Attribute: system.Attribute("name"), Descending: true}}
	middle := &landscape.Position{SortKeys: []any{landscape.CollationKey("System 1500")}, Key: "s", Kind: "System"}
	find := func(q landscape.Query) func(context.Context, landscape.Snapshot) error {
		q.Kind, q.Page.Limit, q.Attributes = system, 20, []string{}
		if q.Page.Order == nil {
			q.Page.Order = byName
		}
		return func(ctx context.Context, s landscape.Snapshot) error {
			_, err := s.Find(ctx, q)
			return err
		}
	}
	count := func(where landscape.Filter) func(context.Context, landscape.Snapshot) error {
		return func(ctx context.Context, s landscape.Snapshot) error {
			_, err := s.Count(ctx, landscape.Query{Kind: system, Where: where})
			return err
		}
	}
	var twenty []landscape.ID
	for i := range 20 {
		twenty = append(twenty, landscape.NewElementID("System", fmt.Sprint("s", i)))
	}
	for _, c := range []struct {
		name string
		ask  func(context.Context, landscape.Snapshot) error
		most int64 // database hits; -1 where a control must need more than any other
	}{
		{"first page", find(landscape.Query{}), 700},
		{"page from the middle", find(landscape.Query{Page: landscape.Page{After: middle}}), 700},
		{"page before the middle", find(landscape.Query{Page: landscape.Page{Before: middle, Backward: true}}), 700},
		{"last page", find(landscape.Query{Page: landscape.Page{Backward: true}}), 700},
		{"first page from the end of the alphabet", find(landscape.Query{Page: landscape.Page{Order: backwards}}), 700},
		{"by key", find(landscape.Query{Where: is("System", "key", "s7")}), 50},
		{"by name", find(landscape.Query{Where: is("System", "name", "System 7")}), 50},
		{"by owner", find(landscape.Query{Where: is("System", "owner", "a7")}), 700},
		{"of a rare block", find(landscape.Query{Where: rare}), 300},
		{"not of a rare block", find(landscape.Query{Where: landscape.Not{Filter: rare}}), 1000},
		{"blocks of which an owner has none", func(ctx context.Context, s landscape.Snapshot) error {
			block := m.Kind("BuildingBlock")
			none := landscape.Not{Filter: landscape.Some{Field: block.Field("realisedBy"), Where: is("System", "owner", "a7")}}
			_, err := s.Find(ctx, landscape.Query{Kind: block, Where: none, Page: landscape.Page{Order: byName, Limit: 20}})
			return err
		}, 1000},
		{"count of an owner", count(is("System", "owner", "a7")), 300},
		{"count of a rare block", count(rare), 300},
		{"related", func(ctx context.Context, s landscape.Snapshot) error {
			_, err := s.Related(ctx, landscape.RelatedQuery{Sources: twenty, Field: system.Field("realises"), Page: landscape.Page{Order: byName, Limit: 5}})
			return err
		}, 1500},
		{"paths from one actor", func(ctx context.Context, s landscape.Snapshot) error {
			_, err := s.Matrix(ctx, landscape.MatrixQuery{
				Rows:  landscape.Set{IDs: []landscape.ID{landscape.NewElementID("Actor", "a7")}},
				Steps: []landscape.Step{{actor.Field("provides")}, {system.Field("realises")}},
			})
			return err
		}, 1500},
		{"paths to a rare block", func(ctx context.Context, s landscape.Snapshot) error {
			_, err := s.Matrix(ctx, landscape.MatrixQuery{
				Rows:  landscape.Set{Kinds: []*schema.Kind{actor}},
				Steps: []landscape.Step{{actor.Field("provides")}, {system.Field("realises")}},
				Cols:  []landscape.ID{landscape.NewElementID("BuildingBlock", "b0")},
			})
			return err
		}, 1500},
		{"control: an order without an index", find(landscape.Query{Page: landscape.Page{Order: []landscape.Order{{Attribute: system.Attribute("description")}}}}), -1},
		{"control: a label and no more", func(ctx context.Context, s landscape.Snapshot) error {
			return s.(*snapshot).Ask(ctx, "MATCH (n:System) WHERE n.name CONTAINS 'x' RETURN count(n)", nil, func([]any) error { return nil })
		}, -1},
	} {
		for _, v := range []landscape.Viewer{landscape.Steward(), landscape.Public()} {
			t.Run(c.name+"/"+v.String(), func(t *testing.T) {
				ctx := t.Context()
				p := &profiled{session: store.session(ctx, driver.AccessModeRead)}
				defer p.session.Close(ctx)
				err := store.Read(ctx, landscape.Main, v, func(s landscape.Snapshot) error {
					watched := *s.(*snapshot)
					watched.Reader = cypher.NewReader(store.Model, p, watched.Landscape, watched.scope)
					return c.ask(ctx, &watched)
				})
				switch {
				case err != nil:
					t.Fatal(err)
				case c.most >= 0 && p.hits > c.most:
					t.Errorf("needs %d database hits, more than %d, by %s", p.hits, c.most, p.operators)
				case c.most < 0 && p.hits < manySystems:
					t.Errorf("needs %d database hits only: so many are no sign of going through the kind", p.hits)
				}
			})
		}
	}
}

// TestAhead holds that lists below lists come in one statement where they are announced and not too long.
func TestAhead(t *testing.T) {
	thoroughly(t)
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	store := openScratch(Exclusive)(t, m, planned(m)).(*scratch)
	actor, system := m.Kind("Actor"), m.Kind("System")
	// nested asks for some actors, for what each provides, and for what that realises.
	nested := func(limit int, announces bool) func(context.Context, landscape.Snapshot) error {
		realises := &landscape.RelatedQuery{Field: system.Field("realises"), Page: landscape.Page{Limit: 3}, Bare: true}
		provides := &landscape.RelatedQuery{Field: actor.Field("provides"), Page: landscape.Page{Limit: limit}, Ahead: []*landscape.RelatedQuery{realises}}
		return func(ctx context.Context, s landscape.Snapshot) error {
			q := landscape.Query{Kind: actor, Page: landscape.Page{Limit: 10}}
			if announces {
				q.Ahead = []*landscape.RelatedQuery{provides}
			}
			rows, err := s.Find(ctx, q)
			elements := rows.Elements
			for _, below := range []*landscape.RelatedQuery{provides, realises} {
				q := *below
				if announces {
					q.Announced = below
				} else {
					q.Ahead = nil
				}
				for _, e := range elements {
					q.Sources = append(q.Sources, e.ID)
				}
				pages, relatedErr := s.Related(ctx, q)
				err, elements = errors.Join(err, relatedErr), nil
				for _, page := range pages {
					for _, end := range page.Ends {
						elements = append(elements, end.Element)
					}
				}
			}
			if len(elements) == 0 {
				t.Error("nothing is found")
			}
			return err
		}
	}
	for _, c := range []struct {
		name       string
		ask        func(context.Context, landscape.Snapshot) error
		statements int
	}{
		{"announced", nested(5, true), 1},
		{"announced without a limit", nested(landscape.NoLimit, true), 3},
		{"control: not announced", nested(5, false), 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := t.Context()
			p := &profiled{session: store.session(ctx, driver.AccessModeRead)}
			defer p.session.Close(ctx)
			err := store.Read(ctx, landscape.Main, landscape.Public(), func(s landscape.Snapshot) error {
				watched := *s.(*snapshot)
				watched.Reader = cypher.NewReader(store.Model, p, watched.Landscape, watched.scope)
				return c.ask(ctx, &watched)
			})
			if err != nil || p.asked != c.statements {
				t.Errorf("%d statements, expected %d; %v", p.asked, c.statements, err)
			}
		})
	}
}

func run(t *testing.T, s *scratch, statement string) {
	t.Helper()
	if err := s.once(t.Context(), driver.AccessModeWrite, statement, nil, nil); err != nil {
		t.Fatal(err)
	}
}
