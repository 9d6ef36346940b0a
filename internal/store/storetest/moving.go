package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// RunMover holds that landscapes move with their whole past from stores that the one Open opens to stores that the other opens. Both
// are to be a landscape.Writer and a landscape.Mover and to keep other landscapes than main.
func RunMover(t *testing.T, from, to Open) {
	model, content, err := movedLandscape()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range moveChecks() {
		t.Run(c.name, func(t *testing.T) {
			m, err := newMove(from(t, model, content), to(t, model, content), model)
			if err != nil {
				t.Fatal(err)
			}
			c.run(told{t, c.says}, m)
		})
	}
	t.Run("Random", func(t *testing.T) { randomMoves(t, from, to) })
}

// movedLandscape is what main is in the checks.
func movedLandscape() (*schema.Metamodel, *landscape.Content, error) {
	m, err := Model()
	if err != nil {
		return nil, nil, err
	}
	content, err := parseLandscape(m, writtenLandscape)
	return m, content, err
}

// moveCheck is a rule of landscape.Mover.
type moveCheck struct {
	name, says string
	run        func(t TB, m *move)
}

// movable is a store that landscapes move from and to.
type movable interface {
	landscape.Store
	landscape.Writer
	landscape.Mover
}

// move is two stores between which main moves, to take another name.
type move struct {
	from, to movable
	model    *schema.Metamodel
}

// prefix begins the names of what is moved.
const prefix = "moved-"

const movedMain = prefix + landscape.Main

func newMove(from, to landscape.Store, m *schema.Metamodel) (*move, error) {
	a, ok := from.(movable)
	b, also := to.(movable)
	if !ok || !also {
		return nil, fmt.Errorf("%T or %T is no Mover", from, to)
	}
	return &move{a, b, m}, nil
}

// moved is the store of what has been moved to it, as main.
func (m *move) moved() *Apart { return &Apart{Keeper: m.to, Prefix: prefix} }

// pastOf is the past of a landscape as it is exported, piece by piece.
func pastOf(s landscape.Mover, name string) iter.Seq2[landscape.Remembered, error] {
	return func(yield func(landscape.Remembered, error) bool) {
		enough := errors.New("enough")
		err := s.Export(context.Background(), name, func(r landscape.Remembered) error {
			if !yield(r, nil) {
				return enough
			}
			return nil
		})
		if err != nil && !errors.Is(err, enough) {
			yield(landscape.Remembered{}, err)
		}
	}
}

func (m *move) goes(t TB, name, as string) {
	t.Helper()
	if err := m.to.Import(context.Background(), as, pastOf(m.from, name)); err != nil {
		t.Fatalf("moving %s: %v", name, err)
	}
}

// writes writes changes to a landscape.
func writes(t TB, m *schema.Metamodel, s landscape.Writer, name string, w landscape.Write, edits string) landscape.Receipt {
	t.Helper()
	ww := &written{world: &world{model: m}}
	receipt, err := s.Write(context.Background(), name, w, ww.edits(edits))
	if err != nil {
		t.Fatalf("writing %s: %v", name, err)
	}
	return receipt
}

// lives writes a past to main.
func (m *move) lives(t TB) {
	t.Helper()
	at := func(day int) time.Time { return time.Date(2026, 1, day, 12, 30, 15, 123456789, time.UTC) }
	writes(t, m.model, m.from, landscape.Main, landscape.Write{By: "north", Why: "först", At: at(1), Key: "k", Content: "x"}, "+ System d | motto \U0001F600 | tags b, a")
	writes(t, m.model, m.from, landscape.Main, landscape.Write{By: "west", At: at(2)}, "= System a | owner north | rank 9\n- System a NEEDS Service s | owner north\n- Service s")
	writes(t, m.model, m.from, landscape.Main, landscape.Write{Key: "nothing", Content: "y", At: at(3)}, "")
	writes(t, m.model, m.from, landscape.Main, landscape.Write{By: "local", Why: "", At: at(4), Key: "l"}, "- System d\n+ Actor west RUNS System a | owner west | price 3")
}

// same checks that two landscapes, each as main, are alike for everybody, now and in the past.
func (m *move) same(t TB, what string, a, b landscape.Store, content *landscape.Content) {
	t.Helper()
	if msg := unlike(m.model, a, b, content); msg != "" {
		t.Errorf("%s: %s", what, msg)
	}
}

