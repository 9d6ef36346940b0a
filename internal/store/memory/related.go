package memory

import (
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
)

func (s *snapshot) Related(ctx context.Context, q landscape.RelatedQuery) ([]landscape.Ends, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := s.newWalk(q)
	order := newSorting(q.Page)
	pages := make([]landscape.Ends, len(q.Sources))
	cut := cutter[landscape.End]{sorting: &order}
	for i, source := range q.Sources {
		cut.rows, cut.worst, cut.more = cut.rows[:0], nil, false
		w.ends(source, func(near, far *landscape.Element, at uint32, claims []*landscape.Relation) {
			if p := order.place(far, s.graph.elements.at(at).name); cut.wants(&p) {
				cut.add(p, w.end(near, far, claims))
			}
		})
		pages[i].Ends, pages[i].More = cut.finish()
	}
	return pages, nil
}

func (s *snapshot) CountRelated(ctx context.Context, q landscape.RelatedQuery) ([]int, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := s.newWalk(q)
	counts := make([]int, len(q.Sources))
	for i, source := range q.Sources {
		w.ends(source, func(_, _ *landscape.Element, _ uint32, _ []*landscape.Relation) { counts[i]++ })
	}
	return counts, nil
}

// walk goes over a field from one source after another.
type walk struct {
	*snapshot
	q            landscape.RelatedQuery
	code         uint32
	claim, where test
	claims       []*landscape.Relation // those of the present end
	kept         []*landscape.Relation // room for the claims of answers
}

func (s *snapshot) newWalk(q landscape.RelatedQuery) *walk {
	return &walk{snapshot: s, q: q, code: codeOf(q.Field.Relation, q.Field.Inverse), claim: s.compile(q.Claim), where: s.compile(q.Where)}
}

// ends tells of each element at the other end of a source's field, with the claims that lead to it, which are good until the next.
func (w *walk) ends(source landscape.ID, tell func(near, far *landscape.Element, at uint32, claims []*landscape.Relation)) {
	place, ok := w.graph.find(source)
	if !ok {
		return
	}
	near := w.element(place)
	if near == nil || near.Kind != w.q.Field.Kind || !w.at(near) {
		return
	}
	edges := w.graph.elements.at(place).along(w.code)
	for i, next := 0, 0; i < len(edges); i = next {
		for next = i + 1; next < len(edges) && edges[next].far == edges[i].far; {
			next++
		}
		far := w.element(edges[i].far)
		if far == nil || !w.at(far) {
			continue
		}
		w.claims = w.claims[:0]
		for _, ed := range edges[i:next] {
			r := w.snapshot.claim(ed.claim)
			if r == nil || w.q.At != "" && !landscape.Valid(w.q.At, r.ValidFrom(), r.ValidTo()) || !holds(w.claim, r.Values, nil, 0) {
				continue
			}
			w.claims = append(w.claims, r)
		}
		if len(w.claims) > 0 && holds(w.where, far.Values, far, edges[i].far) {
			tell(near, far, edges[i].far, w.claims)
		}
	}
}

func (w *walk) at(e *landscape.Element) bool { return w.q.At == "" || valid(e, w.q.At) }

func (w *walk) end(near, far *landscape.Element, claims []*landscape.Relation) landscape.End {
	if len(w.kept)+len(claims) > cap(w.kept) {
		w.kept = make([]*landscape.Relation, 0, max(len(claims), 256, min(2*cap(w.kept), 8192)))
	}
	begin := len(w.kept)
	w.kept = append(w.kept, claims...)
	claims = w.kept[begin:len(w.kept):len(w.kept)]
	if len(claims) == 1 {
		return landscape.End{Element: far, Claims: claims, Deciding: claims[0]}
	}
	slices.SortFunc(claims, landscape.CompareClaims)
	from, to := near, far
	if w.q.Field.Inverse {
		from, to = far, near
	}
	decides := func(a, b *landscape.Relation) int { return landscape.CompareDeciding(a, b, from, to) }
	return landscape.End{Element: far, Claims: claims, Deciding: slices.MinFunc(claims, decides)}
}
