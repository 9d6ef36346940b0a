package canonical

import (
	"io"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// format begins every document: the version of change-set files, as changeset.Format.
const format = "landskap: 1"

// firstLine returns the line that begins a file. By it an export knows the files of an earlier one; a copy under another name is
// somebody's own.
func firstLine(name string) string {
	return format + " # " + name + ", written by landskap export; the next export replaces it"
}

// chunk is about how many bytes are written at a time.
const chunk = 32 << 10

// write writes a document.
func (l *layout) write(w io.Writer, d document) error {
	b := append(make([]byte, 0, chunk+chunk/4), firstLine(d.name)+"\nowner: "...)
	b = append(appendText(b, d.owner), '\n')
	var err error
	flush := func(least int) {
		if err == nil && len(b) >= least {
			_, err = w.Write(b)
			b = b[:0]
		}
	}
	for i, e := range d.elements {
		if i == 0 {
			b = append(b, "elements:\n"...)
		}
		b = appendElement(b, e)
		if flush(chunk); err != nil {
			return err
		}
	}
	for i, c := range d.claims {
		if i == 0 {
			b = append(b, "relations:\n"...)
		}
		b = l.appendRelation(b, c)
		if flush(chunk); err != nil {
			return err
		}
	}
	flush(1)
	return err
}

// appendElement appends an element's line.
func appendElement(b []byte, e *landscape.Element) []byte {
	b = append(b, "  - {kind: "...)
	b = appendText(b, e.Kind.Name)
	for i, a := range e.Kind.Attributes {
		if i == schema.AttrOwner && owned(e) {
			continue
		}
		b = appendField(b, a, e.Values[i])
	}
	return append(b, "}\n"...)
}

// owned reports whether an element without an owner of its own in the file is its owner's all the same: readers give it the
// document's, but an Actor to itself.
func owned(e *landscape.Element) bool {
	return e.Kind.Name != landscape.ActorKind || e.Owner() == e.Key()
}

// appendRelation appends a relation's line.
func (l *layout) appendRelation(b []byte, c claim) []byte {
	r := c.relation
	b = l.appendEnd(append(b, "  - {from: "...), c.fromPlace, r.From)
	b = appendText(append(b, ", type: "...), r.Type.Type)
	b = l.appendEnd(append(b, ", to: "...), c.toPlace, r.To)
	for i, a := range r.Type.Attributes {
		if i != schema.ClaimOwner {
			b = appendField(b, a, r.Values[i])
		}
	}
	return append(b, "}\n"...)
}

// appendEnd appends the name of a relation's end. What is not there has none but its id, which no reader takes for one.
func (l *layout) appendEnd(b []byte, place int32, id landscape.ID) []byte {
	if place == absent {
		return appendText(b, string(id))
	}
	return append(b, l.ends[place]...)
}

// appendField appends an attribute with its value, unless it is what a record has that says nothing.
func appendField(b []byte, a *schema.Attribute, value any) []byte {
	list, _ := value.([]string)
	if a.Computed || a.List && len(list) == 0 || !a.List && value == a.Default {
		return b
	}
	b = append(b, ", "...)
	b = append(b, a.Name...)
	b = append(b, ": "...)
	if !a.List {
		return appendValue(b, a, value)
	}
	for i, s := range list {
		if i == 0 {
			b = append(b, '[')
		} else {
			b = append(b, ", "...)
		}
		b = appendString(b, a, s)
	}
	return append(b, ']')
}
