package concurrency

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

// The stores of the controls, each with one fault.

// unconditional is a store that writes whatever revision is expected: it makes drafts believe that they are at that one.
type unconditional struct{ kept }

// pretended is a draft that says it is at another revision.
type pretended struct {
	landscape.Draft
	revision landscape.Revision
}

func (p pretended) Revision() landscape.Revision { return p.revision }

func (s unconditional) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	return s.kept.Write(ctx, name, w, func(d landscape.Draft) ([]landscape.Change, error) {
		changes, err := fn(d)
		for back := landscape.Revision(1); back <= min(d.Revision(), 1000) && err != nil && strings.Contains(err.Error(), "another revision than expected"); back++ {
			changes, err = fn(pretended{d, d.Revision() - back})
		}
		return changes, err
	})
}

// forgetful is a store that forgets idempotency keys.
type forgetful struct{ kept }

func (s forgetful) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	w.Key = ""
	return s.kept.Write(ctx, name, w, fn)
}

// hasty is a store that answers when it knows what is to be written, and writes it afterwards, unless something came in between.
type hasty struct {
	kept
	late *sync.WaitGroup
}

func newHasty(s kept) kept { return hasty{s, &sync.WaitGroup{}} }

var errLater = errors.New("it is written later")

func (s hasty) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	var base landscape.Revision
	var changes []landscape.Change
	receipt, err := s.kept.Write(ctx, name, w, func(d landscape.Draft) (_ []landscape.Change, err error) {
		base = d.Revision()
		if changes, err = fn(d); err == nil && len(changes) > 0 {
			err = errLater
		}
		return nil, err
	})
	if !errors.Is(err, errLater) {
		return receipt, err
	}
	s.late.Go(func() {
		time.Sleep(time.Millisecond)
		_, _ = s.kept.Write(context.WithoutCancel(ctx), name, w, func(d landscape.Draft) ([]landscape.Change, error) {
			if d.Revision() != base {
				return nil, errLater
			}
			return changes, nil
		})
	})
	return landscape.Receipt{Revision: base + 1}, nil
}

// Close is what landscape.Writer says.
func (s hasty) Close() error {
	s.late.Wait()
	return s.kept.Close()
}
