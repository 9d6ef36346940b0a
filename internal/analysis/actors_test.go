package analysis

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// county is the landscape that the tests about several actors share. Everything stands as the first day of 2026 found it.
//
//	group g = ann, bo, old                   who speaks for whom: bo ──▶ joint ◀── cia
//
//	ann   Ånge   municipality, 24   provides s (product p), uses t       owns the standard std
//	bo    Bo     municipality, 24   uses s (product p) until 2025, uses t
//	cia   Cia    region, 24         uses s                               offers login
//	joint Joint  joint body, 24     provides t; once provided s          offers login
//	far   Far    municipality, 25   uses t
//	old   Old    municipality, 24   ended in 2020
//
//	s ─▶ lamp in full, t ─▶ led in part, std ─▶ door; led is a special form of lamp
const county = `
Group g
Actor ann name=Ånge actorKind=MUNICIPALITY county=24
Actor bo name=Bo actorKind=MUNICIPALITY county=24
Actor cia name=Cia actorKind=REGION county=24
Actor joint name=Joint actorKind=JOINT_BODY county=24
Actor far name=Far actorKind=MUNICIPALITY county=25
Actor old name=Old actorKind=MUNICIPALITY county=24 validTo=2020-12-31
Group g INCLUDES Actor ann
Group g INCLUDES Actor bo
Group g INCLUDES Actor old
Group g INCLUDES Actor far validTo=2025-12-31
Actor bo REPRESENTED_BY Actor joint by bo since=2030-01-01
Actor cia REPRESENTED_BY Actor joint by joint
Actor far REPRESENTED_BY Actor joint by far validTo=2025-12-31
Product p
System s owner=ann
System t owner=joint
Standard std owner=ann
LoginMethod login
System s INSTANCE_OF Product p by ann
Actor ann PROVIDES System s by ann
Actor joint PROVIDES System s by joint validTo=2024-12-31
Actor joint PROVIDES System t by joint
Actor ann USES System t by ann
Actor bo USES System t by bo
Actor bo USES System s by bo validTo=2025-12-31
Actor cia USES System s by ann
Actor far USES System t by far
Actor joint SUPPLIES Product p by joint
Actor cia OFFERS LoginMethod login by cia
Actor joint OFFERS LoginMethod login by joint
Reference r
Area north
Area north IN Reference r
BuildingBlock lamp name=Lamp
BuildingBlock led name=Led
BuildingBlock door name=Door
BuildingBlock lamp IN Area north
BuildingBlock door IN Area north
BuildingBlock led SPECIALISES BuildingBlock lamp
System s REALISES BuildingBlock lamp by ann
System t REALISES BuildingBlock led by joint coverage=PARTIAL
Standard std REALISES BuildingBlock door by ann
Reference k
Process k/1 name=Teach code=1
Process k/2 name=Heal code=2 appliesTo=REGION
Process k/1 IN Reference k
Process k/2 IN Reference k
System t SUPPORTS Process k/2 by joint
Capability id name=Identity
Capability it name=Competence
Capability no name=Nothing
Obstacle wall
Obstacle wall HINDERS Actor joint
Obstacle wall CONCERNS Capability id
Obstacle moat
Obstacle moat HINDERS Group g
Obstacle moat CONCERNS Capability it
Actor ann ASSESSED Capability id by ann stance=PARTLY maturity=2 date=2020-01-01 origin=own
Actor ann ASSESSED Capability id by joint stance=HAS date=2021-01-01
Actor ann ASSESSED Capability it by joint stance=LACKS date=2020-01-01
Actor ann ASSESSED Capability it by far stance=HAS date=2021-01-01
Actor ann ASSESSED Capability it by cia stance=PARTLY date=2027-01-01
Actor joint ASSESSED Capability id by joint stance=LACKS
Actor joint ADOPTS Reference r by joint stance=USED
Actor ann ADOPTS Reference r by ann stance=PLANNED origin=own
Actor ann ADOPTS Reference r by joint stance=USED
Actor far ADOPTS Reference r by joint stance=NOT_USED
`

