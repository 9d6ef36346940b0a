package landscape_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/samples"
	"github.com/arkinera/landskap/internal/store/plain"
)

// TestLoadIsAssemble: what is loaded into a store is what is read into memory, for samples with their packages; the second time it
// changes nothing.
func TestLoadIsAssemble(t *testing.T) {
	for _, name := range samples.Names() {
		t.Run(name, func(t *testing.T) { loadIsAssemble(t, name) })
	}
}

func loadIsAssemble(t *testing.T, sample string) {
	w := newWorld(t, metamodel(t), "")
	packages, set := &landscape.ChangeSet{}, &landscape.ChangeSet{}
	for _, name := range samples.Needs(sample) {
		p, err := eira.Load(w.model, name)
		if err != nil {
			t.Fatal(err)
		}
		packages.Add(p)
	}
	files, err := samples.Files(sample)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		s, findings := changeset.Read(w.model, f.Name, bytes.NewReader(f.Data), changeset.Limits{})
		if landscape.Failed(findings) {
			t.Fatal(told(findings))
		}
		set.Add(s)
	}
	content, findings := landscape.Assemble(packages, set)
	if content == nil {
		t.Fatal(told(findings))
	}
	want, _ := stateOf(t, plain.New(content), landscape.Steward(), w.model)
	result := w.must(landscape.Steward(), landscape.Request{Packages: packages, Set: set})
	for _, f := range told(result.Findings) {
		t.Log(f)
	}
	got, revision := w.state()
	if !slices.Equal(got, want) || len(got) < 1000 {
		t.Errorf("%d records loaded, %d assembled", len(got), len(want))
	}
	again := w.must(landscape.Steward(), landscape.Request{Packages: packages, Set: set})
	if len(again.Changes) > 0 || again.Revision != revision {
		t.Errorf("the second time %v", changesOf(again.Changes))
	}
}
