package graph

import (
	"fmt"
	"maps"
	"slices"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// world is a random small landscape and somebody who looks at it.
type world struct {
	all    *landscape.Content // every record
	seen   *landscape.Content // the records that the viewer may see
	viewer landscape.Viewer
}

func (w world) String() string {
	text := w.viewer.String()
	refs := map[landscape.ID]landscape.Ref{}
	for _, e := range w.all.Elements {
		refs[e.ID] = e.Ref()
		text += fmt.Sprintf("\n%s by %s %s %s-%s seen %t", e.Ref(), e.Owner(), e.Visibility(), e.ValidFrom(), e.ValidTo(), slices.Contains(w.seen.Elements, e))
	}
	for _, r := range w.all.Relations {
		text += fmt.Sprintf("\n%s %s %s by %s %s %v seen %t", refs[r.From], r.Type.Type, refs[r.To], r.Owner(), r.Visibility(), r.Values[schema.ClaimOwn:], slices.Contains(w.seen.Relations, r))
	}
	return text
}

// The keys of every kind, few enough for queries to hit.
var worldKeys = []string{"k0", "k1", "k2"}

// worldActors own the records of a world and may be seen by everybody: who they are and where decides what else is seen. There may be
// hidden actors besides, which own nothing but themselves.
var worldActors = []string{"a0", "a1", "a2"}

// worlds draws worlds of up to some twenty elements. Half of their records are hidden from most.
func worlds(m *schema.Metamodel) *rapid.Generator[world] {
	return rapid.Custom(func(t *rapid.T) world {
		d := &drawing{T: t, actors: map[string]landscape.Near{}}
		content := &landscape.Content{}
		elements := map[landscape.ID]*landscape.Element{}
		put := func(k *schema.Kind, values map[string]any) {
			if e := landscape.NewElement(k, values); elements[e.ID] == nil {
				elements[e.ID] = e
				content.Elements = append(content.Elements, e)
			}
		}
		actor := m.Kind("Actor")
		for _, key := range worldActors {
			kind := d.one("MUNICIPALITY", "REGION", "SUPPLIER")
			values := map[string]any{"key": key, "name": d.name(), "actorKind": kind}
			if county := d.one("77", "78", ""); county != "" {
				values["county"] = county
			}
			put(actor, values)
			county, _ := values["county"].(string)
			d.actors[key] = landscape.Near{County: county, Supplier: kind == "SUPPLIER"}
		}
		// A reference with an area, so that analyses have something to ask about.
		for kind, key := range map[string]string{"Reference": "r", "Area": "r/a", "Group": "g"} {
			put(m.Kind(kind), map[string]any{"key": key, "name": kind, "owner": d.one("package:r", "a0")})
		}
		likely := []string{"System", "System", "BuildingBlock", "BuildingBlock", "Process", "Service", "Capability", "LoginMethod", "Product", "Initiative", "Obstacle", "Actor"}
		for range rapid.IntRange(0, 16).Draw(t, "elements") {
			kind := m.Kind(rapid.SampledFrom(likely).Draw(t, "kind"))
			if d.chance(4) {
				kind = rapid.SampledFrom(m.Kinds).Draw(t, "any kind")
			}
			key := rapid.SampledFrom(worldKeys).Draw(t, "key")
			values := d.values(kind.Own(), map[string]any{"key": key, "name": d.name(), "visibility": d.visibility()})
			d.validity(values)
			if kind != actor {
				values["owner"] = d.owner()
			}
			put(kind, values)
		}
		slices.SortFunc(content.Elements, func(a, b *landscape.Element) int { return cmpID(a.ID, b.ID) })
		d.relations(m, content)
		return d.look(content)
	})
}

type drawing struct {
	*rapid.T
	actors map[string]landscape.Near
}

func (d *drawing) one(choices ...string) string { return rapid.SampledFrom(choices).Draw(d.T, "one") }
func (d *drawing) chance(n int) bool            { return rapid.IntRange(0, n-1).Draw(d.T, "chance") == n-1 }

func (d *drawing) name() string {
	return d.one("Alfa", "alfa", "Åsa", "Ärende", "Östra", "Beta", "e")
}
func (d *drawing) owner() string {
	return rapid.SampledFrom(append([]string{"nobody", "package:p"}, worldActors...)).Draw(d.T, "owner")
}

func (d *drawing) visibility() string {
	return d.one("OPEN", "OPEN", "OPEN", "REGION", "COUNCIL", "ACTOR", "RESTRICTED")
}

func (d *drawing) validity(values map[string]any) {
	switch rapid.IntRange(0, 7).Draw(d.T, "validity") {
	case 0:
		values["validFrom"] = "2027-01-01"
	case 1:
		values["validTo"] = "2026-06-30"
	}
}

// values adds values of attributes to those given.
func (d *drawing) values(attributes []*schema.Attribute, values map[string]any) map[string]any {
	for _, a := range attributes {
		if a.Computed || values[a.Name] != nil || !a.Required && !d.chance(2) {
			continue
		}
		var v any
		switch a.Type {
		case schema.EnumOf:
			var names []string
			for _, e := range a.Enum.Values {
				if e.Name != "UNKNOWN" {
					names = append(names, e.Name)
				}
			}
			v = d.one(names...)
			if a.List {
				v = []string{v.(string)}
			}
		case schema.Int:
			v = int64(rapid.IntRange(0, 3).Draw(d.T, "int"))
		case schema.Float:
			v = float64(rapid.IntRange(0, 3).Draw(d.T, "float")) / 2
		case schema.Boolean:
			v = d.chance(2)
		case schema.Date:
			v = d.one("2024-01-01", "2026-01-01", "2027-06-01")
		default:
			v = d.name()
		}
		values[a.Name] = v
	}
	return values
}

// relations draws claims between the elements of a landscape.
func (d *drawing) relations(m *schema.Metamodel, c *landscape.Content) {
	var possible []landscape.RelationRecord
	for _, r := range m.Relations {
		for _, from := range c.Elements {
			for _, to := range c.Elements {
				if r.Starts(from.Kind) && r.Ends(to.Kind) && (r.Type != "ARCHIMATE" || from.Key() == "k0" && to.Key() == "k1") {
					possible = append(possible, landscape.RelationRecord{Relation: &landscape.Relation{Type: r}, From: from.Ref(), To: to.Ref()})
				}
			}
		}
	}
	relations := map[landscape.ID]*landscape.Relation{}
	for range rapid.IntRange(0, 40).Draw(d.T, "relations") {
		p := rapid.SampledFrom(possible).Draw(d.T, "relation")
		values := d.values(p.Relation.Type.Own(), map[string]any{"owner": d.owner(), "visibility": d.visibility()})
		d.validity(values)
		r := landscape.NewRelation(p.Relation.Type, p.From, p.To, values)
		relations[r.ID] = r
	}
	for _, id := range slices.Sorted(maps.Keys(relations)) {
		c.Relations = append(c.Relations, relations[id])
	}
}

// look draws a viewer and parts what it sees from what it does not.
func (d *drawing) look(c *landscape.Content) world {
	w := world{all: c, seen: &landscape.Content{}}
	w.viewer = rapid.SampledFrom([]landscape.Viewer{
		landscape.Public(), landscape.Member("a0"), landscape.Member("a1"), landscape.Council("77"), landscape.Council("78"), {},
	}).Draw(d.T, "viewer")
	scope, err := landscape.NewScope(w.viewer, d.actors)
	if err != nil {
		d.Fatal(err)
	}
	seen := map[landscape.ID]bool{}
	for _, e := range c.Elements {
		if seen[e.ID] = scope.Sees(e.Owner(), e.Visibility()); seen[e.ID] {
			w.seen.Elements = append(w.seen.Elements, e)
		}
	}
	for _, r := range c.Relations {
		if scope.Sees(r.Owner(), r.Visibility()) && seen[r.From] && seen[r.To] {
			w.seen.Relations = append(w.seen.Relations, r)
		}
	}
	return w
}

func cmpID(a, b landscape.ID) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
