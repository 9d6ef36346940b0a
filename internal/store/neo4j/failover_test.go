package neo4j

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/bolttest"
	"github.com/arkinera/landskap/internal/store/convoy"
	"github.com/arkinera/landskap/internal/store/cypher"
)

// once returns a hook that replies to the first message of a name that comes after a statement, and to no other.
func once(name, statement string, reply bolttest.Reply) func(m bolttest.Message) *bolttest.Reply {
	in := map[int]bool{}
	done := false
	return func(m bolttest.Message) *bolttest.Reply {
		if m.Statement == statement {
			in[m.Connection] = true
		}
		if done || m.Name != name || !in[m.Connection] {
			return nil
		}
		done = true
		return &reply
	}
}

// bothWays runs a test of writes that may go together with others, and of such as go by themselves. The store is told by way, which
// returns the statement by which it makes changes then.
func bothWays(t *testing.T, name string, test func(t *testing.T, way func(*Store) string)) {
	t.Run(name+", together", func(t *testing.T) { test(t, func(*Store) string { return togetherStatement }) })
	t.Run(name+", apart", func(t *testing.T) {
		test(t, func(s *Store) string {
			s.sift = func(*convoy.Log, landscape.Revision, []*convoy.Member) []*convoy.Member { return nil }
			return cypher.Change
		})
	})
}

// TestLeaderSwitch has another server lead from some moment of a write on: the write goes there, with the same key, and happens once.
func TestLeaderSwitch(t *testing.T) {
	moments := map[string]struct {
		name    string
		applied bool
	}{
		"before the write":             {},
		"amid the write":               {name: "RUN"},
		"at COMMIT, undone":            {name: "COMMIT"},
		"at COMMIT, done all the same": {name: "COMMIT", applied: true},
	}
	for when, moment := range moments {
		bothWays(t, when, func(t *testing.T, way func(*Store) string) {
			l := newLedger(t, 3)
			s := l.connect(Exclusive, "kommun")
			if _, err := l.write(s, ""); err != nil {
				t.Fatal(err)
			}
			statement := way(s)
			l.Forget()
			if moment.name == "" {
				l.Lead(1)
			} else {
				fails := once(moment.name, statement, bolttest.Reply{Failure: "Neo.ClientError.Cluster.NotALeader"})
				l.hook(moment.applied, func(m bolttest.Message) *bolttest.Reply {
					r := fails(m)
					if r != nil {
						l.Lead(1)
					}
					return r
				})
			}
			began := time.Now()
			receipt, err := l.write(s, "k")
			if err != nil || receipt.Revision != 2 || receipt.Repeated || l.at() != 2 || time.Since(began) > retrying {
				t.Fatalf("after %v: %+v, and the landscape is at %d: %v", time.Since(began), receipt, l.at(), err)
			}
			keys := keysSent(l.Recorded())
			if slices.ContainsFunc(keys, func(k any) bool { return k != "k" }) {
				t.Errorf("tried with the keys %v", keys)
			}
			last := l.Recorded()
			if at := last[len(last)-1].Server; at != 1 {
				t.Errorf("the last word went to server %d", at)
			}
			t.Logf("revision %d after %v", receipt.Revision, time.Since(began).Round(time.Millisecond))
		})
	}
}

// TestNoLeader has nobody lead: writes are refused in time, readers are still served by followers, and a new leader is found.
func TestNoLeader(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for limits of time")
	}
	l := newLedger(t, 3)
	s := l.connect(Exclusive, "kommun")
	if _, err := l.write(s, ""); err != nil {
		t.Fatal(err)
	}
	l.Lead(-1)
	began := time.Now()
	_, err := l.write(s, "k")
	unavailable(t, "a write", began, err)
	if revision, err := l.read(s); err != nil || revision != 1 {
		t.Errorf("a read while nobody leads gives revision %d: %v", revision, err)
	}
	shared := &Store{}
	_ = shared
	l.Lead(2)
	began = time.Now()
	if receipt, err := l.write(s, "k"); err != nil || receipt.Revision != 2 || time.Since(began) > retrying {
		t.Errorf("a write to the new leader after %v: %+v, %v", time.Since(began), receipt, err)
	}
}

// TestLostCommit loses the connection at COMMIT. Whether it was done is found out by the key; without one it is said to be unknown,
// and nothing is tried again.
func TestLostCommit(t *testing.T) {
	for name, c := range map[string]struct {
		key      string
		applied  bool
		commits  int
		revision int64
	}{
		"with a key, undone":    {"k", false, 2, 2},
		"with a key, done":      {"k", true, 1, 2},
		"without a key, undone": {"", false, 1, 1},
		"without a key, done":   {"", true, 1, 2},
	} {
		bothWays(t, name, func(t *testing.T, way func(*Store) string) {
			for _, reply := range []bolttest.Reply{{Cut: true}, {Failure: "Neo.ClientError.Cluster.NotALeader"}, {Failure: "Neo.TransientError.Cluster.ReplicationFailure"}} {
				l := newLedger(t, 3)
				s := l.connect(Exclusive, "kommun")
				if _, err := l.write(s, ""); err != nil {
					t.Fatal(err)
				}
				l.Forget()
				l.hook(c.applied, once("COMMIT", way(s), reply))
				began := time.Now()
				receipt, err := l.write(s, c.key)
				if c.key != "" {
					if err != nil || receipt.Revision != 2 || receipt.Repeated {
						t.Errorf("%+v: %+v, %v", reply, receipt, err)
					}
				} else if messageOf(err) != "database.unknown" {
					t.Errorf("%+v: the outcome is not told to be unknown: %+v, %v", reply, receipt, err)
				} else {
					unavailable(t, "a write without a key", began, err)
				}
				changes := 0
				for _, m := range l.Recorded() {
					if m.Name == "RUN" && (m.Statement == cypher.Change || m.Statement == togetherStatement) {
						changes++
					}
				}
				if l.at() != c.revision || changes != c.commits {
					t.Errorf("%+v: changed %d times, and the landscape is at %d", reply, changes, l.at())
				}
				// Reading goes on only after the lock was taken: the server has done with the COMMIT then.
				l.Forget()
				if revision, err := l.read(s); err != nil || int64(revision) != c.revision {
					t.Errorf("%+v: revision %d is read: %v", reply, revision, err)
				}
			}
		})
	}
}

