package memory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// Matrix walks depth first from the rows, in order of the ids, so that the paths come as they are to be ordered.
func (s *snapshot) Matrix(ctx context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p := &paths{snapshot: s, ctx: ctx, q: q, moves: make([]map[uint32][]move, len(q.Steps))}
	p.answer.Elements = map[landscape.ID]*landscape.Element{}
	for i := range p.moves {
		p.moves[i] = map[uint32][]move{}
	}
	if q.Cols != nil {
		p.cols = make(map[landscape.ID]bool, len(q.Cols))
		for _, id := range q.Cols {
			p.cols[id] = true
		}
	}
	for _, m := range p.rows() {
		if err := p.walk(m.at, m.far); err != nil {
			return nil, err
		}
	}
	return &p.answer, nil
}

// paths is a matrix in the making.
type paths struct {
	*snapshot
	ctx      context.Context
	q        landscape.MatrixQuery
	cols     map[landscape.ID]bool
	moves    []map[uint32][]move // for each step what is known of where it leads from a place
	elements []*landscape.Element
	claims   [][]*landscape.Relation // for each step taken the claims that lead over it
	answer   landscape.Matrix
}

// move leads to an element over any of some claims.
type move struct {
	at     uint32
	far    *landscape.Element
	claims []*landscape.Relation
}

func (p *paths) ended(to landscape.Date) bool {
	return p.q.NotEndedBefore != "" && to != "" && to < p.q.NotEndedBefore
}

// rows returns where paths start, by id.
func (p *paths) rows() []move {
	var rows []move
	seen := map[uint32]bool{}
	add := func(at uint32, e *landscape.Element) {
		if !seen[at] && !p.ended(e.ValidTo()) {
			seen[at] = true
			rows = append(rows, move{at: at, far: e})
		}
	}
	for _, id := range p.q.Rows.IDs {
		if at, ok := p.graph.find(id); ok {
			if e := p.element(at); e != nil {
				add(at, e)
			}
		}
	}
	where := p.compile(p.q.Rows.Where)
	for _, kind := range p.q.Rows.Kinds {
		places, ok := p.starts(kind, p.q.Rows.Where)
		if !ok {
			places = p.graph.ofKind(kind).all()
		}
		for at := range places {
			if e := p.element(at); e != nil && e.Kind == kind && holds(where, e.Values, e, at) {
				add(at, e)
			}
		}
	}
	slices.SortFunc(rows, compareMoves)
	return rows
}

func compareMoves(a, b move) int { return strings.Compare(string(a.far.ID), string(b.far.ID)) }

// walk goes on from the end of a path, or takes the path up when it has all its steps.
func (p *paths) walk(at uint32, e *landscape.Element) error {
	p.elements = append(p.elements, e)
	defer func() { p.elements = p.elements[:len(p.elements)-1] }()
	step := len(p.claims)
	if step == len(p.q.Steps) {
		if p.cols != nil && !p.cols[e.ID] {
			return nil
		}
		return p.take()
	}
	moves, ok := p.moves[step][at]
	if !ok {
		moves = p.from(at, e, step)
		p.moves[step][at] = moves
	}
	for _, m := range moves {
		p.claims = append(p.claims, m.claims)
		err := p.walk(m.at, m.far)
		p.claims = p.claims[:step]
		if err != nil {
			return err
		}
	}
	return nil
}

// from returns where a step leads from an element, by id, and over which claims, by id.
func (p *paths) from(at uint32, e *landscape.Element, step int) []move {
	var moves []move
	byFar := map[uint32]int{}
	for _, f := range p.q.Steps[step] {
		if f.Kind != e.Kind {
			continue
		}
		for _, ed := range p.graph.elements.at(at).along(codeOf(f.Relation, f.Inverse)) {
			r := p.claim(ed.claim)
			if r == nil || p.ended(r.ValidTo()) {
				continue
			}
			i, ok := byFar[ed.far]
			if !ok {
				far := p.element(ed.far)
				if far != nil && (p.ended(far.ValidTo()) || step == len(p.q.Steps)-1 && p.cols != nil && !p.cols[far.ID]) {
					far = nil
				}
				i = len(moves)
				byFar[ed.far] = i
				moves = append(moves, move{at: ed.far, far: far})
			}
			if moves[i].far != nil {
				moves[i].claims = append(moves[i].claims, r)
			}
		}
	}
	moves = slices.DeleteFunc(moves, func(m move) bool { return m.far == nil })
	for i := range moves {
		claims := moves[i].claims
		slices.SortFunc(claims, func(a, b *landscape.Relation) int { return cmp.Compare(a.ID, b.ID) })
		// A claim from an element to itself is met twice where a step names both directions; it is one path all the same.
		moves[i].claims = slices.CompactFunc(claims, func(a, b *landscape.Relation) bool { return a.ID == b.ID })
	}
	slices.SortFunc(moves, compareMoves)
	return moves
}

// take adds the path's elements with each combination of its claims to the answer.
func (p *paths) take() error {
	if len(p.answer.Tuples)&0xfff == 0xfff {
		if err := p.ctx.Err(); err != nil {
			return err
		}
	}
	ids := make([]landscape.ID, len(p.elements))
	for i, e := range p.elements {
		ids[i] = e.ID
		p.answer.Elements[e.ID] = e
	}
	var combine func(chosen []*landscape.Relation)
	combine = func(chosen []*landscape.Relation) {
		if len(chosen) == len(p.claims) {
			p.answer.Tuples = append(p.answer.Tuples, landscape.Tuple{Elements: ids, Claims: slices.Clone(chosen)})
			return
		}
		for _, r := range p.claims[len(chosen)] {
			combine(append(chosen, r))
		}
	}
	combine(make([]*landscape.Relation, 0, len(p.claims)))
	return nil
}
