package graph

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/arkinera/landskap/internal/landscape"
)

// typeRef is a type as introspection writes it.
type typeRef struct {
	Kind   string
	Name   *string
	OfType *typeRef
}

func (r *typeRef) String() string {
	switch {
	case r == nil:
		return "?"
	case r.Kind == "NON_NULL":
		return r.OfType.String() + "!"
	case r.Kind == "LIST":
		return "[" + r.OfType.String() + "]"
	case r.Name == nil:
		return "?"
	}
	return *r.Name
}

type introspected struct {
	Schema struct {
		QueryType, MutationType, SubscriptionType *struct{ Name string }
		Types                                     []introspectedType
		Directives                                []struct {
			Name         string
			Description  *string
			IsRepeatable bool
			Locations    []string
			Args         []introspectedValue
		}
	} `json:"__schema"`
}

type introspectedType struct {
	Kind, Name    string
	Description   *string
	IsOneOf       bool
	Fields        *[]introspectedField
	InputFields   *[]introspectedValue
	EnumValues    *[]introspectedField
	Interfaces    *[]typeRef
	PossibleTypes *[]typeRef
}

type introspectedField struct {
	Name              string
	Description       *string
	Args              []introspectedValue
	Type              *typeRef
	IsDeprecated      bool
	DeprecationReason *string
}

type introspectedValue struct {
	Name         string
	Description  *string
	Type         *typeRef
	DefaultValue *string
}

