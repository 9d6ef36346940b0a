package analysis

import (
	"context"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// town is the landscape that the tables of gap add to. Nobody says anything in it yet.
//
//	reference r                                    process map k
//	├── area north                                 ├── 1
//	│   ├── lamp  ◁─ led ◁─ strip (special forms)  │   ├── 1.2   (for all)
//	│   ├── door ─────────┐                        │   ├── 1.10 ◁─ mine (b's own form of it)
//	│   ├── roof-c "Roof" │                        │   └── 1.x
//	│   └── roof-s "Roof" │                        └── 2         (for regions)
//	├── area south        │                            └── 2.1   (for regions)
//	│   └── door ─────────┘
//	└── all "All" (a grouping in north)            area far (of no reference) holds door
//
//	a (municipality, 1000)   provides a/s, a/t; uses b/s
//	b (municipality, 4000)   provides b/s; provided b/old until 2021
//	c (municipality, 500)    provides c/s
//	d (supplier)             provides d/s
const town = `
Reference r
Area north
Area south
Area far
Area north IN Reference r
Area south IN Reference r
BuildingBlock lamp name=Lamp
BuildingBlock led name=Led
BuildingBlock strip name=Strip
BuildingBlock door name=Door
BuildingBlock roof-c name=Roof
BuildingBlock roof-s name=Roof
BuildingBlock all name=All grouping=true
BuildingBlock lamp IN Area north
BuildingBlock door IN Area north
BuildingBlock door IN Area south
BuildingBlock door IN Area far
BuildingBlock roof-c IN Area north
BuildingBlock roof-s IN Area north
BuildingBlock all IN Area north
BuildingBlock led SPECIALISES BuildingBlock lamp
BuildingBlock strip SPECIALISES BuildingBlock led
Reference k
Process k/1 name=One code=1
Process k/1.2 name=Two code=1.2
Process k/1.10 name=Ten code=1.10
Process k/1.x name=Ex code=1.x
Process k/2 name=Care code=2 appliesTo=REGION
Process k/2.1 name=Heal code=2.1 appliesTo=REGION
Process mine owner=b
Process k/1 IN Reference k
Process k/1.2 IN Reference k
Process k/1.10 IN Reference k
Process k/1.x IN Reference k
Process k/2 IN Reference k
Process k/2.1 IN Reference k
Process k/1.2 PART_OF Process k/1
Process k/1.10 PART_OF Process k/1
Process k/1.x PART_OF Process k/1
Process k/2.1 PART_OF Process k/2
Process mine SPECIALISES Process k/1.10 by b
Process mine PART_OF Process k/1.2 by b
Actor a actorKind=MUNICIPALITY population=1000
Actor b actorKind=MUNICIPALITY population=4000
Actor c actorKind=MUNICIPALITY population=500
Actor d actorKind=SUPPLIER
System a/s owner=a
System a/t owner=a
System b/s owner=b
System b/old owner=b
System c/s owner=c
System d/s owner=d
Standard a/std owner=a
Initiative a/i owner=a
Actor a PROVIDES System a/s by a
Actor a PROVIDES System a/t by a
Actor a USES System b/s by a
Actor b PROVIDES System b/s by b
Actor b PROVIDES System b/old by b validTo=2021-12-31
Actor c PROVIDES System c/s by c
Actor d PROVIDES System d/s by d
`

// ruling is one rule of the gap: what is added to town, and what a's row then says.
type ruling struct {
	rule  string
	lines string
	row   string
	want  string
}

func TestRealisations(t *testing.T) {
	rule(t, "r", []ruling{
		{"nothing said", ``, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"provided in full", `System a/s REALISES BuildingBlock lamp by a`, "Lamp", `COVERED PROVIDED a/s`},
		{"used in full, by the provider's word", `System b/s REALISES BuildingBlock lamp by b`, "Lamp", `SHARED USED b/s`},
		{"used in full, by the user's word", `System b/s REALISES BuildingBlock lamp by a`, "Lamp", `SHARED USED b/s`},
		{"in part", `System a/s REALISES BuildingBlock lamp by a coverage=PARTIAL`, "Lamp", `PARTLY PARTIAL a/s`},
		{"by the word of a third party", `System b/s REALISES BuildingBlock lamp by c`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"the user's own word decides for the worse", `System b/s REALISES BuildingBlock lamp by b
			System b/s REALISES BuildingBlock lamp by a coverage=PARTIAL`, "Lamp", `PARTLY PARTIAL b/s`},
		{"the user's own word decides for the better", `System b/s REALISES BuildingBlock lamp by b coverage=PARTIAL
			System b/s REALISES BuildingBlock lamp by a`, "Lamp", `SHARED USED b/s`},
		{"an own word that has ended decides no more", `System b/s REALISES BuildingBlock lamp by b
			System b/s REALISES BuildingBlock lamp by a coverage=PARTIAL validTo=2025-12-31`, "Lamp", `SHARED USED b/s`},
		{"of several providers the best counts", `Actor c PROVIDES System b/s by c
			System b/s REALISES BuildingBlock lamp by b coverage=PARTIAL
			System b/s REALISES BuildingBlock lamp by c`, "Lamp", `SHARED USED b/s`},
		{"a provider of other days has a say", `Actor a USES System b/old by a
			System b/old REALISES BuildingBlock lamp by b`, "Lamp", `SHARED USED b/old`},
		{"a provider to come has a say", `Actor c PROVIDES System b/s by c validFrom=2030-01-01
			System b/s REALISES BuildingBlock lamp by c`, "Lamp", `SHARED USED b/s`},
		{"that somebody else says that a uses it is enough", `Actor a USES System c/s by d
			System c/s REALISES BuildingBlock lamp by c`, "Lamp", `SHARED USED c/s`},
		{"provided and used counts as provided", `Actor a USES System a/s by a
			System a/s REALISES BuildingBlock lamp by a`, "Lamp", `COVERED PROVIDED a/s`},
		{"a system owned but neither provided nor used", `System a/x owner=a
			System a/x REALISES BuildingBlock lamp by a`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"a thing of another kind is owned", `Standard a/std REALISES BuildingBlock lamp by a`, "Lamp", `COVERED PROVIDED a/std`},
		{"what others say of a thing that is owned", `Standard a/std REALISES BuildingBlock lamp by b`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"only what carries the state is evidence", `System a/s REALISES BuildingBlock lamp by a
			System a/t REALISES BuildingBlock lamp by a
			System b/s REALISES BuildingBlock lamp by b`, "Lamp", `COVERED PROVIDED a/s,a/t`},
		{"through a special form", `System a/s REALISES BuildingBlock led by a`, "Lamp", `COVERED PROVIDED a/s <led`},
		{"through a special form of a special form", `System a/s REALISES BuildingBlock strip by a`, "Lamp", `COVERED PROVIDED a/s <strip`},
		{"a general one does not cover the special", `BuildingBlock led IN Area south
			System a/s REALISES BuildingBlock lamp by a`, "Led", `UNKNOWN NOT_DESCRIBED`},
		{"own word decides for the block it names only", `System b/s REALISES BuildingBlock lamp by a coverage=PARTIAL
			System b/s REALISES BuildingBlock led by b`, "Lamp", `SHARED USED b/s <led`},
		{"a circle of special forms", `BuildingBlock lamp SPECIALISES BuildingBlock strip
			System a/s REALISES BuildingBlock strip by a`, "Lamp", `COVERED PROVIDED a/s <strip`},
		{"a row is all blocks of its name", `System a/s REALISES BuildingBlock roof-s by a`, "Roof", `COVERED PROVIDED a/s`},
		{"the best of the row's blocks counts", `System a/s REALISES BuildingBlock roof-s by a coverage=PARTIAL
			System b/s REALISES BuildingBlock roof-c by b`, "Roof", `SHARED USED b/s`},
		{"a block of the same row is not named in through", `BuildingBlock roof-s SPECIALISES BuildingBlock roof-c
			System a/s REALISES BuildingBlock roof-s by a`, "Roof", `COVERED PROVIDED a/s`},
		{"a claim that has ended", `System a/s REALISES BuildingBlock lamp by a validTo=2026-05-31`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"a claim on its last day", `System a/s REALISES BuildingBlock lamp by a validTo=2026-06-01`, "Lamp", `COVERED PROVIDED a/s`},
		{"a special form that is one no more", `BuildingBlock flood name=Flood
			BuildingBlock flood SPECIALISES BuildingBlock lamp validTo=2025-01-01
			System a/s REALISES BuildingBlock flood by a`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
	})
}

func TestPlans(t *testing.T) {
	rule(t, "r", []ruling{
		{"a claim to come", `System a/s REALISES BuildingBlock lamp by a validFrom=2026-06-02`, "Lamp", `PLANNED PLANNED_REALISATION a/s`},
		{"a system to come, in part", `System a/n owner=a validFrom=2027-01-01
			Actor a PROVIDES System a/n by a
			System a/n REALISES BuildingBlock lamp by a coverage=PARTIAL`, "Lamp", `PLANNED PLANNED_REALISATION a/n`},
		{"a use to come", `Actor a USES System c/s by a validFrom=2027-01-01
			System c/s REALISES BuildingBlock lamp by c`, "Lamp", `PLANNED PLANNED_REALISATION c/s`},
		{"to come through a special form", `System a/s REALISES BuildingBlock strip by a validFrom=2027-01-01`, "Lamp", `PLANNED PLANNED_REALISATION a/s <strip`},
		{"what never comes: the use ends before the system begins", `System b/n owner=b validFrom=2028-01-01
			Actor b PROVIDES System b/n by b
			Actor a USES System b/n by a validTo=2027-01-01
			System b/n REALISES BuildingBlock lamp by b`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"an initiative", `Initiative a/i LED_BY Actor a by a
			Initiative a/i CLOSES BuildingBlock lamp by a`, "Lamp", `PLANNED PLANNED_INITIATIVE a/i`},
		{"an initiative closes no general form", `Initiative a/i LED_BY Actor a by a
			Initiative a/i CLOSES BuildingBlock led by a`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"an initiative that is done", `Initiative a/j owner=a initiativeState=DONE
			Initiative a/j LED_BY Actor a by a
			Initiative a/j CLOSES BuildingBlock lamp by a`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"an initiative that has ended", `Initiative a/j owner=a initiativeState=ONGOING validTo=2026-05-31
			Initiative a/j LED_BY Actor a by a
			Initiative a/j CLOSES BuildingBlock lamp by a`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"an initiative that has not begun", `Initiative a/j owner=a initiativeState=PROPOSED validFrom=2027-01-01
			Initiative a/j LED_BY Actor a by a
			Initiative a/j CLOSES BuildingBlock lamp by a`, "Lamp", `PLANNED PLANNED_INITIATIVE a/j`},
		{"an initiative of somebody else's", `Initiative a/i LED_BY Actor b by a
			Initiative a/i CLOSES BuildingBlock lamp by a`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"all plans are evidence, the word gives the note", `System a/s REALISES BuildingBlock lamp by a validFrom=2027-01-01
			Initiative a/i LED_BY Actor a by a
			Initiative a/i CLOSES BuildingBlock lamp by a
			Actor a STATES BuildingBlock lamp by a statement=PLANNED reason=soon`, "Lamp", `PLANNED PLANNED_REALISATION a/i,a/s "soon"`},
	})
}

func TestStatements(t *testing.T) {
	rule(t, "r", []ruling{
		{"planned", `Actor a STATES BuildingBlock lamp by a statement=PLANNED`, "Lamp", `PLANNED STATED_PLANNED`},
		{"not needed", `Actor a STATES BuildingBlock lamp by a statement=NOT_NEEDED reason=dark`, "Lamp", `NOT_NEEDED STATED_NOT_NEEDED "dark"`},
		{"none", `Actor a STATES BuildingBlock lamp by a statement=NONE`, "Lamp", `MISSING STATED_NONE`},
		{"what there is beats what is said", `System a/s REALISES BuildingBlock lamp by a coverage=PARTIAL
			Actor a STATES BuildingBlock lamp by a statement=NOT_NEEDED reason=dark`, "Lamp", `PARTLY PARTIAL a/s`},
		{"the area described", `Actor a STATES Area north by a statement=COMPLETE reason=all`, "Lamp", `MISSING AREA_DESCRIBED`},
		{"another area described", `Actor a STATES Area south by a statement=COMPLETE`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"described through either area", `Actor a STATES Area south by a statement=COMPLETE`, "Door", `MISSING AREA_DESCRIBED`},
		{"described through an area of no reference", `Actor a STATES Area far by a statement=COMPLETE`, "Door", `MISSING AREA_DESCRIBED`},
		{"the reference described", `Actor a STATES Reference r by a statement=COMPLETE`, "Lamp", `MISSING AREA_DESCRIBED`},
		{"complete about a single block counts for nothing", `Actor a STATES BuildingBlock lamp by a statement=COMPLETE`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"somebody else's word", `Actor a STATES BuildingBlock lamp by b statement=NONE`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"a word of a later day", `Actor a STATES BuildingBlock lamp by a statement=NONE asOf=2026-06-02`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"a word of the day itself", `Actor a STATES BuildingBlock lamp by a statement=NONE asOf=2026-06-01`, "Lamp", `MISSING STATED_NONE`},
		{"a word in force no more", `Actor a STATES BuildingBlock lamp by a statement=NONE validTo=2025-01-01`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"the newest word", `Actor a STATES BuildingBlock lamp by a statement=NOT_NEEDED
			Actor a STATES BuildingBlock lamp by a statement=PLANNED asOf=2020-01-01
			Actor a STATES BuildingBlock lamp by a statement=NONE asOf=2021-01-01`, "Lamp", `MISSING STATED_NONE`},
		{"the newest word even if it counts for nothing", `Actor a STATES BuildingBlock lamp by a statement=NOT_NEEDED asOf=2020-01-01
			Actor a STATES BuildingBlock lamp by a statement=COMPLETE asOf=2021-01-01`, "Lamp", `UNKNOWN NOT_DESCRIBED`},
		{"the newest word takes back a completeness", `Actor a STATES Area north by a statement=COMPLETE asOf=2020-01-01
			Actor a STATES Area north by a statement=NONE asOf=2021-01-01 reason=none`, "Lamp", `MISSING STATED_NONE "none"`},
		{"the block beats its area", `Actor a STATES BuildingBlock lamp by a statement=NONE asOf=2020-01-01
			Actor a STATES Area north by a statement=NOT_NEEDED asOf=2021-01-01`, "Lamp", `MISSING STATED_NONE`},
		{"the area beats the reference", `Actor a STATES Area north by a statement=NONE
			Actor a STATES Reference r by a statement=PLANNED`, "Lamp", `MISSING STATED_NONE`},
		{"the reference", `Actor a STATES Reference r by a statement=NOT_NEEDED reason=no`, "Lamp", `NOT_NEEDED STATED_NOT_NEEDED "no"`},
		{"of several areas the best word", `Actor a STATES Area north by a statement=NONE reason=north
			Actor a STATES Area south by a statement=NOT_NEEDED reason=south`, "Door", `NOT_NEEDED STATED_NOT_NEEDED "south"`},
		{"a word and a completeness", `Actor a STATES Area north by a statement=COMPLETE
			Actor a STATES BuildingBlock lamp by a statement=NONE reason=no`, "Lamp", `MISSING STATED_NONE "no"`},
		{"of several blocks the first reason, and the first note", `Actor a STATES Area north by a statement=COMPLETE
			Actor a STATES BuildingBlock roof-s by a statement=NONE reason=open`, "Roof", `MISSING STATED_NONE "open"`},
	})
}

func TestProcesses(t *testing.T) {
	rule(t, "k", []ruling{
		{"supported", `System a/s SUPPORTS Process k/1.2 by a`, "Two", `COVERED PROVIDED a/s`},
		{"supported by what is used", `System b/s SUPPORTS Process k/1.2 by b`, "Two", `SHARED USED b/s`},
		{"supported in a form of its own", `System b/s SUPPORTS Process mine by b`, "Ten", `SHARED USED b/s <mine`},
		{"a larger process supported", `System a/s SUPPORTS Process k/1 by a`, "Two", `UNKNOWN NOT_DESCRIBED`},
		{"an own part of a process supported", `System b/s SUPPORTS Process mine by b`, "Two", `UNKNOWN NOT_DESCRIBED`},
		{"realising is not supporting", `System a/s REALISES BuildingBlock lamp by a`, "Two", `UNKNOWN NOT_DESCRIBED`},
		{"support to come", `System a/s SUPPORTS Process k/1.2 by a validFrom=2030-01-01`, "Two", `PLANNED PLANNED_REALISATION a/s`},
		{"said of the process", `Actor a STATES Process k/1.2 by a statement=NONE`, "Two", `MISSING STATED_NONE`},
		{"said of the larger process", `Actor a STATES Process k/1 by a statement=NOT_NEEDED reason=no`, "Two", `NOT_NEEDED STATED_NOT_NEEDED "no"`},
		{"the nearest first", `Actor a STATES Process k/1 by a statement=NONE
			Actor a STATES Reference k by a statement=PLANNED`, "Two", `MISSING STATED_NONE`},
		{"a process described", `Actor a STATES Process k/1.2 by a statement=COMPLETE`, "Two", `MISSING AREA_DESCRIBED`},
		{"a larger process described", `Actor a STATES Process k/1 by a statement=COMPLETE`, "Two", `MISSING AREA_DESCRIBED`},
		{"another process described", `Actor a STATES Process k/2 by a statement=COMPLETE`, "Two", `UNKNOWN NOT_DESCRIBED`},
	})
}

func rule(t *testing.T, reference string, rulings []ruling) {
	for _, r := range rulings {
		t.Run(r.rule, func(t *testing.T) {
			c := sketch(t, town+r.lines)
			g := gapOf(t, c, GapQuestion{Actor: "a", Reference: reference, At: at})
			if got := namesOf(c).tell(rowNamed(t, g, r.row)); got != r.want {
				t.Errorf("%s: %s, but is to be %s", r.row, got, r.want)
			}
		})
	}
}

func TestRows(t *testing.T) {
	for _, test := range []struct{ name, actor, reference, area, want string }{
		{"by name", "a", "r", "", "Door Lamp Roof"},
		{"of an area", "a", "r", "south", "Door"},
		{"of a map, by code", "a", "k", "", "Two Ten Ex"},
		{"of a subtree", "a", "k", "k/1", "Two Ten Ex"},
		{"of a single process", "a", "k", "k/1.2", "Two"},
		{"that do not apply", "a", "k", "k/2", ""},
		{"that apply to whom it does not bind", "d", "k", "k/2", "Heal"},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := gapOf(t, sketch(t, town), GapQuestion{Actor: test.actor, Reference: test.reference, Area: test.area, At: at})
			var got []string
			for _, r := range g.Rows {
				got = append(got, r.Name)
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("the rows are %s, but are to be %s", s, test.want)
			}
		})
	}
}

