package analysis

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/schema"
)

// world is a random landscape and somebody who looks at it.
type world struct {
	content *landscape.Content
	viewer  landscape.Viewer
}

// cast is what a world is made of: elements of the kinds, at least and at most so many, and claims of the types. Every pair of
// elements that a type of the backbone can relate is related more often than not: without it there would be nothing to ask about.
type cast struct {
	kinds    []member
	backbone []string
	claims   []string
}

type member struct {
	kind        string
	least, most int
}

// The casts are small and dense: few elements, all of which have to do with one another.
var (
	gapCast = cast{
		[]member{{"Actor", 1, 3}, {"Reference", 1, 1}, {"Area", 1, 2}, {"BuildingBlock", 1, 4}, {"System", 0, 2}, {"Service", 0, 1}, {"Standard", 0, 1}, {"Initiative", 0, 1}},
		[]string{"IN"},
		[]string{"PROVIDES", "USES", "REALISES", "SPECIALISES", "STATES", "LED_BY", "CLOSES"},
	}
	mapCast = cast{
		[]member{{"Actor", 1, 3}, {"Reference", 1, 1}, {"Process", 1, 5}, {"System", 0, 2}, {"Service", 0, 1}, {"Area", 0, 1}, {"BuildingBlock", 0, 1}},
		[]string{"IN"},
		[]string{"PROVIDES", "USES", "SUPPORTS", "SPECIALISES", "PART_OF", "STATES", "REALISES"},
	}
	sharedCast = cast{
		[]member{{"Actor", 1, 3}, {"System", 1, 3}, {"Service", 0, 1}, {"Product", 0, 2}, {"LoginMethod", 0, 2}, {"BuildingBlock", 0, 3}, {"Standard", 0, 1}, {"Group", 0, 1}},
		nil,
		[]string{"PROVIDES", "USES", "REALISES", "SPECIALISES", "INSTANCE_OF", "SUPPLIES", "OFFERS", "INCLUDES"},
	}
	capabilityCast = cast{
		[]member{{"Actor", 1, 4}, {"Group", 0, 1}, {"Capability", 1, 3}, {"Obstacle", 0, 2}, {"Reference", 0, 1}},
		nil,
		[]string{"ASSESSED", "REPRESENTED_BY", "HINDERS", "CONCERNS", "INCLUDES", "ADOPTS"},
	}
)

// oddKeys are keys that look alike, or like something else. They do not sort as they stand.
var oddKeys = []string{"b/1", "a", "A", "-", "0@."}

// drawing draws one world.
type drawing struct {
	*rapid.T
	content *landscape.Content
	byKind  map[*schema.Kind][]landscape.Ref
	owners  []string
	timed   bool // some records are not valid always
	hidden  bool // some records are not open
}

// worlds draws worlds of a cast.
func worlds(c cast) *rapid.Generator[world] {
	return rapid.Custom(func(t *rapid.T) world {
		d := &drawing{T: t, content: &landscape.Content{}, byKind: map[*schema.Kind][]landscape.Ref{},
			timed: rapid.Bool().Draw(t, "timed"), hidden: rapid.Bool().Draw(t, "hidden")}
		for _, m := range c.kinds {
			kind := model.Kind(m.kind)
			for n := range rapid.IntRange(m.least, m.most).Draw(t, "number of "+m.kind) {
				ref := landscape.Ref{Kind: kind, Key: oddKeys[n]}
				d.byKind[kind] = append(d.byKind[kind], ref)
				if m.kind == "Actor" {
					d.owners = append(d.owners, ref.Key)
				}
			}
		}
		d.owners = append(d.owners, "package:p")
		for _, m := range c.kinds {
			for _, ref := range d.byKind[model.Kind(m.kind)] {
				d.content.Elements = append(d.content.Elements, d.element(ref))
			}
		}
		d.backbone(c.backbone)
		d.claims(c.claims)
		viewer := landscape.Steward()
		if d.hidden {
			viewer = rapid.SampledFrom([]landscape.Viewer{landscape.Public(), landscape.Member(oddKeys[0]), landscape.Council("24"), viewer}).Draw(t, "viewer")
		}
		return world{d.content, viewer}
	})
}

// relations lists the relations of the types that have something to relate.
func (d *drawing) relations(types []string) (list []*schema.Relation) {
	for _, name := range types {
		for r := range model.Named(name) {
			if len(d.ends(r.From)) > 0 && len(d.ends(r.To)) > 0 {
				list = append(list, r)
			}
		}
	}
	return list
}

func (d *drawing) ends(kinds []*schema.Kind) (refs []landscape.Ref) {
	for _, k := range kinds {
		refs = append(refs, d.byKind[k]...)
	}
	return refs
}

func (d *drawing) backbone(types []string) {
	for _, r := range d.relations(types) {
		for _, from := range d.ends(r.From) {
			for _, to := range d.ends(r.To) {
				if rapid.IntRange(0, 3).Draw(d.T, "in place") < 3 {
					d.add(r, from, to)
				}
			}
		}
	}
}

func (d *drawing) claims(types []string) {
	relations := d.relations(types)
	if len(relations) == 0 {
		return
	}
	for range rapid.SampledFrom([]int{0, 3, 6, 12, 18, 24}).Draw(d.T, "number of claims") {
		r := rapid.SampledFrom(relations).Draw(d.T, "relation")
		d.add(r, rapid.SampledFrom(d.ends(r.From)).Draw(d.T, "from"), rapid.SampledFrom(d.ends(r.To)).Draw(d.T, "to"))
	}
}

