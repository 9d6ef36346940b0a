package analysis

import (
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// oracle answers as the definitions of the design say, word by word: slowly, over lists of what a viewer sees, and without anything
// of what it is to judge. Days are tried one by one instead of being reckoned with.
type oracle struct {
	elements  []*landscape.Element
	relations []*landscape.Relation
	byID      map[landscape.ID]*landscape.Element
}

// days are all days on which anything begins or ends in the worlds, with one before them all.
var days = []landscape.Date{"0001-01-01", "2020-01-01", "2020-12-31", "2026-05-31", "2026-06-01", "2026-06-02", "2030-01-01", "2031-01-01", "9999-01-01"}

func newOracle(w world) *oracle {
	actors := map[string]landscape.Near{}
	for _, e := range w.content.Elements {
		if e.Kind.Name == "Actor" {
			actors[e.Key()] = landscape.Near{County: e.Text("county"), Supplier: e.Text("actorKind") == "SUPPLIER"}
		}
	}
	scope, err := landscape.NewScope(w.viewer, actors)
	if err != nil {
		panic(err)
	}
	o := &oracle{byID: map[landscape.ID]*landscape.Element{}}
	for _, e := range w.content.Elements {
		if e = scope.View(e); e != nil {
			o.elements = append(o.elements, e)
			o.byID[e.ID] = e
		}
	}
	for _, r := range w.content.Relations {
		if r = scope.ViewRelation(r); r != nil && o.byID[r.From] != nil && o.byID[r.To] != nil {
			o.relations = append(o.relations, r)
		}
	}
	return o
}

func (o *oracle) element(kind, key string) *landscape.Element {
	return o.byID[landscape.NewElementID(kind, key)]
}

// claims returns the claims of a type between two elements, nil meaning any.
func (o *oracle) claims(kind string, from, to *landscape.Element) (list []*landscape.Relation) {
	for _, r := range o.relations {
		if r.Type.Type == kind && (from == nil || r.From == from.ID) && (to == nil || r.To == to.ID) {
			list = append(list, r)
		}
	}
	return list
}

// on reports whether all parts are valid on a day, a claim together with both its ends.
func (o *oracle) on(day landscape.Date, parts ...any) bool {
	for _, p := range parts {
		switch p := p.(type) {
		case *landscape.Relation:
			if !landscape.Valid(day, p.ValidFrom(), p.ValidTo()) || !o.on(day, o.byID[p.From], o.byID[p.To]) {
				return false
			}
		case *landscape.Element:
			if !landscape.Valid(day, p.ValidFrom(), p.ValidTo()) {
				return false
			}
		}
	}
	return true
}

// later reports whether the parts are in force on some day, and only after at.
func (o *oracle) later(parts ...any) bool {
	some := false
	for _, day := range days {
		if on := o.on(day, parts...); on && day <= at {
			return false
		} else if on {
			some = true
		}
	}
	return some
}

// ended reports whether the parts are in force on no day from at on.
func (o *oracle) ended(parts ...any) bool {
	return !slices.ContainsFunc(days, func(day landscape.Date) bool { return day >= at && o.on(day, parts...) })
}

// related reports whether a claim of the type from one element to another is in force.
func (o *oracle) related(kind string, from, to *landscape.Element) bool {
	return slices.ContainsFunc(o.claims(kind, from, to), func(r *landscape.Relation) bool { return o.on(at, r) })
}

// way is a chain of specialisations, from the special to the general.
type way struct {
	special *landscape.Element
	parts   []any
}

// ways returns all chains that end at an item, the empty one too, that pass no element twice.
func (o *oracle) ways(item *landscape.Element, passed ...*landscape.Element) []way {
	passed = append(slices.Clone(passed), item)
	list := []way{{item, []any{item}}}
	for _, r := range o.claims("SPECIALISES", nil, item) {
		if special := o.byID[r.From]; !slices.Contains(passed, special) {
			for _, w := range o.ways(special, passed...) {
				list = append(list, way{w.special, append(w.parts, any(r))})
			}
		}
	}
	return list
}

// having is one way for an actor to have a thing.
type having struct {
	thing *landscape.Element
	own   bool
	parts []any
}

func (o *oracle) havings(actor *landscape.Element) (list []having) {
	for _, r := range o.claims("PROVIDES", actor, nil) {
		list = append(list, having{o.byID[r.To], true, []any{r}})
	}
	for _, r := range o.claims("USES", actor, nil) {
		list = append(list, having{o.byID[r.To], false, []any{r}})
	}
	for _, e := range o.elements {
		if e.Kind.Name != "System" && e.Kind.Name != "Service" && e.Owner() == actor.Key() {
			list = append(list, having{e, true, []any{e}})
		}
	}
	return list
}

// mayClaim reports whether the owner of a claim about a thing counts for an actor; nil for those who provide it only.
func (o *oracle) mayClaim(r *landscape.Relation, actor *landscape.Element) bool {
	return actor != nil && r.Owner() == actor.Key() || slices.ContainsFunc(o.claims("PROVIDES", nil, o.byID[r.From]), func(p *landscape.Relation) bool {
		return o.byID[p.From].Key() == r.Owner()
	})
}

// bearing returns the claims that a thing realises or supports an item.
func (o *oracle) bearing(thing, item *landscape.Element) []*landscape.Relation {
	if item.Kind.Name == "Process" {
		return o.claims("SUPPORTS", thing, item)
	}
	return o.claims("REALISES", thing, item)
}

// finding is a state of an item with what carries it.
type finding struct {
	state, reason  string
	thing, special *landscape.Element
	note           string
}

// realisations returns all that an actor has for an item.
func (o *oracle) realisations(actor, item *landscape.Element) (list []finding) {
	for _, h := range o.havings(actor) {
		for _, w := range o.ways(item) {
			var claims, now []*landscape.Relation
			for _, r := range o.bearing(h.thing, w.special) {
				if o.mayClaim(r, actor) {
					claims = append(claims, r)
				}
			}
			full := false
			for _, r := range claims {
				if o.on(at, r) {
					now = append(now, r)
					full = full || r.Text("coverage") != "PARTIAL"
				}
			}
			for _, r := range now {
				if r.Owner() == actor.Key() {
					full = r.Text("coverage") != "PARTIAL"
				}
			}
			if len(now) > 0 && o.on(at, h.parts...) && o.on(at, w.parts...) {
				switch {
				case !full:
					list = append(list, finding{"PARTLY", "PARTIAL", h.thing, w.special, ""})
				case h.own:
					list = append(list, finding{"COVERED", "PROVIDED", h.thing, w.special, ""})
				default:
					list = append(list, finding{"SHARED", "USED", h.thing, w.special, ""})
				}
			}
			for _, r := range claims {
				if o.later(slices.Concat(h.parts, w.parts, []any{r})...) {
					list = append(list, finding{"PLANNED", "PLANNED_REALISATION", h.thing, w.special, ""})
				}
			}
		}
	}
	for _, led := range o.claims("LED_BY", nil, actor) {
		i := o.byID[led.From]
		if i.Kind.Name != "Initiative" || i.Text("initiativeState") == "DONE" || i.Text("initiativeState") == "CANCELLED" {
			continue
		}
		for _, closes := range o.claims("CLOSES", i, item) {
			if !o.ended(led, closes) {
				list = append(list, finding{"PLANNED", "PLANNED_INITIATIVE", i, item, ""})
			}
		}
	}
	return list
}

// said returns the actor's newest word about a target, or nil.
func (o *oracle) said(actor, about *landscape.Element) (newest *landscape.Relation) {
	for _, r := range o.claims("STATES", actor, about) {
		if r.Owner() == actor.Key() && o.on(at, r) && r.Text("asOf") <= at && (newest == nil || r.Text("asOf") > newest.Text("asOf")) {
			newest = r
		}
	}
	return newest
}

// holders returns the Areas that hold a block, or a process and all that it is a part of, at each number of steps.
func (o *oracle) holders(item *landscape.Element) [][]*landscape.Element {
	if item.Kind.Name == "BuildingBlock" {
		var areas []*landscape.Element
		for _, e := range o.elements {
			if e.Kind.Name == "Area" && o.related("IN", item, e) {
				areas = append(areas, e)
			}
		}
		return [][]*landscape.Element{areas}
	}
	levels, seen := [][]*landscape.Element{}, []*landscape.Element{item}
	for level := []*landscape.Element{item}; len(level) > 0; {
		var next []*landscape.Element
		for _, e := range o.elements {
			if !slices.Contains(seen, e) && slices.ContainsFunc(level, func(part *landscape.Element) bool { return o.related("PART_OF", part, e) }) {
				next, seen = append(next, e), append(seen, e)
			}
		}
		if len(next) > 0 {
			levels = append(levels, next)
		}
		level = next
	}
	return levels
}

// word is a statement and what it makes of an item.
type word struct{ statement, state, reason string }

// wordOn returns what the actor's words about targets of one level make of an item, if there are any: the best of them.
func (o *oracle) wordOn(actor *landscape.Element, level []*landscape.Element) (f finding, ok bool) {
	slices.SortFunc(level, func(a, b *landscape.Element) int { return strings.Compare(a.Key(), b.Key()) })
	for _, w := range []word{{"PLANNED", "PLANNED", "STATED_PLANNED"}, {"NOT_NEEDED", "NOT_NEEDED", "STATED_NOT_NEEDED"}, {"NONE", "MISSING", "STATED_NONE"}} {
		for _, target := range level {
			if r := o.said(actor, target); r != nil && r.Text("statement") == w.statement {
				ok = true
				f.state, f.reason = w.state, w.reason
				if f.note == "" {
					f.note = r.Text("reason")
				}
			}
		}
		if ok {
			break
		}
	}
	return f, ok
}

// verdict returns everything that speaks for the item's state.
func (o *oracle) verdict(actor, item, reference *landscape.Element) []finding {
	list := o.realisations(actor, item)
	levels := slices.Concat([][]*landscape.Element{{item}}, o.holders(item), [][]*landscape.Element{{reference}})
	for _, level := range levels {
		if f, ok := o.wordOn(actor, level); ok {
			list = append(list, f)
			break
		}
	}
	if item.Kind.Name == "BuildingBlock" {
		levels = levels[1:] // Complete about a single block counts for nothing.
	}
	for _, target := range slices.Concat(levels...) {
		if r := o.said(actor, target); r != nil && r.Text("statement") == "COMPLETE" {
			list = append(list, finding{state: "MISSING", reason: "AREA_DESCRIBED"})
		}
	}
	return append(list, finding{state: "UNKNOWN", reason: "NOT_DESCRIBED"})
}