func TestBasis(t *testing.T) {
	const said = town + `
		Actor a STATES Area north by a statement=COMPLETE asOf=2025-01-01
		Actor a STATES Area north by a statement=COMPLETE asOf=2026-01-01
		Actor a STATES Area south by a statement=NOT_NEEDED asOf=2026-01-01
		Actor a STATES Process k/1 by a statement=COMPLETE asOf=2024-01-01
		Actor b STATES Reference r by b statement=COMPLETE`
	for _, test := range []struct {
		actor, reference, area string
		want                   GapBasis
	}{
		{"a", "r", "north", GapBasis{true, "2026-01-01", 3, 3}},
		{"a", "r", "south", GapBasis{false, "", 1, 1}},
		{"a", "r", "", GapBasis{false, "", 3, 3}},
		{"b", "r", "", GapBasis{true, "", 3, 3}},
		{"b", "r", "south", GapBasis{true, "", 1, 1}},
		{"c", "r", "", GapBasis{false, "", 0, 3}},
		{"a", "k", "k/1.2", GapBasis{true, "2024-01-01", 1, 1}},
		{"a", "k", "", GapBasis{false, "", 3, 3}},
	} {
		g := gapOf(t, sketch(t, said), GapQuestion{Actor: test.actor, Reference: test.reference, Area: test.area, At: at})
		if g.Basis != test.want {
			t.Errorf("%s of %s %s: %v, but is to be %v", test.actor, test.reference, test.area, g.Basis, test.want)
		}
	}
}

