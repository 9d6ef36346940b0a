package storetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Oracle opens a store that answers by the letter of the contract and the acceptance page, at any price: visibility, filters,
// orders and paths are written out here a second time, in other words than any store's. Differential holds stores against it. Of
// landscape's own functions it uses only those that are the definition: Fold and SortKey. Its snapshots are for one goroutine.
func Oracle(_ *testing.T, _ *schema.Metamodel, content *landscape.Content) landscape.Store {
	return &oracle{content}
}

type oracle struct{ content *landscape.Content }

func (o *oracle) Read(_ context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	role, argument, _ := strings.Cut(v.String(), "=")
	if name != "main" || role == "member" && o.actor(argument) == nil {
		return landscape.NewError(landscape.NotFound, text.New("landscape.absent", name))
	}
	s := &sworn{byID: map[landscape.ID]*landscape.Element{}}
	for _, e := range o.content.Elements {
		if o.sees(role, argument, e.Owner(), e.Visibility()) {
			e = &landscape.Element{ID: e.ID, Kind: e.Kind, Values: o.shown(role, argument, e.Owner(), e.Visibility(), e.Kind.Attributes, e.Values)}
			s.elements, s.byID[e.ID] = append(s.elements, e), e
		}
	}
	for _, r := range o.content.Relations {
		from, to := s.byID[r.From], s.byID[r.To]
		if from == nil || to == nil || !o.sees(role, argument, r.Owner(), r.Visibility()) {
			continue
		}
		r = &landscape.Relation{ID: r.ID, Type: r.Type, From: r.From, To: r.To, Values: o.shown(role, argument, r.Owner(), r.Visibility(), r.Type.Attributes, r.Values)}
		r.Values[schema.ClaimConfirmed] = confirmed(r.Owner(), from, to)
		s.claims = append(s.claims, r)
	}
	return fn(s)
}

func (o *oracle) actor(key string) *landscape.Element {
	for _, e := range o.content.Elements {
		if e.Kind.Name == "Actor" && e.Key() == key {
			return e
		}
	}
	return nil
}

// county returns an owner's county: none where it has none, as where it is no actor.
func (o *oracle) county(owner string) string {
	if a := o.actor(owner); a != nil {
		return a.Text("county")
	}
	return ""
}

// sees is the acceptance page's paragraph on viewers, sentence by sentence.
func (o *oracle) sees(role, argument, owner, visibility string) bool {
	near := func(county string) bool { return o.county(owner) == "" || o.county(owner) == county }
	switch {
	case role == "nobody":
		return false
	case role == "steward" || visibility == "OPEN":
		return true
	case role == "member" && owner == argument:
		return true
	case role == "member" && visibility == "REGION":
		return o.actor(argument).Text("actorKind") != "SUPPLIER" && near(o.county(argument))
	case role == "council" && (visibility == "REGION" || visibility == "COUNCIL"):
		return near(argument)
	}
	return false
}

// shown returns the values without those whose effective visibility - the higher of the record's and the value's - hides them.
func (o *oracle) shown(role, argument, owner, visibility string, attributes []*schema.Attribute, values []any) []any {
	shown := slices.Clone(values)
	for i, a := range attributes {
		if a.Visibility != "" && !(o.sees(role, argument, owner, visibility) && o.sees(role, argument, owner, a.Visibility)) {
			shown[i] = nil
		}
	}
	return shown
}

func confirmed(owner string, from, to *landscape.Element) bool {
	if from.Kind.Name == "Actor" {
		return from.Key() == owner
	}
	if to.Kind.Name == "Actor" {
		return to.Key() == owner
	}
	return from.Owner() == owner
}

// sworn is the oracle's snapshot: what one viewer sees.
type sworn struct {
	elements []*landscape.Element
	claims   []*landscape.Relation
	byID     map[landscape.ID]*landscape.Element
}

func (s *sworn) Revision() landscape.Revision { return 1 }

func (s *sworn) Elements(_ context.Context, ids []landscape.ID, _ []string, _ ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	var found []*landscape.Element
	for _, id := range ids {
		found = append(found, s.byID[id])
	}
	return found, nil
}

func (s *sworn) all(q landscape.Query) (found []*landscape.Element) {
	for _, e := range s.elements {
		if e.Kind == q.Kind && onDay(q.At, e.Values, schema.AttrValidFrom, schema.AttrValidTo) && s.isTrue(q.Where, e) {
			found = append(found, e)
		}
	}
	return found
}

func (s *sworn) Find(_ context.Context, q landscape.Query) (landscape.Rows, error) {
	page, more := paged(s.all(q), q.Page)
	return landscape.Rows{Elements: page, More: more}, nil
}

func (s *sworn) Count(_ context.Context, q landscape.Query) (int, error) { return len(s.all(q)), nil }

// onDay reports whether values are in force on a day, or no day is asked for.
func onDay(day landscape.Date, values []any, from, to int) bool {
	begins, _ := values[from].(string)
	ends, open := values[to].(string)
	return day == "" || begins <= string(day) && (!open || string(day) <= ends)
}

