package canonical

import (
	"io"

	"github.com/arkinera/landskap/internal/landscape"
)

// WriteSet writes the elements and relations of a change set as one document. The records stand in their order and each says its own
// owner, so that memory is bounded by the set, whatever landscape it is a part of; it is not the one form that Write gives a
// landscape. Only whole records can be written: what a set edits or takes away is left out.
func WriteSet(w io.Writer, set *landscape.ChangeSet) error {
	b := append(make([]byte, 0, chunk+chunk/4), format+"\n"...)
	var err error
	flush := func(least int) {
		if err == nil && len(b) >= least {
			_, err = w.Write(b)
			b = b[:0]
		}
	}
	for i, r := range set.Elements {
		if i == 0 {
			b = append(b, "elements:\n"...)
		}
		b = append(append(b, "  - {kind: "...), r.Element.Kind.Name...)
		for j, a := range r.Element.Kind.Attributes {
			b = appendField(b, a, r.Element.Values[j])
		}
		b = append(b, "}\n"...)
		flush(chunk)
	}
	for i, r := range set.Relations {
		if i == 0 {
			b = append(b, "relations:\n"...)
		}
		b = appendText(append(b, "  - {from: "...), r.From.String())
		b = appendText(append(b, ", type: "...), r.Relation.Type.Type)
		b = appendText(append(b, ", to: "...), r.To.String())
		for j, a := range r.Relation.Type.Attributes {
			b = appendField(b, a, r.Relation.Values[j])
		}
		b = append(b, "}\n"...)
		flush(chunk)
	}
	flush(1)
	return err
}
