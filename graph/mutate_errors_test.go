package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/arkinera/landskap/graph/writing"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/advice"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/internal/text"
)

// TestWriteErrors: a request that is wrong is refused before anything is written, also by those of its fields that are right.
func TestWriteErrors(t *testing.T) {
	const right = ` a: saveSystem(input: [{key: "s/bok", version: "9"}]) { revision } `
	many := func(one string) string {
		return "[" + strings.TrimSuffix(strings.Repeat(one+",", writing.MaxChanges+1), ",") + "]"
	}
	for _, test := range []struct{ name, query, variables, code, swedish, english string }{
		{"unknown field", `mutation {` + right + `saveSystem(input: [{colour: "x"}]) { revision } }`, "", "INVALID", "", `Field "colour" is not defined by type "SystemInput"`},
		{"id is not written", `mutation {` + right + `saveSystem(input: [{id: "x"}]) { revision } }`, "", "INVALID", "", `Field "id" is not defined`},
		{"confirmed is not written", `mutation {` + right + `saveActor(input: [{key: "a/ljus", offers: {add: [{key: "l/losen", confirmed: true}]}}]) { revision } }`, "", "INVALID", "", `Field "confirmed" is not defined`},
		{"an end without a kind", `mutation {` + right + `saveActor(input: [{key: "a/ljus", uses: {add: [{key: "s/bok"}]}}]) { revision } }`, "", "INVALID", "", `Field "ActorUsesEntry.kind" of required type "ElementKind!" was not provided`},
		{"a kind where there is one only", `mutation {` + right + `saveActor(input: [{key: "a/ljus", offers: {add: [{key: "l/losen", kind: System}]}}]) { revision } }`, "", "INVALID", "", `Field "kind" is not defined`},
		{"bad key", `mutation {` + right + `saveSystem(input: [{key: "å"}]) { revision } }`, "", "INVALID", `"å" kan inte vara en nyckel`, `"å" cannot be a key`},
		{"bad key by variable", `mutation($i: [SystemInput!]!) {` + right + `saveSystem(input: $i) { revision } }`, `{"i": [{"key": "å"}]}`, "INVALID", `"å" kan inte vara en nyckel`, `"å" cannot be a key`},
		{"bad date", `mutation {` + right + `saveSystem(input: [{key: "s/bok", validTo: "2026-02-30"}]) { revision } }`, "", "INVALID", `"2026-02-30" är ingen dag`, `"2026-02-30" is no day`},
		{"unknown enum value", `mutation($i: [SystemInput!]!) {` + right + `saveSystem(input: $i) { revision } }`, `{"i": [{"lifecycle": "DEAD"}]}`, "INVALID", `$i[0].lifecycle: "DEAD" är ingen Lifecycle`, `$i[0].lifecycle: "DEAD" is no Lifecycle`},
		{"no change", `mutation {` + right + `applyChanges(changes: [{}]) { revision } }`, "", "INVALID", "changes[0]: ange precis ett fält", "changes[0]: give exactly one field"},
		{"two in one change", `mutation {` + right + `applyChanges(changes: [{delete: {kind: System, key: "s/bok"}}, {system: {key: "s/x"}, actor: {key: "a/x"}}]) { revision } }`, "", "INVALID", "changes[1]: ange precis ett fält", "changes[1]: give exactly one field"},
		{"null in a change", `mutation {` + right + `applyChanges(changes: [{system: null}]) { revision } }`, "", "INVALID", "changes[0]: ange precis ett fält", "changes[0]: give exactly one field"},
		{"set and add", `mutation {` + right + `saveActor(input: [{key: "a/ljus", offers: {set: [], add: [{key: "l/losen"}]}}]) { revision } }`, "", "INVALID", "input[0].offers: set ersätter allt", "input[0].offers: set replaces everything"},
		{"twice with other fields", `mutation {` + right + `applyChanges(changes: [{system: {key: "s/bok", version: "2"}}, {system: {key: "s/bok", nameEn: null}}]) { revision } }`, "", "INVALID", "changes[1].system: System s/bok står redan på changes[0].system", "changes[1].system: System s/bok stands at changes[0].system already"},
		{"too many elements", `mutation($i: [SystemInput!]!) {` + right + `saveSystem(input: $i) { revision } }`, `{"i": ` + many(`{"key":"s/x"}`) + `}`, "LIMIT", "mer än 20000 poster", "more than 20000 records"},
		{"too many keys", `mutation($i: [Key!]!) {` + right + `deleteSystem(keys: $i) { revision } }`, `{"i": ` + many(`"s/x"`) + `}`, "LIMIT", "mer än 20000 poster", "more than 20000 records"},
		{"too many changes", `mutation($i: [ChangeInput!]!) {` + right + `applyChanges(changes: $i) { revision } }`, `{"i": ` + many(`{"system":{"key":"s/x"}}`) + `}`, "LIMIT", "mer än 20000 poster", "more than 20000 records"},
		{"page of changes", `mutation {` + right + `b: saveSystem(input: []) { nodes { changes(first: 501) { revision } } } }`, "", "LIMIT", "first kan vara högst 500", "first can be at most 500"},
		{"a long list of changes", `{ changes(first: 501) { revision } }`, "", "LIMIT", "first kan vara högst 500", "first can be at most 500"},
		{"a long commit", `{ changes { changes(first: 501) { record } } }`, "", "LIMIT", "first kan vara högst 500", "first can be at most 500"},
		{"a negative page", `{ changes(first: -1) { revision } }`, "", "INVALID", "first kan inte vara negativt", "first cannot be negative"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := writable(t)
			for language, message := range map[string]string{"sv": test.swedish, "en": test.english} {
				w := post(e, landscape.Steward(), body(test.query, test.variables), "Accept-Language", language)
				if f := failed(t, w.Body.String()); f.Data != nil || f.Errors[0].Extensions.Code != test.code || !strings.Contains(f.Errors[0].Message, message) {
					t.Errorf("got %.500s, want %s %q", w.Body, test.code, message)
				}
			}
			if got := data(t, e, `{ system(key: "s/bok") { version } }`); got != `{"system":{"version":"1.9"}}` {
				t.Errorf("something was written: %s", got)
			}
		})
	}
}

