// Package codec is records and changes as bytes, in the form in which stores keep them.
//
// Values are written in the order of a shape - the names and types of a kind's or relation type's attributes, themselves kept beside
// them - so that they can be read with a schema that has other attributes besides, or in other order.
package codec

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Codec turns records into bytes. It is not changed once the shapes of the model are in it.
type Codec struct {
	Model  *schema.Metamodel
	Shapes []string // by number; a shape is its parts in lines, the name of the kind or relation type first
	own    map[any]int
}

// ErrCut tells that bytes are not as they were written.
var ErrCut = errors.New("a record is cut off or garbled")

func shapeOf(name string, attributes []*schema.Attribute) string {
	lines := []string{name}
	for _, a := range attributes {
		if !a.Computed {
			lines = append(lines, string(typeOf(a))+a.Name)
		}
	}
	return strings.Join(lines, "\n")
}

// typeOf returns the letter of an attribute's type.
func typeOf(a *schema.Attribute) byte {
	switch {
	case a.List:
		return 'l'
	case a.Type == schema.Int:
		return 'i'
	case a.Type == schema.Float:
		return 'f'
	case a.Type == schema.Boolean:
		return 'b'
	}
	return 's'
}

// Adopt takes up the shapes of the model that are not known yet.
func (c *Codec) Adopt() {
	c.own = map[any]int{}
	for _, k := range c.Model.Kinds {
		c.take(k, k.Name, k.Attributes)
	}
	for _, r := range c.Model.Relations {
		c.take(r, r.Type, r.Attributes)
	}
}

// take takes up the shape of a kind or relation type.
func (c *Codec) take(owner any, name string, attributes []*schema.Attribute) {
	if _, taken := c.own[owner]; taken {
		return
	}
	shape := shapeOf(name, attributes)
	if c.own[owner] = slices.Index(c.Shapes, shape); c.own[owner] < 0 {
		c.own[owner] = len(c.Shapes)
		c.Shapes = append(c.Shapes, shape)
	}
}

// Knows reports whether a change is of a kind or relation type of the model, and the name of that.
func (c *Codec) Knows(change landscape.Change) (name string, known bool) {
	if e := cmp.Or(change.ElementAfter, change.ElementBefore); e != nil {
		_, known = c.own[e.Kind]
		return e.Kind.Name, known
	}
	r := cmp.Or(change.RelationAfter, change.RelationBefore)
	_, known = c.own[r.Type]
	return r.Type.Type, known
}

// appendValues appends a record's values: the number of its shape, which of them are there, and these.
func (c *Codec) appendValues(b []byte, owner any, attributes []*schema.Attribute, values []any) []byte {
	b = binary.AppendUvarint(b, uint64(c.own[owner]))
	there, n := len(b), 0
	b = append(b, make([]byte, (strings.Count(c.Shapes[c.own[owner]], "\n")+7)/8)...)
	for i, a := range attributes {
		if a.Computed {
			continue
		}
		if list, ok := values[i].([]string); values[i] != nil && !(ok && len(list) == 0) {
			b[there+n/8] |= 1 << (n % 8)
			b = appendValue(b, values[i])
		}
		n++
	}
	return b
}

func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return AppendText(b, v)
	case int64:
		return binary.AppendVarint(b, v)
	case float64:
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	case bool:
		if v {
			return append(b, 1)
		}
		return append(b, 0)
	case []string:
		b = binary.AppendUvarint(b, uint64(len(v)))
		for _, s := range v {
			b = AppendText(b, s)
		}
		return b
	}
	panic("codec: a value of a type that no attribute has")
}

// AppendText appends text with its length.
func AppendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// RawID returns the 16 bytes of an id.
func RawID(id landscape.ID) (raw [16]byte, err error) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' || strings.ToLower(string(id)) != string(id) {
		return raw, landscape.NewError(landscape.Invalid, text.New("store.id", string(id)))
	}
	_, err = hex.Decode(raw[:], []byte(strings.ReplaceAll(string(id), "-", "")))
	return raw, err
}

// IDOf returns the id of 16 bytes.
func IDOf(raw []byte) landscape.ID {
	var b [36]byte
	at := 0
	for i, n := range []int{4, 2, 2, 2, 6} {
		if i > 0 {
			b[at] = '-'
			at++
		}
		at += hex.Encode(b[at:], raw[:n])
		raw = raw[n:]
	}
	return landscape.ID(b[:])
}

// Decoder reads records. It remembers words and whole sets of values that come often, so that they are in memory once.
type Decoder struct {
	*Codec
	layouts map[layoutOf]*layout
	words   map[string]any
	sets    map[set][]any
}

