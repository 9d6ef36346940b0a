package analysis

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// CapabilityQuestion asks which of the selected actors have which capabilities.
type CapabilityQuestion struct {
	Actors       ActorSelection
	Capabilities []string // keys; nil for all on which somebody selected has a stance
	At           landscape.Date
}

// CapabilityMatrix is the answer to a CapabilityQuestion.
type CapabilityMatrix struct {
	At    landscape.Date
	Items []landscape.ID
	Rows  []CapabilityActor
	Total []CapabilityTotal
	Basis CapabilityBasis
}

// CapabilityActor is an actor's stances, in the order of the items.
type CapabilityActor struct {
	Actor landscape.ID
	Cells []CapabilityCell
}

// CapabilityCell is what is known of one actor's capability.
type CapabilityCell struct {
	Stance    string
	Maturity  *int
	Via       landscape.ID
	Confirmed *bool
	Origin    string
	Obstacles []landscape.ID
}

// CapabilityTotal is how many of the actors have a capability.
type CapabilityTotal struct {
	Capability                  landscape.ID
	Has, Partly, Lacks, Unknown int
	Obstacles                   []landscape.ID
}

// CapabilityBasis says on how many actors the answer rests.
type CapabilityBasis struct {
	Known, Of int
	Unknown   []landscape.ID
}

// FindCapabilities works out the capability matrix of the selected actors on a date.
//
// A stance is that of the newest ASSESSED claim in force whose date is not later, one without date being the oldest: the actor's own
// claims before those of third parties, however old. Where there is none about the actor it is that of the actor that represents it;
// of several alike the first by owner counts. Else it is UNKNOWN. Obstacles are listed, those of the actor and of all that represent
// it, and never set a stance. An actor is known when it has at least one stance on any capability, shown or not.
func FindCapabilities(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, q CapabilityQuestion) (*CapabilityMatrix, error) {
	ids := q.Actors.elementIDs()
	for _, key := range q.Capabilities {
		ids = append(ids, landscape.NewElementID("Capability", key))
	}
	found, err := lookUp(ctx, s, ids)
	if err != nil {
		return nil, err
	}
	actors, err := q.Actors.actors(ctx, s, m, found, q.At)
	if err != nil {
		return nil, err
	}
	a, err := readAssessments(ctx, s, m, q, actors)
	if err != nil {
		return nil, err
	}
	a.known.add(found)
	items, err := a.items(q.Capabilities, actors)
	if err != nil {
		return nil, err
	}
	answer := &CapabilityMatrix{At: q.At, Items: items}
	for _, id := range items {
		answer.Total = append(answer.Total, CapabilityTotal{Capability: id, Obstacles: a.obstaclesTo(id, q.Actors.hindered()...)})
	}
	for _, actor := range actors {
		row := CapabilityActor{Actor: actor.ID}
		for i, id := range items {
			cell := a.cell(actor.ID, id)
			row.Cells = append(row.Cells, cell)
			answer.Total[i].add(cell.Stance)
		}
		answer.Rows = append(answer.Rows, row)
		if !a.isKnown(actor.ID) {
			answer.Basis.Unknown = append(answer.Basis.Unknown, actor.ID)
		}
	}
	answer.Basis.Of = len(actors)
	answer.Basis.Known = len(actors) - len(answer.Basis.Unknown)
	return answer, nil
}

// hindered returns whom obstacles to the selection as such hinder: its group.
func (sel ActorSelection) hindered() []landscape.ID {
	if sel.Group == "" {
		return nil
	}
	return []landscape.ID{sel.groupID()}
}

func (t *CapabilityTotal) add(stance string) {
	switch stance {
	case "HAS":
		t.Has++
	case "PARTLY":
		t.Partly++
	case "LACKS":
		t.Lacks++
	default:
		t.Unknown++
	}
}

// assessments is what is said of the actors' capabilities.
type assessments struct {
	*representatives
	about     map[landscape.ID]map[landscape.ID][]*landscape.Relation // by capability, then by actor
	obstacles map[landscape.ID]bag                                    // by capability, then by whom they hinder
}

