package terminal

import (
	"bytes"
	"io"
)

// Page is a text of headings, paragraphs and tables that fits a terminal.
type Page struct {
	colour bool
	out    bytes.Buffer
}

// NewPage returns an empty page that will be written to w: it has colour if w takes it.
func NewPage(w io.Writer) *Page { return &Page{colour: Colourful(w)} }

// WriteTo writes the page and empties it.
func (p *Page) WriteTo(w io.Writer) (int64, error) { return p.out.WriteTo(w) }

// Blank leaves one empty line, except at the top.
func (p *Page) Blank() {
	if p.out.Len() > 0 && !bytes.HasSuffix(p.out.Bytes(), []byte("\n\n")) {
		p.out.WriteByte('\n')
	}
}

// Heading prints what the page, or the part of it that follows, is about.
func (p *Page) Heading(s string) {
	for _, line := range Wrap(s, Width) {
		p.Line(Bold.On(line, p.colour))
	}
}

// Paragraph prints a text, wrapped and indented.
func (p *Page) Paragraph(indent, s string) {
	for _, line := range Wrap(s, Width-Columns(indent)) {
		p.Line(indent + line)
	}
}

// Line prints a line as it stands, such as one that people will copy.
func (p *Page) Line(s string) { p.out.WriteString(s + "\n") }

// Table prints a table.
func (p *Page) Table(t *Table) { t.print(&p.out, p.colour) }
