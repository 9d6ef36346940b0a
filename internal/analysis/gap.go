package analysis

import (
	"context"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// GapQuestion asks what an actor has, lacks and has not said of a reference, or of one area of it.
type GapQuestion struct {
	Actor, Reference, Area string // keys; no area for all of the reference
	At                     landscape.Date
	Offers                 bool // offers are wanted too
}

// Gap is the answer to a GapQuestion.
type Gap struct {
	Actor, Reference, Area landscape.ID
	At                     landscape.Date
	Basis                  GapBasis
	Counts                 []GapCount
	Rows                   []GapRow
}

// GapBasis says what a gap rests on.
type GapBasis struct {
	Declared         bool
	AsOf             landscape.Date
	Described, Total int
}

// GapCount is how many rows have a state.
type GapCount struct {
	State string
	Count int
}

// GapRow is all building blocks of one name, or one process. Offers holds all there are.
type GapRow struct {
	Name              string
	Items             []landscape.ID
	State, Reason     string
	Note              string
	Through, Evidence []landscape.ID
	Offers            []Offer
	Claims            []GapClaim
}

// GapClaim is a claim behind a row.
type GapClaim struct {
	From               landscape.ID
	Type               string
	To                 landscape.ID
	Owner, Origin      string
	Date               landscape.Date
	ValidFrom, ValidTo landscape.Date
	Word               string
}

// FindGap works out the gap of actor A against reference R, or one area of it, on a date.
//
// The rows are the yardstick's, of a process map those that apply to A. A row has the best state of its items:
//
//  1. COVERED: A provides a thing that realises the item in full, in force.
//  2. SHARED: A uses such a thing.
//  3. PARTLY: a realisation in part, in force.
//  4. PLANNED: a realisation of any coverage that comes into force later; or an initiative led by A, not CANCELLED or DONE, that
//     closes the item itself and has not ended; or A states PLANNED.
//  5. NOT_NEEDED: A states so.
//  6. MISSING, STATED_NONE: A states NONE.
//  7. MISSING, AREA_DESCRIBED: A states COMPLETE of any Area that holds the block, of the process or what it is a part of, or of R.
//  8. UNKNOWN, which is never counted as missing.
//
// What a realisation is says estate.supports; which statements count says the type statements, and how they rank
// statements.deciding: those about the item beat those about an Area that holds it, those about an Area those about R; for a process
// the nearest first of itself, what it is a part of, and so on, and R. A COMPLETE about a single building block counts for nothing.
//
// The note is the text of the deciding NOT_NEEDED, NONE or PLANNED where that word's state is the row's, also where a realisation or
// an initiative gives PLANNED the first reason.
func FindGap(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, q GapQuestion) (*Gap, error) {
	actorID := landscape.NewElementID("Actor", q.Actor)
	yq := yardQuestion{q.Reference, q.Area}
	found, err := lookUp(ctx, s, append(yq.elementIDs(), actorID))
	if err != nil {
		return nil, err
	}
	actor := found[actorID]
	if actor == nil {
		return nil, absent("actor", q.Actor)
	}
	y, err := readYardstick(ctx, s, m, yq, found, q.At)
	if err != nil {
		return nil, err
	}
	y.keepApplying(actor)
	e, err := readEvidence(ctx, s, m, y, []*landscape.Element{actor}, q.Offers)
	if err != nil {
		return nil, err
	}
	g := &Gap{Actor: actor.ID, Reference: y.reference.ID, At: q.At}
	if y.area != nil {
		g.Area = y.area.ID
	}
	supports, said := e.of(actor)
	all := make([]state, len(y.rows))
	for i, row := range y.rows {
		v := judgeRow(row, supports, said)
		all[i] = v.state
		r := explain(y, row, v, e.estate, actor)
		if q.Offers && v.state.wanting() {
			r.Offers = e.offers.forRow(row, actor)
		}
		g.Rows = append(g.Rows, r)
	}
	g.Basis, g.Counts = said.basis(y, all), countStates(all)
	return g, nil
}

// Select returns the rows in the states, nil meaning all, or the first of them.
func (g *Gap) Select(states []string, first *int) ([]GapRow, error) {
	rows := g.Rows
	if states != nil {
		rows = nil
		for _, r := range g.Rows {
			for _, s := range states {
				if r.State == s {
					rows = append(rows, r)
					break
				}
			}
		}
	}
	return First(rows, first)
}

// FirstOffers returns the first of the row's offers; nil asks for all.
func (r GapRow) FirstOffers(first *int) ([]Offer, error) { return First(r.Offers, first) }
