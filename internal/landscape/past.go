package landscape

import "cmp"

// Concerns reports whether a change is of the element or of a relation of it.
func (c Change) Concerns(element ID) bool {
	r := cmp.Or(c.RelationAfter, c.RelationBefore)
	return c.ID() == element || r != nil && (r.From == element || r.To == element)
}

// Seen returns what the viewer may see of the changes of one commit, as History gives them, and of those only the ones that concern
// the element, if any. An end of a relation is as the commit found or left it if it changed it, else as it is now, and then now tells
// whether the viewer sees it; of one that was deleted since nobody knows who might see it but those who see everything.
func (s Scope) Seen(changes []Change, element ID, now func(ID) bool) []Change {
	elements := map[ID]*Change{}
	for i, c := range changes {
		if c.IsElement() {
			elements[c.ID()] = &changes[i]
		}
	}
	view := func(e *Element) *Element {
		if e == nil {
			return nil
		}
		return s.View(e)
	}
	relation := func(r *Relation, side func(*Change) *Element) *Relation {
		if r == nil {
			return nil
		}
		for _, id := range []ID{r.From, r.To} {
			if c, changed := elements[id]; changed {
				if view(side(c)) == nil {
					return nil
				}
			} else if !s.all && !now(id) {
				return nil
			}
		}
		return s.ViewRelation(r)
	}
	var seen []Change
	for _, c := range changes {
		if element != "" && !c.Concerns(element) {
			continue
		}
		c.ElementBefore, c.ElementAfter = view(c.ElementBefore), view(c.ElementAfter)
		c.RelationBefore = relation(c.RelationBefore, func(c *Change) *Element { return c.ElementBefore })
		c.RelationAfter = relation(c.RelationAfter, func(c *Change) *Element { return c.ElementAfter })
		if c.ElementBefore != nil || c.ElementAfter != nil || c.RelationBefore != nil || c.RelationAfter != nil {
			seen = append(seen, c)
		}
	}
	return seen
}
