package storetest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Pool is shapes of questions about a model: what is asked over which field, with which filter, order, page and attributes, but not
// about which elements, values and days. Random questions are drawn from a pool. A store that plans each new shape once, as a
// database does, answers many questions of few shapes in good time; and as each run draws a pool of its own, many runs see many.
type Pool struct {
	model *schema.Metamodel
	seed  uint64
	casts []cast
}

// cast is the kinds of which a landscape is made, and which shapes of questions are asked about it. Its first kind is Actor.
type cast struct {
	kinds  []*schema.Kind
	fields []*schema.Field // those that lead from one of the kinds to one of them
	first  int             // the number of its first shape
	shapes int
}

// poolSize is how many shapes a run of the suite asks of a store about a model.
func poolSize(m *schema.Metamodel) int {
	if m.Kind("Place") != nil {
		return 350 // The suite's own model has every type of value and every shape of relation.
	}
	return 150
}

// NewPool draws so many shapes. The same seed gives the same pool.
func NewPool(m *schema.Metamodel, seed uint64, size int) *Pool {
	p := &Pool{model: m, seed: seed}
	if len(m.Kinds) <= 5 {
		p.add(m.Kinds...)
	} else {
		for _, names := range productCasts() {
			var kinds []*schema.Kind
			for _, name := range names {
				kinds = append(kinds, m.Kind(name))
			}
			p.add(kinds...)
		}
		p.add(anyKinds(m, p.random(1<<40))...)
	}
	for i := range p.casts {
		p.casts[i].first, p.casts[i].shapes = i*size/len(p.casts), (i+1)*size/len(p.casts)-i*size/len(p.casts)
	}
	return p
}

// productCasts are kinds of the product that have to do with one another, as the analyses ask about them.
func productCasts() [][]string {
	return [][]string{
		{"Actor", "Reference", "Area", "BuildingBlock", "System", "Initiative"},
		{"Actor", "Reference", "Process", "System", "Service"},
		{"Actor", "Group", "System", "Product", "BuildingBlock", "LoginMethod"},
		{"Actor", "Group", "Capability", "Obstacle", "Reference"},
	}
}

// anyKinds draws four kinds of a model, Actor among them.
func anyKinds(m *schema.Metamodel, random *rand.Rand) []*schema.Kind {
	kinds := []*schema.Kind{m.Kind(landscape.ActorKind)}
	for len(kinds) < 4 {
		if k := m.Kinds[random.IntN(len(m.Kinds))]; !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

func (p *Pool) add(kinds ...*schema.Kind) {
	actor := p.model.Kind(landscape.ActorKind)
	kinds = append([]*schema.Kind{actor}, slices.DeleteFunc(slices.Clone(kinds), func(k *schema.Kind) bool { return k == actor })...)
	c := cast{kinds: kinds}
	for _, k := range kinds {
		for _, f := range k.Fields {
			if slices.ContainsFunc(f.Far, func(far *schema.Kind) bool { return slices.Contains(kinds, far) }) {
				c.fields = append(c.fields, f)
			}
		}
	}
	p.casts = append(p.casts, c)
}

func (p *Pool) random(number int) *rand.Rand { return rand.New(rand.NewPCG(p.seed, uint64(number))) } //nolint:gosec // for tests

// cast draws one of the casts.
func (p *Pool) cast(t *rapid.T) cast {
	return p.casts[rapid.IntRange(0, len(p.casts)-1).Draw(t, "cast")]
}

// Seed returns the seed that a run draws from: LANDSKAP_SEED where that is set, else one that each process has for itself, so that
// all parts of a run ask the same shapes.
func Seed() uint64 {
	if seed, err := strconv.ParseUint(os.Getenv("LANDSKAP_SEED"), 10, 64); err == nil {
		return seed
	}
	return uint64(os.Getpid()) //nolint:gosec // no process has a negative number
}

func seedText(seed uint64) string { return fmt.Sprintf("LANDSKAP_SEED=%d draws the same again", seed) }
