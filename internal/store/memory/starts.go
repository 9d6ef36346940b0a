package memory

import (
	"iter"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// starts returns places among which all elements of the kind are for which the filter is true, if the filter names where to begin:
// keys or ids of the elements themselves, or of what they relate to. Each place comes once.
func (s *snapshot) starts(kind *schema.Kind, f landscape.Filter) (iter.Seq[uint32], bool) {
	if places, ok := s.narrow(kind, f); ok {
		slices.Sort(places)
		return slices.Values(slices.Compact(places)), true
	}
	return nil, false
}

func (s *snapshot) narrow(kind *schema.Kind, f landscape.Filter) ([]uint32, bool) {
	switch f := f.(type) {
	case landscape.And:
		var best []uint32
		narrowed := false
		for _, part := range f {
			if places, ok := s.narrow(kind, part); ok && (!narrowed || len(places) < len(best)) {
				best, narrowed = places, true
			}
		}
		return best, narrowed
	case landscape.Or:
		var joined []uint32
		for _, part := range f {
			places, ok := s.narrow(kind, part)
			if !ok {
				return nil, false
			}
			joined = append(joined, places...)
		}
		return joined, true
	case landscape.Compare:
		return s.named(kind, f)
	case landscape.Some:
		return s.relatedTo(kind, f)
	}
	return nil, false
}

// named returns the places of the elements that a comparison of keys or ids names.
func (s *snapshot) named(kind *schema.Kind, c landscape.Compare) ([]uint32, bool) {
	var wanted []any
	switch c.Op {
	case landscape.Eq:
		wanted = []any{c.Value}
	case landscape.In:
		wanted = c.Value.([]any)
	default:
		return nil, false
	}
	// An attribute of a claim may stand at the same index, but filters of claims do not come here.
	if c.Attribute.Index != schema.AttrKey && c.Attribute.Index != schema.AttrID {
		return nil, false
	}
	var places []uint32
	for _, w := range wanted {
		name, ok := w.(string)
		if !ok {
			continue
		}
		id := landscape.ID(name)
		if c.Attribute.Index == schema.AttrKey {
			id = landscape.NewElementID(kind.Name, name)
		}
		if at, ok := s.graph.find(id); ok {
			places = append(places, at)
		}
	}
	return places, true
}

// relatedTo returns the places of the elements that relate over a field to one of those that the filter at its other end names.
func (s *snapshot) relatedTo(kind *schema.Kind, f landscape.Some) ([]uint32, bool) {
	if f.Where == nil || f.Field.Kind != kind {
		return nil, false
	}
	back := codeOf(f.Field.Relation, !f.Field.Inverse)
	var places []uint32
	for _, far := range f.Field.Far {
		ends, ok := s.narrow(far, f.Where)
		if !ok {
			return nil, false
		}
		for _, end := range ends {
			for _, ed := range s.graph.elements.at(end).along(back) {
				places = append(places, ed.far)
			}
		}
	}
	return places, true
}
