package changeset

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// relationFixed are the fields that say which relation a record is.
var relationFixed = []string{"from", "type", "to"}

// relation reads a record of relations.
func (r *reader) relation(n *yaml.Node, path string) {
	rec, ok := r.record(n, path, "shape.relation")
	if !ok {
		return
	}
	h := r.headOf(rec)
	r.claim(rec, h.relation)
	if h.relation != nil {
		r.complete(rec, h.relation.Type, h.relation.Own())
	}
	if !r.owned(rec, ownerFrom(h.from)) || !h.sound {
		return
	}
	r.presets(rec, "visibility", "origin")
	r.set.Relations = append(r.set.Relations, landscape.RelationRecord{
		Relation: landscape.NewRelation(h.relation, h.from, h.to, rec.values), From: h.from, To: h.to, Place: r.place(rec.node, rec.path),
	})
}

// ownerFrom guesses the owner of a claim: mostly an actor's own word.
func ownerFrom(from landscape.Ref) string {
	switch {
	case from.Kind == nil:
		return ""
	case from.Kind.Name == landscape.ActorKind:
		return from.Key
	}
	return ownerOf(from.Key)
}

// head is which relation a record is.
type head struct {
	from, to landscape.Ref    // without a kind where the end is wrong
	relation *schema.Relation // what the attributes are read by; nil where the type is unknown
	sound    bool
}

// headOf reads the ends and the type of a relation.
func (r *reader) headOf(rec *record) head {
	r.rename(rec, relationKeys)
	var h head
	t, given := rec.field("type")
	var named []*schema.Relation
	if given {
		for m := range r.meta.Named(t.value.Value) {
			named = append(named, m)
		}
	}
	var fromKinds, toKinds []*schema.Kind
	for _, m := range named {
		fromKinds, toKinds = append(fromKinds, m.From...), append(toKinds, m.To...)
	}
	var fromOK, toOK bool
	h.from, fromOK = r.end(rec, "from", fromKinds)
	h.to, toOK = r.end(rec, "to", toKinds)
	at := r.place(rec.node, rec.at("type"))
	switch {
	case !given:
		suggestion := ""
		if types := r.between(h.from, h.to); len(types) == 1 {
			suggestion = r.line("type", types[0], false)
		}
		r.wrong(at, "TYPE_MISSING", "", suggestion, r.typeNames(h.from, h.to))
		return h
	case !r.plain(t.value, rec.at("type"), "type"):
		return h
	case t.value.Kind != yaml.ScalarNode:
		r.wrong(r.place(t.value, rec.at("type")), "WRONG_SHAPE", "", "", text.New("shape.type"))
		return h
	case len(named) == 0:
		r.unknownType(rec, t, h)
		return h
	}
	h.relation = named[0]
	if h.from.Kind != nil {
		h.relation = r.meta.Relation(named[0].Type, h.from.Kind)
		if h.relation == nil || h.to.Kind != nil && !h.relation.Ends(h.to.Kind) {
			r.notAllowed(rec, t, h, named)
			if h.relation == nil {
				h.relation = named[0]
			}
			return h
		}
	} else if len(named) > 1 {
		// Which of the meanings it is cannot be told without the from-kind.
		h.relation = nil
	}
	h.sound = fromOK && toOK
	return h
}

// end reads one end of a relation, written `Kind key`; kinds are what it can be, as far as known.
func (r *reader) end(rec *record, name string, kinds []*schema.Kind) (landscape.Ref, bool) {
	f, ok := rec.field(name)
	path := rec.at(name)
	switch {
	case !ok:
		r.wrong(r.place(rec.node, path), "END_MISSING", "", "", name, example(kinds))
		return landscape.Ref{}, false
	case !r.plain(f.value, path, name):
		return landscape.Ref{}, false
	case f.value.Kind != yaml.ScalarNode:
		suggestion := ""
		if kind, key := member(f.value, "kind"), member(f.value, "key"); kind != "" && key != "" {
			suggestion = r.line(name, kind+" "+key, false)
		}
		r.wrong(r.place(f.value, path), "NOT_AN_END", "", suggestion, "", example(kinds))
		return landscape.Ref{}, false
	}
	return r.ref(f.value, path, kinds, func(better string) string { return r.line(name, better, false) })
}

