package analysis

import (
	"context"
	"maps"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// evidence is all that bears on the rows of a yardstick for some actors.
type evidence struct {
	yard   *yardstick
	covers map[landscape.ID][]covering
	estate *estate
	said   map[landscape.ID]statements
	offers *offers // nil where they are not wanted
}

// readEvidence reads in four calls what bears on the rows.
func readEvidence(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, y *yardstick, actors []*landscape.Element, withOffers bool) (*evidence, error) {
	var items []*landscape.Element
	for _, row := range y.rows {
		for _, i := range row.items {
			items = append(items, i.Element)
		}
	}
	e := &evidence{yard: y, covers: y.special.coverings(items)}
	// An empty list of targets means none of them, where none at all would mean all.
	targets := slices.AppendSeq(make([]landscape.ID, 0, len(e.covers)), maps.Keys(e.covers))
	var err error
	if e.estate, err = readHoldings(ctx, s, m, actors, targets, y.processes, y.at); err != nil {
		return nil, err
	}
	if withOffers {
		e.offers, err = e.estate.readOffers(ctx, s, m, targets, y.processes, e.covers, y.at)
	} else {
		err = e.estate.readClaimants(ctx, s, m)
	}
	if err != nil {
		return nil, err
	}
	e.estate.known.add(y.known)
	e.said, err = readStatements(ctx, s, m, actors, y.at)
	return e, err
}

// of returns what speaks for a state of each item for an actor, and what the actor says.
func (e *evidence) of(actor *landscape.Element) (map[landscape.ID][]support, statements) {
	return e.estate.supports(e.estate.of[actor.ID], e.covers, e.yard.at), e.said[actor.ID]
}
