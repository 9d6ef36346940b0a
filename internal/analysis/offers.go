package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Offer is a system or service that another actor provides.
type Offer struct{ Actor, By landscape.ID }

// wanting reports whether a row in that state is offered what others have.
func (s state) wanting() bool { return s == missing || s == planned || s == partly || s == unknown }

// offers are, by item, the systems and services that somebody provides and that realise it in full, in force, by the word of one of
// those who provide them - who may be others than the one at hand, and may have provided them on another day, as everywhere.
type offers struct {
	byItem map[landscape.ID][]Offer
	estate *estate
	at     landscape.Date
}

// readOffers reads in one call who provides what, and fills in the estate's claimants by the way: what bears on the targets is
// among it, whoever has it and on whatever day.
func (e *estate) readOffers(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, targets []landscape.ID, processes bool, covers map[landscape.ID][]covering, at landscape.Date) (*offers, error) {
	actor := m.Kind("Actor")
	paths, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows:  landscape.Set{Kinds: []*schema.Kind{actor}},
		Steps: []landscape.Step{{actor.Field("provides")}, fields(m, bearing(processes), carried(m)...)},
		Cols:  targets, Attributes: []string{"population"},
	})
	if err != nil {
		return nil, err
	}
	for _, t := range paths.Tuples {
		e.addClaimant(paths.Elements[t.Row()], t.Elements[1], t.Claims[0])
	}
	o := &offers{map[landscape.ID][]Offer{}, e, at}
	for _, t := range paths.Tuples {
		provider, thing, bears := paths.Elements[t.Row()], paths.Elements[t.Elements[1]], t.Claims[1]
		if inPart(bears) || len(e.claimants[thing.ID][bears.Owner()]) == 0 || !spanOf(provider, t.Claims[0], thing, bears, paths.Elements[t.Col()]).holds(at) {
			continue
		}
		for _, c := range covers[t.Col()] {
			if c.on(at) {
				o.byItem[c.item] = append(o.byItem[c.item], Offer{provider.ID, thing.ID})
			}
		}
	}
	e.known.add(paths.Elements)
	return o, nil
}

// forRow returns the offers for a row to an actor: of others, and nothing that the actor provides or uses itself on the date. Those of
// the actors most alike in size come first; actors without population come last; then by the actor's key, then the thing's.
func (o *offers) forRow(row yardRow, actor *landscape.Element) []Offer {
	var list []Offer
	for _, i := range row.items {
		for _, offer := range o.byItem[i.ID] {
			if offer.Actor == actor.ID || slices.Contains(list, offer) {
				continue
			}
			if h := o.estate.of[actor.ID].things[offer.By]; h != nil {
				if provides, uses := h.held(actor, o.at); provides || uses {
					continue
				}
			}
			list = append(list, offer)
		}
	}
	known, size := o.estate.known, population(actor)
	slices.SortFunc(list, func(a, b Offer) int {
		return cmp.Or(compareLikeness(size, population(known[a.Actor]), population(known[b.Actor])),
			known.byKey(a.Actor, b.Actor), known.byKey(a.By, b.By))
	})
	return list
}

// population returns how many live in an actor's area, 0 where that is not known.
func population(actor *landscape.Element) int64 {
	n, _ := actor.Get("population").(int64)
	return n
}

// compareLikeness compares two populations by how like they are to a third: by |ln(ratio)|, unknown ones last. Of two ratios made
// to be at least 1 the lesser has the lesser logarithm, so whole numbers decide, and equal ratios are equal. Populations are 32 bits.
func compareLikeness(size, a, b int64) int {
	switch {
	case a == 0 || b == 0:
		return cmp.Compare(b, a) // The one that is known is greater, and comes first; see below for two that are known.
	case size == 0:
		return 0
	}
	return cmp.Compare(max(a, size)*min(b, size), max(b, size)*min(a, size))
}
