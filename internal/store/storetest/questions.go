package storetest

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Questions draws what to ask of a landscape.
func Questions(m *schema.Metamodel, content *landscape.Content) *rapid.Generator[[]Question] {
	return rapid.Custom(func(t *rapid.T) []Question {
		asker := newAsker(t, m, content)
		var questions []Question
		for range rapid.IntRange(1, 12).Draw(t, "questions") + rapid.IntRange(0, 12).Draw(t, "more questions") {
			questions = append(questions, asker.question())
		}
		return questions
	})
}

// asker draws questions about one landscape.
type asker struct {
	drawing
	model   *schema.Metamodel
	content *landscape.Content
	kinds   []*schema.Kind  // those of its elements
	fields  []*schema.Field // those over which a claim leads, from both its ends
}

func newAsker(t *rapid.T, m *schema.Metamodel, content *landscape.Content) *asker {
	a := &asker{drawing: drawing{t}, model: m, content: content}
	for _, e := range content.Elements {
		if !slices.Contains(a.kinds, e.Kind) {
			a.kinds = append(a.kinds, e.Kind)
		}
	}
	for _, k := range a.kinds {
		for _, f := range k.Fields {
			if slices.ContainsFunc(content.Relations, func(r *landscape.Relation) bool { return r.Type == f.Relation }) {
				a.fields = append(a.fields, f)
			}
		}
	}
	return a
}

func (a *asker) question() Question {
	switch rapid.IntRange(0, 12).Draw(a.t, "method") {
	case 0:
		return elementsQuestion{a.ids(6), a.attributes()}
	case 1:
		return countQuestion{a.query()}
	case 2:
		return countRelatedQuestion{a.related()}
	case 3, 4, 5:
		return findQuestion{a.query()}
	case 6, 7, 8, 9:
		return relatedQuestion{a.related()}
	}
	return matrixQuestion{a.matrix()}
}

func (a *asker) query() landscape.Query {
	k := rapid.SampledFrom(a.kinds).Draw(a.t, "kind")
	kinds := []*schema.Kind{k}
	return landscape.Query{Kind: k, Where: a.where(kinds, 3), At: a.day(), Page: a.page(kinds), Attributes: a.attributes()}
}

func (a *asker) related() landscape.RelatedQuery {
	f := a.field()
	q := landscape.RelatedQuery{
		Field: f, Where: a.where(f.Far, 2), At: a.day(), Page: a.page(f.Far), Attributes: a.attributes(),
	}
	if a.oneIn(3) {
		q.Claim = a.filter(f.Relation.Attributes, nil, 2)
	}
	for _, e := range a.content.Elements {
		if e.Kind == f.Kind || a.oneIn(8) {
			q.Sources = append(q.Sources, e.ID)
		}
	}
	if a.oneIn(4) {
		q.Sources = append(q.Sources, "no id at all")
	}
	if len(q.Sources) > 0 {
		q.Sources = rapid.Permutation(q.Sources).Draw(a.t, "sources")
	}
	return q
}

func (a *asker) matrix() landscape.MatrixQuery {
	q := landscape.MatrixQuery{NotEndedBefore: a.day(), Attributes: a.attributes()}
	switch rapid.IntRange(0, 2).Draw(a.t, "rows") {
	case 0:
		q.Rows.IDs = a.ids(6)
	case 1:
		for _, e := range a.content.Elements {
			q.Rows.IDs = append(q.Rows.IDs, e.ID)
		}
	default:
		q.Rows.Kinds = a.kinds[:rapid.IntRange(1, len(a.kinds)).Draw(a.t, "kinds")]
		q.Rows.Where = a.where(q.Rows.Kinds, 2)
	}
	at := a.kinds // where the paths may have come to
	for range rapid.IntRange(1, 3).Draw(a.t, "steps") {
		var step landscape.Step
		var next []*schema.Kind
		for range rapid.IntRange(1, 6).Draw(a.t, "alternatives") {
			f := a.field()
			for range len(a.fields) {
				if slices.Contains(at, f.Kind) {
					break
				}
				f = a.fields[(slices.Index(a.fields, f)+1)%len(a.fields)]
			}
			step, next = append(step, f), append(next, f.Far...)
		}
		q.Steps, at = append(q.Steps, step), next
	}
	if a.oneIn(4) {
		q.Cols = a.ids(6)
	}
	return q
}

