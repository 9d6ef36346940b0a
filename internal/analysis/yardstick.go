package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// yardstick is what actors are held against: the rows of a reference architecture or process map on a date, and for each item what
// counts for it.
//
// The items are the building blocks of the reference that are no groupings. A reference without building blocks is a process map;
// its items are its processes without parts. An area cuts the items down to those that it holds: an Area to its blocks, a Process
// to its subtree. A block, a process or an area belongs to the reference when the claims that say so are in force on the date; only
// parts that belong to the map count as parts, so that an actor's own process below one of the map takes no row from others.
//
// A row is all blocks of one name, by name in Swedish order, then by the first block's key; or one process, by code.
type yardstick struct {
	at        landscape.Date
	reference *landscape.Element
	area      *landscape.Element // nil for all of the reference
	processes bool               // the items are processes
	rows      []yardRow
	special   *specialisation
	declares  []landscape.ID // what a statement is about that declares the asked area complete
	known     elements
}

// yardRow is a row: its items by key.
type yardRow struct {
	name  string
	items []*item
}

// item is a building block or a process.
type item struct {
	*landscape.Element
	// words are what a NOT_NEEDED, NONE or PLANNED for the item may be about, the nearest first; those on one level are equals.
	words [][]landscape.ID
	// whole are what a COMPLETE for the item may be about.
	whole []landscape.ID
}

// applies reports whether an item is for an actor: a process may be for some kinds only, but that binds municipalities and regions
// alone.
func (i *item) applies(actor *landscape.Element) bool {
	kinds, _ := i.Get("appliesTo").([]string)
	kind := actor.Text("actorKind")
	return len(kinds) == 0 || slices.Contains(kinds, kind) || kind != "MUNICIPALITY" && kind != "REGION"
}

// yardQuestion names a reference and, if it is not empty, one of its areas.
type yardQuestion struct{ reference, area string }

// elementIDs returns the ids of what the question may be about.
func (q yardQuestion) elementIDs() []landscape.ID {
	ids := []landscape.ID{landscape.NewElementID("Reference", q.reference)}
	if q.area != "" {
		ids = append(ids, landscape.NewElementID("Area", q.area), landscape.NewElementID("Process", q.area))
	}
	return ids
}

// readYardstick reads what is asked about in two calls. found has those of elementIDs that are there.
func readYardstick(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, q yardQuestion, found elements, at landscape.Date) (*yardstick, error) {
	y := &yardstick{at: at, reference: found[landscape.NewElementID("Reference", q.reference)], known: elements{}}
	if y.reference == nil {
		return nil, absent("reference", q.reference)
	}
	kind := y.reference.Kind
	members, err := s.Matrix(ctx, landscape.MatrixQuery{
		Rows:       landscape.Set{IDs: []landscape.ID{y.reference.ID}},
		Steps:      []landscape.Step{{kind.Field("areas"), kind.Field("processes")}},
		Attributes: []string{"code", "appliesTo"},
	})
	if err != nil {
		return nil, err
	}
	y.known.add(members.Elements)
	// What is asked may be an area that belonged to the reference on another day: it is there, but empty.
	areas, processes := map[landscape.ID]bool{}, map[landscape.ID]bool{}
	for _, t := range members.Tuples {
		e := members.Elements[t.Col()]
		set := areas
		if e.Kind.Name == "Process" {
			set = processes
		}
		set[e.ID] = set[e.ID] || spanOf(y.reference, t.Claims[0], e).holds(at)
	}
	if q.area != "" {
		if y.area = y.asked(q.area, areas, processes); y.area == nil {
			for _, id := range q.elementIDs()[1:] {
				if found[id] != nil {
					return nil, landscape.NewError(landscape.NotFound, text.New("analysis.elsewhere", q.area, q.reference))
				}
			}
			return nil, absent("area", q.area)
		}
	}
	structure, err := y.structure(ctx, s, m, len(areas) > 0, len(processes) > 0)
	if err != nil {
		return nil, err
	}
	y.known.add(structure.Elements)
	y.special = newSpecialisation(structure, at)
	if !y.processes {
		y.blockRows(structure, areas)
	}
	if y.processes || y.area == nil && len(y.rows) == 0 && len(processes) > 0 {
		y.processes = true
		y.processRows(structure, processes)
	}
	return y, nil
}

// asked returns the Area or else the Process of the reference that has the key, or nil.
func (y *yardstick) asked(key string, areas, processes map[landscape.ID]bool) *landscape.Element {
	id := landscape.NewElementID("Area", key)
	if _, ok := areas[id]; ok {
		return y.known[id]
	}
	id = landscape.NewElementID("Process", key)
	if _, ok := processes[id]; ok {
		y.processes = true
		return y.known[id]
	}
	return nil
}

