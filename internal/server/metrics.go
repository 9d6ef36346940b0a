package server

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/arkinera/landskap/internal/landscape"
)

// metrics are what is counted. Every label has few values, whatever clients send.
type metrics struct {
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	bytes    *prometheus.CounterVec
	inFlight prometheus.Gauge
	codes    *prometheus.CounterVec
}

// buckets are in seconds: a read of an embedded store takes less than a millisecond, a large import many seconds.
func buckets() []float64 {
	return []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}
}

func newMetrics(registry *prometheus.Registry) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "landskap_http_requests_total", Help: "Requests answered, by route, method and class of status.",
		}, []string{"route", "method", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "landskap_http_request_duration_seconds", Help: "How long requests took to answer, by route.", Buckets: buckets(),
		}, []string{"route"}),
		bytes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "landskap_http_response_bytes_total", Help: "Bytes of the bodies of answers, by route.",
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "landskap_http_requests_in_flight", Help: "Requests being answered now.",
		}),
		codes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "landskap_graphql_errors_total", Help: "Errors in answers of the API, by code.",
		}, []string{"code"}),
	}
	for _, code := range codes() {
		m.codes.WithLabelValues(string(code))
	}
	registry.MustRegister(m.requests, m.duration, m.bytes, m.inFlight, m.codes, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewBuildInfoCollector())
	return m
}

// handler answers /metrics.
func (m *metrics) handler(registry *prometheus.Registry, log *slog.Logger) http.Handler {
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{
		ErrorLog:      slog.NewLogLogger(log.Handler(), slog.LevelError),
		ErrorHandling: promhttp.ContinueOnError,
	})
}

// observe counts a request that has been answered.
func (m *metrics) observe(route, method string, status int, bytes int64, took time.Duration) {
	m.requests.WithLabelValues(route, method, strconv.Itoa(status/100)+"xx").Inc()
	m.duration.WithLabelValues(route).Observe(took.Seconds())
	m.bytes.WithLabelValues(route).Add(float64(bytes))
}

// codes are the codes of errors that are counted by name.
func codes() []landscape.Code {
	return []landscape.Code{
		landscape.NotFound, landscape.Invalid, landscape.Conflict, landscape.Forbidden,
		landscape.Unauthenticated, landscape.Limit, landscape.Unavailable, landscape.Internal,
	}
}

// answerReader counts the errors of an answer of the API. They stand first in it, before the data, and an answer is written at once:
// an answer without errors is known by its first bytes, and no data is ever read here.
type answerReader struct {
	http.ResponseWriter
	codes *prometheus.CounterVec
	begun bool
}

func (a *answerReader) Write(b []byte) (int, error) {
	if !a.begun {
		a.begun = true
		for _, code := range errorCodes(b) {
			a.codes.WithLabelValues(code).Inc()
		}
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController find what it needs.
func (a *answerReader) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// errorCodes returns the code of each error of an answer; OTHER for one that nobody knows.
func errorCodes(answer []byte) []string {
	list, ok := bytes.CutPrefix(answer, []byte(`{"errors":`))
	if !ok {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(list))
	if _, err := d.Token(); err != nil {
		return nil
	}
	var found []string
	for d.More() {
		var e struct {
			Extensions struct{ Code landscape.Code }
		}
		if d.Decode(&e) != nil {
			break
		}
		if !slices.Contains(codes(), e.Extensions.Code) {
			e.Extensions.Code = "OTHER"
		}
		found = append(found, string(e.Extensions.Code))
	}
	return found
}
