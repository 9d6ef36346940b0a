package neo4j

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/internal/store/memory"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

// misplaced counts the claims of a landscape that are not in their place in a long list.
const misplaced = `MATCH (a:Element {landscape: $p.l})-[x]->(b)
WHERE coalesce(x._fromPlace, '-') <> CASE WHEN type(x) IN $p.from THEN a.landscape + ' ' + a.id + ' ' + b._nameKey + ' ' + b.key + ' ' + b.kind ELSE '-' END
   OR coalesce(x._toPlace, '-') <> CASE WHEN type(x) IN $p.to THEN b.landscape + ' ' + b.id + ' ' + a._nameKey + ' ' + a.key + ' ' + a.kind ELSE '-' END
RETURN count(*)`

// long is a landscape of a few elements with long lists, and what may become of it.
type long struct {
	model  *schema.Metamodel
	random *rand.Rand
	names  map[landscape.Ref]string
	claims map[string]string // the visibility, by what the claim is
}

func newLong(m *schema.Metamodel) *long {
	return &long{m, rand.New(rand.NewPCG(5, 5)), map[landscape.Ref]string{}, map[string]string{}}
}

// step renames an element, or makes, changes or withdraws a claim.
func (l *long) step() {
	refs := l.refs()
	ref := refs[l.random.IntN(len(refs))]
	if l.random.IntN(2) == 0 {
		l.names[ref] = []string{"Ab", "ab", "Abc", "Åb", "Öl", "a b", "Z", "😀", strings.Repeat("ö", 400)}[l.random.IntN(9)]
		return
	}
	types := []string{"Actor RUNS System", "Actor RUNS Service", "Actor TRUSTS Actor", "System IN Place", "Service IN Place", "Place PART_OF Place", "System NEEDS Service"}
	var from, name, to string
	fmt.Sscan(types[l.random.IntN(len(types))], &from, &name, &to)
	claim := fmt.Sprintf("%s %d %s %s %d %d", from, l.random.IntN(3), name, to, l.random.IntN(3), l.random.IntN(2))
	switch l.claims[claim] {
	case "OPEN":
		l.claims[claim] = "REGION"
	case "REGION":
		delete(l.claims, claim)
	default:
		l.claims[claim] = "OPEN"
	}
}

func (l *long) refs() (refs []landscape.Ref) {
	for _, kind := range []string{"Actor", "System", "Service", "Place"} {
		for i := range 3 {
			refs = append(refs, landscape.Ref{Kind: l.model.Kind(kind), Key: fmt.Sprint("k", i)})
		}
	}
	return refs
}

func (l *long) content() *landscape.Content {
	c := &landscape.Content{}
	for _, ref := range l.refs() {
		name := l.names[ref]
		if name == "" {
			name = ref.Key
		}
		c.Elements = append(c.Elements, landscape.NewElement(ref.Kind, map[string]any{"key": ref.Key, "name": name, "owner": "north", "visibility": "OPEN", "actorKind": "REGION"}))
	}
	for claim, visibility := range l.claims {
		var from, name, to string
		var a, b, owner int
		fmt.Sscan(claim, &from, &a, &name, &to, &b, &owner)
		r := l.model.Relation(name, l.model.Kind(from))
		c.Relations = append(c.Relations, landscape.NewRelation(r, landscape.Ref{Kind: l.model.Kind(from), Key: fmt.Sprint("k", a)},
			landscape.Ref{Kind: l.model.Kind(to), Key: fmt.Sprint("k", b)}, map[string]any{"owner": fmt.Sprint("owner", owner), "visibility": visibility}))
	}
	c.Sort()
	return c
}

