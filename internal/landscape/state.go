package landscape

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// State is a landscape on its way from one state to the next: what is there, as far as it was looked at, and over it what will be. An
// error of the draft stays in err and ends the write; nothing that was found until then is told.
type State struct {
	ctx      context.Context
	model    *schema.Metamodel
	draft    Draft // nil where nothing is there
	viewer   Viewer
	scope    Scope
	packages func(owner string) bool // whose content the change set may write
	today    Date

	elements     map[ID]*Element // as they will be; nil for what will not be there
	relations    map[ID]*Relation
	oldElements  map[ID]*Element // as they are, where they were read
	absent       map[ID]bool     // those that were looked for and are not there, so that nothing relates them
	oldRelations map[ID]*Relation
	ends         map[ID][]ID    // the relations known of an element
	touched      map[touch]bool // of which elements what relations are known

	packaged map[ID]*Element       // what a package of this change set says of an actor, and its other elements
	given    map[ID]Place          // what this change set states
	stated   map[ID]ElementRecord  // the elements of it, without those of packages
	claimed  map[ID]RelationRecord // the relations of it
	saved    []ID                  // the elements stated, in their order
	findings []Finding
	err      error
}

// newState begins on the present state; draft is nil where there is none.
func newState(ctx context.Context, model *schema.Metamodel, draft Draft, viewer Viewer) *State {
	w := &State{
		ctx: ctx, model: model, draft: draft, viewer: viewer, packages: func(string) bool { return false },
		elements: map[ID]*Element{}, relations: map[ID]*Relation{}, oldElements: map[ID]*Element{}, absent: map[ID]bool{}, oldRelations: map[ID]*Relation{},
		ends: map[ID][]ID{}, touched: map[touch]bool{},
		packaged: map[ID]*Element{}, given: map[ID]Place{}, stated: map[ID]ElementRecord{}, claimed: map[ID]RelationRecord{},
	}
	actors := map[string]Near{}
	if draft != nil && viewer.role == member {
		// What is hidden from a member must be told from what is not; a steward sees all.
		rows, err := draft.Find(ctx, Query{Kind: model.Kind(ActorKind), Page: Page{Limit: NoLimit}, Attributes: []string{"county", "actorKind"}})
		w.fail(err)
		for _, a := range rows.Elements {
			actors[a.Key()] = Near{County: a.Text("county"), Supplier: a.Text("actorKind") == "SUPPLIER"}
		}
	}
	scope, err := NewScope(viewer, actors)
	w.scope = scope
	w.fail(err)
	return w
}

