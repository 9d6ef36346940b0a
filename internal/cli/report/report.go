// Package report has the commands that ask: each puts one question to the API and prints what it answers, as a page for people, as
// the JSON that came or as CSV. What an analysis means is the API's; the words are the catalogue's.
package report

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Reporter prints in one language, in the format that was asked for.
type Reporter struct {
	Stdout   io.Writer
	Language text.Language
	Model    *schema.Metamodel
	Format   string
	Program  Program
}

// Program is what these commands need of the one that they are part of.
type Program interface {
	// Command makes a command of its texts in the catalogue.
	Command(name string, least, most int, run func(ctx context.Context, args []string) error) *cobra.Command
	// ReadFlags adds the flags that say what is read, and through whose eyes; FormatFlag adds the one for the
	// format: the first of those that there are is the one that nobody has to ask for.
	ReadFlags(flags *pflag.FlagSet)
	FormatFlag(flags *pflag.FlagSet, formats ...string)
	// Kept returns the folder that the landscape is kept in; empty where it is none.
	Kept() string
	// Open returns the API over what the flags name, the context to ask it in, and what ends it.
	Open(ctx context.Context) (api http.Handler, asking context.Context, end func(), err error)
}

// Commands returns the commands of all analyses.
func (a *Reporter) Commands() []*cobra.Command {
	return []*cobra.Command{a.gapCommand(), a.coverageCommand(), a.sharedCommand(), a.capabilityCommand(), a.adoptionCommand()}
}

func (a *Reporter) say(key string, args ...any) string { return a.Language.Say(key, args...) }

// usage is a mistake in how a command was called.
func usage(key string, args ...any) error {
	return landscape.NewError(landscape.Invalid, text.New(key, args...))
}

// Ask puts a question to the API, as a client would over HTTP, and returns the answer's JSON. The commands have no other way in, so
// that they say what the API says.
func (a *Reporter) Ask(ctx context.Context, e http.Handler, query string, variables map[string]any) (json.RawMessage, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", a.Language.Tag())
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
