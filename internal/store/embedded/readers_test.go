package embedded

import (
	"context"
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

// readPath are the functions of reading, of the stores and of the control.
var readPath = regexp.MustCompile(`/internal/store/.*\.(Read|Find|Related)$`)

// waits counts the waits in a profile that have the read path in their stack, and shows one. Waits for the locks of Go's runtime
// itself, as of its allocator, are not the store's; only its own unlock is at their tops.
func waits(t *testing.T, profile func([]runtime.BlockProfileRecord) (int, bool)) (count int64, example string) {
	t.Helper()
	records := make([]runtime.BlockProfileRecord, 1000)
	n, ok := profile(records)
	for ; !ok; n, ok = profile(records) {
		records = make([]runtime.BlockProfileRecord, 2*n)
	}
	for _, r := range records[:n] {
		var names []string
		found := false
		for frames, more := runtime.CallersFrames(r.Stack()), true; more; {
			var f runtime.Frame
			f, more = frames.Next()
			names = append(names, f.Function)
			found = found || readPath.MatchString(f.Function)
		}
		if found && !strings.HasPrefix(names[0], "runtime.unlock") && names[0] != "runtime._LostContendedRuntimeLock" {
			count, example = count+r.Count, strings.Join(names, " < ")
		}
	}
	return count, example
}

// waitingReaders reads from four sides, so often each, while two writers write, and returns how often a reader waited.
func waitingReaders(t *testing.T, m *schema.Metamodel, s writable, run string, each int) (count int64, example string) {
	t.Helper()
	profiles := []func([]runtime.BlockProfileRecord) (int, bool){runtime.BlockProfile, runtime.MutexProfile}
	before := int64(0)
	for _, p := range profiles {
		n, _ := waits(t, p)
		before += n
	}
	old := runtime.SetMutexProfileFraction(1)
	runtime.SetBlockProfileRate(1)
	defer runtime.SetMutexProfileFraction(old)
	defer runtime.SetBlockProfileRate(0)
	ctx := context.Background()
	kind := m.Kind("System")
	var done atomic.Bool
	var commits, reads atomic.Int64
	var writers, readers sync.WaitGroup
	for w := range 2 {
		writers.Go(func() {
			for i := 0; !done.Load(); i++ {
				write(t, s, landscape.Write{}, create(system(m, fmt.Sprintf("%s/%d/%d", run, w, i), "Ny")))
				commits.Add(1)
			}
		})
	}
	for range 4 {
		readers.Go(func() {
			for i := 0; (i < each || commits.Load() < 50) && !t.Failed(); i++ {
				err := s.Read(ctx, "main", landscape.Public(), func(snap landscape.Snapshot) error {
					rows, err := snap.Find(ctx, landscape.Query{Kind: kind, Page: landscape.Page{Limit: 50, Order: []landscape.Order{{Attribute: kind.Attributes[schema.AttrName]}}}})
					if err != nil {
						return err
					}
					q := landscape.RelatedQuery{Field: kind.Field("usedBy"), Page: landscape.Page{Limit: 5}}
					for _, e := range rows.Elements {
						q.Sources = append(q.Sources, e.ID)
					}
					_, err = snap.Related(ctx, q)
					return err
				})
				if err != nil {
					t.Error(err)
				}
				reads.Add(1)
				runtime.Gosched()
			}
		})
	}
	readers.Wait()
	done.Store(true)
	writers.Wait()
	for _, p := range profiles {
		n, one := waits(t, p)
		if count += n; one != "" {
			example = one
		}
	}
	t.Logf("%s: %d reads beside %d commits: %d waits", run, reads.Load(), commits.Load(), count-before)
	return count - before, example
}

// locking is a store of which readers wait for writers.
type locking struct {
	writable
	mutex *sync.Mutex
}

func (l locking) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.writable.Read(ctx, name, v, fn)
}

func (l locking) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.writable.Write(ctx, name, w, fn)
}

// TestReadersNeverWait looks into the mutex and block profiles for readers that waited while others wrote. The control is a store
// in which they do.
func TestReadersNeverWait(t *testing.T) {
	m := model(t)
	content := large(m, 6000)
	for name, s := range map[string]writable{"memory": New(&landscape.Content{}), "folder": openTest(t, tempDir(t), m)} {
		t.Run(name, func(t *testing.T) {
			write(t, s, landscape.Write{}, storetest.Between(&landscape.Content{}, content))
			if n, example := waitingReaders(t, m, s, "sound", 300); n > 0 {
				t.Errorf("readers waited %d times: %s", n, example)
			}
			if n, _ := waitingReaders(t, m, locking{s, new(sync.Mutex)}, "control", 30); n == 0 {
				t.Error("readers behind a lock wait, and it is not seen")
			}
		})
	}
}

// TestReadersSeeAllOrNothing reads from four sides while a change set of 100,000 elements is written.
func TestReadersSeeAllOrNothing(t *testing.T) {
	const many = 100_000
	m, ctx := model(t), context.Background()
	kind := m.Kind("System")
	s := openTest(t, tempDir(t), m)
	write(t, s, landscape.Write{}, create(system(m, "first", "First")))
	elements := make([]*landscape.Element, many)
	for i := range elements {
		elements[i] = system(m, fmt.Sprint("s", i), "System")
	}
	ids := []landscape.ID{elements[0].ID, elements[many/2].ID, elements[many-1].ID}
	var done atomic.Bool
	var none, all atomic.Int64
	var wait sync.WaitGroup
	for reader := range 4 {
		wait.Go(func() {
			viewer := []landscape.Viewer{landscape.Steward(), landscape.Public()}[reader%2]
			for after := false; !after; {
				after = done.Load()
				err := s.Read(ctx, "main", viewer, func(snap landscape.Snapshot) error {
					there, err := snap.Elements(ctx, ids, nil)
					if err != nil {
						return err
					}
					rows, err := snap.Find(ctx, landscape.Query{Kind: kind, Page: landscape.Page{Limit: 100, Backward: true}})
					if err != nil {
						return err
					}
					count, err := snap.Count(ctx, landscape.Query{Kind: kind})
					if err != nil {
						return err
					}
					some := 0
					for _, e := range there {
						if e != nil {
							some++
						}
					}
					switch revision := snap.Revision(); {
					case revision == 1 && count == 1 && some == 0 && len(rows.Elements) == 1:
						none.Add(1)
					case revision == 2 && count == many+1 && some == len(ids) && len(rows.Elements) == 100:
						all.Add(1)
					default:
						t.Errorf("revision %d: %d elements, %d of %d, a page of %d", revision, count, some, len(ids), len(rows.Elements))
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
				time.Sleep(time.Millisecond)
			}
		})
	}
	write(t, s, landscape.Write{}, create(elements...))
	done.Store(true)
	wait.Wait()
	if none.Load() == 0 || all.Load() == 0 {
		t.Error("that proves nothing")
	}
	t.Logf("%d reads saw none, %d all of %d elements", none.Load(), all.Load(), many)
}
