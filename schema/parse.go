package schema

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Parse reads annotated SDL. An error names the file and line that is wrong; the first one found is returned.
func Parse(sources ...Source) (*Metamodel, error) {
	var in []*ast.Source
	for _, s := range sources {
		in = append(in, &ast.Source{Name: s.Name, Input: s.Text})
	}
	doc, err := gqlparser.LoadSchema(in...)
	if err != nil {
		return nil, located(err)
	}
	p := &parser{doc: doc, meta: &Metamodel{kinds: map[string]*Kind{}}, enums: map[string]*Enum{}, used: map[string]bool{}}
	if err := p.parse(); err != nil {
		return nil, err
	}
	return p.meta, nil
}

// located writes gqlparser's errors as this package writes its own: file:line: message.
func located(err error) error {
	var g *gqlerror.Error
	if errors.As(err, &g) && len(g.Locations) > 0 {
		file, _ := g.Extensions["file"].(string)
		return fmt.Errorf("%s:%d: %s", file, g.Locations[0].Line, g.Message)
	}
	return err
}

func wrong(at *ast.Position, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", at.Src.Name, at.Line, fmt.Sprintf(format, args...))
}

type parser struct {
	doc   *ast.Schema
	meta  *Metamodel
	enums map[string]*Enum
	used  map[string]bool // types that are part of the model and not of the analyses
}

// definitions returns the types in the order of the files, then of the lines.
func (p *parser) definitions() []*ast.Definition {
	var all []*ast.Definition
	for _, d := range p.doc.Types {
		if !d.BuiltIn && d.Position != nil && d.Position.Src != nil {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b *ast.Definition) int {
		if c := strings.Compare(a.Position.Src.Name, b.Position.Src.Name); c != 0 {
			return c
		}
		return a.Position.Start - b.Position.Start
	})
	return all
}

func (p *parser) parse() error {
	element := p.doc.Types["Element"]
	if element == nil || element.Kind != ast.Interface {
		return fmt.Errorf("the SDL has no interface Element")
	}
	var err error
	if p.meta.Element, err = p.kind(element, -1); err != nil {
		return err
	}
	for _, d := range p.definitions() {
		if d.Kind != ast.Object || d.Directives.ForName("element") == nil {
			continue
		}
		k, err := p.kind(d, len(p.meta.Kinds))
		if err != nil {
			return err
		}
		p.meta.Kinds = append(p.meta.Kinds, k)
		p.meta.kinds[k.Name] = k
	}
	for _, k := range p.meta.Kinds {
		if err := p.attributes(k, p.doc.Types[k.Name]); err != nil {
			return err
		}
	}
	for _, k := range append([]*Kind{p.meta.Element}, p.meta.Kinds...) {
		if err := p.relations(k, p.doc.Types[k.Name]); err != nil {
			return err
		}
	}
	if err := p.fields(); err != nil {
		return err
	}
	for _, d := range p.definitions() {
		if e := p.enums[d.Name]; e != nil {
			p.meta.Enums = append(p.meta.Enums, e)
		}
	}
	p.meta.analysis = p.analyses()
	// The enums of the analyses come last: reading one makes it part of the model's own SDL, which these are not.
	for _, d := range p.definitions() {
		if d.Kind != ast.Enum {
			continue
		}
		if _, err := p.enum(d); err != nil {
			return err
		}
	}
	p.meta.enums = p.enums
	return p.collisions()
}

