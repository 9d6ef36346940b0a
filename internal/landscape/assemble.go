package landscape

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Content is a whole landscape: all its elements and relations, each once, ordered by id.
type Content struct {
	Elements  []*Element
	Relations []*Relation
}

// Assemble makes one landscape of all that was loaded: packages, then the users' sources. The findings are complete; if one is an
// error there is no content. The order of the sources and of their records means nothing.
//
// A record given twice with the same content is one record; with other content it is a finding. An Actor that both a package and a
// source give is one: names, code, county, population and organisation number are the package's, all else is the source's, and
// aliases are joined. A deletion of what is not there changes nothing; deleting and giving one record is a finding.
func Assemble(packages, sources *ChangeSet) (*Content, []Finding) {
	a := &assembler{elements: map[ID]ElementRecord{}, relations: map[ID]RelationRecord{}, loaded: map[string]bool{}}
	for _, r := range packages.Elements {
		a.elements[r.Element.ID] = r
		a.loaded[r.Element.Owner()] = OwnedByPackage(r.Element.Owner())
	}
	a.elementsOf(sources)
	for _, r := range packages.Relations {
		a.relations[r.Relation.ID] = r
	}
	a.relationsOf(sources)
	a.deletions(sources)
	a.dangling()
	a.owners(sources)
	a.advise(sources)
	a.finish()
	if Failed(a.findings) {
		return nil, a.findings
	}
	return a.content(), a.findings
}

type assembler struct {
	elements  map[ID]ElementRecord
	relations map[ID]RelationRecord
	loaded    map[string]bool // the owners that are loaded packages: their content is complete and not added to
	findings  []Finding
}

func (a *assembler) elementsOf(sources *ChangeSet) {
	given := map[ID]ElementRecord{}
	for _, r := range sources.Elements {
		if first, ok := given[r.Element.ID]; ok {
			if !reflect.DeepEqual(first.Element.Values, r.Element.Values) {
				a.twice(r.Element.Ref().String(), first.Place, r.Place, differing(r.Element.Kind.Attributes, first.Element.Values, r.Element.Values))
			}
			continue
		}
		given[r.Element.ID] = r
	}
	for id, r := range given {
		if packaged, ok := a.elements[id]; ok {
			if r.Element.Kind.Name != ActorKind {
				a.readOnly(r.Element.Ref().String(), packaged.Element.Owner(), r.Place)
				continue
			}
			r.Element = joinActor(packaged.Element, r.Element)
		} else if a.loaded[r.Element.Owner()] {
			a.readOnly(r.Element.Ref().String(), r.Element.Owner(), r.Place)
			continue
		}
		a.elements[id] = r
	}
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
	aliases = slices.Clone(aliases)
	more, _ := own.Values[schema.AttrAliases].([]string)
	for _, alias := range more {
		if !slices.Contains(aliases, alias) {
			aliases = append(aliases, alias)
		}
	}
	e.Values[schema.AttrAliases] = aliases
	return e
}

func (a *assembler) relationsOf(sources *ChangeSet) {
	given := map[ID]RelationRecord{}
	for _, r := range sources.Relations {
		if first, ok := given[r.Relation.ID]; ok {
			if !reflect.DeepEqual(first.Relation.Values, r.Relation.Values) {
				a.twice(r.name(), first.Place, r.Place, differing(r.Relation.Type.Attributes, first.Relation.Values, r.Relation.Values))
			}
			continue
		}
		given[r.Relation.ID] = r
	}
	for id, r := range given {
		if a.loaded[r.Relation.Owner()] {
			a.readOnly(r.name(), r.Relation.Owner(), r.Place)
			continue
		}
		a.relations[id] = r
	}
}

func (r RelationRecord) name() string {
	return r.From.String() + " " + r.Relation.Type.Type + " " + r.To.String()
}

func (a *assembler) deletions(sources *ChangeSet) {
	for _, d := range sources.Deletions {
		if r, ok := a.elements[d.ID]; ok {
			a.deletedAndGiven(d, r.Place)
		}
		if r, ok := a.relations[d.ID]; ok {
			a.deletedAndGiven(d, r.Place)
		}
	}
}

func (a *assembler) dangling() {
	for _, r := range a.relations {
		for _, end := range []struct {
			field string
			ref   Ref
		}{{"from", r.From}, {"to", r.To}} {
			if _, ok := a.elements[end.ref.ID()]; ok {
				continue
			}
			place := r.Place
			place.Path += "." + end.field
			a.findings = append(a.findings, Finding{Severity: SeverityError, Code: "DANGLING", Place: place, Value: end.ref.String(), Message: text.New("finding.dangling", end.ref.String())})
		}
	}
}

