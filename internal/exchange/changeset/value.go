package changeset

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// unknown is the enum value that is an answer and never a claim.
const unknown = "UNKNOWN"

// value reads the value of an attribute: nil if there is none, false after a finding.
func (r *reader) value(a *schema.Attribute, f field, rec *record) (any, bool) {
	n, path := f.value, rec.at(f.name)
	switch {
	case !r.plain(n, path, f.name):
		return nil, false
	case null(n):
		return nil, true
	case a.List && n.Kind == yaml.SequenceNode:
		return r.list(a, f, path)
	case a.List:
		suggestion := ""
		if n.Kind == yaml.ScalarNode {
			suggestion = r.listLine(a, strings.Split(n.Value, ","))
		}
		r.wrong(r.place(n, path), "LIST_EXPECTED", n.Value, suggestion, f.name)
		return nil, false
	case n.Kind != yaml.ScalarNode:
		suggestion := ""
		if len(n.Content) == 1 {
			suggestion = r.given(f.name, n.Content[0])
		}
		r.wrong(r.place(n, path), "SINGLE_EXPECTED", "", suggestion, f.name, expected(a))
		return nil, false
	}
	return r.scalar(a, n, path, func(better string) string { return r.line(f.name, better, literal(a)) })
}

// list reads the values of a list attribute.
func (r *reader) list(a *schema.Attribute, f field, path string) (any, bool) {
	values, ok := make([]string, 0, len(f.value.Content)), true
	given := func() []string {
		var all []string
		for _, n := range f.value.Content {
			if n.Kind == yaml.ScalarNode && !null(n) {
				all = append(all, n.Value)
			}
		}
		return all
	}
	for i, n := range f.value.Content {
		at := path + "[" + strconv.Itoa(i) + "]"
		switch {
		case !r.plain(n, at, ""):
			ok = false
			continue
		case n.Kind != yaml.ScalarNode || null(n):
			r.wrong(r.place(n, at), "WRONG_SHAPE", "", r.listLine(a, given()), expected(a))
			ok = false
			continue
		}
		v, fine := r.scalar(a, n, at, func(string) string { return r.listLine(a, given()) })
		if s, is := v.(string); fine && is {
			values = append(values, s)
		}
		ok = ok && fine
	}
	if len(values) == 0 {
		values = nil
	}
	return values, ok
}

// scalar reads one value from the text as written. line makes the line to paste of a better value.
func (r *reader) scalar(a *schema.Attribute, n *yaml.Node, path string, line func(better string) string) (any, bool) {
	written := n.Value
	suggest := func() string {
		if r.full() {
			return ""
		}
		if better, ok := guess(a, written); ok {
			return line(better)
		}
		return ""
	}
	if a.Enum != nil && a.Enum.Rank(unknown) >= 0 && (fold(written) == fold(unknown) || fold(written) == fold(a.Enum.Label(unknown))) {
		r.wrong(r.place(n, path), "UNKNOWN_CLAIMED", written, "", a.Name)
		return nil, false
	}
	v, err := a.ParseValue(written)
	if err != nil {
		r.wrong(r.place(n, path), faults[a.Type], written, suggest(), written, expected(a))
		return nil, false
	}
	s, _ := v.(string)
	switch {
	case a.Type == schema.String && strings.ContainsFunc(s, func(c rune) bool { return control(c) && c != '\n' && c != '\t' }):
		r.wrong(r.place(n, path), "BAD_TEXT", written, "", "U+0000-001F, U+0080-009F")
		return nil, false
	case a.Index == schema.AttrName && a.Name == "name" && strings.TrimSpace(s) == "":
		r.wrong(r.place(n, path), "NAME_EMPTY", written, "")
		return nil, false
	case a.Name == "owner" && !schema.ValidKey(strings.TrimPrefix(s, landscape.PackagePrefix)):
		suggestion := ""
		switch fixed := fixKey(strings.TrimPrefix(s, landscape.ActorKind+" ")); {
		case fixed == "" || landscape.OwnedByPackage(s):
		case strings.Contains(fixed, "/"):
			suggestion = line(fixed)
		default:
			suggestion = line(Slug(fixed))
		}
		r.wrong(r.place(n, path), "NOT_AN_OWNER", written, suggestion, written)
		return nil, false
	}
	return v, true
}

// literal reports whether JSON writes values of the attribute without quotes.
func literal(a *schema.Attribute) bool {
	return a.Type == schema.Int || a.Type == schema.Float || a.Type == schema.Boolean
}

// faults are the codes of values that are none of their type.
var faults = map[schema.Type]string{
	schema.Key: "NOT_A_KEY", schema.Date: "NOT_A_DATE", schema.Boolean: "NOT_A_BOOLEAN", schema.Int: "NOT_A_NUMBER", schema.Float: "NOT_A_NUMBER",
	schema.EnumOf: "UNKNOWN_VALUE",
}

// expected says what values an attribute takes.
func expected(a *schema.Attribute) text.Message {
	switch {
	case a.Enum != nil:
		return text.New("expected.enum", a.Choices())
	case a.Type == schema.Int && a.Min != nil && a.Max != nil:
		return text.New("expected.between", *a.Min, *a.Max)
	case a.Type == schema.Int && a.Min != nil:
		return text.New("expected.from", *a.Min)
	}
	return text.New("expected." + strings.ToLower(string(a.Type)))
}
