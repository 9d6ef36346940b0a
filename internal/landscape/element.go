// Package landscape is the domain: elements and the claims that relate them, who may see what, and the contract that every store
// keeps.
//
// There is one type for everything modelled, Element, and one for every relation, Relation; what kinds there are is the schema's
// business. Values are as schema.Attribute describes them. All semantics on which engines differ - order, null, visibility, which
// claim decides - are fixed here, in the comments of the contract (store.go, query.go, matrix.go).
package landscape

import (
	"strings"

	"github.com/google/uuid"

	"github.com/arkinera/landskap/schema"
)

// ID identifies an element or relation: a UUIDv5 of what it is, so that it is the same in every store and every load.
type ID string

// Revision counts the change sets of a landscape.
type Revision int64

// Date is a whole day, written 2026-12-01; empty is none. Dates compare as text.
type Date string

// namespace is the UUID namespace in which elements and relations are named.
func namespace() uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceDNS, []byte("landskap")) }

// NewElementID returns the id of the element of a kind with a key.
func NewElementID(kind, key string) ID {
	return ID(uuid.NewSHA1(namespace(), []byte(kind+" "+key)).String())
}

// NewRelationID returns the id of a relation from its identity: type, ends, owner and the value of its (key) attribute, if any.
func NewRelationID(relationType string, from, to Ref, owner, identity string) ID {
	name := relationType + " " + from.String() + " > " + to.String() + " by " + owner
	if identity != "" {
		name += " " + identity
	}
	return ID(uuid.NewSHA1(namespace(), []byte(name)).String())
}

// Ref names an element: its kind and key.
type Ref struct {
	Kind *schema.Kind
	Key  string
}

func (r Ref) String() string { return r.Kind.Name + " " + r.Key }

// ID returns the id of the element that the reference names.
func (r Ref) ID() ID { return NewElementID(r.Kind.Name, r.Key) }

// Element is anything modelled. Elements that a store hands out are shared and must not be changed.
type Element struct {
	ID     ID
	Kind   *schema.Kind
	Values []any // by schema.Attribute.Index
}

// Ref returns the element's kind and key.
func (e *Element) Ref() Ref { return Ref{e.Kind, e.Key()} }

// Key returns the key, unique within the kind.
func (e *Element) Key() string { return textAt(e.Values, schema.AttrKey) }

// Name returns the name.
func (e *Element) Name() string { return textAt(e.Values, schema.AttrName) }

// Owner returns the key of the actor that may change the record, or package:NAME.
func (e *Element) Owner() string { return textAt(e.Values, schema.AttrOwner) }

// Visibility returns who may see the record.
func (e *Element) Visibility() string { return textAt(e.Values, schema.AttrVisibility) }

// ValidFrom returns the first day on which the element is in force, or none.
func (e *Element) ValidFrom() Date { return Date(textAt(e.Values, schema.AttrValidFrom)) }

// ValidTo returns the last day on which the element is in force, or none.
func (e *Element) ValidTo() Date { return Date(textAt(e.Values, schema.AttrValidTo)) }

// Get returns the value of the attribute of that name; nil where there is no value or no such attribute.
func (e *Element) Get(name string) any {
	if a := e.Kind.Attribute(name); a != nil {
		return e.Values[a.Index]
	}
	return nil
}

// Text returns the text value of that name, or empty.
func (e *Element) Text(name string) string { s, _ := e.Get(name).(string); return s }

// RelationRef names a relation: its id, and the ends that a relation of this id has.
type RelationRef struct{ ID, From, To ID }

// Relation is a claim: an owner states that one element relates to another. Relations that a store hands out are shared and must
// not be changed.
type Relation struct {
	ID       ID
	Type     *schema.Relation
	From, To ID
	Values   []any // by schema.Attribute.Index in Type.Attributes
}

// Ref returns the relation's id and ends.
func (r *Relation) Ref() RelationRef { return RelationRef{r.ID, r.From, r.To} }

// Owner returns the key of the actor that makes the claim, or package:NAME.
func (r *Relation) Owner() string { return textAt(r.Values, schema.ClaimOwner) }

// Visibility returns who may see the claim, if both ends may be seen.
func (r *Relation) Visibility() string { return textAt(r.Values, schema.ClaimVisibility) }

// ValidFrom returns the first day on which the claim is in force, or none.
func (r *Relation) ValidFrom() Date { return Date(textAt(r.Values, schema.ClaimValidFrom)) }

// ValidTo returns the last day on which the claim is in force, or none.
func (r *Relation) ValidTo() Date { return Date(textAt(r.Values, schema.ClaimValidTo)) }

// Get returns the value of the attribute of that name; nil where there is no value or no such attribute.
func (r *Relation) Get(name string) any {
	if a := r.Type.Attribute(name); a != nil {
		return r.Values[a.Index]
	}
	return nil
}

// Text returns the text value of that name, or empty.
func (r *Relation) Text(name string) string { s, _ := r.Get(name).(string); return s }

// Identity returns the value of the (key) attribute, or empty.
func (r *Relation) Identity() string {
	if r.Type.Identity == nil {
		return ""
	}
	return textAt(r.Values, r.Type.Identity.Index)
}

func textAt(values []any, i int) string { s, _ := values[i].(string); return s }

// PackagePrefix begins the owner of reference content: package:eira@7.0.0.
const PackagePrefix = "package:"

// OwnedByPackage reports whether an owner is a reference package.
func OwnedByPackage(owner string) bool { return strings.HasPrefix(owner, PackagePrefix) }
