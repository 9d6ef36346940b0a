package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/neo4jtest"
	"github.com/arkinera/landskap/schema"
)

// asked is an example of the docs in Cypher, and how to ask the same of the API: the answer's rows, each a list of texts.
type asked struct {
	query string
	rows  func(answer any) [][]string
}

// The examples by their headings.
var askedAlike = map[string]asked{
	"What does an actor provide?": {
		`{ actor(key: "kommun/9001") { provides(first: 500) { nodes { __typename name } } } }`,
		func(a any) [][]string { return table(at(a, "actor", "provides", "nodes"), "name", "__typename") },
	},
	"Who uses a system, and whose word is it?": {
		`{ systems(where: {name: {eq: "Integrationsplattformen Norrbryggan"}}) { nodes { usedBy { edges { node { name } claims { owner origin } } } } } }`,
		func(a any) (rows [][]string) {
			for _, e := range list(at(list(at(a, "systems", "nodes"))[0], "usedBy", "edges")) {
				for _, c := range list(at(e, "claims")) {
					rows = append(rows, []string{said(at(e, "node", "name")), said(at(c, "owner")), said(at(c, "origin"))})
				}
			}
			return rows
		},
	},
	"Which systems realise nothing, as far as anybody has said?": {
		`{ systems(first: 500, where: {realises: {none: {}}}) { nodes { name owner } } }`,
		func(a any) [][]string { return table(at(a, "systems", "nodes"), "name", "owner") },
	},
	"Which systems exchange what?": {
		`{ integrations(first: 500) { nodes { name source { nodes { name } } target { nodes { name } } carriesInformation { nodes { name } } } } }`,
		func(a any) (rows [][]string) {
			for _, i := range list(at(a, "integrations", "nodes")) {
				for _, from := range list(at(i, "source", "nodes")) {
					for _, to := range list(at(i, "target", "nodes")) {
						rows = append(rows, []string{said(at(i, "name")), said(at(from, "name")), said(at(to, "name")), names(at(i, "carriesInformation", "nodes"))})
					}
				}
			}
			return rows
		},
	},
	"Where is personal data held?": {
		`{ systems(first: 500, where: {holds: {some: {personalData: {eq: true}}}}) { nodes { name holds(where: {personalData: {eq: true}}) { nodes { name } } } } }`,
		func(a any) (rows [][]string) {
			for _, s := range list(at(a, "systems", "nodes")) {
				rows = append(rows, []string{said(at(s, "name")), names(at(s, "holds", "nodes"))})
			}
			return rows
		},
	},
	"What does an actor have of a reference architecture? (the gap)": {
		`{ gap(actor: "kommun/9001", reference: "eira@7.0.0", area: "eira@7.0.0/technical-application", at: "2026-12-01") {
			rows(states: [COVERED, SHARED, PARTLY]) { name state } } }`,
		func(a any) [][]string { return table(at(a, "gap", "rows"), "name", "state") },
	},
	"Which systems do several actors share?": {
		`{ shared(kind: SYSTEM, minActors: 2, at: "2026-12-01", first: 500) { rows { item { name } count } } }`,
		func(a any) (rows [][]string) {
			for _, r := range list(at(a, "shared", "rows")) {
				rows = append(rows, []string{said(at(r, "item", "name")), said(at(r, "count"))})
			}
			return rows
		},
	},
	"Which agreements end within a year?": {
		`{ agreements(first: 500, where: {validTo: {gte: "2026-12-01", lte: "2027-12-01"}}) { nodes { validTo name parties { nodes { name } } } } }`,
		func(a any) (rows [][]string) {
			for _, g := range list(at(a, "agreements", "nodes")) {
				rows = append(rows, []string{said(at(g, "validTo")), said(at(g, "name")), names(at(g, "parties", "nodes"))})
			}
			return rows
		},
	},
	"What stands in the way of whom?": {
		`{ obstacles(first: 500) { nodes { name technical hinders { nodes { name } } } } }`,
		func(a any) (rows [][]string) {
			for _, o := range list(at(a, "obstacles", "nodes")) {
				for _, who := range list(at(o, "hinders", "nodes")) {
					rows = append(rows, []string{said(at(o, "name")), said(at(who, "name")), said(at(o, "technical"))})
				}
			}
			return rows
		},
	},
	"Who has changed the landscape?": {
		`{ changes { revision at by why changeCount } }`,
		func(a any) [][]string { return table(at(a, "changes"), "revision", "at", "by", "why", "changeCount") },
	},
}