func (w *State) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// load reads the elements that are not known yet.
func (w *State) load(ids ...ID) {
	var missing []ID
	for _, id := range ids {
		if _, known := w.elements[id]; !known && w.draft != nil {
			w.elements[id] = nil
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 || w.err != nil {
		return
	}
	found, err := w.draft.Elements(w.ctx, missing, nil)
	w.fail(err)
	for i, e := range found {
		if e == nil {
			w.absent[missing[i]] = true
			continue
		}
		w.elements[e.ID], w.oldElements[e.ID] = e, e
	}
}

// loadRelations reads the relations that are not known yet, with their ends.
func (w *State) loadRelations(refs ...RelationRef) {
	var missing []RelationRef
	for _, ref := range refs {
		if _, known := w.relations[ref.ID]; !known && w.draft != nil && !w.absent[ref.From] && !w.absent[ref.To] {
			missing = append(missing, ref)
		}
	}
	if len(missing) == 0 || w.err != nil {
		return
	}
	found, err := w.draft.Relations(w.ctx, missing)
	w.fail(err)
	w.take(found)
}

// take takes up relations that were read.
func (w *State) take(found []*Relation) {
	var ends []ID
	for _, r := range found {
		if r == nil || w.oldRelations[r.ID] != nil {
			continue
		}
		w.oldRelations[r.ID] = r
		if _, known := w.relations[r.ID]; !known {
			w.putRelation(r)
		}
		ends = append(ends, r.From, r.To)
	}
	w.load(ends...)
}

// touch is an element and a type of relations, or all types where that is empty.
type touch struct {
	id       ID
	relation string
}

// touching returns the relations that will start or end at any of the elements, each once, by id; of the types named, or of all
// where none is named. Some elements have thousands of relations, so whoever needs a few types names them.
func (w *State) touching(ids []ID, types ...string) []*Relation {
	var missing []ID
	for _, id := range ids {
		known := w.draft == nil || w.absent[id] || w.touched[touch{id, ""}]
		if !known && len(types) == 0 {
			w.touched[touch{id, ""}] = true
			missing = append(missing, id)
		}
		if !known && slices.ContainsFunc(types, func(t string) bool { return !w.touched[touch{id, t}] }) {
			for _, t := range types {
				w.touched[touch{id, t}] = true
			}
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 && w.err == nil {
		found, err := w.draft.Touching(w.ctx, missing, types...)
		w.fail(err)
		w.take(found)
	}
	all := map[ID]*Relation{}
	for _, id := range ids {
		for _, r := range w.ends[id] {
			if found := w.relations[r]; found != nil && (len(types) == 0 || slices.Contains(types, found.Type.Type)) {
				all[r] = found
			}
		}
	}
	return slices.SortedFunc(maps.Values(all), func(a, b *Relation) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

func (w *State) putRelation(r *Relation) {
	if _, known := w.relations[r.ID]; !known && w.draft != nil {
		w.ends[r.From] = append(w.ends[r.From], r.ID)
		if r.To != r.From {
			w.ends[r.To] = append(w.ends[r.To], r.ID)
		}
	}
	w.relations[r.ID] = r
}

// at returns an element as it will be, or where it goes as it was; nil if it never was known.
func (w *State) at(id ID) *Element {
	if e := w.elements[id]; e != nil {
		return e
	}
	return w.oldElements[id]
}

func (w *State) sees(e *Element) bool { return e != nil && w.scope.View(e) != nil }

func (w *State) seesRelation(r *Relation) bool {
	return r != nil && w.scope.ViewRelation(r) != nil && w.sees(w.at(r.From)) && w.sees(w.at(r.To))
}

// NameOf says which relation it is, and whose.
func (w *State) NameOf(r *Relation) string {
	return w.at(r.From).Ref().String() + " " + r.Type.Type + " " + w.at(r.To).Ref().String() + " (" + r.Owner() + ")"
}

// tell notes an error.
func (w *State) tell(code string, place Place, value string, message text.Message) {
	w.findings = append(w.findings, Finding{Severity: SeverityError, Code: code, Place: place, Value: value, Message: message})
}

// Warn notes a warning.
func (w *State) Warn(code string, place Place, value string, message text.Message) {
	w.findings = append(w.findings, Finding{Severity: SeverityWarning, Code: code, Place: place, Value: value, Message: message})
}

// Element returns an element as it will be; nil where there will be none that the viewer may see.
func (w *State) Element(id ID) *Element {
	if w.load(id); w.sees(w.elements[id]) {
		return w.elements[id]
	}
	return nil
}

// Seen returns the relations that will be of the elements, those that the viewer sees and that are in force today, each once, by id; of the types named, or
// of all where none is named.
func (w *State) Seen(ids []ID, types ...string) []*Relation {
	return slices.DeleteFunc(w.touching(ids, types...), func(r *Relation) bool { return !w.whole(r) || !Valid(w.today, r.ValidFrom(), r.ValidTo()) })
}

// whole reports whether the viewer may see a relation and both its ends as they will be.
func (w *State) whole(r *Relation) bool {
	return r != nil && w.seesRelation(r) && w.elements[r.From] != nil && w.elements[r.To] != nil
}

// Changed returns the relations that will be new or other than they are. What a reference package brings is not questioned, and
// what the viewer does not see plays no part.
func (w *State) Changed() map[ID]*Relation {
	changed := map[ID]*Relation{}
	for _, c := range w.changed() {
		if r := c.RelationAfter; w.whole(r) && (!OwnedByPackage(r.Owner()) || w.packages(r.Owner())) {
			changed[r.ID] = r
		}
	}
	return changed
}

// Place returns where the change set states a record.
func (w *State) Place(id ID) Place { return w.given[id] }

// changes returns what will be other than it is, as the contract of Writer wants it.
func (w *State) changes() []Change {
	var all []Change
	for _, id := range slices.Sorted(maps.Keys(w.elements)) {
		if before, after := w.oldElements[id], w.elements[id]; !sameElement(before, after) {
			all = append(all, Change{ElementBefore: before, ElementAfter: after})
		}
	}
	return append(all, w.changed()...)
}

// changed returns those of the changes that are of relations, by id.
func (w *State) changed() []Change {
	var all []Change
	for _, id := range slices.Sorted(maps.Keys(w.relations)) {
		before, after := w.oldRelations[id], w.relations[id]
		if sameRelation(before, after) {
			continue
		}
		r := after
		if r == nil {
			r = before
		}
		c := Change{RelationBefore: before, RelationAfter: after}
		if from, to := w.at(r.From), w.at(r.To); from != nil && to != nil {
			c.From, c.To = from.Ref(), to.Ref()
		}
		all = append(all, c)
	}
	return all
}

// shown returns the changes that the viewer may see: with an element may go what others hide from its owner.
func (w *State) shown(changes []Change) []Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool {
		return !w.sees(c.ElementBefore) && !w.sees(c.ElementAfter) && !w.seesRelation(c.RelationBefore) && !w.seesRelation(c.RelationAfter)
	})
}

func sameElement(x, y *Element) bool {
	return x == y || x != nil && y != nil && value.Differing(x.Kind.Attributes, x.Values, y.Values) == ""
}

func sameRelation(x, y *Relation) bool {
	return x == y || x != nil && y != nil && value.Differing(x.Type.Attributes, x.Values, y.Values) == ""
}
