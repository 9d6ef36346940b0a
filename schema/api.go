package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

// analyses returns the SDL of the types that are not part of the model, without annotations; Swedish labels move into the
// descriptions, where introspection shows them.
func (p *parser) analyses() string {
	doc := &ast.Schema{Types: map[string]*ast.Definition{}}
	for _, d := range p.definitions() {
		if p.used[d.Name] || d.Kind == ast.Scalar {
			continue
		}
		copied := *d
		copied.Fields = nil
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			field := *f
			field.Description = labelled(label(f.Directives, "analysis"), f.Description)
			field.Directives = nil
			copied.Fields = append(copied.Fields, &field)
		}
		copied.EnumValues = nil
		for _, v := range d.EnumValues {
			value := *v
			value.Description = labelled(label(v.Directives, "label"), v.Description)
			value.Directives = nil
			copied.EnumValues = append(copied.EnumValues, &value)
		}
		doc.Types[d.Name] = &copied
	}
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(doc)
	return b.String()
}

func label(l ast.DirectiveList, name string) string {
	if d := l.ForName(name); d != nil {
		if arg := d.Arguments.ForName("sv"); arg != nil {
			return arg.Value.Raw
		}
	}
	return ""
}

// labelled puts the Swedish label before a description.
func labelled(sv, doc string) string {
	switch {
	case sv == "":
		return doc
	case doc == "":
		return sv + "."
	}
	return sv + ". " + doc
}

// API returns the SDL of the whole API, derived from the model: what ReadingAPI has, and the mutations.
func (m *Metamodel) API() string {
	w := &writer{}
	w.reading(m)
	w.writing(m)
	return w.b.String()
}

// ReadingAPI returns the SDL of what can be asked: types, connections, filters, orders, look-ups, lists, analyses and history.
func (m *Metamodel) ReadingAPI() string {
	w := &writer{}
	w.reading(m)
	return w.b.String()
}

func (w *writer) reading(m *Metamodel) {
	w.line("# Generated from the annotated SDL beside this file by `go generate ./schema`; edits belong there.")
	w.scalars()
	w.query(m)
	w.element(m)
	for _, k := range m.Kinds {
		w.kind(k)
	}
	w.claims(m)
	w.filters(m)
	w.enums(m)
	w.history()
	_, types := m.analyses()
	w.line("%s\n", strings.TrimSpace(types))
}

// analyses parts the analyses' SDL into the fields of Query and the types that these use.
func (m *Metamodel) analyses() (queryFields, types string) {
	before, after, _ := strings.Cut(m.analysis, "type Query {\n")
	fields, after, _ := strings.Cut(after, "\n}\n")
	return fields, before + after
}

type writer struct{ b strings.Builder }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

// doc writes a description, indented as what it describes.
func (w *writer) doc(indent, text string) {
	if text == "" {
		return
	}
	if strings.ContainsAny(text, "\"\\\n") {
		w.line("%s\"\"\"\n%s%s\n%s\"\"\"", indent, indent, strings.ReplaceAll(text, "\n", "\n"+indent), indent)
		return
	}
	w.line("%s%q", indent, text)
}

func (w *writer) scalars() {
	w.doc("", "A whole day without time zone, written 2026-12-01.")
	w.line("scalar Date\n")
	w.doc("", "A key: [A-Za-z0-9@._/-]+, at most 200 bytes, unique within a kind.")
	w.line("scalar Key\n")
}

const pageArguments = "first: Int, after: String, last: Int, before: String"