// inOrder are the examples whose order is the API's as well.
var inOrder = []string{"What does an actor provide?", "Which systems realise nothing, as far as anybody has said?", "Where is personal data held?", "Which systems do several actors share?"}

// The docs' examples in Cypher, run as they stand, say what our own API says of the same landscape.
func TestCypherExamples(t *testing.T) {
	address := neo4jtest.Find(t)
	doc, err := os.ReadFile("../docs/neo4j.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("LANDSKAP_NEO4J_URI", address.URI)
	t.Setenv("LANDSKAP_NEO4J_USER", address.User)
	t.Setenv("LANDSKAP_NEO4J_PASSWORD", address.Password)
	model, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	name := "docs-" + uuid.NewString()
	t.Setenv("LANDSKAP_LANDSCAPE", name)
	t.Cleanup(func() { drop(t, model, address, name) })
	prints(t, "load", "sample:norrby", "--why", "an example")
	d := address.Driver(t)
	examples := regexp.MustCompile("(?s)### ([^\n]+)\n\n[^#]*?```cypher\n(.*?)```").FindAllStringSubmatch(string(doc), -1)
	if len(examples) != len(askedAlike) || len(examples) < 10 {
		t.Fatalf("the docs have %d examples in Cypher, %d of them are known here", len(examples), len(askedAlike))
	}
	for _, example := range examples {
		title, statement := example[1], strings.ReplaceAll(example[2], "'main'", "'"+name+"'")
		t.Run(title, func(t *testing.T) {
			same, ok := askedAlike[title]
			if !ok {
				t.Fatal("nothing is known here to hold it against")
			}
			got := cypher(t, d, statement)
			ours := func(query string) [][]string {
				var answer any
				if err := json.Unmarshal(prints(t, "query", "-", query), &answer); err != nil {
					t.Fatal(err)
				}
				return same.rows(at(answer, "data"))
			}
			want := ours(same.query)
			if !slices.Contains(inOrder, title) {
				slices.SortFunc(got, slices.Compare)
				slices.SortFunc(want, slices.Compare)
			}
			if len(want) == 0 {
				t.Error("the example shows nothing")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Cypher says something else (-API +Cypher):\n%s", diff)
			}
		})
	}
}

// prints runs a command, with what the last argument after - says on standard input, and returns what it prints.
func prints(t *testing.T, args ...string) []byte {
	t.Helper()
	var in io.Reader = strings.NewReader("")
	if n := len(args); n > 2 && args[n-2] == "-" {
		in, args = strings.NewReader(args[n-1]), args[:n-1]
	}
	var out, errs bytes.Buffer
	if code := Main(args, in, &out, &errs); code != exitDone {
		t.Fatalf("landskap %s: %d\n%s", strings.Join(args, " "), code, errs.String())
	}
	return out.Bytes()
}

func cypher(t *testing.T, d driver.DriverWithContext, statement string) (rows [][]string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	result, err := driver.ExecuteQuery(ctx, d, statement, nil, driver.EagerResultTransformer, driver.ExecuteQueryWithReadersRouting())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range result.Records {
		row := make([]string, len(r.Values))
		for i, v := range r.Values {
			row[i] = said(v)
		}
		rows = append(rows, row)
	}
	return rows
}

// at follows names into an answer.
func at(v any, path ...string) any {
	for _, name := range path {
		object, _ := v.(map[string]any)
		v = object[name]
	}
	return v
}

func list(v any) []any { all, _ := v.([]any); return all }

// said writes a value as text; lists in order, as Cypher collects in any.
func said(v any) string {
	all, is := v.([]any)
	if !is {
		return fmt.Sprint(v)
	}
	texts := make([]string, len(all))
	for i, v := range all {
		texts[i] = fmt.Sprint(v)
	}
	slices.Sort(texts)
	return strings.Join(texts, ", ")
}

func names(v any) string {
	var all []any
	for _, e := range list(v) {
		all = append(all, at(e, "name"))
	}
	return said(append([]any{}, all...))
}

func table(v any, columns ...string) (rows [][]string) {
	for _, r := range list(v) {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = said(at(r, c))
		}
		rows = append(rows, row)
	}
	return rows
}
