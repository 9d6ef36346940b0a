package neo4j

import (
	"context"
	"sync"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/convoy"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/internal/store/present"
	"github.com/arkinera/landskap/internal/text"
)

// A commit becomes visible record by record, and even one statement may see half of it. So a read needs to know that nothing is
// committed to its landscape meanwhile. An Exclusive store knows it of itself: writes pass the gate to commit, reads are inside of
// it while they last, and each statement may run by itself, several at once, on any server of a cluster. So may small writes be
// prepared (together.go), and what such writes have read or written is known until a commit changes it. Where others may write, a
// read takes the landscape's lock in a transaction of its own, and takes it back at the end.

// snapshot is one revision of a landscape as one viewer sees it.
type snapshot struct {
	*cypher.Reader
	revision landscape.Revision
	scope    landscape.Scope
	counts   *present.Counts // nil where others may write
	known    *convoy.Known   // nil where others may write, or the landscape is locked
}

func newSnapshot(r *realm, a cypher.Asker, revision landscape.Revision, scope landscape.Scope) *snapshot {
	return &snapshot{Reader: cypher.NewReader(r.store.Model, a, r.name, scope), revision: revision, scope: scope}
}

// Count is what landscape.Snapshot says. Some counts are remembered for those who see everything.
func (s *snapshot) Count(ctx context.Context, q landscape.Query) (int, error) {
	if s.counts == nil || !s.scope.Terms().All {
		return s.Reader.Count(ctx, q)
	}
	return s.counts.Of(q, func() (int, error) { return s.Reader.Count(ctx, q) })
}

// Elements is what landscape.Snapshot says. Those that were just written, as whoever has written them asks for, are known.
func (s *snapshot) Elements(ctx context.Context, ids []landscape.ID, attributes []string, ahead ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	found := make([]*landscape.Element, len(ids))
	for i, id := range ids {
		e, known := s.known.Element(id)
		if !known {
			return s.Reader.Elements(ctx, ids, attributes, ahead...)
		}
		if e != nil {
			found[i] = s.scope.View(e)
		}
	}
	if a, is := s.Asker.(alone); is {
		return found, a.still(ctx)
	}
	return found, nil
}

func (s *snapshot) Revision() landscape.Revision { return s.revision }

func absent(name string) error {
	return landscape.NewError(landscape.NotFound, text.New("landscape.absent", name))
}

// Read is what landscape.Store says. A read may be made inside of another one of the same landscape, or inside of a write to it; a
// write inside of a read of the same landscape is not: each would wait for the other until their time is up.
func (s *Store) Read(ctx context.Context, name string, viewer landscape.Viewer, fn func(landscape.Snapshot) error) error {
	r, err := s.realm(name)
	if err != nil {
		return err
	}
	if s.Access != Exclusive {
		return r.readLocked(ctx, viewer, fn)
	}
	var now *present.State
	var held *hold
	for now == nil || held == nil {
		if err := r.settle(ctx); err != nil {
			return err
		}
		if err := r.gate.Enter(ctx); err != nil {
			return err
		}
		if held, now = r.claimed.Load(), r.state.Load(); now == nil || held == nil { // It became unknown just now.
			r.gate.Leave()
		}
	}
	defer r.gate.Leave()
	return r.show(ctx, alone{r, held.since}, now, viewer, fn)
}

// show runs fn on a snapshot.
func (r *realm) show(ctx context.Context, a cypher.Asker, now *present.State, viewer landscape.Viewer, fn func(landscape.Snapshot) error) error {
	scope, err := now.Actors.Scope(viewer, func() (map[string]landscape.Near, error) { return r.near(ctx, a, viewer) })
	if err != nil {
		return err
	}
	shown := newSnapshot(r, a, now.Revision, scope)
	if r.store.Access == Exclusive {
		shown.counts, shown.known = now.Counts, now.Log.Known
	}
	return fn(shown)
}

// near reads what scopes need to know of the actors; nothing for viewers whose scope does not depend on them.
func (r *realm) near(ctx context.Context, a cypher.Asker, viewer landscape.Viewer) (map[string]landscape.Near, error) {
	if viewer == landscape.Steward() || viewer == landscape.Public() || viewer == (landscape.Viewer{}) {
		return nil, nil
	}
	near := map[string]landscape.Near{}
	err := a.Ask(ctx, "MATCH (a:"+landscape.ActorKind+" {landscape: $p.l}) WHERE a._nameKey >= '' AND a.key IS NOT NULL RETURN collect([a.key, a.county, a.actorKind])", map[string]any{"l": r.name}, func(row []any) error {
		for _, one := range row[0].([]any) {
			one := one.([]any)
			key, _ := one[0].(string)
			county, _ := one[1].(string)
			near[key] = landscape.Near{County: county, Supplier: one[2] == "SUPPLIER"}
		}
		return nil
	})
	return near, err
}

// alone asks while nobody commits to a landscape, which is held since a moment.
type alone struct {
	*realm
	since time.Time
}

func (a alone) Ask(ctx context.Context, statement string, p map[string]any, row func([]any) error) error {
	within, cancel := a.store.answering(ctx, cypher.Much(p))
	defer cancel()
	if err := a.store.once(within, driver.AccessModeRead, statement, p, row); err != nil {
		if within.Err() != nil && ctx.Err() == nil {
			return saying(landscape.Unavailable, text.New("database.slow"), err)
		}
		return err
	}
	return a.still(ctx)
}

