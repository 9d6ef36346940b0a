package memory

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"sort"
	"sync/atomic"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Graph is one revision of a landscape. It never changes: apply makes the next one, which shares with it all that did not change.
// Elements and relations have places, small numbers by which they refer to each other; a place that was given up is used again.
type Graph struct {
	revision  landscape.Revision
	elements  vector[slot]
	relations vector[*landscape.Relation]
	ids       index // of elements
	claims    index // of relations
	kinds     map[*schema.Kind]*ordered
	actors    *actors
	// Places that are not in use.
	freeElements, freeRelations []uint32
}

// slot is an element with its relations.
type slot struct {
	element *landscape.Element // nil at a place not in use
	name    string             // the name's place in the Swedish alphabet
	edges   []edge             // in order of code, far, claim
}

// edge is a relation as seen from one of its ends.
type edge struct {
	code       uint32 // see codeOf
	far, claim uint32 // the places of the element at the other end and of the relation
}

// codeOf numbers the relations and their two directions.
func codeOf(r *schema.Relation, inverse bool) uint32 {
	code := uint32(r.Index) << 1
	if inverse {
		code |= 1
	}
	return code
}

func compareEdges(a, b edge) int {
	return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.far, b.far), cmp.Compare(a.claim, b.claim))
}

// along returns the element's edges of one code.
func (s *slot) along(code uint32) []edge {
	begin := sort.Search(len(s.edges), func(i int) bool { return s.edges[i].code >= code })
	rest := s.edges[begin:]
	return rest[:sort.Search(len(rest), func(i int) bool { return rest[i].code > code })]
}

// actors is what scopes are made of, with the scopes that were: graphs of the same actors share it.
type actors struct {
	near   map[string]landscape.Near
	scopes atomic.Pointer[map[landscape.Viewer]landscape.Scope]
}

func nearOf(e *landscape.Element) landscape.Near {
	return landscape.Near{County: e.Text("county"), Supplier: e.Text("actorKind") == "SUPPLIER"}
}

// maxScopes keeps the scopes of members of very many actors from adding up.
const maxScopes = 64

// scope works out what a viewer sees, or remembers it. It takes no lock: of two readers that work out at the same time one may forget
// what the other has found, and nothing is wrong.
func (a *actors) scope(v landscape.Viewer) (landscape.Scope, error) {
	known := a.scopes.Load()
	if known != nil {
		if s, ok := (*known)[v]; ok {
			return s, nil
		}
	}
	s, err := landscape.NewScope(v, a.near)
	if err != nil {
		return s, err
	}
	more := map[landscape.Viewer]landscape.Scope{v: s}
	if known != nil && len(*known) < maxScopes {
		maps.Copy(more, *known)
	}
	a.scopes.Store(&more)
	return s, nil
}

// find returns the place of an element, findRelation that of a relation.
func (g *Graph) find(id landscape.ID) (uint32, bool) { return findElement(&g.ids, &g.elements, id) }

func (g *Graph) findRelation(id landscape.ID) (uint32, bool) {
	return findRelation(&g.claims, &g.relations, id)
}

func findElement(x *index, elements *vector[slot], id landscape.ID) (uint32, bool) {
	hash := x.hash(id)
	for _, en := range x.bucket(hash) {
		if en.hash == hash && elements.at(en.at).element.ID == id {
			return en.at, true
		}
	}
	return 0, false
}

func findRelation(x *index, relations *vector[*landscape.Relation], id landscape.ID) (uint32, bool) {
	hash := x.hash(id)
	for _, en := range x.bucket(hash) {
		if en.hash == hash && (*relations.at(en.at)).ID == id {
			return en.at, true
		}
	}
	return 0, false
}

// build makes a graph of whole content. Values of relations that are confirmed otherwise than they say are copied.
func build(content *landscape.Content, revision landscape.Revision) (*Graph, error) {
	g := BuildElements(content.Elements, revision)
	relations := make([]*landscape.Relation, len(content.Relations))
	ends := make([][2]uint32, len(content.Relations))
	for i, r := range content.Relations {
		from, ok := g.find(r.From)
		to, also := g.find(r.To)
		if !ok || !also {
			return nil, fmt.Errorf("memory: the relation %s has an end that is not there", r.ID)
		}
		ends[i] = [2]uint32{from, to}
		relations[i] = confirmed(r, g.elements.at(from).element, g.elements.at(to).element)
	}
	g.BuildRelations(relations, ends)
	return g, nil
}

// BuildElements makes a graph of elements alone, each at the place that it has in the list.
func BuildElements(list []*landscape.Element, revision landscape.Revision) *Graph {
	g := &Graph{revision: revision, kinds: map[*schema.Kind]*ordered{}, actors: &actors{near: map[string]landscape.Near{}}}
	elements := vectorEdit[slot]{fresh: true}
	ids := indexEdit{index: newIndex(maphash.MakeSeed(), len(list)), fresh: true}
	places := map[*schema.Kind][]uint32{}
	for _, e := range list {
		at := elements.add()
		*elements.at(at) = slot{element: e, name: landscape.CollationKey(e.Name())}
		ids.add(ids.hash(e.ID), at)
		places[e.Kind] = append(places[e.Kind], at)
		if e.Kind.Name == landscape.ActorKind {
			g.actors.near[e.Key()] = nearOf(e)
		}
	}
	g.elements, g.ids = elements.vector, ids.index
	for kind, list := range places {
		o := newOrdered(&g.elements, list)
		g.kinds[kind] = &o
	}
	return g
}

// BuildRelations completes a graph that has only elements; the ends are the places of from and to.
func (g *Graph) BuildRelations(list []*landscape.Relation, ends [][2]uint32) {
	relations := vectorEdit[*landscape.Relation]{fresh: true}
	claims := indexEdit{index: newIndex(g.ids.seed, len(list)), fresh: true}
	degrees := make([]uint32, g.elements.size)
	for i, r := range list {
		at := relations.add()
		*relations.at(at) = r
		claims.add(claims.hash(r.ID), at)
		degrees[ends[i][0]]++
		degrees[ends[i][1]]++
	}
	g.relations, g.claims = relations.vector, claims.index
	edges := make([]edge, 2*len(list))
	for at, degree := range degrees {
		g.elements.at(uint32(at)).edges = edges[:0:degree]
		edges = edges[degree:]
	}
	for i, r := range list {
		from, to := g.elements.at(ends[i][0]), g.elements.at(ends[i][1])
		from.edges = append(from.edges, edge{codeOf(r.Type, false), ends[i][1], uint32(i)})
		to.edges = append(to.edges, edge{codeOf(r.Type, true), ends[i][0], uint32(i)})
	}
	for at := range degrees {
		slices.SortFunc(g.elements.at(uint32(at)).edges, compareEdges)
	}
}

// confirmed returns the relation with what it says of its being confirmed put right.
func confirmed(r *landscape.Relation, from, to *landscape.Element) *landscape.Relation {
	is := landscape.Confirms(r.Owner(), from, to)
	if r.Values[schema.ClaimConfirmed] == is {
		return r
	}
	copied := *r
	copied.Values = slices.Clone(r.Values)
	copied.Values[schema.ClaimConfirmed] = is
	return &copied
}

func sortRelations(relations []*landscape.Relation) {
	slices.SortFunc(relations, func(a, b *landscape.Relation) int { return cmp.Compare(a.ID, b.ID) })
}

// ofKind returns the order of a kind's elements, empty where there are none.
func (g *Graph) ofKind(k *schema.Kind) *ordered {
	if o := g.kinds[k]; o != nil {
		return o
	}
	return &ordered{}
}
