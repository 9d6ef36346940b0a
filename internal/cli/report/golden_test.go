package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// canned answers every question with the file of that name.
func canned(t *testing.T, name string) http.Handler {
	t.Helper()
	answer, err := os.ReadFile(filepath.Join("testdata", "answers", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write(answer); err != nil {
			t.Error(err)
		}
	})
}

// What the commands make of an answer, in both languages and formats.
func TestGolden(t *testing.T) {
	model, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	norrby := selection{Group: "norrby"}
	for _, c := range []struct {
		name, answer string
		run          func(ctx context.Context, a *Reporter, e http.Handler) error
	}{
		{"gap", "gap", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, (*page).gap)
		}},
		{"gap-declared", "gap-declared", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, (*page).gap)
		}},
		{"gap-process", "gap-process", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, (*page).gap)
		}},
		{"gap-empty", "gap-empty", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, (*page).gap)
		}},
		{"why", "gap", func(ctx context.Context, a *Reporter, e http.Handler) error { return a.why(ctx, e, inquiry{}, "AUDIT") }},
		{"why-key", "gap", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return a.why(ctx, e, inquiry{}, "eira@7.0.0/MachineTranslationApplicationService")
		}},
		{"why-unknown", "gap", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return a.why(ctx, e, inquiry{}, "blockchain")
		}},
		{"why-code", "gap-process", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return a.why(ctx, e, inquiry{}, "3.5.2.c01")
		}},
		{"coverage", "coverage", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, (*page).coverage)
		}},
		{"coverage-wide", "coverage-wide", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, (*page).coverage)
		}},
		{"shared", "shared", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, func(p *page, s *sharedAnswer) { p.shared(s, norrby, "SYSTEM", 2) })
		}},
		{"shared-none", "shared-none", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, func(p *page, s *sharedAnswer) { p.shared(s, selection{}, "PRODUCT", 3) })
		}},
		{"capability", "capability", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, func(p *page, c *capabilityAnswer) { p.capability(c, norrby, true) })
		}},
		{"capability-one", "capability-one", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, func(p *page, c *capabilityAnswer) { p.capability(c, norrby, false) })
		}},
		{"adoption", "adoption", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, (*page).adoption)
		}},
		{"nobody", "nobody", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return show(ctx, a, e, inquiry{}, (*page).adoption)
		}},
		{"history", "history", func(ctx context.Context, a *Reporter, e http.Handler) error {
			return a.history(ctx, e, inquiry{}, "", 2)
		}},
		{"package", "nobody", func(_ context.Context, a *Reporter, _ http.Handler) error { return a.showReference("actors@2026") }},
		{"reference", "nobody", func(_ context.Context, a *Reporter, _ http.Handler) error { return a.listReferences() }},
	} {
		for _, language := range []text.Language{text.Swedish, text.English} {
			for _, format := range []string{"table", "json", CSV} {
				if format == CSV && c.name == "package" {
					continue // It is no table.
				}
				t.Run(c.name+"/"+language.Tag()+"/"+format, func(t *testing.T) {
					var out, errs bytes.Buffer
					a := &Reporter{Stdout: &out, Language: language, Model: model, Format: format}
					if err := c.run(t.Context(), a, canned(t, c.answer)); err != nil {
						t.Fatal(err)
					}
					if errs.Len() > 0 {
						t.Errorf("standard error has %q", errs.String())
					}
					check(t, c.name, language, format, out.Bytes())
				})
			}
		}
	}
}

func check(t *testing.T, name string, language text.Language, format string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name+"."+language.Tag()+".txt")
	if format == "json" {
		// JSON is the same in every language.
		file = filepath.Join("testdata", "golden", name+".json")
		if !json.Valid(got) {
			t.Errorf("this is no JSON: %s", got)
		}
	} else if format == CSV {
		// CSV too.
		file = filepath.Join("testdata", "golden", name+".csv")
		rows, err := csv.NewReader(bytes.NewReader(got)).ReadAll()
		if err != nil || len(rows) == 0 || !utf8.Valid(got) {
			t.Errorf("this is no CSV: %v: %s", err, got)
		}
	} else {
		for line := range strings.Lines(string(got)) {
			if w := terminal.Columns(strings.TrimRight(line, "\n")); w > terminal.Width {
				t.Errorf("a line takes %d columns: %s", w, line)
			}
			if trimmed := strings.TrimRight(line, "\n"); trimmed != strings.TrimRight(trimmed, " ") {
				t.Errorf("a line ends in spaces: %q", line)
			}
		}
		if strings.ContainsAny(string(got), "\x1b\u00a0") {
			t.Error("the page has escape sequences or hard spaces")
		}
	}
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}
