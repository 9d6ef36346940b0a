// Package pulse tells a server that is gone from one that takes its time.
//
// A server that is gone may leave its connections open, and then nothing is ever said on them, while a statement may rightly take as
// long as a transaction may. What tells the one from the other is whether somebody else who asks is answered. So while calls wait
// the server is asked, over connections that nobody uses up.
package pulse

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	waiting = 1500 * time.Millisecond // after which the server is asked whether it is there
	beat    = 250 * time.Millisecond  // between looks at the calls

	// Asking is how long an answer of the server is waited for.
	Asking = 1500 * time.Millisecond
)

// Pulse knows whether a server answers.
type Pulse struct {
	ask   func(context.Context) error // fails where nobody answers
	log   *slog.Logger
	life  context.Context // until Close
	stop  context.CancelFunc
	ended sync.WaitGroup

	mutex   sync.Mutex // held for what follows
	calls   map[*call]bool
	looking bool // somebody looks after the calls
	silent  bool // no call is answered
}

// New returns a Pulse that asks so.
func New(ask func(context.Context) error, log *slog.Logger) *Pulse {
	p := &Pulse{ask: ask, log: log, calls: map[*call]bool{}}
	p.life, p.stop = context.WithCancel(context.Background())
	return p
}

// Close waits until nobody asks the server, or will.
func (p *Pulse) Close() {
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

// Watch ends a call, at once or later, if nobody answers. The call is over when stop is called. What is tried again has waited since
// it was tried first, which is when it began.
func (p *Pulse) Watch(began time.Time, cancel context.CancelFunc) (stop func()) {
	c := &call{began, cancel}
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
func (p *Pulse) look() {
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
		if err := p.answered(); err == nil {
			unanswered = 0
			p.heard()
		} else if unanswered++; unanswered > 1 {
			p.despair(began)
		}
	}
}

// waits reports whether a call has waited for long, or none is answered; and whether there is none to look after.
func (p *Pulse) waits(now time.Time) (long, over bool) {
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

func (p *Pulse) answered() error {
	ctx, cancel := context.WithTimeout(p.life, Asking)
	defer cancel()
	return p.ask(ctx)
}

func (p *Pulse) heard() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.silent = false
}

// despair ends all calls that began before the server was asked, and all that come until it answers again.
func (p *Pulse) despair(asked time.Time) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if !p.silent {
		p.log.Warn("the Neo4j database does not answer")
	}
	p.silent = true
	for c := range p.calls {
		if c.began.Before(asked) {
			c.cancel()
		}
	}
}
