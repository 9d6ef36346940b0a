package embedded

import (
	"context"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

// changed is the product's model with another text in the place of one.
func changed(t *testing.T, old, text string) *schema.Metamodel {
	t.Helper()
	sources, found := schema.Sources(), false
	for i, s := range sources {
		if strings.Contains(s.Text, old) {
			sources[i].Text, found = strings.Replace(s.Text, old, text, 1), true
		}
	}
	m, err := schema.Parse(sources...)
	if err != nil || !found {
		t.Fatalf("%t, %v", found, err)
	}
	return m
}

const versionSDL = "  version: String @attribute(sv: \"Version\")\n"

// TestOtherSchema opens a folder with a model that has more than the one it was written with, in other order, and with less.
func TestOtherSchema(t *testing.T) {
	m, dir := model(t), tempDir(t)
	s := openTest(t, dir, m)
	e := landscape.NewElement(m.Kind("System"), map[string]any{
		"key": "a", "name": "Å", "owner": "north", "version": "7", "aliases": []string{"x", ""}, "integrity": int64(-3), "personalData": false,
	})
	write(t, s, landscape.Write{By: "north"}, create(e))
	s.Close()

	more := changed(t, versionSDL, "  tested: Boolean @attribute(sv: \"Provad\")\n  steps: [String!]! @attribute(sv: \"Steg\")\n"+versionSDL)
	s = openTest(t, dir, more)
	check := func(said *landscape.Element) {
		t.Helper()
		if said.Get("version") != "7" || said.Get("tested") != nil || said.Get("integrity") != int64(-3) || said.Get("personalData") != false || said.Text("owner") != "north" {
			t.Errorf("read as %q", said.Values)
		}
		if steps, ok := said.Get("steps").([]string); !ok || len(steps) != 0 {
			t.Errorf("a list that was not there: %#v", said.Get("steps"))
		}
	}
	err := s.Read(context.Background(), "main", landscape.Steward(), func(snap landscape.Snapshot) error {
		found, err := snap.Elements(context.Background(), []landscape.ID{e.ID}, nil)
		check(found[0])
		commits, wrong := snap.(landscape.Historian).History(context.Background(), landscape.History{Limit: 1})
		if wrong != nil || len(commits) != 1 {
			t.Fatalf("history: %v, %v", commits, wrong)
		}
		check(commits[0].Changes[0].ElementAfter)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Write(context.Background(), "main", landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) {
		return create(system(m, "other", "Of another model")), nil
	}); code(err) != landscape.Unavailable {
		t.Errorf("an element of another model: %v", err)
	}
	write(t, s, landscape.Write{}, create(system(more, "b", "B")))
	s.Close()

	other, err := storetest.Model()
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]*schema.Metamodel{
		"System.version": changed(t, versionSDL, ""), "version": changed(t, versionSDL, strings.Replace(versionSDL, "String", "Int", 1)), "": other,
	} {
		if _, err := Open(dir, Options{m}); code(err) != landscape.Unavailable || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	openTest(t, dir, more)
}
