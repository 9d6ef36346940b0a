package graph

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// answered sends a question with variables and returns the answer's data and the codes of its errors. The answer is JSON with one or
// the other, and never INTERNAL.
func answered(t *testing.T, e http.Handler, query string, variables []byte) (data json.RawMessage, codes []string) {
	t.Helper()
	w := post(e, landscape.Steward(), body(query, string(variables)))
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Data == nil && answer.Errors == nil {
		t.Fatalf("%s\n%s: %v", variables, w.Body, err)
	}
	for _, err := range answer.Errors {
		codes = append(codes, err.Extensions.Code)
		if err.Message == "" || err.Extensions.Code == "" || err.Extensions.Code == "INTERNAL" {
			t.Errorf("%s\n%s", variables, w.Body)
		}
	}
	if w.Code >= http.StatusInternalServerError {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	return answer.Data, codes
}

const filtered = `query($system: SystemWhere, $actor: ActorWhere, $block: BuildingBlockWhere, $element: ElementWhere, $uses: UsesClaimWhere, $realises: RealisesClaimWhere, $order: [SystemOrder!]) {
  systems(where: $system, orderBy: $order) { totalCount nodes { key
    usedBy(where: $actor, claim: $uses) { totalCount edges { since purpose owner claims { owner } node { key } } }
    realises(where: $block, claim: $realises) { nodes { key } }
    archimateFrom(where: $element) { nodes { key } }
  } }
  again: systems(where: {not: {not: $system}}) { totalCount }
  others: systems(where: {not: $system}) { nodes { key } }
  actors(where: $actor) { totalCount nodes { provides(where: $element) { nodes { __typename key } } } }
  buildingBlocks(where: $block) { nodes { key realisedBy(claim: $realises) { totalCount } } }
}`

// FuzzFilter filters lists and claims by any variables: JSON as it stands, and anything else as the choices by which filters that fit
// their types are grown. Whatever they are, there is an answer. What is not other than asked for is what is asked for, and nothing is both.
func FuzzFilter(f *testing.F) {
	for _, variables := range []string{
		"", "{}", `{"system": null}`, `{"system": {"and": [], "or": [], "not": {}}}`, `{"system": {"and": null, "or": null, "not": null}}`,
		`{"system": {"name": {"contains": "ÄRENDE", "startsWith": "a\u0308"}, "key": {"in": ["s/bok", "s/arende"]}}}`,
		`{"system": {"confidentiality": {"gte": 2, "lt": 4}, "personalData": {"eq": true}, "validTo": {"lte": "2026-12-31"}}}`,
		`{"system": {"lifecycle": {"in": ["ACTIVE", "PHASE_OUT"]}, "criticality": {"ne": "LOW"}, "aliases": {"has": "Pärmen"}}}`,
		`{"system": {"usedBy": {"some": {"uses": {"none": {"or": [{"name": {"eq": "x"}}]}}}}, "version": {"isNull": false}}}`,
		`{"element": {"kind": {"in": ["System", "Service"]}}, "actor": {"itStaff": {"gt": 0.5}}, "block": {"focal": {"eq": true}}}`,
		`{"uses": {"not": {"since": {"lt": "2022-01-01"}}}, "realises": {"coverage": {"ne": "PARTIAL"}}, "order": [{"name": "DESC"}]}`,
		`{"uses": {"and": [{"confirmed": {"eq": false}}, {"owner": {"startsWith": "a/k"}}]}}`, `{"system": {"name": {"eq": null}}}`,
		`{"system": {"nme": {"eq": 1}}, "order": [{"name": "ASC", "key": "ASC"}]}`, `{"system": ` + strings.Repeat(`{"not": `, 25) + `{}` + strings.Repeat("}", 26),
		"\x01\x80\x00\x03\x22\x17\x40\x09\x55\x60\xff\x01\x02\x03\x04\x05\x06\x07\x08\x09\x10\x11\x12", strings.Repeat("\xf1\x2c\x07\x93", 40),
	} {
		f.Add([]byte(variables))
	}
	e := engine(f, dalen(f))
	// Fuzzing a question that is refused whatever its variables would prove nothing.
	data(f, e, filtered)
	f.Fuzz(func(t *testing.T, variables []byte) {
		if !json.Valid(variables) {
			variables = grown(e.schema, variables)
		}
		data, codes := answered(t, e, filtered, variables)
		var given map[string]any // A field of a struct would be any "SYSTEM", which names no variable.
		var lists struct {
			Systems, Again, Others struct {
				TotalCount int
				Nodes      []struct{ Key string }
			}
		}
		if len(codes) > 0 || json.Unmarshal(variables, &given) != nil || given["system"] == nil {
			return
		}
		if err := json.Unmarshal(data, &lists); err != nil || lists.Systems.TotalCount != lists.Again.TotalCount {
			t.Errorf("%s: %d systems, and %d are not other than those: %v", variables, lists.Systems.TotalCount, lists.Again.TotalCount, err)
		}
		for _, n := range lists.Systems.Nodes {
			if slices.Contains(lists.Others.Nodes, n) {
				t.Errorf("%s: %s is what is asked for, and other than that", variables, n.Key)
			}
		}
	})
}

// grown makes variables for filtered that fit their types, by choices.
func grown(api *ast.Schema, choices []byte) []byte {
	next := func(n int) int {
		if len(choices) == 0 || n < 2 {
			return 0
		}
		c := int(choices[0])
		choices = choices[1:]
		return c % n
	}
	words := map[string][]any{
		"String": {"", "ä", "Ärendesystem", "a/kraft", "50%_", "\u0000", "\u00c5"}, "Key": {"s/bok", "r@1/b1", "a/ljus", "-"},
		"Date": {"2022-01-01", "2026-12-31", "0001-01-01", "9999-12-31"}, "Int": {0, 3, -1, 1<<31 - 1}, "Float": {0.5, 0, -1e300, 1e-300}, "Boolean": {true, false},
	}
	var grow func(t *ast.Type, depth int) any
	grow = func(t *ast.Type, depth int) any {
		if !t.NonNull && next(16) == 15 {
			return nil
		}
		if t.Elem != nil {
			list := []any{}
			for range next(4) {
				list = append(list, grow(t.Elem, depth+1))
			}
			return list
		}
		def := api.Types[t.NamedType]
		switch {
		case words[t.NamedType] != nil:
			return words[t.NamedType][next(len(words[t.NamedType]))]
		case def.Kind == ast.Enum:
			return def.EnumValues[next(len(def.EnumValues))].Name
		}
		object := map[string]any{}
		for range 1 + next(2) {
			if depth < 12 && len(choices) > 0 {
				field := def.Fields[next(len(def.Fields))]
				object[field.Name] = grow(field.Type, depth+1)
			}
		}
		return object
	}
	variables := map[string]any{}
	for _, v := range []struct{ name, kind string }{
		{"system", "SystemWhere"}, {"actor", "ActorWhere"}, {"uses", "UsesClaimWhere"}, {"realises", "RealisesClaimWhere"}, {"element", "ElementWhere"}, {"block", "BuildingBlockWhere"},
	} {
		if len(choices) > 0 {
			variables[v.name] = grow(ast.NamedType(v.kind, nil), 0)
		}
	}
	// What is marshalled are texts, numbers and booleans; that cannot fail.
	b, _ := json.Marshal(variables)
	return b
}

// FuzzCursor takes any text for a cursor, as it stands and as what a cursor says: it is refused as INVALID, or there is a page.
func FuzzCursor(f *testing.F) {
	orders := []string{`[]`, `[{"name": "DESC"}]`, `[{"criticality": "DESC"}, {"confidentiality": "ASC"}, {"personalData": "ASC"}, {"version": "DESC"}]`, `[{"validTo": "ASC"}]`}
	for i, order := range []string{"System name", "System -name", "System -criticality confidentiality personalData -version", "System validTo"} {
		for _, sort := range []string{`["bok"]`, `[null]`, `[3,2,true,"1.10"]`, `[null,null,null,null]`, `[9223372036854775808,1e999,"",{}]`, `[]`, `null`} {
			f.Add(`{"o":"`+order+`","s":`+sort+`,"k":"s/bok","t":"System"}`, "", uint8(i))
			f.Add("", `{"o":"`+order+`","s":`+sort+`,"k":"s/bok","t":"Actor"}`, uint8(i+4))
		}
	}
	for _, text := range []string{"eyJvIjoiIn0", "e30=", "%", "\x00", `{"o":"System name","s":["\ud83d"],"k":"s/bok","t":"System"}`, `{"k":"å"}`, strings.Repeat("A", 5000)} {
		f.Add(text, text, uint8(0))
	}
	e := engine(f, dalen(f))
	const query = `query($after: String, $before: String, $first: Int, $last: Int, $order: [SystemOrder!]) {
  systems(after: $after, before: $before, first: $first, last: $last, orderBy: $order) ` + listed + ` }`
	f.Fuzz(func(t *testing.T, after, before string, choice uint8) {
		encode := base64.RawURLEncoding.EncodeToString
		for _, texts := range [][2]string{{after, before}, {encode([]byte(after)), encode([]byte(before))}} {
			given := map[string]any{"order": json.RawMessage(orders[choice%4]), []string{"first", "last"}[choice/4%2]: 3}
			for i, name := range []string{"after", "before"} {
				if texts[i] != "" {
					given[name] = texts[i]
				}
			}
			variables, err := json.Marshal(given)
			if err != nil {
				t.Fatal(err)
			}
			data, codes := answered(t, e, query, variables)
			if len(codes) > 0 {
				if slices.ContainsFunc(codes, func(code string) bool { return code != "INVALID" }) {
					t.Errorf("%s: %v", variables, codes)
				}
				continue
			}
			var page struct{ Systems listing }
			if err := json.Unmarshal(data, &page); err != nil || len(page.Systems.Nodes) > 3 || len(page.Systems.Edges) != len(page.Systems.Nodes) {
				t.Errorf("%s: %s: %v", variables, data, err)
			}
		}
	})
}

// FuzzKey takes any text for a key and for a name: a look-up finds nothing or refuses it, and what is made of a name is always a key.
func FuzzKey(f *testing.F) {
	for _, text := range []string{
		"", "s/bok", "a/ljus", "r@1/b1", "Å, ä & ö!", "Łódź Ørsted Straße", "STRAẞE", "İstanbul", "日本", "\u212a\u00ad\u0301", "a\n", "s/bok\n", "\xff", "s/bok\x00",
		strings.Repeat("a", schema.MaxKey), strings.Repeat("a", schema.MaxKey+1), strings.Repeat("å b-", 60), "null", "~", "- a", `"`,
	} {
		f.Add(text)
	}
	e, meta := engine(f, dalen(f)), model(f)
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@._/-"
	f.Fuzz(func(t *testing.T, given string) {
		valid := given != "" && len(given) <= schema.MaxKey && strings.Trim(given, letters) == ""
		if got := schema.ValidKey(given); got != valid {
			t.Errorf("%q can be a key: %v", given, got)
		}
		slug := changeset.Slug(given)
		if !schema.ValidKey(slug) || strings.ToLower(slug) != slug || changeset.Slug(slug) != slug {
			t.Errorf("%q becomes %q", given, slug)
		}
		quoted, err := json.Marshal(given)
		if err != nil {
			t.Fatal(err)
		}
		data, codes := answered(t, e, `query($key: Key!) { system(key: $key) { key } actor(key: $key) { key } }`, []byte(`{"key":`+string(quoted)+`}`))
		var found map[string]*struct{ Key string }
		if valid != (codes == nil) || slices.ContainsFunc(codes, func(code string) bool { return code != "INVALID" }) {
			t.Errorf("%q, which can be a key: %v: %v", given, valid, codes)
		} else if codes == nil && json.Unmarshal(data, &found) != nil {
			t.Errorf("%q: %s", given, data)
		}
		for _, e := range found {
			if e != nil && e.Key != given {
				t.Errorf("%q is %q", given, e.Key)
			}
		}
		source := "landskap: 1\nowner: a\nelements:\n  - {kind: System, name: A, key: " + string(quoted) + "}\n"
		if set, _ := changeset.Read(meta, "fuzz", strings.NewReader(source), changeset.Limits{}); set != nil && !valid {
			t.Errorf("%q is taken for a key", given)
		}
	})
}
