package plain_test

import (
	"context"
	"sync"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

func open(_ *testing.T, _ *schema.Metamodel, content *landscape.Content) landscape.Store {
	return plain.New(content)
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestWriter(t *testing.T) { storetest.RunWriter(t, open) }

// TestReplaceByMany replaces the content from several goroutines: each is a revision of its own.
func TestReplaceByMany(t *testing.T) {
	const writers, each = 4, 200
	s := plain.New(&landscape.Content{})
	var wait sync.WaitGroup
	for range writers {
		wait.Go(func() {
			for range each {
				s.Replace(&landscape.Content{})
			}
		})
	}
	wait.Wait()
	err := s.Read(context.Background(), landscape.Main, landscape.Steward(), func(snap landscape.Snapshot) error {
		if r := snap.Revision(); r != 1+writers*each {
			t.Errorf("revision %d after %d writes", r, writers*each)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
