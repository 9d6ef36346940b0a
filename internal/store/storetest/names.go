package storetest

import (
	"fmt"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// The functions below name parts of the model and of the fixture as the tables do. A name that is not there is a mistake in the
// suite itself, so they panic.

// kind returns the kind of that name.
func (w *world) kind(name string) *schema.Kind {
	if k := w.model.Kind(name); k != nil {
		return k
	}
	panic(fmt.Sprintf("storetest: no kind %q", name))
}

// field returns a relation's field, such as System.needs.
func (w *world) field(name string) *schema.Field {
	kind, field, _ := strings.Cut(name, ".")
	if f := w.kind(kind).Field(field); f != nil {
		return f
	}
	panic(fmt.Sprintf("storetest: no field %q", name))
}

// attribute returns an attribute of a kind, such as System.rank, or of a relation as its field on the from-kind names it, such as
// Actor.runs.price.
func (w *world) attribute(name string) *schema.Attribute {
	parts := strings.Split(name, ".")
	var a *schema.Attribute
	if len(parts) == 3 {
		a = w.field(parts[0] + "." + parts[1]).Relation.Attribute(parts[2])
	} else {
		a = w.kind(parts[0]).Attribute(parts[1])
	}
	if a == nil {
		panic(fmt.Sprintf("storetest: no attribute %q", name))
	}
	return a
}

// ids returns the ids of elements, written System a, Service b. They need not be in the landscape.
func (w *world) ids(refs string) []landscape.ID {
	ids := []landscape.ID{}
	for ref := range strings.SplitSeq(refs, ",") {
		kind, key, ok := strings.Cut(strings.TrimSpace(ref), " ")
		if ok {
			ids = append(ids, landscape.Ref{Kind: w.kind(kind), Key: key}.ID())
		}
	}
	return ids
}

func (w *world) id(ref string) landscape.ID { return w.ids(ref)[0] }

// is returns a comparison. Whole numbers are given as int.
func (w *world) is(attribute string, op landscape.Op, value any) landscape.Filter {
	if list, ok := value.([]any); ok {
		held := make([]any, len(list))
		for i, v := range list {
			held[i] = heldValue(v)
		}
		return landscape.Compare{Attribute: w.attribute(attribute), Op: op, Value: held}
	}
	return landscape.Compare{Attribute: w.attribute(attribute), Op: op, Value: heldValue(value)}
}

func heldValue(v any) any {
	if n, ok := v.(int); ok {
		return int64(n)
	}
	return v
}

// some returns a relation filter.
func (w *world) some(field string, where landscape.Filter) landscape.Filter {
	return landscape.Some{Field: w.field(field), Where: where}
}

// order returns an order by attributes of a kind, a descending one with a minus before it: System: -rank, name.
func (w *world) order(text string) (order []landscape.Order) {
	kind, steps, _ := strings.Cut(text, ":")
	for step := range strings.SplitSeq(steps, ",") {
		name, descending := strings.CutPrefix(strings.TrimSpace(step), "-")
		if name != "" {
			order = append(order, landscape.Order{Attribute: w.attribute(kind + "." + name), Descending: descending})
		}
	}
	return order
}

func not(f landscape.Filter) landscape.Filter { return landscape.Not{Filter: f} }

func all(f ...landscape.Filter) landscape.Filter { return landscape.And(f) }

func either(f ...landscape.Filter) landscape.Filter { return landscape.Or(f) }

// whole is the page that holds everything.
func whole(order ...landscape.Order) landscape.Page {
	return landscape.Page{Order: order, Limit: landscape.NoLimit}
}
