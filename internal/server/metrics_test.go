package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// scrape reads /metrics as Prometheus does: every value by name and labels, of histograms the count.
func scrape(t *testing.T, h http.Handler) map[string]float64 {
	t.Helper()
	w := send(h, "GET", "/metrics", "")
	if w.Code != 200 {
		t.Fatalf("/metrics: %d %s", w.Code, w.Body)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]float64{}
	for name, family := range families {
		for _, m := range family.GetMetric() {
			key := name
			for _, label := range m.GetLabel() {
				key += " " + label.GetName() + "=" + label.GetValue()
			}
			// Only one of these is there; the others are 0.
			values[key] = m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount()) + m.GetUntyped().GetValue()
		}
	}
	return values
}

func TestMetrics(t *testing.T) {
	var h http.Handler
	during := map[string]float64{}
	h = New(Options{Log: quiet(), API: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.RawQuery {
		case "busy":
			during = scrape(t, h)
		case "wrong":
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"errors":[{"message":"a","extensions":{"code":"INVALID"}},{"message":"b","path":["c",0],"extensions":{"code":"INVALID"}}]}`)
		case "partly":
			_, _ = io.WriteString(w, `{"errors":[{"extensions":{"code":"UNAVAILABLE"}},{"extensions":{"code":"made-up"}},{}],"data":{"errors":[]}}`)
		case "data":
			_, _ = io.WriteString(w, `{"data":{"a":`)
			_, _ = io.WriteString(w, `{"errors":[{"extensions":{"code":"INTERNAL"}}]}}}`)
		case "panic":
			panic("oh no")
		default:
			_, _ = io.WriteString(w, "12345")
		}
	})})
	for _, query := range []string{"", "", "wrong", "partly", "data", "busy"} {
		send(h, "GET", "/graphql?"+query, "")
	}
	send(h, "POST", "/graphql?panic", "")
	send(h, "GET", "/", "")
	send(h, "GET", "/nowhere", "")
	send(h, "POST", "/healthz", "")
	send(h, "HEAD", "/healthz", "")
	got := scrape(t, h)
	for name, want := range map[string]float64{
		"landskap_http_requests_total method=GET route=/graphql status=2xx":  5,
		"landskap_http_requests_total method=GET route=/graphql status=4xx":  1,
		"landskap_http_requests_total method=POST route=/graphql status=5xx": 1,
		"landskap_http_requests_total method=GET route=/ status=3xx":         1,
		"landskap_http_requests_total method=GET route=other status=4xx":     1,
		"landskap_http_requests_total method=POST route=other status=4xx":    1,
		"landskap_http_requests_total method=HEAD route=/healthz status=2xx": 1,
		"landskap_http_requests_total method=GET route=/metrics status=2xx":  1, // The one of the busy request; this one has not ended.
		"landskap_http_request_duration_seconds route=/graphql":              7,
		"landskap_http_response_bytes_total route=/healthz":                  0,
		"landskap_http_requests_in_flight":                                   1,
		"landskap_graphql_errors_total code=INVALID":                         2,
		"landskap_graphql_errors_total code=UNAVAILABLE":                     1,
		"landskap_graphql_errors_total code=OTHER":                           2,
		"landskap_graphql_errors_total code=INTERNAL":                        0,
		"landskap_graphql_errors_total code=CONFLICT":                        0,
	} {
		if value, ok := got[name]; !ok || value != want {
			t.Errorf("%s is %v (%v), expected %v", name, value, ok, want)
		}
	}
	if during["landskap_http_requests_in_flight"] != 2 {
		t.Errorf("a scrape within a request saw %v in flight", during["landskap_http_requests_in_flight"])
	}
	if got["landskap_http_response_bytes_total route=/graphql"] < 10 {
		t.Error("the bytes of the API are not counted")
	}
	for _, prefix := range []string{"go_goroutines", "process_cpu_seconds_total", "go_build_info "} {
		if !slices.ContainsFunc(keys(got), func(name string) bool { return strings.HasPrefix(name, prefix) }) {
			t.Errorf("there is no %s", prefix)
		}
	}
}

func keys(m map[string]float64) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	return all
}

// Whatever clients send, the number of series stays: else anybody could fill the memory of this process and of Prometheus.
func TestMetricsAreBounded(t *testing.T) {
	h := New(Options{API: hello(), Log: quiet()})
	ask := func(from, to int) {
		for i := from; i < to; i++ {
			send(h, "GET", fmt.Sprintf("/explore/assets/%d", i), "")
			send(h, "GET", fmt.Sprintf("/%d", i), "")
			send(h, "GET", fmt.Sprintf("/graphql?query=%d", i), "", fmt.Sprintf("X-Request-Id: %d", i))
			send(h, fmt.Sprintf("M%d", i), "/graphql", "")
			send(h, "GET", fmt.Sprintf("/explore//%d/..", i), "")
		}
		scrape(t, h)
	}
	count := func() int {
		// The runtime's own come and go.
		return len(slices.DeleteFunc(keys(scrape(t, h)), func(name string) bool { return !strings.HasPrefix(name, "landskap_") }))
	}
	ask(0, 1)
	few := count()
	ask(1, 100)
	if many := count(); many != few || few == 0 {
		t.Errorf("%d series after one round, %d after a hundred", few, many)
	}
}

// Two servers in one process do not share their counts, and nothing lands in the global registry; a given registry is used.
func TestRegistries(t *testing.T) {
	registry := prometheus.NewRegistry()
	own := prometheus.NewCounter(prometheus.CounterOpts{Name: "landskap_other_total", Help: "Of somebody else."})
	registry.MustRegister(own)
	one, two := New(Options{API: hello(), Log: quiet(), Registry: registry}), New(Options{API: hello(), Log: quiet()})
	send(one, "GET", "/graphql", "")
	const name = "landskap_http_requests_total method=GET route=/graphql status=2xx"
	if a, b := scrape(t, one), scrape(t, two); a[name] != 1 || b[name] != 0 {
		t.Errorf("%v and %v", a[name], b[name])
	} else if _, ok := a["landskap_other_total"]; !ok {
		t.Error("the given registry is not shown")
	}
	families, err := prometheus.DefaultGatherer.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if strings.HasPrefix(family.GetName(), "landskap_") {
			t.Errorf("%s is in the global registry", family.GetName())
		}
	}
}

func TestReady(t *testing.T) {
	var book logbook
	var answer error
	h := New(Options{API: hello(), Log: book.logger(), Ready: func(ctx context.Context) error {
		if _, ok := ctx.Deadline(); !ok {
			t.Error("the store may take for ever")
		}
		return answer
	}})
	for _, c := range []struct {
		err    error
		status int
		body   string
	}{
		{nil, 200, "ok"},
		{landscape.NewError(landscape.Unavailable, text.New("api.internal")), 503, "UNAVAILABLE"},
		{fmt.Errorf("wrapped: %w", landscape.NewError(landscape.Conflict, text.New("api.internal"))), 503, "CONFLICT"},
		{errors.New("the disk /dev/sda1 is full"), 503, "INTERNAL"},
		{fmt.Errorf("slow: %w", context.DeadlineExceeded), 503, "UNAVAILABLE"},
		{nil, 200, "ok"},
	} {
		answer = c.err
		w := send(h, "GET", "/readyz", "")
		if w.Code != c.status || w.Body.String() != c.body || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%v: %d %q", c.err, w.Code, w.Body)
		}
		// Whether the process is alive does not hang on the store.
		if w := send(h, "GET", "/healthz", ""); w.Code != 200 || w.Body.String() != "ok" {
			t.Errorf("%v: /healthz says %d %q", c.err, w.Code, w.Body)
		}
	}
	if lines := book.lines(t, "not ready"); len(lines) != 4 || lines[2]["error"] != "the disk /dev/sda1 is full" || lines[2]["request_id"] == nil {
		t.Errorf("logged %v", lines)
	}
}
