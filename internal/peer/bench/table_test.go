package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	var hundred []time.Duration
	for i := 100; i > 0; i-- {
		hundred = append(hundred, time.Duration(i))
	}
	for _, c := range []struct {
		times []time.Duration
		share float64
		want  time.Duration
	}{
		{nil, 0.5, 0},
		{[]time.Duration{7}, 0.5, 7},
		{[]time.Duration{7}, 0.99, 7},
		{[]time.Duration{3, 1, 2}, 0.5, 2},
		{[]time.Duration{4, 3, 1, 2}, 0.5, 2},
		{hundred, 0.5, 50},
		{hundred, 0.99, 99},
		{hundred[:10], 0.99, 100},
	} {
		f := figures{times: c.times}
		if got := f.percentile(c.share); got != c.want {
			t.Errorf("%v of %d times: %d, expected %d", c.share, len(c.times), got, c.want)
		}
	}
}

// per makes figures of so many good answers in a second.
func per(good, bad int) *figures {
	f := &figures{good: good, bad: bad, elapsed: time.Second}
	for range good {
		f.times = append(f.times, time.Millisecond)
	}
	if bad > 0 {
		f.refusal = "out of memory"
	}
	return f
}

func TestJudge(t *testing.T) {
	q := question{title: "x", atMost: 1.5, atLeast: 5}
	for _, c := range []struct {
		name                string
		ours, limit, peer   *figures
		times, faster       float64
		misses              int
		withoutLimitMissing int
	}{
		{"both met", per(100, 0), per(150, 0), per(20, 0), 1.5, 5, 0, 0},
		{"slower than allowed", per(100, 0), per(151, 0), per(20, 0), 1.51, 5, 1, 0},
		{"not faster enough", per(99, 0), per(100, 0), per(20, 0), 100.0 / 99, 4.95, 1, 1},
		{"the peer is refused", per(1, 0), per(1, 0), per(0, 3), 1, math.Inf(1), 0, 0},
		{"the peer fails at times", per(100, 0), per(100, 0), per(20, 9), 1, 5, 0, 0},
		{"ours fails once", per(100, 1), per(100, 0), per(1, 0), math.Inf(1), 0, 3, 2},
		{"ours is refused", per(0, 1), per(100, 0), per(1, 0), math.Inf(1), 0, 3, 2},
		{"all are refused", per(0, 1), per(0, 1), per(0, 1), math.NaN(), math.NaN(), 3, 2},
	} {
		m := measured{q, 8, map[string]*figures{ours: c.ours, limit: c.limit, peer: c.peer}}
		alike := func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) < 1e-9 }
		if v := m.judge(); !alike(v.times, c.times) || !alike(v.faster, c.faster) || len(v.misses) != c.misses {
			t.Errorf("%s: %+v, expected %v, %v and %d misses", c.name, v, c.times, c.faster, c.misses)
		}
		m.question.atMost = 0
		if v := m.judge(); len(v.misses) != c.withoutLimitMissing {
			t.Errorf("%s, no target against the limit: %v", c.name, v.misses)
		}
	}
}

func TestFactor(t *testing.T) {
	for f, want := range map[float64]string{1.5: "1.50", 1.51: "1.51", 99.96: "100", 99.94: "99.9", 246.4: "246", 0.004: "0.00", math.Inf(1): "∞"} {
		if got := factor(f); got != want {
			t.Errorf("%v: %s, expected %s", f, got, want)
		}
	}
	if got := factor(math.NaN()); got != "-" {
		t.Error(got)
	}
}

func TestReport(t *testing.T) {
	q := question{title: "pages", atMost: 1.5, atLeast: 25}
	good := measured{q, 8, map[string]*figures{ours: per(100, 0), limit: per(120, 0), peer: per(2, 0)}}
	poor := measured{q, 1, map[string]*figures{ours: per(100, 0), limit: per(300, 0), peer: per(0, 2)}}
	page := func(m ...measured) string {
		var b strings.Builder
		r := report{when: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), facts: []string{"Machine: one"}, measured: m}
		if err := r.write(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	both := page(good, poor)
	for _, want := range []string{
		"Measured 2026-12-01", "- Machine: one", "## 8 connections", "## 1 connection\n",
		"| pages | 100/s, 1, 1 | 120/s, 1, 1 | 2/s, 1, 1 | 1.20 (≤ 1.50) | 50.0 (≥ 25.0) |\n",
		"| pages | 100/s, 1, 1 | 300/s, 1, 1 | refused | 3.00 (≤ 1.50) | ∞ (≥ 25.0) **misses** |\n",
		"- pages, 1 connection: 3.00 times the hand-written time, at most 1.50 allowed.\n",
		"- @neo4j/graphql, pages, 1 connection: out of memory\n",
	} {
		if !strings.Contains(both, want) {
			t.Errorf("the page lacks %q:\n%s", want, both)
		}
	}
	if alone := page(good); !strings.Contains(alone, "## What misses its target\n\nNothing.\n") || strings.Contains(alone, "**misses**") {
		t.Error(alone)
	}
}

func TestLoop(t *testing.T) {
	for _, c := range []struct {
		name, answer string
		status       int
		good         bool
		refusal      string
	}{
		{"good", `{"data":{"a":1}}`, 200, true, ""},
		{"an error first", `{"errors":[{"message":"no"}]}`, 200, false, "no"},
		{"an error last", `{"data":null,"errors":[{"message":"late"}]}`, 200, false, "late"},
		{"a status", `busy`, 503, false, "503"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.answer)
		}))
		f, err := loop(t.Context(), func() (request, error) { return request{url: s.URL, body: []byte("{}")}, nil }, 2, 50*time.Millisecond)
		s.Close()
		if err != nil {
			t.Fatal(err)
		}
		if (f.good > 0) != c.good || (f.bad > 0) == c.good || !strings.Contains(f.refusal, c.refusal) || len(f.times) != f.good || f.rate() > 0 != c.good {
			t.Errorf("%s: %d good, %d bad, %q", c.name, f.good, f.bad, f.refusal)
		}
	}
	wrong := errors.New("no more")
	if _, err := loop(t.Context(), func() (request, error) { return request{}, wrong }, 2, time.Minute); !errors.Is(err, wrong) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := loop(ctx, func() (request, error) { return request{}, nil }, 1, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// Three parties are asked as many things as there are, each in its own words, and nobody makes what another makes.
func TestQuestions(t *testing.T) {
	l := &land{name: "x", systems: []string{"s"}, blocks: []string{"b"}, actors: []string{"kommun/1"}, deepCursor: "c", deepAt: 99}
	all, err := pick(nil)
	if err != nil || len(all) != 10 {
		t.Fatalf("%d questions, %v", len(all), err)
	}
	if last := all[len(all)-1]; !last.writes || slices.ContainsFunc(all[:9], func(q question) bool { return q.writes }) {
		t.Error("what writes does not come last")
	}
	seen := map[string]bool{}
	for _, q := range all {
		for _, p := range parties() {
			for n := range 2 {
				r, err := (&party{name: p, address: "h"}).request(q, q.variables(l, p, n))
				if err != nil {
					t.Fatal(err)
				}
				if q.writes && seen[string(r.body)] {
					t.Errorf("%s makes what is there", p)
				}
				seen[string(r.body)] = true
			}
		}
	}
	if _, err := pick([]string{"page", "nothing"}); err == nil {
		t.Error("a question that there is not is taken for one")
	}
	if some, err := pick([]string{"gap"}); err != nil || len(some) != 1 || some[0].name != "gap" {
		t.Errorf("%v %v", some, err)
	}
}
