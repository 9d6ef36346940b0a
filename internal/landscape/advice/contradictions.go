package advice

import (
	"maps"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// holds reports whether a relation says that an actor has something.
func holds(r *landscape.Relation) bool { return slices.Contains(holding, r.Type.Type) }

// The types of relations that say that an actor has something, and those that say what a thing covers.
var holding, bearing = []string{"PROVIDES", "USES"}, []string{"REALISES", "SUPPORTS"}

// bears reports whether a relation says, for an actor, that a thing covers a block or a process: it is the actor's word or that of
// somebody that provides the thing.
func (w *adviser) bears(r *landscape.Relation, actor *landscape.Element) bool {
	if !slices.Contains(bearing, r.Type.Type) {
		return false
	}
	return r.Owner() == actor.Key() || slices.ContainsFunc(w.Seen([]ID{r.From}, "PROVIDES"), func(p *landscape.Relation) bool {
		return p.Type.Type == "PROVIDES" && p.To == r.From && w.Element(p.From).Key() == r.Owner()
	})
}

// contradictions warns of things that cover what their actor says it does not need or does not have. An actor may have thousands of
// things: where no word of its own has changed, only those are looked at that it has come to have or of which it is new what they
// cover.
func (w *adviser) contradictions() {
	stating, having, things := map[ID]bool{}, map[ID][]*landscape.Relation{}, map[ID]bool{}
	for _, r := range w.changed {
		switch {
		case holds(r):
			having[r.From] = append(having[r.From], r)
		case r.Type.Type == "STATES":
			stating[r.From] = true
		case slices.Contains(bearing, r.Type.Type):
			things[r.From] = true
		}
	}
	for _, r := range w.Seen(slices.Collect(maps.Keys(things)), holding...) {
		having[r.From] = append(having[r.From], r)
	}
	actors := maps.Clone(stating)
	for actor := range having {
		actors[actor] = true
	}
	type about struct{ actor, target ID }
	words, held := map[about]*landscape.Relation{}, map[ID][]*landscape.Relation{}
	w.Seen(slices.Collect(maps.Keys(actors)), "STATES") // all at once, for those that follow
	for actor := range actors {
		denies := false
		for _, r := range w.Seen([]ID{actor}, "STATES") {
			if r.From != actor || r.Owner() != w.Element(actor).Key() {
				continue
			}
			// The newest word counts, whatever it is.
			if last := words[about{actor, r.To}]; last == nil || last.Identity() < r.Identity() {
				words[about{actor, r.To}] = r
			}
			denies = denies || r.Text("statement") == "NOT_NEEDED" || r.Text("statement") == "NONE"
		}
		if denies && stating[actor] {
			having[actor] = w.Seen([]ID{actor}, holding...)
		}
		for _, r := range having[actor] {
			if denies && r.From == actor && !slices.Contains(held[r.To], r) {
				held[r.To] = append(held[r.To], r)
			}
		}
	}
	told := map[about]map[ID]bool{}
	w.Seen(slices.Collect(maps.Keys(held)), "PROVIDES") // all at once, for bears
	for _, r := range w.Seen(slices.Collect(maps.Keys(held)), bearing...) {
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