func (p *parser) kind(d *ast.Definition, index int) (*Kind, error) {
	dir := d.Directives.ForName("element")
	if dir == nil {
		return nil, wrong(d.Position, "%s has no @element", d.Name)
	}
	a := &arguments{dir: dir}
	k := &Kind{
		Name: d.Name, Singular: lowerFirst(d.Name), Doc: d.Description, Index: index,
		ArchiMate: a.text("archimate"), Plural: a.text("plural"), Label: a.text("sv"), LabelPlural: a.text("svPlural"), Reference: a.flag("reference"),
		attributes: map[string]*Attribute{}, fields: map[string]*Field{},
	}
	if a.err != nil {
		return nil, a.err
	}
	if !fieldName.MatchString(k.Plural) {
		return nil, wrong(dir.Position, "%s: the plural %q cannot be a field of the API", k.Name, k.Plural)
	}
	for _, other := range p.meta.Kinds {
		if other.Plural == k.Plural || other.Singular == k.Plural || other.Plural == k.Singular {
			return nil, wrong(dir.Position, "%s and %s have the same name in the API", k.Name, other.Name)
		}
	}
	if k.Plural == k.Singular {
		return nil, wrong(dir.Position, "the plural of %s is its singular", k.Name)
	}
	p.used[d.Name] = true
	if index < 0 {
		return k, p.attributes(k, d)
	}
	return k, nil
}

// attributes reads a kind's values; those of Element come first in every kind.
func (p *parser) attributes(k *Kind, d *ast.Definition) error {
	if k != p.meta.Element && p.meta.Element != nil {
		for _, a := range p.meta.Element.Attributes {
			k.Attributes = append(k.Attributes, a)
			k.attributes[a.Name] = a
		}
	}
	for _, f := range d.Fields {
		if strings.HasPrefix(f.Name, "__") || f.Directives.ForName("relation") != nil {
			continue
		}
		a, err := p.attribute(f, k.attributes[f.Name] != nil)
		if err != nil {
			return err
		}
		if a.Identity {
			return wrong(f.Position, "%s: only a relation's attribute can belong to its identity", f.Name)
		}
		a.Index = len(k.Attributes)
		k.Attributes = append(k.Attributes, a)
		k.attributes[a.Name] = a
	}
	if k.Index < 0 && len(k.Attributes) != commonAttributes {
		return wrong(d.Position, "Element has %d attributes; the constants of metamodel.go know %d", len(k.Attributes), commonAttributes)
	}
	return nil
}

func (p *parser) attribute(f *ast.FieldDefinition, taken bool) (*Attribute, error) {
	dir := f.Directives.ForName("attribute")
	switch {
	case dir == nil:
		return nil, wrong(f.Position, "%s has neither @attribute nor @relation", f.Name)
	case taken:
		return nil, wrong(f.Position, "%s is stated twice", f.Name)
	case len(f.Arguments) > 0:
		return nil, wrong(f.Position, "%s takes arguments; an attribute takes none", f.Name)
	}
	if slices.Contains(reserved, f.Name) {
		return nil, wrong(f.Position, "%s means something else in files and filters", f.Name)
	}
	args := &arguments{dir: dir}
	a := &Attribute{
		Name: f.Name, Doc: f.Description, Label: args.text("sv"), Search: args.flag("search"), Identity: args.flag("key"),
		Visibility: args.text("visibility"), Min: args.number("min"), Max: args.number("max"),
		Computed: f.Directives.ForName("computed") != nil,
	}
	order, def := args.text("order"), args.text("default")
	if args.err != nil {
		return nil, args.err
	}
	t := f.Type
	if t.Elem != nil {
		if !t.NonNull || !t.Elem.NonNull || t.Elem.Elem != nil {
			return nil, wrong(f.Position, "%s: a list is written [Type!]!", f.Name)
		}
		a.List, t = true, t.Elem
	}
	a.Required = t.NonNull && !a.List
	if err := p.attributeType(a, t, f); err != nil {
		return nil, err
	}
	switch {
	case order == "SWEDISH" && a.Type == String && !a.List && a.Required:
		a.Swedish = true
	case order != "":
		return nil, wrong(dir.Position, "%s: order can only be SWEDISH, on a String!", f.Name)
	}
	switch {
	case a.Search && a.Type != String:
		return nil, wrong(dir.Position, "%s: only text is searched", f.Name)
	case a.Min != nil && a.Max != nil && *a.Min > *a.Max:
		return nil, wrong(dir.Position, "%s: min is more than max", f.Name)
	case a.List && def != "":
		return nil, wrong(dir.Position, "%s: a list has no default", f.Name)
	case (a.Min != nil || a.Max != nil) && a.Type != Int:
		return nil, wrong(dir.Position, "%s: min and max are for Int", f.Name)
	case a.Identity && (a.Type != Date || a.List || a.Required):
		return nil, wrong(dir.Position, "%s: only an optional Date can belong to a relation's identity", f.Name)
	case a.Visibility != "" && (a.List || a.Required):
		return nil, wrong(dir.Position, "%s: what can be hidden must be nullable and no list", f.Name)
	case a.Visibility != "" && p.doc.Types["Visibility"].EnumValues.ForName(a.Visibility) == nil:
		return nil, wrong(dir.Position, "%s: visibility %s is none of the enum Visibility", f.Name, a.Visibility)
	}
	if def != "" {
		v, err := a.ParseValue(def)
		if err != nil {
			return nil, wrong(dir.Position, "%s: default %q is not %v", f.Name, def, err)
		}
		a.Default = v
	}
	return a, nil
}

