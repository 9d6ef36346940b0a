package neo4j

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/present"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/internal/text"
)

// party is a process that uses a landscape, with a driver of its own.
type party struct {
	*Store
	t    *testing.T
	name string
}

// newParty opens a store with leases that are short enough for a test to wait for.
func newParty(t *testing.T, name, is string, access Access) *party {
	return newPartyFor(t, name, is, access, 1500*time.Millisecond)
}

func newPartyFor(t *testing.T, name, is string, access Access, lease time.Duration) *party {
	m, err := storetest.Model()
	if err != nil {
		t.Fatal(err)
	}
	o := found(t, Options{Model: m, Access: access, Holder: is})
	return &party{openAs(t, o, lease), t, name}
}

func (p *party) write(key string) error {
	_, err := p.Write(context.Background(), p.name, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) {
		return []landscape.Change{{ElementAfter: newSystem(p.Model.Kind("System"), key, 1)}}, nil
	})
	return err
}

func (p *party) revision() (r landscape.Revision, err error) {
	err = p.Read(context.Background(), p.name, landscape.Steward(), func(s landscape.Snapshot) error {
		r = s.Revision()
		return nil
	})
	return r, err
}

func (p *party) mustWrite(key string) {
	p.t.Helper()
	if err := p.write(key); err != nil {
		p.t.Fatal(err)
	}
}

// mustBe checks which revision the party reads.
func (p *party) mustBe(want landscape.Revision) {
	p.t.Helper()
	if got, err := p.revision(); got != want || err != nil {
		p.t.Fatalf("%s reads revision %d, %v instead of %d", p.Holder, got, err, want)
	}
}

// refused checks that the party may neither read nor write, and is told why.
func (p *party) refused(key, by string) {
	p.t.Helper()
	_, err := p.revision()
	for what, err := range map[string]error{"reading": err, "writing": p.write("refused")} {
		var told *landscape.Error
		if !errors.As(err, &told) || told.Code != landscape.Unavailable || told.Message.Key != key || !strings.Contains(told.Message.In(text.Swedish), by) {
			p.t.Errorf("%s by %s: %v is not %s, or does not name %s", what, p.Holder, err, key, by)
		}
	}
}

// sleep stops all that a store does by itself, as if its process were not given any time.
func (p *party) sleep() {
	close(p.stop)
	p.renewing.Wait()
	p.stop = make(chan struct{})
}

func parties(t *testing.T) string {
	p := newParty(t, "test-"+uuid.NewString(), "", Shared)
	t.Cleanup(func() {
		if err := p.sweepAway(context.Background(), p.name); err != nil {
			t.Error(err)
		}
	})
	return p.name
}

func TestTwoProcesses(t *testing.T) {
	t.Parallel() // It waits most of the time, for leases so long that none runs out on a busy machine.
	name := parties(t)
	join := func(name, is string, access Access) *party { return newPartyFor(t, name, is, access, leaseTime) }
	a := join(name, "the first", Exclusive)
	a.mustWrite("a")
	join(name, "another", Exclusive).refused("database.taken", "the first")
	join(name, "a shared one", Shared).refused("database.taken", "the first")
	join(name, "a reader", Reading).mustBe(1)
	a.mustWrite("b")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	b, c := join(name, "b", Shared), join(name, "c", Shared)
	b.mustBe(2)
	if d := time.Since(start); d > leaseTime/2 {
		t.Errorf("after an orderly end the next waits for %v", d)
	}
	c.mustWrite("c")
	b.mustWrite("d")
	c.mustBe(4)
	b.mustBe(4)
	join(name, "an exclusive one", Exclusive).refused("database.taken_together", "")
}

// TestLongWriteKeepsLandscape writes for longer than a lease.
func TestLongWriteKeepsLandscape(t *testing.T) {
	name := parties(t)
	a, b := newParty(t, name, "a", Exclusive), newParty(t, name, "b", Exclusive)
	a.mustWrite("a")
	_, err := a.Write(t.Context(), name, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) {
		for start := time.Now(); time.Since(start) < 3*time.Second; {
			b.refused("database.taken", "a")
		}
		return []landscape.Change{{ElementAfter: newSystem(a.Model.Kind("System"), "b", 1)}}, nil
	})
	if err != nil {
		t.Error(err)
	}
	a.mustBe(2)
}

// TestDeadHolder takes over from a process that has ended without a word.
func TestDeadHolder(t *testing.T) {
	name := parties(t)
	a, b := newParty(t, name, "a", Exclusive), newParty(t, name, "b", Exclusive)
	a.mustWrite("a")
	a.sleep()
	b.mustBe(1)
	b.mustWrite("b")

	// The first one wakes up: it may do nothing, until the other has gone.
	a.refused("database.taken", "b")
	b.mustBe(2)

	// Even where it takes its word for good, because it slept after it looked.
	for _, r := range a.realms {
		r.claimed.Store(&hold{since: time.Now(), until: time.Now().Add(time.Hour)})
		r.state.Store(present.New(1))
	}
	if err := a.write("late"); landscape.CodeOf(err) != landscape.Unavailable {
		t.Errorf("a write of one who has slept ends with %v", err)
	}
	b.mustBe(2)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	a.mustBe(2)
	a.mustWrite("c")
}

