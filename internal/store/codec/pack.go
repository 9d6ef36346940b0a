package codec

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"io"
	"sync"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// compressors are kept, since one is more work to make than what most commits have to be compressed.
var compressors = &sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.BestSpeed) // fails for unknown levels only
	return w
}}

// Pack returns changes as compressed chunks of a mebibyte at most.
func (c *Codec) Pack(changes []landscape.Change) (chunks [][]byte, err error) {
	return c.pack(nil, changes)
}

func (c *Codec) pack(head []byte, changes []landscape.Change) (chunks [][]byte, err error) {
	var packed bytes.Buffer
	w := compressors.Get().(*flate.Writer)
	defer compressors.Put(w)
	w.Reset(&packed)
	w.Write(head) // A buffer takes everything.
	var b []byte
	for _, change := range changes {
		if b, err = c.appendChange(b[:0], change); err != nil {
			return nil, err
		}
		w.Write(b)
	}
	w.Close()
	const most = 1 << 20
	for packed.Len() > 0 {
		chunks = append(chunks, bytes.Clone(packed.Next(most)))
	}
	return chunks, nil
}

// Unpack returns what Pack packed.
func (d *Decoder) Unpack(packed []byte) (changes []landscape.Change, err error) {
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, err
	}
	return d.changes(&Reader{Data: data})
}

func (d *Decoder) changes(r *Reader) (changes []landscape.Change, err error) {
	for len(r.Data) > 0 {
		c, err := d.change(r)
		if err != nil || r.bad {
			return nil, cmp.Or(err, ErrCut)
		}
		changes = append(changes, c)
	}
	return changes, nil
}

// Pack returns changes as compressed chunks of a mebibyte at most, with the shapes that they are written in, so that they can be
// read by themselves.
func Pack(model *schema.Metamodel, changes []landscape.Change) (chunks [][]byte, err error) {
	c := &Codec{Model: model, own: map[any]int{}}
	for _, change := range changes {
		if e := cmp.Or(change.ElementAfter, change.ElementBefore); e != nil {
			c.take(e.Kind, e.Kind.Name, e.Kind.Attributes)
		} else if r := cmp.Or(change.RelationAfter, change.RelationBefore); r != nil {
			c.take(r.Type, r.Type.Type, r.Type.Attributes)
		}
	}
	head := binary.AppendUvarint(nil, uint64(len(c.Shapes)))
	for _, shape := range c.Shapes {
		head = AppendText(head, shape)
	}
	return c.pack(head, changes)
}

// Unpack returns what the function Pack packed, whatever the model was then.
func Unpack(model *schema.Metamodel, packed []byte) ([]landscape.Change, error) {
	data, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		return nil, err
	}
	c, r := &Codec{Model: model}, &Reader{Data: data}
	for n := r.Uvarint(); n > 0 && !r.bad; n-- {
		c.Shapes = append(c.Shapes, string(r.Text()))
	}
	if r.bad {
		return nil, ErrCut
	}
	return c.Decoder().changes(r)
}
