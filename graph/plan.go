package graph

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// A plan is an operation made ready: every argument checked, every fragment merged, one connection for each list that the store is
// asked for. It belongs to one request, since arguments hold the request's variables.
type plan struct {
	mutation    bool
	roots       []*rootField
	connections int // how many connections there are; each has its own index
}

// rootField is a field of Query.
type rootField struct {
	label    string // "name": as it is written into the answer
	key      string
	typename bool
	list     bool           // nodes(ids:)
	ids      []landscape.ID // of node, nodes and the look-ups
	kind     *schema.Kind   // of a look-up: anything else is absent
	elements *selection
	conn     *connection
	object   *objectField // an analysis or introspection
	analysis Analysis
	write    *write // of a mutation
}

// selection is what is asked of elements, for each kind that they may be of.
type selection struct {
	kinds      map[*schema.Kind]*elementPlan
	attributes []string                  // the attributes asked of any kind
	ahead      []*landscape.RelatedQuery // the lists
}

type elementPlan struct {
	fields      []elementField
	connections []*connection
	histories   []*objectField
}

// elementField is one of: an attribute, a connection, the history, __typename.
type elementField struct {
	label     string
	attribute *schema.Attribute
	conn      *connection
	history   *objectField
}

// connection is a list of elements: of a kind, or at the other end of a relation.
type connection struct {
	index      int
	typeName   string
	kind       *schema.Kind           // what the rows are taken as: Element where there are several kinds
	query      landscape.RelatedQuery // without sources; of a list of a kind without a field
	signature  string
	fields     []connectionField
	rows       bool // rows are asked for
	total      bool // totalCount is asked for
	selections []*selection
}

// connectionField is one field of a connection; the name tells which.
type connectionField struct {
	label, name string
	elements    *selection  // of nodes
	edges       []edgeField // of edges
	info        []labelled  // of pageInfo
}

// edgeField is one field of an edge: a value of the deciding claim, or what the name says.
type edgeField struct {
	label, name string
	attribute   *schema.Attribute
	elements    *selection
	claims      []edgeField
}

// labelled is a field of no further structure.
type labelled struct{ label, name string }

// objectField is a field of an analysis or of introspection.
type objectField struct {
	label, key, name string
	parent           string
	position         *ast.Position // in the document
	def              *ast.FieldDefinition
	args             map[string]any
	fields           []*objectField // where the type is an object
	elements         *selection     // where the type is a kind of element
}

// maxPlan bounds the work of planning and so of what follows: fragments that nest fragments grow without bound.
const maxPlan = 10_000

type planner struct {
	engine *Engine
	doc    *ast.QueryDocument
	values *coercion
	plan   *plan
	size   int
}

// newPlan plans an operation. An error is the client's; nothing has been read then.
func (e *Engine) newPlan(doc *ast.QueryDocument, op *ast.OperationDefinition, variables map[string]any) (*plan, error) {
	mutation := op.Operation == ast.Mutation && e.repository != nil
	if op.Operation != ast.Query && !mutation {
		return nil, invalid("api.operation", string(op.Operation))
	}
	values, err := coerceVariables(e.schema, op, variables)
	if err != nil {
		return nil, err
	}
	p := &planner{engine: e, doc: doc, values: &coercion{schema: e.schema, variables: values}, plan: &plan{mutation: mutation}}
	on, plan := "Query", p.root
	if mutation {
		on, plan = "Mutation", p.mutation
	}
	fields, err := p.collect(on, []ast.SelectionSet{op.SelectionSet})
	if err != nil {
		return nil, err
	}
	for _, f := range fields {
		root, err := plan(f)
		if err != nil {
			return nil, at(err, f.first.Position)
		}
		p.plan.roots = append(p.plan.roots, root)
	}
	return p.plan, nil
}

