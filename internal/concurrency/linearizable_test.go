package concurrency

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

const (
	writers      = 20
	elements     = 5
	checkTimeout = 60 * time.Second
	longestPause = 60 * time.Millisecond
)

// kind is what is asked of an element.
type kind int

const (
	get kind = iota
	save
	remove
)

// asked is one operation on an element. What is saved is saved nowhere else, so that it names the operation.
type asked struct {
	kind     kind
	element  int
	value    string
	expected int64 // the revision under which it is written
}

// outcome is what a client knows of an operation.
type outcome struct {
	unknown, conflict bool
	value             string // what was read; empty where there is none
	revision          int64  // at which it was read, that was made, or that was in the way
}

// register is an element: what it holds, empty where it is not there, and the latest revision of the landscape that is known of.
type register struct {
	value string
	seen  int64
}

// step says whether an operation may have that outcome on a register, and what the register is afterwards. What is unknown has been
// done if it could be; that it was not done at all is as if it were done after everything else.
func (r register) step(in asked, out outcome) (bool, register) {
	value := in.value
	if in.kind == remove {
		value = ""
	}
	switch {
	case in.kind == get:
		return out.value == r.value && out.revision >= r.seen, register{r.value, out.revision}
	case out.unknown && (r.seen > in.expected || value == r.value):
		return true, r
	case out.unknown:
		return true, register{value, in.expected + 1}
	case out.conflict:
		return out.revision >= r.seen && out.revision != in.expected, register{r.value, out.revision}
	case value == r.value: // Deleting what is not there changes nothing.
		return r.seen <= in.expected && out.revision == in.expected, register{value, out.revision}
	}
	return r.seen <= in.expected && out.revision > in.expected, register{value, out.revision}
}

func model() porcupine.Model {
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			parts := map[int][]porcupine.Operation{}
			for _, o := range history {
				e := o.Input.(asked).element
				parts[e] = append(parts[e], o)
			}
			return slices.Collect(maps.Values(parts))
		},
		Init: func() any { return register{} },
		Step: func(state, in, out any) (bool, any) { return state.(register).step(in.(asked), out.(outcome)) },
	}
}

var movedMessage = regexp.MustCompile(`^the landscape is at revision (\d+), not (\d+)`)

// do does an operation. Of one that fails it is not known what became of it.
func (c *client) do(how cut, in asked) (out outcome, err error) {
	key := fmt.Sprint("local/element-", in.element)
	variables := map[string]any{"key": key, "expected": in.expected, "why": in.value}
	var query string
	switch in.kind {
	case get:
		query, variables = `query($key: Key!) { system(key: $key) { description } }`, map[string]any{"key": key}
	case save:
		delete(variables, "key")
		variables["input"] = []any{map[string]any{"key": key, "name": fmt.Sprint("Element ", in.element), "description": in.value}}
		query = `mutation($input: [SystemInput!]!, $expected: Int, $why: String) { saveSystem(input: $input, expectedRevision: $expected, why: $why) { revision } }`
	case remove:
		query = `mutation($key: Key!, $expected: Int, $why: String) { deleteSystem(keys: [$key], expectedRevision: $expected, why: $why) { revision } }`
	}
	a, err := c.ask(how, query, variables)
	if err != nil {
		if how == whole {
			return out, fmt.Errorf("a connection that nobody cut is lost: %w", err)
		}
		return outcome{unknown: true}, nil
	}
	if len(a.Errors) > 0 {
		moved := movedMessage.FindStringSubmatch(a.Errors[0].Message)
		if a.Errors[0].Extensions.Code != "CONFLICT" || in.kind == get || moved == nil || moved[2] != fmt.Sprint(in.expected) {
			return out, fmt.Errorf("%+v: %+v", in, a.Errors)
		}
		out.conflict = true
		out.revision, err = strconv.ParseInt(moved[1], 10, 64)
		return out, err
	}
	written := a.Data.SaveSystem
	if in.kind == remove {
		written = a.Data.DeleteSystem
	}
	switch {
	case in.kind != get && written == nil:
		return out, fmt.Errorf("%+v: an answer without a revision", in)
	case in.kind != get:
		out.revision = written.Revision
	default:
		out.revision = a.Extensions.Revision
		if a.Data.System != nil {
			out.value = a.Data.System.Description
		}
	}
	return out, nil
}

