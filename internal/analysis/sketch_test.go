package analysis

import (
	"context"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/schema"
)

// model is the product's own schema. Every test reads it; nothing changes it.
var model = func() *schema.Metamodel {
	m, err := schema.Load()
	if err != nil {
		panic(err)
	}
	return m
}()

// at is the day on which the tests ask; early and late lie on either side of it.
const (
	early = "2020-01-01"
	at    = "2026-06-01"
	late  = "2030-01-01"
)

// sketch reads a landscape written a record a line:
//
//	System a/s name=Lamps validTo=2027-12-31        an element
//	Actor a USES System b/s by a validTo=2025-12-31 a claim by its owner
//
// Values have no spaces, _ stands for one, and a list is written with commas. What names no owner belongs to the package p.
func sketch(t testing.TB, lines string) *landscape.Content {
	t.Helper()
	c := &landscape.Content{}
	for line := range strings.SplitSeq(lines, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || strings.HasPrefix(words[0], "//"):
		case len(words) > 4 && !strings.Contains(words[2], "="):
			c.Relations = append(c.Relations, sketchClaim(t, words))
		default:
			kind := model.Kind(words[0])
			values := sketchValues(t, words[2:], kind.Attribute)
			values["key"] = words[1]
			if values["name"] == nil {
				values["name"] = words[1]
			}
			if values["owner"] == nil && kind.Name != "Actor" {
				values["owner"] = "package:p"
			}
			c.Elements = append(c.Elements, landscape.NewElement(kind, values))
		}
	}
	return c
}

func sketchClaim(t testing.TB, words []string) *landscape.Relation {
	from, to := landscape.Ref{Kind: model.Kind(words[0]), Key: words[1]}, landscape.Ref{Kind: model.Kind(words[3]), Key: words[4]}
	relation, rest, owner := model.Relation(words[2], from.Kind), words[5:], "package:p"
	if len(rest) > 1 && rest[0] == "by" {
		owner, rest = rest[1], rest[2:]
	}
	values := sketchValues(t, rest, relation.Attribute)
	values["owner"] = owner
	return landscape.NewRelation(relation, from, to, values)
}

func sketchValues(t testing.TB, words []string, attribute func(string) *schema.Attribute) map[string]any {
	t.Helper()
	values := map[string]any{}
	for _, word := range words {
		name, value, _ := strings.Cut(word, "=")
		a := attribute(name)
		if a == nil {
			t.Fatalf("%s is no attribute", name)
		}
		if a.List {
			values[name] = strings.Split(value, ",")
			continue
		}
		v, err := a.ParseValue(strings.ReplaceAll(value, "_", " "))
		if a.Enum != nil {
			v, err = a.ParseValue(value)
		}
		if err != nil {
			t.Fatalf("%s: %v", word, err)
		}
		values[name] = v
	}
	return values
}

// look runs fn on what a viewer sees of a landscape.
func look(t testing.TB, c *landscape.Content, viewer landscape.Viewer, fn func(landscape.Snapshot) error) error {
	t.Helper()
	return plain.New(c).Read(context.Background(), landscape.Main, viewer, fn)
}

// gapOf returns the gap that a steward sees.
func gapOf(t testing.TB, c *landscape.Content, q GapQuestion) *Gap {
	t.Helper()
	var g *Gap
	err := look(t, c, landscape.Steward(), func(s landscape.Snapshot) (err error) {
		g, err = FindGap(context.Background(), s, model, q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// names tells the keys of elements, so that a test can say what it wants to see.
type names map[landscape.ID]string

func namesOf(c *landscape.Content) names {
	n := names{"": "-"}
	for _, e := range c.Elements {
		n[e.ID] = e.Key()
	}
	return n
}

func (n names) list(ids []landscape.ID) string {
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = n[id]
	}
	return strings.Join(keys, ",")
}

// tell writes a row as: STATE REASON evidence [<through] ["note"].
func (n names) tell(r GapRow) string {
	s := r.State + " " + r.Reason
	if len(r.Evidence) > 0 {
		s += " " + n.list(r.Evidence)
	}
	if len(r.Through) > 0 {
		s += " <" + n.list(r.Through)
	}
	if r.Note != "" {
		s += ` "` + r.Note + `"`
	}
	return s
}

func rowNamed(t testing.TB, g *Gap, name string) GapRow {
	t.Helper()
	for _, r := range g.Rows {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("there is no row %q", name)
	return GapRow{}
}
