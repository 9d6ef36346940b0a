package value_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/schema"
)

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Ärendesystem": "arendesystem", "Å, ä & ö!": "a-a-o", "  E-tjänster  ": "e-tjanster", "Łódź Ørsted Straße": "lodz-orsted-strasse",
		"": "x", "日本": "x", "a/b": "a-b", "2026": "2026",
	} {
		if got := value.Slug(name); got != want {
			t.Errorf("%q: %q, expected %q", name, got, want)
		}
	}
	long := ""
	for range 50 {
		long += "å b-"
	}
	if got := value.Slug(long); len(got) > 100 || !schema.ValidKey(got) {
		t.Errorf("%q", got)
	}
}

// TestSlugIsTheReaders: a key that is made is the one that the readers of files suggest.
func TestSlugIsTheReaders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("åÄöéØæŁ -_/.aB9\u00ad\u0301")))).Draw(t, "name")
		got := value.Slug(name)
		if want := changeset.Slug(name); got != want {
			t.Fatalf("%q: %q, the readers say %q", name, got, want)
		}
		if !schema.ValidKey(got) {
			t.Fatalf("%q: %q is no key", name, got)
		}
	})
}

func TestCheck(t *testing.T) {
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	system, assessed := m.Kind("System"), m.Relation("ASSESSED", m.Kind("Actor"))
	for _, c := range []struct {
		attributes []*schema.Attribute
		name       string
		value      any
		code       string
	}{
		{system.Attributes, "key", "a b", "NOT_A_KEY"},
		{system.Attributes, "owner", "package:p@1", ""},
		{system.Attributes, "owner", "package:", "NOT_AN_OWNER"},
		{system.Attributes, "owner", "någon", "NOT_AN_OWNER"},
		{system.Attributes, "name", "\u00a0", "NAME_EMPTY"},
		{system.Attributes, "name", int64(7), "NOT_A_STRING"},
		{system.Attributes, "aliases", []string{"a", "b\x00"}, "BAD_TEXT"},
		{system.Attributes, "visibility", "SECRET", "UNKNOWN_VALUE"},
		{system.Attributes, "confidentiality", int64(-1), "NOT_A_NUMBER"},
		{system.Attributes, "confidentiality", int64(4), ""},
		{system.Attributes, "confidentiality", 1.5, "NOT_A_NUMBER"},
		{system.Attributes, "personalData", true, ""},
		{system.Attributes, "personalData", "true", "NOT_A_BOOLEAN"},
		{system.Attributes, "lifecycle", false, "UNKNOWN_VALUE"},
		{system.Attributes, "validFrom", "2026-02-29", "NOT_A_DATE"},
		{m.Kind("Actor").Attributes, "population", int64(1) << 40, "NOT_A_NUMBER"},
		{assessed.Attributes, "stance", "UNKNOWN", "UNKNOWN_CLAIMED"},
		{assessed.Attributes, "stance", nil, "ATTRIBUTE_MISSING"},
		{assessed.Attributes, "maturity", int64(6), "NOT_A_NUMBER"},
	} {
		values := make([]any, len(c.attributes))
		for i, a := range c.attributes {
			switch {
			case a.Name == c.name:
				values[i] = c.value
			case a.Name == "stance":
				values[i] = "HAS"
			case a.Name == "key" || a.Name == "name" || a.Name == "owner":
				values[i] = "x"
			case a.Name == "actorKind":
				values[i] = "REGION"
			default:
				values[i] = a.Default
			}
		}
		var codes []string
		for _, f := range value.Check("x", c.attributes, values) {
			codes = append(codes, f.Code)
			if f.Attribute != c.name {
				t.Errorf("%s: told of %s", c.name, f.Attribute)
			}
		}
		if want := slices.DeleteFunc([]string{c.code}, func(s string) bool { return s == "" }); !slices.Equal(codes, want) {
			t.Errorf("%s = %v: %v, expected %v", c.name, c.value, codes, want)
		}
	}
}
