package analysis

import (
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// statements is what one actor says of itself, by what it is about. A statement counts when the actor owns it, it is in force and
// its asOf is not later than the date; of several about one and the same the newest counts, whatever its word, one without asOf being the
// oldest.
type statements map[landscape.ID]*landscape.Relation

// readStatements reads in one call what the actors say of themselves.
func readStatements(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, actors []*landscape.Element, at landscape.Date) (map[landscape.ID]statements, error) {
	said, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows: landscape.Set{IDs: idsOf(actors)}, Steps: []landscape.Step{{m.Kind("Actor").Field("states")}}, NotEndedBefore: at,
	})
	if err != nil {
		return nil, err
	}
	by := map[landscape.ID]statements{}
	for _, t := range said.Tuples {
		actor, c := said.Elements[t.Row()], t.Claims[0]
		if c.Owner() != actor.Key() || landscape.Date(c.Identity()) > at || !spanOf(actor, c, said.Elements[t.Col()]).holds(at) {
			continue
		}
		if by[actor.ID] == nil {
			by[actor.ID] = statements{}
		}
		if newest := by[actor.ID][t.Col()]; newest == nil || newest.Identity() < c.Identity() {
			by[actor.ID][t.Col()] = c
		}
	}
	return by, nil
}

// words are the states that a statement other than COMPLETE gives, the best first.
var words = []struct {
	statement string
	state     state
	reason    reason
}{
	{"PLANNED", planned, statedPlanned},
	{"NOT_NEEDED", notNeeded, statedNotNeeded},
	{"NONE", missing, statedNone},
}

// deciding returns the statements that decide for an item, with the state and reason that they give: those of the nearest level on
// which there is a word other than COMPLETE. Of different words on one level that of the best state counts.
func (s statements) deciding(levels [][]landscape.ID) (said []*landscape.Relation, st state, why reason) {
	for _, level := range levels {
		for _, w := range words {
			if said = s.saying(w.statement, level); len(said) > 0 {
				return said, w.state, w.reason
			}
		}
	}
	return nil, unknown, notDescribed
}

// saying returns the statements with that word about the targets, in their order.
func (s statements) saying(word string, about []landscape.ID) []*landscape.Relation {
	var said []*landscape.Relation
	for _, id := range about {
		if c := s[id]; c != nil && c.Text("statement") == word {
			said = append(said, c)
		}
	}
	return said
}

// basis says what the states of the rows rest on.
func (s statements) basis(y *yardstick, states []state) GapBasis {
	b := GapBasis{Total: len(states)}
	for _, c := range s.saying("COMPLETE", y.declares) {
		b.Declared = true
		b.AsOf = max(b.AsOf, landscape.Date(c.Identity()))
	}
	b.Described = b.Total - count(states, unknown)
	return b
}

func count(states []state, wanted state) int {
	n := 0
	for _, st := range states {
		if st == wanted {
			n++
		}
	}
	return n
}

// note returns the first reason text that the statements give, or empty.
func note(said []*landscape.Relation) string {
	i := slices.IndexFunc(said, func(c *landscape.Relation) bool { return c.Text("reason") != "" })
	if i < 0 {
		return ""
	}
	return said[i].Text("reason")
}
