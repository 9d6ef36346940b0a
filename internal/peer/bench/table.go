package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"
)

// measured are the figures of one question by party, over so many connections.
type measured struct {
	question    question
	connections int
	of          map[string]*figures
}

// verdict is what follows from them.
type verdict struct {
	times  float64 // how many times the limit's time ours take
	faster float64 // how many times the peer's rate ours is
	misses []string
}

// judge holds ours against the targets. A single error of ours makes our rate nothing; those of the others only do not count, so that
// no error is to our advantage. Where the peer refuses everything any rate of ours is infinitely faster.
func (m measured) judge() verdict {
	rate := m.of[ours].rate()
	if m.of[ours].bad > 0 {
		rate = 0
	}
	v := verdict{times: over(m.of[limit].rate(), rate), faster: over(rate, m.of[peer].rate())}
	if rate == 0 {
		v.misses = append(v.misses, "it was refused or failed")
	}
	if most := m.question.atMost; most > 0 && !(v.times <= most) {
		v.misses = append(v.misses, fmt.Sprintf("%s times the hand-written time, at most %s allowed", factor(v.times), factor(most)))
	}
	if least := m.question.atLeast; !(v.faster >= least) {
		v.misses = append(v.misses, fmt.Sprintf("%s times the peer's rate, at least %s wanted", factor(v.faster), factor(least)))
	}
	return v
}

// over divides; by nothing it is infinite, and nothing by nothing is no number, which meets no target.
func over(a, b float64) float64 { return a / b }

func factor(f float64) string {
	switch {
	case math.IsNaN(f):
		return "-"
	case math.IsInf(f, 1):
		return "∞"
	case f >= 99.95:
		return fmt.Sprintf("%.0f", f)
	case f >= 9.995:
		return fmt.Sprintf("%.1f", f)
	}
	return fmt.Sprintf("%.2f", f)
}

// report is all that the page tells.
type report struct {
	when     time.Time
	facts    []string // about machine, versions and data
	notes    []string
	measured []measured
}

// write writes the page, in Markdown.
func (r *report) write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Landskap over Neo4j, beside hand-written Cypher and @neo4j/graphql\n\nMeasured %s by `go run ./internal/peer/bench`; the questions are in `internal/peer/bench/questions.go`.\n\n", r.when.Format(time.DateOnly))
	for _, fact := range r.facts {
		fmt.Fprintf(&b, "- %s\n", fact)
	}
	last := 0
	for _, m := range r.measured {
		if m.connections != last {
			last = m.connections
			fmt.Fprintf(&b, "\n## %s\n\nAnswers per second, then the time of half and of 99 in 100 of them in ms, and what failed.\n\n", connections(last))
			fmt.Fprintf(&b, "| question | %s | %s | %s | time against hand-written | rate against the peer |\n|---|---|---|---|---|---|\n", ours, limit, peer)
		}
		v := m.judge()
		most := "no target"
		if m.question.atMost > 0 {
			most = "≤ " + factor(m.question.atMost)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s (%s) | %s (≥ %s)%s |\n", m.question.title, cell(m.of[ours]), cell(m.of[limit]), cell(m.of[peer]),
			factor(v.times), most, factor(v.faster), factor(m.question.atLeast), map[bool]string{true: " **misses**"}[len(v.misses) > 0])
	}
	b.WriteString("\n## What misses its target\n\n")
	missed := 0
	for _, m := range r.measured {
		if v := m.judge(); len(v.misses) > 0 {
			missed++
			fmt.Fprintf(&b, "- %s, %s: %s.\n", m.question.title, connections(m.connections), strings.Join(v.misses, "; "))
		}
	}
	if missed == 0 {
		b.WriteString("Nothing.\n")
	}
	b.WriteString("\n## Refusals and errors\n\n")
	refusals := 0
	for _, m := range r.measured {
		for _, p := range parties() {
			if f := m.of[p]; f.refusal != "" {
				refusals++
				fmt.Fprintf(&b, "- %s, %s, %s: %s\n", p, m.question.title, connections(m.connections), short(f.refusal))
			}
		}
	}
	if refusals == 0 {
		b.WriteString("None.\n")
	}
	for i, n := range r.notes {
		if i == 0 {
			b.WriteString("\n## Notes\n\n")
		}
		fmt.Fprintf(&b, "- %s\n", n)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func connections(n int) string {
	if n == 1 {
		return "1 connection"
	}
	return fmt.Sprintf("%d connections", n)
}

func cell(f *figures) string {
	if f.good == 0 {
		return "refused"
	}
	ms := func(d time.Duration) string { return fmt.Sprintf("%.3g", float64(d.Microseconds())/1000) }
	text := fmt.Sprintf("%.4g/s, %s, %s", f.rate(), ms(f.percentile(0.5)), ms(f.percentile(0.99)))
	if f.bad > 0 {
		text += fmt.Sprintf(", %d failed", f.bad)
	}
	return text
}

// short returns the first line of a message, or as much of it as a table bears.
func short(message string) string {
	line, _, _ := strings.Cut(message, "\n")
	if r := []rune(line); len(r) > 200 {
		line = string(r[:200]) + "…"
	}
	return line
}
