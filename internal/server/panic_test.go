package server

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A panic is answered, logged with its place, and the next request is served; half an answer is cut rather than ended.
func TestPanics(t *testing.T) {
	var book logbook
	api := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.RawQuery {
		case "at-once":
			w.Header().Set("Content-Length", "7")
			panic("oh no")
		case "midway":
			_, _ = io.WriteString(w, strings.Repeat("x", 1<<16))
			panic(errors.New("oh no"))
		case "abort":
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, "fine")
	})
	guarded := httptest.NewServer(New(Options{API: api, Log: book.logger()}))
	defer guarded.Close()
	get := func(origin, query string) (int, string, error) {
		response, err := http.Get(origin + "/graphql?" + query)
		if err != nil {
			return 0, "", err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		return response.StatusCode, string(body), err
	}
	status, body, err := get(guarded.URL, "at-once")
	if err != nil || status != 500 || strings.Contains(body, "oh no") {
		t.Errorf("at once: %d %q %v", status, body, err)
	}
	if panicked := book.lines(t, "a handler panicked"); len(panicked) != 1 || panicked[0]["panic"] != "oh no" ||
		!strings.Contains(panicked[0]["stack"].(string), "panic_test.go") || !strings.Contains(body, panicked[0]["request_id"].(string)) {
		t.Errorf("logged %v, answered %q", panicked, body)
	}
	if _, _, err := get(guarded.URL, "midway"); err == nil {
		t.Error("midway: half an answer passed for a whole one")
	}
	if _, _, err := get(guarded.URL, "abort"); err == nil {
		t.Error("abort: the answer was not cut")
	}
	if n := len(book.lines(t, "a handler panicked")); n != 2 {
		t.Errorf("%d panics are logged, expected 2: giving up on purpose is none", n)
	}
	if status, body, err := get(guarded.URL, ""); err != nil || status != 200 || body != "fine" {
		t.Errorf("afterwards: %d %q %v", status, body, err)
	}
	for i, line := range book.lines(t, "request") {
		if want := []float64{500, 500, 500, 200}[i]; line["status"] != want {
			t.Errorf("request %d is logged with %v, expected %v", i, line["status"], want)
		}
	}
	// Control: without the middleware there is no answer at all.
	bare := httptest.NewUnstartedServer(api)
	bare.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	bare.Start()
	defer bare.Close()
	if status, _, err := get(bare.URL, "at-once"); err == nil {
		t.Errorf("a bare handler answers a panic with %d", status)
	}
}
