package server

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
)

// requestIDHeader carries the id of a request, in and out.
const requestIDHeader = "X-Request-Id"

// maxRequestID is the length of the longest id that is taken from a client.
const maxRequestID = 64

type requestIDKey struct{}

// RequestID returns the id of the request that a context belongs to; empty where there is none.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// requestID returns the id that a client gave, or a new one where that is not fit to stand in a log.
func requestID(given string) string {
	odd := func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_'
	}
	if given == "" || len(given) > maxRequestID || strings.ContainsFunc(given, odd) {
		return rand.Text()
	}
	return given
}

// logHandler adds the id of the request to every line that is logged in the request's context.
type logHandler struct{ slog.Handler }

// LogHandler returns a handler that adds the request's id to what h logs, as request_id. Lines outside a request stay as they are.
func LogHandler(h slog.Handler) slog.Handler {
	if _, ok := h.(logHandler); ok {
		return h
	}
	return logHandler{h}
}

// Handle logs a line.
func (h logHandler) Handle(ctx context.Context, r slog.Record) error {
	if id := RequestID(ctx); id != "" {
		r = r.Clone()
		r.AddAttrs(slog.String("request_id", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs returns a handler whose lines have the attributes.
func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return logHandler{h.Handler.WithAttrs(attrs)}
}

// WithGroup returns a handler whose attributes, the id included, stand in the group.
func (h logHandler) WithGroup(name string) slog.Handler {
	return logHandler{h.Handler.WithGroup(name)}
}
