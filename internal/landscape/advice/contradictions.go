package advice

import (
	"maps"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// holds reports whether a relation says that an actor has something.
func holds(r *landscape.Relation) bool { return r.Type.Type == "PROVIDES" || r.Type.Type == "USES" }

// bears reports whether a relation says, for an actor, that a thing covers a block or a process: it is the actor's word or that of
// somebody that provides the thing.
func (w *adviser) bears(r *landscape.Relation, actor *landscape.Element) bool {
	if r.Type.Type != "REALISES" && r.Type.Type != "SUPPORTS" {
		return false
	}
	return r.Owner() == actor.Key() || slices.ContainsFunc(w.Seen(r.From), func(p *landscape.Relation) bool {
		return p.Type.Type == "PROVIDES" && p.To == r.From && w.Element(p.From).Key() == r.Owner()
	})
}

// contradictions warns of things that cover what their actor says it does not need or does not have.
func (w *adviser) contradictions() {
	actors, things := map[ID]bool{}, map[ID]bool{}
	for _, r := range w.changed {
		switch {
		case holds(r) || r.Type.Type == "STATES":
			actors[r.From] = true
		case r.Type.Type == "REALISES" || r.Type.Type == "SUPPORTS":
			things[r.From] = true
		}
	}
	for _, r := range w.Seen(slices.Collect(maps.Keys(things))...) {
		if holds(r) {
			actors[r.From] = true
		}
	}
	type about struct{ actor, target ID }
	words, held := map[about]*landscape.Relation{}, map[ID][]*landscape.Relation{}
	w.Seen(slices.Collect(maps.Keys(actors))...) // all at once, for those that follow
	for actor := range actors {
		denies := false
		for _, r := range w.Seen(actor) {
			if r.Type.Type != "STATES" || r.From != actor || r.Owner() != w.Element(actor).Key() {
				continue
			}
			// The newest word counts, whatever it is.
			if last := words[about{actor, r.To}]; last == nil || last.Identity() < r.Identity() {
				words[about{actor, r.To}] = r
			}
			denies = denies || r.Text("statement") == "NOT_NEEDED" || r.Text("statement") == "NONE"
		}
		for _, r := range w.Seen(actor) {
			if denies && holds(r) && r.From == actor {
				held[r.To] = append(held[r.To], r)
			}
		}
	}
	told := map[about]map[ID]bool{}
	for _, r := range w.Seen(slices.Collect(maps.Keys(held))...) {
		for _, has := range held[r.From] {
			actor, key := w.Element(has.From), about{has.From, r.To}
			word := words[key]
			if word == nil || !w.bears(r, actor) || told[key][r.From] {
				continue
			}
			if s := word.Text("statement"); s != "NOT_NEEDED" && s != "NONE" {
				continue
			}
			for _, c := range []*landscape.Relation{r, word, has} {
				if w.changed[c.ID] != nil {
					if told[key] == nil {
						told[key] = map[ID]bool{}
					}
					told[key][r.From] = true
					thing, target := w.Element(r.From).Ref().String(), w.Element(r.To).Ref().String()
					w.Warn("COVERED_ALL_THE_SAME", w.Place(c.ID), thing, text.New("writing.contradiction", thing, target, actor.Key(), word.Text("statement")))
					break
				}
			}
		}
	}
}
