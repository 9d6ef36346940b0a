package analysis

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// selections are ways to choose actors in a world.
func selections(w world) []ActorSelection {
	list := []ActorSelection{{}, {County: "24"}, {ActorKind: "AGENCY"}, {County: "24", ActorKind: "SUPPLIER"}, {Keys: []string{}}, {Keys: []string{"nobody"}}, {Group: "none"}}
	for _, e := range w.content.Elements {
		switch e.Kind.Name {
		case "Actor":
			list = append(list, ActorSelection{Keys: []string{e.Key(), oddKeys[0]}})
		case "Group":
			list = append(list, ActorSelection{Group: e.Key()}, ActorSelection{Group: e.Key(), County: "24"}, ActorSelection{Group: e.Key(), Keys: []string{oddKeys[0]}})
		}
	}
	return list
}

// keysOfKind returns the keys of a world's elements of a kind, and one that is not there.
func keysOfKind(w world, kind string) []string {
	keys := []string{"nothing"}
	for _, e := range w.content.Elements {
		if e.Kind.Name == kind {
			keys = append(keys, e.Key())
		}
	}
	return keys
}

// same compares an analysis' answers, written down, with the oracle's.
func same[Q, A any](w world, fault through, questions []Q, analyse func(context.Context, landscape.Snapshot, *schema.Metamodel, Q) (A, error), write func(A) string, oracle func(Q) string) (wrong error) {
	w.read(fault, func(s landscape.Snapshot) {
		for _, q := range questions {
			answer, err := analyse(context.Background(), s, model, q)
			got := string(codeOf(err))
			if err == nil {
				got = write(answer)
			}
			if want := oracle(q); got != want {
				wrong = fmt.Errorf("the answer to %+v is\n%s\nbut is to be\n%s", q, got, want)
				return
			}
		}
	})
	return wrong
}

func coverageAsDefined(w world, fault through) error {
	o, n := newOracle(w), namesOf(w.content)
	write := func(c *Coverage) string {
		var lines []string
		for i, r := range c.Rows {
			lines = append(lines, r.Name+" ["+n.list(r.Items)+"]")
			for j, of := range r.Counts {
				k := 0
				for _, a := range c.Actors {
					if a.States[i] == states[j] {
						k++
					}
				}
				if k != of.Count {
					return "the counts of a row do not add up"
				}
			}
		}
		for _, a := range c.Actors {
			lines = append(lines, n[a.Actor]+" "+strings.Join(a.States, " ")+" "+fmt.Sprint(a.Basis, a.Counts))
		}
		return strings.Join(lines, "\n")
	}
	var questions []CoverageQuestion
	for _, sel := range selections(w) {
		for _, area := range append(keysOfKind(w, "Area"), append(keysOfKind(w, "Process"), "")...) {
			questions = append(questions, CoverageQuestion{Actors: sel, Reference: oddKeys[0], Area: area, At: at})
		}
	}
	return same(w, fault, questions, FindCoverage, write, o.coverage)
}

func sharedAsDefined(w world, fault through) error {
	o, n := newOracle(w), namesOf(w.content)
	write := func(c *Shared) string {
		lines := []string{fmt.Sprint(c.TotalCount)}
		for _, r := range c.Rows {
			lines = append(lines, fmt.Sprint(n[r.Item], " ", r.Count, " ", n.list(r.Actors), " by ", n.list(r.Providers)))
		}
		return strings.Join(lines, "\n")
	}
	var questions []SharedQuestion
	for _, sel := range selections(w) {
		for _, kind := range []string{"SYSTEM", "SERVICE", "PRODUCT", "LOGIN_METHOD", "BUILDING_BLOCK"} {
			for least := 1; least < 3; least++ {
				questions = append(questions, SharedQuestion{Kind: kind, Actors: sel, MinActors: least, At: at})
			}
		}
	}
	return same(w, fault, questions, FindShared, write, o.shared)
}

// writeStance writes a stance as the oracle does.
func (n names) writeStance(stance string, maturity *int, via landscape.ID, confirmed *bool, origin string) string {
	if confirmed == nil {
		if stance != "UNKNOWN" || maturity != nil || via != "" || origin != "" {
			return "something is known of what is not known"
		}
		return stance
	}
	level := ""
	if maturity != nil {
		level = fmt.Sprint(*maturity)
	}
	return fmt.Sprint(stance, level, " ", n[via], " ", *confirmed, " ", origin)
}

func capabilityAsDefined(w world, fault through) error {
	o, n := newOracle(w), namesOf(w.content)
	write := func(c *CapabilityMatrix) string {
		var lines []string
		for _, r := range c.Rows {
			line := n[r.Actor]
			for _, cell := range r.Cells {
				line += " | " + n.writeStance(cell.Stance, cell.Maturity, cell.Via, cell.Confirmed, cell.Origin) + " " + n.list(cell.Obstacles)
			}
			lines = append(lines, line)
		}
		for i, t := range c.Total {
			if t.Capability != c.Items[i] {
				return "the totals are not in the order of the items"
			}
			lines = append(lines, fmt.Sprint(n[t.Capability], " ", t.Has, t.Partly, t.Lacks, t.Unknown, " ")+n.list(t.Obstacles))
		}
		return strings.Join(append(lines, fmt.Sprint(c.Basis.Known, " of ", c.Basis.Of, " but ", n.list(c.Basis.Unknown))), "\n")
	}
	var questions []CapabilityQuestion
	for _, sel := range selections(w) {
		for _, keys := range [][]string{nil, {}, {oddKeys[0]}, keysOfKind(w, "Capability")[1:], keysOfKind(w, "Capability")} {
			questions = append(questions, CapabilityQuestion{Actors: sel, Capabilities: keys, At: at})
		}
	}
	return same(w, fault, questions, FindCapabilities, write, o.capabilities)
}

func adoptionAsDefined(w world, fault through) error {
	o, n := newOracle(w), namesOf(w.content)
	write := func(c *Adoption) string {
		var lines []string
		for _, r := range c.Rows {
			lines = append(lines, n[r.Actor]+" "+n.writeStance(r.Stance, nil, r.Via, r.Confirmed, r.Origin))
		}
		counts := make([]any, len(c.Counts))
		for i, k := range c.Counts {
			counts[i] = k.Count
		}
		return strings.Join(append(lines, fmt.Sprint(counts...)), "\n")
	}
	var questions []AdoptionQuestion
	for _, sel := range selections(w) {
		for _, reference := range keysOfKind(w, "Reference") {
			questions = append(questions, AdoptionQuestion{Reference: reference, Actors: sel, At: at})
		}
	}
	return same(w, fault, questions, FindAdoption, write, o.adoption)
}

func TestActorsAsDefined(t *testing.T) {
	t.Run("coverage", func(t *testing.T) { holds(t, worlds(gapCast), coverageAsDefined) })
	t.Run("coverage of a map", func(t *testing.T) { holds(t, worlds(mapCast), coverageAsDefined) })
	t.Run("shared", func(t *testing.T) { holds(t, worlds(sharedCast), sharedAsDefined) })
	t.Run("capability", func(t *testing.T) { holds(t, worlds(capabilityCast), capabilityAsDefined) })
	t.Run("adoption", func(t *testing.T) { holds(t, worlds(capabilityCast), adoptionAsDefined) })
}
