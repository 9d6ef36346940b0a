package changeset

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// record is a mapping of the file: an element, a relation or a deletion.
type record struct {
	node   *yaml.Node
	path   string
	fields []field
	values map[string]any  // by attribute, of the attribute's type
	faulty map[string]bool // attributes that are given, but wrong: they are not missing as well
}

// field is a key of a record with its value.
type field struct {
	name       string
	key, value *yaml.Node
}

// at returns the path of a field.
func (rec *record) at(name string) string {
	if rec.path == "" {
		return name
	}
	return rec.path + "." + name
}

// field returns the field of that name, if the record has it with a value.
func (rec *record) field(name string) (field, bool) {
	for _, f := range rec.fields {
		if f.name == name {
			return f, !null(f.value)
		}
	}
	return field{}, false
}

func (rec *record) text(name string) string { s, _ := rec.values[name].(string); return s }

// null reports whether a node is no value: empty, ~ or null, without quotes.
func null(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Style&^yaml.TaggedStyle == 0 && (n.Value == "" || n.Value == "~" || n.Value == "null")
}

// noSpace is a key and a value without the space that makes them one.
var noSpace = regexp.MustCompile(`^([A-Za-z]+):(\S.*)$`)

// record takes up a mapping; shape is what it should have been, where it is none.
func (r *reader) record(n *yaml.Node, path, shape string) (*record, bool) {
	if !r.plain(n, path, "") {
		return nil, false
	}
	if n.Kind != yaml.MappingNode {
		suggestion := ""
		if m := noSpace.FindStringSubmatch(n.Value); m != nil {
			suggestion = r.line(m[1], m[2], false)
		}
		r.wrong(r.place(n, path), "WRONG_SHAPE", n.Value, suggestion, text.New(shape))
		return nil, false
	}
	rec := &record{node: n, path: path, values: map[string]any{}, faulty: map[string]bool{}}
	seen := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		f := field{n.Content[i].Value, n.Content[i], n.Content[i+1]}
		switch {
		case f.key.Kind != yaml.ScalarNode:
			r.wrong(r.place(f.key, path), "WRONG_SHAPE", "", "", text.New("shape.key"))
			continue
		case !r.plain(f.key, rec.at(f.name), ""):
			continue
		}
		if line, twice := seen[f.name]; twice {
			r.wrong(r.place(f.key, rec.at(f.name)), "DUPLICATE_KEY", f.name, "", f.name, line)
			continue
		}
		seen[f.name] = f.key.Line
		rec.fields = append(rec.fields, f)
	}
	return rec, true
}

// plain reports whether a node is without the parts of YAML that a change-set file does without. Aliases make a small file large and
// a reader search; a tag would contradict the SDL or repeat it.
func (r *reader) plain(n *yaml.Node, path, name string) bool {
	code, extra, value := "", "", n
	switch {
	case n.Kind == yaml.AliasNode:
		code, extra, value = "ALIAS", "*"+n.Value, n.Alias
	case n.Anchor != "":
		code, extra = "ALIAS", "&"+n.Anchor
	case n.Tag == "!!merge":
		code, extra = "ALIAS", "<<"
	case n.Style&yaml.TaggedStyle != 0:
		code, extra = "TAG", n.Tag
	default:
		return true
	}
	suggestion := ""
	if name != "" && value.Kind == yaml.ScalarNode {
		suggestion = r.given(name, value)
	}
	r.wrong(r.place(n, path), code, extra, suggestion, extra)
	return false
}

// take reads the record's values. What the fixed fields say is read by others; what is no attribute is told of by unknown.
func (r *reader) take(rec *record, fixed []string, attribute func(string) *schema.Attribute, unknown func(field)) {
	for _, f := range rec.fields {
		if slices.Contains(fixed, f.name) {
			continue
		}
		a := attribute(f.name)
		switch {
		case a == nil:
			unknown(f)
		case a.Computed:
			r.wrong(r.place(f.key, rec.at(f.name)), "COMPUTED_ATTRIBUTE", f.name, "", f.name)
		default:
			v, ok := r.value(a, f, rec)
			if ok && v != nil {
				rec.values[f.name] = v
			} else if !ok {
				rec.faulty[f.name] = true
			}
		}
	}
}

// complete tells of what must be said and is not, and of what does not go together.
func (r *reader) complete(rec *record, subject string, attributes []*schema.Attribute) {
	for _, a := range attributes {
		if !a.Required || a.Computed || a.Default != nil || a.Name == "owner" || rec.values[a.Name] != nil || rec.faulty[a.Name] {
			continue
		}
		at := r.place(rec.node, rec.at(a.Name))
		if a.Type == schema.Key {
			r.wrong(at, "KEY_MISSING", "", r.newKey(rec), subject)
		} else {
			r.wrong(at, "ATTRIBUTE_MISSING", "", r.guessMissing(a, rec), subject, a.Name, expected(a))
		}
	}
	from, to := rec.text("validFrom"), rec.text("validTo")
	if from != "" && to != "" && to < from {
		f, _ := rec.field("validTo")
		r.wrong(r.place(f.value, rec.at("validTo")), "DATES_REVERSED", to, "", to, from)
	}
}

// newKey returns a line with the key that a record without one could have: <owner>/<slug of the name>.
func (r *reader) newKey(rec *record) string {
	name, owner := rec.text("name"), rec.text("owner")
	if owner == "" {
		owner, _ = r.head.values["owner"].(string)
	}
	switch key := owner + "/" + Slug(name); {
	case name == "":
		return ""
	case owner != "" && schema.ValidKey(key):
		return r.line("key", key, false)
	}
	return r.line("key", Slug(name), false)
}

// member returns the text of a mapping's member, or empty.
func member(n *yaml.Node, key string) string {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1].Value
		}
	}
	return ""
}

// rename takes a fixed field that a record has under another name, such as från, for what it is, after a finding.
func (r *reader) rename(rec *record, words []word) {
	for i, f := range rec.fields {
		for _, w := range words {
			if f.name == w.name || fold(f.name) != fold(w.label) && fold(f.name) != fold(w.name) {
				continue
			}
			if _, has := rec.field(w.name); has {
				continue
			}
			r.wrong(r.place(f.key, rec.at(f.name)), "MISNAMED_FIELD", f.name, r.given(w.name, f.value), f.name, w.name)
			rec.fields[i].name = w.name
			break
		}
	}
}

// guessMissing returns a line for a missing enum value, where the record's name or key says what it is: Alfa kommun.
func (r *reader) guessMissing(a *schema.Attribute, rec *record) string {
	if a.Enum == nil {
		return ""
	}
	says := rec.text("name") + " " + strings.ReplaceAll(rec.text("key"), "/", " ")
	for _, w := range strings.Fields(says) {
		for _, v := range a.Enum.Values {
			if fold(v.Label) == fold(w) && v.Name != unknown {
				return r.line(a.Name, v.Name, false)
			}
		}
	}
	return ""
}
