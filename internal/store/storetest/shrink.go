package storetest

import (
	"slices"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// mostTries bounds how often a trial is played to make it small.
const mostTries = 300

// small returns as small a trial as can be found on which the stores still differ, and how they differ there.
func (s trial) small(t *testing.T, stores []Named, d *difference) (trial, *difference) {
	tries := 0
	// take takes a smaller trial if it still shows a difference.
	take := func(smaller trial) bool {
		if tries++; tries > mostTries {
			return false
		}
		found, _ := smaller.compare(smaller.open(t, stores))
		if found != nil {
			s, d = smaller, found
		}
		return found != nil
	}
	only := s
	only.Steps = slices.Clone(s.Steps[:d.step+1])
	for i := range only.Steps {
		only.Steps[i].Sittings = nil
	}
	if d.sitting >= 0 {
		sitting := s.Steps[d.step].Sittings[d.sitting]
		if d.question < len(sitting.Questions) {
			sitting.Questions = sitting.Questions[d.question : d.question+1]
		} else {
			sitting.Questions = nil
		}
		only.Steps[d.step].Sittings = []Sitting{sitting}
	}
	if take(only) && d.sitting >= 0 {
		// Often it does not matter how the landscape came to be as it is.
		last := only.Steps[len(only.Steps)-1]
		still := only
		still.Content = last.After
		still.Steps = []Step{{Expected: -1, Sittings: last.Sittings, After: last.After}}
		take(still)
	}
	reduce(func() []Step { return s.Steps }, func(steps []Step) bool {
		smaller := s
		smaller.Steps = steps
		return take(smaller)
	})
	for i := range s.Steps {
		reduce(func() []landscape.Change { return s.Steps[i].Changes }, func(changes []landscape.Change) bool {
			smaller := s
			smaller.Steps = slices.Clone(s.Steps)
			smaller.Steps[i].Changes = changes
			return take(smaller)
		})
	}
	reduce(func() []*landscape.Relation { return s.Content.Relations }, func(relations []*landscape.Relation) bool {
		smaller := s
		smaller.Content = &landscape.Content{Elements: s.Content.Elements, Relations: relations}
		return take(smaller)
	})
	reduce(func() []*landscape.Element { return s.Content.Elements }, func(elements []*landscape.Element) bool {
		there := map[landscape.ID]bool{}
		for _, e := range elements {
			there[e.ID] = true
		}
		smaller := s
		smaller.Content = &landscape.Content{Elements: elements}
		for _, r := range s.Content.Relations {
			if there[r.From] && there[r.To] {
				smaller.Content.Relations = append(smaller.Content.Relations, r)
			}
		}
		return len(elements) > 0 && take(smaller)
	})
	return s, d
}

// reduce leaves parts of a list out, large ones first, as long as it may.
func reduce[T any](now func() []T, may func([]T) bool) {
	for size := len(now()); size > 0; size /= 2 {
		for from := 0; from < len(now()); {
			list := now()
			if !may(slices.Delete(slices.Clone(list), from, min(from+size, len(list)))) {
				from += size
			}
		}
	}
}
