package changeset

import (
	"bytes"
	"regexp"
)

// maxKeys is how many keys of its own a document is read to have; seven mean something.
const maxKeys = 1000

// part is a piece of the file: whole lines, and the line that it begins on.
type part struct {
	text []byte
	line int
}

// documents cuts the file at the markers --- and ..., which YAML allows nowhere else at the beginning of a line. So a mistake in one
// document leaves the others readable. The markers are blanked out, so that lines and columns stay.
func documents(text []byte, each func(part)) {
	begin, beginLine, line := 0, 1, 0
	for offset := 0; offset < len(text); {
		l := lineAt(text, offset)
		line++
		if marker(l, "---") || marker(l, "...") {
			each(part{text[begin:offset], beginLine})
			begin, beginLine = offset, line
			copy(text[offset:], "   ")
		}
		offset += len(l)
	}
	each(part{text[begin:], beginLine})
}

func lineAt(text []byte, offset int) []byte {
	if i := bytes.IndexByte(text[offset:], '\n'); i >= 0 {
		return text[offset : offset+i+1]
	}
	return text[offset:]
}

func marker(line []byte, mark string) bool {
	return bytes.HasPrefix(line, []byte(mark)) && (len(line) == 3 || bytes.IndexByte([]byte(" \t\n"), line[3]) >= 0)
}

// blank reports whether a document says nothing at all: a last --- is common, and so is a file that begins with one. The directive
// %YAML says nothing either and is blanked out.
func (p part) blank(json bool) bool {
	for l := range bytes.Lines(p.text) {
		t := bytes.TrimSpace(l)
		switch {
		case len(t) == 0 || t[0] == '#' && !json:
		case bytes.HasPrefix(l, []byte("%YAML")):
			for i := range t {
				l[i] = ' '
			}
		default:
			return false
		}
	}
	return true
}

// cut cuts a part before every line that starts something, but makes no piece smaller than least bytes and at most so many pieces.
// What comes before the first start is in the first piece.
func (p part) cut(least, most int, starts func(line []byte) bool) []part {
	var all []part
	begin, beginLine, line, seen := 0, p.line, p.line, false
	for offset := 0; offset < len(p.text); line++ {
		l := lineAt(p.text, offset)
		if starts(l) {
			if seen && offset-begin >= least && len(all) < most {
				all = append(all, part{p.text[begin:offset], beginLine})
				begin, beginLine = offset, line
			}
			seen = true
		}
		offset += len(l)
	}
	return append(all, part{p.text[begin:], beginLine})
}

// sections cuts a document into its keys: lines that stand as far in as the first one and are not the continuation of a list or of
// something in brackets.
func (p part) sections() []part {
	root := p.indent()
	return p.cut(1, maxKeys, func(l []byte) bool {
		in, first := indent(l)
		return in == root && first != 0 && l[in] != '\t' && bytes.IndexByte([]byte("#[]{},"), first) < 0 && !dash(l[in:])
	})
}

// list returns the key and the lines of a section that is a list with one `- ` for each record.
func (p part) list() (key string, keyLine int, body part, ok bool) {
	rest := p
	for offset := 0; offset < len(p.text); {
		l := lineAt(p.text, offset)
		offset += len(l)
		rest = part{p.text[offset:], rest.line + 1}
		if _, first := indent(l); first == 0 || first == '#' {
			continue
		}
		m := listKey.FindSubmatch(l)
		if m == nil {
			return "", 0, part{}, false
		}
		in := rest.indent()
		first := bytes.TrimLeft(rest.firstLine(), " ")
		return string(m[1]), rest.line - 1, rest, in >= 0 && dash(first)
	}
	return "", 0, part{}, false
}

var listKey = regexp.MustCompile(`^ *"?([a-z]+)"?:[ \t]*(?:#.*)?\n?$`)

// records cuts the lines of a list into pieces of at least that many bytes, each of whole records.
func (p part) records(least int) []part {
	in := p.indent()
	return p.cut(least, len(p.text), func(l []byte) bool {
		at, _ := indent(l)
		return at == in && dash(l[at:])
	})
}

// indent returns how far in a line stands and its first character, 0 for a line that is blank.
func indent(l []byte) (int, byte) {
	in := 0
	for in < len(l) && l[in] == ' ' {
		in++
	}
	if rest := bytes.TrimSpace(l[in:]); len(rest) > 0 {
		return in, rest[0]
	}
	return in, 0
}

func dash(l []byte) bool {
	return len(l) > 0 && l[0] == '-' && (len(l) == 1 || bytes.IndexByte([]byte(" \t\n"), l[1]) >= 0)
}

// firstLine returns the first line that says something, or none.
func (p part) firstLine() []byte {
	for l := range bytes.Lines(p.text) {
		if _, first := indent(l); first != 0 && first != '#' {
			return l
		}
	}
	return nil
}

// indent returns how far in the first line that says something stands, or -1.
func (p part) indent() int {
	l := p.firstLine()
	if l == nil {
		return -1
	}
	in, _ := indent(l)
	return in
}

// misplaced returns the first line of a record that begins with a tab or left of the record's fields, and how far in those are.
func (p part) misplaced() (line, column int, ok bool) {
	first := p.firstLine()
	start, _ := indent(first)
	if first == nil || !dash(first[start:]) {
		return 0, 0, false
	}
	in, _ := indent(first[start+1:])
	column = start + 1 + in
	line = p.line
	for l := range bytes.Lines(p.text) {
		if at, c := indent(l); c != 0 && c != '#' && (l[at] == '\t' || at > start && at < column) {
			return line, column, true
		}
		line++
	}
	return 0, 0, false
}

// dense counts the characters that can begin a value: a bound of the nodes that the text becomes. Text of two bytes becomes a node of
// two hundred, so this, not the size, is what must be bounded before parsing.
func dense(text []byte) int {
	n := 0
	for i, c := range text {
		switch c {
		case ',', ':', '[', '{', '?':
			n++
		case '-':
			if dash(text[i:]) {
				n++
			}
		}
	}
	return n
}
