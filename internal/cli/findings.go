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

// mostFindings is how many findings are printed; a folder of files that are no change sets has thousands.
const mostFindings = 200

// withoutAdvice leaves out what is only advice: it is for those who try a file, not for those who ask of a landscape.
func withoutAdvice(findings []landscape.Finding) []landscape.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f landscape.Finding) bool { return f.Severity == landscape.SeverityAdvice })
}

// printFindings tells each finding: where, what, and a line to paste; then how many there are, where one of them is an error.
func (a *app) printFindings(w io.Writer, findings []landscape.Finding) {
	counts := map[landscape.Severity]int{}
	for i, f := range findings {
		counts[f.Severity]++
		if i >= mostFindings {
			continue
		}
		where := f.Place.String()
		if f.Place.Path != "" {
			where += ": " + f.Place.Path
		}
		fmt.Fprintf(w, "%s: %s: %s\n", where, a.say("finding.severity."+string(f.Severity)), f.Message.In(a.Language))
		switch {
		case strings.HasPrefix(f.Suggestion, "--"):
			fmt.Fprintf(w, "    %s\n", a.say("finding.suggestion_flag", f.Suggestion))
		case slices.Contains(eira.Names(), f.Suggestion):
			fmt.Fprintf(w, "    %s\n", a.say("finding.suggestion_package", f.Suggestion))
		case f.Suggestion != "":
			fmt.Fprintf(w, "    %s\n", a.say("finding.suggestion", f.Suggestion))
		}
	}
	if more := len(findings) - mostFindings; more > 0 {
		fmt.Fprintln(w, a.say("finding.more_findings", more))
	}
	if n := counts[landscape.SeverityError]; n > 0 {
		fmt.Fprintln(w, a.say("finding.summary", n))
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
		out = append(out, findingJSON{f.Severity, f.Code, f.Place.File, f.Place.Line, f.Place.Path, f.Value, f.Message.In(a.Language), f.Suggestion})
	}
	return out
}

func (a *app) checkCommand() *cobra.Command {
	cmd := a.Command("cmd.check", 1, -1, func(_ context.Context, args []string) error {
		// All packages stand beside the files, so that what they refer to is there whichever they are loaded with later.
		l, findings, err := a.read(slices.Concat(args, a.sources, eira.Names()))
		if err != nil {
			return err
		}
		if a.Format == "json" {
			if err := a.PrintJSON(map[string]any{"findings": a.findingsJSON(findings)}); err != nil {
				return err
			}
		} else {
			a.printFindings(a.Stdout, findings)
		}
		if landscape.Failed(findings) {
			return findingsError{}
		}
		if a.Format == "table" {
			// What the files themselves add: the rest stands beside them.
			beside, _, err := a.read(slices.Concat(a.sources, eira.Names()))
			if err != nil {
				return err
			}
			own, theirs := l.Content, beside.Content
			if theirs == nil {
				theirs = &landscape.Content{} // What stands beside needs the files to be whole; then all of it is counted.
			}
			fmt.Fprintln(a.Stdout, a.say("cmd.check.good", len(own.Elements)-len(theirs.Elements), len(own.Relations)-len(theirs.Relations)))
		}
		return nil
	})
	a.sourceFlags(cmd.Flags(), "flag.check.from")
	a.FormatFlag(cmd.Flags(), "table", "json")
	return cmd
}
