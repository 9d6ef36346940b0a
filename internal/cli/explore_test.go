package cli

import (
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/server"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/internal/web"
	"github.com/arkinera/landskap/internal/web/browsertest"
	"github.com/arkinera/landskap/schema"
)

// The query page as `make run` serves it: the product's own API and questions, in a real browser, with no request elsewhere.
func TestExploreAnswers(t *testing.T) {
	model, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := newApp(nil, t.Output(), t.Output(), text.Swedish)
	a.Model, a.sources = model, []string{"sample:norrby", "sample:vasterbotten"}
	l, err := a.open(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := l.api(a, a.log())
	if err != nil {
		t.Fatal(err)
	}
	tabs := a.tabs(l)
	srv := httptest.NewServer(server.New(server.Options{API: engine, Viewer: l.viewer, Tabs: tabs}))
	t.Cleanup(srv.Close)

	// Each question is answered without errors.
	for _, tab := range tabs {
		answer, err := a.Ask(landscape.WithViewer(t.Context(), l.viewer), engine, tab.Query, nil)
		var got struct{ Errors []any }
		if err != nil || json.Unmarshal(answer, &got) != nil || got.Errors != nil {
			t.Errorf("%s: %v %s", tab.Title, err, answer)
		}
	}

	browser := browsertest.Start(t)
	browser.Navigate(srv.URL + "/")
	if web.HasGraphiQL() {
		browser.WaitFor(`document.querySelector(".graphiql-execute-button") && document.querySelector(".graphiql-query-editor .CodeMirror")`)
		// GraphiQL has read the whole schema when it can explain a type of it.
		browser.Eval(`document.querySelector('[aria-label="Show Documentation Explorer"]').click()`, nil)
		browser.WaitFor(`document.querySelector(".graphiql-doc-explorer")?.textContent.includes("Query")`)
		browser.Eval(`document.querySelector(".graphiql-execute-button").click()`, nil)
		browser.WaitFor(`document.querySelector(".result-window .CodeMirror")?.CodeMirror.getValue().includes('"described"')`)
	} else {
		browser.WaitFor(`window.query && query.value.includes("gap(")`)
		browser.Eval(`document.querySelector("form button").click()`, nil)
		browser.WaitFor(`answer.textContent.includes('"described"')`)
	}
	if folder := os.Getenv("LANDSKAP_SCREENSHOTS"); folder != "" {
		browser.Screenshot(filepath.Join(folder, "explore.png"))
	}
	if outside := browser.Outside(srv.URL); len(outside) > 0 {
		t.Errorf("requests left the origin: %s", strings.Join(outside, " "))
	}
	if complaints := browser.Complaints(); len(complaints) > 0 {
		t.Errorf("the browser complains: %s", strings.Join(complaints, " "))
	}
}
