package analysis

import (
	"context"
	"maps"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// holdings is what one actor has: the systems and services that it provides or uses, whoever claims so, the things of other kinds
// that it owns, and the initiatives that it leads.
type holdings struct {
	actor       *landscape.Element
	things      map[landscape.ID]*holding
	initiatives []initiative
}

// holding is a thing that an actor has, with what anybody claims of it.
type holding struct {
	thing          *landscape.Element
	provides, uses []*landscape.Relation
	owned          bool
	claims         map[landscape.ID][]*landscape.Relation // REALISES or SUPPORTS, by the item that they name
}

// initiative is an initiative of the actor's that closes an item.
type initiative struct {
	element     *landscape.Element
	item        landscape.ID
	led, closes *landscape.Relation
}

// held reports whether the actor provides or uses the thing on a day.
func (h *holding) held(actor *landscape.Element, day landscape.Date) (provides, uses bool) {
	holds := func(c *landscape.Relation) bool { return spanOf(actor, c, h.thing).holds(day) }
	return h.owned || slices.ContainsFunc(h.provides, holds), slices.ContainsFunc(h.uses, holds)
}

// estate is the holdings of several actors.
type estate struct {
	of map[landscape.ID]*holdings
	// claimants has, for each thing, those who provide it or did or will: they may say what it realises.
	claimants map[landscape.ID]map[string][]*landscape.Relation
	known     elements
}

// readHoldings reads in two calls what the actors have that could bear on the targets: building blocks, or processes.
func readHoldings(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, actors []*landscape.Element, targets []landscape.ID, processes bool, at landscape.Date) (*estate, error) {
	e := &estate{of: map[landscape.ID]*holdings{}, claimants: map[landscape.ID]map[string][]*landscape.Relation{}, known: elements{}}
	for _, a := range actors {
		e.of[a.ID] = &holdings{actor: a, things: map[landscape.ID]*holding{}}
		e.known[a.ID] = a
	}
	if err := e.readCarried(ctx, s, m, targets, processes, at); err != nil {
		return nil, err
	}
	if processes {
		// Only systems and services support processes.
		return e, nil
	}
	return e, e.readOwned(ctx, s, m, targets, at)
}

// bearing is the name of the field by which a thing bears on items.
func bearing(processes bool) string {
	if processes {
		return "supports"
	}
	return "realises"
}

// carried are the kinds of thing that actors provide and use.
func carried(m *schema.Metamodel) []*schema.Kind { return m.Kind("Actor").Field("provides").Far }

func (e *estate) readCarried(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, targets []landscape.ID, processes bool, at landscape.Date) error {
	actor, plan := m.Kind("Actor"), m.Kind("Initiative")
	has, bears := landscape.Step{actor.Field("provides"), actor.Field("uses")}, fields(m, bearing(processes), carried(m)...)
	if !processes {
		has, bears = append(has, actor.Field("initiatives")), append(bears, plan.Field("closes"))
	}
	paths, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows: landscape.Set{IDs: slices.Collect(maps.Keys(e.of))}, Steps: []landscape.Step{has, bears}, Cols: targets,
		NotEndedBefore: at, Attributes: []string{"initiativeState", "grouping"},
	})
	if err != nil {
		return err
	}
	e.known.add(paths.Elements)
	for _, t := range paths.Tuples {
		of, thing, has, bears := e.of[t.Row()], paths.Elements[t.Elements[1]], t.Claims[0], t.Claims[1]
		if thing.Kind == plan {
			of.initiatives = append(of.initiatives, initiative{thing, t.Col(), has, bears})
			continue
		}
		h := of.holding(thing)
		if has.Type.Type == "PROVIDES" {
			h.provides = addOnce(h.provides, has)
		} else {
			h.uses = addOnce(h.uses, has)
		}
		h.claims[t.Col()] = addOnce(h.claims[t.Col()], bears)
	}
	return nil
}

func (e *estate) readOwned(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, targets []landscape.ID, at landscape.Date) error {
	var owners []any
	byKey := map[string]*holdings{}
	for _, h := range e.of {
		owners = append(owners, h.actor.Key())
		byKey[h.actor.Key()] = h
	}
	var kinds []*schema.Kind
	for _, k := range m.Kinds {
		if k.Field("realises") != nil && !slices.Contains(carried(m), k) {
			kinds = append(kinds, k)
		}
	}
	paths, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows:  landscape.Set{Kinds: kinds, Where: landscape.Compare{Attribute: m.Element.Attribute("owner"), Op: landscape.In, Value: owners}},
		Steps: []landscape.Step{fields(m, "realises", kinds...)}, Cols: targets, NotEndedBefore: at, Attributes: []string{"grouping"},
	})
	if err != nil {
		return err
	}
	e.known.add(paths.Elements)
	for _, t := range paths.Tuples {
		h := byKey[paths.Elements[t.Row()].Owner()].holding(paths.Elements[t.Row()])
		h.owned = true
		h.claims[t.Col()] = addOnce(h.claims[t.Col()], t.Claims[0])
	}
	return nil
}

// readClaimants reads in one call who provides what the actors have, on whatever day.
func (e *estate) readClaimants(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel) error {
	things := map[landscape.ID]bool{}
	for _, of := range e.of {
		for id, h := range of.things {
			things[id] = things[id] || !h.owned
		}
	}
	paths, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows:  landscape.Set{IDs: slices.Collect(maps.Keys(things))},
		Steps: []landscape.Step{fields(m, "providedBy", carried(m)...)},
	})
	if err != nil {
		return err
	}
	for _, t := range paths.Tuples {
		e.addClaimant(paths.Elements[t.Col()], t.Row(), t.Claims[0])
	}
	e.known.add(paths.Elements)
	return nil
}

func (e *estate) addClaimant(provider *landscape.Element, thing landscape.ID, c *landscape.Relation) {
	if e.claimants[thing] == nil {
		e.claimants[thing] = map[string][]*landscape.Relation{}
	}
	e.claimants[thing][provider.Key()] = addOnce(e.claimants[thing][provider.Key()], c)
}

func (h *holdings) holding(thing *landscape.Element) *holding {
	if h.things[thing.ID] == nil {
		h.things[thing.ID] = &holding{thing: thing, claims: map[landscape.ID][]*landscape.Relation{}}
	}
	return h.things[thing.ID]
}
