package storetest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// claimsLandscape is about claims: which ends they lead to, in which order they stand, which decides and which is confirmed. Who
// claims what stands in brackets; a day after a colon is the claim's (key) date.
//
//	Actor north ──RUNS──> System own      [east, north, south]         owner of the system: south
//	            ──RUNS──> System far-off  [east, south]                owner of the system: south
//	            ──RUNS──> Service foreign [east, west]                 owner of the service: a package
//	            ──JUDGES──> own      [north:-, north:2019, west:2022]
//	            ──JUDGES──> far-off  [east:2020, west:-, west:2020, west:2019]
//	            ──JUDGES──> dated    [south:2018, west:2021]           owner of the system: south
//	Actor lodge ──RUNS──> own     [east, lodge, north, south]  owner of the record lodge: north
//	            ──RUNS──> far-off [east, north, south]
//	System east ──NEEDS──> own [east, north, south]    owner of the system east: north
//	System east ──NEEDS──> System loop [east, south]
//	System own  ──LED_BY──> Actor north [north, south, lodge]
//	System loop ──NEEDS──> loop [north, west]          loop ──REPLACES──> loop [west]
//	System left ──NEEDS──> System right, left ──REPLACES──> right, right ──REPLACES──> left
//	Service k, System k, named alike <──NEEDS── left; System k2, named alike but for case <──NEEDS── left
//	Actor north ──TRUSTS──> Actor lodge [lodge, north]
//	Service k ──ABOUT──> Actor north, System own, Service k, Place spot
//	System k, Service k ──IN──> Place spot             Service k ──NEEDS──> System dated
const claimsLandscape = `
	Actor north | actorKind MUNICIPALITY | county 01
	Actor east  | actorKind MUNICIPALITY | county 02
	Actor lodge | actorKind REGION | owner north
	System own     | owner south
	System far-off | owner south
	System dated   | owner south
	Service foreign
	System east | owner north
	System loop | owner north
	System left  | name Left
	System right | name Right
	System k  | name Karta
	Service k | name Karta
	System k2 | name karta
	Place spot

	Actor north RUNS System own | owner east  | since 2021-01-01 | purpose Kartor över åar | seats 1
	Actor north RUNS System own | owner north | since 2020-01-01 | purpose kartor | contract A1 | seats 3 | share 0.5 | main true  | role SECOND | labels x, y | roles FIRST
	Actor north RUNS System own | owner south | contract a1 | seats 2 | share 1.5 | main false | origin survey
	Actor north RUNS System far-off | owner east  | seats 5
	Actor north RUNS System far-off | owner south | seats 4
	Actor north RUNS Service foreign | owner west
	Actor north RUNS Service foreign | owner east
	Actor north JUDGES System own | owner north | mark 1
	Actor north JUDGES System own | owner north | date 2019-05-05 | mark 2
	Actor north JUDGES System own | owner west  | date 2022-05-05 | mark 3
	Actor north JUDGES System far-off | owner east | date 2020-05-05 | mark 4
	Actor north JUDGES System far-off | owner west | mark 5
	Actor north JUDGES System far-off | owner west | date 2020-05-05 | mark 6
	Actor north JUDGES System far-off | owner west | date 2019-05-05 | mark 7
	Actor north JUDGES System dated | owner south | date 2018-05-05
	Actor north JUDGES System dated | owner west  | date 2021-05-05
	Actor lodge RUNS System own | owner east
	Actor lodge RUNS System own | owner lodge
	Actor lodge RUNS System own | owner north
	Actor lodge RUNS System own | owner south
	Actor lodge RUNS System far-off | owner east
	Actor lodge RUNS System far-off | owner north
	Actor lodge RUNS System far-off | owner south
	System east NEEDS System own | owner east
	System east NEEDS System own | owner north
	System east NEEDS System own | owner south
	System east NEEDS System loop | owner east
	System east NEEDS System loop | owner south
	System own LED_BY Actor north | owner lodge
	System own LED_BY Actor north | owner north
	System own LED_BY Actor north | owner south
	System loop NEEDS System loop | owner north
	System loop NEEDS System loop | owner west
	System loop REPLACES System loop | owner west
	System left NEEDS System right
	System left NEEDS Service k
	System left NEEDS System k
	System left NEEDS System k2
	System left REPLACES System right
	System right REPLACES System left | owner west
	Actor north TRUSTS Actor lodge | owner lodge
	Actor north TRUSTS Actor lodge | owner north
	Service k ABOUT Actor north
	Service k ABOUT System own
	Service k ABOUT Service k
	Service k ABOUT Place spot
	System k IN Place spot
	Service k IN Place spot
	Service k NEEDS System dated
`

