package neo4j

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/convoy"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/internal/store/present"
	"github.com/arkinera/landskap/internal/text"
)

// beginStatement locks a landscape and tells all that a write must know before it begins.
const beginStatement = `MATCH (l:Landscape {name: $p.name}) SET l.lock = true
WITH l
OPTIONAL MATCH (h:Holder {landscape: $p.name, token: $p.token})
OPTIONAL MATCH (k:IdempotencyKey {landscape: $p.name, key: $p.key})
RETURN l.revision, l._incoming IS NOT NULL, h IS NOT NULL, k.content, k.revision`

// createStatement begins a landscape, held by whoever begins it. Of two that do so at once one fails.
const createStatement = `CREATE (l:Landscape {name: $p.name, revision: 0, lock: true, _incoming: $p.incoming})
CREATE (h:Holder {landscape: $p.name, token: $p.token, is: $p.is, shared: $p.shared, until: timestamp() + $p.lease})`

// errAgain tells that a write has to begin anew: somebody else has changed who has the landscape, or began it.
var errAgain = errors.New("the landscape has changed hands")

// writing is one attempt to write.
type writing struct {
	*transaction
	realm   *realm
	w       landscape.Write
	begins  bool
	sent    time.Time // when a landscape that begins was taken
	now     landscape.Revision
	changes []landscape.Change
}

// Write is what landscape.Writer says. What the landscape is at may be read inside of fn; another write to the same landscape
// would wait for this one, and this one for it. A small write goes together with those of others if it can (see join), and what it
// is made of has to come from its draft: nobody notes what it reads elsewhere.
func (s *Store) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	r, err := s.realm(name)
	if err == nil {
		err = s.writable(w)
	}
	if err != nil {
		return landscape.Receipt{}, err
	}
	ctx = trying(ctx) // One who waited for others that failed has tried as long as they.
	receipt, err := r.join(ctx, w, fn)
	var open unknown
	if errors.As(err, &open) {
		receipt, err = r.find(ctx, w, open)
	}
	if !errors.Is(err, convoy.ErrApart) && !errors.Is(err, errAgain) {
		return receipt, told(ctx, err)
	}
	if err := r.wait(ctx); err != nil {
		return landscape.Receipt{}, err
	}
	defer func() { <-r.turn }()
	for pause := 20 * time.Millisecond; ; {
		receipt, err := r.attempt(ctx, w, fn)
		var open unknown
		if errors.As(err, &open) {
			if receipt, err = r.find(ctx, w, open); err == nil {
				return receipt, nil
			}
		}
		switch again := errors.Is(err, errAgain) || passing(err); {
		case err == nil:
			return receipt, nil
		case !again || tried(ctx, pause) || !sleep(ctx, pause):
			return landscape.Receipt{}, told(ctx, err)
		}
		pause = min(2*pause, time.Second)
	}
}

// writable reports what of a write cannot be kept.
func (s *Store) writable(w landscape.Write) error {
	if s.Access == Reading {
		return landscape.NewError(landscape.Unavailable, text.New("database.reading"))
	}
	for _, said := range []string{w.Key, w.Content, w.By, w.Why} {
		if !valid(said) {
			return landscape.NewError(landscape.Invalid, text.New("database.text", said))
		}
	}
	if len(w.Key) > cypher.MaxIndexed {
		return landscape.NewError(landscape.Invalid, text.New("database.long", w.Key[:20], "key"))
	}
	return nil
}

