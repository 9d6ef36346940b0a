//go:build linux

package reliability

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	clients     = 8
	auditEvery  = 50
	folderEvery = 200 // cycles, so that a long test does not measure how a large landscape is read
	mostWrites  = 2000
	cycleLimit  = 600 * time.Millisecond
)

// cycles returns how often the program is killed: what LANDSKAP_KILL_CYCLES says, else 200 times where CI is set, else 10 times.
func cycles(t *testing.T) int {
	if value := os.Getenv("LANDSKAP_KILL_CYCLES"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 100_000 {
			t.Fatalf("LANDSKAP_KILL_CYCLES is %q", value)
		}
		return n
	}
	// The race detector is not in the program, so once is enough.
	if os.Getenv("CI") != "" && !raceDetector {
		return 200
	}
	return 10
}

// TestKill kills the program under load, again and again: nothing that it has acknowledged is lost, and nothing happens twice.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	program, n := product(t), cycles(t)
	start := time.Now()
	least := 0
	if os.Getenv("CI") != "" {
		least = n * 25
	}
	c, done, err := killCycles(t, program, program, n, least)
	each := time.Since(start) / time.Duration(max(done, 1))
	if err != nil {
		t.Fatalf("cycle %d: %v", done, err)
	}
	t.Logf("%d cycles of %v each: %v", done, each.Round(time.Millisecond), &c)
	if os.Getenv("CI") == "" {
		return
	}
	if c.acknowledged < least {
		t.Errorf("%d writes were acknowledged, %d are to be: that proves too little", c.acknowledged, least)
	}
	if each >= cycleLimit {
		t.Errorf("a cycle took %v, %v are allowed", each, cycleLimit)
	}
}

// TestKillControl does the same to a server that answers before the commit, which is found out.
func TestKillControl(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	c, done, err := killCycles(t, build(t, "./testdata/early"), product(t), 50, 0)
	var found lost
	if !errors.As(err, &found) {
		t.Fatalf("a server that answers before the commit is not found out: %d cycles, %v: %v", done, &c, err)
	}
	t.Logf("found out in cycle %d, after %d acknowledged writes: %v", done, c.acknowledged, err)
}

// killCycles serves a folder with a program and kills it so many times, and on a slow machine more, twice that at most, until at
// least so many writes have been acknowledged. It returns in which cycle it ended, and why if not by the last. The folder is audited
// by the product.
func killCycles(t *testing.T, program, auditor string, n, least int) (c account, cycle int, err error) {
	var dir string
	var all, writes []*effect
	for cycle = 0; ; cycle++ {
		if cycle == 0 {
			dir, all = filepath.Join(t.TempDir(), "kept"), nil
		}
		s, err := serve(t, program, dir)
		if err != nil {
			return c, cycle, err
		}
		if err := s.settle(len(all), writes, &c); err != nil {
			return c, cycle, err
		}
		all = append(all, writes...)
		writes = nil
		last := cycle >= n && (c.acknowledged >= least || cycle >= 2*n)
		if cycle > 0 && (cycle%auditEvery == 0 || last) {
			s.kill()
			if err := audit(auditor, dir, all); err != nil {
				return c, cycle, err
			}
			if last {
				return c, cycle, nil
			}
			if cycle%folderEvery == 0 {
				dir, all = filepath.Join(t.TempDir(), "kept"), nil
			}
			if s, err = serve(t, program, dir); err != nil {
				return c, cycle, err
			}
		}
		delay := 15*time.Millisecond + rand.N(106*time.Millisecond)
		if writes, err = s.killUnderLoad(cycle, delay); err != nil {
			return c, cycle, err
		}
	}
}

// killUnderLoad writes from all sides, and kills the server when so much time has passed since its first acknowledgement.
func (s *serving) killUnderLoad(cycle int, delay time.Duration) ([]*effect, error) {
	var writes [clients][]*effect
	var errs [clients]error
	var all sync.WaitGroup
	var once sync.Once
	var killed atomic.Bool
	first := make(chan struct{})
	for client := range clients {
		all.Go(func() {
			for i := range mostWrites {
				e := newEffect(fmt.Sprintf("beskriven %d av %d", i, client), cycle, client, i)
				writes[client] = append(writes[client], e)
				revision, repeated, err := s.save(e)
				switch {
				case err != nil && killed.Load() && !errors.As(err, new(refused)):
					return
				case err != nil || repeated:
					errs[client] = fmt.Errorf("writing %s: repeated %v: %v", e.key, repeated, err)
					return
				}
				e.revision = revision
				once.Do(func() { close(first) })
			}
		})
	}
	var err error
	select {
	case <-first:
		time.Sleep(delay)
	case <-time.After(patience):
		err = fmt.Errorf("nothing is acknowledged: %s", s.errs.String())
	}
	killed.Store(true)
	s.kill()
	all.Wait()
	var written []*effect
	for client := range clients {
		written = append(written, writes[client]...)
		err = errors.Join(err, errs[client])
	}
	return written, err
}
