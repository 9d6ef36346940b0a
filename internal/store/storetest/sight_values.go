package storetest

import (
	"fmt"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

const hiddenIsNull = "A hidden field is null to read, filter and sort."

// hiddenValueChecks ask the sight part's landscape by values that some viewers may not see.
func hiddenValueChecks(w *world) []check {
	var checks []check
	for _, c := range hiddenFilters(w) {
		checks = append(checks, check{"hidden value/" + c.name, hiddenIsNull, func(t TB, w *world) {
			for _, v := range c.views {
				w.filtersAlike(t, v.viewer, c.where, v.want)
			}
		}})
	}
	for _, c := range hiddenOrders(w) {
		checks = append(checks, check{"hidden value/order " + c.name, hiddenIsNull, func(t TB, w *world) {
			grid := w.is("System.rank", landscape.In, firstOfEach())
			page := whole(w.order(c.order)...)
			rows := w.find(t, c.viewer, landscape.Query{Kind: w.kind("System"), Where: grid, Page: page})
			equal(t, "Find", keysOf(rows.Elements), c.want)
			ends := w.related(t, c.viewer, landscape.RelatedQuery{Sources: w.ids("System hub"), Field: w.field("System.replaces"), Where: grid, Page: page})
			equal(t, "Related", keysOf(elementsOf(ends[0].Ends)), c.want)
		}})
	}
	return append(checks, hiddenClaimValues(w)...)
}

// firstOfEach are the numbers of each owner's first records, which are open.
func firstOfEach() []any { return []any{0, 5, 10, 15, 20, 25} }

type hiddenFilter struct {
	name  string
	where landscape.Filter
	views []hiddenView
}

// hiddenView says which of the six open systems answer a filter as a viewer sees them, by their owners.
type hiddenView struct {
	viewer landscape.Viewer
	want   string
}

const everyOpen = "ghost, north, " + packageOwner + ", state, vendor, west"

func hiddenFilters(w *world) []hiddenFilter {
	public, north, steward := landscape.Public(), landscape.Member("north"), landscape.Steward()
	council := landscape.Council("02")
	secret := func(op landscape.Op, value any) landscape.Filter { return w.is("System.secret", op, value) }
	return []hiddenFilter{
		{"eq", secret(landscape.Eq, "s"), []hiddenView{{public, ""}, {north, "north"}, {steward, everyOpen}}},
		{"ne", secret(landscape.Ne, "x"), []hiddenView{{public, ""}, {north, "north"}, {steward, everyOpen}}},
		{"not eq", not(secret(landscape.Eq, "x")), []hiddenView{{public, ""}, {north, "north"}, {steward, everyOpen}}},
		{"in", secret(landscape.In, []any{"s"}), []hiddenView{{public, ""}, {north, "north"}}},
		{"not in", not(secret(landscape.In, []any{"x"})), []hiddenView{{public, ""}, {north, "north"}}},
		{"not in nothing", not(secret(landscape.In, []any{})), []hiddenView{{public, everyOpen}, {north, everyOpen}}},
		{"contains", secret(landscape.Contains, ""), []hiddenView{{public, ""}, {north, "north"}}},
		{"gte", secret(landscape.Gte, ""), []hiddenView{{public, ""}, {north, "north"}}},
		{"isNull", secret(landscape.IsNull, true), []hiddenView{
			{public, everyOpen}, {north, "ghost, " + packageOwner + ", state, vendor, west"}, {steward, ""}}},
		{"isNull false", secret(landscape.IsNull, false), []hiddenView{{public, ""}, {north, "north"}, {steward, everyOpen}}},
		{"lt for a council", w.is("System.budget", landscape.Lt, 1000), []hiddenView{
			{public, ""}, {council, "ghost, " + packageOwner + ", state, west"}, {steward, everyOpen}}},
	}
}

// filtersAlike checks that a filter holds for the same open systems in whichever method it stands.
func (w *world) filtersAlike(t TB, v landscape.Viewer, where landscape.Filter, want string) {
	t.Helper()
	owners := func(elements []*landscape.Element) string {
		var owners []string
		for _, e := range elements {
			owners = append(owners, e.Owner())
		}
		slices.Sort(owners)
		return list(owners, same)
	}
	grid := all(w.is("System.rank", landscape.In, firstOfEach()), where)
	q := landscape.Query{Kind: w.kind("System"), Where: grid, Page: whole()}
	rows := w.find(t, v, q).Elements
	equal(t, fmt.Sprintf("Find as %s", v), owners(rows), want)
	equal(t, fmt.Sprintf("Count as %s", v), fmt.Sprint(w.count(t, v, q)), fmt.Sprint(len(rows)))
	hub := landscape.RelatedQuery{Sources: w.ids("System hub"), Field: w.field("System.replaces"), Where: grid, Page: whole()}
	equal(t, fmt.Sprintf("Related as %s", v), owners(elementsOf(w.related(t, v, hub)[0].Ends)), want)
	equal(t, fmt.Sprintf("CountRelated as %s", v), fmt.Sprint(w.countRelated(t, v, hub)), fmt.Sprint([]int{len(rows)}))
	hubs := w.find(t, v, landscape.Query{Kind: w.kind("System"), Where: w.some("System.replaces", grid), Page: whole()}).Elements
	equal(t, fmt.Sprintf("Some as %s", v), keysOf(hubs), map[bool]string{true: "hub", false: ""}[want != ""])
	m := w.matrix(t, v, landscape.MatrixQuery{
		Rows:  landscape.Set{Kinds: []*schema.Kind{w.kind("System")}, Where: grid},
		Steps: []landscape.Step{{w.field("System.replaces")}},
	})
	var starts []*landscape.Element
	for _, tuple := range m.Tuples {
		if e := m.Elements[tuple.Row()]; e != nil {
			starts = append(starts, e)
		}
	}
	equal(t, fmt.Sprintf("Matrix as %s", v), owners(starts), want)
}

type hiddenOrder struct {
	name   string
	viewer landscape.Viewer
	order  string
	want   string
}

func hiddenOrders(*world) []hiddenOrder {
	const byKey = "ghost-OPEN, north-OPEN, package-p@1-OPEN, state-OPEN, vendor-OPEN, west-OPEN"
	const byBudget = "north-OPEN, west-OPEN, vendor-OPEN, state-OPEN, ghost-OPEN, package-p@1-OPEN"
	return []hiddenOrder{
		{"that nobody sees", landscape.Public(), "System: budget", byKey},
		{"descending that nobody sees", landscape.Public(), "System: -budget", byKey},
		{"that all see", landscape.Steward(), "System: budget", byBudget},
		{"seen in part", landscape.Council("02"), "System: budget", "west-OPEN, state-OPEN, ghost-OPEN, package-p@1-OPEN, north-OPEN, vendor-OPEN"},
		{"descending seen in part", landscape.Council("02"), "System: -budget", "north-OPEN, vendor-OPEN, package-p@1-OPEN, ghost-OPEN, state-OPEN, west-OPEN"},
	}
}

// hiddenClaimValues check the values of claims: the price of what state runs.
func hiddenClaimValues(w *world) []check {
	price := func(op landscape.Op, value any) landscape.Filter { return w.is("Actor.runs.price", op, value) }
	tables := []struct {
		name   string
		viewer landscape.Viewer
		claim  landscape.Filter
		want   string // of far-00, far-05 ... far-25, which are run by open claims
	}{
		{"lt", landscape.Public(), price(landscape.Lt, 1000), ""},
		{"not eq", landscape.Public(), not(price(landscape.Eq, 3)), ""},
		{"isNull", landscape.Public(), price(landscape.IsNull, true), "far-00, far-05, far-10, far-15, far-20, far-25"},
		{"lt for a council", landscape.Council("02"), price(landscape.Lt, 1000), "far-05, far-15, far-20, far-25"},
		{"isNull for a council", landscape.Council("02"), price(landscape.IsNull, true), "far-00, far-10"},
		{"lt for a steward", landscape.Steward(), price(landscape.Lt, 11), "far-00, far-05, far-10"},
	}
	var checks []check
	for _, c := range tables {
		checks = append(checks, check{"hidden value/of a claim, " + c.name, hiddenIsNull, func(t TB, w *world) {
			open := w.is("Actor.runs.seats", landscape.In, firstOfEach())
			q := landscape.RelatedQuery{
				Sources: w.ids("Actor state"), Field: w.field("Actor.runs"), Claim: all(open, c.claim), Page: whole(w.order("Service: key")...),
			}
			ends := w.related(t, c.viewer, q)[0].Ends
			equal(t, "Related", keysOf(elementsOf(ends)), c.want)
			equal(t, "CountRelated", fmt.Sprint(w.countRelated(t, c.viewer, q)), fmt.Sprint([]int{len(ends)}))
		}})
	}
	return append(checks, check{"hidden value/in a path", hiddenIsNull, func(t TB, w *world) {
		m := w.matrix(t, landscape.Public(), landscape.MatrixQuery{
			Rows:  landscape.Set{IDs: w.ids("Actor state")},
			Steps: []landscape.Step{{w.field("Actor.runs")}},
		})
		for _, tuple := range m.Tuples {
			if c := tuple.Claims[0]; c.Get("price") != nil || c.Get("seats") == nil {
				t.Errorf("the public reads the price %v and the seats %v of a path's claim", c.Get("price"), c.Get("seats"))
			}
		}
		m = w.matrix(t, landscape.Public(), landscape.MatrixQuery{
			Rows:  landscape.Set{IDs: w.ids("System hub")},
			Steps: []landscape.Step{{w.field("System.replaces")}},
		})
		for _, e := range m.Elements {
			if e.Get("secret") != nil || e.Get("budget") != nil {
				t.Errorf("the public reads the secret %v and the budget %v of a path's element", e.Get("secret"), e.Get("budget"))
			}
		}
	}})
}
