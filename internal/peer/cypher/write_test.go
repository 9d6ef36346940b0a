package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestAppendText(t *testing.T) {
	for _, s := range []string{"", "Ärende", "a\"b", `a\b`, "a\nb", "<&>", "\x01", "😀", "a\u2028b"} {
		b := appendText(nil, s)
		var got string
		if err := json.Unmarshal(b, &got); err != nil || got != s {
			t.Errorf("%q: %s, %v", s, b, err)
		}
	}
	if got := string(appendText(nil, "<&>")); got != `"<&>"` {
		t.Error(got)
	}
}

func TestCursor(t *testing.T) {
	b := appendCursor(nil, "aa-", "kommun/1/x")
	nameKey, key, err := parseCursor(strings.Trim(string(b), `"`))
	if err != nil || nameKey != "aa-" || key != "kommun/1/x" {
		t.Errorf("%q %q %v", nameKey, key, err)
	}
	for _, wrong := range []string{"?", "e30"} {
		if _, _, err := parseCursor(wrong); err == nil {
			t.Errorf("%q is taken for a cursor", wrong)
		}
	}
}

func TestWriters(t *testing.T) {
	row := func(id string, n any) []any { return []any{id, n} }
	fields := plain("id", "n")
	many := make([]any, pageSize+1)
	for i := range many {
		many[i] = []any{"id", "key", "nameKey"}
	}
	for _, c := range []struct {
		name string
		w    writer
		v    any
		want string
	}{
		{"nothing", nodes(fields...), []any{}, `{"nodes":[]}`},
		{"rows", nodes(fields...), []any{row("a", nil), row("b", int64(2))}, `{"nodes":[{"id":"a","n":null},{"id":"b","n":2}]}`},
		{"nested", under("x", nodes(append(fields, nested("in", fields...))...)), []any{[]any{"a", "b", []any{row("c", "d")}}},
			`{"x":{"nodes":[{"id":"a","n":"b","in":{"nodes":[{"id":"c","n":"d"}]}}]}}`},
		{"total", under("x", total), int64(7), `{"x":{"totalCount":7}}`},
		{"an empty page", page(plain("id", "key")...), []any{}, `{"nodes":[],"pageInfo":{"hasNextPage":false,"endCursor":null}}`},
		{"the last page", page(plain("id", "key")...), many[:1],
			`{"nodes":[{"id":"id","key":"key"}],"pageInfo":{"hasNextPage":false,"endCursor":` + string(appendCursor(nil, "nameKey", "key")) + `}}`},
	} {
		if got := string(c.w(nil, c.v)); got != c.want {
			t.Errorf("%s: %s, expected %s", c.name, got, c.want)
		}
	}
	got := string(page(plain("id", "key")...)(nil, many))
	if strings.Count(got, `"id":"id"`) != pageSize || !strings.Contains(got, `"hasNextPage":true`) {
		t.Error(got)
	}
}

func TestCreatedNeedsAll(t *testing.T) {
	if _, err := created(variables{Key: "a/1", Actor: "a"}); err == nil {
		t.Error("a system without a block is made")
	}
	p, err := created(variables{Key: "a/1", Actor: "a", Block: "b", Name: "Å"})
	if err != nil || len(p) != 5 {
		t.Errorf("%v %v", p, err)
	}
}
