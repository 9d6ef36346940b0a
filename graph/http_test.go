package graph

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
)

// TestHTTP: GraphQL over HTTP by its specification. What is wrong with the request itself has a status of its own, whatever the
// client wants to read; a well-formed request that is not executed is 200 in plain JSON and 400 otherwise.
func TestHTTP(t *testing.T) {
	e := engine(t, dalen(t))
	const (
		query  = `{"query": "{ __typename }"}`
		answer = `{"data":{"__typename":"Query"},"extensions":{"revision":1}}`
		wrong  = `{"query": "{ nothing }"}`
	)
	get := func(values ...string) string {
		q := url.Values{}
		for i := 0; i < len(values); i += 2 {
			q.Set(values[i], values[i+1])
		}
		return "/graphql?" + q.Encode()
	}
	tests := []struct {
		name, method, address, body, contentType, accept string
		status                                           int
		media, code, message                             string // code is empty where answer is given
	}{
		{name: "post", body: query, status: 200, media: mediaJSON},
		{name: "charset", body: query, contentType: "application/json; charset=UTF-8", status: 200, media: mediaJSON},
		{name: "accept anything", body: query, accept: "*/*", status: 200, media: mediaJSON},
		{name: "accept any application", body: query, accept: "text/html, application/*;q=0.5", status: 200, media: mediaJSON},
		{name: "accept the new type", body: query, accept: mediaGraphQL, status: 200, media: mediaGraphQL},
		{name: "accept the new type rather", body: query, accept: "application/json;q=0.9, application/graphql-response+json; charset=utf-8", status: 200, media: mediaGraphQL},
		{name: "accept the old type rather", body: query, accept: "application/json, application/graphql-response+json;q=0.9", status: 200, media: mediaJSON},
		{name: "members in any order and more", body: `{"x": [], "variables": null, "operationName": null, "extensions": {"a": 1}, "query": "{ __typename }"}`, status: 200, media: mediaJSON},
		{name: "operation by name", body: `{"operationName": "B", "query": "query A { a: __typename } query B { __typename }"}`, status: 200, media: mediaJSON},
		{name: "get", method: "GET", address: get("query", "{ __typename }"), status: 200, media: mediaJSON},
		{name: "get with all", method: "GET", address: get("query", "query A($i: Boolean!) { __typename @include(if: $i) }", "variables", `{"i": true}`, "operationName", "A", "extensions", "{}"), status: 200, media: mediaJSON},
		{name: "get of the new type", method: "GET", address: get("query", "{ __typename }"), accept: mediaGraphQL, status: 200, media: mediaGraphQL},

		{name: "not executed, old type", body: wrong, status: 200, media: mediaJSON, code: "INVALID", message: "Cannot query field"},
		{name: "not executed, new type", body: wrong, accept: mediaGraphQL, status: 400, media: mediaGraphQL, code: "INVALID", message: "Cannot query field"},
		{name: "no such operation", body: `{"operationName": "C", "query": "query A { a: __typename }"}`, status: 200, media: mediaJSON, code: "INVALID", message: "operation C not found"},
		{name: "which operation", body: `{"query": "query A { a: __typename } query B { __typename }"}`, accept: mediaGraphQL, status: 400, media: mediaGraphQL, code: "INVALID", message: "not found"},
		{name: "get a mutation", method: "GET", address: get("query", "mutation { x }"), status: 200, media: mediaJSON, code: "INVALID", message: "does not support operation type"},
		{name: "get without query", method: "GET", address: "/graphql", status: 400, media: mediaJSON, code: "INVALID", message: "there is no query"},
		{name: "get with broken variables", method: "GET", address: get("query", "{ __typename }", "variables", "{"), status: 400, media: mediaJSON, code: "INVALID", message: "variables is written wrongly"},
		{name: "get with broken text", method: "GET", address: "/graphql?query=%ff", status: 400, media: mediaJSON, code: "INVALID", message: "there is no query"},
		{name: "put", method: "PUT", body: query, status: 405, media: mediaJSON, code: "INVALID", message: "GET or POST"},
		{name: "options", method: "OPTIONS", status: 405, media: mediaJSON, code: "INVALID", message: "GET or POST"},
		{name: "text", body: query, contentType: "text/plain", status: 415, media: mediaJSON, code: "INVALID", message: "application/json in utf-8"},
		{name: "form", body: "query={__typename}", contentType: "application/x-www-form-urlencoded", status: 415, media: mediaJSON, code: "INVALID", message: "application/json in utf-8"},
		{name: "upload", body: query, contentType: "multipart/form-data; boundary=x", status: 415, media: mediaJSON, code: "INVALID", message: "application/json in utf-8"},
		{name: "no type", body: query, contentType: "-", status: 415, media: mediaJSON, code: "INVALID", message: "application/json in utf-8"},
		{name: "another charset", body: query, contentType: "application/json; charset=latin1", status: 415, media: mediaJSON, code: "INVALID", message: "application/json in utf-8"},
		{name: "accept html", body: query, accept: "text/html", status: 406, media: mediaJSON, code: "INVALID", message: "the answer is application/graphql-response+json"},
		{name: "accept nothing of ours", body: query, accept: "application/json;q=0", status: 406, media: mediaJSON, code: "INVALID", message: "the answer is"},
		{name: "accept another charset", body: query, accept: "application/json; charset=latin1", status: 406, media: mediaJSON, code: "INVALID", message: "the answer is"},
		{name: "no body", status: 400, media: mediaJSON, code: "INVALID", message: "a JSON object with query"},
		{name: "broken JSON, new type", body: `{"query": `, accept: mediaGraphQL, status: 400, media: mediaGraphQL, code: "INVALID", message: "a JSON object with query"},
		{name: "text behind", body: query + " x", status: 400, media: mediaJSON, code: "INVALID", message: "a JSON object with query"},
		{name: "bracket behind", body: query + "}", status: 400, media: mediaJSON, code: "INVALID", message: "a JSON object with query"},
		{name: "batch", body: "[" + query + "]", status: 400, media: mediaJSON, code: "INVALID", message: "a JSON object with query"},
		{name: "null", body: "null", status: 400, media: mediaJSON, code: "INVALID", message: "a JSON object with query"},
		{name: "no query", body: `{"variables": {}}`, status: 400, media: mediaJSON, code: "INVALID", message: "there is no query"},
		{name: "null query", body: `{"query": null}`, status: 400, media: mediaJSON, code: "INVALID", message: "there is no query"},
		{name: "query a number", body: `{"query": 1}`, status: 400, media: mediaJSON, code: "INVALID", message: "there is no query"},
		{name: "name a number", body: `{"query": "{ __typename }", "operationName": 1}`, status: 400, media: mediaJSON, code: "INVALID", message: "operationName is written wrongly"},
		{name: "variables a list", body: `{"query": "{ __typename }", "variables": []}`, status: 400, media: mediaJSON, code: "INVALID", message: "variables is written wrongly"},
		{name: "variables a text", body: `{"query": "{ __typename }", "variables": "{}"}`, status: 400, media: mediaJSON, code: "INVALID", message: "variables is written wrongly"},
		{name: "extensions a number", body: `{"query": "{ __typename }", "extensions": 0}`, status: 400, media: mediaJSON, code: "INVALID", message: "extensions is written wrongly"},
		{name: "no UTF-8", body: "{\"query\": \"{ __typename } # \xff\"}", status: 400, media: mediaJSON, code: "INVALID", message: "a JSON object with query"},
		{name: "too large", body: `{"query": "` + strings.Repeat(" ", MaxBody) + `{ __typename }"}`, status: 413, media: mediaJSON, code: "LIMIT", message: "larger than 256 KiB"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			method, address, contentType := test.method, test.address, test.contentType
			if method == "" {
				method = http.MethodPost
			}
			if address == "" {
				address = "/graphql"
			}
			r := httptest.NewRequestWithContext(landscape.WithViewer(context.Background(), landscape.Public()), method, address, strings.NewReader(test.body))
			switch {
			case contentType == "" && method != http.MethodGet:
				r.Header.Set("Content-Type", "application/json")
			case contentType != "" && contentType != "-":
				r.Header.Set("Content-Type", contentType)
			}
			if test.accept != "" {
				r.Header.Set("Accept", test.accept)
			}
			r.Header.Set("Accept-Language", "en")
			w := httptest.NewRecorder()
			e.ServeHTTP(w, r)
			if w.Code != test.status || w.Header().Get("Content-Type") != test.media+"; charset=utf-8" {
				t.Errorf("status %d, type %s; want %d, %s", w.Code, w.Header().Get("Content-Type"), test.status, test.media)
			}
			if got := w.Header().Get("Content-Length"); got != fmt.Sprint(w.Body.Len()) {
				t.Errorf("Content-Length %s of %d", got, w.Body.Len())
			}
			if w.Code == http.StatusMethodNotAllowed && w.Header().Get("Allow") == "" {
				t.Error("no Allow")
			}
			if test.code == "" {
				if w.Body.String() != answer {
					t.Errorf("got %s", w.Body)
				}
				return
			}
			if f := failed(t, w.Body.String()); f.Data != nil || f.Errors[0].Extensions.Code != test.code || !strings.Contains(f.Errors[0].Message, test.message) {
				t.Errorf("got %s, want %s %q", w.Body, test.code, test.message)
			}
		})
	}
}