func (d *drawing) add(r *schema.Relation, from, to landscape.Ref) {
	values := d.values(r.Attributes)
	// An actor's claims are most often its own.
	if from.Kind.Name == "Actor" && rapid.IntRange(0, 3).Draw(d.T, "own word") < 3 {
		values["owner"] = from.Key
	}
	claim := landscape.NewRelation(r, from, to, values)
	if !slices.ContainsFunc(d.content.Relations, func(o *landscape.Relation) bool { return o.ID == claim.ID }) {
		d.content.Relations = append(d.content.Relations, claim)
	}
}

func (d *drawing) element(ref landscape.Ref) *landscape.Element {
	values := d.values(ref.Kind.Attributes)
	values["key"] = ref.Key
	values["name"] = rapid.SampledFrom([]string{"ö", "A", "a", "å", "z"}).Draw(d.T, "name")
	if ref.Kind.Name == "Actor" {
		values["owner"] = ref.Key
	}
	return landscape.NewElement(ref.Kind, values)
}

// values draws a value for each attribute that matters.
func (d *drawing) values(attributes []*schema.Attribute) map[string]any {
	values := map[string]any{}
	for _, a := range attributes {
		if v := d.value(a); v != nil {
			values[a.Name] = v
		}
	}
	return values
}

func (d *drawing) value(a *schema.Attribute) any {
	switch a.Name {
	case "owner":
		return rapid.SampledFrom(d.owners).Draw(d.T, a.Name)
	case "visibility":
		if d.hidden {
			return d.text(a, "", "", "", "REGION", "COUNCIL", "ACTOR")
		}
	case "validFrom":
		if d.timed {
			return d.text(a, "", "", "", "", "", "2020-01-01", "2026-06-01", "2026-06-02", "2030-01-01")
		}
	case "validTo":
		if d.timed {
			return d.text(a, "", "", "", "", "", "2020-12-31", "2026-05-31", "2026-06-01", "2031-01-01")
		}
	case "date", "asOf":
		return d.text(a, "", "2020-01-01", "2026-06-01", "2026-06-02")
	case "origin", "reason":
		return d.text(a, "", "one", "two")
	case "county":
		return d.text(a, "", "24", "25")
	case "code":
		return d.text(a, "", "1", "1.2", "1.10", "1.x", "01")
	case "population", "maturity":
		if n := rapid.Int64Range(0, 4).Draw(d.T, a.Name); n > 0 {
			return n
		}
	case "grouping":
		return rapid.IntRange(0, 7).Draw(d.T, a.Name) == 7
	case "appliesTo":
		return rapid.SampledFrom([][]string{nil, nil, {"REGION"}, {"MUNICIPALITY", "AGENCY"}}).Draw(d.T, a.Name)
	case "coverage", "stance", "statement", "initiativeState", "actorKind":
		var choices []string
		for _, v := range a.Enum.Values {
			if v.Name != "UNKNOWN" {
				choices = append(choices, v.Name)
			}
		}
		return d.text(a, choices...)
	}
	return nil
}

// text draws one of the texts; the empty one is no value.
func (d *drawing) text(a *schema.Attribute, from ...string) any {
	if s := rapid.SampledFrom(from).Draw(d.T, a.Name); s != "" {
		return s
	}
	return nil
}

// through puts something between the store and the analysis: a fault, most often. nil puts nothing there.
type through func(world, landscape.Snapshot) landscape.Snapshot

// read runs fn on what the world's viewer sees. The viewer's actor is always there, so that the read itself cannot fail.
func (w world) read(fault through, fn func(landscape.Snapshot)) {
	err := plain.New(w.content).Read(context.Background(), landscape.Main, w.viewer, func(s landscape.Snapshot) error {
		if fault != nil {
			s = fault(w, s)
		}
		fn(s)
		return nil
	})
	if err != nil {
		panic(err)
	}
}

// codeOf returns the code of an error, empty for none: that something asked about is not there is an answer like any other.
func codeOf(err error) landscape.Code {
	if err == nil {
		return ""
	}
	return landscape.CodeOf(err)
}

// property is something that holds for every world; the error tells where it does not. The fault, if any, is to be put between the
// store and the analysis.
type property func(w world, fault through) error

// holds checks a property on random worlds and makes a failing one small.
func holds(t *testing.T, worlds *rapid.Generator[world], p property) {
	t.Helper()
	for range 2 { // A check draws 100 worlds, or as many as -rapid.checks says.
		rapid.Check(t, func(t *rapid.T) {
			w := worlds.Draw(t, "world")
			if err := p(w, nil); err != nil {
				t.Fatalf("%v\n%s", err, w)
			}
		})
	}
}

// finds is the negative control of a property: with the fault it must fail on one of the worlds. A property that no fault can break
// proves nothing.
func finds(t *testing.T, worlds *rapid.Generator[world], p property, fault through) {
	t.Helper()
	for seed := range 3000 {
		if p(worlds.Example(seed), fault) != nil {
			return
		}
	}
	t.Error("the property holds in spite of the fault")
}
