package landscape

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/arkinera/landskap/schema"
)

// Content is a whole landscape: all its elements and relations, each once, ordered by id.
type Content struct {
	Elements  []*Element
	Relations []*Relation
}

// Sort puts elements and relations in the order of their ids.
func (c *Content) Sort() {
	slices.SortFunc(c.Elements, func(a, b *Element) int { return strings.Compare(string(a.ID), string(b.ID)) })
	slices.SortFunc(c.Relations, func(a, b *Relation) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

// Assemble makes one landscape of all that was loaded: packages, then the users' sources. The findings are complete; if one is an
// error there is no content. The order of the sources and of their records means nothing. It does what Repository.Apply does on an
// empty landscape, but for the checks of single records and of sense: sources are checked by those who read them.
//
// A record given twice with the same content is one record; with other content it is a finding. An Actor that both a package and a
// source give is one: names, code, county, population and organisation number are the package's, all else is the source's, and
// aliases are joined. A deletion of what is not there changes nothing; deleting and giving one record is a finding.
func Assemble(packages, sources *ChangeSet) (*Content, []Finding) {
	w := newState(context.Background(), nil, nil, Steward())
	w.packages = func(string) bool { return true }
	w.reference(packages)
	w.state(sources.Elements, sources.Relations, sources.Deletions)
	w.dangling()
	w.owners()
	w.advise()
	w.finish()
	if Failed(w.findings) {
		return nil, w.findings
	}
	return w.content(), w.findings
}

func (w *State) content() *Content {
	c := &Content{}
	for _, id := range slices.Sorted(maps.Keys(w.elements)) {
		c.Elements = append(c.Elements, w.elements[id])
	}
	for _, id := range slices.Sorted(maps.Keys(w.relations)) {
		c.Relations = append(c.Relations, w.relations[id])
	}
	return c
}

// reference takes up the content of reference packages as it is. They are complete: from here on nothing is added to them.
func (w *State) reference(packages *ChangeSet) {
	loaded, others := map[string]bool{}, w.packages
	for _, r := range packages.Elements {
		e := r.Element
		loaded[e.Owner()] = OwnedByPackage(e.Owner())
		w.packaged[e.ID], w.given[e.ID] = e, r.Place
		if before := w.elements[e.ID]; before != nil && e.Kind.Name == ActorKind {
			e = joinActor(e, before)
		}
		w.elements[e.ID] = e
	}
	for _, r := range packages.Relations {
		w.putRelation(r.Relation)
		w.given[r.Relation.ID], w.claimed[r.Relation.ID] = r.Place, r
	}
	w.packages = func(owner string) bool { return !loaded[owner] && others(owner) }
}

// joinActor joins what a package and a user's source say of one actor.
func joinActor(packaged, own *Element) *Element {
	e := &Element{ID: own.ID, Kind: own.Kind, Values: slices.Clone(own.Values)}
	for _, name := range []string{"name", "nameEn", "code", "county", "population", "organisationNumber"} {
		i := own.Kind.Attribute(name).Index
		if packaged.Values[i] != nil {
			e.Values[i] = packaged.Values[i]
		}
	}
	aliases, _ := packaged.Values[schema.AttrAliases].([]string)
	more, _ := own.Values[schema.AttrAliases].([]string)
	e.Values[schema.AttrAliases] = joined(aliases, more...)
	return e
}

// joined returns the list with those of more that it does not have.
func joined(list []string, more ...string) []string {
	list = slices.Clone(list)
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}