func introspect(t *testing.T, e *Engine) introspected {
	t.Helper()
	query, err := os.ReadFile(filepath.Join("testdata", "introspection.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	var answer introspected
	if err := json.Unmarshal([]byte(data(t, e, string(query))), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// outline is a schema as a list of lines, with all that introspection tells.
type outline []string

func (o *outline) add(parts ...string) { *o = append(*o, strings.Join(parts, " | ")) }

func given(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// TestIntrospectionIsComplete rebuilds the schema from what introspection tells and finds it to be the engine's own.
func TestIntrospectionIsComplete(t *testing.T) {
	e := engine(t, dalen(t))
	got, answer := outline{}, introspect(t, e)
	s := answer.Schema
	if s.QueryType == nil || s.QueryType.Name != "Query" || s.MutationType != nil || s.SubscriptionType != nil {
		t.Errorf("roots: %+v %+v %+v", s.QueryType, s.MutationType, s.SubscriptionType)
	}
	values := func(of string, list []introspectedValue) {
		for _, v := range list {
			got.add(of, v.Name, given(v.Description), v.Type.String(), given(v.DefaultValue))
		}
	}
	for _, typ := range s.Types {
		got.add(typ.Kind, typ.Name, given(typ.Description))
		if (typ.Fields != nil) != (typ.Kind == "OBJECT" || typ.Kind == "INTERFACE") || (typ.InputFields != nil) != (typ.Kind == "INPUT_OBJECT") ||
			(typ.EnumValues != nil) != (typ.Kind == "ENUM") || (typ.PossibleTypes != nil) != (typ.Kind == "INTERFACE") || (typ.Interfaces != nil) != (typ.Fields != nil) {
			t.Errorf("%s %s has the lists of another kind", typ.Kind, typ.Name)
		}
		if typ.Fields != nil {
			for _, f := range *typ.Fields {
				got.add(typ.Name, f.Name, given(f.Description), f.Type.String())
				values(typ.Name+"."+f.Name, f.Args)
			}
			for _, i := range *typ.Interfaces {
				got.add(typ.Name, "implements", i.String())
			}
		}
		if typ.InputFields != nil {
			values(typ.Name, *typ.InputFields)
		}
		if typ.EnumValues != nil {
			for _, v := range *typ.EnumValues {
				got.add(typ.Name, v.Name, given(v.Description))
			}
		}
		if typ.PossibleTypes != nil {
			for _, p := range *typ.PossibleTypes {
				got.add(typ.Name, "may be", p.String())
			}
		}
	}
	for _, d := range s.Directives {
		got.add("@"+d.Name, given(d.Description), strings.Join(d.Locations, " "))
		values("@"+d.Name, d.Args)
		if d.Name == "defer" {
			t.Error("@defer is offered")
		}
	}
	want := outlineOf(e.schema)
	slices.Sort(got)
	slices.Sort(want)
	if !reflect.DeepEqual(got, want) {
		for _, line := range got {
			if _, ok := slices.BinarySearch(want, line); !ok {
				t.Errorf("only introspection has %s", line)
			}
		}
		for _, line := range want {
			if _, ok := slices.BinarySearch(got, line); !ok {
				t.Errorf("introspection has not %s", line)
			}
		}
	}
}

func outlineOf(s *ast.Schema) outline {
	var o outline
	value := func(of, name, description string, t *ast.Type, def *ast.Value) {
		text := ""
		if def != nil {
			text = def.String()
		}
		o.add(of, name, description, t.String(), text)
	}
	for _, d := range s.Types {
		o.add(string(d.Kind), d.Name, d.Description)
		for _, f := range d.Fields {
			switch {
			case strings.HasPrefix(f.Name, "__"):
			case d.Kind == ast.InputObject:
				value(d.Name, f.Name, f.Description, f.Type, f.DefaultValue)
			default:
				o.add(d.Name, f.Name, f.Description, f.Type.String())
				for _, a := range f.Arguments {
					value(d.Name+"."+f.Name, a.Name, a.Description, a.Type, a.DefaultValue)
				}
			}
		}
		for _, i := range d.Interfaces {
			o.add(d.Name, "implements", i)
		}
		for _, v := range d.EnumValues {
			o.add(d.Name, v.Name, v.Description)
		}
		if d.Kind == ast.Interface {
			for _, p := range s.GetPossibleTypes(d) {
				o.add(d.Name, "may be", p.Name)
			}
		}
	}
	for _, d := range s.Directives {
		locations := make([]string, len(d.Locations))
		for i, l := range d.Locations {
			locations[i] = string(l)
		}
		o.add("@"+d.Name, d.Description, strings.Join(locations, " "))
		for _, a := range d.Arguments {
			value("@"+d.Name, a.Name, a.Description, a.Type, a.DefaultValue)
		}
	}
	return o
}

// TestDescriptionsAreLabelled: the description of every kind, value, relation and enum value begins with its Swedish label.
func TestDescriptionsAreLabelled(t *testing.T) {
	e := engine(t, dalen(t))
	descriptions := map[string]string{}
	for _, typ := range introspect(t, e).Schema.Types {
		descriptions[typ.Name] = given(typ.Description)
		for _, list := range []*[]introspectedField{typ.Fields, typ.EnumValues} {
			if list != nil {
				for _, f := range *list {
					descriptions[typ.Name+"."+f.Name] = given(f.Description)
				}
			}
		}
	}
	labelled := func(name, label string) {
		if d := descriptions[name]; label == "" || d != label+"." && !strings.HasPrefix(d, label+". ") {
			t.Errorf("%s: description %q, label %q", name, d, label)
		}
	}
	for _, k := range e.meta.Kinds {
		labelled(k.Name, k.Label)
		labelled("Query."+k.Singular, k.Label)
		labelled("Query."+k.Plural, k.LabelPlural)
		labelled("ElementKind."+k.Name, k.Label)
		for _, a := range k.Attributes {
			labelled(k.Name+"."+a.Name, a.Label)
		}
		for _, f := range k.Fields {
			labelled(k.Name+"."+f.Name, f.Label)
			for _, a := range f.Relation.Attributes {
				labelled(f.TypeName()+"Edge."+a.Name, a.Label)
				labelled(f.Relation.ClaimType+"."+a.Name, a.Label)
			}
		}
	}
	for _, enum := range e.meta.Enums {
		for _, v := range enum.Values {
			labelled(enum.Name+"."+v.Name, v.Label)
		}
	}
	labelled("GapState.COVERED", "Finns")
	labelled("Query.gap", "Gap")
}

// TestIntrospectionIsSteady: the bytes of introspection are the same in every process, so that tools can compare them.
func TestIntrospectionIsSteady(t *testing.T) {
	query, err := os.ReadFile(filepath.Join("testdata", "introspection.graphql"))
	if err != nil {
		t.Fatal(err)
	}
	first := ask(engine(t, dalen(t)), landscape.Viewer{}, string(query))
	for range 3 {
		if again := ask(engine(t, dalen(t)), landscape.Public(), string(query)); again != first {
			t.Fatal("two engines of one model answer differently")
		}
	}
	for query, want := range map[string]string{
		`{ __type(name: "Nothing") { name } }`:                                                                   `{"data":{"__type":null},"extensions":{"revision":1}}`,
		`{ __type(name: "Element") { kind possibleTypes { name } fields { name } } }`:                            "",
		`{ t: __type(name: "SystemOrder") { inputFields(includeDeprecated: true) { name type { name } } } }`:     "",
		`{ __schema { __typename queryType { __typename fields { __typename args { __typename } } } } }`:         "",
		`{ __type(name: "GapState") { enumValues(includeDeprecated: null) { name isDeprecated description } } }`: "",
	} {
		got := ask(engine(t, dalen(t)), landscape.Viewer{}, query)
		if strings.Contains(got, "errors") || want != "" && got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
}
