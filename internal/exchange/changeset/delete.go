package changeset

import (
	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// deletion reads a record of delete: an element, `System alfa/s0`, or a relation by its identity.
func (r *reader) deletion(n *yaml.Node, path string) {
	if n.Kind == yaml.ScalarNode && !null(n) {
		if !r.plain(n, path, "") {
			return
		}
		if ref, ok := r.ref(n, path, nil, r.item); ok {
			r.set.Deletions = append(r.set.Deletions, landscape.Deletion{ID: ref.ID(), Name: ref.String(), Place: r.place(n, path)})
		}
		return
	}
	rec, ok := r.record(n, path, "shape.deletion")
	if !ok {
		return
	}
	if kind, key := member(n, "kind"), member(n, "key"); kind != "" && key != "" && member(n, "type") == "" {
		r.wrong(r.place(n, path), "WRONG_SHAPE", "", r.item(kind+" "+key), text.New("shape.deletion"))
		return
	}
	h := r.headOf(rec)
	r.claim(rec, h.relation)
	if !r.owned(rec, ownerFrom(h.from)) || !h.sound {
		return
	}
	identity := ""
	if a := h.relation.Identity; a != nil {
		identity = rec.text(a.Name)
	}
	for _, f := range rec.fields {
		a := h.relation.Attribute(f.name)
		if a == nil || a.Identity || f.name == "owner" || null(f.value) {
			continue
		}
		// A line copied from relations is welcome here, but nobody should think that the rest of it chooses.
		r.add(landscape.SeverityWarning, r.place(f.key, rec.at(f.name)), "NOT_IDENTITY", f.name, "", f.name)
	}
	r.set.Deletions = append(r.set.Deletions, landscape.Deletion{
		ID:   landscape.NewRelationID(h.relation.Type, h.from, h.to, rec.text("owner"), identity),
		From: h.from.ID(), To: h.to.ID(),
		Name: h.from.String() + " " + h.relation.Type + " " + h.to.String(), Place: r.place(rec.node, rec.path),
	})
}
