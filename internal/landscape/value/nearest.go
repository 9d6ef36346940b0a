package value

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest returns the candidate that a word is most likely a misspelling of, if there is one: for "did you mean". One letter in four
// may be wrong, three at most, and no digit: another number names something else.
func Nearest(word string, candidates []string) (string, bool) {
	var alike []string
	most := min(len([]rune(word))/4+1, 3)
	for _, c := range candidates {
		if digits(c) == digits(word) && levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(c)) <= most {
			alike = append(alike, c)
		}
	}
	best := MostLike(word, alike)
	return best, best != ""
}

// MostLike returns the candidate with the fewest letters to change; of several the first by text, so that the same mistake always
// gets the same advice.
func MostLike(word string, candidates []string) string {
	best, least := "", 0
	for _, c := range candidates {
		d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(c))
		if best == "" || d < least || d == least && c < best {
			best, least = c, d
		}
	}
	return best
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// FirstWord returns the first word of a key's last part with what stands before that part: eira@7.0.0/Backup of
// eira@7.0.0/BackupTechnologyService. It is empty where the last part is a single word.
func FirstWord(key string) string {
	from := strings.LastIndexByte(key, '/') + 1
	for i := from + 1; i < len(key); i++ {
		if 'A' <= key[i] && key[i] <= 'Z' {
			return key[:i]
		}
	}
	return ""
}
