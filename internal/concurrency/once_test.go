package concurrency

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/embedded"
)

const (
	clients    = 8
	shared     = 4  // elements that all clients change
	mostTrials = 30 // of one mutation, before a client gives up
)

// mutation is a write that is to have one effect: a revision of its own, with its name as the reason.
type mutation struct {
	name      string
	query     string
	variables map[string]any
	adds      int // how many elements there are more afterwards
}

// mutations returns so many for one client. Most make an element without a key, which a second time would be a second element; the
// others change what all change, so that a second time would undo what came in between, or delete what the client made before.
func mutations(random *rand.Rand, client, n int) (all []mutation) {
	var made []string
	for i := range n {
		m := mutation{name: fmt.Sprintf("skrivning %d %d", client, i)}
		input := map[string]any{"name": m.name, "description": m.name}
		switch which := random.IntN(10); {
		case which < 2:
			e := random.IntN(shared)
			input["key"], input["name"] = fmt.Sprint("local/delad-", e), fmt.Sprint("Delad ", e)
		case which < 4 && len(made) > 0:
			m.adds, m.query = -1, `mutation($key: Key!, $why: String, $once: String) { deleteSystem(keys: [$key], idempotencyKey: $once, why: $why) { revision repeated } }`
			m.variables = map[string]any{"key": made[0]}
			made = made[1:]
		default:
			m.adds = 1
			made = append(made, fmt.Sprintf("local/skrivning-%d-%d", client, i))
		}
		if m.query == "" {
			m.query = `mutation($input: [SystemInput!]!, $why: String, $once: String) { saveSystem(input: $input, idempotencyKey: $once, why: $why) { revision repeated } }`
			m.variables = map[string]any{"input": []any{input}}
		}
		m.variables["why"], m.variables["once"] = m.name, "once "+m.name
		all = append(all, m)
	}
	return all
}

// done is what clients know when all was acknowledged, and what they did for it.
type done struct {
	mutations, requests, cuts, repeated int
	elements                            int              // that there are to be
	acknowledged                        map[string]int64 // revisions by the names of mutations
	refused                             []string
}

func (d *done) String() string {
	return fmt.Sprintf("%d mutations in %d requests, of which %d were cut; %d answers came of an earlier request; %d elements", d.mutations, d.requests, d.cuts, d.repeated, d.elements)
}

// mutate has all mutations acknowledged: whoever loses a reply asks again with the same key.
func (s *served) mutate(n int) *done {
	s.t.Helper()
	d := &done{acknowledged: map[string]int64{}}
	var mutex sync.Mutex // of d and failed
	var failed error
	var all sync.WaitGroup
	c := s.client()
	defer c.close()
	for e := range shared {
		a, err := c.ask(whole, `mutation($i: [SystemInput!]!) { saveSystem(input: $i) { revision } }`,
			map[string]any{"i": []any{map[string]any{"key": fmt.Sprint("local/delad-", e), "name": fmt.Sprint("Delad ", e)}}})
		if err != nil || len(a.Errors) > 0 {
			s.t.Fatal(err, a.Errors)
		}
	}
	d.elements = shared
	for client := range clients {
		all.Go(func() {
			c, random := s.client(), rand.New(rand.NewPCG(uint64(client), uint64(n)))
			defer c.close()
			share := n / clients
			if client < n%clients {
				share++
			}
			for _, m := range mutations(random, client, share) {
				revision, repeated, requests, err := c.persist(random, m)
				mutex.Lock()
				d.mutations++
				d.requests += requests
				d.cuts += requests - 1
				d.elements += m.adds
				if repeated {
					d.repeated++
				}
				switch {
				case errors.As(err, new(refusal)):
					d.refused = append(d.refused, err.Error())
				case err != nil:
					failed = errors.Join(failed, err)
				}
				d.acknowledged[m.name] = revision
				stop := failed != nil
				mutex.Unlock()
				if stop {
					return
				}
			}
		})
	}
	all.Wait()
	if failed != nil {
		s.t.Fatal(failed)
	}
	return d
}

// refusal is an answer that says no.
type refusal struct{ message string }

func (r refusal) Error() string { return r.message }

