package changeset

import (
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// fits reports whether a relation can go between two ends, as far as they are known.
func fits(m *schema.Relation, from, to landscape.Ref) bool {
	return (from.Kind == nil || m.Starts(from.Kind)) && (to.Kind == nil || m.Ends(to.Kind))
}

// between lists the types of relation that can go between two known ends, without the one that can go between any.
func (r *reader) between(from, to landscape.Ref) []string {
	if from.Kind == nil || to.Kind == nil {
		return nil
	}
	var types []string
	for _, m := range r.meta.Relations {
		if fits(m, from, to) && len(m.From) < len(r.meta.Kinds) {
			types = append(types, m.Type)
		}
	}
	return types
}

// typeNames lists the types that can be meant: those between the ends, else all.
func (r *reader) typeNames(from, to landscape.Ref) string {
	if r.full() {
		return ""
	}
	types := r.between(from, to)
	if len(types) == 0 {
		types = r.between(to, from)
	}
	if len(types) == 0 {
		for _, m := range r.meta.Relations {
			if !slices.Contains(types, m.Type) {
				types = append(types, m.Type)
			}
		}
	}
	return strings.Join(types, ", ")
}

// unknownType tells that there is no such relation. It may be the name of a field of the API, from either end, or its label.
func (r *reader) unknownType(rec *record, t field, h head) {
	written, suggestion := t.value.Value, ""
	if m, turned := r.guessType(written, h); m != nil {
		suggestion = r.line("type", m.Type, false)
		if turned {
			suggestion = r.turned(rec, m.Type)
		}
	}
	r.wrong(r.place(t.value, rec.at("type")), "UNKNOWN_RELATION", written, suggestion, written, r.typeNames(h.from, h.to))
}

// guessType returns the relation that a word probably means, and whether the ends are then turned. Relations that fit the ends go
// before others.
func (r *reader) guessType(written string, h head) (m *schema.Relation, turned bool) {
	if r.full() {
		return nil, false
	}
	f := fold(written)
	for _, strict := range []bool{true, false} {
		for _, m := range r.meta.Relations {
			forward := fits(m, h.from, h.to) || !strict
			if forward && (fold(m.Type) == f || fold(m.Field) == f || fold(m.Label) == f) {
				return m, false
			}
			if (fits(m, h.to, h.from) || !strict) && (fold(m.Inverse) == f || fold(m.LabelOther) == f) {
				return m, true
			}
		}
	}
	var words []word
	for _, m := range r.meta.Relations {
		words = append(words, word{m.Type, m.Label})
	}
	name, _ := match(written, words)
	for m := range r.meta.Named(name) {
		return m, false
	}
	return nil, false
}

// turned writes a record's ends the other way round.
func (r *reader) turned(rec *record, relationType string) string {
	from, hasFrom := rec.field("from")
	to, hasTo := rec.field("to")
	if !hasFrom || !hasTo {
		return r.line("type", relationType, false)
	}
	return r.lines(rec, pair{"from", to.value.Value}, pair{"type", relationType}, pair{"to", from.value.Value})
}

// notAllowed tells that a relation does not go between such kinds, and between which it goes.
func (r *reader) notAllowed(rec *record, t field, h head, named []*schema.Relation) {
	suggestion := ""
	switch types := r.between(h.from, h.to); {
	case h.to.Kind != nil && slices.ContainsFunc(named, func(m *schema.Relation) bool { return fits(m, h.to, h.from) }):
		suggestion = r.turned(rec, named[0].Type)
	case len(types) == 1:
		suggestion = r.line("type", types[0], false)
	}
	if h.relation != nil {
		named = []*schema.Relation{h.relation}
	}
	var allowed []string
	for _, m := range named {
		allowed = append(allowed, r.kindList(m.From)+" → "+r.kindList(m.To))
	}
	from, to := h.from.Kind.Name, "…"
	if h.to.Kind != nil {
		to = h.to.Kind.Name
	}
	value := from + " " + t.value.Value + " " + to
	r.wrong(r.place(t.value, rec.at("type")), "RELATION_NOT_ALLOWED", value, suggestion, t.value.Value, from, to, strings.Join(allowed, "; "))
}

// kindList names kinds; Element stands for all.
func (r *reader) kindList(kinds []*schema.Kind) string {
	if len(kinds) == len(r.meta.Kinds) {
		return "Element"
	}
	var all []string
	for _, k := range kinds {
		all = append(all, k.Name)
	}
	return strings.Join(all, "|")
}
