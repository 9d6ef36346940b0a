package canonical

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

func model(t testing.TB) *schema.Metamodel {
	t.Helper()
	meta, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	return meta
}

// texts are such that YAML, or a reader of it, could take them for something else.
var texts = []string{
	"", " ", "~", "null", "Null", "true", "false", "True", "no", "NO", "on", "y", "0", "0114", "-1", "+1", ".5", "1e3", "0x1F", "1_000", "12:30", ".inf", ".NaN",
	"2026-01-01", "2026-01-01T10:00:00Z", "2026-01-01 10:00", "1900-talet", "a: b", "a:b", "a:", ":", "a #b", "a#b", "#", "- a", "-", "--- a", "...", "? a", "a?", "a, b",
	"[x]", "{y}", "a]", "a}", "&a", "*a", "!t", "%d", "@x", "`", "'", "''", `"`, `""`, `\`, `\n`, "a\nb", "\n", "a\n\n", "\na", "a\tb", "\ta", "a ", " a", "a  b",
	"|", ">", "=", "<<", "åäö ÅÄÖ", "ö", "é", "😀 \U0001F3F4", "👩\u200d👩\u200d👧", "\u00a0a", "a\u2028b", "a\u2029", "\u0085", "\ufeff", "\u202ea", "\ufffd", "\U0001fffe",
	"\ue000", "\ufdd0", "\u3000", "https://example.org/a?b=c&d=%20#e", "package:eira@7.0.0", "C:\\x", "50 %", "don't", "a ---\n--- b", "\n---\nlandskap: 1\n",
}

func textGen() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(texts), rapid.StringMatching(`[a-zåäö0-9 ,:#'"?{}\[\]!&*|>%@\\.-]{0,20}`),
		rapid.Custom(func(t *rapid.T) string { return allowed(rapid.String().Draw(t, "text")) }))
}

// allowed returns what the model can hold of a text: composed, and without the control characters that no reader takes.
func allowed(s string) string {
	return norm.NFC.String(strings.Map(func(c rune) rune {
		if c < 0x20 && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0 && c != 0x85 || c == 0xfffe || c == 0xffff {
			return 'x'
		}
		return c
	}, s))
}

// keys are often like each other, like something else in YAML, or the same but for case.
func keyGen() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"null", "true", "1e3", "0114", "2482", "a/b", "a-b", "A/b", "@x", "-", ".", "_", "con", "con.x", "2026-01-01"}),
		rapid.StringMatching(`[a-cA-B0-1@._/-]{1,4}`), rapid.StringMatching(`[A-Za-z0-9@._/-]{200}`))
}

var owners = []string{"kommun/2482", "kommun-2482", "Kommun/2482", "package:eira@7.0.0", "package-eira@7.0.0", "null", "con", ".x", "-x"}

func ownerGen() *rapid.Generator[string] { return rapid.OneOf(rapid.SampledFrom(owners), keyGen()) }

func dateGen() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("%04d-%02d-%02d", rapid.IntRange(1, 9999).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
	})
}

// drawValue draws a single value of the attribute.
func drawValue(t *rapid.T, a *schema.Attribute) any {
	switch a.Type {
	case schema.Key:
		return keyGen().Draw(t, a.Name)
	case schema.Int:
		low, high := math.MinInt32, math.MaxInt32
		if a.Min != nil {
			low = *a.Min
		}
		if a.Max != nil {
			high = *a.Max
		}
		return int64(rapid.IntRange(low, high).Draw(t, a.Name))
	case schema.Float:
		return rapid.OneOf(rapid.Float64(), rapid.Map(rapid.IntRange(-9, 9), func(n int) float64 { return float64(n) / 4 }),
			rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1e21, 1e-7, math.MaxFloat64, math.SmallestNonzeroFloat64})).
			Filter(func(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }).Draw(t, a.Name)
	case schema.Boolean:
		return rapid.Bool().Draw(t, a.Name)
	case schema.Date:
		return dateGen().Draw(t, a.Name)
	case schema.EnumOf:
		v := rapid.SampledFrom(a.Enum.Values).Filter(func(v schema.EnumValue) bool { return v.Name != "UNKNOWN" })
		return v.Draw(t, a.Name).Name
	}
	switch s := textGen().Draw(t, a.Name); a.Name {
	case "name":
		return norm.NFC.String(s + "x")
	case "owner":
		return ownerGen().Draw(t, a.Name)
	default:
		return s
	}
}

