package landscape

import (
	"cmp"
	"slices"

	"github.com/arkinera/landskap/schema"
)

// MatrixQuery asks for the paths of one to three relations from one set of elements to another: actor to system to building block.
type MatrixQuery struct {
	Rows  Set
	Steps []Step
	Cols  []ID // only paths that end at one of these, so none for an empty list; nil for all
	// NotEndedBefore leaves out what ended before that day: paths of which a claim or an element was last in force earlier. What
	// comes into force later stays, and so do paths whose parts are never in force together (see Interval). Empty keeps everything.
	NotEndedBefore Date
	// Attributes names the attributes needed of the elements besides those that Query always gives; nil is none. An element has those
	// that its kind has.
	Attributes []string
}

// Set is a set of elements: those with the ids, and those of the kinds for which Where is true. With several kinds Where is about
// attributes that all kinds have.
type Set struct {
	IDs   []ID
	Kinds []*schema.Kind
	Where Filter
}

// Step is one step of a path: over any of the fields, from the kind that each of them starts from.
type Step []*schema.Field

// Matrix is the answer to a MatrixQuery.
type Matrix struct {
	// Tuples are the paths, one for each combination of claims, each once. They are ordered by the ids of their elements from left
	// to right, then by those of their claims.
	Tuples []Tuple
	// Elements are all elements of the tuples.
	Elements map[ID]*Element
}

// Tuple is a path. It is a walk: the same element or claim may occur in it twice. Elements are row, those in between, and col: one more than Claims. A claim of a field's inverse direction runs
// from the element at its right to the one at its left.
type Tuple struct {
	Elements []ID
	Claims   []*Relation
}

// Row returns the element at which the path starts, Col the one at which it ends.
func (t Tuple) Row() ID { return t.Elements[0] }

// Col returns the element at which the path ends.
func (t Tuple) Col() ID { return t.Elements[len(t.Elements)-1] }

// Interval returns the days on which all claims and elements of the path are in force, from and to inclusive; an empty date is open.
// A path with to before from is never in force.
func (m *Matrix) Interval(t Tuple) (from, to Date) {
	meet := func(f, u Date) {
		from = max(from, f)
		if to == "" || u != "" && u < to {
			to = u
		}
	}
	for _, id := range t.Elements {
		e := m.Elements[id]
		meet(e.ValidFrom(), e.ValidTo())
	}
	for _, c := range t.Claims {
		meet(c.ValidFrom(), c.ValidTo())
	}
	return from, to
}

// CompareTuples orders paths by the ids of their elements, then by those of their claims.
func CompareTuples(a, b Tuple) int {
	if c := slices.Compare(a.Elements, b.Elements); c != 0 {
		return c
	}
	return slices.CompareFunc(a.Claims, b.Claims, func(x, y *Relation) int { return cmp.Compare(x.ID, y.ID) })
}
