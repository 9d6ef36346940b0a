package neo4j

import (
	"context"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

// TestStore shows what is read of a landscape that nobody changes meanwhile. A write inside of a read would wait for its end;
// that snapshots stand still is shown where it is written, by TestWriter.
func TestStore(t *testing.T) {
	t.Parallel()
	thoroughly(t)
	storetest.Run(t, func(t *testing.T, m *schema.Metamodel, c *landscape.Content) landscape.Store {
		return struct{ landscape.Store }{openScratch(Exclusive)(t, m, c)}
	})
}

// TestInvalidText asks with text that the server would take as other text, which is stored: it equals none of what is.
func TestInvalidText(t *testing.T) {
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	const invalid, replaced = "\xff", "\uFFFD"
	kind := m.Kind("System")
	store := openScratch(Exclusive)(t, m, &landscape.Content{Elements: []*landscape.Element{
		landscape.NewElement(kind, map[string]any{"key": "s", "name": replaced, "description": replaced, "origin": replaced, "aliases": []string{replaced}, "owner": landscape.LocalOwner}),
	}})
	for _, c := range []struct {
		attribute string
		op        landscape.Op
		of        func(text string) any
		valid     int // how many systems there are for the text that is stored
		invalid   int
	}{
		{"name", landscape.Eq, one, 1, 0},
		{"name", landscape.Ne, one, 0, 1},
		{"name", landscape.Contains, one, 1, 0},
		{"description", landscape.StartsWith, one, 1, 0},
		{"origin", landscape.Eq, one, 1, 0},
		{"origin", landscape.Ne, one, 0, 1},
		{"origin", landscape.In, several, 1, 0},
		{"origin", landscape.Contains, one, 1, 0},
		{"origin", landscape.Lte, one, 1, 1},
		{"origin", landscape.Gte, one, 1, 0},
		{"origin", landscape.Lt, one, 0, 1},
		{"key", landscape.Eq, one, 0, 0},
		{"aliases", landscape.Has, one, 1, 0},
	} {
		for text, want := range map[string]int{replaced: c.valid, invalid: c.invalid} {
			err := store.Read(t.Context(), landscape.Main, landscape.Steward(), func(s landscape.Snapshot) error {
				n, err := s.Count(context.Background(), landscape.Query{Kind: kind, Where: landscape.Compare{Attribute: kind.Attribute(c.attribute), Op: c.op, Value: c.of(text)}})
				if n != want {
					t.Errorf("%s %s %q is true of %d systems, not of %d", c.attribute, c.op, text, n, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func one(text string) any { return text }

func several(text string) any { return []any{text, "x"} }
