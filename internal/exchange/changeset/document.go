package changeset

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// documentKeys is what can stand in a document, with what Swedes call it.
var documentKeys = []word{
	{"landskap", "format"}, {"owner", "ägare"}, {"visibility", "synlighet"}, {"origin", "källa"},
	{"elements", "element"}, {"relations", "relationer"}, {"delete", "ta bort"},
}

// recordLists are the keys whose values are records.
var recordLists = []string{"elements", "relations", "delete"}

// document reads a document: first what it says for all its records, wherever that stands, then the records.
func (r *reader) document(p part, sections []section) {
	r.head = defaults{values: map[string]any{}, faulty: map[string]bool{}}
	seen, lists, format := map[string]int{}, []section(nil), false
	for _, s := range sections {
		if s.key.Value == "landskap" && !format {
			format = true
			if newer := r.format(s); newer {
				// What a newer format means by the rest is not ours to judge.
				return
			}
		}
	}
	for _, s := range sections {
		name := s.key.Value
		if !r.plain(s.key, name, "") {
			continue
		}
		if line, twice := seen[name]; twice {
			r.wrong(r.place(s.key, name), "DUPLICATE_KEY", name, "", name, line)
			continue
		}
		seen[name] = s.key.Line
		switch {
		case name == "landskap":
		case slices.Contains(recordLists, name):
			lists = append(lists, s)
		case name == "owner" || name == "visibility" || name == "origin":
			r.preset(s)
		default:
			guess, _ := match(name, documentKeys)
			suggestion := ""
			switch a := r.meta.Element.Attribute(guess); {
			case a != nil:
				suggestion = r.better(a, s.value)
			case guess == "landskap":
				suggestion = r.line(guess, strconv.Itoa(Format), true)
			case guess != "":
				suggestion = r.given(guess, s.value)
			}
			format = format || guess == "landskap" // one mistake, one finding
			r.wrong(r.place(s.key, name), "UNKNOWN_KEY", name, suggestion, name, names(documentKeys))
		}
	}
	if !format {
		at := landscape.Place{Line: p.line, Path: "landskap"}
		if len(sections) > 0 {
			at.Line = sections[0].key.Line
		}
		r.wrong(at, "FORMAT_MISSING", "", r.line("landskap", strconv.Itoa(Format), true))
	}
	for _, s := range lists {
		r.records(s)
	}
	if h := r.head; h.ownerless > 0 {
		r.wrong(h.ownerlessPlace, "OWNER_MISSING", "", h.ownerLine, h.ownerless)
	}
}

// format checks the document's format and reports whether it is newer than what is known here.
func (r *reader) format(s section) (newer bool) {
	if s.value == nil || !r.plain(s.value, "landskap", "landskap") {
		return false
	}
	value, suggestion := strings.TrimSpace(s.value.Value), r.line("landskap", strconv.Itoa(Format), true)
	switch n, err := strconv.Atoi(value); {
	case s.value.Kind != yaml.ScalarNode || err != nil || n < 1:
		r.wrong(r.place(s.value, "landskap"), "FORMAT_UNKNOWN", value, suggestion, value)
	case n > Format:
		r.wrong(r.place(s.value, "landskap"), "FORMAT_NEWER", value, "", n, Format)
		return true
	}
	return false
}

// preset reads what a document says for all its records.
func (r *reader) preset(s section) {
	name := s.key.Value
	if r.head.faulty[name] = s.value == nil; s.value != nil {
		v, ok := r.value(r.meta.Element.Attribute(name), field{name, s.key, s.value}, &record{node: s.key})
		r.head.values[name], r.head.faulty[name] = v, !ok
	}
}

// records reads the records of a list.
func (r *reader) records(s section) {
	name, read := s.key.Value, r.element
	switch name {
	case "relations":
		read = r.relation
	case "delete":
		read = r.deletion
	}
	items := s.items
	if items == nil {
		switch n := s.value; {
		case n == nil || !r.plain(n, name, "") || null(n):
			return
		case n.Kind == yaml.SequenceNode:
			items = contents(n)
		default:
			r.wrong(r.place(n, name), "WRONG_SHAPE", n.Value, "", text.New("shape.records"))
			return
		}
	}
	i := 0
	items(func(n *yaml.Node) {
		if n != nil {
			read(n, name+"["+strconv.Itoa(i)+"]")
		}
		i++
	})
}

// presets gives a record what its document says for all, where the record says nothing itself.
func (r *reader) presets(rec *record, names ...string) {
	for _, name := range names {
		if v := r.head.values[name]; rec.values[name] == nil && !rec.faulty[name] && v != nil {
			rec.values[name] = v
		}
	}
}

// owned sees to it that a record has an owner: its own or its document's. guess is who that could be.
func (r *reader) owned(rec *record, guess string) bool {
	r.presets(rec, "owner")
	if rec.values["owner"] != nil {
		return true
	}
	if !rec.faulty["owner"] && !r.head.faulty["owner"] {
		if r.head.ownerless == 0 {
			r.head.ownerlessPlace = r.place(rec.node, rec.path)
			if guess != "" {
				r.head.ownerLine = r.line("owner", guess, false)
			}
		}
		r.head.ownerless++
	}
	return false
}
