package changeset

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// JSON is read by rules of its own: the YAML library refuses the surrogates that JSON writes emoji with, and JSON can be proven
// sound before any of it is kept. The values become YAML nodes all the same, so that all else is written once.

// jsonSections returns the keys of a document; nil, after a finding, if it is none.
func (r *reader) jsonSections(p part) []section {
	if err := json.Unmarshal(p.text, &sound{}); err != nil {
		r.jsonSyntax(p, err)
		return nil
	}
	j := &jsonText{r: r, text: p.text, line: p.line}
	if j.next() != '{' {
		r.wrong(landscape.Place{Line: j.line}, "WRONG_SHAPE", "", "", text.New("shape.document"))
		return nil
	}
	all := []section{}
	j.each(func() {
		if len(all) == maxKeys {
			j.scalar()
			j.colon()
			j.skip()
			return
		}
		s := section{key: j.string()}
		if start := j.colon(); slices.Contains(recordLists, s.key.Value) && start == '[' {
			list := *j
			s.items = func(yield func(*yaml.Node)) { list.each(func() { yield(list.value()) }) }
			j.skip()
		} else {
			s.value = j.value()
		}
		all = append(all, s)
	})
	if len(all) == maxKeys {
		r.wrong(landscape.Place{Line: p.line}, "TOO_COMPLEX", "", "")
	}
	return all
}

// sound is a value that is only checked, not kept.
type sound struct{}

func (*sound) UnmarshalJSON([]byte) error { return nil }

func (r *reader) jsonSyntax(p part, err error) {
	r.syntaxErrors++
	offset := len(p.text)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		// The offset is that of the byte after the one that is wrong.
		offset = min(max(int(syntax.Offset)-1, 0), len(p.text))
	}
	if strings.Contains(err.Error(), "unexpected end") {
		offset = len(bytes.TrimRight(p.text, " \t\n"))
	}
	at := landscape.Place{Line: p.line + bytes.Count(p.text[:offset], []byte("\n"))}
	if strings.Contains(err.Error(), tooDeep) {
		r.wrong(at, "TOO_DEEP", "", "")
		return
	}
	begin := bytes.LastIndexByte(p.text[:offset], '\n') + 1
	shown := strings.TrimSpace(string(lineAt(p.text, begin)))
	r.wrong(at, "SYNTAX", shown, "", "JSON", text.New("syntax.json", err.Error()))
}

// jsonText walks JSON that is known to be sound, without a copy of it.
type jsonText struct {
	r         *reader
	text      []byte
	pos, line int
}

// next skips white space and returns the character there.
func (j *jsonText) next() byte {
	for ; j.pos < len(j.text); j.pos++ {
		switch c := j.text[j.pos]; c {
		case '\n':
			j.line++
		case ' ', '\t':
		default:
			return c
		}
	}
	return 0
}

// each calls fn at every member of the object or list that begins here, and ends after it.
func (j *jsonText) each(fn func()) {
	for j.pos++; ; {
		switch j.next() {
		case ']', '}':
			j.pos++
			return
		case ',':
			j.pos++
		default:
			fn()
		}
	}
}

// colon goes from a key to its value and returns the first character of that.
func (j *jsonText) colon() byte {
	j.next()
	j.pos++
	return j.next()
}

// skip goes past a value.
func (j *jsonText) skip() {
	for depth := 0; ; {
		switch j.next() {
		case '[', '{':
			depth++
			j.pos++
		case ']', '}':
			depth--
			j.pos++
		case ',', ':':
			j.pos++
		default:
			j.scalar()
		}
		if depth == 0 {
			return
		}
	}
}

// scalar goes past a string, number, true, false or null and returns it as written.
func (j *jsonText) scalar() []byte {
	end := j.pos
	if j.text[end] == '"' {
		for end++; j.text[end] != '"'; end++ {
			if j.text[end] == '\\' {
				end++
			}
		}
		end++
	} else if n := bytes.IndexAny(j.text[end:], " \t\n,]}"); n >= 0 {
		end += n
	} else {
		end = len(j.text)
	}
	raw := j.text[j.pos:end]
	j.pos = end
	return raw
}

func (j *jsonText) string() *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Style: yaml.DoubleQuotedStyle, Line: j.line}
	raw := j.scalar()
	if bytes.IndexByte(raw, '\\') < 0 {
		n.Value = string(raw[1 : len(raw)-1])
		return n
	}
	// It was checked before that this is a string.
	_ = json.Unmarshal(raw, &n.Value)
	if strings.ContainsRune(n.Value, utf8.RuneError) && !bytes.ContainsRune(raw, utf8.RuneError) && !bytes.Contains(bytes.ToLower(raw), []byte(`\ufffd`)) {
		j.r.wrong(landscape.Place{Line: j.line}, "BAD_TEXT", string(raw), "", `\ud800-\udfff`)
	}
	return n
}

// value reads a value unless it has more in it than is ever read at once; then it returns nil, after a finding.
func (j *jsonText) value() *yaml.Node {
	j.next()
	end := *j
	if end.skip(); dense(j.text[j.pos:end.pos]) > maxDense {
		j.r.wrong(landscape.Place{Line: j.line}, "TOO_COMPLEX", "", "")
		*j = end
		return nil
	}
	return j.node()
}

func (j *jsonText) node() *yaml.Node {
	n := &yaml.Node{Style: yaml.FlowStyle, Column: 1}
	switch c := j.next(); c {
	case '"':
		return j.string()
	case '{', '[':
		n.Line, n.Kind = j.line, yaml.SequenceNode
		if c == '{' {
			n.Kind = yaml.MappingNode
		}
		j.each(func() {
			if c == '{' {
				n.Content = append(n.Content, j.string())
				j.colon()
			}
			n.Content = append(n.Content, j.node())
		})
	default:
		n.Kind, n.Style, n.Line, n.Value = yaml.ScalarNode, 0, j.line, string(j.scalar())
	}
	return n
}
