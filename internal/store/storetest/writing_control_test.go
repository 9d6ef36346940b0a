package storetest

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// writeFault is one way to write, or to remember, that is wrong.
type writeFault struct {
	name, fails string
	// drawn tells that random sequences find it too.
	drawn bool

	write   func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error)
	changes func([]landscape.Change) []landscape.Change // instead of fn's
	receipt func(landscape.Receipt) landscape.Receipt
	history func(past func(landscape.History, landscape.Viewer) []landscape.Commit, h landscape.History, v landscape.Viewer) []landscape.Commit
	find    func(s *miswriter, v landscape.Viewer, now landscape.Snapshot, q landscape.Query) (landscape.Rows, error)
}

// miswriter is a plain store with a fault in writing.
type miswriter struct {
	*plain.Store
	fault writeFault
	mutex sync.Mutex
	kept  map[string]any
}

func (s *miswriter) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	if name != landscape.Main {
		return s.Store.Write(ctx, name, w, fn)
	}
	if change := s.fault.changes; change != nil {
		right := fn
		fn = func(d landscape.Draft) ([]landscape.Change, error) {
			changes, err := right(d)
			return change(slices.Clone(changes)), err
		}
	}
	write := s.fault.write
	if write == nil {
		write = plainly
	}
	receipt, err := write(ctx, s, w, fn)
	if s.fault.receipt != nil && err == nil {
		receipt = s.fault.receipt(receipt)
	}
	return receipt, err
}

// plainly writes as is right.
func plainly(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
	return s.Store.Write(ctx, landscape.Main, w, fn)
}

func (s *miswriter) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return s.Store.Read(ctx, name, v, func(now landscape.Snapshot) error { return fn(misremembering{now, s, v}) })
}

type misremembering struct {
	landscape.Snapshot
	store  *miswriter
	viewer landscape.Viewer
}

func (s misremembering) History(ctx context.Context, h landscape.History) ([]landscape.Commit, error) {
	if s.store.fault.history == nil {
		return s.Snapshot.(landscape.Historian).History(ctx, h)
	}
	return s.store.fault.history(func(h landscape.History, v landscape.Viewer) (commits []landscape.Commit) {
		if v == s.viewer {
			commits, _ = s.Snapshot.(landscape.Historian).History(ctx, h)
			return commits
		}
		_ = s.store.Store.Read(ctx, landscape.Main, v, func(now landscape.Snapshot) (err error) {
			commits, err = now.(landscape.Historian).History(ctx, h)
			return err
		})
		return commits
	}, h, s.viewer), nil
}

func (s misremembering) Find(ctx context.Context, q landscape.Query) (landscape.Rows, error) {
	if s.store.fault.find == nil {
		return s.Snapshot.Find(ctx, q)
	}
	return s.store.fault.find(s.store, s.viewer, s.Snapshot, q)
}

func miswriting(f writeFault) Open {
	return func(_ *testing.T, _ *schema.Metamodel, content *landscape.Content) landscape.Store {
		return &miswriter{Store: plain.New(content), fault: f, kept: map[string]any{"content": content}}
	}
}

// TestSuiteFindsWriteFaults runs each check that is about a fault on a store that has it: it must fail.
func TestSuiteFindsWriteFaults(t *testing.T) {
	for _, f := range slices.Concat(writeFaults(), historyFaults()) {
		t.Run(f.name, func(t *testing.T) {
			for _, p := range writingParts() {
				for _, c := range p.checks {
					if p.name+"/"+c.name != f.fails {
						continue
					}
					failed := false
					for range 20 { // what depends on who is quicker may take some tries
						w, err := openWritten(t, p, miswriting(f))
						if err != nil {
							t.Fatal(err)
						}
						if failed = len(failuresOf(nil, []check{{run: func(t TB, _ *world) { c.run(t, w) }}})) > 0; failed {
							return
						}
					}
					t.Errorf("the check %s passes", f.fails)
					return
				}
			}
			t.Errorf("there is no check %s", f.fails)
		})
	}
}

