package server

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

// statusGone is the status in the log of a request whose client went before there was an answer, as nginx has it.
const statusGone = 499

// maxPath bounds how much of a path a line of the log tells.
const maxPath = 200

// observe gives every request its id and its viewer, and leaves one line in the log and a few counts behind. A handler that panics
// is answered for with 500, and the process lives on. What a query says is nobody's business: of the address only the path is
// logged, and of the viewer only the kind.
func (s *server) observe(next http.Handler) http.Handler {
	kind, _, _ := strings.Cut(s.Viewer.String(), "=")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		id := requestID(r.Header.Get(requestIDHeader))
		ctx := context.WithValue(r.Context(), requestIDKey{}, id)
		r = r.WithContext(landscape.WithViewer(ctx, s.Viewer))
		w.Header().Set(requestIDHeader, id)
		rec := &recorder{ResponseWriter: w}
		s.metrics.inFlight.Inc()
		defer func() {
			cut := s.caught(ctx, rec, recover())
			if rec.status == 0 {
				rec.status = http.StatusOK
				if ctx.Err() != nil {
					rec.status = statusGone
				}
			}
			if r.Method == http.MethodHead {
				rec.bytes = 0 // net/http swallows the body.
			}
			took := time.Since(began)
			method := methodName(r.Method)
			s.metrics.inFlight.Dec()
			s.metrics.observe(s.routeOf(r), method, rec.status, rec.bytes, took)
			s.Log.LogAttrs(ctx, slog.LevelInfo, "request", slog.String("method", method), slog.String("path", clip(r.URL.Path)),
				slog.Int("status", rec.status), slog.Duration("duration", took), slog.Int64("bytes", rec.bytes), slog.String("viewer", kind))
			if cut {
				panic(http.ErrAbortHandler)
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

// caught deals with what a handler panicked with, if it did. It reports whether the connection must be cut, so that nobody takes
// half an answer for a whole one.
func (s *server) caught(ctx context.Context, rec *recorder, v any) (cut bool) {
	if v == nil {
		return false
	}
	cut = rec.status != 0
	if v == http.ErrAbortHandler {
		cut = true
	} else {
		s.Log.ErrorContext(ctx, "a handler panicked", "panic", v, "stack", string(debug.Stack()))
	}
	if !cut {
		http.Error(rec, "something went wrong here; the log knows more, under request "+RequestID(ctx), http.StatusInternalServerError)
	}
	rec.status = http.StatusInternalServerError
	return cut
}

// routeOf names the route that a request took; other where there was none, whatever was asked for.
func (s *server) routeOf(r *http.Request) string {
	if route, ok := s.routes[r.Pattern]; ok {
		return route
	}
	return "other"
}

// methodName returns the method, or other for one that is not in use here.
func methodName(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

func clip(path string) string {
	if len(path) > maxPath {
		return path[:maxPath] + "..."
	}
	return path
}

// recorder notes what a handler answers.
type recorder struct {
	http.ResponseWriter
	status int // 0 until the handler answers
	bytes  int64
}

// WriteHeader notes the status; those below 200 only announce one.
func (rec *recorder) WriteHeader(status int) {
	if rec.status == 0 && status >= 200 {
		rec.status = status
	}
	rec.ResponseWriter.WriteHeader(status)
}

func (rec *recorder) Write(b []byte) (int, error) {
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	n, err := rec.ResponseWriter.Write(b)
	rec.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController find what it needs.
func (rec *recorder) Unwrap() http.ResponseWriter { return rec.ResponseWriter }
