// Package main measures Landskap over Neo4j side by side with two others on one server and one landscape: the limit, statements
// written by hand for what is asked (internal/peer/cypher), and the peer, @neo4j/graphql (internal/peer/node). Ten questions are asked
// of each in turn over 8 connections and over 1, after their answers have been found alike. What comes out is a page in Markdown.
//
// It takes a database as it is, with the heap and page cache that it has, and fills it where the landscape is not there. The database
// may hold no other landscape. What the run makes it removes again, apart from the indexes that the peer needs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := bench(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		stop()
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	at                 server
	landscape, program string
	actors             int
	seed               uint64
	ours, node, out    string
	only               string
	rounds             int
	each, warm         time.Duration
	check              bool
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	text := func(into *string, name, variable, value, usage string) {
		if v := os.Getenv(variable); v != "" {
			value = v
		}
		f.StringVar(into, name, value, usage)
	}
	o.at.password = os.Getenv("LANDSKAP_TEST_NEO4J_PASSWORD")
	text(&o.at.uri, "neo4j-uri", "LANDSKAP_TEST_NEO4J_URI", "bolt://127.0.0.1:7687", "the database, with the password in LANDSKAP_TEST_NEO4J_PASSWORD")
	text(&o.at.user, "neo4j-user", "LANDSKAP_TEST_NEO4J_USER", "neo4j", "its user")
	f.StringVar(&o.landscape, "landscape", "national", "the landscape; it is generated where it is not there")
	f.StringVar(&o.program, "program", "bin/landskap", "the program that is measured")
	f.IntVar(&o.actors, "actors", 311, "how many actors are generated")
	f.Uint64Var(&o.seed, "seed", 1, "from which seed")
	f.StringVar(&o.ours, "ours", "", "the address of our API, where it runs already, instead of starting the program")
	f.StringVar(&o.node, "peer", "internal/peer/node", "the folder of the peer")
	f.StringVar(&o.out, "out", "", "the file to write the page to, instead of standard output")
	f.StringVar(&o.only, "only", "", "the names of the questions to ask, separated by commas, instead of all")
	f.IntVar(&o.rounds, "rounds", 3, "how many rounds each question is asked")
	f.DurationVar(&o.each, "each", 4*time.Second, "how long each party is asked in a round")
	f.DurationVar(&o.warm, "warm", 3*time.Second, "how long each party is asked before the first round")
	f.BoolVar(&o.check, "check", false, "only compare the answers")
	err := f.Parse(args)
	return o, err
}

func bench(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	var names []string
	if o.only != "" {
		names = strings.Split(o.only, ",")
	}
	asked, err := pick(names)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(stderr, nil))
	driver, err := neo4j.NewDriverWithContext(o.at.uri, neo4j.BasicAuth(o.at.user, o.at.password, ""), func(c *config.Config) { c.TelemetryDisabled = true })
	if err != nil {
		return fmt.Errorf("opening the driver: %w", err)
	}
	defer driver.Close(context.WithoutCancel(ctx))
	l := &land{driver: driver, name: o.landscape}
	if err := fill(ctx, o, l, log, stderr); err != nil {
		return err
	}
	if err := errors.Join(l.look(ctx), l.indexes(ctx)); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "landskap-bench-")
	if err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	defer os.RemoveAll(folder)
	handWritten := filepath.Join(folder, "hand-written")
	if err := command(ctx, stderr, "", "go", "build", "-o", handWritten, "./internal/peer/cypher"); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(o.node, "node_modules")); err != nil {
		if err := command(ctx, stderr, o.node, "npm", "ci", "--silent"); err != nil {
			return err
		}
	}
	r := &run{land: l, rest: l.rest, parties: three(o.at, o.landscape, o.program, handWritten, o.node, o.ours, folder), log: log, rounds: o.rounds, each: o.each, warm: o.warm}
	defer func() {
		for _, p := range r.parties {
			p.down()
		}
	}()
	if err := r.begin(ctx); err != nil {
		return err
	}
	page := &report{when: time.Now(), facts: facts(ctx, o, l)}
	for _, q := range asked {
		notes, err := r.agree(ctx, q)
		if err != nil {
			return err
		}
		page.notes = append(page.notes, notes...)
	}
	if o.check {
		fmt.Fprintf(stdout, "The answers to %d questions agree.\n", len(asked))
		return nil
	}
	failed := r.all(ctx, asked, page)
	if failed != nil {
		// What was measured until then took long and is worth reading.
		page.notes = append(page.notes, "The run ended before all was measured: "+failed.Error())
	}
	if o.out == "" {
		return errors.Join(failed, page.write(stdout))
	}
	file, err := os.Create(o.out)
	if err != nil {
		return errors.Join(failed, fmt.Errorf("writing the page: %w", err))
	}
	return errors.Join(failed, page.write(file), file.Close())
}

// fill generates the landscape where it is not there.
func fill(ctx context.Context, o options, l *land, log *slog.Logger, stderr io.Writer) error {
	there, err := l.there(ctx)
	if err != nil || there {
		return err
	}
	log.Info("generating", "landscape", o.landscape, "actors", o.actors, "seed", o.seed)
	generate := exec.CommandContext(ctx, o.program, "generate", "--actors", fmt.Sprint(o.actors), "--seed", fmt.Sprint(o.seed),
		"--neo4j-uri", o.at.uri, "--neo4j-user", o.at.user, "--landscape", o.landscape)
	generate.Env = append(os.Environ(), "LANDSKAP_NEO4J_PASSWORD="+o.at.password)
	generate.Stdout, generate.Stderr = stderr, stderr
	if err := generate.Run(); err != nil {
		return fmt.Errorf("generating the landscape: %w", err)
	}
	return nil
}

func command(ctx context.Context, stderr io.Writer, folder, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.Stdout, c.Stderr = folder, stderr, stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return nil
}
