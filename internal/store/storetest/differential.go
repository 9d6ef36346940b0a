package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Case is a landscape, a viewer and what the viewer asks.
type Case struct {
	Content   *landscape.Content
	Viewer    landscape.Viewer
	Questions []Question
}

// Cases draws cases of a model.
func (p *Pool) Cases() *rapid.Generator[Case] {
	return rapid.Custom(func(t *rapid.T) Case {
		cast := p.cast(t)
		c := Case{Content: landscapes(p.model, cast.kinds).Draw(t, "landscape")}
		c.Viewer = Viewers(c.Content).Draw(t, "viewer")
		c.Questions = p.questions(cast, c.Content).Draw(t, "questions")
		return c
	})
}

// GoString is what rapid prints when it has found a case.
func (c Case) GoString() string {
	return fmt.Sprintf("as %s\n%s%s", c.Viewer, contentText(c.Content), lines(c.Questions, Question.String))
}

// Differential draws random cases, of the suite's own model and of the product's, and compares the answers of two stores.
func Differential(t *testing.T, a, b Open) {
	randomly(t, func(t *testing.T, m *schema.Metamodel, c Case) string {
		return different(c, a(t, m, c.Content), b(t, m, c.Content))
	})
}

// NonInterference draws random cases and takes from their landscapes what the viewer does not see: no answer may change.
func NonInterference(t *testing.T, open Open) {
	randomly(t, func(t *testing.T, m *schema.Metamodel, c Case) string {
		return different(c, open(t, m, c.Content), open(t, m, visible(c)))
	})
}

// randomly runs a property that says what is wrong with a case, or nothing.
func randomly(t *testing.T, property func(*testing.T, *schema.Metamodel, Case) string) {
	for name, load := range map[string]func() (*schema.Metamodel, error){"Model": Model, "Product": schema.Load} {
		t.Run(name, func(t *testing.T) {
			m, err := load()
			if err != nil {
				t.Fatal(err)
			}
			seed := Seed()
			cases := NewPool(m, seed, poolSize(m)).Cases()
			rapid.Check(t, func(rt *rapid.T) {
				if wrong := property(t, m, cases.Draw(rt, "case")); wrong != "" {
					rt.Fatalf("%s\n%s", wrong, seedText(seed))
				}
			})
		})
	}
}

// different says on which question two stores of a case's landscape answer differently, and how; empty where on none.
func different(c Case, a, b landscape.Store) string {
	for _, q := range c.Questions {
		x, y := answer(a, c.Viewer, q), answer(b, c.Viewer, q)
		if x != y {
			return fmt.Sprintf("%s\none answers:\n%s\nthe other:\n%s\n%#v", q, x, y, c)
		}
	}
	return ""
}

func answer(s landscape.Store, v landscape.Viewer, q Question) (text string) {
	ctx := context.Background()
	err := s.Read(ctx, landscape.Main, v, func(s landscape.Snapshot) (err error) {
		text, err = q.Ask(ctx, s)
		return err
	})
	if err != nil {
		return fmt.Sprintf("error %s", landscape.CodeOf(err))
	}
	return text
}

// visible returns what the viewer of a case sees of its landscape, whole. Actors stay, seen or not, that own what is left, and the
// viewer's own: which county they are in says who sees the records.
func visible(c Case) *landscape.Content {
	role, argument, _ := strings.Cut(c.Viewer.String(), "=")
	o := &oracle{c.Content}
	left := &landscape.Content{}
	kept, owners := map[landscape.ID]bool{}, map[string]bool{argument: true}
	keep := func(e *landscape.Element) {
		kept[e.ID], owners[e.Owner()] = true, true
	}
	for _, e := range c.Content.Elements {
		if o.sees(role, argument, e.Owner(), e.Visibility()) {
			keep(e)
		}
	}
	for _, r := range c.Content.Relations {
		if kept[r.From] && kept[r.To] && o.sees(role, argument, r.Owner(), r.Visibility()) {
			left.Relations = append(left.Relations, r)
			owners[r.Owner()] = true
		}
	}
	for more := true; more; {
		more = false
		for _, e := range c.Content.Elements {
			if !kept[e.ID] && e.Kind.Name == landscape.ActorKind && owners[e.Key()] {
				keep(e)
				more = true // its own owner may be an actor to keep
			}
		}
	}
	left.Elements = slices.DeleteFunc(slices.Clone(c.Content.Elements), func(e *landscape.Element) bool { return !kept[e.ID] })
	return left
}
