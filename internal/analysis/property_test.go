package analysis

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// without returns the world without the claims for which the test is true.
func (w world) without(gone func(*landscape.Relation) bool) world {
	return world{&landscape.Content{Elements: w.content.Elements, Relations: slices.DeleteFunc(slices.Clone(w.content.Relations), gone)}, w.viewer}
}

// partitioned holds if the rows of every gap hold each item of the reference once, each row has one of the seven states, and the
// counts and the basis count the rows. spoil changes a gap before it is looked at.
func partitioned(spoil func(*Gap)) property {
	return func(w world, fault through) error {
		o := newOracle(w)
		questions := gapQuestions(w)
		for i, g := range w.gaps(fault, questions) {
			q := questions[i]
			if g == nil {
				continue
			}
			spoil(g)
			rows, _, _ := o.rows(o.element("Reference", q.Reference), q.Area)
			left := map[landscape.ID]bool{}
			for _, row := range rows {
				for _, item := range row.items {
					left[item.ID] = appliesTo(item, o.element("Actor", q.Actor))
				}
			}
			for _, r := range g.Rows {
				for _, item := range r.Items {
					if !left[item] {
						return fmt.Errorf("%v: a row has an item twice, or one that is none", q)
					}
					left[item] = false
				}
			}
			for _, is := range left {
				if is {
					return fmt.Errorf("%v: an item is in no row", q)
				}
			}
			if err := counted(g); err != nil {
				return fmt.Errorf("%v: %w", q, err)
			}
		}
		return nil
	}
}

func counted(g *Gap) error {
	seen := 0
	for i, c := range g.Counts {
		if c.State != states[i] {
			return fmt.Errorf("the counts are not in the order of the states")
		}
		rows, _ := g.Select([]string{c.State}, nil)
		if len(rows) != c.Count {
			return fmt.Errorf("%d rows are %s, but %d are counted", len(rows), c.State, c.Count)
		}
		seen += c.Count
	}
	if unknown := g.Counts[len(g.Counts)-1].Count; seen != len(g.Rows) || g.Basis.Total != seen || g.Basis.Described != seen-unknown {
		return fmt.Errorf("%d rows, %d in a state, basis %v", len(g.Rows), seen, g.Basis)
	}
	return nil
}

func TestStatesPartitionTheRows(t *testing.T) {
	as := func(*Gap) {}
	holds(t, worlds(gapCast), partitioned(as))
	holds(t, worlds(mapCast), partitioned(as))
	for name, spoil := range map[string]func(*Gap){
		"unknown counted as missing": func(g *Gap) {
			g.Counts[missing].Count, g.Counts[unknown].Count = g.Counts[missing].Count+g.Counts[unknown].Count, 0
		},
		"a row lost":  func(g *Gap) { g.Rows = g.Rows[min(1, len(g.Rows)):] },
		"a row twice": func(g *Gap) { g.Rows = append(g.Rows, g.Rows[:min(1, len(g.Rows))]...) },
	} {
		t.Run(name, func(t *testing.T) { finds(t, worlds(gapCast), partitioned(spoil), nil) })
	}
}

// locally holds if a row that changes when one claim is deleted rested on that claim: it was among the row's grounds, or it kept
// another claim from deciding, which then is among the grounds - what somebody else says of the same thing and item, or what the
// same actor states of the same, or of something larger or smaller. Claims that say what the rows are - what belongs to a reference
// and what is a part of what - are not behind a state and are left alone, as are offers.
func locally(w world, fault through) error {
	questions := gapQuestions(w)
	before := w.gaps(fault, questions)
	for _, gone := range w.content.Relations {
		if t := gone.Type.Type; t == "IN" || t == "PART_OF" {
			continue
		}
		after := w.without(func(c *landscape.Relation) bool { return c.ID == gone.ID }).gaps(fault, questions)
		for i, was := range before {
			if was == nil {
				continue
			}
			if len(was.Rows) != len(after[i].Rows) {
				return fmt.Errorf("%v: %v changes the rows", questions[i], newGapClaim(gone))
			}
			for j := range was.Rows {
				if !restedOn(gone, was.Rows[j], after[i].Rows[j]) {
					return fmt.Errorf("%v: without %v\n%+v\nbecomes\n%+v", questions[i], newGapClaim(gone), was.Rows[j], after[i].Rows[j])
				}
			}
		}
	}
	return nil
}

// restedOn reports whether a row either is the same without a claim or has rested on it.
func restedOn(gone *landscape.Relation, was, is GapRow) bool {
	was.Offers, is.Offers = nil, nil
	comesUp := func(c GapClaim) bool {
		return c.Type == gone.Type.Type && c.From == gone.From && (c.To == gone.To || c.Type == "STATES") && !slices.Contains(was.Claims, c)
	}
	return reflect.DeepEqual(was, is) || slices.Contains(was.Claims, newGapClaim(gone)) || slices.ContainsFunc(is.Claims, comesUp)
}

func TestADeletedClaimChangesWhatRestsOnIt(t *testing.T) {
	holds(t, worlds(gapCast), locally)
	holds(t, worlds(mapCast), locally)
	t.Run("another claim is lost", func(t *testing.T) { finds(t, worlds(gapCast), locally, forgetful) })
}

