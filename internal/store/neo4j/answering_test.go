package neo4j

import (
	"context"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/store/cypher"
)

// What somebody waits for is given up in seconds; what has many rows, and the moving of landscapes, may take as long as a transaction.
func TestAnswering(t *testing.T) {
	s := &Store{Options: Options{Timeout: time.Minute}}
	rows := make([]any, 5000)
	for name, c := range map[string]struct {
		ctx     context.Context
		p       map[string]any
		bounded bool
	}{
		"one thing":          {t.Context(), map[string]any{"ids": []string{"a"}, "l": "main"}, true},
		"no parameter":       {t.Context(), nil, true},
		"rows of a write":    {t.Context(), map[string]any{"created": rows}, false},
		"ids of a draft":     {t.Context(), map[string]any{"ids": make([]string, 5000)}, false},
		"names of relations": {t.Context(), map[string]any{"rows": make([][]string, 5000)}, false},
		"moving":             {context.WithValue(t.Context(), unhurried{}, true), nil, false},
	} {
		ctx, cancel := s.answering(c.ctx, cypher.Much(c.p))
		until, bounded := ctx.Deadline()
		cancel()
		if bounded != c.bounded || bounded && time.Until(until) > 10*time.Second {
			t.Errorf("%s: bounded is %t, until %v", name, bounded, until)
		}
	}
}

// A server is refused for its age only where it is known to be older than 5.26.
func TestTooOld(t *testing.T) {
	for version, want := range map[string]bool{
		"4.4.38": true, "5.25.1": true, "5.9.0": true, "5.26.0": false, "5.26.29": false, "5.27-aura": false, "2025.01.0": false, "": false, "dev": false,
	} {
		if got := tooOld(version); got != want {
			t.Errorf("%q is too old: %t", version, got)
		}
	}
}
