package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/exchange/canonical"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

func (a *app) copyCommand() *cobra.Command {
	from, to := place{prefix: "from-"}, place{prefix: "to-"}
	var name string
	cmd := a.Command("cmd.copy", 0, 0, interruptible(func(ctx context.Context, _ []string) error {
		if !from.named() || !to.named() {
			return usage("cmd.copy.places")
		}
		if name == "" {
			name = a.name
		}
		source, err := a.openPlace(ctx, &from, a.name, reads)
		if err != nil {
			return err
		}
		defer source.Close()
		target, err := a.openPlace(ctx, &to, name, begins)
		if err != nil {
			return err
		}
		defer target.Close()
		p := terminal.StartProgress(a.stderr)
		defer p.End()
		if err := a.move(ctx, source, a.name, target, name, p); err != nil {
			return err
		}
		p.Phase(func(int64) string { return a.say("progress.compare") })
		digest, err := a.sameDigest(ctx, source, target, name)
		p.End()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(a.Stdout, a.say("cmd.copy.done", a.name, from.String(), name, to.String(), digest))
		return err
	}))
	from.flags(a, cmd.Flags())
	to.flags(a, cmd.Flags())
	cmd.Flags().StringVar(&a.name, "landscape", landscape.Main, a.say("flag.landscape"))
	cmd.Flags().StringVar(&name, "to-landscape", "", a.say("flag.to_landscape"))
	return cmd
}

// move copies a landscape with its history from one store to another, and tells p of the records on the way.
func (a *app) move(ctx context.Context, from keeper, name string, to keeper, as string, p *terminal.Progress) error {
	source, out := from.(landscape.Mover)
	target, in := to.(landscape.Mover)
	if !out || !in {
		return errors.New("a store that does not move landscapes")
	}
	p.Phase(func(n int64) string { return a.say("progress.copy", n) })
	return target.Import(ctx, as, func(yield func(landscape.Remembered, error) bool) {
		err := source.Export(ctx, name, func(r landscape.Remembered) error {
			if r.Commit != nil {
				p.Add(len(r.Commit.Changes))
			}
			if !yield(r, nil) {
				return errSeen
			}
			return nil
		})
		if err != nil && !errors.Is(err, errSeen) {
			yield(landscape.Remembered{}, err)
		}
	})
}

var errSeen = errors.New("no more is wanted")

// sameDigest returns the digest of two landscapes that are to be equal.
func (a *app) sameDigest(ctx context.Context, from, to keeper, name string) (string, error) {
	var digests [2]string
	var revisions [2]landscape.Revision
	for i, in := range []one{{from, a.name}, {to, name}} {
		content, revision, err := a.contentOf(ctx, in)
		if err != nil {
			return "", err
		}
		digests[i], revisions[i] = canonical.Digest(content), revision
	}
	switch {
	case digests[0] == digests[1]:
		return digests[0], nil
	case revisions[0] != revisions[1]:
		return "", landscape.NewError(landscape.Conflict, text.New("cmd.copy.moved", int64(revisions[0]), int64(revisions[1])))
	}
	return "", landscape.NewError(landscape.Internal, text.New("cmd.copy.differs", digests[0], digests[1]))
}
