package changeset

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

const mega = 1_000_000

func nested(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", 4+i) + "a:\n")
	}
	return "  - " + b.String()[4:]
}

// TestBombs reads files that are made to cost much. Each must be told of by the code, and cost no more memory in all than the bound, which
// is small beside what the file would become if it were followed.
func TestBombs(t *testing.T) {
	meta := model(t)
	top := "landskap: 1\nowner: kommun/1\nelements:\n"
	bomb := "landskap: 1\nx0: &x0 [y,y,y,y,y,y,y,y,y,y]\n"
	for i := range 30 {
		bomb += fmt.Sprintf("x%d: &x%d [%s]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*x%d,", i), 10))
	}
	bomb += "elements: *x30\n"
	for _, c := range []struct {
		name, source, code string
		megabytes          uint64
	}{
		{"brackets", top + "  - " + strings.Repeat("[", mega), "TOO_DEEP", 40},
		{"braces", top + "  - " + strings.Repeat("{", mega), "TOO_DEEP", 40},
		{"braces with keys", top + "  - " + strings.Repeat("{a: ", mega), "TOO_DEEP", 80},
		{"dashes", top + "  " + strings.Repeat("- ", mega), "TOO_DEEP", 60},
		{"question marks", strings.Repeat("? ", mega), "TOO_DEEP", 40},
		{"indented", top + nested(3000), "KIND_MISSING", 40},
		{"JSON brackets", `{"landskap": 1, "elements": ` + strings.Repeat("[", mega), "TOO_DEEP", 40},
		{"JSON braces", strings.Repeat(`{"a":`, mega), "TOO_DEEP", 40},
		{"aliases", bomb, "ALIAS", 10},
		{"wide", top + "  - [" + strings.Repeat("a,", 2*mega) + "]\n", "TOO_COMPLEX", 120},
		{"wide in the head", "landskap: 1\nowner: [" + strings.Repeat("a,", 2*mega) + "]\n", "TOO_COMPLEX", 120},
		{"wide JSON", `{"landskap": 1, "elements": [[` + strings.Repeat("1,", 2*mega) + "1]]}", "TOO_COMPLEX", 120},
		{"nothing but mistakes", top + strings.Repeat("  - {kind: Sytem}\n", 100_000), "MORE_FINDINGS", 250},
		{"nothing but broken lines", top + strings.Repeat("  - {\n", 20_000), "MORE_FINDINGS", 600},
		{"not UTF-8", strings.Repeat("\xe4\n", mega), "MORE_FINDINGS", 250},
		{"empty documents", strings.Repeat("---\n", mega), "FORMAT_MISSING", 80},
		{"keys", strings.Repeat("a:\n", mega), "TOO_COMPLEX", 200},
		{"JSON keys", `{"a":1` + strings.Repeat(`,"a":1`, mega) + "}", "TOO_COMPLEX", 200},
		{"fields", top + "  - {" + strings.Repeat("a: 1,", mega/10) + "}\n", "DUPLICATE_KEY", 120},
		{"wrong items", top + "  - {kind: Service, key: a, name: A, openTo: [" + strings.Repeat("a,", mega/4) + "]}\n", "MORE_FINDINGS", 300},
		{"commas", top + "  - {kind: System, key: a, name: A, aliases: \"" + strings.Repeat("a,", mega/4) + "\"}\n", "LIST_EXPECTED", 40},
		{"documents", strings.Repeat("---\na\n", 100_000), "MORE_FINDINGS", 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			set, found := Read(meta, "bomb", strings.NewReader(c.source), Limits{})
			runtime.ReadMemStats(&after)
			used := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%d MB in %v for %d MB", used, time.Since(start).Round(time.Millisecond), len(c.source)>>20)
			if used > c.megabytes {
				t.Errorf("%d MB, not %d", used, c.megabytes)
			}
			if set != nil {
				t.Error("the file was taken")
			}
			has := false
			for _, f := range found {
				has = has || f.Code == c.code
			}
			if !has {
				t.Errorf("no %s in\n%s", c.code, told(found))
			}
		})
	}
}

// endless is a file without end.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '#'
	}
	e.read += int64(len(p))
	return len(p), nil
}

func TestTooLarge(t *testing.T) {
	var e endless
	set, found := Read(model(t), "large.yaml", &e, Limits{MaxBytes: 1 << 20})
	want := "error TOO_LARGE large.yaml  \"\"\n" +
		"  sv: filen är större än 1 MiB, som är gränsen; dela den i flera filer eller höj gränsen med --max-file\n" +
		"  en: the file is larger than 1 MiB, which is the limit; split it into several files or raise the limit with --max-file\n"
	if got := told(found); set != nil || got != want {
		t.Errorf("%s", got)
	}
	if e.read > 1<<20+1 {
		t.Errorf("%d bytes were read", e.read)
	}
	// A file of just the limit is read.
	source := "landskap: 1\n"
	source += strings.Repeat("#", 1<<20-len(source))
	if set, found := Read(model(t), "just", strings.NewReader(source), Limits{MaxBytes: 1 << 20}); set == nil || len(found) > 0 {
		t.Errorf("%s", told(found))
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, os.ErrClosed }

func TestNotReadable(t *testing.T) {
	set, found := Read(model(t), "x", broken{}, Limits{})
	if set != nil || len(found) != 1 || found[0].Code != "NOT_READABLE" {
		t.Errorf("%s", told(found))
	}
}

// FuzzRead: whatever the file, reading it ends well, and what is said of it can be shown.
func FuzzRead(f *testing.F) {
	meta := model(f)
	files, _ := filepath.Glob(filepath.Join("testdata", "bad", "*.*"))
	for _, file := range files {
		if source, err := os.ReadFile(file); err == nil && filepath.Ext(file) != ".golden" && len(source) < 4000 {
			f.Add(source)
		}
	}
	f.Add([]byte("landskap: 1\nowner: a\nelements:\n  - {kind: System, key: a, name: A}\nrelations:\n- from: Actor a\n  type: USES\n  to: System a\ndelete: [System b]\n"))
	f.Fuzz(func(t *testing.T, source []byte) {
		start := time.Now()
		set, found := Read(meta, "fuzz", strings.NewReader(string(source)), Limits{MaxBytes: 1 << 20})
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%v for %d bytes", took, len(source))
		}
		if (set == nil) != landscape.Failed(found) {
			t.Errorf("a set: %v, failed: %v", set != nil, landscape.Failed(found))
		}
		if len(found) > maxFindings+1 {
			t.Errorf("%d findings", len(found))
		}
		lines := 1 + strings.Count(string(source), "\n") + strings.Count(string(source), "\r")
		for _, f := range found {
			said := f.Message.In(text.Swedish) + f.Message.In(text.English)
			if !utf8.ValidString(said) || !utf8.ValidString(f.Suggestion) || !utf8.ValidString(f.Value) || strings.Contains(said, "%!") && !strings.Contains(string(source), "%!") || strings.HasPrefix(said, "finding.") {
				t.Errorf("%s cannot be shown: %q %q %q", f.Code, said, f.Suggestion, f.Value)
			}
			if f.Place.File != "fuzz" || f.Place.Line < 0 || f.Place.Line > lines {
				t.Errorf("%s at %+v of %d lines", f.Code, f.Place, lines)
			}
		}
	})
}
