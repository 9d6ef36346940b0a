package graph

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// Limits of request bodies, in bytes: of one that asks, and of one that writes, whose variables may be long.
const (
	MaxBody  = 256 << 10
	MaxWrite = 16 << 20
)

const (
	mediaJSON    = "application/json"
	mediaGraphQL = "application/graphql-response+json"
)

// transport is GraphQL over HTTP: GET with the query in the address, POST with JSON. It writes what the encoder made as it is, which
// gqlgen's own would read and write once more.
type transport struct {
	log     *slog.Logger
	buffers *sync.Pool // of *[]byte, in which answers are written
	most    int64      // the largest body
}

var _ graphql.Transport = transport{}

// request is what a transport knows beyond what gqlgen passes on.
type request struct {
	variables map[string]any // as they came: gqlgen passes on only what its own coercion makes of them
	language  text.Language
	large     bool // only what writes may be as large
	atLeast   landscape.Revision
	buffer    []byte // for the answer; who writes it leaves here what it has become
}

// maxKept is the largest buffer that is kept for the next request.
const maxKept = 1 << 20

type requestKey struct{}

// requestOf returns the request of a context; an empty one where there is none.
func requestOf(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r
	}
	return &request{}
}

func languageOf(ctx context.Context) text.Language { return requestOf(ctx).language }

// Supports says that no other transport is needed.
func (transport) Supports(*http.Request) bool { return true }

// Do answers one request.
func (t transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	req := &request{language: text.Choose(r.Header.Get("Accept-Language"))}
	ctx := context.WithValue(r.Context(), requestKey{}, req)
	media := responseMedia(strings.Join(r.Header.Values("Accept"), ","))
	defer func() {
		// Nothing has been written yet: all that can fail comes before.
		if v := recover(); v != nil {
			t.refuse(ctx, w, cmp.Or(media, mediaJSON), http.StatusInternalServerError, recovered(ctx, v))
		}
	}()
	if media == "" {
		t.refuse(ctx, w, mediaJSON, http.StatusNotAcceptable, invalid("api.http.accept"))
		return
	}
	params, status, err := t.params(w, r, req)
	if err != nil {
		t.refuse(ctx, w, media, status, err)
		return
	}
	if req.atLeast, err = atLeast(params.Extensions); err != nil {
		t.refuse(ctx, w, media, http.StatusBadRequest, err)
		return
	}
	if kept, ok := t.buffers.Get().(*[]byte); ok {
		req.buffer = (*kept)[:0]
	}
	defer func() {
		if kept := req.buffer; cap(kept) <= maxKept {
			t.buffers.Put(&kept)
		}
	}()
	// The variables are coerced when the operation is planned. gqlgen coerces them too, by rules of its own: it gets to see none, and
	// what it says of them, which is all that can be wrong once there is an operation, is not heeded.
	req.variables, params.Variables = params.Variables, nil
	op, errs := exec.CreateOperationContext(ctx, params)
	if errs != nil && op.Operation == nil {
		for i, err := range errs {
			errs[i] = present(ctx, t.log, err, nil)
		}
		t.write(w, media, requestError(media), &graphql.Response{Errors: errs})
		return
	}
	if r.Method == http.MethodGet && op.Operation.Operation != ast.Query {
		w.Header().Set("Allow", "POST")
		t.refuse(ctx, w, media, http.StatusMethodNotAllowed, invalid("api.http.get"))
		return
	}
	if req.large && op.Operation.Operation != ast.Mutation {
		t.refuse(ctx, w, media, http.StatusRequestEntityTooLarge, limited("api.limit.body", MaxBody>>10))
		return
	}
	responses, ctx := exec.DispatchOperation(ctx, op)
	response := responses(ctx)
	if response == nil {
		// The client has gone; nobody reads what is written.
		return
	}
	status = http.StatusOK
	if response.Data == nil {
		status = requestError(media)
	}
	t.write(w, media, status, response)
}

// requestError is the status of a request that was not executed: older clients, which ask for plain JSON, expect 200.
func requestError(media string) int {
	if media == mediaGraphQL {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// responseMedia picks the media type of the answer after the Accept header; empty if none of ours is wanted.
func responseMedia(accept string) string {
	if strings.TrimSpace(accept) == "" {
		return mediaJSON
	}
	best, quality := "", 0.0
	for part := range strings.SplitSeq(accept, ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
			continue
		}
		q := 1.0
		if given, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(given, 64); err != nil {
				continue
			}
		}
		switch media {
		case mediaGraphQL:
		case mediaJSON, "*/*", "application/*":
			media = mediaJSON
		default:
			continue
		}
		if q > quality {
			best, quality = media, q
		}
	}
	return best
}

