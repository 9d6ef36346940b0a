package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/advice"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/internal/text"
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

// folder opens the folder of --data. It must be there and hold the landscape, unless the landscape may begin now.
func (a *app) folder(ctx context.Context, begin bool) (*embedded.Store, error) {
	if !begin {
		if err := a.folderThere(); err != nil {
			return nil, err
		}
	}
	s, err := embedded.Open(a.data, embedded.Options{Model: a.Model})
	if err != nil || begin {
		return s, a.inUse(err)
	}
	names, err := s.Landscapes(ctx)
	switch {
	case err != nil:
	case len(names) == 0:
		err = usage("cmd.data.empty", a.data)
	case !slices.Contains(names, a.name):
		err = usage("cmd.landscape.absent", a.name, a.data, strings.Join(names, ", "))
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// inUse says of a folder that a server has what can be done about it: --server is for commands that ask.
func (a *app) inUse(err error) error {
	var known *landscape.Error
	if !a.asks && errors.As(err, &known) && known.Message.Key == "store.served" {
		return landscape.NewError(known.Code, text.New("cmd.data.served", known.Message.Args...))
	}
	return err
}

// folderThere says so where --data names no folder: nobody who only reads means to make one.
func (a *app) folderThere() error {
	if a.data == "" {
		return usage("cmd.data.none")
	}
	info, err := os.Stat(a.data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return usage("cmd.data.absent", a.data)
	case err == nil && !info.IsDir():
		return usage("cmd.data.file", a.data)
	}
	return nil
}

var errSeen = errors.New("all has been seen")

// contentOf returns all of a landscape, whoever may see it.
func (a *app) contentOf(ctx context.Context, in one) (*landscape.Content, error) {
	content := &landscape.Content{}
	_, err := in.Write(ctx, a.name, landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) {
		content = &landscape.Content{}
		var ids []landscape.ID
		for _, kind := range a.Model.Kinds {
			rows, err := d.Find(ctx, landscape.Query{Kind: kind, Page: landscape.Page{Limit: landscape.NoLimit}})
			if err != nil {
				return nil, err
			}
			content.Elements = append(content.Elements, rows.Elements...)
		}
		slices.SortFunc(content.Elements, func(x, y *landscape.Element) int { return strings.Compare(string(x.ID), string(y.ID)) })
		for _, e := range content.Elements {
			ids = append(ids, e.ID)
		}
		var err error
		if content.Relations, err = d.Touching(ctx, ids); err != nil {
			return nil, err
		}
		return nil, errSeen
	})
	if errors.Is(err, errSeen) {
		err = nil
	}
	return content, err
}
