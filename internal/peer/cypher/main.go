// Package main is a server that answers the benchmark's ten questions with statements written by hand: what is left to gain on the
// same Neo4j through the same driver. Its answers are the bytes of Landskap's own API, apart from `extensions`. It knows nothing of
// GraphQL: each question is an address, and its variables are the body.
//
// It may know what the API may not: that the database holds one landscape, who asks, and which fields are wanted.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	uri := flag.String("neo4j-uri", "bolt://127.0.0.1:7687", "the database; the password is read from LANDSKAP_NEO4J_PASSWORD")
	user := flag.String("neo4j-user", "neo4j", "the user of the database")
	addr := flag.String("addr", "127.0.0.1:0", "where to listen")
	name := flag.String("landscape", "main", "the landscape")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	driver, err := neo4j.NewDriverWithContext(*uri, neo4j.BasicAuth(*user, os.Getenv("LANDSKAP_NEO4J_PASSWORD"), ""), func(c *config.Config) {
		c.TelemetryDisabled = true
		c.NotificationsMinSeverity = notifications.DisabledLevel
	})
	if err != nil {
		return fmt.Errorf("opening the driver: %w", err)
	}
	defer driver.Close(context.WithoutCancel(ctx))
	if err := driver.VerifyConnectivity(ctx); err != nil {
		return fmt.Errorf("reaching %s: %w", *uri, err)
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	server := &http.Server{Handler: routes(database{driver, *name}), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}

// database is the landscape that is asked.
type database struct {
	driver    neo4j.DriverWithContext
	landscape string
}

// parameters are those of a statement. All of them stand in one map, so that their sizes are no part of the plan cache's key.
type parameters map[string]any

// one runs a statement that returns one row of one column. It runs outside of a transaction of the driver's own, which saves round trips.
func (d database) one(ctx context.Context, mode neo4j.AccessMode, statement string, p parameters) (any, error) {
	session := d.driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: "neo4j", AccessMode: mode, FetchSize: neo4j.FetchAll})
	defer session.Close(ctx)
	p["l"] = d.landscape
	for tries := 1; ; tries++ {
		v, err := single(ctx, session, statement, p)
		// Writers that lock the same elements in another order are told to try again.
		if err == nil || tries == 5 || !neo4j.IsRetryable(err) {
			return v, err
		}
	}
}

func single(ctx context.Context, session neo4j.SessionWithContext, statement string, p parameters) (any, error) {
	result, err := session.Run(ctx, statement, map[string]any{"p": map[string]any(p)})
	if err != nil {
		return nil, fmt.Errorf("running a statement: %w", err)
	}
	record, err := result.Single(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading its row: %w", err)
	}
	return record.Values[0], nil
}

// routes are the ten questions, by the names that the benchmark has for them.
func routes(d database) http.Handler {
	mux := http.NewServeMux()
	for _, q := range questions() {
		mux.HandleFunc("POST /"+q.name, func(w http.ResponseWriter, r *http.Request) { d.serve(w, r, q) })
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	return mux
}

func (d database) serve(w http.ResponseWriter, r *http.Request, q question) {
	var v variables
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err == nil {
		err = json.Unmarshal(body, &v)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	mode := neo4j.AccessModeRead
	if q.writes {
		mode = neo4j.AccessModeWrite
	}
	p, err := q.parameters(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	row, err := d.one(r.Context(), mode, q.statement, p)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	b := append(make([]byte, 0, 4096), `{"data":`...)
	b = append(q.write(b, row), '}')
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(b)
}
