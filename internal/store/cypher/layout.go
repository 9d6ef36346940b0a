package cypher

import (
	"fmt"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Properties that are no attributes. Those with an underscore are for this store alone.
const (
	propLandscape = "landscape"
	propKind      = "kind"
	propLevel     = "_level"   // the rank of the visibility
	propNameKey   = "_nameKey" // keyOf the name
)

// LabelElement is on every element, besides the label of its kind.
const LabelElement = "Element"

// foldedOf names the property that holds an attribute's text as searches compare it.
func foldedOf(a *schema.Attribute) string { return "_" + a.Name + "Folded" }

// keyOf names the property that holds a text's place in the Swedish alphabet.
func keyOf(a *schema.Attribute) string { return "_" + a.Name + "Key" }

// orderOf names the property that holds a text's place in an order, where the text itself does not tell it.
func orderOf(a *schema.Attribute) string { return "_" + a.Name + "Order" }

// Quoted writes a label, relationship type or property name in a statement. Such names come from the schema only.
func Quoted(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// ordinary is the last rune whose order the server never mistakes. It orders stored text by code point, but text that it compares
// with a parameter by UTF-16 unit, and the two differ above this.
const ordinary = '\uD7FE'

// orderable returns text that orders by code point as well as by UTF-16 unit, as the text given orders by code point.
func orderable(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r > ordinary }) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if r > ordinary {
			fmt.Fprintf(&b, "\uD7FF%06x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// freeText reports whether an attribute's order is that of its text, which may hold anything.
func freeText(a *schema.Attribute) bool {
	return a.Type == schema.String && a.Enum == nil && !a.List && !a.Swedish
}

// properties returns the properties that the values of a record are stored as. Values that are not there have none, and an
// empty list is as none.
func properties(attributes []*schema.Attribute, values []any) map[string]any {
	p := make(map[string]any, len(attributes)+6)
	for i, a := range attributes {
		v := values[i]
		if list, is := v.([]string); v == nil || a.Computed || is && len(list) == 0 {
			continue
		}
		p[a.Name] = v
		if a.Search {
			switch v := v.(type) {
			case string:
				p[foldedOf(a)] = landscape.Fold(v)
			case []string:
				folded := make([]string, len(v))
				for i, s := range v {
					folded[i] = landscape.Fold(s)
				}
				p[foldedOf(a)] = folded
			}
		}
		if s, is := v.(string); is && a.Swedish {
			p[keyOf(a)] = landscape.CollationKey(s)
		} else if is && freeText(a) && orderable(s) != s {
			p[orderOf(a)] = orderable(s)
		}
	}
	return p
}

// ElementProperties returns what the node of an element holds.
func ElementProperties(in string, e *landscape.Element) map[string]any {
	p := properties(e.Kind.Attributes, e.Values)
	p[propLandscape], p["id"], p[propKind] = in, string(e.ID), e.Kind.Name
	p[propLevel] = int64(landscape.VisibilityRank(e.Visibility()))
	return p
}

// RelationProperties returns what the relationship of a claim holds.
func RelationProperties(r *landscape.Relation) map[string]any {
	p := properties(r.Type.Attributes, r.Values)
	p["id"] = string(r.ID)
	p[propLevel] = int64(landscape.VisibilityRank(r.Visibility()))
	return p
}

// columns are the properties of records that a statement gives, by name, in the order in which it gives them.
type columns []string

// always are the attributes of elements that every answer has, and barely those of one that is bare.
var (
	always = []string{"key", "name", "owner", "visibility", "validFrom", "validTo"}
	barely = always[:1]
)

// elementColumns returns the columns of elements of some kinds: the kind, the id, those that come whatever is named, and the
// attributes named, or all where attributes is nil. All attributes of many kinds are no columns, of which each element would have few, but
// the whole record.
func elementColumns(kinds []*schema.Kind, attributes, anyway []string) columns {
	if attributes == nil && len(kinds) > 1 {
		return nil
	}
	c := append(columns{propKind, "id"}, anyway...)
	for _, k := range kinds {
		for _, a := range k.Attributes {
			if !a.Computed && (attributes == nil || slices.Contains(attributes, a.Name)) {
				c = append(c, a.Name)
			}
		}
	}
	return c.once()
}

// once returns the columns without those that stand there before.
func (c columns) once() columns {
	var once columns
	for _, name := range c {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	return once
}

// claimColumns returns the columns of relations of a type: the id and all attributes.
func claimColumns(r *schema.Relation) columns {
	c := columns{"id"}
	for _, a := range r.Attributes {
		if !a.Computed {
			c = append(c, a.Name)
		}
	}
	return c
}

// of writes the columns of the record that a variable names as a list, or the whole record as a map.
func (c columns) of(variable string) string {
	if c == nil {
		return "properties(" + variable + ")"
	}
	var b strings.Builder
	for i, name := range c {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(variable + "." + Quoted(name))
	}
	return "[" + b.String() + "]"
}

// each hands over the values of a record by the names of its properties.
func (c columns) each(row any, value func(name string, v any)) {
	if whole, is := row.(map[string]any); is {
		for name, v := range whole {
			value(name, v)
		}
		return
	}
	for i, v := range row.([]any) {
		value(c[i], v)
	}
}

// element reads an element from its columns; nil where the kind is none of the model's.
func (c columns) element(m *schema.Metamodel, row any) *landscape.Element {
	e := &landscape.Element{}
	c.each(row, func(name string, v any) {
		switch s, _ := v.(string); name {
		case propKind:
			e.Kind = m.Kind(s)
		case "id":
			e.ID = landscape.ID(s)
		}
	})
	if e.Kind == nil {
		return nil
	}
	e.Values = c.values(e.Kind.Attributes, e.Kind.Attribute, row)
	return e
}

// relation reads a claim from its columns, given its ends. Whether it confirms itself follows from them.
func (c columns) relation(t *schema.Relation, from, to *landscape.Element, row any) *landscape.Relation {
	r := &landscape.Relation{Type: t, From: from.ID, To: to.ID, Values: c.values(t.Attributes, t.Attribute, row)}
	c.each(row, func(name string, v any) {
		if s, is := v.(string); is && name == "id" {
			r.ID = landscape.ID(s)
		}
	})
	r.Values[schema.ClaimConfirmed] = landscape.Confirms(r.Owner(), from, to)
	return r
}

// values reads what a record has of some attributes. A list is never absent.
func (c columns) values(attributes []*schema.Attribute, attribute func(name string) *schema.Attribute, row any) []any {
	values := make([]any, len(attributes))
	for i, a := range attributes {
		if a.List {
			values[i] = []string(nil)
		}
	}
	c.each(row, func(name string, v any) {
		a := attribute(name)
		if a == nil || v == nil {
			return
		}
		if list, is := v.([]any); is {
			texts := make([]string, len(list))
			for i, s := range list {
				texts[i], _ = s.(string)
			}
			v = texts
		}
		values[a.Index] = v
	})
	return values
}
