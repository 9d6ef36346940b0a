package analysis

import "github.com/arkinera/landskap/internal/landscape"

// span is the days on which something is in force, both ends inclusive and each open where empty. A span that ends before it begins
// has no days.
type span struct{ from, to landscape.Date }

// dated is an element or a claim.
type dated interface {
	ValidFrom() landscape.Date
	ValidTo() landscape.Date
}

// spanOf returns the days on which all parts are valid.
func spanOf(parts ...dated) span {
	var s span
	for _, p := range parts {
		s = s.meet(span{p.ValidFrom(), p.ValidTo()})
	}
	return s
}

// meet returns the days that two spans have in common.
func (s span) meet(o span) span {
	s.from = max(s.from, o.from)
	if s.to == "" || o.to != "" && o.to < s.to {
		s.to = o.to
	}
	return s
}

// holds reports whether the day is one of the span's.
func (s span) holds(day landscape.Date) bool { return landscape.Valid(day, s.from, s.to) }

// empty reports whether the span has no days.
func (s span) empty() bool { return s.to != "" && s.to < s.from }

// endsBefore reports whether the span has no day from that day on.
func (s span) endsBefore(day landscape.Date) bool { return s.empty() || s.to != "" && s.to < day }

// startsAfter reports whether the span has days and all are later than that day.
func (s span) startsAfter(day landscape.Date) bool { return !s.empty() && s.from > day }

// within reports whether every day of the span is one of the other's.
func (s span) within(o span) bool {
	return s.empty() || o.from <= s.from && (o.to == "" || s.to != "" && s.to <= o.to)
}
