package graph

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/text/unicode/norm"

	"github.com/arkinera/landskap/schema"
)

// coercion turns literals and variables into Go values by the rules of the GraphQL specification, which gqlparser's own coercion
// does not keep: Int is a 32-bit whole number, text is no number, enum values are matched exactly. The values are string (String,
// ID, Key, Date, enums), int64 (Int), float64 (Float), bool (Boolean), []any (lists), map[string]any (input objects, only what was
// given) and nil (null).
type coercion struct {
	schema    *ast.Schema
	variables map[string]any // coerced; a variable that was not given and has no default is absent
}

// coerceVariables checks the variables of a request against their definitions.
func coerceVariables(s *ast.Schema, op *ast.OperationDefinition, raw map[string]any) (map[string]any, error) {
	c := &coercion{schema: s}
	values := map[string]any{}
	for _, v := range op.VariableDefinitions {
		given, ok := raw[v.Variable]
		switch {
		case !ok && v.DefaultValue != nil:
			value, err := c.literal(v.Type, v.DefaultValue)
			if err != nil {
				return nil, at(err, v.Position)
			}
			values[v.Variable] = value
		case !ok && v.Type.NonNull:
			return nil, at(invalid("api.variable.missing", v.Variable, v.Type.String()), v.Position)
		case ok:
			value, err := c.variable(v.Type, given, "$"+v.Variable)
			if err != nil {
				return nil, at(err, v.Position)
			}
			values[v.Variable] = value
		}
	}
	return values, nil
}

// arguments coerces a field's or directive's arguments. An argument that is neither given nor has a default is absent.
func (c *coercion) arguments(defs ast.ArgumentDefinitionList, given ast.ArgumentList) (map[string]any, error) {
	var values map[string]any
	for _, def := range defs {
		arg := given.ForName(def.Name)
		value, ok, err := c.argument(def, arg)
		if err != nil {
			if arg != nil {
				err = at(err, arg.Position)
			}
			return nil, err
		}
		if ok {
			if values == nil {
				values = make(map[string]any, len(given))
			}
			values[def.Name] = value
		}
	}
	return values, nil
}

func (c *coercion) argument(def *ast.ArgumentDefinition, arg *ast.Argument) (value any, ok bool, err error) {
	given := arg != nil
	if given && arg.Value.Kind == ast.Variable {
		value, given = c.variables[arg.Value.Raw]
	}
	switch {
	case given && arg.Value.Kind != ast.Variable:
		value, err = c.literal(def.Type, arg.Value)
	case given:
	case def.DefaultValue != nil:
		value, err = c.literal(def.Type, def.DefaultValue)
	case def.Type.NonNull:
		return nil, false, invalid("api.argument.missing", def.Name, def.Type.String())
	default:
		return nil, false, nil
	}
	if err == nil && value == nil && def.Type.NonNull {
		err = invalid("api.null", def.Name, def.Type.String())
	}
	return value, true, err
}

// literal coerces a value as written in the document.
func (c *coercion) literal(t *ast.Type, v *ast.Value) (any, error) {
	if v.Kind == ast.Variable {
		value, ok := c.variables[v.Raw]
		if t.NonNull && (!ok || value == nil) {
			return nil, invalid("api.null", "$"+v.Raw, t.String())
		}
		return value, nil
	}
	if v.Kind == ast.NullValue {
		if t.NonNull {
			return nil, invalid("api.null", "null", t.String())
		}
		return nil, nil
	}
	if t.Elem != nil {
		if v.Kind != ast.ListValue {
			one, err := c.literal(t.Elem, v)
			return []any{one}, err
		}
		list := make([]any, len(v.Children))
		for i, child := range v.Children {
			var err error
			if list[i], err = c.literal(t.Elem, child.Value); err != nil {
				return nil, err
			}
		}
		return list, nil
	}
	def := c.schema.Types[t.NamedType]
	switch def.Kind {
	case ast.InputObject:
		if v.Kind != ast.ObjectValue {
			return nil, invalid("api.value", clip(v.String()), t.String())
		}
		return c.object(def, func(name string) (*ast.Value, bool) {
			child := v.Children.ForName(name)
			// A variable that was not given leaves its field out.
			if child != nil && child.Kind == ast.Variable {
				if _, ok := c.variables[child.Raw]; !ok {
					return nil, false
				}
			}
			return child, child != nil
		}, func(t *ast.Type, name string, v *ast.Value) (any, error) { return c.literal(t, v) })
	case ast.Enum:
		if v.Kind != ast.EnumValue || def.EnumValues.ForName(v.Raw) == nil {
			return nil, invalid("api.value", clip(v.String()), t.String())
		}
		return v.Raw, nil
	}
	return c.scalarLiteral(t, v)
}

