package storetest

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/schema"
)

func TestMover(t *testing.T) { RunMover(t, openFolder, openFolder) }

// mismover is a store with a fault in moving.
type mismover struct {
	*embedded.Store
	fault  moveFault
	coming string // what is being imported
}

// moveFault is one way to move that is wrong.
type moveFault struct {
	fails string // the name of a check that must fail
	part  func(landscape.Remembered) (landscape.Remembered, bool)
	// These stand in the place of the right ones.
	export     func(ctx context.Context, s *mismover, name string, tell func(landscape.Remembered) error) error
	imports    func(ctx context.Context, s *mismover, name string, past iter.Seq2[landscape.Remembered, error]) error
	landscapes func(s *mismover, names []string) []string
	content    func(c *landscape.Content, revision *landscape.Revision)
}

func (s *mismover) Content(ctx context.Context, name string) (*landscape.Content, landscape.Revision, error) {
	c, revision, err := s.Store.Content(ctx, name)
	if err == nil && s.fault.content != nil {
		s.fault.content(c, &revision)
	}
	return c, revision, err
}

func (s *mismover) Export(ctx context.Context, name string, tell func(landscape.Remembered) error) error {
	if s.fault.export != nil {
		return s.fault.export(ctx, s, name, tell)
	}
	return s.Store.Export(ctx, name, func(r landscape.Remembered) error {
		if s.fault.part != nil {
			part, keep := s.fault.part(r)
			if !keep {
				return nil
			}
			r = part
		}
		return tell(r)
	})
}

func (s *mismover) Import(ctx context.Context, name string, past iter.Seq2[landscape.Remembered, error]) error {
	if s.fault.imports != nil {
		return s.fault.imports(ctx, s, name, past)
	}
	return s.Store.Import(ctx, name, past)
}

func (s *mismover) Landscapes(ctx context.Context) ([]string, error) {
	names, err := s.Store.Landscapes(ctx)
	if s.fault.landscapes != nil {
		names = s.fault.landscapes(s, names)
	}
	return names, err
}

// ofCommit changes commits, ofKey keys; a nil one is left out.
func ofCommit(change func(landscape.Commit) *landscape.Commit) func(landscape.Remembered) (landscape.Remembered, bool) {
	return func(r landscape.Remembered) (landscape.Remembered, bool) {
		if r.Commit != nil {
			r.Commit = change(*r.Commit)
		}
		return r, r.Commit != nil || r.Key != nil
	}
}

func ofKey(change func(landscape.KeptKey) *landscape.KeptKey) func(landscape.Remembered) (landscape.Remembered, bool) {
	return func(r landscape.Remembered) (landscape.Remembered, bool) {
		if r.Key != nil {
			r.Key = change(*r.Key)
		}
		return r, r.Commit != nil || r.Key != nil
	}
}

