package storetest

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

//go:embed model.graphqls
var modelSDL string

// Model returns the suite's own small model: kinds enough for every type of value and every shape of relation.
func Model() (*schema.Metamodel, error) {
	sources := []schema.Source{{Name: "storetest/model.graphqls", Text: modelSDL}}
	for _, s := range schema.Sources() {
		if strings.HasSuffix(s.Name, "/directives.graphqls") || strings.HasSuffix(s.Name, "/element.graphqls") {
			sources = append(sources, s)
		}
	}
	return schema.Parse(sources...)
}

// parseLandscape reads a landscape written one record a line, an element or a claim and then its values:
//
//	System a | owner north | name Alfa | tags red, green
//	Actor north RUNS System a | owner west | since 2020-01-01
//
// The name is the key where none is given, and the owner package:p@1. A value in double quotes is Go's; an empty one is empty text.
// Lines that begin with # are for the reader.
func parseLandscape(m *schema.Metamodel, text string) (*landscape.Content, error) {
	content := &landscape.Content{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := parseRecord(m, content, line); err != nil {
			return nil, fmt.Errorf("%s: %w", line, err)
		}
	}
	sortContent(content)
	return content, nil
}

func sortContent(c *landscape.Content) {
	c.Sort()
}

func parseRecord(m *schema.Metamodel, content *landscape.Content, line string) error {
	cells := strings.Split(line, "|")
	head := strings.Fields(cells[0])
	if len(head) != 2 && len(head) != 5 {
		return fmt.Errorf("neither Kind key nor Kind key TYPE Kind key")
	}
	from := landscape.Ref{Kind: m.Kind(head[0]), Key: head[1]}
	if from.Kind == nil || !schema.ValidKey(from.Key) {
		return fmt.Errorf("no kind %s or no key %s", head[0], from.Key)
	}
	if len(head) == 2 {
		values, err := parseValues(from.Kind.Attribute, cells[1:])
		if err != nil {
			return err
		}
		values["key"] = from.Key
		setDefault(values, "name", from.Key)
		if from.Kind.Name != landscape.ActorKind {
			setDefault(values, "owner", packageOwner)
		}
		content.Elements = append(content.Elements, landscape.NewElement(from.Kind, values))
		return nil
	}
	relation, to := m.Relation(head[2], from.Kind), landscape.Ref{Kind: m.Kind(head[3]), Key: head[4]}
	if relation == nil || !relation.Ends(to.Kind) {
		return fmt.Errorf("no such relation")
	}
	values, err := parseValues(relation.Attribute, cells[1:])
	if err != nil {
		return err
	}
	setDefault(values, "owner", packageOwner)
	content.Relations = append(content.Relations, landscape.NewRelation(relation, from, to, values))
	return nil
}

// packageOwner owns what is written without an owner: everybody sees it.
const packageOwner = landscape.PackagePrefix + "p@1"

func setDefault(values map[string]any, name string, value any) {
	if _, ok := values[name]; !ok {
		values[name] = value
	}
}

func parseValues(attribute func(string) *schema.Attribute, cells []string) (map[string]any, error) {
	values := map[string]any{}
	for _, cell := range cells {
		name, text, _ := strings.Cut(strings.TrimSpace(cell), " ")
		a := attribute(name)
		if a == nil {
			return nil, fmt.Errorf("no attribute %s", name)
		}
		text = strings.TrimSpace(text)
		if a.List {
			var list []string
			for item := range strings.SplitSeq(text, ",") {
				list = append(list, strings.TrimSpace(item))
			}
			values[name] = list
			continue
		}
		if strings.HasPrefix(text, `"`) {
			var err error
			if text, err = strconv.Unquote(text); err != nil {
				return nil, err
			}
		}
		v, err := a.ParseValue(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		values[name] = v
	}
	return values, nil
}

// contentText writes a landscape for a reader, one record a line, much as parseLandscape reads it.
func contentText(c *landscape.Content) string {
	var b strings.Builder
	refs := map[landscape.ID]string{}
	for _, e := range c.Elements {
		refs[e.ID] = e.Ref().String()
		fmt.Fprintf(&b, "%s%s\n", refs[e.ID], valuesText(e.Kind.Attributes, e.Values, func(a *schema.Attribute) bool {
			return a.Name != "id" && a.Name != "key"
		}))
	}
	for _, r := range c.Relations {
		fmt.Fprintf(&b, "%s %s %s%s\n", refs[r.From], r.Type.Type, refs[r.To], valuesText(r.Type.Attributes, r.Values, everything))
	}
	return b.String()
}

func everything(*schema.Attribute) bool { return true }

// valuesText writes the values that are asked for and not absent.
func valuesText(attributes []*schema.Attribute, values []any, asked func(*schema.Attribute) bool) string {
	var b strings.Builder
	for i, a := range attributes {
		if !asked(a) {
			continue
		}
		switch v := values[i].(type) {
		case nil:
			if a.List {
				fmt.Fprintf(&b, " | %s is no list", a.Name)
			}
		case string:
			fmt.Fprintf(&b, " | %s %q", a.Name, v)
		case int64:
			fmt.Fprintf(&b, " | %s %d", a.Name, v)
		case float64:
			// The point tells a Float from an Int.
			fmt.Fprintf(&b, " | %s %.6e", a.Name, v)
		case bool:
			fmt.Fprintf(&b, " | %s %t", a.Name, v)
		case []string:
			if len(v) > 0 {
				fmt.Fprintf(&b, " | %s %q", a.Name, v)
			}
		default:
			fmt.Fprintf(&b, " | %s is a %T", a.Name, v)
		}
	}
	return b.String()
}

// list writes items one after the other, with commas between.
func list[T any](items []T, text func(T) string) string {
	var b strings.Builder
	for i, item := range items {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(text(item))
	}
	return b.String()
}
