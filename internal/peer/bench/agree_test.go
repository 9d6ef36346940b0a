package main

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestWithoutExtensions(t *testing.T) {
	for answer, want := range map[string]string{
		`{"data":{"a":1},"extensions":{"revision":7}}`: `{"data":{"a":1}}`,
		`{"data":{"a":1}}`: `{"data":{"a":1}}`,
		// What only looks like extensions, in a text, stays.
		`{"data":{"a":",\"extensions\":"}}`: `{"data":{"a":",\"extensions\":"}}`,
	} {
		if got := string(withoutExtensions([]byte(answer))); got != want {
			t.Errorf("%s: %s, expected %s", answer, got, want)
		}
	}
}

func TestRefused(t *testing.T) {
	for answer, refusal := range map[string]string{
		`{"data":{"a":[]}}`: "",
		`{"errors":[{"message":"too much"}],"data":{"a":[]}}`: "too much",
		`{"data":null}`: "without data",
		`<html>`:        "no JSON",
	} {
		err := refused([]byte(answer))
		if (err == nil) != (refusal == "") || err != nil && !strings.Contains(err.Error(), refusal) {
			t.Errorf("%s: %v, expected %q", answer, err, refusal)
		}
	}
}

// The peer writes lists in its own ways; what it says is the same or it is not.
func TestSame(t *testing.T) {
	const mine = `{"data":{"systems":{"nodes":[{"id":"1","realises":{"nodes":[{"id":"b"},{"id":"c"}]}}],"pageInfo":{"hasNextPage":true,"endCursor":"x"}}},"extensions":{}}`
	for _, c := range []struct{ name, ours, theirs, differs string }{
		{"edges", mine, `{"data":{"systems":{"edges":[{"node":{"realises":[{"id":"b"},{"id":"c"}],"id":"1"}}],"pageInfo":{"endCursor":"y","hasNextPage":true}}}}`, ""},
		{"plain list", `{"data":{"actors":{"nodes":[{"id":"1"}]}}}`, `{"data":{"actors":[{"id":"1"}]}}`, ""},
		{"by id", `{"data":{"system":{"id":"1"}}}`, `{"data":{"system":[{"id":"1"}]}}`, ""},
		{"count", `{"data":{"systems":{"totalCount":7}}}`, `{"data":{"systems":{"totalCount":7}}}`, ""},

		{"other count", `{"data":{"systems":{"totalCount":7}}}`, `{"data":{"systems":{"totalCount":8}}}`, "totalCount"},
		{"other record", `{"data":{"actors":{"nodes":[{"id":"1"}]}}}`, `{"data":{"actors":[{"id":"2"}]}}`, "id"},
		{"other order", `{"data":{"actors":{"nodes":[{"id":"1"},{"id":"2"}]}}}`, `{"data":{"actors":[{"id":"2"},{"id":"1"}]}}`, "[0]"},
		{"fewer", mine, `{"data":{"systems":{"edges":[{"node":{"realises":[{"id":"b"}],"id":"1"}}],"pageInfo":{"hasNextPage":true}}}}`, "realises"},
		{"no next page", mine, `{"data":{"systems":{"edges":[{"node":{"realises":[{"id":"b"},{"id":"c"}],"id":"1"}}],"pageInfo":{"hasNextPage":false}}}}`, "hasNextPage"},
		{"fewer fields", `{"data":{"system":{"id":"1","name":"x"}}}`, `{"data":{"system":[{"id":"1"}]}}`, "fields"},
		{"none by id", `{"data":{"system":{"id":"1"}}}`, `{"data":{"system":[]}}`, "fields"},
		{"a text for a number", `{"data":{"systems":{"totalCount":7}}}`, `{"data":{"systems":{"totalCount":"7"}}}`, "totalCount"},
	} {
		err := same([]byte(c.ours), []byte(c.theirs))
		if (err == nil) != (c.differs == "") || err != nil && !strings.Contains(err.Error(), c.differs) {
			t.Errorf("%s: %v, expected a difference in %q", c.name, err, c.differs)
		}
	}
}

func TestDifference(t *testing.T) {
	if got := difference([]byte("same here"), []byte("same there")); !strings.Contains(got, "byte 5 of 9 and 10") {
		t.Error(got)
	}
}

func TestCursorAt(t *testing.T) {
	sample := base64.RawURLEncoding.EncodeToString([]byte(`{"o":"System name","s":["aa-"],"k":"a/1","t":"System"}`))
	got, err := cursorAt(sample, "bb-", "b/2")
	if err != nil {
		t.Fatal(err)
	}
	b, err := base64.RawURLEncoding.DecodeString(got)
	if err != nil || string(b) != `{"o":"System name","s":["bb-"],"k":"b/2","t":"System"}` {
		t.Errorf("%s %v", b, err)
	}
	if _, err := cursorAt("?", "bb-", "b/2"); err == nil {
		t.Error("what is no cursor is taken for one")
	}
}
