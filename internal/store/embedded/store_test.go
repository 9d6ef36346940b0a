package embedded

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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
	ctx := context.Background()
	_, err := r.Write(ctx, landscape.Main, landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) {
		now, err := everything(ctx, r.model, d)
		return difference(now, content), err
	})
	if err != nil {
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
	slices.SortFunc(c.Elements, func(a, b *landscape.Element) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(c.Relations, func(a, b *landscape.Relation) int { return cmp.Compare(a.ID, b.ID) })
	return c, nil
}

// difference returns the changes that turn one content into another.
func difference(old, content *landscape.Content) []landscape.Change {
	changes := map[landscape.ID]*landscape.Change{}
	at := func(id landscape.ID) *landscape.Change {
		if changes[id] == nil {
			changes[id] = &landscape.Change{}
		}
		return changes[id]
	}
	refs := map[landscape.ID]landscape.Ref{}
	for _, e := range old.Elements {
		at(e.ID).ElementBefore, refs[e.ID] = e, e.Ref()
	}
	for _, e := range content.Elements {
		at(e.ID).ElementAfter, refs[e.ID] = e, e.Ref()
	}
	for _, r := range old.Relations {
		at(r.ID).RelationBefore, at(r.ID).From, at(r.ID).To = r, refs[r.From], refs[r.To]
	}
	for _, r := range content.Relations {
		at(r.ID).RelationAfter, at(r.ID).From, at(r.ID).To = r, refs[r.From], refs[r.To]
	}
	var list []landscape.Change
	for _, c := range changes {
		if text := func(values []any) string { return fmt.Sprintf("%q", values) }; c.ElementBefore != nil && c.ElementAfter != nil && text(c.ElementBefore.Values) == text(c.ElementAfter.Values) {
			continue
		}
		list = append(list, *c)
	}
	return list
}
