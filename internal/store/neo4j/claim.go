package neo4j

import (
	"context"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/present"
	"github.com/arkinera/landskap/internal/text"
)

// Who uses a landscape says so in the database: a Holder, which names the process and until when, by the server's clock, its word
// is good. One that is shared bears others that are. The Holders of a landscape come and go only under the landscape's lock, and a
// write looks for its own under that lock, so that a process that slept for long writes nothing once somebody else has the
// landscape. Renewing needs no such lock, since it must go on during long writes.

const (
	leaseTime = 10 * time.Second
	// renewals is how many times in a lease it is renewed.
	renewals = 3
)

// hold is a landscape being held.
type hold struct {
	since time.Time
	until time.Time
}

// lasts reports whether a landscape is still held. A machine that is suspended stops one clock, and one that is set stops the other.
func (h *hold) lasts() bool {
	now := time.Now()
	return h != nil && now.Before(h.until) && now.Round(0).Before(h.until.Round(0))
}

// locked is what the statement that locks a landscape needs to be before: the lock is the record itself.
const lockStatement = `MATCH (l:Landscape {name: $p.name}) SET l.lock = true RETURN l.revision, l._incoming IS NOT NULL`

const holdersStatement = `MATCH (h:Holder {landscape: $p.name}) WHERE h.token <> $p.token SET h.lock = true
RETURN h.token, h.is, h.shared, h.until - timestamp() ORDER BY h.until`

const watchStatement = `MATCH (l:Landscape {name: $p.name}) WHERE (l._incoming IS NOT NULL) = $p.incoming
MATCH (h:Holder {landscape: $p.name}) WHERE h.token <> $p.token AND (NOT h.shared OR NOT $p.shared)
RETURN h.token, h.is, h.shared, h.until - timestamp(), h.until ORDER BY h.until DESC LIMIT 1`

const takeStatement = `MERGE (h:Holder {landscape: $p.name, token: $p.token})
SET h.is = $p.is, h.shared = $p.shared, h.until = timestamp() + $p.lease`

func (s *Store) claimParameters(name string) map[string]any {
	return map[string]any{"name": name, "token": s.token, "is": s.Holder, "shared": s.Access == Shared, "lease": s.lease.Milliseconds()}
}

// other is somebody else who holds a landscape.
type other struct {
	token, is string
	shared    bool
	left      time.Duration
}

func otherOf(row []any) (o other) {
	o.token, _ = row[0].(string)
	o.is, _ = row[1].(string)
	o.shared, _ = row[2].(bool)
	left, _ := row[3].(int64)
	o.left = time.Duration(left) * time.Millisecond
	return o
}

// held reports whether the landscape is held, and the state known, at this moment.
func (r *realm) held() bool {
	h := r.claimed.Load()
	return h.lasts() && (r.store.Access == Shared || r.state.Load() != nil)
}

