package canonical

import (
	"testing"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/samples"
	"github.com/arkinera/landskap/schema"
)

// known loads packages and a sample, if one is named.
func known(t *testing.T, meta *schema.Metamodel, sample string, names ...string) (*landscape.Content, *landscape.ChangeSet) {
	t.Helper()
	packages := &landscape.ChangeSet{}
	for _, name := range names {
		set, err := eira.Load(meta, name)
		if err != nil {
			t.Fatal(err)
		}
		packages.Add(set)
	}
	var own []File
	if sample != "" {
		list, err := samples.Files(sample)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			own = append(own, File{Name: f.Name, Data: f.Data})
		}
	}
	content, err := load(meta, packages, own)
	if err != nil {
		t.Fatal(err)
	}
	return content, packages
}

// TestKnown exports the samples with their packages, and the packages, and loads what was exported: all of it onto nothing, and what
// is not the packages' onto the packages.
func TestKnown(t *testing.T) {
	meta := model(t)
	type landscapeOf struct {
		name, sample string
		packages     []string
	}
	cases := []landscapeOf{{"all packages", "", eira.Names()}}
	for _, name := range samples.Names() {
		cases = append(cases, landscapeOf{name, name, samples.Needs(name)})
	}
	for _, name := range eira.Names() {
		cases = append(cases, landscapeOf{name, "", []string{name}})
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			content, packages := known(t, meta, c.sample, c.packages...)
			if len(content.Elements) < 100 {
				t.Fatalf("only %d elements", len(content.Elements))
			}
			want := Digest(content)
			for name, again := range map[string]func() (*landscape.Content, error){
				"onto nothing":      func() (*landscape.Content, error) { return load(meta, &landscape.ChangeSet{}, Files(content)) },
				"onto the packages": func() (*landscape.Content, error) { return load(meta, packages, Files(content, WithoutPackages)) },
			} {
				got, err := again()
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				if err := unlike(got, content); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				if d := Digest(got); d != want {
					t.Errorf("%s: digest %s, not %s", name, d, want)
				}
			}
		})
	}
}
