package web

import (
	"crypto/rand"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
)

// explorer answers the page and its assets.
type explorer struct {
	page     *template.Template
	assets   assets
	graphiql bool
	endpoint string
	tabs     []tab
}

// tab is a Tab as the scripts read it.
type tab struct {
	Title     string `json:"title"`
	Query     string `json:"query"`
	Variables string `json:"variables"`
}

// view is what the page's template is filled with.
type view struct {
	Lang     string
	Text     texts
	GraphiQL bool
	Assets   string
	Nonce    string
	Config   config
}

// config reaches the scripts as a block of JSON inside the page, which is data
// and never runs.
type config struct {
	Endpoint string            `json:"endpoint"`
	Version  string            `json:"version"`
	Tabs     []tab             `json:"tabs"`
	Text     map[string]string `json:"text"`
}

func explore(files fs.FS, endpoint string, tabs []Tab) http.Handler {
	static := sub(own, "static")
	e := &explorer{
		page:     template.Must(template.ParseFS(static, "explore.html")),
		graphiql: hasGraphiQL(files),
		endpoint: endpoint,
		tabs:     make([]tab, 0, len(tabs)),
	}
	for _, t := range tabs {
		e.tabs = append(e.tabs, titled(t))
	}
	trees := []fs.FS{static}
	if e.graphiql {
		trees = append(trees, files)
	}
	var err error
	if e.assets, err = load(trees...); err != nil {
		// Embedded files are always readable, so only a broken build gets here.
		panic(err)
	}
	return e
}

// titled puts the question in words above the query, because GraphiQL has no
// other place to show it and a shared link should say what it asks.
func titled(t Tab) tab {
	query := strings.TrimSpace(t.Query) + "\n"
	title := strings.Join(strings.Fields(t.Title), " ")
	if title != "" && !strings.HasPrefix(query, "#") {
		query = "# " + title + "\n" + query
	}
	return tab{Title: title, Query: query, Variables: strings.TrimSpace(t.Variables)}
}

func (e *explorer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	nonce := ""
	if e.graphiql {
		nonce = rand.Text()
	}
	secure(w.Header(), nonce)
	if rest, ok := strings.CutPrefix(r.URL.Path, "/explore/assets/"); ok {
		e.assets.serve(w, r, rest)
		return
	}
	switch r.URL.Path {
	case "/explore":
		e.servePage(w, r, nonce)
	case "/explore/":
		// The page's addresses are relative to /explore, so that they hold behind
		// a proxy which adds a prefix; this one must be relative as well.
		target := "../explore"
		if r.URL.RawQuery != "" {
			target += "?" + r.URL.RawQuery
		}
		w.Header().Set("Location", target)
		w.WriteHeader(http.StatusMovedPermanently)
	default:
		http.NotFound(w, r)
	}
}

func (e *explorer) servePage(w http.ResponseWriter, r *http.Request, nonce string) {
	lang := language(r)
	text := textsIn(lang)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", lang)
	w.Header().Set("Vary", "Accept-Language")
	w.Header().Set("Cache-Control", "no-cache")
	// Only a client that has hung up makes this fail: the template and its data
	// are fixed, and the tests run it in both languages and both pages.
	_ = e.page.Execute(w, view{
		Lang:     lang,
		Text:     text,
		GraphiQL: e.graphiql,
		Assets:   "explore/assets/" + e.assets.version + "/",
		Nonce:    nonce,
		Config: config{
			Endpoint: e.endpoint,
			Version:  e.assets.version,
			Tabs:     e.tabs,
			Text:     text.Script,
		},
	})
}

// secure sets the headers that keep the page to its own origin. GraphiQL needs
// two things more than the plain page: its fonts and marks are data: addresses
// inside its stylesheet, and its dialogs write one style element, to which
// graphiql.js hands the nonce. Neither page gets inline scripts, eval, workers,
// frames or forms.
func secure(header http.Header, nonce string) {
	style, data := "'self'", ""
	if nonce != "" {
		style, data = "'self' 'nonce-"+nonce+"'", " data:"
	}
	policy := []string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src " + style,
		"img-src 'self'" + data,
		"connect-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	}
	if data != "" {
		policy = append(policy, "font-src data:")
	}
	header.Set("Content-Security-Policy", strings.Join(policy, "; "))
	header.Set("X-Content-Type-Options", "nosniff")
	// The address holds the query, which is nobody else's business.
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
}
