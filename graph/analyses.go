package graph

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Analysis answers a field of Query that is marked @analysis. The answer is a struct, or a pointer to one, whose exported fields are
// named as the fields of the type in the SDL. A landscape.ID stands for an element, which is fetched; an empty text, a nil pointer
// and an empty id are null where the type allows it. An error makes the field null and leaves the rest of the answer alone.
type Analysis func(ctx context.Context, call Call) (any, error)

// Call is what an analysis is asked.
type Call struct {
	Snapshot landscape.Snapshot
	Model    *schema.Metamodel
	// Today is the day of the request, for arguments that name none.
	Today landscape.Date
	// Args are the arguments, as coercion gives them; those that were not given are absent.
	Args map[string]any
	// Asks reports whether a field of that name is asked for anywhere in the answer.
	Asks func(field string) bool
}

// Text returns a text argument, or empty.
func (c Call) Text(name string) string { s, _ := c.Args[name].(string); return s }

// At returns the argument at, or today.
func (c Call) At() landscape.Date {
	if at := c.Text("at"); at != "" {
		return landscape.Date(at)
	}
	return c.Today
}

func (x *execution) analysis(ctx context.Context, root *rootField, out *rootResult) error {
	call := Call{Snapshot: x.snapshot, Model: x.engine.meta, Today: x.today, Args: root.object.args, Asks: root.object.asks}
	if out.value, out.err = root.analysis(ctx, call); out.err != nil {
		return ctx.Err()
	}
	found := newMentions()
	if err := found.collect(root.object.def.Type, root.object, out.value); err != nil {
		return err
	}
	var err error
	out.fetched, err = x.fetch(ctx, found)
	return err
}

// fetch reads the elements that an answer speaks of, and the lists that are asked of them.
func (x *execution) fetch(ctx context.Context, found *mentions) (map[landscape.ID]*landscape.Element, error) {
	if len(found.all) == 0 {
		return nil, nil
	}
	elements, err := x.snapshot.Elements(ctx, found.all, found.attributes())
	if err != nil {
		return nil, err
	}
	fetched := make(map[landscape.ID]*landscape.Element, len(elements))
	for i, id := range found.all {
		fetched[id] = elements[i]
	}
	if x.rows += len(elements); x.rows > MaxRows {
		return nil, limited("api.rows", MaxRows)
	}
	for _, f := range found.fields {
		var of []*landscape.Element
		for _, id := range found.ids[f] {
			of = append(of, fetched[id])
		}
		if err := x.selection(ctx, f.elements, of); err != nil {
			return nil, err
		}
	}
	return fetched, nil
}

// mentions gathers the elements that answers speak of, so that one call can fetch them all.
type mentions struct {
	all    []landscape.ID
	seen   map[landscape.ID]bool
	fields []*objectField // in the order of the query
	ids    map[*objectField][]landscape.ID
}

func newMentions() *mentions { return &mentions{ids: map[*objectField][]landscape.ID{}} }

func (m *mentions) attributes() []string {
	names := []string{}
	for _, f := range m.fields {
		for _, name := range f.elements.attributes {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func (m *mentions) collect(t *ast.Type, f *objectField, v any) error {
	if missing(t, v) {
		return nil
	}
	if t.Elem != nil {
		list := reflect.ValueOf(v)
		for i := range list.Len() {
			if err := m.collect(t.Elem, f, addressed(list.Index(i))); err != nil {
				return err
			}
		}
		return nil
	}
	if f.elements != nil {
		id, ok := v.(landscape.ID)
		if !ok {
			return fmt.Errorf("%s.%s holds a %T, not an id", f.parent, f.name, v)
		}
		m.mention(f, id)
		return nil
	}
	for _, inner := range f.fields {
		if inner.def == nil || inner.name == "__typename" || inner.elements == nil && inner.fields == nil {
			continue
		}
		value, err := (&analysisResolver{}).field(v, inner)
		if err != nil {
			continue // The error is told when the answer is written, where it knows its path.
		}
		if err := m.collect(inner.def.Type, inner, value); err != nil {
			return err
		}
	}
	return nil
}

func (m *mentions) mention(f *objectField, id landscape.ID) {
	if m.ids[f] == nil {
		m.fields = append(m.fields, f)
	}
	m.ids[f] = append(m.ids[f], id)
	if m.seen == nil {
		m.seen = map[landscape.ID]bool{}
	}
	if !m.seen[id] {
		m.seen[id] = true
		m.all = append(m.all, id)
	}
}

// analysisResolver reads the fields of an analysis' structs by name.
type analysisResolver struct {
	fetched map[landscape.ID]*landscape.Element
}

func (r *analysisResolver) element(value any) *landscape.Element {
	id, _ := value.(landscape.ID)
	return r.fetched[id]
}

func (r *analysisResolver) field(object any, f *objectField) (any, error) {
	if answer, ok := withArguments[f.parent+"."+f.name]; ok {
		return answer(object, f.args)
	}
	v := reflect.Indirect(reflect.ValueOf(object)).FieldByName(strings.ToUpper(f.name[:1]) + f.name[1:])
	if !v.IsValid() {
		return nil, fmt.Errorf("%T has no field for %s.%s", object, f.parent, f.name)
	}
	return v.Interface(), nil
}