func moveFaults(m *schema.Metamodel) map[string]moveFault {
	place := m.Kind("Place")
	return map[string]moveFault{
		"none": {},
		"content without what few see": {fails: "content", content: func(c *landscape.Content, _ *landscape.Revision) {
			c.Elements = slices.DeleteFunc(c.Elements, func(e *landscape.Element) bool { return e.Visibility() == "ACTOR" })
		}},
		"content without a relation":  {fails: "content", content: func(c *landscape.Content, _ *landscape.Revision) { c.Relations = c.Relations[1:] }},
		"content of another revision": {fails: "content", content: func(_ *landscape.Content, revision *landscape.Revision) { *revision-- }},
		"why is lost": {fails: "moves", part: ofCommit(func(c landscape.Commit) *landscape.Commit {
			c.Why = ""
			return &c
		})},
		"by is lost": {fails: "moves", part: ofCommit(func(c landscape.Commit) *landscape.Commit {
			c.By = "local"
			return &c
		})},
		"times are whole seconds": {fails: "moves", part: ofCommit(func(c landscape.Commit) *landscape.Commit {
			c.At = c.At.Truncate(time.Second)
			return &c
		})},
		"names of gone ends are lost": {fails: "moves", part: ofCommit(func(c landscape.Commit) *landscape.Commit {
			c.Changes = slices.Clone(c.Changes)
			for i := range c.Changes {
				if !c.Changes[i].IsElement() && c.Changes[i].Deleted() {
					c.Changes[i].From = c.Changes[i].To
				}
			}
			return &c
		})},
		"the last commit is left out": {fails: "told in order", export: func(ctx context.Context, s *mismover, name string, tell func(landscape.Remembered) error) error {
			var parts []landscape.Remembered
			if err := s.Store.Export(ctx, name, func(r landscape.Remembered) error { parts = append(parts, r); return nil }); err != nil {
				return err
			}
			for i, r := range parts {
				if r.Commit != nil && (i+1 == len(parts) || parts[i+1].Key != nil) {
					continue
				}
				if err := tell(r); err != nil {
					return err
				}
			}
			return nil
		}},
		"a change is left out": {fails: "moves", part: ofCommit(func(c landscape.Commit) *landscape.Commit {
			if len(c.Changes) == 2 {
				c.Changes = c.Changes[1:]
			}
			return &c
		})},
		"keys are left out":       {fails: "moves", part: ofKey(func(landscape.KeptKey) *landscape.KeptKey { return nil })},
		"keys come without words": {fails: "moves", part: ofKey(func(k landscape.KeptKey) *landscape.KeptKey { k.Content = ""; return &k })},
		"keys of the last revision": {fails: "moves", part: ofKey(func(k landscape.KeptKey) *landscape.KeptKey {
			k.Revision = 1
			return &k
		})},
		"keys first": {fails: "told in order", export: func(ctx context.Context, s *mismover, name string, tell func(landscape.Remembered) error) error {
			for _, keys := range []bool{true, false} {
				if err := s.Store.Export(ctx, name, func(r landscape.Remembered) error {
					if (r.Key != nil) == keys {
						return tell(r)
					}
					return nil
				}); err != nil {
					return err
				}
			}
			return nil
		}},
		"keys of another revision": {fails: "of one revision", export: func(ctx context.Context, s *mismover, name string, tell func(landscape.Remembered) error) error {
			for _, keys := range []bool{false, true} {
				if err := s.Store.Export(ctx, name, func(r landscape.Remembered) error {
					if (r.Key != nil) == keys {
						return tell(r)
					}
					return nil
				}); err != nil {
					return err
				}
			}
			return nil
		}},
		"of a commit comes a part": {fails: "of one revision", export: func(ctx context.Context, s *mismover, name string, tell func(landscape.Remembered) error) error {
			n := 0
			return s.Store.Export(ctx, name, func(r landscape.Remembered) error {
				if n++; n == 1 && r.Commit != nil && len(r.Commit.Changes) > 0 {
					r.Commit = &landscape.Commit{Revision: r.Commit.Revision, At: r.Commit.At, Changes: r.Commit.Changes[:1]}
				}
				return tell(r)
			})
		}},
		"the error of tell is lost": {fails: "errors of tell", export: func(ctx context.Context, s *mismover, name string, tell func(landscape.Remembered) error) error {
			_ = s.Store.Export(ctx, name, tell)
			return nil
		}},
		"onto one that is there is nothing": {fails: "onto one that is there", imports: func(ctx context.Context, s *mismover, name string, past iter.Seq2[landscape.Remembered, error]) error {
			err := s.Store.Import(ctx, name, past)
			if landscape.CodeOf(err) == landscape.Conflict {
				return nil
			}
			return err
		}},
		"onto one that is there is written": {fails: "onto one that is there", imports: func(ctx context.Context, s *mismover, name string, past iter.Seq2[landscape.Remembered, error]) error {
			err := s.Store.Import(ctx, name, past)
			if landscape.CodeOf(err) == landscape.Conflict {
				_, _ = s.Write(ctx, name, landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) {
					return []landscape.Change{{ElementAfter: landscape.NewElement(place, map[string]any{"key": "new", "name": "new"})}}, nil
				})
			}
			return err
		}},
		"what came before an error stays": {fails: "nothing after an error", imports: func(ctx context.Context, s *mismover, name string, past iter.Seq2[landscape.Remembered, error]) error {
			var wrong error
			err := s.Store.Import(ctx, name, func(yield func(landscape.Remembered, error) bool) {
				for r, err := range past {
					if wrong = err; err != nil || !yield(r, nil) {
						return
					}
				}
			})
			return errors.Join(wrong, err)
		}},
		"the end of the context is nothing": {fails: "nothing after a context has ended", imports: func(ctx context.Context, s *mismover, name string, past iter.Seq2[landscape.Remembered, error]) error {
			return s.Store.Import(context.WithoutCancel(ctx), name, past)
		}},
		"it is named before it is there": {fails: "not there before", imports: func(ctx context.Context, s *mismover, name string, past iter.Seq2[landscape.Remembered, error]) error {
			s.coming = name
			defer func() { s.coming = "" }()
			return s.Store.Import(ctx, name, past)
		}, landscapes: func(s *mismover, names []string) []string {
			if s.coming != "" {
				names = append(names, s.coming)
			}
			return names
		}},
		"revision 0 is none": {fails: "of nothing", export: func(ctx context.Context, s *mismover, name string, tell func(landscape.Remembered) error) error {
			commits := 0
			return s.Store.Export(ctx, name, func(r landscape.Remembered) error {
				if r.Commit != nil {
					commits++
				}
				if commits == 0 {
					return landscape.NewError(landscape.NotFound, (&written{}).anyMessage())
				}
				return tell(r)
			})
		}},
	}
}

// TestMoverFindsFaults holds that each fault in moving is noticed: where a store is moved from, or where it is moved to.
func TestMoverFindsFaults(t *testing.T) {
	model, content, err := movedLandscape()
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range moveFaults(model) {
		t.Run(name, func(t *testing.T) {
			open := func(t *testing.T, m *schema.Metamodel, content *landscape.Content) landscape.Store {
				return &mismover{Store: openFolder(t, m, content).(*embedded.Store), fault: f}
			}
			found := false
			for _, c := range moveChecks() {
				if f.fails != "" && c.name != f.fails {
					continue
				}
				m, err := newMove(open(t, model, content), open(t, model, content), model)
				if err != nil {
					t.Fatal(err)
				}
				failed := len(failuresOf(nil, []check{{run: func(t TB, _ *world) { c.run(t, m) }}})) > 0
				if f.fails == "" && failed {
					t.Errorf("the check %s fails without a fault", c.name)
				}
				if found = true; f.fails != "" && !failed {
					t.Errorf("the check %s passes", c.name)
				}
			}
			if !found {
				t.Errorf("there is no check %s", f.fails)
			}
		})
	}
}
