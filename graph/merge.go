package graph

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// validation is gqlparser's, but for the rule that fields of one response key must be alike: that one compares every field with every
// other, and the work grows with the square of the document.
func validation() *rules.Rules {
	r := rules.NewDefaultRules()
	r.ReplaceRule(rules.OverlappingFieldsCanBeMergedRule.Name, func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnOperation(func(w *core.Walker, op *ast.OperationDefinition) {
			m := &merger{schema: w.Schema, doc: w.Document, addError: addError, numbers: map[*ast.Field]int{}, seen: map[string]bool{}}
			if root := m.schema.Query; root != nil && op.Operation == ast.Query {
				m.check([]chosen{{parent: root, set: op.SelectionSet}}, false)
			}
		})
	})
	return r
}

// merger compares all fields of one response key with the first of them, level by level. Fields on two different object types can
// never meet in one object, so they may be different fields; the shape of what they return must be the same all the same.
type merger struct {
	schema   *ast.Schema
	doc      *ast.QueryDocument
	addError core.AddErrFunc
	work     int
	numbers  map[*ast.Field]int
	seen     map[string]bool // which sets of fields have been merged already
}

// chosen is a selection set on a type, or a field in one.
type chosen struct {
	parent *ast.Definition
	set    ast.SelectionSet
	field  *ast.Field
	def    *ast.FieldDefinition // nil for a field that is not there, of which another rule tells
}

// check compares the fields that the sets choose together; shapes asks only for the shape of what they return.
func (m *merger) check(sets []chosen, shapes bool) {
	var keys []string
	groups := map[string][]chosen{}
	visited := map[string]bool{}
	for _, s := range sets {
		m.gather(s, visited, func(c chosen) {
			if groups[c.field.Alias] == nil {
				keys = append(keys, c.field.Alias)
			}
			groups[c.field.Alias] = append(groups[c.field.Alias], c)
		})
	}
	for _, key := range keys {
		m.group(groups[key], shapes)
	}
}

// gather yields the fields of a set, through its fragments.
func (m *merger) gather(s chosen, visited map[string]bool, yield func(chosen)) {
	for _, selection := range s.set {
		if m.work++; m.work > maxPlan {
			if m.work == maxPlan+1 {
				m.addError(func(err *gqlerror.Error) { err.Err = limited("api.plan.large", maxPlan) })
			}
			return
		}
		switch f := selection.(type) {
		case *ast.Field:
			if s.parent != nil {
				yield(chosen{parent: s.parent, field: f, def: m.definition(s.parent, f.Name)})
			}
		case *ast.InlineFragment:
			parent := s.parent
			if f.TypeCondition != "" {
				parent = m.schema.Types[f.TypeCondition]
			}
			m.gather(chosen{parent: parent, set: f.SelectionSet}, visited, yield)
		case *ast.FragmentSpread:
			fragment := m.doc.Fragments.ForName(f.Name)
			if fragment == nil || visited[f.Name] {
				continue
			}
			visited[f.Name] = true
			m.gather(chosen{parent: m.schema.Types[fragment.TypeCondition], set: fragment.SelectionSet}, visited, yield)
		}
	}
}

func (m *merger) definition(parent *ast.Definition, name string) *ast.FieldDefinition {
	if name == "__typename" {
		return &ast.FieldDefinition{Name: name, Type: ast.NonNullNamedType("String", nil)}
	}
	return parent.Fields.ForName(name)
}

// group compares the fields of one response key and then what they choose in their turn.
func (m *merger) group(fields []chosen, shapes bool) {
	// Fields on an interface meet those on every object, those on an object only each other.
	var shared []chosen
	var objects []*ast.Definition
	byObject := map[*ast.Definition][]chosen{}
	for _, c := range fields {
		switch {
		case shapes || c.parent.Kind != ast.Object:
			shared = append(shared, c)
		case byObject[c.parent] == nil:
			objects = append(objects, c.parent)
			fallthrough
		default:
			byObject[c.parent] = append(byObject[c.parent], c)
		}
	}
	together := [][]chosen{shared}
	if len(objects) > 0 {
		together = nil
	}
	for _, object := range objects {
		together = append(together, slices.Concat(shared, byObject[object]))
	}
	for _, fields := range together {
		if !shapes && !m.sameField(fields) {
			return
		}
	}
	if !m.sameShape(fields) {
		return
	}
	for _, fields := range together {
		m.below(fields, shapes)
	}
	if len(objects) > 1 {
		m.below(fields, true)
	}
}

// below compares what the fields choose.
func (m *merger) below(fields []chosen, shapes bool) {
	var sets []chosen
	key := []byte{0}
	if shapes {
		key[0] = 1
	}
	for _, c := range fields {
		if c.def == nil || len(c.field.SelectionSet) == 0 {
			continue
		}
		number, ok := m.numbers[c.field]
		if !ok {
			number = len(m.numbers)
			m.numbers[c.field] = number
		}
		key = binary.AppendUvarint(key, uint64(number))
		sets = append(sets, chosen{parent: m.schema.Types[c.def.Type.Name()], set: c.field.SelectionSet})
	}
	if len(sets) == 0 || m.seen[string(key)] {
		return
	}
	m.seen[string(key)] = true
	m.check(sets, shapes)
}

// sameField checks that the fields are one field with the same arguments.
func (m *merger) sameField(fields []chosen) bool {
	var first chosen
	var arguments string
	for i, c := range fields {
		switch {
		case i == 0:
			first = c
		case c.field == first.field:
		case c.field.Name != first.field.Name:
			return m.conflict(first, c, "\""+first.field.Name+"\" and \""+c.field.Name+"\" are different fields")
		case len(c.field.Arguments) > 0 || len(first.field.Arguments) > 0:
			if arguments == "" {
				arguments = argumentsText(first.field)
			}
			if argumentsText(c.field) != arguments {
				return m.conflict(first, c, "they have differing arguments")
			}
		}
	}
	return true
}

func argumentsText(f *ast.Field) string {
	var all []string
	for _, a := range f.Arguments {
		all = append(all, a.Name+": "+a.Value.String())
	}
	slices.Sort(all)
	return "(" + strings.Join(all, ", ") + ")"
}

// sameShape checks that what the fields return is written alike: lists as lists, null where there may be null, leaves of one type.
func (m *merger) sameShape(fields []chosen) bool {
	var first *chosen
	for i := range fields {
		c := &fields[i]
		switch {
		case c.def == nil:
		case first == nil:
			first = c
		case c.def != first.def && m.shape(c.def.Type) != m.shape(first.def.Type):
			return m.conflict(*first, *c, "they return conflicting types \""+first.def.Type.String()+"\" and \""+c.def.Type.String()+"\"")
		}
	}
	return true
}

// shape writes a type without the names of objects.
func (m *merger) shape(t *ast.Type) string {
	text := t.String()
	if d := m.schema.Types[t.Name()]; d != nil && d.IsCompositeType() {
		return strings.Replace(text, d.Name, "", 1)
	}
	return text
}

func (m *merger) conflict(a, b chosen, why string) bool {
	m.addError(
		core.Message("Fields %q conflict because %s. Use different aliases on the fields to fetch both if this was intentional.", a.field.Alias, why),
		core.At(a.field.Position), core.At(b.field.Position),
	)
	return false
}
