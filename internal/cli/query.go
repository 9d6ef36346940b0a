package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/graph"
)

func (a *app) queryCommand() *cobra.Command {
	var variables string
	cmd := &cobra.Command{
		Use:     "query FILE.graphql",
		Short:   a.say("cmd.query.short"),
		Long:    a.say("cmd.query.long"),
		Example: a.say("cmd.query.example"),
		Args:    a.exactly(1, "cmd.query.args"),
		RunE: func(cmd *cobra.Command, args []string) error {
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
			if a.format != "json" {
				return usage("cmd.query.format", a.format)
			}
			e, ctx, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			answer, err := a.ask(ctx, e, document, given)
			if err != nil {
				return err
			}
			var out bytes.Buffer
			if err := json.Indent(&out, answer, "", "  "); err != nil {
				return err
			}
			out.WriteByte('\n')
			_, err = out.WriteTo(a.stdout)
			return err
		},
	}
	a.readFlags(cmd.Flags())
	a.formatFlag(cmd.Flags(), "json")
	cmd.Flags().StringVar(&variables, "variables", "", a.say("flag.variables"))
	return cmd
}

// document reads a query from a file, or from standard input for -.
func (a *app) document(name string) (string, error) {
	if name == "-" {
		b, err := io.ReadAll(io.LimitReader(a.stdin, graph.MaxBody+1))
		return string(b), err
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return "", usage("cmd.from.unreadable", name, err)
	}
	return string(b), nil
}

// ask puts a question to the API, as a client would over HTTP, and returns the answer's JSON. The commands have no other way in, so
// that they say what the API says.
func (a *app) ask(ctx context.Context, e http.Handler, query string, variables map[string]any) ([]byte, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", a.language.Tag())
	w := &answerWriter{header: http.Header{}}
	e.ServeHTTP(w, r)
	if w.body.Len() == 0 {
		return nil, errors.New("the API gave no answer")
	}
	return w.body.Bytes(), nil
}

// answerWriter keeps an answer in memory.
type answerWriter struct {
	header http.Header
	body   bytes.Buffer
}

func (w *answerWriter) Header() http.Header         { return w.header }
func (w *answerWriter) Write(b []byte) (int, error) { return w.body.Write(b) }
func (w *answerWriter) WriteHeader(int)             {}

// exactly demands a number of arguments and says what they are.
func (a *app) exactly(n int, key string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != n {
			return usage(key)
		}
		return nil
	}
}
