package changeset

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

func model(t testing.TB) *schema.Metamodel {
	t.Helper()
	meta, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	return meta
}

// read reads text that has nothing wrong with it.
func read(t testing.TB, meta *schema.Metamodel, source string) *landscape.ChangeSet {
	t.Helper()
	set, found := Read(meta, "test", strings.NewReader(source), Limits{})
	for _, f := range found {
		t.Errorf("%s %s %s %q: %s", f.Place, f.Place.Path, f.Code, f.Value, f.Message.In(text.English))
	}
	if set == nil {
		t.FailNow()
	}
	return set
}

func TestAcceptanceLandscapes(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "..", "shared", "acceptance", "landscapes")
	files, _ := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if len(files) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatalf("no landscapes in %s", folder)
		}
		t.Skipf("no landscapes in %s", folder)
	}
	meta := model(t)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		set := read(t, meta, string(source))
		// Every record of these files is one line.
		lines := strings.Count(string(source), "\n  - ")
		if got := len(set.Elements) + len(set.Relations) + len(set.Deletions); got != lines {
			t.Errorf("%s: %d records of %d", filepath.Base(file), got, lines)
		}
		if _, found := landscape.Assemble(&landscape.ChangeSet{}, set); landscape.Failed(found) {
			t.Errorf("%s: %v", filepath.Base(file), found)
		}
	}
}
