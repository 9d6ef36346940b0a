package bolttest

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"strconv"
)

// The tags of messages, by which the peers know them.
const (
	success byte = 0x70
	rows    byte = 0x71
	ignored byte = 0x7E
	failure byte = 0x7F
)

var names = map[byte]string{
	0x01: "HELLO", 0x02: "GOODBYE", 0x0F: "RESET", 0x10: "RUN", 0x11: "BEGIN", 0x12: "COMMIT", 0x13: "ROLLBACK", 0x2F: "DISCARD",
	0x3F: "PULL", 0x54: "TELEMETRY", 0x66: "ROUTE", 0x6A: "LOGON", 0x6B: "LOGOFF",
}

// home is the database of whoever names none.
const home = "home"

// connection is a client's, with one of the servers.
type connection struct {
	*Cluster
	server, number int
	in             *bufio.Reader
	out            *bufio.Writer
	begun          *Message // the transaction that is open
	failed         bool     // all is ignored until RESET
	pending        Reply    // of the last RUN
	silent         bool
}

func (c *Cluster) accept(server int, l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		c.mutex.Lock()
		c.opened++
		number := c.opened
		c.connections[conn] = true
		c.mutex.Unlock()
		c.ended.Go(func() {
			c.converse(conn, server, number)
			conn.Close()
			c.mutex.Lock()
			defer c.mutex.Unlock()
			delete(c.connections, conn)
		})
	}
}

// converse speaks with a client until either has enough.
func (c *Cluster) converse(raw net.Conn, server, number int) {
	c.mutex.Lock()
	deaf := c.deaf
	c.mutex.Unlock()
	if deaf {
		_, _ = io.Copy(io.Discard, raw)
		return
	}
	conn := raw
	if c.tls != nil {
		conn = tls.Server(raw, c.tls)
	}
	p := &connection{Cluster: c, server: server, number: number, in: bufio.NewReader(conn), out: bufio.NewWriter(conn)}
	// Four proposals come after the magic number. The choice is Bolt 5.8, the newest that has no negotiation of its own.
	greeting := make([]byte, 20)
	if _, err := io.ReadFull(p.in, greeting); err != nil || string(greeting[:4]) != "\x60\x60\xb0\x17" {
		return
	}
	if _, err := conn.Write([]byte{0, 0, 8, 5}); err != nil {
		return
	}
	for {
		s, err := readMessage(p.in)
		if err != nil || !p.serve(s) {
			return
		}
		if p.in.Buffered() == 0 && p.out.Flush() != nil {
			return
		}
	}
}

// message is what a structure says.
func (p *connection) message(s structure) Message {
	m := Message{Server: p.server, Connection: p.number, Name: names[s.tag], Begun: p.begun, Meta: map[string]any{}}
	for i, f := range s.fields {
		fields, _ := f.(map[string]any)
		switch {
		case m.Name == "RUN" && i == 0:
			m.Statement, _ = f.(string)
		case m.Name == "RUN" && i == 1:
			m.Parameters = fields
		case m.Name == "ROUTE" && i == 1:
			m.Meta["bookmarks"] = f
		case m.Name == "LOGON": // It holds the password.
		default:
			for key, value := range fields {
				m.Meta[key] = value
			}
		}
	}
	return m
}

// serve answers a message. It reports whether the connection goes on.
func (p *connection) serve(s structure) bool {
	m := p.message(s)
	at := p.note(m)
	switch {
	case p.silent:
		return true
	case m.Name == "GOODBYE" || m.Name == "":
		return false
	case m.Name == "RESET":
		p.failed, p.begun, p.pending = false, nil, Reply{}
		return p.succeed(nil)
	case p.failed:
		return writeMessage(p.out, ignored) == nil
	}
	switch m.Name {
	case "HELLO":
		hints := map[string]any{"telemetry.enabled": true}
		return p.succeed(map[string]any{"server": "Neo4j/5.26.0", "connection_id": "bolt-" + strconv.Itoa(p.number), "hints": hints})
	case "ROUTE":
		database, named := m.Meta["db"].(string)
		if !named {
			database = home
		}
		return p.succeed(map[string]any{"rt": p.table(database)})
	case "PULL":
		return p.pull(at)
	case "DISCARD":
		p.pending.Rows = nil
		return p.pull(at)
	case "BEGIN", "RUN", "COMMIT", "ROLLBACK":
		return p.play(m, at)
	}
	return p.succeed(nil)
}

// play answers as the script says.
func (p *connection) play(m Message, at int) bool {
	r := p.script(m)
	switch {
	case r.Cut:
		return false
	case r.Silent:
		p.silent = true
		return true
	case r.Failure != "":
		p.failed = true
		return writeMessage(p.out, failure, map[string]any{
			"neo4j_code": r.Failure, "message": "as the script says", "gql_status": "50N42", "description": "general processing exception",
			"diagnostic_record": map[string]any{"OPERATION": "", "OPERATION_CODE": "0", "CURRENT_SCHEMA": "/"},
		}) == nil
	}
	meta := map[string]any{}
	switch m.Name {
	case "BEGIN":
		p.begun = &m
	case "COMMIT", "ROLLBACK":
		p.begun = nil
		if m.Name == "COMMIT" {
			meta["bookmark"] = p.bookmark(at)
		}
	case "RUN":
		p.pending = r
		for i := len(r.Fields); len(r.Rows) > 0 && i < len(r.Rows[0]); i++ {
			p.pending.Fields = append(p.pending.Fields, strconv.Itoa(i))
		}
		meta["fields"], meta["t_first"] = append([]string{}, p.pending.Fields...), 0
	}
	return p.succeed(meta)
}

// pull gives all rows of the last statement.
func (p *connection) pull(at int) bool {
	for _, row := range p.pending.Rows {
		if writeMessage(p.out, rows, row) != nil {
			return false
		}
	}
	if p.pending.CutLate {
		_ = p.out.Flush() // The connection ends whether it can be done or not.
		return false
	}
	p.pending = Reply{}
	meta := map[string]any{"t_last": 0, "db": home}
	if p.begun == nil {
		meta["bookmark"] = p.bookmark(at)
	}
	return p.succeed(meta)
}

func (p *connection) succeed(meta map[string]any) bool {
	if meta == nil {
		meta = map[string]any{}
	}
	return writeMessage(p.out, success, meta) == nil
}
