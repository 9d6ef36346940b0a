package graph

import (
	"context"

	"github.com/arkinera/landskap/graph/writing"
	"github.com/arkinera/landskap/internal/analysis"
)

// Analyses is the table that binds the fields of Query to the analyses.
func Analyses() map[string]Analysis {
	return map[string]Analysis{
		"gap": func(ctx context.Context, c Call) (any, error) {
			return analysis.FindGap(ctx, c.Snapshot, c.Model, analysis.GapQuestion{
				Actor: c.Text("actor"), Reference: c.Text("reference"), Area: c.Text("area"), At: c.At(), Offers: c.Asks("offers"),
			})
		},
		"coverage": func(ctx context.Context, c Call) (any, error) {
			return analysis.FindCoverage(ctx, c.Snapshot, c.Model, analysis.CoverageQuestion{
				Actors: c.actors(), Reference: c.Text("reference"), Area: c.Text("area"), At: c.At(),
			})
		},
		"shared": func(ctx context.Context, c Call) (any, error) {
			return analysis.FindShared(ctx, c.Snapshot, c.Model, analysis.SharedQuestion{
				Kind: c.Text("kind"), Actors: c.actors(), MinActors: *number(c.Args, "minActors"), At: c.At(), First: number(c.Args, "first"),
			})
		},
		"capabilityMatrix": func(ctx context.Context, c Call) (any, error) {
			return analysis.FindCapabilities(ctx, c.Snapshot, c.Model, analysis.CapabilityQuestion{
				Actors: c.actors(), Capabilities: texts(c.Args, "capabilities"), At: c.At(),
			})
		},
		"adoption": func(ctx context.Context, c Call) (any, error) {
			return analysis.FindAdoption(ctx, c.Snapshot, c.Model, analysis.AdoptionQuestion{
				Reference: c.Text("reference"), Actors: c.actors(), At: c.At(),
			})
		},
	}
}

// withArguments are the fields of analyses and of history that take arguments, by type and name.
var withArguments = map[string]func(object any, args map[string]any) (any, error){
	"Gap.rows": func(object any, args map[string]any) (any, error) {
		return object.(*analysis.Gap).Select(texts(args, "states"), number(args, "first"))
	},
	"Commit.changes": func(object any, args map[string]any) (any, error) {
		return object.(*writing.Commit).First(number(args, "first")), nil
	},
	"GapRow.offers": func(object any, args map[string]any) (any, error) {
		return object.(*analysis.GapRow).FirstOffers(number(args, "first"))
	},
}

// actors reads an ActorSelection.
func (c Call) actors() analysis.ActorSelection {
	given, _ := c.Args["actors"].(map[string]any)
	text := func(name string) string { s, _ := given[name].(string); return s }
	return analysis.ActorSelection{Keys: texts(given, "keys"), Group: text("group"), County: text("county"), ActorKind: text("actorKind")}
}

// texts returns a list argument; nil where it was not given, which is not the same as an empty list.
func texts(args map[string]any, name string) []string {
	given, ok := args[name].([]any)
	if !ok {
		return nil
	}
	list := make([]string, len(given))
	for i, v := range given {
		list[i], _ = v.(string)
	}
	return list
}

// number returns a whole-number argument, or nil where it was not given.
func number(args map[string]any, name string) *int {
	n, ok := args[name].(int64)
	if !ok {
		return nil
	}
	i := int(n)
	return &i
}
