package changeset

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/schema"
)

// letters that do not decompose into a letter of a-z and a mark.
var letters = map[rune]string{
	'ø': "o", 'Ø': "O", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'ß': "ss", 'ł': "l", 'Ł': "L", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D",
	'þ': "th", 'Þ': "TH", 'ı': "i",
}

// Slug makes the last part of a key from a name, as a write without a key does.
func Slug(name string) string { return value.Slug(name) }

// fixKey makes a key of a text that is none, changing as little as may be; empty if nothing is left or it is too long.
func fixKey(text string) string {
	s := strings.TrimRight(ascii(text, func(c rune) bool { return strings.ContainsRune("@._/-", c) }), "-")
	if len(s) > schema.MaxKey {
		// Which end matters is the author's to say.
		return ""
	}
	return s
}

// ascii writes text in letters a-z, digits and the characters kept; other characters become one hyphen where they separate.
func ascii(text string, keep func(rune) bool) string {
	var b strings.Builder
	gap := false
	put := func(s string) {
		if gap && b.Len() > 0 && !strings.HasSuffix(b.String(), "/") && s != "/" {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(s)
	}
	for _, c := range norm.NFD.String(text) {
		switch {
		case c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c)), keep(c):
			put(string(c))
		case unicode.Is(unicode.Mn, c) || unicode.Is(unicode.Cf, c):
			// The mark of a letter, or something that nobody sees.
		case letters[c] != "":
			put(letters[c])
		default:
			gap = true
		}
	}
	return b.String()
}
