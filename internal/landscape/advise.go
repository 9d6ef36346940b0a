package landscape

import (
	"slices"

	"github.com/arkinera/landskap/internal/text"
)

// advise tells what is allowed but hardly meant: what a source states and the analyses will not count as its author expects. It looks
// at all relations, and so at a landscape that is made of sources alone.
func (w *State) advise() {
	mapped, held := map[ID]bool{}, map[ID]bool{} // processes of a map; things that somebody has
	for _, r := range w.relations {
		switch r.Type.Type {
		case "IN":
			mapped[r.From] = true
		case "PROVIDES", "USES":
			held[r.To] = true
		}
	}
	parts := map[ID][]string{} // of a process of a map
	for _, r := range w.relations {
		if r.Type.Type == "PART_OF" && mapped[r.From] && mapped[r.To] && w.elements[r.From] != nil {
			parts[r.To] = append(parts[r.To], w.elements[r.From].Key())
		}
	}
	bearing := map[ID]RelationRecord{}
	for _, r := range w.claimed {
		if OwnedByPackage(r.Relation.Owner()) {
			continue
		}
		switch r.Relation.Type.Type {
		case "STATES":
			if r.To.Kind.Name == "BuildingBlock" && r.Relation.Text("statement") == "COMPLETE" {
				w.hint(SeverityWarning, "COMPLETE_BLOCK", r.Place, r.To.Key, "statement: NONE", "finding.complete_block", r.To.Key)
			}
		case "SUPPORTS":
			if below := parts[r.To.ID()]; len(below) > 0 {
				slices.Sort(below)
				w.hint(SeverityAdvice, "SUPPORTS_GROUP", r.Place, r.To.Key, "to: Process "+below[0], "finding.supports_group", r.To.Key, len(below), below[0])
			}
		}
		if t := r.Relation.Type.Type; t == "REALISES" || t == "SUPPORTS" {
			if kind := r.From.Kind.Name; kind == "System" || kind == "Service" {
				if first, seen := bearing[r.From.ID()]; !seen || comparePlaces(r.Place, first.Place) < 0 {
					bearing[r.From.ID()] = r
				}
			}
		}
	}
	for id, r := range bearing {
		if !held[id] {
			w.hint(SeverityAdvice, "NOBODY_HAS_IT", r.Place, r.From.String(), "{from: Actor "+r.Relation.Owner()+", type: PROVIDES, to: "+r.From.String()+"}",
				"finding.nobody_has_it", r.From.String())
		}
	}
	for _, r := range w.stated {
		e := r.Element
		switch {
		case e.Kind.Name != "System":
		case e.Text("lifecycle") == "PLANNED" && e.ValidFrom() == "":
			w.hint(SeverityAdvice, "PLANNED_UNDATED", r.Place, e.Ref().String(), "", "finding.planned_undated", e.Ref().String())
		case e.Text("lifecycle") == "RETIRED" && e.ValidTo() == "":
			w.hint(SeverityAdvice, "RETIRED_UNDATED", r.Place, e.Ref().String(), "", "finding.retired_undated", e.Ref().String())
		}
	}
}

func (w *State) hint(severity Severity, code string, place Place, value, suggestion, key string, args ...any) {
	w.findings = append(w.findings, Finding{Severity: severity, Code: code, Place: place, Value: value, Message: text.New(key, args...), Suggestion: suggestion})
}
