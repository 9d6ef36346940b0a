package storetest

import (
	"context"
	"errors"
	"iter"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Keeper is a store that keeps many landscapes side by side.
type Keeper interface {
	landscape.Store
	landscape.Writer
}

// Dropper is a Keeper from which landscapes can be removed.
type Dropper interface {
	Drop(ctx context.Context, name string) error
}

// Apart is landscapes of a Keeper under names of their own: those that begin with a prefix. Nobody here sees others, or touches them.
type Apart struct {
	Keeper
	Prefix  string
	content *landscape.Content // what Replace has put there
}

// Read is what landscape.Store says.
func (a *Apart) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return a.Keeper.Read(ctx, a.Prefix+name, v, fn)
}

// Write is what landscape.Writer says.
func (a *Apart) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	return a.Keeper.Write(ctx, a.Prefix+name, w, fn)
}

// Landscapes is what landscape.Writer says.
func (a *Apart) Landscapes(ctx context.Context) (own []string, err error) {
	names, err := a.Keeper.Landscapes(ctx)
	for _, name := range names {
		if name, is := strings.CutPrefix(name, a.Prefix); is {
			own = append(own, name)
		}
	}
	return own, err
}

// Close leaves the Keeper open, which others may use.
func (a *Apart) Close() error { return nil }

// Content is what landscape.Mover says.
func (a *Apart) Content(ctx context.Context, name string) (*landscape.Content, landscape.Revision, error) {
	return a.Keeper.(landscape.Mover).Content(ctx, a.Prefix+name)
}

// Export is what landscape.Mover says.
func (a *Apart) Export(ctx context.Context, name string, tell func(landscape.Remembered) error) error {
	return a.Keeper.(landscape.Mover).Export(ctx, a.Prefix+name, tell)
}

// Import is what landscape.Mover says.
func (a *Apart) Import(ctx context.Context, name string, past iter.Seq2[landscape.Remembered, error]) error {
	return a.Keeper.(landscape.Mover).Import(ctx, a.Prefix+name, past)
}

// Statements returns what a Counter says.
func (a *Apart) Statements() int {
	if c, is := a.Keeper.(Counter); is {
		return c.Statements()
	}
	return 0
}

// Fill makes main of content, or puts content in the place of what Fill has put there.
func (a *Apart) Fill(ctx context.Context, content *landscape.Content) error {
	before := a.content
	if before == nil {
		before = &landscape.Content{}
	}
	_, err := a.Write(ctx, landscape.Main, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) {
		return Between(before, content), nil
	})
	a.content = content
	return err
}

// Replace is what Replacer says.
func (a *Apart) Replace(content *landscape.Content) {
	if err := a.Fill(context.Background(), content); err != nil {
		panic(err)
	}
}

// Remove drops all landscapes that are here, of a Keeper that is a Dropper.
func (a *Apart) Remove(ctx context.Context) error {
	names, err := a.Landscapes(ctx)
	for _, name := range names {
		err = errors.Join(err, a.Keeper.(Dropper).Drop(ctx, a.Prefix+name))
	}
	return err
}

// Everything returns all that a draft shows.
func Everything(ctx context.Context, m *schema.Metamodel, d landscape.Draft) (*landscape.Content, error) {
	c := &landscape.Content{}
	var ids []landscape.ID
	for _, k := range m.Kinds {
		rows, err := d.Find(ctx, landscape.Query{Kind: k, Page: whole()})
		if err != nil {
			return nil, err
		}
		for _, e := range rows.Elements {
			ids = append(ids, e.ID)
		}
		c.Elements = append(c.Elements, rows.Elements...)
	}
	var err error
	c.Relations, err = d.Touching(ctx, ids)
	c.Sort()
	return c, err
}

// Replace writes what makes content of a landscape, as one change set.
func Replace(ctx context.Context, s landscape.Writer, name string, m *schema.Metamodel, content *landscape.Content) error {
	_, err := s.Write(ctx, name, landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) {
		now, err := Everything(ctx, m, d)
		if err != nil {
			return nil, err
		}
		return Between(now, content), nil
	})
	return err
}
