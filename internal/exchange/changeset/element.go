package changeset

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// element reads a record of elements.
func (r *reader) element(n *yaml.Node, path string) {
	rec, ok := r.record(n, path, "shape.element")
	if !ok {
		return
	}
	r.rename(rec, recordKeys)
	kind := r.kind(rec)
	if kind == nil {
		// What every kind has is checked all the same; what only some have is not.
		r.take(rec, []string{"kind"}, r.meta.Element.Attribute, func(field) {})
		return
	}
	r.take(rec, []string{"kind"}, kind.Attribute, func(f field) { r.noAttribute(kind, rec, f) })
	r.complete(rec, kind.Name, kind.Attributes)
	if kind.Name != landscape.ActorKind && !r.owned(rec, ownerOf(rec.text("key"))) {
		return
	}
	if rec.values["key"] == nil {
		return
	}
	r.presets(rec, "visibility", "origin")
	r.set.Elements = append(r.set.Elements, landscape.ElementRecord{Element: landscape.NewElement(kind, rec.values), Place: r.place(rec.node, rec.path)})
}

// ownerOf guesses the owner from a key, which often begins with it: kommun/2482/e-tjansteplattform.
func ownerOf(key string) string {
	if parts := strings.SplitN(key, "/", 3); len(parts) == 3 {
		return parts[0] + "/" + parts[1]
	}
	return ""
}

// kind returns the kind that an element says it is, or nil after a finding.
func (r *reader) kind(rec *record) *schema.Kind {
	f, ok := rec.field("kind")
	switch {
	case !ok:
		r.wrong(r.place(rec.node, rec.at("kind")), "KIND_MISSING", "", "", r.kindNames())
		return nil
	case !r.plain(f.value, rec.at("kind"), "kind"):
		return nil
	case f.value.Kind != yaml.ScalarNode:
		r.wrong(r.place(f.value, rec.at("kind")), "WRONG_SHAPE", "", "", text.New("shape.kind"))
		return nil
	}
	if k := r.meta.Kind(f.value.Value); k != nil {
		return k
	}
	suggestion := ""
	if k, more := r.guessKind(f.value.Value); k != nil {
		pairs := []pair{{"kind", k.Name}}
		for _, p := range more {
			if _, has := rec.field(p.key); !has {
				pairs = append(pairs, p)
			}
		}
		suggestion = r.lines(rec, pairs...)
	}
	r.wrong(r.place(f.value, rec.at("kind")), "UNKNOWN_KIND", f.value.Value, suggestion, f.value.Value, r.kindNames())
	return nil
}

func (r *reader) kindNames() string {
	if r.full() {
		return ""
	}
	var all []string
	for _, k := range r.meta.Kinds {
		all = append(all, k.Name)
	}
	return strings.Join(all, ", ")
}

// noAttribute tells that a kind has no attribute of that name.
func (r *reader) noAttribute(kind *schema.Kind, rec *record, f field) {
	at := r.place(f.key, rec.at(f.name))
	if relation := kind.Field(f.name); relation != nil {
		r.wrong(at, "RELATION_IN_ELEMENT", f.name, r.asRelation(kind, relation, rec, f), f.name)
		return
	}
	r.wrong(at, "UNKNOWN_ATTRIBUTE", f.name, r.betterAttribute(recordKeys, kind.Attributes, rec, f), kind.Name, f.name, attributeNames("kind", kind.Attributes))
}

// betterAttribute returns the line that a field with an unknown name was probably meant to be.
func (r *reader) betterAttribute(fixed []word, attributes []*schema.Attribute, rec *record, f field) string {
	if r.full() {
		return ""
	}
	if line := r.brokenText(rec, f); line != "" {
		return line
	}
	words := slices.Clone(fixed)
	byName := map[string]*schema.Attribute{}
	for _, a := range attributes {
		if !a.Computed {
			words = append(words, word{a.Name, a.Label})
			byName[a.Name] = a
		}
	}
	name, ok := match(f.name, words)
	if _, taken := rec.field(name); !ok || taken {
		// What the author has said already was not meant once more.
		return ""
	}
	// The attribute is not missing, it has another name: one mistake, one finding.
	rec.faulty[name] = true
	if a := byName[name]; a != nil {
		return r.better(a, f.value)
	}
	return r.given(name, f.value)
}

// brokenText puts together what a comma broke: {name: Bygg, miljö} is read as a name and a key miljö.
func (r *reader) brokenText(rec *record, f field) string {
	if r.json || rec.node.Style&yaml.FlowStyle == 0 || f.value.Kind != yaml.ScalarNode || f.value.Style != 0 || f.value.Value != "" {
		return ""
	}
	for i := 1; i < len(rec.fields); i++ {
		if before := rec.fields[i-1]; rec.fields[i].name == f.name && before.value.Kind == yaml.ScalarNode && !null(before.value) {
			return before.name + ": " + quoted(before.value.Value+", "+f.name)
		}
	}
	return ""
}

func attributeNames(fixed string, attributes []*schema.Attribute) string {
	all := []string{fixed}
	for _, a := range attributes {
		if !a.Computed {
			all = append(all, a.Name)
		}
	}
	return strings.Join(all, ", ")
}

// asRelation writes a relation that stands among an element's attributes, as in the API, as a record of relations.
func (r *reader) asRelation(kind *schema.Kind, relation *schema.Field, rec *record, f field) string {
	n := f.value
	if n.Kind == yaml.SequenceNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	own, far := kind.Name+" "+rec.text("key"), strings.TrimSpace(n.Value)
	if schema.ValidKey(far) && len(relation.Far) == 1 {
		far = relation.Far[0].Name + " " + far
	}
	if _, key, ok := strings.Cut(far, " "); n.Kind != yaml.ScalarNode || rec.text("key") == "" || !ok || !schema.ValidKey(key) {
		return ""
	}
	if relation.Inverse {
		own, far = far, own
	}
	braces := "{" + r.line("from", own, false) + ", " + r.line("type", relation.Relation.Type, false) + ", " + r.line("to", far, false) + "}"
	if r.json {
		return braces
	}
	return "- " + braces
}