func (t transport) params(w http.ResponseWriter, r *http.Request, req *request) (*graphql.RawParams, int, error) {
	switch r.Method {
	case http.MethodGet:
		return getParams(r)
	case http.MethodPost:
		media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		charset, ok := params["charset"]
		if err != nil || media != mediaJSON || ok && !strings.EqualFold(charset, "utf-8") {
			return nil, http.StatusUnsupportedMediaType, invalid("api.http.media")
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, t.most))
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, http.StatusRequestEntityTooLarge, limited("api.limit.body", t.most>>10)
		}
		req.large = len(body) > MaxBody
		if err != nil || !utf8.Valid(body) {
			return nil, http.StatusBadRequest, invalid("api.http.body")
		}
		return postParams(body)
	}
	w.Header().Set("Allow", "GET, POST")
	return nil, http.StatusMethodNotAllowed, invalid("api.http.method")
}

func getParams(r *http.Request) (*graphql.RawParams, int, error) {
	q := r.URL.Query()
	p := &graphql.RawParams{Query: q.Get("query"), OperationName: q.Get("operationName")}
	if p.Query == "" || !utf8.ValidString(p.Query) {
		return nil, http.StatusBadRequest, invalid("api.http.query")
	}
	for name, into := range map[string]*map[string]any{"variables": &p.Variables, "extensions": &p.Extensions} {
		if given := q.Get(name); given != "" {
			if err := decode([]byte(given), into); err != nil {
				return nil, http.StatusBadRequest, invalid("api.http.object", name)
			}
		}
	}
	return p, 0, nil
}

func postParams(body []byte) (*graphql.RawParams, int, error) {
	var fields map[string]json.RawMessage
	if err := decode(body, &fields); err != nil || fields == nil {
		return nil, http.StatusBadRequest, invalid("api.http.body")
	}
	p := &graphql.RawParams{}
	var query *string
	if decode(fields["query"], &query) != nil || query == nil {
		return nil, http.StatusBadRequest, invalid("api.http.query")
	}
	p.Query = *query
	if given, ok := fields["operationName"]; ok && decode(given, &p.OperationName) != nil {
		return nil, http.StatusBadRequest, invalid("api.http.object", "operationName")
	}
	for name, into := range map[string]*map[string]any{"variables": &p.Variables, "extensions": &p.Extensions} {
		if given, ok := fields[name]; ok && decode(given, into) != nil {
			return nil, http.StatusBadRequest, invalid("api.http.object", name)
		}
	}
	return p, 0, nil
}

// decode reads JSON and keeps numbers as they are written, so that a large one is refused rather than rounded.
func decode(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("more than one value")
	}
	return nil
}

func (t transport) refuse(ctx context.Context, w http.ResponseWriter, media string, status int, err error) {
	t.write(w, media, status, &graphql.Response{Errors: gqlerror.List{present(ctx, t.log, err, nil)}})
}

// marshal writes JSON as it is, without the escapes that only matter inside of HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

func (t transport) write(w http.ResponseWriter, media string, status int, r *graphql.Response) {
	before, after := []byte{'{'}, []byte{'}'}
	if len(r.Errors) > 0 {
		errs, err := marshal(r.Errors)
		if err != nil {
			t.log.Error("errors could not be written", "error", err)
			errs = []byte(`[{"message":"INTERNAL","extensions":{"code":"INTERNAL"}}]`)
		}
		before = append(append(before, `"errors":`...), errs...)
	}
	if r.Data != nil {
		if len(before) > 1 {
			before = append(before, ',')
		}
		before = append(before, `"data":`...)
	}
	if len(r.Extensions) > 0 {
		// Extensions hold the revision and nothing else; that cannot fail.
		extensions, _ := json.Marshal(r.Extensions)
		after = append(append([]byte(`,"extensions":`), extensions...), '}')
	}
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(before)+len(r.Data)+len(after)))
	w.WriteHeader(status)
	for _, part := range [][]byte{before, r.Data, after} {
		// A client that is gone is no failure of ours.
		if _, err := w.Write(part); err != nil {
			return
		}
	}
}
