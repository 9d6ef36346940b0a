package web

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// questions are the tabs of all tests here; the second tries to break out of the page.
func questions() []Tab {
	return []Tab{
		{Title: "Vad säger\n  Norsjö?", Query: "query Hello {\n  hello\n}"},
		{Title: `</script><script>alert("1")</script>`, Query: `query Bad { hello(x: "</script><!-- é") }`, Variables: `{"a": "</script>"}`},
	}
}

// fetched stands in for a dist/ that build.mjs has filled.
func fetched() fstest.MapFS {
	files := fstest.MapFS{".keep": {}, "licences.txt": {Data: []byte("MIT")}}
	for _, name := range graphiqlFiles() {
		files[name] = &fstest.MapFile{Data: []byte("/* " + name + " */")}
	}
	return files
}

func get(t *testing.T, h http.Handler, target string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// configOf reads the configuration as a browser would: up to the first </script>.
func configOf(t *testing.T, page string) config {
	t.Helper()
	_, rest, _ := strings.Cut(page, `<script type="application/json" id="config">`)
	block, _, found := strings.Cut(rest, "</script>")
	var c config
	if err := json.Unmarshal([]byte(block), &c); err != nil || !found {
		t.Fatalf("the configuration %q: %v", block, err)
	}
	return c
}

func TestHeaders(t *testing.T) {
	inline := regexp.MustCompile(`unsafe|https?:|\*|blob:`)
	for name, h := range map[string]http.Handler{
		"plain":    explore(fstest.MapFS{}, "/graphql", nil),
		"graphiql": explore(fetched(), "/graphql", nil),
	} {
		for _, target := range []string{"/explore", "/explore/assets/x/explore.js", "/explore/assets/x/missing.js"} {
			r := get(t, h, target)
			policy := r.Header.Get("Content-Security-Policy")
			for _, want := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
				if !strings.Contains(policy, want) {
					t.Errorf("%s %s: the policy %q lacks %s", name, target, policy, want)
				}
			}
			if loose := inline.FindString(policy); loose != "" {
				t.Errorf("%s %s: the policy %q allows %s", name, target, policy, loose)
			}
			for header, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} {
				if got := r.Header.Get(header); got != want {
					t.Errorf("%s %s: %s is %q, want %q", name, target, header, got, want)
				}
			}
		}
	}
}

func TestNonceIsFreshAndMatchesThePolicy(t *testing.T) {
	h := explore(fetched(), "/graphql", nil)
	seen := map[string]bool{}
	for range 3 {
		r := get(t, h, "/explore")
		nonce := regexp.MustCompile(` nonce="([^"]+)"`).FindStringSubmatch(body(t, r))
		if nonce == nil || !strings.Contains(r.Header.Get("Content-Security-Policy"), "style-src 'self' 'nonce-"+nonce[1]+"'") {
			t.Fatalf("nonce %q, policy %q", nonce, r.Header.Get("Content-Security-Policy"))
		}
		seen[nonce[1]] = true
	}
	if len(seen) != 3 {
		t.Errorf("3 requests gave %d nonces", len(seen))
	}
}

func TestGraphiQLOrPlain(t *testing.T) {
	interrupted := fetched()
	delete(interrupted, "graphiql.min.js")
	empty := fetched()
	empty["graphiql.min.css"] = &fstest.MapFile{}
	for name, test := range map[string]struct {
		files    fstest.MapFS
		graphiql bool
	}{
		"never built":        {fstest.MapFS{".keep": {}}, false},
		"interrupted build":  {interrupted, false},
		"file without bytes": {empty, false},
		"built":              {fetched(), true},
	} {
		if got := hasGraphiQL(test.files); got != test.graphiql {
			t.Errorf("%s: hasGraphiQL is %v", name, got)
		}
		h := explore(test.files, "/graphql", questions())
		page := body(t, get(t, h, "/explore"))
		if got := strings.Contains(page, `<div id="graphiql">`); got != test.graphiql {
			t.Errorf("%s: GraphiQL on the page is %v", name, got)
		}
		if got := strings.Contains(page, `<textarea id="query"`); got == test.graphiql {
			t.Errorf("%s: the plain page is %v", name, got)
		}
		// Whatever the page names must be there, and nothing may be named elsewhere.
		for _, link := range regexp.MustCompile(`(?:src|href)="([^"?]*)"`).FindAllStringSubmatch(page, -1) {
			if r := get(t, h, "/"+link[1]); r.StatusCode != http.StatusOK {
				t.Errorf("%s: %s answers %d", name, link[1], r.StatusCode)
			}
		}
		if strings.Contains(page, "://") {
			t.Errorf("%s: the page names another origin:\n%s", name, page)
		}
	}
}

