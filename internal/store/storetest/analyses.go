package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/analysis"
	"github.com/arkinera/landskap/internal/landscape"
)

// analysisQuestion asks an analysis, of which the answer rests on many reads.
type analysisQuestion struct {
	question any
	ask      func(context.Context, landscape.Snapshot) (any, error)
}

func (q analysisQuestion) String() string { return fmt.Sprintf("%T %+v", q.question, q.question) }

func (q analysisQuestion) Ask(ctx context.Context, s landscape.Snapshot) (string, error) {
	answer, err := q.ask(ctx, s)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(answer)
	return string(text), err
}

// analysis draws a question for one of the analyses.
func (a *asker) analysis() Question {
	m, at := a.model, landscape.Date(rapid.SampledFrom(drawnDates).Draw(a.t, "day"))
	reference := a.key("Reference")
	var area string
	if a.oneIn(3) {
		area = a.key("Area", "Process")
	}
	switch rapid.IntRange(0, 4).Draw(a.t, "analysis") {
	case 0:
		q := analysis.GapQuestion{Actor: a.key("Actor"), Reference: reference, Area: area, At: at, Offers: true}
		return analysisQuestion{q, func(ctx context.Context, s landscape.Snapshot) (any, error) { return analysis.FindGap(ctx, s, m, q) }}
	case 1:
		q := analysis.CoverageQuestion{Actors: a.actors(), Reference: reference, Area: area, At: at}
		return analysisQuestion{q, func(ctx context.Context, s landscape.Snapshot) (any, error) {
			return analysis.FindCoverage(ctx, s, m, q)
		}}
	case 2:
		q := analysis.CapabilityQuestion{Actors: a.actors(), At: at}
		return analysisQuestion{q, func(ctx context.Context, s landscape.Snapshot) (any, error) {
			return analysis.FindCapabilities(ctx, s, m, q)
		}}
	case 3:
		q := analysis.AdoptionQuestion{Actors: a.actors(), Reference: reference, At: at}
		return analysisQuestion{q, func(ctx context.Context, s landscape.Snapshot) (any, error) {
			return analysis.FindAdoption(ctx, s, m, q)
		}}
	}
	kinds := []string{"SYSTEM"}
	for kind, name := range map[string]string{"PRODUCT": "Product", "SERVICE": "Service", "BUILDING_BLOCK": "BuildingBlock", "LOGIN_METHOD": "LoginMethod"} {
		if slices.Contains(a.kinds, m.Kind(name)) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	q := analysis.SharedQuestion{Kind: rapid.SampledFrom(kinds).Draw(a.t, "kind"), Actors: a.actors(), MinActors: 1, At: at}
	return analysisQuestion{q, func(ctx context.Context, s landscape.Snapshot) (any, error) { return analysis.FindShared(ctx, s, m, q) }}
}

// key draws the key of an element of one of the kinds, seldom one that is not there.
func (a *asker) key(kinds ...string) string {
	var keys []string
	for _, e := range a.content.Elements {
		for _, k := range kinds {
			if e.Kind.Name == k {
				keys = append(keys, e.Key())
			}
		}
	}
	if len(keys) == 0 || a.oneIn(20) {
		return "nobody"
	}
	return rapid.SampledFrom(keys).Draw(a.t, "key")
}

func (a *asker) actors() analysis.ActorSelection {
	switch rapid.IntRange(0, 5).Draw(a.t, "actors") {
	case 0:
		return analysis.ActorSelection{Keys: []string{a.key("Actor"), a.key("Actor")}}
	case 1:
		return analysis.ActorSelection{County: rapid.SampledFrom(drawnCounties).Draw(a.t, "county")}
	case 2:
		return analysis.ActorSelection{Group: a.key("Group")}
	}
	return analysis.ActorSelection{}
}
