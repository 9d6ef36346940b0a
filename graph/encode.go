package graph

import (
	"fmt"
	"reflect"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/arkinera/landskap/internal/landscape"
)

// MaxAnswer is how many bytes of data one answer may have.
const MaxAnswer = 64 << 20

// encoder writes the answer as JSON, straight into a buffer.
type encoder struct {
	*execution
	b      []byte
	path   ast.Path
	errors []fieldError
}

type fieldError struct {
	err  error
	path ast.Path
}

func (w *encoder) fail(f *objectField, err error) {
	w.errors = append(w.errors, fieldError{at(err, f.position), append(ast.Path(nil), w.path...)})
}

// query writes the data of a whole answer; nil if null has reached the top.
func (w *encoder) query(p *plan) ([]byte, error) {
	typeName := "Query"
	if p.mutation {
		typeName = "Mutation"
	}
	w.b = append(w.b, '{')
	for i, root := range p.roots {
		w.comma(i)
		w.b = append(w.b, root.label...)
		w.path = append(w.path[:0], ast.PathName(root.key))
		if !w.root(typeName, root, &w.roots[i]) {
			return nil, nil
		}
		if w.full() {
			return nil, limited("api.answer", MaxAnswer>>20)
		}
	}
	return append(w.b, '}'), nil
}

func (w *encoder) comma(i int) {
	if i > 0 {
		w.b = append(w.b, ',')
	}
}

func (w *encoder) null() { w.b = append(w.b, "null"...) }

// root writes a field of Query or Mutation and reports whether that could be done; null in the place of what must not be null cannot.
func (w *encoder) root(typeName string, root *rootField, r *rootResult) bool {
	switch {
	case root.typename:
		w.b = appendString(w.b, typeName)
	case root.conn != nil:
		result := &w.results[root.conn.index]
		w.connection(root.conn, connectionRows{elements: result.list.Elements, more: result.list.More, total: result.total})
	case root.list:
		w.b = append(w.b, '[')
		for i, e := range r.elements {
			w.comma(i)
			w.element(root.elements, e)
		}
		w.b = append(w.b, ']')
	case root.elements != nil:
		w.element(root.elements, r.elements[0])
	case r.err != nil:
		w.fail(root.object, r.err)
		if root.object.def.Type.NonNull {
			return false
		}
		w.null()
	case root.analysis != nil || root.write != nil:
		return w.value(root.object.def.Type, root.object, r.value, &analysisResolver{fetched: r.fetched})
	default:
		meta := &metaResolver{schema: w.engine.schema}
		return w.value(root.object.def.Type, root.object, meta.root(root.object), meta)
	}
	return true
}

func (w *encoder) element(s *selection, e *landscape.Element) {
	if e == nil {
		w.null()
		return
	}
	w.b = append(w.b, '{')
	for i := range s.kinds[e.Kind].fields {
		f := &s.kinds[e.Kind].fields[i]
		w.comma(i)
		w.b = append(w.b, f.label...)
		switch {
		case f.attribute != nil:
			w.b = appendValue(w.b, e.Values[f.attribute.Index], f.attribute.List)
		case f.conn != nil:
			result := &w.results[f.conn.index]
			ends := result.ends[e.ID]
			w.connection(f.conn, connectionRows{ends: ends.Ends, more: ends.More, total: result.totals[e.ID]})
		case f.history != nil:
			past := w.past[f.history]
			w.value(f.history.def.Type, f.history, past.commits[e.ID], &analysisResolver{fetched: past.fetched})
		default:
			w.b = appendString(w.b, e.Kind.Name)
		}
	}
	w.b = append(w.b, '}')
}

// connectionRows are the rows of one list: elements of a kind, or ends of a relation.
type connectionRows struct {
	elements []*landscape.Element
	ends     []landscape.End
	more     bool
	total    int
}

func (r *connectionRows) len() int { return len(r.elements) + len(r.ends) }

func (r *connectionRows) at(i int) *landscape.Element {
	if r.elements != nil {
		return r.elements[i]
	}
	return r.ends[i].Element
}

// full reports whether the answer is too large already; what more there is of a list need not be written then.
func (w *encoder) full() bool { return len(w.b) > MaxAnswer }

