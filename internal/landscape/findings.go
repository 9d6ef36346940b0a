package landscape

import (
	"cmp"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/internal/text"
)

// Limits of what is told: looking for the nearest key is slow, and nobody reads a thousand findings.
const (
	maxSuggestions = 20
	maxFindings    = 200
)

// finish puts the findings in order, suggests what may have been meant by the first of those that name what is not there, and
// counts the rest where there are very many. An error is never left out for the sake of a warning.
func (w *State) finish() {
	SortFindings(w.findings)
	if len(w.findings) > maxFindings {
		all, last := len(w.findings), Finding{Severity: SeverityWarning, Code: moreFindings}
		if Failed(w.findings) {
			last.Severity = SeverityError
			w.findings = slices.DeleteFunc(w.findings, func(f Finding) bool { return f.Severity != SeverityError })
		}
		w.findings = w.findings[:min(maxFindings, len(w.findings)):maxFindings]
		last.Message = text.New("finding.more_findings", all-len(w.findings))
		last.Place.File = w.findings[len(w.findings)-1].Place.File
		w.findings = append(w.findings, last)
	}
	suggested := 0
	for i := range w.findings {
		f := &w.findings[i]
		var near string
		switch {
		case suggested == maxSuggestions:
			return
		case f.Code == "DANGLING":
			kind, key, _ := strings.Cut(f.Value, " ")
			if near = w.nearest(kind, key); near != "" {
				f.Suggestion = f.Place.Path[strings.LastIndexByte(f.Place.Path, '.')+1:] + ": " + kind + " " + near
			}
		case f.Code == "OWNER_ABSENT":
			if near = w.nearest(ActorKind, f.Value); near != "" {
				f.Suggestion = "owner: " + near
			}
		default:
			continue
		}
		suggested++
	}
}

// nearest returns the key of the kind that one that was not found most likely stands for, of those that the viewer sees, or empty:
// the key of what has that name; else the key that is spelled most like it; else, of those whose last part begins with the same word,
// the one most like it.
func (w *State) nearest(kind, key string) string {
	var keys, related []string
	folded, word := Fold(key), value.FirstWord(key)
	named := ""
	consider := func(e *Element) {
		if !w.sees(e) || e.Kind.Name != kind {
			return
		}
		if Fold(e.Name()) == folded && (named == "" || e.Key() < named) {
			named = e.Key()
		}
		keys = append(keys, e.Key())
		if word != "" && value.FirstWord(e.Key()) == word {
			related = append(related, e.Key())
		}
	}
	for _, e := range w.elements {
		consider(e)
	}
	if w.draft != nil {
		rows, err := w.draft.Find(w.ctx, Query{Kind: w.model.Kind(kind), Page: Page{Limit: NoLimit}, Attributes: []string{"name"}})
		w.fail(err)
		for _, e := range rows.Elements {
			consider(e)
		}
	}
	near, _ := value.Nearest(key, keys)
	if near == "" {
		near = value.MostLike(key, related)
	}
	return cmp.Or(named, near)
}

// refusal returns the error of a change set with findings that are errors, or nil.
func refusal(findings []Finding) error {
	var first *Finding
	code, errors := Invalid, 0
	for i, f := range findings {
		if f.Severity != SeverityError {
			continue
		}
		if errors++; first == nil {
			first = &findings[i]
		}
		if f.Code == "NOT_YOURS" || f.Code == "PACKAGE_RECORD" {
			code = Forbidden
		}
	}
	switch errors {
	case 0:
		return nil
	case 1:
		return NewError(code, first.Message)
	}
	return NewError(code, text.New("writing.refused", errors, first.Message))
}
