package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// selected returns the actors of a selection, by name, then key; ok is false where something that it names is not there.
func (o *oracle) selected(sel ActorSelection) (list []*landscape.Element, ok bool) {
	group := o.element("Group", sel.Group)
	if sel.Group != "" && group == nil || slices.ContainsFunc(sel.Keys, func(key string) bool { return o.element("Actor", key) == nil }) {
		return nil, false
	}
	for _, a := range o.elements {
		kind := a.Text("actorKind")
		if a.Kind.Name == "Actor" && o.on(at, a) &&
			(sel.Keys == nil || slices.Contains(sel.Keys, a.Key())) &&
			(group == nil || o.related("INCLUDES", group, a)) &&
			(sel.ActorKind == "" || kind == sel.ActorKind) &&
			(sel.County == "" || a.Text("county") == sel.County && (sel.ActorKind != "" || kind == "MUNICIPALITY" || kind == "REGION")) {
			list = append(list, a)
		}
	}
	landscape.ByName(list)
	return list, true
}

func (o *oracle) coverage(q CoverageQuestion) string {
	actors, ok := o.selected(q.Actors)
	reference := o.element("Reference", q.Reference)
	if !ok || reference == nil {
		return "NOT_FOUND"
	}
	rows, area, ok := o.rows(reference, q.Area)
	if !ok {
		return "NOT_FOUND"
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, row.name+" ["+keysOf(row.items)+"]")
	}
	for _, actor := range actors {
		var stated []string
		for _, row := range rows {
			st := "NOT_NEEDED"
			if appliesTo(row.items[0], actor) {
				st, _, _ = strings.Cut(o.tell(actor, reference, row), " ")
			}
			stated = append(stated, st)
		}
		lines = append(lines, actor.Key()+" "+strings.Join(stated, " ")+" "+o.summary(actor, reference, area, stated))
	}
	return strings.Join(lines, "\n")
}

// has reports whether an actor has an item, and what gives a block to it.
func (o *oracle) has(actor, item *landscape.Element) (has bool, by []*landscape.Element) {
	switch item.Kind.Name {
	case "LoginMethod":
		return o.related("OFFERS", actor, item), nil
	case "BuildingBlock":
		for _, f := range o.realisations(actor, item) {
			if f.state != "PLANNED" {
				has = true
				by = append(by, f.thing)
			}
		}
		return has, by
	case "Product":
		return slices.ContainsFunc(o.elements, func(s *landscape.Element) bool {
			return s.Kind.Name == "System" && (o.related("PROVIDES", actor, s) || o.related("USES", actor, s)) && o.related("INSTANCE_OF", s, item)
		}), nil
	}
	return o.related("PROVIDES", actor, item) || o.related("USES", actor, item), nil
}

func (o *oracle) shared(q SharedQuestion) string {
	actors, ok := o.selected(q.Actors)
	if !ok {
		return "NOT_FOUND"
	}
	kind := map[string]string{"SYSTEM": "System", "SERVICE": "Service", "PRODUCT": "Product", "LOGIN_METHOD": "LoginMethod", "BUILDING_BLOCK": "BuildingBlock"}[q.Kind]
	provide := map[string]string{"SYSTEM": "PROVIDES", "SERVICE": "PROVIDES", "PRODUCT": "SUPPLIES", "LOGIN_METHOD": "OFFERS", "BUILDING_BLOCK": "PROVIDES"}[q.Kind]
	items := slices.Clone(o.elements)
	landscape.ByName(items)
	type line struct {
		count int
		text  string
	}
	var lines []line
	for _, item := range items {
		if item.Kind.Name != kind || item.Get("grouping") == true {
			continue
		}
		var having, providers []*landscape.Element
		things := []*landscape.Element{item}
		for _, a := range actors {
			if has, by := o.has(a, item); has {
				having, things = append(having, a), append(things, by...)
			}
		}
		for _, p := range o.elements {
			if p.Kind.Name == "Actor" && slices.ContainsFunc(things, func(thing *landscape.Element) bool { return o.related(provide, p, thing) }) {
				providers = append(providers, p)
			}
		}
		landscape.ByName(providers)
		if len(having) >= q.MinActors {
			lines = append(lines, line{len(having), fmt.Sprint(item.Key(), " ", len(having), " ", keysOf(having), " by ", keysOf(providers))})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.count, a.count) })
	s := []string{fmt.Sprint(len(lines))}
	for _, l := range lines {
		s = append(s, l.text)
	}
	return strings.Join(s, "\n")
}

// stance returns the claim about an actor that counts: of a type, about a target, its own word first, then the newest.
func (o *oracle) stance(kind string, actor, target *landscape.Element) (best *landscape.Relation) {
	for _, r := range o.claims(kind, actor, target) {
		if o.on(at, r) && r.Identity() <= at && (best == nil || o.nearer(r, best)) {
			best = r
		}
	}
	return best
}

