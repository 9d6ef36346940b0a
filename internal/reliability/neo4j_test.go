//go:build linux

package reliability

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/neo4jtest"
)

const (
	kills       = 5
	answerLimit = 10 * time.Second // for any request, whatever happens to the database
	startLimit  = time.Minute      // for a program to serve from a database that is new to it
	// restart is what a database needs at most to return on a machine that does nothing else. On one that is busy it needs more, as
	// everything does there, and the limits count for so much more.
	restart     = 10 * time.Second
	returnLimit = 5 * time.Second // from the database's return to the first good answer
)

// TestNeo4j serves landscapes from a database that is killed, and over a network that is bad: what is acknowledged is there, nothing
// happens twice, and nobody waits long.
func TestNeo4j(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	if n, err := strconv.Atoi(os.Getenv("LANDSKAP_KILL_CYCLES")); err == nil && n < 100 {
		t.Skip("LANDSKAP_KILL_CYCLES asks for less than what takes the machine for itself")
	}
	database := neo4jtest.Start(t, neo4jtest.Options{})
	program := product(t)
	t.Run("killed", func(t *testing.T) {
		l := newLoad(t, program, database.Address, database.URI)
		for range kills {
			l.work(t)
			if err := database.Kill(); err != nil {
				t.Fatal(err)
			}
			killed := time.Now()
			returned := make(chan time.Time, 1)
			go func() { returned <- back(t.Context(), database.Address) }()
			if err := database.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			at := <-returned
			l.slack = max(l.slack, float64(at.Sub(killed))/float64(restart))
			l.recovers(t, "killed", killed, at)
		}
		l.finish(t)
	})
	t.Run("network", func(t *testing.T) {
		p := newProxy(t, strings.TrimPrefix(database.URI, "bolt://"))
		l := newLoad(t, program, database.Address, "bolt://"+p.Addr().String())
		for _, bad := range []struct {
			trouble trouble
			lasts   time.Duration
		}{{cuts, time.Second}, {cutsLate, time.Second}, {delays, 5 * time.Second}, {swallows, 8 * time.Second}} {
			l.work(t)
			p.set(bad.trouble)
			began := time.Now()
			p.lasts(t, bad.lasts)
			p.set(passes)
			l.recovers(t, troubles[bad.trouble], began, time.Now())
		}
		l.finish(t)
	})
	t.Run("control without the key", func(t *testing.T) {
		p := newProxy(t, strings.TrimPrefix(database.URI, "bolt://"))
		l := newLoad(t, program, database.Address, "bolt://"+p.Addr().String())
		l.forgetful.Store(true)
		l.work(t)
		p.set(cutsLate)
		p.lasts(t, time.Second)
		p.set(passes)
		l.work(t)
		err := l.end()
		if l.unknown.Load() == 0 || !errors.As(err, new(doubled)) {
			t.Fatalf("clients that ask again without their keys are not found out: %v: %v", l, err)
		}
		t.Logf("found out: %v: %v", l, err)
	})
	t.Run("control before the commit", func(t *testing.T) {
		early := build(t, "./testdata/early")
		l := newLoad(t, early, database.Address, database.URI)
		var found error
		for range kills {
			l.work(t)
			if err := database.Kill(); err != nil {
				t.Fatal(err)
			}
			if err := database.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			if found = l.end(); found != nil {
				break
			}
			l = newLoad(t, early, database.Address, database.URI)
		}
		if !errors.As(found, new(lost)) {
			t.Fatalf("a server that answers before the commit is not found out: %v", found)
		}
		t.Logf("found out: %v", found)
	})
}

