package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// withoutExtensions returns the bytes of an answer without what the API says besides the data.
func withoutExtensions(answer []byte) []byte {
	if i := bytes.LastIndex(answer, []byte(`,"extensions":`)); i >= 0 && json.Valid(append(bytes.Clone(answer[:i]), '}')) {
		return append(bytes.Clone(answer[:i]), '}')
	}
	return answer
}

// refused returns what an answer says went wrong, if anything.
func refused(answer []byte) error {
	var a struct {
		Data   json.RawMessage
		Errors []struct{ Message string }
	}
	switch err := json.Unmarshal(answer, &a); {
	case err != nil:
		return fmt.Errorf("an answer that is no JSON: %.200s", answer)
	case len(a.Errors) > 0:
		return errors.New(a.Errors[0].Message)
	case len(a.Data) == 0 || string(a.Data) == "null":
		return fmt.Errorf("an answer without data: %.200s", answer)
	}
	return nil
}

// same reports how the peer's answer differs from ours in what it says: the fields of the same records in the same order.
func same(ours, theirs []byte) error {
	read := func(answer []byte) (any, error) {
		var a struct{ Data any }
		d := json.NewDecoder(bytes.NewReader(answer))
		d.UseNumber()
		if err := d.Decode(&a); err != nil {
			return nil, fmt.Errorf("reading an answer: %w", err)
		}
		return normal(a.Data), nil
	}
	x, err := read(ours)
	if err != nil {
		return err
	}
	y, err := read(theirs)
	if err != nil {
		return err
	}
	return equal("data", x, y)
}

// normal gives the two ways to write a list one form: a list that is a connection's only field takes its place, edges are their nodes,
// and cursors, which each party has its own of, go. What is asked for by id is a list of one at the peer.
func normal(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = normal(v[i])
		}
	case map[string]any:
		delete(v, "endCursor")
		if edges, is := v["edges"].([]any); is {
			nodes := make([]any, len(edges))
			for i, e := range edges {
				nodes[i] = e.(map[string]any)["node"]
			}
			delete(v, "edges")
			v["nodes"] = nodes
		}
		for name := range v {
			v[name] = normal(v[name])
		}
		if list, is := v["system"].([]any); is && len(list) == 1 {
			v["system"] = list[0]
		}
		if nodes, is := v["nodes"]; is && len(v) == 1 {
			return nodes
		}
	}
	return v
}

func equal(where string, x, y any) error {
	switch x := x.(type) {
	case []any:
		y, is := y.([]any)
		if !is || len(x) != len(y) {
			return fmt.Errorf("%s: %d rows, the peer has %d", where, len(x), len(y))
		}
		for i := range x {
			if err := equal(fmt.Sprintf("%s[%d]", where, i), x[i], y[i]); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		y, is := y.(map[string]any)
		if !is || len(x) != len(y) {
			return fmt.Errorf("%s: other fields: %v and %v", where, x, y)
		}
		for name := range x {
			if err := equal(where+"."+name, x[name], y[name]); err != nil {
				return err
			}
		}
		return nil
	}
	if !reflect.DeepEqual(x, y) {
		return fmt.Errorf("%s: %v, the peer has %v", where, x, y)
	}
	return nil
}