// forgetful is a store that loses something when it is opened again.
type forgetful struct {
	*miswriter
	reopen func(*miswriter)
}

func (s forgetful) Reopen() error {
	s.reopen(s.miswriter)
	return nil
}

func TestSuiteFindsWhatIsLost(t *testing.T) {
	for name, c := range map[string]struct {
		fails  bool
		reopen func(s *miswriter)
	}{
		"nothing":    {false, func(*miswriter) {}},
		"everything": {true, func(s *miswriter) { s.Store = plain.New(s.kept["content"].(*landscape.Content)) }},
		"the last write": {true, func(s *miswriter) {
			now := s.kept["content"].(*landscape.Content)
			_ = s.Store.Read(context.Background(), landscape.Main, landscape.Steward(), func(last landscape.Snapshot) error {
				commits, err := last.(landscape.Historian).History(context.Background(), landscape.History{Limit: landscape.NoLimit})
				s.Store = plain.New(now)
				for _, c := range slices.Backward(commits[min(1, len(commits)):]) {
					_, err = s.Store.Write(context.Background(), landscape.Main, landscape.Write{At: c.At, By: c.By, Why: c.Why}, func(landscape.Draft) ([]landscape.Change, error) { return c.Changes, nil })
				}
				return err
			})
		}},
		"keys": {true, func(s *miswriter) {
			now := s.kept["content"].(*landscape.Content)
			_ = s.Store.Read(context.Background(), landscape.Main, landscape.Steward(), func(last landscape.Snapshot) error {
				commits, err := last.(landscape.Historian).History(context.Background(), landscape.History{Limit: landscape.NoLimit})
				s.Store = plain.New(now)
				for _, c := range slices.Backward(commits) {
					_, err = s.Store.Write(context.Background(), landscape.Main, landscape.Write{At: c.At, By: c.By, Why: c.Why}, func(landscape.Draft) ([]landscape.Change, error) { return c.Changes, nil })
				}
				return err
			})
		}},
		"history": {true, func(s *miswriter) {
			s.fault.history = func(past, landscape.History, landscape.Viewer) []landscape.Commit { return nil }
		}},
	} {
		t.Run(name, func(t *testing.T) {
			open := func(t *testing.T, m *schema.Metamodel, content *landscape.Content) landscape.Store {
				return forgetful{miswriting(writeFault{})(t, m, content).(*miswriter), c.reopen}
			}
			p := writingParts()[0]
			for _, about := range p.checks {
				if about.name != "opened again" {
					continue
				}
				w, err := openWritten(t, p, open)
				if err != nil {
					t.Fatal(err)
				}
				if failed := len(failuresOf(nil, []check{{run: func(t TB, _ *world) { about.run(t, w) }}})) > 0; failed != c.fails {
					t.Errorf("it fails: %t", failed)
				}
			}
			m, err := Model()
			if err != nil {
				t.Fatal(err)
			}
			scripts := NewPool(m, 1, poolSize(m)).Scripts()
			for seed := range 60 {
				s := scripts.Example(seed)
				if s.play(m, open(t, m, s.Content)) != "" {
					if !c.fails {
						t.Errorf("script %d fails though nothing is lost", seed)
					}
					return
				}
			}
			if c.fails {
				t.Errorf("60 scripts do not show it")
			}
		})
	}
}

// several is a store in a folder, with a fault in what landscapes there are.
type several struct {
	*embedded.Store
	landscapes func([]string) []string
	write      func(s *embedded.Store, name string, w landscape.Write, fn drafted) (landscape.Receipt, error)
}

func (s several) Landscapes(ctx context.Context) ([]string, error) {
	names, err := s.Store.Landscapes(ctx)
	if s.landscapes != nil {
		names = s.landscapes(names)
	}
	return names, err
}

