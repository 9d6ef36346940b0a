package cli

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the README's and the scripts' outputs anew")

// The README's examples are run as they stand. A block ```yaml NAME or ```graphql NAME is a file of that name; in a block ```console
// each line that begins with "$ landskap " is a command, and what follows is all that it prints, errors included.
func TestReadme(t *testing.T) {
	const readme = "../../README.md"
	before, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("LANG", "sv_SE.UTF-8")
	t.Setenv("NO_COLOR", "1")
	t.Chdir(t.TempDir())
	after, commands := runExamples(t, string(before))
	if commands < 6 {
		t.Errorf("the README has only %d commands; those that it promises are more", commands)
	}
	if *update {
		if err := os.WriteFile(filepath.Join(here, readme), []byte(after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(string(before), after); d != "" {
		t.Errorf("the README says what is not so (-README +run); go test ./internal/cli -run Readme -update writes it anew:\n%s", d)
	}
}

// moment is when something was written, which is another time each time; the README has one for all.
var moment = regexp.MustCompile(`\b20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}\b`)

// runExamples returns the text with the outputs of its commands as they are now.
func runExamples(t *testing.T, doc string) (after string, commands int) {
	t.Helper()
	var out strings.Builder
	block, file := "", ""
	var content strings.Builder
	skipping := false
	for line := range strings.Lines(doc) {
		trimmed := strings.TrimSuffix(line, "\n")
		switch {
		case block == "" && strings.HasPrefix(trimmed, "```"):
			info := strings.Fields(strings.TrimPrefix(trimmed, "```"))
			block, file = "other", ""
			if len(info) > 0 {
				block = info[0]
			}
			if len(info) > 1 {
				file = info[1]
			}
			content.Reset()
			out.WriteString(line)
			continue
		case trimmed == "```":
			if file != "" {
				if err := os.WriteFile(file, []byte(content.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			block, skipping = "", false
		case block == "console" && strings.HasPrefix(trimmed, "$ landskap "):
			out.WriteString(line)
			var printed bytes.Buffer
			code := Main(words(strings.TrimPrefix(trimmed, "$ landskap ")), strings.NewReader(""), &printed, &printed)
			if code != exitDone && code != exitFindings {
				t.Errorf("%s: exit code %d", trimmed, code)
			}
			out.Write(moment.ReplaceAll(printed.Bytes(), []byte("2026-11-25 12:00")))
			commands++
			skipping = true
			continue
		}
		content.WriteString(line)
		if !skipping {
			out.WriteString(line)
		}
	}
	return out.String(), commands
}

// words splits a command as a shell does, as far as the README needs it: blanks, and single quotes around what has blanks.
func words(command string) []string {
	var all []string
	for i, part := range strings.Split(command, "'") {
		if i%2 == 1 {
			all = append(all, part)
			continue
		}
		all = append(all, strings.Fields(part)...)
	}
	return all
}

func TestReadmeControl(t *testing.T) {
	t.Setenv("LANG", "sv_SE.UTF-8")
	doc := "```console\n$ landskap version\nlandskap 0.0.0-false\n```\n"
	after, commands := runExamples(t, doc)
	if commands != 1 || after == doc || !strings.HasPrefix(after, "```console\n$ landskap version\nlandskap ") {
		t.Errorf("a false output is not noticed: %d commands, %q", commands, after)
	}
}