// within runs an analysis on the county as a steward sees it.
func within[T any](t *testing.T, analyse func(context.Context, landscape.Snapshot) (T, error)) (T, names) {
	t.Helper()
	c := sketch(t, county)
	var answer T
	err := look(t, c, landscape.Steward(), func(s landscape.Snapshot) (err error) {
		answer, err = analyse(context.Background(), s)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return answer, namesOf(c)
}

func TestSelections(t *testing.T) {
	for _, test := range []struct {
		name string
		sel  ActorSelection
		want string
	}{
		{"everybody by name, but those who are no more", ActorSelection{}, "bo,cia,far,joint,ann"},
		{"keys", ActorSelection{Keys: []string{"ann", "old", "joint", "ann"}}, "joint,ann"},
		{"no keys", ActorSelection{Keys: []string{}}, ""},
		{"a group", ActorSelection{Group: "g"}, "bo,ann"},
		{"a county is its municipalities and its region", ActorSelection{County: "24"}, "bo,cia,ann"},
		{"a county's joint bodies", ActorSelection{County: "24", ActorKind: "JOINT_BODY"}, "joint"},
		{"a kind", ActorSelection{ActorKind: "MUNICIPALITY"}, "bo,far,ann"},
		{"all conditions hold", ActorSelection{Keys: []string{"ann", "joint", "far"}, Group: "g", County: "24"}, "ann"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, n := within(t, func(ctx context.Context, s landscape.Snapshot) (*Adoption, error) {
				return FindAdoption(ctx, s, model, AdoptionQuestion{Reference: "r", Actors: test.sel, At: at})
			})
			var got []string
			for _, r := range a.Rows {
				got = append(got, n[r.Actor])
			}
			if s := strings.Join(got, ","); s != test.want {
				t.Errorf("the actors are %s, but are to be %s", s, test.want)
			}
		})
	}
}

func TestShared(t *testing.T) {
	for _, test := range []struct {
		kind  string
		sel   ActorSelection
		least int
		want  string
	}{
		{"SYSTEM", ActorSelection{}, 2, "t 4 bo,far,joint,ann by joint; s 2 cia,ann by ann"},
		{"SYSTEM", ActorSelection{County: "24"}, 2, "s 2 cia,ann by ann; t 2 bo,ann by joint"},
		{"SYSTEM", ActorSelection{}, 5, ""},
		{"SERVICE", ActorSelection{}, 1, ""},
		{"PRODUCT", ActorSelection{}, 1, "p 2 cia,ann by joint"},
		{"LOGIN_METHOD", ActorSelection{Keys: []string{"cia"}}, 1, "login 1 cia by cia,joint"},
		{"BUILDING_BLOCK", ActorSelection{County: "24"}, 1, "lamp 3 bo,cia,ann by joint,ann; led 2 bo,ann by joint; door 1 ann by "},
	} {
		answer, n := within(t, func(ctx context.Context, s landscape.Snapshot) (*Shared, error) {
			return FindShared(ctx, s, model, SharedQuestion{Kind: test.kind, Actors: test.sel, MinActors: test.least, At: at})
		})
		var got []string
		for _, r := range answer.Rows {
			got = append(got, fmt.Sprint(n[r.Item], " ", r.Count, " ", n.list(r.Actors), " by ", n.list(r.Providers)))
		}
		if s := strings.Join(got, "; "); s != test.want || answer.TotalCount != len(got) {
			t.Errorf("%s, at least %d: %s, but is to be %s", test.kind, test.least, s, test.want)
		}
	}
}

func TestSharedArguments(t *testing.T) {
	one, minus := 1, -1
	ask := func(least int, first *int) (answer *Shared, code landscape.Code) {
		err := look(t, sketch(t, county), landscape.Steward(), func(s landscape.Snapshot) (err error) {
			answer, err = FindShared(context.Background(), s, model, SharedQuestion{Kind: "SYSTEM", MinActors: least, First: first, At: at})
			return err
		})
		if err != nil {
			return nil, landscape.CodeOf(err)
		}
		return answer, ""
	}
	if answer, code := ask(1, &one); code != "" || answer.TotalCount != 2 || len(answer.Rows) != 1 {
		t.Errorf("the first of two: %v %s", answer, code)
	}
	if _, code := ask(1, &minus); code != landscape.Invalid {
		t.Errorf("the first -1: %s", code)
	}
	if _, code := ask(0, nil); code != landscape.Invalid {
		t.Errorf("what at least 0 actors have: %s", code)
	}
}

func TestCapabilities(t *testing.T) {
	ask := func(keys []string) (answer *CapabilityMatrix, n names) {
		return within(t, func(ctx context.Context, s landscape.Snapshot) (*CapabilityMatrix, error) {
			return FindCapabilities(ctx, s, model, CapabilityQuestion{Actors: ActorSelection{Group: "g"}, Capabilities: keys, At: at})
		})
	}
	m, n := ask(nil)
	if got := n.list(m.Items); got != "it,id" {
		t.Errorf("the items are %s: those with a stance, by name", got)
	}
	want := []string{
		"bo: UNKNOWN/ | LACKS joint true /wall", // What joint says of itself is its own word, also where it stands for bo.
		"ann: HAS - false / | PARTLY2 - true own/",
	}
	for i, r := range m.Rows {
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, n.writeStance(c.Stance, c.Maturity, c.Via, c.Confirmed, c.Origin)+"/"+n.list(c.Obstacles))
		}
		if got := n[r.Actor] + ": " + strings.Join(cells, " | "); got != want[i] {
			t.Errorf("%s, but is to be %s", got, want[i])
		}
	}
	if got := fmt.Sprint(m.Total[0].Has, m.Total[0].Unknown, n.list(m.Total[0].Obstacles), m.Total[1].Partly, m.Total[1].Lacks, n.list(m.Total[1].Obstacles)); got != "1 1moat1 1" {
		t.Errorf("the totals are %s", got)
	}
	if m.Basis.Known != 2 || m.Basis.Of != 2 || len(m.Basis.Unknown) != 0 {
		t.Errorf("the basis is %v", m.Basis)
	}
	m, n = ask([]string{"no", "it"})
	if got := n.list(m.Items); got != "it,no" || m.Basis.Known != 2 {
		t.Errorf("the items named are %s, the basis %v", got, m.Basis)
	}
}

