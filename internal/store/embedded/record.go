package embedded

import (
	"bytes"
	"compress/flate"
	"io"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

func foreign(name string) error {
	return landscape.NewError(landscape.Unavailable, text.New("store.foreign", name))
}

func (c *codec) appendElement(b []byte, e *landscape.Element) []byte {
	return c.appendValues(b, e.Kind, e.Kind.Attributes, e.Values)
}

func (c *codec) appendRelation(b []byte, r *landscape.Relation) []byte {
	return c.appendValues(b, r.Type, r.Type.Attributes, r.Values)
}

func (d *decoder) element(r *reader, id landscape.ID) (*landscape.Element, error) {
	shape, name := d.name(r)
	kind := d.model.Kind(name)
	if kind == nil {
		return nil, foreign(name)
	}
	values, err := d.values(r, shape, kind, kind.Attributes)
	if err != nil {
		return nil, err
	}
	values[schema.AttrID] = string(id)
	return &landscape.Element{ID: id, Kind: kind, Values: values}, nil
}

// relation reads the values of a relation of which the id and the ends are known.
func (d *decoder) relation(r *reader, found *landscape.Relation, from, to *schema.Kind, confirms func(owner string) bool) error {
	data := r.data
	shape, name := d.name(r)
	if found.Type = d.model.Relation(name, from); found.Type == nil || !found.Type.Ends(to) {
		return foreign(from.Name + " " + name + " " + to.Name)
	}
	var err error
	if found.Values, err = d.values(r, shape, found.Type, found.Type.Attributes); err != nil {
		return err
	}
	is := confirms(found.Owner())
	found.Values[schema.ClaimConfirmed] = is
	if data = data[:len(data)-len(r.data)]; len(data) < 128 {
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

func (c *codec) appendChange(b []byte, change landscape.Change) ([]byte, error) {
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
	id, err := rawID(change.ID())
	b = append(append(b, flags), id[:]...)
	if !change.IsElement() {
		for _, ref := range []landscape.Ref{change.From, change.To} {
			b = appendText(appendText(b, ref.Kind.Name), ref.Key)
		}
	}
	for _, e := range []*landscape.Element{change.ElementBefore, change.ElementAfter} {
		if e != nil {
			b = appendText(b, string(c.appendElement(nil, e)))
		}
	}
	for _, r := range []*landscape.Relation{change.RelationBefore, change.RelationAfter} {
		if r != nil {
			b = appendText(b, string(c.appendRelation(nil, r)))
		}
	}
	return b, err
}

func (d *decoder) change(r *reader) (c landscape.Change, err error) {
	flags := r.bytes(1)[0]
	id := idOf(r.bytes(16))
	if flags&(hasRelationBefore|hasRelationAfter) != 0 {
		for _, ref := range []*landscape.Ref{&c.From, &c.To} {
			name := string(r.text())
			if *ref = (landscape.Ref{Kind: d.model.Kind(name), Key: string(r.text())}); ref.Kind == nil {
				return c, foreign(name)
			}
		}
	}
	read := func(flag byte, element **landscape.Element, relation **landscape.Relation, is bool) {
		if flags&flag == 0 || err != nil {
			return
		}
		record := &reader{data: r.text()}
		if element != nil {
			*element, err = d.element(record, id)
		} else {
			*relation = &landscape.Relation{ID: id, From: c.From.ID(), To: c.To.ID()}
			err = d.relation(record, *relation, c.From.Kind, c.To.Kind, func(string) bool { return is })
		}
	}
	read(hasElementBefore, &c.ElementBefore, nil, false)
	read(hasElementAfter, &c.ElementAfter, nil, false)
	read(hasRelationBefore, nil, &c.RelationBefore, flags&confirmedBefore != 0)
	read(hasRelationAfter, nil, &c.RelationAfter, flags&confirmedAfter != 0)
	return c, err
}

// pack returns changes as compressed chunks.
func (c *codec) pack(changes []landscape.Change) (chunks [][]byte, err error) {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.BestSpeed) // fails for unknown levels only
	var b []byte
	for _, change := range changes {
		if b, err = c.appendChange(b[:0], change); err != nil {
			return nil, err
		}
		w.Write(b) // A buffer takes everything.
	}
	w.Close()
	const most = 1 << 20
	for packed.Len() > 0 {
		chunks = append(chunks, bytes.Clone(packed.Next(most)))
	}
	return chunks, nil
}

func (d *decoder) unpack(packed []byte) (changes []landscape.Change, err error) {
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, err
	}
	for r := (&reader{data: data}); len(r.data) > 0; {
		c, err := d.change(r)
		if err != nil || r.bad {
			return nil, orCut(err)
		}
		changes = append(changes, c)
	}
	return changes, nil
}

func orCut(err error) error {
	if err == nil {
		return errCut
	}
	return err
}
