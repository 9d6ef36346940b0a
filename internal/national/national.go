// Package national makes an invented national landscape of any size: the size at which everything is measured, and any part of it.
//
// Nothing in it is so: actors, suppliers, products and all that is said of them are invented, are called invented, and have the
// origin invented. Only the reference packages that it is held against are real. So no real actor is ever said to run anything.
//
// It is uneven as life is: few actors with thousands of systems and many with dozens, blocks that thousands of systems realise and
// blocks that hardly any do. It comes as change sets that may be written one after another: each refers to what came before it and
// to itself, so that a landscape larger than the memory can be made. Equal options give equal records, whatever the machine.
//
// A plan (plan.go) says how much each actor has. From it follow the keys of everything, so that a record can name another that was
// made long before, or by another actor, without anything being remembered.
package national

import (
	"iter"
	"slices"
	"strings"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Actors is how many actors the whole nation has, and Least the fewest for which there is a landscape.
const (
	Actors = 311
	Least  = 4
)

// BatchRecords is the most elements and relations of a batch.
const BatchRecords = 10_000

// Options say which landscape is made.
type Options struct {
	// Actors is how many actors there are, suppliers and agencies among them. 311 give about 92,000 systems, 240,000 elements and
	// 1.24 million relations; 16, a county, about 2,000 systems. Beyond 311 all grows in step with the actors.
	Actors int
	Seed   uint64
	// WithoutPackages leaves out the content of Packages, to which the rest refers: files do not hold it, it is loaded by name.
	WithoutPackages bool
}

// Origin is what every record that is not a reference package's states as its origin.
const Origin = "invented"

// Packages returns the reference packages that the landscape is held against; their content comes first.
func Packages() []string { return []string{"eira@7.0.0", "klassa@2.1"} }

// Batches makes the landscape, batch by batch in an order in which they may be written. It ends at the first error; fewer actors than
// Least are INVALID.
func Batches(model *schema.Metamodel, o Options) iter.Seq2[*landscape.ChangeSet, error] {
	return func(yield func(*landscape.ChangeSet, error) bool) {
		if o.Actors < Least {
			yield(nil, landscape.NewError(landscape.Invalid, text.New("national.few", o.Actors, Least)))
			return
		}
		r := &records{model: model, set: &landscape.ChangeSet{}, yield: yield}
		packages := &landscape.ChangeSet{}
		for _, name := range Packages() {
			set, err := eira.Load(model, name)
			if err != nil {
				yield(nil, err)
				return
			}
			packages.Add(set)
		}
		if !o.WithoutPackages {
			r.take(packages)
		}
		l := newLand(r, packages, o)
		l.everybody()
		l.catalogue()
		for _, a := range l.holders {
			l.house(a)
		}
		for _, a := range l.holders {
			l.neighbours(a)
		}
		for c := range l.counties {
			l.cooperations(c)
		}
		r.flush()
	}
}

// Content returns the whole landscape in memory.
func Content(model *schema.Metamodel, o Options) (*landscape.Content, error) {
	c := &landscape.Content{}
	for set, err := range Batches(model, o) {
		if err != nil {
			return nil, err
		}
		for _, e := range set.Elements {
			c.Elements = append(c.Elements, e.Element)
		}
		for _, r := range set.Relations {
			c.Relations = append(c.Relations, r.Relation)
		}
	}
	slices.SortFunc(c.Elements, func(a, b *landscape.Element) int { return strings.Compare(string(a.ID), string(b.ID)) })
	slices.SortFunc(c.Relations, func(a, b *landscape.Relation) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return c, nil
}
