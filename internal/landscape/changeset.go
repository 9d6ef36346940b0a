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

// SortFindings puts findings in the order in which a reader meets them: by file, line and path; the one that counts those that are
// not told comes after those of its file.
func SortFindings(findings []Finding) {
	last := func(f Finding) int { return strings.Index(f.Code, moreFindings) }
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.Place.File, b.Place.File), cmp.Compare(last(a), last(b)), comparePlaces(a.Place, b.Place),
			strings.Compare(a.Code, b.Code), strings.Compare(a.Value, b.Value))
	})
}

// comparePlaces orders places by file, line and path.
func comparePlaces(p, q Place) int {
	return cmp.Or(strings.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), strings.Compare(p.Path, q.Path))
}

// moreFindings is the code of the finding that counts those that are not told.
const moreFindings = "MORE_FINDINGS"

// ElementRecord is an element as a source states it.
type ElementRecord struct {
	Element *Element
	Place   Place
	// Given names the attributes that are stated: all others stay as they are, and Element has what a new record has there. nil is
	// for a whole record, of which what is left out is removed. An element without a key gets one, see Repository.Apply.
	Given []string
	Edits []Edit
}

// Edit changes what a relation field of an element holds: claims of the writing owner, which is the one that an entry names or else
// the viewer's.
type Edit struct {
	Field  *schema.Field
	Add    []Entry
	Remove []Entry // all of the writing owner's claims to that end, or the one with the (key) value that the entry gives
	Set    bool    // what is added is all that stays of the viewer's own claims; those of others stay in any case
}

// Entry is a claim of an Edit: the other end, and the values that are stated, by attribute name; nil is no value.
type Entry struct {
	End    Ref
	Values map[string]any
	Place  Place
}

// RelationRecord is a claim as a source states it, with the ends named. Given is as in ElementRecord.
type RelationRecord struct {
	Relation *Relation
	From, To Ref
	Place    Place
	Given    []string
}

// Deletion takes away an element, with its relations, or a single relation.
type Deletion struct {
	ID ID
	// From and To are the ends of a relation, empty for an element.
	From, To ID
	Name     string // what to call it: System alfa/s0
	Place    Place
	// OwnOnly withdraws the writing owner's claims on the element, and leaves the element and what others claim.
	OwnOnly bool
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
	e := &Element{Kind: kind, Values: record(kind.Attributes, values)}
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
	r := &Relation{Type: relation, From: from.ID(), To: to.ID(), Values: record(relation.Attributes, values)}
	if OwnedByPackage(r.Owner()) {
		r.Values[schema.ClaimVisibility] = "OPEN"
	}
	r.ID = NewRelationID(relation.Type, from, to, r.Owner(), r.Identity())
	return r
}

// record returns the values of a record by attribute index, the defaults among them.
func record(attributes []*schema.Attribute, values map[string]any) []any {
	all := make([]any, len(attributes))
	for i, a := range attributes {
		switch v, ok := values[a.Name]; {
		case ok && v != nil:
			all[i] = v
		case a.List:
			all[i] = []string(nil)
		default:
			all[i] = a.Default
		}
	}
	return all
}