func unlike(m *schema.Metamodel, a, b landscape.Store, content *landscape.Content) string {
	sitting := Sitting{Questions: wholeQuestions(m, content, nil), History: landscape.History{Limit: landscape.NoLimit}}
	for _, v := range everybody(content) {
		sitting.Viewer = v
		x, y := sitting.interview(contestant{store: a}), sitting.interview(contestant{store: b})
		for i := range min(len(x), len(y)) {
			if x[i] != y[i] {
				return fmt.Sprintf("as %s: %s\none is: %s\nthe other: %s", v, sitting.title(i), x[i], y[i])
			}
		}
		if len(x) != len(y) {
			return fmt.Sprintf("as %s: %q and %q", v, x, y)
		}
	}
	return ""
}

// asDrafted is all of main, as a draft shows it.
func asDrafted(t TB, m *schema.Metamodel, s landscape.Writer) (c *landscape.Content) {
	t.Helper()
	_, err := s.Write(context.Background(), landscape.Main, landscape.Write{}, func(d landscape.Draft) (_ []landscape.Change, err error) {
		c, err = Everything(context.Background(), m, d)
		return nil, err
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return c
}

// content is what was or is in main: what is asked about.
func (m *move) content(t TB) *landscape.Content {
	content, err := parseLandscape(m.model, writtenLandscape+"\nSystem d")
	if err != nil {
		t.Fatalf("%v", err)
	}
	return content
}

func moveChecks() []moveCheck {
	const whole = "Export tells of a landscape's past up to the revision it is at: the commits, the oldest first, then the keys."
	const none = "Until Import returns without an error there is no landscape of that name, and after an error nothing is left."
	return []moveCheck{
		{"moves", "A landscape is what its past makes it, wherever it is.", func(t TB, m *move) {
			m.lives(t)
			m.goes(t, landscape.Main, movedMain)
			m.same(t, "what was moved", m.from, m.moved(), m.content(t))
			for _, s := range []landscape.Store{m.from, m.moved()} {
				w := s.(landscape.Writer)
				began, err := revisionOf(s)
				if err != nil {
					t.Fatalf("%v", err)
				}
				for _, k := range []struct {
					key, content string
					back         landscape.Revision
				}{{"k", "x", 2}, {"nothing", "y", 1}, {"l", "", 0}} {
					receipt, err := w.Write(context.Background(), landscape.Main, landscape.Write{Key: k.key, Content: k.content}, func(landscape.Draft) ([]landscape.Change, error) {
						return nil, errors.New("it is written again")
					})
					if want := (landscape.Receipt{Revision: began - k.back, Repeated: true}); err != nil || receipt != want {
						t.Errorf("%T: a repeated write with the key %s: %+v, %v instead of %+v", s, k.key, receipt, err, want)
					}
					_, err = w.Write(context.Background(), landscape.Main, landscape.Write{Key: k.key, Content: "other"}, func(landscape.Draft) ([]landscape.Change, error) { return nil, nil })
					if err == nil || landscape.CodeOf(err) != landscape.Conflict {
						t.Errorf("%T: the key %s with other content: %v is no CONFLICT", s, k.key, err)
					}
				}
				writes(t, m.model, w, landscape.Main, landscape.Write{Key: "later", At: time.Unix(9, 0).UTC()}, "+ System d | rank 4\n+ System d NEEDS System a")
			}
			m.same(t, "what was written on", m.from, m.moved(), m.content(t))
		}},
		{"content", "Content returns all of a landscape as it is, whoever may see it, and the revision that it is at; NOT_FOUND where there is no such landscape.", func(t TB, m *move) {
			m.lives(t)
			m.goes(t, landscape.Main, movedMain)
			for _, s := range []movable{m.from, m.moved()} {
				c, revision, err := s.Content(context.Background(), landscape.Main)
				now, readErr := revisionOf(s)
				if err := errors.Join(err, readErr); err != nil {
					t.Fatalf("%v", err)
				}
				equal(t, "the content", contentText(c), contentText(asDrafted(t, m.model, s)))
				equal(t, "the revision", fmt.Sprint(revision), fmt.Sprint(now))
				if _, _, err := s.Content(context.Background(), "nowhere"); err == nil || landscape.CodeOf(err) != landscape.NotFound {
					t.Errorf("the content of a landscape that is not there: %v is not NOT_FOUND", err)
				}
			}
		}},
		{"told in order", whole, func(t TB, m *move) {
			m.lives(t)
			last, keys := landscape.Revision(0), 0
			err := m.from.Export(context.Background(), landscape.Main, func(r landscape.Remembered) error {
				switch {
				case (r.Commit == nil) == (r.Key == nil):
					t.Errorf("a part is %+v", r)
				case r.Commit != nil && (keys > 0 || r.Commit.Revision != last+1):
					t.Errorf("revision %d comes after revision %d and %d keys", r.Commit.Revision, last, keys)
				case r.Commit != nil:
					last++
				case r.Key.Revision > last:
					t.Errorf("the key %s is of revision %d, and the last is %d", r.Key.Key, r.Key.Revision, last)
				default:
					keys++
				}
				return nil
			})
			now, readErr := revisionOf(m.from)
			if err := errors.Join(err, readErr); err != nil {
				t.Fatalf("%v", err)
			}
			equal(t, "the last revision and the keys", fmt.Sprint(last, keys), fmt.Sprint(now, 3))
		}},
		{"errors of tell", "The error is tell's, or NOT_FOUND where there is no such landscape.", func(t TB, m *move) {
			m.lives(t)
			mine := errors.New("mine")
			for stop := range 3 {
				n := 0
				err := m.from.Export(context.Background(), landscape.Main, func(landscape.Remembered) error {
					if n++; n > stop {
						return mine
					}
					return nil
				})
				if !errors.Is(err, mine) || n != stop+1 {
					t.Errorf("Export answers %v after %d parts", err, n)
				}
			}
			err := m.from.Export(context.Background(), "nowhere", func(landscape.Remembered) error {
				t.Errorf("a landscape that is not there has a past")
				return nil
			})
			if err == nil || landscape.CodeOf(err) != landscape.NotFound {
				t.Errorf("a landscape that is not there: %v is not NOT_FOUND", err)
			}
		}},
		{"of one revision", whole + " Others may read and write meanwhile.", oneRevision},
		{"onto one that is there", "It is a CONFLICT where a landscape of that name is there already.", func(t TB, m *move) {
			m.lives(t)
			m.goes(t, landscape.Main, movedMain)
			writes(t, m.model, m.from, landscape.Main, landscape.Write{}, "+ System d | rank 3")
			before, err := revisionOf(m.moved())
			if err != nil {
				t.Fatalf("%v", err)
			}
			if err := m.to.Import(context.Background(), movedMain, pastOf(m.from, landscape.Main)); err == nil || landscape.CodeOf(err) != landscape.Conflict {
				t.Errorf("%v is no CONFLICT", err)
			}
			after, err := revisionOf(m.moved())
			if err != nil || before != after {
				t.Errorf("the revision was %d and is %d, %v", before, after, err)
			}
			writes(t, m.model, m.moved(), landscape.Main, landscape.Write{Key: "on"}, "+ System e")
		}},
		{"not there before", none, func(t TB, m *move) {
			m.lives(t)
			err := m.to.Import(context.Background(), movedMain, func(yield func(landscape.Remembered, error) bool) {
				m.absent(t, "before the first part")
				for r, err := range pastOf(m.from, landscape.Main) {
					if !yield(r, err) {
						return
					}
					m.absent(t, "between the parts")
				}
			})
			if err != nil {
				t.Fatalf("%v", err)
			}
			names, err := m.moved().Landscapes(context.Background())
			if err != nil || !slices.Equal(names, []string{landscape.Main}) {
				t.Errorf("there are %q, %v", names, err)
			}
		}},
		{"nothing after an error", none, func(t TB, m *move) {
			m.lives(t)
			mine := errors.New("mine")
			for stop := range 6 {
				err := m.to.Import(context.Background(), movedMain, func(yield func(landscape.Remembered, error) bool) {
					n := 0
					for r, err := range pastOf(m.from, landscape.Main) {
						if n++; n > stop {
							yield(landscape.Remembered{}, mine)
							return
						}
						if !yield(r, err) {
							return
						}
					}
				})
				if !errors.Is(err, mine) {
					t.Errorf("Import answers %v", err)
				}
				m.absent(t, fmt.Sprintf("after an error behind %d parts", stop))
			}
			m.goes(t, landscape.Main, movedMain)
			m.same(t, "what was moved at last", m.from, m.moved(), m.content(t))
		}},
		{"nothing after a context has ended", none, func(t TB, m *move) {
			m.lives(t)
			ctx, cancel := context.WithCancel(context.Background())
			err := m.to.Import(ctx, movedMain, func(yield func(landscape.Remembered, error) bool) {
				for r, err := range pastOf(m.from, landscape.Main) {
					if !yield(r, err) {
						return
					}
					cancel()
				}
			})
			cancel()
			if err == nil {
				t.Errorf("Import has taken it all")
			}
			m.absent(t, "after the context has ended")
			m.goes(t, landscape.Main, movedMain)
		}},
		{"of nothing", "A landscape that is not there begins, empty, at revision 0. Without changes there is no new revision, but a key is kept.", func(t TB, m *move) {
			writes(t, m.model, m.from, "empty", landscape.Write{Key: "k", Content: "x"}, "")
			m.goes(t, "empty", movedMain)
			receipt := writes(t, m.model, m.to, movedMain, landscape.Write{Key: "k", Content: "x"}, "+ System a")
			if want := (landscape.Receipt{Repeated: true}); receipt != want {
				t.Errorf("a repeated write: %+v", receipt)
			}
			receipt = writes(t, m.model, m.to, movedMain, landscape.Write{}, "+ System a")
			if want := (landscape.Receipt{Revision: 1}); receipt != want {
				t.Errorf("the first write: %+v", receipt)
			}
		}},
	}
}

// absent checks that nothing has been moved yet.
func (m *move) absent(t TB, what string) {
	t.Helper()
	names, err := m.moved().Landscapes(context.Background())
	if err != nil || len(names) > 0 {
		t.Errorf("%s: there are %q, %v", what, names, err)
	}
	_, err = revisionOf(m.moved())
	if err == nil || landscape.CodeOf(err) != landscape.NotFound {
		t.Errorf("%s: reading it is %v, not NOT_FOUND", what, err)
	}
}

// oneRevision writes to a landscape while it is exported.
func oneRevision(t TB, m *move) {
	m.lives(t)
	ranks := map[landscape.Revision]string{}
	note := func() {
		err := m.from.Read(context.Background(), landscape.Main, landscape.Steward(), func(s landscape.Snapshot) error {
			rows, err := s.Find(context.Background(), landscape.Query{Kind: m.model.Kind("System"), Page: whole()})
			ranks[s.Revision()] = lines(rows.Elements, wholeElement)
			return err
		})
		if err != nil {
			t.Fatalf("%v", err)
		}
	}
	note()
	n := 0
	err := m.to.Import(context.Background(), movedMain, func(yield func(landscape.Remembered, error) bool) {
		for r, err := range pastOf(m.from, landscape.Main) {
			done := make(chan error, 1)
			n++
			go func() {
				w := &written{world: &world{model: m.model}}
				_, err := m.from.Write(context.Background(), landscape.Main, landscape.Write{Key: fmt.Sprint("meanwhile ", n)}, w.edits(fmt.Sprintf("+ System m-%d", n)))
				done <- err
			}()
			select {
			case err := <-done:
				if err != nil {
					t.Fatalf("%v", err)
				}
			case <-time.After(20 * time.Second):
				t.Fatalf("nobody can write while a landscape is exported")
			}
			note()
			if !yield(r, err) {
				return
			}
		}
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	err = m.moved().Read(context.Background(), landscape.Main, landscape.Steward(), func(s landscape.Snapshot) error {
		rows, err := s.Find(context.Background(), landscape.Query{Kind: m.model.Kind("System"), Page: whole()})
		equal(t, fmt.Sprintf("the systems at revision %d", s.Revision()), lines(rows.Elements, wholeElement), ranks[s.Revision()])
		return err
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	now, err := revisionOf(m.moved())
	if err != nil {
		t.Fatalf("%v", err)
	}
	for i := range n {
		receipt := writes(t, m.model, m.to, movedMain, landscape.Write{Key: fmt.Sprint("meanwhile ", i+1)}, "")
		if receipt.Revision > now {
			t.Errorf("a key is of revision %d, and the landscape is at %d", receipt.Revision, now)
		}
	}
}