// run lets all writers do so many operations each, every second a read and every second a write at the revision that was read, and
// in the end reads each element. It returns what they asked, what came of it and when.
func (s *served) run(n int) []porcupine.Operation {
	s.t.Helper()
	began := time.Now()
	var histories [writers + 1][]porcupine.Operation
	var errs [writers + 1]error
	do := func(c *client, writer int, how cut, in asked) outcome {
		o := porcupine.Operation{ClientId: writer, Input: in, Call: time.Since(began).Nanoseconds()}
		out, err := c.do(how, in)
		errs[writer] = errors.Join(errs[writer], err)
		o.Output, o.Return = out, time.Since(began).Nanoseconds()
		if out.unknown {
			// It may happen as late as it likes. A client of its own, as a client does one thing at a time.
			o.Return, o.ClientId = math.MaxInt64, (writer+1)*1_000_000+len(histories[writer])
		}
		if in.kind != get || !out.unknown {
			histories[writer] = append(histories[writer], o)
		}
		return out
	}
	var all sync.WaitGroup
	for writer := range writers {
		all.Go(func() {
			c, random := s.client(), rand.New(rand.NewPCG(uint64(writer), uint64(n)))
			defer c.close()
			for i := 0; i < n && errs[writer] == nil; i += 2 {
				element := random.IntN(elements)
				read := do(c, writer, someCut(random, halfRequest), asked{kind: get, element: element})
				if read.unknown {
					// Whoever knows nothing reads another time.
					continue
				}
				in := asked{kind: save, element: element, value: fmt.Sprintf("%d av %d", i, writer), expected: read.revision}
				if read.value != "" && random.IntN(4) == 0 {
					in.kind = remove
				}
				if do(c, writer, someCut(random, halfRequest), in).conflict {
					// Else all would always ask at the same time, of whom one succeeds.
					time.Sleep(time.Duration(random.IntN(int(longestPause))))
				}
			}
		})
	}
	all.Wait()
	c := s.client()
	defer c.close()
	for element := range elements {
		do(c, writers, whole, asked{kind: get, element: element})
	}
	if err := errors.Join(errs[:]...); err != nil {
		s.t.Fatal(err)
	}
	return slices.Concat(histories[:]...)
}

// tally counts what became of writes.
type tally struct {
	operations, reads, written, nothing, conflicts, unknown int
	done                                                    int      // of the unknown ones
	lost                                                    []string // acknowledged, and not there
	blind                                                   []string // made from another revision than the one that was expected
	foreign                                                 []string // there, and nobody's
}

func (c tally) String() string {
	return fmt.Sprintf("%d operations: %d reads, %d writes acknowledged, of which %d are lost and %d blind, %d that had nothing to do, %d conflicts, %d writes with unknown outcome, of which %d were done",
		c.operations, c.reads, c.written, len(c.lost), len(c.blind), c.nothing, c.conflicts, c.unknown, c.done)
}

// count holds what clients know against the history: an acknowledged write is there, as the revision that was acknowledged and made
// from the one that was expected, a write of unknown outcome may be, and nothing else is.
func (s *served) count(operations []porcupine.Operation) (c tally) {
	s.t.Helper()
	history := s.history()
	var pending []asked
	c.operations = len(operations)
	for _, o := range operations {
		in, out := o.Input.(asked), o.Output.(outcome)
		switch {
		case in.kind == get:
			c.reads++
		case out.unknown:
			c.unknown++
			pending = append(pending, in)
		case out.conflict:
			c.conflicts++
		case out.revision == in.expected && in.kind == remove:
			c.nothing++
		default:
			c.written++
			if done := history[out.revision]; done.Why != in.value || done.ChangeCount != 1 {
				c.lost = append(c.lost, fmt.Sprintf("%+v %+v: %+v", in, out, done))
			} else {
				delete(history, out.revision)
			}
			if out.revision != in.expected+1 {
				c.blind = append(c.blind, fmt.Sprintf("%+v %+v", in, out))
			}
		}
	}
	for _, in := range pending {
		if history[in.expected+1].Why == in.value {
			c.done++
			delete(history, in.expected+1)
		}
	}
	for _, left := range history {
		c.foreign = append(c.foreign, fmt.Sprintf("%+v", left))
	}
	return c
}

// TestLinearizable lets many write to a few elements over connections that are cut: each element is as one register, and no update
// is lost.
func TestLinearizable(t *testing.T) {
	t.Parallel()
	n := operations(t, 1000)
	s := serve(t, nil)
	began := time.Now()
	history := s.run(n)
	ran := time.Since(began)
	c := s.count(history)
	began = time.Now()
	if got := porcupine.CheckOperationsTimeout(model(), history, checkTimeout); got != porcupine.Ok {
		t.Errorf("porcupine says %s", got)
	}
	t.Logf("%v; run in %v, checked in %v", c, ran.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	if len(c.lost)+len(c.blind)+len(c.foreign) > 0 {
		t.Errorf("lost: %v\nblind: %v\nnobody's: %v", c.lost, c.blind, c.foreign)
	}
	if c.written < n/4 || c.conflicts == 0 || c.unknown < n/10 || c.unknown >= 200 && (c.done == 0 || c.done == c.unknown) {
		t.Errorf("that proves too little: %v", c)
	}
}

// TestLinearizableControl does the same to stores with a fault, which is found out.
func TestLinearizableControl(t *testing.T) {
	t.Parallel()
	for _, control := range []struct {
		name  string
		fault func(kept) kept
		found func(tally) []string
	}{
		{"ignores the expected revision", func(s kept) kept { return unconditional{s} }, func(c tally) []string { return c.blind }},
		{"answers before it has written", newHasty, func(c tally) []string { return c.lost }},
	} {
		t.Run(control.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, control.fault)
			history := s.run(50)
			began := time.Now()
			if got := porcupine.CheckOperationsTimeout(model(), history, checkTimeout); got != porcupine.Illegal {
				t.Errorf("porcupine says %s", got)
			}
			c := s.count(history)
			if len(control.found(c)) == 0 {
				t.Error("the history does not tell")
			}
			t.Logf("found out: %v; in %v", c, time.Since(began).Round(time.Millisecond))
		})
	}
}
