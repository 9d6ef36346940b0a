package landscape

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/text"
)

// advise tells what is allowed but hardly meant: what a source states and the analyses will not count as its author expects.
func (a *assembler) advise(sources *ChangeSet) {
	mapped, held := map[ID]bool{}, map[ID]bool{} // processes of a map; things that somebody has
	for _, r := range a.relations {
		switch r.Relation.Type.Type {
		case "IN":
			mapped[r.From.ID()] = true
		case "PROVIDES", "USES":
			held[r.To.ID()] = true
		}
	}
	parts := map[ID][]string{} // of a process of a map
	for _, r := range a.relations {
		if r.Relation.Type.Type == "PART_OF" && mapped[r.From.ID()] && mapped[r.To.ID()] {
			parts[r.To.ID()] = append(parts[r.To.ID()], r.From.Key)
		}
	}
	bearing := map[ID]RelationRecord{}
	for _, r := range sources.Relations {
		switch r.Relation.Type.Type {
		case "STATES":
			if r.To.Kind.Name == "BuildingBlock" && r.Relation.Text("statement") == "COMPLETE" {
				a.tell(SeverityWarning, "COMPLETE_BLOCK", r.Place, r.To.Key, "statement: NONE", "finding.complete_block", r.To.Key)
			}
		case "SUPPORTS":
			if below := parts[r.To.ID()]; len(below) > 0 {
				slices.Sort(below)
				a.tell(SeverityAdvice, "SUPPORTS_GROUP", r.Place, r.To.Key, "to: Process "+below[0], "finding.supports_group", r.To.Key, len(below), below[0])
			}
		}
		if t := r.Relation.Type.Type; t == "REALISES" || t == "SUPPORTS" {
			if kind := r.From.Kind.Name; kind == "System" || kind == "Service" {
				if first, seen := bearing[r.From.ID()]; !seen || earlier(r.Place, first.Place) {
					bearing[r.From.ID()] = r
				}
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(bearing)) {
		if r := bearing[id]; !held[id] {
			a.tell(SeverityAdvice, "NOBODY_HAS_IT", r.Place, r.From.String(), "{from: Actor "+r.Relation.Owner()+", type: PROVIDES, to: "+r.From.String()+"}",
				"finding.nobody_has_it", r.From.String())
		}
	}
	for _, r := range sources.Elements {
		e := r.Element
		switch {
		case e.Kind.Name != "System":
		case e.Text("lifecycle") == "PLANNED" && e.ValidFrom() == "":
			a.tell(SeverityAdvice, "PLANNED_UNDATED", r.Place, e.Ref().String(), "", "finding.planned_undated", e.Ref().String())
		case e.Text("lifecycle") == "RETIRED" && e.ValidTo() == "":
			a.tell(SeverityAdvice, "RETIRED_UNDATED", r.Place, e.Ref().String(), "", "finding.retired_undated", e.Ref().String())
		}
	}
}

func earlier(a, b Place) bool {
	return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) < 0
}

func (a *assembler) tell(severity Severity, code string, place Place, value, suggestion, key string, args ...any) {
	a.findings = append(a.findings, Finding{Severity: severity, Code: code, Place: place, Value: value, Message: text.New(key, args...), Suggestion: suggestion})
}
