package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// randomMoves moves landscapes in the middle of random scripts: the rest happens to both.
func randomMoves(t *testing.T, from, to Open) {
	seed := Seed()
	for name, load := range map[string]func() (*schema.Metamodel, error){"Model": Model, "Product": schema.Load} {
		m, err := load()
		if err != nil {
			t.Fatal(err)
		}
		scripts := NewPool(m, seed, poolSize(m)).Scripts()
		for number := range randomMoveCount {
			s := scripts.Example(int(seed) + number)
			mv, err := newMove(from(t, m, s.Content), to(t, m, s.Content), m)
			if err == nil {
				if wrong := mv.random(s, len(s.Steps)*number/randomMoveCount); wrong != "" {
					t.Fatalf("%s, script %d: %s\n%#v\n%s", name, number, wrong, s, seedText(seed))
				}
			} else {
				t.Fatal(err)
			}
		}
	}
}

const randomMoveCount = 6

// random plays a script and moves the landscape before the step of that number.
func (m *move) random(s Script, before int) string {
	from := contestant{name: "from", store: m.from}
	to := contestant{name: "to", store: m.moved()}
	undisturbed := pastText(m.to, landscape.Steward(), landscape.History{Limit: landscape.NoLimit}, 0)
	for i, st := range s.Steps {
		st.Expected = -1
		if i == before {
			if err := m.to.Import(context.Background(), movedMain, pastOf(m.from, landscape.Main)); err != nil {
				return err.Error()
			}
			if msg := unlike(m.model, m.from, to.store, s.Content); msg != "" {
				return "moved: " + msg
			}
		}
		outcome := st.outcome(from)
		if i < before {
			continue
		}
		if got := st.outcome(to); got != outcome {
			return fmt.Sprintf("step %d: %s instead of %s", i+1, got, outcome)
		}
	}
	if msg := unlike(m.model, m.from, to.store, s.Steps[len(s.Steps)-1].After); msg != "" {
		return "written on: " + msg
	}
	if now := pastText(m.to, landscape.Steward(), landscape.History{Limit: landscape.NoLimit}, 0); now != undisturbed {
		return "what was there before is another"
	}
	return ""
}