func (p *planner) root(f *merged) (*rootField, error) {
	root := &rootField{label: f.label(), key: f.key, typename: f.name == "__typename"}
	if root.typename {
		return root, nil
	}
	def := f.first.Definition
	if f.name == "__schema" || f.name == "__type" || p.engine.analyses[f.name] != nil {
		var err error
		root.analysis = p.engine.analyses[f.name]
		root.object, err = p.objectField("Query", f)
		return root, err
	}
	args, err := p.values.arguments(def.Arguments, f.first.Arguments)
	if err != nil {
		return nil, err
	}
	meta := p.engine.meta
	switch f.name {
	case "node", "nodes":
		root.list = f.name == "nodes"
		if root.list {
			ids := args["ids"].([]any)
			if len(ids) > MaxPage {
				return nil, limited("api.page.large", "ids", MaxPage)
			}
			for _, id := range ids {
				root.ids = append(root.ids, landscape.ID(id.(string)))
			}
		} else {
			root.ids = []landscape.ID{landscape.ID(args["id"].(string))}
		}
		root.elements, err = p.selection(meta.Kinds, f.sets)
		return root, err
	}
	for _, k := range meta.Kinds {
		switch f.name {
		case k.Singular:
			root.kind = k
			key, hasKey := args["key"].(string)
			id, hasID := args["id"].(string)
			if hasKey == hasID {
				return nil, invalid("api.lookup", k.Singular)
			}
			if hasKey {
				id = string(landscape.NewElementID(k.Name, key))
			}
			root.ids = []landscape.ID{landscape.ID(id)}
			root.elements, err = p.selection([]*schema.Kind{k}, f.sets)
			return root, err
		case k.Plural:
			root.conn = &connection{typeName: k.Name, kind: k, query: landscape.RelatedQuery{Bare: true}}
			return root, p.connection(root.conn, args, []*schema.Kind{k}, f.sets)
		}
	}
	return nil, invalid("api.field", f.name)
}

// selection plans what is asked of elements of the kinds.
func (p *planner) selection(kinds []*schema.Kind, sets []ast.SelectionSet) (*selection, error) {
	s := &selection{kinds: make(map[*schema.Kind]*elementPlan, len(kinds))}
	for _, k := range kinds {
		fields, err := p.collect(k.Name, sets)
		if err != nil {
			return nil, err
		}
		ep := &elementPlan{}
		for _, f := range fields {
			field := elementField{label: f.label(), attribute: k.Attribute(f.name)}
			switch relation := k.Field(f.name); {
			case field.attribute != nil:
				if !slices.Contains(s.attributes, f.name) {
					s.attributes = append(s.attributes, f.name)
				}
			case relation != nil:
				args, err := p.values.arguments(f.first.Definition.Arguments, f.first.Arguments)
				if err != nil {
					return nil, at(err, f.first.Position)
				}
				field.conn = &connection{typeName: relation.TypeName(), kind: far(p.engine.meta, relation), query: landscape.RelatedQuery{Field: relation, Bare: true}}
				if err := p.connection(field.conn, args, relation.Far, f.sets); err != nil {
					return nil, at(err, f.first.Position)
				}
				ep.connections = append(ep.connections, field.conn)
				if field.conn.rows {
					s.ahead = append(s.ahead, &field.conn.query)
				}
			case f.name == "changes":
				if field.history, err = p.objectField(k.Name, f); err != nil {
					return nil, err
				}
				ep.histories = append(ep.histories, field.history)
			}
			ep.fields = append(ep.fields, field)
		}
		s.kinds[k] = ep
	}
	return s, nil
}

// connection plans a list whose rows may be of the kinds.
func (p *planner) connection(c *connection, args map[string]any, kinds []*schema.Kind, sets []ast.SelectionSet) error {
	c.index = p.plan.connections
	p.plan.connections++
	q, err := &c.query, error(nil)
	compiler := &filters{meta: p.engine.meta}
	if q.Where, err = compiler.where(c.kind, args["where"]); err != nil {
		return err
	}
	if q.Field != nil {
		if q.Claim, err = compiler.claim(q.Field.Relation, args["claim"]); err != nil {
			return err
		}
	}
	date, _ := args["at"].(string)
	q.At = landscape.Date(date)
	if q.Page, c.signature, err = page(c.kind, args); err != nil {
		return err
	}
	fields, err := p.collect(c.typeName+"Connection", sets)
	if err != nil {
		return err
	}
	for _, f := range fields {
		cf := connectionField{label: f.label(), name: f.name}
		switch f.name {
		case "nodes":
			cf.elements, err = p.rows(c, kinds, f.sets)
		case "edges":
			q.Bare = false
			cf.edges, err = p.edges(c, kinds, f.sets)
		case "pageInfo":
			c.rows = true
			cf.info, err = p.plain("PageInfo", f.sets)
		case "totalCount":
			c.total = true
		}
		if err != nil {
			return err
		}
		c.fields = append(c.fields, cf)
	}
	for _, o := range q.Page.Order {
		q.Attributes = append(q.Attributes, o.Attribute.Name)
	}
	for _, s := range c.selections {
		q.Attributes = append(q.Attributes, s.attributes...)
		q.Ahead = append(q.Ahead, s.ahead...)
	}
	return nil
}

