package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// fake starts three parties that answer as told; with nothing to answer a party refuses. It tells how often the run let the database rest.
func fake(t *testing.T, answers map[string]string) (*run, *atomic.Int64) {
	rests := &atomic.Int64{}
	r := &run{
		land: &land{name: "x", systems: []string{"s"}, blocks: []string{"b"}, actors: []string{"a"}}, log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		rest: func(context.Context) error { rests.Add(1); return nil }, rounds: 2, each: 30 * time.Millisecond, warm: 10 * time.Millisecond,
	}
	for _, name := range parties() {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if answers[name] == "" {
				http.Error(w, "out of memory", http.StatusInternalServerError)
				return
			}
			fmt.Fprint(w, answers[name])
		}))
		t.Cleanup(s.Close)
		r.parties = append(r.parties, &party{name: name, address: strings.TrimPrefix(s.URL, "http://")})
	}
	return r, rests
}

func TestAgree(t *testing.T) {
	count, err := pick([]string{"count"})
	if err != nil {
		t.Fatal(err)
	}
	const mine = `{"data":{"systems":{"totalCount":7}},"extensions":{"revision":3}}`
	const same = `{"data":{"systems":{"totalCount":7}}}`
	for _, c := range []struct {
		name                string
		ours, limit, theirs string
		wrong               string
		notes               int
	}{
		{"alike", mine, same, `{"data": {"systems": {"totalCount": 7}}}`, "", 0},
		{"the peer refuses", mine, same, "", "", 1},
		{"the peer is refused in the answer", mine, same, `{"errors":[{"message":"too much"}]}`, "", 1},
		{"the limit writes a space more", mine, `{"data": {"systems":{"totalCount":7}}}`, same, "hand-written answer differs", 0},
		{"the limit counts otherwise", mine, `{"data":{"systems":{"totalCount":8}}}`, same, "at byte 33", 0},
		{"the peer counts otherwise", mine, same, `{"data":{"systems":{"totalCount":8}}}`, "the peer has 8", 0},
		{"the limit refuses", mine, "", same, "hand-written: 500", 0},
		{"ours refuses", "", same, same, "Landskap: 500", 0},
	} {
		r, rests := fake(t, map[string]string{ours: c.ours, limit: c.limit, peer: c.theirs})
		notes, err := r.agree(t.Context(), count[0])
		if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) || len(notes) != c.notes || int(rests.Load()) != c.notes {
			t.Errorf("%s: %v, notes %q, %d rests", c.name, err, notes, rests.Load())
		}
	}
}

// A party that is refused costs the others nothing: it is left out after its warm-up, once the database has come to rest.
func TestMeasure(t *testing.T) {
	count, err := pick([]string{"count"})
	if err != nil {
		t.Fatal(err)
	}
	r, rests := fake(t, map[string]string{ours: `{"data":{}}`, limit: `{"data":{}}`})
	m, err := r.measure(t.Context(), count[0], 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{ours, limit} {
		if f := m.of[p]; f.good == 0 || f.bad > 0 || f.elapsed < 2*r.each {
			t.Errorf("%s: %d good, %d bad in %v", p, f.good, f.bad, f.elapsed)
		}
	}
	if f := m.of[peer]; f.good > 0 || f.bad == 0 || f.elapsed > r.each || !strings.Contains(f.refusal, "out of memory") {
		t.Errorf("the peer: %d good, %d bad in %v: %s", f.good, f.bad, f.elapsed, f.refusal)
	}
	if rests.Load() != 1 {
		t.Errorf("%d rests", rests.Load())
	}
	var page report
	if err := r.all(t.Context(), count, &page); err != nil || len(page.measured) != 2 || page.measured[0].connections != 8 || page.measured[1].connections != 1 {
		t.Errorf("%d measured, %v", len(page.measured), err)
	}
	// A database that does not come to rest ends the run; what was measured before stays.
	ended := errors.New("never at rest")
	r.rest = func(context.Context) error { return ended }
	if err := r.all(t.Context(), count, &page); !errors.Is(err, ended) || len(page.measured) != 2 {
		t.Errorf("%d measured, %v", len(page.measured), err)
	}
}
