package landscape_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/advice"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// fataler is what a test and a property have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// store is both sides of a store, and what the tests put wrong stores in the place of.
type store interface {
	landscape.Store
	landscape.Writer
}

// world is a landscape that tests write to.
type world struct {
	fataler
	model *schema.Metamodel
	*landscape.Repository
}

func metamodel(t fataler) *schema.Metamodel {
	t.Helper()
	m, err := schema.Load()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return m
}

// noon is when everything in these tests happens.
var noon = time.Date(2026, 11, 25, 11, 0, 0, 0, time.UTC)

func newStore() store { return plain.New(&landscape.Content{}) }

// newWorld returns a landscape with what the YAML says, written by a steward as one change set.
func newWorld(t fataler, model *schema.Metamodel, yaml string) *world {
	t.Helper()
	w := &world{t, model, &landscape.Repository{Model: model, Store: newStore(), Advice: advice.Give, Now: func() time.Time { return noon }}}
	if yaml != "" {
		w.must(landscape.Steward(), landscape.Request{Set: w.set(yaml), MayWrite: any1, Why: "the beginning"})
	}
	return w
}

func any1(string) bool { return true }

// set reads a change-set file.
func (w *world) set(yaml string) *landscape.ChangeSet {
	w.Helper()
	set, findings := changeset.Read(w.model, "fil", strings.NewReader("landskap: 1\n"+yaml), changeset.Limits{})
	if landscape.Failed(findings) {
		w.Fatalf("%v", told(findings))
	}
	return set
}

// must applies a request that is not to fail.
func (w *world) must(v landscape.Viewer, r landscape.Request) landscape.Result {
	w.Helper()
	result, err := w.Apply(context.Background(), v, r)
	if err != nil {
		w.Fatalf("%v: %v", err, told(result.Findings))
	}
	return result
}

func told(findings []landscape.Finding) []string {
	var all []string
	for _, f := range findings {
		line := fmt.Sprintf("%s %s %s", f.Severity, f.Code, f.Place.Path)
		if f.Place.Path == "" {
			line = fmt.Sprintf("%s %s %s", f.Severity, f.Code, f.Place)
		}
		all = append(all, line+": "+f.Message.In(text.English))
	}
	return all
}

// state returns everything that is there, a line each, in order, as a steward sees it, and the revision.
func (w *world) state() ([]string, landscape.Revision) {
	w.Helper()
	return stateOf(w, w.Store, landscape.Steward(), w.model)
}

func stateOf(t fataler, s landscape.Store, v landscape.Viewer, model *schema.Metamodel) (lines []string, revision landscape.Revision) {
	t.Helper()
	ctx := context.Background()
	err := s.Read(ctx, landscape.Main, v, func(snap landscape.Snapshot) error {
		revision = snap.Revision()
		for _, k := range model.Kinds {
			rows, err := snap.Find(ctx, landscape.Query{Kind: k, Page: landscape.Page{Limit: landscape.NoLimit}})
			if err != nil {
				return err
			}
			var ids []landscape.ID
			for _, e := range rows.Elements {
				lines = append(lines, line(e.Ref().String(), k.Attributes, e.Values))
				ids = append(ids, e.ID)
			}
			for _, f := range k.Fields {
				if f.Inverse || len(ids) == 0 {
					continue
				}
				pages, err := snap.Related(ctx, landscape.RelatedQuery{Sources: ids, Field: f, Page: landscape.Page{Limit: landscape.NoLimit}})
				if err != nil {
					return err
				}
				for i, page := range pages {
					for _, end := range page.Ends {
						for _, c := range end.Claims {
							lines = append(lines, line(rows.Elements[i].Ref().String()+" "+c.Type.Type+" "+end.Element.Ref().String(), c.Type.Attributes, c.Values))
						}
					}
				}
			}
		}
		return nil
	})
	if err != nil && landscape.CodeOf(err) != landscape.NotFound {
		t.Fatalf("%v", err)
	}
	slices.Sort(lines)
	return lines, revision
}

// line writes a record with all that it states.
func line(name string, attributes []*schema.Attribute, values []any) string {
	var b strings.Builder
	b.WriteString(name)
	for i, a := range attributes {
		list, isList := values[i].([]string)
		if values[i] == nil || a.Computed || a.Type == schema.ID || a.Name == "key" || isList && len(list) == 0 {
			continue
		}
		fmt.Fprintf(&b, " %s=%v", a.Name, values[i])
	}
	return b.String()
}

// changesOf writes changes as their names and what happened to them.
func changesOf(changes []landscape.Change) []string {
	var all []string
	for _, c := range changes {
		what := "changed"
		switch {
		case c.Created():
			what = "created"
		case c.Deleted():
			what = "deleted"
		}
		switch r := c.RelationAfter; {
		case c.ElementAfter != nil:
			all = append(all, what+" "+c.ElementAfter.Ref().String())
		case c.ElementBefore != nil:
			all = append(all, what+" "+c.ElementBefore.Ref().String())
		default:
			if r == nil {
				r = c.RelationBefore
			}
			all = append(all, what+" "+c.From.String()+" "+r.Type.Type+" "+c.To.String()+" by "+r.Owner())
		}
	}
	slices.Sort(all)
	return all
}

// save is a mutation of one element: it changes what values name.
func (w *world) save(kind string, values map[string]any, edits ...landscape.Edit) *landscape.ChangeSet {
	given := []string{}
	for name := range values {
		given = append(given, name)
	}
	e := landscape.NewElement(w.model.Kind(kind), values)
	return &landscape.ChangeSet{Elements: []landscape.ElementRecord{{Element: e, Given: given, Edits: edits, Place: landscape.Place{Path: "input[0]"}}}}
}

func (w *world) field(kind, name string) *schema.Field { return w.model.Kind(kind).Field(name) }

func (w *world) entry(kind, key string, values map[string]any) landscape.Entry {
	return landscape.Entry{End: landscape.Ref{Kind: w.model.Kind(kind), Key: key}, Values: values, Place: landscape.Place{Path: "entry " + key}}
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n  got  %s\n  want %s", what, strings.Join(got, "\n       "), strings.Join(want, "\n       "))
	}
}
