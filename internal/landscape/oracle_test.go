package landscape_test

import (
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// oracle is what a landscape should be after a sequence of steps, worked out in the most stupid way that there is: every record is a
// name and its values, and every step goes through all of them. Everything in it is OPEN.
type oracle struct {
	model *schema.Metamodel
	at    map[string]stated
}

// stated is a record: an element, or a claim where from is set.
type stated struct {
	kind, key              string
	relation, from, target string // USES, Actor kommun/1, System s1
	owner                  string
	values                 map[string]any
}

func (s stated) name() string {
	if s.from != "" {
		return s.from + " " + s.relation + " " + s.target + " by " + s.owner
	}
	return s.kind + " " + s.key
}

// step is one thing in a change set. A record is stated whole, or where part is set only what it gives; or it is taken away.
type step struct {
	stated
	part, gone bool
}

// refOf reads a name of an element.
func refOf(m *schema.Metamodel, name string) landscape.Ref {
	kind, key, _ := strings.Cut(name, " ")
	return landscape.Ref{Kind: m.Kind(kind), Key: key}
}

func (o *oracle) copied() *oracle { return &oracle{o.model, maps.Clone(o.at)} }

// lines is the state as stateOf writes it.
func (o *oracle) lines() []string {
	var all []string
	for _, s := range o.at {
		all = append(all, o.line(s))
	}
	slices.Sort(all)
	return all
}

func (o *oracle) line(s stated) string {
	if s.from == "" {
		e := landscape.NewElement(o.model.Kind(s.kind), o.full(s))
		return line(s.name(), e.Kind.Attributes, e.Values)
	}
	r := o.claim(s)
	return line(s.from+" "+s.relation+" "+s.target, r.Relation.Type.Attributes, r.Relation.Values)
}

func (o *oracle) full(s stated) map[string]any {
	values := maps.Clone(s.values)
	if values["owner"] = s.owner; s.from == "" {
		values["key"] = s.key
	}
	return values
}

func (o *oracle) claim(s stated) landscape.RelationRecord {
	from, to := refOf(o.model, s.from), refOf(o.model, s.target)
	r := landscape.NewRelation(o.model.Relation(s.relation, from.Kind), from, to, o.full(s))
	return landscape.RelationRecord{Relation: r, From: from, To: to}
}

// set writes steps as a change set.
func (o *oracle) set(steps []step) *landscape.ChangeSet {
	set := &landscape.ChangeSet{}
	for _, s := range steps {
		var given []string
		if s.part {
			given = slices.Collect(maps.Keys(s.values))
			if given == nil {
				given = []string{}
			}
		}
		switch {
		case s.gone && s.from == "":
			set.Deletions = append(set.Deletions, landscape.Deletion{ID: landscape.NewElementID(s.kind, s.key), Name: s.name()})
		case s.gone:
			r := o.claim(s.stated).Relation
			set.Deletions = append(set.Deletions, landscape.Deletion{ID: r.ID, From: r.From, To: r.To, Name: s.name()})
		case s.from == "":
			e := landscape.NewElement(o.model.Kind(s.kind), o.full(s.stated))
			set.Elements = append(set.Elements, landscape.ElementRecord{Element: e, Given: given})
		default:
			r := o.claim(s.stated)
			r.Given = given
			set.Relations = append(set.Relations, r)
		}
	}
	return set
}

// apply returns the state after steps by somebody, or nil where they are to be refused. An empty actor is a steward.
func (o *oracle) apply(actor string, steps []step) *oracle {
	next, given := o.copied(), map[string]step{}
	for _, s := range steps {
		if s.gone {
			continue
		}
		if first, again := given[s.name()]; again && o.line(first.stated) != o.line(s.stated) {
			return nil
		} else if again {
			continue
		}
		given[s.name()] = s
		before, there := o.at[s.name()]
		after := s.stated
		if s.part && there {
			after.owner, after.values = before.owner, maps.Clone(before.values)
			maps.Copy(after.values, s.values)
			if s.from == "" && o.line(after) == o.line(before) {
				continue
			}
		}
		if actor != "" && (after.owner != actor || there && before.owner != actor) || after.from == "" && after.values["name"] == nil {
			return nil
		}
		next.at[s.name()] = after
	}
	for _, s := range steps {
		before, there := o.at[s.name()]
		if _, again := given[s.name()]; s.gone && again {
			return nil
		} else if !s.gone || !there {
			continue
		}
		if actor != "" && before.owner != actor {
			return nil
		}
		delete(next.at, s.name())
	}
	for _, s := range steps {
		before, there := o.at[s.name()]
		if !s.gone || !there || s.from != "" {
			continue
		}
		for name, claim := range next.at {
			if claim.from != s.name() && claim.target != s.name() {
				continue
			}
			if _, again := given[name]; again || claim.owner != before.owner && claim.owner != actor {
				return nil
			}
			delete(next.at, name)
		}
	}
	if !next.sound(o, given) {
		return nil
	}
	return next
}

// merge returns the state after two elements are made one, or nil where that is to be refused.
func (o *oracle) merge(actor, into, from string) *oracle {
	stays, has := o.at[into]
	goes, had := o.at[from]
	if !has || !had || into == from || stays.kind != goes.kind || actor != "" && (stays.owner != actor || goes.owner != actor) {
		return nil
	}
	next := o.copied()
	delete(next.at, from)
	for name, claim := range o.at {
		moved := claim
		if moved.from == from {
			moved.from = into
		}
		if moved.target == from {
			moved.target = into
		}
		if claim.from == "" || moved.name() == name {
			continue
		}
		if actor != "" && claim.owner != actor {
			return nil
		}
		delete(next.at, name)
		if _, there := o.at[moved.name()]; !there && moved.from != moved.target {
			next.at[moved.name()] = moved
		}
	}
	aliases, _ := stays.values["aliases"].([]string)
	more, _ := goes.values["aliases"].([]string)
	aliases = slices.Clone(aliases)
	for _, alias := range append([]string{goes.values["name"].(string)}, more...) {
		if alias != stays.values["name"] && !slices.Contains(aliases, alias) {
			aliases = append(aliases, alias)
		}
	}
	stays.values = maps.Clone(stays.values)
	stays.values["aliases"] = aliases
	next.at[into] = stays
	if !next.sound(o, nil) {
		return nil
	}
	return next
}

// sound reports whether the claims that are new or changed have both ends, and are alone where there can be one only.
func (o *oracle) sound(before *oracle, given map[string]step) bool {
	for name, s := range o.at {
		if s.from == "" {
			continue
		}
		_, from := o.at[s.from]
		_, to := o.at[s.target]
		if _, stated := given[name]; stated && (!from || !to) {
			return false
		}
		if old, there := before.at[name]; there && before.line(old) == o.line(s) || s.relation != "INSTANCE_OF" {
			continue
		}
		for other, t := range o.at {
			if other != name && t.relation == s.relation && t.from == s.from && t.owner == s.owner {
				return false
			}
		}
	}
	return true
}

// undo returns the state after taking back what led from one state to another; nil where something stands in the way.
func (o *oracle) undo(before, after *oracle) *oracle {
	next, changed := o.copied(), map[string]bool{}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(before.at)), slices.Collect(maps.Keys(after.at))) {
		old, had := before.at[name]
		s, has := after.at[name]
		if had == has && (!has || o.line(old) == o.line(s)) {
			continue
		}
		changed[name] = true
		if now, is := o.at[name]; is != has || is && o.line(now) != o.line(s) {
			return nil
		}
		if delete(next.at, name); had {
			next.at[name] = old
		}
	}
	for _, s := range next.at {
		_, from := next.at[s.from]
		_, to := next.at[s.target]
		if s.from != "" && (!from || !to) {
			return nil
		}
	}
	if !next.sound(o, nil) {
		return nil
	}
	return next
}

