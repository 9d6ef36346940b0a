package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/schema"
)

// verifies runs Verify on stores in folders, of which each may be made faulty, and returns the checks by whether they fail.
func verifies(t *testing.T, ctx context.Context, spoil func(*embedded.Store) Keeper) (passed, failed []string, open int, err error) {
	err = Verify(ctx, func(ctx context.Context, m *schema.Metamodel, content *landscape.Content) (Keeper, func() error, error) {
		s, err := embedded.Open(t.TempDir(), embedded.Options{Model: m})
		if err != nil {
			return nil, nil, err
		}
		a := &Apart{Keeper: s}
		if err := a.Fill(ctx, content); err != nil {
			return nil, nil, errors.Join(err, s.Close())
		}
		open++
		a.Keeper = spoil(s)
		return a, func() error { open--; return s.Close() }, nil
	}, func(check, failure string) {
		if failure == "" {
			passed = append(passed, check)
		} else {
			failed = append(failed, check)
		}
	})
	return passed, failed, open, err
}

func right(s *embedded.Store) Keeper { return s }

func TestVerify(t *testing.T) {
	passed, failed, open, err := verifies(t, t.Context(), right)
	if err != nil || len(failed) > 0 || open != 0 {
		t.Errorf("%q fail, %d are open, %v", failed, open, err)
	}
	for _, p := range []string{"Read/", "Sight/", "Values/", "Claims/", "Paths/", "Product/", "Write/", "Fit/", "Draft/", "Scope/", "History/", "Meanwhile/", "Landscapes/", "Move/", "Random/", "NonInterference/"} {
		if !slices.ContainsFunc(passed, func(name string) bool { return strings.HasPrefix(name, p) }) {
			t.Errorf("nothing of %s is verified", p)
		}
	}
	t.Logf("%d checks", len(passed))
}

// forgetfulFolder is a store that forgets why something was written.
type forgetfulFolder struct{ *embedded.Store }

func (s forgetfulFolder) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	w.Why = ""
	return s.Store.Write(ctx, name, w, fn)
}

func TestVerifyFindsFaults(t *testing.T) {
	passed, failed, open, err := verifies(t, t.Context(), func(s *embedded.Store) Keeper { return forgetfulFolder{s} })
	if err != nil || open != 0 || len(passed) == 0 || !slices.ContainsFunc(failed, func(name string) bool { return strings.HasPrefix(name, "History/") }) {
		t.Errorf("%q fail, %d are open, %v", failed, open, err)
	}
	if !slices.ContainsFunc(failed, func(name string) bool { return strings.HasPrefix(name, "Random/") }) {
		t.Errorf("no random landscape shows it: %q", failed)
	}
}

func TestVerifyEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	_, _, open, err := verifies(t, ctx, func(s *embedded.Store) Keeper {
		if n++; n == 9 {
			cancel()
		}
		return s
	})
	cancel()
	if !errors.Is(err, context.Canceled) || open != 0 || n != 9 {
		t.Errorf("%v, with %d of %d open", err, open, n)
	}
}
