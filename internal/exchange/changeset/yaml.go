package changeset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

const (
	// A document with at most this many values is read as a whole, exactly as the YAML library reads it: about 20 MB of nodes.
	smallDense = 50_000
	// A larger one is read in batches of this many bytes.
	batchBytes = 64 << 10
	// Nothing that has more values than this is read at all: about 200 MB of nodes.
	maxDense = 500_000
	// What the YAML library says of too many levels, and how much text shows it.
	tooDeep, deepBytes = "exceeded max depth", 100_000
)

var errDense = errors.New("too many values in one piece")

// yamlSections returns the keys of a document. A document that is too large, or wrong somewhere, is read record by record, so that
// memory stays bounded and a mistake hides no other. The error is that of the document as a whole.
func (r *reader) yamlSections(p part) ([]section, error) {
	var whole error
	if dense(p.text) <= smallDense {
		root, err := parse(p)
		if err == nil {
			return r.pairs(root), nil
		}
		whole = err
	}
	all := []section{}
	known := func(key string, line int, items nodes) {
		all = append(all, section{key: &yaml.Node{Kind: yaml.ScalarNode, Value: key, Line: line}, items: items})
	}
	for _, s := range p.sections() {
		if key, line, body, ok := s.list(); ok {
			known(key, line, r.batches(body))
			continue
		}
		root, err := parse(s)
		if err != nil {
			r.syntax(s, err)
			// The key is known all the same: it is not missing, only wrong.
			if name, _, found := strings.Cut(string(s.firstLine()), ":"); found {
				known(strings.Trim(name, " \"'"), s.line, nil)
			}
			continue
		}
		all = append(all, r.pairs(root)...)
	}
	return all, whole
}

// pairs returns the keys of a document that was read as a whole; nil, after a finding, if it is none.
func (r *reader) pairs(root *yaml.Node) []section {
	if root.Kind != yaml.MappingNode {
		r.wrong(r.place(root, ""), "WRONG_SHAPE", root.Value, "", text.New("shape.document"))
		return nil
	}
	r.plain(root, "", "")
	all := make([]section, 0, len(root.Content)/2)
	for i := 0; i+1 < len(root.Content); i += 2 {
		all = append(all, section{key: root.Content[i], value: root.Content[i+1]})
	}
	return all
}

// batches yields the records of a list. A batch that cannot be read is read again record by record. A record that cannot be read is
// yielded as nil, so that the numbers of the others are right.
func (r *reader) batches(body part) nodes {
	return func(yield func(*yaml.Node)) {
		for _, batch := range body.records(batchBytes) {
			if root, err := parse(batch); err == nil && root.Kind == yaml.SequenceNode {
				contents(root)(yield)
				continue
			}
			for _, one := range batch.records(1) {
				root, err := parse(one)
				switch {
				case err != nil:
					r.syntax(one, err)
					yield(nil)
				case root.Kind != yaml.SequenceNode:
					yield(root)
				default:
					contents(root)(yield)
				}
			}
		}
	}
}

// parse reads a part as one YAML value.
func parse(p part) (root *yaml.Node, err error) {
	if dense(p.text) > maxDense {
		if _, err := parse(part{p.text[:min(len(p.text), deepBytes)], p.line}); err != nil && strings.Contains(err.Error(), tooDeep) {
			return nil, err
		}
		return nil, errDense
	}
	// The library reports its own mistakes by panicking, and it has some; to the author of the file they are a line that cannot be read.
	defer func() {
		if v := recover(); v != nil {
			root, err = nil, fmt.Errorf("%v", v)
		}
	}()
	// A line before the first makes the library name lines where it would otherwise leave out the first.
	dec := yaml.NewDecoder(io.MultiReader(strings.NewReader("#\n"), bytes.NewReader(p.text)))
	var doc, more yaml.Node
	switch err := dec.Decode(&doc); {
	case err == io.EOF:
		return &yaml.Node{Kind: yaml.ScalarNode, Line: p.line}, nil
	case err != nil:
		return nil, err
	}
	if err := dec.Decode(&more); err != io.EOF {
		// What follows would be lost without a word.
		return nil, errors.New("more than one document")
	}
	root = doc.Content[0]
	place(root, p.lines())
	return root, nil
}

// place gives a node and all below it the lines of the file; the library bounds the depth.
func place(n *yaml.Node, lines func(int) int) {
	n.Line = lines(n.Line)
	for _, c := range n.Content {
		place(c, lines)
	}
}

