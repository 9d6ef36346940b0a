package storetest

import (
	"math/rand/v2"
	"slices"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// questions draws what to ask of a landscape of a cast.
func (p *Pool) questions(c cast, content *landscape.Content) *rapid.Generator[[]Question] {
	return rapid.Custom(func(t *rapid.T) []Question {
		asker := p.asker(t, c, content)
		var questions []Question
		for range rapid.IntRange(1, 12).Draw(t, "questions") + rapid.IntRange(0, 12).Draw(t, "more questions") {
			questions = append(questions, asker.question())
		}
		return questions
	})
}

// asker draws questions about one landscape. The shape of a question is drawn from its number in the pool alone; what it is filled
// with is drawn anew each time.
type asker struct {
	drawing
	pool    *Pool
	shape   *rand.Rand
	model   *schema.Metamodel
	content *landscape.Content
	cast
}

func (p *Pool) asker(t *rapid.T, c cast, content *landscape.Content) *asker {
	return &asker{drawing: drawing{t}, pool: p, model: p.model, content: content, cast: c}
}

// question draws a question of any shape of the cast.
func (a *asker) question() Question {
	return a.ask(rapid.IntRange(0, a.shapes-1).Draw(a.t, "shape"))
}

// ask draws a question of the cast's shape of that number.
func (a *asker) ask(number int) Question {
	a.shape = a.pool.random(a.first + number)
	switch a.one(14) {
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
	case 10:
		return a.ahead()
	}
	return matrixQuestion{a.matrix()}
}

func (a *asker) query() landscape.Query {
	k := among(a, a.kinds)
	kinds := []*schema.Kind{k}
	q := landscape.Query{Kind: k, Where: a.where(kinds, 3), At: a.on(), Page: a.page(kinds), Attributes: a.attributes()}
	q.Bare = len(q.Page.Order)%2 == 1
	return q
}

func (a *asker) related() landscape.RelatedQuery {
	f := a.field()
	q := landscape.RelatedQuery{
		Field: f, Where: a.where(f.Far, 2), At: a.on(), Page: a.page(f.Far), Attributes: a.attributes(),
	}
	if a.formed(3) {
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
	q := landscape.MatrixQuery{NotEndedBefore: a.on(), Attributes: a.attributes()}
	switch a.one(3) {
	case 0:
		q.Rows.IDs = a.ids(6)
	case 1:
		for _, e := range a.content.Elements {
			q.Rows.IDs = append(q.Rows.IDs, e.ID)
		}
	default:
		q.Rows.Kinds = a.kinds[:1+a.one(len(a.kinds))]
		q.Rows.Where = a.where(q.Rows.Kinds, 2)
	}
	at := a.kinds // where the paths may have come to
	for range 1 + a.one(3) {
		var step landscape.Step
		var next []*schema.Kind
		for range 1 + a.one(6) {
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
	if a.formed(4) {
		q.Cols = a.ids(6)
	}
	if a.formed(3) {
		// Of a path only those attributes are given that are named, so that some are to be named which not everybody sees.
		for _, k := range a.kinds {
			for _, attribute := range k.Attributes {
				if attribute.Visibility != "" {
					q.Attributes = append(q.Attributes, attribute.Name)
				}
			}
		}
	}
	return q
}

// one draws a number below n for the shape.
func (a *asker) one(n int) int { return a.shape.IntN(n) }

// formed is true for one shape in n.
func (a *asker) formed(n int) bool { return a.one(n) == n-1 }

// among draws one of a list for the shape.
func among[T any](a *asker, list []T) T { return list[a.one(len(list))] }

// on draws a day, where the shape has one.
func (a *asker) on() landscape.Date {
	if !a.formed(3) {
		return ""
	}
	return landscape.Date(rapid.SampledFrom(drawnDates).Draw(a.t, "day"))
}

// field draws a field, seldom one over which no claim leads.
func (a *asker) field() *schema.Field {
	if len(a.fields) > 0 && !a.formed(10) {
		return among(a, a.fields)
	}
	return among(a, among(a, a.kinds).Fields)
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
	switch a.one(3) {
	case 0:
		return nil
	case 1:
		return []string{}
	}
	all := among(a, a.kinds).Attributes
	return []string{a.telling(all).Name, among(a, all).Name}
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
	p := landscape.Page{Limit: landscape.NoLimit, Backward: a.formed(2)}
	if a.formed(3) {
		p.Limit = rapid.SampledFrom([]int{3, 2, 1, 0}).Draw(a.t, "limit")
	}
	var sortable []*schema.Attribute
	for _, attribute := range a.common(kinds) {
		if !attribute.List {
			sortable = append(sortable, attribute)
		}
	}
	for range a.one(4) {
		p.Order = append(p.Order, landscape.Order{Attribute: a.telling(sortable), Descending: a.formed(2)})
	}
	if len(p.Order) == 1 && p.Order[0].Attribute.Name == "name" && p.Limit == landscape.NoLimit {
		// A page by name is what lists are mostly asked for, and what stores keep indexes for.
		p.Order[0].Descending, p.Limit = false, 2
	}
	if a.formed(6) {
		p.After = a.position(kinds, p.Order)
	}
	if a.formed(6) {
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
	if a.formed(3) {
		return nil
	}
	return a.filter(a.common(kinds), kinds, depth)
}

// filter draws a filter on attributes and, where there are kinds, on what their elements are and are related to.
func (a *asker) filter(attributes []*schema.Attribute, kinds []*schema.Kind, depth int) landscape.Filter {
	shape := a.one(11)
	switch {
	case depth > 0 && (shape == 0 || shape == 10):
		return landscape.Not{Filter: a.filter(attributes, kinds, depth-1)}
	case depth > 0 && shape <= 2:
		var parts []landscape.Filter
		for range a.one(4) {
			parts = append(parts, a.filter(attributes, kinds, depth-1))
		}
		if shape == 1 {
			return landscape.And(parts)
		}
		return landscape.Or(parts)
	case depth > 0 && shape <= 4 && kinds != nil:
		if f := among(a, among(a, kinds).Fields); slices.Contains(a.fields, f) || a.formed(4) {
			some := landscape.Some{Field: f, Where: a.where(f.Far, depth-1)}
			if a.formed(2) {
				return landscape.Not{Filter: some}
			}
			return some
		}
	case shape == 5 && len(kinds) > 1:
		return landscape.KindIs(a.kinds[:a.one(len(a.kinds)+1)])
	}
	return a.comparison(a.telling(attributes))
}

// telling draws an attribute, often one on which engines differ: text, and what some may not see.
func (a *asker) telling(attributes []*schema.Attribute) *schema.Attribute {
	var telling []*schema.Attribute
	for _, attribute := range attributes {
		if attribute.Swedish || attribute.Visibility != "" || attribute.Identity || attribute.Enum != nil && attribute.Name != "visibility" || attribute.Type == schema.String && !attribute.Required && !attribute.Search {
			telling = append(telling, attribute)
		}
	}
	if len(telling) > 0 && a.formed(2) {
		return among(a, telling)
	}
	return among(a, attributes)
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
	c := landscape.Compare{Attribute: attribute, Op: among(a, ops)}
	switch c.Op {
	case landscape.IsNull:
		c.Value = a.formed(2)
	case landscape.In:
		list := []any{}
		for range rapid.SampledFrom([]int{0, 1, 2, 3}).Draw(a.t, "in") {
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