func (p *planner) rows(c *connection, kinds []*schema.Kind, sets []ast.SelectionSet) (*selection, error) {
	s, err := p.selection(kinds, sets)
	c.rows = true
	c.selections = append(c.selections, s)
	return s, err
}

func (p *planner) edges(c *connection, kinds []*schema.Kind, sets []ast.SelectionSet) ([]edgeField, error) {
	c.rows = true
	fields, err := p.collect(c.typeName+"Edge", sets)
	if err != nil {
		return nil, err
	}
	edges := []edgeField{}
	for _, f := range fields {
		ef := edgeField{label: f.label(), name: f.name}
		switch {
		case f.name == "node":
			if ef.elements, err = p.rows(c, kinds, f.sets); err != nil {
				return nil, err
			}
		case f.name == "claims":
			claims, err := p.plain(c.query.Field.Relation.ClaimType, f.sets)
			if err != nil {
				return nil, err
			}
			ef.claims = []edgeField{}
			for _, claim := range claims {
				ef.claims = append(ef.claims, edgeField{label: claim.label, name: claim.name, attribute: c.query.Field.Relation.Attribute(claim.name)})
			}
		case c.query.Field != nil:
			ef.attribute = c.query.Field.Relation.Attribute(f.name)
		}
		edges = append(edges, ef)
	}
	return edges, nil
}

// plain plans fields that have neither arguments nor fields of their own.
func (p *planner) plain(typeName string, sets []ast.SelectionSet) ([]labelled, error) {
	fields, err := p.collect(typeName, sets)
	var out []labelled
	for _, f := range fields {
		out = append(out, labelled{f.label(), f.name})
	}
	return out, err
}

// objectField plans a field of an analysis or of introspection.
func (p *planner) objectField(parent string, f *merged) (*objectField, error) {
	o := &objectField{label: f.label(), key: f.key, name: f.name, parent: parent, position: f.first.Position, def: f.first.Definition}
	if f.name == "__typename" {
		return o, nil
	}
	var err error
	if o.args, err = p.values.arguments(o.def.Arguments, f.first.Arguments); err != nil {
		return nil, at(err, f.first.Position)
	}
	if first := number(o.args, "first"); first != nil && *first < 0 {
		return nil, at(invalid("api.page.negative", "first"), f.first.Position)
	}
	name := o.def.Type.Name()
	if first := number(o.args, "first"); first != nil && *first > MaxPage && (name == "Commit" || name == "Change") {
		return nil, at(limited("api.page.large", "first", MaxPage), f.first.Position)
	}
	if kinds := p.engine.kindsOf(name); kinds != nil {
		o.elements, err = p.selection(kinds, f.sets)
		return o, err
	}
	if p.engine.schema.Types[name].Kind != ast.Object {
		return o, nil
	}
	fields, err := p.collect(name, f.sets)
	if err != nil {
		return nil, err
	}
	for _, inner := range fields {
		field, err := p.objectField(name, inner)
		if err != nil {
			return nil, err
		}
		o.fields = append(o.fields, field)
	}
	return o, nil
}

// kindsOf returns the kinds that a type of the API stands for; nil for other types.
func (e *Engine) kindsOf(typeName string) []*schema.Kind {
	if typeName == "Element" {
		return e.meta.Kinds
	}
	if k := e.meta.Kind(typeName); k != nil {
		return []*schema.Kind{k}
	}
	return nil
}

// asks reports whether a field of that name is asked for anywhere below.
func (o *objectField) asks(name string) bool {
	return slices.ContainsFunc(o.fields, func(f *objectField) bool { return f.name == name || f.asks(name) })
}

// label writes a response key as the answer holds it. Response keys are GraphQL names, in which nothing needs escaping.
func label(key string) string {
	var b strings.Builder
	b.Grow(len(key) + 3)
	b.WriteByte('"')
	b.WriteString(key)
	b.WriteString(`":`)
	return b.String()
}
