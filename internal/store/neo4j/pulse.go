package neo4j

import (
	"context"
	"sync"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// A server that is gone may leave its connections open, and then nothing is ever said on them, while a statement may rightly take as
// long as a transaction may. What tells the one from the other is whether somebody else who asks is answered. So while calls wait
// the server is asked, by another driver, whose connections nobody uses up.

const (
	waiting = 1500 * time.Millisecond // after which the server is asked whether it is there
	asking  = 1500 * time.Millisecond // for which its answer is waited for
	beat    = 250 * time.Millisecond  // between looks at the calls
)

// unhurried is the key of what makes a context one that nobody waits for within seconds: such a call may keep the server so busy that
// it answers nobody for a while, and is ended by its own limits alone.
type unhurried struct{}

// pulse knows whether servers answer those who read, or those who write.
type pulse struct {
	store *Store
	mode  driver.AccessMode
	life  context.Context // of the store
	stop  context.CancelFunc
	ended sync.WaitGroup

	mutex   sync.Mutex // held for what follows
	calls   map[*call]bool
	looking bool // somebody looks after the calls
	silent  bool // no call is answered
}

func newPulse(s *Store, mode driver.AccessMode) *pulse {
	p := &pulse{store: s, mode: mode, calls: map[*call]bool{}}
	p.life, p.stop = context.WithCancel(context.Background())
	return p
}

// close waits until nobody asks the server, or will.
func (p *pulse) close() {
	p.mutex.Lock()
	p.stop()
	p.mutex.Unlock()
	p.ended.Wait()
}

// call is one that waits for an answer.
type call struct {
	began  time.Time
	cancel context.CancelFunc
}

// watch ends a call, at once or later, if nobody answers. The call is over when stop is called. What is tried again has waited since
// it was tried first.
func (p *pulse) watch(ctx context.Context, cancel context.CancelFunc) (stop func()) {
	c := &call{time.Now(), cancel}
	if until, tries := ctx.Value(end{}).(time.Time); tries {
		c.began = until.Add(-retrying)
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.silent {
		cancel()
		return func() {}
	}
	p.calls[c] = true
	if !p.looking && p.life.Err() == nil {
		p.looking = true
		p.ended.Go(p.look)
	}
	return func() {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		delete(p.calls, c)
	}
}

// look asks the server for as long as a call waits or nobody is answered. One question that is not answered proves nothing.
func (p *pulse) look() {
	unanswered := 0
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	for {
		select {
		case <-p.life.Done():
			return
		case <-ticker.C:
		}
		began := time.Now()
		long, over := p.waits(began)
		switch {
		case over:
			return
		case !long:
			unanswered = 0
			continue
		}
		if err := p.ask(); err == nil {
			unanswered = 0
			p.heard()
		} else if unanswered++; unanswered > 1 {
			p.despair(began)
		}
	}
}

// waits reports whether a call has waited for long, or none is answered; and whether there is none to look after.
func (p *pulse) waits(now time.Time) (long, over bool) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.silent {
		return true, false
	}
	for c := range p.calls {
		long = long || now.Sub(c.began) > waiting
	}
	p.looking = len(p.calls) > 0
	return long, !p.looking
}

func (p *pulse) ask() error {
	ctx, cancel := context.WithTimeout(p.life, asking)
	defer cancel()
	session := p.store.prober.NewSession(ctx, driver.SessionConfig{AccessMode: p.mode, DatabaseName: p.store.Database})
	defer ending(ctx, session.Close)
	result, err := session.Run(ctx, "RETURN 1", nil, driver.WithTxTimeout(asking))
	if err == nil {
		_, err = result.Consume(ctx)
	}
	if code(err) != "" { // It was refused, by somebody.
		err = nil
	}
	return err
}

func (p *pulse) heard() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.silent = false
}

// despair ends all calls that began before the server was asked, and all that come until it answers again.
func (p *pulse) despair(asked time.Time) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !p.silent {
		p.store.Log.Warn("the Neo4j database does not answer")
	}
	p.silent = true
	for c := range p.calls {
		if c.began.Before(asked) {
			c.cancel()
		}
	}
}
