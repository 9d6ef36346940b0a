package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// canned is a store that gives the same rows for every list of a kind and the same ends for every source of a field, so that a test
// is about the engine alone.
type canned struct {
	rows map[string][]*landscape.Element // by kind
	ends map[string][]landscape.End      // by the field's name
}

func (c *canned) Read(_ context.Context, _ string, _ landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return fn(c)
}

func (c *canned) Revision() landscape.Revision { return 1 }

func (c *canned) Elements(_ context.Context, ids []landscape.ID, _ []string, _ ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	return make([]*landscape.Element, len(ids)), nil
}

func (c *canned) Find(_ context.Context, q landscape.Query) (landscape.Rows, error) {
	rows := c.rows[q.Kind.Name]
	return landscape.Rows{Elements: rows[:min(len(rows), q.Page.Limit)]}, nil
}

func (c *canned) Count(_ context.Context, q landscape.Query) (int, error) {
	return len(c.rows[q.Kind.Name]), nil
}

func (c *canned) Related(_ context.Context, q landscape.RelatedQuery) ([]landscape.Ends, error) {
	pages := make([]landscape.Ends, len(q.Sources))
	ends := c.ends[q.Field.Name]
	for i := range pages {
		pages[i].Ends = ends[:min(len(ends), q.Page.Limit)]
	}
	return pages, nil
}

func (c *canned) CountRelated(_ context.Context, q landscape.RelatedQuery) ([]int, error) {
	counts := make([]int, len(q.Sources))
	for i := range counts {
		counts[i] = len(c.ends[q.Field.Name])
	}
	return counts, nil
}

func (c *canned) Matrix(context.Context, landscape.MatrixQuery) (*landscape.Matrix, error) {
	return &landscape.Matrix{}, nil
}

// newCanned returns a canned store of n systems, each used by the same m actors.
func newCanned(t testing.TB, n, m int) *canned {
	t.Helper()
	meta := model(t)
	system, actor := meta.Kind("System"), meta.Kind("Actor")
	c := &canned{rows: map[string][]*landscape.Element{}, ends: map[string][]landscape.End{}}
	for i := range n {
		e := landscape.NewElement(system, map[string]any{
			"key": fmt.Sprintf("s/%03d", i), "name": fmt.Sprintf("Ärendesystem nummer %d", i), "owner": "a/000", "lifecycle": "ACTIVE", "confidentiality": int64(i % 5),
		})
		c.rows["System"] = append(c.rows["System"], e)
	}
	for i := range m {
		e := landscape.NewElement(actor, map[string]any{
			"key": fmt.Sprintf("a/%03d", i), "name": fmt.Sprintf("Östra \"%d\" kommun", i), "actorKind": "MUNICIPALITY", "population": int64(i * 1000),
		})
		claim := landscape.NewRelation(meta.Relation("USES", actor), e.Ref(), c.rows["System"][0].Ref(), map[string]any{"owner": e.Key(), "since": "2020-01-01"})
		claim.Values[1] = true
		c.rows["Actor"] = append(c.rows["Actor"], e)
		c.ends["usedBy"] = append(c.ends["usedBy"], landscape.End{Element: e, Claims: []*landscape.Relation{claim}, Deciding: claim})
	}
	return c
}

// TestRowsAreLimited: lists in lists gather no more rows than one request may have.
func TestRowsAreLimited(t *testing.T) {
	e := engine(t, newCanned(t, 500, 500))
	const query = `{ systems(first: 500) { nodes { usedBy(first: 500) { nodes { key } } } } }`
	f := failed(t, ask(e, landscape.Steward(), query))
	if got := f.Errors[0]; got.Extensions.Code != "LIMIT" || !strings.Contains(got.Message, "200000 rows") || string(f.Data) != "null" {
		t.Errorf("got %+v", f)
	}
	// The same query of smaller pages is answered.
	data(t, e, strings.ReplaceAll(query, "500", "400"))
}

// TestAnswersAreLimited: an answer that would be larger than a client can take is refused, though its rows are few enough.
func TestAnswersAreLimited(t *testing.T) {
	c := newCanned(t, 500, 300)
	for _, end := range c.ends["usedBy"] {
		end.Element.Values[c.rows["Actor"][0].Kind.Attribute("description").Index] = strings.Repeat("x", 500)
	}
	f := failed(t, ask(engine(t, c), landscape.Steward(), `{ systems(first: 500) { nodes { usedBy(first: 500) { nodes { description } } } } }`))
	if got := f.Errors[0]; got.Extensions.Code != "LIMIT" || !strings.Contains(got.Message, "64 MiB") || string(f.Data) != "null" {
		t.Errorf("got %+v", got)
	}
}
