package schema

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// fieldsOf lists the fields of a type as the SDL writes them: "key: Key!".
func fieldsOf(s *ast.Schema, name string) string {
	var all []string
	if d := s.Types[name]; d != nil {
		for _, f := range d.Fields {
			all = append(all, f.Name+": "+f.Type.String())
		}
	}
	return strings.Join(all, ", ")
}

// TestMutationsOfTheAPI: what is saved has the fields of what is read, but for those that follow from others, and none of them must
// be given; a relation field takes add, remove and set of entries, in both directions.
func TestMutationsOfTheAPI(t *testing.T) {
	m, s := derived(t)
	for _, k := range m.Kinds {
		input := s.Types[k.Name+"Input"]
		for _, a := range k.Attributes {
			f := input.Fields.ForName(a.Name)
			switch {
			case (f != nil) == a.Computed:
				t.Errorf("%s.%s: computed is %t", input.Name, a.Name, a.Computed)
			case f != nil && (f.Type.NonNull || f.Type.Name() != a.TypeName() || (f.Type.Elem != nil) != a.List):
				t.Errorf("%s.%s is %s", input.Name, a.Name, f.Type)
			}
		}
		for _, f := range k.Fields {
			entry := s.Types[f.TypeName()+"Entry"]
			if got := fieldsOf(s, input.Fields.ForName(f.Name).Type.Name()); got != "add: ["+entry.Name+"!], remove: ["+entry.Name+"!], set: ["+entry.Name+"!]" {
				t.Errorf("%s.%s: %s", input.Name, f.Name, got)
			}
			if kind := entry.Fields.ForName("kind"); (kind != nil) != (len(f.Far) > 1) {
				t.Errorf("%s.kind: %v, of %d kinds", entry.Name, kind, len(f.Far))
			}
			if entry.Fields.ForName("confirmed") != nil {
				t.Errorf("%s has confirmed, which is not for anybody to say", entry.Name)
			}
		}
		if f := s.Types["ChangeInput"].Fields.ForName(k.Singular); f == nil || f.Type.String() != input.Name {
			t.Errorf("ChangeInput.%s: %v", k.Singular, f)
		}
		for name, answer := range map[string]string{"save" + k.Name: "Save" + k.Name + "Payload", "delete" + k.Name: "DeletePayload"} {
			if f := s.Mutation.Fields.ForName(name); f == nil || f.Type.String() != answer {
				t.Errorf("%s: %v", name, f)
			}
		}
	}
	for name, want := range map[string]string{
		"ActorUsesEntry":    "kind: ElementKind!, key: Key!, since: Date, purpose: String, owner: String, origin: String, visibility: Visibility, validFrom: Date, validTo: Date",
		"ActorOffersEntry":  "key: Key!, audience: Audience, phase: LoginPhase, owner: String, origin: String, visibility: Visibility, validFrom: Date, validTo: Date",
		"SaveSystemPayload": "revision: Int!, repeated: Boolean!, changes: [Change!]!, findings: [Finding!]!, nodes: [System]!",
		"ChangesPayload":    "revision: Int!, repeated: Boolean!, changes: [Change!]!, findings: [Finding!]!",
		"DeleteInput":       "kind: ElementKind!, key: Key!, ownClaimsOnly: Boolean",
		"Finding":           "severity: FindingSeverity!, code: String!, path: String!, line: Int, message: String!",
		"Commit":            "revision: Int!, at: String!, by: String!, why: String, changes: [Change!]!, changeCount: Int!",
	} {
		if got := fieldsOf(s, name); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", name, got, want)
		}
	}
}

// TestReadingStandsAlone: the part of the API that reads is a schema of its own, without anything that writes.
func TestReadingStandsAlone(t *testing.T) {
	m, whole := derived(t)
	s, err := gqlparser.LoadSchema(&ast.Source{Name: "reading", Input: m.ReadingAPI()})
	if err != nil {
		t.Fatal(err)
	}
	for name := range whole.Types {
		writes := name == "Mutation" || strings.HasSuffix(name, "Input") || strings.HasSuffix(name, "Entry") || strings.HasSuffix(name, "Payload") || strings.HasPrefix(name, "Finding")
		if (s.Types[name] == nil) != writes {
			t.Errorf("%s: to read %t, writes %t", name, s.Types[name] != nil, writes)
		}
	}
}
