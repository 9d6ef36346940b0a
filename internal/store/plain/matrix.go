package plain

import (
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

func (s *snapshot) Matrix(_ context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
	paths := s.starts(q.Rows)
	for _, step := range q.Steps {
		paths = s.walk(paths, step)
	}
	m := &landscape.Matrix{Elements: map[landscape.ID]*landscape.Element{}}
	all := &landscape.Matrix{Elements: s.byID}
	for _, t := range paths {
		if q.Cols != nil && !slices.Contains(q.Cols, t.Col()) {
			continue
		}
		if _, to := all.Interval(t); q.NotEndedBefore != "" && to != "" && to < q.NotEndedBefore {
			continue
		}
		m.Tuples = append(m.Tuples, t)
		for _, id := range t.Elements {
			m.Elements[id] = s.byID[id]
		}
	}
	slices.SortFunc(m.Tuples, landscape.CompareTuples)
	// A claim from an element to itself is walked twice where a step names both directions; it is one path all the same.
	m.Tuples = slices.CompactFunc(m.Tuples, func(a, b landscape.Tuple) bool { return landscape.CompareTuples(a, b) == 0 })
	return m, nil
}

func (s *snapshot) starts(set landscape.Set) []landscape.Tuple {
	var paths []landscape.Tuple
	for _, e := range s.elements {
		if slices.Contains(set.IDs, e.ID) || slices.Contains(set.Kinds, e.Kind) && s.holds(set.Where, e) == yes {
			paths = append(paths, landscape.Tuple{Elements: []landscape.ID{e.ID}})
		}
	}
	return paths
}

// walk goes one step on from each path.
func (s *snapshot) walk(paths []landscape.Tuple, step landscape.Step) []landscape.Tuple {
	type move struct {
		field *schema.Field
		claim *landscape.Relation
	}
	from := map[landscape.ID][]move{}
	for _, r := range s.relations {
		for _, f := range step {
			near, _ := across(f, r)
			if r.Type == f.Relation && s.byID[near].Kind == f.Kind {
				from[near] = append(from[near], move{f, r})
			}
		}
	}
	var longer []landscape.Tuple
	for _, t := range paths {
		for _, m := range from[t.Col()] {
			_, far := across(m.field, m.claim)
			longer = append(longer, landscape.Tuple{
				Elements: append(slices.Clone(t.Elements), far),
				Claims:   append(slices.Clone(t.Claims), m.claim),
			})
		}
	}
	return longer
}
