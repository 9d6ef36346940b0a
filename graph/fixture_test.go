package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// today is the day on which all tests ask.
const today landscape.Date = "2026-12-01"

var loadModel = sync.OnceValues(schema.Load)

func model(t testing.TB) *schema.Metamodel {
	t.Helper()
	m, err := loadModel()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// content reads change-set files that have nothing wrong with them.
func content(t testing.TB, m *schema.Metamodel, sources ...string) *landscape.Content {
	t.Helper()
	all := &landscape.ChangeSet{}
	for _, source := range sources {
		set, findings := changeset.Read(m, "test", strings.NewReader(source), changeset.Limits{})
		for _, f := range findings {
			t.Errorf("%s %s %s %q: %s", f.Place, f.Place.Path, f.Code, f.Value, f.Message.In(text.English))
		}
		if set != nil {
			all.Add(set)
		}
	}
	c, findings := landscape.Assemble(&landscape.ChangeSet{}, all)
	for _, f := range findings {
		t.Errorf("%s %q: %s", f.Code, f.Value, f.Message.In(text.English))
	}
	if c == nil {
		t.FailNow()
	}
	return c
}

// dalen is the landscape of most tests, in the product's model.
func dalen(t testing.TB) landscape.Store {
	t.Helper()
	return dalenIn(t, model(t))
}

func dalenIn(t testing.TB, m *schema.Metamodel) landscape.Store {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("testdata", "landscapes", "dalen.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return plain.New(content(t, m, string(source)))
}

// engine returns the product's engine over a store. What it logs is discarded unless options say otherwise.
func engine(t testing.TB, store landscape.Store, options ...func(*Options)) *Engine {
	t.Helper()
	o := Options{
		Model: model(t), Store: store, Analyses: Analyses(),
		Today: func() landscape.Date { return today }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	for _, option := range options {
		option(&o)
	}
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// post sends a body as a client would.
func post(e http.Handler, viewer landscape.Viewer, body []byte, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(landscape.WithViewer(context.Background(), viewer), http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", "en")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	return w
}

// body is a request as JSON; variables are JSON already, or empty.
func body(query, variables string) []byte {
	b, err := json.Marshal(struct {
		Query     string          `json:"query"`
		Variables json.RawMessage `json:"variables,omitempty"`
	}{query, json.RawMessage(variables)})
	if err != nil {
		panic(err)
	}
	return b
}

// ask asks a query without variables and returns the whole answer.
func ask(e http.Handler, viewer landscape.Viewer, query string) string {
	return post(e, viewer, body(query, "")).Body.String()
}

// data asks a query as a steward and returns the data, which must be there without errors.
func data(t testing.TB, e http.Handler, query string) string {
	t.Helper()
	var answer struct {
		Data   json.RawMessage
		Errors json.RawMessage
	}
	text := ask(e, landscape.Steward(), query)
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatalf("%s: %s: %v", query, text, err)
	}
	if answer.Errors != nil {
		t.Fatalf("%s: %s", query, text)
	}
	return string(answer.Data)
}
