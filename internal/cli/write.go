package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/landscape"
)

// writing is how a command writes.
type writing struct {
	dryRun   bool
	why      string
	expected int64
	flags    *pflag.FlagSet
}

// writingCommand makes a command that writes to a landscape that is kept.
func (a *app) writingCommand(name string, least, most int, run func(ctx context.Context, args []string, w *writing) error) *cobra.Command {
	w := &writing{}
	cmd := a.Command(name, least, most, func(ctx context.Context, args []string) error { return run(ctx, args, w) })
	w.flags = cmd.Flags()
	a.dataFlags(w.flags)
	a.at.sharedFlag(a, w.flags)
	a.actorFlag(w.flags)
	a.FormatFlag(w.flags, "table", "json")
	w.flags.BoolVar(&w.dryRun, "dry-run", false, a.say("flag.dry_run"))
	w.flags.StringVar(&w.why, "why", "", a.say("flag.because"))
	w.flags.Int64Var(&w.expected, "expect-revision", 0, a.say("flag.expect_revision"))
	return cmd
}

func (w *writing) request() landscape.Request {
	req := landscape.Request{DryRun: w.dryRun, Why: w.why}
	if w.flags.Changed("expect-revision") {
		expected := landscape.Revision(w.expected)
		req.Expected = &expected
	}
	return req
}

func (a *app) loadCommand() *cobra.Command {
	cmd := a.writingCommand("cmd.load", 1, -1, a.load)
	a.maxFileFlag(cmd.Flags())
	return cmd
}

// load writes all sources as one change set.
func (a *app) load(ctx context.Context, names []string, w *writing) error {
	if !a.at.named() {
		return usage("cmd.data.none")
	}
	reader := a.reader()
	reader.Progress = a.progress("progress.read")
	defer reader.Progress.End()
	parsed, findings, err := reader.Parse(names)
	if err != nil {
		return err
	}
	records := len(parsed.Set.Elements) + len(parsed.Set.Relations) + len(parsed.Packages.Elements) + len(parsed.Packages.Relations)
	reader.Progress.Phase(func(int64) string { return a.say("progress.write", records) })
	owners, more, err := reader.CheckPackages(parsed.Set)
	if err != nil {
		return err
	}
	findings = append(findings, more...)
	req := w.request()
	req.Packages, req.Set = parsed.Packages, parsed.Set
	req.MayWrite = func(owner string) bool {
		name := strings.TrimPrefix(owner, landscape.PackagePrefix)
		return !slices.Contains(eira.Names(), name) || slices.Contains(owners, owner)
	}
	// What is refused already is tried all the same, so that everything wrong is told at once.
	req.DryRun = w.dryRun || landscape.Failed(findings)
	at := a.at
	if _, err := os.Stat(at.data); at.data != "" && req.DryRun && errors.Is(err, fs.ErrNotExist) {
		// Trying makes no folder.
		if at.data, err = os.MkdirTemp("", "landskap-"); err != nil {
			return err
		}
		defer os.RemoveAll(at.data)
	}
	s, err := a.openPlace(ctx, &at, a.name, begins)
	if err != nil {
		return err
	}
	defer s.Close()
	in := one{s, a.name}
	viewer, err := a.who()
	if err != nil {
		return err
	}
	result, err := a.repository(in).Apply(ctx, viewer, req)
	if err != nil && !landscape.Failed(result.Findings) {
		return err
	}
	there, err := a.packagesIn(ctx, in, parsed.Loaded.Packages)
	if err != nil {
		return err
	}
	if err := reader.Advise(there, result.Findings); err != nil {
		return err
	}
	for i, f := range result.Findings {
		result.Findings[i].Suggestion = strings.TrimPrefix(f.Suggestion, "--from ")
	}
	result.Findings = append(findings, result.Findings...)
	landscape.SortFindings(result.Findings)
	reader.Progress.End()
	return a.tell(result, w.dryRun)
}

// packagesIn returns the reference packages that a landscape has, besides those named.
func (a *app) packagesIn(ctx context.Context, in one, names []string) ([]string, error) {
	names = slices.Clone(names)
	err := in.Read(ctx, a.name, landscape.Steward(), func(s landscape.Snapshot) error {
		for _, name := range eira.Names() {
			found, err := s.Elements(ctx, []landscape.ID{landscape.NewElementID("Reference", name)}, nil)
			if err != nil {
				return err
			}
			if found[0] != nil {
				names = append(names, name)
			}
		}
		return nil
	})
	if landscape.CodeOf(err) == landscape.NotFound {
		err = nil // Nothing has been written yet.
	}
	return names, err
}

func (a *app) undoCommand() *cobra.Command {
	return a.writingCommand("cmd.undo", 1, 1, func(ctx context.Context, args []string, w *writing) error {
		revision, err := strconv.ParseInt(args[0], 10, 64)
		if err != nil || revision < 1 {
			return usage("cmd.undo.revision", args[0])
		}
		viewer, err := a.who()
		if err != nil {
			return err
		}
		s, err := a.openPlace(ctx, &a.at, a.name, writes)
		if err != nil {
			return err
		}
		defer s.Close()
		result, err := a.repository(one{s, a.name}).Undo(ctx, viewer, landscape.Revision(revision), w.request())
		if err != nil && !landscape.Failed(result.Findings) {
			return err
		}
		return a.tell(result, w.dryRun)
	})
}

// count is how many records became what, as --format json prints it.
type count struct {
	Created int `json:"created"`
	Changed int `json:"changed"`
	Deleted int `json:"deleted"`
}

func (c *count) add(change landscape.Change) {
	switch {
	case change.Created():
		c.Created++
	case change.Deleted():
		c.Deleted++
	default:
		c.Changed++
	}
}

// tell prints what became of a write; one with findings that are errors was none.
func (a *app) tell(result landscape.Result, dryRun bool) error {
	var elements, relations count
	for _, c := range result.Changes {
		if c.IsElement() {
			elements.add(c)
		} else {
			relations.add(c)
		}
	}
	failed := landscape.Failed(result.Findings)
	a.printFindings(a.stderr, withoutAdvice(result.Findings))
	if a.Format == "json" {
		err := a.PrintJSON(map[string]any{
			"revision": result.Revision, "written": !failed && !dryRun && len(result.Changes) > 0, "elements": elements, "relations": relations,
			"findings": a.findingsJSON(result.Findings),
		})
		if err != nil {
			return err
		}
	}
	switch {
	case failed:
		return findingsError{}
	case a.Format == "json":
		return nil
	case len(result.Changes) == 0:
		fmt.Fprintln(a.Stdout, a.say("cmd.write.nothing", int(result.Revision)))
		return nil
	case dryRun:
		fmt.Fprintln(a.Stdout, a.say("cmd.write.dry", int(result.Revision)))
	default:
		fmt.Fprintln(a.Stdout, a.say("cmd.write.done", int(result.Revision)))
	}
	fmt.Fprintln(a.Stdout, a.say("cmd.write.elements", elements.Created, elements.Changed, elements.Deleted))
	fmt.Fprintln(a.Stdout, a.say("cmd.write.relations", relations.Created, relations.Changed, relations.Deleted))
	return nil
}
