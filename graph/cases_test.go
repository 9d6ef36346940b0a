package graph

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/arkinera/landskap/internal/landscape"
)

var update = flag.Bool("update", false, "write the expected answers of the golden cases anew")

// TestCases runs testdata/cases: each file is a text archive of query.graphql and answer, and where they are needed variables.json
// and viewer (steward if there is none). All ask the landscape Dalen. The archive's comment says what the case is about. The answer is
// the bytes of the whole response, with a line for each root field.
func TestCases(t *testing.T) {
	e := engine(t, dalen(t))
	files, err := filepath.Glob(filepath.Join("testdata", "cases", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			// All at once, on one engine, as requests come.
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := map[string][]byte{}
			for _, f := range archive.Files {
				parts[f.Name] = f.Data
			}
			viewer := landscape.Steward()
			if name := strings.TrimSpace(string(parts["viewer"])); name != "" {
				if viewer, err = landscape.ParseViewer(name); err != nil {
					t.Fatal(err)
				}
			}
			w := post(e, viewer, body(string(parts["query.graphql"]), string(parts["variables.json"])))
			if !json.Valid(w.Body.Bytes()) {
				t.Fatalf("no JSON: %s", w.Body)
			}
			var got bytes.Buffer
			spread(t, &got, "", w.Body.Bytes())
			if *update {
				keep(t, file, archive, got.Bytes())
				return
			}
			if want := parts["answer"]; !bytes.Equal(got.Bytes(), want) {
				t.Errorf("got\n%s\nwant\n%s", &got, want)
			}
		})
	}
}

// spread writes the members of a JSON object on lines of their own, and those of its data too.
func spread(t *testing.T, out *bytes.Buffer, prefix string, object []byte) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		if name == "data" && value[0] == '{' {
			spread(t, out, "data.", value)
			continue
		}
		fmt.Fprintf(out, "%s%s: %s\n", prefix, name, value)
	}
}

func keep(t *testing.T, file string, archive *txtar.Archive, answer []byte) {
	t.Helper()
	last := len(archive.Files) - 1
	if last >= 0 && archive.Files[last].Name == "answer" {
		archive.Files[last].Data = answer
	} else {
		archive.Files = append(archive.Files, txtar.File{Name: "answer", Data: answer})
	}
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
