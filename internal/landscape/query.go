package landscape

import (
	"cmp"
	"strings"

	"github.com/arkinera/landskap/schema"
)

// Filter is a condition on an element's or a claim's values. It is true, false or unknown, and only what is true is kept: a
// comparison with no value is unknown, Not of unknown is unknown, And is false if any part is false, else unknown if any is
// unknown; Or is true if any part is true, else unknown if any is unknown. It is the only thing that each store compiles for itself.
type Filter interface{ filter() }

type (
	// And holds if all parts do; with no parts it is true.
	And []Filter
	// Or holds if any part does; with no parts it is false.
	Or []Filter
	// Not turns true to false and false to true; unknown stays unknown.
	Not struct{ Filter Filter }
	// Compare holds one value against another.
	Compare struct {
		Attribute *schema.Attribute
		Op        Op
		// Value is of the attribute's type; for In a list of such values ([]any), for IsNull a bool, for Contains and StartsWith
		// a string, for Has one value of the list.
		Value any
	}
	// KindIs holds if the element is of one of the kinds. It is never unknown, and it is no filter of claims.
	KindIs []*schema.Kind
	// Some holds if a visible claim leads over the field to a visible element for which Where is true (a nil Where always is). It
	// is never unknown, and it is no filter of claims.
	Some struct {
		Field *schema.Field
		Where Filter
	}
)

func (And) filter()     {}
func (Or) filter()      {}
func (Not) filter()     {}
func (Compare) filter() {}
func (KindIs) filter()  {}
func (Some) filter()    {}

// Op is a comparison.
type Op string

// The comparisons. Eq, Ne and In are exact. The order of Lt, Lte, Gt and Gte is that of lists (see Order). Contains and StartsWith
// compare folded text (see Fold) on attributes that are searched, exact text on all others. In with an empty list is false even
// where there is no value. IsNull and Has are never unknown.
const (
	Eq         Op = "eq"
	Ne         Op = "ne"
	In         Op = "in"
	Lt         Op = "lt"
	Lte        Op = "lte"
	Gt         Op = "gt"
	Gte        Op = "gte"
	Contains   Op = "contains"
	StartsWith Op = "startsWith"
	IsNull     Op = "isNull"
	Has        Op = "has"
)

// NoLimit asks for all rows there are. The API never does; analyses do.
const NoLimit = -1

// Page says which part of an ordered list is wanted. Every order ends in key, then kind, whether Order says so or not.
type Page struct {
	Order         []Order   // where rows may be of several kinds, as Where: by attributes that all kinds have
	After, Before *Position // only rows strictly beyond these places, whether there are rows at them or not
	Limit         int       // this many rows at most, or NoLimit
	Backward      bool      // the last rows instead of the first; they still come in the list's order
}

// Query asks for elements of one kind.
type Query struct {
	Kind  *schema.Kind
	Where Filter // nil for all
	At    Date   // only what is valid that day; empty for no such filter
	Page  Page
	// Attributes names those that are needed besides id, key, name, owner, visibility and validity; nil means all. A kind that has
	// no attribute of a name has no value of it, and a store may give more than was asked for.
	Attributes []string
	Bare       bool            // of the elements no more is needed than Attributes, id and key
	Ahead      []*RelatedQuery // what will be asked of the rows, as in RelatedQuery
}

// Rows is a page of elements.
type Rows struct {
	Elements []*Element
	More     bool // there are further rows in the direction of reading
}

// RelatedQuery asks, for each source, for the elements at the other end of a field. A source that is absent or hidden, or of another
// kind than the field's, has none.
//
// Each element at the other end comes once, however many claims lead to it. Claims that may not be seen do not exist, nor do those
// with a hidden end. With At only claims count that are valid that day and whose both ends are. Claim keeps some of the claims, by
// their own values; an element stays if one of its claims is left. Where is about the element at the other end.
type RelatedQuery struct {
	Sources []ID // each once
	Field   *schema.Field
	Claim   Filter // nil for all
	Where   Filter // nil for all
	At      Date
	Page    Page // order, places and limit apply to each source by itself
	// Attributes names those needed of the elements, as in Query. All values of claims are given.
	Attributes []string
	// Bare is as in Query, and lets a store leave out by which claims the elements are ends.
	Bare bool
	// Ahead announces what will be asked of those rows that are of its field's kind, without sources. A store for which each call
	// costs may read it along with the rows. It is asked all the same, with what announced it.
	Ahead     []*RelatedQuery
	Announced *RelatedQuery
}

// Ends is a page of the elements at the other end of a source's field.
type Ends struct {
	Ends []End
	More bool
}

// End is an element at the other end, with the claims that lead to it.
type End struct {
	Element *Element
	// Claims are all that are left, by owner, then the value of the (key) attribute, none first.
	Claims []*Relation
	// Deciding is the claim whose values stand for all: one by the actor at the from end, else by the owner of the from record,
	// else by the owner of the to record, else by anybody; of several the newest by the (key) attribute, none being oldest; of
	// several still the first by owner.
	Deciding *Relation
}

// Confirms reports whether a claim by that owner confirms itself: it is made by the actor at its from end; where that end is no
// actor, by the actor at its to end; where neither is, by the owner of the from record.
func Confirms(owner string, from, to *Element) bool {
	switch {
	case from.Kind.Name == ActorKind:
		return owner == from.Key()
	case to.Kind.Name == ActorKind:
		return owner == to.Key()
	}
	return owner == from.Owner()
}

// Precedence returns how near the owner of a claim is to it, 0 the nearest: the first of the rules by which a claim decides.
func Precedence(owner string, from, to *Element) int {
	switch {
	case from.Kind.Name == ActorKind && owner == from.Key():
		return 0
	case owner == from.Owner():
		return 1
	case owner == to.Owner():
		return 2
	}
	return 3
}

// ActorKind is the kind whose elements own records.
const ActorKind = "Actor"

// CompareClaims orders claims as an edge lists them: by owner, then by the value of the (key) attribute, none first.
func CompareClaims(a, b *Relation) int {
	return cmp.Or(strings.Compare(a.Owner(), b.Owner()), strings.Compare(a.Identity(), b.Identity()))
}

// CompareDeciding orders claims between the same two ends by which of them decides, the deciding one first.
func CompareDeciding(a, b *Relation, from, to *Element) int {
	return cmp.Or(
		cmp.Compare(Precedence(a.Owner(), from, to), Precedence(b.Owner(), from, to)),
		strings.Compare(b.Identity(), a.Identity()),
		strings.Compare(a.Owner(), b.Owner()),
	)
}
