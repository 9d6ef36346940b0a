package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// patience is how long a request may take; what takes longer is refused.
const patience = 60 * time.Second

// party is one of the three servers.
type party struct {
	name    string
	address string
	start   func(address string) *exec.Cmd // nil where somebody else has started it
	process *exec.Cmd
	ended   chan struct{} // closed when the process has ended
	log     string        // where it writes
}

// up starts the server where it does not run, and waits until it answers.
func (p *party) up(ctx context.Context) error {
	if p.start != nil && !p.running() {
		port, err := free()
		if err != nil {
			return err
		}
		p.address = fmt.Sprintf("127.0.0.1:%d", port)
		log, err := os.Create(p.log)
		if err != nil {
			return fmt.Errorf("starting %s: %w", p.name, err)
		}
		defer log.Close()
		p.process, p.ended = p.start(p.address), make(chan struct{})
		p.process.Stdout, p.process.Stderr = log, log
		if err := p.process.Start(); err != nil {
			return fmt.Errorf("starting %s: %w", p.name, err)
		}
		go func(process *exec.Cmd, ended chan struct{}) {
			_ = process.Wait()
			close(ended)
		}(p.process, p.ended)
	}
	for range 600 {
		if p.start != nil && !p.running() {
			said, _ := os.ReadFile(p.log)
			return fmt.Errorf("%s has ended: %s", p.name, bytes.TrimSpace(said))
		}
		if c, err := net.DialTimeout("tcp", p.address, time.Second); err == nil {
			return c.Close()
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(500 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s does not answer at %s", p.name, p.address)
}

func (p *party) running() bool {
	if p.process == nil {
		return false
	}
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// down ends the server, where it was started here.
func (p *party) down() {
	if !p.running() {
		return
	}
	_ = p.process.Process.Signal(os.Interrupt)
	select {
	case <-p.ended:
	case <-time.After(20 * time.Second):
		_ = p.process.Process.Kill()
		<-p.ended
	}
}

func free() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("finding a free port: %w", err)
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// request is one question to a party, ready to be sent.
type request struct {
	url  string
	body []byte
}

// request words a question for the party.
func (p *party) request(q question, v variables) (request, error) {
	r := request{url: "http://" + p.address}
	body := any(v)
	switch p.name {
	case ours:
		r.url += "/graphql"
		body = map[string]any{"query": q.ours, "variables": v}
	case peer:
		r.url += "/"
		body = map[string]any{"query": q.peer, "variables": v}
	default:
		r.url += "/" + q.name
	}
	var err error
	if r.body, err = json.Marshal(body); err != nil {
		return r, fmt.Errorf("wording %s for %s: %w", q.name, p.name, err)
	}
	return r, nil
}

// send asks and reads the whole answer.
func send(ctx context.Context, client *http.Client, r request) ([]byte, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url, bytes.NewReader(r.body))
	if err != nil {
		return nil, fmt.Errorf("asking: %w", err)
	}
	q.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(q)
	if err != nil {
		return nil, fmt.Errorf("asking: %w", err)
	}
	b, err := io.ReadAll(answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return nil, fmt.Errorf("reading an answer: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %.200s", answer.Status, bytes.TrimSpace(b))
	}
	return b, nil
}

// ask sends one question and returns a good answer or what was wrong.
func (p *party) ask(ctx context.Context, q question, v variables) ([]byte, error) {
	r, err := p.request(q, v)
	if err != nil {
		return nil, err
	}
	answer, err := send(ctx, &http.Client{Timeout: patience}, r)
	if err == nil {
		err = refused(answer)
	}
	return answer, err
}

// server is where the database is.
type server struct{ uri, user, password string }

// three returns the parties as they are started. ours at an address, if any, is one that runs already.
func three(at server, landscape, program, handWritten, node, address, logs string) []*party {
	command := func(folder string, env []string, name string, args ...string) *exec.Cmd {
		c := exec.Command(name, args...)
		c.Dir, c.Env = folder, append(os.Environ(), env...)
		return c
	}
	password := []string{"LANDSKAP_NEO4J_PASSWORD=" + at.password}
	all := []*party{
		{name: ours, start: func(addr string) *exec.Cmd {
			return command("", password, program, "serve", "--neo4j-uri", at.uri, "--neo4j-user", at.user, "--landscape", landscape, "--addr", addr)
		}},
		{name: limit, start: func(addr string) *exec.Cmd {
			return command("", password, handWritten, "-neo4j-uri", at.uri, "-neo4j-user", at.user, "-landscape", landscape, "-addr", addr)
		}},
		{name: peer, start: func(addr string) *exec.Cmd {
			_, port, _ := net.SplitHostPort(addr)
			return command(node, []string{"NODE_ENV=production", "NEO4J_URI=" + at.uri, "NEO4J_USER=" + at.user, "NEO4J_PASSWORD=" + at.password, "PORT=" + port},
				"node", "server.mjs")
		}},
	}
	for i, p := range all {
		p.log = filepath.Join(logs, fmt.Sprintf("party-%d.log", i))
	}
	if address != "" {
		all[0].start, all[0].address = nil, strings.TrimPrefix(address, "http://")
	}
	return all
}