func (o *oracle) nearer(a, b *landscape.Relation) bool {
	own := func(r *landscape.Relation) bool { return r.Owner() == o.byID[r.From].Key() }
	switch {
	case own(a) != own(b):
		return own(a)
	case a.Identity() != b.Identity():
		return a.Identity() > b.Identity()
	case a.Type.Type == "ADOPTS":
		return landscape.CompareDeciding(a, b, o.byID[a.From], o.byID[a.To]) < 0
	}
	return a.Owner() < b.Owner()
}

// representing returns those who represent an actor, by key.
func (o *oracle) representing(actor *landscape.Element) (list []*landscape.Element) {
	for _, p := range o.elements {
		if p != actor && o.related("REPRESENTED_BY", actor, p) {
			list = append(list, p)
		}
	}
	landscape.ByKey(list)
	return list
}

// stated writes an actor's stance, its own or that of somebody who represents it.
func (o *oracle) stated(kind string, actor, target *landscape.Element) string {
	via, best := "-", o.stance(kind, actor, target)
	if best == nil {
		for _, p := range o.representing(actor) {
			r := o.stance(kind, p, target)
			if r == nil {
				continue
			}
			own := r.Owner() == p.Key()
			if best == nil || own && best.Owner() != o.byID[best.From].Key() ||
				own == (best.Owner() == o.byID[best.From].Key()) && r.Identity() > best.Identity() {
				via, best = p.Key(), r
			}
		}
	}
	if best == nil {
		return "UNKNOWN"
	}
	maturity := ""
	if n, ok := best.Get("maturity").(int64); ok {
		maturity = fmt.Sprint(n)
	}
	return fmt.Sprint(best.Text("stance"), maturity, " ", via, " ", best.Owner() == o.byID[best.From].Key(), " ", best.Text("origin"))
}

func (o *oracle) obstacles(capability *landscape.Element, hindered ...*landscape.Element) string {
	var list []*landscape.Element
	for _, e := range o.elements {
		if e.Kind.Name == "Obstacle" && o.related("CONCERNS", e, capability) && slices.ContainsFunc(hindered, func(h *landscape.Element) bool {
			return o.related("HINDERS", e, h)
		}) {
			list = append(list, e)
		}
	}
	landscape.ByName(list)
	return keysOf(list)
}

func (o *oracle) capabilities(q CapabilityQuestion) string {
	actors, ok := o.selected(q.Actors)
	if !ok || slices.ContainsFunc(q.Capabilities, func(key string) bool { return o.element("Capability", key) == nil }) {
		return "NOT_FOUND"
	}
	var all, shown, unknown []*landscape.Element
	for _, e := range o.elements {
		if e.Kind.Name == "Capability" {
			all = append(all, e)
		}
	}
	landscape.ByName(all)
	knows := func(a, c *landscape.Element) bool { return o.stated("ASSESSED", a, c) != "UNKNOWN" }
	for _, c := range all {
		if slices.Contains(q.Capabilities, c.Key()) || q.Capabilities == nil && slices.ContainsFunc(actors, func(a *landscape.Element) bool { return knows(a, c) }) {
			shown = append(shown, c)
		}
	}
	var lines []string
	for _, a := range actors {
		line := a.Key()
		for _, c := range shown {
			line += " | " + o.stated("ASSESSED", a, c) + " " + o.obstacles(c, append(o.representing(a), a)...)
		}
		lines = append(lines, line)
		if !slices.ContainsFunc(all, func(c *landscape.Element) bool { return knows(a, c) }) {
			unknown = append(unknown, a)
		}
	}
	for _, c := range shown {
		counts := map[string]int{}
		for _, a := range actors {
			counts[strings.TrimRight(strings.Fields(o.stated("ASSESSED", a, c))[0], "0123456789")]++
		}
		line := fmt.Sprint(c.Key(), " ", counts["HAS"], counts["PARTLY"], counts["LACKS"], counts["UNKNOWN"], " ")
		if g := o.element("Group", q.Actors.Group); g != nil {
			line += o.obstacles(c, g)
		}
		lines = append(lines, line)
	}
	return strings.Join(append(lines, fmt.Sprint(len(actors)-len(unknown), " of ", len(actors), " but ", keysOf(unknown))), "\n")
}

func (o *oracle) adoption(q AdoptionQuestion) string {
	actors, ok := o.selected(q.Actors)
	reference := o.element("Reference", q.Reference)
	if !ok || reference == nil {
		return "NOT_FOUND"
	}
	counts := map[string]int{}
	var lines []string
	for _, a := range actors {
		told := o.stated("ADOPTS", a, reference)
		counts[strings.Fields(told)[0]]++
		lines = append(lines, a.Key()+" "+told)
	}
	return strings.Join(append(lines, fmt.Sprint(counts["USED"], counts["NOT_USED"], counts["PLANNED"], counts["UNKNOWN"])), "\n")
}
