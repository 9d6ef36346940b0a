package storetest

import (
	"fmt"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// valuesLandscape is about values: what filters keep, how lists are ordered and cut. North judges every system, so that a filter can
// stand in each method.
//
//	Actor north ──JUDGES──> System B, a, c, d, e, f, g, h, i
//
//	a ──NEEDS──> c ──NEEDS──> f      d ──NEEDS──> d      a ──NEEDS──> Service x ──NEEDS──> B
//
//	System B ──IN──> Place town <──IN── Service x        town ──PART_OF──> land
//
//	Places   early ......2019-12-31
//	         year           2020-01-01......2020-12-31
//	         late                              2021-01-01......
//	         never          begins in 2021 and ended in 2020
const valuesLandscape = `
	Actor north | actorKind MUNICIPALITY | county 01

	System B | name Zebra | rank 1  | cost 0.5   | live true  | stage START  | since 2020-01-01 | motto Blå Bär | remark Blå Bär | tags red, green | zones CITY, SEA | owner north
	System a | name alfa  | rank 2  | cost -1.5  | live false | stage MIDDLE | since 2020-06-30 | motto blå bär | remark 100% säker | tags red | zones CITY
	System c | name Alfa  | rank 2  | cost 2.25  | live true  | stage END    | since 2021-01-01 | motto bla bar | remark 1000 bla bar
	System d | name Ål    | rank -3 | cost 0     | stage END  | motto "\U0001F600" | remark snake_case | tags Red | zones SEA
	System e | name Öl    | live false | stage START | since 2019-12-31 | motto "\uE000" | remark snakeXcase
	System f | name Äl
	System g | name Åberg | rank 0  | cost 1e300 | live true  | motto "" | remark ""
	System h | name ål    | rank 2147483647 | motto "\uFFFD" | remark Straße
	System i | name zebra | remark STRASSE

	Actor north JUDGES System B
	Actor north JUDGES System a
	Actor north JUDGES System c
	Actor north JUDGES System d
	Actor north JUDGES System e
	Actor north JUDGES System f
	Actor north JUDGES System g
	Actor north JUDGES System h
	Actor north JUDGES System i

	Service x | rank 5
	System a NEEDS System c
	System a NEEDS Service x
	System c NEEDS System f
	System d NEEDS System d
	Service x NEEDS System B

	Place town
	Place land
	System B IN Place town | validFrom 2022-01-01
	Service x IN Place town
	Place town PART_OF Place land

	Place early | validTo 2019-12-31
	Place year  | validFrom 2020-01-01 | validTo 2020-12-31
	Place late  | validFrom 2021-01-01
	Place never | validFrom 2021-01-01 | validTo 2020-12-31
`

func valuesPart() part {
	return part{name: "Values", landscape: valuesLandscape, checks: func(w *world) []check {
		var checks []check
		for _, c := range whereCases(w) {
			checks = append(checks, check{"where/" + c.name, c.says, func(t TB, w *world) { w.keeps(t, c.where, c.want) }})
		}
		for _, c := range relationFilterCases(w) {
			checks = append(checks, check{"where/" + c.name, c.says, func(t TB, w *world) { w.keeps(t, c.where, c.want) }})
		}
		for _, c := range kindCases(w) {
			checks = append(checks, check{"find/" + c.name, c.says, func(t TB, w *world) {
				q := landscape.Query{Kind: w.kind(c.kind), Where: c.where, At: c.at, Page: whole()}
				rows := w.find(t, landscape.Steward(), q)
				equal(t, "Find", keysOf(rows.Elements), c.want)
				equal(t, "Count", fmt.Sprint(w.count(t, landscape.Steward(), q)), fmt.Sprint(len(rows.Elements)))
			}})
		}
		checks = append(checks, orderChecks()...)
		checks = append(checks, pageChecks()...)
		return append(checks, attributeChecks()...)
	}}
}

// keeps checks which systems a filter is true for, in every method in which it can stand.
func (w *world) keeps(t TB, where landscape.Filter, want string) {
	t.Helper()
	public := landscape.Public()
	q := landscape.Query{Kind: w.kind("System"), Where: where, Page: whole()}
	rows := w.find(t, public, q).Elements
	equal(t, "Find", keysOf(rows), want)
	equal(t, "Count", fmt.Sprint(w.count(t, public, q)), fmt.Sprint(len(rows)))
	judged := landscape.RelatedQuery{Sources: w.ids("Actor north"), Field: w.field("Actor.judges"), Where: where, Page: whole()}
	equal(t, "Related", keysOf(elementsOf(w.related(t, public, judged)[0].Ends)), want)
	equal(t, "CountRelated", fmt.Sprint(w.countRelated(t, public, judged)), fmt.Sprint([]int{len(rows)}))
	judges := landscape.Query{Kind: w.kind("Actor"), Where: w.some("Actor.judges", where), Page: whole()}
	equal(t, "Some", keysOf(w.find(t, public, judges).Elements), map[bool]string{true: "north", false: ""}[want != ""])
	m := w.matrix(t, public, landscape.MatrixQuery{
		Rows:  landscape.Set{Kinds: []*schema.Kind{w.kind("System")}, Where: where},
		Steps: []landscape.Step{{w.field("System.judgedBy")}},
	})
	var starts []*landscape.Element
	for _, tuple := range m.Tuples {
		starts = append(starts, m.Elements[tuple.Row()])
	}
	landscape.ByKey(starts)
	equal(t, "Matrix", keysOf(starts), want)
}

const (
	everySystem = "B, a, c, d, e, f, g, h, i"

	exact     = "Eq, Ne and In are exact."
	noValue   = "A comparison with no value is unknown, and only what is true is kept."
	logic     = "And is false if any part is false, else unknown if any is unknown; Or is true if any part is true, else unknown if any is unknown; Not of unknown is unknown."
	listOrder = "The order of Lt, Lte, Gt and Gte is that of lists: names in Swedish order, enums in declared order, other text by code point, false before true."
	folded    = "Contains and StartsWith compare folded text on attributes that are searched: composed, without regard to case; å, ä and ö stay letters of their own; % and _ are text."
	unfolded  = "Contains and StartsWith compare exact text on attributes that are not searched."
	emptyIn   = "In with an empty list is false even where there is no value."
	certain   = "IsNull and Has are never unknown."
)

// whereCase is a filter on systems, and which systems it keeps.
type whereCase struct {
	name, says string
	where      landscape.Filter
	want       string
}

// kindCase is a query of one kind, by a filter or a day.
type kindCase struct {
	name, says, kind string
	where            landscape.Filter
	at               landscape.Date
	want             string
}

func kindCases(w *world) []kindCase {
	const at = "With At only what is valid that day is kept: from and to are inclusive and open where empty."
	const ofKind = "A query asks for elements of one kind."
	return []kindCase{
		{"no day", at, "Place", nil, "", "early, land, late, never, town, year"},
		{"last day of one", at, "Place", nil, "2019-12-31", "early, land, town"},
		{"first day of another", at, "Place", nil, "2020-01-01", "land, town, year"},
		{"last day of another", at, "Place", nil, "2020-12-31", "land, town, year"},
		{"first day of a third", at, "Place", nil, "2021-01-01", "land, late, town"},
		{"day and filter", at, "Place", w.is("Place.name", landscape.StartsWith, "L"), "2021-01-01", "land, late"},
		{"services", ofKind, "Service", nil, "", "x"},
		{"rank of services", ofKind, "Service", w.is("Service.rank", landscape.Eq, 5), "", "x"},
		{"rank of no service", ofKind, "Service", w.is("Service.rank", landscape.Ne, 5), "", ""},
		{"systems in a place", "A type that several kinds share means something else on each.", "Place", w.some("Place.systems", nil), "", "town"},
		{"services in a place", "A type that several kinds share means something else on each.", "Place", w.some("Place.services", w.is("Service.rank", landscape.Eq, 5)), "", "town"},
		{"no system in a place", "A type that several kinds share means something else on each.", "Place", w.some("Place.systems", w.is("System.key", landscape.Eq, "x")), "", ""},
		{"part of", "Some leads over the field in its direction.", "Place", w.some("Place.partOf", nil), "", "town"},
		{"parts", "Some leads over the field in its direction.", "Place", w.some("Place.parts", nil), "", "land"},
		{"none", "No claim leads from it.", "Place", all(not(w.some("Place.parts", nil)), not(w.some("Place.partOf", nil))), "", "early, late, never, year"},
		{"a day is not inherited", "At is about the element itself.", "Place", w.some("Place.systems", nil), "2019-12-31", "town"},
	}
}

func relationFilterCases(w *world) []whereCase {
	const says = "Some holds if a visible claim leads over the field to a visible element for which Where is true. It is never unknown."
	kindIs := func(name string) landscape.Filter { return landscape.KindIs{w.kind(name)} }
	noName := w.is("System.nameEn", landscape.Eq, "x")
	return []whereCase{
		{"some", says, w.some("System.needs", nil), "a, c, d"},
		{"none", says, not(w.some("System.needs", nil)), "B, e, f, g, h, i"},
		{"some, the other way", says, w.some("System.neededBy", nil), "B, c, d, f"},
		{"none, the other way", says, not(w.some("System.neededBy", nil)), "a, e, g, h, i"},
		{"some with a filter", says, w.some("System.needs", w.is("System.name", landscape.StartsWith, "ALFA")), "a"},
		{"none with a filter", says, not(w.some("System.needs", w.is("System.name", landscape.StartsWith, "ALFA"))), "B, c, d, e, f, g, h, i"},
		{"some that is unknown", says, w.some("System.needs", noName), ""},
		{"some that is not unknown", says, w.some("System.needs", not(noName)), ""},
		{"none that is unknown", says, not(w.some("System.needs", noName)), everySystem},
		{"some of nothing", says, w.some("System.needs", either()), ""},
		{"none of nothing", says, not(w.some("System.needs", either())), everySystem},
		{"some of some", says, w.some("System.needs", w.some("System.needs", nil)), "a, d"},
		{"some of some of another kind", says, w.some("System.needs", w.some("Service.needs", nil)), "a"},
		{"some of none", says, w.some("System.needs", not(w.some("System.needs", nil))), "a, c"},
		{"none of some", says, not(w.some("System.needs", w.some("System.needs", nil))), "B, c, e, f, g, h, i"},
		{"there and back", says, w.some("System.needs", w.some("System.neededBy", w.is("System.key", landscape.Eq, "c"))), "c"},
		{"three deep", says, w.some("System.needs", w.some("System.needs", w.some("System.needs", nil))), "d"},
		{"a field of another kind", "A field leads from elements of its kind.", w.some("Service.needs", nil), ""},
		{"both ways", says, all(w.some("System.needs", nil), w.some("System.neededBy", nil)), "c, d"},
		{"another type", says, w.some("System.replaces", nil), ""},
		{"kind", "KindIs holds if the element is of one of the kinds. It is never unknown.", kindIs("System"), everySystem},
		{"other kind", "KindIs holds if the element is of one of the kinds. It is never unknown.", kindIs("Service"), ""},
		{"not another kind", "KindIs holds if the element is of one of the kinds. It is never unknown.", not(kindIs("Service")), everySystem},
		{"no kind", "KindIs holds if the element is of one of the kinds. It is never unknown.", landscape.KindIs{}, ""},
		{"some of a kind", says, w.some("System.needs", kindIs("Service")), "a"},
		{"some of other kinds", says, w.some("System.needs", not(kindIs("Service"))), "a, c, d"},
		{"some of two kinds", says, w.some("System.neededBy", landscape.KindIs{w.kind("Service"), w.kind("System")}), "B, c, d, f"},
		{"some of a kind, the other way", says, w.some("System.neededBy", kindIs("Service")), "B"},
		{"some of all kinds", says, w.some("System.archimate", nil), ""},
	}
}
