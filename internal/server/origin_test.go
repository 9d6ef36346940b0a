package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/arkinera/landskap/graph"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// send asks a handler on localhost:8080; headers are "Name: value".
func send(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "localhost:8080"
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// hello is an API that says who asked.
func hello() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"data":"`+landscape.ViewerFrom(r.Context()).String()+`"}`)
	})
}

// holes sends what browsers send for pages of other sites, and what others send, and tells where a handler answers wrongly.
func holes(h http.Handler) []string {
	const (
		cross, site, own, none = "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none"
		navigate, document     = "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"
		json                   = "Content-Type: application/json"
	)
	var wrong []string
	for _, c := range []struct {
		request string
		headers []string
		status  int
	}{
		// Not a browser, or our own pages, or the person.
		{"POST /graphql", []string{json}, 200},
		{"POST /graphql", []string{json, own}, 200},
		{"POST /graphql", []string{json, own, "Origin: http://localhost:8080"}, 200},
		{"POST /graphql", []string{json, own, "Origin: https://LOCALHOST:8080"}, 200},
		{"GET /graphql?query=q", nil, 200},
		{"GET /graphql?query=q", []string{none, navigate, document}, 200},
		{"GET /healthz", nil, 200},
		// A page of another site writes.
		{"POST /graphql", []string{json, cross}, 403},
		{"POST /graphql", []string{json, site}, 403},
		{"POST /graphql", []string{json, "Sec-Fetch-Site: SAME-ORIGIN-ISH"}, 403},
		{"POST /graphql", []string{json, own, cross}, 403},
		{"POST /graphql", []string{"Content-Type: text/plain", cross, "Sec-Fetch-Mode: no-cors"}, 403},
		{"POST /graphql", []string{"Content-Type: application/x-www-form-urlencoded", cross, navigate, document}, 403},
		{"OPTIONS /graphql", []string{cross, "Origin: https://evil.example", "Access-Control-Request-Method: POST"}, 403},
		// The same from a browser that does not know Sec-Fetch-Site.
		{"POST /graphql", []string{json, "Origin: https://evil.example"}, 403},
		{"POST /graphql", []string{json, "Origin: null"}, 403},
		{"POST /graphql", []string{json, "Origin: http://localhost:3000"}, 403},
		{"POST /graphql", []string{json, "Origin: http://localhost"}, 403},
		{"POST /graphql", []string{json, "Origin: http://localhost:8080.evil.example"}, 403},
		{"POST /graphql", []string{json, own, "Origin: http://evil.example"}, 403},
		// A page of another site reads, or sends somebody to read.
		{"GET /graphql?query=q", []string{cross, "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"}, 403},
		{"GET /graphql?query=q", []string{cross, navigate, document}, 403},
		{"GET /graphql?query=q", []string{site}, 403},
		{"GET /metrics", []string{cross}, 403},
		{"GET /readyz", []string{cross}, 403},
		// Whoever follows a link gets the page; a frame or a script does not.
		{"GET /explore?query=q", []string{cross, navigate, document}, 200},
		{"HEAD /explore", []string{cross, navigate, document}, 200},
		{"GET /", []string{cross, navigate, document}, 303},
		{"GET /explore", []string{cross, navigate, "Sec-Fetch-Dest: iframe"}, 403},
		{"GET /explore", []string{cross, "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"}, 403},
		{"POST /explore", []string{cross, navigate, document}, 403},
	} {
		method, target, _ := strings.Cut(c.request, " ")
		w := send(h, method, target, "{}", c.headers...)
		if w.Code != c.status {
			wrong = append(wrong, fmt.Sprintf("%s %q: %d, expected %d", c.request, c.headers, w.Code, c.status))
		}
		if cors := w.Header().Get("Access-Control-Allow-Origin"); cors != "" {
			wrong = append(wrong, fmt.Sprintf("%s %q allows %s", c.request, c.headers, cors))
		}
	}
	return wrong
}

func TestOtherSites(t *testing.T) {
	for _, hole := range holes(New(Options{API: hello(), Viewer: landscape.Public(), Log: quiet()})) {
		t.Error(hole)
	}
}

// A handler that lacks the guard, and one whose guard looks at one header only, are found out.
func TestOtherSitesControl(t *testing.T) {
	for name, h := range map[string]http.Handler{
		"no guard": localOnly(hello()),
		"Sec-Fetch-Site only": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Header.Del("Origin")
			sameOrigin(hello(), linked).ServeHTTP(w, r)
		}),
		"Origin only": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			sameOrigin(hello(), linked).ServeHTTP(w, r)
		}),
		"links everywhere": sameOrigin(hello(), linked),
	} {
		found := 0
		for _, hole := range holes(h) {
			// The routes are not what this is about: only that something got through.
			if strings.HasSuffix(hole, ": 200, expected 403") {
				found++
			}
		}
		if found == 0 {
			t.Errorf("%s: no hole is noticed", name)
		}
	}
}

// failing is a store that cannot be read, for a reason that is nobody's business outside.
type failing struct{}

func (failing) Read(context.Context, string, landscape.Viewer, func(landscape.Snapshot) error) error {
	return fmt.Errorf("page 7 of the file is gone")
}

// product is the product's own API over a store that fails.
func product(t *testing.T, o Options) http.Handler {
	t.Helper()
	model, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	o.API, err = graph.New(graph.Options{Model: model, Store: failing{}, Analyses: graph.Analyses(), Log: o.Log})
	if err != nil {
		t.Fatal(err)
	}
	return New(o)
}

// A form of a browser that says nothing of where it comes from can send only what the API does not read.
func TestFormsCannotWrite(t *testing.T) {
	h := product(t, Options{Log: quiet()})
	const body = `{"query":"{ __typename }"}`
	for media, status := range map[string]int{
		"application/json":                  200,
		"text/plain":                        415,
		"application/x-www-form-urlencoded": 415,
		"multipart/form-data; boundary=x":   415,
		"":                                  415,
	} {
		if w := send(h, "POST", "/graphql", body, "Content-Type: "+media); w.Code != status {
			t.Errorf("%q: %d, expected %d: %s", media, w.Code, status, w.Body)
		}
	}
}
