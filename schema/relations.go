package schema

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// relations reads the relations that start at a kind. What several kinds state alike becomes one Relation.
func (p *parser) relations(k *Kind, d *ast.Definition) error {
	for _, f := range d.Fields {
		dir := f.Directives.ForName("relation")
		if dir == nil {
			continue
		}
		args := &arguments{dir: dir}
		r := &Relation{
			Type: args.text("type"), Field: f.Name, Inverse: args.text("inverse"), Label: args.text("sv"), LabelOther: args.text("svInverse"),
			Doc: f.Description, Index: len(p.meta.Relations), From: []*Kind{k},
		}
		attributes := args.text("attributes")
		if args.err != nil {
			return args.err
		}
		if k == p.meta.Element {
			r.From = p.meta.Kinds
		}
		if t := f.Type; t.Elem == nil || !t.NonNull || !t.Elem.NonNull {
			return wrong(f.Position, "%s: a relation is written [Kind!]!", f.Name)
		}
		if !relationType.MatchString(r.Type) {
			return wrong(dir.Position, "%s: the type %q is written in capitals, such as PART_OF", f.Name, r.Type)
		}
		if f.Directives.ForName("attribute") != nil {
			return wrong(f.Position, "%s is either an attribute or a relation", f.Name)
		}
		if !fieldName.MatchString(r.Inverse) {
			return wrong(dir.Position, "%s: the inverse %q cannot be a field of the API", f.Name, r.Inverse)
		}
		for _, name := range []string{r.Field, r.Inverse} {
			if slices.Contains(reserved, name) {
				return wrong(dir.Position, "%s: %s means something else in files and filters", f.Name, name)
			}
		}
		var err error
		if r.To, err = p.ends(f); err != nil {
			return err
		}
		if err := p.claim(r, attributes, dir.Position); err != nil {
			return err
		}
		if err := p.add(r, attributes, f); err != nil {
			return err
		}
	}
	return nil
}

// ends returns the kinds that a relation may end at: one, those of a union, or all for Element.
func (p *parser) ends(f *ast.FieldDefinition) ([]*Kind, error) {
	name := f.Type.Name()
	if name == "Element" {
		return p.meta.Kinds, nil
	}
	if k := p.meta.kinds[name]; k != nil {
		return []*Kind{k}, nil
	}
	d := p.doc.Types[name]
	if d == nil || d.Kind != ast.Union {
		return nil, wrong(f.Position, "%s: %s is neither a kind nor a union of kinds", f.Name, name)
	}
	p.used[name] = true
	var to []*Kind
	for _, member := range d.Types {
		k := p.meta.kinds[member]
		if k == nil {
			return nil, wrong(d.Position, "%s: %s is no kind", name, member)
		}
		to = append(to, k)
	}
	return to, nil
}

// claim lists a relation's attributes: those of every relation, then its own.
func (p *parser) claim(r *Relation, attributes string, at *ast.Position) error {
	common := p.meta.Element.Attributes
	from := func(i int) *Attribute { a := *common[i]; return &a }
	r.Attributes = []*Attribute{
		ClaimOwner:      from(AttrOwner),
		ClaimConfirmed:  {Name: "confirmed", Type: Boolean, Required: true, Computed: true, Label: "Bekräftad", Doc: "The claim is made by the actor it is about."},
		ClaimOrigin:     from(AttrOrigin),
		ClaimVisibility: from(AttrVisibility),
		ClaimValidFrom:  from(AttrValidFrom),
		ClaimValidTo:    from(AttrValidTo),
	}
	r.attributes = map[string]*Attribute{}
	for _, a := range r.Attributes {
		r.attributes[a.Name] = a
	}
	if attributes != "" {
		d := p.doc.Types[attributes]
		if d == nil || d.Kind != ast.Object {
			return wrong(at, "%s: the SDL has no type %s", r.Field, attributes)
		}
		p.used[attributes] = true
		for _, f := range d.Fields {
			taken := r.attributes[f.Name] != nil || slices.Contains([]string{"node", "cursor", "claims", "id", "key", "kind", "from", "to", "type"}, f.Name)
			a, err := p.attribute(f, taken)
			if err != nil {
				return err
			}
			if a.Identity {
				if r.Identity != nil {
					return wrong(f.Position, "%s: a relation has at most one attribute in its identity", f.Name)
				}
				r.Identity = a
			}
			r.Attributes = append(r.Attributes, a)
			r.attributes[a.Name] = a
		}
	}
	for i, a := range r.Attributes {
		a.Index = i
	}
	return nil
}

// add joins a relation with the same one of another kind, or keeps it as a new one and names its claim type.
func (p *parser) add(r *Relation, attributes string, f *ast.FieldDefinition) error {
	for _, other := range p.meta.Relations {
		if other.Type != r.Type {
			continue
		}
		if slices.ContainsFunc(r.From, other.Starts) {
			return wrong(f.Position, "%s: %s states %s twice", f.Name, r.From[0].Name, r.Type)
		}
		if other.Field == r.Field && other.Inverse == r.Inverse && slices.Equal(other.To, r.To) && sameAttributes(other, r) {
			other.From = append(other.From, r.From...)
			return nil
		}
	}
	p.meta.Relations = append(p.meta.Relations, r)
	return nil
}

func sameAttributes(a, b *Relation) bool {
	return slices.EqualFunc(a.Attributes, b.Attributes, func(x, y *Attribute) bool {
		return x.Name == y.Name && x.GraphQL() == y.GraphQL()
	})
}

// fields gives every kind its relation fields, from both ends, and every relation the name of its claim type.
func (p *parser) fields() error {
	for _, r := range p.meta.Relations {
		r.ClaimType = "Claim"
		if len(r.Own()) > 0 {
			r.ClaimType = pascal(r.Type) + "Claim"
			for other := range p.meta.Named(r.Type) {
				if other != r {
					r.ClaimType = r.From[0].Name + pascal(r.Type) + "Claim"
				}
			}
		}
		for _, k := range r.From {
			if err := p.field(&Field{Name: r.Field, Kind: k, Relation: r, Far: r.To, Label: r.Label, Doc: r.Doc}); err != nil {
				return err
			}
		}
	}
	for _, r := range p.meta.Relations {
		for _, k := range r.To {
			if err := p.field(&Field{Name: r.Inverse, Kind: k, Relation: r, Inverse: true, Far: r.From, Label: r.LabelOther, Doc: otherWay(r)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// otherWay describes a relation as seen from its other end.
func otherWay(r *Relation) string {
	if r.Doc == "" {
		return "The other direction of " + r.Field + "."
	}
	return "The other direction of " + r.Field + ": " + lowerFirst(r.Doc)
}

func (p *parser) field(f *Field) error {
	if f.Kind.attributes[f.Name] != nil || f.Kind.fields[f.Name] != nil {
		at := p.doc.Types[f.Relation.From[0].Name].Position
		if d := p.doc.Types[f.Relation.From[0].Name].Fields.ForName(f.Relation.Field); d != nil {
			at = d.Position
		}
		return wrong(at, "%s: %s already has a field %q", f.Relation.Field, f.Kind.Name, f.Name)
	}
	f.Kind.Fields = append(f.Kind.Fields, f)
	f.Kind.fields[f.Name] = f
	return nil
}

// pascal turns REPRESENTED_BY into RepresentedBy.
func pascal(relationType string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(relationType, "_") {
		if word != "" {
			b.WriteString(word[:1] + strings.ToLower(word[1:]))
		}
	}
	return b.String()
}
