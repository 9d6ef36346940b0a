package eira

import (
	"reflect"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// TestWholePackages loads all packages together, as a landscape that needs them all does.
func TestWholePackages(t *testing.T) {
	meta := metamodel(t)
	all := &landscape.ChangeSet{}
	for _, name := range Names() {
		set := load(t, meta, name)
		for _, r := range set.Elements {
			owner := landscape.PackagePrefix + name
			if r.Element.Kind.Name == landscape.ActorKind {
				owner = r.Element.Key()
			}
			checkValues(t, r.Element.Ref().String(), r.Element.Kind.Attributes, r.Element.Values)
			if r.Element.Owner() != owner || r.Place.File != name || r.Place.Line != 0 {
				t.Errorf("%s is owned by %s and stands at %s", r.Element.Ref(), r.Element.Owner(), r.Place)
			}
		}
		for _, r := range set.Relations {
			checkValues(t, r.From.String()+" "+r.Relation.Type.Type+" "+r.To.String(), r.Relation.Type.Attributes, r.Relation.Values)
			if r.Relation.Owner() != landscape.PackagePrefix+name || r.Place.File != name || !r.Relation.Type.Starts(r.From.Kind) || !r.Relation.Type.Ends(r.To.Kind) {
				t.Errorf("%s %s %s is owned by %s and stands at %s", r.From, r.Relation.Type.Type, r.To, r.Relation.Owner(), r.Place)
			}
		}
		all.Add(set)
	}
	ids := map[landscape.ID]bool{}
	for _, r := range all.Elements {
		if ids[r.Element.ID] {
			t.Errorf("%s is given twice", r.Element.Ref())
		}
		ids[r.Element.ID] = true
	}
	for _, r := range all.Relations {
		if ids[r.Relation.ID] {
			t.Errorf("%s %s %s is given twice", r.From, r.Relation.Type.Type, r.To)
		}
		ids[r.Relation.ID] = true
	}
	content, findings := landscape.Assemble(all, &landscape.ChangeSet{})
	if len(findings) > 0 {
		t.Fatalf("%d findings, the first: %+v", len(findings), findings[0])
	}
	if len(content.Elements) != len(all.Elements) || len(content.Relations) != len(all.Relations) {
		t.Errorf("%d elements and %d relations were assembled of %d and %d", len(content.Elements), len(content.Relations), len(all.Elements), len(all.Relations))
	}
}

// checkValues demands of every value what a file's reader would demand: the Go type of its attribute, a value that the type allows,
// in composed Unicode, and none that is empty.
func checkValues(t *testing.T, record string, attributes []*schema.Attribute, values []any) {
	t.Helper()
	if len(values) != len(attributes) {
		t.Fatalf("%s has %d values, want %d", record, len(values), len(attributes))
	}
	for i, a := range attributes {
		good := true
		switch v := values[i].(type) {
		case nil:
			// A claim's confirmed follows from its owner and ends and is never held.
			good = !a.List && (!a.Required || a.Computed)
		case []string:
			good = a.List
			for _, s := range v {
				good = good && written(a, s)
			}
		case string:
			// The id is made, not written; that it is there is all there is to say.
			good = !a.List && (a.Type == schema.ID && v != "" || written(a, v))
		case int64:
			_, err := a.CheckInt(v)
			good = !a.List && a.Type == schema.Int && err == nil
		case float64:
			good = !a.List && a.Type == schema.Float
		case bool:
			good = !a.List && a.Type == schema.Boolean
		default:
			good = false
		}
		if !good {
			t.Errorf("%s: %s, %s, has the value %#v", record, a.Name, a.GraphQL(), values[i])
		}
	}
}

// written reports whether reading the text gives that very text.
func written(a *schema.Attribute, s string) bool {
	v, err := a.ParseValue(s)
	return s != "" && err == nil && v == s
}

// TestRecords pins one record of every kind whole, and the relations that start from it: what it does not name has no value.
func TestRecords(t *testing.T) {
	meta := metamodel(t)
	for _, test := range []struct {
		pkg, kind, key string
		values         map[string]any
		relations      []string
	}{
		{"eira@7.0.0", "Reference", "eira@7.0.0", map[string]any{"name": "EIRA 7.0.0", "version": "7.0.0", "publisher": "European Union",
			"nameEn": "European Interoperability Reference Architecture (EIRA) 7.0.0", "licence": "EUPL-1.2"}, nil},
		{"klassa@2.1", "Reference", "klassa@2.1", map[string]any{"name": "Den kommunala processkartan (KLASSA 2.1)", "version": "2.1",
			"nameEn": "Municipal process map (KLASSA 2.1)", "publisher": "Sveriges Kommuner och Regioner", "partial": true}, nil},
		{"eira@7.0.0", "Area", "eira@7.0.0/legal", map[string]any{"name": "Juridisk vy", "nameEn": "Legal view"},
			[]string{"IN Reference eira@7.0.0"}},
		{"eira@6.1.0", "BuildingBlock", "eira@6.1.0/APIApplicationInterface", map[string]any{"name": "API", "grouping": false, "focal": false,
			"puri": "http://data.europa.eu/dr8/APIApplicationInterface", "archimateType": "ApplicationInterface", "dimension": "BEHAVIOURAL"},
			[]string{"IN Area eira@6.1.0/technical-application"}},
		{"klassa@2.1", "Process", "klassa@2.1/1.1", map[string]any{"name": "Ledning", "nameEn": "Leadership", "code": "1.1", "depth": int64(2),
			"legalBasis": "KL (2017:725)", "mandatory": "YES", "appliesTo": []string{"MUNICIPALITY", "REGION"}, "compiled": true},
			[]string{"IN Reference klassa@2.1", "PART_OF Process klassa@2.1/1"}},
		{"actors@2026", "Actor", "kommun/0114", map[string]any{"name": "Upplands Väsby kommun", "aliases": []string{"Upplands Väsby"},
			"owner": "kommun/0114", "actorKind": "MUNICIPALITY", "code": "0114", "county": "01", "population": int64(50495), "organisationNumber": "212000-0019"}, nil},
		{"actors@2026", "Actor", "lyst", map[string]any{"name": "LYST", "aliases": []string{"LYST (Lycksele–Storuman gemensam IT)"},
			"owner": "lyst", "actorKind": "JOINT_BODY", "county": "24"}, nil},
	} {
		set := load(t, meta, test.pkg)
		ref := landscape.Ref{Kind: meta.Kind(test.kind), Key: test.key}
		want := map[string]any{"id": string(ref.ID()), "key": test.key, "owner": "package:" + test.pkg, "visibility": "OPEN"}
		for name, v := range test.values {
			want[name] = v
		}
		got := map[string]any{}
		for _, r := range set.Elements {
			if r.Element.ID != ref.ID() {
				continue
			}
			for i, a := range r.Element.Kind.Attributes {
				if v := r.Element.Values[i]; v != nil && !reflect.DeepEqual(v, []string(nil)) {
					got[a.Name] = v
				}
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", ref, got, want)
		}
		var relations []string
		for _, r := range set.Relations {
			if r.Relation.From == ref.ID() {
				relations = append(relations, r.Relation.Type.Type+" "+r.To.String())
			}
		}
		if !reflect.DeepEqual(relations, test.relations) {
			t.Errorf("%s: relations %v, want %v", ref, relations, test.relations)
		}
	}
}