func TestOffers(t *testing.T) {
	const lines = town + `
		Actor e actorKind=MUNICIPALITY population=2000
		System e/s owner=e
		System e/r owner=e
		Actor e PROVIDES System e/s by e
		Actor e PROVIDES System e/r by e
		Actor d PROVIDES System b/old by d
		System c/s REALISES BuildingBlock lamp by c
		System d/s REALISES BuildingBlock lamp by d
		System e/s REALISES BuildingBlock strip by e
		System e/r REALISES BuildingBlock lamp by c
		System b/s REALISES BuildingBlock lamp by b validTo=2021-01-01
		System b/old REALISES BuildingBlock lamp by b
		System c/s REALISES BuildingBlock roof-c by c coverage=PARTIAL
		System b/s REALISES BuildingBlock roof-c by b`
	c := sketch(t, lines)
	g := gapOf(t, c, GapQuestion{Actor: "a", Reference: "r", At: at, Offers: true})
	tell := func(row string) string {
		var s []string
		for _, o := range rowNamed(t, g, row).Offers {
			s = append(s, namesOf(c)[o.Actor]+":"+namesOf(c)[o.By])
		}
		return strings.Join(s, " ")
	}
	// c and e are equally far from a, d has no population; nobody who provides e/r says anything of it; b provided b/old once.
	if got, want := tell("Lamp"), "c:c/s e:e/s d:b/old d:d/s"; got != want {
		t.Errorf("offers of Lamp are %s, but are to be %s", got, want)
	}
	if got := tell("Roof"); got != "" {
		t.Errorf("what is used, or there in part, is no offer: %s", got)
	}
	if one, err := rowNamed(t, g, "Lamp").FirstOffers(new(int)); err != nil || len(one) != 0 {
		t.Errorf("the first 0 offers are %v, %v", one, err)
	}
}