// pages reads all long lists by name, page by page from either end, and what leads to some of two elements, and tells of them.
func (l *long) pages(t *testing.T, s landscape.Store) (told string) {
	t.Helper()
	order := []landscape.Order{{Attribute: l.model.Element.Attributes[schema.AttrName]}}
	err := s.Read(t.Context(), landscape.Main, landscape.Steward(), func(now landscape.Snapshot) error {
		for _, name := range []string{"Actor.runs", "Actor.trusts", "Place.systems", "Place.services", "Place.parts"} {
			kind, field, _ := strings.Cut(name, ".")
			q := landscape.RelatedQuery{Field: l.model.Kind(kind).Field(field)}
			for i := range 6 {
				key := fmt.Sprint("k", i/2)
				q.Sources, q.Bare, q.Page = []landscape.ID{landscape.NewElementID(kind, key)}, false, landscape.Page{Order: order, Limit: 2, Backward: i%2 == 0}
				for more := true; more; q.Bare = !q.Bare {
					found, err := now.Related(context.Background(), q)
					if err != nil {
						return err
					}
					told += fmt.Sprintf("%s of %s, backward %t:", name, key, q.Page.Backward)
					for _, end := range found[0].Ends {
						told += " " + end.Element.Ref().String()
						for _, c := range end.Claims {
							if !q.Bare {
								told += "," + c.Owner() + c.Visibility()
							}
						}
					}
					told += "\n"
					if more = found[0].More; more && q.Page.Backward {
						at := landscape.PositionOf(found[0].Ends[0].Element, order)
						q.Page.Before = &at
					} else if more {
						at := landscape.PositionOf(found[0].Ends[1].Element, order)
						q.Page.After = &at
					}
				}
			}
		}
		for _, name := range []string{"System.inPlace", "Service.runBy", "Place.parts"} {
			kind, field, _ := strings.Cut(name, ".")
			some := landscape.Some{Field: l.model.Kind(kind).Field(field), Where: landscape.Compare{Attribute: l.model.Element.Attributes[schema.AttrKey], Op: landscape.In, Value: []any{"k0", "k2"}}}
			for _, backward := range []bool{false, true} {
				q := landscape.Query{Kind: l.model.Kind(kind), Where: some, Page: landscape.Page{Order: order, Limit: 1, Backward: backward}}
				told += fmt.Sprintf("those with some %s, backward %t:", name, backward)
				for more := true; more; {
					rows, err := now.Find(context.Background(), q)
					if err != nil {
						return err
					}
					for _, e := range rows.Elements {
						told += " " + e.Ref().String()
						at := landscape.PositionOf(e, order)
						if q.Page.After = &at; backward {
							q.Page.Before, q.Page.After = &at, nil
						}
					}
					more = rows.More
				}
				told += "\n"
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return told
}

// changed changes a landscape at random and reads its lists after each change. It returns what is not as it should be: the lists,
// then the places.
func changed(t *testing.T, write func(s *scratch, c *landscape.Content)) (s *scratch, lists string, wrong int64) {
	m, err := storetest.Model()
	if err != nil {
		t.Fatal(err)
	}
	l := newLong(m)
	for range 120 {
		l.step()
	}
	s = openScratch(Exclusive)(t, m, l.content()).(*scratch)
	full := false
	for range 25 {
		for range 1 + l.random.IntN(3) {
			l.step()
		}
		c := l.content()
		write(s, c)
		want := l.pages(t, memory.New(c))
		full = full || strings.Count(want, "\n") > 35
		if got := l.pages(t, s); got != want && lists == "" {
			lists = fmt.Sprintf("got\n%s\nwant\n%s", got, want)
		}
	}
	if !full {
		t.Error("no list has a second page")
	}
	return s, lists, countMisplaced(t, s.Store, s.prefix+landscape.Main)
}

func countMisplaced(t *testing.T, s *Store, name string) (wrong int64) {
	t.Helper()
	// These are the types by the model of the suite, in which Place alone is reference content.
	p := map[string]any{"l": name, "from": []string{"RUNS", "JUDGES", "TRUSTS"}, "to": []string{"IN", "PART_OF", "ABOUT"}}
	if err := s.once(t.Context(), 1, misplaced, p, func(row []any) error {
		wrong = row[0].(int64)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return wrong
}

// TestLongLists shows that the pages of long lists are those of all others, whatever is written, and however it came.
func TestLongLists(t *testing.T) {
	t.Parallel()
	thoroughly(t)
	s, lists, wrong := changed(t, func(s *scratch, c *landscape.Content) { s.Replace(c) })
	if lists != "" || wrong != 0 {
		t.Errorf("%d claims are not in their place; %s", wrong, lists)
	}
	// The longest name, key and owner that are kept have a place, too.
	system, actor := s.Model.Kind("System"), landscape.Ref{Kind: s.Model.Kind("Actor"), Key: "k0"}
	longest := landscape.NewElement(system, map[string]any{"key": strings.Repeat("k", 700), "name": "a", "owner": strings.Repeat("o", 700)})
	for size := 1; ; size++ {
		longer := landscape.NewElement(system, map[string]any{"key": longest.Key(), "name": strings.Repeat("ö", size), "owner": longest.Owner()})
		if cypher.Keepable(landscape.Change{ElementAfter: longer}) != nil {
			break
		}
		longest = longer
	}
	claim := landscape.NewRelation(s.Model.Relation("RUNS", actor.Kind), actor, longest.Ref(), map[string]any{"owner": "north"})
	if _, err := s.Write(t.Context(), landscape.Main, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) {
		return []landscape.Change{{ElementAfter: longest}, {RelationAfter: claim, From: actor, To: longest.Ref()}}, nil
	}); err != nil || countMisplaced(t, s.Store, s.prefix+landscape.Main) != 0 {
		t.Errorf("a name of %d bytes: %v", len(longest.Name()), err)
	}
	var past []landscape.Remembered
	if err := s.Export(t.Context(), landscape.Main, func(r landscape.Remembered) error { past = append(past, r); return nil }); err != nil {
		t.Fatal(err)
	}
	err := s.Import(t.Context(), s.prefix+"copy", func(yield func(landscape.Remembered, error) bool) {
		for _, r := range past {
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if wrong := countMisplaced(t, s.Store, s.prefix+"copy"); wrong != 0 {
		t.Errorf("%d claims of a copy are not in their place", wrong)
	}
}

// TestLongListsControl leaves claims in their old place when an element is renamed: that is found out.
func TestLongListsControl(t *testing.T) {
	t.Parallel()
	thoroughly(t)
	_, lists, wrong := changed(t, func(s *scratch, c *landscape.Content) {
		p := map[string]any{"l": s.prefix + landscape.Main}
		if err := s.once(t.Context(), 1, "MATCH (a:Element {landscape: $p.l})-[x]->() RETURN collect([x.id, x._fromPlace, x._toPlace])", p, func(row []any) error {
			p["old"] = slices.Clone(row[0].([]any))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		s.Replace(c)
		const back = "UNWIND $p.old AS r MATCH (:Element {landscape: $p.l})-[x]->() WHERE x.id = r[0] SET x._fromPlace = r[1], x._toPlace = r[2]"
		if err := s.once(t.Context(), 0, back, p, nil); err != nil {
			t.Fatal(err)
		}
	})
	if lists == "" || wrong == 0 {
		t.Errorf("%d claims are not in their place, and nothing is found in the lists", wrong)
	}
}
