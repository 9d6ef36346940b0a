package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/arkinera/landskap/internal/neo4jtest"
	"github.com/arkinera/landskap/internal/store/neo4j"
	"github.com/arkinera/landskap/schema"
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
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"code": exitsWith, "refused": refused, "flip": flip},
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "sv_SE.UTF-8")
			schema, err := filepath.Abs("../../schema/api.generated.graphqls")
			env.Setenv("SCHEMA", schema)
			return err
		},
	})
}

// The scripts of a database, each with landscapes of its own in it.
func TestScriptsNeo4j(t *testing.T) {
	if testing.Short() {
		t.Skip("short: each of its many commands opens the database anew")
	}
	database := neo4jtest.Find(t)
	model, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/neo4j",
		RequireExplicitExec: true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"code": exitsWith},
		Setup: func(env *testscript.Env) error {
			name := "script-" + uuid.NewString()
			password := filepath.Join(env.WorkDir, "password")
			env.Vars = append(env.Vars, "LANG=sv_SE.UTF-8", "URI="+database.URI, "USER="+database.User, "NAME="+name,
				"LANDSKAP_NEO4J_URI="+database.URI, "LANDSKAP_NEO4J_USER="+database.User, "LANDSKAP_NEO4J_PASSWORD="+database.Password)
			env.Defer(func() { drop(t, model, database, name) })
			return os.WriteFile(password, []byte(database.Password+"\n"), 0o600)
		},
	})
}

// drop removes the landscapes of a database whose names begin with a word.
func drop(t *testing.T, model *schema.Metamodel, database neo4jtest.Address, prefix string) {
	ctx := context.Background()
	s, err := neo4j.Open(ctx, neo4j.Options{
		URI: database.URI, User: database.User, Password: database.Password, Model: model, Access: neo4j.Exclusive, Holder: t.Name(),
	})
	if err != nil {
		t.Errorf("the test's landscapes stay: %v", err)
		return
	}
	names, err := s.Landscapes(ctx)
	for _, name := range names {
		if strings.HasPrefix(name, prefix) {
			err = errors.Join(err, s.Drop(ctx, name))
		}
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Errorf("the test's landscapes stay: %v", err)
	}
}

// exitsWith is the scripts' command "code N COMMAND...": it runs the command, which must end with exactly that code.
func exitsWith(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND...")
	}
	got := exitDone
	var ended *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("the exit code is %d, not %s", got, args[0])
	}
}

// refused is the scripts' command "refused OUT FILE...": query loads none of the files and answers nothing, check finds the same faults,
// and what both say of them is written to OUT.
func refused(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: refused OUT FILE...")
	}
	var told strings.Builder
	for _, file := range args[1:] {
		exitsWith(ts, false, []string{"1", "landskap", "check", file})
		checked := ts.ReadFile("stdout")
		exitsWith(ts, false, []string{"1", "landskap", "query", "query.graphql", "--from", file})
		if queried := ts.ReadFile("stderr"); queried != checked || queried == "" {
			ts.Fatalf("%s: query says\n%s\nand check\n%s", file, queried, checked)
		}
		if answer := ts.ReadFile("stdout"); answer != "" {
			ts.Fatalf("%s is refused and answered from: %s", file, answer)
		}
		told.WriteString(ts.ReadFile("stderr"))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(told.String()), 0o600))
}

// flip is the scripts' command "flip FILE PLACE": it changes one bit of a file, so many thousandths into it or where a text first is.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: flip FILE PLACE")
	}
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	at := bytes.Index(data, []byte(args[1]))
	if place, err := strconv.Atoi(args[1]); err == nil {
		at = len(data) * place / 1000
	}
	if at < 0 {
		ts.Fatalf("%s does not hold %s", args[0], args[1])
	}
	data[at] ^= 4
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
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
