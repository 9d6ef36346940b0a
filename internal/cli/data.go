package cli

import (
	"context"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/advice"
)

// keeper is a store that is written to.
type keeper interface {
	landscape.Store
	landscape.Writer
}

// one is a store in which one landscape is meant, whatever name is asked for.
type one struct {
	keeper
	name string
}

// Read reads the one landscape.
func (o one) Read(ctx context.Context, _ string, viewer landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return o.keeper.Read(ctx, o.name, viewer, fn)
}

// Write writes to the one landscape.
func (o one) Write(ctx context.Context, _ string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	return o.keeper.Write(ctx, o.name, w, fn)
}

func (a *app) repository(in one) *landscape.Repository {
	return &landscape.Repository{Model: a.Model, Store: in, Advice: advice.Give}
}

// contentOf returns all of a landscape that is kept, whoever may see it.
func (a *app) contentOf(ctx context.Context, in one) (*landscape.Content, landscape.Revision, error) {
	return in.keeper.(landscape.Mover).Content(ctx, in.name)
}
