package report

import (
	"bytes"
	"encoding/csv"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// What a cell begins with can make it a formula, and what is in it can move a terminal's cursor.
func TestHarmless(t *testing.T) {
	for value, want := range map[string]string{
		"": "", "Å": "Å", "a=b": "a=b", "a-b": "a-b", " =1": " =1", "=1+1": "'=1+1", "+46": "'+46", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)",
		"\t=1": "'\t=1", "\r=1": "'\r=1", "\x00=1": "'=1", "\x1b[2J": "[2J", "\u009b@x": "'@x", "'=1": "'=1", "a\nb": "a\nb", "\xff": "\uFFFD",
	} {
		if got := harmless(value); got != want {
			t.Errorf("%q becomes %q, not %q", value, got, want)
		}
	}
}

// A sheet is as RFC 4180 has it: quotes are doubled, lines end in CRLF, and all of it can be read again.
func TestCSV(t *testing.T) {
	var out bytes.Buffer
	s := newSheet("key", "name")
	s.add("a/1", `Ärenden, "nya" & gamla`)
	s.add("=a", "två\nrader")
	if err := (&Reporter{Stdout: &out}).printCSV(s); err != nil {
		t.Fatal(err)
	}
	want := "key,name\r\na/1,\"Ärenden, \"\"nya\"\" & gamla\"\r\n'=a,\"två\r\nrader\"\r\n"
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Error(d)
	}
}

// FuzzCSV writes any values: they are read again as they were, but for what is harmful, and no cell is a formula.
func FuzzCSV(f *testing.F) {
	f.Add("=1+1", `a"b,c`)
	f.Add("\x00\x00=cmd|' /C calc'!A0", "å\r\n-1")
	f.Fuzz(func(t *testing.T, key, name string) {
		var out bytes.Buffer
		s := newSheet("key", "name")
		s.add(key, name)
		if err := (&Reporter{Stdout: &out}).printCSV(s); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[1]) != 2 {
			t.Fatalf("%q: %v", rows, err)
		}
		for i, value := range []string{key, name} {
			got := rows[1][i]
			if got != "" && bytes.ContainsRune([]byte("=+-@\t\r"), rune(got[0])) || !utf8.ValidString(got) {
				t.Errorf("%q becomes %q", value, got)
			}
			if lines(got) != lines(harmless(value)) {
				t.Errorf("%q is read as %q", value, got)
			}
		}
	})
}

// lines is a text whose lines end one way.
func lines(s string) string {
	return string(bytes.ReplaceAll([]byte(s), []byte("\r"), nil))
}
