package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/exchange/canonical"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/internal/text"
)

// all returns all of the landscape that the flags name, whoever may see it.
func (a *app) all(ctx context.Context) (*landscape.Content, error) {
	o, err := a.open(ctx, false)
	if err != nil {
		return nil, err
	}
	defer o.close()
	if o.Content != nil {
		return o.Content, nil
	}
	content, _, err := a.contentOf(ctx, o.in)
	return content, err
}

func (a *app) exportCommand() *cobra.Command {
	var output string
	var without bool
	cmd := a.Command("cmd.export", 0, 0, func(ctx context.Context, _ []string) error {
		content, err := a.all(ctx)
		if err != nil {
			return err
		}
		var keep []canonical.Keep
		if without {
			keep = append(keep, canonical.WithoutPackages)
		}
		if output != "" {
			return a.exportTo(output, content, keep)
		}
		p := a.progress("progress.export")
		defer p.End()
		out := bufio.NewWriter(p.Writer(a.Stdout))
		if err := canonical.Write(out, content, keep...); err != nil {
			return err
		}
		return out.Flush()
	})
	a.sourceFlags(cmd.Flags(), "flag.from")
	a.dataFlags(cmd.Flags())
	cmd.Flags().StringVar(&output, "output", "", a.say("flag.output.folder"))
	cmd.Flags().BoolVar(&without, "without-packages", false, a.say("flag.without_packages"))
	return cmd
}

// exportTo writes files to a folder, and says on standard error how many.
func (a *app) exportTo(folder string, content *landscape.Content, keep []canonical.Keep) error {
	done, err := canonical.WriteFolder(folder, content, keep...)
	var path *fs.PathError
	switch {
	case errors.Is(err, canonical.ErrForeign) && errors.As(err, &path):
		return landscape.NewError(landscape.Conflict, text.New("cmd.export.foreign", path.Path))
	case err != nil:
		return unavailable("cmd.file.write", folder, err)
	}
	a.note("cmd.export.done", folder, len(done.Written), len(done.Removed))
	return nil
}