// TestFindingsAreTold: what a write means is told in the language of the request, where it is an error and where it is not.
func TestFindingsAreTold(t *testing.T) {
	const query = `mutation { saveActor(input: [{key: "a/ljus", states: {add: [{kind: BuildingBlock, key: "r@1/b2", statement: COMPLETE, owner: "a/ljus"}]}}]) { findings { severity code path line message } } }`
	for language, want := range map[string]string{
		"sv": "byggblock",
		"en": "building block",
	} {
		e := writable(t, func(o *Options) { o.Repository.Advice = advice.Give })
		got := post(e, landscape.Steward(), body(query, ""), "Accept-Language", language).Body.String()
		if !strings.Contains(got, `{"severity":"WARNING","code":"COMPLETE_BLOCK","path":"input[0].states.add[0]","line":null,"message":"`) || !strings.Contains(got, want) {
			t.Errorf("got %s", got)
		}
	}
	got := post(writable(t), landscape.Steward(), body(`mutation { saveSystem(input: [{key: "s/x", confidentiality: 9}]) { revision } }`, ""), "Accept-Language", "sv").Body.String()
	var answer struct {
		Errors []struct {
			Extensions struct{ Findings []writing.Finding }
		}
	}
	if err := json.Unmarshal([]byte(got), &answer); err != nil || len(answer.Errors) != 1 || len(answer.Errors[0].Extensions.Findings) != 2 {
		t.Fatalf("got %s", got)
	}
	for i, want := range []writing.Finding{
		{Severity: "ERROR", Code: "NOT_A_NUMBER", Path: "input[0].confidentiality", Message: "heltal från 0 till 4"},
		{Severity: "ERROR", Code: "ATTRIBUTE_MISSING", Path: "input[0].name", Message: "System s/x"},
	} {
		found := answer.Errors[0].Extensions.Findings[i]
		if message := found.Message; strings.Contains(message, want.Message) {
			found.Message = want.Message
		}
		if found != want {
			t.Errorf("got %+v, want %+v", found, want)
		}
	}
}

