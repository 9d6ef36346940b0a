package analysis

import (
	"cmp"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// verdict is the state of an item or of a row, and what it rests on.
type verdict struct {
	state    state
	reason   reason
	note     string
	supports []support
	said     []*landscape.Relation // the statements that give the state
}

// judge gives the state of one item by all that speaks for one: what the actor has or will have, then its deciding word, then that
// it described all there is, then that nobody has said anything. The best counts.
func judge(i *item, supports []support, said statements) verdict {
	v := verdict{state: unknown, reason: notDescribed}
	for _, s := range supports {
		if s.state < v.state || s.state == v.state && s.reason < v.reason {
			v.state, v.reason = s.state, s.reason
		}
	}
	for _, s := range supports {
		if s.state == v.state {
			v.supports = append(v.supports, s)
		}
	}
	word, st, why := said.deciding(i.words)
	if len(word) == 0 {
		if word = said.saying("COMPLETE", i.whole); len(word) > 0 {
			st, why = missing, areaDescribed
		}
	}
	if len(word) == 0 || st > v.state {
		return v
	}
	if st < v.state {
		v.state, v.reason, v.supports = st, why, nil
	}
	v.said = word
	if why != areaDescribed {
		v.note = note(word)
	}
	return v
}

// judgeRow gives the state of a row: the best of its items'. What it rests on is all that the items in that state rest on; the
// reason is the first of theirs, the note the first by the items' keys.
func judgeRow(row yardRow, supports map[landscape.ID][]support, said statements) verdict {
	best := verdict{state: unknown, reason: notDescribed}
	for _, i := range row.items {
		v := judge(i, supports[i.ID], said)
		switch {
		case v.state < best.state:
			best = v
		case v.state == best.state:
			best.reason = min(best.reason, v.reason)
			best.note = cmp.Or(best.note, v.note)
			best.supports = append(best.supports, v.supports...)
			best.said = append(best.said, v.said...)
		}
	}
	return best
}

// explain makes the row's answer of its verdict for an actor.
func explain(y *yardstick, row yardRow, v verdict, e *estate, actor *landscape.Element) GapRow {
	r := GapRow{Name: row.name, Items: make([]landscape.ID, len(row.items)), State: v.state.String(), Reason: v.reason.String(), Note: v.note}
	for i, item := range row.items {
		r.Items[i] = item.ID
	}
	for _, s := range v.supports {
		r.Evidence = append(r.Evidence, s.thing.ID)
		if !slices.Contains(r.Items, s.special) {
			r.Through = append(r.Through, s.special)
		}
	}
	r.Evidence, r.Through = e.known.sortedByName(r.Evidence), e.known.sortedByKey(r.Through)
	r.Claims = grounds(y, v, e, actor)
	return r
}

// grounds returns the claims behind a verdict, in the order of the path from the actor: that it has a thing, leads an initiative or
// states something; that somebody else whose word counts provides the thing; what the thing is for an item; of what the item is a
// special form.
func grounds(y *yardstick, v verdict, e *estate, actor *landscape.Element) []GapClaim {
	type placed struct {
		claim *landscape.Relation
		place int
	}
	all := map[landscape.ID]placed{}
	add := func(place int, claims ...*landscape.Relation) {
		for _, c := range claims {
			if p, ok := all[c.ID]; !ok || place < p.place {
				all[c.ID] = placed{c, place}
			}
		}
	}
	add(0, v.said...)
	valid := func(days span) bool { return days.holds(y.at) }
	if v.state == planned {
		valid = func(days span) bool { return !days.endsBefore(y.at) }
	}
	for _, s := range v.supports {
		add(0, s.has...)
		for _, c := range s.bears {
			if c.Owner() != actor.Key() {
				add(1, e.claimants[s.thing.ID][c.Owner()]...)
			}
		}
		add(2, s.bears...)
		add(3, y.special.path(s.special, s.item, valid)...)
	}
	list := make([]placed, 0, len(all))
	for _, p := range all {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b placed) int {
		x, z := a.claim, b.claim
		return cmp.Or(cmp.Compare(a.place, b.place), e.known.byKey(x.From, z.From), e.known.byKey(x.To, z.To),
			strings.Compare(x.Type.Type, z.Type.Type), landscape.CompareClaims(x, z))
	})
	claims := make([]GapClaim, len(list))
	for i, p := range list {
		claims[i] = newGapClaim(p.claim)
	}
	return claims
}

func newGapClaim(c *landscape.Relation) GapClaim {
	g := GapClaim{From: c.From, Type: c.Type.Type, To: c.To, Owner: c.Owner(), Origin: c.Text("origin"), ValidFrom: c.ValidFrom(), ValidTo: c.ValidTo()}
	switch g.Type {
	case "REALISES":
		g.Word = c.Text("coverage")
	case "STATES":
		g.Word, g.Date = c.Text("statement"), landscape.Date(c.Identity())
	}
	return g
}
