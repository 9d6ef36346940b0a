package canonical

import (
	"cmp"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// layout is a landscape in the order in which it is written.
type layout struct {
	elements  []*landscape.Element // by kind and key
	ends      []string             // as relations name the elements, in YAML
	documents []document           // by owner
}

// document is what one owner says.
type document struct {
	owner, name string
	elements    []*landscape.Element // by kind and key
	claims      []claim              // by type, from, to and identity
}

// claim is a relation with the numbers that it is sorted by: there can be a million of them.
type claim struct {
	relation            *landscape.Relation
	owner, relationType int32
	fromPlace, toPlace  int32 // in layout.elements; absent for an end that is not there
}

// absent is the place of an end that is not there.
const absent = -1

func newLayout(content *landscape.Content) *layout {
	l := &layout{elements: slices.Clone(content.Elements)}
	slices.SortFunc(l.elements, func(a, b *landscape.Element) int {
		return cmp.Or(strings.Compare(a.Kind.Name, b.Kind.Name), strings.Compare(a.Key(), b.Key()))
	})
	owners := l.owners(content)
	for _, e := range l.elements {
		d := &l.documents[owners[e.Owner()]]
		d.elements = append(d.elements, e)
	}
	l.ends = make([]string, len(l.elements))
	for i, e := range l.elements {
		l.ends[i] = string(appendText(nil, e.Ref().String()))
	}
	claims := l.claims(content, owners)
	for len(claims) > 0 {
		n := 1
		for n < len(claims) && claims[n].owner == claims[0].owner {
			n++
		}
		l.documents[claims[0].owner].claims = claims[:n]
		claims = claims[n:]
	}
	return l
}

// owners makes a document for every owner and returns the places of the documents.
func (l *layout) owners(content *landscape.Content) map[string]int32 {
	places := map[string]int32{}
	for _, e := range content.Elements {
		places[e.Owner()] = 0
	}
	for _, r := range content.Relations {
		places[r.Owner()] = 0
	}
	owners := sorted(places)
	names := fileNames(owners)
	l.documents = make([]document, len(owners))
	for i, owner := range owners {
		l.documents[i] = document{owner: owner, name: names[i]}
	}
	return places
}

// claims returns all relations by owner, and those of an owner in their order.
func (l *layout) claims(content *landscape.Content, owners map[string]int32) []claim {
	places := make(map[landscape.ID]int32, len(l.elements))
	for i, e := range l.elements {
		places[e.ID] = int32(i)
	}
	place := func(id landscape.ID) int32 {
		if i, ok := places[id]; ok {
			return i
		}
		return absent
	}
	types := map[string]int32{}
	for _, r := range content.Relations {
		types[r.Type.Type] = 0
	}
	sorted(types)
	claims := make([]claim, len(content.Relations))
	for i, r := range content.Relations {
		claims[i] = claim{r, owners[r.Owner()], types[r.Type.Type], place(r.From), place(r.To)}
	}
	slices.SortFunc(claims, func(a, b claim) int {
		if c := cmp.Or(cmp.Compare(a.owner, b.owner), cmp.Compare(a.relationType, b.relationType),
			cmp.Compare(a.fromPlace, b.fromPlace), cmp.Compare(a.toPlace, b.toPlace)); c != 0 {
			return c
		}
		// The id tells those apart whose ends are not there.
		return cmp.Or(strings.Compare(a.relation.Identity(), b.relation.Identity()), strings.Compare(string(a.relation.ID), string(b.relation.ID)))
	})
	return claims
}

// sorted returns the keys in order and sets each one's value to its place.
func sorted(places map[string]int32) []string {
	keys := make([]string, 0, len(places))
	for k := range places {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for i, k := range keys {
		places[k] = int32(i)
	}
	return keys
}

// kept returns the documents that all of the keeps keep.
func (l *layout) kept(keep []Keep) []document {
	return slices.DeleteFunc(slices.Clone(l.documents), func(d document) bool {
		return slices.ContainsFunc(keep, func(k Keep) bool { return !k(d.owner) })
	})
}
