package changeset

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestBadInput reads files that have something wrong with them. Beside each lies what is said of it, word by word, in both languages.
func TestBadInput(t *testing.T) {
	meta := model(t)
	files, err := filepath.Glob(filepath.Join("testdata", "bad", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for _, file := range files {
		if filepath.Ext(file) == ".golden" {
			continue
		}
		cases++
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			set, found := Read(meta, filepath.Base(file), bytes.NewReader(source), Limits{})
			if !landscape.Failed(found) || set != nil {
				t.Errorf("the file was taken")
			}
			got, golden := told(found), strings.TrimSuffix(file, filepath.Ext(file))+".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
	if cases == 0 {
		t.Error("no cases")
	}
}

// told writes findings as the golden files have them: severity, code, line, path, value; the message; the line to paste.
func told(found []landscape.Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s %s %s %q\n", f.Severity, f.Code, f.Place, f.Place.Path, f.Value)
		for _, l := range []text.Language{text.Swedish, text.English} {
			fmt.Fprintf(&b, "  %s: %s\n", l.Tag(), f.Message.In(l))
		}
		if f.Suggestion != "" {
			fmt.Fprintf(&b, "  > %s\n", strings.ReplaceAll(f.Suggestion, "\n", "\n  > "))
		}
	}
	return b.String()
}
