package analysis

import (
	"cmp"
	"slices"
	"strings"
)

// code is the place of a process in its map, such as 3.5.4, part by part. Codes order number by number - 1.2 before 1.10 - with parts
// that are no numbers after those that are, and what has no code last.
type code []codePart

type codePart struct {
	digits string // without leading zeros; empty where the part is no number
	number bool
	text   string
}

func newCode(s string) code {
	if s == "" {
		return nil
	}
	var c code
	for part := range strings.SplitSeq(s, ".") {
		p := codePart{text: part, number: part != "" && strings.Trim(part, "0123456789") == ""}
		if p.number {
			// Digits are compared as text of equal length: a code may be longer than any integer.
			p.digits, p.text = strings.TrimLeft(part, "0"), ""
		}
		c = append(c, p)
	}
	return c
}

func (c code) compare(d code) int {
	if len(c) == 0 || len(d) == 0 {
		return cmp.Compare(len(d), len(c))
	}
	return slices.CompareFunc(c, d, func(p, q codePart) int {
		switch {
		case p.number && !q.number:
			return -1
		case !p.number && q.number:
			return 1
		}
		return cmp.Or(cmp.Compare(len(p.digits), len(q.digits)), cmp.Compare(p.digits, q.digits), cmp.Compare(p.text, q.text))
	})
}