// TestCutAmidRows cuts the connection when some rows of an answer have come: asked again, they would come twice. Where none has come
// the question is asked again.
func TestCutAmidRows(t *testing.T) {
	const listed = "MATCH (l:Landscape)"
	for _, reply := range []bolttest.Reply{{Rows: [][]any{{"a"}, {"b"}}, CutLate: true}, {Rows: nil, Fields: []string{"name"}, CutLate: true}} {
		l := newLedger(t, 1)
		s := l.connect(Reading, "kommun")
		asked := 0
		l.hook(false, func(m bolttest.Message) *bolttest.Reply {
			if m.Name != "RUN" || !strings.HasPrefix(m.Statement, listed) {
				return nil
			}
			if asked++; asked > 1 {
				return &bolttest.Reply{Rows: [][]any{{"a"}, {"b"}}}
			}
			return &reply
		})
		names, err := s.Landscapes(t.Context())
		switch {
		case reply.Rows == nil && (err != nil || !slices.Equal(names, []string{"a", "b"}) || asked != 2):
			t.Errorf("no row had come: %q, %v, asked %d times", names, err, asked)
		case reply.Rows != nil && (err == nil || landscape.CodeOf(err) != landscape.Unavailable || asked != 1):
			t.Errorf("two rows had come: %q, %v, asked %d times", names, err, asked)
		}
	}
}

// TestLostCommitControl is the same without a key by one that simply tries again: the check finds a second effect.
func TestLostCommitControl(t *testing.T) {
	l := newLedger(t, 1)
	s := l.connect(Exclusive, "kommun")
	l.hook(true, once("COMMIT", cypher.Change, bolttest.Reply{Cut: true}))
	for range 2 {
		if _, err := l.write(s, ""); err == nil {
			break
		}
	}
	if l.at() != 2 {
		t.Errorf("a write that was tried again without a key has left the landscape at %d: the check could not fail", l.at())
	}
}

// TestHangingServer has servers accept and never answer: nobody waits long, and nothing is left running.
func TestHangingServer(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for limits of time")
	}
	before := runtime.NumGoroutine()
	t.Run("all", func(t *testing.T) {
		var all sync.WaitGroup
		defer all.Wait()
		all.Go(func() {
			l := newLedger(t, 1)
			l.Deafen()
			began := time.Now()
			_, err := Open(t.Context(), Options{URI: "neo4j://" + l.Address(0), Database: "kommun", Model: modelOf(t)})
			unavailable(t, "opening", began, err)
		})
		for _, access := range []Access{Exclusive, Shared} {
			l := newLedger(t, 1)
			s := l.connect(access, "kommun")
			if _, err := l.write(s, ""); err != nil {
				t.Fatal(err)
			}
			l.silence()
			all.Go(func() { hangs(t, l, s) })
		}
		all.Go(func() { hangsControl(t) })
	})
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			stacks = stacks[:runtime.Stack(stacks, true)]
			t.Fatalf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks)
		}
	}
}

// silence has the servers say nothing more, on connections that are open and on new ones.
func (l *ledger) silence() {
	l.hook(false, func(bolttest.Message) *bolttest.Reply { return &bolttest.Reply{Silent: true} })
	l.Deafen()
}

// hangs asks a store all at once whose servers say nothing, and closes it.
func hangs(t *testing.T, l *ledger, s *Store) {
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			began := time.Now()
			_, err := l.read(s)
			unavailable(t, "a read", began, err)
		})
		all.Go(func() {
			began := time.Now()
			_, err := l.write(s, "k")
			unavailable(t, "a write", began, err)
		})
	}
	all.Go(func() {
		began := time.Now()
		unavailable(t, "readiness", began, s.Ready(t.Context()))
	})
	all.Wait()
	began := time.Now()
	_ = s.Close() // What failed has been told.
	if took := time.Since(began); took > answered {
		t.Errorf("closing took %v", took)
	}
}

// hangsControl asks with a driver as it comes, on a connection that was answered before: that waits.
func hangsControl(t *testing.T) {
	l := newLedger(t, 1)
	d, err := driver.NewDriverWithContext("neo4j://"+l.Address(0), driver.NoAuth())
	if err != nil {
		t.Error(err)
		return
	}
	run := func(ctx context.Context) error {
		session := d.NewSession(ctx, driver.SessionConfig{})
		_, err := session.Run(ctx, "RETURN 1", nil)
		ending(ctx, session.Close)
		return err
	}
	if err := run(t.Context()); err != nil {
		t.Error(err)
	}
	l.silence()
	ctx, cancel := context.WithTimeout(t.Context(), answered+time.Second)
	defer cancel()
	began := time.Now()
	err = run(ctx)
	if took := time.Since(began); took < answered {
		t.Errorf("a bare driver waited for %v only: the check could not fail: %v", took, err)
	}
	ending(ctx, d.Close)
}