func (p *parser) attributeType(a *Attribute, t *ast.Type, f *ast.FieldDefinition) error {
	switch name := t.Name(); Type(name) {
	case String, Int, Float, Boolean, Date, Key:
		a.Type = Type(name)
		if a.List && a.Type != String {
			return wrong(f.Position, "%s: a list holds String or an enum", f.Name)
		}
	case ID:
		if !a.Computed {
			return wrong(f.Position, "%s: only the element's own id is an ID", f.Name)
		}
		a.Type = ID
	default:
		d := p.doc.Types[name]
		if d == nil || d.Kind != ast.Enum {
			return wrong(f.Position, "%s: %s is neither a scalar nor an enum; a relation is marked @relation", f.Name, name)
		}
		e, err := p.enum(d)
		if err != nil {
			return err
		}
		a.Type, a.Enum = EnumOf, e
	}
	return nil
}

func (p *parser) enum(d *ast.Definition) (*Enum, error) {
	if e := p.enums[d.Name]; e != nil {
		return e, nil
	}
	e := &Enum{Name: d.Name, Doc: d.Description}
	for _, v := range d.EnumValues {
		dir := v.Directives.ForName("label")
		if dir == nil {
			return nil, wrong(v.Position, "%s.%s has no @label", d.Name, v.Name)
		}
		args := &arguments{dir: dir}
		e.Values = append(e.Values, EnumValue{Name: v.Name, Label: args.text("sv"), Doc: v.Description})
		if args.err != nil {
			return nil, args.err
		}
	}
	p.enums[d.Name], p.used[d.Name] = e, true
	return e, nil
}

// arguments reads a directive's arguments and keeps the first error.
type arguments struct {
	dir *ast.Directive
	err error
}

func (a *arguments) value(name string, kind ast.ValueKind, expected string) string {
	arg := a.dir.Arguments.ForName(name)
	if arg == nil || arg.Value.Kind == ast.NullValue {
		return ""
	}
	if arg.Value.Kind != kind && a.err == nil {
		a.err = wrong(arg.Position, "@%s(%s:) is %s", a.dir.Name, name, expected)
	}
	return arg.Value.Raw
}

func (a *arguments) text(name string) string { return a.value(name, ast.StringValue, "a text") }
func (a *arguments) flag(name string) bool {
	return a.value(name, ast.BooleanValue, "true or false") == "true"
}

func (a *arguments) number(name string) *int {
	raw := a.value(name, ast.IntValue, "a whole number")
	if raw == "" || a.err != nil {
		return nil
	}
	n, err := strconv.Atoi(raw)
	if err != nil {
		a.err = wrong(a.dir.Position, "@%s(%s:) is a whole number", a.dir.Name, name)
		return nil
	}
	return &n
}
