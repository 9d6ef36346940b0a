package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/arkinera/landskap/internal/web/browsertest"
)

// greeting is a GraphQL API of one field, whose answer repeats what was asked.
// It knows as much of introspection as GraphiQL needs.
func greeting(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Query     string
		Variables map[string]any
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || r.Method != http.MethodPost {
		http.Error(w, "not a GraphQL request", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/graphql-response+json")
	var answer any = map[string]any{"hello": "hej " + asked.Query, "who": asked.Variables["who"]}
	if strings.Contains(asked.Query, "__schema") {
		text := map[string]any{"kind": "SCALAR", "name": "String", "description": "Text."}
		answer = map[string]any{"__schema": map[string]any{
			"queryType":  map[string]any{"name": "Query"},
			"directives": []any{},
			"types": []any{text, map[string]any{
				"kind": "OBJECT", "name": "Query", "interfaces": []any{}, "description": "Hälsningar.",
				"fields": []any{map[string]any{"name": "hello", "args": []any{}, "type": text, "isDeprecated": false}},
			}},
		}}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"data": answer})
}

// open serves the page with the given dist/ beside the greeting, and opens it.
func open(t *testing.T, files fstest.MapFS, target string) (*browsertest.Browser, string) {
	t.Helper()
	var page http.Handler
	tabs := append(questions(), Tab{Title: "Vem använder e-tjänsteplattformen?", Query: "query Who { hello }", Variables: `{"who": "Åsa"}`})
	if files == nil {
		page = Explore("/graphql", tabs)
	} else {
		page = explore(files, "/graphql", tabs)
	}
	mux := http.NewServeMux()
	mux.Handle("/explore", page)
	mux.Handle("/explore/", page)
	mux.HandleFunc("/graphql", greeting)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	browser := browsertest.Start(t)
	t.Cleanup(func() {
		// Whatever the test did, the page must have kept to its server.
		if outside := browser.Outside(server.URL); len(outside) > 0 {
			t.Errorf("requests left the origin: %q", outside)
		}
		if complaints := browser.Complaints(); len(complaints) > 0 {
			t.Errorf("the browser complains: %q", complaints)
		}
	})
	browser.Navigate(server.URL + target)
	return browser, server.URL
}

// shoot keeps a picture for people where LANDSKAP_SCREENSHOTS names a folder.
func shoot(browser *browsertest.Browser, name string) {
	if folder := os.Getenv("LANDSKAP_SCREENSHOTS"); folder != "" {
		browser.Screenshot(filepath.Join(folder, name+".png"))
	}
}

// link is an address as a colleague would send it.
func link(query, variables string) string {
	return "/explore?" + url.Values{"query": {query}, "variables": {variables}}.Encode()
}

func TestBrowserPlain(t *testing.T) {
	browser, _ := open(t, fstest.MapFS{}, link("query Linked { hello }", `{"who": "Örjan"}`)+"&lang=sv")
	browser.WaitFor(`query.value === "query Linked { hello }"`)
	browser.Eval(`query.focus()`, nil)
	browser.PressCtrlEnter()
	browser.WaitFor(`answer.textContent.includes("hej query Linked") && answer.textContent.includes("Örjan")`)

	// A question from the list replaces the query, and the address follows.
	browser.Eval(`questions.querySelectorAll("button")[2].click()`, nil)
	browser.WaitFor(`new URLSearchParams(location.search).get("query")?.includes("query Who")`)
	browser.WaitFor(`new URLSearchParams(location.search).get("lang") === "sv"`)
	browser.Eval(`document.querySelector("form button").click()`, nil)
	browser.WaitFor(`answer.textContent.includes("Åsa")`)
	shoot(browser, "plain")

	// What is typed lands in the address, and a bad variable is told, not sent.
	browser.Eval(`variables.value = ""; variables.focus()`, nil)
	browser.Type("[1]")
	browser.PressCtrlEnter()
	browser.WaitFor(`document.getElementById("status").textContent.includes("JSON-objekt")`)
	browser.WaitFor(`new URLSearchParams(location.search).get("variables") === "[1]"`)

	// The other language keeps the query.
	browser.Eval(`language.click()`, nil)
	browser.WaitFor(`document.documentElement?.lang === "en" && window.query?.value?.includes("query Who")`)
	browser.Eval(`variables.value = ""`, nil)
	browser.Eval(`document.querySelector("form button").click()`, nil)
	browser.WaitFor(`answer.textContent.includes("hej ")`)
}

func TestBrowserGraphiQL(t *testing.T) {
	if !HasGraphiQL() {
		const missing = "NO GRAPHIQL: run `npm ci && node build.mjs` in internal/web to run this test"
		if os.Getenv("CI") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	const (
		ready   = `document.querySelector(".graphiql-execute-button") && document.querySelector(".graphiql-query-editor .CodeMirror")`
		editor  = `document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror`
		answers = `document.querySelector(".result-window .CodeMirror").CodeMirror.getValue()`
		tabs    = `[...document.querySelectorAll(".graphiql-tab-button")].map(b => b.textContent)`
		address = `new URLSearchParams(location.search).get("query")`
	)
	browser, origin := open(t, nil, link("query Linked { hello }", `{"who": "Örjan"}`))
	browser.WaitFor(ready)
	browser.WaitFor(editor + `.getValue() === "query Linked { hello }"`)
	browser.Eval(`document.querySelector(".graphiql-execute-button").click()`, nil)
	browser.WaitFor(answers + `.includes("hej query Linked") && ` + answers + `.includes("Örjan")`)

	// The questions stand before the linked query, each whole.
	var titles []string
	browser.Eval(tabs, &titles)
	if got := strings.Join(titles, " "); got != "Hello Bad Who Linked" {
		t.Errorf("the tabs are %s", got)
	}
	browser.Eval(`document.querySelectorAll(".graphiql-tab-button")[2].click()`, nil)
	browser.WaitFor(address + `?.includes("query Who")`)
	browser.Eval(editor+`.focus()`, nil)
	browser.PressCtrlEnter()
	browser.WaitFor(answers + `.includes("Åsa")`)
	shoot(browser, "graphiql")

	// What is typed lands in the address and outlives a reload.
	browser.Eval(editor+`.setCursor(0, 0)`, nil)
	browser.Type("# min egen\n")
	browser.WaitFor(address + `?.startsWith("# min egen")`)
	browser.Eval(`window.old = true; location.reload()`, nil)
	browser.WaitFor(`!window.old && ` + ready)
	browser.WaitFor(editor + `.getValue().startsWith("# min egen")`)
	browser.Eval(tabs, &titles)
	if got := strings.Join(titles, " "); got != "Hello Bad Who Linked" {
		t.Errorf("after a reload the tabs are %s", got)
	}

	// The documentation and the dialogs work under the policy as well.
	browser.Eval(`document.querySelector('[aria-label="Show Documentation Explorer"]').click()`, nil)
	browser.WaitFor(`document.querySelector(".graphiql-doc-explorer-type-name")`)
	browser.Eval(`document.querySelector(".graphiql-doc-explorer-type-name").click()`, nil)
	browser.WaitFor(`document.querySelector(".graphiql-doc-explorer")?.textContent.includes("hello")`)
	shoot(browser, "graphiql-docs")
	browser.Eval(`document.querySelector('[aria-label="Open settings dialog"]').click()`, nil)
	browser.WaitFor(`document.querySelector(".graphiql-dialog")`)
	browser.Navigate(origin + "/explore")
	browser.WaitFor(ready)
	browser.WaitFor(editor + `.getValue().length > 0`)
}