// structure reads how blocks or processes hang together, of all references: what is more special may come from anywhere.
func (y *yardstick) structure(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, areas, processes bool) (*landscape.Matrix, error) {
	block, process := m.Kind("BuildingBlock"), m.Kind("Process")
	var kinds []*schema.Kind
	var step landscape.Step
	if !y.processes && (areas || !processes) {
		kinds, step = append(kinds, block), append(step, block.Field("specialises"), block.Field("inAreas"))
	}
	if processes && (y.area == nil || y.processes) {
		kinds, step = append(kinds, process), append(step, process.Field("specialises"), process.Field("partOf"))
	}
	return s.Matrix(ctx, landscape.MatrixQuery{
		Rows:           landscape.Set{Kinds: kinds},
		Steps:          []landscape.Step{step},
		NotEndedBefore: y.at,
		Attributes:     []string{"grouping", "code", "appliesTo"},
	})
}

// blockRows makes rows of the blocks that the areas hold. areas are those of the reference, true where they are so on the date.
func (y *yardstick) blockRows(structure *landscape.Matrix, areas map[landscape.ID]bool) {
	y.declares = []landscape.ID{y.reference.ID}
	if y.area != nil {
		y.declares = append(y.declares, y.area.ID)
	}
	holding, wanted := map[landscape.ID][]landscape.ID{}, map[landscape.ID]bool{}
	for _, t := range structure.Tuples {
		block, area := structure.Elements[t.Row()], t.Col()
		if block.Kind.Name != "BuildingBlock" || t.Claims[0].Type.Type != "IN" || block.Get("grouping") == true ||
			!spanOf(block, t.Claims[0], structure.Elements[area]).holds(y.at) {
			continue
		}
		holding[block.ID] = append(holding[block.ID], area)
		if areas[area] && (y.area == nil || y.area.ID == area) {
			wanted[block.ID] = true
		}
	}
	rows := map[string]*yardRow{}
	for id := range wanted {
		block := y.known[id]
		row := rows[block.Name()]
		if row == nil {
			row = &yardRow{name: block.Name()}
			rows[block.Name()] = row
		}
		held := y.known.sortedByKey(holding[id])
		i := &item{block, [][]landscape.ID{{id}, held, {y.reference.ID}}, append(slices.Clone(held), y.reference.ID)}
		row.items = append(row.items, i)
	}
	for _, row := range rows {
		slices.SortFunc(row.items, func(a, b *item) int { return cmp.Compare(a.Key(), b.Key()) })
		y.rows = append(y.rows, *row)
	}
	sortRows(y.rows, func(r yardRow) string { return landscape.CollationKey(r.name) }, cmp.Compare)
}

// sortRows sorts rows by something of their own, then by the first item's key.
func sortRows[T any](rows []yardRow, of func(yardRow) T, compare func(a, b T) int) {
	first := map[landscape.ID]T{}
	for _, r := range rows {
		first[r.items[0].ID] = of(r)
	}
	slices.SortFunc(rows, func(a, b yardRow) int {
		x, y := a.items[0], b.items[0]
		return cmp.Or(compare(first[x.ID], first[y.ID]), cmp.Compare(x.Key(), y.Key()))
	})
}

// processRows makes rows of the processes without parts. processes are those of the map, true where they are so on the date.
func (y *yardstick) processRows(structure *landscape.Matrix, processes map[landscape.ID]bool) {
	larger, whole := map[landscape.ID][]landscape.ID{}, map[landscape.ID]bool{}
	for _, t := range structure.Tuples {
		part, of := structure.Elements[t.Row()], structure.Elements[t.Col()]
		if t.Claims[0].Type.Type != "PART_OF" || !spanOf(part, t.Claims[0], of).holds(y.at) {
			continue
		}
		larger[part.ID] = append(larger[part.ID], of.ID)
		if processes[part.ID] {
			whole[of.ID] = true
		}
	}
	y.declares = []landscape.ID{y.reference.ID}
	if y.area != nil {
		y.declares = append(y.declares, slices.Concat(y.ancestry(y.area.ID, larger)...)...)
	}
	for id, belongs := range processes {
		levels := y.ancestry(id, larger)
		above := slices.Concat(levels...)
		if !belongs || whole[id] || y.area != nil && !slices.Contains(above, y.area.ID) {
			continue
		}
		i := &item{y.known[id], append(levels, []landscape.ID{y.reference.ID}), append(above, y.reference.ID)}
		y.rows = append(y.rows, yardRow{i.Name(), []*item{i}})
	}
	sortRows(y.rows, func(r yardRow) code { return newCode(r.items[0].Text("code")) }, code.compare)
}

// ancestry returns a process, what it is a part of, what those are parts of and so on, level by level, each process on the nearest
// level only.
func (y *yardstick) ancestry(process landscape.ID, larger map[landscape.ID][]landscape.ID) [][]landscape.ID {
	seen := map[landscape.ID]bool{process: true}
	levels := [][]landscape.ID{{process}}
	for {
		var next []landscape.ID
		for _, id := range levels[len(levels)-1] {
			for _, of := range larger[id] {
				if !seen[of] {
					seen[of] = true
					next = append(next, of)
				}
			}
		}
		if len(next) == 0 {
			return levels
		}
		levels = append(levels, y.known.sortedByKey(next))
	}
}

// keepApplying keeps the rows that are for an actor.
func (y *yardstick) keepApplying(actor *landscape.Element) {
	y.rows = slices.DeleteFunc(y.rows, func(r yardRow) bool { return !r.items[0].applies(actor) })
}
