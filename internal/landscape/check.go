package landscape

import (
	"cmp"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// values checks the values of a record, and brings its text to the form in which it is kept. Sources that come as files are checked
// by their readers, with better advice; without a model nothing is checked here.
func (w *State) values(name string, attributes []*schema.Attribute, values []any, place Place) bool {
	if w.model == nil {
		return true
	}
	faults := value.Check(name, attributes, values)
	for _, f := range faults {
		at := place
		at.Path = strings.TrimPrefix(at.Path+"."+f.Attribute, ".")
		w.tell(f.Code, at, f.Written, f.Message)
	}
	return len(faults) == 0
}

// dangling tells of relations with an end that will not be there. What this change set names but may not have has been told of.
func (w *State) dangling() {
	for _, r := range w.claimed {
		if w.relations[r.Relation.ID] == nil {
			continue
		}
		for _, end := range []struct {
			field string
			ref   Ref
		}{{"from", r.From}, {"to", r.To}} {
			id := end.ref.ID()
			if _, stated := w.stated[id]; stated || w.sees(w.elements[id]) {
				continue
			}
			place := r.Place
			place.Path += "." + end.field
			w.tell("DANGLING", place, end.ref.String(), text.New("finding.dangling", end.ref.String()))
		}
	}
}

// owners warns of owners that are neither a package nor an actor that is there: nobody would see what only the owner may see.
func (w *State) owners() {
	first := map[string]Place{}
	note := func(owner string, place Place) {
		p, seen := first[owner]
		id := NewElementID(ActorKind, owner)
		if w.load(id); w.elements[id] != nil || OwnedByPackage(owner) || owner == LocalOwner {
			return
		}
		if !seen || comparePlaces(place, p) < 0 {
			first[owner] = place
		}
	}
	for id, r := range w.stated {
		if _, given := w.given[id]; given && w.elements[id] != w.oldElements[id] {
			note(w.elements[id].Owner(), r.Place)
		}
	}
	for _, r := range w.claimed {
		note(r.Relation.Owner(), r.Place)
	}
	for owner, place := range first {
		place.Path += ".owner"
		w.Warn("OWNER_ABSENT", place, owner, text.New("finding.owner_absent", owner))
	}
}

// kinds tells of relations that cannot be between the kinds that they are stated of.
func (w *State) kinds() {
	for _, r := range w.claimed {
		t := r.Relation.Type
		if w.given[r.Relation.ID] != r.Place || t.Starts(r.From.Kind) && t.Ends(r.To.Kind) {
			continue
		}
		ends := [2][]string{}
		for i, kinds := range [][]*schema.Kind{t.From, t.To} {
			for _, k := range kinds {
				ends[i] = append(ends[i], k.Name)
			}
		}
		w.tell("RELATION_NOT_ALLOWED", r.Place, r.name(),
			text.New("finding.relation_not_allowed", t.Type, r.From.Kind.Name, r.To.Kind.Name, strings.Join(ends[0], "/")+" → "+strings.Join(ends[1], "/")))
	}
}

// singles are the relations that an owner states once at most of an element.
var (
	singles     = []string{"System INSTANCE_OF", "Area IN", "Process PART_OF"}
	singleTypes = []string{"INSTANCE_OF", "IN", "PART_OF"}
)

// single tells of a second claim where one owner can state one only. Of two new ones it is the later that is too much.
func (w *State) single(changed map[ID]*Relation) {
	stated := func(r *Relation) bool {
		return slices.Contains(singles, w.elements[r.From].Kind.Name+" "+r.Type.Type) && w.seesRelation(r)
	}
	var from []ID
	for _, r := range changed {
		if stated(r) {
			from = append(from, r.From)
		}
	}
	w.touching(from, singleTypes...)
	slices.Sort(from)
	order := func(a, b ID) int {
		return cmp.Or(comparePlaces(w.given[a], w.given[b]), strings.Compare(string(a), string(b)))
	}
	for _, near := range slices.Compact(from) {
		claims := slices.DeleteFunc(w.touching([]ID{near}, singleTypes...), func(r *Relation) bool { return r.From != near || !stated(r) })
		for _, r := range claims {
			if changed[r.ID] == nil {
				continue
			}
			for _, other := range claims {
				if other.ID != r.ID && other.Type == r.Type && other.Owner() == r.Owner() && (changed[other.ID] == nil || order(other.ID, r.ID) < 0) {
					w.tell("SECOND_CLAIM", w.given[r.ID], w.NameOf(r), text.New("writing.second_claim", w.NameOf(r), w.at(other.To).Ref().String()))
					break
				}
			}
		}
	}
}
