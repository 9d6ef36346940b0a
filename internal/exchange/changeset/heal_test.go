package changeset

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// TestSuggestionsMend pastes every suggestion of the golden cases over what it is about: that finding must be gone. Suggestions for a
// line that does not show the value as it was read are left out; their number is bounded below so that the test cannot fade away.
func TestSuggestionsMend(t *testing.T) {
	mended, meta := 0, model(t)
	eachSuggestion(t, func(file string, f landscape.Finding, source, pasted []byte) {
		mended++
		_, after := Read(meta, file, bytes.NewReader(pasted), Limits{})
		if still(after, f) {
			t.Errorf("%s:%d: %q does not mend %s %q", file, f.Place.Line, f.Suggestion, f.Code, f.Value)
		}
	})
	t.Logf("%d suggestions", mended)
	if mended < 100 {
		t.Errorf("only %d suggestions were tried", mended)
	}
}

// TestUnmendedIsSeen is the negative control: with the value left as it was, the finding must still be there.
func TestUnmendedIsSeen(t *testing.T) {
	meta := model(t)
	eachSuggestion(t, func(file string, f landscape.Finding, source, pasted []byte) {
		if _, after := Read(meta, file, bytes.NewReader(source), Limits{}); !still(after, f) {
			t.Errorf("%s:%d: %s %q went away by itself", file, f.Place.Line, f.Code, f.Value)
		}
	})
}

func still(found []landscape.Finding, f landscape.Finding) bool {
	for _, g := range found {
		if g.Code == f.Code && g.Place == f.Place && g.Value == f.Value {
			return true
		}
	}
	return false
}

// eachSuggestion calls fn with every finding of the golden cases whose line to paste can be pasted by a program.
func eachSuggestion(t *testing.T, fn func(file string, f landscape.Finding, source, pasted []byte)) {
	t.Helper()
	meta := model(t)
	files, err := filepath.Glob(filepath.Join("testdata", "bad", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if filepath.Ext(file) == ".golden" || filepath.Base(file) == "many.yaml" {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, found := Read(meta, file, bytes.NewReader(source), Limits{})
		for _, f := range found {
			lines := strings.SplitAfter(string(source), "\n")
			if f.Suggestion == "" || f.Place.Line == 0 || f.Place.Line > len(lines) {
				continue
			}
			was := written(lines[f.Place.Line-1], f)
			if was == "" {
				continue
			}
			lines[f.Place.Line-1] = strings.Replace(lines[f.Place.Line-1], was, f.Suggestion, 1)
			fn(file, f, source, []byte(strings.Join(lines, "")))
		}
	}
}

// written returns the text of a line that a finding is about, key and value, if it stands there as it was read.
func written(line string, f landscape.Finding) string {
	key := f.Place.Path[strings.LastIndexByte(f.Place.Path, '.')+1:]
	candidates := []string{key + ": " + f.Value, `"` + key + `": "` + f.Value + `"`, key + `: "` + f.Value + `"`}
	if f.Value == key {
		// The key itself is wrong; its value follows.
		if _, rest, ok := strings.Cut(line, key+": "); ok {
			if i := strings.IndexAny(rest, ",}\n"); i >= 0 {
				candidates = []string{key + ": " + rest[:i]}
			}
		}
	}
	if f.Code == "SYNTAX" {
		candidates = []string{f.Value}
		if strings.HasPrefix(f.Suggestion, " ") {
			// The indentation is part of the suggestion.
			candidates = []string{strings.TrimRight(line, "\n")}
		}
	}
	for _, c := range candidates {
		if strings.Contains(line, c) {
			return c
		}
	}
	return ""
}
