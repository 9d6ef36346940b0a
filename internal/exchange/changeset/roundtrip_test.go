package changeset

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// large is a comment that makes a document so large that its records are read in batches.
var large = "# " + strings.Repeat(",", smallDense) + "\n"

func same(a, b any) bool { return reflect.DeepEqual(a, b) }

// difference says where two change sets differ, but for the places of their records.
func difference(got, want *landscape.ChangeSet) string {
	if g, w := [3]int{len(got.Elements), len(got.Relations), len(got.Deletions)}, [3]int{len(want.Elements), len(want.Relations), len(want.Deletions)}; g != w {
		return fmt.Sprintf("%v records, not %v", g, w)
	}
	for i, w := range want.Elements {
		if g := got.Elements[i]; !same(g.Element, w.Element) {
			return fmt.Sprintf("element %d: %#v, not %#v", i, g.Element.Values, w.Element.Values)
		}
	}
	for i, w := range want.Relations {
		if g := got.Relations[i]; !same(g.Relation, w.Relation) || g.From != w.From || g.To != w.To {
			return fmt.Sprintf("relation %d: %v %#v %v, not %v %#v %v", i, g.From, g.Relation.Values, g.To, w.From, w.Relation.Values, w.To)
		}
	}
	for i, w := range want.Deletions {
		if g := got.Deletions[i]; g.ID != w.ID || g.Name != w.Name {
			return fmt.Sprintf("deletion %d: %s, not %s", i, g.Name, w.Name)
		}
	}
	return ""
}

// written is a change set with what a file says of it: keys to values, as text and lists of text.
type writtenSet struct {
	set                         *landscape.ChangeSet
	elements, relations, delete []any // map[string]any, or string
}

var texts = []string{
	"no", "0114", "null", "~", "", "true", "1e3", "åäö ÅÄÖ", "😀 \U0001F3F4", "a: b", "a #b", "- a", "'", `"`, `\`, "a\nb", " a ", "\ta", "a\n\n", "[x]", "{y}", "&a", "*a",
	"!t", "%d", "@x", "`", ",", "?", ": ", "#", "---", "...", "<<", "2026-01-01", "\u2028", "\u0085", "\ufeff", "e\u0301", "=", "|", ">",
}

func textGen() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(texts), rapid.StringMatching(`[a-zåäö ,:#'"-]{0,20}`),
		rapid.Custom(func(t *rapid.T) string {
			return strings.Map(func(c rune) rune {
				if control(c) && c != '\n' && c != '\t' {
					return 'x'
				}
				return c
			}, rapid.String().Draw(t, "text"))
		}))
}

func keyGen() *rapid.Generator[string] { return rapid.StringMatching(`[A-Za-z0-9@._/-]{1,12}`) }

func dateGen() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("%04d-%02d-%02d", rapid.IntRange(1, 9999).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
	})
}

// drawValue draws a value of the attribute with the text that stands for it.
func drawValue(t *rapid.T, a *schema.Attribute) (value, written any) {
	single := func() (any, any) {
		switch a.Type {
		case schema.Key:
			k := keyGen().Draw(t, a.Name)
			return k, k
		case schema.Int:
			low, high := math.MinInt32, math.MaxInt32
			if a.Min != nil {
				low = *a.Min
			}
			if a.Max != nil {
				high = *a.Max
			}
			n := rapid.IntRange(low, high).Draw(t, a.Name)
			return int64(n), json.Number(strconv.Itoa(n))
		case schema.Float:
			f := rapid.Float64Range(-1e9, 1e9).Draw(t, a.Name)
			return f, json.Number(strconv.FormatFloat(f, 'g', -1, 64))
		case schema.Boolean:
			b := rapid.Bool().Draw(t, a.Name)
			return b, b
		case schema.Date:
			d := dateGen().Draw(t, a.Name)
			return d, d
		case schema.EnumOf:
			v := rapid.SampledFrom(enumWords(a.Enum)).Draw(t, a.Name).name
			return v, v
		}
		s := textGen().Draw(t, a.Name)
		switch a.Name {
		case "name":
			s += "x"
		case "owner":
			s = keyGen().Draw(t, a.Name)
		}
		return norm.NFC.String(s), s
	}
	if !a.List {
		return single()
	}
	n := rapid.IntRange(0, 3).Draw(t, a.Name)
	var values []string
	list := []any{}
	for range n {
		v, w := single()
		values, list = append(values, v.(string)), append(list, w)
	}
	return values, list
}

// drawValues draws the values of a record: those that it must have, and some of the others.
func drawValues(t *rapid.T, attributes []*schema.Attribute) (values, written map[string]any) {
	values, written = map[string]any{}, map[string]any{}
	for _, a := range attributes {
		must := a.Required && a.Default == nil || a.Name == "owner"
		if a.Computed || a.Name == "validTo" || !must && !rapid.Bool().Draw(t, "has "+a.Name) {
			continue
		}
		values[a.Name], written[a.Name] = drawValue(t, a)
	}
	return values, written
}

