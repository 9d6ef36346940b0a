package storetest

import (
	"context"
	"fmt"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// sightLandscape is about who sees what. Each owner has a system of each visibility, and all of them hang on open ones:
//
//	System hub ──REPLACES──> north-OPEN, north-REGION ... package-p@1-RESTRICTED ──REPLACES──> System sink
//	                         (systems of every owner and visibility; all claims are open)
//
//	Service fan ──FOLLOWS──> far-00, far-01 ... far-29 <──RUNS── Actor state
//	                         (open services; the claims are of every owner and visibility)
//
//	north   municipality in county 01      state   has no county
//	west    municipality in county 02      ghost   owns records and is no actor
//	vendor  supplier in county 01          package:p@1 owns what is open whatever it says
func sightLandscape() string {
	var b strings.Builder
	b.WriteString(`
		Actor north  | actorKind MUNICIPALITY | county 01
		Actor west   | actorKind MUNICIPALITY | county 02
		Actor vendor | actorKind SUPPLIER     | county 01
		Actor state  | actorKind REGION
		System hub
		System sink
		Service fan
	`)
	for i, owner := range sightOwners {
		for j, visibility := range visibilities {
			n := i*len(visibilities) + j
			far := fmt.Sprintf("far-%02d", n)
			fmt.Fprintf(&b, `
				System %[5]s | owner %[1]s | visibility %[2]s | secret s | budget %[4]d | rank %[4]d
				System hub REPLACES System %[5]s
				System %[5]s REPLACES System sink
				Service %[3]s
				Service fan FOLLOWS Service %[3]s | owner %[1]s | visibility %[2]s
				Actor state RUNS Service %[3]s | owner %[1]s | visibility %[2]s | price %[4]d | seats %[4]d
			`, owner, visibility, far, n, sightKey(n))
		}
	}
	return b.String()
}

var (
	sightOwners  = []string{"north", "west", "vendor", "state", "ghost", packageOwner}
	visibilities = []string{"OPEN", "REGION", "COUNCIL", "ACTOR", "RESTRICTED"}
)

// sightKey returns the key of the grid's n-th system, such as north-OPEN.
func sightKey(n int) string {
	return strings.ReplaceAll(sightOwners[n/len(visibilities)], ":", "-") + "-" + visibilities[n%len(visibilities)]
}

// sights say for each viewer which visibilities of which owner it sees, by their first letters, and of whose open records it sees
// the values that the schema shows to the council at most and to the owner alone.
func sights() []sight {
	return []sight{
		{landscape.Public(), "the public sees what is OPEN",
			"O O O O O", "", ""},
		{landscape.Member("north"), "a member sees what is OPEN, all that the actor owns and what owners in its county show the REGION; an owner without a county counts as near to everybody, and so does one that is no actor",
			"OROCAR O OR OR OR", "north", "north"},
		{landscape.Member("west"), "REGION is seen by members of actors in the owner's county",
			"O OROCAR O OR OR", "west", "west"},
		{landscape.Member("state"), "a member sees what owners in its county show the REGION, also where it has none itself",
			"O O O OROCAR OR", "state", "state"},
		{landscape.Member("vendor"), "a member of a supplier sees what is OPEN and what the supplier owns, and no REGION",
			"O O OROCAR O O", "vendor", "vendor"},
		{landscape.Council("01"), "a council member sees what is OPEN and what owners in the county show the REGION or the COUNCIL",
			"OROC O OROC OROC OROC", "north vendor state ghost " + packageOwner, ""},
		{landscape.Council("02"), "a council member sees REGION and COUNCIL in its own county alone",
			"O OROC O OROC OROC", "west state ghost " + packageOwner, ""},
		{landscape.Council("99"), "owners without a county are near to every council",
			"O O O OROC OROC", "state ghost " + packageOwner, ""},
		{landscape.Steward(), "a steward sees everything",
			"OROCAR OROCAR OROCAR OROCAR OROCAR", strings.Join(sightOwners, " "), strings.Join(sightOwners, " ")},
	}
}

// sight is what a viewer sees: for each owner but the package the visibilities, OR for OPEN and REGION and so on in two letters.
type sight struct {
	viewer         landscape.Viewer
	says           string
	seen           string
	budget, secret string // the owners whose open records show these
}

// numbers returns which numbers of the grid the viewer sees: five to an owner.
func (s sight) numbers() (numbers []int) {
	seen := map[string]int{"O": 1, "OR": 2, "OROC": 3, "OROCAR": 5}
	for i, letters := range append(strings.Fields(s.seen), "OROCAR") {
		for j := range seen[letters] {
			numbers = append(numbers, i*len(visibilities)+j)
		}
	}
	return numbers
}

// systems and services return the keys of the two grids' elements that the viewer sees or reaches.
func (s sight) systems() string {
	return list(s.numbers(), sightKey)
}

func (s sight) services() string {
	return list(s.numbers(), func(n int) string { return fmt.Sprintf("far-%02d", n) })
}

func sightPart() part {
	return part{name: "Sight", landscape: sightLandscape(), checks: func(w *world) []check {
		checks := []check{{"zero viewer", "The zero Viewer sees nothing.", zeroViewerSeesNothing}}
		for _, s := range sights() {
			checks = append(checks, sightChecks(w, s)...)
		}
		return append(checks, hiddenValueChecks(w)...)
	}}
}

// sightChecks ask one viewer in each of the ways in which a snapshot can be asked.
func sightChecks(w *world, s sight) []check {
	byRank := w.order("System: rank")
	grid := w.is("System.rank", landscape.IsNull, false)
	systems := landscape.Query{Kind: w.kind("System"), Where: grid, Page: whole(byRank...)}
	hub := landscape.RelatedQuery{Sources: w.ids("System hub"), Field: w.field("System.replaces"), Page: whole(byRank...)}
	sink := landscape.RelatedQuery{Sources: w.ids("System sink"), Field: w.field("System.replacedBy"), Page: whole(byRank...)}
	fan := landscape.RelatedQuery{Sources: w.ids("Service fan"), Field: w.field("Service.follows"), Page: whole(w.order("Service: key")...)}
	n := len(s.numbers())
	add := func(name string, run func(t TB, w *world)) check {
		return check{s.viewer.String() + "/" + name, s.says + "; hidden is exactly as absent", run}
	}
	return []check{
		add("Elements", func(t TB, w *world) {
			var seen []*landscape.Element
			for _, e := range w.elements(t, s.viewer, w.grid()...) {
				if e != nil {
					seen = append(seen, e)
				}
			}
			equal(t, "the elements that are not nil", keysOf(seen), s.systems())
		}),
		add("Find", func(t TB, w *world) {
			equal(t, "the systems", keysOf(w.find(t, s.viewer, systems).Elements), s.systems())
		}),
		add("Count", func(t TB, w *world) {
			equal(t, "the number of systems", fmt.Sprint(w.count(t, s.viewer, systems)), fmt.Sprint(n))
		}),
		add("Related to hidden ends", func(t TB, w *world) {
			equal(t, "the ends", keysOf(elementsOf(w.related(t, s.viewer, hub)[0].Ends)), s.systems())
			equal(t, "their number", fmt.Sprint(w.countRelated(t, s.viewer, hub)), fmt.Sprint([]int{n}))
		}),
		add("Related from hidden ends", func(t TB, w *world) {
			equal(t, "the ends", keysOf(elementsOf(w.related(t, s.viewer, sink)[0].Ends)), s.systems())
			equal(t, "their number", fmt.Sprint(w.countRelated(t, s.viewer, sink)), fmt.Sprint([]int{n}))
		}),
		add("Related of hidden sources", func(t TB, w *world) {
			pages := w.related(t, s.viewer, landscape.RelatedQuery{Sources: w.grid(), Field: w.field("System.replaces"), Page: whole()})
			seen := map[int]int{}
			for _, i := range s.numbers() {
				seen[i] = 1
			}
			counts := w.countRelated(t, s.viewer, landscape.RelatedQuery{Sources: w.grid(), Field: w.field("System.replaces")})
			for i := range pages {
				if len(pages[i].Ends) != seen[i] || counts[i] != seen[i] {
					t.Errorf("%s has %d ends, counted %d, instead of %d", sightKey(i), len(pages[i].Ends), counts[i], seen[i])
				}
			}
		}),
		add("Matrix of hidden rows and cols", func(t TB, w *world) {
			m := w.matrix(t, s.viewer, landscape.MatrixQuery{Rows: landscape.Set{IDs: w.grid()}, Steps: []landscape.Step{{w.field("System.replaces")}}})
			equal(t, "the number of paths from the grid", fmt.Sprint(len(m.Tuples)), fmt.Sprint(n))
			m = w.matrix(t, s.viewer, landscape.MatrixQuery{
				Rows: landscape.Set{IDs: w.ids("System hub")}, Steps: []landscape.Step{{w.field("System.replaces")}}, Cols: w.grid(),
			})
			equal(t, "the number of paths to the grid", fmt.Sprint(len(m.Tuples)), fmt.Sprint(n))
		}),
		add("Related by hidden claims", func(t TB, w *world) {
			equal(t, "the ends", keysOf(elementsOf(w.related(t, s.viewer, fan)[0].Ends)), s.services())
			equal(t, "their number", fmt.Sprint(w.countRelated(t, s.viewer, fan)), fmt.Sprint([]int{n}))
		}),
		add("Some and none over hidden ends", func(t TB, w *world) {
			for i := range len(sightOwners) * len(visibilities) {
				reaches := w.some("System.replaces", w.is("System.rank", landscape.Eq, i))
				want := "hub"
				if !strings.Contains(" "+strings.Trim(fmt.Sprint(s.numbers()), "[]")+" ", fmt.Sprintf(" %d ", i)) {
					want = ""
				}
				rows := w.find(t, s.viewer, landscape.Query{Kind: w.kind("System"), Where: reaches, Page: whole()})
				equal(t, fmt.Sprintf("systems that replace one of rank %d", i), keysOf(rows.Elements), want)
				rest := w.count(t, s.viewer, landscape.Query{Kind: w.kind("System"), Where: not(reaches), Page: whole()})
				equal(t, "the number of all others", fmt.Sprint(rest), fmt.Sprint(n+2-len(rows.Elements)))
			}
		}),
		add("Matrix through hidden elements", func(t TB, w *world) {
			m := w.matrix(t, s.viewer, landscape.MatrixQuery{
				Rows:  landscape.Set{IDs: w.ids("System hub")},
				Steps: []landscape.Step{{w.field("System.replaces")}, {w.field("System.replaces")}},
			})
			equal(t, "the number of paths from hub to sink", fmt.Sprint(len(m.Tuples)), fmt.Sprint(n))
			equal(t, "the number of elements", fmt.Sprint(len(m.Elements)), fmt.Sprint(n+2))
		}),
		add("Matrix by hidden claims", func(t TB, w *world) {
			m := w.matrix(t, s.viewer, landscape.MatrixQuery{
				Rows:  landscape.Set{Kinds: w.model.Kinds},
				Steps: []landscape.Step{{w.field("Service.follows")}, {w.field("Service.followedBy")}},
			})
			equal(t, "the number of paths from fan and back", fmt.Sprint(len(m.Tuples)), fmt.Sprint(n))
		}),
		add("Values", func(t TB, w *world) {
			equal(t, "owners of open systems with a budget", w.openOwners(t, s.viewer, "budget"), list(strings.Fields(s.budget), same))
			equal(t, "owners of open systems with a secret", w.openOwners(t, s.viewer, "secret"), list(strings.Fields(s.secret), same))
			equal(t, "owners of open claims with a price", w.priceOwners(t, s.viewer), list(strings.Fields(s.budget), same))
		}),
	}
}

// grid returns the ids of the grid's systems, seen or not.
func (w *world) grid() (ids []landscape.ID) {
	for i := range len(sightOwners) * len(visibilities) {
		ids = append(ids, w.id("System "+sightKey(i)))
	}
	return ids
}

func same(s string) string { return s }

// openOwners returns the owners of the grid's open systems of which the viewer reads a value.
func (w *world) openOwners(t TB, v landscape.Viewer, attribute string) string {
	t.Helper()
	var owners []string
	for i, owner := range sightOwners {
		if e := w.elements(t, v, w.id("System "+sightKey(i*len(visibilities))))[0]; e != nil && e.Get(attribute) != nil {
			owners = append(owners, owner)
		}
	}
	return list(owners, same)
}

// priceOwners returns the owners of the open claims of which the viewer reads the price.
func (w *world) priceOwners(t TB, v landscape.Viewer) string {
	t.Helper()
	var owners []string
	ends := w.related(t, v, landscape.RelatedQuery{Sources: w.ids("Actor state"), Field: w.field("Actor.runs"), Page: whole(w.order("Service: key")...)})[0].Ends
	for _, owner := range sightOwners {
		for _, end := range ends {
			for _, c := range end.Claims {
				if c.Owner() == owner && c.Get("price") != nil && c.Get("seats").(int64)%5 == 0 {
					owners = append(owners, owner)
				}
			}
		}
	}
	return list(owners, same)
}

func zeroViewerSeesNothing(t TB, w *world) {
	var nobody landscape.Viewer
	w.read(t, nobody, func(ctx context.Context, s landscape.Snapshot) error {
		for _, e := range w.content.Elements {
			found, err := s.Elements(ctx, []landscape.ID{e.ID}, nil)
			if err != nil || len(found) != 1 || found[0] != nil {
				t.Errorf("Elements answered %s: %s, %v", e.Ref(), refsOf(found), err)
			}
		}
		for _, k := range w.model.Kinds {
			q := landscape.Query{Kind: k, Page: landscape.Page{Limit: 0}}
			rows, err := s.Find(ctx, q)
			if err != nil || len(rows.Elements) > 0 || rows.More {
				t.Errorf("Find answered %ss: %s, more %t, %v", k.Name, refsOf(rows.Elements), rows.More, err)
			}
			if n, err := s.Count(ctx, q); n != 0 || err != nil {
				t.Errorf("Count counted %d %ss, %v", n, k.Name, err)
			}
			for _, f := range k.Fields {
				w.nothingOver(t, ctx, s, landscape.RelatedQuery{Sources: w.ids("System hub, Service fan, Actor state"), Field: f})
			}
		}
		return nil
	})
}

// nothingOver checks that no source has an end over a field, and that no path goes over it.
func (w *world) nothingOver(t TB, ctx context.Context, s landscape.Snapshot, q landscape.RelatedQuery) {
	t.Helper()
	pages, err := s.Related(ctx, q)
	counts, err2 := s.CountRelated(ctx, q)
	if err != nil || err2 != nil || len(pages) != len(q.Sources) || len(counts) != len(q.Sources) {
		t.Fatalf("%d pages and %d counts for %d sources, %v, %v", len(pages), len(counts), len(q.Sources), err, err2)
	}
	for i := range q.Sources {
		if len(pages[i].Ends) > 0 || pages[i].More || counts[i] != 0 {
			t.Errorf("%s: %d ends, more %t, counted %d", q.Field.Name, len(pages[i].Ends), pages[i].More, counts[i])
		}
	}
	m, err := s.Matrix(ctx, landscape.MatrixQuery{Rows: landscape.Set{IDs: q.Sources}, Steps: []landscape.Step{{q.Field}}})
	if err != nil || m == nil || len(m.Tuples) > 0 || len(m.Elements) > 0 {
		t.Errorf("%s: Matrix answered %+v, %v", q.Field.Name, m, err)
	}
}
