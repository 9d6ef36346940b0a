package terminal

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Width is how many columns a line has: what every terminal has, and what a mail keeps.
const Width = 80

// leastColumn is the narrowest that a column of a table is made.
const leastColumn = 10

// Table lays cells out in columns that fit a line. A column that is too wide is wrapped, the widest first, so that nothing is lost.
type Table struct {
	Columns []Column
	Rows    [][]Cell
}

// Column is how a column is laid out. A tight one is never wrapped: numbers, dates. A close one follows upon one space instead of two.
type Column struct {
	Head                string
	Right, Tight, Close bool
}

// gutter is the space before a column.
func (t *Table) gutter(i int) int {
	switch {
	case i == 0:
		return 0
	case t.Columns[i].Close:
		return 1
	}
	return 2
}

// Cell is a text and how it is shown where there is colour.
type Cell struct {
	Text  string
	Style Style
}

// Add adds a row.
func (t *Table) Add(cells ...Cell) { t.Rows = append(t.Rows, cells) }

// Texts makes cells without style.
func Texts(list ...string) []Cell {
	cells := make([]Cell, len(list))
	for i, s := range list {
		cells[i] = Cell{Text: s}
	}
	return cells
}

// widths gives each column what it needs, and takes back from the widest until a line holds them all. No column becomes narrower than
// its longest word as long as another one can give.
func (t *Table) widths() []int {
	widths, words := make([]int, len(t.Columns)), make([]int, len(t.Columns))
	total := 0
	for i, c := range t.Columns {
		widths[i] = Columns(c.Head)
		words[i] = max(leastColumn, widths[i])
		for _, row := range t.Rows {
			widths[i] = max(widths[i], Columns(row[i].Text))
			for word := range wordsOf(row[i].Text) {
				words[i] = max(words[i], Columns(word))
			}
		}
		total += t.gutter(i) + widths[i]
	}
	for _, least := range [][]int{words, slices.Repeat([]int{leastColumn}, len(words))} {
		for ; total > Width; total-- {
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
func (t *Table) widest(widths, least []int) int {
	widest := -1
	for i, c := range t.Columns {
		if !c.Tight && widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest]) {
			widest = i
		}
	}
	return widest
}

// print prints the table, without a line of heads where it has none, and nothing at all of a table without rows.
func (t *Table) print(w io.Writer, colour bool) {
	if len(t.Rows) == 0 {
		return
	}
	widths := t.widths()
	head, headed := make([]Cell, len(t.Columns)), false
	for i, c := range t.Columns {
		head[i] = Cell{c.Head, Bold}
		headed = headed || c.Head != ""
	}
	if headed {
		t.line(w, widths, head, colour)
	}
	for _, row := range t.Rows {
		t.line(w, widths, row, colour)
	}
}

// line prints one row, over as many lines as its longest cell takes. Nothing follows the last text of a line.
func (t *Table) line(w io.Writer, widths []int, row []Cell, colour bool) {
	wrapped := make([][]string, len(row))
	height := 1
	for i, c := range row {
		wrapped[i] = Wrap(c.Text, widths[i])
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
			padded := pad(text, widths[i], t.Columns[i].Right)
			body := strings.TrimRight(padded, " ")
			if body != "" {
				b.WriteString(strings.Repeat(" ", blank))
				b.WriteString(c.Style.On(body, colour))
				blank = 0
			}
			blank += Columns(padded) - Columns(body)
		}
		fmt.Fprintln(w, b.String())
	}
}
