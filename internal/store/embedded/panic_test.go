package embedded

import (
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// A panic on the way to a commit takes nothing with it: what was there stays, and the next write is written.
func TestPanicLeavesTheStoreWritable(t *testing.T) {
	model, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.TempDir(), Options{Model: model})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_, _ = s.Write(t.Context(), landscape.Main, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) { panic("here") })
	}()
	write := func(key string, revision landscape.Revision) {
		t.Helper()
		e := landscape.NewElement(model.Kind(landscape.ActorKind), map[string]any{"key": key, "name": "Ett", "actorKind": "MUNICIPALITY"})
		receipt, err := s.Write(t.Context(), landscape.Main, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) {
			return []landscape.Change{{ElementAfter: e}}, nil
		})
		if err != nil || receipt.Revision != revision {
			t.Errorf("after a panic: %+v, %v", receipt, err)
		}
	}
	write("kommun/1", 1)
	func() {
		defer func() {
			if p := recover(); p != "deeper" {
				t.Errorf("recovered %v", p)
			}
		}()
		_ = s.realm(landscape.Main).file.transact(func(*transaction) error { panic("deeper") })
	}()
	write("kommun/2", 2)
}
