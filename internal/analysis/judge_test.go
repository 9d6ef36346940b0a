package analysis

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// String writes a world down, so that a failure can be read.
func (w world) String() string {
	var b strings.Builder
	fmt.Fprintln(&b, "seen by", w.viewer)
	name := map[landscape.ID]string{}
	for _, e := range w.content.Elements {
		name[e.ID] = e.Ref().String()
		fmt.Fprint(&b, e.Ref())
		for _, a := range e.Kind.Attributes[1:] {
			if v := e.Values[a.Index]; v != nil && a.Name != "key" {
				fmt.Fprintf(&b, " %s=%v", a.Name, v)
			}
		}
		fmt.Fprintln(&b)
	}
	for _, r := range w.content.Relations {
		fmt.Fprintf(&b, "%s %s %s", name[r.From], r.Type.Type, name[r.To])
		for _, a := range r.Type.Attributes {
			if v := r.Values[a.Index]; v != nil {
				fmt.Fprintf(&b, " %s=%v", a.Name, v)
			}
		}
		fmt.Fprintln(&b)
	}
	return b.String()
}

// gapQuestions are all questions about gaps that a world has an answer to, and some that it has not.
func gapQuestions(w world) (all []GapQuestion) {
	areas := []string{""}
	for _, e := range w.content.Elements {
		if k := e.Kind.Name; k == "Area" || k == "Process" {
			areas = append(areas, e.Key())
		}
	}
	for _, a := range w.content.Elements {
		for _, r := range w.content.Elements {
			if a.Kind.Name == "Actor" && r.Kind.Name == "Reference" {
				for _, area := range areas {
					all = append(all, GapQuestion{Actor: a.Key(), Reference: r.Key(), Area: area, At: at, Offers: true})
				}
			}
		}
	}
	return all
}

// gaps answers all questions about gaps; a gap is nil where something asked about is not there.
func (w world) gaps(fault through, questions []GapQuestion) (all []*Gap) {
	w.read(fault, func(s landscape.Snapshot) {
		for _, q := range questions {
			g, err := FindGap(context.Background(), s, model, q)
			if code := codeOf(err); code != "" && code != landscape.NotFound {
				panic(err)
			}
			all = append(all, g)
		}
	})
	return all
}

// write writes a gap as the oracle does.
func (n names) write(g *Gap) string {
	var lines []string
	for _, r := range g.Rows {
		line := r.Name + " [" + n.list(r.Items) + "] " + n.tell(r)
		if st := r.State; st == "MISSING" || st == "PLANNED" || st == "PARTLY" || st == "UNKNOWN" {
			var s []string
			for _, o := range r.Offers {
				s = append(s, n[o.Actor]+":"+n[o.By])
			}
			line += " / " + strings.Join(s, " ")
		}
		lines = append(lines, line)
	}
	return strings.Join(append(lines, fmt.Sprint(g.Basis, g.Counts)), "\n")
}

// asDefined holds if every gap is what the oracle says.
func asDefined(w world, fault through) error {
	o, n := newOracle(w), namesOf(w.content)
	questions := gapQuestions(w)
	for i, g := range w.gaps(fault, questions) {
		q, got := questions[i], "NOT_FOUND"
		if g != nil {
			got = n.write(g)
		}
		if want := o.gap(q); got != want {
			return fmt.Errorf("the gap %v is\n%s\nbut is to be\n%s", q, got, want)
		}
	}
	return nil
}

func TestGapAsDefined(t *testing.T) {
	t.Run("architecture", func(t *testing.T) { holds(t, worlds(gapCast), asDefined) })
	t.Run("process map", func(t *testing.T) { holds(t, worlds(mapCast), asDefined) })
}
