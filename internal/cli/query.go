package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/graph"
)

func (a *app) queryCommand() *cobra.Command {
	var variables string
	cmd := a.command("cmd.query", 1, 1, func(ctx context.Context, args []string) error {
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
		e, ctx, err := a.open(ctx)
		if err != nil {
			return err
		}
		answer, err := a.ask(ctx, e, document, given)
		if err != nil {
			return err
		}
		return a.printJSON(answer)
	})
	a.readFlags(cmd.Flags(), "flag.from")
	a.viewerFlag(cmd.Flags())
	a.formatFlag(cmd.Flags(), "json")
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

// ask puts a question to the API, as a client would over HTTP, and returns the answer's JSON. The commands have no other way in, so
// that they say what the API says.
func (a *app) ask(ctx context.Context, e http.Handler, query string, variables map[string]any) (json.RawMessage, error) {
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
