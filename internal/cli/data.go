package cli

import (
	"context"
	"slices"
	"strings"

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

// someElements is of how many elements the relations are read at a time.
const someElements = 5000

// contentOf returns all of a landscape, whoever may see it.
func (a *app) contentOf(ctx context.Context, in one) (*landscape.Content, error) {
	content := &landscape.Content{}
	all := landscape.Page{Limit: landscape.NoLimit}
	err := in.Read(ctx, a.name, landscape.Steward(), func(s landscape.Snapshot) error {
		for _, kind := range a.Model.Kinds {
			rows, err := s.Find(ctx, landscape.Query{Kind: kind, Page: all})
			if err != nil {
				return err
			}
			content.Elements = append(content.Elements, rows.Elements...)
			for some := range slices.Chunk(rows.Elements, someElements) {
				ids := make([]landscape.ID, len(some))
				for i, e := range some {
					ids[i] = e.ID
				}
				for _, field := range kind.Fields {
					if field.Inverse {
						continue
					}
					pages, err := s.Related(ctx, landscape.RelatedQuery{Sources: ids, Field: field, Page: all, Attributes: []string{}})
					if err != nil {
						return err
					}
					for _, page := range pages {
						for _, end := range page.Ends {
							content.Relations = append(content.Relations, end.Claims...)
						}
					}
				}
			}
		}
		return nil
	})
	slices.SortFunc(content.Elements, func(x, y *landscape.Element) int { return strings.Compare(string(x.ID), string(y.ID)) })
	slices.SortFunc(content.Relations, func(x, y *landscape.Relation) int { return strings.Compare(string(x.ID), string(y.ID)) })
	return content, err
}
