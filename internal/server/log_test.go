package server

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// logbook keeps what is logged.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *logbook) logger() *slog.Logger { return slog.New(slog.NewJSONHandler(l, nil)) }

// lines returns the lines with that message; all for an empty one.
func (l *logbook) lines(t *testing.T, message string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(l.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if message == "" || fields["msg"] == message {
			all = append(all, fields)
		}
	}
	return all
}

var madeID = regexp.MustCompile(`^[A-Z2-7]{26}$`)

func TestRequestIDs(t *testing.T) {
	var book logbook
	var inside string
	h := New(Options{Log: book.logger(), API: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { inside = RequestID(r.Context()) })})
	seen := map[string]bool{}
	for _, c := range []struct {
		given string
		kept  bool
	}{
		{"a", true}, {"7Zz-_0", true}, {strings.Repeat("x", 64), true},
		{"", false}, {strings.Repeat("x", 65), false}, {"a b", false}, {"a\nlevel=ERROR", false}, {"å", false}, {"a;b", false}, {"a.b", false},
	} {
		w := send(h, "GET", "/graphql", "", "X-Request-Id: "+c.given)
		got := w.Header().Get("X-Request-Id")
		if c.kept && got != c.given || !c.kept && !madeID.MatchString(got) || seen[got] {
			t.Errorf("%q became %q", c.given, got)
		}
		seen[got] = true
		if inside != got {
			t.Errorf("%q: the handler sees %q, the client %q", c.given, inside, got)
		}
		lines := book.lines(t, "request")
		if last := lines[len(lines)-1]; last["request_id"] != got {
			t.Errorf("%q: logged %v", c.given, last)
		}
	}
	if n := len(book.lines(t, "")); n != 10 {
		t.Errorf("10 requests made %d lines", n)
	}
}

// What goes wrong in the API is logged with the id that the client got, and only there.
func TestInternalErrorsCarryTheID(t *testing.T) {
	ask := func(wrap func(slog.Handler) slog.Handler) (line map[string]any, answer string) {
		var book logbook
		h := product(t, Options{Viewer: landscape.Public(), Log: slog.New(wrap(slog.NewJSONHandler(&book, nil)))})
		w := send(h, "POST", "/graphql", `{"query":"{ systems { totalCount } }"}`, "Content-Type: application/json", "X-Request-Id: it-is-me")
		lines := book.lines(t, "a request failed")
		if len(lines) != 1 {
			t.Fatalf("logged %s", book.String())
		}
		return lines[0], w.Body.String()
	}
	line, answer := ask(LogHandler)
	if line["request_id"] != "it-is-me" || line["error"] != "page 7 of the file is gone" {
		t.Errorf("logged %v", line)
	}
	if strings.Contains(answer, "page 7") || !strings.Contains(answer, "INTERNAL") {
		t.Errorf("answered %s", answer)
	}
	// Control: a logger without the handler does not carry it.
	if line, _ := ask(func(h slog.Handler) slog.Handler { return h }); line["request_id"] != nil {
		t.Errorf("the id is there without the handler: %v", line)
	}
}

func TestLogHandler(t *testing.T) {
	var book logbook
	log := slog.New(LogHandler(LogHandler(slog.NewJSONHandler(&book, nil)))).With("a", 1)
	log.Info("outside")
	New(Options{API: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		log.InfoContext(r.Context(), "inside")
		log.WithGroup("g").InfoContext(r.Context(), "grouped")
	}), Log: quiet()}).ServeHTTP(httptest.NewRecorder(), localRequest("GET", "/graphql"))
	if outside := book.lines(t, "outside")[0]; outside["request_id"] != nil {
		t.Errorf("outside: %v", outside)
	}
	inside := book.lines(t, "inside")[0]
	id, _ := inside["request_id"].(string)
	if !madeID.MatchString(id) || inside["a"] != 1.0 || strings.Count(book.String(), id) != 2 {
		t.Errorf("logged %s", book.String())
	}
}

func localRequest(method, target string) *http.Request {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost:8080"
	return r
}

// The line of a request tells what an operator needs and nothing of what was asked, nor of who asked.
func TestAccessLog(t *testing.T) {
	var book logbook
	const secret = "hemligheten"
	h := product(t, Options{Viewer: landscape.Member("kommun/" + secret), Log: book.logger()})
	body := `{"query":"query ` + secret + `($v: Int) { systems(first: $v) { totalCount } }","variables":{"v":"` + secret + `"},"operationName":"` + secret + `"}`
	send(h, "POST", "/graphql", body, "Content-Type: application/json", "Cookie: "+secret, "Authorization: Bearer "+secret)
	query := url.QueryEscape("{ systems { totalCount } " + secret + " }")
	w := send(h, "GET", "/graphql?query="+query+"&variables="+secret, "", "Referer: http://localhost:8080/explore?query="+secret)
	send(h, "GET", "/explore?query="+secret, "")
	send(h, "GET", "/explore/assets/"+strings.Repeat("x", 300)+"%0Aa%FF", "")
	if strings.Contains(book.String(), secret) {
		t.Errorf("the log tells what was asked:\n%s", book.String())
	}
	lines := book.lines(t, "request")
	if len(lines) != 4 {
		t.Fatalf("4 requests, %d lines", len(lines))
	}
	line := lines[1]
	if d, ok := line["duration"].(float64); !ok || d <= 0 {
		t.Errorf("duration is %v", line["duration"])
	}
	for name, want := range map[string]any{
		"method": "GET", "path": "/graphql", "status": float64(w.Code), "bytes": float64(w.Body.Len()), "viewer": "member", "level": "INFO",
	} {
		if line[name] != want {
			t.Errorf("%s is %v, expected %v", name, line[name], want)
		}
	}
	if path := lines[3]["path"].(string); len(path) != 203 {
		t.Errorf("a long path is logged as %q", path)
	}
}

// The status in the log is what the client got: not what only announced it, and none that nobody was there to read.
func TestAccessLogStatus(t *testing.T) {
	var book logbook
	ctx, leave := context.WithCancel(t.Context())
	h := New(Options{Log: book.logger(), API: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.RawQuery {
		case "hints":
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusTeapot)
		case "gone":
			leave()
		}
	})})
	for _, query := range []string{"hints", "gone", "nothing"} {
		r := localRequest("GET", "/graphql?"+query)
		if query == "gone" {
			r = r.WithContext(ctx)
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	for i, line := range book.lines(t, "request") {
		if want := []float64{418, 499, 200}[i]; line["status"] != want {
			t.Errorf("request %d is logged with %v, expected %v", i, line["status"], want)
		}
	}
}

// Control: a log that takes the whole address is noticed.
func TestAccessLogControl(t *testing.T) {
	var book logbook
	log := book.logger()
	h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { log.Info("request", "path", r.URL.String()) })
	send(h, "GET", "/graphql?query=hemligheten", "")
	if !strings.Contains(book.String(), "hemligheten") {
		t.Error("the test of the access log would notice nothing")
	}
}
