package memory

import "github.com/arkinera/landskap/internal/landscape"

// Content returns all of a landscape as it is, whoever may see it, and the revision that it is at; nil where it has not begun.
func (r *Landscape) Content() (*landscape.Content, landscape.Revision) {
	g := r.current.Load()
	if g == nil {
		return nil, 0
	}
	c := &landscape.Content{}
	for at := range g.elements.size {
		if e := g.elements.at(at).element; e != nil {
			c.Elements = append(c.Elements, e)
		}
	}
	for at := range g.relations.size {
		if r := *g.relations.at(at); r != nil {
			c.Relations = append(c.Relations, r)
		}
	}
	c.Sort()
	return c, g.revision
}
