package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	lineColumns = 80 // what every terminal has, and what a mail keeps
	leastColumn = 10
)

// table lays cells out in columns that fit a line. A column that is too wide is wrapped, the widest first, so that nothing is lost.
type table struct {
	columns []column
	rows    [][]cell
}

// column is how a column is laid out. A tight one is never wrapped: numbers, dates. A close one follows upon one space instead of two.
type column struct {
	head                string
	right, tight, close bool
}

// gutter is the space before a column.
func (t *table) gutter(i int) int {
	switch {
	case i == 0:
		return 0
	case t.columns[i].close:
		return 1
	}
	return 2
}

// cell is a text and how it is shown where there is colour.
type cell struct {
	text  string
	style style
}

func (t *table) add(cells ...cell) { t.rows = append(t.rows, cells) }

// texts makes cells without style.
func texts(list ...string) []cell {
	cells := make([]cell, len(list))
	for i, s := range list {
		cells[i] = cell{text: s}
	}
	return cells
}

// widths gives each column what it needs, and takes back from the widest until a line holds them all. No column becomes narrower than
// its longest word as long as another one can give.
func (t *table) widths() []int {
	widths, words := make([]int, len(t.columns)), make([]int, len(t.columns))
	total := 0
	for i, c := range t.columns {
		widths[i] = columns(c.head)
		words[i] = max(leastColumn, widths[i])
		for _, row := range t.rows {
			widths[i] = max(widths[i], columns(row[i].text))
			for word := range wordsOf(row[i].text) {
				words[i] = max(words[i], columns(word))
			}
		}
		total += t.gutter(i) + widths[i]
	}
	for _, least := range [][]int{words, slices.Repeat([]int{leastColumn}, len(words))} {
		for ; total > lineColumns; total-- {
			widest := t.widest(widths, least)
			if widest < 0 {
				break
			}
			widths[widest]--
		}
	}
	return widths
}

// widest returns the widest column that can give, or -1.
func (t *table) widest(widths, least []int) int {
	widest := -1
	for i, c := range t.columns {
		if !c.tight && widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]) {
			widest = i
		}
	}
	return widest
}

func (t *table) print(w io.Writer, colour bool) {
	if len(t.rows) == 0 {
		return
	}
	widths := t.widths()
	head := make([]cell, len(t.columns))
	for i, c := range t.columns {
		head[i] = cell{c.head, bold}
	}
	t.line(w, widths, head, colour)
	for _, row := range t.rows {
		t.line(w, widths, row, colour)
	}
}

// line prints one row, over as many lines as its longest cell takes. Nothing follows the last text of a line.
func (t *table) line(w io.Writer, widths []int, row []cell, colour bool) {
	wrapped := make([][]string, len(row))
	height := 1
	for i, c := range row {
		wrapped[i] = wrap(c.text, widths[i])
		height = max(height, len(wrapped[i]))
	}
	for l := range height {
		var b strings.Builder
		blank := 0
		for i, c := range row {
			blank += t.gutter(i)
			text := ""
			if l < len(wrapped[i]) {
				text = wrapped[i][l]
			}
			padded := pad(text, widths[i], t.columns[i].right)
			body := strings.TrimRight(padded, " ")
			if body != "" {
				b.WriteString(strings.Repeat(" ", blank))
				b.WriteString(c.style.on(body, colour))
				blank = 0
			}
			blank += columns(padded) - columns(body)
		}
		fmt.Fprintln(w, b.String())
	}
}