// lines returns the function from the lines that the library counts in a part, the one before the first among them, to those of the
// file. The library follows YAML 1.1, where U+0085, U+2028 and U+2029 end a line; they do so neither in YAML 1.2 nor in editors.
func (p part) lines() func(int) int {
	if !bytes.ContainsAny(p.text, "\u0085\u2028\u2029") {
		return func(n int) int { return p.line + n - 2 }
	}
	line := p.line
	begun := []int{line - 1, line}
	for _, c := range string(p.text) {
		switch c {
		case '\n':
			line++
			fallthrough
		case '\u0085', '\u2028', '\u2029':
			begun = append(begun, line)
		}
	}
	return func(n int) int { return begun[min(max(n, 1), len(begun))-1] }
}

var (
	errorLine     = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)
	unknownAnchor = regexp.MustCompile(`unknown anchor '([^']*)' referenced`)
	colonInValue  = regexp.MustCompile(`^(\s*(?:- +)?[\pL\w]+): +(\S.*: .*\S|\S.*:)\s*$`)
	badStart      = regexp.MustCompile("^(\\s*(?:- +)?[\\pL\\w]+): +([@`%|>*&!\\]},].*\\S)\\s*$")
)

// syntax tells that a part is no YAML, at the line where that shows.
func (r *reader) syntax(p part, err error) {
	r.syntaxErrors++
	line, reason := p.line, err.Error()
	if m := errorLine.FindStringSubmatch(reason); m != nil {
		reason = m[2]
		if n, e := strconv.Atoi(m[1]); e == nil {
			if strings.HasPrefix(reason, "did not find expected") {
				// Of its own two halves, the library's parser counts lines from 0 where its scanner counts from 1.
				n++
			}
			line = p.lines()(n)
		}
	}
	if line == p.line {
		line += bytes.Count(p.text[:bytes.Index(p.text, p.firstLine())], []byte("\n"))
	}
	all := strings.Split(string(p.text), "\n")
	line = min(max(line, p.line), p.line+len(all)-1)
	written := strings.TrimRight(all[line-p.line], " \t")
	if l, column, ok := p.misplaced(); ok && (strings.HasPrefix(reason, "did not find expected") || strings.Contains(reason, "tab character")) {
		why, shown := text.New("syntax.indent"), strings.TrimSpace(all[l-p.line])
		if strings.Contains(all[l-p.line], "\t") {
			why = text.New("syntax.tab")
		}
		r.wrong(landscape.Place{Line: l}, "SYNTAX", shown, strings.Repeat(" ", column)+shown, "YAML", why)
		return
	}
	at, shown := landscape.Place{Line: line}, strings.TrimSpace(written)
	switch {
	case errors.Is(err, errDense):
		r.wrong(at, "TOO_COMPLEX", "", "")
	case strings.Contains(reason, tooDeep):
		r.wrong(at, "TOO_DEEP", "", "")
	case unknownAnchor.MatchString(reason):
		name := "*" + unknownAnchor.FindStringSubmatch(reason)[1]
		if i := bytes.Index(p.text, []byte(name)); i >= 0 {
			at.Line = p.line + bytes.Count(p.text[:i], []byte("\n"))
		}
		r.wrong(at, "ALIAS", name, "", name)
	default:
		why, suggestion := diagnose(written, reason)
		r.wrong(at, "SYNTAX", shown, suggestion, "YAML", why)
	}
}

// diagnose says in people's words what is wrong with a line, for the mistakes that people make, and how to mend it.
func diagnose(line, reason string) (why text.Message, suggestion string) {
	if before := line[:len(line)-len(strings.TrimLeft(line, " \t"))]; strings.Contains(before, "\t") {
		return text.New("syntax.tab"), strings.ReplaceAll(before, "\t", "  ") + line[len(before):]
	}
	if m := colonInValue.FindStringSubmatch(line); m != nil && strings.Contains(reason, "mapping values") {
		return text.New("syntax.colon"), strings.TrimSpace(m[1]) + ": " + quoted(m[2])
	}
	if m := badStart.FindStringSubmatch(line); m != nil {
		return text.New("syntax.start", m[2][:1]), strings.TrimSpace(m[1]) + ": " + quoted(m[2])
	}
	switch {
	case strings.Contains(reason, "unexpected end of stream"):
		return text.New("syntax.quote"), ""
	case strings.Contains(reason, "',' or '}'"), strings.Contains(reason, "',' or ']'"):
		return text.New("syntax.bracket"), ""
	case strings.Contains(reason, "mapping values"), strings.Contains(reason, "expected key"), strings.Contains(reason, "'-' indicator"):
		return text.New("syntax.indent"), ""
	}
	return text.New("syntax.other", reason), ""
}
