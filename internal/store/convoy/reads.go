package convoy

import "github.com/arkinera/landskap/internal/landscape"

// end is an element as an end of relations of a type; of all types where that is empty.
type end struct {
	id       landscape.ID
	relation string
}

// marks are parts of a landscape: what a write has looked at, also where it found nothing there, or what was changed.
type marks struct {
	records map[landscape.ID]bool
	ends    map[end]bool
	kinds   map[string]bool // all elements of them
	all     bool
}

func newMarks() *marks {
	return &marks{map[landscape.ID]bool{}, map[end]bool{}, map[string]bool{}, false}
}

func (m *marks) size() int { return len(m.records) + len(m.ends) + len(m.kinds) }

// looked marks what changes have to fit: the records themselves, and both ends of relations.
func (m *marks) looked(changes []landscape.Change) {
	for _, c := range changes {
		m.records[c.ID()] = true
		for _, r := range []*landscape.Relation{c.RelationBefore, c.RelationAfter} {
			m.relation(r)
		}
	}
}

// relation marks a relation that was found. What is true of it, such as whether it is confirmed, follows from its ends too.
func (m *marks) relation(r *landscape.Relation) {
	if r != nil {
		m.records[r.ID], m.records[r.From], m.records[r.To] = true, true, true
	}
}

// changed marks what changes change. A new relation changes no value of its ends, but what relations they have.
func (m *marks) changed(changes []landscape.Change) {
	for _, c := range changes {
		m.records[c.ID()] = true
		for _, e := range []*landscape.Element{c.ElementBefore, c.ElementAfter} {
			if e != nil {
				m.kinds[e.Kind.Name] = true
			}
		}
		for _, r := range []*landscape.Relation{c.RelationBefore, c.RelationAfter} {
			if r == nil {
				continue
			}
			for _, id := range []landscape.ID{r.From, r.To} {
				m.ends[end{id, r.Type.Type}], m.ends[end{id, ""}] = true, true
			}
		}
	}
}

// meets reports whether two have a part in common.
func (m *marks) meets(o *marks) bool {
	return m.all && (o.all || o.size() > 0) || o.all && m.size() > 0 ||
		meet(m.records, o.records) || meet(m.ends, o.ends) || meet(m.kinds, o.kinds)
}

func meet[K comparable](a, b map[K]bool) bool {
	if len(b) < len(a) {
		a, b = b, a
	}
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}
