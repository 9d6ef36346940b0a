package concurrency

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/arkinera/landskap/graph"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/advice"
	"github.com/arkinera/landskap/internal/server"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/schema"
)

const patience = 30 * time.Second

// operations returns how much each writer does: what LANDSKAP_OPERATIONS says, else so much where CI is set, else 50.
func operations(t *testing.T, ci int) int {
	if value := os.Getenv("LANDSKAP_OPERATIONS"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 10 || n > 100_000 {
			t.Fatalf("LANDSKAP_OPERATIONS is %q", value)
		}
		return n
	}
	if os.Getenv("CI") != "" && !raceDetector {
		return ci
	}
	return 50
}

// kept is a store that can be written to.
type kept interface {
	landscape.Store
	landscape.Writer
}

// served is a folder that is served on this machine.
type served struct {
	t     *testing.T
	dir   string
	model *schema.Metamodel
	url   string
	end   func() // answers what has come, and closes the store; may be called again
}

// serve serves a new folder, over a store with a fault unless fault is nil.
func serve(t *testing.T, fault func(kept) kept) *served {
	t.Helper()
	model, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := &served{t: t, dir: filepath.Join(t.TempDir(), "kept"), model: model}
	opened, err := embedded.Open(s.dir, embedded.Options{Model: model})
	if err != nil {
		t.Fatal(err)
	}
	var store kept = opened
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	ended := false
	s.end = func() {
		if ended {
			return
		}
		ended = true
		cancel()
		if err := errors.Join(<-done, store.Close()); err != nil {
			t.Error(err)
		}
	}
	nothing := func(landscape.Draft) ([]landscape.Change, error) { return nil, nil }
	_, err = store.Write(ctx, landscape.Main, landscape.Write{}, nothing)
	if fault != nil {
		store = fault(store)
	}
	quiet := slog.New(slog.DiscardHandler)
	repository := &landscape.Repository{Model: model, Store: store, Advice: advice.Give}
	engine, wrong := graph.New(graph.Options{Model: model, Store: store, Repository: repository, Analyses: graph.Analyses(), Log: quiet})
	listener, closed := net.Listen("tcp", "127.0.0.1:0")
	if err := errors.Join(err, wrong, closed); err != nil {
		cancel()
		t.Fatal(errors.Join(err, store.Close()))
	}
	s.url = fmt.Sprintf("http://%s/graphql", listener.Addr())
	handler := server.New(server.Options{API: engine, Viewer: landscape.Steward(), Log: quiet, Ready: store.Ready})
	go func() { done <- server.Serve(ctx, listener, handler, patience) }()
	t.Cleanup(s.end)
	return s
}

// payload is what a mutation answers.
type payload struct {
	Revision int64
	Repeated bool
}

// commit is a revision as the API tells of it.
type commit struct {
	Revision    int64
	Why         string
	ChangeCount int
}

// answer is what the API answers to what is asked here.
type answer struct {
	Data struct {
		SaveSystem, DeleteSystem *payload
		System                   *struct{ Description string }
		Systems                  struct{ TotalCount int }
		Changes                  []commit
	}
	Errors []struct {
		Message    string
		Extensions struct{ Code string }
	}
	Extensions struct{ Revision int64 }
}

// client asks over connections of its own, which may be cut. It does one thing at a time.
type client struct {
	url  string
	plan *plan
	http *http.Client
}

func (s *served) client() *client {
	c := &client{url: s.url, plan: &plan{}}
	c.http = &http.Client{Timeout: patience, Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return &cutConn{conn, c.plan}, nil
		},
	}}
	return c
}

func (c *client) close() { c.http.CloseIdleConnections() }

// ask asks once, on a connection that is cut in that way. An error leaves open what became of the request.
func (c *client) ask(how cut, query string, variables map[string]any) (a answer, err error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return a, err
	}
	c.plan.set(how)
	defer c.plan.set(whole)
	r, err := http.NewRequest(http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "en")
	resp, err := c.http.Do(r)
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	return a, json.NewDecoder(resp.Body).Decode(&a)
}

// history returns all revisions by number, having seen that none is missing.
func (s *served) history() map[int64]commit {
	s.t.Helper()
	c := s.client()
	defer c.close()
	all := map[int64]commit{}
	var last, before int64
	for range 1000 {
		variables := map[string]any{}
		if before > 0 {
			variables["b"] = before
		}
		a, err := c.ask(whole, `query($b: Int) { changes(first: 500, before: $b) { revision why changeCount } }`, variables)
		if err != nil || len(a.Errors) > 0 {
			s.t.Fatalf("asking for the history: %v %v", err, a.Errors)
		}
		if len(a.Data.Changes) == 0 {
			break
		}
		for _, commit := range a.Data.Changes {
			before = commit.Revision
			last = max(last, before)
			all[before] = commit
		}
		if before == 1 {
			break
		}
	}
	if int64(len(all)) != last {
		s.t.Fatalf("the history has %d of %d revisions", len(all), last)
	}
	return all
}