// persist asks for a mutation until there is an answer. One reply of ten is cut.
func (c *client) persist(random *rand.Rand, m mutation) (revision int64, repeated bool, requests int, err error) {
	for requests = 1; requests <= mostTrials; requests++ {
		how := someCut(random, unanswered)
		a, err := c.ask(how, m.query, m.variables)
		written := a.Data.SaveSystem
		if written == nil {
			written = a.Data.DeleteSystem
		}
		switch {
		case err != nil && how == whole:
			return 0, false, requests, fmt.Errorf("%s: a connection that nobody cut is lost: %w", m.name, err)
		case err != nil:
			continue
		case len(a.Errors) > 0:
			return 0, false, requests, refusal{fmt.Sprintf("%s: %+v", m.name, a.Errors)}
		case written == nil:
			return 0, false, requests, fmt.Errorf("%s: an answer without a revision", m.name)
		}
		return written.Revision, written.Repeated, requests, nil
	}
	return 0, false, mostTrials, fmt.Errorf("%s: given up", m.name)
}

// effects holds what was acknowledged against what there is. It returns what happened more than once or never, with what else is not
// as it should be.
func (s *served) effects(d *done) (twice, never, other []string) {
	s.t.Helper()
	history := s.history()
	times := map[string]int{}
	for revision, commit := range history {
		if commit.ChangeCount != 1 {
			other = append(other, fmt.Sprintf("revision %d has %d changes", revision, commit.ChangeCount))
		}
		times[commit.Why]++
	}
	for name, revision := range d.acknowledged {
		switch {
		case times[name] == 0:
			never = append(never, name)
		case times[name] > 1:
			twice = append(twice, name)
		case history[revision].Why != name:
			other = append(other, fmt.Sprintf("%s is not at revision %d, as was acknowledged", name, revision))
		}
	}
	if len(history) != d.mutations+shared {
		other = append(other, fmt.Sprintf("%d revisions for %d mutations", len(history)-shared, d.mutations))
	}
	c := s.client()
	defer c.close()
	a, err := c.ask(whole, `{ systems { totalCount } }`, nil)
	if err != nil || len(a.Errors) > 0 || a.Data.Systems.TotalCount != d.elements {
		other = append(other, fmt.Sprintf("%d elements where %d were to be: %v %v", a.Data.Systems.TotalCount, d.elements, err, a.Errors))
	}
	return twice, never, append(other, d.refused...)
}

// reopened returns the revision and the number of elements of the folder when it is opened anew.
func (s *served) reopened() (revision, elements int) {
	s.t.Helper()
	s.end()
	if err := embedded.Verify(s.dir); err != nil {
		s.t.Fatal(err)
	}
	store, err := embedded.Open(s.dir, embedded.Options{Model: s.model})
	if err != nil {
		s.t.Fatal(err)
	}
	defer store.Close()
	ctx := context.Background()
	err = store.Read(ctx, landscape.Main, landscape.Steward(), func(snapshot landscape.Snapshot) (err error) {
		revision = int(snapshot.Revision())
		elements, err = snapshot.Count(ctx, landscape.Query{Kind: s.model.Kind("System")})
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return revision, elements
}

// TestExactlyOnce has mutations asked for again whenever a reply is lost, with the same idempotency key: each happens once.
func TestExactlyOnce(t *testing.T) {
	t.Parallel()
	n := 10 * operations(t, 1000)
	s := serve(t, nil)
	began := time.Now()
	d := s.mutate(n)
	t.Logf("%v; in %v", d, time.Since(began).Round(time.Millisecond))
	if twice, never, other := s.effects(d); len(twice)+len(never)+len(other) > 0 {
		t.Errorf("twice: %v\nnever: %v\nother: %v", twice, never, other)
	}
	if revision, elements := s.reopened(); revision != n+shared || elements != d.elements || d.mutations != n {
		t.Errorf("when the folder is opened anew there are %d revisions and %d elements", revision, elements)
	}
	if d.cuts < n/20 || d.repeated < n/40 {
		t.Errorf("that proves too little: %v", d)
	}
}

// TestExactlyOnceControl does the same to stores with a fault, which is found out.
func TestExactlyOnceControl(t *testing.T) {
	t.Parallel()
	for _, control := range []struct {
		name  string
		fault func(kept) kept
		found func(twice, never []string) []string
	}{
		{"forgets the idempotency key", func(s kept) kept { return forgetful{s} }, func(twice, _ []string) []string { return twice }},
		{"answers before it has written", newHasty, func(_, never []string) []string { return never }},
	} {
		t.Run(control.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, control.fault)
			d := s.mutate(500)
			twice, never, other := s.effects(d)
			if len(control.found(twice, never)) == 0 {
				t.Error("it is not found out")
			}
			t.Logf("found out: %v; %d happened twice, %d never, %d other findings", d, len(twice), len(never), len(other))
		})
	}
}