// ref reads the name of an element, `Kind key`. line makes the line to paste of a better one. A reference of which only the key is
// wrong still tells its kind.
func (r *reader) ref(n *yaml.Node, path string, kinds []*schema.Kind, line func(string) string) (landscape.Ref, bool) {
	kindName, key, two := strings.Cut(strings.TrimSpace(n.Value), " ")
	key = strings.TrimSpace(key)
	if !two {
		suggestion := ""
		if kind, key := r.splitRef(kindName, kinds); kind != nil && key != "" {
			suggestion = line(kind.Name + " " + key)
		}
		r.wrong(r.place(n, path), "NOT_AN_END", n.Value, suggestion, n.Value, example(kinds))
		return landscape.Ref{}, false
	}
	kind := r.meta.Kind(kindName)
	if kind == nil {
		suggestion := ""
		if guess, more := r.guessKind(kindName); guess != nil && fixKey(key) != "" {
			if more != nil && !strings.Contains(key, "/") {
				// Kommun 2482 is the actor kommun/2482.
				key = strings.ToLower(kindName) + "/" + key
			}
			suggestion = line(guess.Name + " " + fixKey(key))
		}
		r.wrong(r.place(n, path), "UNKNOWN_KIND", kindName, suggestion, kindName, r.kindNames())
		return landscape.Ref{}, false
	}
	if !schema.ValidKey(key) {
		suggestion := ""
		if fixed := fixKey(key); fixed != "" {
			suggestion = line(kind.Name + " " + fixed)
		}
		r.wrong(r.place(n, path), "NOT_A_KEY", key, suggestion, key, text.New("expected.key"))
		return landscape.Ref{Kind: kind}, false
	}
	return landscape.Ref{Kind: kind, Key: key}, true
}

// splitRef guesses what a reference without a space names: System/alfa/s1, System:alfa/s1, or a bare key where only one kind can be.
func (r *reader) splitRef(written string, kinds []*schema.Kind) (*schema.Kind, string) {
	// A space that is none for us, as Word makes them, counts too.
	if i := strings.IndexAny(written, "/:\t\u00a0\u202f"); i > 0 {
		if k := r.meta.Kind(written[:i]); k != nil {
			return k, fixKey(strings.TrimLeft(written[i:], "/:\t\u00a0\u202f"))
		}
	}
	if r.meta.Kind(written) != nil {
		return nil, "" // the key is forgotten
	}
	if len(kinds) == 1 {
		return kinds[0], fixKey(written)
	}
	return nil, ""
}

// example shows how an end is written, with a kind that it can have.
func example(kinds []*schema.Kind) string {
	if len(kinds) == 0 || kinds[0].Name == landscape.ActorKind {
		return "Actor kommun/2482"
	}
	return kinds[0].Name + " alfa/s1"
}

// claim reads the values of a relation. Where its type is unknown, only those that all relations have can be read.
func (r *reader) claim(rec *record, m *schema.Relation) {
	attribute := func(name string) *schema.Attribute {
		if m != nil {
			return m.Attribute(name)
		}
		if a := r.meta.Relations[0].Attribute(name); a != nil && a.Index < schema.ClaimOwn {
			return a
		}
		return nil
	}
	r.take(rec, relationFixed, attribute, func(f field) {
		if m != nil {
			r.wrong(r.place(f.key, rec.at(f.name)), "UNKNOWN_ATTRIBUTE", f.name, r.betterAttribute(relationKeys, m.Attributes, rec, f),
				m.Type, f.name, attributeNames("from, type, to", m.Attributes))
		}
	})
}
