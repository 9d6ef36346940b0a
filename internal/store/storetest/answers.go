package storetest

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Question is something to ask a snapshot. The answer is text, the same for all stores that answer alike.
type Question interface {
	fmt.Stringer
	Ask(context.Context, landscape.Snapshot) (string, error)
}

type (
	elementsQuestion struct {
		ids        []landscape.ID
		attributes []string
	}
	findQuestion         struct{ q landscape.Query }
	countQuestion        struct{ q landscape.Query }
	relatedQuestion      struct{ q landscape.RelatedQuery }
	countRelatedQuestion struct{ q landscape.RelatedQuery }
	matrixQuestion       struct{ q landscape.MatrixQuery }
)

func (q elementsQuestion) Ask(ctx context.Context, s landscape.Snapshot) (string, error) {
	elements, err := s.Elements(ctx, q.ids, q.attributes)
	return lines(elements, func(e *landscape.Element) string { return elementText(e, q.attributes, false) }), err
}

func (q findQuestion) Ask(ctx context.Context, s landscape.Snapshot) (string, error) {
	rows, err := s.Find(ctx, q.q)
	return lines(rows.Elements, func(e *landscape.Element) string { return elementText(e, q.q.Attributes, q.q.Bare) }) + moreText(rows.More), err
}

func (q countQuestion) Ask(ctx context.Context, s landscape.Snapshot) (string, error) {
	n, err := s.Count(ctx, q.q)
	return fmt.Sprint(n), err
}

func (q relatedQuestion) Ask(ctx context.Context, s landscape.Snapshot) (string, error) {
	pages, err := s.Related(ctx, q.q)
	return pagesText(q.q, pages), err
}

// pagesText writes the answer to a question for ends. Of one that is bare no claims are promised.
func pagesText(q landscape.RelatedQuery, pages []landscape.Ends) string {
	return lines(pages, func(page landscape.Ends) string {
		return "source:\n" + lines(page.Ends, func(e landscape.End) string {
			if q.Bare {
				return elementText(e.Element, q.Attributes, true)
			}
			return elementText(e.Element, q.Attributes, false) + lines(e.Claims, func(r *landscape.Relation) string {
				return "\n    " + claimText(r)
			}) + "\n    deciding " + claimText(e.Deciding)
		}) + moreText(page.More)
	})
}

func (q countRelatedQuestion) Ask(ctx context.Context, s landscape.Snapshot) (string, error) {
	counts, err := s.CountRelated(ctx, q.q)
	return fmt.Sprint(counts), err
}

func (q matrixQuestion) Ask(ctx context.Context, s landscape.Snapshot) (string, error) {
	m, err := s.Matrix(ctx, q.q)
	if err != nil {
		return "", err
	}
	tuples := lines(m.Tuples, func(t landscape.Tuple) string {
		if slices.ContainsFunc(t.Elements, func(id landscape.ID) bool { return m.Elements[id] == nil }) {
			return fmt.Sprintf("%q, of which an element is not given", t.Elements)
		}
		from, to := m.Interval(t)
		return fmt.Sprintf("%q %s %s..%s", t.Elements, list(t.Claims, claimText), from, to)
	})
	return tuples + "elements:\n" + lines(slices.Sorted(maps.Keys(m.Elements)), func(id landscape.ID) string {
		// Where no attributes are named a matrix need not give any, unlike other answers.
		return string(id) + ": " + elementText(m.Elements[id], append([]string{}, q.q.Attributes...), false)
	}), nil
}

func moreText(more bool) string {
	if more {
		return "more\n"
	}
	return ""
}

// lines writes items below each other.
func lines[T any](items []T, text func(T) string) string {
	var b strings.Builder
	for _, item := range items {
		b.WriteString(text(item))
		b.WriteString("\n")
	}
	return b.String()
}

func cutLine(text string) (first, rest string, found bool) { return strings.Cut(text, "\n") }

// elementText writes an element with the values that were asked for; others may be there or not.
func elementText(e *landscape.Element, attributes []string, bare bool) string {
	if e == nil {
		return "nothing"
	}
	return fmt.Sprintf("%s %s%s", e.ID, e.Kind.Name, valuesText(e.Kind.Attributes, e.Values, asked(attributes, bare)))
}

// asked returns which attributes are asked for by naming some: those, and what is always given.
func asked(attributes []string, bare bool) func(*schema.Attribute) bool {
	always := []string{"id", "key", "name", "owner", "visibility", "validFrom", "validTo"}
	if bare {
		always = always[:2]
	}
	return func(a *schema.Attribute) bool {
		return attributes == nil || slices.Contains(attributes, a.Name) || slices.Contains(always, a.Name)
	}
}

// claimText writes a claim with all its values.
func claimText(r *landscape.Relation) string {
	if r == nil {
		return "nothing"
	}
	return fmt.Sprintf("%s %s %s > %s%s", r.ID, r.Type.Type, r.From, r.To, valuesText(r.Type.Attributes, r.Values, everything))
}

// untruth says in what an element differs from the truth: in the values that were asked for, or in others by giving something else
// than the truth or nothing. It is empty where all is well.
func untruth(e, truth *landscape.Element, attributes []string, bare bool) string {
	if e == nil || truth == nil {
		return "no element"
	}
	if e.ID != truth.ID || e.Kind != truth.Kind || len(e.Values) != len(truth.Values) {
		return fmt.Sprintf("%s is not %s", e.ID, truth.Ref())
	}
	given := asked(attributes, bare)
	for i, a := range e.Kind.Attributes {
		list, _ := e.Values[i].([]string)
		absent := e.Values[i] == nil || a.List && len(list) == 0
		if same := reflect.DeepEqual(e.Values[i], truth.Values[i]) || a.List && len(list) == 0 && reflect.ValueOf(truth.Values[i]).Len() == 0; !same && (given(a) || !absent) {
			return fmt.Sprintf("%s of %s is %#v instead of %#v", a.Name, e.Ref(), e.Values[i], truth.Values[i])
		}
	}
	return ""
}
