package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// oracleRow is a row as the oracle sees it.
type oracleRow struct {
	name  string
	items []*landscape.Element
}

// rows returns the rows of a reference, or of an area of it; ok is false where the area is none of the reference's.
func (o *oracle) rows(reference *landscape.Element, areaKey string) (rows []oracleRow, area *landscape.Element, ok bool) {
	if areaKey != "" {
		for _, kind := range []string{"Area", "Process"} {
			if e := o.element(kind, areaKey); e != nil && area == nil && len(o.claims("IN", e, reference)) > 0 {
				area = e
			}
		}
		if area == nil {
			return nil, nil, false
		}
	}
	if area == nil || area.Kind.Name == "Area" {
		rows = o.blockRows(reference, area)
	}
	if area == nil && len(rows) == 0 || area != nil && area.Kind.Name == "Process" {
		rows = o.processRows(reference, area)
	}
	return rows, area, true
}

func (o *oracle) blockRows(reference, area *landscape.Element) (rows []oracleRow) {
	byName := map[string][]*landscape.Element{}
	for _, b := range o.elements {
		if b.Kind.Name == "BuildingBlock" && b.Get("grouping") != true && slices.ContainsFunc(o.elements, func(a *landscape.Element) bool {
			return a.Kind.Name == "Area" && (area == nil || a == area) && o.related("IN", b, a) && o.related("IN", a, reference)
		}) {
			byName[b.Name()] = append(byName[b.Name()], b)
		}
	}
	for name, items := range byName {
		landscape.ByKey(items)
		rows = append(rows, oracleRow{name, items})
	}
	slices.SortFunc(rows, func(a, b oracleRow) int {
		return cmp.Or(strings.Compare(landscape.CollationKey(a.name), landscape.CollationKey(b.name)), strings.Compare(a.items[0].Key(), b.items[0].Key()))
	})
	return rows
}

func (o *oracle) processRows(reference, area *landscape.Element) (rows []oracleRow) {
	isIn := func(p *landscape.Element) bool { return p.Kind.Name == "Process" && o.related("IN", p, reference) }
	for _, p := range o.elements {
		above := append(slices.Concat(o.larger(p)...), p)
		if isIn(p) && (area == nil || slices.Contains(above, area)) && !slices.ContainsFunc(o.elements, func(part *landscape.Element) bool {
			return isIn(part) && o.related("PART_OF", part, p)
		}) {
			rows = append(rows, oracleRow{p.Name(), []*landscape.Element{p}})
		}
	}
	// The codes of the worlds, in their order.
	rank := map[string]int{"1": 0, "01": 0, "1.2": 1, "1.10": 2, "1.x": 3, "": 4}
	slices.SortFunc(rows, func(a, b oracleRow) int {
		x, y := a.items[0], b.items[0]
		return cmp.Or(cmp.Compare(rank[x.Text("code")], rank[y.Text("code")]), strings.Compare(x.Key(), y.Key()))
	})
	return rows
}

// larger returns all that a process is a part of.
func (o *oracle) larger(p *landscape.Element) [][]*landscape.Element {
	if p.Kind.Name != "Process" {
		return nil
	}
	return o.holders(p)
}

func appliesTo(p, actor *landscape.Element) bool {
	kinds, _ := p.Get("appliesTo").([]string)
	kind := actor.Text("actorKind")
	return len(kinds) == 0 || slices.Contains(kinds, kind) || kind != "MUNICIPALITY" && kind != "REGION"
}

// tell writes a row for an actor as names.tell does.
func (o *oracle) tell(actor, reference *landscape.Element, row oracleRow) string {
	var all []finding
	for _, item := range row.items {
		list := o.verdict(actor, item, reference)
		// Only what gives the item its best state is of use.
		slices.SortStableFunc(list, compareFindings)
		for _, f := range list {
			if f.state == list[0].state {
				all = append(all, f)
			}
		}
	}
	note := ""
	best := slices.MinFunc(all, compareFindings)
	var things, through []*landscape.Element
	for _, f := range all {
		if f.state != best.state {
			continue
		}
		if note == "" {
			note = f.note
		}
		if f.thing != nil && !slices.Contains(things, f.thing) {
			things = append(things, f.thing)
		}
		if f.special != nil && !slices.Contains(row.items, f.special) && !slices.Contains(through, f.special) {
			through = append(through, f.special)
		}
	}
	landscape.ByName(things)
	landscape.ByKey(through)
	s := best.state + " " + best.reason
	if len(things) > 0 {
		s += " " + keysOf(things)
	}
	if len(through) > 0 {
		s += " <" + keysOf(through)
	}
	if note != "" {
		s += ` "` + note + `"`
	}
	return s
}

