package schema

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"time"

	"golang.org/x/text/unicode/norm"
)

// MaxKey is the longest key allowed, in bytes.
const MaxKey = 200

var keyPattern = regexp.MustCompile(`^[A-Za-z0-9@._/-]+$`)

// ValidKey reports whether the text can be a key: [A-Za-z0-9@._/-]+, at most MaxKey bytes.
func ValidKey(text string) bool { return len(text) <= MaxKey && keyPattern.MatchString(text) }

// ValidDate reports whether the text is a day of the calendar, written 2026-12-01.
func ValidDate(text string) bool {
	t, err := time.Parse(time.DateOnly, text)
	return err == nil && t.Year() > 0
}

// ParseValue reads one value of the attribute's type from the text as written; of a list attribute, one of its values. Text is
// brought to Unicode's composed form (NFC), so that what looks alike is alike. The error says what was expected.
func (a *Attribute) ParseValue(text string) (any, error) {
	switch a.Type {
	case String:
		return norm.NFC.String(text), nil
	case Key:
		if !ValidKey(text) {
			return nil, fmt.Errorf("a key of letters a-z, digits and . _ / @ -, at most %d bytes", MaxKey)
		}
		return text, nil
	case Date:
		if !ValidDate(text) {
			return nil, fmt.Errorf("a day written YYYY-MM-DD")
		}
		return text, nil
	case Boolean:
		switch text {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, fmt.Errorf("true or false")
	case Int:
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("a whole number%s", a.rangeText())
		}
		return a.CheckInt(n)
	case Float:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("a number")
		}
		return f, nil
	case EnumOf:
		if a.Enum.Rank(text) < 0 || text == unknown {
			return nil, fmt.Errorf("one of %s", a.Choices())
		}
		return text, nil
	}
	return nil, fmt.Errorf("%s cannot be written", a.Name)
}

// CheckInt returns the number if it is within the attribute's range.
func (a *Attribute) CheckInt(n int64) (any, error) {
	if a.Min != nil && n < int64(*a.Min) || a.Max != nil && n > int64(*a.Max) {
		return nil, fmt.Errorf("a whole number%s", a.rangeText())
	}
	return n, nil
}

func (a *Attribute) rangeText() string {
	switch {
	case a.Min != nil && a.Max != nil:
		return fmt.Sprintf(" from %d to %d", *a.Min, *a.Max)
	case a.Min != nil:
		return fmt.Sprintf(" from %d", *a.Min)
	}
	return ""
}

// unknown is the enum value that no record can have: it is what an answer says where nobody has said anything.
const unknown = "UNKNOWN"

// Choices lists the values of an enum attribute that a record may have, separated by commas.
func (a *Attribute) Choices() string {
	var b []byte
	for _, v := range a.Enum.Values {
		if v.Name == unknown {
			continue
		}
		if len(b) > 0 {
			b = append(b, ", "...)
		}
		b = append(b, v.Name...)
	}
	return string(b)
}
