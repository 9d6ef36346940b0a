package neo4j

import (
	"context"
	"iter"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/google/uuid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/national"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/schema"
)

// BenchmarkImport imports an invented landscape with its history, and loads the same rows beside it with no more than a statement for
// each kind and type. LANDSKAP_BENCH_ACTORS says how large it is: 16 is a county, 311 the country. To make the rows is part of
// either, and is measured by itself, too.
func BenchmarkImport(b *testing.B) {
	actors, err := strconv.Atoi(os.Getenv("LANDSKAP_BENCH_ACTORS"))
	if err != nil {
		actors = 16
	}
	m, err := schema.Load()
	if err != nil {
		b.Fatal(err)
	}
	s := openTest(b, Options{Model: m, Access: Exclusive})
	for _, way := range []struct {
		name string
		load func(ctx context.Context, name string, commits iter.Seq2[landscape.Remembered, error]) error
	}{
		{"made", func(_ context.Context, _ string, commits iter.Seq2[landscape.Remembered, error]) error {
			for _, err := range commits {
				if err != nil {
					return err
				}
			}
			return nil
		}},
		{"bare", s.bare},
		{"import", s.Import},
	} {
		b.Run(way.name, func(b *testing.B) {
			for b.Loop() {
				name, records, most := "test-"+uuid.NewString(), 0, uint64(0)
				start := time.Now()
				err := way.load(b.Context(), name, nation(m, actors, func(n int) {
					var now runtime.MemStats
					runtime.ReadMemStats(&now)
					records, most = records+n, max(most, now.HeapAlloc)
				}))
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(time.Since(start).Seconds(), "s")
				b.ReportMetric(float64(records), "records")
				b.ReportMetric(float64(most>>20), "MiB-heap")
				b.StopTimer()
				if way.name != "made" {
					if err := s.sweepAway(b.Context(), name); err != nil {
						b.Fatal(err)
					}
				}
				b.StartTimer()
			}
		})
	}
}

// nation gives an invented landscape as a history, and tells how many records each commit has.
func nation(m *schema.Metamodel, actors int, made func(records int)) iter.Seq2[landscape.Remembered, error] {
	return func(yield func(landscape.Remembered, error) bool) {
		revision := landscape.Revision(0)
		for set, err := range national.Batches(m, national.Options{Actors: actors, Seed: 1}) {
			if err != nil {
				yield(landscape.Remembered{}, err)
				return
			}
			revision++
			c := &landscape.Commit{Revision: revision, At: time.Unix(int64(revision), 0).UTC(), By: "bench"}
			for _, e := range set.Elements {
				c.Changes = append(c.Changes, landscape.Change{ElementAfter: e.Element})
			}
			for _, r := range set.Relations {
				c.Changes = append(c.Changes, landscape.Change{RelationAfter: r.Relation, From: r.From, To: r.To})
			}
			made(len(c.Changes))
			if !yield(landscape.Remembered{Commit: c}, nil) {
				return
			}
		}
	}
}

// bare loads rows and nothing else: no history, no keys, no lock.
func (s *Store) bare(ctx context.Context, name string, commits iter.Seq2[landscape.Remembered, error]) error {
	write := func(statement string, rows []any) error {
		for part := range slices.Chunk(rows, batch) {
			if err := s.once(ctx, driver.AccessModeWrite, statement, map[string]any{"l": name, "rows": part}, nil); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.once(ctx, driver.AccessModeWrite, "CREATE (:Landscape {name: $p.l, revision: 0})", map[string]any{"l": name}, nil); err != nil {
		return err
	}
	for r, err := range commits {
		if err != nil {
			return err
		}
		kinds, types := map[string][]any{}, map[string][]any{}
		for _, c := range r.Commit.Changes {
			if e := c.ElementAfter; e != nil {
				kinds[e.Kind.Name] = append(kinds[e.Kind.Name], cypher.ElementProperties(name, e))
			} else {
				r := c.RelationAfter
				types[r.Type.Type] = append(types[r.Type.Type], []any{string(r.From), string(r.To), cypher.RelationProperties(r)})
			}
		}
		for kind, rows := range kinds {
			if err := write("UNWIND $p.rows AS r CREATE (n:Element:"+cypher.Quoted(kind)+") SET n = r", rows); err != nil {
				return err
			}
		}
		for name, rows := range types {
			if err := write(`UNWIND $p.rows AS r MATCH (a:Element {landscape: $p.l, id: r[0]}) MATCH (b:Element {landscape: $p.l, id: r[1]})
CREATE (a)-[x:`+cypher.Quoted(name)+`]->(b) SET x = r[2]`, rows); err != nil {
				return err
			}
		}
	}
	return nil
}