func (w *encoder) connection(c *connection, rows connectionRows) {
	w.b = append(w.b, '{')
	for i := range c.fields {
		f := &c.fields[i]
		w.comma(i)
		w.b = append(w.b, f.label...)
		switch f.name {
		case "nodes":
			w.b = append(w.b, '[')
			for i := range rows.len() {
				if w.full() {
					return
				}
				w.comma(i)
				w.element(f.elements, rows.at(i))
			}
			w.b = append(w.b, ']')
		case "edges":
			w.b = append(w.b, '[')
			for i := range rows.len() {
				if w.full() {
					return
				}
				w.comma(i)
				w.edge(c, f.edges, &rows, i)
			}
			w.b = append(w.b, ']')
		case "pageInfo":
			w.pageInfo(c, f.info, &rows)
		case "totalCount":
			w.b = strconv.AppendInt(w.b, int64(rows.total), 10)
		default:
			w.b = appendString(w.b, c.typeName+"Connection")
		}
	}
	w.b = append(w.b, '}')
}

func (w *encoder) cursor(c *connection, e *landscape.Element) {
	w.b = appendString(w.b, newCursor(c.signature, e, c.query.Page.Order))
}

func (w *encoder) pageInfo(c *connection, fields []labelled, rows *connectionRows) {
	w.b = append(w.b, '{')
	for i, f := range fields {
		w.comma(i)
		w.b = append(w.b, f.label...)
		switch f.name {
		case "hasNextPage":
			// Against the direction of reading all that is known is that the page begins at a given place.
			w.b = strconv.AppendBool(w.b, rows.more && !c.query.Page.Backward || c.query.Page.Backward && c.query.Page.Before != nil)
		case "hasPreviousPage":
			w.b = strconv.AppendBool(w.b, rows.more && c.query.Page.Backward || !c.query.Page.Backward && c.query.Page.After != nil)
		case "startCursor", "endCursor":
			switch n := rows.len(); {
			case n == 0:
				w.null()
			case f.name == "startCursor":
				w.cursor(c, rows.at(0))
			default:
				w.cursor(c, rows.at(n-1))
			}
		default:
			w.b = append(w.b, `"PageInfo"`...)
		}
	}
	w.b = append(w.b, '}')
}

func (w *encoder) edge(c *connection, fields []edgeField, rows *connectionRows, row int) {
	w.b = append(w.b, '{')
	for i := range fields {
		f := &fields[i]
		w.comma(i)
		w.b = append(w.b, f.label...)
		switch {
		case f.elements != nil:
			w.element(f.elements, rows.at(row))
		case f.claims != nil:
			w.b = append(w.b, '[')
			for i, claim := range rows.ends[row].Claims {
				w.comma(i)
				w.claim(c, f.claims, claim)
			}
			w.b = append(w.b, ']')
		case f.attribute != nil:
			w.b = appendValue(w.b, rows.ends[row].Deciding.Values[f.attribute.Index], f.attribute.List)
		case f.name == "cursor":
			w.cursor(c, rows.at(row))
		default:
			w.b = appendString(w.b, c.typeName+"Edge")
		}
	}
	w.b = append(w.b, '}')
}

func (w *encoder) claim(c *connection, fields []edgeField, claim *landscape.Relation) {
	w.b = append(w.b, '{')
	for i, f := range fields {
		w.comma(i)
		w.b = append(w.b, f.label...)
		switch {
		case f.attribute != nil:
			w.b = appendValue(w.b, claim.Values[f.attribute.Index], f.attribute.List)
		case f.name == "id":
			w.b = appendString(w.b, string(claim.ID))
		default:
			w.b = appendString(w.b, c.query.Field.Relation.ClaimType)
		}
	}
	w.b = append(w.b, '}')
}

// resolver gives the values of an object's fields: of an analysis or of introspection.
type resolver interface {
	// field returns the value of a field of an object.
	field(object any, f *objectField) (any, error)
	// element returns the element that a value stands for.
	element(value any) *landscape.Element
}

