package landscape

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Place says where in its source a record or value stands.
type Place struct {
	File string // as the user named it
	Line int    // from 1; 0 where lines mean nothing
	Path string // within the document: elements[3].visibility
}

func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// Severity says how much a finding matters.
type Severity string

// An error stops the load; a warning and an advice do not.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityAdvice  Severity = "advice"
)

// Finding is something to tell the author of a file or a change. Code is stable; Message is in the language of the reader.
type Finding struct {
	Severity   Severity
	Code       string
	Place      Place
	Value      string // what was given
	Message    text.Message
	Suggestion string // a line to paste, or empty
}

// Failed reports whether any finding is an error.
func Failed(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == SeverityError {
			return true
		}
	}
	return false
}

// SortFindings puts findings in the order in which a reader meets them: by file, line and path.
func SortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.Place.File, b.Place.File), compareBools(a.Code == moreFindings, b.Code == moreFindings), cmp.Compare(a.Place.Line, b.Place.Line),
			strings.Compare(a.Place.Path, b.Place.Path), strings.Compare(a.Code, b.Code), strings.Compare(a.Value, b.Value))
	})
}

// moreFindings is the code of the finding that counts those that are not told; it comes after them.
const moreFindings = "MORE_FINDINGS"

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// ElementRecord is an element as a source states it.
type ElementRecord struct {
	Element *Element
	Place   Place
}

// RelationRecord is a claim as a source states it, with the ends named.
type RelationRecord struct {
	Relation *Relation
	From, To Ref
	Place    Place
}

// Deletion takes away an element, with its relations, or a single relation.
type Deletion struct {
	ID    ID
	Name  string // what to call it: System alfa/s0
	Place Place
}

// ChangeSet is what one or several sources state, to be applied as a whole. The order of its records means nothing.
type ChangeSet struct {
	Elements  []ElementRecord
	Relations []RelationRecord
	Deletions []Deletion
}

// Add takes up the records of another change set.
func (c *ChangeSet) Add(other *ChangeSet) {
	c.Elements = append(c.Elements, other.Elements...)
	c.Relations = append(c.Relations, other.Relations...)
	c.Deletions = append(c.Deletions, other.Deletions...)
}

// NewElement returns an element with the values given by attribute name and the defaults of its kind. The values are taken to be of
// the right types. An Actor that names no owner owns itself; what a package owns is OPEN.
func NewElement(kind *schema.Kind, values map[string]any) *Element {
	e := &Element{Kind: kind, Values: make([]any, len(kind.Attributes))}
	for i, a := range kind.Attributes {
		switch v, ok := values[a.Name]; {
		case ok && v != nil:
			e.Values[i] = v
		case a.List:
			e.Values[i] = []string(nil)
		default:
			e.Values[i] = a.Default
		}
	}
	if kind.Name == ActorKind && e.Values[schema.AttrOwner] == nil {
		e.Values[schema.AttrOwner] = e.Values[schema.AttrKey]
	}
	if OwnedByPackage(e.Owner()) {
		e.Values[schema.AttrVisibility] = "OPEN"
	}
	e.ID = NewElementID(kind.Name, e.Key())
	e.Values[schema.AttrID] = string(e.ID)
	return e
}

// NewRelation returns a claim with the values given by attribute name and the defaults of its type. What a package owns is OPEN.
func NewRelation(relation *schema.Relation, from, to Ref, values map[string]any) *Relation {
	r := &Relation{Type: relation, From: from.ID(), To: to.ID(), Values: make([]any, len(relation.Attributes))}
	for i, a := range relation.Attributes {
		switch v, ok := values[a.Name]; {
		case ok && v != nil:
			r.Values[i] = v
		case a.List:
			r.Values[i] = []string(nil)
		default:
			r.Values[i] = a.Default
		}
	}
	if OwnedByPackage(r.Owner()) {
		r.Values[schema.ClaimVisibility] = "OPEN"
	}
	r.ID = NewRelationID(relation.Type, from, to, r.Owner(), r.Identity())
	return r
}
