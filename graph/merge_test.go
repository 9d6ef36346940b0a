package graph

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
)

// mergeSchema has what makes merging hard: an interface, objects with fields of the same name and other types, lists and arguments.
const mergeSchema = `
interface I { s: String x(n: Int): I l: [I] }
type A implements I { s: String x(n: Int): I l: [I] t: String! n: Int a: A b: B la: [A!]! }
type B implements I { s: String x(n: Int): I l: [I] t: String n: Float a: A b: B la: [B] }
type Query { i: I a: A b: B }
`

// documents draws documents over mergeSchema in which fields of one response key often meet.
func mergeDocuments() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var set func(typeName string, depth, next int) string
		set = func(typeName string, depth, next int) string {
			var b strings.Builder
			b.WriteString("{ __typename ")
			for range rapid.IntRange(1, 3).Draw(t, "selections") {
				switch rapid.IntRange(0, 9).Draw(t, "kind of selection") {
				case 0:
					condition := rapid.SampledFrom([]string{"I", "A", "B"}).Draw(t, "condition")
					if typeName == "Query" || depth == 0 {
						continue
					}
					fmt.Fprintf(&b, "... on %s %s ", condition, set(condition, depth-1, next))
				case 1:
					if next < 3 && typeName != "Query" {
						fmt.Fprintf(&b, "...F%d ", rapid.IntRange(next, 2).Draw(t, "fragment"))
					}
				default:
					fields := map[string][]string{"Query": {"i I", "a A", "b B"}, "I": {"s", "x I", "l I"}, "A": {"s", "t", "n", "x I", "l I", "a A", "b B", "la A"}, "B": {"s", "t", "n", "x I", "l I", "a A", "b B", "la B"}}[typeName]
					name, object, composite := strings.Cut(rapid.SampledFrom(fields).Draw(t, "field"), " ")
					alias := rapid.SampledFrom([]string{"", "", "p: ", "q: "}).Draw(t, "alias")
					arguments := ""
					if name == "x" {
						arguments = rapid.SampledFrom([]string{"", "(n: 1)", "(n: 2)"}).Draw(t, "arguments")
					}
					if !composite {
						fmt.Fprintf(&b, "%s%s ", alias, name)
					} else if depth > 0 {
						fmt.Fprintf(&b, "%s%s%s %s ", alias, name, arguments, set(object, depth-1, next))
					}
				}
			}
			b.WriteString("}")
			return b.String()
		}
		var b strings.Builder
		b.WriteString(set("Query", 4, 0))
		for i := range 3 {
			condition := rapid.SampledFrom([]string{"I", "A", "B"}).Draw(t, "condition")
			fmt.Fprintf(&b, " fragment F%d on %s %s", i, condition, set(condition, 3, i+1))
		}
		return b.String()
	})
}

// TestMergingIsTheSpecifications: the rule of merge.go refuses the same documents as gqlparser's, which compares every pair. Fragments
// that nobody spreads are the one difference, and other rules refuse those; here all are spread once more, on their own.
func TestMergingIsTheSpecifications(t *testing.T) {
	schema := gqlparserSchema(t)
	theirs := rules.NewRules(rules.OverlappingFieldsCanBeMergedRule)
	ours := rules.NewRules()
	ours.AddRule(rules.OverlappingFieldsCanBeMergedRule.Name, validation().GetInner()[rules.OverlappingFieldsCanBeMergedRule.Name])
	refused := 0
	for range 20 {
		rapid.Check(t, func(t *rapid.T) {
			text := mergeDocuments().Draw(t, "document")
			text = strings.Replace(text, "{ __typename ", "{ __typename zzz: i { ...F0 } zzy: i { ...F1 } zzx: i { ...F2 } ", 1)
			errors := func(r *rules.Rules) error {
				doc, err := parser.ParseQuery(&ast.Source{Input: text})
				if err != nil {
					t.Fatal(err)
				}
				if errs := validator.ValidateWithRules(schema, doc, r); len(errs) > 0 {
					return errs
				}
				return nil
			}
			want, got := errors(theirs), errors(ours)
			if (want == nil) != (got == nil) {
				t.Fatalf("%s\ngqlparser: %v\nhere: %v", text, want, got)
			}
			if want != nil {
				refused++
			}
		})
	}
	if refused < 200 || refused > 1800 {
		t.Errorf("%d of 2000 documents are refused: too few or too many to say anything", refused)
	}
}

func gqlparserSchema(t *testing.T) *ast.Schema {
	t.Helper()
	s, err := validator.LoadSchema(validator.Prelude, &ast.Source{Name: "merge", Input: mergeSchema})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestMergingTells: what cannot be merged is told with both places.
func TestMergingTells(t *testing.T) {
	e := engine(t, dalen(t))
	for query, want := range map[string]string{
		`{ systems { nodes { a: key a: name } } }`:                                                                                                     `"key" and "name" are different fields`,
		`{ systems(first: 1) { totalCount } systems(first: 2) { totalCount } }`:                                                                        `they have differing arguments`,
		`{ systems(first: 1) { totalCount } systems { totalCount } }`:                                                                                  `they have differing arguments`,
		`query($a: Int, $b: Int) { systems(first: $a) { totalCount } systems(first: $b) { totalCount } }`:                                              `they have differing arguments`,
		`{ decision(key: "d/1") { concerns { nodes { ... on System { v: version } ... on Actor { v: population } } } } }`:                              `conflicting types "String" and "Int"`,
		`{ decision(key: "d/1") { concerns { nodes { ... on System { v: name } ... on Actor { v: nameEn } } } } }`:                                     `conflicting types "String!" and "String"`,
		`{ decision(key: "d/1") { concerns { nodes { ... on System { v: version } ... on Actor { v: uses { totalCount } } } } } }`:                     `conflicting types`,
		`{ decision(key: "d/1") { concerns { nodes { ... on System { v: usedBy { n: totalCount } } ... on Actor { v: uses { n: __typename } } } } } }`: `conflicting types "Int!" and "String!"`,
		`{ decision(key: "d/1") { concerns { nodes { key ... on System { key: name } } } } }`:                                                          `"key" and "name" are different fields`,
	} {
		f := failed(t, ask(e, landscape.Steward(), query))
		if got := f.Errors[0]; !strings.Contains(got.Message, want) || len(got.Locations) != 2 || len(f.Errors) != 1 {
			t.Errorf("%s: %+v", query, f.Errors)
		}
	}
	// Different fields of different kinds are no conflict, as long as what they return is written alike.
	got := data(t, e, `{ decision(key: "d/1") { concerns(orderBy: [{key: ASC}]) { nodes { ... on System { v: version, n: usedBy(first: 1) { totalCount } } ... on Actor { v: code, n: provides { totalCount } } } } } }`)
	if want := `{"decision":{"concerns":{"nodes":[{"v":"7702","n":{"totalCount":2}},{"v":"1.10","n":{"totalCount":3}},{}]}}}`; got != want {
		t.Errorf("got %s", got)
	}
}
