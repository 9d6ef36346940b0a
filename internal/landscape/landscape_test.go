package landscape

import (
	"slices"
	"testing"

	"github.com/arkinera/landskap/schema"
)

func model(t *testing.T) *schema.Metamodel {
	t.Helper()
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The ids are those that any UUIDv5 library gives for the names that the acceptance page fixes.
func TestIDs(t *testing.T) {
	m := model(t)
	actor, system, area := m.Kind("Actor"), m.Kind("System"), m.Kind("Area")
	for _, c := range []struct {
		got  ID
		want ID
	}{
		{NewElementID("System", "alfa/s1"), "b0d399a8-5980-51c5-be81-150273446e26"},
		{NewRelationID("PROVIDES", Ref{actor, "kommun/9901"}, Ref{system, "alfa/s1"}, "kommun/9901", ""), "b47254c7-7062-5f2a-9d23-b96e1a911158"},
		{NewRelationID("STATES", Ref{actor, "a"}, Ref{area, "b"}, "a", "2026-10-01"), "afcee69a-8e8c-5b46-9cbe-531da6e99055"},
	} {
		if c.got != c.want {
			t.Errorf("%s, expected %s", c.got, c.want)
		}
	}
}

func TestSwedishOrder(t *testing.T) {
	want := []string{"Arkiv", "arkiv b", "Diarieföring", "Éclair", "Zebra", "Åtkomst", "Ärende", "Översättning"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return CompareSortKeys(CollationKey(a), CollationKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if CollationKey("ÅSELE") != CollationKey("åsele") {
		t.Error("names that differ by case have unequal keys")
	}
	if CollationKey("a") == CollationKey("å") || CollationKey("v") == CollationKey("w") {
		t.Error("different letters have equal keys")
	}
	for _, c := range CollationKey("Å, ä; \U0001F600") {
		if c > 0x7e {
			t.Fatalf("the key holds %q, which is not ASCII", c)
		}
	}
	if CollationKey("") == "" {
		t.Error("a key may not be empty")
	}
}

func TestFold(t *testing.T) {
	if Fold("A\u030aSELE") != "åsele" || Fold("ÅÄÖ") != "åäö" {
		t.Errorf("%q, %q", Fold("A\u030aSELE"), Fold("ÅÄÖ"))
	}
	if Fold("a") == Fold("å") {
		t.Error("å is a letter of its own")
	}
}

func TestValid(t *testing.T) {
	for _, c := range []struct {
		at, from, to Date
		want         bool
	}{
		{"2026-06-01", "", "", true},
		{"2026-06-01", "2026-06-01", "2026-06-01", true},
		{"2026-06-01", "2026-06-02", "", false},
		{"2026-06-01", "", "2026-05-31", false},
		{"2026-06-01", "2025-01-01", "", true},
	} {
		if got := Valid(c.at, c.from, c.to); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestNearest(t *testing.T) {
	for word, want := range map[string]string{"Sytem": "System", "PROVIDS": "PROVIDES", "x": "", "Kyrka": ""} {
		got, ok := Nearest(word, []string{"System", "Service", "PROVIDES", "USES"})
		if got != want || ok != (want != "") {
			t.Errorf("Nearest(%q) = %q", word, got)
		}
	}
}

func TestParseViewer(t *testing.T) {
	for _, s := range []string{"public", "steward", "member=kommun/9901", "council=24"} {
		v, err := ParseViewer(s)
		if err != nil || v.String() != s {
			t.Errorf("%q: %v, %v", s, v, err)
		}
	}
	for _, s := range []string{"", "member", "member=", "council=", "admin", "steward=x", "public "} {
		if v, err := ParseViewer(s); err == nil || v != (Viewer{}) {
			t.Errorf("%q was taken for %v", s, v)
		}
	}
}

func TestScopeOfAnAbsentActor(t *testing.T) {
	if _, err := NewScope(Member("kommun/0000"), map[string]Near{"kommun/9901": {County: "99"}}); CodeOf(err) != NotFound {
		t.Errorf("%v", err)
	}
}
