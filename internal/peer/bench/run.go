package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"
)

// run is one run of the benchmark.
type run struct {
	land    *land
	parties []*party
	// rest waits until the database has nothing to do.
	rest   func(context.Context) error
	log    *slog.Logger
	rounds int
	each   time.Duration // of one party in one round
	warm   time.Duration
	made   atomic.Int64 // how many systems were made
}

func (r *run) party(name string) *party {
	return r.parties[slices.IndexFunc(r.parties, func(p *party) bool { return p.name == name })]
}

// begin brings the parties up and gets the cursor of the deep page.
func (r *run) begin(ctx context.Context) error {
	for _, p := range r.parties {
		if err := p.up(ctx); err != nil {
			return err
		}
	}
	first, err := pick([]string{"page"})
	if err != nil {
		return err
	}
	answer, err := r.party(ours).ask(ctx, first[0], variables{})
	if err != nil {
		return fmt.Errorf("getting a cursor: %w", err)
	}
	var page struct {
		Data struct {
			Systems struct{ PageInfo struct{ EndCursor string } }
		}
	}
	if err := json.Unmarshal(answer, &page); err != nil {
		return fmt.Errorf("getting a cursor: %w", err)
	}
	r.land.deepCursor, err = cursorAt(page.Data.Systems.PageInfo.EndCursor, r.land.deepKeys[0], r.land.deepKeys[1])
	if err != nil {
		return err
	}
	return r.clean(ctx)
}

// clean removes what was made: what our API has made by our API, so that its history knows of it, and the rest in the database.
func (r *run) clean(ctx context.Context) error {
	keys, err := r.land.made(ctx)
	if err != nil {
		return err
	}
	remove := question{name: "delete", ours: `mutation($keys: [Key!]!) { deleteSystem(keys: $keys) { revision } }`}
	for some := range slices.Chunk(keys, 100) {
		if _, err := r.party(ours).ask(ctx, remove, variables{"keys": some}); err != nil {
			return fmt.Errorf("removing what was made: %w", err)
		}
	}
	return r.land.clear(ctx)
}

// samples is for how many sets of variables the answers are compared.
const samples = 25

// agree compares the answers: the limit's with ours byte by byte, the peer's by what they say. It returns what the peer refuses, which
// is no reason not to go on.
func (r *run) agree(ctx context.Context, q question) (notes []string, err error) {
	for n := range samples {
		answers := map[string][]byte{}
		for _, p := range r.parties {
			v := q.variables(r.land, p.name, n)
			if q.writes {
				// All make the same one here, one after another.
				owner := r.land.actors[n%len(r.land.actors)]
				v = creation(r.land.name, p.name, fmt.Sprintf("%s%s0-agree-%d", owner, made, n), owner, r.land.blocks[n%len(r.land.blocks)])
			}
			answer, err := p.ask(ctx, q, v)
			switch {
			case err != nil && p.name == peer:
				r.log.Info("the peer refuses", "question", q.name, "why", err)
				notes = append(notes, fmt.Sprintf("%s, not compared with the peer, which refused: %s", q.title, short(err.Error())))
				return notes, r.rest(ctx)
			case err != nil:
				return nil, fmt.Errorf("%s asks %s: %w", q.name, p.name, err)
			}
			answers[p.name] = answer
			if q.writes {
				remove := r.land.clear
				if p.name == ours {
					remove = r.clean
				}
				if err := remove(ctx); err != nil {
					return nil, err
				}
			}
		}
		mine := withoutExtensions(answers[ours])
		if !bytes.Equal(mine, answers[limit]) {
			return nil, fmt.Errorf("%s: the hand-written answer differs from ours: %s", q.name, difference(mine, answers[limit]))
		}
		if err := same(answers[ours], answers[peer]); err != nil {
			return nil, fmt.Errorf("%s: the peer's answer differs from ours: %w", q.name, err)
		}
		if len(q.variables(r.land, ours, n)) == 0 {
			break
		}
	}
	r.log.Info("the answers agree", "question", q.name)
	return notes, nil
}

// difference shows where two texts begin to differ.
func difference(x, y []byte) string {
	i := 0
	for i < min(len(x), len(y)) && x[i] == y[i] {
		i++
	}
	from := max(0, i-60)
	return fmt.Sprintf("at byte %d of %d and %d: …%.160s… and …%.160s…", i, len(x), len(y), x[from:], y[from:])
}

// requests returns what a party is asked, one after another. What is read comes from a ring of requests that are worded beforehand;
// what is written is new each time.
func (r *run) requests(p *party, q question) (func() (request, error), error) {
	if q.writes {
		return func() (request, error) { return p.request(q, q.variables(r.land, p.name, int(r.made.Add(1)))) }, nil
	}
	ring := make([]request, 997)
	for i := range ring {
		var err error
		if ring[i], err = p.request(q, q.variables(r.land, p.name, i)); err != nil {
			return nil, err
		}
	}
	var n atomic.Int64
	return func() (request, error) { return ring[int(n.Add(1))%len(ring)], nil }, nil
}

// measure asks all parties a question in turn, round by round, so that what disturbs the machine disturbs all alike. A party that is
// refused before it begins, or gets no answer in a round, is not asked again.
func (r *run) measure(ctx context.Context, q question, connections int) (measured, error) {
	m := measured{q, connections, map[string]*figures{}}
	out := map[string]bool{}
	for round := range r.rounds + 1 {
		for _, p := range r.parties {
			if m.of[p.name] == nil {
				m.of[p.name] = &figures{}
			}
			if out[p.name] {
				continue
			}
			if err := p.up(ctx); err != nil {
				return m, err
			}
			next, err := r.requests(p, q)
			if err != nil {
				return m, err
			}
			d := r.each
			if round == 0 {
				d = r.warm
			}
			f, err := loop(ctx, next, connections, d)
			if err != nil {
				return m, err
			}
			out[p.name] = f.good == 0
			// The warm-up counts only where it shows a refusal.
			if round > 0 || out[p.name] {
				m.of[p.name].add(f)
			}
			if f.bad > 0 {
				r.log.Info("failed", "party", p.name, "question", q.name, "connections", connections, "times", f.bad, "why", short(f.refusal))
				if err := r.rest(ctx); err != nil {
					return m, err
				}
			}
		}
	}
	for _, p := range parties() {
		r.log.Info("measured", "question", q.name, "connections", connections, "party", p, "is", cell(m.of[p]))
	}
	if q.writes {
		return m, r.clean(ctx)
	}
	return m, nil
}

// all measures the questions over 8 connections and over 1, for the page.
func (r *run) all(ctx context.Context, asked []question, page *report) error {
	for _, connections := range []int{8, 1} {
		for _, q := range asked {
			m, err := r.measure(ctx, q, connections)
			if err != nil {
				return fmt.Errorf("measuring %s over %d: %w", q.name, connections, err)
			}
			page.measured = append(page.measured, m)
		}
	}
	return nil
}
