package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/landscape"
)

// inquiry is a question that a command puts to the API: one document, whose only root field is the analysis.
type inquiry struct {
	document  string
	variables map[string]any
	// names are the keys that were given, by the list of the API that should hold them: actors, references, groups and so on.
	names map[string][]string
}

// analysisCommand makes the command of an analysis: what all of them have in common, around run, which asks and prints.
func (a *app) analysisCommand(name, use string, args cobra.PositionalArgs, run func(ctx context.Context, e http.Handler, args []string) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:     use,
		Short:   a.say("cmd." + name + ".short"),
		Long:    a.say("cmd." + name + ".long"),
		Example: a.say("cmd." + name + ".example"),
		Args:    args,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkFormat(); err != nil {
				return err
			}
			e, ctx, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			return run(ctx, e, args)
		},
	}
	a.readFlags(cmd.Flags())
	a.formatFlag(cmd.Flags(), "table")
	return cmd
}

// between demands a number of arguments and says what they are.
func between(least, most int, key string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return usage(key)
		}
		return nil
	}
}

// put asks, and reads the analysis out of the answer into out. With --format json the answer's data is printed as it came, and
// done tells that nothing is left to print.
func (a *app) put(ctx context.Context, e http.Handler, q inquiry, out any) (done bool, err error) {
	data, err := a.data(ctx, e, q)
	if err != nil {
		return false, err
	}
	if a.format == "json" {
		return true, a.printJSON(data)
	}
	return false, read(data, out)
}

// read decodes the only field of an answer's data.
func read(data []byte, out any) error {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	for _, f := range fields {
		return json.Unmarshal(f, out)
	}
	return nil
}

// data returns the data of an answer without errors; the first error of one that has some becomes the command's own.
func (a *app) data(ctx context.Context, e http.Handler, q inquiry) ([]byte, error) {
	raw, err := a.ask(ctx, e, q.document, q.variables)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code landscape.Code }
		}
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return nil, err
	}
	if len(answer.Errors) == 0 {
		return answer.Data, nil
	}
	first := answer.Errors[0]
	return nil, landscape.NewError(first.Extensions.Code, a.advised(ctx, e, q.names, first.Message))
}

func (a *app) printJSON(raw []byte) error {
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return err
	}
	out.WriteByte('\n')
	_, err := out.WriteTo(a.stdout)
	return err
}