func claimsPart() part {
	return part{name: "Claims", landscape: claimsLandscape + validityLandscape, checks: func(w *world) []check {
		var checks []check
		for _, c := range slices.Concat(endCases(w), claimFilterCases(w)) {
			checks = append(checks, check{"ends/" + c.name, c.says, func(t TB, w *world) { c.run(t, w) }})
		}
		checks = append(append(checks, severalSources()...), aheadChecks()...)
		return append(checks, validityChecks()...)
	}}
}

// endCase is the other end of one source's field: the elements with their claims, written
//
//	System own [east, north*!]
//
// with a star at the deciding claim and an exclamation mark at confirmed ones; what belongs to a claim's identity stands after a colon.
type endCase struct {
	name, says    string
	source, field string
	claim, where  landscape.Filter
	order         string // of common attributes; by key and kind where empty
	want          string
}

func (c endCase) run(t TB, w *world) {
	t.Helper()
	q := landscape.RelatedQuery{
		Sources: w.ids(c.source), Field: w.field(c.field), Claim: c.claim, Where: c.where, Page: whole(w.order("System: " + c.order)...),
	}
	ends := w.related(t, landscape.Steward(), q)[0].Ends
	equal(t, "Related", endsText(ends), c.want)
	equal(t, "CountRelated", fmt.Sprint(w.countRelated(t, landscape.Steward(), q)), fmt.Sprint([]int{len(ends)}))
}

// endsText writes ends as endCase does.
func endsText(ends []landscape.End) string {
	return list(ends, func(e landscape.End) string {
		claims := list(e.Claims, func(r *landscape.Relation) string {
			text := r.Owner()
			if r.Type.Identity != nil {
				text += ":" + strings.TrimSuffix(r.Identity(), "-05-05")
			}
			if e.Deciding != nil && e.Deciding.ID == r.ID {
				text += "*"
			}
			if confirmed, ok := r.Get("confirmed").(bool); ok && confirmed {
				text += "!"
			} else if !ok {
				text += "?"
			}
			return text
		})
		return e.Element.Ref().String() + " [" + claims + "]"
	})
}

const (
	distinct  = "Each element at the other end comes once, with all its claims by owner, then the value of the (key) attribute, none first."
	byFrom    = "The deciding claim is one by the actor at the from end."
	byRecord  = "Else it is one by the owner of the from record."
	byTo      = "Else it is one by the owner of the to record."
	byAnybody = "Else it is one by anybody, of several the first by owner."
	byNewest  = "Of several the newest by the (key) attribute decides, none being oldest; of several still the first by owner."
	confirms  = "A claim is confirmed that is made by the actor at its from end; where that end is no actor, by the actor at its to end; where neither is, by the owner of the from record."
	direction = "A field leads over its own relation in its own direction."
	ordered   = "The ends come in the order asked for, then by key, then by kind."
)