func setGen(meta *schema.Metamodel) *rapid.Generator[writtenSet] {
	return rapid.Custom(func(t *rapid.T) writtenSet {
		w := writtenSet{set: &landscape.ChangeSet{}}
		for range rapid.IntRange(0, 4).Draw(t, "elements") {
			k := rapid.SampledFrom(meta.Kinds).Draw(t, "kind")
			values, written := drawValues(t, k.Attributes)
			written["kind"] = k.Name
			w.set.Elements = append(w.set.Elements, landscape.ElementRecord{Element: landscape.NewElement(k, values)})
			w.elements = append(w.elements, written)
		}
		for range rapid.IntRange(0, 4).Draw(t, "relations") {
			m := rapid.SampledFrom(meta.Relations).Draw(t, "relation")
			from := landscape.Ref{Kind: rapid.SampledFrom(m.From).Draw(t, "from"), Key: keyGen().Draw(t, "from key")}
			to := landscape.Ref{Kind: rapid.SampledFrom(m.To).Draw(t, "to"), Key: keyGen().Draw(t, "to key")}
			values, written := drawValues(t, m.Attributes)
			written["from"], written["type"], written["to"] = from.String(), m.Type, to.String()
			r := landscape.NewRelation(m, from, to, values)
			w.set.Relations = append(w.set.Relations, landscape.RelationRecord{Relation: r, From: from, To: to})
			w.relations = append(w.relations, written)
			if rapid.Bool().Draw(t, "delete") {
				identity := map[string]any{"from": written["from"], "type": m.Type, "to": written["to"], "owner": written["owner"]}
				if m.Identity != nil && written[m.Identity.Name] != nil {
					identity[m.Identity.Name] = written[m.Identity.Name]
				}
				w.set.Deletions = append(w.set.Deletions, landscape.Deletion{ID: r.ID, Name: from.String() + " " + m.Type + " " + to.String()})
				w.delete = append(w.delete, identity)
			}
		}
		return w
	})
}

func (w writtenSet) document() map[string]any {
	d := map[string]any{"landskap": json.Number("1")}
	for name, list := range map[string][]any{"elements": w.elements, "relations": w.relations, "delete": w.delete} {
		if list != nil {
			d[name] = list
		}
	}
	return d
}

// toNode makes a YAML node of what is written; style draws how a text is quoted.
func toNode(v any, style func(string) yaml.Style) *yaml.Node {
	switch v := v.(type) {
	case map[string]any:
		n := &yaml.Node{Kind: yaml.MappingNode, Style: style("") & yaml.FlowStyle}
		for _, key := range sortedKeys(v) {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, toNode(v[key], style))
		}
		return n
	case []any:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for _, item := range v {
			n.Content = append(n.Content, toNode(item, style))
		}
		return n
	case string:
		// The tag makes the library quote what would else be read as another type; it writes no tag. Texts of several lines are written
		// in quotes, because the library writes blocks that begin with an empty line wrongly.
		n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v, Style: style(v) &^ yaml.FlowStyle}
		if strings.Contains(v, "\n") {
			n.Style = yaml.DoubleQuotedStyle
		}
		return n
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(v)}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	// landskap goes first, as people write it; the rest in any fixed order.
	for i := range keys {
		for j := i + 1; j < len(keys); j++ {
			if keys[j] == "landskap" || keys[i] != "landskap" && keys[j] < keys[i] {
				keys[i], keys[j] = keys[j], keys[i]
			}
		}
	}
	return keys
}

func TestRoundTrip(t *testing.T) {
	meta := model(t)
	sets := setGen(meta)
	rapid.Check(t, func(t *rapid.T) {
		w := sets.Draw(t, "set")
		asJSON, err := json.Marshal(w.document())
		if err != nil {
			t.Fatal(err)
		}
		root := toNode(w.document(), func(string) yaml.Style {
			return rapid.SampledFrom([]yaml.Style{0, yaml.DoubleQuotedStyle, yaml.FlowStyle}).Draw(t, "style")
		})
		root.Style = 0 // what begins with a brace is JSON
		asYAML, err := yaml.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		for _, source := range []string{string(asJSON), string(asYAML), string(asYAML) + large} {
			got, found := Read(meta, "test", strings.NewReader(source), Limits{})
			if got == nil || len(found) > 0 {
				t.Fatalf("%s\n%s", source[:min(len(source), 4000)], told(found))
			}
			if diff := difference(got, w.set); diff != "" {
				t.Fatalf("%s\n%s", source[:min(len(source), 4000)], diff)
			}
		}
	})
}

// TestRoundTripSees is the negative control: a writer that forgets quotes must be caught.
func TestRoundTripSees(t *testing.T) {
	meta := model(t)
	sets := setGen(meta)
	caught := 0
	for seed := range 100 {
		w := sets.Example(seed)
		var b strings.Builder
		b.WriteString("landskap: 1\nelements:\n")
		for _, e := range w.elements {
			b.WriteString("  - kind: " + e.(map[string]any)["kind"].(string) + "\n")
			for k, v := range e.(map[string]any) {
				if s, is := v.(string); is && k != "kind" {
					b.WriteString("    " + k + ": " + s + "\n")
				}
			}
		}
		got, _ := Read(meta, "test", strings.NewReader(b.String()), Limits{})
		if got == nil || difference(got, &landscape.ChangeSet{Elements: w.set.Elements}) != "" {
			caught++
		}
	}
	if caught < 20 {
		t.Errorf("only %d of 100 sets without quotes were caught", caught)
	}
}