// TestSleeperLosesNothing is renewed after its lease if nobody has come meanwhile.
func TestSleeperLosesNothing(t *testing.T) {
	name := parties(t)
	a := newParty(t, name, "a", Exclusive)
	a.mustWrite("a")
	a.sleep()
	time.Sleep(2 * time.Second)
	a.mustBe(1)
	a.mustWrite("b")
	a.mustBe(2)
}

// TestLostWhileReading answers nothing from a landscape that somebody else has taken meanwhile.
func TestLostWhileReading(t *testing.T) {
	name := parties(t)
	a, b := newParty(t, name, "a", Exclusive), newParty(t, name, "b", Exclusive)
	a.mustWrite("a")
	a.sleep()
	err := a.Read(t.Context(), name, landscape.Steward(), func(s landscape.Snapshot) error {
		b.mustBe(1)
		b.mustWrite("b")
		_, err := s.Count(t.Context(), landscape.Query{Kind: a.Model.Kind("System")})
		return err
	})
	if messageOf(err) != "database.lost" {
		t.Errorf("a read in a landscape that is lost ends with %v", err)
	}
}

// TestLostAndBackWhileReading answers nothing from a landscape that somebody else has had meanwhile, though it is this one's again.
func TestLostAndBackWhileReading(t *testing.T) {
	name := parties(t)
	a, b := newParty(t, name, "a", Exclusive), newParty(t, name, "b", Exclusive)
	a.mustWrite("a")
	a.sleep()
	err := a.Read(t.Context(), name, landscape.Steward(), func(s landscape.Snapshot) error {
		b.mustBe(1)
		b.mustWrite("b")
		if err := b.Close(); err != nil {
			return err
		}
		a.mustBe(2)
		// Who only looks whether the landscape is this one's does not see it.
		control := alone{a.realms[name], a.realms[name].claimed.Load().since}
		if err := control.Ask(t.Context(), "RETURN 1", nil, func([]any) error { return nil }); err != nil {
			t.Errorf("the control finds %v", err)
		}
		_, err := s.Count(t.Context(), landscape.Query{Kind: a.Model.Kind("System"), At: "2026-01-01"})
		return err
	})
	if messageOf(err) != "database.lost" {
		t.Errorf("a read in a landscape that was lost and is back ends with %v", err)
	}
}

// TestReadInsideWriteKnowsTheLock reads inside of a write to a Shared landscape whose lock is lost meanwhile: what was read then may
// be of two revisions. As the control it reads the same without looking at the lock, and gets an answer.
func TestReadInsideWriteKnowsTheLock(t *testing.T) {
	t.Parallel()
	name := parties(t)
	p := newPartyFor(t, name, "p", Shared, leaseTime)
	p.mustWrite("first")
	find := func(s landscape.Snapshot) error {
		rows, err := s.Find(context.Background(), landscape.Query{Kind: p.Model.Kind("System"), Page: landscape.Page{Limit: landscape.NoLimit}})
		if err == nil && len(rows.Elements) != 1 {
			t.Errorf("%d systems are read", len(rows.Elements))
		}
		return err
	}
	_, err := p.Write(t.Context(), name, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) {
		return nil, p.Read(t.Context(), name, landscape.Steward(), func(s landscape.Snapshot) error {
			if err := find(s); err != nil {
				t.Errorf("with the lock: %v", err)
			}
			r, err := p.realm(name)
			if err == nil {
				err = r.writes.Load().Rollback(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := find(s); landscape.CodeOf(err) != landscape.Unavailable {
				t.Errorf("without the lock: %v", err)
			}
			scope, err := landscape.NewScope(landscape.Steward(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := find(newSnapshot(r, unguarded{p.Store}, 0, scope)); err != nil {
				t.Errorf("not looking at the lock: %v", err)
			}
			return nil
		})
	})
	if err == nil {
		t.Error("what has lost its lock is written")
	}
}

// TestReadInsideRead does not wait for ever for a writer who waits for it.
func TestReadInsideRead(t *testing.T) {
	name := parties(t)
	a := newParty(t, name, "a", Exclusive)
	a.mustWrite("a")
	wrote := make(chan error, 1)
	err := a.Read(t.Context(), name, landscape.Steward(), func(landscape.Snapshot) error {
		go func() { wrote <- a.write("b") }()
		time.Sleep(500 * time.Millisecond) // for it to come to the gate
		a.mustBe(1)
		return nil
	})
	if err = errors.Join(err, <-wrote); err != nil {
		t.Error(err)
	}
	a.mustBe(2)
}
