package landscape

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Viewer is who is asking. The zero value sees nothing.
type Viewer struct {
	role   role
	actor  string
	county string
}

type role int

const (
	nobody role = iota
	public
	member
	council
	steward
)

// Public is anybody: sees what is OPEN.
func Public() Viewer { return Viewer{role: public} }

// Member is somebody of the actor with that key: sees what is OPEN, all that the actor owns and - unless it is a supplier - what
// owners in its county show the REGION.
func Member(actorKey string) Viewer { return Viewer{role: member, actor: actorKey} }

// Council is a member of a county's architecture council: sees what is OPEN and what owners in the county show the REGION or the
// COUNCIL. The county is its two digits.
func Council(county string) Viewer { return Viewer{role: council, county: county} }

// Steward sees everything.
func Steward() Viewer { return Viewer{role: steward} }

// StewardOf is a steward who writes in the name of an actor.
func StewardOf(actorKey string) Viewer { return Viewer{role: steward, actor: actorKey} }

// LocalOwner is the reserved owner of what a steward writes who is of no actor.
const LocalOwner = "local"

// Actor returns in whose name the viewer writes: an actor's key or LocalOwner.
func (v Viewer) Actor() string {
	if v.actor == "" {
		return LocalOwner
	}
	return v.actor
}

// ParseViewer reads public, member=ACTOR-KEY, council=COUNTY or steward.
func ParseViewer(s string) (Viewer, error) {
	switch name, value, given := strings.Cut(s, "="); {
	case s == "public":
		return Public(), nil
	case s == "steward":
		return Steward(), nil
	case name == "member" && given && value != "":
		return Member(value), nil
	case name == "council" && given && value != "":
		return Council(value), nil
	}
	return Viewer{}, NewError(Invalid, text.New("viewer.unknown", s))
}

func (v Viewer) String() string {
	switch v.role {
	case public:
		return "public"
	case member:
		return "member=" + v.actor
	case council:
		return "council=" + v.county
	case steward:
		return "steward"
	}
	return "nobody"
}

// Near is what a Scope needs to know of an actor: which county it is in and whether it is a supplier.
type Near struct {
	County   string
	Supplier bool
}

// Scope is what a viewer may see in one revision of a landscape. The zero value sees nothing. It is immutable.
type Scope struct {
	reach  int             // the highest visibility seen of near owners' records, as a rank; -1 or less for none
	all    bool            // sees everything
	seen   bool            // sees what is OPEN
	own    string          // sees everything of this owner
	far    map[string]bool // owners in another county
	farOff []string        // the same, in order
	county string
}

// Ranks of the visibilities, as the enum declares them.
const (
	rankOpen = iota
	rankRegion
	rankCouncil
	rankActor
	rankRestricted
)

// VisibilityRank returns how narrow a visibility is: 0 for OPEN, then up. What nobody has heard of is as narrow as any.
func VisibilityRank(v string) int {
	switch v {
	case "OPEN":
		return rankOpen
	case "REGION":
		return rankRegion
	case "COUNCIL":
		return rankCouncil
	case "ACTOR":
		return rankActor
	}
	// RESTRICTED behaves as ACTOR, and so does what nobody has heard of: closed rather than open.
	return rankRestricted
}

// NewScope works out what a viewer sees, given all actors of the landscape by key, whether the viewer sees them or not. A member of
// an actor that is not there is an error (NOT_FOUND).
func NewScope(v Viewer, actors map[string]Near) (Scope, error) {
	var s Scope
	switch v.role {
	case nobody:
		return Scope{}, nil
	case steward:
		return Scope{all: true}, nil
	case public:
		return Scope{seen: true}, nil
	case council:
		s = Scope{seen: true, reach: rankCouncil, county: v.county}
	case member:
		own, ok := actors[v.actor]
		if !ok {
			return Scope{}, NewError(NotFound, text.New("viewer.absent", v.actor))
		}
		s = Scope{seen: true, own: v.actor, county: own.County}
		if own.Supplier {
			return s, nil
		}
		s.reach = rankRegion
	}
	s.far = map[string]bool{}
	for key, a := range actors {
		// An owner without a county counts as near to everybody, and so does one that is no actor.
		if a.County != "" && a.County != s.county {
			s.far[key] = true
		}
	}
	s.farOff = slices.Sorted(maps.Keys(s.far))
	return s, nil
}

// Sees reports whether a record of that owner and visibility may be seen. A relation needs both its ends to be seen besides.
func (s Scope) Sees(owner, visibility string) bool {
	return s.sees(owner, VisibilityRank(visibility))
}

func (s Scope) sees(owner string, rank int) bool {
	switch {
	case s.all:
		return true
	case !s.seen:
		return false
	case rank == rankOpen:
		return true
	case s.own != "" && owner == s.own:
		return true
	}
	return rank <= s.reach && !s.far[owner]
}

// Terms are what a scope asks of a record, for stores that ask it in a language of their own: a record is seen if All, or its
// rank (see VisibilityRank) is at most Open, or its owner is Own and that is not empty, or its rank is at most Near and its owner is
// none of Far.
type Terms struct {
	All        bool
	Open, Near int // -1 where there is nothing that is seen for this reason
	Own        string
	Far        []string // in order
}

// Terms returns the scope in terms.
func (s Scope) Terms() Terms {
	t := Terms{All: s.all, Open: -1, Near: -1}
	if s.seen {
		t.Open, t.Near, t.Own, t.Far = rankOpen, s.reach, s.own, s.farOff
	}
	return t
}

// View returns the element as the scope shows it: nil if it may not be seen; without the values that the schema shows only to
// fewer (such a value is then null to read, filter and order by); else the element itself.
func (s Scope) View(e *Element) *Element {
	values, seen := s.view(e.Owner(), e.Visibility(), e.Kind.Attributes, e.Values)
	switch {
	case !seen:
		return nil
	case values == nil:
		return e
	}
	return &Element{ID: e.ID, Kind: e.Kind, Values: values}
}

// ViewRelation does for a claim what View does for an element; both ends must be seen besides.
func (s Scope) ViewRelation(r *Relation) *Relation {
	values, seen := s.view(r.Owner(), r.Visibility(), r.Type.Attributes, r.Values)
	switch {
	case !seen:
		return nil
	case values == nil:
		return r
	}
	copied := *r
	copied.Values = values
	return &copied
}

// view reports whether a record is seen, and returns its values where some of them are not.
func (s Scope) view(owner, visibility string, attributes []*schema.Attribute, values []any) (view []any, seen bool) {
	rank := VisibilityRank(visibility)
	if !s.sees(owner, rank) {
		return nil, false
	}
	for i, a := range attributes {
		if a.Visibility == "" || values[i] == nil || s.sees(owner, max(rank, VisibilityRank(a.Visibility))) {
			continue
		}
		if view == nil {
			view = slices.Clone(values)
		}
		view[i] = nil
	}
	return view, true
}

type viewerKey struct{}

// WithViewer returns a context in which the viewer asks.
func WithViewer(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// ViewerFrom returns who is asking in a context; nobody, who sees nothing, where nothing is said.
func ViewerFrom(ctx context.Context) Viewer {
	v, _ := ctx.Value(viewerKey{}).(Viewer)
	return v
}
