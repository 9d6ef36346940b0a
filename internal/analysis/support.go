package analysis

import (
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
)

// support is what speaks for a state of one item for one actor: a thing that covers it, now or later, or an initiative.
type support struct {
	item    landscape.ID
	state   state
	reason  reason
	thing   *landscape.Element
	special landscape.ID          // the item that the claims name: the item itself or a more special one
	has     []*landscape.Relation // PROVIDES, USES or LED_BY
	bears   []*landscape.Relation // REALISES, SUPPORTS or CLOSES
}

// supports returns what an actor has that speaks for a state of an item.
//
// A realisation of an item is a thing that the actor has and a claim that it realises the item (or supports it, for a process: that
// counts as in full), whose owner is the actor or somebody that provides the thing on any day. Of several such claims in force on
// one thing and item the actor's own decides; if there is none, the best counts. What covers a special form of an item covers the
// item. In force and in full it is COVERED where the actor provides the thing, SHARED where it uses it; in part it is PARTLY either
// way. A realisation of any coverage of which all days are later, and an initiative of the actor's that closes the item itself and
// has not ended, is DONE or CANCELLED, are PLANNED.
func (e *estate) supports(of *holdings, covers map[landscape.ID][]covering, at landscape.Date) map[landscape.ID][]support {
	all := map[landscape.ID][]support{}
	for _, h := range of.things {
		for named, claims := range h.claims {
			claims = e.countable(of.actor, h, claims)
			now := h.now(of.actor, e.known[named], named, claims, at)
			for _, c := range covers[named] {
				if now != nil && c.on(at) {
					now.item = c.item
					all[c.item] = append(all[c.item], *now)
				}
				if later := h.later(of.actor, named, claims, c, at); later != nil {
					all[c.item] = append(all[c.item], *later)
				}
			}
		}
	}
	for _, i := range of.initiatives {
		ends := i.element.Text("initiativeState")
		if ends == "DONE" || ends == "CANCELLED" || spanOf(of.actor, i.led, i.element, i.closes, e.known[i.item]).endsBefore(at) {
			continue
		}
		if !slices.ContainsFunc(covers[i.item], func(c covering) bool { return c.item == i.item }) {
			continue // It closes a special form of an item, and so no item itself.
		}
		all[i.item] = append(all[i.item], support{i.item, planned, plannedInitiative, i.element, i.item,
			[]*landscape.Relation{i.led}, []*landscape.Relation{i.closes}})
	}
	return all
}

// countable returns the claims whose owner has a say for the actor.
func (e *estate) countable(actor *landscape.Element, h *holding, claims []*landscape.Relation) []*landscape.Relation {
	var counted []*landscape.Relation
	for _, c := range claims {
		if c.Owner() == actor.Key() || len(e.claimants[h.thing.ID][c.Owner()]) > 0 {
			counted = append(counted, c)
		}
	}
	return counted
}

// now returns what a thing is for the item that the claims name on the day itself, or nil.
func (h *holding) now(actor, item *landscape.Element, named landscape.ID, claims []*landscape.Relation, at landscape.Date) *support {
	provides, uses := h.held(actor, at)
	if !provides && !uses {
		return nil
	}
	var own, full, part []*landscape.Relation
	for _, c := range claims {
		switch {
		case !spanOf(h.thing, c, item).holds(at):
		case c.Owner() == actor.Key():
			own = append(own, c) // There is one at most: the owner belongs to a claim's identity.
		case inPart(c):
			part = append(part, c)
		default:
			full = append(full, c)
		}
	}
	deciding := own
	if len(deciding) == 0 {
		deciding = full
	}
	if len(deciding) == 0 {
		deciding = part
	}
	if len(deciding) == 0 {
		return nil
	}
	s := &support{thing: h.thing, special: named, bears: deciding}
	in := func(c *landscape.Relation) bool { return spanOf(actor, c, h.thing).holds(at) }
	switch {
	case inPart(deciding[0]):
		s.state, s.reason, s.has = partly, partial, keep(slices.Concat(h.provides, h.uses), in)
	case provides:
		s.state, s.reason, s.has = covered, provided, keep(h.provides, in)
	default:
		s.state, s.reason, s.has = shared, used, keep(h.uses, in)
	}
	return s
}

// later returns what a thing will be for an item that the claims cover, or nil. Each way to come to it - a claim that the actor has
// the thing, one that it realises what it names, a path from there to the item - has days of its own.
func (h *holding) later(actor *landscape.Element, named landscape.ID, claims []*landscape.Relation, c covering, at landscape.Date) *support {
	s := &support{item: c.item, state: planned, reason: plannedRealisation, thing: h.thing, special: named}
	try := func(has *landscape.Relation, days span) {
		for _, bears := range claims {
			for _, covers := range c.days {
				if days.meet(spanOf(h.thing, bears)).meet(covers).startsAfter(at) {
					s.bears = addOnce(s.bears, bears)
					if has != nil {
						s.has = addOnce(s.has, has)
					}
				}
			}
		}
	}
	for _, has := range slices.Concat(h.provides, h.uses) {
		try(has, spanOf(actor, has))
	}
	if h.owned {
		try(nil, span{})
	}
	if len(s.bears) == 0 {
		return nil
	}
	return s
}

// inPart reports whether a claim says that an item is covered in part only.
func inPart(c *landscape.Relation) bool { return c.Text("coverage") == "PARTIAL" }

func keep(claims []*landscape.Relation, holds func(*landscape.Relation) bool) []*landscape.Relation {
	var kept []*landscape.Relation
	for _, c := range claims {
		if holds(c) {
			kept = append(kept, c)
		}
	}
	return kept
}
