package graph

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// failure is the part of an answer that tells of errors.
type failure struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Locations  []struct{ Line, Column int }
		Path       []any
		Extensions struct{ Code string }
	}
}

func failed(t *testing.T, body string) failure {
	t.Helper()
	var f failure
	if err := json.Unmarshal([]byte(body), &f); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	if len(f.Errors) == 0 {
		t.Fatalf("no errors: %s", body)
	}
	return f
}

// repeat joins n copies of a text, in which %d is the number of the copy.
func repeat(n int, text string) string {
	var b strings.Builder
	for i := range n {
		if strings.Contains(text, "%d") {
			fmt.Fprintf(&b, text, i)
		} else {
			b.WriteString(text)
		}
	}
	return b.String()
}

func encodeCursor(json string) string { return base64.RawURLEncoding.EncodeToString([]byte(json)) }

// blowUp is a document whose fragments double n times.
func blowUp(n int) string {
	var b strings.Builder
	b.WriteString(`{ systems { nodes { ...F0 } } }`)
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on System { a: usedBy { nodes { ...G%d } } b: providedBy { nodes { ...G%d } } }", i, i, i)
		fmt.Fprintf(&b, " fragment G%d on Actor { uses { nodes { ...F%d } } }", i, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on System { key }", n)
	return b.String()
}

// TestRefusedRequests: what is wrong with the document or its values is found before anything is executed. A client that asks for
// plain JSON gets status 200, any other 400; there is no data; the code is stable and the message in the client's language.
func TestRefusedRequests(t *testing.T) {
	e := engine(t, dalen(t))
	const document = "frågan stämmer inte med GraphQL eller schemat: "
	tests := []struct {
		name, query, variables, code, sv, en string
	}{
		{"syntax", `{ systems { nodes { key } }`, ``, "INVALID", document, "Expected Name, found <EOF>"},
		{"no operation", `fragment F on System { key }`, ``, "INVALID", document, "no operation provided"},
		{"empty", ``, ``, "INVALID", document, "no operation provided"},
		{"unknown field", `{ systems { nodes { colour } } }`, ``, "INVALID", document, `Cannot query field "colour" on type "System".`},
		{"unknown root field", `{ sistems { nodes { key } } }`, ``, "INVALID", document, `Did you mean "systems"`},
		{"unknown argument", `{ systems(size: 3) { nodes { key } } }`, ``, "INVALID", document, `Unknown argument "size"`},
		{"unknown filter field", `{ systems(where: {colour: {eq: "x"}}) { totalCount } }`, ``, "INVALID", document, `Field "colour" is not defined by type "SystemWhere"`},
		{"unknown operator", `{ systems(where: {lifecycle: {lt: ACTIVE}}) { totalCount } }`, ``, "INVALID", document, `Field "lt" is not defined`},
		{"id is not filtered", `{ systems(where: {id: {eq: "x"}}) { totalCount } }`, ``, "INVALID", document, `Field "id" is not defined`},
		{"id is not ordered by", `{ systems(orderBy: [{id: ASC}]) { totalCount } }`, ``, "INVALID", document, `Field "id" is not defined`},
		{"a list is not ordered by", `{ services(orderBy: [{openTo: ASC}]) { totalCount } }`, ``, "INVALID", document, `Field "openTo" is not defined`},
		{"no selection", `{ systems }`, ``, "INVALID", document, `must have a selection`},
		{"selection on a leaf", `{ systems { totalCount { x } } }`, ``, "INVALID", document, `Cannot query field "x" on type "Int".`},
		{"conflict", `{ systems { nodes { a: key a: name } } }`, ``, "INVALID", document, `conflict because "key" and "name" are different fields`},
		{"impossible fragment", `{ systems { nodes { ... on Actor { key } } } }`, ``, "INVALID", document, `can never be of type "Actor"`},
		{"unused fragment", `{ systems { totalCount } } fragment F on System { key }`, ``, "INVALID", document, `Fragment "F" is never used`},
		{"fragment cycle", `{ systems { nodes { ...F } } } fragment F on System { ...F }`, ``, "INVALID", document, `Cannot spread fragment "F" within itself`},
		{"relation on the interface", `{ node(id: "x") { usedBy { totalCount } } }`, ``, "INVALID", document, `Did you mean to use an inline fragment`},
		{"defer", `{ systems { ... @defer { totalCount } } }`, ``, "INVALID", document, `Unknown directive "@defer".`},
		{"mutation", `mutation { saveSystem(input: []) { revision } }`, ``, "INVALID", document, `does not support operation type "mutation"`},
		{"subscription", `subscription { systems { totalCount } }`, ``, "INVALID", document, `does not support operation type "subscription"`},

		{"undefined variable", `{ systems(first: $n) { totalCount } }`, ``, "INVALID", document, `Variable "$n" is not defined.`},
		{"variable of another type", `query($n: String) { systems(first: $n) { totalCount } }`, `{"n": "1"}`, "INVALID", document, `Variable "$n" of type "String" used in position expecting type "Int".`},
		{"missing variable", `query($k: Key!) { system(key: $k) { key } }`, `{}`, "INVALID", "variabeln $k av typen Key! saknas", "the variable $k of type Key! is missing"},
		{"no variables", `query($k: Key!) { system(key: $k) { key } }`, ``, "INVALID", "variabeln $k av typen Key! saknas", "the variable $k of type Key! is missing"},
		{"null variable", `query($k: Key!) { system(key: $k) { key } }`, `{"k": null}`, "INVALID", "$k är null men ska vara Key!", "$k is null but is to be Key!"},
		{"null in a list", `query($k: [ID!]!) { nodes(ids: $k) { key } }`, `{"k": ["x", null]}`, "INVALID", "$k[1] är null men ska vara ID!", "$k[1] is null but is to be ID!"},
		{"null for non-null", `query($n: Int) { shared(kind: SYSTEM, minActors: $n) { at } }`, `{"n": null}`, "INVALID", "minActors är null men ska vara Int!", "minActors is null but is to be Int!"},
		{"null in an input object", `query($k: Key) { systems(where: {key: {in: [$k]}}) { totalCount } }`, `{}`, "INVALID", document, `used in position expecting type "Key!"`},
		{"null operator", `{ systems(where: {name: {eq: null}}) { totalCount } }`, ``, "INVALID", "name: eq kan inte vara null", "name: eq cannot be null"},
		{"null operator by variable", `query($k: Key) { systems(where: {key: {ne: $k}}) { totalCount } }`, `{"k": null}`, "INVALID", "key: ne kan inte vara null", "key: ne cannot be null"},
		{"null in", `{ systems(where: {lifecycle: {in: null}}) { totalCount } }`, ``, "INVALID", "lifecycle: in kan inte vara null", "lifecycle: in cannot be null"},
		{"null isNull", `{ systems(where: {validTo: {isNull: null}}) { totalCount } }`, ``, "INVALID", "validTo: isNull kan inte", "validTo: isNull cannot"},
		{"null has", `{ services(where: {openTo: {has: null}}) { totalCount } }`, ``, "INVALID", "openTo: has kan inte", "openTo: has cannot"},
		{"null kind", `{ actors(where: {uses: {some: {kind: {eq: null}}}}) { totalCount } }`, ``, "INVALID", "kind: eq kan inte", "kind: eq cannot"},
		{"null claim operator", `{ actors { nodes { uses(claim: {since: {lt: null}}) { totalCount } } } }`, ``, "INVALID", "since: lt kan inte", "since: lt cannot"},

		{"Int too large", `{ systems(first: 2147483648) { totalCount } }`, ``, "INVALID", "2147483648 är ingen Int", "2147483648 is no Int"},
		{"Int too small", `{ actors(where: {population: {gt: -2147483649}}) { totalCount } }`, ``, "INVALID", "-2147483649 är ingen Int", "-2147483649 is no Int"},
		{"Int variable too large", `query($n: Int) { actors(where: {population: {gt: $n}}) { totalCount } }`, `{"n": 2147483648}`, "INVALID", "variabeln $n: 2147483648 är ingen Int", "the variable $n: 2147483648 is no Int"},
		{"Int variable far too large", `query($n: Int) { systems(first: $n) { totalCount } }`, `{"n": 1e400}`, "INVALID", "är ingen Int", "the variable $n: 1e400 is no Int"},
		{"fraction for Int", `query($n: Int) { systems(first: $n) { totalCount } }`, `{"n": 1.5}`, "INVALID", "1.5 är ingen Int", "1.5 is no Int"},
		{"literal fraction for Int", `{ systems(first: 5.0) { totalCount } }`, ``, "INVALID", document, "Int cannot represent non-integer value: 5.0"},
		{"text for Int", `query($n: Int) { systems(first: $n) { totalCount } }`, `{"n": "5"}`, "INVALID", `"5" är ingen Int`, `"5" is no Int`},
		{"literal text for Int", `{ systems(first: "5") { totalCount } }`, ``, "INVALID", document, `Int cannot represent non-integer value: "5"`},
		{"truth for Int", `query($n: Int) { systems(first: $n) { totalCount } }`, `{"n": true}`, "INVALID", "true är ingen Int", "true is no Int"},
		{"text for Float", `query($n: Float) { actors(where: {itStaff: {gt: $n}}) { totalCount } }`, `{"n": "1"}`, "INVALID", `"1" är ingen Float`, `"1" is no Float`},
		{"Float too large", `query($n: Float) { actors(where: {itStaff: {gt: $n}}) { totalCount } }`, `{"n": 1e400}`, "INVALID", "1e400 är ingen Float", "1e400 is no Float"},
		{"number for String", `query($s: String) { systems(where: {name: {eq: $s}}) { totalCount } }`, `{"s": 5}`, "INVALID", "5 är ingen String", "5 is no String"},
		{"number for Boolean", `query($s: Boolean!) { systems @skip(if: $s) { totalCount } }`, `{"s": 0}`, "INVALID", "0 är ingen Boolean", "0 is no Boolean"},
		{"number for Key", `{ system(key: 5) { key } }`, ``, "INVALID", "5 är ingen Key", "5 is no Key"},
		{"number variable for Key", `query($k: Key) { system(key: $k) { key } }`, `{"k": 5}`, "INVALID", "5 är ingen Key", "5 is no Key"},
		{"fraction for ID", `query($k: ID!) { node(id: $k) { key } }`, `{"k": 5.5}`, "INVALID", "5.5 är ingen ID", "5.5 is no ID"},
		{"bad key", `{ system(key: "s/björk") { key } }`, ``, "INVALID", `"s/björk" kan inte vara en nyckel`, `"s/björk" cannot be a key`},
		{"empty key", `{ system(key: "") { key } }`, ``, "INVALID", `"" kan inte vara en nyckel`, `"" cannot be a key`},
		{"long key", `{ system(key: "` + strings.Repeat("a", 201) + `") { key } }`, ``, "INVALID", "högst 200 byte", "at most 200 bytes"},
		{"bad key in a filter", `query($k: [Key!]) { systems(where: {key: {in: $k}}) { totalCount } }`, `{"k": ["ok", "a b"]}`, "INVALID", `"a b" kan inte vara en nyckel`, `"a b" cannot be a key`},
		{"bad key of an analysis", `{ gap(actor: "å", reference: "r@1") { at } }`, ``, "INVALID", `"å" kan inte vara`, `"å" cannot be a key`},
		{"bad date", `{ systems(at: "2026-2-1") { totalCount } }`, ``, "INVALID", `"2026-2-1" är ingen dag`, `"2026-2-1" is no day`},
		{"no such day", `query($d: Date) { systems(at: $d) { totalCount } }`, `{"d": "2026-02-30"}`, "INVALID", `"2026-02-30" är ingen dag`, `"2026-02-30" is no day`},
		{"empty date", `{ gap(actor: "a/ljus", reference: "r@1", at: "") { at } }`, ``, "INVALID", `"" är ingen dag`, `"" is no day`},
		{"number for Date", `{ systems(at: 2026) { totalCount } }`, ``, "INVALID", "2026 är ingen Date", "2026 is no Date"},
		{"enum in lower case", `{ systems(where: {lifecycle: {eq: active}}) { totalCount } }`, ``, "INVALID", document, `Value "active" does not exist in "Lifecycle" enum.`},
		{"enum variable in lower case", `query($l: Lifecycle) { systems(where: {lifecycle: {eq: $l}}) { totalCount } }`, `{"l": "active"}`, "INVALID", `"active" är ingen Lifecycle`, `"active" is no Lifecycle`},
		{"text for an enum", `{ systems(where: {lifecycle: {eq: "ACTIVE"}}) { totalCount } }`, ``, "INVALID", document, `Enum "Lifecycle" cannot represent non-enum value: "ACTIVE".`},
		{"text for an object", `query($w: SystemWhere) { systems(where: $w) { totalCount } }`, `{"w": "x"}`, "INVALID", `"x" är ingen SystemWhere`, `"x" is no SystemWhere`},
		{"unknown field of a variable", `query($w: SystemWhere) { systems(where: $w) { totalCount } }`, `{"w": {"name": {"like": "x"}}}`, "INVALID", "variabeln $w.name: fältet like finns inte i StringFilter", "the variable $w.name: there is no field like in StringFilter"},
		{"wrong default", `query($n: Int = "5") { systems(first: $n) { totalCount } }`, ``, "INVALID", document, `Int cannot represent non-integer value: "5"`},
		{"default too large", `query($n: Int = 3000000000) { systems(first: $n) { totalCount } }`, ``, "INVALID", "3000000000 är ingen Int", "3000000000 is no Int"},

		{"two fields in an order", `{ systems(orderBy: [{name: ASC, key: DESC}]) { totalCount } }`, ``, "INVALID", "orderBy: varje steg har precis ett fält", "orderBy: each step has exactly one field"},
		{"no field in an order", `{ systems(orderBy: [{}]) { totalCount } }`, ``, "INVALID", "orderBy: varje steg", "orderBy: each step"},
		{"null in an order", `{ systems(orderBy: [{name: null}]) { totalCount } }`, ``, "INVALID", "orderBy: varje steg", "orderBy: each step"},
		{"null step", `query($o: [SystemOrder!]) { systems(orderBy: $o) { totalCount } }`, `{"o": [null]}`, "INVALID", "$o[0] är null", "$o[0] is null"},
		{"first negative", `{ systems(first: -1) { totalCount } }`, ``, "INVALID", "first kan inte vara negativt", "first cannot be negative"},
		{"last negative", `{ actors { nodes { uses(last: -1) { totalCount } } } }`, ``, "INVALID", "last kan inte vara negativt", "last cannot be negative"},
		{"first of an analysis negative", `{ shared(kind: SYSTEM, first: -1) { at } }`, ``, "INVALID", "first kan inte vara negativt", "first cannot be negative"},
		{"first of a row negative", `{ gap(actor: "a/ljus", reference: "r@1") { rows { offers(first: -2) { actor { key } } } } }`, ``, "INVALID", "first kan inte vara negativt", "first cannot be negative"},
		{"first too large", `{ systems(first: 501) { totalCount } }`, ``, "LIMIT", "first kan vara högst 500", "first can be at most 500"},
		{"first far too large", `{ systems(first: 100000) { totalCount } }`, ``, "LIMIT", "first kan vara högst 500", "first can be at most 500"},
		{"last too large", `query($n: Int) { systems(last: $n) { totalCount } }`, `{"n": 501}`, "LIMIT", "last kan vara högst 500", "last can be at most 500"},
		{"first with last", `{ systems(first: 1, last: 1) { totalCount } }`, ``, "INVALID", "ange first eller last", "give first or last"},
		{"first with last zero", `{ systems(first: 0, last: 0) { totalCount } }`, ``, "INVALID", "ange first eller last", "give first or last"},
		{"too many ids", `query($i: [ID!]!) { nodes(ids: $i) { key } }`, `{"i": [` + strings.TrimSuffix(repeat(501, `"x",`), ",") + `]}`, "LIMIT", "ids kan vara högst 500", "ids can be at most 500"},
		{"look-up without", `{ system { key } }`, ``, "INVALID", "system: ange precis ett av key och id", "system: give exactly one of key and id"},
		{"look-up with nulls", `{ system(key: null, id: null) { key } }`, ``, "INVALID", "system: ange precis ett", "system: give exactly one"},
		{"look-up with both", `{ system(key: "a", id: "b") { key } }`, ``, "INVALID", "system: ange precis ett", "system: give exactly one"},
		{"cursor that is none", `{ systems(after: "abc!") { totalCount } }`, ``, "INVALID", `"abc!" är ingen markör`, `"abc!" is no cursor`},
		{"empty cursor", `{ systems(after: "") { totalCount } }`, ``, "INVALID", `"" är ingen markör`, `"" is no cursor`},
		{"cursor of another order", `{ systems(orderBy: [{key: ASC}], after: "` + encodeCursor(`{"o":"System name","s":["x"],"k":"a","t":"System"}`) + `") { totalCount } }`, ``, "INVALID", "hör till en lista med annan ordning", "belongs to a list of another order"},
		{"cursor of another direction", `{ systems(orderBy: [{key: DESC}], before: "` + encodeCursor(`{"o":"System key","s":["x"],"k":"a","t":"System"}`) + `") { totalCount } }`, ``, "INVALID", "annan ordning", "another order"},
		{"cursor of another kind", `{ systems(after: "` + encodeCursor(`{"o":"Actor name","s":["x"],"k":"a","t":"Actor"}`) + `") { totalCount } }`, ``, "INVALID", "annan ordning", "another order"},
		{"cursor with too few keys", `{ systems(after: "` + encodeCursor(`{"o":"System name","s":[],"k":"a","t":"System"}`) + `") { totalCount } }`, ``, "INVALID", "annan ordning", "another order"},
		{"cursor with a key of another type", `{ systems(after: "` + encodeCursor(`{"o":"System name","s":[1],"k":"a","t":"System"}`) + `") { totalCount } }`, ``, "INVALID", "är ingen markör", "is no cursor"},
		{"cursor with a fraction for a rank", `{ systems(orderBy: [{lifecycle: ASC}], after: "` + encodeCursor(`{"o":"System lifecycle","s":[1.5],"k":"a","t":"System"}`) + `") { totalCount } }`, ``, "INVALID", "är ingen markör", "is no cursor"},
		{"cursor with more in it", `{ systems(after: "` + encodeCursor(`{"o":"System name","s":["x"],"k":"a","t":"System","z":1}`) + `") { totalCount } }`, ``, "INVALID", "är ingen markör", "is no cursor"},
		{"cursor with more behind it", `{ systems(after: "` + encodeCursor(`{"o":"System name","s":["x"],"k":"a","t":"System"}{}`) + `") { totalCount } }`, ``, "INVALID", "är ingen markör", "is no cursor"},
		{"cursor without a key", `{ systems(after: "` + encodeCursor(`{"o":"System name","s":["x"]}`) + `") { totalCount } }`, ``, "INVALID", "är ingen markör", "is no cursor"},

		{"half a character", `{ systems(where: {name: {eq: "a\uD83D"}}) { totalCount } }`, ``, "INVALID", `"a\uD83D" är ingen text`, `"a\uD83D" is no text`},
		{"half a character the wrong way", `# åäö 😀
			{ systems(where: {name: {eq: "\\ \uDE00\uD83D"}}) { totalCount } }`, ``, "INVALID", `"\\ \uDE00\uD83D" är ingen text`, `"\\ \uDE00\uD83D" is no text`},
		{"too many tokens", `{ systems { nodes { ` + repeat(1000, "key ") + `} } }`, ``, "LIMIT", "mer än 1000 ord och tecken", "more than 1000 tokens"},
		{"too deep", strings.Repeat("{ a ", 21) + strings.Repeat("}", 21), ``, "LIMIT", "mer än 20 nivåer", "more than 20 levels"},
		{"too deep a filter", `{ systems(where: ` + strings.Repeat("{not: ", 21) + "{}" + strings.Repeat("}", 21) + `) { totalCount } }`, ``, "LIMIT", "mer än 20 nivåer", "more than 20 levels"},
		{"too many aliases", `{ systems { nodes { ` + repeat(101, "a%d: key ") + `} } }`, ``, "LIMIT", "mer än 100 alias", "more than 100 aliases"},
		{"too many directives", `{ systems { nodes { key ` + repeat(201, "@a ") + `} } }`, ``, "LIMIT", "mer än 200 direktiv", "more than 200 directives"},
		{"fragments that double", blowUp(16), ``, "LIMIT", "mer än 10000 fält", "more than 10000 fields"},
		{"filter too deep by variable", `query($w: SystemWhere) { systems(where: $w) { totalCount } }`, `{"w": ` + strings.Repeat(`{"not": `, 21) + `{}` + strings.Repeat(`}`, 21) + `}`, "LIMIT", "filtret är för djupt", "the filter is too deep"},
		{"filter too large by variable", `query($w: SystemWhere) { systems(where: $w) { totalCount } }`, `{"w": {"or": [` + strings.TrimSuffix(repeat(501, `{"name": {"eq": "x"}},`), ",") + `]}}`, "LIMIT", "filtret är för stort", "the filter is too large"},
		{"claim filter too large by variable", `query($w: UsesClaimWhere) { actors { nodes { uses(claim: $w) { totalCount } } } }`, `{"w": {"or": [` + strings.TrimSuffix(repeat(501, `{},`), ",") + `]}}`, "LIMIT", "filtret är för stort", "the filter is too large"},
		{"too many values by variable", `query($n: [String!]) { systems(where: {name: {in: $n}}) { totalCount } }`, `{"n": [` + strings.TrimSuffix(repeat(5001, `"x",`), ",") + `]}`, "LIMIT", "mer än 5000 värden", "more than 5000 values"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, media := range []string{mediaJSON, mediaGraphQL} {
				for _, language := range []string{"sv", "en-GB, sv;q=0.5"} {
					w := post(e, landscape.Steward(), body(test.query, test.variables), "Accept", media, "Accept-Language", language)
					status, message := http.StatusOK, test.sv
					if media == mediaGraphQL {
						status = http.StatusBadRequest
					}
					if strings.HasPrefix(language, "en") {
						message = test.en
					}
					if w.Code != status {
						t.Errorf("%s: status %d, want %d", media, w.Code, status)
					}
					f := failed(t, w.Body.String())
					if f.Data != nil {
						t.Errorf("%s: there is data: %s", media, w.Body)
					}
					if got := f.Errors[0]; got.Extensions.Code != test.code || !strings.Contains(got.Message, message) || got.Path != nil {
						t.Errorf("%s: got %+v, want %s %q", language, got, test.code, message)
					}
				}
			}
		})
	}
}

