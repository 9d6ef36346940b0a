package server

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

func TestRoutes(t *testing.T) {
	h := New(Options{
		Viewer: landscape.Public(),
		API: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, landscape.ViewerFrom(r.Context()).String())
		}),
	})
	for _, c := range []struct {
		host, path string
		status     int
		body       string
	}{
		{"127.0.0.1:8080", "/graphql", 200, "public"},
		{"localhost:8080", "/graphql", 200, "public"},
		{"[::1]:8080", "/graphql", 200, "public"},
		{"localhost", "/", 303, ""},
		{"localhost", "/explore", 200, ""},
		{"localhost", "/nowhere", 404, ""},
		{"localhost", "/healthz", 200, "ok"},
		{"localhost", "/readyz", 200, "ok"},
		{"localhost", "/metrics", 200, ""},
		// A name from elsewhere that points here gets nothing, whatever the path.
		{"evil.example", "/graphql", 403, ""},
		{"evil.example", "/explore", 403, ""},
		{"evil.example", "/healthz", 403, ""},
		{"evil.example", "/metrics", 403, ""},
		{"127.0.0.1.evil.example", "/graphql", 403, ""},
		{"", "/graphql", 403, ""},
	} {
		r := httptest.NewRequest("GET", c.path, nil)
		r.Host = c.host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.status || c.body != "" && w.Body.String() != c.body {
			t.Errorf("%q %s: %d %q, expected %d %q", c.host, c.path, w.Code, w.Body.String(), c.status, c.body)
		}
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.9.9.9": true, "::1": true, "[::1]": true, "localhost": true, "LOCALHOST": true,
		"": false, "0.0.0.0": false, "::": false, "192.168.1.2": false, "example.org": false, "localhost.example.org": false,
	} {
		if got := Loopback(host); got != want {
			t.Errorf("Loopback(%q) = %v", host, got)
		}
	}
}
