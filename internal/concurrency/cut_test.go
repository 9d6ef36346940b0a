package concurrency

import (
	"errors"
	"math/rand/v2"
	"net"
	"sync/atomic"
	"time"
)

// cut is a way to lose a connection.
type cut int32

const (
	whole       cut = iota // not at all
	halfRequest            // when a part of the request has been sent
	unanswered             // when all of the request has been sent, soon after
	unread                 // when the reply has come, and nothing of it has been read
	halfReply              // when a part of the reply has been read
)

// someCut returns a way to cut one request of ten, at random, at the earliest the given one.
func someCut(random *rand.Rand, earliest cut) cut {
	if random.IntN(10) > 0 {
		return whole
	}
	return earliest + cut(random.IntN(int(halfReply-earliest)+1))
}

var errCut = errors.New("the connection is cut")

// plan says how a client's next request is to be cut, which happens once.
type plan struct{ how atomic.Int32 }

func (p *plan) set(how cut) { p.how.Store(int32(how)) }

func (p *plan) take(how cut) bool { return p.how.CompareAndSwap(int32(how), int32(whole)) }

// cutConn is a client's connection, cut as planned.
type cutConn struct {
	net.Conn
	plan *plan
}

func (c *cutConn) Write(b []byte) (int, error) {
	if len(b) > 1 && c.plan.take(halfRequest) {
		n, _ := c.Conn.Write(b[:1+rand.IntN(len(b)-1)])
		return n, errors.Join(errCut, c.Close())
	}
	n, err := c.Conn.Write(b)
	if err == nil && c.plan.take(unanswered) {
		time.Sleep(rand.N(time.Millisecond))
		return n, errors.Join(errCut, c.Close())
	}
	return n, err
}

func (c *cutConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	switch {
	case err != nil || n == 0:
	case c.plan.take(unread):
		return 0, errors.Join(errCut, c.Close())
	case c.plan.take(halfReply):
		return n / 2, errors.Join(errCut, c.Close())
	}
	return n, err
}