func TestAdoption(t *testing.T) {
	a, n := within(t, func(ctx context.Context, s landscape.Snapshot) (*Adoption, error) {
		return FindAdoption(ctx, s, model, AdoptionQuestion{Reference: "r", At: at})
	})
	want := "bo USED joint true |cia USED joint true |far NOT_USED - false |joint USED - true |ann PLANNED - true own"
	var got []string
	for _, r := range a.Rows {
		got = append(got, n[r.Actor]+" "+n.writeStance(r.Stance, nil, r.Via, r.Confirmed, r.Origin))
	}
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("%s, but is to be %s", s, want)
	}
	if s := fmt.Sprint(a.Counts); s != "[{USED 3} {NOT_USED 1} {PLANNED 1} {UNKNOWN 0}]" {
		t.Errorf("the counts are %s", s)
	}
}

func TestCoverage(t *testing.T) {
	for _, test := range []struct {
		sel       ActorSelection
		reference string
		want      string
	}{
		{ActorSelection{County: "24"}, "r", "Door Lamp; bo UNKNOWN PARTLY; cia UNKNOWN SHARED; ann COVERED COVERED"},
		{ActorSelection{County: "24"}, "k", "Teach Heal; bo UNKNOWN NOT_NEEDED; cia UNKNOWN UNKNOWN; ann UNKNOWN NOT_NEEDED"},
		{ActorSelection{Keys: []string{"ann", "joint"}}, "k", "Teach Heal; joint UNKNOWN COVERED; ann UNKNOWN NOT_NEEDED"},
		{ActorSelection{Keys: []string{"ann"}}, "k", "Teach Heal; ann UNKNOWN NOT_NEEDED"},
	} {
		c, n := within(t, func(ctx context.Context, s landscape.Snapshot) (*Coverage, error) {
			return FindCoverage(ctx, s, model, CoverageQuestion{Actors: test.sel, Reference: test.reference, At: at})
		})
		var rows []string
		for _, r := range c.Rows {
			rows = append(rows, r.Name)
		}
		got := strings.Join(rows, " ")
		for _, a := range c.Actors {
			got += "; " + n[a.Actor] + " " + strings.Join(a.States, " ")
		}
		if got != test.want {
			t.Errorf("%s, but is to be %s", got, test.want)
		}
	}
}
