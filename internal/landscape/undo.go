package landscape

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Merge makes two elements of one kind one: into stays, with the names of the other among its aliases, and all claims on the other
// become claims on it, by the same owners. A claim that into has already stays as it is; one between the two has no meaning left and
// goes. A member needs to own both, and is refused while others' claims are on the one that goes. Set and Packages of the request
// are not used; all else is as in Apply.
func (r *Repository) Merge(ctx context.Context, viewer Viewer, into, from Ref, req Request) (Result, error) {
	return r.write(ctx, viewer, req, "merge "+from.String()+" > "+into.String(), func(w *State) error {
		w.load(into.ID(), from.ID())
		stays, goes := w.elements[into.ID()], w.elements[from.ID()]
		for i, e := range []*Element{stays, goes} {
			if !w.sees(e) {
				return NewError(NotFound, text.New("finding.dangling", []Ref{into, from}[i].String()))
			}
		}
		if into.Kind != from.Kind || into.Key == from.Key {
			return NewError(Invalid, text.New("writing.merge", into.String(), from.String()))
		}
		if !w.may(stays.Owner(), into.String(), Place{}) || !w.may(goes.Owner(), from.String(), Place{}) {
			return nil
		}
		var others []string
		for _, c := range w.touching([]ID{goes.ID}) {
			if (viewer.role == member || OwnedByPackage(c.Owner())) && c.Owner() != viewer.actor && w.seesRelation(c) {
				others = append(others, w.NameOf(c))
			}
			w.move(c, goes, stays)
		}
		if len(others) > 0 {
			w.tell("IN_USE", Place{}, from.String(), text.New("writing.in_use", from.String(), value.Listed(others)))
		}
		e := &Element{stays.ID, stays.Kind, slices.Clone(stays.Values)}
		aliases, _ := e.Values[schema.AttrAliases].([]string)
		more, _ := goes.Values[schema.AttrAliases].([]string)
		more = slices.DeleteFunc(append([]string{goes.Name()}, more...), func(s string) bool { return s == stays.Name() })
		e.Values[schema.AttrAliases] = joined(aliases, more...)
		w.elements[e.ID], w.elements[goes.ID] = e, nil
		return nil
	})
}

// move makes a claim on one element a claim on another.
func (w *State) move(c *Relation, goes, stays *Element) {
	end := func(id ID) *Element {
		if id == goes.ID {
			return stays
		}
		return w.at(id)
	}
	from, to := end(c.From), end(c.To)
	moved := &Relation{NewRelationID(c.Type.Type, from.Ref(), to.Ref(), c.Owner(), c.Identity()), c.Type, from.ID, to.ID, c.Values}
	w.loadRelations(moved.Ref())
	w.relations[c.ID] = nil
	if w.relations[moved.ID] == nil && (from.ID != to.ID || c.From == c.To) {
		w.putRelation(moved)
	}
}

// blocked is the record that keeps a revision from being undone: a later change of it stands in the way.
type blocked struct {
	id   ID
	name string
}

func (b blocked) Error() string { return b.name }

// Undo takes back what a revision changed, as a new revision: every record that it changed is again as it was before. If a later
// change of one of them stands in the way, or one that rests on them, it is a CONFLICT that names the change; so undoing the last
// revision gives exactly the state before it. A member takes back what changed only records of the own actor's, and what went with
// them; a revision of which a member sees nothing is not there. Set and Packages of the request are not used; all else is as in
// Apply.
func (r *Repository) Undo(ctx context.Context, viewer Viewer, revision Revision, req Request) (Result, error) {
	if viewer.role != steward && viewer.role != member {
		return Result{}, NewError(Forbidden, text.New("writing.forbidden"))
	}
	var undone *Commit
	one := History{Before: revision + 1, Since: revision - 1, Limit: 1}
	for _, who := range []Viewer{viewer, Steward()} {
		undone = nil
		err := r.history(ctx, who, req, one, func(commits []Commit) {
			if len(commits) == 1 {
				undone = &commits[0]
			}
		})
		if err != nil {
			return Result{}, err
		}
		if undone == nil || revision < 1 {
			return Result{}, NewError(NotFound, text.New("writing.no_revision", int64(revision)))
		}
	}
	result, err := r.write(ctx, viewer, req, fmt.Sprint("undo ", revision), func(w *State) error {
		w.packages = func(string) bool { return true }
		return w.undo(undone.Changes)
	})
	var by blocked
	if errors.As(err, &by) {
		return Result{}, r.inTheWay(ctx, viewer, req, revision, by)
	}
	return result, err
}

