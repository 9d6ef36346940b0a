// Package value says which values a record may have, and makes keys of names. It knows the metamodel and nothing of landscapes.
package value

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Fault is what is wrong with a value. The codes are those of the readers of files.
type Fault struct {
	Code, Attribute, Written string
	Message                  text.Message
}

// packagePrefix begins the owner of reference content.
const packagePrefix = "package:"

// unknown is the enum value that is an answer and never a claim.
const unknown = "UNKNOWN"

// checker collects what is wrong with the values of a record.
type checker struct {
	faults []Fault
	at     *schema.Attribute
}

// Check checks the values of a record of that name, by attribute index, and brings text to its composed form, in place.
func Check(name string, attributes []*schema.Attribute, values []any) []Fault {
	c := &checker{}
	days := map[string]string{}
	for i, a := range attributes {
		if c.at = a; a.Computed || a.Type == schema.ID {
			continue
		}
		switch v := values[i].(type) {
		case nil:
			if a.Required && !a.List {
				c.wrong("ATTRIBUTE_MISSING", "", name, a.Name, Expected(a))
			}
		case []string:
			list := make([]string, len(v))
			for j, s := range v {
				list[j], _ = c.value(s).(string)
			}
			if len(list) > 0 {
				values[i] = list
			}
		default:
			values[i] = c.value(v)
			days[a.Name], _ = v.(string)
		}
		if from, to := days["validFrom"], days["validTo"]; a.Name == "validTo" && to != "" && to < from {
			c.wrong("DATES_REVERSED", to, to, from)
		}
	}
	return c.faults
}

func (c *checker) wrong(code, written string, args ...any) {
	c.faults = append(c.faults, Fault{code, c.at.Name, written, text.New("finding."+strings.ToLower(code), args...)})
}

// kinds are the codes of values that are none of their type.
var kinds = map[schema.Type]string{
	schema.Key: "NOT_A_KEY", schema.Date: "NOT_A_DATE", schema.Boolean: "NOT_A_BOOLEAN", schema.Int: "NOT_A_NUMBER", schema.Float: "NOT_A_NUMBER",
	schema.EnumOf: "UNKNOWN_VALUE",
}

// value checks one value, or one of a list, and returns it as it is kept.
func (c *checker) value(v any) any {
	a, written, ok := c.at, "", false
	switch v := v.(type) {
	case string:
		parsed, err := a.ParseValue(v)
		s, isText := parsed.(string)
		switch {
		case v == unknown && a.Enum != nil && a.Enum.Rank(unknown) >= 0:
			c.wrong("UNKNOWN_CLAIMED", v, a.Name)
		case err != nil || !isText:
			c.wrong(kinds[a.Type], v, v, Expected(a))
		case a.Type == schema.String && strings.ContainsFunc(s, control):
			c.wrong("BAD_TEXT", v, "U+0000-001F, U+0080-009F")
		case a.Name == "name" && strings.TrimSpace(s) == "":
			c.wrong("NAME_EMPTY", v)
		case a.Name == "owner" && !schema.ValidKey(strings.TrimPrefix(s, packagePrefix)):
			c.wrong("NOT_AN_OWNER", v, v)
		default:
			return s
		}
		return v
	case int64:
		_, err := a.CheckInt(v)
		written, ok = strconv.FormatInt(v, 10), err == nil && a.Type == schema.Int && v >= math.MinInt32 && v <= math.MaxInt32
	case float64:
		written, ok = strconv.FormatFloat(v, 'g', -1, 64), a.Type == schema.Float && !math.IsNaN(v) && !math.IsInf(v, 0)
	case bool:
		written, ok = strconv.FormatBool(v), a.Type == schema.Boolean
	}
	if !ok {
		code := kinds[a.Type]
		if code == "" {
			code = "NOT_A_STRING"
		}
		c.wrong(code, written, written, Expected(a))
	}
	return v
}

// control reports whether a character has no business in text.
func control(c rune) bool { return unicode.IsControl(c) && !strings.ContainsRune("\n\t\u0085", c) }

// Expected says what values an attribute takes.
func Expected(a *schema.Attribute) text.Message {
	switch {
	case a.Enum != nil:
		return text.New("expected.enum", a.Choices())
	case a.Type == schema.Int && a.Min != nil && a.Max != nil:
		return text.New("expected.between", *a.Min, *a.Max)
	case a.Type == schema.Int && a.Min != nil:
		return text.New("expected.from", *a.Min)
	}
	return text.New("expected." + strings.ToLower(string(a.Type)))
}
