package analysis

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// SharedQuestion asks what several actors have in common.
type SharedQuestion struct {
	Kind      string // a value of the enum SharedKind
	Actors    ActorSelection
	MinActors int // at least 1
	At        landscape.Date
	First     *int
}

// Shared is the answer to a SharedQuestion; TotalCount counts the rows before the first of them were taken.
type Shared struct {
	At         landscape.Date
	TotalCount int
	Rows       []SharedRow
}

// SharedRow is something that several actors have.
type SharedRow struct {
	Item              landscape.ID
	Count             int
	Actors, Providers []landscape.ID
}

// FindShared works out what at least so many of the selected actors have on a date.
//
// An actor has a system or service that it provides or uses; a product of which such a system is an instance; a login method that it
// offers; a building block, groupings apart, of which it has a realisation of any coverage in force, as in FindGap: its own, a used
// one, or one of a special form. The providers, selected or not, are those who provide the system or service; the suppliers of the
// product; those who offer the login method; those who provide a thing that gives the block to one of the row's actors - nobody
// where it is a thing of another kind, such as a standard, which is owned and not provided. Rows come by falling count, then by the
// item's name, then its key.
func FindShared(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, q SharedQuestion) (*Shared, error) {
	if q.MinActors < 1 {
		return nil, landscape.NewError(landscape.Invalid, text.New("analysis.few", "minActors", q.MinActors))
	}
	found, err := lookUp(ctx, s, q.Actors.elementIDs())
	if err != nil {
		return nil, err
	}
	actors, err := q.Actors.actors(ctx, s, m, found, q.At)
	if err != nil {
		return nil, err
	}
	c := &common{has: bag{}, providers: bag{}, known: elements{}, at: q.At}
	for _, a := range actors {
		c.known[a.ID] = a
	}
	if q.Kind == "BUILDING_BLOCK" {
		err = c.readBlocks(ctx, s, m, actors)
	} else {
		err = c.readThings(ctx, s, m, q.Kind, actors)
	}
	if err != nil {
		return nil, err
	}
	rows := c.rows(q.MinActors)
	shown, err := First(rows, q.First)
	return &Shared{At: q.At, TotalCount: len(rows), Rows: shown}, err
}

// bag is elements by element: the actors that have an item, say.
type bag map[landscape.ID]map[landscape.ID]bool

func (b bag) put(id, other landscape.ID) {
	if b[id] == nil {
		b[id] = map[landscape.ID]bool{}
	}
	b[id][other] = true
}

func (b bag) of(id landscape.ID) []landscape.ID { return slices.Collect(maps.Keys(b[id])) }

// common is which actors have which items, and who provides them.
type common struct {
	has, providers bag
	known          elements
	at             landscape.Date
}

// readThings reads in two calls who has the items of a kind, and who provides them.
func (c *common) readThings(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, kind string, actors []*landscape.Element) error {
	actor := m.Kind("Actor")
	steps := []landscape.Step{{actor.Field("provides"), actor.Field("uses")}}
	item, provider := m.Kind("System"), "providedBy"
	switch kind {
	case "SERVICE":
		item = m.Kind("Service")
	case "PRODUCT":
		steps = append(steps, landscape.Step{item.Field("instanceOf")})
		item, provider = m.Kind("Product"), "suppliedBy"
	case "LOGIN_METHOD":
		steps = []landscape.Step{{actor.Field("offers")}}
		item, provider = m.Kind("LoginMethod"), "offeredBy"
	}
	paths, err := s.Matrix(ctx, landscape.MatrixQuery{Rows: landscape.Set{IDs: idsOf(actors)}, Steps: steps, NotEndedBefore: c.at})
	if err != nil {
		return err
	}
	for _, t := range paths.Tuples {
		if from, to := paths.Interval(t); landscape.Valid(c.at, from, to) && paths.Elements[t.Col()].Kind == item {
			c.has.put(t.Col(), t.Row())
		}
	}
	c.known.add(paths.Elements)
	paths, err = s.Matrix(ctx, landscape.MatrixQuery{
		Rows: landscape.Set{IDs: slices.Collect(maps.Keys(c.has))}, Steps: []landscape.Step{{item.Field(provider)}}, NotEndedBefore: c.at,
	})
	if err != nil {
		return err
	}
	c.known.add(paths.Elements)
	for _, t := range paths.Tuples {
		if from, to := paths.Interval(t); landscape.Valid(c.at, from, to) {
			c.providers.put(t.Row(), t.Col())
		}
	}
	return nil
}

// readBlocks reads in four calls who has which building block, and who provides what gives it to them.
func (c *common) readBlocks(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, actors []*landscape.Element) error {
	block := m.Kind("BuildingBlock")
	structure, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows: landscape.Set{Kinds: []*schema.Kind{block}}, Steps: []landscape.Step{{block.Field("specialises")}}, NotEndedBefore: c.at,
		Attributes: []string{"grouping"},
	})
	if err != nil {
		return err
	}
	e, err := readHoldings(ctx, s, m, actors, nil, false, c.at)
	if err != nil {
		return err
	}
	if err := e.readClaimants(ctx, s, m); err != nil {
		return err
	}
	c.known.add(e.known)
	c.known.add(structure.Elements)
	var blocks []*landscape.Element
	for _, b := range c.known {
		if b.Kind == block && b.Get("grouping") != true {
			blocks = append(blocks, b)
		}
	}
	covers := newSpecialisation(structure, c.at).coverings(blocks)
	for _, a := range actors {
		for id, supports := range e.supports(e.of[a.ID], covers, c.at) {
			for _, s := range supports {
				if s.state > partly {
					continue
				}
				c.has.put(id, a.ID)
				for _, claims := range e.claimants[s.thing.ID] {
					for _, provides := range claims {
						if spanOf(e.known[provides.From], provides, s.thing).holds(c.at) {
							c.providers.put(id, provides.From)
						}
					}
				}
			}
		}
	}
	return nil
}

// rows lists what enough actors have.
func (c *common) rows(least int) []SharedRow {
	var shown, named []landscape.ID
	for id, having := range c.has {
		if len(having) >= least {
			shown = append(shown, id)
			named = append(append(named, c.has.of(id)...), c.providers.of(id)...)
		}
	}
	// Names are costly to compare, and most actors stand in many rows: each is given its place once.
	place := map[landscape.ID]int{}
	for i, id := range c.known.sortedByName(append(named, shown...)) {
		place[id] = i
	}
	byPlace := func(a, b landscape.ID) int { return cmp.Compare(place[a], place[b]) }
	var rows []SharedRow
	for _, id := range shown {
		row := SharedRow{id, len(c.has[id]), c.has.of(id), c.providers.of(id)}
		slices.SortFunc(row.Actors, byPlace)
		slices.SortFunc(row.Providers, byPlace)
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b SharedRow) int { return cmp.Or(cmp.Compare(b.Count, a.Count), byPlace(a.Item, b.Item)) })
	return rows
}
