// Package graph is the GraphQL edge of the product: the API that follows from the schema, answered from a store.
//
// The kinds of element are known only at run time, so there are no generated resolvers. An operation is made into a plan (plan.go)
// in which every argument is checked; the plan is run level by level, one call of the store for each list whatever the fan-out
// (execute.go); and the answer is written straight into a buffer (encode.go). What a mutation writes goes to the Repository (mutate.go),
// and what it answers is read and written in the same way. Around it stands gqlgen's handler.Server with its
// parser, validation and cache of documents.
package graph

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Engine answers GraphQL requests from a store. It is an http.Handler and safe for use by several goroutines.
type Engine struct {
	meta       *schema.Metamodel
	schema     *ast.Schema
	store      landscape.Store
	repository *landscape.Repository
	analyses   map[string]Analysis
	today      func() landscape.Date
	log        *slog.Logger
	server     *handler.Server
	waiting    time.Duration // for a revision that is not there yet
}

// Options are what an engine is made of. Model and Store are needed.
type Options struct {
	Model *schema.Metamodel
	Store landscape.Store
	// Repository takes what is written; without one there are no mutations.
	Repository *landscape.Repository
	// Analyses answer the fields of Query that the model marks @analysis, by the field's name.
	Analyses map[string]Analysis
	// Today tells the day on which a request comes in; landscape.Today if nil.
	Today func() landscape.Date
	// Log takes what went wrong inside; slog.Default if nil.
	Log *slog.Logger
}

// How many parsed and validated documents are kept, and how long each may be, in bytes: what programs ask again and again is short.
const (
	maxDocuments      = 1000
	maxDocumentLength = 16 << 10
)

// documents keeps parsed documents, but for long ones, with which a client could fill the memory.
type documents struct {
	graphql.Cache[*ast.QueryDocument]
}

// Add is part of gqlgen's interface.
func (d documents) Add(ctx context.Context, query string, parsed *ast.QueryDocument) {
	if len(query) <= maxDocumentLength {
		d.Cache.Add(ctx, query, parsed)
	}
}

// New returns an engine. It fails where the model and the analyses do not fit together.
func New(o Options) (*Engine, error) {
	sdl, most := o.Model.ReadingAPI(), MaxBody
	if o.Repository != nil {
		sdl, most = o.Model.API(), MaxWrite
	}
	api, err := gqlparser.LoadSchema(&ast.Source{Name: "API", Input: sdl})
	if err != nil {
		return nil, fmt.Errorf("the API that follows from the schema: %w", err)
	}
	// gqlparser knows @defer whether or not anybody answers it; here nobody does.
	delete(api.Directives, "defer")
	e := &Engine{meta: o.Model, schema: api, store: o.Store, repository: o.Repository, analyses: map[string]Analysis{"changes": changesOf}, today: o.Today, log: o.Log, waiting: waiting}
	if e.today == nil {
		e.today = landscape.Today
	}
	if e.log == nil {
		e.log = slog.Default()
	}
	maps.Copy(e.analyses, o.Analyses)
	if err := e.complete(); err != nil {
		return nil, err
	}
	e.server = handler.New(e)
	parsed := documents{lru.New[*ast.QueryDocument](maxDocuments)}
	e.server.SetQueryCache(parsed)
	e.server.SetValidationRulesFn(validation)
	e.server.SetRecoverFunc(recovered)
	e.server.SetErrorPresenter(func(ctx context.Context, err error) *gqlerror.Error { return present(ctx, e.log, err, nil) })
	e.server.SetParserTokenLimit(maxTokens)
	e.server.Use(limits{parsed})
	e.server.AddTransport(transport{log: e.log, buffers: &sync.Pool{}, most: int64(most)})
	return e, nil
}

// complete checks that every field of Query has somebody to answer it.
func (e *Engine) complete() error {
	known := map[string]bool{"node": true, "nodes": true, "__schema": true, "__type": true}
	for _, k := range e.meta.Kinds {
		known[k.Singular], known[k.Plural] = true, true
	}
	for _, f := range e.schema.Query.Fields {
		if !known[f.Name] && e.analyses[f.Name] == nil {
			return fmt.Errorf("nothing answers the field %s of Query", f.Name)
		}
	}
	return nil
}

// ServeHTTP answers GraphQL over HTTP for the viewer in the request's context.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) { e.server.ServeHTTP(w, r) }

// Schema returns the API's schema.
func (e *Engine) Schema() *ast.Schema { return e.schema }

// Complexity is part of gqlgen's interface; the cost of a request is bounded by the plan and by the rows instead.
func (e *Engine) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

// Exec answers one operation, parsed and validated before.
func (e *Engine) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	p, err := e.newPlan(op.Doc, op.Operation, requestOf(ctx).variables)
	if err != nil {
		return refused(ctx, e.log, err)
	}
	answered := false
	return func(ctx context.Context) *graphql.Response {
		if answered {
			return nil
		}
		answered = true
		return e.answer(ctx, p)
	}
}

func (e *Engine) answer(ctx context.Context, p *plan) *graphql.Response {
	if p.mutation {
		return e.mutate(ctx, p)
	}
	x := newExecution(e, p)
	var revision landscape.Revision
	// The answer is written when the snapshot has ended: what it gave stays good.
	err := e.read(ctx, func(s landscape.Snapshot) error {
		x.snapshot, revision = s, s.Revision()
		return x.run(ctx, p)
	})
	return e.response(ctx, x, p, revision, err)
}

// response writes the answer to what has been executed, unless it failed as a whole.
func (e *Engine) response(ctx context.Context, x *execution, p *plan, revision landscape.Revision, err error) *graphql.Response {
	request := requestOf(ctx)
	w := &encoder{execution: x, b: request.buffer}
	var data []byte
	if err == nil {
		data, err = w.query(p)
		request.buffer = w.b
	}
	if p.mutation && revision > 0 {
		// Also where the answer is too large, when the writes are done.
		graphql.RegisterExtension(ctx, "revision", revision)
	}
	if err != nil {
		// What failed as a whole has data, and that is null: it was executed.
		return &graphql.Response{Data: []byte("null"), Errors: gqlerror.List{present(ctx, e.log, err, nil)}}
	}
	if data == nil {
		data = []byte("null")
	}
	if !p.mutation {
		graphql.RegisterExtension(ctx, "revision", revision)
	}
	r := &graphql.Response{Data: data}
	for _, f := range w.errors {
		r.Errors = append(r.Errors, present(ctx, e.log, f.err, f.path))
	}
	return r
}
