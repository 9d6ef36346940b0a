package changeset

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// maxFindings is how many findings of one file are told; nobody reads more, and a file of nothing but mistakes must not fill memory.
const maxFindings = 200

// maxShown is how many characters of a value a finding shows.
const maxShown = 200

// report collects the findings of a file.
type report struct {
	file         string
	found        []landscape.Finding
	more         int
	moreSeverity landscape.Severity
	syntaxErrors int
}

// wrong adds an error. The code also names its message: UNKNOWN_KIND says finding.unknown_kind.
func (r *report) wrong(place landscape.Place, code, value, suggestion string, args ...any) {
	r.add(landscape.SeverityError, place, code, value, suggestion, args...)
}

func (r *report) add(severity landscape.Severity, place landscape.Place, code, value, suggestion string, args ...any) {
	if len(r.found) == maxFindings {
		r.more++
		if r.moreSeverity != landscape.SeverityError {
			r.moreSeverity = severity
		}
		return
	}
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = cut(strings.ToValidUTF8(s, "\uFFFD"), 10*maxShown)
		}
	}
	place.File = r.file
	r.found = append(r.found, landscape.Finding{
		Severity: severity, Code: code, Place: place, Value: short(value), Suggestion: suggestion,
		Message: text.New("finding."+strings.ToLower(code), args...),
	})
}

// full reports whether what is found is only counted from now on, so that nobody need think of a suggestion.
func (r *report) full() bool { return len(r.found) == maxFindings }

// findings returns what was found in the order of the file, and how much more there is.
func (r *report) findings() []landscape.Finding {
	landscape.SortFindings(r.found)
	if r.more > 0 {
		r.found = append(r.found, landscape.Finding{
			Severity: r.moreSeverity, Code: "MORE_FINDINGS", Place: landscape.Place{File: r.file}, Message: text.New("finding.more_findings", r.more),
		})
	}
	return r.found
}

// long reports whether a text is too long to be shown, or suggested, whole.
func long(s string) bool { return utf8.RuneCountInString(s) > maxShown }

// short cuts a value to what is worth showing.
func short(s string) string {
	return cut(s, maxShown)
}

// cut cuts a text to so many characters.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) > most {
		return string([]rune(s[:min(len(s), utf8.UTFMax*most)])[:most]) + "…"
	}
	return s
}

func (r *report) place(n *yaml.Node, path string) landscape.Place {
	return landscape.Place{File: r.file, Line: n.Line, Path: short(path)}
}
