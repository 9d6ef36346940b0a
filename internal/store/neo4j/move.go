package neo4j

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/internal/text"
)

var _ landscape.Mover = (*Store)(nil)

// loaders is how many transactions bring an imported landscape to the server at once.
const loaders = 2

// Export is what landscape.Mover says.
func (s *Store) Export(ctx context.Context, name string, tell func(landscape.Remembered) error) error {
	var last landscape.Revision
	err := s.Read(ctx, name, landscape.Steward(), func(now landscape.Snapshot) error {
		last = now.Revision()
		return nil
	})
	if err != nil {
		return err
	}
	// Commits are never changed and keys never removed, so that what is read piece by piece is of one revision.
	return s.export(ctx, name, last, tell)
}

// Content is what landscape.Mover says.
func (s *Store) Content(ctx context.Context, name string) (*landscape.Content, landscape.Revision, error) {
	var c *landscape.Content
	var revision landscape.Revision
	err := s.Read(context.WithValue(ctx, unhurried{}, true), name, landscape.Steward(), func(now landscape.Snapshot) error {
		c, revision = &landscape.Content{}, now.Revision()
		return now.(*snapshot).Everything(ctx, batch, func(e *landscape.Element) { c.Elements = append(c.Elements, e) }, func(r *landscape.Relation) { c.Relations = append(c.Relations, r) })
	})
	if err != nil {
		return nil, 0, err
	}
	c.Sort()
	return c, revision, nil
}

// Import is what landscape.Mover says. The landscape is written in many transactions, none of which anybody sees before the last.
func (s *Store) Import(ctx context.Context, name string, past iter.Seq2[landscape.Remembered, error]) error {
	if s.Access == Reading {
		return landscape.NewError(landscape.Unavailable, text.New("database.reading"))
	}
	ctx = context.WithValue(ctx, unhurried{}, true)
	r, err := s.realm(name)
	if err != nil {
		return err
	}
	if err := r.wait(ctx); err != nil {
		return err
	}
	defer func() { <-r.turn }()
	if err := r.receive(ctx); err != nil {
		return err
	}
	last, err := r.load(ctx, past)
	if err == nil {
		err = r.complete(ctx, last)
	}
	if err != nil {
		// What cannot be removed now nobody sees, and the next import removes it. What somebody else has begun meanwhile stays.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Timeout+grace)
		defer cancel()
		left := r.ours(ctx)
		if left == nil {
			left = s.clear(ctx, name)
		}
		if left != nil {
			s.Log.WarnContext(ctx, "a part of a landscape may be left", "landscape", name, "error", left)
		}
		r.claimed.Store(nil)
	}
	return err
}

// ours is an error unless the landscape is held, by renewing it if need be.
func (r *realm) ours(ctx context.Context) error {
	if !r.claimed.Load().lasts() {
		r.store.renew(ctx)
		if !r.claimed.Load().lasts() {
			return landscape.NewError(landscape.Unavailable, text.New("database.lost", r.name))
		}
	}
	return nil
}

// receive begins a landscape that nobody sees. What is left of an import or a Drop that was cut off is removed first.
func (r *realm) receive(ctx context.Context) error {
	s := r.store
	for {
		there, incoming, sent := false, false, time.Now()
		err := s.again(ctx, func() error {
			return s.transact(ctx, func(ctx context.Context, t *transaction) error {
				p := s.claimParameters(r.name)
				p["incoming"] = s.token
				there, incoming, sent = false, false, time.Now()
				err := t.Ask(ctx, lockStatement, p, func(row []any) error {
					there = true
					incoming, _ = row[1].(bool)
					return nil
				})
				if err != nil || there {
					return err
				}
				return t.Ask(ctx, createStatement, p, nil)
			}, nil)
		})
		switch {
		case err == nil && !there:
			r.claimed.Store(&hold{since: time.Now(), until: sent.Add(s.lease)})
			return nil
		case there && !incoming:
			return landscape.NewError(landscape.Conflict, text.New("store.exists", r.name))
		case err == nil:
			if err := r.sweep(ctx); err != nil {
				return err
			}
		case code(err) != "Neo.ClientError.Schema.ConstraintValidationFailed":
			return err
		}
	}
}

// sweep removes a landscape that nobody sees, unless somebody is at work on it.
func (r *realm) sweep(ctx context.Context) error {
	s := r.store
	if _, err := r.watch(ctx, true); err != nil {
		return err
	}
	// A time to wait cannot come back: whoever would be waited for lives, and that is an error.
	const takeOver = "MATCH (l:Landscape {name: $p.name}) SET l.lock = true WITH l WHERE l._incoming IS NOT NULL SET l._incoming = $p.token"
	if err := s.once(ctx, driver.AccessModeWrite, takeOver, s.claimParameters(r.name), nil); err != nil {
		return err
	}
	return s.clear(ctx, r.name)
}

// complete lets everybody see a landscape, if it has been ours all the time. To do it twice does no harm.
func (r *realm) complete(ctx context.Context, last landscape.Revision) error {
	return r.store.again(ctx, func() error {
		return r.store.transact(ctx, func(ctx context.Context, t *transaction) error {
			ours := false
			p := r.store.claimParameters(r.name)
			p["revision"] = int64(last)
			err := t.Ask(ctx, `MATCH (l:Landscape {name: $p.name}) SET l.lock = true
WITH l MATCH (h:Holder {landscape: $p.name, token: $p.token}) SET l.revision = $p.revision REMOVE l._incoming RETURN true`, p, func([]any) error {
				ours = true
				return nil
			})
			if err == nil && !ours {
				err = landscape.NewError(landscape.Unavailable, text.New("database.lost", r.name))
			}
			return err
		}, nil)
	})
}

