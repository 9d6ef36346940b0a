package report

import (
	"strconv"
	"strings"

	"github.com/arkinera/landskap/internal/cli/terminal"
)

const (
	// leastName is how much of a row's name a matrix must leave room for; a matrix that cannot is shown as counts.
	leastName = 24
	// names are those of a matrix' columns: one sign each, small, since what stands in the columns is large.
	names = "abcdefghijklmnopqrstuvwxyz"
)

// matrix shows a sign for each row and each column; what the signs mean stands beneath.
type matrix struct {
	enum    string
	head    string
	columns int
	rows    []matrixRow
	totals  bool // a count for each value closes the row; they are all that is shown where the letters do not fit
}

type matrixRow struct {
	name   string
	values []string
	counts []int // in the enum's order
}

// fits reports whether a line has room for a letter in each column.
func (m *matrix) fits() bool {
	width := leastName + 1 + 2*m.columns
	if m.totals && len(m.rows) > 0 {
		width += 4 * len(m.rows[0].counts)
	}
	return width <= terminal.Width && m.columns <= len(names)
}

// matrix prints the matrix, or its counts where there are more columns than a line can hold; it reports whether it was the matrix.
func (p *page) matrix(m *matrix) bool {
	values := p.Model.Enum(m.enum).Values
	letters := p.letters(m.enum)
	fits := m.fits()
	t := &terminal.Table{Columns: []terminal.Column{{Head: m.head}}}
	if fits {
		for i := range m.columns {
			t.Columns = append(t.Columns, terminal.Column{Head: names[i : i+1], Tight: true, Close: i > 0})
		}
	}
	if m.totals || !fits {
		for _, v := range values {
			t.Columns = append(t.Columns, terminal.Column{Head: letters[v.Name], Right: true, Tight: true})
		}
	}
	for _, r := range m.rows {
		row := []terminal.Cell{{Text: r.name}}
		if fits {
			for _, v := range r.values {
				row = append(row, terminal.Cell{Text: letters[v], Style: stateStyles[v]})
			}
		}
		if m.totals || !fits {
			for _, n := range r.counts {
				row = append(row, terminal.Cell{Text: strconv.Itoa(n)})
			}
		}
		t.Rows = append(t.Rows, row)
	}
	p.table(t)
	p.Blank()
	p.letterLegend(m.enum)
	return fits
}

// letters gives each value of an enum a sign one column wide.
func (p *page) letters(enum string) map[string]string {
	signs := []rune(p.say("letters." + enum))
	letters := map[string]string{}
	for i, v := range p.Model.Enum(enum).Values {
		letters[v.Name] = string(signs[i])
	}
	return letters
}

func (p *page) letterLegend(enum string) {
	letters := p.letters(enum)
	var parts []string
	for _, v := range p.Model.Enum(enum).Values {
		parts = append(parts, letters[v.Name]+terminal.Glue+terminal.Unbroken(p.label(enum, v.Name)))
	}
	p.Paragraph("", strings.Join(parts, dot))
}
