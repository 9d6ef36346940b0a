package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/landscape"
)

// printFindings tells each finding: where, what, and a line to paste.
func (a *app) printFindings(w io.Writer, findings []landscape.Finding) {
	for _, f := range findings {
		where := f.Place.String()
		if f.Place.Path != "" {
			where += ": " + f.Place.Path
		}
		fmt.Fprintf(w, "%s: %s: %s\n", where, a.say("finding.severity."+string(f.Severity)), f.Message.In(a.language))
		switch {
		case strings.HasPrefix(f.Suggestion, "--"):
			fmt.Fprintf(w, "    %s\n", a.say("finding.suggestion_flag", f.Suggestion))
		case f.Suggestion != "":
			fmt.Fprintf(w, "    %s\n", a.say("finding.suggestion", f.Suggestion))
		}
	}
}

// findingJSON is a finding as --format json prints it.
type findingJSON struct {
	Severity   landscape.Severity `json:"severity"`
	Code       string             `json:"code"`
	File       string             `json:"file"`
	Line       int                `json:"line"`
	Path       string             `json:"path"`
	Value      string             `json:"value"`
	Message    string             `json:"message"`
	Suggestion string             `json:"suggestion,omitempty"`
}

func (a *app) findingsJSON(findings []landscape.Finding) []findingJSON {
	out := []findingJSON{}
	for _, f := range findings {
		out = append(out, findingJSON{f.Severity, f.Code, f.Place.File, f.Place.Line, f.Place.Path, f.Value, f.Message.In(a.language), f.Suggestion})
	}
	return out
}

func (a *app) checkCommand() *cobra.Command {
	cmd := a.command("cmd.check", 1, -1, func(_ context.Context, args []string) error {
		// All packages stand beside the files, so that what they refer to is there whichever they are loaded with later.
		l, findings, err := a.read(slices.Concat(args, a.sources, eira.Names()))
		if err != nil {
			return err
		}
		if a.format == "json" {
			if err := a.printJSON(map[string]any{"findings": a.findingsJSON(findings)}); err != nil {
				return err
			}
		} else {
			a.printFindings(a.stdout, findings)
		}
		if landscape.Failed(findings) {
			return findingsError{}
		}
		if a.format == "table" {
			packages, _, err := a.read(eira.Names())
			if err != nil {
				return err
			}
			own, theirs := l.Content, packages.Content
			fmt.Fprintln(a.stdout, a.say("cmd.check.good", len(own.Elements)-len(theirs.Elements), len(own.Relations)-len(theirs.Relations)))
		}
		return nil
	})
	a.readFlags(cmd.Flags(), "flag.check.from")
	a.formatFlag(cmd.Flags(), "table")
	return cmd
}
