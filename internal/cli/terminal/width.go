// Package terminal lays text out on a terminal: its width in columns, lines, tables and colour. It knows nothing of what the text is
// about.
//
// Letters may come decomposed, as emoji or from any script, and still stand in straight columns. What is
// printed fits Width columns: a text is broken between its words, and a word that is wider than a line is cut.
package terminal

import (
	"iter"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

const (
	joiner = '\u200d' // glues two emoji into one
	cut    = "…"
)

// Glue is a space at which no line is broken; it is printed as a plain one.
const Glue = "\u00a0"

// Clean makes text from a landscape safe and plain to print: composed letters, white space as single spaces, and none of the control
// and direction characters by which a name could rewrite the terminal around it.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}

// Columns returns how many columns of a terminal the text takes.
func Columns(s string) int {
	n := 0
	for _, w := range letters(s) {
		n += w
	}
	return n
}

// letters yields what a reader takes for letters, with the columns each takes: a combining mark belongs to the letter before it, and
// an emoji to the one that it is glued to.
func letters(s string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		start, taken := 0, 0
		glued := false
		for i, r := range s {
			w := runeColumns(r)
			switch {
			case i == start:
				taken = w
			case w == 0 || glued:
			default:
				if !yield(s[start:i], taken) {
					return
				}
				start, taken = i, w
			}
			glued = r == joiner
		}
		if start < len(s) {
			yield(s[start:], taken)
		}
	}
}

func runeColumns(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf), r >= 0x1f3fb && r <= 0x1f3ff: // The last are skin tones.
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// shorten cuts the text to at most n columns and shows that it did.
func shorten(s string, n int) string {
	if Columns(s) <= n {
		return s
	}
	var b strings.Builder
	taken := 0
	for letter, w := range letters(s) {
		if taken+w > n-1 {
			break
		}
		b.WriteString(letter)
		taken += w
	}
	return strings.TrimRight(b.String(), " ") + cut
}

// Wrap breaks the text at spaces into lines of at most n columns; a word longer than a line is cut. Empty text is one empty line.
func Wrap(s string, n int) []string {
	var lines []string
	line, taken := "", 0
	for word := range wordsOf(s) {
		word = shorten(word, n)
		w := Columns(word)
		switch {
		case line == "":
			line, taken = word, w
		case taken+1+w <= n:
			line, taken = line+" "+word, taken+1+w
		default:
			lines = append(lines, line)
			line, taken = word, w
		}
	}
	lines = append(lines, line)
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(l, Glue, " ")
	}
	return lines
}

// wordsOf yields what a line can be broken between.
func wordsOf(s string) iter.Seq[string] {
	return strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' || r == '\n' })
}

// Unbroken keeps a text of several words on one line.
func Unbroken(s string) string { return strings.ReplaceAll(s, " ", Glue) }

// pad fills the text with spaces to n columns, on its left side if right is set.
func pad(s string, n int, right bool) string {
	space := strings.Repeat(" ", max(0, n-Columns(s)))
	if right {
		return space + s
	}
	return s + space
}