// field draws a field, seldom one over which no claim leads.
func (a *asker) field() *schema.Field {
	if len(a.fields) > 0 && !a.oneIn(10) {
		return rapid.SampledFrom(a.fields).Draw(a.t, "field")
	}
	return rapid.SampledFrom(a.among(a.kinds, "kind").Fields).Draw(a.t, "field")
}

// ids draws at most n ids, of which some are of nothing and some are there twice.
func (a *asker) ids(n int) []landscape.ID {
	ids := []landscape.ID{}
	for range rapid.IntRange(0, n).Draw(a.t, "ids") {
		if a.oneIn(10) {
			ids = append(ids, landscape.NewElementID("System", "nobody"))
		} else {
			ids = append(ids, rapid.SampledFrom(a.content.Elements).Draw(a.t, "id").ID)
		}
	}
	return ids
}

// attributes draws which attributes to name: all, none, or some that not every kind has.
func (a *asker) attributes() []string {
	switch rapid.IntRange(0, 2).Draw(a.t, "attributes") {
	case 0:
		return nil
	case 1:
		return []string{}
	}
	all := rapid.SampledFrom(a.kinds).Draw(a.t, "kind").Attributes
	return []string{rapid.SampledFrom(all).Draw(a.t, "attribute").Name, rapid.SampledFrom(all).Draw(a.t, "attribute").Name}
}

// common returns the attributes by which elements of the kinds can be asked for: all of one kind, else those that every kind has.
func (a *asker) common(kinds []*schema.Kind) []*schema.Attribute {
	attributes := a.model.Element.Attributes
	if len(kinds) == 1 {
		attributes = kinds[0].Attributes
	}
	return attributes[1:] // not by id
}

func (a *asker) page(kinds []*schema.Kind) landscape.Page {
	limits := []int{landscape.NoLimit, 3, landscape.NoLimit, 2, 1, landscape.NoLimit, 0}
	p := landscape.Page{Limit: rapid.SampledFrom(limits).Draw(a.t, "limit"), Backward: rapid.Bool().Draw(a.t, "backward")}
	var sortable []*schema.Attribute
	for _, attribute := range a.common(kinds) {
		if !attribute.List {
			sortable = append(sortable, attribute)
		}
	}
	for range rapid.IntRange(0, 3).Draw(a.t, "order") {
		p.Order = append(p.Order, landscape.Order{Attribute: a.telling(sortable), Descending: rapid.Bool().Draw(a.t, "descending")})
	}
	if a.oneIn(5) {
		p.After = a.position(kinds, p.Order)
	}
	if a.oneIn(5) {
		p.Before = a.position(kinds, p.Order)
	}
	return p
}

// position draws the place of an element, or one between.
func (a *asker) position(kinds []*schema.Kind, order []landscape.Order) *landscape.Position {
	e := rapid.SampledFrom(a.content.Elements).Draw(a.t, "at")
	if slices.Contains(kinds, e.Kind) && !a.oneIn(3) {
		at := landscape.PositionOf(e, order)
		return &at
	}
	at := landscape.Position{Key: rapid.SampledFrom(drawnKeys).Draw(a.t, "key"), Kind: rapid.SampledFrom(kinds).Draw(a.t, "kind").Name}
	for _, o := range order {
		at.SortKeys = append(at.SortKeys, landscape.SortKey(o.Attribute, a.value(o.Attribute)))
	}
	return &at
}

// where draws a filter on elements of the kinds, or none.
func (a *asker) where(kinds []*schema.Kind, depth int) landscape.Filter {
	if !a.oneIn(2) {
		return nil
	}
	return a.filter(a.common(kinds), kinds, depth)
}

