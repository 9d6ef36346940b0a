package canonical

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// diff returns the lines that were taken away and those that were added, each with the owner whose file it is. All between the first
// and the last line of a file that differ counts, so lines that are moved count too.
func diff(before, after []File) (gone, come []string) {
	lines := func(files []File) map[string][]string {
		all := map[string][]string{}
		for _, f := range files {
			all[f.Owner] = strings.Split(strings.TrimSuffix(string(f.Data), "\n"), "\n")
		}
		return all
	}
	b, a := lines(before), lines(after)
	owners := maps.Clone(b)
	maps.Copy(owners, a)
	for _, owner := range slices.Sorted(maps.Keys(owners)) {
		x, y := b[owner], a[owner]
		start := 0
		for start < min(len(x), len(y)) && x[start] == y[start] {
			start++
		}
		end := 0
		for end < min(len(x), len(y))-start && x[len(x)-1-end] == y[len(y)-1-end] {
			end++
		}
		for _, l := range x[start : len(x)-end] {
			gone = append(gone, owner+": "+l)
		}
		for _, l := range y[start : len(y)-end] {
			come = append(come, owner+": "+l)
		}
	}
	return gone, come
}

// oneLine says what is wrong where the change of one record is not the change of one line. gone and come are how many lines of
// records it should take away and add. The head of a file changes only with the first or last record of it, so never if it is kept.
func oneLine(write writer, before, after *landscape.Content, gone, come int, kept bool) error {
	g, c := diff(write(before), write(after))
	records := func(lines []string) (n int) {
		for _, l := range lines {
			if kept || strings.Contains(l, ":   - {") {
				n++
			}
		}
		return n
	}
	if records(g) != gone || records(c) != come {
		return fmt.Errorf("taken away:\n%s\nadded:\n%s", strings.Join(g, "\n"), strings.Join(c, "\n"))
	}
	return nil
}

// altered returns the values with one more or one other, never the key, the owner, the identity or what is computed.
func altered(t *rapid.T, attributes []*schema.Attribute, values []any) map[string]any {
	all := map[string]any{}
	for i, a := range attributes {
		if !a.Computed {
			all[a.Name] = values[i]
		}
	}
	a := rapid.SampledFrom(attributes).Filter(func(a *schema.Attribute) bool {
		return !a.Computed && !a.Identity && a.Type != schema.Key && a.Name != "owner"
	}).Draw(t, "altered")
	if a.List {
		all[a.Name] = append(slices.Clone(values[a.Index].([]string)), drawValue(t, a).(string))
	} else {
		all[a.Name] = drawValue(t, a)
	}
	return all
}

// TestOneChange changes one record, takes it away or gives it to another owner: its line changes, goes or moves, and no other does.
func TestOneChange(t *testing.T) {
	contents := contentGen(model(t))
	rapid.Check(t, func(t *rapid.T) {
		if err := oneChange(t, files, contents.Draw(t, "content")); err != nil {
			t.Fatal(err)
		}
	})
}

func oneChange(t *rapid.T, write writer, c *landscape.Content) error {
	if len(c.Elements) == 0 {
		return nil
	}
	i := rapid.IntRange(0, len(c.Elements)-1).Draw(t, "element")
	e := c.Elements[i]
	with := func(elements ...*landscape.Element) *landscape.Content {
		return &landscape.Content{Elements: slices.Replace(slices.Clone(c.Elements), i, i+1, elements...), Relations: c.Relations}
	}
	values := altered(t, e.Kind.Attributes, e.Values)
	changed := landscape.NewElement(e.Kind, values)
	n := differ(e, changed)
	if err := oneLine(write, c, with(changed), n, n, true); err != nil {
		return err
	}
	if !slices.ContainsFunc(c.Relations, func(r *landscape.Relation) bool { return r.From == e.ID || r.To == e.ID }) {
		if err := oneLine(write, c, with(), 1, 0, false); err != nil {
			return err
		}
	}
	values["owner"] = "another"
	if err := oneLine(write, c, with(landscape.NewElement(e.Kind, values)), 1, 1, false); err != nil {
		return err
	}
	return oneClaim(t, write, c)
}

// oneClaim is oneChange of a relation.
func oneClaim(t *rapid.T, write writer, c *landscape.Content) error {
	if len(c.Relations) == 0 {
		return nil
	}
	refs := map[landscape.ID]landscape.Ref{}
	for _, e := range c.Elements {
		refs[e.ID] = e.Ref()
	}
	i := rapid.IntRange(0, len(c.Relations)-1).Draw(t, "relation")
	r := c.Relations[i]
	with := func(relations ...*landscape.Relation) *landscape.Content {
		return &landscape.Content{Elements: c.Elements, Relations: slices.Replace(slices.Clone(c.Relations), i, i+1, relations...)}
	}
	values := altered(t, r.Type.Attributes, r.Values)
	changed := landscape.NewRelation(r.Type, refs[r.From], refs[r.To], values)
	n := differ(r, changed)
	if err := oneLine(write, c, with(changed), n, n, true); err != nil {
		return err
	}
	if err := oneLine(write, c, with(), 1, 0, false); err != nil {
		return err
	}
	values["owner"] = "another"
	return oneLine(write, c, with(landscape.NewRelation(r.Type, refs[r.From], refs[r.To], values)), 1, 1, false)
}

// differ returns how many lines change with a record.
func differ(before, after any) int {
	if reflect.DeepEqual(before, after) {
		return 0
	}
	return 1
}