// owners warns of owners that are neither a package nor an actor that is there: nobody would see what only the owner may see.
func (a *assembler) owners(sources *ChangeSet) {
	first := map[string]Place{}
	note := func(owner string, place Place) {
		p, seen := first[owner]
		if _, ok := a.elements[NewElementID(ActorKind, owner)]; ok || OwnedByPackage(owner) {
			return
		}
		if !seen || earlier(place, p) {
			first[owner] = place
		}
	}
	for _, r := range sources.Elements {
		note(r.Element.Owner(), r.Place)
	}
	for _, r := range sources.Relations {
		note(r.Relation.Owner(), r.Place)
	}
	for owner, place := range first {
		place.Path += ".owner"
		a.findings = append(a.findings, Finding{Severity: SeverityWarning, Code: "OWNER_ABSENT", Place: place, Value: owner, Message: text.New("finding.owner_absent", owner)})
	}
}

// Limits of what is told: looking for the nearest key is slow, and nobody reads a thousand findings.
const (
	maxSuggestions = 20
	maxFindings    = 200
)

// finish puts the findings in order, suggests what may have been meant by the first of those that name what is not there, and
// counts the rest where there are very many.
func (a *assembler) finish() {
	SortFindings(a.findings)
	if more := len(a.findings) - maxFindings; more > 0 {
		// An error among those that are left out must go on stopping the load.
		last := Finding{Severity: SeverityWarning, Code: moreFindings, Place: Place{File: a.findings[maxFindings].Place.File}, Message: text.New("finding.more_findings", more)}
		if Failed(a.findings) {
			last.Severity = SeverityError
		}
		a.findings = append(a.findings[:maxFindings:maxFindings], last)
	}
	suggested := 0
	for i := range a.findings {
		f := &a.findings[i]
		var near string
		switch {
		case suggested == maxSuggestions:
			return
		case f.Code == "DANGLING":
			kind, key, _ := strings.Cut(f.Value, " ")
			if near = a.nearest(kind, key); near != "" {
				f.Suggestion = f.Place.Path[strings.LastIndexByte(f.Place.Path, '.')+1:] + ": " + kind + " " + near
			}
		case f.Code == "OWNER_ABSENT":
			if near = a.nearest(ActorKind, f.Value); near != "" {
				f.Suggestion = "owner: " + near
			}
		default:
			continue
		}
		suggested++
	}
}

// nearest returns the key of the kind that one that was not found most likely stands for, or empty: the key of what has that name;
// else the key that is spelled most like it; else, of those whose last part begins with the same word, the one most like it.
func (a *assembler) nearest(kind, key string) string {
	var keys, related []string
	folded, word := Fold(key), firstWord(key)
	named := ""
	for _, id := range slices.Sorted(maps.Keys(a.elements)) {
		e := a.elements[id].Element
		if e.Kind.Name != kind {
			continue
		}
		if named == "" && Fold(e.Name()) == folded {
			named = e.Key()
		}
		keys = append(keys, e.Key())
		if word != "" && firstWord(e.Key()) == word {
			related = append(related, e.Key())
		}
	}
	near, _ := Nearest(key, keys)
	if near == "" {
		near = mostLike(key, related)
	}
	return cmp.Or(named, near)
}

// firstWord returns the first word of a key's last part with what stands before that part: eira@7.0.0/Backup of
// eira@7.0.0/BackupTechnologyService. It is empty where the last part is a single word.
func firstWord(key string) string {
	from := strings.LastIndexByte(key, '/') + 1
	for i := from + 1; i < len(key); i++ {
		if 'A' <= key[i] && key[i] <= 'Z' {
			return key[:i]
		}
	}
	return ""
}

func (a *assembler) twice(name string, first, second Place, attribute string) {
	a.findings = append(a.findings, Finding{Severity: SeverityError, Code: "GIVEN_TWICE", Place: second, Value: name,
		Message: text.New("finding.twice", name, first.String(), attribute)})
}

func (a *assembler) readOnly(name, owner string, place Place) {
	a.findings = append(a.findings, Finding{Severity: SeverityError, Code: "PACKAGE_RECORD", Place: place, Value: name,
		Message: text.New("finding.package", name, owner)})
}

func (a *assembler) deletedAndGiven(d Deletion, given Place) {
	a.findings = append(a.findings, Finding{Severity: SeverityError, Code: "DELETED_AND_GIVEN", Place: d.Place, Value: d.Name,
		Message: text.New("finding.deleted_and_given", d.Name, given.String())})
}

// differing names the first attribute in which two records of one identity differ.
func differing(attributes []*schema.Attribute, x, y []any) string {
	for i, a := range attributes {
		if !reflect.DeepEqual(x[i], y[i]) {
			return a.Name
		}
	}
	return ""
}

func (a *assembler) content() *Content {
	c := &Content{}
	for _, id := range slices.Sorted(maps.Keys(a.elements)) {
		c.Elements = append(c.Elements, a.elements[id].Element)
	}
	for _, id := range slices.Sorted(maps.Keys(a.relations)) {
		c.Relations = append(c.Relations, a.relations[id].Relation)
	}
	return c
}
