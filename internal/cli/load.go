package cli

import (
	"context"
	"log/slog"

	"github.com/arkinera/landskap/graph"
	"github.com/arkinera/landskap/internal/cli/sources"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
)

// loaded is a landscape in memory that questions are put to.
type loaded struct {
	*sources.Loaded
	store  *plain.Store
	engine *graph.Engine
	viewer landscape.Viewer
}

// load reads the sources that the flags name, all of them as one change set, and makes the API over them. Findings are printed; if one
// is an error nothing is loaded.
func (a *app) load(ctx context.Context) (*loaded, error) {
	viewer, err := landscape.ParseViewer(a.viewer)
	if err != nil {
		return nil, err
	}
	if len(a.sources) == 0 {
		return nil, usage("cmd.from.none")
	}
	read, findings, err := a.read(a.sources)
	if err != nil {
		return nil, err
	}
	a.printFindings(a.stderr, withoutAdvice(findings))
	if read.Content == nil {
		return nil, findingsError{}
	}
	l := &loaded{Loaded: read, store: plain.New(read.Content), viewer: viewer}
	// A viewer that is not there is a mistake in the call, not an answer.
	if err := l.store.Read(ctx, landscape.Main, viewer, func(landscape.Snapshot) error { return nil }); err != nil {
		return nil, err
	}
	l.engine, err = graph.New(graph.Options{Model: a.model, Store: l.store, Analyses: graph.Analyses(), Log: slog.New(slog.NewTextHandler(a.stderr, nil))})
	return l, err
}

// open loads the landscape, and returns the API over it and a context in which the flags' viewer asks.
func (a *app) open(ctx context.Context) (*graph.Engine, context.Context, error) {
	l, err := a.load(ctx)
	if err != nil {
		return nil, nil, err
	}
	return l.engine, landscape.WithViewer(ctx, l.viewer), nil
}

// read reads sources, within the limits that the flags set.
func (a *app) read(names []string) (*sources.Loaded, []landscape.Finding, error) {
	return sources.Reader{Model: a.model, Stdin: a.stdin, MaxBytes: a.maxFile}.Read(names)
}