// load writes a past, in the order in which it comes.
func (r *realm) load(ctx context.Context, past iter.Seq2[landscape.Remembered, error]) (last landscape.Revision, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	l := &loader{realm: r, fail: cancel, free: make(chan struct{}, loaders)}
	s := &sender{ask: l.Ask, in: r.name, long: r.store.long, between: l.wait}
	defer l.wait()
	for part, err := range past {
		if err != nil {
			return 0, err
		}
		if c := part.Commit; c != nil {
			for _, change := range c.Changes {
				if err := cypher.Keepable(change); err != nil {
					return 0, err
				}
			}
			a := &writing{realm: r, changes: c.Changes}
			if err = a.send(ctx, s, false); err == nil {
				err = remember(ctx, s, r.store.Model, *c)
			}
			last = c.Revision
		} else {
			err = s.add(ctx, "keys", 1, keyRow(r.name, part.Key.Key, part.Key.Content, part.Key.Revision))
		}
		if err != nil {
			return 0, l.why(ctx, err)
		}
	}
	err = s.flush(ctx)
	l.wait()
	return last, l.why(ctx, err)
}

// loader runs statements in transactions of their own, some at a time.
type loader struct {
	*realm
	fail context.CancelCauseFunc
	free chan struct{}
	busy sync.WaitGroup
}

func (l *loader) wait() { l.busy.Wait() }

// why returns the first failure.
func (l *loader) why(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

func (l *loader) Ask(ctx context.Context, statement string, p map[string]any, _ func([]any) error) error {
	select {
	case l.free <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	l.busy.Go(func() {
		defer func() { <-l.free }()
		err := l.store.again(ctx, func() error {
			err := l.store.transact(ctx, func(ctx context.Context, t *transaction) error {
				if err := t.Ask(ctx, statement, p, nil); err != nil {
					return err
				}
				return l.ours(ctx)
			}, nil)
			var open unknown
			if errors.As(err, &open) {
				err = final{saying(landscape.Unavailable, text.New("database.unavailable"), open)} // A second time would be once too much.
			}
			return err
		})
		if err != nil {
			l.fail(err)
		}
	})
	return nil
}

// Drop removes a landscape with all that ever happened to it. From the beginning on nobody sees it; if the server fails before the
// end, the rest goes with the next Drop or Import.
func (s *Store) Drop(ctx context.Context, name string) error {
	if s.Access == Reading {
		return landscape.NewError(landscape.Unavailable, text.New("database.reading"))
	}
	r, err := s.realm(name)
	if err != nil {
		return err
	}
	if err := r.wait(ctx); err != nil {
		return err
	}
	defer func() { <-r.turn }()
	if err := r.settle(ctx); landscape.CodeOf(err) == landscape.NotFound {
		left := s.once(ctx, driver.AccessModeWrite, "MATCH (l:Landscape {name: $p.name}) RETURN l.name", map[string]any{"name": name}, func([]any) error {
			err = r.sweep(ctx)
			return err
		})
		return errors.Join(left, err)
	} else if err != nil {
		return err
	}
	if s.Access == Exclusive {
		if err := r.gate.Close(ctx); err != nil {
			return err
		}
		defer r.gate.Open()
	}
	r.state.Store(nil)
	const hide = `MATCH (l:Landscape {name: $p.name}) SET l.lock = true
WITH l MATCH (h:Holder {landscape: $p.name, token: $p.token}) SET l._incoming = $p.token`
	if err := s.once(ctx, driver.AccessModeWrite, hide, s.claimParameters(name), nil); err != nil {
		return err
	}
	err = s.clear(ctx, name)
	r.claimed.Store(nil)
	return err
}

// clear removes all of a landscape, in transactions that the server has room for, as long as it is marked as this store's to fill or
// to clear: another one may have begun it anew since.
func (s *Store) clear(ctx context.Context, name string) error {
	const own = "MATCH (own:Landscape {name: $p.l, _incoming: $p.token}) SET own.lock = true WITH own "
	for _, part := range []struct {
		most      int64 // of one transaction
		statement string
	}{
		{10000, "MATCH (a:Element {landscape: $p.l})-[x]->() WHERE a.id >= '' WITH x LIMIT $p.most DELETE x RETURN count(*)"},
		{10000, "MATCH (n:Element {landscape: $p.l}) WHERE n.id >= '' WITH n LIMIT $p.most DETACH DELETE n RETURN count(*)"},
		{50, "MATCH (n:CommitPart {landscape: $p.l}) WHERE n.revision >= 0 AND n.part >= 0 WITH n LIMIT $p.most DELETE n RETURN count(*)"},
		{500, "MATCH (n:Commit {landscape: $p.l}) WHERE n.revision >= 0 WITH n LIMIT $p.most DELETE n RETURN count(*)"},
		{10000, "MATCH (n:IdempotencyKey {landscape: $p.l}) WHERE n.key >= '' WITH n LIMIT $p.most DELETE n RETURN count(*)"},
		{1, "OPTIONAL MATCH (h:Holder {landscape: $p.l}) WHERE h.token >= '' DELETE own, h RETURN 0"},
	} {
		for n := part.most; n == part.most; {
			n = 0
			if err := s.once(ctx, driver.AccessModeWrite, own+part.statement, map[string]any{"l": name, "token": s.token, "most": part.most}, func(row []any) error {
				n, _ = row[0].(int64)
				return nil
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