// still is an error if the landscape was not ours all the time until now: somebody may have written to it, also if it has come back
// since.
func (a alone) still(ctx context.Context) error {
	if err := a.ours(ctx); err != nil {
		return err
	}
	if h := a.claimed.Load(); h == nil || !h.since.Equal(a.since) {
		return landscape.NewError(landscape.Unavailable, text.New("database.lost", a.name))
	}
	return nil
}

// readLocked reads while holding the landscape's lock.
func (r *realm) readLocked(ctx context.Context, viewer landscape.Viewer, fn func(landscape.Snapshot) error) error {
	s := r.store
	if s.Access == Shared {
		if err := r.settle(ctx); err != nil {
			return err
		}
		if did, err := r.readBeside(ctx, viewer, fn); did {
			return err
		}
	}
	return s.again(ctx, func() error {
		return s.transact(ctx, func(ctx context.Context, t *transaction) error {
			revision, there := int64(0), false
			err := t.Ask(ctx, lockStatement, map[string]any{"name": r.name}, func(row []any) error {
				incoming, _ := row[1].(bool)
				revision, _ = row[0].(int64)
				there = !incoming
				return nil
			})
			if err == nil && !there {
				err = absent(r.name)
			}
			if err != nil {
				return err
			}
			if err := r.show(ctx, locked{t}, present.New(landscape.Revision(revision)), viewer, fn); err != nil {
				return final{err}
			}
			return nil
		}, func(func() error) error { return nil })
	})
}

// readBeside reads while a write of this process has the lock, if one has: whoever waited for the lock inside of that write would
// wait for itself.
func (r *realm) readBeside(ctx context.Context, viewer landscape.Viewer, fn func(landscape.Snapshot) error) (did bool, err error) {
	if r.writes.Load() == nil {
		return false, nil
	}
	if err := r.gate.Enter(ctx); err != nil {
		return true, err
	}
	defer r.gate.Leave()
	w := r.writes.Load()
	if w == nil {
		return false, nil
	}
	return true, r.show(ctx, beside{r, w}, present.New(w.now), viewer, fn)
}

// beside asks while a write of this process has the lock: nobody else commits then, and that one not before whoever reads has ended.
type beside struct {
	*realm
	write *writing
}

func (b beside) Ask(ctx context.Context, statement string, p map[string]any, row func([]any) error) error {
	within, cancel := b.store.answering(ctx, cypher.Much(p))
	defer cancel()
	// Only the server that has the lock is known to have all that was committed before it.
	if err := b.store.once(within, driver.AccessModeWrite, statement, p, row); err != nil {
		return err
	}
	// The lock was held until now if the transaction lives.
	return told(ctx, b.write.Ask(context.WithoutCancel(ctx), "RETURN 1", nil, nil))
}

// locked asks in a transaction that holds the lock. What fails is told to whoever reads; the transaction remembers what it was.
type locked struct{ *transaction }

func (l locked) Ask(ctx context.Context, statement string, p map[string]any, row func([]any) error) error {
	return told(ctx, l.transaction.Ask(ctx, statement, p, row))
}

// transaction is one that is open. Its statements run one at a time.
type transaction struct {
	driver.ExplicitTransaction
	store  *Store
	much   bool // of what was sent was much
	mutex  sync.Mutex
	failed error // the first failure of a statement
}

func (t *transaction) Ask(ctx context.Context, statement string, p map[string]any, row func([]any) error) error {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.failed != nil {
		return told(ctx, t.failed)
	}
	t.much = t.much || cypher.Much(p)
	within, cancel := t.store.answering(ctx, t.much)
	defer cancel()
	result, err := t.Run(within, statement, map[string]any{"p": p})
	if err == nil {
		err = rows(within, result, row)
	}
	if err != nil {
		t.failed = err
	}
	return err
}

// transact runs fn in a transaction and commits it if fn succeeds; commits, unless it is nil, decides whether and when. It is tried
// once; that what was to be committed may have been or not is an error of type unknown.
func (s *Store) transact(ctx context.Context, fn func(context.Context, *transaction) error, commits func(commit func() error) error) error {
	ctx, cancel := s.bounded(ctx, driver.AccessModeWrite)
	defer cancel()
	session := s.session(ctx, driver.AccessModeWrite)
	defer ending(ctx, session.Close)
	within, begun := s.answering(ctx, false)
	tx, err := session.BeginTransaction(within, driver.WithTxTimeout(s.timeout(ctx)))
	begun()
	if err != nil {
		return err
	}
	defer ending(ctx, tx.Close)
	t := &transaction{ExplicitTransaction: tx, store: s}
	if err := fn(ctx, t); err != nil {
		return err
	}
	if commits == nil {
		commits = func(commit func() error) error { return commit() }
	}
	return commits(func() error {
		within, cancel := s.answering(ctx, t.much)
		defer cancel()
		err := tx.Commit(within)
		if err != nil && !undone(err) {
			return unknown{err}
		}
		return err
	})
}

// ending ends a transaction or session, also when the context has ended, but without waiting long for a server that is gone.
func ending(ctx context.Context, end func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = end(ctx) // What failed has been told; what is left open the server ends.
}