// attempt tries to write once.
func (r *realm) attempt(ctx context.Context, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (receipt landscape.Receipt, err error) {
	if err := r.settle(ctx); err != nil && landscape.CodeOf(err) != landscape.NotFound {
		return receipt, err
	}
	a := &writing{realm: r, w: w}
	keeps := true
	err = r.store.transact(ctx, func(ctx context.Context, t *transaction) error {
		a.transaction = t
		if repeated, err := a.begin(ctx); err != nil || repeated != nil {
			if repeated != nil {
				receipt, keeps = *repeated, false
			}
			return err
		}
		if w.Expected != nil && *w.Expected != a.now {
			return landscape.NewError(landscape.Conflict, text.New("store.revision", *w.Expected, a.now))
		}
		d := newDraft(r, t, a.now)
		changes, err := a.run(ctx, func() ([]landscape.Change, error) { return fn(d) })
		switch {
		case t.failed != nil: // whatever fn made of it
			return t.failed
		case err != nil:
			return final{err}
		case ctx.Err() != nil:
			return ctx.Err()
		}
		if keeps = len(changes) > 0 || w.Key != "" || a.begins; !keeps {
			receipt.Revision = a.now
			return nil
		}
		if err := a.apply(ctx, &sender{ask: a.Ask, in: r.name, long: r.store.long}, d, changes); err != nil {
			return err
		}
		receipt.Revision = a.now
		return nil
	}, func(commit func() error) error {
		if !keeps {
			return nil
		}
		return r.publish(ctx, a, commit)
	})
	return receipt, err
}

// run runs fn, while others in this process may read beside a write that is Shared. It waits for them to end.
func (a *writing) run(ctx context.Context, fn func() ([]landscape.Change, error)) (changes []landscape.Change, err error) {
	r := a.realm
	if r.store.Access != Shared || a.begins {
		return fn()
	}
	r.writes.Store(a)
	defer func() {
		closing := r.gate.Close(ctx)
		r.writes.Store(nil)
		if closing == nil {
			r.gate.Open()
		}
		err = cmp.Or(err, closing)
	}()
	return fn()
}

// begin locks the landscape, or makes it. A receipt means that the write was made before.
func (a *writing) begin(ctx context.Context) (*landscape.Receipt, error) {
	p := a.realm.store.claimParameters(a.realm.name)
	p["key"] = nil
	if a.w.Key != "" {
		p["key"] = a.w.Key
	}
	var there, incoming, ours, kept bool
	var content string
	var revision, at int64
	err := a.Ask(ctx, beginStatement, p, func(row []any) error {
		there = true
		at, _ = row[0].(int64)
		incoming, _ = row[1].(bool)
		ours, _ = row[2].(bool)
		content, kept = row[3].(string)
		revision, _ = row[4].(int64)
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case incoming:
		return nil, landscape.NewError(landscape.Conflict, text.New("database.incoming", a.realm.name))
	case there && !ours:
		a.realm.claimed.Store(nil)
		a.realm.state.Store(nil)
		return nil, errAgain
	case kept && content != a.w.Content:
		return nil, landscape.NewError(landscape.Conflict, text.New("store.key", a.w.Key))
	case kept:
		return &landscape.Receipt{Revision: landscape.Revision(revision), Repeated: true}, nil
	case there:
		a.now = landscape.Revision(at)
		return nil, nil
	}
	a.begins, a.sent = true, time.Now()
	if err := a.Ask(ctx, createStatement, p, nil); code(err) == "Neo.ClientError.Schema.ConstraintValidationFailed" {
		return nil, errAgain
	} else if err != nil {
		return nil, err
	}
	return nil, nil
}

// publish commits while nobody in this process reads.
func (r *realm) publish(ctx context.Context, a *writing, commit func() error) error {
	if r.store.Access == Exclusive {
		if err := r.gate.Close(ctx); err != nil {
			return err
		}
		defer r.gate.Open()
	}
	if err := commit(); err != nil {
		var open unknown
		if errors.As(err, &open) {
			r.state.Store(nil)
		}
		return err
	}
	if a.begins {
		r.claimed.Store(&hold{since: time.Now(), until: a.sent.Add(r.store.lease)})
	}
	if old := r.state.Load(); old != nil {
		r.state.Store(old.After(a.now, a.changes))
	} else {
		r.state.Store(present.New(a.now))
	}
	return nil
}

// find tells what became of a write of which it is not known whether it was committed. Taking the lock waits for the server to have
// done with it one way or the other.
func (r *realm) find(ctx context.Context, w landscape.Write, open unknown) (receipt landscape.Receipt, err error) {
	left := saying(landscape.Unavailable, text.New("database.unknown"), open)
	if w.Key == "" {
		return receipt, left
	}
	ctx, cancel := context.WithTimeout(tryingAnew(context.WithoutCancel(ctx)), retrying)
	defer cancel()
	a := &writing{realm: r, w: w}
	err = r.store.again(ctx, func() error {
		return r.store.transact(ctx, func(ctx context.Context, t *transaction) error {
			a.transaction = t
			kept, err := a.begin(ctx)
			if err == nil && kept != nil {
				receipt.Revision = kept.Revision // It is this write's own, so it is no repetition.
				return nil
			}
			if err == nil {
				err = final{errAgain} // It was not committed, and can be made anew.
			}
			return err
		}, func(func() error) error { return nil })
	})
	if err != nil && !errors.Is(err, errAgain) {
		err = left
	}
	return receipt, err
}