// settle takes the landscape if this process has not got it, and learns what it is at. That takes the landscape's lock, so that
// after it no transaction of before is still at work. A landscape that is not there is NOT_FOUND; one that others hold is
// UNAVAILABLE.
func (r *realm) settle(ctx context.Context) error {
	if r.held() {
		return nil
	}
	r.mutex.Lock()
	now := r.settling
	if now == nil {
		now = &settling{done: make(chan struct{})}
		r.settling = now
		go func() {
			defer close(now.done)
			now.err = r.retake(trying(context.WithoutCancel(ctx)))
			r.mutex.Lock()
			defer r.mutex.Unlock()
			r.settling = nil
		}()
	}
	r.mutex.Unlock()
	select {
	case <-now.done:
		return now.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settling is the taking of a landscape, for all who wait for it.
type settling struct {
	done chan struct{} // closed at the end
	err  error         // good after that
}

// retake takes the landscape, unless it is held or can still be kept.
func (r *realm) retake(ctx context.Context) error {
	if h := r.claimed.Load(); h != nil && !h.lasts() {
		r.store.renew(ctx)
	}
	if r.held() {
		return nil
	}
	for {
		wait, err := r.watch(ctx, false)
		if err == nil && wait == 0 {
			wait, err = r.take(tryingAnew(ctx))
		}
		if err != nil {
			return err
		}
		if wait == 0 {
			return nil
		}
		if !sleep(ctx, wait) {
			return ctx.Err()
		}
	}
}

// watch waits, without a lock, for as long as somebody who holds the landscape might be dead. One who says another word lives. Those
// that nobody sees yet are landscapes by themselves.
func (r *realm) watch(ctx context.Context, incoming bool) (wait time.Duration, err error) {
	s := r.store
	var first other
	var seen int64
	p := s.claimParameters(r.name)
	p["incoming"] = incoming
	for {
		var now other
		var until int64
		err := s.once(ctx, driver.AccessModeWrite, watchStatement, p, func(row []any) error {
			now = otherOf(row)
			until, _ = row[4].(int64)
			return nil
		})
		switch {
		case err != nil:
			return 0, err
		case now.token == "" || now.left <= 0:
			return 0, nil
		case first.token != "" && (now.token != first.token || until != seen):
			return 0, r.taken(now)
		}
		first, seen = now, until
		if !sleep(ctx, min(now.left+time.Millisecond, s.lease/renewals/4)) {
			return 0, ctx.Err()
		}
	}
}

func (r *realm) taken(by other) error {
	key := "database.taken"
	if by.shared {
		key = "database.taken_together"
	}
	return landscape.NewError(landscape.Unavailable, text.New(key, r.name, by.is))
}

// take takes the landscape under its lock. A time to wait means that somebody else took it meanwhile.
func (r *realm) take(ctx context.Context) (wait time.Duration, err error) {
	s := r.store
	var revision int64
	var sent time.Time
	err = s.again(ctx, func() error {
		wait = 0
		return s.transact(ctx, func(ctx context.Context, t *transaction) error {
			there, incoming := false, false
			err := t.Ask(ctx, lockStatement, s.claimParameters(r.name), func(row []any) error {
				there = true
				revision, _ = row[0].(int64)
				incoming, _ = row[1].(bool)
				return nil
			})
			if err == nil && (!there || incoming) {
				err = absent(r.name)
			}
			if err != nil {
				return err
			}
			var gone []string
			if err := t.Ask(ctx, holdersStatement, s.claimParameters(r.name), func(row []any) error {
				o := otherOf(row)
				switch {
				case o.left <= 0:
					gone = append(gone, o.token)
				case !o.shared || s.Access != Shared:
					wait = max(wait, time.Millisecond)
				}
				return nil
			}); err != nil || wait > 0 {
				return err
			}
			if len(gone) > 0 {
				p := map[string]any{"name": r.name, "gone": gone}
				if err := t.Ask(ctx, "MATCH (h:Holder {landscape: $p.name}) WHERE h.token IN $p.gone DELETE h", p, nil); err != nil {
					return err
				}
			}
			sent = time.Now()
			return t.Ask(ctx, takeStatement, s.claimParameters(r.name), nil)
		}, nil)
	})
	if err != nil || wait > 0 {
		return wait, err
	}
	r.learn(present.New(landscape.Revision(revision)))
	r.claimed.Store(&hold{since: time.Now(), until: sent.Add(s.lease)})
	return 0, nil
}

// renewAlways renews what is held until the store is closed.
func (s *Store) renewAlways() {
	ticker := time.NewTicker(s.lease / renewals)
	defer ticker.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-ticker.C:
			ctx, cancel := context.WithTimeout(context.Background(), s.lease)
			s.renew(ctx)
			cancel()
		}
	}
}

// renew renews all that is held. What somebody else has taken meanwhile is no longer held; where the server does not answer nothing
// is known, and what is held ends by itself.
func (s *Store) renew(ctx context.Context) {
	s.mutex.Lock()
	var held []*realm
	for _, r := range s.realms {
		if r.claimed.Load() != nil {
			held = append(held, r)
		}
	}
	s.mutex.Unlock()
	if len(held) == 0 {
		return
	}
	var sent time.Time
	there := map[string]bool{}
	err := s.again(ctx, func() error {
		ctx, cancel := context.WithTimeout(ctx, retrying)
		defer cancel()
		return s.transact(ctx, func(ctx context.Context, t *transaction) error {
			sent = time.Now()
			clear(there)
			p := map[string]any{"token": s.token, "lease": s.lease.Milliseconds()}
			return t.Ask(ctx, "MATCH (h:Holder {token: $p.token}) SET h.until = timestamp() + $p.lease RETURN h.landscape", p, func(row []any) error {
				name, _ := row[0].(string)
				there[name] = true
				return nil
			})
		}, nil)
	})
	if err != nil {
		s.Log.WarnContext(ctx, "landscapes could not be kept", "error", err)
		return
	}
	for _, r := range held {
		h := r.claimed.Load()
		switch {
		case h == nil || h.since.After(sent): // taken anew meanwhile
		case there[r.name]:
			r.claimed.CompareAndSwap(h, &hold{since: h.since, until: sent.Add(s.lease)})
		default:
			if r.claimed.CompareAndSwap(h, nil) {
				r.state.Store(nil)
				s.Log.WarnContext(ctx, "a landscape was lost", "landscape", r.name)
			}
		}
	}
}

// release lets go of all that is held.
func (s *Store) release(ctx context.Context) error {
	return s.once(ctx, driver.AccessModeWrite, "MATCH (h:Holder {token: $p.token}) DELETE h", map[string]any{"token": s.token}, nil)
}
