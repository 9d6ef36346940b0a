package report

import (
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
	who   selection // whom it is about, for an analysis of several actors
}

// analysis is what tells the command of one analysis from that of another.
type analysis struct {
	name, document string
	places         []string // the API's arguments that are given by place: first those that must be given, least of them
	least          int
	selects        bool // it is about the actors that flags select
	run            func(ctx context.Context, e http.Handler, q inquiry) error
}

// analysisCommand makes the command of an analysis: what all of them have in common, around run, which asks and prints.
func (a *Reporter) analysisCommand(x analysis) *cobra.Command {
	var at string
	var who selection
	cmd := a.Program.Command(x.name, x.least, len(x.places), func(ctx context.Context, args []string) error {
		q := inquiry{document: x.document, variables: map[string]any{}, names: map[string][]string{}}
		for i, arg := range args {
			q.variables[x.places[i]], q.names[x.places[i]+"s"] = arg, []string{arg}
		}
		if at != "" {
			q.variables["at"] = at
		}
		if x.selects {
			if who.Kind != "" {
				kind, err := a.enumValue("ActorKind", "--actor-kind", who.Kind)
				if err != nil {
					return err
				}
				who.Kind = kind
			}
			q.who, q.variables["actors"], q.names["actors"], q.names["groups"] = who, who, who.Keys, []string{who.Group}
		}
		e, ctx, end, err := a.Program.Open(ctx)
		if err != nil {
			return err
		}
		defer end()
		return x.run(ctx, e, q)
	})
	a.Program.ReadFlags(cmd.Flags())
	a.Program.FormatFlag(cmd.Flags(), "table", "json", CSV)
	cmd.Flags().StringVar(&at, "at", "", a.say("flag.at"))
	if x.selects {
		a.selectionFlags(cmd.Flags(), &who)
	}
	return cmd
}

// show asks, and prints the analysis that is the answer: with --format json the data as it came, with --format csv its sheet, else the
// page that print makes of it.
func show[T any, P interface {
	*T
	sheet() *sheet
}](ctx context.Context, a *Reporter, e http.Handler, q inquiry, print func(p *page, answer *T)) error {
	data, err := a.data(ctx, e, q)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		return a.PrintJSON(data)
	}
	var answer T
	if err := read(data, &answer); err != nil {
		return err
	}
	if a.Format == CSV {
		return a.printCSV(P(&answer).sheet())
	}
	p := a.newPage()
	print(p, &answer)
	return p.print()
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
func (a *Reporter) data(ctx context.Context, e http.Handler, q inquiry) (json.RawMessage, error) {
	raw, err := a.Ask(ctx, e, q.document, q.variables)
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

// printJSON prints a value, or JSON as it came.
func (a *Reporter) PrintJSON(value any) error {
	e := json.NewEncoder(a.Stdout)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(value)
}
