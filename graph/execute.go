package graph

import (
	"context"

	"github.com/arkinera/landskap/internal/landscape"
)

// MaxRows is how many rows one request may gather. It bounds memory where lists nest in lists.
const MaxRows = 200_000

// execution reads what a plan asks for, level by level: one call of the store for each list, for all its sources at once.
type execution struct {
	engine   *Engine
	snapshot landscape.Snapshot
	today    landscape.Date
	results  []result // by connection.index
	roots    []rootResult
	rows     int
	asked    int // how many elements' histories
	past     map[*objectField]histories
}

func newExecution(e *Engine, p *plan) *execution {
	return &execution{
		engine: e, today: e.today(), results: make([]result, p.connections), roots: make([]rootResult, len(p.roots)), past: map[*objectField]histories{},
	}
}

// result is what the store gave for a connection.
type result struct {
	list   landscape.Rows                  // of a list of a kind
	total  int                             // of a list of a kind
	ends   map[landscape.ID]landscape.Ends // by source
	totals map[landscape.ID]int            // by source
}

// rootResult is what a field of Query gave.
type rootResult struct {
	elements []*landscape.Element                // of look-ups
	value    any                                 // of an analysis or mutation
	fetched  map[landscape.ID]*landscape.Element // the elements that it speaks of
	err      error                               // of either; it makes the field null and leaves the others alone
}

func (x *execution) run(ctx context.Context, p *plan) error {
	for i, root := range p.roots {
		if err := x.root(ctx, root, &x.roots[i]); err != nil {
			return err
		}
	}
	return nil
}

func (x *execution) root(ctx context.Context, root *rootField, out *rootResult) error {
	switch {
	case root.conn != nil:
		return x.list(ctx, root.conn)
	case root.elements != nil:
		elements, err := x.snapshot.Elements(ctx, root.ids, root.elements.attributes, root.elements.ahead...)
		if err != nil {
			return err
		}
		for i, e := range elements {
			if e != nil && root.kind != nil && e.Kind != root.kind {
				elements[i] = nil
			}
		}
		out.elements = elements
		return x.selection(ctx, root.elements, elements)
	case root.analysis != nil:
		return x.analysis(ctx, root, out)
	}
	return nil
}

// selection reads the lists that are asked of elements.
func (x *execution) selection(ctx context.Context, s *selection, elements []*landscape.Element) error {
	for _, kind := range x.engine.meta.Kinds {
		plan := s.kinds[kind]
		if plan == nil || len(plan.connections)+len(plan.histories) == 0 {
			continue
		}
		seen := map[landscape.ID]bool{}
		var sources []landscape.ID
		for _, e := range elements {
			if e != nil && e.Kind == kind && !seen[e.ID] {
				seen[e.ID] = true
				sources = append(sources, e.ID)
			}
		}
		if len(sources) == 0 {
			continue
		}
		for _, c := range plan.connections {
			if err := x.related(ctx, c, sources); err != nil {
				return err
			}
		}
		for _, f := range plan.histories {
			if err := x.history(ctx, f, sources); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *execution) list(ctx context.Context, c *connection) (err error) {
	r := &x.results[c.index]
	q := landscape.Query{Kind: c.kind, Where: c.query.Where, At: c.query.At, Page: c.query.Page, Attributes: c.query.Attributes, Bare: c.query.Bare, Ahead: c.query.Ahead}
	if c.total {
		if r.total, err = x.snapshot.Count(ctx, q); err != nil {
			return err
		}
	}
	if !c.rows {
		return nil
	}
	if r.list, err = x.snapshot.Find(ctx, q); err != nil {
		return err
	}
	return x.below(ctx, c, r.list.Elements)
}

func (x *execution) related(ctx context.Context, c *connection, sources []landscape.ID) error {
	r := &x.results[c.index]
	q := c.query
	q.Sources, q.Announced = sources, &c.query
	if c.total {
		counts, err := x.snapshot.CountRelated(ctx, q)
		if err != nil {
			return err
		}
		r.totals = make(map[landscape.ID]int, len(sources))
		for i, id := range sources {
			r.totals[id] = counts[i]
		}
	}
	if !c.rows {
		return nil
	}
	pages, err := x.snapshot.Related(ctx, q)
	if err != nil {
		return err
	}
	r.ends = make(map[landscape.ID]landscape.Ends, len(sources))
	var elements []*landscape.Element
	for i, id := range sources {
		r.ends[id] = pages[i]
		for _, end := range pages[i].Ends {
			elements = append(elements, end.Element)
		}
	}
	return x.below(ctx, c, elements)
}

// below reads what is asked of a connection's rows.
func (x *execution) below(ctx context.Context, c *connection, elements []*landscape.Element) error {
	if x.rows += len(elements); x.rows > MaxRows {
		return limited("api.rows", MaxRows)
	}
	for _, s := range c.selections {
		if err := x.selection(ctx, s, elements); err != nil {
			return err
		}
	}
	return nil
}
