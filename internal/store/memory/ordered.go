package memory

import (
	"cmp"
	"iter"
	"slices"
	"sort"
	"strings"
)

// ordered is the elements of one kind by name in Swedish order, then key: the order of lists, so that a page of one is found where
// it begins. It is a list of chunks of places, which versions share as those of a vector share pages.
type ordered struct {
	chunks [][]uint32
	size   int
}

const chunkSize = 256

// compareNames orders two elements of a kind.
func compareNames(a *slot, name, key string) int {
	return cmp.Or(strings.Compare(a.name, name), strings.Compare(a.element.Key(), key))
}

func newOrdered(elements *vector[slot], places []uint32) ordered {
	slices.SortFunc(places, func(a, b uint32) int {
		y := elements.at(b)
		return compareNames(elements.at(a), y.name, y.element.Key())
	})
	o := ordered{size: len(places)}
	for chunk := range slices.Chunk(places, chunkSize*3/4) {
		o.chunks = append(o.chunks, slices.Clip(chunk))
	}
	return o
}

// seek returns where the first element stands that is not before a name and key: a chunk and a place within, or the end.
func (o *ordered) seek(elements *vector[slot], name, key string) (chunk, at int) {
	before := func(place uint32) bool { return compareNames(elements.at(place), name, key) < 0 }
	chunk = sort.Search(len(o.chunks), func(i int) bool { return !before(o.chunks[i][len(o.chunks[i])-1]) })
	if chunk < len(o.chunks) {
		at = sort.Search(len(o.chunks[chunk]), func(i int) bool { return !before(o.chunks[chunk][i]) })
	}
	return chunk, at
}

// ascend yields the places from one on.
func (o *ordered) ascend(chunk, at int) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for ; chunk < len(o.chunks); chunk, at = chunk+1, 0 {
			for _, place := range o.chunks[chunk][at:] {
				if !yield(place) {
					return
				}
			}
		}
	}
}

// descend yields the places before one, the last first.
func (o *ordered) descend(chunk, at int) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for {
			for at--; at >= 0; at-- {
				if !yield(o.chunks[chunk][at]) {
					return
				}
			}
			if chunk--; chunk < 0 {
				return
			}
			at = len(o.chunks[chunk])
		}
	}
}

func (o *ordered) all() iter.Seq[uint32] { return o.ascend(0, 0) }

// insert and remove change a version whose list of chunks is its own; the chunks are copied. The element at the place is as the
// order has it.
func (o *ordered) insert(elements *vector[slot], place uint32) {
	o.size++
	s := elements.at(place)
	chunk, at := o.seek(elements, s.name, s.element.Key())
	if chunk == len(o.chunks) {
		if chunk == 0 {
			o.chunks = append(o.chunks, []uint32{place})
			return
		}
		chunk--
		at = len(o.chunks[chunk])
	}
	old := o.chunks[chunk]
	grown := make([]uint32, 0, len(old)+1)
	grown = append(append(append(grown, old[:at]...), place), old[at:]...)
	o.chunks[chunk] = grown
	if half := len(grown) / 2; len(grown) > chunkSize {
		o.chunks[chunk] = grown[:half:half]
		o.chunks = slices.Insert(o.chunks, chunk+1, grown[half:])
	}
}

func (o *ordered) remove(elements *vector[slot], place uint32) {
	o.size--
	s := elements.at(place)
	chunk, at := o.seek(elements, s.name, s.element.Key())
	old := o.chunks[chunk]
	if len(old) == 1 {
		o.chunks = slices.Delete(o.chunks, chunk, chunk+1)
		return
	}
	o.chunks[chunk] = append(append(make([]uint32, 0, len(old)-1), old[:at]...), old[at+1:]...)
}
