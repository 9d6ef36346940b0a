package graph

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// merged is a field of the answer: all fields of the document with one response key, which validation has found to be alike.
type merged struct {
	key, name string
	first     *ast.Field
	sets      []ast.SelectionSet // what is asked below, by all of them
}

func (m *merged) label() string { return label(m.key) }

// collect gathers the fields that selection sets ask of an object type, in the order of their first appearance, after the rules of
// the specification: fragments whose type applies, @skip and @include.
func (p *planner) collect(object string, sets []ast.SelectionSet) ([]*merged, error) {
	c := &collector{planner: p, object: object}
	for _, set := range sets {
		if err := c.add(set); err != nil {
			return nil, err
		}
	}
	return c.fields, nil
}

type collector struct {
	*planner
	object  string
	fields  []*merged
	visited []*ast.FragmentDefinition
}

func (c *collector) add(set ast.SelectionSet) error {
	for _, s := range set {
		if c.size++; c.size > maxPlan {
			return limited("api.plan.large", maxPlan)
		}
		switch s := s.(type) {
		case *ast.Field:
			wanted, err := c.wanted(s.Directives)
			if err != nil {
				return err
			}
			if wanted {
				c.field(s)
			}
		case *ast.InlineFragment:
			if err := c.fragment(s.Directives, s.TypeCondition, s.SelectionSet); err != nil {
				return err
			}
		case *ast.FragmentSpread:
			f := c.doc.Fragments.ForName(s.Name)
			wanted, err := c.wanted(s.Directives)
			if err != nil {
				return err
			}
			if !wanted || slices.Contains(c.visited, f) {
				continue
			}
			c.visited = append(c.visited, f)
			if err := c.fragment(nil, f.TypeCondition, f.SelectionSet); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *collector) field(f *ast.Field) {
	i := slices.IndexFunc(c.fields, func(m *merged) bool { return m.key == f.Alias })
	if i < 0 {
		i = len(c.fields)
		c.fields = append(c.fields, &merged{key: f.Alias, name: f.Name, first: f})
	}
	if len(f.SelectionSet) > 0 {
		c.fields[i].sets = append(c.fields[i].sets, f.SelectionSet)
	}
}

func (c *collector) fragment(directives ast.DirectiveList, condition string, set ast.SelectionSet) error {
	wanted, err := c.wanted(directives)
	if err != nil || !wanted {
		return err
	}
	// The only abstract type is Element; every other condition is an object type.
	if condition != "" && condition != c.object && !(condition == "Element" && c.engine.meta.Kind(c.object) != nil) {
		return nil
	}
	return c.add(set)
}

// wanted decides @skip and @include.
func (c *collector) wanted(directives ast.DirectiveList) (bool, error) {
	for _, d := range directives {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		args, err := c.values.arguments(c.engine.schema.Directives[d.Name].Arguments, d.Arguments)
		if err != nil {
			return false, at(err, d.Position)
		}
		if args["if"] == (d.Name == "skip") {
			return false, nil
		}
	}
	return true, nil
}
