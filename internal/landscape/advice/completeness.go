package advice

import (
	"maps"
	"slices"

	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// completeness warns who declares something complete of what is covered only by content that not all who see the declaration see.
func (w *adviser) completeness() {
	for _, id := range slices.Sorted(maps.Keys(w.changed)) {
		statement := w.changed[id]
		if statement.Text("statement") != "COMPLETE" || w.Element(statement.From).Key() != statement.Owner() {
			continue
		}
		actor, targets := w.Element(statement.From), w.within(statement.To)
		things := map[ID]int{}
		for _, r := range w.Seen([]ID{actor.ID}, holding...) {
			if thing := w.Element(r.To); holds(r) && r.From == actor.ID {
				rank := max(shownTo(r.Type.Attribute("visibility"), r.Visibility()), shownTo(thing.Kind.Attribute("visibility"), thing.Visibility()))
				if known, ok := things[r.To]; !ok || rank < known {
					things[r.To] = rank
				}
			}
		}
		w.Seen(slices.Collect(maps.Keys(things)), "PROVIDES") // all at once, for bears
		best := map[ID]int{}
		for _, r := range w.Seen(slices.Collect(maps.Keys(things)), bearing...) {
			rank, has := things[r.From]
			if has && targets[r.To] && w.bears(r, actor) {
				rank = max(rank, shownTo(r.Type.Attribute("visibility"), r.Visibility()))
				if known, ok := best[r.To]; !ok || rank < known {
					best[r.To] = rank
				}
			}
		}
		var hidden []string
		for target, rank := range best {
			if rank > shownTo(statement.Type.Attribute("visibility"), statement.Visibility()) {
				hidden = append(hidden, w.Element(target).Name())
			}
		}
		if slices.Sort(hidden); len(hidden) > 0 {
			name := w.NameOf(statement)
			w.Warn("COVERED_UNSEEN", w.Place(id), name, text.New("writing.covered_unseen", name, value.Listed(hidden)))
		}
	}
}

// shownTo returns how few see a record of that visibility of a given owner's.
func shownTo(a *schema.Attribute, visibility string) int {
	return min(a.Enum.Rank(visibility), a.Enum.Rank("ACTOR"))
}

// within returns the blocks and processes of a reference architecture, an area or a process, those in its parts among them.
func (w *adviser) within(root ID) map[ID]bool {
	all, level := map[ID]bool{root: true}, []ID{root}
	for len(level) > 0 {
		var next []ID
		at := map[ID]bool{}
		for _, id := range level {
			at[id] = true
		}
		for _, r := range w.Seen(level, "IN", "PART_OF") {
			if (r.Type.Type == "IN" || r.Type.Type == "PART_OF") && at[r.To] && !all[r.From] {
				all[r.From] = true
				next = append(next, r.From)
			}
		}
		level = next
	}
	return all
}