func (w *writer) query(m *Metamodel) {
	w.line("type Query {")
	w.doc("  ", "The element with that id, or null.")
	w.line("  node(id: ID!): Element")
	w.doc("  ", "The elements with those ids, in their order; null where there is none.")
	w.line("  nodes(ids: [ID!]!): [Element]!")
	for _, k := range m.Kinds {
		w.doc("  ", fmt.Sprintf("%s. By key or id, exactly one of them; null where nothing is there or nothing may be seen.", k.Label))
		w.line("  %s(key: Key, id: ID): %s", k.Singular, k.Name)
		w.doc("  ", fmt.Sprintf("%s. By name if not ordered otherwise; at: those valid that day; first or last at most 500, 50 if not given.", k.LabelPlural))
		w.line("  %s(where: %sWhere, orderBy: [%sOrder!], at: Date, %s): %sConnection!", k.Plural, k.Name, k.Name, pageArguments, k.Name)
	}
	if fields, _ := m.analyses(); fields != "" {
		w.line("%s", fields)
	}
	w.doc("  ", "What happened, the newest first; element: to that element and the claims on it; since and before: after or before a revision; first is at most 500.")
	w.line("  changes(element: ID, %s): [Commit!]!", historyArguments)
	w.line("}\n")
}

func (w *writer) element(m *Metamodel) {
	w.doc("", labelled(m.Element.Label, m.Element.Doc))
	w.line("interface Element {")
	for _, a := range m.Element.Attributes {
		w.attribute(a, a.GraphQL())
	}
	w.line("}\n")
	w.whereAndOrder(m.Element)
	w.doc("", "Which part of a list is shown. The cursors are those of the first and last row; null where there is none.")
	w.line("type PageInfo {\n  hasNextPage: Boolean!\n  hasPreviousPage: Boolean!\n  startCursor: String\n  endCursor: String\n}\n")
	w.doc("", "The kinds of element.")
	w.line("enum ElementKind {")
	for _, k := range m.Kinds {
		w.doc("  ", k.Label+".")
		w.line("  %s", k.Name)
	}
	w.line("}\n")
}

func (w *writer) attribute(a *Attribute, graphqlType string) {
	w.doc("  ", labelled(a.Label, a.Doc))
	w.line("  %s: %s", a.Name, graphqlType)
}

func (w *writer) kind(k *Kind) {
	doc := k.Doc
	if k.ArchiMate != "" {
		doc += " ArchiMate: " + k.ArchiMate + "."
	}
	w.doc("", labelled(k.Label, doc))
	w.line("type %s implements Element {", k.Name)
	for _, a := range k.Attributes {
		w.attribute(a, a.GraphQL())
	}
	for _, f := range k.Fields {
		far := f.FarName()
		w.doc("  ", labelled(f.Label, f.Doc))
		w.line("  %s(where: %sWhere, claim: %sWhere, orderBy: [%sOrder!], at: Date, %s): %sConnection!",
			f.Name, far, f.Relation.ClaimType, far, pageArguments, f.TypeName())
	}
	w.doc("  ", historyDoc)
	w.line("  changes(%s): [Commit!]!", historyArguments)
	w.line("}\n")
	w.connection(k.Name, k.Name, k.LabelPlural)
	w.line("type %sEdge {\n  node: %s!\n  cursor: String!\n}\n", k.Name, k.Name)
	w.whereAndOrder(k)
	for _, f := range k.Fields {
		w.connection(f.TypeName(), f.FarName(), f.Label)
		w.doc("", "An element at the other end; the values are those of the claim that decides.")
		w.line("type %sEdge {\n  node: %s!\n  cursor: String!", f.TypeName(), f.FarName())
		w.claimFields(f.Relation)
		w.doc("  ", "All claims that may be seen, by owner, then date.")
		w.line("  claims: [%s!]!\n}\n", f.Relation.ClaimType)
	}
}

func (w *writer) connection(name, node, sv string) {
	w.doc("", sv+".")
	w.line("type %sConnection {\n  nodes: [%s!]!\n  edges: [%sEdge!]!\n  pageInfo: PageInfo!\n  totalCount: Int!\n}\n", name, node, name)
}

func (w *writer) claimFields(r *Relation) {
	for _, a := range r.Own() {
		w.attribute(a, a.TypeName())
	}
	for _, a := range r.Attributes[:ClaimOwn] {
		w.attribute(a, a.GraphQL())
	}
}

