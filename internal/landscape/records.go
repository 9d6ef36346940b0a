package landscape

import (
	"fmt"
	"slices"

	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// apply brings a change set to the state: it names what has no name, reads all that it needs, and states it.
func (w *State) apply(packages, set *ChangeSet) {
	w.read(packages)
	w.reference(packages)
	elements := w.named(set.Elements)
	relations, deletions := slices.Clone(set.Relations), slices.Clone(set.Deletions)
	w.edits(elements, &relations, &deletions)
	w.read(&ChangeSet{elements, relations, deletions})
	w.state(elements, relations, deletions)
}

// read reads what the records of a change set are about.
func (w *State) read(set *ChangeSet) {
	var elements []ID
	var relations []RelationRef
	for _, r := range set.Elements {
		elements = append(elements, r.Element.ID, NewElementID(ActorKind, r.Element.Owner()))
	}
	for _, r := range set.Relations {
		elements = append(elements, r.Relation.From, r.Relation.To, NewElementID(ActorKind, r.Relation.Owner()))
		relations = append(relations, r.Relation.Ref())
	}
	for _, d := range set.Deletions {
		if d.From == "" {
			elements = append(elements, d.ID)
		} else {
			relations = append(relations, RelationRef{d.ID, d.From, d.To})
		}
	}
	w.load(elements...)
	w.loadRelations(relations...)
}

// named gives keys and owners to the elements that have none.
func (w *State) named(records []ElementRecord) []ElementRecord {
	records = slices.Clone(records)
	taken := map[ID]bool{}
	for _, r := range records {
		taken[r.Element.ID] = r.Element.Key() != ""
	}
	for i, r := range records {
		e := &Element{r.Element.ID, r.Element.Kind, slices.Clone(r.Element.Values)}
		owner := e.Owner()
		if owner == "" {
			owner = w.viewer.Actor()
		}
		if e.Key() == "" {
			e.Values[schema.AttrKey] = w.free(e, owner, taken)
			e.ID = NewElementID(e.Kind.Name, e.Key())
			e.Values[schema.AttrID] = string(e.ID)
			taken[e.ID] = true
		}
		if e.Owner() == "" && e.Kind.Name == ActorKind {
			owner = e.Key()
		}
		e.Values[schema.AttrOwner] = owner
		records[i].Element = e
		w.saved = append(w.saved, e.ID)
	}
	return records
}

// free returns a key that no element of the kind has: <owner>/<slug of the name>, with -2, -3 where taken.
func (w *State) free(e *Element, owner string, taken map[ID]bool) string {
	base := owner + "/" + value.Slug(e.Name())
	for n, key := 2, base; ; n, key = n+1, fmt.Sprintf("%s-%d", base, n) {
		id := NewElementID(e.Kind.Name, key)
		if w.load(id); w.elements[id] == nil && !taken[id] {
			return key
		}
	}
}

// edits turns what elements say of their relation fields into relations and deletions.
func (w *State) edits(elements []ElementRecord, relations *[]RelationRecord, deletions *[]Deletion) {
	// Only what is to go, or may have to, needs to be looked for.
	var near []ID
	var types []string
	for _, r := range elements {
		for _, edit := range r.Edits {
			if edit.Set || len(edit.Remove) > 0 {
				near, types = append(near, r.Element.ID), append(types, edit.Field.Relation.Type)
			}
		}
	}
	slices.Sort(types)
	types = slices.Compact(types)
	if len(near) > 0 {
		w.touching(near, types...)
	}
	for _, r := range elements {
		for _, edit := range r.Edits {
			stays := map[ID]bool{}
			for _, entry := range edit.Add {
				claim := w.claim(r.Element.Ref(), edit.Field, entry)
				stays[claim.Relation.ID] = true
				*relations = append(*relations, claim)
			}
			if !edit.Set && len(edit.Remove) == 0 {
				continue
			}
			for _, c := range w.touching([]ID{r.Element.ID}, types...) {
				start, end := c.From, c.To
				if edit.Field.Inverse {
					start, end = end, start
				}
				if c.Type != edit.Field.Relation || start != r.Element.ID {
					continue
				}
				if edit.Set && c.Owner() == w.viewer.Actor() && !stays[c.ID] {
					*deletions = append(*deletions, Deletion{ID: c.ID, From: c.From, To: c.To, Name: w.NameOf(c), Place: r.Place})
				}
				for _, entry := range edit.Remove {
					claim := w.claim(r.Element.Ref(), edit.Field, entry).Relation
					if end == entry.End.ID() && c.Owner() == claim.Owner() && (claim.Identity() == "" || claim.ID == c.ID) {
						*deletions = append(*deletions, Deletion{ID: c.ID, From: c.From, To: c.To, Name: w.NameOf(c), Place: entry.Place})
					}
				}
			}
		}
	}
}

// claim returns the claim that an entry of a relation field states.
func (w *State) claim(near Ref, field *schema.Field, entry Entry) RelationRecord {
	r := RelationRecord{From: near, To: entry.End, Place: entry.Place, Given: []string{}}
	if field.Inverse {
		r.From, r.To = r.To, r.From
	}
	values := map[string]any{"owner": w.viewer.Actor()}
	for name, v := range entry.Values {
		if name != "owner" || v != nil {
			values[name] = v
			r.Given = append(r.Given, name)
		}
	}
	r.Relation = NewRelation(field.Relation, r.From, r.To, values)
	return r
}

// state takes up records. Each kind of fault is told of once a record.
func (w *State) state(elements []ElementRecord, relations []RelationRecord, deletions []Deletion) {
	for _, r := range elements {
		if first, again := w.stated[r.Element.ID]; again {
			if name := value.Differing(r.Element.Kind.Attributes, first.Element.Values, r.Element.Values); name != "" {
				w.twice(r.Element.Ref().String(), first.Place, r.Place, name)
			}
			continue
		}
		w.stated[r.Element.ID] = r
		w.element(r)
	}
	claimed := map[ID]RelationRecord{}
	for _, r := range relations {
		if first, again := claimed[r.Relation.ID]; again {
			if name := value.Differing(r.Relation.Type.Attributes, first.Relation.Values, r.Relation.Values); name != "" {
				w.twice(r.name(), first.Place, r.Place, name)
			}
			continue
		}
		claimed[r.Relation.ID] = r
		w.relation(r)
	}
	w.delete(deletions)
}

func (r RelationRecord) name() string {
	return r.From.String() + " " + r.Relation.Type.Type + " " + r.To.String()
}

// element states an element if the viewer may. What is hidden from the viewer is as what is not there, in all that is said.
func (w *State) element(r ElementRecord) {
	e, before := r.Element, w.elements[r.Element.ID]
	hidden := before != nil && !w.sees(before)
	if before != nil && !hidden {
		e = &Element{e.ID, e.Kind, value.Overlaid(e.Kind.Attributes, before.Values, e.Values, r.Given)}
	}
	name := e.Ref().String()
	if r.Given != nil && before != nil && !hidden && sameElement(before, e) {
		w.given[e.ID] = r.Place // Only its relations are meant, and those have owners of their own.
		return
	}
	switch packaged := w.packaged[e.ID]; {
	case packaged != nil && e.Kind.Name != ActorKind:
		w.readOnly(name, packaged.Owner(), r.Place)
		return
	case packaged != nil:
		e = joinActor(packaged, e)
	}
	if before != nil && !hidden && before.Owner() != e.Owner() && !w.may(before.Owner(), name, r.Place) || !w.may(e.Owner(), name, r.Place) {
		return
	}
	if before == nil || hidden {
		if owner := w.namespace(e.Key()); owner != "" {
			w.tell("NOT_YOURS", r.Place, name, text.New("writing.namespace", name, owner))
			return
		}
	} else if w.viewer.role == member && e.Kind.Name == ActorKind {
		for _, attribute := range []string{"county", "actorKind"} {
			if e.Get(attribute) != before.Get(attribute) {
				w.tell("NOT_YOURS", r.Place, name, text.New("writing.steward_only", name, attribute))
				return
			}
		}
	}
	if !w.values(name, e.Kind.Attributes, e.Values, r.Place) {
		return
	}
	if hidden {
		w.tell("KEY_TAKEN", r.Place, name, text.New("writing.key_taken", name))
		return
	}
	w.elements[e.ID], w.given[e.ID] = e, r.Place
}

// namespace returns the actor to whom alone a new key is left, because it begins with that actor's; empty where the viewer may take
// it. So a member who guesses another's keys learns nothing, whether they are taken or not.
func (w *State) namespace(key string) string {
	if w.viewer.role != member {
		return ""
	}
	for i, c := range key {
		if owner := key[:i]; c == '/' && owner != w.viewer.actor {
			id := NewElementID(ActorKind, owner)
			w.load(id)
			if w.sees(w.elements[id]) {
				return owner
			}
		}
	}
	return ""
}

// relation states a relation if the viewer may; its ends are looked at when all is stated.
func (w *State) relation(r RelationRecord) {
	if !w.may(r.Relation.Owner(), r.name(), r.Place) {
		return
	}
	c := *r.Relation
	if before := w.relations[c.ID]; w.seesRelation(before) {
		c.Values = value.Overlaid(c.Type.Attributes, before.Values, c.Values, r.Given)
	} else if w.model != nil {
		c.Values = slices.Clone(c.Values)
	}
	r.Relation = &c
	if !w.values(r.name(), r.Relation.Type.Attributes, r.Relation.Values, r.Place) {
		return
	}
	w.putRelation(r.Relation)
	w.given[r.Relation.ID], w.claimed[r.Relation.ID] = r.Place, r
}

// may reports whether the viewer may write what an owner owns, after telling if not.
func (w *State) may(owner, name string, place Place) bool {
	switch {
	case OwnedByPackage(owner):
		if w.viewer.role == steward && w.packages(owner) {
			return true
		}
		w.readOnly(name, owner, place)
		return false
	case w.viewer.role == steward || w.viewer.role == member && owner == w.viewer.actor:
		return true
	}
	w.tell("NOT_YOURS", place, name, text.New("writing.not_yours", name, owner))
	return false
}

// delete takes away relations and elements. What others claim of an element, and let the viewer see, holds it; what nobody else
// claims goes with it.
func (w *State) delete(deletions []Deletion) {
	var going []Deletion
	var ids []ID
	for _, d := range deletions {
		if place, given := w.given[d.ID]; given && !d.OwnOnly {
			w.tell("DELETED_AND_GIVEN", d.Place, d.Name, text.New("finding.deleted_and_given", d.Name, place.String()))
			continue
		}
		if r := w.relations[d.ID]; w.seesRelation(r) && w.may(r.Owner(), d.Name, d.Place) {
			w.relations[d.ID] = nil
		}
		if e := w.elements[d.ID]; w.sees(e) && (d.OwnOnly || w.may(e.Owner(), d.Name, d.Place)) {
			going, ids = append(going, d), append(ids, d.ID)
		}
	}
	w.touching(ids)
	for _, d := range going {
		e := w.elements[d.ID]
		var others []string
		for _, r := range w.touching([]ID{d.ID}) {
			_, given := w.given[r.ID]
			switch own := r.Owner() == w.viewer.Actor() || w.viewer.actor == "" && r.Owner() == e.Owner(); {
			case given: // If it loses an end, that is told of with the others.
			case own, !d.OwnOnly && (r.Owner() == e.Owner() || !w.seesRelation(r)):
				w.relations[r.ID] = nil
			default:
				others = append(others, w.NameOf(r))
			}
		}
		if !d.OwnOnly && len(others) > 0 {
			w.tell("IN_USE", d.Place, d.Name, text.New("writing.in_use", d.Name, value.Listed(others)))
		}
	}
	for _, d := range going {
		if !d.OwnOnly {
			w.elements[d.ID] = nil
		}
	}
}

func (w *State) twice(name string, first, second Place, attribute string) {
	w.tell("GIVEN_TWICE", second, name, text.New("finding.twice", name, first.String(), attribute))
}

func (w *State) readOnly(name, owner string, place Place) {
	w.tell("PACKAGE_RECORD", place, name, text.New("finding.package", name, owner))
}
