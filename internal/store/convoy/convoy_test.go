package convoy

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

// joining is a convoy and the turn, with members that need not fit anything.
type joining struct {
	Convoy
	t    *testing.T
	turn chan struct{}
}

func newJoining(t *testing.T) *joining { return &joining{t: t, turn: make(chan struct{}, 1)} }

func newWaiting() *Member {
	return &Member{Changes: make([]landscape.Change, 1), Err: ErrApart, read: newMarks(), done: make(chan struct{})}
}

// join has a member wait in a goroutine. What it was told is there when all are blocked.
func (j *joining) join(ctx context.Context, lead func([]*Member)) (told *error) {
	j.t.Helper()
	waits := errors.New("it waits")
	told = &waits
	m, err := j.Prepare(func() (*Member, error) { return newWaiting(), nil })
	if err != nil {
		j.t.Fatal(err)
	}
	go func() { _, *told = j.Join(ctx, j.turn, m, lead) }()
	synctest.Wait()
	return told
}

// free checks that nobody has the turn or waits.
func (j *joining) free() {
	j.t.Helper()
	synctest.Wait()
	if len(j.turn) > 0 || len(j.waiting) > 0 {
		j.t.Errorf("in the end %d have the turn and %d wait", len(j.turn), len(j.waiting))
	}
}

func commitAll(group []*Member) {
	for _, m := range group {
		m.Err = nil
	}
}

// TestJoin lets very many wait while somebody else writes: they go in groups, and each is told.
func TestJoin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newJoining(t)
		j.turn <- struct{}{}
		var sizes []int
		lead := func(group []*Member) {
			sizes = append(sizes, len(group))
			commitAll(group[1:])
		}
		var told []*error
		for range members + 10 {
			told = append(told, j.join(t.Context(), lead))
		}
		<-j.turn
		synctest.Wait()
		apart := 0
		for _, err := range told {
			if errors.Is(*err, ErrApart) {
				apart++
			} else if *err != nil {
				t.Error(*err)
			}
		}
		if len(sizes) != 2 || sizes[0] != members || sizes[1] != 10 || apart != 2 {
			t.Errorf("groups of %v, %d told to go apart", sizes, apart)
		}
		j.free()
	})
}

// TestGather has one wait for those that are being prepared, but not for long.
func TestGather(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for takes, alone := range map[time.Duration]bool{gathering / 2: false, time.Hour: true} {
			j := newJoining(t)
			var first atomic.Int64 // how many are in the first group
			lead := func(group []*Member) {
				first.CompareAndSwap(0, int64(len(group)))
				commitAll(group)
			}
			var other sync.WaitGroup
			other.Go(func() {
				m, _ := j.Prepare(func() (*Member, error) {
					time.Sleep(takes)
					return newWaiting(), nil
				})
				if _, err := j.Join(context.Background(), j.turn, m, lead); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
			began := time.Now()
			told := j.join(t.Context(), lead)
			time.Sleep(gathering)
			synctest.Wait()
			if *told != nil || (first.Load() == 1) != alone || time.Since(began) > gathering {
				t.Errorf("another is ready after %v: a group of %d after %v, %v", takes, first.Load(), time.Since(began), *told)
			}
			other.Wait()
			j.free()
		}
	})
}

// TestPrepareFails has preparing fail or panic: nobody waits for it.
func TestPrepareFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newJoining(t)
		if _, err := j.Prepare(func() (*Member, error) { return nil, ErrApart }); !errors.Is(err, ErrApart) {
			t.Error(err)
		}
		func() {
			defer func() { _ = recover() }()
			_, _ = j.Prepare(func() (*Member, error) { panic("as the test says") })
		}()
		began := time.Now()
		if told := j.join(t.Context(), commitAll); *told != nil || time.Since(began) > 0 {
			t.Errorf("after %v: %v", time.Since(began), *told)
		}
		j.free()
	})
}

// TestGiveUp has one give up while it waits, while it is being committed, and while that takes for ever.
func TestGiveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newJoining(t)
		j.turn <- struct{}{}
		ctx, cancel := context.WithCancel(t.Context())
		told := j.join(ctx, commitAll)
		cancel()
		synctest.Wait()
		if !errors.Is(*told, context.Canceled) {
			t.Errorf("while it waits it is told %v", *told)
		}
		<-j.turn
		j.free()

		for takes, want := range map[time.Duration]error{farewell / 2: nil, 2 * farewell: ErrLeft} {
			ctx, cancel := context.WithCancel(t.Context())
			began := time.Now()
			told := j.join(ctx, func(group []*Member) {
				time.Sleep(takes)
				commitAll(group)
			})
			cancel()
			time.Sleep(min(takes, farewell))
			synctest.Wait()
			if !errors.Is(*told, want) || time.Since(began) > farewell {
				t.Errorf("while it is committed for %v it is told %v after %v", takes, *told, time.Since(began))
			}
			time.Sleep(takes)
			j.free()
		}
	})
}
