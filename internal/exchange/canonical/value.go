package canonical

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/arkinera/landskap/schema"
)

// appendValue appends a single value.
func appendValue(b []byte, a *schema.Attribute, value any) []byte {
	switch v := value.(type) {
	case nil:
		// The attribute has a default, and this record has not even that.
		return append(b, "null"...)
	case string:
		return appendString(b, a, v)
	case bool:
		return strconv.AppendBool(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		return appendFloat(b, v)
	}
	return appendText(b, fmt.Sprint(value))
}

// appendString appends a value that is held as text. A date is plain: that is what it looks like.
func appendString(b []byte, a *schema.Attribute, s string) []byte {
	if a.Type == schema.Date && schema.ValidDate(s) {
		return append(b, s...)
	}
	return appendText(b, s)
}

// appendFloat appends the shortest number that reads as the same one, as JSON writes it. Nothing below zero is nothing: two values
// that compare equal are written alike.
func appendFloat(b []byte, f float64) []byte {
	if f == 0 {
		return append(b, '0')
	}
	if abs := math.Abs(f); abs < 1e-6 || abs >= 1e21 {
		return strconv.AppendFloat(b, f, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

// appendText appends a text as YAML: plain where every reader takes it for this text and nothing else, also within braces, else in
// quotes. It goes by fixed characters and not by Unicode's tables, which grow: the bytes must be the same in years.
func appendText(b []byte, s string) []byte {
	if plain(s) {
		return append(b, s...)
	}
	b = append(b, '"')
	for i, n := 0, 0; i < len(s); i += n {
		var c rune
		c, n = utf8.DecodeRuneInString(s[i:])
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c == '\n':
			b = append(b, '\\', 'n')
		case c == '\t':
			b = append(b, '\\', 't')
		case c > 0xffff && unseen(c):
			b = fmt.Appendf(b, `\U%08X`, c)
		case unseen(c):
			b = fmt.Appendf(b, `\u%04X`, c)
		default:
			// What is no UTF-8 stays so, that a reader may tell of it.
			b = append(b, s[i:i+n]...)
		}
	}
	return append(b, '"')
}

// inner are the characters besides letters, digits and space that mean nothing to YAML within a plain text.
const inner = "._/@-+()&;'%"

// plain reports whether a text may stand without quotes.
func plain(s string) bool {
	if s == "" || s[len(s)-1] == ' ' || resembles(s) {
		return false
	}
	for i, c := range s {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c >= utf8.RuneSelf && unseen(c):
			return false
		case c >= utf8.RuneSelf:
		case i == 0:
			return false
		case c == ' ' || strings.IndexByte(inner, byte(c)) >= 0:
		case c == ':' && i+1 < len(s) && s[i+1] != ' ':
			// As in package:eira@7.0.0 and https://example.org; what follows is looked at next, and a mark would not pass.
		default:
			return false
		}
	}
	return true
}

// resembles reports whether some reader of YAML, of any version, could take a text for a number, a date, a Boolean or no value. It is
// rather too often true.
func resembles(s string) bool {
	if s[0] >= '0' && s[0] <= '9' {
		return strings.Trim(s, "0123456789abcdefABCDEFoOxX_.:+- tTzZ") == ""
	}
	if len(s) > len("false") {
		return false
	}
	switch strings.ToLower(s) {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return true
	}
	return false
}

// unseen reports whether a character is written by its number, because YAML wants it so or because nobody would see it or what it
// does: controls, spaces of other widths, marks of direction, what is no character. A joiner, as in emoji, is none of them.
func unseen(c rune) bool {
	switch {
	case c < 0x20, c >= 0x7f && c <= 0xa0, c == 0xad, c == 0x61c, c == 0x1680, c == 0x180e, c >= 0x2000 && c <= 0x200b, c == 0x200e, c == 0x200f:
		return true
	case c >= 0x2028 && c <= 0x202f, c >= 0x205f && c <= 0x206f, c == 0x3000, c >= 0xfdd0 && c <= 0xfdef, c == 0xfeff, c >= 0xfff0 && c <= 0xfffb:
		return true
	}
	return c&0xfffe == 0xfffe
}
