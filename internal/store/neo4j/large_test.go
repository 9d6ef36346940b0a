package neo4j

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/storetest"
)

// TestLargeWrite changes 30,000 relations in one change set.
func TestLargeWrite(t *testing.T) {
	thoroughly(t)
	m, err := storetest.Model()
	if err != nil {
		t.Fatal(err)
	}
	s := openTest(t, Options{Model: m, Access: Exclusive})
	name := "test-" + uuid.NewString()
	t.Cleanup(func() {
		if err := s.Drop(context.Background(), name); err != nil {
			t.Error(err)
		}
	})
	system := m.Kind("System")
	needs := m.Relation("NEEDS", system)
	const elements, relations = 3000, 30000
	var made, restated []landscape.Change
	for i := range elements {
		made = append(made, landscape.Change{ElementAfter: newSystem(system, fmt.Sprintf("s%d", i), 1)})
	}
	for i := range relations {
		from, to := made[i%elements].ElementAfter.Ref(), made[(i*7+i/elements+1)%elements].ElementAfter.Ref()
		before := landscape.NewRelation(needs, from, to, map[string]any{"owner": fmt.Sprint("owner", i), "visibility": "OPEN"})
		after := landscape.NewRelation(needs, from, to, map[string]any{"owner": fmt.Sprint("owner", i), "visibility": "REGION"})
		made = append(made, landscape.Change{RelationAfter: before, From: from, To: to})
		restated = append(restated, landscape.Change{RelationBefore: before, RelationAfter: after, From: from, To: to})
	}
	for i, changes := range [][]landscape.Change{made, restated} {
		start := time.Now()
		receipt, err := s.Write(t.Context(), name, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) { return changes, nil })
		if err != nil || receipt.Revision != landscape.Revision(i+1) {
			t.Fatalf("%d changes: %v, %v", len(changes), receipt, err)
		}
		t.Logf("%d changes in %v", len(changes), time.Since(start))
	}
	used := int64(0)
	if err := s.once(t.Context(), 1, "MATCH (:System {landscape: $p.l})-[x:NEEDS]->() WHERE x.visibility = 'REGION' RETURN count(x)", map[string]any{"l": name}, func(row []any) error {
		used = row[0].(int64)
		return nil
	}); err != nil || used != relations {
		t.Errorf("%d relations are as they were written, %v", used, err)
	}
}