func (s several) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	if s.write != nil && name != landscape.Main {
		return s.write(s.Store, name, w, fn)
	}
	return s.Store.Write(ctx, name, w, fn)
}

func TestSuiteFindsLandscapeFaults(t *testing.T) {
	ctx := context.Background()
	for name, f := range map[string]struct {
		fails string
		store several
	}{
		"none": {},
		"main is alone": {"begins", several{write: func(_ *embedded.Store, name string, _ landscape.Write, _ drafted) (landscape.Receipt, error) {
			return landscape.Receipt{}, landscape.NewError(landscape.NotFound, text.New("landscape.absent", name))
		}}},
		"any name is main": {"begins", several{write: func(s *embedded.Store, _ string, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return s.Write(ctx, landscape.Main, w, fn)
		}}},
		"it begins though fn fails": {"begins", several{write: func(s *embedded.Store, name string, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			receipt, err := s.Write(ctx, name, w, fn)
			if err != nil {
				_, _ = s.Write(ctx, name, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) { return nil, nil })
			}
			return receipt, err
		}}},
		"nothing is at revision 1": {"begins with nothing", several{write: func(s *embedded.Store, name string, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			receipt, err := s.Write(ctx, name, w, fn)
			receipt.Revision = max(receipt.Revision, 1)
			return receipt, err
		}}},
		"names in no order": {"names in order", several{landscapes: func(names []string) []string {
			slices.Reverse(names)
			return names
		}}},
		"main alone is named": {"names in order", several{landscapes: func([]string) []string { return []string{landscape.Main} }}},
	} {
		t.Run(name, func(t *testing.T) {
			open := func(t *testing.T, m *schema.Metamodel, content *landscape.Content) landscape.Store {
				s, err := embedded.Open(t.TempDir(), embedded.Options{Model: m})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { s.Close() })
				if _, err := s.Write(ctx, landscape.Main, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) { return coming(content), nil }); err != nil {
					t.Fatal(err)
				}
				store := f.store
				store.Store = s
				return store
			}
			for _, c := range landscapesPart().checks {
				w, err := openWritten(t, landscapesPart(), open)
				if err != nil {
					t.Fatal(err)
				}
				failed := len(failuresOf(nil, []check{{run: func(t TB, _ *world) { c.run(t, w) }}})) > 0
				if c.name == f.fails && !failed {
					t.Errorf("the check %s passes", c.name)
				}
				if f.fails == "" && failed {
					t.Errorf("the check %s fails without a fault", c.name)
				}
			}
		})
	}
}

// coming returns the changes by which content comes.
func coming(content *landscape.Content) (changes []landscape.Change) {
	refs := map[landscape.ID]landscape.Ref{}
	for _, e := range content.Elements {
		refs[e.ID] = e.Ref()
		changes = append(changes, landscape.Change{ElementAfter: e})
	}
	for _, r := range content.Relations {
		changes = append(changes, landscape.Change{RelationAfter: r, From: refs[r.From], To: refs[r.To]})
	}
	return changes
}

// TestRightWriterPasses holds that the wrapper without a fault passes: what fails above fails for its fault.
func TestRightWriterPasses(t *testing.T) { RunWriter(t, miswriting(writeFault{})) }

// TestSequencesFindFaults draws scripts until one shows the fault.
func TestSequencesFindFaults(t *testing.T) {
	m, err := Model()
	if err != nil {
		t.Fatal(err)
	}
	scripts := NewPool(m, 1, poolSize(m)).Scripts()
	var drawn []Script
	for _, f := range slices.Concat(writeFaults(), historyFaults()) {
		if !f.drawn {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			for seed := range 100 {
				if seed == len(drawn) {
					drawn = append(drawn, scripts.Example(seed))
				}
				if drawn[seed].play(m, miswriting(f)(t, m, drawn[seed].Content)) != "" {
					t.Logf("script %d shows it", seed)
					return
				}
			}
			t.Errorf("%d scripts do not show it", len(drawn))
		})
	}
}
