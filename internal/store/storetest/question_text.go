package storetest

import (
	"fmt"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Questions are written for whoever reads a failure.

func (q elementsQuestion) String() string {
	return fmt.Sprintf("Elements %q, attributes %q", q.ids, q.attributes)
}
func (q findQuestion) String() string    { return "Find " + queryText(q.q) }
func (q countQuestion) String() string   { return "Count " + queryText(q.q) }
func (q relatedQuestion) String() string { return "Related " + relatedText(q.q) }

func (q countRelatedQuestion) String() string { return "CountRelated " + relatedText(q.q) }

func (q matrixQuestion) String() string {
	var steps []string
	for _, step := range q.q.Steps {
		steps = append(steps, list(step, fieldText))
	}
	cols := "all"
	if q.q.Cols != nil {
		cols = fmt.Sprintf("%q", q.q.Cols)
	}
	return fmt.Sprintf("Matrix rows %q or %s where %s, steps %q, cols %s, not ended before %q, attributes %q", q.q.Rows.IDs,
		list(q.q.Rows.Kinds, kindText), filterText(q.q.Rows.Where), steps, cols, q.q.NotEndedBefore, q.q.Attributes)
}

func queryText(q landscape.Query) string {
	return fmt.Sprintf("%s where %s, at %q, %s, attributes %q, bare %t", q.Kind.Name, filterText(q.Where), q.At, pageWords(q.Page), q.Attributes, q.Bare)
}

func relatedText(q landscape.RelatedQuery) string {
	text := fmt.Sprintf("%s of %q, claim %s, where %s, at %q, %s, attributes %q", fieldText(q.Field), q.Sources, filterText(q.Claim),
		filterText(q.Where), q.At, pageWords(q.Page), q.Attributes)
	if q.Bare {
		return text + ", bare"
	}
	return text
}

func kindText(k *schema.Kind) string   { return k.Name }
func fieldText(f *schema.Field) string { return f.Kind.Name + "." + f.Name }

func pageWords(p landscape.Page) string {
	words := "order " + list(p.Order, func(o landscape.Order) string {
		if o.Descending {
			return "-" + o.Attribute.Name
		}
		return o.Attribute.Name
	})
	if p.After != nil {
		words += fmt.Sprintf(" after %q", *p.After)
	}
	if p.Before != nil {
		words += fmt.Sprintf(" before %q", *p.Before)
	}
	if p.Backward {
		words += " backward"
	}
	return words + fmt.Sprintf(" limit %d", p.Limit)
}

func filterText(f landscape.Filter) string {
	switch f := f.(type) {
	case nil:
		return "all"
	case landscape.And:
		return "and(" + list(f, filterText) + ")"
	case landscape.Or:
		return "or(" + list(f, filterText) + ")"
	case landscape.Not:
		return "not(" + filterText(f.Filter) + ")"
	case landscape.KindIs:
		return "kind(" + list(f, kindText) + ")"
	case landscape.Some:
		return "some(" + fieldText(f.Field) + " where " + filterText(f.Where) + ")"
	case landscape.Compare:
		return fmt.Sprintf("%s %s %#v", f.Attribute.Name, f.Op, f.Value)
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", f), "landscape.")
}
