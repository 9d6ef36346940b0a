package analysis

import (
	"context"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// CoverageQuestion asks for the gaps of many actors side by side.
type CoverageQuestion struct {
	Actors          ActorSelection
	Reference, Area string
	At              landscape.Date
}

// Coverage is the answer to a CoverageQuestion.
type Coverage struct {
	Reference, Area landscape.ID
	At              landscape.Date
	Rows            []CoverageRow
	Actors          []CoverageActor
}

// CoverageRow is a row, with the number of actors in each state.
type CoverageRow struct {
	Name   string
	Items  []landscape.ID
	Counts []GapCount
}

// CoverageActor is an actor's states, in the order of the rows.
type CoverageActor struct {
	Actor  landscape.ID
	Basis  GapBasis
	Counts []GapCount
	States []string
}

// FindCoverage works out the states of all rows for many actors, each as in FindGap. The rows are all of the reference's, also those
// of a process map that apply to none of the actors: a process that does not apply to an actor is NOT_NEEDED there. So two
// selections are asked about the same rows.
func FindCoverage(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, q CoverageQuestion) (*Coverage, error) {
	yq := yardQuestion{q.Reference, q.Area}
	found, err := lookUp(ctx, s, append(yq.elementIDs(), q.Actors.elementIDs()...))
	if err != nil {
		return nil, err
	}
	actors, err := q.Actors.actors(ctx, s, m, found, q.At)
	if err != nil {
		return nil, err
	}
	y, err := readYardstick(ctx, s, m, yq, found, q.At)
	if err != nil {
		return nil, err
	}
	e, err := readEvidence(ctx, s, m, y, actors, false)
	if err != nil {
		return nil, err
	}
	c := &Coverage{Reference: y.reference.ID, At: q.At}
	if y.area != nil {
		c.Area = y.area.ID
	}
	byRow := make([][]state, len(y.rows))
	for _, actor := range actors {
		supports, said := e.of(actor)
		of := CoverageActor{Actor: actor.ID, States: make([]string, len(y.rows))}
		list := make([]state, len(y.rows))
		for i, row := range y.rows {
			list[i] = notNeeded
			if row.items[0].applies(actor) {
				list[i] = judgeRow(row, supports, said).state
			}
			of.States[i] = list[i].String()
			byRow[i] = append(byRow[i], list[i])
		}
		of.Basis, of.Counts = said.basis(y, list), countStates(list)
		c.Actors = append(c.Actors, of)
	}
	for i, row := range y.rows {
		r := CoverageRow{Name: row.name, Counts: countStates(byRow[i])}
		for _, i := range row.items {
			r.Items = append(r.Items, i.ID)
		}
		c.Rows = append(c.Rows, r)
	}
	return c, nil
}
