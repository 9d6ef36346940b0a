package bolttest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
)

// structure is a PackStream structure; of a whole message the tag says which it is.
type structure struct {
	tag    byte
	fields []any
}

// readMessage reads a message, whose chunks end with an empty one. An empty chunk before it only keeps the connection alive.
func readMessage(r *bufio.Reader) (structure, error) {
	var message []byte
	for {
		var size uint16
		if err := binary.Read(r, binary.BigEndian, &size); err != nil {
			return structure{}, err
		}
		if size == 0 && len(message) > 0 {
			break
		}
		chunk := make([]byte, size)
		if _, err := io.ReadFull(r, chunk); err != nil {
			return structure{}, err
		}
		message = append(message, chunk...)
	}
	d := decoder{rest: message}
	v := d.value()
	s, is := v.(structure)
	if d.err == nil && (!is || len(d.rest) > 0) {
		d.err = fmt.Errorf("a message that is %T, with %d bytes more", v, len(d.rest))
	}
	return s, d.err
}

// writeMessage writes a message in chunks.
func writeMessage(w *bufio.Writer, tag byte, fields ...any) error {
	message, err := encode(nil, structure{tag, fields})
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(message, math.MaxUint16) {
		if err := binary.Write(w, binary.BigEndian, uint16(len(chunk))); err != nil {
			return err
		}
		if _, err := w.Write(chunk); err != nil {
			return err
		}
	}
	_, err = w.Write([]byte{0, 0})
	return err
}

// decoder reads values; after a failure it reads nothing but nil.
type decoder struct {
	rest []byte
	err  error
}

func (d *decoder) take(n uint64) []byte {
	if d.err != nil || uint64(len(d.rest)) < n {
		d.rest = nil
		if d.err == nil {
			d.err = io.ErrUnexpectedEOF
		}
		return make([]byte, min(n, 8))
	}
	taken := d.rest[:n]
	d.rest = d.rest[n:]
	return taken
}

// number reads an unsigned number of 1, 2, 4 or 8 bytes.
func (d *decoder) number(bytes int) uint64 {
	var n uint64
	for _, b := range d.take(uint64(bytes)) {
		n = n<<8 | uint64(b)
	}
	return n
}

func (d *decoder) value() any {
	switch m := d.take(1)[0]; {
	case d.err != nil:
		return nil
	case m < 0x80 || m >= 0xF0:
		return int64(int8(m))
	case m < 0x90:
		return d.entries(uint64(m & 15))
	case m < 0xA0:
		return d.list(uint64(m & 15))
	case m < 0xB0:
		return d.mapping(uint64(m & 15))
	case m < 0xC0:
		tag := d.take(1)[0]
		return structure{tag, d.list(uint64(m & 15))}
	case m == 0xC0:
		return nil
	case m == 0xC1:
		return math.Float64frombits(d.number(8))
	case m == 0xC2 || m == 0xC3:
		return m == 0xC3
	case m == 0xC8:
		return int64(int8(d.number(1)))
	case m == 0xC9:
		return int64(int16(d.number(2)))
	case m == 0xCA:
		return int64(int32(d.number(4)))
	case m == 0xCB:
		return int64(d.number(8))
	case m >= 0xCC && m <= 0xCE:
		return slices.Clone(d.take(d.number(1 << (m - 0xCC))))
	case m >= 0xD0 && m <= 0xD2:
		return d.entries(d.number(1 << (m - 0xD0)))
	case m >= 0xD4 && m <= 0xD6:
		return d.list(d.number(1 << (m - 0xD4)))
	case m >= 0xD8 && m <= 0xDA:
		return d.mapping(d.number(1 << (m - 0xD8)))
	default:
		d.err = fmt.Errorf("no value begins with %#x", m)
		return nil
	}
}

// entries reads a text.
func (d *decoder) entries(n uint64) string { return string(d.take(n)) }

func (d *decoder) list(n uint64) []any {
	list := []any{}
	for ; n > 0 && d.err == nil; n-- {
		list = append(list, d.value())
	}
	return list
}

func (d *decoder) mapping(n uint64) map[string]any {
	m := map[string]any{}
	for ; n > 0 && d.err == nil; n-- {
		key, is := d.value().(string)
		if !is && d.err == nil {
			d.err = errors.New("a key that is no text")
		}
		m[key] = d.value()
	}
	return m
}

// encode appends a value.
func encode(b []byte, value any) ([]byte, error) {
	head := func(small byte, most int, wide byte, n int) {
		switch {
		case n <= most:
			b = append(b, small|byte(n))
		case n <= math.MaxUint8:
			b = append(b, wide, byte(n))
		case n <= math.MaxUint16:
			b = binary.BigEndian.AppendUint16(append(b, wide+1), uint16(n))
		default:
			b = binary.BigEndian.AppendUint32(append(b, wide+2), uint32(n))
		}
	}
	var err error
	switch v := value.(type) {
	case nil:
		b = append(b, 0xC0)
	case bool:
		if v {
			return append(b, 0xC3), nil
		}
		b = append(b, 0xC2)
	case int:
		b = binary.BigEndian.AppendUint64(append(b, 0xCB), uint64(v))
	case int64:
		b = binary.BigEndian.AppendUint64(append(b, 0xCB), uint64(v))
	case float64:
		b = binary.BigEndian.AppendUint64(append(b, 0xC1), math.Float64bits(v))
	case string:
		head(0x80, 15, 0xD0, len(v))
		b = append(b, v...)
	case []byte:
		head(0, -1, 0xCC, len(v))
		b = append(b, v...)
	case []string:
		head(0x90, 15, 0xD4, len(v))
		for i := 0; i < len(v) && err == nil; i++ {
			b, err = encode(b, v[i])
		}
	case []any:
		head(0x90, 15, 0xD4, len(v))
		for i := 0; i < len(v) && err == nil; i++ {
			b, err = encode(b, v[i])
		}
	case map[string]any:
		head(0xA0, 15, 0xD8, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if b, err = encode(b, key); err == nil {
				b, err = encode(b, v[key])
			}
			if err != nil {
				return b, err
			}
		}
	case structure:
		b = append(b, 0xB0|byte(len(v.fields)), v.tag)
		for i := 0; i < len(v.fields) && err == nil; i++ {
			b, err = encode(b, v.fields[i])
		}
	default:
		err = fmt.Errorf("%T cannot be sent", value)
	}
	return b, err
}
