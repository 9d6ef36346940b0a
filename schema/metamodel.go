package schema

import (
	"iter"
	"slices"
	"strings"
)

// Metamodel is the model in a form that programs walk: the kinds of element, the relations between them and their values, in the
// order in which the SDL states them. It is immutable once parsed and safe for use by several goroutines.
type Metamodel struct {
	// Element holds what all kinds have in common.
	Element *Kind
	// Kinds are all kinds of element.
	Kinds []*Kind
	// Relations are all relations. A relation type that several kinds share stands here once for each different meaning.
	Relations []*Relation
	// Enums are the enums that attributes use, ElementKind not among them.
	Enums []*Enum

	kinds    map[string]*Kind
	enums    map[string]*Enum // those of the analyses too
	analysis string           // the SDL of the analyses, without annotations
}

// Kind is a kind of element.
type Kind struct {
	Name        string // as in files and __typename: BuildingBlock
	Singular    string // the look-up's name: buildingBlock
	Plural      string // the list's name: buildingBlocks
	ArchiMate   string // the ArchiMate 3.2 element type; empty where each record states its own
	Label       string // Swedish: Byggblock
	LabelPlural string
	Doc         string
	Reference   bool // its records come with reference packages
	Index       int  // its place in Metamodel.Kinds; -1 for Element

	// Attributes are the values of a record, the common ones first, each at its own Index.
	Attributes []*Attribute
	// Fields are the relations as seen from this kind, those that start here and those that end here.
	Fields []*Field

	attributes map[string]*Attribute
	fields     map[string]*Field
}

// Positions of the common attributes in every kind's Attributes, as element.graphqls states them.
const (
	AttrID = iota
	AttrKey
	AttrName
	AttrNameEn
	AttrAliases
	AttrDescription
	AttrOwner
	AttrVisibility
	AttrValidFrom
	AttrValidTo
	AttrOrigin
	commonAttributes
)

// Positions of the values that every relation has in Relation.Attributes; its own follow.
const (
	ClaimOwner = iota
	ClaimConfirmed
	ClaimOrigin
	ClaimVisibility
	ClaimValidFrom
	ClaimValidTo
	ClaimOwn
)

// Type is the scalar type of a value.
type Type string

// The scalar types. An attribute of type Enum names its Enum; of type ID there is only the element's id.
const (
	ID      Type = "ID"
	Key     Type = "Key"
	String  Type = "String"
	Int     Type = "Int"
	Float   Type = "Float"
	Boolean Type = "Boolean"
	Date    Type = "Date"
	EnumOf  Type = "Enum"
)

// Attribute is a value that elements of a kind or relations of a type have. Values are held as string (ID, Key, String, Date and
// Enum), int64 (Int), float64 (Float), bool (Boolean), or []string where List is set; nil is no value.
type Attribute struct {
	Name       string
	Type       Type
	Enum       *Enum
	List       bool // [Type!]!; a list is never absent, only empty
	Required   bool // the value is never absent
	Computed   bool // follows from other values; not written, filtered or ordered by
	Search     bool // text filters compare folded text
	Swedish    bool // ordered by the Swedish alphabet
	Identity   bool // belongs to the relation's identity
	Visibility string
	Default    any  // of a record that gives no value; nil for none
	Min, Max   *int // the range allowed; nil where open
	Label      string
	Doc        string
	Index      int // its place in Kind.Attributes or Relation.Attributes
}

// GraphQL returns the attribute's type as the API writes it, such as [ActorKind!]!.
func (a *Attribute) GraphQL() string {
	name := a.TypeName()
	switch {
	case a.List:
		return "[" + name + "!]!"
	case a.Required:
		return name + "!"
	}
	return name
}

// TypeName returns the name of the attribute's scalar or enum.
func (a *Attribute) TypeName() string {
	if a.Enum != nil {
		return a.Enum.Name
	}
	return string(a.Type)
}

// Enum is a closed set of values in their declared order, which is also the order of sorting.
type Enum struct {
	Name   string
	Doc    string
	Values []EnumValue
}

// EnumValue is one value of an Enum with its Swedish label.
type EnumValue struct {
	Name, Label, Doc string
}

// Rank returns the place of a value in the enum's order, or -1.
func (e *Enum) Rank(name string) int {
	return slices.IndexFunc(e.Values, func(v EnumValue) bool { return v.Name == name })
}

// Label returns the Swedish label of a value, or the value itself where it is none of the enum's.
func (e *Enum) Label(name string) string {
	if i := e.Rank(name); i >= 0 {
		return e.Values[i].Label
	}
	return name
}

// Relation is a type of relation as stated on the kinds it starts from. Types such as IN or LED_BY mean different things on
// different kinds; each meaning is a Relation of its own.
type Relation struct {
	Type       string
	From, To   []*Kind // all kinds for Element
	Field      string  // its name on the kinds in From
	Inverse    string  // its name on the kinds in To
	ClaimType  string  // its type in the API: OffersClaim
	Attributes []*Attribute
	Identity   *Attribute // the (key) attribute; nil for most
	Label      string
	LabelOther string
	Doc        string
	Index      int // its place in Metamodel.Relations

	attributes map[string]*Attribute
}

// Own returns the relation's own attributes, without those that all relations have.
func (r *Relation) Own() []*Attribute { return r.Attributes[ClaimOwn:] }

// Attribute returns the attribute of that name, or nil.
func (r *Relation) Attribute(name string) *Attribute { return r.attributes[name] }

// Starts reports whether the relation may start at the kind, Ends whether it may end there.
func (r *Relation) Starts(k *Kind) bool { return slices.Contains(r.From, k) }

// Ends reports whether the relation may end at the kind.
func (r *Relation) Ends(k *Kind) bool { return slices.Contains(r.To, k) }

// Field is a relation as seen from one of its ends.
type Field struct {
	Name     string
	Kind     *Kind // the near end
	Relation *Relation
	Inverse  bool    // the near end is the relation's to
	Far      []*Kind // what can be at the other end
	Label    string
	Doc      string
}

// FarName returns the name of the far end's type in the API: a kind's, or Element where there are several.
func (f *Field) FarName() string {
	if len(f.Far) == 1 {
		return f.Far[0].Name
	}
	return "Element"
}

// TypeName returns the name of the field's connection or edge type without its last word: ActorOffers.
func (f *Field) TypeName() string { return f.Kind.Name + upperFirst(f.Name) }

// Kind returns the kind of that name, or nil; Element is none.
func (m *Metamodel) Kind(name string) *Kind { return m.kinds[name] }

// Enum returns the enum of that name, of the model or of the analyses, or nil.
func (m *Metamodel) Enum(name string) *Enum { return m.enums[name] }

// Attribute returns the kind's attribute of that name, or nil.
func (k *Kind) Attribute(name string) *Attribute { return k.attributes[name] }

// Field returns the kind's relation field of that name, or nil.
func (k *Kind) Field(name string) *Field { return k.fields[name] }

// Own returns the kind's own attributes, without those that all kinds have.
func (k *Kind) Own() []*Attribute { return k.Attributes[commonAttributes:] }

// Named yields the relations of that type, each meaning once.
func (m *Metamodel) Named(relationType string) iter.Seq[*Relation] {
	return func(yield func(*Relation) bool) {
		for _, r := range m.Relations {
			if r.Type == relationType && !yield(r) {
				return
			}
		}
	}
}

// Relation returns the relation of that type that starts at the kind, or nil.
func (m *Metamodel) Relation(relationType string, from *Kind) *Relation {
	for r := range m.Named(relationType) {
		if r.Starts(from) {
			return r
		}
	}
	return nil
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
