// Package analysis answers the council's questions about a landscape: gap, coverage, shared, capability matrix and adoption.
//
// Each analysis is a function over one landscape.Snapshot, in a file of its own whose doc comment is its definition. What the
// viewer may not see is not in the snapshot, so nothing here knows of visibility. The store is asked for sets, at most eight times
// for an analysis, however large the landscape is; counting, dates and whose word decides are worked out here.
//
// Results are plain structs whose fields are named as those of schema/analysis.graphqls. A field of an element type holds the
// element's id, empty for null; an enum value, text or date is empty where it is null. No result depends on the order in which a
// store hands out what it has.
package analysis

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// First returns the beginning of a list, as an argument `first` asks for it; nil asks for all of it.
func First[T any](list []T, first *int) ([]T, error) {
	switch {
	case first == nil || *first >= len(list):
		return list, nil
	case *first < 0:
		return nil, landscape.NewError(landscape.Invalid, text.New("analysis.negative", "first", *first))
	}
	return list[:*first], nil
}

// absent is the error for something asked about by its key that is not there for this viewer.
func absent(what, key string) error {
	return landscape.NewError(landscape.NotFound, text.New("analysis.absent", text.New("analysis."+what), key))
}

// elements is what has been read so far, by id.
type elements map[landscape.ID]*landscape.Element

// lookUp reads the elements with the ids in one call, or in none where nothing is named; the answer has those that are there.
func lookUp(ctx context.Context, s landscape.Snapshot, ids []landscape.ID) (elements, error) {
	if len(ids) == 0 {
		return elements{}, nil
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	list, err := s.Elements(ctx, ids, actorAttributes)
	if err != nil {
		return nil, err
	}
	found := elements{}
	for _, e := range list {
		if e != nil {
			found[e.ID] = e
		}
	}
	return found, nil
}

// add takes up what another read gave.
func (all elements) add(read map[landscape.ID]*landscape.Element) { maps.Copy(all, read) }

// byKey compares two elements by key, then kind.
func (all elements) byKey(a, b landscape.ID) int {
	x, y := all[a], all[b]
	return cmp.Or(strings.Compare(x.Key(), y.Key()), strings.Compare(x.Kind.Name, y.Kind.Name))
}

// sortedByKey returns the ids, each once, by key, then kind.
func (all elements) sortedByKey(ids []landscape.ID) []landscape.ID {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	slices.SortFunc(ids, all.byKey)
	return ids
}

// sortedByName returns the ids, each once, by name in Swedish order, then key, then kind.
func (all elements) sortedByName(ids []landscape.ID) []landscape.ID {
	list := make([]*landscape.Element, 0, len(ids))
	for _, id := range all.sortedByKey(ids) {
		list = append(list, all[id])
	}
	landscape.ByName(list)
	return idsOf(list)
}

func idsOf(list []*landscape.Element) []landscape.ID {
	ids := make([]landscape.ID, len(list))
	for i, e := range list {
		ids[i] = e.ID
	}
	return ids
}

// addOnce adds a claim to a list that does not have it yet. The lists are short: those who claim one and the same thing.
func addOnce(claims []*landscape.Relation, c *landscape.Relation) []*landscape.Relation {
	if slices.ContainsFunc(claims, func(o *landscape.Relation) bool { return o.ID == c.ID }) {
		return claims
	}
	return append(claims, c)
}

// fields returns the fields of that name of the kinds that have one.
func fields(m *schema.Metamodel, name string, kinds ...*schema.Kind) landscape.Step {
	var step landscape.Step
	for _, k := range kinds {
		if f := k.Field(name); f != nil {
			step = append(step, f)
		}
	}
	return step
}

// actorAttributes are what the analyses need to know of the actors asked about.
var actorAttributes = []string{"actorKind", "county", "population"}
