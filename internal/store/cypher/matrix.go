package cypher

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Matrix asks step by step which claims lead on, from the rows or, where they are fewer, backwards from the cols: each claim comes
// from the server once, not once for each of the paths that it is in. The paths are put together here.
func (s *Reader) Matrix(ctx context.Context, query landscape.MatrixQuery) (*landscape.Matrix, error) {
	p := &paths{Reader: s, ctx: ctx, query: query, steps: make([]edges, len(query.Steps))}
	p.answer.Elements = map[landscape.ID]*landscape.Element{}
	if s.sightless() || query.Cols != nil && len(query.Cols) == 0 {
		return &p.answer, nil
	}
	rows, err := p.rows()
	if err != nil {
		return nil, err
	}
	if err := p.collect(rows, texts(query.Cols)); err != nil {
		return nil, err
	}
	if err := p.fill(rows); err != nil {
		return nil, err
	}
	for _, id := range rows {
		if err := p.walk(landscape.ID(id)); err != nil {
			return nil, err
		}
	}
	return &p.answer, nil
}

// paths is a matrix in the making.
type paths struct {
	*Reader
	ctx      context.Context
	query    landscape.MatrixQuery
	steps    []edges
	elements []landscape.ID // those of the present path
	taken    [][]edge       // for each of its steps the claims that lead over it
	answer   landscape.Matrix
}

// edges are the claims that lead over a step, by the element at their left.
type edges struct {
	columns columns
	from    map[landscape.ID][]edge
}

// edge is a claim as a step of paths.
type edge struct {
	left, right landscape.ID
	rightwards  bool   // the claim runs from the left to the right
	relation    string // its type
	row         []any  // its columns
	claim       *landscape.Relation
}

