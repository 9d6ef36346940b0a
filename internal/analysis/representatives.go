package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// representatives is, by actor, those who represent it on a date, by key: the REPRESENTED_BY claims in force say so, and their
// `since` only informs. Who represents a representative does not count.
type representatives struct {
	of    map[landscape.ID][]landscape.ID
	known elements
}

// readRepresentatives reads in one call who represents the actors.
func readRepresentatives(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, actors []*landscape.Element, at landscape.Date) (*representatives, error) {
	paths, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows: landscape.Set{IDs: idsOf(actors)}, Steps: []landscape.Step{{m.Kind("Actor").Field("representedBy")}}, NotEndedBefore: at,
	})
	if err != nil {
		return nil, err
	}
	r := &representatives{map[landscape.ID][]landscape.ID{}, elements{}}
	r.known.add(paths.Elements)
	for _, a := range actors {
		r.known[a.ID] = a
	}
	for _, t := range paths.Tuples {
		// An actor that represents itself adds nothing to its own word.
		if from, to := paths.Interval(t); landscape.Valid(at, from, to) && t.Row() != t.Col() {
			r.of[t.Row()] = append(r.of[t.Row()], t.Col())
		}
	}
	for id, list := range r.of {
		r.of[id] = r.known.sortedByKey(list)
	}
	return r, nil
}

// all returns the ids of the actors and of those who represent them, each once.
func (r *representatives) all(actors []*landscape.Element) []landscape.ID {
	ids := idsOf(actors)
	for _, list := range r.of {
		ids = append(ids, list...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// word returns the claim that decides for an actor: the best of those about the actor itself, else the best of those about an actor
// that represents it; via is then whose it is. better orders claims about one and the same actor. Of several representatives the one
// counts that speaks for itself rather than being spoken of, then the one of whom the newest is said, then the first by key.
func (r *representatives) word(actor landscape.ID, about map[landscape.ID][]*landscape.Relation, better func(a, b *landscape.Relation) int) (word *landscape.Relation, via landscape.ID) {
	if own := about[actor]; len(own) > 0 {
		return slices.MinFunc(own, better), ""
	}
	for _, id := range r.of[actor] {
		if len(about[id]) == 0 {
			continue
		}
		best := slices.MinFunc(about[id], better)
		if word == nil || cmp.Or(r.ownFirst(best, word), cmp.Compare(word.Identity(), best.Identity())) < 0 {
			word, via = best, id
		}
	}
	return word, via
}

// ownFirst compares two claims by whether the actor that they are about makes them, its own word first.
func (r *representatives) ownFirst(a, b *landscape.Relation) int {
	switch own, other := r.confirmed(a), r.confirmed(b); {
	case own == other:
		return 0
	case own:
		return -1
	}
	return 1
}

// confirmed reports whether the actor that a claim is about makes it.
func (r *representatives) confirmed(c *landscape.Relation) bool {
	return c.Owner() == r.known[c.From].Key()
}