// sick is a store whose writing ends badly.
type sick struct {
	*plain.Store
	err error
}

func (s sick) Write(context.Context, string, landscape.Write, func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	return landscape.Receipt{}, s.err
}

// TestBadDays: when it is not known whether something was written the answer is UNAVAILABLE, and what fails inside stays there.
func TestBadDays(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		code string
	}{
		"unknown":     {landscape.NewError(landscape.Unavailable, text.New("writing.no_history")), "UNAVAILABLE"},
		"interrupted": {fmt.Errorf("writing: %w", context.DeadlineExceeded), "UNAVAILABLE"},
		"inside":      {fmt.Errorf("bolt://user:password@10.0.0.1"), "INTERNAL"},
	} {
		var log bytes.Buffer
		e := writer(t, sick{dalen(t).(*plain.Store), test.err}, func(o *Options) { o.Log = slog.New(slog.NewTextHandler(&log, nil)) })
		got := ask(e, landscape.Steward(), `mutation { saveSystem(input: [{key: "s/bok"}]) { revision nodes { key } } }`)
		if f := failed(t, got); f.Errors[0].Extensions.Code != test.code || string(f.Data) != `{"saveSystem":null}` || strings.Contains(got, "10.0.0.1") {
			t.Errorf("%s: %s", name, got)
		}
		if strings.Contains(log.String(), "10.0.0.1") != (test.code == "INTERNAL") {
			t.Errorf("%s: the log has %q", name, &log)
		}
	}
}

// TestWrittenButNotRead: where the answer cannot be read after a write, what was written is told, and that its elements are not known.
func TestWrittenButNotRead(t *testing.T) {
	store := dalen(t).(*plain.Store)
	e := writer(t, store, func(o *Options) { o.Store = broken{store, func() error { return context.DeadlineExceeded }} })
	got := ask(e, landscape.Steward(), `mutation { saveSystem(input: [{key: "s/bok", version: "9"}]) { revision nodes { key } changes { record element { key } } } }`)
	f := failed(t, got)
	if want := `{"saveSystem":{"revision":2,"nodes":[null],"changes":[{"record":"System s/bok","element":null}]}}`; string(f.Data) != want || len(f.Errors) != 1 || f.Errors[0].Extensions.Code != "UNAVAILABLE" {
		t.Errorf("got %s", got)
	}
}

// TestWritesNeedARepository: without one there is no Mutation, neither in the schema nor to be asked.
func TestWritesNeedARepository(t *testing.T) {
	for _, e := range []*Engine{engine(t, dalen(t)), writable(t)} {
		with := e.repository != nil
		if got := data(t, e, `{ __schema { mutationType { name } } __type(name: "SystemInput") { name } }`); strings.Contains(got, "Mutation") != with || strings.Contains(got, "SystemInput") != with {
			t.Errorf("got %s", got)
		}
		got := ask(e, landscape.Steward(), `mutation { saveSystem(input: []) { revision } }`)
		if with != strings.Contains(got, `"revision":1`) || !with && failed(t, got).Errors[0].Extensions.Code != "INVALID" {
			t.Errorf("got %s", got)
		}
	}
}

// TestWriteTransport: writes come by POST alone, and may be longer than questions, but not their documents.
func TestWriteTransport(t *testing.T) {
	e := writable(t)
	r := httptest.NewRequestWithContext(landscape.WithViewer(t.Context(), landscape.Steward()), http.MethodGet,
		"/graphql?query="+url.QueryEscape(`mutation { saveSystem(input: [{key: "s/bok", version: "9"}]) { revision } }`), nil)
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
		t.Errorf("GET: %d %s", w.Code, w.Body)
	}
	long := `{"i": [{"key": "s/bok", "description": "` + strings.Repeat("x", MaxBody) + `"}]}`
	for _, test := range []struct {
		name, query, variables string
		status                 int
		want                   string
	}{
		{"a long write", `mutation($i: [SystemInput!]!) { saveSystem(input: $i) { revision } }`, long, 200, `{"data":{"saveSystem":{"revision":2}},"extensions":{"revision":2}}`},
		{"a long question", `query($i: String) { systems(where: {name: {eq: $i}}) { totalCount } }`, long, 413, "larger than 256 KiB"},
		{"a long document", `mutation { saveSystem(input: [{key: "s/bok", description: "` + strings.Repeat("x", MaxBody) + `"}]) { revision } }`, "", 200, "larger than 256 KiB"},
		{"too long", `mutation($i: [SystemInput!]!) { saveSystem(input: $i) { revision } }`, `{"i": [{"description": "` + strings.Repeat("x", MaxWrite) + `"}]}`, 413, "larger than 16384 KiB"},
	} {
		w := post(e, landscape.Steward(), body(test.query, test.variables))
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.want) {
			t.Errorf("%s: %d %.300s", test.name, w.Code, w.Body)
		}
	}
	if got := data(t, e, `{ changes { revision } system(key: "s/bok") { version } }`); got != `{"changes":[{"revision":2}],"system":{"version":"1.9"}}` {
		t.Errorf("got %s", got)
	}
}

