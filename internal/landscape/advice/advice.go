// Package advice warns of what a change means where it may be wrong and may be right: nothing here refuses anything. What the viewer
// does not see plays no part.
package advice

import (
	"github.com/arkinera/landskap/internal/archimate"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// ID is short for landscape.ID.
type ID = landscape.ID

// adviser looks at a landscape as it will be.
type adviser struct {
	*landscape.State
	changed map[ID]*landscape.Relation
}

// Give gives all advice; it is landscape.Repository's Advice.
func Give(s *landscape.State) {
	w := &adviser{s, s.Changed()}
	for _, r := range w.changed {
		w.language(r)
		if r.Type.Type == "STATES" && r.Text("statement") == "COMPLETE" && w.Element(r.To).Kind.Name == "BuildingBlock" {
			w.Warn("COMPLETE_BLOCK", w.Place(r.ID), w.Element(r.To).Key(), text.New("finding.complete_block", w.Element(r.To).Key()))
		}
	}
	w.contradictions()
	w.completeness()
}

// languageOf are the relations that say in our words what ArchiMate says in its own.
var languageOf = map[string]string{"REALISES": "Realization", "SPECIALISES": "Specialization", "SUPPORTS": "Serving"}

// language warns of a relation that ArchiMate does not allow between the types of its ends. Models in the wild do not keep to it
// everywhere, EIRA's own does not, so it is never refused.
func (w *adviser) language(r *landscape.Relation) {
	from, to := w.typeOf(r.From), w.typeOf(r.To)
	relation := languageOf[r.Type.Type]
	if r.Type.Type == "ARCHIMATE" {
		relation = r.Text("archimateType")
	}
	switch {
	case relation == "" || !archimate.Known(from) || !archimate.Known(to) || archimate.Allowed(relation, from, to):
		return
	case r.Type.Type == "REALISES" && (from == to || archimate.Allowed(relation, to, from)):
		// What stands in for a block is of the block's own type, or of one beside it: an information object may be data, a service one of
		// an application.
		return
	}
	name := w.NameOf(r)
	w.Warn("ARCHIMATE_NOT_ALLOWED", w.Place(r.ID), name, text.New("writing.archimate", name, relation, from, to))
}

// typeOf returns the ArchiMate type of an element, or empty.
func (w *adviser) typeOf(id ID) string {
	e := w.Element(id)
	switch {
	case e.Kind.ArchiMate == "":
		return e.Text("archimateType")
	case e.Text("layer") == "TECHNOLOGY":
		return "Node"
	}
	return e.Kind.ArchiMate
}