// answers is what all analyses say of a world, as bytes, to the questions that there are about the asked one: to name something that
// only one of two worlds has would be another question.
func answers(asked, w world, fault through) string {
	var all []any
	w.read(fault, func(s landscape.Snapshot) {
		ctx := context.Background()
		note := func(answer any, err error) { all = append(all, answer, codeOf(err)) }
		for _, q := range gapQuestions(asked) {
			note(FindGap(ctx, s, model, q))
		}
		for _, sel := range selections(asked) {
			note(FindCoverage(ctx, s, model, CoverageQuestion{Actors: sel, Reference: oddKeys[0], At: at}))
			note(FindCapabilities(ctx, s, model, CapabilityQuestion{Actors: sel, At: at}))
			note(FindAdoption(ctx, s, model, AdoptionQuestion{Actors: sel, Reference: oddKeys[0], At: at}))
			for _, kind := range []string{"SYSTEM", "PRODUCT", "SERVICE", "BUILDING_BLOCK", "LOGIN_METHOD"} {
				note(FindShared(ctx, s, model, SharedQuestion{Kind: kind, Actors: sel, MinActors: 1, At: at}))
			}
		}
	})
	b, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(b)
}

var allCasts = map[string]cast{"gap": gapCast, "map": mapCast, "shared": sharedCast, "capability": capabilityCast}

// backwards hands out everything in the order opposite to the store's, which the contract does not even allow.
var backwards = tamper(func(_ world, m *landscape.Matrix) { slices.Reverse(m.Tuples) })

// unordered holds if the answers do not depend on the order in which a landscape was loaded, or in which paths are handed out.
func unordered(w world, fault through) error {
	other := world{&landscape.Content{Elements: slices.Clone(w.content.Elements), Relations: slices.Clone(w.content.Relations)}, w.viewer}
	slices.Reverse(other.content.Elements)
	slices.Reverse(other.content.Relations)
	then := func(w world, s landscape.Snapshot) landscape.Snapshot {
		if s = backwards(w, s); fault != nil {
			s = fault(w, s)
		}
		return s
	}
	if answers(w, w, fault) != answers(w, other, then) {
		return fmt.Errorf("another order gives another answer")
	}
	return nil
}

func TestOrderMeansNothing(t *testing.T) {
	for name, c := range allCasts {
		t.Run(name, func(t *testing.T) {
			holds(t, worlds(c), unordered)
			finds(t, worlds(c), unordered, lossy)
		})
	}
}

// withHidden returns the world with all that it could have more that its viewer may not see: another element of every kind, claims
// that relate it to all others in every way, and hidden claims between what can be seen. A steward, who sees everything, becomes the public.
func (w world) withHidden() (before, after world) {
	viewer := w.viewer
	if viewer == landscape.Steward() {
		viewer = landscape.Public()
	}
	c := &landscape.Content{Elements: slices.Clone(w.content.Elements), Relations: slices.Clone(w.content.Relations)}
	for _, kind := range model.Kinds {
		if slices.ContainsFunc(c.Elements, func(e *landscape.Element) bool { return e.Kind == kind }) {
			c.Elements = append(c.Elements, landscape.NewElement(kind, map[string]any{
				"key": "hidden", "name": "A", "owner": "stranger", "visibility": "ACTOR", "actorKind": "MUNICIPALITY"}))
		}
	}
	for _, r := range model.Relations {
		for _, from := range c.Elements {
			for _, to := range c.Elements {
				if r.Starts(from.Kind) && r.Ends(to.Kind) && len(r.To) < len(model.Kinds) {
					c.Relations = append(c.Relations, hiddenClaim(r, from, to))
				}
			}
		}
	}
	return world{w.content, viewer}, world{c, viewer}
}

// hiddenClaim returns a claim that is hidden by itself or, where an end is hidden, by that end only.
func hiddenClaim(r *schema.Relation, from, to *landscape.Element) *landscape.Relation {
	values := map[string]any{"owner": "stranger", "visibility": "ACTOR", "date": at, "asOf": at, "stance": "LACKS", "statement": "COMPLETE"}
	if from.Owner() == "stranger" || to.Owner() == "stranger" {
		values["owner"], values["visibility"] = oddKeys[0], "OPEN"
	}
	return landscape.NewRelation(r, from.Ref(), to.Ref(), values)
}

// discreet holds if what a viewer may not see changes none of the answers.
func discreet(w world, fault through) error {
	before, after := w.withHidden()
	if was, is := answers(before, before, nil), answers(before, after, fault); was != is {
		return fmt.Errorf("what is hidden shows:\n%s\n%s", was, is)
	}
	return nil
}

func TestWhatIsHiddenDoesNotShow(t *testing.T) {
	for name, c := range allCasts {
		t.Run(name, func(t *testing.T) {
			holds(t, worlds(c), discreet)
			finds(t, worlds(c), discreet, leaking)
		})
	}
}

// withdrawn holds if no row is AREA_DESCRIBED when all completeness statements are withdrawn, and what was so is UNKNOWN - unless an
// older word about the same comes to light.
func withdrawn(w world, fault through) error {
	questions := gapQuestions(w)
	after := w.without(func(c *landscape.Relation) bool { return c.Text("statement") == "COMPLETE" }).gaps(fault, questions)
	for i, g := range w.gaps(fault, questions) {
		if g == nil {
			continue
		}
		for j, was := range g.Rows {
			is := after[i].Rows[j]
			older := slices.ContainsFunc(is.Claims, func(c GapClaim) bool { return c.Type == "STATES" })
			if is.Reason == "AREA_DESCRIBED" || was.Reason == "AREA_DESCRIBED" && is.State != "UNKNOWN" && !older {
				return fmt.Errorf("%v: %+v\nis, with nothing declared,\n%+v", questions[i], was, is)
			}
		}
	}
	return nil
}

func TestAWithdrawnCompletenessLeavesTheUnknown(t *testing.T) {
	holds(t, worlds(gapCast), withdrawn)
	holds(t, worlds(mapCast), withdrawn)
	t.Run("every word is taken for completeness", func(t *testing.T) { finds(t, worlds(gapCast), withdrawn, glib) })
}
