package storetest

import (
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
)

func pathFaults() []fault {
	// without makes a fault of paths that are left out.
	without := func(name, fails string, out func(s *broken, q landscape.MatrixQuery, t landscape.Tuple) bool) fault {
		return fault{name: name, fails: fails, matrix: func(s *broken, q landscape.MatrixQuery, m *landscape.Matrix) *landscape.Matrix {
			m.Tuples = slices.DeleteFunc(m.Tuples, func(t landscape.Tuple) bool { return out(s, q, t) })
			return elementsAnew(m)
		}}
	}
	twice := func(items []string) bool {
		slices.Sort(items)
		return len(slices.Compact(items)) < len(items)
	}
	return []fault{
		{name: "a path is there twice", fails: "Paths/one step", matrix: func(_ *broken, _ landscape.MatrixQuery, m *landscape.Matrix) *landscape.Matrix {
			if len(m.Tuples) > 0 {
				m.Tuples = append(m.Tuples[:1:1], m.Tuples...)
			}
			return m
		}},
		{name: "a self loop is walked in both directions", fails: "Paths/self loop in both directions", matrix: func(_ *broken, q landscape.MatrixQuery, m *landscape.Matrix) *landscape.Matrix {
			var tuples []landscape.Tuple
			for _, t := range m.Tuples {
				tuples = append(tuples, t)
				for i, c := range t.Claims {
					both := 0
					for _, f := range q.Steps[i] {
						if f.Relation == c.Type && c.From == c.To {
							both++
						}
					}
					if both > 1 {
						tuples = append(tuples, t)
					}
				}
			}
			m.Tuples = tuples
			return m
		}},
		without("a claim is walked once", "Paths/out and in", func(_ *broken, _ landscape.MatrixQuery, t landscape.Tuple) bool {
			var ids []string
			for _, c := range t.Claims {
				ids = append(ids, string(c.ID))
			}
			return twice(ids)
		}),
		without("an element is passed once", "Paths/out and in", func(_ *broken, _ landscape.MatrixQuery, t landscape.Tuple) bool {
			var ids []string
			for _, id := range t.Elements {
				ids = append(ids, string(id))
			}
			return twice(ids)
		}),
		without("self loops are no paths", "Paths/self loop", func(_ *broken, _ landscape.MatrixQuery, t landscape.Tuple) bool {
			return slices.ContainsFunc(t.Claims, func(c *landscape.Relation) bool { return c.From == c.To })
		}),
		without("what was never together is left out", "Paths/ended, the last day of what never met", func(s *broken, q landscape.MatrixQuery, t landscape.Tuple) bool {
			m := &landscape.Matrix{Elements: map[landscape.ID]*landscape.Element{}}
			for _, id := range t.Elements {
				m.Elements[id] = s.sees(id)
			}
			from, to := m.Interval(t)
			return q.NotEndedBefore != "" && to != "" && to < from
		}),
		without("what comes later is left out", "Paths/ended, what comes later", func(_ *broken, q landscape.MatrixQuery, t landscape.Tuple) bool {
			return q.NotEndedBefore != "" && slices.ContainsFunc(t.Claims, func(c *landscape.Relation) bool { return c.ValidFrom() > q.NotEndedBefore })
		}),
		without("the last day has ended", "Paths/ended, a claim's last day", func(_ *broken, q landscape.MatrixQuery, t landscape.Tuple) bool {
			return q.NotEndedBefore != "" && slices.ContainsFunc(t.Claims, func(c *landscape.Relation) bool { return c.ValidTo() == q.NotEndedBefore })
		}),
		{name: "ended paths stay", fails: "Paths/ended, the day after a claim's last", paths: func(q *landscape.MatrixQuery) { q.NotEndedBefore = "" }},
		{name: "ended elements stay", fails: "Paths/ended, the day after an element's last", matrix: func(s *broken, q landscape.MatrixQuery, _ *landscape.Matrix) *landscape.Matrix {
			day := q.NotEndedBefore
			q.NotEndedBefore = ""
			m, _ := s.Snapshot.Matrix(context.Background(), q)
			m.Tuples = slices.DeleteFunc(m.Tuples, func(t landscape.Tuple) bool {
				return slices.ContainsFunc(t.Claims, func(c *landscape.Relation) bool { return c.ValidTo() != "" && c.ValidTo() < day })
			})
			return elementsAnew(m)
		}},
		{name: "parallel claims are one path", fails: "Paths/one step", matrix: func(_ *broken, _ landscape.MatrixQuery, m *landscape.Matrix) *landscape.Matrix {
			m.Tuples = slices.CompactFunc(m.Tuples, func(a, b landscape.Tuple) bool { return slices.Equal(a.Elements, b.Elements) })
			return m
		}},
		{name: "cols are forgotten", fails: "Paths/cols", paths: func(q *landscape.MatrixQuery) { q.Cols = nil }},
		{name: "no cols are all", fails: "Paths/no cols", paths: func(q *landscape.MatrixQuery) {
			if len(q.Cols) == 0 {
				q.Cols = nil
			}
		}},
		{name: "cols may be passed on the way", fails: "Paths/a col that is no end", matrix: func(s *broken, q landscape.MatrixQuery, _ *landscape.Matrix) *landscape.Matrix {
			cols := q.Cols
			q.Cols = nil
			m, _ := s.Snapshot.Matrix(context.Background(), q)
			m.Tuples = slices.DeleteFunc(m.Tuples, func(t landscape.Tuple) bool {
				return cols != nil && !slices.ContainsFunc(t.Elements[1:], func(id landscape.ID) bool { return slices.Contains(cols, id) })
			})
			return elementsAnew(m)
		}},
		{name: "rows forget their filter", fails: "Paths/rows of a kind and a filter", paths: func(q *landscape.MatrixQuery) { q.Rows.Where = nil }},
		{name: "rows are of one kind", fails: "Paths/rows of two kinds", paths: func(q *landscape.MatrixQuery) { q.Rows.Kinds = q.Rows.Kinds[:min(1, len(q.Rows.Kinds))] }},
		{name: "steps have no alternatives", fails: "Paths/two relations", paths: func(q *landscape.MatrixQuery) {
			var steps []landscape.Step
			for _, step := range q.Steps {
				steps = append(steps, step[:1])
			}
			q.Steps = steps
		}},
		{name: "a step starts from any kind", fails: "Paths/one kind goes on", paths: func(q *landscape.MatrixQuery) {
			for i, step := range q.Steps {
				var wider landscape.Step
				for _, f := range step {
					kinds := f.Relation.From
					if f.Inverse {
						kinds = f.Relation.To
					}
					for _, k := range kinds {
						name := f.Relation.Field
						if f.Inverse {
							name = f.Relation.Inverse
						}
						wider = append(wider, k.Field(name))
					}
				}
				q.Steps = slices.Clone(q.Steps)
				q.Steps[i] = wider
			}
		}},
		{name: "only the ends of paths are given", fails: "Paths/two steps", matrix: func(_ *broken, _ landscape.MatrixQuery, m *landscape.Matrix) *landscape.Matrix {
			elements := map[landscape.ID]*landscape.Element{}
			for _, t := range m.Tuples {
				elements[t.Row()], elements[t.Col()] = m.Elements[t.Row()], m.Elements[t.Col()]
			}
			m.Elements = elements
			return m
		}},
		{name: "other elements are given", fails: "Paths/no claim", matrix: func(s *broken, q landscape.MatrixQuery, m *landscape.Matrix) *landscape.Matrix {
			for _, id := range q.Rows.IDs {
				if e := s.sees(id); e != nil {
					m.Elements[id] = e
				}
			}
			return m
		}},
		{name: "paths in another order", fails: "Paths/one step", matrix: func(_ *broken, _ landscape.MatrixQuery, m *landscape.Matrix) *landscape.Matrix {
			slices.Reverse(m.Tuples)
			return m
		}},
		{name: "paths by their claims", fails: "Paths/", matrix: func(_ *broken, _ landscape.MatrixQuery, m *landscape.Matrix) *landscape.Matrix {
			slices.SortStableFunc(m.Tuples, func(a, b landscape.Tuple) int {
				return slices.CompareFunc(a.Claims, b.Claims, func(x, y *landscape.Relation) int { return landscape.CompareClaims(x, y) })
			})
			return m
		}},
	}
}