func TestGrounds(t *testing.T) {
	c := sketch(t, town+`
		System b/s REALISES BuildingBlock strip by b origin=list
		Actor a STATES Area north by a statement=COMPLETE asOf=2026-01-01
		Actor a STATES BuildingBlock door by a statement=NOT_NEEDED
		Initiative a/i LED_BY Actor a by a
		Initiative a/i CLOSES BuildingBlock roof-c by a`)
	g := gapOf(t, c, GapQuestion{Actor: "a", Reference: "r", At: at})
	n := namesOf(c)
	for row, want := range map[string]string{
		"Lamp": "a USES b/s (a) | b PROVIDES b/s (b) | b/s REALISES strip (b FULL) | led SPECIALISES lamp (package:p) | strip SPECIALISES led (package:p)",
		"Door": "a STATES door (a NOT_NEEDED)",
		"Roof": "a/i LED_BY a (a) | a/i CLOSES roof-c (a)",
	} {
		var got []string
		for _, c := range rowNamed(t, g, row).Claims {
			got = append(got, n[c.From]+" "+c.Type+" "+n[c.To]+" ("+strings.TrimSpace(c.Owner+" "+c.Word)+")")
		}
		if s := strings.Join(got, " | "); s != want {
			t.Errorf("%s rests on %s, but is to rest on %s", row, s, want)
		}
	}
}

