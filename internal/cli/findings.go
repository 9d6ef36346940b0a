package cli

import (
	"encoding/json"
	"fmt"
	"io"

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
		if f.Suggestion != "" {
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
	var from []string
	cmd := &cobra.Command{
		Use:     "check FILE...",
		Short:   a.say("cmd.check.short"),
		Long:    a.say("cmd.check.long"),
		Example: a.say("cmd.check.example"),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("cmd.check.args")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.checkFormat(); err != nil {
				return err
			}
			// All packages stand beside the files, so that what they refer to is there whichever they are loaded with later.
			sources := append(append([]string{}, args...), from...)
			l, findings, err := a.read(append(sources, eira.Names()...))
			if err != nil {
				return err
			}
			if a.format == "json" {
				e := json.NewEncoder(a.stdout)
				e.SetIndent("", "  ")
				e.SetEscapeHTML(false)
				if err := e.Encode(map[string]any{"findings": a.findingsJSON(findings)}); err != nil {
					return err
				}
			} else {
				a.printFindings(a.stdout, findings)
			}
			if landscape.Failed(findings) {
				return findingsError{}
			}
			if a.format == "table" {
				own, _, err := a.read(eira.Names())
				if err != nil {
					return err
				}
				fmt.Fprintln(a.stdout, a.say("cmd.check.good", len(l.content.Elements)-len(own.content.Elements), len(l.content.Relations)-len(own.content.Relations)))
			}
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&from, "from", nil, a.say("flag.check.from"))
	cmd.Flags().Int64Var(&a.maxFile, "max-file", 64<<20, a.say("flag.max_file"))
	a.formatFlag(cmd.Flags(), "table")
	return cmd
}
