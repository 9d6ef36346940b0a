package server

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/arkinera/landskap/internal/web/browsertest"
)

// attacks are what a page can do to another origin without being asked whether it may. Each ends when the other has answered.
func attacks() map[string]string {
	return map[string]string{
		"write":      `fetch(target, {method: "POST", mode: "no-cors", body: "{}"}).catch(() => {})`,
		"write JSON": `fetch(target, {method: "POST", body: "{}", headers: {"Content-Type": "application/json"}}).catch(() => {})`,
		"read":       `fetch(target + "&query=q", {mode: "no-cors", credentials: "include"}).catch(() => {})`,
		"picture":    `new Promise(done => { const i = new Image(); i.onload = i.onerror = done; i.src = target + "&query=q" })`,
		"script":     `new Promise(done => { const s = document.createElement("script"); s.onload = s.onerror = done; s.src = target + "&query=q"; document.head.append(s) })`,
		"frame":      `new Promise(done => { const f = document.createElement("iframe"); f.onload = done; f.src = target + "&query=q"; document.body.append(f) })`,
		"form": `new Promise(done => {
			const frame = document.createElement("iframe"), form = document.createElement("form")
			frame.name = "answer"
			document.body.append(frame, form)
			frame.onload = () => { frame.remove(); done() }
			form.target = "answer"; form.method = "post"; form.action = target; form.enctype = "text/plain"
			form.submit()
		})`,
	}
}

// A real browser, whose pages of other sites - another host, and another port of this machine - try what they can: nothing reaches
// the API, while our own page does. Against a handler without the guard all of it does.
func TestBrowserOtherSites(t *testing.T) {
	var reached atomic.Int64
	api := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// What the query page asks by itself, as GraphiQL does, does not count.
		if r.URL.Query().Has("attack") {
			reached.Add(1)
		}
		_, _ = io.WriteString(w, `{"data":{}}`)
	})
	guarded := httptest.NewServer(New(Options{API: api, Log: quiet()}))
	defer guarded.Close()
	bare := httptest.NewServer(localOnly(api))
	defer bare.Close()
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!DOCTYPE html><title>Elsewhere</title><link rel=icon href=data:,><body>")
	}))
	defer other.Close()
	browser := browsertest.Start(t)
	try := func(target, script string) int64 {
		reached.Store(0)
		browser.Eval(fmt.Sprintf(`(async () => { const target = %q; await %s })()`, target+"/graphql?attack", script), nil)
		return reached.Load()
	}
	for _, page := range []string{other.URL, strings.Replace(other.URL, "127.0.0.1", "localhost", 1)} {
		browser.Navigate(page)
		for name, script := range attacks() {
			if try(guarded.URL, script) != 0 {
				t.Errorf("%s: %s reaches the API", page, name)
			}
			if try(bare.URL, script) == 0 {
				t.Errorf("%s: %s does not reach a handler without the guard: it proves nothing", page, name)
			}
		}
		// Following a link to the page works, and there the API answers.
		browser.Eval(fmt.Sprintf(`void setTimeout(() => { location.href = %q }, 0)`, guarded.URL+"/explore"), nil)
		browser.WaitFor(fmt.Sprintf(`location.origin === %q && document.readyState === "complete"`, guarded.URL))
		if try(guarded.URL, attacks()["write JSON"]) != 1 {
			t.Error("our own page does not reach the API")
		}
	}
}
