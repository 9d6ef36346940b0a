package graph

import (
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Limits of the filters of one list: variables can hold filters far larger than any document.
const (
	maxComparisons = 500
	maxValues      = 5_000
	maxFilterDepth = 20
)

// filters compiles the filters of one list.
type filters struct {
	meta        *schema.Metamodel
	comparisons int
	values      int
	depth       int
}

// deeper enters a filter within a filter.
func (c *filters) deeper() error {
	if c.depth++; c.depth > maxFilterDepth {
		return limited("api.filter.deep", maxFilterDepth)
	}
	return c.count(nil)
}

// count counts a comparison, and the values that it compares with where they are a list.
func (c *filters) count(value any) error {
	if c.comparisons++; c.comparisons > maxComparisons {
		return limited("api.filter.large", maxComparisons)
	}
	list, _ := value.([]any)
	if c.values += len(list); c.values > maxValues {
		return limited("api.filter.values", maxValues)
	}
	return nil
}

// where compiles a coerced SystemWhere, ElementWhere and so on for elements of a kind. Null, and what is left out, asks nothing.
func (c *filters) where(kind *schema.Kind, given any) (landscape.Filter, error) {
	object, _ := given.(map[string]any)
	if object == nil {
		return nil, nil
	}
	if err := c.deeper(); err != nil {
		return nil, err
	}
	defer func() { c.depth-- }()
	all, err := combine(object, func(part any) (landscape.Filter, error) { return c.where(kind, part) })
	if err != nil {
		return nil, err
	}
	if ops, _ := object["kind"].(map[string]any); ops != nil && kind == c.meta.Element {
		f, err := c.kinds(ops)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	for _, a := range kind.Attributes {
		if all, err = c.compare(all, a, object[a.Name]); err != nil {
			return nil, err
		}
	}
	for _, f := range kind.Fields {
		ops, _ := object[f.Name].(map[string]any)
		for _, quantifier := range []string{"some", "none"} {
			where, ok := ops[quantifier]
			if !ok || where == nil {
				continue
			}
			inner, err := c.where(far(c.meta, f), where)
			if err != nil {
				return nil, err
			}
			var part landscape.Filter = landscape.Some{Field: f, Where: inner}
			if quantifier == "none" {
				part = landscape.Not{Filter: part}
			}
			all = append(all, part)
		}
	}
	return simplify(all), nil
}

// far returns the kind whose filters and orders apply at the other end of a field: Element where there are several.
func far(m *schema.Metamodel, f *schema.Field) *schema.Kind {
	if len(f.Far) == 1 {
		return f.Far[0]
	}
	return m.Element
}

// claim compiles a coerced OffersClaimWhere and so on.
func (c *filters) claim(r *schema.Relation, given any) (landscape.Filter, error) {
	object, _ := given.(map[string]any)
	if object == nil {
		return nil, nil
	}
	if err := c.deeper(); err != nil {
		return nil, err
	}
	defer func() { c.depth-- }()
	all, err := combine(object, func(part any) (landscape.Filter, error) { return c.claim(r, part) })
	if err != nil {
		return nil, err
	}
	for _, a := range r.Attributes {
		if all, err = c.compare(all, a, object[a.Name]); err != nil {
			return nil, err
		}
	}
	return simplify(all), nil
}

// combine compiles and, or and not.
func combine(object map[string]any, compile func(any) (landscape.Filter, error)) (landscape.And, error) {
	var all landscape.And
	parts := func(name string) ([]landscape.Filter, error) {
		var filters []landscape.Filter
		for _, part := range object[name].([]any) {
			f, err := compile(part)
			if err != nil {
				return nil, err
			}
			if f == nil {
				f = landscape.And{}
			}
			filters = append(filters, f)
		}
		return filters, nil
	}
	if object["and"] != nil {
		filters, err := parts("and")
		if err != nil {
			return nil, err
		}
		all = append(all, filters...)
	}
	if object["or"] != nil {
		filters, err := parts("or")
		if err != nil {
			return nil, err
		}
		all = append(all, landscape.Or(filters))
	}
	if object["not"] != nil {
		f, err := compile(object["not"])
		if err != nil {
			return nil, err
		}
		if f == nil {
			f = landscape.And{}
		}
		all = append(all, landscape.Not{Filter: f})
	}
	return all, nil
}

func simplify(all landscape.And) landscape.Filter {
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return all
}

// operators are in the order in which they are compiled, so that one request always makes one filter.
var operators = []landscape.Op{
	landscape.Eq, landscape.Ne, landscape.In, landscape.IsNull, landscape.Lt, landscape.Lte, landscape.Gt, landscape.Gte,
	landscape.Contains, landscape.StartsWith, landscape.Has,
}

// compare adds the comparisons that a StringFilter and so on makes of an attribute.
func (c *filters) compare(all landscape.And, a *schema.Attribute, given any) (landscape.And, error) {
	ops, _ := given.(map[string]any)
	for _, op := range operators {
		value, ok := ops[string(op)]
		if !ok {
			continue
		}
		if value == nil {
			return nil, invalid("api.operator.null", a.Name, string(op))
		}
		if err := c.count(value); err != nil {
			return nil, err
		}
		all = append(all, landscape.Compare{Attribute: a, Op: op, Value: value})
	}
	return all, nil
}

// kinds compiles an ElementKindFilter.
func (c *filters) kinds(ops map[string]any) (landscape.Filter, error) {
	var all landscape.And
	for _, op := range operators {
		value, ok := ops[string(op)]
		if !ok {
			continue
		}
		if err := c.count(value); err != nil {
			return nil, err
		}
		switch v := value.(type) {
		case string:
			var f landscape.Filter = landscape.KindIs{c.meta.Kind(v)}
			if op == landscape.Ne {
				f = landscape.Not{Filter: f}
			}
			all = append(all, f)
		case []any:
			f := landscape.KindIs{}
			for _, name := range v {
				f = append(f, c.meta.Kind(name.(string)))
			}
			all = append(all, f)
		case bool:
			// Every element has a kind.
			if v {
				all = append(all, landscape.Or{})
			}
		default:
			return nil, invalid("api.operator.null", "kind", string(op))
		}
	}
	return all, nil
}

// order compiles a coerced [SystemOrder!]; without one the order is by name.
func order(kind *schema.Kind, given any) ([]landscape.Order, error) {
	list, _ := given.([]any)
	var steps []landscape.Order
	for _, item := range list {
		object := item.(map[string]any)
		if len(object) != 1 {
			return nil, invalid("api.order.one")
		}
		for name, direction := range object {
			if direction == nil {
				return nil, invalid("api.order.one")
			}
			a := kind.Attribute(name)
			// Ordering by an attribute once more changes nothing.
			if !slices.ContainsFunc(steps, func(o landscape.Order) bool { return o.Attribute == a }) {
				steps = append(steps, landscape.Order{Attribute: a, Descending: direction == "DESC"})
			}
		}
	}
	if len(steps) == 0 {
		steps = []landscape.Order{{Attribute: kind.Attributes[schema.AttrName]}}
	}
	return steps, nil
}
