package memory

import (
	"hash/maphash"

	"github.com/arkinera/landskap/internal/landscape"
)

// index finds places by id. It holds only a hash of the id beside each place - who looks up compares the ids themselves - in small
// buckets, in blocks of buckets, so that a change copies one bucket and one block. Versions share what they have in common, as those
// of a vector do.
type index struct {
	seed   maphash.Seed
	bits   uint // there are 1<<bits buckets
	blocks []*block
	size   int
}

type block [blockSize][]entry

type entry struct{ hash, at uint32 }

const (
	blockBits  = 6
	blockSize  = 1 << blockBits
	bucketSize = 8 // entries in a bucket, at most on average
)

func newIndex(seed maphash.Seed, expected int) index {
	x := index{seed: seed, bits: blockBits}
	for expected > bucketSize<<x.bits && x.bits < 30 {
		x.bits++
	}
	x.blocks = make([]*block, 1<<(x.bits-blockBits))
	for i := range x.blocks {
		x.blocks[i] = new(block)
	}
	return x
}

func (x *index) hash(id landscape.ID) uint32 { return uint32(maphash.String(x.seed, string(id)) >> 32) }

// bucket returns the entries among which those with the hash are.
func (x *index) bucket(hash uint32) []entry {
	b := hash >> (32 - x.bits)
	return x.blocks[b>>blockBits][b&(blockSize-1)]
}

// indexEdit is the next version of an index while it is made.
type indexEdit struct {
	index
	own   map[uint32]bool // the blocks that are this version's own
	fresh bool            // all blocks and buckets are
}

func (e *indexEdit) edit(hash uint32) *[]entry {
	b := hash >> (32 - e.bits)
	i := b >> blockBits
	if !e.fresh && !e.own[i] {
		if e.own == nil {
			e.own = map[uint32]bool{}
			e.blocks = append([]*block(nil), e.blocks...)
		}
		copied := *e.blocks[i]
		e.blocks[i] = &copied
		e.own[i] = true
	}
	return &e.blocks[i][b&(blockSize-1)]
}

func (e *indexEdit) add(hash, at uint32) {
	if e.size >= bucketSize<<e.bits && e.bits < 30 {
		e.grow()
	}
	bucket := e.edit(hash)
	if !e.fresh {
		*bucket = (*bucket)[:len(*bucket):len(*bucket)] // the room behind it may be another version's
	}
	*bucket = append(*bucket, entry{hash, at})
	e.size++
}

func (e *indexEdit) remove(hash, at uint32) {
	bucket := e.edit(hash)
	left := make([]entry, 0, len(*bucket))
	for _, en := range *bucket {
		if en != (entry{hash, at}) {
			left = append(left, en)
		}
	}
	*bucket = left
	e.size--
}

// grow doubles the number of buckets.
func (e *indexEdit) grow() {
	larger := indexEdit{index: newIndex(e.seed, 2*e.size), fresh: true}
	for _, b := range e.blocks {
		for _, bucket := range b {
			for _, en := range bucket {
				to := larger.edit(en.hash)
				*to = append(*to, en)
			}
		}
	}
	larger.size = e.size
	*e = larger
}
