package concurrency

import (
	"math"
	"testing"

	"github.com/anishathalye/porcupine"
)

// TestModel puts small histories to the model: what may happen is let pass, and what may not is found.
func TestModel(t *testing.T) {
	t.Parallel()
	op := func(from, to int64, in asked, out outcome) porcupine.Operation {
		return porcupine.Operation{Input: in, Call: from, Output: out, Return: to}
	}
	set := func(value string, expected int64) asked { return asked{kind: save, value: value, expected: expected} }
	gone := func(expected int64) asked { return asked{kind: remove, value: "-", expected: expected} }
	read := func(at int64, value string, revision int64) porcupine.Operation {
		return op(at, at+1, asked{kind: get}, outcome{value: value, revision: revision})
	}
	made := func(revision int64) outcome { return outcome{revision: revision} }
	moved := func(revision int64) outcome { return outcome{conflict: true, revision: revision} }
	const never = math.MaxInt64
	unknown := outcome{unknown: true}
	for name, c := range map[string]struct {
		want    porcupine.CheckResult
		history []porcupine.Operation
	}{
		"one after another":               {porcupine.Ok, []porcupine.Operation{read(0, "", 0), op(2, 3, set("a", 0), made(1)), read(4, "a", 1), op(6, 7, gone(1), made(2)), read(8, "", 2)}},
		"read while it is written":        {porcupine.Ok, []porcupine.Operation{op(0, 9, set("a", 0), made(1)), read(2, "", 0), read(4, "a", 1)}},
		"another element came between":    {porcupine.Ok, []porcupine.Operation{op(0, 1, set("a", 0), made(1)), op(2, 3, set("b", 5), made(6)), read(4, "b", 8)}},
		"one of two is told":              {porcupine.Ok, []porcupine.Operation{op(0, 5, set("a", 0), made(1)), op(0, 5, set("b", 0), moved(1)), read(6, "a", 1)}},
		"unknown and never done":          {porcupine.Ok, []porcupine.Operation{op(0, never, set("a", 0), unknown), read(2, "", 0), op(4, 5, set("b", 0), made(1)), read(6, "b", 1)}},
		"unknown and done late":           {porcupine.Ok, []porcupine.Operation{op(0, never, set("a", 0), unknown), read(2, "", 0), read(4, "a", 1)}},
		"unknown and in the way":          {porcupine.Ok, []porcupine.Operation{op(0, never, set("a", 0), unknown), op(2, 3, set("b", 0), moved(1)), read(4, "a", 1)}},
		"a stale read":                    {porcupine.Illegal, []porcupine.Operation{op(0, 1, set("a", 0), made(1)), read(2, "", 0)}},
		"a stale read of a new revision":  {porcupine.Illegal, []porcupine.Operation{op(0, 1, set("a", 0), made(1)), read(2, "", 3)}},
		"forward and back":                {porcupine.Illegal, []porcupine.Operation{op(0, 9, set("a", 0), made(1)), read(2, "a", 1), read(4, "", 0)}},
		"a lost update":                   {porcupine.Illegal, []porcupine.Operation{op(0, 5, set("a", 0), made(1)), op(0, 5, set("b", 0), made(2))}},
		"a lost write":                    {porcupine.Illegal, []porcupine.Operation{op(0, 5, set("a", 0), made(1)), op(0, 5, set("b", 0), made(1)), read(6, "a", 1)}},
		"a delete that did not":           {porcupine.Illegal, []porcupine.Operation{op(0, 1, set("a", 0), made(1)), op(2, 3, gone(1), made(2)), read(4, "a", 2)}},
		"a conflict with what is not":     {porcupine.Illegal, []porcupine.Operation{op(0, 1, set("a", 0), moved(0))}},
		"unknown, done and undone":        {porcupine.Illegal, []porcupine.Operation{op(0, never, set("a", 0), unknown), read(2, "a", 1), read(4, "", 1)}},
		"unknown and done after a change": {porcupine.Illegal, []porcupine.Operation{op(0, 1, set("a", 0), made(1)), op(2, never, set("b", 0), unknown), read(4, "b", 2)}},
	} {
		if got := porcupine.CheckOperationsTimeout(model(), c.history, checkTimeout); got != c.want {
			t.Errorf("%s: porcupine says %s", name, got)
		}
	}
}
