// Package server is the product's http.Handler: its routes, and what guards them.
package server

import (
	"net"
	"net/http"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/web"
)

// Options are what the server is made of.
type Options struct {
	// API answers /graphql for the viewer in the request's context.
	API http.Handler
	// Viewer is whoever asks: until there is sign-in, everybody on this machine is the same.
	Viewer landscape.Viewer
	// Tabs are the questions that the query page offers.
	Tabs []web.Tab
}

// New returns the handler of all routes. It answers only requests that name this machine itself: a page elsewhere that has its
// name point here (DNS rebinding) gets nothing.
func New(o Options) http.Handler {
	mux := http.NewServeMux()
	explore := web.Explore("/graphql", o.Tabs)
	mux.Handle("/explore", explore)
	mux.Handle("/explore/", explore)
	mux.Handle("/graphql", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		o.API.ServeHTTP(w, r.WithContext(landscape.WithViewer(r.Context(), o.Viewer)))
	}))
	mux.Handle("GET /{$}", http.RedirectHandler("/explore", http.StatusSeeOther))
	return localOnly(mux)
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
