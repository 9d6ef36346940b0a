package value

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSlug is the longest slug in bytes: an owner's key fits before it.
const maxSlug = 100

// letters that do not decompose into a letter of a-z and a mark.
var letters = map[rune]string{'ø': "o", 'æ': "ae", 'œ': "oe", 'ß': "ss", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i"}

// Slug makes the last part of a key from a name: å and ä become a, ö becomes o, other letters lose their marks, all is lower case and
// the rest becomes hyphens. It is never empty: a name without any letter that a key can have gives "x".
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, c := range norm.NFD.String(name) {
		c = unicode.ToLower(c)
		s := letters[c]
		switch {
		case c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c)):
			s = string(c)
		case unicode.Is(unicode.Mn, c) || unicode.Is(unicode.Cf, c):
			continue // The mark of a letter, or something that nobody sees.
		case s == "":
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(s)
	}
	s := b.String()
	if s = strings.TrimRight(s[:min(len(s), maxSlug)], "-"); s == "" {
		return "x"
	}
	return s
}