// TestManyChanges: a change set of thousands is one revision, and its nodes come back in order.
func TestManyChanges(t *testing.T) {
	const n = 1500
	var input, want []string
	for i := range n {
		input = append(input, fmt.Sprintf(`{"name": "S %d"}`, i%10))
	}
	for i := range n {
		key := fmt.Sprintf("local/s-%d", i%10)
		if i >= 10 {
			key += fmt.Sprintf("-%d", i/10+1)
		}
		want = append(want, `{"key":"`+key+`"}`)
	}
	got := post(writable(t), landscape.Steward(), body(`mutation($i: [SystemInput!]!) { saveSystem(input: $i) { revision nodes { key } } }`, `{"i": [`+strings.Join(input, ",")+`]}`)).Body.String()
	if got != `{"data":{"saveSystem":{"revision":2,"nodes":[`+strings.Join(want, ",")+`]}},"extensions":{"revision":2}}` {
		t.Errorf("got %.500s", got)
	}
}

// TestHistoriesAreFew: the history of more elements than a page is not read in one request.
func TestHistoriesAreFew(t *testing.T) {
	e := engine(t, fan(t, 251))
	data(t, e, `{ systems(first: 500) { nodes { changes { revision } } } }`)
	f := failed(t, ask(e, landscape.Steward(), `{ systems(first: 500) { nodes { a: changes { revision } b: changes(first: 1) { revision } } } }`))
	if f.Errors[0].Extensions.Code != "LIMIT" || !strings.Contains(f.Errors[0].Message, "more than 500 elements") {
		t.Errorf("got %+v", f)
	}
}

// TestNewKindIsWritten: a kind that is added to a copy of the SDL, and to nothing else, is saved, related and deleted.
func TestNewKindIsWritten(t *testing.T) {
	m := vehicleModel(t)
	e := writer(t, plain.New(content(t, m, vehicles)), func(o *Options) { o.Model = m; o.Repository.Model = m })
	for _, step := range [][2]string{
		{`mutation { saveVehicle(input: [{key: "v/1", wheels: 8, carries: {add: [{key: "s/1", lap: 4, owner: "a/1"}]}}]) { nodes { wheels fuel carries { edges { lap } } } } }`, `{"saveVehicle":{"nodes":[{"wheels":8,"fuel":"ELECTRIC","carries":{"edges":[{"lap":4}]}}]}}`},
		{`mutation { applyChanges(changes: [{system: {key: "s/1", carriedAbout: {remove: [{key: "v/3", owner: "a/2"}]}}}, {vehicle: {name: "Ny"}}]) { changes { kind record } } }`, `{"applyChanges":{"changes":[{"kind":"CREATED","record":"Vehicle local/ny"},{"kind":"DELETED","record":"Vehicle v/3 CARRIES_ABOUT System s/1 by a/2"}]}}`},
		{`mutation { deleteVehicle(keys: ["v/1"]) { changes { record } } }`, `{"deleteVehicle":{"changes":[{"record":"Vehicle v/1"},{"record":"Vehicle v/1 CARRIES_ABOUT System s/1 by a/1"}]}}`},
	} {
		if got := data(t, e, step[0]); got != step[1] {
			t.Errorf("%s\ngot  %s\nwant %s", step[0], got, step[1])
		}
	}
}
