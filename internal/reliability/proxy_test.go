//go:build linux

package reliability

import (
	"bytes"
	"net"
	"sync"
	"testing"
	"time"
)

// trouble is what a bad network does.
type trouble int

const (
	passes   trouble = iota
	cuts             // cuts the connection in place of a COMMIT
	cutsLate         // cuts the connection in place of the answer to a COMMIT
	delays           // brings each answer late
	swallows         // brings nothing, neither on old connections, for ever, nor on new ones
)

var troubles = map[trouble]string{passes: "passes", cuts: "cut at COMMIT", cutsLate: "cut after COMMIT", delays: "delayed", swallows: "half-open"}

// late is how late answers come.
const late = 2 * time.Second

// commit is the message COMMIT, as the one chunk that it comes in.
var commit = []byte{0x00, 0x02, 0xB0, 0x12, 0x00, 0x00}

// proxy is a network between a program and its database.
type proxy struct {
	to string
	net.Listener

	mutex   sync.Mutex // held for what follows
	trouble trouble
	hits    int // of the trouble
	links   map[*link]bool
}

// link is a connection through the proxy.
type link struct {
	client, server net.Conn
	dead           bool // nothing is brought any more
}

func newProxy(t *testing.T, to string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{to: to, Listener: l, links: map[*link]bool{}}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { p.bring(client) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		p.mutex.Lock()
		for k := range p.links {
			k.cut()
		}
		p.mutex.Unlock()
		all.Wait()
	})
	return p
}

func (k *link) cut() {
	k.client.Close()
	k.server.Close()
}

// set makes the network as bad as that.
func (p *proxy) set(f trouble) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.hits, p.trouble = 0, f
	if f == swallows {
		for k := range p.links {
			k.dead = true
			p.hits++
		}
	}
}

// lasts waits for so long, and until the trouble has struck.
func (p *proxy) lasts(t *testing.T, d time.Duration) {
	t.Helper()
	struck := func() bool {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		return p.hits > 0
	}
	time.Sleep(d)
	for deadline := time.Now().Add(patience); !struck(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the trouble has not struck")
		}
	}
}

// strikes reports whether a trouble is on, and counts it. Nothing passes on a link that is dead.
func (p *proxy) strikes(k *link, f trouble) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.trouble == f {
		p.hits++
		k.dead = k.dead || f == swallows
	}
	return p.trouble == f || f == swallows && k.dead
}

func (p *proxy) bring(client net.Conn) {
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		client.Close()
		return
	}
	k := &link{client: client, server: server}
	p.mutex.Lock()
	p.links[k] = true
	p.mutex.Unlock()
	var both sync.WaitGroup
	answers := make(chan struct{}, 1) // holds a token while an answer is not to be brought
	both.Go(func() {
		p.carry(k, k.client, k.server, func(said []byte) (on bool) {
			switch {
			case !bytes.HasSuffix(said, commit):
				return true
			case p.strikes(k, cuts):
				return false
			case p.strikes(k, cutsLate):
				answers <- struct{}{}
			}
			return true
		})
	})
	both.Go(func() {
		p.carry(k, k.server, k.client, func([]byte) (on bool) {
			if p.strikes(k, delays) {
				time.Sleep(late)
			}
			return len(answers) == 0
		})
	})
	both.Wait()
	p.mutex.Lock()
	delete(p.links, k)
	p.mutex.Unlock()
}

// carry brings one way what is said, until it may not go on. On a link that is dead it takes and brings nothing.
func (p *proxy) carry(k *link, from, to net.Conn, may func(said []byte) bool) {
	defer k.cut()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if n > 0 && !p.strikes(k, swallows) {
			if !may(buffer[:n]) {
				return
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
