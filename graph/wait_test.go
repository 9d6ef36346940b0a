package graph

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

// later is a store whose revision comes when it is told to; until then it is at the one before.
type later struct {
	landscape.Store
	comes chan struct{}
}

func (l later) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return l.Store.Read(ctx, name, v, func(s landscape.Snapshot) error {
		select {
		case <-l.comes:
			return fn(moved{s, s.Revision() + 1})
		default:
			return fn(s)
		}
	})
}

type moved struct {
	landscape.Snapshot
	at landscape.Revision
}

func (m moved) Revision() landscape.Revision { return m.at }

// A request with atLeast is answered of that revision or a later one, and waits for it; without, of the one that is there.
func TestAtLeast(t *testing.T) {
	store := later{dalen(t), make(chan struct{})}
	e := engine(t, store)
	ask := func(extensions string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(fmt.Sprintf(`{"query": "{ __typename }", "extensions": %s}`, extensions)))
		r.Header.Set("Content-Type", mediaJSON)
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r.WithContext(landscape.WithViewer(r.Context(), landscape.Steward())))
		return w
	}
	const first, second = `{"data":{"__typename":"Query"},"extensions":{"revision":1}}`, `{"data":{"__typename":"Query"},"extensions":{"revision":2}}`
	for _, extensions := range []string{"null", "{}", `{"atLeast": null}`, `{"atLeast": 0}`, `{"atLeast": 1}`} {
		if got := ask(extensions).Body.String(); got != first {
			t.Errorf("%s: %s", extensions, got)
		}
	}
	for _, extensions := range []string{`{"atLeast": -1}`, `{"atLeast": "1"}`, `{"atLeast": 1.5}`, `{"atLeast": []}`, `{"atLeast": 99999999999999999999}`} {
		if w := ask(extensions); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `"code":"INVALID"`) {
			t.Errorf("%s: %d %s", extensions, w.Code, w.Body)
		}
	}
	answered := make(chan string, 1)
	go func() { answered <- ask(`{"atLeast": 2}`).Body.String() }()
	select {
	case early := <-answered:
		t.Fatalf("answered before the revision is there: %s", early)
	case <-time.After(50 * time.Millisecond):
	}
	close(store.comes)
	if got := <-answered; got != second {
		t.Errorf("when the revision is there: %s", got)
	}
	e.waiting = time.Millisecond
	if got := ask(`{"atLeast": 3}`).Body.String(); !strings.Contains(got, `"code":"UNAVAILABLE"`) || !strings.Contains(got, `"data":null`) {
		t.Errorf("a revision that does not come: %s", got)
	}
}
