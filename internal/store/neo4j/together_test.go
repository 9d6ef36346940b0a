package neo4j

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/bolttest"
	"github.com/arkinera/landskap/internal/store/convoy"
	"github.com/arkinera/landskap/internal/store/memory"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

type sifting = func(*convoy.Log, landscape.Revision, []*convoy.Member) []*convoy.Member

// tasks is what there is before the first task of storetest.Serially.
func tasks(t *testing.T, model *schema.Metamodel) *landscape.Content {
	t.Helper()
	content, err := storetest.TasksContent(model)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func openTasks(t *testing.T, sift sifting) *scratch {
	t.Helper()
	model, err := storetest.Model()
	if err != nil {
		t.Fatal(err)
	}
	s := openScratch(Exclusive)(t, model, tasks(t, model)).(*scratch)
	s.sift = sift
	return s
}

// TestTogether lets many write at once what follows from what is there: it is as if they had come one after another.
func TestTogether(t *testing.T) {
	t.Parallel()
	var groups, together atomic.Int64
	s := openTasks(t, func(l *convoy.Log, now landscape.Revision, group []*convoy.Member) []*convoy.Member {
		fit := l.Sift(now, group)
		if len(fit) > 1 {
			groups.Add(1)
			together.Add(int64(len(fit)))
		}
		return fit
	})
	storetest.Serially(t, s, memory.New(tasks(t, s.Model)), s.Model, 8, 40, 1)
	if t.Logf("%d groups of several, with %d writes", groups.Load(), together.Load()); groups.Load() < 3 {
		t.Error("that proves too little")
	}
}

// failures takes the place of a test whose failure is what is wanted.
type failures struct {
	*testing.T
	mutex sync.Mutex
	told  []string
}

func (f *failures) Errorf(format string, args ...any) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.told = append(f.told, fmt.Sprintf(format, args...))
}

func (f *failures) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	f.SkipNow()
}

// TestTogetherControl has all go together that wait, whatever they have looked at: updates are lost, and that is found out.
func TestTogetherControl(t *testing.T) {
	t.Parallel()
	s := openTasks(t, func(l *convoy.Log, now landscape.Revision, group []*convoy.Member) (fit []*convoy.Member) {
		for _, m := range group {
			if one := l.Sift(now, []*convoy.Member{m}); len(one) > 0 {
				fit = append(fit, m)
			}
		}
		for i, m := range fit {
			m.Revision = now + landscape.Revision(i) + 1
		}
		return fit
	})
	for seed := range uint64(10) {
		f := &failures{T: t}
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			f.T = t
			content := tasks(t, s.Model)
			one := &scratch{Store: s.Store, t: t, prefix: s.prefix + fmt.Sprint(seed, "-")}
			one.Replace(content)
			storetest.Serially(f, one, memory.New(content), s.Model, 8, 20, seed)
		})
		if len(f.told) > 0 {
			t.Logf("found out with seed %d: %s", seed, f.told[0])
			return
		}
	}
	t.Error("nothing is found")
}

// TestKeyTogether asks for the same again while others write: it is answered by the first, and the others are written.
func TestKeyTogether(t *testing.T) {
	t.Parallel()
	s := openTasks(t, (*convoy.Log).Sift)
	write := func(name, key string) (landscape.Receipt, error) {
		e := landscape.NewElement(s.Model.Kind("System"), map[string]any{"key": name, "name": name, "owner": "north"})
		return s.Write(t.Context(), landscape.Main, landscape.Write{Key: key, Content: key}, func(landscape.Draft) ([]landscape.Change, error) {
			return []landscape.Change{{ElementAfter: e}}, nil
		})
	}
	first, err := write("first", "k")
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 5 {
				name, key := fmt.Sprint("n-", i, "-", j), ""
				if i%2 == 0 {
					name, key = fmt.Sprint("again-", i, "-", j), "k"
				}
				receipt, err := write(name, key)
				if err != nil || (key != "") != (receipt == landscape.Receipt{Revision: first.Revision, Repeated: true}) {
					t.Errorf("%s: %+v, %v", name, receipt, err)
				}
			}
		})
	}
	all.Wait()
	if err := s.Read(t.Context(), landscape.Main, landscape.Steward(), func(snap landscape.Snapshot) error {
		if want := first.Revision + 20; snap.Revision() != want {
			t.Errorf("revision %d instead of %d", snap.Revision(), want)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

// TestGroupLost has several write at once whose COMMIT is lost, done or undone: each finds out by its key, and who has none is told
// that it is not known.
func TestGroupLost(t *testing.T) {
	for _, applied := range []bool{false, true} {
		l := newLedger(t, 1)
		s := l.connect(Exclusive, "kommun")
		if _, err := l.write(s, ""); err != nil {
			t.Fatal(err)
		}
		l.hook(applied, once("COMMIT", togetherStatement, bolttest.Reply{Cut: true}))
		r, err := s.realm(landscape.Main)
		if err != nil {
			t.Fatal(err)
		}
		r.turn <- struct{}{}
		receipts, errs := [5]landscape.Receipt{}, [5]error{}
		var all sync.WaitGroup
		for i := range receipts {
			all.Go(func() {
				key := fmt.Sprint("k", i)
				if i == 0 {
					key = ""
				}
				e := landscape.NewElement(s.Model.Kind("System"), map[string]any{"key": key, "name": key, "owner": landscape.LocalOwner})
				receipts[i], errs[i] = s.Write(t.Context(), landscape.Main, landscape.Write{Key: key, At: time.Now()}, func(landscape.Draft) ([]landscape.Change, error) {
					return []landscape.Change{{ElementAfter: e}}, nil
				})
			})
		}
		time.Sleep(200 * time.Millisecond) // Until all wait; those that do not are in a group of their own, which proves less.
		<-r.turn
		all.Wait()
		made := map[landscape.Revision]bool{}
		for i := range receipts {
			switch {
			case i == 0:
				if messageOf(errs[i]) != "database.unknown" {
					t.Errorf("applied %v: without a key: %+v, %v", applied, receipts[i], errs[i])
				}
			case errs[i] != nil || receipts[i].Repeated || made[receipts[i].Revision]:
				t.Errorf("applied %v: %+v, %v", applied, receipts[i], errs[i])
			}
			made[receipts[i].Revision] = true
		}
		want := int64(5)
		if applied {
			want = 6
		}
		if l.at() != want {
			t.Errorf("applied %v: the landscape is at %d instead of %d", applied, l.at(), want)
		}
	}
}

// TestGiveUpTogether has a caller give up while its group is being committed: it is told in time, and not that nothing was written.
func TestGiveUpTogether(t *testing.T) {
	l := newLedger(t, 1)
	s := l.connect(Exclusive, "kommun")
	if _, err := l.write(s, ""); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	l.hook(true, func(m bolttest.Message) *bolttest.Reply {
		if m.Name == "COMMIT" {
			cancel()
			l.commit(m)
			return &bolttest.Reply{Silent: true}
		}
		return nil
	})
	began := time.Now()
	e := landscape.NewElement(s.Model.Kind("System"), map[string]any{"key": "a", "name": "a", "owner": landscape.LocalOwner})
	_, err := s.Write(ctx, landscape.Main, landscape.Write{Key: "k", At: time.Now()}, func(landscape.Draft) ([]landscape.Change, error) {
		return []landscape.Change{{ElementAfter: e}}, nil
	})
	if took := time.Since(began); messageOf(err) != "database.unknown" || took > 3*time.Second {
		t.Errorf("after %v: %v", took, err)
	}
}