func TestSelect(t *testing.T) {
	g := gapOf(t, sketch(t, town+`System a/s REALISES BuildingBlock lamp by a`), GapQuestion{Actor: "a", Reference: "r", At: at})
	one, minus := 1, -1
	for _, test := range []struct {
		states []string
		first  *int
		want   int
	}{{nil, nil, 3}, {[]string{"COVERED", "MISSING"}, nil, 1}, {[]string{"UNKNOWN"}, &one, 1}, {[]string{}, nil, 0}} {
		if rows, err := g.Select(test.states, test.first); err != nil || len(rows) != test.want {
			t.Errorf("%v: %d rows, %v", test.states, len(rows), err)
		}
	}
	if _, err := g.Select(nil, &minus); landscape.CodeOf(err) != landscape.Invalid {
		t.Errorf("the first -1 rows: %v", err)
	}
}

func TestGapOfWhatIsNotThere(t *testing.T) {
	for _, q := range []GapQuestion{
		{Actor: "x", Reference: "r"}, {Actor: "a", Reference: "x"}, {Actor: "a", Reference: "r", Area: "x"},
		{Actor: "a", Reference: "r", Area: "far"}, {Actor: "a", Reference: "r", Area: "k/1"}, {Actor: "a", Reference: "k", Area: "mine"},
	} {
		q.At = at
		err := look(t, sketch(t, town), landscape.Steward(), func(s landscape.Snapshot) error {
			_, err := FindGap(context.Background(), s, model, q)
			return err
		})
		if landscape.CodeOf(err) != landscape.NotFound {
			t.Errorf("%v: %v", q, err)
		}
	}
}
