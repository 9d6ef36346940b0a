package storetest

import (
	"math"
	"slices"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// The values that are drawn are few, so that many are equal, and odd, so that engines differ on them.
var (
	drawnKeys     = []string{"a", "north", "west", "B", "A", "b", "a/1", "a/10", "a/2", "-", ".", "@", "_", "0"}
	drawnOwners   = []string{"north", "west", "a", "ghost", packageOwner}
	drawnNames    = []string{"alfa", "Alfa", "beta", "ål", "Ål", "äl", "öl", "zeta", "ALFA", "Al fa", "é", "E", "W", "v", "🙂", "1", "10", "2"}
	drawnTexts    = []string{"", "a", "å", "A", "b", "Å", "ä", "ba", "a%", "a_b", `\`, "ß", "ss", "é"}
	drawnParts    = []string{"a", "a\u030A", "Å", "%", "_", "b", "SS", "", "🙂", `\`}
	drawnCounties = []string{"01", "02"}
	drawnDates    = []string{"2020-01-01", "2020-06-30", "2019-12-31", "2021-01-01"}
	drawnInts     = []int64{0, 1, 2, -1, math.MaxInt32, math.MinInt32}
	drawnFloats   = []float64{0, 1, 0.1, 0.1 + 0.2, -1.5, 1e300}
)

// landscapes draws small dense landscapes of some kinds of a model, Actor first: parallel claims of several types both ways, self
// loops, missing and empty values, equal sort keys, several owners and visibilities, and validity of all sorts.
func landscapes(m *schema.Metamodel, kinds []*schema.Kind) *rapid.Generator[*landscape.Content] {
	return rapid.Custom(func(t *rapid.T) *landscape.Content {
		d := drawing{t}
		content := &landscape.Content{}
		taken := map[landscape.ID]bool{}
		for i := range rapid.IntRange(1, 7).Draw(t, "elements") + rapid.IntRange(1, 7).Draw(t, "more elements") {
			k := kinds[0]
			if i > 0 {
				k = d.among(kinds, "kind")
			}
			e := d.element(k, taken)
			taken[e.ID] = true
			content.Elements = append(content.Elements, e)
		}
		n := len(content.Elements)
		for range rapid.IntRange(0, 2*n).Draw(t, "claims") + rapid.IntRange(0, 2*n).Draw(t, "more claims") {
			if r := d.claim(m, content); r != nil && !taken[r.ID] {
				taken[r.ID] = true
				content.Relations = append(content.Relations, r)
			}
		}
		sortContent(content)
		return content
	})
}

// drawing draws parts of a landscape.
type drawing struct{ t *rapid.T }

func (d drawing) among(kinds []*schema.Kind, label string) *schema.Kind {
	return kinds[rapid.IntRange(0, len(kinds)-1).Draw(d.t, label)]
}

// element draws an element whose id is not taken: there are as many keys as a landscape has elements at most.
func (d drawing) element(k *schema.Kind, taken map[landscape.ID]bool) *landscape.Element {
	values := map[string]any{}
	for _, a := range k.Attributes {
		if v := d.value(a); v != nil && a.Name != "owner" {
			values[a.Name] = v
		}
	}
	at := rapid.IntRange(0, len(drawnKeys)-1).Draw(d.t, "key")
	for taken[landscape.NewElementID(k.Name, drawnKeys[at])] {
		at = (at + 1) % len(drawnKeys)
	}
	values["key"] = drawnKeys[at]
	if k.Name != landscape.ActorKind || d.oneIn(4) {
		values["owner"] = rapid.SampledFrom(drawnOwners).Draw(d.t, "owner")
	}
	return landscape.NewElement(k, values)
}

// claim draws a claim between two elements, often two that another claim relates, or from one to itself; nil where the kinds allow
// none.
func (d drawing) claim(m *schema.Metamodel, content *landscape.Content) *landscape.Relation {
	from := rapid.SampledFrom(content.Elements).Draw(d.t, "from")
	to := rapid.SampledFrom(content.Elements).Draw(d.t, "to")
	var other *landscape.Relation
	if len(content.Relations) > 0 && d.oneIn(2) {
		other = rapid.SampledFrom(content.Relations).Draw(d.t, "parallel to")
		for _, e := range content.Elements {
			if e.ID == other.From {
				from = e
			}
			if e.ID == other.To {
				to = e
			}
		}
		if d.oneIn(3) {
			from, to = to, from
		}
	}
	var fit []*schema.Relation
	for _, r := range m.Relations {
		if r.Starts(from.Kind) && r.Ends(to.Kind) {
			fit = append(fit, r)
		}
	}
	if len(fit) == 0 {
		return nil
	}
	slices.Reverse(fit) // those of all kinds come first in the model, and what comes first is drawn more often
	r := rapid.SampledFrom(fit).Draw(d.t, "type")
	if other != nil && slices.Contains(fit, other.Type) && !d.oneIn(3) {
		r = other.Type
	}
	values := map[string]any{}
	for _, a := range r.Attributes {
		if v := d.value(a); v != nil && !a.Computed {
			values[a.Name] = v
		}
	}
	values["owner"] = rapid.SampledFrom(drawnOwners).Draw(d.t, "owner")
	if other != nil && r.Identity != nil && d.oneIn(2) {
		values["owner"] = other.Owner() // the same word again, of another day
	}
	return landscape.NewRelation(r, from.Ref(), to.Ref(), values)
}

func (d drawing) oneIn(n int) bool { return rapid.IntRange(0, n-1).Draw(d.t, "one in") == n-1 }

// value draws a value of an attribute, nil for none where there may be none.
func (d drawing) value(a *schema.Attribute) any {
	switch {
	case a.List:
		var list []string
		for range rapid.IntRange(0, 2).Draw(d.t, "list") {
			list = append(list, d.scalar(a).(string))
		}
		return list
	case a.Name == "visibility" && !d.oneIn(3):
		return "OPEN"
	case (a.Name == "validFrom" || a.Name == "validTo") && !d.oneIn(5):
		return nil
	case !a.Required && d.oneIn(3):
		return nil
	}
	return d.scalar(a)
}

// scalar draws a value that is there, such as an attribute may have and a filter may ask for.
func (d drawing) scalar(a *schema.Attribute) any {
	switch {
	case a.Enum != nil:
		var names []string
		for _, v := range a.Enum.Values {
			if _, err := a.ParseValue(v.Name); err == nil {
				names = append(names, v.Name)
			}
		}
		return rapid.SampledFrom(names).Draw(d.t, a.Name)
	case a.Type == schema.Int:
		var fit []int64
		for _, n := range drawnInts {
			if _, err := a.CheckInt(n); err == nil {
				fit = append(fit, n)
			}
		}
		return rapid.SampledFrom(fit).Draw(d.t, a.Name)
	case a.Type == schema.Float:
		return rapid.SampledFrom(drawnFloats).Draw(d.t, a.Name)
	case a.Type == schema.Boolean:
		return rapid.Bool().Draw(d.t, a.Name)
	case a.Type == schema.Date:
		return rapid.SampledFrom(drawnDates).Draw(d.t, a.Name)
	case a.Type == schema.Key || a.Type == schema.ID:
		return rapid.SampledFrom(drawnKeys).Draw(d.t, a.Name)
	case a.Swedish:
		return rapid.SampledFrom(drawnNames).Draw(d.t, a.Name)
	case a.Name == "county":
		return rapid.SampledFrom(drawnCounties).Draw(d.t, a.Name)
	case a.Name == "owner":
		return rapid.SampledFrom(drawnOwners).Draw(d.t, a.Name)
	}
	if d.oneIn(5) {
		// By code point and by UTF-16 unit these two are ordered differently.
		return rapid.SampledFrom([]string{"🙂", "\uE000"}).Draw(d.t, a.Name)
	}
	return rapid.SampledFrom(drawnTexts).Draw(d.t, a.Name)
}

// Viewers draws who looks at a landscape: everybody, nobody, councils, and the members of its actors.
func Viewers(content *landscape.Content) *rapid.Generator[landscape.Viewer] {
	steward := landscape.Steward() // sees most, so it looks most often
	viewers := []landscape.Viewer{steward, steward, landscape.Public(), landscape.Council("01"), steward, landscape.Council("02"), steward}
	for _, e := range content.Elements {
		if e.Kind.Name == landscape.ActorKind {
			viewers = append(viewers, landscape.Member(e.Key()))
		}
	}
	return rapid.SampledFrom(append(viewers, landscape.Viewer{}))
}