func (w *State) undo(changes []Change) error {
	var elements []ID
	var relations []RelationRef
	own := map[ID]bool{} // the viewer's elements among them, which may be gone
	for _, c := range changes {
		if c.IsElement() {
			elements = append(elements, c.ID())
		} else {
			relations = append(relations, RelationRef{c.ID(), c.From.ID(), c.To.ID()})
			elements = append(elements, c.From.ID(), c.To.ID())
		}
		own[c.ID()] = c.IsElement() && c.ownedBy(w.viewer.actor)
	}
	w.load(elements...)
	w.loadRelations(relations...)
	var back []Change
	var made []ID
	for _, c := range changes {
		switch id := c.ID(); {
		case !w.mayUndo(c, own):
			return NewError(Forbidden, text.New("writing.undo_forbidden"))
		case sameElement(w.elements[id], c.ElementAfter) && sameRelation(w.relations[id], c.RelationAfter):
			back = append(back, c)
		case !w.hides(c): // What others hide, and have changed since, stays as they have it.
			return blocked{id, c.Name()}
		}
	}
	for _, c := range back {
		switch id := c.ID(); {
		case c.IsElement():
			if w.elements[id] = c.ElementBefore; c.ElementBefore == nil {
				made = append(made, id)
			}
		case c.RelationBefore == nil:
			w.relations[id] = nil
		default:
			w.putRelation(c.RelationBefore)
		}
	}
	for _, r := range w.touching(made) {
		// It was made later, on what is now to go. What is hidden goes along, as with a deletion.
		if w.seesRelation(r) {
			return blocked{r.ID, w.NameOf(r)}
		}
		w.relations[r.ID] = nil
	}
	for _, c := range back {
		for _, end := range []Ref{c.From, c.To} {
			switch {
			case c.RelationBefore == nil || w.elements[end.ID()] != nil:
			case w.hides(c):
				w.relations[c.ID()] = nil
			default:
				return blocked{end.ID(), end.String()}
			}
		}
	}
	return w.replaced(back)
}

// replaced returns what stands in the way of a claim that would come back, where one owner can state only one: the claim that has
// taken its place since.
func (w *State) replaced(back []Change) error {
	for _, c := range back {
		r := c.RelationBefore
		if r == nil || w.relations[r.ID] == nil || !slices.Contains(singles, c.From.Kind.Name+" "+r.Type.Type) {
			continue
		}
		for _, other := range w.touching([]ID{r.From}, r.Type.Type) {
			if other.ID != r.ID && other.From == r.From && other.Type == r.Type && other.Owner() == r.Owner() && w.seesRelation(other) {
				return blocked{other.ID, w.NameOf(other)}
			}
		}
	}
	return nil
}

// hides reports whether a change that the viewer may take back is of what others hide.
func (w *State) hides(c Change) bool { return w.viewer.role == member && !c.ownedBy(w.viewer.actor) }

// mayUndo reports whether the viewer may take back a change: of a record of one's own, or of a claim on an element of one's own that
// others hide, and that came or went with what the viewer changed.
func (w *State) mayUndo(c Change, own map[ID]bool) bool {
	r := cmp.Or(c.RelationBefore, c.RelationAfter)
	switch {
	case w.viewer.role == steward || c.ownedBy(w.viewer.actor):
		return true
	case r == nil || !c.Created() && !c.Deleted():
		return false
	}
	hidden, about := w.scope.ViewRelation(r) == nil, false
	for _, end := range []ID{r.From, r.To} {
		e := w.at(end)
		mine := own[end] || e != nil && e.Owner() == w.viewer.actor
		hidden, about = hidden || !mine && !w.sees(e), about || mine
	}
	return hidden && about
}

// ownedBy reports whether the record was and is an actor's.
func (c Change) ownedBy(actor string) bool {
	for _, e := range []*Element{c.ElementBefore, c.ElementAfter} {
		if e != nil && e.Owner() != actor {
			return false
		}
	}
	r := cmp.Or(c.RelationBefore, c.RelationAfter) // A relation's owner never changes.
	return r == nil || r.Owner() == actor
}

// inTheWay returns the CONFLICT of a revision that cannot be undone, with the first later change of the record that keeps it.
func (r *Repository) inTheWay(ctx context.Context, viewer Viewer, req Request, revision Revision, by blocked) error {
	var first *Commit
	err := r.history(ctx, viewer, req, History{Since: revision, Limit: NoLimit}, func(commits []Commit) {
		for i, c := range commits {
			if slices.ContainsFunc(c.Changes, func(ch Change) bool { return ch.ID() == by.id }) {
				first = &commits[i] // They come the newest first, so the last found is the first made.
			}
		}
	})
	switch {
	case err != nil:
		return err
	case first == nil:
		return NewError(Conflict, text.New("writing.undo_changed", int64(revision), by.name))
	}
	return NewError(Conflict, text.New("writing.undo_blocked", int64(revision), by.name, first.String()))
}
