package graph

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/arkinera/landskap/internal/landscape"
)

// metaResolver answers introspection from gqlgen's view of the schema.
type metaResolver struct{ schema *ast.Schema }

// root answers __schema and __type.
func (r *metaResolver) root(f *objectField) any {
	if f.name == "__schema" {
		return introspection.WrapSchema(r.schema)
	}
	name, _ := f.args["name"].(string)
	return introspection.WrapTypeFromDef(r.schema, r.schema.Types[name])
}

func (r *metaResolver) element(any) *landscape.Element { return nil }

func (r *metaResolver) field(object any, f *objectField) (any, error) {
	withDeprecated, _ := f.args["includeDeprecated"].(bool)
	switch o := object.(type) {
	case *introspection.Schema:
		switch f.name {
		case "description":
			return o.Description(), nil
		case "types":
			return o.Types(), nil
		case "queryType":
			return o.QueryType(), nil
		case "mutationType":
			return o.MutationType(), nil
		case "subscriptionType":
			return o.SubscriptionType(), nil
		case "directives":
			return o.Directives(), nil
		}
	case *introspection.Type:
		return r.typeField(o, f.name, withDeprecated)
	case *introspection.Field:
		switch f.name {
		case "name":
			return o.Name, nil
		case "description":
			return o.Description(), nil
		case "args":
			return o.Args, nil
		case "type":
			return o.Type, nil
		case "isDeprecated":
			return o.IsDeprecated(), nil
		case "deprecationReason":
			return o.DeprecationReason(), nil
		}
	case *introspection.InputValue:
		switch f.name {
		case "name":
			return o.Name, nil
		case "description":
			return o.Description(), nil
		case "type":
			return o.Type, nil
		case "defaultValue":
			return o.DefaultValue, nil
		case "isDeprecated":
			return o.IsDeprecated(), nil
		case "deprecationReason":
			return o.DeprecationReason(), nil
		}
	case *introspection.EnumValue:
		switch f.name {
		case "name":
			return o.Name, nil
		case "description":
			return o.Description(), nil
		case "isDeprecated":
			return o.IsDeprecated(), nil
		case "deprecationReason":
			return o.DeprecationReason(), nil
		}
	case *introspection.Directive:
		switch f.name {
		case "name":
			return o.Name, nil
		case "description":
			return o.Description(), nil
		case "locations":
			return o.Locations, nil
		case "args":
			return o.Args, nil
		case "isRepeatable":
			return o.IsRepeatable, nil
		}
	}
	return nil, fmt.Errorf("introspection has no %s.%s", f.parent, f.name)
}

func (r *metaResolver) typeField(t *introspection.Type, name string, withDeprecated bool) (any, error) {
	switch name {
	case "kind":
		return t.Kind(), nil
	case "name":
		return t.Name(), nil
	case "description":
		return t.Description(), nil
	case "specifiedByURL":
		return t.SpecifiedByURL(), nil
	case "isOneOf":
		return t.IsOneOf(), nil
	case "ofType":
		return t.OfType(), nil
	}
	// The lists are null for kinds of type that have none of them.
	kind := t.Kind()
	switch {
	case name == "fields" && (kind == "OBJECT" || kind == "INTERFACE"):
		return t.Fields(withDeprecated), nil
	case name == "interfaces" && (kind == "OBJECT" || kind == "INTERFACE"):
		return t.Interfaces(), nil
	case name == "possibleTypes" && (kind == "INTERFACE" || kind == "UNION"):
		return t.PossibleTypes(), nil
	case name == "enumValues" && kind == "ENUM":
		return t.EnumValues(withDeprecated), nil
	case name == "inputFields" && kind == "INPUT_OBJECT":
		return t.InputFields(), nil
	}
	return nil, nil
}
