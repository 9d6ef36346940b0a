// Package bolttest is a scripted peer: servers that speak Bolt as those of a Neo4j cluster do, record what they are told, and answer
// as a test wants. It is for what a single real server cannot be made to do: to have a leader and followers, to change the leader, to
// lose a connection at an exact message. It knows no Cypher and keeps nothing. There is nothing here but support for tests.
package bolttest

import (
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"sync"
	"testing"
)

// Message is what one of the servers was told, as far as tests ask for it.
type Message struct {
	Server     int    // which of the cluster
	Connection int    // the connections of a cluster are numbered from 1
	Name       string // HELLO, LOGON, ROUTE, BEGIN, RUN, PULL, COMMIT, ...
	Statement  string // of RUN
	Parameters map[string]any
	Meta       map[string]any // bookmarks, mode, db, tx_timeout, routing
	// Begun is the BEGIN of the transaction that the message is part of; nil outside of one.
	Begun *Message
	// Given is the bookmark that the answer gave, if any.
	Given string
}

// Begins reports whether a transaction begins with the message: BEGIN, or a RUN that is one by itself.
func (m Message) Begins() bool { return m.Name == "BEGIN" || m.Name == "RUN" && m.Begun == nil }

// Mode is r where the transaction that the message is part of only reads, else w.
func (m Message) Mode() string {
	if m.Begun != nil {
		return m.Begun.Mode()
	}
	if m.Meta["mode"] == "r" {
		return "r"
	}
	return "w"
}

// Reply is how a message is answered. The zero value is success, without rows.
type Reply struct {
	Fields  []string // of the rows; columns have numbers where there are none
	Rows    [][]any
	Failure string // the code of a failure
	Cut     bool   // the connection is closed in place of an answer
	CutLate bool   // the connection is closed when the rows have been sent
	Silent  bool   // nothing is answered on this connection from now on
}

// Script answers BEGIN, RUN, COMMIT and ROLLBACK. Connections call it at the same time.
type Script func(m Message) Reply

// Cluster is some servers, of which one leads.
type Cluster struct {
	script    Script
	tls       *tls.Config
	listeners []net.Listener
	ended     sync.WaitGroup

	mutex       sync.Mutex // held for what follows
	leader      int        // none if negative
	deaf        bool       // new connections are accepted, and nothing is said to them
	record      []Message
	connections map[net.Conn]bool
	opened      int
	given       int // bookmarks
}

// Start starts a cluster of so many servers on loopback, led by the first. It ends with the test.
func Start(t testing.TB, servers int, script Script) *Cluster { return start(t, servers, script, nil) }

// StartTLS is Start for encrypted connections.
func StartTLS(t testing.TB, servers int, script Script, certificate tls.Certificate) *Cluster {
	return start(t, servers, script, &tls.Config{Certificates: []tls.Certificate{certificate}})
}

func start(t testing.TB, servers int, script Script, secure *tls.Config) *Cluster {
	t.Helper()
	c := &Cluster{script: script, tls: secure, connections: map[net.Conn]bool{}}
	for i := range servers {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		c.listeners = append(c.listeners, l)
		c.ended.Go(func() { c.accept(i, l) })
	}
	t.Cleanup(c.close)
	return c
}

func (c *Cluster) close() {
	for _, l := range c.listeners {
		l.Close()
	}
	c.Cut()
	c.ended.Wait()
}

// Address is that of one of the servers, without a scheme.
func (c *Cluster) Address(server int) string { return c.listeners[server].Addr().String() }

// Lead makes a server the leader; a negative one means that there is none.
func (c *Cluster) Lead(server int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.leader = server
}

// Leads reports whether a server is the leader.
func (c *Cluster) Leads(server int) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.leader == server
}

// Deafen makes the servers accept connections without ever saying anything on them.
func (c *Cluster) Deafen() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.deaf = true
}

// Cut closes all connections.
func (c *Cluster) Cut() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for conn := range c.connections {
		conn.Close()
	}
}

// Recorded returns what the servers were told, in order.
func (c *Cluster) Recorded() []Message {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return slices.Clone(c.record)
}

// Forget empties the record.
func (c *Cluster) Forget() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.record = nil
}

// note records a message and returns where.
func (c *Cluster) note(m Message) int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.record = append(c.record, m)
	return len(c.record) - 1
}

// bookmark makes a bookmark, given with the answer to a message.
func (c *Cluster) bookmark(message int) string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.given++
	b := fmt.Sprintf("bookmark:%d", c.given)
	if message < len(c.record) { // else it is forgotten
		c.record[message].Given = b
	}
	return b
}

// table is the routing table: all servers route, the leader writes, the others read.
func (c *Cluster) table(database string) map[string]any {
	c.mutex.Lock()
	leader := c.leader
	c.mutex.Unlock()
	all, write, read := []string{}, []string{}, []string{}
	for i := range c.listeners {
		all = append(all, c.Address(i))
		if i == leader {
			write = append(write, c.Address(i))
		} else {
			read = append(read, c.Address(i))
		}
	}
	if len(c.listeners) == 1 {
		read = all
	}
	role := func(name string, addresses []string) any {
		return map[string]any{"role": name, "addresses": addresses}
	}
	return map[string]any{"ttl": 300, "db": database, "servers": []any{role("ROUTE", all), role("WRITE", write), role("READ", read)}}
}
