package landscape

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the candidate most like a word, if one is like it at all: for "did you mean".
func Nearest(word string, candidates []string) (string, bool) {
	best, distance := "", len([]rune(word))/3+1
	for _, c := range candidates {
		// Of several alike the first by text is taken, so that the same mistake always gets the same advice.
		d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(c))
		if d < distance || d == distance && best != "" && c < best {
			best, distance = c, d
		}
	}
	return best, best != ""
}