// rows returns the ids of the elements at which paths may start, in order.
func (p *paths) rows() ([]string, error) {
	set := p.query.Rows
	ids := slices.Clone(set.IDs)
	if len(set.Kinds) > 0 {
		q := p.question()
		texts := make([]string, len(set.Kinds))
		for i, k := range set.Kinds {
			n := record{name: q.variable("n")}
			texts[i] = q.find(n, []*schema.Kind{k}, set.Where, nil) + "\nRETURN collect(" + n.name + ".id) AS ids"
		}
		err := p.Ask(p.ctx, strings.Join(texts, "\nUNION ALL\n"), q.p, func(row []any) error {
			for _, id := range row[0].([]any) {
				if id, is := id.(string); is {
					ids = append(ids, landscape.ID(id))
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return texts(ids), nil
}

// collect asks for the edges of all steps. Backwards every one of them leads to a col; else those that do not are left out.
func (p *paths) collect(rows, cols []string) error {
	back := p.query.Cols != nil && len(cols) < len(rows)
	present, goal := rows, cols
	if back {
		present, goal = cols, rows
	}
	for n := range p.steps {
		i, ends := n, []string(nil)
		if back {
			i = len(p.steps) - 1 - n
		}
		if n == len(p.steps)-1 && p.query.Cols != nil {
			ends = goal
		}
		var err error
		if p.steps[i], present, err = p.step(p.query.Steps[i], present, ends, back); err != nil {
			return err
		}
	}
	for i := len(p.steps) - 2; i >= 0 && !back; i-- {
		for id, list := range p.steps[i].from {
			p.steps[i].from[id] = slices.DeleteFunc(list, func(e edge) bool { return len(p.steps[i+1].from[e.right]) == 0 })
		}
	}
	return nil
}

// step asks for the claims that lead over a step from some elements - backwards that lead to them - and, unless ends is nil, to one
// of the ends. It also returns the elements that they lead to.
func (p *paths) step(step landscape.Step, present, ends []string, back bool) (edges, []string, error) {
	found := edges{from: map[landscape.ID][]edge{}}
	if len(present) == 0 || len(step) == 0 {
		return found, nil, nil
	}
	q := p.question()
	q.on(p.query.NotEndedBefore)
	q.p["ids"] = present
	conditions := []string{q.sees("r"), q.sees("y"), q.lasting("r"), q.lasting("y")}
	if ends != nil {
		isEnd := make(map[string]any, len(ends))
		for _, id := range ends {
			isEnd[id] = true
		}
		q.p["ends"] = isEnd
		conditions = append(conditions, "$p.ends[y.id]")
	}
	left, right := "x", "y"
	if back {
		left, right = right, left
	}
	var branches []string
	for _, fields := range alike(step) {
		branches = append(branches, "MATCH "+q.along(left, "r", right, fields[0].Far, fields...)+where(conditions...)+"\nRETURN r, y")
		for _, f := range fields {
			found.columns = append(found.columns, claimColumns(f.Relation)...)
		}
	}
	found.columns = found.columns.once()
	text := "UNWIND $p.ids AS id\nMATCH " + q.element("x", p.Model.Kinds, "id") + where(q.sees("x"), q.lasting("x")) +
		"\nCALL (x) {\n" + strings.Join(branches, "\nUNION\n") + "\n}\nRETURN id, collect([y.id, startNode(r) = x, type(r), " + found.columns.of("r") + "])"
	next := map[string]bool{}
	err := p.Ask(p.ctx, text, q.p, func(row []any) error {
		x := landscape.ID(row[0].(string))
		for _, r := range row[1].([]any) {
			r := r.([]any)
			y, is := r[0].(string)
			if !is {
				continue // Somebody else's node.
			}
			next[y] = true
			e := edge{left: x, right: landscape.ID(y), rightwards: r[1].(bool), relation: r[2].(string), row: r[3].([]any)}
			if back {
				e.left, e.right, e.rightwards = e.right, e.left, !e.rightwards
			}
			found.from[e.left] = append(found.from[e.left], e)
		}
		return nil
	})
	return found, slices.Sorted(maps.Keys(next)), err
}

// alike puts those fields of a step together, each once, that differ by their type alone.
func alike(step landscape.Step) (groups [][]*schema.Field) {
	for _, f := range step {
		at := slices.IndexFunc(groups, func(g []*schema.Field) bool {
			return g[0].Kind == f.Kind && g[0].Inverse == f.Inverse && slices.Equal(g[0].Far, f.Far)
		})
		switch {
		case at < 0:
			groups = append(groups, []*schema.Field{f})
		case !slices.Contains(groups[at], f):
			groups[at] = append(groups[at], f)
		}
	}
	return groups
}

// fill asks for the elements that are on paths, and makes the claims between them ready.
func (p *paths) fill(rows []string) error {
	var used []landscape.ID
	seen := map[landscape.ID]bool{}
	present := map[landscape.ID]bool{}
	for _, id := range rows {
		present[landscape.ID(id)] = true
	}
	for i, step := range p.steps {
		next := map[landscape.ID]bool{}
		for id := range step.from {
			if !present[id] {
				delete(p.steps[i].from, id)
				continue
			}
			for _, e := range step.from[id] {
				next[e.right] = true
				for _, end := range []landscape.ID{e.left, e.right} {
					if !seen[end] {
						seen[end] = true
						used = append(used, end)
					}
				}
			}
		}
		present = next
	}
	elements, err := p.Elements(p.ctx, used, append([]string{}, p.query.Attributes...))
	if err != nil {
		return err
	}
	for i, id := range used {
		if elements[i] != nil {
			p.answer.Elements[id] = elements[i]
		}
	}
	for _, step := range p.steps {
		for id, list := range step.from {
			for i := range list {
				list[i].claim = p.claim(step.columns, list[i])
			}
			list = slices.DeleteFunc(list, func(e edge) bool { return e.claim == nil })
			slices.SortFunc(list, func(a, b edge) int { return cmp.Or(cmp.Compare(a.right, b.right), cmp.Compare(a.claim.ID, b.claim.ID)) })
			step.from[id] = list
		}
	}
	return nil
}

// claim reads an edge's claim; nil where it or one of its ends is not seen.
func (p *paths) claim(c columns, e edge) *landscape.Relation {
	from, to := p.answer.Elements[e.left], p.answer.Elements[e.right]
	if !e.rightwards {
		from, to = to, from
	}
	if from == nil || to == nil {
		return nil
	}
	if t := p.Model.Relation(e.relation, from.Kind); t != nil {
		return p.scope.ViewRelation(c.relation(t, from, to, e.row))
	}
	return nil
}

// walk goes on from the end of a path, in order of the ids, or takes the path up when it has all its steps.
func (p *paths) walk(id landscape.ID) error {
	p.elements = append(p.elements, id)
	defer func() { p.elements = p.elements[:len(p.elements)-1] }()
	if len(p.taken) == len(p.steps) {
		return p.take()
	}
	on := p.steps[len(p.taken)].from[id]
	for i, next := 0, 0; i < len(on); i = next {
		for next = i + 1; next < len(on) && on[next].right == on[i].right; {
			next++
		}
		p.taken = append(p.taken, on[i:next])
		err := p.walk(on[i].right)
		p.taken = p.taken[:len(p.taken)-1]
		if err != nil {
			return err
		}
	}
	return nil
}

// take adds the path's elements with each combination of its claims to the answer.
func (p *paths) take() error {
	if len(p.answer.Tuples)&0xfff == 0xfff {
		if err := p.ctx.Err(); err != nil {
			return err
		}
	}
	elements := slices.Clone(p.elements)
	var combine func(chosen []*landscape.Relation)
	combine = func(chosen []*landscape.Relation) {
		if len(chosen) == len(p.taken) {
			p.answer.Tuples = append(p.answer.Tuples, landscape.Tuple{Elements: elements, Claims: slices.Clone(chosen)})
			return
		}
		for _, e := range p.taken[len(chosen)] {
			combine(append(chosen, e.claim))
		}
	}
	combine(make([]*landscape.Relation, 0, len(p.taken)))
	return nil
}
