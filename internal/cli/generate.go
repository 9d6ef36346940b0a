package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/exchange/canonical"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/national"
	"github.com/arkinera/landskap/internal/text"
)

// generateCommand makes an invented landscape of any size. It is for those who measure the program, and so the help's list of commands
// does not have it.
func (a *app) generateCommand() *cobra.Command {
	var o national.Options
	var output string
	cmd := a.Command("cmd.generate", 0, 0, func(ctx context.Context, _ []string) error {
		write := a.documents
		o.WithoutPackages = !a.at.named()
		switch {
		case output != "" && a.at.named():
			return usage("cmd.generate.both")
		case output != "":
			if err := newFolder(output); err != nil {
				return err
			}
			write = func(_ context.Context, n int, set *landscape.ChangeSet) error { return numberedFile(output, n, set) }
		case a.at.named():
			s, err := a.openPlace(ctx, &a.at, a.name, begins)
			if err != nil {
				return err
			}
			defer s.Close()
			write = a.commits(s, a.say("cmd.generate.why", o.Actors, o.Seed))
		}
		return a.generate(ctx, o, write)
	})
	cmd.Hidden = true
	a.dataFlags(cmd.Flags())
	cmd.Flags().IntVar(&o.Actors, "actors", national.Actors, a.say("flag.actors.generate"))
	cmd.Flags().Uint64Var(&o.Seed, "seed", 1, a.say("flag.seed"))
	cmd.Flags().StringVar(&output, "output", "", a.say("flag.output.batches"))
	return cmd
}

// generate makes the landscape and writes it batch by batch, the first of which is number 1.
func (a *app) generate(ctx context.Context, o national.Options, write func(ctx context.Context, n int, set *landscape.ChangeSet) error) error {
	p := terminal.StartProgress(a.stderr)
	defer p.End()
	p.Phase(func(n int64) string { return a.say("progress.generate", n) })
	batches, elements, relations := 0, 0, 0
	for set, err := range national.Batches(a.Model, o) {
		if err != nil {
			return err
		}
		batches++
		if err := write(ctx, batches, set); err != nil {
			return err
		}
		elements, relations = elements+len(set.Elements), relations+len(set.Relations)
		p.Add(len(set.Elements) + len(set.Relations))
	}
	p.End()
	a.note("cmd.generate.done", elements, relations, batches)
	return nil
}

// documents writes a batch as a document of a stream on standard output.
func (a *app) documents(_ context.Context, n int, set *landscape.ChangeSet) error {
	if n > 1 {
		if _, err := io.WriteString(a.Stdout, "---\n"); err != nil {
			return err
		}
	}
	return canonical.WriteSet(a.Stdout, set)
}

// newFolder makes a folder, or takes an empty one: what lies there would be read as a part of the landscape.
func newFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return unavailable("cmd.file.write", folder, err)
	}
	there, err := os.ReadDir(folder)
	switch {
	case err != nil:
		return unreadable(folder, err)
	case len(there) > 0:
		return landscape.NewError(landscape.Conflict, text.New("cmd.generate.folder", folder))
	}
	return nil
}

// numberedFile writes a batch as a file of its own: folder/0001.yaml.
func numberedFile(folder string, n int, set *landscape.ChangeSet) error {
	name := filepath.Join(folder, fmt.Sprintf("%04d.yaml", n))
	err := whole(name, func(w io.Writer) error {
		out := bufio.NewWriter(w)
		if err := canonical.WriteSet(out, set); err != nil {
			return err
		}
		return out.Flush()
	})
	if err != nil {
		return unavailable("cmd.file.write", name, err)
	}
	return nil
}

// commits returns a function that writes each batch to a store as a commit. The landscape must be new, and nobody else write to it
// meanwhile. Nobody is there to take advice, which would read all that the larger actors have once for every batch of theirs.
func (a *app) commits(to keeper, why string) func(ctx context.Context, n int, set *landscape.ChangeSet) error {
	repository := &landscape.Repository{Model: a.Model, Store: to}
	expected := landscape.Revision(0)
	return func(ctx context.Context, _ int, set *landscape.ChangeSet) error {
		result, err := repository.Apply(ctx, landscape.Steward(), landscape.Request{
			Landscape: a.name, Set: set, Expected: &expected, Why: why,
			MayWrite: func(string) bool { return true }, // The reference packages' content comes with the rest.
		})
		if landscape.Failed(result.Findings) {
			a.printFindings(a.stderr, result.Findings)
			return findingsError{}
		}
		expected = result.Revision
		return err
	}
}
