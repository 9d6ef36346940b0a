package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/schema"
)

// Opener opens a store of a model that holds the content as the landscape main. done puts it away with all that was written to it.
type Opener = func(ctx context.Context, model *schema.Metamodel, content *landscape.Content) (s Keeper, done func() error, err error)

// The random part of Verify: so many landscapes whose answers are compared with the plain store's, and so many of which what a
// viewer does not see is taken away.
const (
	verifiedTrials = 8
	verifiedCases  = 12
)

// Verify runs the suite outside of go test: the same checks, and some random landscapes. It reports each check as it is done, with
// what is wrong or empty text. The error is that a store could not be opened or put away, or that the context has ended.
func Verify(ctx context.Context, open Opener, report func(check, failure string)) error {
	v := verification{ctx, open, report}
	for _, p := range parts() {
		if err := v.part(p); err != nil {
			return err
		}
	}
	for _, p := range append(writingParts(), landscapesPart()) {
		if err := v.writingPart(p); err != nil {
			return err
		}
	}
	if err := v.moves(); err != nil {
		return err
	}
	return v.random()
}

type verification struct {
	ctx    context.Context
	open   Opener
	report func(check, failure string)
}

// with runs fn on a store that is put away afterwards, even if fn panics.
func (v verification) with(m *schema.Metamodel, content *landscape.Content, fn func(Keeper) error) (err error) {
	if err := v.ctx.Err(); err != nil {
		return err
	}
	s, done, err := v.open(v.ctx, m, content)
	if err != nil {
		return err
	}
	defer func() {
		if putAway := done(); err == nil {
			err = putAway
		}
	}()
	return fn(s)
}

func (v verification) part(p part) error {
	w, err := newWorld(p)
	if err != nil {
		return err
	}
	return v.with(w.model, w.content, func(s Keeper) error {
		w.store = s
		for _, c := range p.checks(w) {
			if err := v.ctx.Err(); err != nil {
				return err
			}
			v.report(p.name+"/"+c.name, attempt(func(t TB) { c.run(told{t, c.says}, w) }))
		}
		return nil
	})
}

func (v verification) writingPart(p writingPart) error {
	w, err := newWorld(part{name: p.name, landscape: p.landscape})
	if err != nil {
		return err
	}
	for _, c := range p.checks {
		err := v.with(w.model, w.content, func(s Keeper) error {
			written, err := newWritten(w.with(s))
			if err != nil {
				return err
			}
			v.report(p.name+"/"+c.name, attempt(func(t TB) { c.run(told{t, c.says}, written) }))
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (v verification) moves() error {
	model, content, err := movedLandscape()
	if err != nil {
		return err
	}
	for _, c := range moveChecks() {
		err := v.with(model, content, func(from Keeper) error {
			return v.with(model, content, func(to Keeper) error {
				m, err := newMove(from, to, model)
				if err == nil {
					v.report("Move/"+c.name, attempt(func(t TB) { c.run(told{t, c.says}, m) }))
				}
				return err
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (v verification) random() error {
	seed := Seed()
	drawn, err := trials(seed)
	if err != nil {
		return err
	}
	for number := range verifiedTrials {
		s := drawn.draw(number)
		err := v.with(s.model, s.Content, func(store Keeper) error {
			began, err := revisionOf(store)
			if err != nil {
				return err
			}
			failure := ""
			if d, _ := s.compare([]contestant{{name: "plain", store: plain.New(s.Content), began: 1}, {"this", store, began}}); d != nil {
				failure = fmt.Sprintf("%s\n%#v%s", d, s, seedText(seed))
			}
			v.report(fmt.Sprint("Random/", number), failure)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for number := range verifiedCases {
		i := number % len(drawn.pools)
		c := drawn.pools[i].Cases().Example(int(seed) + number) //nolint:gosec // any number will do
		err := v.with(drawn.models[i], c.Content, func(a Keeper) error {
			return v.with(drawn.models[i], visible(c), func(b Keeper) error {
				failure := different(c, a, b)
				if failure != "" {
					failure += "\n" + seedText(seed)
				}
				v.report(fmt.Sprint("NonInterference/", number), failure)
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// recorder is a TB that takes down what fails.
type recorder struct{ failures []string }

type stopped struct{}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(stopped{})
}

// attempt runs a check and returns what fails, or nothing.
func attempt(check func(TB)) string {
	r := &recorder{}
	func() {
		defer func() {
			if stop := recover(); stop != nil && stop != any(stopped{}) {
				panic(stop)
			}
		}()
		check(r)
	}()
	return strings.Join(r.failures, "\n")
}

// brief reports whether checks that take long are to be shorter: they are outside of go test, or with -short.
func brief() bool { return !testing.Testing() || testing.Short() }
