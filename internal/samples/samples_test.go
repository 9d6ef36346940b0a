package samples_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/samples"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

func sampleFiles(t *testing.T, name string) []samples.File {
	t.Helper()
	files, err := samples.Files(name)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestFiles guards that all that lies in a sample's folder is handed out: a file whose name ends otherwise would go missing in silence.
func TestFiles(t *testing.T) {
	for _, name := range samples.Names() {
		entries, err := os.ReadDir(name)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, e := range entries {
			want = append(want, filepath.ToSlash(filepath.Join(name, e.Name())))
		}
		for _, f := range sampleFiles(t, name) {
			got = append(got, f.Name)
			if !strings.Contains(string(f.Data), "\nlandskap: 1\n") {
				t.Errorf("%s is no file of change sets", f.Name)
			}
		}
		if !slices.Equal(got, want) || len(got) == 0 || !slices.IsSorted(got) {
			t.Errorf("%s has the files %v, want %v", name, got, want)
		}
	}
}

func TestUnknownSample(t *testing.T) {
	_, err := samples.Files("sodermalm")
	var e *landscape.Error
	if !errors.As(err, &e) || e.Code != landscape.NotFound {
		t.Fatalf("the error is %v, want NOT_FOUND", err)
	}
	for _, word := range append(samples.Names(), "sodermalm") {
		if said := e.Message.In(text.Swedish); !strings.Contains(said, word) {
			t.Errorf("%q does not name %s", said, word)
		}
	}
	if needs := samples.Needs("sodermalm"); needs != nil {
		t.Errorf("a sample that is not there needs %v", needs)
	}
}

// TestNeeds holds the samples against the packages that they are said to need: all are needed, they are enough, and every element of a
// package that a sample names is there.
func TestNeeds(t *testing.T) {
	meta, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	packaged := regexp.MustCompile(`(?:Reference|Area|BuildingBlock|Process) ([a-z]+@[0-9.]+)(?:/[A-Za-z0-9@._/-]+)?`)
	actor := regexp.MustCompile(`Actor [A-Za-z0-9@._/-]+`)
	for _, name := range samples.Names() {
		needs := samples.Needs(name)
		there, actors := map[string]bool{}, map[string]bool{}
		for _, p := range needs {
			set, err := eira.Load(meta, p)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range set.Elements {
				there[r.Element.Ref().String()] = true
				if r.Element.Kind.Name == landscape.ActorKind {
					actors[r.Element.Ref().String()] = true
				}
			}
		}
		used := map[string]bool{}
		for _, f := range sampleFiles(t, name) {
			for _, m := range packaged.FindAllStringSubmatch(string(f.Data), -1) {
				used[m[1]] = true
				if !there[m[0]] {
					t.Errorf("%s names %s, which is in none of %v", f.Name, m[0], needs)
				}
			}
			for _, ref := range actor.FindAllString(string(f.Data), -1) {
				used["actors@2026"] = used["actors@2026"] || actors[ref]
			}
		}
		for _, p := range needs {
			if !used[p] {
				t.Errorf("%s does not need %s", name, p)
			}
		}
	}
}