// TestAcceptOnSeveralLines: a header may come in several lines.
func TestAcceptOnSeveralLines(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/graphql?query={__typename}", nil)
	r.Header["Accept"] = []string{"text/html", mediaGraphQL}
	w := httptest.NewRecorder()
	engine(t, dalen(t)).ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

// TestNobodySeesNothing: without a viewer in the context there is nothing to see, and the schema all the same.
func TestNobodySeesNothing(t *testing.T) {
	e := engine(t, dalen(t))
	got := ask(e, landscape.Viewer{}, `{ systems { totalCount nodes { key } } references { totalCount } __type(name: "System") { name } }`)
	if want := `{"data":{"systems":{"totalCount":0,"nodes":[]},"references":{"totalCount":0},"__type":{"name":"System"}},"extensions":{"revision":1}}`; got != want {
		t.Errorf("got %s", got)
	}
	f := failed(t, ask(e, landscape.Member("a/nobody"), `{ systems { totalCount } }`))
	if f.Errors[0].Extensions.Code != "NOT_FOUND" || string(f.Data) != "null" {
		t.Errorf("got %+v", f)
	}
}

// broken is a store that fails inside.
type broken struct {
	landscape.Store
	fail func() error
}

func (b broken) Read(context.Context, string, landscape.Viewer, func(landscape.Snapshot) error) error {
	return b.fail()
}

// TestInternalErrorsStayInside: the client learns that something went wrong, the log learns what.
func TestInternalErrorsStayInside(t *testing.T) {
	const secret = "bolt://user:password@10.0.0.1"
	for name, test := range map[string]struct {
		fail         func() error
		code, inside string
		status       int
	}{
		"error":       {func() error { return fmt.Errorf("connecting to %s", secret) }, "INTERNAL", secret, 200},
		"panic":       {func() error { panic(secret) }, "INTERNAL", secret, 500},
		"interrupted": {func() error { return fmt.Errorf("reading: %w", context.DeadlineExceeded) }, "UNAVAILABLE", "", 200},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			e := engine(t, broken{plain.New(&landscape.Content{}), test.fail}, func(o *Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
			w := post(e, landscape.Steward(), body(`{ systems { totalCount } }`, ""), "Accept-Language", "sv")
			if w.Code != test.status || strings.Contains(w.Body.String(), "10.0.0.1") || w.Header().Get("Content-Type") == "" {
				t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
			}
			if f := failed(t, w.Body.String()); f.Errors[0].Extensions.Code != test.code {
				t.Errorf("got %s", w.Body)
			}
			if !strings.Contains(log.String(), test.inside) {
				t.Errorf("the log has %q", log.String())
			}
		})
	}
}

// TestClientGone: a request whose client has gone is not answered and is nobody's fault.
func TestClientGone(t *testing.T) {
	ctx, cancel := context.WithCancel(landscape.WithViewer(context.Background(), landscape.Steward()))
	cancel()
	w := httptest.NewRecorder()
	engine(t, dalen(t)).ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/graphql?query={systems{totalCount}}", nil))
	if w.Body.Len() != 0 {
		t.Errorf("got %s", w.Body)
	}
}

// TestLongDocumentsAreNotKept: what is parsed is kept for the next request, unless it is long.
func TestLongDocumentsAreNotKept(t *testing.T) {
	e := engine(t, dalen(t))
	kept := documents{lru.New[*ast.QueryDocument](2)}
	e.server.SetQueryCache(kept)
	for query, want := range map[string]bool{"{ __typename }": true, "{ __typename } #" + strings.Repeat("x", maxDocumentLength): false} {
		if got := ask(e, landscape.Public(), query); !strings.Contains(got, "Query") {
			t.Errorf("got %s", got)
		}
		if _, ok := kept.Get(t.Context(), query); ok != want {
			t.Errorf("a document of %d bytes is kept: %t", len(query), ok)
		}
	}
}
