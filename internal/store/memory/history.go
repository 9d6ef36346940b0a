package memory

import (
	"context"
	"sync"

	"github.com/arkinera/landskap/internal/landscape"
)

// History is what landscape.Historian says.
func (s *snapshot) History(ctx context.Context, h landscape.History) ([]landscape.Commit, error) {
	var found []landscape.Commit
	before := s.graph.revision + 1
	if h.Before > 0 {
		before = min(before, h.Before)
	}
	if h.Limit == 0 {
		return nil, nil
	}
	err := s.past.Each(ctx, before, h.Since, h.Element, func(c landscape.Commit) bool {
		if c.Changes = s.seen(c.Changes, h.Element); len(c.Changes) > 0 {
			found = append(found, c)
		}
		return len(found) != h.Limit
	})
	return found, err
}

// seen returns what the viewer may see of the changes of one commit, and of those only the ones that are about the element, if any.
func (s *snapshot) seen(changes []landscape.Change, element landscape.ID) []landscape.Change {
	elements := map[landscape.ID]*landscape.Change{}
	for i, c := range changes {
		if !c.IsElement() {
			break
		}
		elements[c.ID()] = &changes[i]
	}
	// ends reports whether both ends of a relation may be seen, as they were then: an end that this commit changed is as it was
	// before or after, another as it is now. Of one that was deleted later nobody knows here who might see it.
	ends := func(r *landscape.Relation, side func(*landscape.Change) *landscape.Element) bool {
		for _, id := range []landscape.ID{r.From, r.To} {
			if c, ok := elements[id]; ok {
				if e := side(c); e == nil || s.scope.View(e) == nil {
					return false
				}
			} else if at, ok := s.graph.find(id); !ok && !s.whole || ok && s.element(at) == nil {
				return false
			}
		}
		return true
	}
	var kept []landscape.Change
	for _, c := range changes {
		if element != "" && !concerns(c, element) {
			continue
		}
		if c.ElementBefore != nil {
			c.ElementBefore = s.scope.View(c.ElementBefore)
		}
		if c.ElementAfter != nil {
			c.ElementAfter = s.scope.View(c.ElementAfter)
		}
		if r := c.RelationBefore; r != nil {
			if c.RelationBefore = s.scope.ViewRelation(r); !ends(r, func(c *landscape.Change) *landscape.Element { return c.ElementBefore }) {
				c.RelationBefore = nil
			}
		}
		if r := c.RelationAfter; r != nil {
			if c.RelationAfter = s.scope.ViewRelation(r); !ends(r, func(c *landscape.Change) *landscape.Element { return c.ElementAfter }) {
				c.RelationAfter = nil
			}
		}
		if c.ElementBefore != nil || c.ElementAfter != nil || c.RelationBefore != nil || c.RelationAfter != nil {
			kept = append(kept, c)
		}
	}
	return kept
}

// concerns reports whether a change is of the element or of a relation of it.
func concerns(c landscape.Change, element landscape.ID) bool {
	r := c.RelationAfter
	if r == nil {
		r = c.RelationBefore
	}
	return c.ID() == element || r != nil && (r.From == element || r.To == element)
}

// commits is the past of a landscape without a file.
type commits struct {
	mutex sync.RWMutex
	list  []landscape.Commit
	keys  map[string]kept
}

type kept struct {
	content  string
	revision landscape.Revision
}

func (m *commits) Repeated(key string) (string, landscape.Revision, bool, error) {
	m.mutex.RLock()
	defer m.mutex.RUnlock()
	k, ok := m.keys[key]
	return k.content, k.revision, ok, nil
}

func (m *commits) Commit(c landscape.Commit, w landscape.Write) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if len(c.Changes) > 0 {
		m.list = append(m.list, c)
	}
	if w.Key != "" {
		m.keys[w.Key] = kept{w.Content, c.Revision}
	}
	return nil
}

func (m *commits) Each(_ context.Context, before, since landscape.Revision, _ landscape.ID, tell func(landscape.Commit) bool) error {
	m.mutex.RLock()
	list := m.list
	m.mutex.RUnlock()
	for i := len(list) - 1; i >= 0 && list[i].Revision > since; i-- {
		if list[i].Revision < before && !tell(list[i]) {
			break
		}
	}
	return nil
}
