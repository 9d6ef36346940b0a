package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"landskap": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// The scripts are what people type, with what they get; -update writes their expected outputs anew.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "sv_SE.UTF-8")
			return nil
		},
	})
}

// run calls the program as a shell would.
func run(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = Main(args, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

// The file that a gap tells people to save is one that can be read, and it does what is said of it.
func TestDeclaration(t *testing.T) {
	t.Setenv("LANG", "sv_SE.UTF-8")
	for _, of := range [][]string{
		{"kommun/9001", "eira@7.0.0", "eira@7.0.0/technical-application"}, {"kommun/9002", "eira@7.0.0"}, {"kommun/9001", "klassa@2.1", "klassa@2.1/3.5"},
	} {
		ask := append(append([]string{"gap"}, of...), "--from", "sample:norrby", "--at", "2026-12-01")
		_, before, _ := run(ask...)
		var file strings.Builder
		for line := range strings.Lines(before) {
			if inner, ok := strings.CutPrefix(line, "    "); ok && (file.Len() > 0 || strings.HasPrefix(inner, "landskap: ")) {
				if file.WriteString(inner); strings.Contains(inner, "asOf") {
					break
				}
			}
		}
		name := filepath.Join(t.TempDir(), "komplett.yaml")
		if err := os.WriteFile(name, []byte(file.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		code, after, errs := run(append(ask, "--from", name)...)
		if code != exitDone || strings.Contains(after, "Okänt") || !strings.Contains(after, "komplett") || !strings.Contains(before, "Okänt") {
			t.Errorf("%v: with the file\n%s\nthe answer (%d) is\n%s%s", of, file.String(), code, after, errs)
		}
	}
}

func TestColourful(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if !colourful(device) || colourful(file) || colourful(&bytes.Buffer{}) {
		t.Error("colour is for character devices only")
	}
	t.Setenv("TERM", "dumb")
	if colourful(device) {
		t.Error("a dumb terminal has no colour")
	}
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "1")
	if colourful(device) {
		t.Error("NO_COLOR is not obeyed")
	}
}