// back waits until a database answers a driver that knows nothing of Landskap.
func back(ctx context.Context, a neo4jtest.Address) time.Time {
	d, err := driver.NewDriverWithContext(a.URI, driver.BasicAuth(a.User, a.Password, ""))
	if err != nil {
		return time.Time{}
	}
	defer d.Close(ctx)
	for ctx.Err() == nil {
		within, cancel := context.WithTimeout(ctx, time.Second)
		session := d.NewSession(within, driver.SessionConfig{DatabaseName: neo4jtest.Database})
		result, err := session.Run(within, "RETURN 1", nil)
		if err == nil {
			_, err = result.Consume(within)
		}
		_ = session.Close(within)
		cancel()
		if err == nil {
			return time.Now()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return time.Time{}
}

// load is clients that write and read without a pause, each write until it is acknowledged.
type load struct {
	*serving
	before int // elements that were there
	writes [clients][]*effect
	all    sync.WaitGroup
	stop   chan struct{}
	slack  float64 // at least 1: how much slower the machine is than one on which the limits hold

	forgetful                             atomic.Bool // the clients ask again under other keys, which is wrong
	acknowledged, unknown, refused, reads atomic.Int64

	mutex   sync.Mutex // held for what follows
	good    time.Time  // the last good answer
	slowest time.Duration
	slow    error // how the slowest request ended
	errs    []error
}

// newLoad serves from a database and begins to write and read.
func newLoad(t *testing.T, program string, a neo4jtest.Address, uri string) *load {
	t.Helper()
	line := []string{program, "serve", "--neo4j-uri", uri, "--neo4j-user", a.User, "--addr", "127.0.0.1:0", "--lang", "en"}
	s, err := begin(t, line, startLimit, "LANDSKAP_NEO4J_PASSWORD="+a.Password)
	if err != nil {
		t.Fatal(err)
	}
	l := &load{serving: s, stop: make(chan struct{}), slack: 1}
	there, err := s.ask(`{ systems { totalCount } }`, nil)
	if err != nil || len(there.Errors) > 0 {
		t.Fatalf("asking for what is there: %v %v", err, there.Errors)
	}
	l.before = there.Data.Systems.TotalCount
	for client := range clients {
		l.all.Go(func() { l.write(client) })
	}
	l.all.Go(l.read)
	return l
}

func (l *load) over() bool {
	select {
	case <-l.stop:
		return true
	default:
		return false
	}
}

// write writes until the end. What is not acknowledged is asked for again with the same key.
func (l *load) write(client int) {
	for i := 0; !l.over(); i++ {
		e := newEffect(fmt.Sprintf("beskriven %d av %d", i, client), l.before, client, i)
		e.keyless = l.forgetful.Load()
		l.writes[client] = append(l.writes[client], e)
		for ; e.revision == 0 && !l.over(); time.Sleep(20 * time.Millisecond) {
			began := time.Now()
			revision, _, err := l.save(e)
			if l.took(began, err) {
				e.revision = revision
				l.acknowledged.Add(1)
			}
		}
	}
}

func (l *load) read() {
	for ; !l.over(); time.Sleep(20 * time.Millisecond) {
		began := time.Now()
		a, err := l.ask(`{ systems(first: 1) { totalCount nodes { key } } }`, nil)
		if err == nil && len(a.Errors) > 0 {
			err = refused{a.Errors[0].Extensions.Code, a.Errors[0].Message}
		}
		if l.took(began, err) {
			l.reads.Add(1)
		}
	}
}

// took takes account of a request. It reports whether it was answered well. All others are refused or unknown.
func (l *load) took(began time.Time, err error) bool {
	now := time.Now()
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if now.Sub(began) > l.slowest {
		l.slowest, l.slow = now.Sub(began), err
	}
	var no refused
	switch {
	case err == nil:
		l.good = now
		return true
	case errors.As(err, &no) && no.code == "UNAVAILABLE" && strings.Contains(no.message, "inte känt"):
		l.unknown.Add(1)
	case errors.As(err, &no) && no.code == "UNAVAILABLE":
		l.refused.Add(1)
	default:
		l.errs = append(l.errs, fmt.Errorf("after %v: %w", now.Sub(began).Round(time.Millisecond), err))
	}
	return false
}

func (l *load) lastGood() time.Time {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.good
}

// work lets the clients work undisturbed, until there are enough acknowledgements.
func (l *load) work(t *testing.T) {
	t.Helper()
	least, deadline := l.acknowledged.Load()+clients*20, time.Now().Add(patience)
	for l.acknowledged.Load() < least {
		if time.Now().After(deadline) {
			t.Fatalf("nothing is acknowledged: %v: %s", l.errs, l.serving.errs.String())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// recovers waits for the first good answer after a return, and says how long that took.
func (l *load) recovers(t *testing.T, what string, began, returned time.Time) {
	t.Helper()
	for deadline := returned.Add(2 * patience); !l.lastGood().After(returned); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: no good answer since: %s", what, l.serving.errs.String())
		}
	}
	// The load never rests, so that this is the first good answer, or one at most so much later as it was looked for.
	took := l.lastGood().Sub(returned)
	if took > time.Duration(l.slack*float64(returnLimit)) {
		t.Errorf("%s: the first good answer came %v after the return", what, took)
	}
	t.Logf("%s: gone for %v, first good answer %v later; so far %v", what, returned.Sub(began).Round(time.Millisecond), took.Round(time.Millisecond), l)
}

func (l *load) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return fmt.Sprintf("%d acknowledged, %d unknown, %d refused, %d reads, slowest request %v",
		l.acknowledged.Load(), l.unknown.Load(), l.refused.Load(), l.reads.Load(), l.slowest.Round(time.Millisecond))
}

// end ends the load and holds what is there against all that was written.
func (l *load) end() error {
	close(l.stop)
	l.all.Wait()
	var writes []*effect
	for _, w := range l.writes {
		writes = append(writes, w...)
	}
	var c account
	err := l.settle(l.before, writes, &c)
	l.kill()
	if len(l.errs) > 0 {
		err = errors.Join(err, fmt.Errorf("%d requests had another answer, the first: %w", len(l.errs), l.errs[0]))
	}
	return err
}

// finish ends the load of a program that keeps its promises.
func (l *load) finish(t *testing.T) {
	t.Helper()
	if err := l.end(); err != nil {
		t.Error(err)
	}
	if l.slowest > time.Duration(l.slack*float64(answerLimit)) {
		t.Errorf("a request took %v, and ended with %v", l.slowest, l.slow)
	}
	t.Logf("0 lost, 0 doubled: %v; all limits times %.1f", l, l.slack)
}