// claims writes the type and filter of each kind of claim once; most relations share the plain Claim.
func (w *writer) claims(m *Metamodel) {
	var seen []string
	for _, r := range m.Relations {
		if slices.Contains(seen, r.ClaimType) {
			continue
		}
		seen = append(seen, r.ClaimType)
		w.doc("", "What one owner states about a relation.")
		w.line("type %s {\n  id: ID!", r.ClaimType)
		w.claimFields(r)
		w.line("}\n")
		w.line("input %sWhere {\n  and: [%sWhere!]\n  or: [%sWhere!]\n  not: %sWhere", r.ClaimType, r.ClaimType, r.ClaimType, r.ClaimType)
		for _, a := range append(slices.Clone(r.Own()), r.Attributes[:ClaimOwn]...) {
			w.line("  %s: %s", a.Name, a.FilterName())
		}
		w.line("}\n")
	}
}

func (w *writer) whereAndOrder(k *Kind) {
	w.line("input %sWhere {\n  and: [%sWhere!]\n  or: [%sWhere!]\n  not: %sWhere", k.Name, k.Name, k.Name, k.Name)
	if k.Index < 0 {
		w.line("  kind: ElementKindFilter")
	}
	for _, a := range k.Attributes {
		if !a.Computed {
			w.line("  %s: %s", a.Name, a.FilterName())
		}
	}
	for _, f := range k.Fields {
		w.line("  %s: %sRelationFilter", f.Name, f.FarName())
	}
	w.line("}\n")
	w.doc("", "One field an object; the order ends in key, then kind.")
	w.line("input %sOrder {", k.Name)
	for _, a := range k.Attributes {
		if a.Ordered() {
			w.line("  %s: OrderDirection", a.Name)
		}
	}
	w.line("}\n")
	w.doc("", "Holds where some, or none, of the related elements answer the filter.")
	w.line("input %sRelationFilter {\n  some: %sWhere\n  none: %sWhere\n}\n", k.Name, k.Name, k.Name)
}

// Ordered reports whether lists can be ordered by the attribute.
func (a *Attribute) Ordered() bool { return !a.List && !a.Computed }

// FilterName returns the name of the filter that the API has for the attribute: StringFilter, ActorKindListFilter.
func (a *Attribute) FilterName() string {
	if a.List {
		return a.TypeName() + "ListFilter"
	}
	return a.TypeName() + "Filter"
}

func (w *writer) filters(m *Metamodel) {
	w.doc("", "The direction of an order; what has no value comes last ascending and first descending.")
	w.line("enum OrderDirection {\n  ASC\n  DESC\n}\n")
	for _, t := range []Type{String, Key, Int, Float, Date, Boolean} {
		w.filter(string(t), string(t), t != Boolean, t == String || t == Key)
	}
	w.filter("ElementKind", "ElementKind", false, false)
	w.line("input StringListFilter {\n  has: String\n}\n")
	for _, e := range m.Enums {
		w.filter(e.Name, e.Name, false, false)
		if m.lists(e) {
			w.line("input %sListFilter {\n  has: %s\n}\n", e.Name, e.Name)
		}
	}
}

func (m *Metamodel) lists(e *Enum) bool {
	return slices.ContainsFunc(m.Kinds, func(k *Kind) bool {
		return slices.ContainsFunc(k.Own(), func(a *Attribute) bool { return a.List && a.Enum == e })
	})
}

func (w *writer) filter(name, value string, ordered, text bool) {
	w.line("input %sFilter {\n  eq: %s\n  ne: %s\n  in: [%s!]\n  isNull: Boolean", name, value, value, value)
	if ordered {
		w.line("  lt: %s\n  lte: %s\n  gt: %s\n  gte: %s", value, value, value, value)
	}
	if text {
		w.line("  contains: String\n  startsWith: String")
	}
	w.line("}\n")
}

func (w *writer) enums(m *Metamodel) {
	for _, e := range m.Enums {
		w.doc("", e.Doc)
		w.line("enum %s {", e.Name)
		for _, v := range e.Values {
			w.doc("  ", labelled(v.Label, v.Doc))
			w.line("  %s", v.Name)
		}
		w.line("}\n")
	}
}
