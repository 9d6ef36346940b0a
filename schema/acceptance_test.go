package schema

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	sdl "github.com/vektah/gqlparser/v2/parser"
)

// acceptance opens a file that the product's users rest on. It lies beside the project; only CI is sure to have it.
func acceptance(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "shared", "acceptance", name))
	switch {
	case err == nil:
		t.Cleanup(func() { f.Close() })
		return f
	case os.Getenv("CI") != "":
		t.Fatal(err)
	default:
		t.Skip(err)
	}
	return nil
}

func rows(t *testing.T, name string) [][]string {
	t.Helper()
	all, err := csv.NewReader(acceptance(t, name)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

// derived is the API as gqlparser reads it.
func derived(t *testing.T) (*Metamodel, *ast.Schema) {
	t.Helper()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := gqlparser.LoadSchema(&ast.Source{Name: "api", Input: m.API()})
	if err != nil {
		t.Fatal(err)
	}
	return m, s
}

// api checks the API field by field and says what is not as it should be.
type api struct {
	*testing.T
	schema *ast.Schema
}

func (a *api) has(typeName, field, want string, args ...string) {
	a.Helper()
	d := a.schema.Types[typeName]
	if d == nil {
		a.Errorf("there is no type %s", typeName)
		return
	}
	f := d.Fields.ForName(field)
	if f == nil || f.Type.String() != want {
		a.Errorf("%s.%s is not %s: %v", typeName, field, want, f)
		return
	}
	for i := 0; i < len(args); i += 2 {
		if arg := f.Arguments.ForName(args[i]); arg == nil || arg.Type.String() != args[i+1] {
			a.Errorf("%s.%s(%s:) is not %s", typeName, field, args[i], args[i+1])
		}
	}
	if len(f.Arguments) != len(args)/2 {
		a.Errorf("%s.%s has %d arguments", typeName, field, len(f.Arguments))
	}
}

func (a *api) enum(name string, values string) {
	a.Helper()
	d := a.schema.Types[name]
	if d == nil || d.Kind != ast.Enum {
		a.Errorf("there is no enum %s", name)
		return
	}
	at := -1
	for value := range strings.SplitSeq(values, "|") {
		i := -1
		for j, v := range d.EnumValues {
			if v.Name == value {
				i = j
			}
		}
		if i <= at {
			a.Errorf("%s.%s is not in its place", name, value)
		}
		at = i
	}
}

// filter checks a filter, whose operators depend on what it compares.
func (a *api) filter(where, field, typeName string) {
	a.Helper()
	base := strings.Trim(typeName, "[]!")
	name := base + "Filter"
	if strings.HasPrefix(typeName, "[") {
		name = base + "ListFilter"
		a.has(name, "has", base)
		a.has(where, field, name)
		return
	}
	a.has(where, field, name)
	for _, op := range []string{"eq", "ne"} {
		a.has(name, op, base)
	}
	a.has(name, "in", "["+base+"!]")
	a.has(name, "isNull", "Boolean")
	_, isEnum := a.schema.Types[base], a.schema.Types[base].Kind == ast.Enum
	ordered := base != "Boolean" && !isEnum
	for _, op := range []string{"lt", "lte", "gt", "gte"} {
		if ordered {
			a.has(name, op, base)
		} else if a.schema.Types[name].Fields.ForName(op) != nil {
			a.Errorf("%s has %s", name, op)
		}
	}
	for _, op := range []string{"contains", "startsWith"} {
		if base == "String" || base == "Key" {
			a.has(name, op, "String")
		} else if a.schema.Types[name].Fields.ForName(op) != nil {
			a.Errorf("%s has %s", name, op)
		}
	}
}

// logical checks and, or and not.
func (a *api) logical(where string) {
	a.Helper()
	a.has(where, "and", "["+where+"!]")
	a.has(where, "or", "["+where+"!]")
	a.has(where, "not", where)
}

var typeCell = regexp.MustCompile(`^(\[?)([A-Za-z]+)(?:\(([^)]*)\))?(.*)$`)

// parts takes apart a type as the CSV files write it: [String!]!, Int(0-4), Rung(A|B), Visibility(A|B)!.
func parts(cell string) (graphql, base, values string) {
	m := typeCell.FindStringSubmatch(cell)
	return m[1] + m[2] + m[4], m[2], m[3]
}

// TestKindsOfTheAPI: every attribute of kinds.csv is there with its type, its label, its filter and its order.
func TestKindsOfTheAPI(t *testing.T) {
	m, s := derived(t)
	a := &api{t, s}
	var common [][]string
	byKind := map[string][][]string{}
	for _, row := range rows(t, "kinds.csv") {
		if row[0] == "Element" {
			common = append(common, row)
		} else {
			byKind[row[0]] = append(byKind[row[0]], row)
		}
	}
	page := []string{"first", "Int", "after", "String", "last", "Int", "before", "String"}
	a.enum("ElementKind", func() string {
		var names []string
		for _, k := range m.Kinds {
			names = append(names, k.Name)
		}
		return strings.Join(names, "|")
	}())
	for _, k := range append([]*Kind{m.Element}, m.Kinds...) {
		name := k.Name
		a.logical(name + "Where")
		a.has(name+"RelationFilter", "some", name+"Where")
		a.has(name+"RelationFilter", "none", name+"Where")
		for _, row := range append(common, byKind[name]...) {
			graphql, base, values := parts(row[2])
			a.has(name, row[1], graphql)
			attribute := k.Attribute(row[1])
			if attribute.Label != row[4] || attribute.Search != (row[3] == "yes") {
				t.Errorf("%s.%s: label %q, searched %t", name, row[1], attribute.Label, attribute.Search)
			}
			switch {
			case base == "Int" && values != "":
				if attribute.Min == nil || attribute.Max == nil || attribute.rangeText() != " from "+strings.Replace(values, "-", " to ", 1) {
					t.Errorf("%s.%s: from %v to %v, not %s", name, row[1], attribute.Min, attribute.Max, values)
				}
			case values != "":
				a.enum(base, values)
			}
			order := s.Types[name+"Order"].Fields.ForName(row[1])
			if row[1] == "id" {
				if s.Types[name+"Where"].Fields.ForName("id") != nil || order != nil {
					t.Errorf("%s is filtered or ordered by id", name)
				}
				continue
			}
			a.filter(name+"Where", row[1], graphql)
			if strings.HasPrefix(graphql, "[") != (order == nil) {
				t.Errorf("%sOrder.%s: %v", name, row[1], order)
			}
		}
		if k == m.Element {
			a.has("ElementWhere", "kind", "ElementKindFilter")
			a.filter("ElementWhere", "kind", "ElementKind")
			continue
		}
		if byKind[name] == nil && len(k.Own()) > 0 {
			t.Logf("%s is the product's own", name)
		}
		a.has("Query", k.Singular, name, "key", "Key", "id", "ID")
		a.has("Query", k.Plural, name+"Connection!", append([]string{"where", name + "Where", "orderBy", "[" + name + "Order!]", "at", "Date"}, page...)...)
		a.connection(name, name)
	}
	for kind := range byKind {
		if m.Kind(kind) == nil {
			t.Errorf("there is no kind %s", kind)
		}
	}
	a.has("Query", "node", "Element", "id", "ID!")
	a.has("Query", "nodes", "[Element]!", "ids", "[ID!]!")
	for kind, plural := range map[string]string{"System": "systems", "Process": "processes", "Capability": "capabilities", "BuildingBlock": "buildingBlocks", "LoginMethod": "loginMethods"} {
		if got := m.Kind(kind).Plural; got != plural {
			t.Errorf("the plural of %s is %s", kind, got)
		}
	}
}

func (a *api) connection(name, node string) {
	a.Helper()
	a.has(name+"Connection", "nodes", "["+node+"!]!")
	a.has(name+"Connection", "edges", "["+name+"Edge!]!")
	a.has(name+"Connection", "pageInfo", "PageInfo!")
	a.has(name+"Connection", "totalCount", "Int!")
	a.has(name+"Edge", "node", node+"!")
	a.has(name+"Edge", "cursor", "String!")
}

// TestRelationsOfTheAPI: every relation of relations.csv is there from both ends, with its claims.
func TestRelationsOfTheAPI(t *testing.T) {
	m, s := derived(t)
	a := &api{t, s}
	kinds := func(cell string) (names []string) {
		if cell == "Element" {
			for _, k := range m.Kinds {
				names = append(names, k.Name)
			}
			return names
		}
		return strings.Split(cell, "|")
	}
	end := func(names []string) string {
		if len(names) == 1 {
			return names[0]
		}
		return "Element"
	}
	all := rows(t, "relations.csv")
	meanings := map[string]int{}
	for _, row := range all {
		if row[5] != "" {
			meanings[row[0]]++
		}
	}
	for _, row := range all {
		from, to := kinds(row[1]), kinds(row[3])
		claim := "Claim"
		if row[5] != "" {
			claim = pascal(row[0]) + "Claim"
			if meanings[row[0]] > 1 {
				claim = from[0] + claim
			}
		}
		a.has(claim, "id", "ID!")
		a.logical(claim + "Where")
		type attribute struct{ name, graphql string }
		attributes := []attribute{{"owner", "String!"}, {"confirmed", "Boolean!"}, {"origin", "String"}, {"visibility", "Visibility!"}, {"validFrom", "Date"}, {"validTo", "Date"}}
		for cell := range strings.SplitSeq(row[5], ";") {
			if cell == "" {
				continue
			}
			name, typ, _ := strings.Cut(cell, ":")
			graphql, base, values := parts(typ)
			r := m.Relation(row[0], m.Kind(from[0]))
			switch {
			case values == "key":
				if r.Identity == nil || r.Identity.Name != name {
					t.Errorf("%s.%s is not in the identity", row[0], name)
				}
			case base == "Int":
			case values != "":
				a.enum(base, values)
			}
			attributes = append(attributes, attribute{name, graphql})
		}
		for _, ends := range []struct {
			near  []string
			field string
			far   string
		}{{from, row[2], end(to)}, {to, row[4], end(from)}} {
			for _, kind := range ends.near {
				name := kind + upperFirst(ends.field)
				a.has(kind, ends.field, name+"Connection!", "where", ends.far+"Where", "claim", claim+"Where", "orderBy", "["+ends.far+"Order!]",
					"at", "Date", "first", "Int", "after", "String", "last", "Int", "before", "String")
				a.has(kind+"Where", ends.field, ends.far+"RelationFilter")
				a.connection(name, ends.far)
				a.has(name+"Edge", "claims", "["+claim+"!]!")
				for _, at := range attributes {
					a.has(name+"Edge", at.name, at.graphql)
					a.has(claim, at.name, at.graphql)
					a.filter(claim+"Where", at.name, at.graphql)
				}
			}
		}
	}
}

// TestAnalysesOfTheAPI: analysis.graphqls is part of the API; fields may be added to it.
func TestAnalysesOfTheAPI(t *testing.T) {
	_, s := derived(t)
	text, err := os.ReadFile(acceptance(t, "analysis.graphqls").Name())
	if err != nil {
		t.Fatal(err)
	}
	want, err := sdl.ParseSchema(&ast.Source{Name: "analysis.graphqls", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range append(want.Definitions, want.Extensions...) {
		have := s.Types[d.Name]
		if have == nil || have.Kind != d.Kind {
			t.Errorf("there is no %s %s", d.Kind, d.Name)
			continue
		}
		for _, f := range d.Fields {
			got := have.Fields.ForName(f.Name)
			if got == nil || got.Type.String() != f.Type.String() || len(got.Arguments) < len(f.Arguments) {
				t.Errorf("%s.%s is not %s", d.Name, f.Name, f.Type)
				continue
			}
			for _, arg := range f.Arguments {
				if g := got.Arguments.ForName(arg.Name); g == nil || g.Type.String() != arg.Type.String() || (g.DefaultValue == nil) != (arg.DefaultValue == nil) ||
					g.DefaultValue != nil && g.DefaultValue.String() != arg.DefaultValue.String() {
					t.Errorf("%s.%s(%s:) is not %s", d.Name, f.Name, arg.Name, arg.Type)
				}
			}
		}
		for i, v := range d.EnumValues {
			if i >= len(have.EnumValues) || have.EnumValues[i].Name != v.Name {
				t.Errorf("%s.%s is not in its place", d.Name, v.Name)
			}
		}
	}
}