func (c *coercion) scalarLiteral(t *ast.Type, v *ast.Value) (any, error) {
	refused := invalid("api.value", clip(v.String()), t.String())
	isText := v.Kind == ast.StringValue || v.Kind == ast.BlockValue
	switch name := t.NamedType; {
	case name == "Int" && v.Kind == ast.IntValue:
		n, err := strconv.ParseInt(v.Raw, 10, 32)
		if err != nil {
			return nil, refused
		}
		return n, nil
	case name == "Float" && (v.Kind == ast.FloatValue || v.Kind == ast.IntValue):
		f, err := strconv.ParseFloat(v.Raw, 64)
		if err != nil {
			return nil, refused
		}
		return f, nil
	case name == "Boolean" && v.Kind == ast.BooleanValue:
		return v.Raw == "true", nil
	case name == "ID" && v.Kind == ast.IntValue:
		return v.Raw, nil
	case isText:
		return c.textual(name, v.Raw, refused)
	}
	return nil, refused
}

// textual coerces what is written as text: String, ID, Key and Date. Text is composed (NFC), as what is stored is.
func (c *coercion) textual(typeName, raw string, refused error) (any, error) {
	if !utf8.ValidString(raw) {
		return nil, refused
	}
	switch typeName {
	case "String":
		return norm.NFC.String(raw), nil
	case "ID":
		return raw, nil
	case "Key":
		if schema.ValidKey(raw) {
			return raw, nil
		}
		return nil, invalid("api.key", clip(raw), schema.MaxKey)
	case "Date":
		if schema.ValidDate(raw) {
			return raw, nil
		}
		return nil, invalid("api.date", clip(raw))
	}
	return nil, refused
}

// object coerces an input object, whose fields are given as literals or by value.
func (c *coercion) object(def *ast.Definition, given func(name string) (*ast.Value, bool), value func(*ast.Type, string, *ast.Value) (any, error)) (any, error) {
	object := map[string]any{}
	for _, f := range def.Fields {
		v, ok := given(f.Name)
		switch {
		case ok:
			coerced, err := value(f.Type, f.Name, v)
			if err != nil {
				return nil, err
			}
			object[f.Name] = coerced
		case f.DefaultValue != nil:
			coerced, err := c.literal(f.Type, f.DefaultValue)
			if err != nil {
				return nil, err
			}
			object[f.Name] = coerced
		case f.Type.NonNull:
			return nil, invalid("api.argument.missing", f.Name, f.Type.String())
		}
	}
	return object, nil
}

// variable coerces a value as given in JSON.
func (c *coercion) variable(t *ast.Type, v any, path string) (any, error) {
	if v == nil {
		if t.NonNull {
			return nil, invalid("api.null", path, t.String())
		}
		return nil, nil
	}
	if t.Elem != nil {
		given, isList := v.([]any)
		if !isList {
			given = []any{v}
		}
		list := make([]any, len(given))
		for i, item := range given {
			var err error
			if list[i], err = c.variable(t.Elem, item, path+"["+strconv.Itoa(i)+"]"); err != nil {
				return nil, err
			}
		}
		return list, nil
	}
	def := c.schema.Types[t.NamedType]
	refused := invalid("api.variable.value", path, clip(jsonText(v)), t.String())
	switch def.Kind {
	case ast.InputObject:
		given, ok := v.(map[string]any)
		if !ok {
			return nil, refused
		}
		for name := range given {
			if def.Fields.ForName(name) == nil {
				return nil, invalid("api.variable.field", path, name, def.Name)
			}
		}
		return c.object(def,
			func(name string) (*ast.Value, bool) { _, ok := given[name]; return nil, ok },
			func(t *ast.Type, name string, _ *ast.Value) (any, error) {
				return c.variable(t, given[name], path+"."+name)
			})
	case ast.Enum:
		if s, ok := v.(string); ok && def.EnumValues.ForName(s) != nil {
			return s, nil
		}
		return nil, refused
	}
	return c.scalarVariable(t, v, refused)
}

func (c *coercion) scalarVariable(t *ast.Type, v any, refused error) (any, error) {
	switch v := v.(type) {
	case json.Number:
		f, err := v.Float64()
		if err != nil || math.IsInf(f, 0) {
			return nil, refused
		}
		switch {
		// A whole number is one however it is written: 5, 5.0 or 5e0.
		case t.NamedType == "Int" && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32+1 && f != math.MaxInt32+1:
			return int64(f), nil
		case t.NamedType == "Float":
			return f, nil
		case t.NamedType == "ID" && !strings.ContainsAny(v.String(), ".eE"):
			return v.String(), nil
		}
	case bool:
		if t.NamedType == "Boolean" {
			return v, nil
		}
	case string:
		return c.textual(t.NamedType, v, refused)
	}
	return nil, refused
}

// clip shortens a value that is told back to whoever gave it.
func clip(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}
