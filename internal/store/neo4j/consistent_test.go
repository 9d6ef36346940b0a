package neo4j

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/google/uuid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

// TestReadsAreOfOneRevision reads all elements of a landscape in which a writer that never rests changes all of them at once: a read
// in which they differ, or in which two answers do, is a mixture of revisions.
func TestReadsAreOfOneRevision(t *testing.T) {
	for _, size := range []int{10, 1000, 20000} {
		for name, access := range map[string]Access{"exclusive": Exclusive, "shared": Shared} {
			t.Run(fmt.Sprint(name, " ", size), func(t *testing.T) {
				w := newRestless(t, access, size)
				reader := w.store
				if access == Shared {
					reader = openTest(t, w.store.Options)
				}
				seen := w.watch(4*time.Second, func(ctx context.Context, look func(landscape.Snapshot) error) error {
					return reader.Read(ctx, w.name, landscape.Steward(), look)
				})
				t.Logf("%d reads, %d mixtures, %d writes", seen.reads, seen.mixtures, w.written())
				if seen.mixtures > 0 || seen.reads == 0 || w.written() < 2 {
					t.Errorf("%d of %d reads are mixtures, over %d writes", seen.mixtures, seen.reads, w.written())
				}
			})
		}
	}
}

// TestWithoutProtocolReadsAreMixed is the control: without the gate and the lock the same reads are mixtures.
func TestWithoutProtocolReadsAreMixed(t *testing.T) {
	for _, size := range []int{1000, 20000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := newRestless(t, Exclusive, size)
			scope, err := landscape.NewScope(landscape.Steward(), nil)
			if err != nil {
				t.Fatal(err)
			}
			found := 0
			for start := time.Now(); found == 0 && time.Since(start) < 30*time.Second; {
				found = w.watch(3*time.Second, func(_ context.Context, look func(landscape.Snapshot) error) error {
					return look(newSnapshot(&realm{store: w.store, name: w.name}, unguarded{w.store}, 0, scope))
				}).mixtures
			}
			if found == 0 {
				t.Error("no mixture in 30 s: the test would not find what it is there to find")
			}
			t.Logf("%d mixtures", found)
		})
	}
}

// unguarded asks whoever commits meanwhile.
type unguarded struct{ *Store }

func (u unguarded) Ask(ctx context.Context, statement string, p map[string]any, row func([]any) error) error {
	return u.once(ctx, driver.AccessModeRead, statement, p, row)
}

// restless is a landscape of systems of one rank, which a writer raises for all of them again and again.
type restless struct {
	t     *testing.T
	store *Store
	name  string
	kind  *schema.Kind
	now   []*landscape.Element
	mutex sync.Mutex
	count int
}

func newRestless(t *testing.T, access Access, size int) *restless {
	m, err := storetest.Model()
	if err != nil {
		t.Fatal(err)
	}
	w := &restless{t: t, store: openTest(t, Options{Model: m, Access: access}), name: "test-" + uuid.NewString(), kind: m.Kind("System")}
	t.Cleanup(func() {
		if err := w.store.Drop(context.Background(), w.name); err != nil {
			t.Error(err)
		}
	})
	for i := range size {
		w.now = append(w.now, newSystem(w.kind, fmt.Sprint("s", i), 0))
	}
	if err := w.raise(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	return w
}

func newSystem(k *schema.Kind, key string, rank int64) *landscape.Element {
	e := &landscape.Element{ID: landscape.NewElementID(k.Name, key), Kind: k, Values: make([]any, len(k.Attributes))}
	for _, a := range k.Attributes {
		if a.List {
			e.Values[a.Index] = []string(nil)
		}
	}
	e.Values[schema.AttrID], e.Values[schema.AttrKey], e.Values[schema.AttrName] = string(e.ID), key, key
	e.Values[schema.AttrOwner], e.Values[schema.AttrVisibility] = "local", "OPEN"
	e.Values[k.Attribute("rank").Index] = rank
	return e
}

// raise writes all systems with a higher rank.
func (w *restless) raise(ctx context.Context, first bool) error {
	changes := make([]landscape.Change, len(w.now))
	for i, e := range w.now {
		rank, _ := e.Get("rank").(int64)
		changes[i].ElementAfter = newSystem(w.kind, e.Key(), rank+1)
		if !first {
			changes[i].ElementBefore = e
		}
	}
	_, err := w.store.Write(ctx, w.name, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) { return changes, nil })
	if err == nil {
		for i, c := range changes {
			w.now[i] = c.ElementAfter
		}
		w.mutex.Lock()
		w.count++
		w.mutex.Unlock()
	}
	return err
}

func (w *restless) written() int {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.count
}

type watched struct{ reads, mixtures int }

// watch reads for some time, and until there were at least two writes, while the writer writes.
func (w *restless) watch(d time.Duration, read func(context.Context, func(landscape.Snapshot) error) error) (seen watched) {
	ctx := w.t.Context()
	stop, ended := make(chan struct{}), make(chan error, 1)
	began := w.written()
	go func() {
		for {
			select {
			case <-stop:
				ended <- nil
				return
			default:
			}
			if err := w.raise(ctx, false); err != nil {
				ended <- err
				return
			}
		}
	}()
	for start := time.Now(); time.Since(start) < d || w.written() < began+2 && time.Since(start) < 10*d; {
		mixed := false
		err := read(ctx, func(s landscape.Snapshot) error {
			ranks := map[any]bool{}
			for range 2 {
				rows, err := s.Find(ctx, landscape.Query{Kind: w.kind, Attributes: []string{"rank"}, Page: landscape.Page{Limit: landscape.NoLimit}})
				if err != nil {
					return err
				}
				if len(rows.Elements) != len(w.now) {
					mixed = true
				}
				for _, e := range rows.Elements {
					ranks[e.Get("rank")] = true
				}
			}
			mixed = mixed || len(ranks) != 1
			return nil
		})
		if err != nil {
			w.t.Errorf("a read: %v", err)
			break
		}
		if seen.reads++; mixed {
			seen.mixtures++
		}
	}
	close(stop)
	if err := <-ended; err != nil {
		w.t.Errorf("a write: %v", err)
	}
	return seen
}
