package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/arkinera/landskap/graph/writing"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// invalid returns an error with code INVALID and a message of the catalogue.
func invalid(key string, args ...any) error {
	return landscape.NewError(landscape.Invalid, text.New(key, args...))
}

func limited(key string, args ...any) error {
	return landscape.NewError(landscape.Limit, text.New(key, args...))
}

// placed is an error that knows where in the document it belongs.
type placed struct {
	err error
	at  *ast.Position
}

func (p *placed) Error() string { return p.err.Error() }
func (p *placed) Unwrap() error { return p.err }

// at says where in the document an error belongs, unless it knows a closer place already.
func at(err error, position *ast.Position) error {
	var p *placed
	if position == nil || errors.As(err, &p) {
		return err
	}
	return &placed{err, position}
}

// present turns an error into what the client is told: a message in its language and a code. What has no code is internal: it goes
// to the log, and the client is told only that something went wrong.
func present(ctx context.Context, log *slog.Logger, err error, path ast.Path) *gqlerror.Error {
	out := &gqlerror.Error{Path: path}
	code := landscape.CodeOf(err)
	var known *landscape.Error
	var g *gqlerror.Error
	switch {
	case errors.As(err, &known):
		out.Message = known.Message.In(languageOf(ctx))
	case errors.As(err, &g):
		// Parsing and validation speak for themselves, in the words that every GraphQL client knows.
		out.Message, out.Locations = text.New("api.document", g.Message).In(languageOf(ctx)), g.Locations
		code = landscape.Invalid
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		code = landscape.Unavailable
		out.Message = text.New("api.interrupted").In(languageOf(ctx))
	default:
		log.ErrorContext(ctx, "a request failed", "error", err)
		out.Message = text.New("api.internal").In(languageOf(ctx))
	}
	if p := (*placed)(nil); errors.As(err, &p) {
		out.Locations = []gqlerror.Location{{Line: p.at.Line, Column: p.at.Column}}
	}
	out.Extensions = map[string]any{"code": string(code)}
	if r := (*refusal)(nil); errors.As(err, &r) && len(r.findings) > 0 {
		out.Extensions["findings"] = writing.Findings(languageOf(ctx), r.findings)
	}
	return out
}

// refused answers a request that was not executed.
func refused(ctx context.Context, log *slog.Logger, err error) graphql.ResponseHandler {
	return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{present(ctx, log, err, nil)}})
}

// recovered turns a panic into an error for the log.
func recovered(_ context.Context, value any) error {
	return fmt.Errorf("panic: %v\n%s", value, debug.Stack())
}