func endCases(w *world) []endCase {
	return []endCase{
		{name: "actor at the from end", says: byFrom, source: "Actor north", field: "Actor.runs", where: w.is("System.key", landscape.Eq, "own"),
			want: "System own [east, north*!, south]"},
		{name: "the same seen from the other end", says: byFrom, source: "System own", field: "System.runBy", where: w.is("System.key", landscape.Eq, "north"),
			want: "Actor north [east, north*!, south]"},
		{name: "actor before the owner of its record", says: byFrom, source: "Actor lodge", field: "Actor.runs", where: w.is("System.key", landscape.Eq, "own"),
			want: "System own [east, lodge*!, north, south]"},
		{name: "owner of the from record", says: byRecord, source: "Actor lodge", field: "Actor.runs", where: w.is("System.key", landscape.Eq, "far-off"),
			want: "System far-off [east, north*, south]"},
		{name: "owner of the from record that is no actor's", says: byRecord, source: "System east", field: "System.needs", where: w.is("System.key", landscape.Eq, "own"),
			want: "System own [east, north*!, south]"},
		{name: "owner of the to record", says: byTo, source: "Actor north", field: "Actor.runs", where: w.is("System.key", landscape.Eq, "far-off"),
			want: "System far-off [east, south*]"},
		{name: "owner of the to record before a newer one", says: byTo, source: "Actor north", field: "Actor.judges", where: w.is("System.key", landscape.Eq, "dated"),
			want: "System dated [south:2018*, west:2021]"},
		{name: "anybody", says: byAnybody, source: "Actor north", field: "Actor.runs", where: w.is("System.key", landscape.Eq, "foreign"),
			want: "Service foreign [east*, west]"},
		{name: "a key alike is no actor", says: byAnybody, source: "System east", field: "System.needs", where: w.is("System.key", landscape.Eq, "loop"),
			want: "System loop [east*, south]"},
		{name: "own word before a newer one", says: byNewest, source: "Actor north", field: "Actor.judges", where: w.is("System.key", landscape.Eq, "own"),
			want: "System own [north:!, north:2019*!, west:2022]"},
		{name: "newest, then first by owner", says: byNewest, source: "Actor north", field: "Actor.judges", where: w.is("System.key", landscape.Eq, "far-off"),
			want: "System far-off [east:2020*, west:, west:2019, west:2020]"},
		{name: "actor at the to end", says: confirms, source: "System own", field: "System.ledBy",
			want: "Actor north [lodge, north!, south*]"},
		{name: "actors at both ends", says: confirms, source: "Actor north", field: "Actor.trusts",
			want: "Actor lodge [lodge, north*!]"},
		{name: "actors at both ends, the other way", says: confirms, source: "Actor lodge", field: "Actor.trustedBy",
			want: "Actor north [lodge, north*!]"},
		{name: "no actor at either end", says: confirms, source: "System loop", field: "System.needs",
			want: "System loop [north*!, west]"},
		{name: "no actor and a package", says: confirms, source: "System left", field: "System.replaces",
			want: "System right [" + packageOwner + "*!]"},

		{name: "several", says: distinct, source: "Actor north", field: "Actor.judges", order: "-key",
			want: "System own [north:!, north:2019*!, west:2022], System far-off [east:2020*, west:, west:2019, west:2020], System dated [south:2018*, west:2021]"},
		{name: "several kinds", says: distinct, source: "Actor north", field: "Actor.runs",
			want: "System far-off [east, south*], Service foreign [east*, west], System own [east, north*!, south]"},
		{name: "self loop", says: distinct, source: "System loop", field: "System.neededBy",
			want: "System east [east*, south], System loop [north*!, west]"},
		{name: "self loop of another type", says: distinct, source: "System loop", field: "System.replaces",
			want: "System loop [west*]"},
		{name: "self loop of another type, the other way", says: distinct, source: "System loop", field: "System.replacedBy",
			want: "System loop [west*]"},

		{name: "out", says: direction, source: "System left", field: "System.replaces", want: "System right [" + packageOwner + "*!]"},
		{name: "in", says: direction, source: "System left", field: "System.replacedBy", want: "System right [west*]"},
		{name: "out from the other end", says: direction, source: "System right", field: "System.replaces", want: "System left [west*]"},
		{name: "nothing out", says: direction, source: "System right", field: "System.needs", want: ""},
		{name: "nothing in", says: direction, source: "System left", field: "System.neededBy", want: ""},
		{name: "another relation between the same kinds", says: direction, source: "System right", field: "System.neededBy", want: "System left [" + packageOwner + "*!]"},
		{name: "a type that means something else, systems", says: direction, source: "Place spot", field: "Place.systems", want: "System k [" + packageOwner + "*!]"},
		{name: "a type that means something else, services", says: direction, source: "Place spot", field: "Place.services", want: "Service k [" + packageOwner + "*!]"},

		{name: "any kind", says: distinct, source: "Service k", field: "Service.about", order: "name",
			want: fmt.Sprintf("Service k [%[1]s*!], Actor north [%[1]s*], System own [%[1]s*!], Place spot [%[1]s*!]", packageOwner)},
		{name: "any kind, of two", says: distinct, source: "Service k", field: "Service.about", where: landscape.KindIs{w.kind("Place"), w.kind("Service")},
			want: fmt.Sprintf("Service k [%[1]s*!], Place spot [%[1]s*!]", packageOwner)},
		{name: "any kind, from one", says: distinct, source: "Actor north", field: "Actor.describedBy", want: "Service k [" + packageOwner + "*]"},
		{name: "any kind, from itself", says: distinct, source: "Service k", field: "Service.describedBy", want: "Service k [" + packageOwner + "*!]"},
		{name: "one key in two kinds", says: ordered, source: "System left", field: "System.needs", order: "name",
			want: fmt.Sprintf("Service k [%[1]s*!], System k [%[1]s*!], System k2 [%[1]s*!], System right [%[1]s*!]", packageOwner)},
		{name: "one key in two kinds, descending", says: ordered, source: "System left", field: "System.needs", order: "-name",
			want: fmt.Sprintf("System right [%[1]s*!], Service k [%[1]s*!], System k [%[1]s*!], System k2 [%[1]s*!]", packageOwner)},
		{name: "one key in two kinds, by key descending", says: ordered, source: "System left", field: "System.needs", order: "-key",
			want: fmt.Sprintf("System right [%[1]s*!], System k2 [%[1]s*!], Service k [%[1]s*!], System k [%[1]s*!]", packageOwner)},
	}
}
