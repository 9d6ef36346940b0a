package codec

import (
	"cmp"
	"hash/fnv"
	"maps"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
)

// Touched returns short names of the elements that changes are of or that their relations relate, in order.
func Touched(changes []landscape.Change) []int64 {
	names := map[int64]bool{}
	for _, c := range changes {
		if r := cmp.Or(c.RelationAfter, c.RelationBefore); r != nil {
			names[Short(r.From)], names[Short(r.To)] = true, true
		} else {
			names[Short(c.ID())] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Short returns a number for an id. Two ids seldom have the same.
func Short(id landscape.ID) int64 {
	h := fnv.New64a()
	h.Write([]byte(id)) // never fails
	return int64(h.Sum64())
}
