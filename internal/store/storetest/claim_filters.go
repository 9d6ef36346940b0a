package storetest

import (
	"fmt"

	"github.com/arkinera/landskap/internal/landscape"
)

// claimFilterCases filter the claims by which north runs things. Of the claims that are left one decides anew.
//
//	System own      [east seats 1, north seats 3, south seats 2]
//	System far-off  [east seats 5, south seats 4]
//	Service foreign [east, west]
func claimFilterCases(w *world) []endCase {
	const says = "Claim keeps some of the claims, by their own values; an element stays if one of its claims is left, and the claims and the deciding one are of those that are left."
	const (
		eq, ne, in, has  = landscape.Eq, landscape.Ne, landscape.In, landscape.Has
		isNull, contains = landscape.IsNull, landscape.Contains
	)
	claim := func(attribute string, op landscape.Op, value any) landscape.Filter {
		return w.is("Actor.runs."+attribute, op, value)
	}
	table := []struct {
		name  string
		claim landscape.Filter
		want  string
	}{
		{"owner eq", claim("owner", eq, "east"), "System far-off [east*], Service foreign [east*], System own [east*]"},
		{"owner ne", claim("owner", ne, "north"), "System far-off [east, south*], Service foreign [east*, west], System own [east, south*]"},
		{"owner not in", not(claim("owner", in, []any{"north", "south"})), "System far-off [east*], Service foreign [east*, west], System own [east*]"},
		{"confirmed", claim("confirmed", eq, true), "System own [north*!]"},
		{"not confirmed", claim("confirmed", eq, false), "System far-off [east, south*], Service foreign [east*, west], System own [east, south*]"},
		{"confirmed ne", claim("confirmed", ne, true), "System far-off [east, south*], Service foreign [east*, west], System own [east, south*]"},
		{"confirmed isNull", claim("confirmed", isNull, true), ""},
		{"confirmed not", not(claim("confirmed", eq, false)), "System own [north*!]"},
		{"origin", claim("origin", eq, "survey"), "System own [south*]"},
		{"visibility", claim("visibility", eq, "OPEN"), "System far-off [east, south*], Service foreign [east*, west], System own [east, north*!, south]"},
		{"validTo isNull false", claim("validTo", isNull, false), ""},
		{"Int lt", claim("seats", landscape.Lt, 3), "System own [east, south*]"},
		{"Int gte", claim("seats", landscape.Gte, 3), "System far-off [east, south*], System own [north*!]"},
		{"Int not gte", not(claim("seats", landscape.Gte, 3)), "System own [east, south*]"},
		{"Int isNull", claim("seats", isNull, true), "Service foreign [east*, west]"},
		{"Int in nothing", claim("seats", in, []any{}), ""},
		{"Int not in nothing", not(claim("seats", in, []any{})), "System far-off [east, south*], Service foreign [east*, west], System own [east, north*!, south]"},
		{"Float gt", claim("share", landscape.Gt, 0.5), "System own [south*]"},
		{"Boolean ne", claim("main", ne, true), "System own [south*]"},
		{"Enum by default", claim("role", eq, "FIRST"), "System far-off [east, south*], Service foreign [east*, west], System own [east, south*]"},
		{"Enum ne", claim("role", ne, "FIRST"), "System own [north*!]"},
		{"Date lte", claim("since", landscape.Lte, "2020-01-01"), "System own [north*!]"},
		{"searched text", claim("purpose", contains, "KARTOR"), "System own [east, north*!]"},
		{"searched text with å", claim("purpose", contains, "ÅA"), "System own [east*]"},
		{"exact text", claim("contract", landscape.StartsWith, "a"), "System own [south*]"},
		{"text list", claim("labels", has, "y"), "System own [north*!]"},
		{"enum list", claim("roles", has, "FIRST"), "System own [north*!]"},
		{"not in a list", all(not(claim("labels", has, "y")), claim("seats", landscape.Lt, 3)), "System own [east, south*]"},
		{"and, or, not", either(all(claim("main", eq, true), claim("seats", eq, 3)), not(either(claim("seats", landscape.Lt, 5)))), "System far-off [east*], System own [north*!]"},
		{"and of nothing", all(), "System far-off [east, south*], Service foreign [east*, west], System own [east, north*!, south]"},
		{"or of nothing", either(), ""},
		{"unknown", not(claim("share", eq, 7.0)), "System own [north*!, south]"},
	}
	cases := []endCase{
		{name: "of a claim, date", says: says, source: "Actor north", field: "Actor.judges", claim: w.is("Actor.judges.date", landscape.Lte, "2020-01-01"),
			want: "System dated [south:2018*], System far-off [west:2019*], System own [north:2019*!]"},
		{name: "of a claim, no date", says: says, source: "Actor north", field: "Actor.judges", claim: w.is("Actor.judges.date", isNull, true),
			want: "System far-off [west:*], System own [north:*!]"},
		{name: "of a claim, the other way", says: says, source: "System own", field: "System.runBy", claim: claim("owner", in, []any{"east", "south"}),
			want: "Actor lodge [east, south*], Actor north [east, south*]"},
		{name: "of a claim, confirmed by the to end", says: says, source: "Actor north", field: "Actor.leads", claim: w.is("System.ledBy.confirmed", eq, true),
			want: "System own [north*!]"},
		{name: "of a claim and where", says: says, source: "Actor north", field: "Actor.runs", claim: claim("owner", eq, "east"), where: w.is("System.owner", eq, "south"),
			want: "System far-off [east*], System own [east*]"},
	}
	for _, c := range table {
		cases = append(cases, endCase{name: "of a claim, " + c.name, says: says, source: "Actor north", field: "Actor.runs", claim: c.claim, want: c.want})
	}
	return cases
}