// drawn are the names that steps are about: few, so that they meet.
var (
	drawnElements = []string{"Actor kommun/1", "Actor kommun/2", "System a", "System b", "System c", "Product p", "Product q"}
	drawnOwners   = []string{"kommun/1", "kommun/2"}
	drawnClaims   = []stated{
		{relation: "PROVIDES", from: "Actor kommun/1", target: "System a"}, {relation: "USES", from: "Actor kommun/1", target: "System b"},
		{relation: "USES", from: "Actor kommun/2", target: "System a"}, {relation: "PROVIDES", from: "Actor kommun/2", target: "System b"},
		{relation: "INSTANCE_OF", from: "System a", target: "Product p"}, {relation: "INSTANCE_OF", from: "System a", target: "Product q"},
		{relation: "INSTANCE_OF", from: "System b", target: "Product p"}, {relation: "USES", from: "Actor kommun/1", target: "System c"},
	}
)

// drawSteps draws a change set of one to four steps.
func drawSteps(t *rapid.T) []step {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
		s := step{gone: rapid.IntRange(0, 3).Draw(t, "gone") == 0, part: rapid.Bool().Draw(t, "part")}
		owner := rapid.SampledFrom(drawnOwners).Draw(t, "owner")
		if rapid.Bool().Draw(t, "claim") {
			s.stated = rapid.SampledFrom(drawnClaims).Draw(t, "which")
			s.owner, s.values = owner, map[string]any{}
			if rapid.Bool().Draw(t, "origin") {
				s.values["origin"] = rapid.SampledFrom([]string{"x", "y"}).Draw(t, "text")
			}
			return s
		}
		name := rapid.SampledFrom(drawnElements).Draw(t, "which")
		s.kind, s.key, _ = strings.Cut(name, " ")
		s.owner, s.values = owner, map[string]any{"name": rapid.SampledFrom([]string{"x", "y"}).Draw(t, "name")}
		if s.kind == "Actor" {
			s.owner, s.values["actorKind"] = s.key, "MUNICIPALITY"
		}
		if s.part && rapid.Bool().Draw(t, "nameless") {
			delete(s.values, "name")
		}
		if rapid.Bool().Draw(t, "more") {
			s.values["description"] = rapid.SampledFrom([]string{"x", "y"}).Draw(t, "text")
		}
		return s
	}), 1, 4).Draw(t, "steps")
}
