// Package convoy lets small writes to one landscape be prepared side by side and be committed together.
//
// A write is prepared on a state that nobody locks, and notes what it has looked at. Whose turn it is to write takes all that wait
// and sifts them: one fits if nothing that it has looked at was changed since, neither by commits that are remembered nor by those
// that go before it in the same group. Such a one would do the same if it were made anew, so that the group is as if its members had
// come one after another. All others are made one by one; a member is never told an error of its preparation.
//
// Of two that fit neither has changed what the other needs, so that what they write may be sent in any order. What was read need not be
// read again until a commit changes it (Known).
package convoy

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

const (
	most    = 500 // records that a group changes, and things that one of it has looked at
	members = 64  // of a group
	// gathering is how long those are waited for at most that are being prepared: together they cost little more than one.
	gathering = 3 * time.Millisecond
	// farewell is how long one who has given up waits to hear what became of its write.
	farewell = time.Second
)

// ErrApart is the error of a write that is to be made by itself. Nothing of it was written.
var ErrApart = errors.New("the write does not go together with others")

// ErrLeft is the error of one who has given up while its write was being committed.
var ErrLeft = errors.New("what became of the write is not known")

// Member is a write that is prepared. Who commits it sets what became of it.
type Member struct {
	Write    landscape.Write
	Changes  []landscape.Change
	Rows     map[string][]any // what is to be sent for it, in the words of who commits it
	Revision landscape.Revision
	Err      error // ErrApart until it is told

	read *marks
	log  *Log
	at   landscape.Revision // of the state that it was prepared on
	done chan struct{}
}

// NewMember returns a member for changes that fit the draft, which is of the present state: the one that the log ends at.
func NewMember(w landscape.Write, d *Draft, log *Log, changes []landscape.Change) *Member {
	m := &Member{Write: w, Changes: changes, Err: ErrApart, read: d.read, log: log, at: d.source.Revision(), done: make(chan struct{})}
	m.read.looked(changes)
	return m
}

// Fit reports whether changes may go together with those of others: there are some, not many, and no element goes, since what is
// related to it is not known. What was made of a state that is past may be no change at all.
func Fit(changes []landscape.Change) bool {
	return len(changes) > 0 && len(changes) <= most && !slices.ContainsFunc(changes, func(c landscape.Change) bool {
		return c.Created() && c.Deleted() || c.IsElement() && c.Deleted()
	})
}

// Convoy is the members that wait. The zero Convoy has none.
type Convoy struct {
	mutex     sync.Mutex // held for what follows
	waiting   []*Member
	preparing int
	ready     chan struct{} // closed when none is being prepared any more; nil while nobody waits for that
}

// Prepare runs what prepares a member, which waits from then on: Join has to follow.
func (c *Convoy) Prepare(fn func() (*Member, error)) (m *Member, err error) {
	c.mutex.Lock()
	c.preparing++
	c.mutex.Unlock()
	defer func() {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		if m != nil {
			c.waiting = append(c.waiting, m)
		}
		if c.preparing--; c.preparing == 0 && c.ready != nil {
			close(c.ready)
			c.ready = nil
		}
	}()
	return fn()
}

// gather waits for those that are being prepared.
func (c *Convoy) gather() {
	c.mutex.Lock()
	if c.preparing == 0 {
		c.mutex.Unlock()
		return
	}
	if c.ready == nil {
		c.ready = make(chan struct{})
	}
	ready := c.ready
	c.mutex.Unlock()
	timer := time.NewTimer(gathering)
	defer timer.Stop()
	select {
	case <-ready:
	case <-timer.C:
	}
}

// Join waits until a member is committed, or it is known that it is not. Whoever gets the turn, a channel that holds a token while
// somebody writes, lets lead commit a group, which may be without itself, and gives the turn back.
func (c *Convoy) Join(ctx context.Context, turn chan struct{}, m *Member, lead func([]*Member)) (landscape.Receipt, error) {
	for {
		select {
		case <-m.done:
			return landscape.Receipt{Revision: m.Revision}, m.Err
		case turn <- struct{}{}:
			go c.lead(turn, lead) // so that who leads can give up as well
		case <-ctx.Done():
			if c.leave(m) {
				return landscape.Receipt{}, ctx.Err()
			}
			select {
			case <-m.done:
				return landscape.Receipt{Revision: m.Revision}, m.Err
			case <-time.After(farewell):
				return landscape.Receipt{}, ErrLeft
			}
		}
	}
}

// lead lets a group be committed. All that is to be known of its members is known before somebody else has the turn.
func (c *Convoy) lead(turn chan struct{}, lead func([]*Member)) {
	defer func() { <-turn }()
	c.gather()
	group := c.take()
	defer func() {
		for _, m := range group {
			close(m.done)
		}
	}()
	if len(group) > 0 {
		lead(group)
	}
}

// take takes those that have waited longest.
func (c *Convoy) take() []*Member {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	n, size := 0, 0
	for n < min(len(c.waiting), members) {
		if size += len(c.waiting[n].Changes); size > most {
			break
		}
		n++
	}
	group := slices.Clone(c.waiting[:n])
	c.waiting = slices.Delete(c.waiting, 0, n)
	return group
}

// leave takes out a member. It reports whether it was still waiting.
func (c *Convoy) leave(m *Member) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	at := slices.Index(c.waiting, m)
	if at < 0 {
		return false
	}
	c.waiting = slices.Delete(c.waiting, at, at+1)
	return true
}