// set is the values of relations that say the same.
type set struct {
	owner     *schema.Relation
	confirmed bool
	values    string
}

type layoutOf struct {
	shape uint64
	owner any
}

// layout says which attributes of the model the values of a shape are.
type layout struct {
	attributes []*schema.Attribute
	missing    []*schema.Attribute // those of the model that the shape has not
	all        int
}

const maxRemembered = 1 << 16

// Decoder returns a decoder of what is written in the shapes.
func (c *Codec) Decoder() *Decoder {
	return &Decoder{c, map[layoutOf]*layout{}, map[string]any{}, map[set][]any{}}
}

func (d *Decoder) layout(shape uint64, owner any, attributes []*schema.Attribute) (*layout, error) {
	if l := d.layouts[layoutOf{shape, owner}]; l != nil {
		return l, nil
	}
	lines := strings.Split(d.Shapes[shape], "\n")
	l := &layout{all: len(attributes)}
	for _, line := range lines[1:] {
		i := slices.IndexFunc(attributes, func(a *schema.Attribute) bool { return string(typeOf(a))+a.Name == line && !a.Computed })
		if i < 0 {
			return nil, Foreign(lines[0] + "." + line[1:])
		}
		l.attributes = append(l.attributes, attributes[i])
	}
	for _, a := range attributes {
		if !slices.Contains(l.attributes, a) {
			l.missing = append(l.missing, a)
		}
	}
	d.layouts[layoutOf{shape, owner}] = l
	return l, nil
}

// Reader reads what was appended; bad tells that something was not as they write it.
type Reader struct {
	Data []byte
	bad  bool
}

// Uvarint reads a number.
func (r *Reader) Uvarint() uint64 {
	v, n := binary.Uvarint(r.Data)
	if n <= 0 {
		r.bad, r.Data = true, nil
		return 0
	}
	r.Data = r.Data[n:]
	return v
}

// Bytes reads n bytes.
func (r *Reader) Bytes(n uint64) []byte {
	if n > uint64(len(r.Data)) {
		r.bad, r.Data = true, nil
		return make([]byte, min(n, 16))
	}
	b := r.Data[:n]
	r.Data = r.Data[n:]
	return b
}

// Text reads text as AppendText wrote it.
func (r *Reader) Text() []byte { return r.Bytes(r.Uvarint()) }

// name returns the kind or relation type of the next record's shape.
func (d *Decoder) name(r *Reader) (shape uint64, name string) {
	if shape = r.Uvarint(); shape >= uint64(len(d.Shapes)) {
		r.bad, shape = true, 0
	}
	name, _, _ = strings.Cut(d.Shapes[shape], "\n")
	return shape, name
}

// values reads the values of a record.
func (d *Decoder) values(r *Reader, shape uint64, owner any, attributes []*schema.Attribute) ([]any, error) {
	l, err := d.layout(shape, owner, attributes)
	if err != nil {
		return nil, err
	}
	values := make([]any, l.all)
	for _, a := range l.missing {
		if a.Required && !a.Computed {
			values[a.Index] = a.Default
		}
		if a.List {
			values[a.Index] = []string(nil)
		}
	}
	there := r.Bytes(uint64(len(l.attributes)+7) / 8)
	for i, a := range l.attributes {
		switch {
		case there[i/8]&(1<<(i%8)) != 0:
			values[a.Index] = d.value(r, a)
		case a.List:
			values[a.Index] = []string(nil)
		}
	}
	if r.bad {
		return nil, ErrCut
	}
	return values, nil
}

func (d *Decoder) value(r *Reader, a *schema.Attribute) any {
	switch typeOf(a) {
	case 'i':
		v, n := binary.Varint(r.Data)
		r.Bytes(uint64(max(n, 0)))
		r.bad = r.bad || n <= 0
		return v
	case 'f':
		return math.Float64frombits(binary.LittleEndian.Uint64(r.Bytes(8)))
	case 'b':
		return r.Bytes(1)[0] == 1
	case 'l':
		var list []string
		for n := r.Uvarint(); n > 0 && !r.bad; n-- {
			list = append(list, string(r.Text()))
		}
		return list
	}
	word := r.Text()
	if a.Enum == nil && a.Type != schema.Date && a.Name != "owner" && a.Name != "origin" {
		return string(word)
	}
	known, ok := d.words[string(word)]
	if !ok {
		known = string(word)
		if len(d.words) < maxRemembered {
			d.words[string(word)] = known
		}
	}
	return known
}