func compareFindings(a, b finding) int {
	reasons := []string{"PROVIDED", "USED", "PARTIAL", "PLANNED_REALISATION", "PLANNED_INITIATIVE", "STATED_PLANNED", "STATED_NOT_NEEDED", "STATED_NONE", "AREA_DESCRIBED", "NOT_DESCRIBED"}
	return cmp.Or(cmp.Compare(slices.Index(states[:], a.state), slices.Index(states[:], b.state)),
		cmp.Compare(slices.Index(reasons, a.reason), slices.Index(reasons, b.reason)))
}

func keysOf(list []*landscape.Element) string {
	keys := make([]string, len(list))
	for i, e := range list {
		keys[i] = e.Key()
	}
	return strings.Join(keys, ",")
}

// offers writes the offers of a row to an actor.
func (o *oracle) offers(actor *landscape.Element, row oracleRow) string {
	type offer struct{ actor, thing *landscape.Element }
	var list []offer
	for _, provides := range o.claims("PROVIDES", nil, nil) {
		of := offer{o.byID[provides.From], o.byID[provides.To]}
		if of.actor == actor || !o.on(at, provides) || slices.Contains(list, of) || o.related("PROVIDES", actor, of.thing) || o.related("USES", actor, of.thing) {
			continue
		}
		if slices.ContainsFunc(row.items, func(item *landscape.Element) bool {
			return slices.ContainsFunc(o.ways(item), func(w way) bool {
				return o.on(at, w.parts...) && slices.ContainsFunc(o.bearing(of.thing, w.special), func(r *landscape.Relation) bool {
					return o.on(at, r) && r.Text("coverage") != "PARTIAL" && o.mayClaim(r, nil)
				})
			})
		}) {
			list = append(list, of)
		}
	}
	size := population(actor)
	distance := func(e *landscape.Element) float64 {
		switch {
		case population(e) == 0:
			return math.Inf(1)
		case size == 0:
			return 0
		}
		return math.Round(1e9 * math.Abs(math.Log(float64(population(e))/float64(size))))
	}
	slices.SortFunc(list, func(a, b offer) int {
		return cmp.Or(cmp.Compare(distance(a.actor), distance(b.actor)), strings.Compare(a.actor.Key(), b.actor.Key()),
			strings.Compare(a.thing.Key(), b.thing.Key()), strings.Compare(a.thing.Kind.Name, b.thing.Kind.Name))
	})
	var s []string
	for _, of := range list {
		s = append(s, of.actor.Key()+":"+of.thing.Key())
	}
	return strings.Join(s, " ")
}

// gap writes the gap of an actor against a reference line by line; a code instead where something asked about is not there.
func (o *oracle) gap(q GapQuestion) string {
	actor, reference := o.element("Actor", q.Actor), o.element("Reference", q.Reference)
	if actor == nil || reference == nil {
		return "NOT_FOUND"
	}
	rows, area, ok := o.rows(reference, q.Area)
	if !ok {
		return "NOT_FOUND"
	}
	var lines, stated []string
	for _, row := range rows {
		if !appliesTo(row.items[0], actor) {
			continue
		}
		told := o.tell(actor, reference, row)
		st, _, _ := strings.Cut(told, " ")
		stated = append(stated, st)
		line := row.name + " [" + keysOf(row.items) + "] " + told
		if slices.Contains([]string{"MISSING", "PLANNED", "PARTLY", "UNKNOWN"}, st) {
			line += " / " + o.offers(actor, row)
		}
		lines = append(lines, line)
	}
	return strings.Join(append(lines, o.summary(actor, reference, area, stated)), "\n")
}

// summary writes the basis and the counts of an actor's states.
func (o *oracle) summary(actor, reference, area *landscape.Element, stated []string) string {
	targets := []*landscape.Element{reference}
	if area != nil {
		targets = append(targets, area)
		targets = append(targets, slices.Concat(o.larger(area)...)...)
	}
	basis := GapBasis{Total: len(stated)}
	for _, target := range targets {
		if r := o.said(actor, target); r != nil && r.Text("statement") == "COMPLETE" {
			basis.Declared = true
			basis.AsOf = max(basis.AsOf, landscape.Date(r.Text("asOf")))
		}
	}
	var counts []GapCount
	for _, st := range states {
		n := 0
		for _, s := range stated {
			if s == st {
				n++
			}
		}
		counts = append(counts, GapCount{st, n})
		if st == "UNKNOWN" {
			basis.Described = basis.Total - n
		}
	}
	return fmt.Sprint(basis, counts)
}
