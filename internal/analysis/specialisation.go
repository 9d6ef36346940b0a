package analysis

import (
	"github.com/arkinera/landskap/internal/landscape"
)

// specialisation is which blocks or processes are special forms of which, from a date on.
type specialisation struct {
	byGeneral map[landscape.ID][]special // by the more general end
	bySpecial map[landscape.ID][]special // by the more special one
}

// special is one claim that something is a special form of something else, with the days on which it and both its ends are valid.
type special struct {
	claim *landscape.Relation
	days  span
}

func newSpecialisation(structure *landscape.Matrix, at landscape.Date) *specialisation {
	s := &specialisation{byGeneral: map[landscape.ID][]special{}, bySpecial: map[landscape.ID][]special{}}
	for _, t := range structure.Tuples {
		c := t.Claims[0]
		step := special{c, spanOf(structure.Elements[t.Row()], c, structure.Elements[t.Col()])}
		if c.Type.Type != "SPECIALISES" || step.days.endsBefore(at) {
			continue
		}
		s.byGeneral[c.To] = append(s.byGeneral[c.To], step)
		s.bySpecial[c.From] = append(s.bySpecial[c.From], step)
	}
	return s
}

// covering says that whatever covers a special item covers the item too, on the days of any of the spans.
type covering struct {
	item landscape.ID
	days []span
}

// on reports whether the covering is in force on a day.
func (c covering) on(day landscape.Date) bool {
	for _, s := range c.days {
		if s.holds(day) {
			return true
		}
	}
	return false
}

// coverings returns, by the item that a claim may name, which of the items it covers: each covers itself, and what is a special form
// of it in any number of steps covers it as long as all the steps are in force.
func (s *specialisation) coverings(items []*landscape.Element) map[landscape.ID][]covering {
	all := map[landscape.ID][]covering{}
	for _, i := range items {
		for id, days := range s.below(i) {
			all[id] = append(all[id], covering{i.ID, days})
		}
	}
	return all
}

// below walks from an item to all its special forms. Paths of different days are walked apart; a path whose days another one has
// already brought is not walked again, and so circles end.
func (s *specialisation) below(e *landscape.Element) map[landscape.ID][]span {
	type reached struct {
		id   landscape.ID
		days span
	}
	found := map[landscape.ID][]span{}
	for todo := []reached{{e.ID, spanOf(e)}}; len(todo) > 0; todo = todo[1:] {
		here := todo[0]
		if withinAny(here.days, found[here.id]) {
			continue
		}
		found[here.id] = append(found[here.id], here.days)
		for _, step := range s.byGeneral[here.id] {
			todo = append(todo, reached{step.claim.From, here.days.meet(step.days)})
		}
	}
	return found
}

func withinAny(s span, spans []span) bool {
	if s.empty() {
		return true
	}
	for _, o := range spans {
		if s.within(o) {
			return true
		}
	}
	return false
}

// path returns the claims that lead from a special item to another item, those of all ways, that are valid by the test.
func (s *specialisation) path(from, to landscape.ID, valid func(span) bool) []*landscape.Relation {
	if from == to {
		return nil
	}
	up := s.reach(from, s.bySpecial, valid, func(c *landscape.Relation) landscape.ID { return c.To })
	down := s.reach(to, s.byGeneral, valid, func(c *landscape.Relation) landscape.ID { return c.From })
	var claims []*landscape.Relation
	for id := range up {
		for _, step := range s.bySpecial[id] {
			if down[step.claim.From] && down[step.claim.To] && up[step.claim.To] && valid(step.days) {
				claims = append(claims, step.claim)
			}
		}
	}
	return claims
}

func (s *specialisation) reach(from landscape.ID, steps map[landscape.ID][]special, valid func(span) bool, next func(*landscape.Relation) landscape.ID) map[landscape.ID]bool {
	seen := map[landscape.ID]bool{from: true}
	for todo := []landscape.ID{from}; len(todo) > 0; todo = todo[1:] {
		for _, step := range steps[todo[0]] {
			if id := next(step.claim); valid(step.days) && !seen[id] {
				seen[id] = true
				todo = append(todo, id)
			}
		}
	}
	return seen
}