// readAssessments reads in three calls who represents the actors, what is said of them and what hinders them.
func readAssessments(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, q CapabilityQuestion, actors []*landscape.Element) (*assessments, error) {
	r, err := readRepresentatives(ctx, s, m, actors, q.At)
	if err != nil {
		return nil, err
	}
	a := &assessments{r, map[landscape.ID]map[landscape.ID][]*landscape.Relation{}, map[landscape.ID]bag{}}
	actor, obstacle := m.Kind("Actor"), m.Kind("Obstacle")
	assessed, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows: landscape.Set{IDs: r.all(actors)}, Steps: []landscape.Step{{actor.Field("assessed")}}, NotEndedBefore: q.At,
	})
	if err != nil {
		return nil, err
	}
	a.known.add(assessed.Elements)
	for _, t := range assessed.Tuples {
		if from, to := assessed.Interval(t); landscape.Date(t.Claims[0].Identity()) > q.At || !landscape.Valid(q.At, from, to) {
			continue
		}
		if a.about[t.Col()] == nil {
			a.about[t.Col()] = map[landscape.ID][]*landscape.Relation{}
		}
		a.about[t.Col()][t.Row()] = append(a.about[t.Col()][t.Row()], t.Claims[0])
	}
	hinders, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows:  landscape.Set{IDs: append(r.all(actors), q.Actors.hindered()...)},
		Steps: []landscape.Step{fields(m, "obstacles", actor, m.Kind("Group")), {obstacle.Field("concerns")}}, NotEndedBefore: q.At,
	})
	if err != nil {
		return nil, err
	}
	a.known.add(hinders.Elements)
	for _, t := range hinders.Tuples {
		if from, to := hinders.Interval(t); landscape.Valid(q.At, from, to) {
			if a.obstacles[t.Col()] == nil {
				a.obstacles[t.Col()] = bag{}
			}
			a.obstacles[t.Col()].put(t.Row(), t.Elements[1])
		}
	}
	return a, nil
}

// items returns the capabilities to show: those with the keys, or those on which one of the actors has a stance.
func (a *assessments) items(keys []string, actors []*landscape.Element) ([]landscape.ID, error) {
	var ids []landscape.ID
	for _, key := range keys {
		id := landscape.NewElementID("Capability", key)
		if a.known[id] == nil {
			return nil, absent("capability", key)
		}
		ids = append(ids, id)
	}
	if keys == nil {
		for id, about := range a.about {
			if slices.ContainsFunc(actors, func(e *landscape.Element) bool { word, _ := a.word(e.ID, about, a.newest); return word != nil }) {
				ids = append(ids, id)
			}
		}
	}
	return a.known.sortedByName(ids), nil
}

// newest compares two claims about an actor's capability: its own word first, then the newest, then by owner.
func (a *assessments) newest(x, y *landscape.Relation) int {
	return cmp.Or(a.ownFirst(x, y), cmp.Compare(y.Identity(), x.Identity()), landscape.CompareClaims(x, y))
}

func (a *assessments) cell(actor, capability landscape.ID) CapabilityCell {
	cell := CapabilityCell{Stance: "UNKNOWN", Obstacles: a.obstaclesTo(capability, append(slices.Clone(a.of[actor]), actor)...)}
	word, via := a.word(actor, a.about[capability], a.newest)
	if word == nil {
		return cell
	}
	confirmed := a.confirmed(word)
	cell.Stance, cell.Via, cell.Confirmed, cell.Origin = word.Text("stance"), via, &confirmed, word.Text("origin")
	if n, ok := word.Get("maturity").(int64); ok {
		maturity := int(n)
		cell.Maturity = &maturity
	}
	return cell
}

// obstaclesTo returns what hinders any of those in a capability.
func (a *assessments) obstaclesTo(capability landscape.ID, hindered ...landscape.ID) []landscape.ID {
	all := map[landscape.ID]bool{}
	for _, id := range hindered {
		maps.Copy(all, a.obstacles[capability][id])
	}
	return a.known.sortedByName(slices.Collect(maps.Keys(all)))
}

// isKnown reports whether an actor has a stance on any capability.
func (a *assessments) isKnown(actor landscape.ID) bool {
	for _, about := range a.about {
		if word, _ := a.word(actor, about, a.newest); word != nil {
			return true
		}
	}
	return false
}
