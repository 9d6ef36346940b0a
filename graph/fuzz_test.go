package graph

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
)

// FuzzDocument sends any document with any variables. Whatever it is, the answer is JSON with data or errors, and never INTERNAL.
// The golden cases are the seeds.
func FuzzDocument(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "[cw]*s", "*.txtar"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var query, variables string
		for _, part := range archive.Files {
			switch part.Name {
			case "query.graphql":
				query = string(part.Data)
			case "variables.json":
				variables = string(part.Data)
			}
		}
		f.Add(query, variables)
	}
	for _, query := range []string{
		"", "{", "query", `{ systems(where: {name: {eq: "\uD83D"}}) { totalCount } }`, `{ systems(after: "eyJvIjoiIn0") { totalCount } }`,
		`query($w: SystemWhere = {name: {in: ["a"]}, and: [{key: {eq: "b"}}]}) { systems(where: $w) { totalCount } }`,
		`{ __schema { types { name fields { args { defaultValue } } } } }`, blowUp(3), "{ ...F } fragment F on Query { ...F }",
		"subscription { a }", "{ systems { ... @defer { totalCount } } }", "query A { a: __typename } query B { b: __typename }",
	} {
		f.Add(query, `{"w": {"name": {"contains": "a"}}, "id": "x", "n": 1}`)
	}
	source, err := os.ReadFile(filepath.Join("testdata", "landscapes", "dalen.yaml"))
	if err != nil {
		f.Fatal(err)
	}
	dalen, store := content(f, model(f), string(source)), &exchangeable{}
	e := writer(f, store)
	f.Fuzz(func(t *testing.T, query, variables string) {
		if variables != "" && !json.Valid([]byte(variables)) {
			variables = ""
		}
		store.both = plain.New(dalen)
		w := post(e, landscape.Member("a/ljus"), body(query, variables))
		var answer struct {
			Data   json.RawMessage
			Errors []struct {
				Message    string
				Extensions struct{ Code string }
			}
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Data == nil && answer.Errors == nil {
			t.Fatalf("%s\n%s\n%s: %v", query, variables, w.Body, err)
		}
		for _, err := range answer.Errors {
			if err.Message == "" || err.Extensions.Code == "" || err.Extensions.Code == "INTERNAL" {
				t.Errorf("%s\n%s\n%s", query, variables, w.Body)
			}
		}
		if w.Code >= http.StatusInternalServerError {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	})
}
