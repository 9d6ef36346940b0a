package canonical

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arkinera/landskap/internal/landscape"
)

// small returns a landscape with a system for every owner.
func small(t *testing.T, owners ...string) *landscape.Content {
	meta := model(t)
	c := &landscape.Content{}
	for _, o := range owners {
		c.Elements = append(c.Elements, landscape.NewElement(meta.Kind("System"), map[string]any{"key": o + "/s", "name": "Ärendesystem", "owner": o}))
	}
	return c
}

// inside returns what is in a folder: files with their text, other things with what they are.
func inside(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		if all[e.Name()] = e.Type().String(); e.Type().IsRegular() {
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			all[e.Name()] = string(data)
		}
	}
	return all
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func texted(c *landscape.Content, keep ...Keep) map[string]string {
	all := map[string]string{}
	for _, f := range Files(c, keep...) {
		all[f.Name] = string(f.Data)
	}
	return all
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s: %s", what, d)
	}
}

func TestWriteFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	three := small(t, "a/1", "b", "package:p@1")
	done, err := WriteFolder(dir, three)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "done", done, Folder{Written: []string{"a-1.yaml", "b.yaml", "package-p@1.yaml"}})
	same(t, "folder", inside(t, dir), texted(three))

	// Somebody else's files: no marker, a copy of ours under another name, ours in a folder below, something hidden, no YAML.
	others := map[string]string{"own.yaml": "landskap: 1\n", "copy.yaml": texted(three)["b.yaml"], "README.md": "hej", ".hidden.yaml": "x", "cut.yaml": "landskap", "empty.yaml": ""}
	for name, text := range others {
		put(t, dir, name, text)
	}
	if err := os.Mkdir(filepath.Join(dir, "below.yaml"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("b.yaml", filepath.Join(dir, "symlink.yaml")); err != nil {
		t.Fatal(err)
	}
	// As Git on Windows leaves it.
	put(t, dir, "a-1.yaml", strings.ReplaceAll(texted(three)["a-1.yaml"], "\n", "\r\n"))
	two := small(t, "c", "package:p@1")
	done, err = WriteFolder(dir, two, WithoutPackages)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "done", done, Folder{Written: []string{"c.yaml"}, Removed: []string{"a-1.yaml", "b.yaml", "package-p@1.yaml"}})
	want := texted(two, WithoutPackages)
	maps.Copy(want, others)
	want["below.yaml"], want["symlink.yaml"] = fs.ModeDir.String(), fs.ModeSymlink.String()
	same(t, "folder", inside(t, dir), want)

	if _, err = WriteFolder(dir, &landscape.Content{}); err != nil {
		t.Fatal(err)
	}
	delete(want, "c.yaml")
	same(t, "folder", inside(t, dir), want)
}

func TestWriteFolderInTheWay(t *testing.T) {
	content := small(t, "a", "b", "c")
	for name, obstruct := range map[string]func(t *testing.T, dir string){
		"file":    func(t *testing.T, dir string) { put(t, dir, "b.yaml", "landskap: 1\nowner: b\n") },
		"edited":  func(t *testing.T, dir string) { put(t, dir, "b.yaml", firstLine("b.yaml")+"!\n") },
		"renamed": func(t *testing.T, dir string) { put(t, dir, "b.yaml", texted(content)["a.yaml"]) },
		"empty":   func(t *testing.T, dir string) { put(t, dir, "b.yaml", "") },
		"folder": func(t *testing.T, dir string) {
			if err := os.Mkdir(filepath.Join(dir, "b.yaml"), 0o755); err != nil {
				t.Fatal(err)
			}
		},
		"symlink": func(t *testing.T, dir string) {
			if err := os.Symlink("nowhere", filepath.Join(dir, "b.yaml")); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, "a.yaml", texted(small(t, "a", "a/2"))["a.yaml"]+"# edited\n")
			put(t, dir, "old.yaml", firstLine("old.yaml")+"\n")
			obstruct(t, dir)
			before := inside(t, dir)
			done, err := WriteFolder(dir, content)
			var path *fs.PathError
			if !errors.Is(err, ErrForeign) || !errors.As(err, &path) || path.Path != filepath.Join(dir, "b.yaml") {
				t.Errorf("error %v", err)
			}
			same(t, "done", done, Folder{})
			same(t, "folder", inside(t, dir), before)
		})
	}
}

func TestWriteFolderFails(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "file", "")
	if _, err := WriteFolder(filepath.Join(dir, "file"), small(t, "a")); err == nil {
		t.Error("a file was taken for a folder")
	}
	same(t, "folder", inside(t, dir), map[string]string{"file": ""})
}
