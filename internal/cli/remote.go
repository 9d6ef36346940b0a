package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

// remote is the API of a server that runs elsewhere, such as one that has the folder.
type remote struct {
	*app
	address string
}

// mostAnswer is more than any answer of the API is long.
const mostAnswer = 1 << 30

// dial returns the API at the address of --server, if anybody is there.
func (a *app) dial(ctx context.Context) (*remote, error) {
	u, err := url.Parse(strings.TrimSuffix(strings.TrimSuffix(a.server, "/"), "/graphql"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, usage("cmd.server.form", a.server)
	}
	r := &remote{a, u.String()}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.address+"/healthz", nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, unavailable("cmd.server.silent", r.address, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, unavailable("cmd.server.silent", r.address, answer.Status)
	}
	return r, nil
}

// ServeHTTP hands a question on, and the answer back; what is no answer is made one that says so.
func (r *remote) ServeHTTP(w http.ResponseWriter, question *http.Request) {
	body, err := r.hand(question)
	if err != nil {
		message := r.message(unavailable("cmd.server.silent", r.address, err))
		body, _ = json.Marshal(map[string]any{
			"errors": []any{map[string]any{"message": message, "extensions": map[string]any{"code": landscape.Unavailable}}}, "data": nil,
		})
	}
	_, _ = w.Write(body) // into memory
}

func (r *remote) hand(question *http.Request) ([]byte, error) {
	request, err := http.NewRequestWithContext(question.Context(), question.Method, r.address+"/graphql", question.Body)
	if err != nil {
		return nil, err
	}
	request.Header = question.Header
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); kind != "application/json" && kind != "application/graphql-response+json" {
		return nil, fmt.Errorf("%s, %s", answer.Status, kind)
	}
	return io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
}
