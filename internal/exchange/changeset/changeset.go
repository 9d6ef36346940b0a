// Package changeset reads change-set files, format 1: YAML or JSON in, a landscape.ChangeSet and findings out.
//
// A file is never refused at its first mistake: all that is wrong is told, with file, line, path, the value, what was expected and,
// where it can be guessed, a line to paste. The readers of the findings are people who have written a list in an editor, often in
// Swedish, so the guesses know Swedish habits (swedish.go, date.go).
//
// Bytes become clean text (bytes.go), text becomes documents and pieces of bounded size (pieces.go), pieces become YAML nodes
// (yaml.go, json.go), nodes become records (document.go, element.go, relation.go, delete.go) by the types of the SDL (value.go).
// What needs more than one file - dangling ends, a key given twice - is found by landscape.Assemble.
package changeset

import (
	"io"

	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Format is the newest format of change-set files that this package reads.
const Format = 1

// DefaultMaxBytes is the largest file read where no other limit is given.
const DefaultMaxBytes = 64 << 20

// Limits bound what one file may cost.
type Limits struct {
	MaxBytes int64 // the largest file; DefaultMaxBytes where it is zero
}

// Read reads one change-set file; name is what the findings call it. The findings are complete, up to a bound after which they are
// only counted, and in the order of the file. If one of them is an error there is no change set.
func Read(meta *schema.Metamodel, name string, r io.Reader, limits Limits) (*landscape.ChangeSet, []landscape.Finding) {
	rd := &reader{meta: meta, report: report{file: name}, set: &landscape.ChangeSet{}}
	if text, ok := rd.clean(r, limits); ok {
		rd.read(text)
	}
	found := rd.findings()
	if landscape.Failed(found) {
		return nil, found
	}
	return rd.set, found
}

// reader is the reading of one file.
type reader struct {
	report
	meta *schema.Metamodel
	set  *landscape.ChangeSet
	json bool     // the file is JSON, and so are the lines suggested
	head defaults // of the document being read
}

// defaults are what a document says for all its records.
type defaults struct {
	values map[string]any  // owner, visibility and origin, as far as they are said
	faulty map[string]bool // those that are said, but wrongly

	// Records without an owner are told of once a document, at the first of them: one line at the top mends them all.
	ownerless      int
	ownerlessPlace landscape.Place
	ownerLine      string
}

func (r *reader) read(text []byte) {
	r.json = startsWithBrace(text)
	empty := true
	documents(text, func(p part) {
		if p.blank(r.json) {
			return
		}
		empty = false
		syntax, before := error(nil), r.syntaxErrors
		var sections []section
		if r.json {
			sections = r.jsonSections(p)
		} else {
			sections, syntax = r.yamlSections(p)
		}
		if sections != nil {
			r.document(p, sections)
		}
		if syntax != nil && r.syntaxErrors == before {
			// The pieces were sound, one by one, but not as a whole.
			r.syntax(p, syntax)
		}
	})
	if empty {
		r.wrong(landscape.Place{Line: 1, Path: "landskap"}, "FORMAT_MISSING", "", r.line("landskap", "1", true))
	}
}

// section is one key of a document with its value. The records of a large document come one by one, so that it is never in memory as
// nodes.
type section struct {
	key, value *yaml.Node // value is nil, after a finding, where it could not be read
	items      nodes      // set instead of value where the records are streamed
}

// nodes hands out the records of a list, all of them; nil stands for one that could not be read, after a finding.
type nodes func(yield func(*yaml.Node))

// contents hands out what is in a list.
func contents(n *yaml.Node) nodes {
	return func(yield func(*yaml.Node)) {
		for _, c := range n.Content {
			yield(c)
		}
	}
}
