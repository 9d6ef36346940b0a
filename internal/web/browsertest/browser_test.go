package browsertest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/web/browsertest"
)

// TestSeesWhatLeaves is the negative control of every test that relies on this
// package: a page which asks elsewhere, in several ways, must be caught at it.
func TestSeesWhatLeaves(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/strict" {
			w.Header().Set("Content-Security-Policy", "default-src 'self'")
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!DOCTYPE html><title>åäö</title><img src="http://image.invalid/a.png">
			<script>fetch("http://fetch.invalid/b").catch(() => {}); new WebSocket("ws://socket.invalid/s"); console.error("oh no", 7); setTimeout(() => { throw new Error("thrown") })</script>`)
	}))
	defer server.Close()
	browser := browsertest.Start(t)
	browser.Navigate(server.URL + "/")
	browser.WaitFor(`document.title === "åäö"`)
	for _, want := range []string{"http://image.invalid/a.png", "http://fetch.invalid/b", "ws://socket.invalid/s"} {
		if !slices.Contains(browser.Outside(server.URL), want) {
			t.Errorf("%s went unseen among %q", want, browser.Requests())
		}
	}
	if !slices.Contains(browser.Requests(), server.URL+"/") {
		t.Errorf("the page itself is missing among %q", browser.Requests())
	}
	for _, want := range []string{"oh no", "thrown"} {
		if !slices.ContainsFunc(browser.Complaints(), func(s string) bool { return strings.Contains(s, want) }) {
			t.Errorf("%q went unheard among %q", want, browser.Complaints())
		}
	}

	browser.Navigate(server.URL + "/strict")
	// The policy answers the page's fetch with a rejection; by then it has been told.
	browser.Eval(`fetch("http://fetch.invalid/c").catch(() => {})`, nil)
	if !slices.ContainsFunc(browser.Complaints(), func(s string) bool { return strings.Contains(s, "Content Security Policy") }) {
		t.Errorf("a violated policy went unheard among %q", browser.Complaints())
	}
}
