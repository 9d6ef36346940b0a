package analysis

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// counting counts the calls of a snapshot's methods.
type counting struct {
	landscape.Snapshot
	calls *int
}

func (s counting) Elements(ctx context.Context, ids []landscape.ID, attributes []string, ahead ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	*s.calls++
	return s.Snapshot.Elements(ctx, ids, attributes, ahead...)
}

func (s counting) Find(ctx context.Context, q landscape.Query) (landscape.Rows, error) {
	*s.calls++
	return s.Snapshot.Find(ctx, q)
}

func (s counting) Count(ctx context.Context, q landscape.Query) (int, error) {
	*s.calls++
	return s.Snapshot.Count(ctx, q)
}

func (s counting) Related(ctx context.Context, q landscape.RelatedQuery) ([]landscape.Ends, error) {
	*s.calls++
	return s.Snapshot.Related(ctx, q)
}

func (s counting) CountRelated(ctx context.Context, q landscape.RelatedQuery) ([]int, error) {
	*s.calls++
	return s.Snapshot.CountRelated(ctx, q)
}

func (s counting) Matrix(ctx context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
	*s.calls++
	return s.Snapshot.Matrix(ctx, q)
}

// crowd is a landscape of n actors that all have something of everything.
func crowd(n int) string {
	var b strings.Builder
	b.WriteString(`Reference r
		Area north
		Area north IN Reference r
		Reference k
		Process k/1 code=1
		Process k/1 IN Reference k
		Group all
		Capability skill
		Product prod
		LoginMethod login
		Obstacle wall
		Obstacle wall CONCERNS Capability skill
		`)
	for i := range n {
		lines := `Actor a# actorKind=MUNICIPALITY county=24 population=1000
			Group all INCLUDES Actor a#
			BuildingBlock b#
			BuildingBlock b# IN Area north
			Process k/1.# code=1.#
			Process k/1.# IN Reference k
			Process k/1.# PART_OF Process k/1
			System s# owner=a#
			Standard d# owner=a#
			Initiative i# owner=a#
			Actor a# PROVIDES System s# by a#
			Actor a# USES System s0 by a#
			System s# REALISES BuildingBlock b# by a#
			System s# SUPPORTS Process k/1.# by a#
			System s# INSTANCE_OF Product prod by a#
			Standard d# REALISES BuildingBlock b# by a#
			Initiative i# LED_BY Actor a# by a#
			Initiative i# CLOSES BuildingBlock b# by a#
			Actor a# STATES Area north by a# statement=COMPLETE
			Actor a# OFFERS LoginMethod login by a#
			Actor a# ASSESSED Capability skill by a# stance=HAS
			Actor a# ADOPTS Reference r by a# stance=USED
			Actor a# REPRESENTED_BY Actor a0 by a#
			Obstacle wall HINDERS Actor a# by a#
			`
		b.WriteString(strings.ReplaceAll(lines, "#", fmt.Sprint(i)))
	}
	return b.String()
}

// An analysis asks the store as often of a large landscape as of a small one, and never more than eight times.
func TestCallsDoNotGrow(t *testing.T) {
	ctx := context.Background()
	everybody, county, group, some := ActorSelection{}, ActorSelection{County: "24"}, ActorSelection{Group: "all", County: "24"}, ActorSelection{Keys: []string{"a0"}}
	gap := func(q GapQuestion) func(landscape.Snapshot) error {
		return func(s landscape.Snapshot) error { q.At = at; _, err := FindGap(ctx, s, model, q); return err }
	}
	coverage := func(sel ActorSelection, reference, area string) func(landscape.Snapshot) error {
		return func(s landscape.Snapshot) error {
			_, err := FindCoverage(ctx, s, model, CoverageQuestion{sel, reference, area, at})
			return err
		}
	}
	shared := func(kind string, sel ActorSelection) func(landscape.Snapshot) error {
		return func(s landscape.Snapshot) error {
			_, err := FindShared(ctx, s, model, SharedQuestion{Kind: kind, Actors: sel, MinActors: 1, At: at})
			return err
		}
	}
	for name, test := range map[string]struct {
		ask  func(landscape.Snapshot) error
		want int
	}{
		"gap":                        {gap(GapQuestion{Actor: "a0", Reference: "r"}), 7},
		"gap with offers":            {gap(GapQuestion{Actor: "a0", Reference: "r", Area: "north", Offers: true}), 7},
		"gap of a map":               {gap(GapQuestion{Actor: "a0", Reference: "k", Area: "k/1", Offers: true}), 6},
		"coverage of everybody":      {coverage(everybody, "r", "north"), 8},
		"coverage of a group":        {coverage(group, "r", ""), 8},
		"coverage of some":           {coverage(some, "r", ""), 7},
		"coverage of a map":          {coverage(county, "k", ""), 7},
		"shared systems":             {shared("SYSTEM", county), 3},
		"shared products of a group": {shared("PRODUCT", group), 4},
		"shared logins":              {shared("LOGIN_METHOD", everybody), 3},
		"shared blocks":              {shared("BUILDING_BLOCK", group), 6},
		"capability": {func(s landscape.Snapshot) error {
			_, err := FindCapabilities(ctx, s, model, CapabilityQuestion{Actors: group, Capabilities: []string{"skill"}, At: at})
			return err
		}, 5},
		"adoption": {func(s landscape.Snapshot) error {
			_, err := FindAdoption(ctx, s, model, AdoptionQuestion{Reference: "r", Actors: county, At: at})
			return err
		}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{1, 40} {
				calls := 0
				err := look(t, sketch(t, crowd(n)), landscape.Steward(), func(s landscape.Snapshot) error { return test.ask(counting{s, &calls}) })
				if err != nil {
					t.Fatal(err)
				}
				if calls != test.want || calls > 8 {
					t.Errorf("%d actors: %d calls, but are to be %d", n, calls, test.want)
				}
			}
		})
	}
}
