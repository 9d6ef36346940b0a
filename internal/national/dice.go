package national

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
)

// dice are thrown for everything that is left to chance. Only the generator's own numbers are used, and no function that makes others
// of them: what PCG gives is fixed by its definition.
type dice struct{ *rand.PCG }

// newDice returns the dice of a part of the landscape: each has its own, so that a part stays as it is when another changes.
func newDice(seed uint64, part, number int) dice {
	return dice{rand.NewPCG(seed, uint64(part)<<32|uint64(number))}
}

// below returns a number from 0 to n-1, each about as often; 0 where n is not above 0.
func (d dice) below(n int) int {
	if n <= 0 {
		return 0
	}
	return int(d.Uint64() % uint64(n))
}

// low returns a number from 0 to n-1, the lower ones more often.
func (d dice) low(n int) int { return d.below(d.below(n) + 1) }

// between returns a number from a to b.
func (d dice) between(a, b int) int { return a + d.below(b-a+1) }

// chance reports true so many times in a hundred.
func (d dice) chance(percent int) bool { return d.below(100) < percent }

// one returns one of a list.
func (d dice) one(list []string) string { return list[d.below(len(list))] }

// day returns a day between two years.
func (d dice) day(from, to int) string {
	return fmt.Sprintf("%04d-%02d-%02d", d.between(from, to), d.between(1, 12), d.between(1, 28))
}

// shuffle puts a list in an order of chance.
func shuffle[T any](d dice, list []T) {
	for i := len(list) - 1; i > 0; i-- {
		j := d.below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

// visibility returns who may see a record: mostly everybody.
func (d dice) visibility() string {
	switch n := d.below(100); {
	case n < 83:
		return "OPEN"
	case n < 91:
		return "REGION"
	case n < 95:
		return "COUNCIL"
	case n < 99:
		return "ACTOR"
	}
	return "RESTRICTED"
}

// seen gives a claim now and then a narrower circle, and now and then days between which it is in force.
func (d dice) seen(v values) values {
	if v == nil {
		v = make(values, 4)
	}
	switch n := d.below(100); {
	case n < 3:
		v["visibility"] = "REGION"
	case n < 5:
		v["visibility"] = "ACTOR"
	case n < 9:
		v["validFrom"] = d.day(2015, 2025)
	case n < 11:
		v["validTo"] = d.day(2024, 2031)
	case n < 12:
		v["validFrom"] = d.day(2027, 2029)
	}
	return v
}

// choice is a list of elements of which some are chosen far more often than others.
type choice struct {
	list []landscape.Ref
	sums []int // of the weights, up to and with each
}

// newChoice makes a choice of a list whose order says how often: the place n from 0 comes in proportion to 1/(head+n).
func newChoice(list []landscape.Ref, head int) choice {
	const unit = 1_000_000_000
	c := choice{list: list}
	sum := 0
	for i := range list {
		sum += unit / (head + i)
		c.sums = append(c.sums, sum)
	}
	return c
}

// some returns n different ones, fewer where there are not so many that keep allows.
func (c choice) some(d dice, n int, keep func(landscape.Ref) bool) (chosen []landscape.Ref) {
	for tries := 0; len(chosen) < n && tries < 4*n && len(c.list) > 0; tries++ {
		i, _ := slices.BinarySearch(c.sums, d.below(c.sums[len(c.sums)-1])+1)
		if ref := c.list[i]; (keep == nil || keep(ref)) && !slices.Contains(chosen, ref) {
			chosen = append(chosen, ref)
		}
	}
	return chosen
}
