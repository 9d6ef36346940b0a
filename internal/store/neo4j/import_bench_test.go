package neo4j

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/google/uuid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/internal/store/storetest"
)

// BenchmarkImport imports a landscape, and loads the same rows with no more than a statement for elements and one for relations.
func BenchmarkImport(b *testing.B) {
	m, err := storetest.Model()
	if err != nil {
		b.Fatal(err)
	}
	s := openTest(b, Options{Model: m, Access: Exclusive})
	system := m.Kind("System")
	needs := m.Relation("NEEDS", system)
	const elements, relations = 20000, 60000
	var changes []landscape.Change
	for i := range elements {
		changes = append(changes, landscape.Change{ElementAfter: newSystem(system, fmt.Sprintf("s%d", i), 1)})
	}
	for i := range relations {
		from, to := changes[i%elements].ElementAfter.Ref(), changes[(i*7+i/elements+1)%elements].ElementAfter.Ref()
		r := landscape.NewRelation(needs, from, to, map[string]any{"owner": fmt.Sprint("owner", i%100), "visibility": "OPEN"})
		changes = append(changes, landscape.Change{RelationAfter: r, From: from, To: to})
	}
	for _, way := range []struct {
		name string
		load func(ctx context.Context, name string) error
	}{
		{"bare", func(ctx context.Context, name string) error {
			var es, rs []any
			for _, c := range changes {
				if e := c.ElementAfter; e != nil {
					es = append(es, cypher.ElementProperties(name, e))
				} else {
					rs = append(rs, []any{string(c.RelationAfter.From), string(c.RelationAfter.To), cypher.RelationProperties(c.RelationAfter)})
				}
			}
			if err := s.once(ctx, driver.AccessModeWrite, "CREATE (:Landscape {name: $p.l, revision: 0})", map[string]any{"l": name}, nil); err != nil {
				return err
			}
			for part := range slices.Chunk(es, batch) {
				if err := s.once(ctx, driver.AccessModeWrite, "UNWIND $p.rows AS r CREATE (n:Element:System) SET n = r", map[string]any{"rows": part}, nil); err != nil {
					return err
				}
			}
			for part := range slices.Chunk(rs, batch) {
				if err := s.once(ctx, driver.AccessModeWrite, `UNWIND $p.rows AS r MATCH (a:Element {landscape: $p.l, id: r[0]}) MATCH (b:Element {landscape: $p.l, id: r[1]})
CREATE (a)-[x:NEEDS]->(b) SET x = r[2]`, map[string]any{"l": name, "rows": part}, nil); err != nil {
					return err
				}
			}
			return nil
		}},
		{"import", func(ctx context.Context, name string) error {
			return s.Import(ctx, name, func(yield func(landscape.Remembered, error) bool) {
				yield(landscape.Remembered{Commit: &landscape.Commit{Revision: 1, Changes: changes}}, nil)
			})
		}},
	} {
		b.Run(way.name, func(b *testing.B) {
			for b.Loop() {
				name := "test-" + uuid.NewString()
				start := time.Now()
				if err := way.load(b.Context(), name); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(changes))/time.Since(start).Seconds(), "records/s")
				b.StopTimer()
				if err := s.clear(b.Context(), name); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}
