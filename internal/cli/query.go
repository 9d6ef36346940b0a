package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/graph"
)

func (a *app) queryCommand() *cobra.Command {
	var variables string
	cmd := a.Command("cmd.query", 1, 1, func(ctx context.Context, args []string) error {
		document, err := a.document(args[0])
		if err != nil {
			return err
		}
		given := map[string]any{}
		if variables != "" {
			d := json.NewDecoder(strings.NewReader(variables))
			d.UseNumber()
			if err := d.Decode(&given); err != nil || d.More() {
				return usage("cmd.query.variables", variables)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(given)) {
			// GraphQL takes no notice of such a variable; whoever gave it should.
			if !strings.Contains(document, "$"+name) {
				a.note("cmd.query.undeclared", name)
			}
		}
		if len(a.sources) > 0 && strings.Contains(document, "mutation") {
			a.note("cmd.query.unkept")
		}
		e, ctx, end, err := a.Open(ctx)
		if err != nil {
			return err
		}
		defer end()
		answer, err := a.Ask(ctx, e, document, given)
		if err != nil {
			return err
		}
		return a.PrintJSON(answer)
	})
	a.ReadFlags(cmd.Flags())
	a.FormatFlag(cmd.Flags(), "json")
	cmd.Flags().StringVar(&variables, "variables", "", a.say("flag.variables"))
	return cmd
}

// document reads a query from a file, or from standard input for -. What is longer than a query may be is left to the API to refuse.
func (a *app) document(name string) (string, error) {
	in := a.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return "", unreadable(name, err)
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, graph.MaxBody+1))
	if err != nil {
		return "", unreadable(name, err)
	}
	return string(b), nil
}

// unreadable says that a file cannot be read, in our own words where it is not there.
func unreadable(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return usage("cmd.file.absent", name)
	}
	return usage("cmd.from.unreadable", name, err)
}
