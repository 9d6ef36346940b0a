package cypher

import (
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// A long list is that of an actor over a relation that starts there, or of reference content over one that ends there: hundreds of
// systems that an actor provides, thousands that realise a building block. Its page by name would be found by sorting it. So its
// claims hold their places in it, and an index over those gives the page in its order.
const (
	propFromPlace = "_fromPlace" // in the list of the element that a claim starts at
	propToPlace   = "_toPlace"   // in that of the element that it ends at
)

// The places of a claim x from a to b: those of one list have their beginning in common, and are in the order of the far elements'
// names, then keys, then kinds.
const (
	placeFrom = "a.landscape + ' ' + a.id + ' ' + coalesce(b._nameKey, '" + noName + "') + ' ' + b.key + ' ' + b.kind"
	placeTo   = "b.landscape + ' ' + b.id + ' ' + coalesce(a._nameKey, '" + noName + "') + ' ' + a.key + ' ' + a.kind"
)

// longList returns the property that holds the places in the lists of a field, if those are long.
func longList(f *schema.Field) (property string, is bool) { return longOf(f.Kind, f.Inverse) }

// longBack does so for the lists of what is at the other end of a field.
func longBack(f *schema.Field) (property string, is bool) {
	for _, k := range f.Far {
		if property, is = longOf(k, !f.Inverse); is {
			break
		}
	}
	return property, is
}

// longOf does so for the lists of a kind over relations that start there, or, inverse, that end there.
func longOf(k *schema.Kind, inverse bool) (property string, is bool) {
	switch {
	case inverse && k.Reference:
		return propToPlace, true
	case !inverse && k.Name == landscape.ActorKind:
		return propFromPlace, true
	}
	return "", false
}

// Long holds the types of the relations that long lists are over, by the property of their places.
type Long map[string][]string

// LongLists returns the types of the relations that long lists are over. All relations of a type have places, whatever their ends
// are: so what is there stays complete if more kinds are reference content one day.
func LongLists(m *schema.Metamodel) Long {
	long := Long{propFromPlace: {}, propToPlace: {}}
	for _, k := range m.Kinds {
		for _, f := range k.Fields {
			if property, is := longList(f); is && !slices.Contains(long[property], f.Relation.Type) {
				long[property] = append(long[property], f.Relation.Type)
			}
		}
	}
	return long
}

// rules are the indexes over places, each with what gives the claims their places that were there before it.
func (l Long) rules() (rules []Rule) {
	for _, of := range [][2]string{{propFromPlace, placeFrom}, {propToPlace, placeTo}} {
		property, place := of[0], of[1]
		for _, name := range l[property] {
			rules = append(rules, Rule{
				Name:      "landskap_" + name + property,
				Statement: "CREATE INDEX " + Quoted("landskap_"+name+property) + " IF NOT EXISTS FOR ()-[x:" + Quoted(name) + "]-() ON (x." + property + ")",
				Before: "MATCH (a)-[x:" + Quoted(name) + "]->(b) WHERE x." + property + " IS NULL WITH a, x, b LIMIT $p.most\nSET x." + property + " = " +
					place + " RETURN count(*)",
			})
		}
	}
	return rules
}

// byPlace returns the property by whose index a page of a long list is read: it is by name, and there is nothing that leads to a few
// of the list sooner.
func byPlace(query *landscape.RelatedQuery) (property string, is bool) {
	property, is = longList(query.Field)
	_, parts := meant(query.Field.Far, query.Where)
	few := slices.ContainsFunc(parts, func(f landscape.Filter) bool { return startOf(f) > nowhere })
	return property, is && !few && byName(query.Page)
}

// byName reports whether a page is in the order of places, and no whole list.
func byName(page landscape.Page) bool {
	return page.Limit != landscape.NoLimit && len(page.Order) == 1 && keyOf(page.Order[0].Attribute) == propNameKey && !page.Order[0].Descending
}

// placed is how a page is read by the places of claims.
type placed struct {
	by    string   // the index
	place string   // a claim's place
	span  []string // conditions that it is one in the list of the near element, and about where the page is
	order string   // of places
}

func (q *question) placed(claim string, f *schema.Field, property, near string, page landscape.Page) placed {
	first, last := "", noName
	if page.After != nil {
		first = nameAt(page.After)
	}
	if page.Before != nil {
		last = nameAt(page.Before)
	}
	place, begin := record{name: claim}.property(property), near+".landscape + ' ' + "+near+".id + ' ' + "
	return placed{
		by:    "\nUSING INDEX " + claim + ":" + Quoted(f.Relation.Type) + "(" + Quoted(property) + ")",
		place: place,
		// What follows the name in a place, a space, is less than what follows it here.
		span:  []string{place + " >= " + begin + q.param(first), place + " <= " + begin + q.param(last+noName)},
		order: "ORDER BY place" + direction(page, false) + q.limit(page),
	}
}