// value writes a value of the type and reports whether that could be done. Where null stands in the place of what must not be null,
// nothing is kept of the object around it, which becomes null in its turn.
func (w *encoder) value(t *ast.Type, f *objectField, v any, r resolver) bool {
	if missing(t, v) {
		return w.absent(t, f)
	}
	if t.Elem != nil {
		return w.listValue(t, f, v, r)
	}
	if f.elements != nil {
		e := r.element(v)
		if e == nil || f.elements.kinds[e.Kind] == nil {
			return w.absent(t, f)
		}
		w.element(f.elements, e)
		return true
	}
	if f.fields == nil {
		return w.leaf(t, f, v)
	}
	start := len(w.b)
	if w.object(f, v, r) {
		return true
	}
	w.b = w.b[:start]
	if t.NonNull {
		return false
	}
	w.null()
	return true
}

// leaf writes a value that has no fields. One that JSON cannot hold, such as a number that is none, is an error.
func (w *encoder) leaf(t *ast.Type, f *objectField, v any) bool {
	rv := reflect.Indirect(reflect.ValueOf(v))
	switch kind := rv.Kind(); {
	case kind == reflect.String:
		w.b = appendString(w.b, rv.String())
	case kind == reflect.Bool:
		w.b = strconv.AppendBool(w.b, rv.Bool())
	case rv.CanInt():
		w.b = strconv.AppendInt(w.b, rv.Int(), 10)
	case rv.CanFloat() && finite(rv.Float()):
		w.b = appendFloat(w.b, rv.Float())
	default:
		w.fail(f, fmt.Errorf("%s.%s holds %v, a %T, which cannot be written", f.parent, f.name, v, v))
		if t.NonNull {
			return false
		}
		w.null()
	}
	return true
}

// absent writes null if the type allows it; else it is an error.
func (w *encoder) absent(t *ast.Type, f *objectField) bool {
	if t.NonNull {
		w.fail(f, fmt.Errorf("%s.%s has no value", f.parent, f.name))
		return false
	}
	w.null()
	return true
}

func (w *encoder) listValue(t *ast.Type, f *objectField, v any, r resolver) bool {
	start := len(w.b)
	list := reflect.ValueOf(v)
	w.b = append(w.b, '[')
	for i := range list.Len() {
		if w.full() {
			return true
		}
		w.comma(i)
		w.path = append(w.path, ast.PathIndex(i))
		ok := w.value(t.Elem, f, addressed(list.Index(i)), r)
		w.path = w.path[:len(w.path)-1]
		if ok {
			continue
		}
		w.b = w.b[:start]
		if t.NonNull {
			return false
		}
		w.null()
		return true
	}
	w.b = append(w.b, ']')
	return true
}

// addressed returns a pointer to a struct in a list rather than a copy of it.
func addressed(v reflect.Value) any {
	if v.Kind() == reflect.Struct && v.CanAddr() {
		return v.Addr().Interface()
	}
	return v.Interface()
}

func (w *encoder) object(f *objectField, v any, r resolver) bool {
	w.b = append(w.b, '{')
	for i, inner := range f.fields {
		w.comma(i)
		w.b = append(w.b, inner.label...)
		if inner.name == "__typename" {
			w.b = appendString(w.b, inner.parent)
			continue
		}
		w.path = append(w.path, ast.PathName(inner.key))
		value, err := r.field(v, inner)
		ok := false
		if err != nil {
			w.fail(inner, err)
			if ok = !inner.def.Type.NonNull; ok {
				w.null()
			}
		} else {
			ok = w.value(inner.def.Type, inner, value, r)
		}
		w.path = w.path[:len(w.path)-1]
		if !ok {
			return false
		}
	}
	w.b = append(w.b, '}')
	return true
}

// missing reports whether a value is none. A list is never missing, only empty; an empty text is missing where the type allows it.
func missing(t *ast.Type, v any) bool {
	if v == nil {
		return true
	}
	switch rv := reflect.ValueOf(v); rv.Kind() {
	case reflect.Pointer:
		return rv.IsNil()
	case reflect.String:
		return rv.Len() == 0 && !t.NonNull
	case reflect.Slice:
		return rv.IsNil() && !t.NonNull
	}
	return false
}
