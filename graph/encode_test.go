package graph

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestStringsAreJSON: a text written here is read back as encoding/json reads back its own: every character, control characters and
// emoji too, and U+FFFD for what is no UTF-8.
func TestStringsAreJSON(t *testing.T) {
	check := func(s string) (string, bool) {
		got := appendString([]byte("x"), s)[1:]
		var back, want string
		theirs, err := json.Marshal(s)
		if err != nil || json.Unmarshal(theirs, &want) != nil || json.Unmarshal(got, &back) != nil || !utf8.Valid(got) {
			return string(got), false
		}
		return string(got), back == want
	}
	for _, s := range []string{
		"", "å ä ö", "\x00\x01\x1f\x7f", "\b\f\n\r\t", `"\/`, "\u2028\u2029", "<script>&amp;", "😀 \U0010ffff", "\ufffd", "a\xffb", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "e\u0301",
	} {
		if got, ok := check(s); !ok {
			t.Errorf("%q is written %s", s, got)
		}
	}
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune{0, 7, 8, 9, 10, 12, 13, 27, '"', '\\', '/', 0x7f, 0x85, 0x2028, 0xfffd, 0x1f600})),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		if got, ok := check(s); !ok {
			t.Fatalf("%q is written %s", s, got)
		}
	})
}

// TestNumbersAreJSON: a number is written as encoding/json writes it; what is none is null.
func TestNumbersAreJSON(t *testing.T) {
	check := func(f float64) (string, string) {
		got := string(appendFloat(nil, f))
		theirs, err := json.Marshal(f)
		if err != nil {
			return got, "null"
		}
		return got, string(theirs)
	}
	for _, f := range []float64{
		0, math.Copysign(0, -1), 1, -1.5, 0.1, 1e-6, 9.99e-7, 1e-7, 1e-10, -1e-9, 1e20, 1e21, 1.5e21, 123456789012345680000, 1e-300, 5e-324,
		math.MaxFloat64, -math.MaxFloat64, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxInt64,
	} {
		if got, want := check(f); got != want {
			t.Errorf("%v is written %s, not %s", f, got, want)
		}
	}
	number := rapid.OneOf(rapid.Float64(), rapid.Map(rapid.Uint64(), math.Float64frombits), rapid.Float64Range(-1e-5, 1e-5), rapid.Float64Range(1e19, 1e23))
	rapid.Check(t, func(t *rapid.T) {
		f := number.Draw(t, "number")
		if got, want := check(f); got != want {
			t.Fatalf("%v is written %s, not %s", f, got, want)
		}
	})
}

// TestValuesAreJSON: values of elements are written as encoding/json writes them, but for a list of none, which is empty.
func TestValuesAreJSON(t *testing.T) {
	for want, v := range map[string]any{
		"null": nil, `"a"`: "a", "-5": int64(-5), "9223372036854775807": int64(math.MaxInt64), "0.5": 0.5, "true": true, "false": false, `["a","b"]`: []string{"a", "b"}, "[]": []string{},
	} {
		if got := string(appendValue(nil, v, false)); got != want {
			t.Errorf("%v is written %s", v, got)
		}
	}
	if got := string(appendValue(nil, nil, true)); got != "[]" {
		t.Errorf("no list is written %s", got)
	}
	if got := string(appendValue(nil, []string(nil), true)); got != "[]" {
		t.Errorf("an empty list is written %s", got)
	}
}

// TestClip: what is told back of a value is short and whole characters.
func TestClip(t *testing.T) {
	for _, s := range []string{"", "kort", strings.Repeat("å", 60), strings.Repeat("😀", 61), strings.Repeat("\xff", 100)} {
		if got := clip(s); utf8.RuneCountInString(got) > 61 || len(s) < 60 && got != s {
			t.Errorf("%q is told as %q", s, got)
		}
	}
}
