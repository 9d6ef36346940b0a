package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"syscall"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// TestInterruptible holds that a command which is interrupted ends by itself, says so, and leaves no folder behind.
func TestInterruptible(t *testing.T) {
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		scratch := ""
		a := newApp(nil, io.Discard, io.Discard, text.Swedish)
		a.Model = m
		err = interruptible(func(ctx context.Context, _ []string) error {
			return a.inScratch(func(folder string, _ *embedded.Store) error {
				scratch = folder
				if err := syscall.Kill(os.Getpid(), signal); err != nil {
					return err
				}
				<-ctx.Done()
				return ctx.Err()
			})
		})(t.Context(), nil)
		var told *landscape.Error
		if !errors.As(err, &told) || told.Message.Key != "cmd.interrupted" {
			t.Errorf("%s: %v", signal, err)
		}
		if _, err := os.Stat(scratch); scratch == "" || !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: the folder %q is left: %v", signal, scratch, err)
		}
	}
	failed := errors.New("failed by itself")
	if err := interruptible(func(context.Context, []string) error { return failed })(t.Context(), nil); !errors.Is(err, failed) {
		t.Errorf("what fails without an interrupt is told as %v", err)
	}
}