// severalSources ask for the ends of several sources at once.
func severalSources() []check {
	return []check{
		{"sources/each by itself", "A page for each source, in the order of the sources; order, places and limit apply to each by itself.", func(t TB, w *world) {
			table := []struct {
				limit    int
				backward bool
				want     []string
			}{
				{0, false, []string{" more", " more", "", " more"}},
				{1, false, []string{"Service k more", "System far-off more", "", "System loop more"}},
				{1, true, []string{"System right more", "System own more", "", "System own more"}},
				{2, false, []string{"Service k, System k more", "System far-off, Service foreign more", "", "System loop, System own"}},
				{3, false, []string{"Service k, System k, System k2 more", "System far-off, Service foreign, System own", "", "System loop, System own"}},
				{landscape.NoLimit, true, []string{"Service k, System k, System k2, System right", "System far-off, Service foreign, System own", "", "System loop, System own"}},
			}
			for _, c := range table {
				page := landscape.Page{Limit: c.limit, Backward: c.backward}
				got := []string{
					w.firstPage(t, "System left", "System.needs", page), w.firstPage(t, "Actor north", "Actor.runs", page),
					w.firstPage(t, "System right", "System.needs", page), w.firstPage(t, "System east", "System.needs", page),
				}
				equal(t, fmt.Sprintf("one by one, limit %d", c.limit), list(got, quoted), list(c.want, quoted))
				needs := w.related(t, landscape.Steward(), landscape.RelatedQuery{
					Sources: w.ids("System left, System right, System east"), Field: w.field("System.needs"), Page: page,
				})
				want := []string{c.want[0], c.want[2], c.want[3]}
				equal(t, fmt.Sprintf("together, limit %d", c.limit), list(needs, pageText), list(want, quoted))
			}
		}},
		{"sources/in another order", "A page for each source, in the order of the sources.", func(t TB, w *world) {
			q := landscape.RelatedQuery{Sources: w.ids("System loop, System east, System right, System left"), Field: w.field("System.needs"), Page: whole()}
			equal(t, "Related", list(w.related(t, landscape.Steward(), q), pageText),
				`"System loop", "System loop, System own", "", "Service k, System k, System k2, System right"`)
			equal(t, "CountRelated", fmt.Sprint(w.countRelated(t, landscape.Steward(), q)), "[1 2 0 4]")
		}},
		{"sources/absent, of another kind", "A source that is absent or hidden, or of another kind than the field's, has none.", func(t TB, w *world) {
			sources := w.ids("System nobody, Service k, System left, Actor north")
			sources = append(sources, "", "no id at all", w.content.Relations[0].ID)
			q := landscape.RelatedQuery{Sources: sources, Field: w.field("System.needs"), Page: whole()}
			equal(t, "Related", list(w.related(t, landscape.Steward(), q), pageText),
				`"", "", "Service k, System k, System k2, System right", "", "", "", ""`)
			equal(t, "CountRelated", fmt.Sprint(w.countRelated(t, landscape.Steward(), q)), "[0 0 4 0 0 0 0]")
		}},
		{"sources/none", "A page for each source.", func(t TB, w *world) {
			q := landscape.RelatedQuery{Field: w.field("System.needs"), Page: whole()}
			w.related(t, landscape.Steward(), q)
			w.countRelated(t, landscape.Steward(), q)
		}},
		{"sources/a place in the list of each", "Places apply to each source by itself.", func(t TB, w *world) {
			after := landscape.Position{Key: "k", Kind: "Service"}
			q := landscape.RelatedQuery{
				Sources: w.ids("System left, System east"), Field: w.field("System.needs"), Page: landscape.Page{After: &after, Limit: 2},
			}
			equal(t, "after Service k", list(w.related(t, landscape.Steward(), q), pageText), `"System k, System k2 more", "System loop, System own"`)
			before := landscape.Position{Key: "k2", Kind: "System"}
			q.Page = landscape.Page{Before: &before, Limit: 1, Backward: true}
			equal(t, "before System k2", list(w.related(t, landscape.Steward(), q), pageText), `"System k more", ""`)
		}},
		{"values/of claims", "All values of claims are given.", func(t TB, w *world) {
			where := w.is("System.key", landscape.Eq, "own")
			q := landscape.RelatedQuery{Sources: w.ids("Actor north"), Field: w.field("Actor.runs"), Where: where, Page: whole(), Attributes: []string{}}
			ends := w.related(t, landscape.Steward(), q)[0].Ends
			if len(ends) != 1 || len(ends[0].Claims) != 3 {
				t.Fatalf("not the three claims: %s", endsText(ends))
			}
			equal(t, "the claim by north", valuesText(ends[0].Claims[1].Type.Attributes, ends[0].Claims[1].Values, everything), ` | owner "north" | confirmed true | visibility "OPEN" | `+
				`since "2020-01-01" | purpose "kartor" | contract "A1" | seats 3 | share 5.000000e-01 | main true | role "SECOND" | labels ["x" "y"] | roles ["FIRST"]`)
			for _, c := range ends[0].Claims {
				if c.From != w.id("Actor north") || c.To != w.id("System own") || c.ID == "" {
					t.Errorf("the claim %q leads from %q to %q", c.ID, c.From, c.To)
				}
			}
		}},
	}
}

func quoted(s string) string { return fmt.Sprintf("%q", s) }

// pageText writes the elements of a page of ends, and whether there are more.
func pageText(page landscape.Ends) string {
	text := refsOf(elementsOf(page.Ends))
	if page.More {
		text += " more"
	}
	return quoted(text)
}

func (w *world) firstPage(t TB, source, field string, page landscape.Page) string {
	t.Helper()
	ends := w.related(t, landscape.Steward(), landscape.RelatedQuery{Sources: w.ids(source), Field: w.field(field), Page: page})[0]
	text := refsOf(elementsOf(ends.Ends))
	if ends.More {
		text += " more"
	}
	return text
}
