package canonical

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
)

// A text is how it is written: the format is this, and a change of it changes every digest.
func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"Ärendesystem": "Ärendesystem", "1900-talet": "1900-talet", "don't": "don't", "package:eira@7.0.0": "package:eira@7.0.0", "https://x.se/a%20b": "https://x.se/a%20b",
		"": `""`, "null": `"null"`, "No": `"No"`, "y": `"y"`, "0114": `"0114"`, "2026-01-01": `"2026-01-01"`, "1e3": `"1e3"`, "12:30": `"12:30"`,
		" a": `" a"`, "a ": `"a "`, "a: b": `"a: b"`, "a:": `"a:"`, "a #b": `"a #b"`, "a, b": `"a, b"`, "-": `"-"`, "@x": `"@x"`, "~": `"~"`,
		"a\nb\t": `"a\nb\t"`, `"\`: `"\"\\"`, "\u0085": `"\u0085"`, "a\u00a0b": `"a\u00A0b"`, "\ufeff": `"\uFEFF"`, "\U0001fffe": `"\U0001FFFE"`,
		"😀": "😀", "👩\u200d👧": "👩\u200d👧", "\u202ea": `"\u202Ea"`, "\u3000": `"\u3000"`, "\x01": `"\u0001"`,
	} {
		if got := string(appendText(nil, text)); got != want {
			t.Errorf("%q is %s, not %s", text, got, want)
		}
	}
}

func TestFloat(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 2.5: "2.5", -3: "-3", 1e6: "1000000", 1e21: "1e+21", 1e-6: "0.000001", 1e-7: "1e-07", 0.1: "0.1",
	} {
		if got := string(appendFloat(nil, f)); got != want {
			t.Errorf("%g is %s, not %s", f, got, want)
		}
	}
	// As a key of the map it would be the other zero.
	if got := string(appendFloat(nil, math.Copysign(0, -1))); got != "0" {
		t.Errorf("a zero below zero is %s", got)
	}
}

// Other readers of YAML, which do not know the schema, take a text for a text too.
func TestTextIsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := textGen().Draw(t, "text")
		written := string(appendText(nil, text))
		var got map[string]any
		if err := yaml.Unmarshal([]byte("{a: "+written+", b: ["+written+"]}"), &got); err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		if b, _ := got["b"].([]any); got["a"] != text || len(b) != 1 || b[0] != text {
			t.Fatalf("%s is %v, not %q", written, got, text)
		}
		if strings.ContainsAny(written, "\n\r\t\u0085\u2028\u2029") {
			t.Fatalf("%q is not one line", written)
		}
	})
}

func FuzzText(f *testing.F) {
	meta := model(f)
	for _, s := range texts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = allowed(strings.ToValidUTF8(s, "x"))
		e := landscape.NewElement(meta.Kind("System"), map[string]any{"key": "s", "name": allowed("x" + s), "owner": "o", "description": s, "aliases": []string{s, "y"}})
		c := &landscape.Content{Elements: []*landscape.Element{e}}
		data := Files(c)[0].Data
		set, findings := changeset.Read(meta, "f", bytes.NewReader(data), changeset.Limits{})
		if len(findings) > 0 || len(set.Elements) != 1 {
			t.Fatalf("%v\n%s", findings, data)
		}
		if err := unlike(&landscape.Content{Elements: []*landscape.Element{set.Elements[0].Element}}, c); err != nil {
			t.Fatal(err)
		}
	})
}
