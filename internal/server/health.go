package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

// readyWithin is how long a store may take to say whether it is ready. Whoever asks waits no longer than a few seconds himself.
const readyWithin = 2 * time.Second

// alive says that the process answers at all.
func alive(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") }

// ready says whether requests can be answered now. Why not is for the log; whoever asks is told only the code.
func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	if s.Ready == nil {
		say(w, http.StatusOK, "ok")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
	defer cancel()
	err := s.Ready(ctx)
	if err == nil {
		say(w, http.StatusOK, "ok")
		return
	}
	code := landscape.CodeOf(err)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		code = landscape.Unavailable
	}
	s.Log.WarnContext(ctx, "not ready", "code", string(code), "error", err)
	say(w, http.StatusServiceUnavailable, string(code))
}

func say(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// A client that is gone is no failure of ours.
	_, _ = io.WriteString(w, word)
}
