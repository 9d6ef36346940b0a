// Package server is the product's http.Handler: its routes, what guards them, and what operators see of it.
//
// Every request passes observe (request id, access log, metrics, panics), localOnly (the name it asks for) and, by route, sameOrigin
// (the page it comes from). Serve runs a handler on a listener and ends it without cutting anybody off.
package server

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/web"
)

// Options are what the server is made of. API is needed.
type Options struct {
	// API answers /graphql for the viewer in the request's context. It bounds the bodies that it reads.
	API http.Handler
	// Viewer is whoever asks: until there is sign-in, everybody on this machine is the same.
	Viewer landscape.Viewer
	// Tabs are the questions that the query page offers.
	Tabs []web.Tab
	// Log takes a line for each request and whatever goes wrong; slog.Default if nil.
	Log *slog.Logger
	// Ready returns nil while requests can be answered, else why not; always ready if nil.
	Ready func(context.Context) error
	// Registry takes the server's metrics and is what /metrics shows; one of the server's own if nil. It serves one server.
	Registry *prometheus.Registry
}

// server is what the handlers share.
type server struct {
	Options
	metrics *metrics
	routes  map[string]string // from a pattern of the mux to the name of the route in metrics
}

// New returns the handler of all routes. It answers only requests that name this machine itself: a page elsewhere that has its
// name point here (DNS rebinding) gets nothing. Nor do other sites' pages, though they may link to the pages here.
func New(o Options) http.Handler {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	o.Log = slog.New(LogHandler(o.Log.Handler()))
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	s := &server{Options: o, metrics: newMetrics(o.Registry), routes: map[string]string{}}
	mux := http.NewServeMux()
	handle := func(pattern string, h http.Handler) {
		s.routes[pattern] = strings.TrimSuffix(strings.TrimPrefix(pattern, "GET "), "{$}")
		mux.Handle(pattern, h)
	}
	explore := sameOrigin(web.Explore("/graphql", o.Tabs), linked)
	handle("/explore", explore)
	handle("/explore/", explore)
	handle("GET /{$}", sameOrigin(http.RedirectHandler("/explore", http.StatusSeeOther), linked))
	handle("/graphql", sameOrigin(http.HandlerFunc(s.api), nil))
	handle("GET /healthz", sameOrigin(http.HandlerFunc(alive), nil))
	handle("GET /readyz", sameOrigin(http.HandlerFunc(s.ready), nil))
	handle("GET /metrics", sameOrigin(s.metrics.handler(o.Registry, o.Log), nil))
	return s.observe(localOnly(mux))
}

// api hands a request on to the API.
func (s *server) api(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	s.API.ServeHTTP(&answerReader{ResponseWriter: w, codes: s.metrics.codes}, r)
}

func localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if !Loopback(host) {
			http.Error(w, "this server answers only on the machine it runs on", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Loopback reports whether a host names this machine itself and can be reached from nowhere else.
func Loopback(host string) bool {
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
