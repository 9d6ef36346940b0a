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
		if c.Changes = s.scope.Seen(c.Changes, h.Element, s.sees); len(c.Changes) > 0 {
			found = append(found, c)
		}
		return len(found) != h.Limit
	})
	return found, err
}

// sees reports whether the viewer sees an element as it is now.
func (s *snapshot) sees(id landscape.ID) bool {
	at, there := s.graph.find(id)
	return there && s.element(at) != nil
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
