package storetest

import (
	"cmp"
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

func claimFaults() []fault {
	// each makes a fault of what is wrong with each end.
	each := func(name, fails string, wrong func(s *broken, e *landscape.End)) fault {
		return fault{name: name, fails: fails, ends: func(s *broken, _ landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			for _, page := range pages {
				for i := range page.Ends {
					wrong(s, &page.Ends[i])
				}
			}
			return pages
		}}
	}
	// deciding makes a fault of a wrong deciding claim, the first by an order.
	deciding := func(name, fails string, compare func(s *broken, a, b *landscape.Relation) int) fault {
		return each(name, fails, func(s *broken, e *landscape.End) {
			e.Deciding = slices.MinFunc(e.Claims, func(a, b *landscape.Relation) int { return compare(s, a, b) })
		})
	}
	precedence := func(s *broken, r *landscape.Relation) int {
		return landscape.Precedence(r.Owner(), s.sees(r.From), s.sees(r.To))
	}
	newest := func(a, b *landscape.Relation) int { return cmp.Compare(b.Identity(), a.Identity()) }
	owner := func(a, b *landscape.Relation) int { return cmp.Compare(a.Owner(), b.Owner()) }
	ctx := context.Background()
	// announced makes a fault of what is wrong with lists that were announced.
	announced := func(name string, wrong func(q *landscape.RelatedQuery)) fault {
		return fault{name: name, fails: "Claims/ahead/lists below lists", related: func(q *landscape.RelatedQuery) {
			if q.Announced != nil {
				wrong(q)
			}
		}}
	}
	return []fault{
		announced("of two lists that were announced of one field the shorter is both", func(q *landscape.RelatedQuery) { q.Page.Limit = min(q.Page.Limit, 1) }),
		announced("of two lists that were announced of one field the one without a filter is both", func(q *landscape.RelatedQuery) { q.Where = nil }),
		announced("a source that was not met before has no ends", func(q *landscape.RelatedQuery) { q.Sources = append([]landscape.ID{"nothing"}, q.Sources[1:]...) }),
		{name: "what was announced is the same of all sources", fails: "Claims/ahead/lists below lists", ends: func(_ *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			for i := range pages {
				if q.Announced != nil {
					pages[i] = pages[0]
				}
			}
			return pages
		}},
		{name: "who wants elements alone gets those of one claim", fails: "Claims/ahead/lists below lists", ends: func(_ *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			for i := range pages {
				if q.Bare {
					pages[i].Ends = slices.DeleteFunc(pages[i].Ends, func(e landscape.End) bool { return len(e.Claims) > 1 })
				}
			}
			return pages
		}},
		each("a claim is dropped", "Claims/ends/actor at the from end", func(_ *broken, e *landscape.End) {
			if n := len(e.Claims); n > 1 && e.Claims[n-1] != e.Deciding {
				e.Claims = e.Claims[:n-1]
			}
		}),
		each("only the deciding claim", "Claims/ends/anybody", func(_ *broken, e *landscape.End) { e.Claims = []*landscape.Relation{e.Deciding} }),
		each("claims in no order", "Claims/ends/anybody", func(_ *broken, e *landscape.End) { slices.Reverse(e.Claims) }),
		each("claims by day alone", "Claims/ends/newest, then first by owner", func(_ *broken, e *landscape.End) {
			slices.SortFunc(e.Claims, func(a, b *landscape.Relation) int { return newest(b, a) })
		}),
		deciding("the first claim decides", "Claims/ends/actor at the from end", func(_ *broken, a, b *landscape.Relation) int { return landscape.CompareClaims(a, b) }),
		deciding("the newest claim decides", "Claims/ends/own word before a newer one", func(_ *broken, a, b *landscape.Relation) int {
			return cmp.Or(newest(a, b), owner(a, b))
		}),
		deciding("the oldest claim decides", "Claims/ends/newest, then first by owner", func(s *broken, a, b *landscape.Relation) int {
			return cmp.Or(cmp.Compare(precedence(s, a), precedence(s, b)), newest(b, a), owner(a, b))
		}),
		deciding("the last owner decides", "Claims/ends/anybody", func(s *broken, a, b *landscape.Relation) int {
			return cmp.Or(cmp.Compare(precedence(s, a), precedence(s, b)), newest(a, b), owner(b, a))
		}),
		deciding("the to record's owner decides first", "Claims/ends/owner of the from record", func(s *broken, a, b *landscape.Relation) int {
			rank := func(r *landscape.Relation) int { return []int{0, 2, 1, 3}[precedence(s, r)] }
			return cmp.Or(cmp.Compare(rank(a), rank(b)), newest(a, b), owner(a, b))
		}),
		deciding("the to record's owner is anybody", "Claims/ends/owner of the to record", func(s *broken, a, b *landscape.Relation) int {
			return cmp.Or(cmp.Compare(min(2, precedence(s, a)), min(2, precedence(s, b))), newest(a, b), owner(a, b))
		}),
		deciding("the actor's record's owner decides first", "Claims/ends/actor before the owner of its record", func(s *broken, a, b *landscape.Relation) int {
			rank := func(r *landscape.Relation) int { return []int{1, 0, 2, 3}[precedence(s, r)] }
			return cmp.Or(cmp.Compare(rank(a), rank(b)), newest(a, b), owner(a, b))
		}),
		deciding("a key alike is an actor", "Claims/ends/owner of the from record that is no actor's", func(s *broken, a, b *landscape.Relation) int {
			rank := func(r *landscape.Relation) int {
				if r.Owner() == s.sees(r.From).Key() {
					return -1
				}
				return precedence(s, r)
			}
			return cmp.Or(cmp.Compare(rank(a), rank(b)), newest(a, b), owner(a, b))
		}),
		confirming("confirmed by the owner of the from record", "Claims/ends/actor before the owner of its record", func(r *landscape.Relation, from, _ *landscape.Element) bool {
			return r.Owner() == from.Owner()
		}),
		confirming("confirmed by either actor", "Claims/ends/actors at both ends", func(r *landscape.Relation, from, to *landscape.Element) bool {
			return landscape.Confirms(r.Owner(), from, to) || to.Kind.Name == landscape.ActorKind && r.Owner() == to.Key()
		}),
		confirming("never confirmed", "Claims/ends/actor at the from end", func(*landscape.Relation, *landscape.Element, *landscape.Element) bool { return false }),
		{name: "an end for each claim", fails: "Claims/ends/actor at the from end", ends: func(_ *broken, _ landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			for i, page := range pages {
				pages[i].Ends = nil
				for _, e := range page.Ends {
					for range e.Claims {
						pages[i].Ends = append(pages[i].Ends, e)
					}
				}
			}
			return pages
		}},
		{name: "counts claims instead of ends", fails: "Claims/ends/actor at the from end", counts: func(s *broken, q landscape.RelatedQuery, counts []int) []int {
			q.Page = whole()
			pages, _ := s.Snapshot.Related(ctx, q)
			for i, page := range pages {
				counts[i] = 0
				for _, e := range page.Ends {
					counts[i] += len(e.Claims)
				}
			}
			return counts
		}},
		{name: "the claim filter is forgotten", fails: "Claims/ends/of a claim, owner eq", related: func(q *landscape.RelatedQuery) { q.Claim = nil }},
		{name: "the claim filter keeps ends, with all their claims", fails: "Claims/ends/of a claim, owner eq", ends: func(s *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			q.Claim, q.Page = nil, whole()
			all, _ := s.Snapshot.Related(ctx, q)
			for i, page := range pages {
				for j, e := range page.Ends {
					k := slices.IndexFunc(all[i].Ends, func(other landscape.End) bool { return other.Element == e.Element })
					page.Ends[j] = all[i].Ends[k]
				}
			}
			return pages
		}},
		{name: "where is forgotten", fails: "Claims/ends/of a claim and where", related: func(q *landscape.RelatedQuery) { q.Where = nil }},
		{name: "the day is forgotten", fails: "Claims/at/2019-12-31", related: func(q *landscape.RelatedQuery) { q.At = "" }},
		{name: "the day is about the ends alone", fails: "Claims/at/2020-01-01", ends: func(s *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			at := q.At
			q.At = ""
			if at == "" || q.Page.Limit != landscape.NoLimit {
				return pages
			}
			all, _ := s.Snapshot.Related(ctx, q)
			for i, source := range q.Sources {
				near := s.sees(source)
				all[i].Ends = slices.DeleteFunc(all[i].Ends, func(e landscape.End) bool {
					return !landscape.Valid(at, near.ValidFrom(), near.ValidTo()) || !landscape.Valid(at, e.Element.ValidFrom(), e.Element.ValidTo())
				})
			}
			return all
		}},
		{name: "the day is about the claims alone", fails: "Claims/at/2019-12-31", ends: func(s *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			at := q.At
			q.At = ""
			if at == "" || q.Page.Limit != landscape.NoLimit {
				return pages
			}
			all, _ := s.Snapshot.Related(ctx, q)
			for i := range all {
				all[i].Ends = slices.DeleteFunc(all[i].Ends, func(e landscape.End) bool {
					return !slices.ContainsFunc(e.Claims, func(r *landscape.Relation) bool { return landscape.Valid(at, r.ValidFrom(), r.ValidTo()) })
				})
			}
			return all
		}},
		{name: "both directions of a self relation", fails: "Claims/ends/out", ends: func(s *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			for _, other := range q.Field.Kind.Fields {
				if other.Relation == q.Field.Relation && other != q.Field {
					q.Field = other
					more, _ := s.Snapshot.Related(ctx, q)
					for i := range pages {
						pages[i].Ends = append(pages[i].Ends, more[i].Ends...)
					}
					break
				}
			}
			return pages
		}},
		{name: "claims of all types between two elements", fails: "Claims/ends/self loop", ends: func(s *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			for _, other := range q.Field.Kind.Fields {
				if other.Inverse != q.Field.Inverse || other.Relation == q.Field.Relation || q.Claim != nil || q.Where != nil || len(q.Page.Order) > 0 {
					continue
				}
				parallel := q
				parallel.Field = other
				more, _ := s.Snapshot.Related(ctx, parallel)
				for i := range pages {
					for _, e := range more[i].Ends {
						if k := slices.IndexFunc(pages[i].Ends, func(have landscape.End) bool { return have.Element == e.Element }); k >= 0 {
							pages[i].Ends[k].Claims = append(pages[i].Ends[k].Claims, e.Claims...)
						}
					}
				}
			}
			return pages
		}},
		{name: "sources come by id", fails: "Claims/sources/in another order", ends: func(_ *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			at := map[landscape.ID]landscape.Ends{}
			for i, id := range q.Sources {
				at[id] = pages[i]
			}
			for i, id := range slices.Sorted(slices.Values(q.Sources)) {
				pages[i] = at[id]
			}
			return pages
		}},
		{name: "sources with nothing are left out", fails: "Claims/sources/absent", ends: func(_ *broken, _ landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			return slices.DeleteFunc(pages, func(page landscape.Ends) bool { return len(page.Ends) == 0 })
		}},
		{name: "a field of the same name on another kind", fails: "Claims/sources/absent", ends: func(s *broken, q landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
			for i, id := range q.Sources {
				if e := s.sees(id); e != nil && e.Kind != q.Field.Kind && e.Kind.Field(q.Field.Name) != nil {
					other := q
					other.Field, other.Sources = e.Kind.Field(q.Field.Name), []landscape.ID{id}
					if other.Field.Relation == q.Field.Relation {
						more, _ := s.Snapshot.Related(ctx, other)
						pages[i] = more[0]
					}
				}
			}
			return pages
		}},
	}
}

// confirming makes a fault of when a claim is confirmed.
func confirming(name, fails string, confirms func(r *landscape.Relation, from, to *landscape.Element) bool) fault {
	return fault{name: name, fails: fails, ends: func(s *broken, _ landscape.RelatedQuery, pages []landscape.Ends) []landscape.Ends {
		for _, page := range pages {
			for _, e := range page.Ends {
				for i, r := range e.Claims {
					copied := *r
					copied.Values = slices.Clone(r.Values)
					copied.Values[schema.ClaimConfirmed] = confirms(r, s.sees(r.From), s.sees(r.To))
					e.Claims[i] = &copied
				}
			}
		}
		return pages
	}}
}
