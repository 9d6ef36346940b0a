package main

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// figures are what was measured of one party with one question.
type figures struct {
	good, bad int
	elapsed   time.Duration
	times     []time.Duration // of the good ones
	refusal   string          // what was wrong with one that was not good
}

// add joins the figures of another round.
func (f *figures) add(other figures) {
	f.good += other.good
	f.bad += other.bad
	f.elapsed += other.elapsed
	f.times = append(f.times, other.times...)
	if f.refusal == "" {
		f.refusal = other.refusal
	}
}

// rate returns good answers per second.
func (f *figures) rate() float64 {
	if f.elapsed <= 0 {
		return 0
	}
	return float64(f.good) / f.elapsed.Seconds()
}

// percentile returns the time within which that share of the good answers came, by nearest rank; 0 where there are none.
func (f *figures) percentile(share float64) time.Duration {
	if len(f.times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(f.times))
	rank := int(share * float64(len(sorted)))
	if float64(rank) < share*float64(len(sorted)) {
		rank++
	}
	return sorted[max(rank, 1)-1]
}

// loop sends requests over so many connections for so long, each connection the next one when its answer is there. What is under way
// at the end is finished and counts, with the time it takes.
func loop(ctx context.Context, next func() (request, error), connections int, d time.Duration) (figures, error) {
	transport := &http.Transport{MaxConnsPerHost: connections, MaxIdleConnsPerHost: connections, DisableCompression: true}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: patience}
	var all figures
	var failed error
	var mu sync.Mutex
	var stop atomic.Bool
	var wg sync.WaitGroup
	start := time.Now()
	for range connections {
		wg.Go(func() {
			var f figures
			for time.Since(start) < d && !stop.Load() && ctx.Err() == nil {
				r, err := next()
				if err != nil {
					mu.Lock()
					failed = err
					mu.Unlock()
					stop.Store(true)
					break
				}
				asked := time.Now()
				answer, err := send(ctx, client, r)
				took := time.Since(asked)
				// The answers have been looked at before; an error stands first or last, but a name may hold anything.
				if err == nil && (bytes.HasPrefix(answer, []byte(`{"errors"`)) || bytes.Contains(answer, []byte(`,"errors":[{"message":`))) {
					err = refused(answer)
				}
				if err != nil {
					f.bad++
					f.refusal = err.Error()
					continue
				}
				f.good++
				f.times = append(f.times, took)
			}
			mu.Lock()
			all.add(f)
			mu.Unlock()
		})
	}
	wg.Wait()
	all.elapsed = time.Since(start)
	if failed == nil {
		failed = context.Cause(ctx)
	}
	return all, failed
}
