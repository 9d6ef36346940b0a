package analysis

import (
	"context"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// AdoptionQuestion asks which of the selected actors work by a reference.
type AdoptionQuestion struct {
	Reference string // key
	Actors    ActorSelection
	At        landscape.Date
}

// Adoption is the answer to an AdoptionQuestion.
type Adoption struct {
	Reference landscape.ID
	At        landscape.Date
	Counts    []AdoptionCount
	Rows      []AdoptionRow
}

// AdoptionCount is how many of the actors have a stance.
type AdoptionCount struct {
	Stance string
	Count  int
}

// AdoptionRow is one actor's stance.
type AdoptionRow struct {
	Actor     landscape.ID
	Stance    string
	Via       landscape.ID
	Confirmed *bool
	Origin    string
}

// FindAdoption works out who of the selected actors works by a reference on a date, by name, then key: by the ADOPTS claims in force
// about the actor, its own before a third party's, else by those about the actor that represents it, else UNKNOWN. Of several third
// parties the same decides as on the edge of the API.
func FindAdoption(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, q AdoptionQuestion) (*Adoption, error) {
	referenceID := landscape.NewElementID("Reference", q.Reference)
	found, err := lookUp(ctx, s, append(q.Actors.elementIDs(), referenceID))
	if err != nil {
		return nil, err
	}
	reference := found[referenceID]
	if reference == nil {
		return nil, absent("reference", q.Reference)
	}
	actors, err := q.Actors.actors(ctx, s, m, found, q.At)
	if err != nil {
		return nil, err
	}
	r, err := readRepresentatives(ctx, s, m, actors, q.At)
	if err != nil {
		return nil, err
	}
	paths, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows: landscape.Set{IDs: r.all(actors)}, Steps: []landscape.Step{{m.Kind("Actor").Field("adopts")}},
		Cols: []landscape.ID{referenceID}, NotEndedBefore: q.At,
	})
	if err != nil {
		return nil, err
	}
	about := map[landscape.ID][]*landscape.Relation{}
	for _, t := range paths.Tuples {
		if from, to := paths.Interval(t); landscape.Valid(q.At, from, to) {
			about[t.Row()] = append(about[t.Row()], t.Claims[0])
		}
	}
	better := func(a, b *landscape.Relation) int {
		return landscape.CompareDeciding(a, b, r.known[a.From], reference)
	}
	answer := &Adoption{Reference: referenceID, At: q.At}
	counts := map[string]int{}
	for _, actor := range actors {
		row := AdoptionRow{Actor: actor.ID, Stance: "UNKNOWN"}
		if word, via := r.word(actor.ID, about, better); word != nil {
			confirmed := r.confirmed(word)
			row.Stance, row.Via, row.Confirmed, row.Origin = word.Text("stance"), via, &confirmed, word.Text("origin")
		}
		counts[row.Stance]++
		answer.Rows = append(answer.Rows, row)
	}
	for _, stance := range []string{"USED", "NOT_USED", "PLANNED", "UNKNOWN"} {
		answer.Counts = append(answer.Counts, AdoptionCount{stance, counts[stance]})
	}
	return answer, nil
}
