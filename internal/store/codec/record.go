package codec

import (
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Foreign is the error that something is not of the model.
func Foreign(name string) error {
	return landscape.NewError(landscape.Unavailable, text.New("store.foreign", name))
}

// AppendElement appends an element's values.
func (c *Codec) AppendElement(b []byte, e *landscape.Element) []byte {
	return c.appendValues(b, e.Kind, e.Kind.Attributes, e.Values)
}

// AppendRelation appends a relation's values.
func (c *Codec) AppendRelation(b []byte, r *landscape.Relation) []byte {
	return c.appendValues(b, r.Type, r.Type.Attributes, r.Values)
}

// Element reads the values of an element of which the id is known.
func (d *Decoder) Element(r *Reader, id landscape.ID) (*landscape.Element, error) {
	shape, name := d.name(r)
	kind := d.Model.Kind(name)
	if kind == nil {
		return nil, Foreign(name)
	}
	values, err := d.values(r, shape, kind, kind.Attributes)
	if err != nil {
		return nil, err
	}
	values[schema.AttrID] = string(id)
	return &landscape.Element{ID: id, Kind: kind, Values: values}, nil
}

// Relation reads the values of a relation of which the id and the ends are known.
func (d *Decoder) Relation(r *Reader, found *landscape.Relation, from, to *schema.Kind, confirms func(owner string) bool) error {
	data := r.Data
	shape, name := d.name(r)
	if found.Type = d.Model.Relation(name, from); found.Type == nil || !found.Type.Ends(to) {
		return Foreign(from.Name + " " + name + " " + to.Name)
	}
	var err error
	if found.Values, err = d.values(r, shape, found.Type, found.Type.Attributes); err != nil {
		return err
	}
	is := confirms(found.Owner())
	found.Values[schema.ClaimConfirmed] = is
	if data = data[:len(data)-len(r.Data)]; len(data) < 128 {
		if known := d.sets[set{found.Type, is, string(data)}]; known != nil {
			found.Values = known
		} else if len(d.sets) < maxRemembered {
			d.sets[set{found.Type, is, string(data)}] = found.Values
		}
	}
	return nil
}

// A change begins with what there is of it.
const (
	hasElementBefore = 1 << iota
	hasElementAfter
	hasRelationBefore
	hasRelationAfter
	confirmedBefore
	confirmedAfter
)

func (c *Codec) appendChange(b []byte, change landscape.Change) ([]byte, error) {
	flags := byte(0)
	for i, has := range [...]bool{
		change.ElementBefore != nil, change.ElementAfter != nil, change.RelationBefore != nil, change.RelationAfter != nil,
		change.RelationBefore != nil && change.RelationBefore.Values[schema.ClaimConfirmed] == true,
		change.RelationAfter != nil && change.RelationAfter.Values[schema.ClaimConfirmed] == true,
	} {
		if has {
			flags |= 1 << i
		}
	}
	id, err := RawID(change.ID())
	b = append(append(b, flags), id[:]...)
	if !change.IsElement() {
		for _, ref := range []landscape.Ref{change.From, change.To} {
			b = AppendText(AppendText(b, ref.Kind.Name), ref.Key)
		}
	}
	for _, e := range []*landscape.Element{change.ElementBefore, change.ElementAfter} {
		if e != nil {
			b = AppendText(b, string(c.AppendElement(nil, e)))
		}
	}
	for _, r := range []*landscape.Relation{change.RelationBefore, change.RelationAfter} {
		if r != nil {
			b = AppendText(b, string(c.AppendRelation(nil, r)))
		}
	}
	return b, err
}

func (d *Decoder) change(r *Reader) (c landscape.Change, err error) {
	flags := r.Bytes(1)[0]
	id := IDOf(r.Bytes(16))
	if flags&(hasRelationBefore|hasRelationAfter) != 0 {
		for _, ref := range []*landscape.Ref{&c.From, &c.To} {
			name := string(r.Text())
			if *ref = (landscape.Ref{Kind: d.Model.Kind(name), Key: string(r.Text())}); ref.Kind == nil {
				return c, Foreign(name)
			}
		}
	}
	read := func(flag byte, element **landscape.Element, relation **landscape.Relation, is bool) {
		if flags&flag == 0 || err != nil {
			return
		}
		record := &Reader{Data: r.Text()}
		if element != nil {
			*element, err = d.Element(record, id)
		} else {
			*relation = &landscape.Relation{ID: id, From: c.From.ID(), To: c.To.ID()}
			err = d.Relation(record, *relation, c.From.Kind, c.To.Kind, func(string) bool { return is })
		}
	}
	read(hasElementBefore, &c.ElementBefore, nil, false)
	read(hasElementAfter, &c.ElementAfter, nil, false)
	read(hasRelationBefore, nil, &c.RelationBefore, flags&confirmedBefore != 0)
	read(hasRelationAfter, nil, &c.RelationAfter, flags&confirmedAfter != 0)
	return c, err
}