// drawValues draws the values of a record: those that it must have and some of the others.
func drawValues(t *rapid.T, attributes []*schema.Attribute) map[string]any {
	values := map[string]any{}
	for _, a := range attributes {
		must := a.Required && a.Default == nil && a.Name != "aliases"
		if a.Computed || !must && rapid.IntRange(0, 2).Draw(t, "has "+a.Name) > 0 {
			continue
		}
		if !a.List {
			values[a.Name] = drawValue(t, a)
			continue
		}
		var list []string
		for range rapid.IntRange(0, 3).Draw(t, a.Name) {
			list = append(list, drawValue(t, a).(string))
		}
		values[a.Name] = list
	}
	if from, ok := values["validFrom"].(string); ok && values["validTo"] != nil && values["validTo"].(string) < from {
		values["validTo"] = from
	}
	return values
}

// contentGen draws landscapes of all kinds, relations and values, in any order.
func contentGen(meta *schema.Metamodel) *rapid.Generator[*landscape.Content] {
	return rapid.Custom(func(t *rapid.T) *landscape.Content {
		c := &landscape.Content{}
		byKind, seen := map[*schema.Kind][]landscape.Ref{}, map[landscape.ID]bool{}
		add := func(k *schema.Kind) {
			values := drawValues(t, k.Attributes)
			if k.Name == landscape.ActorKind && rapid.Bool().Draw(t, "owns itself") {
				delete(values, "owner")
			}
			if e := landscape.NewElement(k, values); !seen[e.ID] {
				seen[e.ID] = true
				c.Elements = append(c.Elements, e)
				byKind[k] = append(byKind[k], e.Ref())
			}
		}
		for range rapid.IntRange(0, 5).Draw(t, "elements") {
			add(rapid.SampledFrom(meta.Kinds).Draw(t, "kind"))
		}
		end := func(kinds []*schema.Kind) landscape.Ref {
			k := rapid.SampledFrom(kinds).Draw(t, "end's kind")
			if len(byKind[k]) == 0 {
				add(k)
			}
			return rapid.SampledFrom(byKind[k]).Draw(t, "end")
		}
		for range rapid.IntRange(0, 5).Draw(t, "relations") {
			m := rapid.SampledFrom(meta.Relations).Draw(t, "relation")
			from, to := end(m.From), end(m.To)
			if r := landscape.NewRelation(m, from, to, drawValues(t, m.Attributes)); !seen[r.ID] {
				seen[r.ID] = true
				c.Relations = append(c.Relations, r)
			}
		}
		return c
	})
}

// byID returns the landscape in the order that all landscapes have which are assembled.
func byID(c *landscape.Content) *landscape.Content {
	c = &landscape.Content{Elements: slices.Clone(c.Elements), Relations: slices.Clone(c.Relations)}
	slices.SortFunc(c.Elements, func(a, b *landscape.Element) int { return strings.Compare(string(a.ID), string(b.ID)) })
	slices.SortFunc(c.Relations, func(a, b *landscape.Relation) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return c
}

// permuted returns the landscape in another order.
func permuted(t *rapid.T, c *landscape.Content) *landscape.Content {
	p := &landscape.Content{}
	if len(c.Elements) > 0 {
		p.Elements = rapid.Permutation(c.Elements).Draw(t, "elements' order")
	}
	if len(c.Relations) > 0 {
		p.Relations = rapid.Permutation(c.Relations).Draw(t, "relations' order")
	}
	return p
}
