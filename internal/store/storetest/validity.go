package storetest

import (
	"fmt"

	"github.com/arkinera/landskap/internal/landscape"
)

// validityLandscape is about the days on which claims and their ends are in force, and about claims that are hidden. It is part of
// the claims part's landscape.
//
//	                           2019   2020   2021   2022   2023
//	Actor near                        [=========================
//	System long                ===================================
//	System short                             [============]
//	near ──RUNS──> long  by near ============]
//	near ──RUNS──> long  by west             [====================
//	near ──RUNS──> short by near                [==]              (June to December 2021)
//	near ──RUNS──> short by west ===============================
//	near ──RUNS──> short by east                                  (from 2022 to 2021: never)
//	near ──RUNS──> dark  by near                                  (ACTOR: seen by near alone)
//	near ──RUNS──> dark  by west
//	near ──RUNS──> darkest by near                                (ACTOR)
const validityLandscape = `
	Actor near   | actorKind MUNICIPALITY | validFrom 2020-01-01
	System long
	System short | validFrom 2021-01-01 | validTo 2022-12-31
	System dark
	System darkest
	Actor near RUNS System long  | owner near | validTo 2020-12-31
	Actor near RUNS System long  | owner west | validFrom 2021-01-01
	Actor near RUNS System short | owner near | validFrom 2021-06-01 | validTo 2021-12-31
	Actor near RUNS System short | owner west
	Actor near RUNS System short | owner east | validFrom 2022-01-01 | validTo 2021-12-31
	Actor near RUNS System dark  | owner near | visibility ACTOR
	Actor near RUNS System dark  | owner west
	Actor near RUNS System darkest | owner near | visibility ACTOR
`

func validityChecks() []check {
	const at = "With At only claims count that are valid that day and whose both ends are."
	days := []struct {
		day  landscape.Date
		want string // without dark and darkest
	}{
		{"", "System long [near*!, west], System short [east, near*!, west]"},
		{"2019-12-31", ""},
		{"2020-01-01", "System long [near*!]"},
		{"2020-12-31", "System long [near*!]"},
		{"2021-01-01", "System long [west*], System short [west*]"},
		{"2021-05-31", "System long [west*], System short [west*]"},
		{"2021-06-01", "System long [west*], System short [near*!, west]"},
		{"2021-12-31", "System long [west*], System short [near*!, west]"},
		{"2022-01-01", "System long [west*], System short [west*]"},
		{"2022-12-31", "System long [west*], System short [west*]"},
		{"2023-01-01", "System long [west*]"},
	}
	var checks []check
	for _, d := range days {
		checks = append(checks, check{"at/" + string(d.day), at, func(t TB, w *world) {
			q := landscape.RelatedQuery{
				Sources: w.ids("Actor near"), Field: w.field("Actor.runs"), At: d.day, Page: whole(),
				Where: not(w.is("System.key", landscape.StartsWith, "dark")),
			}
			ends := w.related(t, landscape.Steward(), q)[0].Ends
			equal(t, "Related", endsText(ends), d.want)
			equal(t, "CountRelated", fmt.Sprint(w.countRelated(t, landscape.Steward(), q)), fmt.Sprint([]int{len(ends)}))
			var back []landscape.End
			for _, end := range ends {
				q := landscape.RelatedQuery{Sources: []landscape.ID{end.Element.ID}, Field: w.field("System.runBy"), At: d.day, Page: whole()}
				for _, e := range w.related(t, landscape.Steward(), q)[0].Ends {
					back = append(back, landscape.End{Element: end.Element, Claims: e.Claims, Deciding: e.Deciding})
				}
			}
			equal(t, "the other way", endsText(back), d.want)
		}})
	}
	return append(checks, togetherChecks()...)
}

// togetherChecks combine the parts of a query, and hide claims.
func togetherChecks() []check {
	const together = "With At, claim and where together, an end stays if a claim is left that is valid that day and answers the filter, and if the end answers its own."
	const hidden = "Claims that may not be seen do not exist: one that is seen decides."
	table := []struct {
		name, says  string
		viewer      landscape.Viewer
		day         landscape.Date
		owner       string
		key         string
		limit       int
		want, count string
	}{
		{"day and claim", together, landscape.Steward(), "2021-06-01", "near", "", landscape.NoLimit, "System dark [near*!], System darkest [near*!], System short [near*!]", "[3]"},
		{"day, claim and where", together, landscape.Steward(), "2021-06-01", "west", "short", landscape.NoLimit, "System short [west*]", "[1]"},
		{"day, claim, where and page", together, landscape.Steward(), "2021-06-01", "west", "", 2, "System dark [west*], System long [west*]", "[3]"},
		{"claim that was not valid", together, landscape.Steward(), "2020-01-01", "west", "long", landscape.NoLimit, "", "[0]"},
		{"hidden from the public", hidden, landscape.Public(), "", "", "dark", landscape.NoLimit, "System dark [west*]", "[1]"},
		{"hidden from others", hidden, landscape.Member("lodge"), "", "", "dark", landscape.NoLimit, "System dark [west*]", "[1]"},
		{"seen by the owner", hidden, landscape.Member("near"), "", "", "dark", landscape.NoLimit, "System dark [near*!, west]", "[1]"},
		{"only hidden claims", hidden, landscape.Public(), "", "", "darkest", landscape.NoLimit, "", "[0]"},
		{"only the owner's claims", hidden, landscape.Member("near"), "", "", "darkest", landscape.NoLimit, "System darkest [near*!]", "[1]"},
		{"hidden and filtered", hidden, landscape.Public(), "2021-06-01", "near", "", landscape.NoLimit, "System short [near*!]", "[1]"},
	}
	var checks []check
	for _, c := range table {
		checks = append(checks, check{"together/" + c.name, c.says, func(t TB, w *world) {
			q := landscape.RelatedQuery{Sources: w.ids("Actor near"), Field: w.field("Actor.runs"), At: c.day, Page: landscape.Page{Limit: c.limit}}
			if c.owner != "" {
				q.Claim = w.is("Actor.runs.owner", landscape.Eq, c.owner)
			}
			if c.key != "" {
				q.Where = w.is("System.key", landscape.Eq, c.key)
			}
			equal(t, "Related", endsText(w.related(t, c.viewer, q)[0].Ends), c.want)
			equal(t, "CountRelated", fmt.Sprint(w.countRelated(t, c.viewer, q)), c.count)
		}})
	}
	return checks
}
