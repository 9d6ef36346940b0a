package neo4j

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/convoy"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/internal/text"
)

// togetherStatement locks a landscape that is ours and at the revision that is known, and makes the changes of a group of writes if
// none of them was made before. It tells whose keys are there; nothing if the landscape is not as it is known.
const togetherStatement = `MATCH (l:Landscape {name: $p.l}) SET l.lock = true
WITH l WHERE l.revision = $p.at AND l._incoming IS NULL AND EXISTS { (h:Holder {landscape: $p.l, token: $p.token}) }
CALL () { UNWIND $p.keys AS r MATCH (k:IdempotencyKey {landscape: $p.l, key: r.key}) RETURN collect(k.key) AS there }
CALL (there) { UNWIND CASE WHEN there = [] THEN [true] ELSE [] END AS once
` + cypher.Change + `}
RETURN there`

// A small write of an Exclusive store is prepared as a read is, without the landscape's lock, and committed with all others that wait
// and fit, as package convoy has it. The lock, that the landscape is ours, the revision and the keys are looked at by the statement
// that makes the changes. Whatever is in the way, the write is made by itself (write.go).

// briefly is how long a write waits to be prepared while another is committed. One that waits for long, for those who read, would
// prepare what is past soon.
const briefly = 100 * time.Millisecond

// join makes a small write together with those of others, where this process alone writes. It is an error like convoy.ErrApart where
// the write is to be made by itself.
func (r *realm) join(ctx context.Context, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	if r.store.Access != Exclusive || ctx.Value(unhurried{}) != nil || !r.held() {
		return landscape.Receipt{}, convoy.ErrApart
	}
	m, err := r.convoy.Prepare(func() (*convoy.Member, error) { return r.prepare(ctx, w, fn) })
	if err != nil {
		return landscape.Receipt{}, err
	}
	// Who commits a group does so for all of it, and so goes on though one gives up.
	receipt, err := r.convoy.Join(ctx, r.turn, m, func(group []*convoy.Member) { r.together(tryingAnew(context.WithoutCancel(ctx)), group) })
	if errors.Is(err, convoy.ErrLeft) {
		err = saying(landscape.Unavailable, text.New("database.unknown"), ctx.Err())
	}
	return receipt, err
}

// prepare runs fn on the present state, that nobody locks, as a read does. Whatever fails the write is to be made by itself, since its
// failure may be due to what has happened meanwhile, or what it did when it was made before.
func (r *realm) prepare(ctx context.Context, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (*convoy.Member, error) {
	within, cancel := context.WithTimeout(ctx, briefly)
	defer cancel()
	if err := r.gate.Enter(within); err != nil {
		return nil, cmp.Or(ctx.Err(), convoy.ErrApart)
	}
	defer r.gate.Leave()
	now, held := r.state.Load(), r.claimed.Load()
	if now == nil || held == nil {
		return nil, convoy.ErrApart
	}
	d := newDraft(r, alone{r, held.since}, now.Revision)
	d.known = now.Log.Known
	noted := convoy.NewDraft(d)
	changes, err := fn(noted)
	if err != nil || !noted.Whole() || !convoy.Fit(changes) {
		return nil, convoy.ErrApart
	}
	a, s := &writing{realm: r, w: w, now: now.Revision}, &sender{in: r.name, long: r.store.long}
	if err := a.apply(ctx, s, d, changes); err != nil {
		return nil, convoy.ErrApart
	}
	m := convoy.NewMember(w, noted, now.Log, a.changes)
	m.Rows = s.list
	return m, nil
}

// together commits those of a group that fit, as one revision each, and tells each member what became of it.
func (r *realm) together(ctx context.Context, group []*convoy.Member) {
	now := r.state.Load()
	if now == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, r.store.Timeout)
	defer cancel()
	a := &writing{realm: r}
	err := r.store.transact(ctx, func(ctx context.Context, t *transaction) error {
		var there []any
		for {
			group = slices.DeleteFunc(slices.Clone(group), func(m *convoy.Member) bool { return slices.Contains(there, any(m.Write.Key)) })
			if group = r.store.sift(now.Log, now.Revision, group); len(group) == 0 {
				return convoy.ErrApart
			}
			known := false
			if err := t.Ask(ctx, togetherStatement, r.rows(now.Revision, group), func(row []any) error {
				there, known = row[0].([]any)
				return nil
			}); err != nil {
				return err
			}
			if !known {
				return convoy.ErrApart
			}
			if len(there) == 0 {
				break
			}
		}
		for _, m := range group {
			a.now, a.changes = m.Revision, append(a.changes, m.Changes...)
		}
		return nil
	}, func(commit func() error) error { return r.publish(ctx, a, commit) })
	var open unknown
	for _, m := range group {
		if m.Err = err; err != nil && !errors.As(err, &open) {
			m.Err = convoy.ErrApart
		}
	}
}

// rows is the parameter for a group that follows a revision.
func (r *realm) rows(now landscape.Revision, group []*convoy.Member) map[string]any {
	s := &sender{in: r.name, long: r.store.long, list: map[string][]any{}}
	for _, m := range group {
		for list, rows := range m.Rows {
			for _, row := range rows {
				switch list {
				case "parts", "commits", "keys":
					row.(map[string]any)["revision"] = int64(m.Revision)
				case "revisions":
					row = int64(m.Revision)
				}
				s.list[list] = append(s.list[list], row)
			}
		}
	}
	s.list["revisions"] = s.list["revisions"][len(group)-1:]
	p := s.long.Parameter(s.in, s.list)
	p["at"], p["token"] = int64(now), r.store.token
	return p
}