// TestAccepted: values that look odd and are right all the same.
func TestAccepted(t *testing.T) {
	e := engine(t, dalen(t))
	tests := []struct{ name, query, variables, data string }{
		{"whole numbers however written", `query($a: Int, $b: Int, $c: Int) { a: systems(first: $a) { nodes { key } } b: systems(last: $b) { nodes { key } } c: systems(first: $c) { nodes { key } } }`,
			`{"a": 1.0, "b": 1e0, "c": -0}`, `{"a":{"nodes":[{"key":"s/Alfa"}]},"b":{"nodes":[{"key":"s/os"}]},"c":{"nodes":[]}}`},
		{"limits of Int", `query($a: Int, $b: Int) { a: actors(where: {population: {lte: $a, gte: $b}}) { totalCount } }`,
			`{"a": 2147483647, "b": -2147483648}`, `{"a":{"totalCount":4}}`},
		{"whole number for Float", `query($a: Float) { actors(where: {itStaff: {eq: $a}}) { totalCount } }`, `{"a": 12}`, `{"actors":{"totalCount":1}}`},
		{"variables that are not asked for", `{ a: systems(first: 0) { totalCount } }`, `{"a": {"b": [1, "x"]}}`, `{"a":{"totalCount":10}}`},
		{"one value for a list", `query($o: [SystemOrder!], $k: [Key!]) { systems(orderBy: $o, where: {key: {in: $k}}) { totalCount } }`, `{"o": {"key": "ASC"}, "k": "s/bok"}`, `{"systems":{"totalCount":1}}`},
		{"default of a variable", `query($n: Int = 1, $m: Int = 1) { a: systems(first: $n) { nodes { key } } b: systems(first: $m) { pageInfo { hasNextPage } } }`, `{"m": null}`, `{"a":{"nodes":[{"key":"s/Alfa"}]},"b":{"pageInfo":{"hasNextPage":false}}}`},
		{"default of an argument", `query($n: Int) { shared(kind: SYSTEM, minActors: $n) { totalCount } }`, `{}`, `{"shared":{"totalCount":1}}`},
		{"escapes", `{ systems(where: {name: {in: ["Bo\u006ben", "\u{47}\u{f6}md", "\uD83D\uDE00 \uFFFD \u005C\uD83D\uDE00 \\\uD83D\uDE00 \\uD83D �"]}}) { totalCount } }`, ``, `{"systems":{"totalCount":2}}`},
		{"block text", `{ systems(where: {name: {eq: """Boken"""}}) { totalCount } }`, ``, `{"systems":{"totalCount":1}}`},
		{"introspection beside data", `{ __type(name: "Key") { kind } systems(first: 0) { totalCount } }`, ``, `{"__type":{"kind":"SCALAR"},"systems":{"totalCount":10}}`},
		{"five hundred", `{ systems(first: 500) { pageInfo { hasNextPage } } }`, ``, `{"systems":{"pageInfo":{"hasNextPage":false}}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			want := `{"data":` + test.data + `,"extensions":{"revision":1}}`
			if got := post(e, landscape.Steward(), body(test.query, test.variables)).Body.String(); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestErrorsTellWhere: an error that belongs to a place in the document names it.
func TestErrorsTellWhere(t *testing.T) {
	e := engine(t, dalen(t))
	for query, want := range map[string][2]int{
		"{\n  systems(first: -1) { totalCount } }":                                    {2, 3},
		"{ systems {\n nodes { usedBy(where: {key: {eq: null}}) { totalCount } } } }": {2, 10},
		"query(\n $n: Int = 3000000000) { systems(first: $n) { totalCount } }":        {2, 2},
		"{ systems { nodes {\n\n   colour } } }":                                      {3, 4},
	} {
		f := failed(t, ask(e, landscape.Steward(), query))
		if at := f.Errors[0].Locations; len(at) != 1 || [2]int{at[0].Line, at[0].Column} != want {
			t.Errorf("%s: at %v, want %v", query, at, want)
		}
	}
}