func (a *app) digestCommand() *cobra.Command {
	cmd := a.Command("cmd.digest", 0, 0, func(ctx context.Context, _ []string) error {
		content, err := a.all(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(a.Stdout, canonical.Digest(content))
		return err
	})
	a.sourceFlags(cmd.Flags(), "flag.from")
	a.dataFlags(cmd.Flags())
	return cmd
}

func (a *app) backupCommand() *cobra.Command {
	var replace bool
	cmd := a.Command("cmd.backup", 1, 1, interruptible(func(ctx context.Context, args []string) error {
		s, err := a.openPlace(ctx, &a.at, a.name, reads)
		if err != nil {
			return err
		}
		defer s.Close()
		p := a.progress("progress.backup")
		defer p.End()
		if args[0] == "-" {
			return a.backUp(ctx, s, p.Writer(a.Stdout))
		}
		if _, err := os.Lstat(args[0]); err == nil && !replace {
			return landscape.NewError(landscape.Conflict, text.New("cmd.backup.exists", args[0]))
		}
		err = whole(args[0], func(w io.Writer) error { return a.backUp(ctx, s, p.Writer(w)) })
		p.End()
		if landscape.CodeOf(err) == landscape.Internal && err != nil {
			return unavailable("cmd.file.write", args[0], err)
		}
		if err == nil {
			a.note("cmd.backup.done", a.name, args[0])
		}
		return err
	}))
	a.dataFlags(cmd.Flags())
	cmd.Flags().BoolVar(&replace, "replace", false, a.say("flag.replace.file"))
	return cmd
}

// backUp writes a backup. There is one format of them, the embedded store's, and each can be restored anywhere.
func (a *app) backUp(ctx context.Context, s keeper, w io.Writer) error {
	if folder, is := s.(*embedded.Store); is {
		return folder.Backup(ctx, a.name, w)
	}
	return a.inScratch(func(_ string, scratch *embedded.Store) error {
		if err := a.move(ctx, s, a.name, scratch, a.name, nil); err != nil {
			return err
		}
		return scratch.Backup(ctx, a.name, w)
	})
}

// interruptible makes a command one that puts away what it has begun when it is interrupted.
func interruptible(run func(ctx context.Context, args []string) error) func(context.Context, []string) error {
	return func(ctx context.Context, args []string) error {
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		defer stop()
		err := run(ctx, args)
		if ctx.Err() != nil && err != nil {
			return unavailable("cmd.interrupted")
		}
		return err
	}
}

// inScratch runs fn with a store in a folder that goes when fn returns.
func (a *app) inScratch(fn func(folder string, s *embedded.Store) error) error {
	folder, err := os.MkdirTemp("", "landskap-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	s, err := embedded.Open(folder, embedded.Options{Model: a.Model})
	if err != nil {
		return err
	}
	return errors.Join(fn(folder, s), s.Close())
}

// whole writes a file that appears when all of it is on the disk, or not at all.
func whole(name string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".landskap-backup-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

func (a *app) restoreCommand() *cobra.Command {
	var replace bool
	cmd := a.Command("cmd.restore", 1, 1, interruptible(func(ctx context.Context, args []string) error {
		if !a.at.named() {
			return usage("cmd.data.none")
		}
		in := a.stdin
		if args[0] != "-" {
			f, err := os.Open(args[0])
			if err != nil {
				return unreadable(args[0], err)
			}
			defer f.Close()
			in = f
		}
		p := a.progress("progress.restore")
		defer p.End()
		var err error
		if a.at.uri != "" {
			err = a.restoreToDatabase(ctx, p.Reader(in), replace)
		} else {
			err = embedded.Restore(p.Reader(in), a.at.data, a.name, replace)
		}
		if err != nil {
			return a.inUse(err)
		}
		p.End()
		a.note("cmd.restore.done", a.name, a.at.String())
		return nil
	}))
	a.dataFlags(cmd.Flags())
	cmd.Flags().BoolVar(&replace, "replace", false, a.say("flag.replace"))
	return cmd
}

// restoreToDatabase restores a backup beside the database first, so that it is known to be whole before anything is written.
func (a *app) restoreToDatabase(ctx context.Context, in io.Reader, replace bool) error {
	folder, err := os.MkdirTemp("", "landskap-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := embedded.Restore(in, folder, a.name, false); err != nil {
		return err
	}
	from, err := embedded.Open(folder, embedded.Options{Model: a.Model})
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := a.openDatabase(ctx, &a.at, begins)
	if err != nil {
		return err
	}
	defer to.Close()
	if replace {
		// What is there goes only when it is certain that the database takes what is to come.
		tried := a.name + "-restoring-" + uuid.NewString()
		err := a.move(ctx, from, a.name, to, tried, nil)
		if err == nil {
			_, err = a.sameDigest(ctx, from, to, tried)
		}
		if gone := to.Drop(context.WithoutCancel(ctx), tried); err == nil && landscape.CodeOf(gone) != landscape.NotFound {
			err = gone
		}
		if err != nil {
			return err
		}
		if err := to.Drop(ctx, a.name); err != nil && landscape.CodeOf(err) != landscape.NotFound {
			return err
		}
	}
	return a.move(ctx, from, a.name, to, a.name, nil)
}

func (a *app) verifyCommand() *cobra.Command {
	cmd := a.Command("cmd.store.verify", 0, 0, func(ctx context.Context, _ []string) error {
		if a.at.uri != "" {
			return a.verifyDatabase(ctx)
		}
		if err := a.at.folderThere(); err != nil {
			return err
		}
		p := a.progress("progress.verify")
		err := embedded.Verify(a.at.data)
		p.End()
		if err != nil {
			return a.inUse(err)
		}
		_, err = fmt.Fprintln(a.Stdout, a.say("cmd.store.whole", a.at.data))
		return err
	})
	a.at.flags(a, cmd.Flags())
	return cmd
}