func TestTabsCannotBreakOut(t *testing.T) {
	for _, files := range []fstest.MapFS{{}, fetched()} {
		page := body(t, get(t, explore(files, `/graphql?a="</script>`, questions()), "/explore"))
		if strings.Contains(page, "alert(") && !strings.Contains(page, `\u003cscript\u003ealert(`) {
			t.Errorf("the title runs as a script:\n%s", page)
		}
		c := configOf(t, page)
		if c.Endpoint != `/graphql?a="</script>` || len(c.Tabs) != 2 {
			t.Fatalf("the configuration came through as %+v", c)
		}
		if got, want := c.Tabs[0].Query, "# Vad säger Norsjö?\nquery Hello {\n  hello\n}\n"; got != want {
			t.Errorf("the first query is %q, want %q", got, want)
		}
		if got, want := c.Tabs[1].Query, `# </script><script>alert("1")</script>`+"\n"+questions()[1].Query+"\n"; got != want {
			t.Errorf("the second query is %q, want %q", got, want)
		}
		if got := c.Tabs[1].Variables; got != questions()[1].Variables {
			t.Errorf("the variables are %q", got)
		}
	}
}

// TestAddressStaysOutOfThePage shows that what a link says is read by the
// scripts only: the server never writes it into the page.
func TestAddressStaysOutOfThePage(t *testing.T) {
	h := explore(fstest.MapFS{}, "/graphql", questions())
	with := body(t, get(t, h, "/explore?query=%3Cscript%3Ealert(1)&variables=%22%3E"))
	if without := body(t, get(t, h, "/explore")); with != without {
		t.Error("the page depends on the query in the address")
	}
}

func TestLanguage(t *testing.T) {
	h := explore(fstest.MapFS{}, "/graphql", nil)
	for _, test := range []struct{ target, accept, want string }{
		{"/explore", "", "sv"},
		{"/explore", "sv-SE,sv;q=0.9,en;q=0.8", "sv"},
		{"/explore", "en-US,en;q=0.9,sv;q=0.8", "en"},
		{"/explore", "en;q=0.5, sv;q=0.7", "sv"},
		{"/explore", "EN-gb", "en"},
		{"/explore", "en,sv", "sv"},
		{"/explore", "de,fr;q=0.5", "sv"},
		{"/explore", "de,en;q=0.5", "en"},
		{"/explore", "en;q=0", "sv"},
		{"/explore", "en;q=rubbish,,;;", "sv"},
		{"/explore?lang=en", "sv", "en"},
		{"/explore?lang=sv", "en", "sv"},
		{"/explore?lang=xx", "en", "en"},
	} {
		r := get(t, h, test.target, "Accept-Language", test.accept)
		page := body(t, r)
		if !strings.Contains(page, `<html lang="`+test.want+`">`) || r.Header.Get("Content-Language") != test.want {
			t.Errorf("%s for %q is not in %q", test.target, test.accept, test.want)
		}
		if want := textsIn(test.want).Heading; !strings.Contains(page, want) {
			t.Errorf("%s for %q lacks %q", test.target, test.accept, want)
		}
		if !strings.Contains(page, "Node.js") || !strings.Contains(page, "make run") {
			t.Errorf("%s for %q does not say how to get GraphiQL", test.target, test.accept)
		}
	}
	for key := range textsIn("sv").Script {
		if textsIn("en").Script[key] == "" {
			t.Errorf("the text %s exists in Swedish only", key)
		}
	}
}

func TestAssetsAreCached(t *testing.T) {
	h := explore(fetched(), "/graphql", nil)
	version := configOf(t, body(t, get(t, h, "/explore"))).Version
	current := get(t, h, "/explore/assets/"+version+"/explore.js")
	if got := current.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("today's version is %q", got)
	}
	if got := get(t, h, "/explore/assets/old/explore.js").Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("another version is %q", got)
	}
	if got := get(t, h, "/explore").Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("the page is %q", got)
	}
	again := get(t, h, "/explore/assets/old/explore.js", "If-None-Match", current.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified || body(t, again) != "" {
		t.Errorf("a known file answers %d", again.StatusCode)
	}
	zipped := get(t, h, "/explore/assets/old/explore.js", "Accept-Encoding", "br, gzip")
	unzip, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	inside, err := io.ReadAll(unzip)
	if err != nil || string(inside) != body(t, current) || zipped.Header.Get("ETag") == current.Header.Get("ETag") {
		t.Errorf("zipped, %d bytes came through (%v)", len(inside), err)
	}
	if r := get(t, h, "/explore/assets/old/explore.js", "Accept-Encoding", "gzip;q=0"); r.Header.Get("Content-Encoding") != "" {
		t.Error("a client that refuses gzip got it")
	}
	if another := explore(fstest.MapFS{}, "/graphql", nil).(*explorer).assets.version; another == version {
		t.Error("other files have the same version")
	}
}

func TestAddresses(t *testing.T) {
	h := explore(fetched(), "/graphql", nil)
	for target, want := range map[string]int{
		"/explore":                       200,
		"/explore/":                      301,
		"/explore/other":                 404,
		"/explore/assets/":               404,
		"/explore/assets/x/.keep":        404,
		"/explore/assets/x/explore.html": 404,
		"/explore/assets/x/../web.go":    404,
		"/explore/assets/x/licences.txt": 200,
	} {
		if got := get(t, h, target).StatusCode; got != want {
			t.Errorf("%s answers %d, want %d", target, got, want)
		}
	}
	if got := get(t, h, "/explore/?query=%7Ba%7D").Header.Get("Location"); got != "../explore?query=%7Ba%7D" {
		t.Errorf("/explore/ leads to %q", got)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/explore", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
		t.Errorf("POST answers %d", w.Code)
	}
}
