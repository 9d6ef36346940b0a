package landscape

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/arkinera/landskap/internal/text"
)

// Change is what happened to one record: an element or a relation, as it was before and as it is after. What was not there before
// was created, what is not there after was deleted.
type Change struct {
	ElementBefore, ElementAfter   *Element
	RelationBefore, RelationAfter *Relation
	From, To                      Ref // the ends of a relation, by name: they may be gone by the time somebody reads this
}

// ID returns the id of the record.
func (c Change) ID() ID {
	switch {
	case c.ElementAfter != nil:
		return c.ElementAfter.ID
	case c.ElementBefore != nil:
		return c.ElementBefore.ID
	case c.RelationAfter != nil:
		return c.RelationAfter.ID
	}
	return c.RelationBefore.ID
}

// IsElement reports whether the record is an element, else it is a relation.
func (c Change) IsElement() bool { return c.ElementBefore != nil || c.ElementAfter != nil }

// Created and Deleted report what happened; a record that was neither was changed.
func (c Change) Created() bool { return c.ElementBefore == nil && c.RelationBefore == nil }

// Deleted reports whether the record is gone.
func (c Change) Deleted() bool { return c.ElementAfter == nil && c.RelationAfter == nil }

// Name says which record it is.
func (c Change) Name() string {
	switch e := cmp.Or(c.ElementAfter, c.ElementBefore); {
	case e != nil:
		return e.Ref().String()
	case c.From.Kind == nil || c.To.Kind == nil:
		return string(c.ID())
	}
	return c.From.String() + " " + cmp.Or(c.RelationAfter, c.RelationBefore).Type.Type + " " + c.To.String()
}

// InOrder returns changes in the order in which they are remembered: elements first, then relations, each by id. Two of one record
// are INVALID.
func InOrder(changes []Change) ([]Change, error) {
	changes = slices.SortedFunc(slices.Values(changes), func(a, b Change) int {
		switch {
		case a.IsElement() == b.IsElement():
			return cmp.Compare(a.ID(), b.ID())
		case a.IsElement():
			return -1
		}
		return 1
	})
	for i := 1; i < len(changes); i++ {
		if changes[i-1].ID() == changes[i].ID() {
			return nil, NewError(Invalid, text.New("store.twice", changes[i].Name()))
		}
	}
	return changes, nil
}

// Reversed returns the change that takes this one back.
func (c Change) Reversed() Change {
	return Change{c.ElementAfter, c.ElementBefore, c.RelationAfter, c.RelationBefore, c.From, c.To}
}

// Commit is one revision of a landscape: a set of changes that came as a whole, who made them, when and why.
type Commit struct {
	Revision Revision
	At       time.Time // UTC
	By       string    // the actor, or local
	Why      string
	Changes  []Change // elements first, then relations, each by id
}

// Write is how a change set is to be written.
type Write struct {
	// Expected is the revision that the landscape must be at; nil for any. At another one the write is a CONFLICT.
	Expected *Revision
	// Key makes the write happen once, however often it is asked for: a later write with the same key and Content gets the first
	// one's receipt, with other Content it is a CONFLICT. Empty for none.
	Key     string
	Content string // names what is written, as a digest does
	By, Why string
	At      time.Time
}

// Receipt tells what became of a write.
type Receipt struct {
	Revision Revision // that the write made, or the present one where nothing changed
	Repeated bool     // the write was answered by an earlier one with the same key
}

// Draft is the present state of a landscape while it is being written to: all of it, whoever may see it. It ends with the function
// that it was given to.
type Draft interface {
	Snapshot
	// Relations returns the relations of that name, in the order of the names; nil where there is none.
	Relations(ctx context.Context, refs []RelationRef) ([]*Relation, error)
	// Touching returns the relations that start or end at any of the elements, each once, by id; those of the types named, as
	// schema.Relation has them, or of all types where none is named.
	Touching(ctx context.Context, elements []ID, types ...string) ([]*Relation, error)
}

// Writer is the writing side of a store.
type Writer interface {
	// Write runs fn on the present state of the landscape of that name and commits the changes that it returns as the next revision:
	// all of them or, where anything fails, none. A landscape that is not there begins, empty, at revision 0. Without changes there
	// is no new revision, but a key is kept. Writes come one after another. fn may run more than once, only the last run counts;
	// its error ends the write and is returned as it is.
	//
	// The changes must fit the state: before is what is there, both ends of a relation are there after, an element that goes takes
	// no relation for granted. When Write returns without an error what was written is durable. An error with code UNAVAILABLE
	// leaves it open whether it was written, and the key tells.
	Write(ctx context.Context, name string, w Write, fn func(Draft) ([]Change, error)) (Receipt, error)
	// Landscapes returns the names of the landscapes, in order.
	Landscapes(ctx context.Context) ([]string, error)
	// Ready returns nil while the store can answer, else why it cannot.
	Ready(ctx context.Context) error
	// Close ends the store; what was written stays.
	Close() error
}

// History asks for commits, the newest first.
type History struct {
	Before  Revision // only commits before this revision; 0 for all
	Since   Revision // only commits after this revision
	Element ID       // only commits that changed this element or a relation of it, and of those only such changes; empty for all
	Limit   int      // this many at most, or NoLimit
}

// Historian is a snapshot that knows how it came to be.
type Historian interface {
	// History returns commits. Of their changes only those are given of which the viewer may see the record, before or after; a side
	// that may not be seen is as absent, and a commit of which nothing may be seen is left out.
	History(ctx context.Context, h History) ([]Commit, error)
}
