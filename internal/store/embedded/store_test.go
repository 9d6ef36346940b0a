package embedded

import (
	"context"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

func TestFolder(t *testing.T) {
	storetest.Run(t, func(t *testing.T, model *schema.Metamodel, content *landscape.Content) landscape.Store {
		s := openTest(t, tempDir(t), model)
		replaceable{s, model, t}.Replace(content)
		return replaceable{s, model, t}
	})
}

// TestReopened reads all questions from a store that was closed and opened again.
func TestReopened(t *testing.T) {
	storetest.Run(t, func(t *testing.T, model *schema.Metamodel, content *landscape.Content) landscape.Store {
		dir := tempDir(t)
		s := openTest(t, dir, model)
		replaceable{s, model, t}.Replace(content)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return replaceable{openTest(t, dir, model), model, t}
	})
}

// TestWriter writes to a folder that is closed and opened again now and then.
func TestWriter(t *testing.T) { storetest.RunWriter(t, openReopening) }

func TestManyLandscapes(t *testing.T) { storetest.RunLandscapes(t, openReopening) }

func openReopening(t *testing.T, model *schema.Metamodel, content *landscape.Content) landscape.Store {
	dir := tempDir(t)
	s := replaceable{openTest(t, dir, model), model, t}
	s.Replace(content)
	return &reopening{s, dir}
}

// reopening is a store that can be closed and opened again.
type reopening struct {
	replaceable
	dir string
}

func (r *reopening) Reopen() (err error) {
	if err := r.Close(); err != nil {
		return err
	}
	r.Store, err = Open(r.dir, Options{Model: r.model})
	if err == nil {
		r.t.Cleanup(func() { r.Close() })
	}
	return err
}

func openTest(t *testing.T, dir string, model *schema.Metamodel) *Store {
	t.Helper()
	s, err := Open(dir, Options{Model: model})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// replaceable writes whole content as a change set.
type replaceable struct {
	*Store
	model *schema.Metamodel
	t     *testing.T
}

func (r replaceable) Replace(content *landscape.Content) {
	if err := storetest.Replace(context.Background(), r.Store, landscape.Main, r.model, content); err != nil {
		r.t.Fatal(err)
	}
}

// everything returns all that a snapshot shows.
func everything(ctx context.Context, m *schema.Metamodel, s landscape.Snapshot) (*landscape.Content, error) {
	c := &landscape.Content{}
	all := landscape.Page{Limit: landscape.NoLimit}
	for _, k := range m.Kinds {
		rows, err := s.Find(ctx, landscape.Query{Kind: k, Page: all})
		if err != nil {
			return nil, err
		}
		c.Elements = append(c.Elements, rows.Elements...)
		var sources []landscape.ID
		for _, e := range rows.Elements {
			sources = append(sources, e.ID)
		}
		for _, f := range k.Fields {
			if f.Inverse {
				continue
			}
			pages, err := s.Related(ctx, landscape.RelatedQuery{Sources: sources, Field: f, Page: all})
			if err != nil {
				return nil, err
			}
			for _, page := range pages {
				for _, end := range page.Ends {
					c.Relations = append(c.Relations, end.Claims...)
				}
			}
		}
	}
	c.Sort()
	return c, nil
}