// filter draws a filter on attributes and, where there are kinds, on what their elements are and are related to.
func (a *asker) filter(attributes []*schema.Attribute, kinds []*schema.Kind, depth int) landscape.Filter {
	shape := rapid.IntRange(0, 9).Draw(a.t, "filter")
	switch {
	case depth > 0 && shape == 0:
		return landscape.Not{Filter: a.filter(attributes, kinds, depth-1)}
	case depth > 0 && shape <= 2:
		var parts []landscape.Filter
		for range rapid.IntRange(0, 3).Draw(a.t, "parts") {
			parts = append(parts, a.filter(attributes, kinds, depth-1))
		}
		if shape == 1 {
			return landscape.And(parts)
		}
		return landscape.Or(parts)
	case depth > 0 && shape <= 4 && kinds != nil:
		k := rapid.SampledFrom(kinds).Draw(a.t, "kind")
		if f := rapid.SampledFrom(k.Fields).Draw(a.t, "some"); slices.Contains(a.fields, f) || a.oneIn(4) {
			some := landscape.Some{Field: f, Where: a.where(f.Far, depth-1)}
			if a.oneIn(2) {
				return landscape.Not{Filter: some}
			}
			return some
		}
	case shape == 5 && len(kinds) > 1:
		return landscape.KindIs(a.kinds[:rapid.IntRange(0, len(a.kinds)).Draw(a.t, "kinds")])
	}
	return a.comparison(a.telling(attributes))
}

// telling draws an attribute, often one on which engines differ: text, and what some may not see.
func (a *asker) telling(attributes []*schema.Attribute) *schema.Attribute {
	var telling []*schema.Attribute
	for _, attribute := range attributes {
		if attribute.Swedish || attribute.Visibility != "" || attribute.Identity || attribute.Type == schema.String && !attribute.Required && !attribute.Search {
			telling = append(telling, attribute)
		}
	}
	if len(telling) > 0 && a.oneIn(2) {
		return rapid.SampledFrom(telling).Draw(a.t, "telling attribute")
	}
	return rapid.SampledFrom(attributes).Draw(a.t, "attribute")
}

// comparison draws a comparison of which the API knows: of the type's operators, with a value that may well be there.
func (a *asker) comparison(attribute *schema.Attribute) landscape.Filter {
	ops := []landscape.Op{landscape.Eq, landscape.Ne, landscape.In, landscape.IsNull}
	switch {
	case attribute.List:
		ops = []landscape.Op{landscape.Has}
	case attribute.Type == schema.String || attribute.Type == schema.Key:
		ops = append([]landscape.Op{landscape.Contains, landscape.StartsWith, landscape.Lt, landscape.Lte, landscape.Gt, landscape.Gte}, ops...)
	case attribute.Type != schema.Boolean && attribute.Type != schema.EnumOf:
		ops = append(ops, landscape.Lt, landscape.Lte, landscape.Gt, landscape.Gte)
	}
	c := landscape.Compare{Attribute: attribute, Op: rapid.SampledFrom(ops).Draw(a.t, "op")}
	switch c.Op {
	case landscape.IsNull:
		c.Value = rapid.Bool().Draw(a.t, "null")
	case landscape.In:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(a.t, "in") {
			list = append(list, a.present(attribute))
		}
		c.Value = list
	case landscape.Contains, landscape.StartsWith:
		c.Value = rapid.SampledFrom(drawnParts).Draw(a.t, "part")
	case landscape.Has:
		c.Value = a.scalar(attribute)
	default:
		c.Value = a.present(attribute)
	}
	return c
}

// present draws a value of an attribute, often one that an element has.
func (a *asker) present(attribute *schema.Attribute) any {
	e := rapid.SampledFrom(a.content.Elements).Draw(a.t, "like")
	if v := e.Get(attribute.Name); v != nil && e.Kind.Attribute(attribute.Name) == attribute && !a.oneIn(3) {
		return v
	}
	return a.scalar(attribute)
}
