package convoy

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Known is what was read or written of the present state, and is so until a commit changes it. Whoever asks or teaches it keeps commits
// out meanwhile. A nil Known knows nothing.
type Known struct {
	mutex    sync.Mutex // held for what follows
	elements map[landscape.ID]*landscape.Element
	touching map[end][]*landscape.Relation // the relations of one type
	listed   int                           // how many relations and lists of them have been taken up since it began
}

// keeps is how many elements, and relations with their lists, are known at most; when there are more it begins anew.
const keeps = 10000

func newKnown() *Known {
	return &Known{elements: map[landscape.ID]*landscape.Element{}, touching: map[end][]*landscape.Relation{}}
}

// Element returns an element, nil where there is none, if that is known.
func (k *Known) Element(id landscape.ID) (e *landscape.Element, known bool) {
	if k == nil {
		return nil, false
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	e, known = k.elements[id]
	return e, known
}

// LearnElements takes up what was read, in the order of the ids.
func (k *Known) LearnElements(ids []landscape.ID, found []*landscape.Element) {
	if k == nil || len(ids) > most {
		return
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if len(k.elements) > keeps {
		clear(k.elements)
	}
	for i, id := range ids {
		k.elements[id] = found[i]
	}
}

// Touching is what landscape.Draft says, if that is known of all the elements and types.
func (k *Known) Touching(ids []landscape.ID, types []string) (found []*landscape.Relation, known bool) {
	if k == nil || len(types) == 0 {
		return nil, false
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	all := map[landscape.ID]*landscape.Relation{}
	for _, id := range ids {
		for _, t := range types {
			list, known := k.touching[end{id, t}]
			if !known {
				return nil, false
			}
			for _, r := range list {
				all[r.ID] = r
			}
		}
	}
	return slices.SortedFunc(maps.Values(all), func(a, b *landscape.Relation) int { return cmp.Compare(a.ID, b.ID) }), true
}

// LearnTouching takes up what Touching has found.
func (k *Known) LearnTouching(ids []landscape.ID, types []string, found []*landscape.Relation) {
	if k == nil || len(ids) > most || len(found) > most {
		return
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.listed += len(ids)*len(types) + len(found); k.listed > keeps {
		clear(k.touching)
		k.listed = 0
	}
	for _, id := range ids {
		for _, t := range types {
			list := []*landscape.Relation{}
			for _, r := range found {
				if r.Type.Type == t && (r.From == id || r.To == id) {
					list = append(list, r)
				}
			}
			k.touching[end{id, t}] = list
		}
	}
}

// changed takes up what a commit has changed.
func (k *Known) changed(changes []landscape.Change) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if len(changes) > most || len(k.elements) > keeps {
		clear(k.elements)
		clear(k.touching)
	}
	for _, c := range changes {
		for _, r := range []*landscape.Relation{c.RelationBefore, c.RelationAfter} {
			if r != nil {
				delete(k.touching, end{r.From, r.Type.Type})
				delete(k.touching, end{r.To, r.Type.Type})
			}
		}
		if !c.IsElement() {
			continue
		}
		if !c.Created() {
			clear(k.touching) // Whether relations are confirmed follows from their ends.
		}
		if e := c.ElementAfter; e == nil || e.Values[schema.AttrID] == string(e.ID) {
			k.elements[c.ID()] = e
		} else { // It is read with its id as a value, whether it was written with it or not.
			delete(k.elements, c.ID())
		}
	}
}