// far returns the elements at the other end of a source's field, with the claims that lead to each.
func (s *sworn) far(q landscape.RelatedQuery, source landscape.ID) (ends []landscape.End) {
	near := s.byID[source]
	if near == nil || near.Kind != q.Field.Kind {
		return nil
	}
	for _, e := range s.elements {
		from, to := near, e
		if q.Field.Inverse {
			from, to = e, near
		}
		end := landscape.End{Element: e}
		for _, r := range s.claims {
			if r.Type == q.Field.Relation && r.From == from.ID && r.To == to.ID &&
				onDay(q.At, r.Values, schema.ClaimValidFrom, schema.ClaimValidTo) &&
				onDay(q.At, from.Values, schema.AttrValidFrom, schema.AttrValidTo) &&
				onDay(q.At, to.Values, schema.AttrValidFrom, schema.AttrValidTo) && s.claimTrue(q.Claim, r) {
				end.Claims = append(end.Claims, r)
			}
		}
		if len(end.Claims) == 0 || !s.isTrue(q.Where, e) {
			continue
		}
		slices.SortFunc(end.Claims, func(a, b *landscape.Relation) int {
			return strings.Compare(a.Owner()+"\x00"+a.Identity(), b.Owner()+"\x00"+b.Identity())
		})
		end.Deciding = deciding(end.Claims, from, to)
		ends = append(ends, end)
	}
	return ends
}

// deciding picks the deciding claim: whose claims count is settled first, then which is the newest, then the first by owner.
func deciding(claims []*landscape.Relation, from, to *landscape.Element) *landscape.Relation {
	for _, nearest := range []func(owner string) bool{
		func(owner string) bool { return from.Kind.Name == "Actor" && owner == from.Key() },
		func(owner string) bool { return owner == from.Owner() },
		func(owner string) bool { return owner == to.Owner() },
		func(string) bool { return true },
	} {
		var best *landscape.Relation
		for _, c := range claims { // by owner
			if nearest(c.Owner()) && (best == nil || c.Identity() > best.Identity()) {
				best = c
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

func (s *sworn) Related(_ context.Context, q landscape.RelatedQuery) (pages []landscape.Ends, err error) {
	for _, source := range q.Sources {
		ends := s.far(q, source)
		page, more := paged(elementsOf(ends), q.Page)
		var part []landscape.End
		for _, e := range page {
			part = append(part, ends[slices.IndexFunc(ends, func(end landscape.End) bool { return end.Element == e })])
		}
		pages = append(pages, landscape.Ends{Ends: part, More: more})
	}
	return pages, nil
}

func (s *sworn) CountRelated(_ context.Context, q landscape.RelatedQuery) (counts []int, err error) {
	for _, source := range q.Sources {
		counts = append(counts, len(s.far(q, source)))
	}
	return counts, nil
}

func (s *sworn) Matrix(_ context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
	paths := map[string]landscape.Tuple{} // by ids, so that none is there twice
	var walk func(t landscape.Tuple)
	walk = func(t landscape.Tuple) {
		if len(t.Claims) == len(q.Steps) {
			if (q.Cols == nil || slices.Contains(q.Cols, t.Col())) && !s.endedBefore(t, q.NotEndedBefore) {
				paths[idsOf(t)] = t
			}
			return
		}
		for _, f := range q.Steps[len(t.Claims)] {
			for _, r := range s.claims {
				near, far := r.From, r.To
				if f.Inverse {
					near, far = r.To, r.From
				}
				if r.Type == f.Relation && near == t.Col() && s.byID[near].Kind == f.Kind {
					walk(landscape.Tuple{Elements: append(slices.Clone(t.Elements), far), Claims: append(slices.Clone(t.Claims), r)})
				}
			}
		}
	}
	for _, e := range s.elements {
		if slices.Contains(q.Rows.IDs, e.ID) || slices.Contains(q.Rows.Kinds, e.Kind) && s.isTrue(q.Rows.Where, e) {
			walk(landscape.Tuple{Elements: []landscape.ID{e.ID}})
		}
	}
	m := &landscape.Matrix{Elements: map[landscape.ID]*landscape.Element{}}
	for _, ids := range sortedKeys(paths) {
		m.Tuples = append(m.Tuples, paths[ids])
		for _, id := range paths[ids].Elements {
			m.Elements[id] = s.byID[id]
		}
	}
	return m, nil
}

// endedBefore reports whether any part of a path was last in force before a day.
func (s *sworn) endedBefore(t landscape.Tuple, day landscape.Date) bool {
	ended := func(values []any, i int) bool {
		last, ends := values[i].(string)
		return ends && day != "" && last < string(day)
	}
	return slices.ContainsFunc(t.Elements, func(id landscape.ID) bool { return ended(s.byID[id].Values, schema.AttrValidTo) }) ||
		slices.ContainsFunc(t.Claims, func(r *landscape.Relation) bool { return ended(r.Values, schema.ClaimValidTo) })
}
