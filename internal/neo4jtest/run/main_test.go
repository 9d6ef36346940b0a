package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/neo4jtest"
)

func TestRun(t *testing.T) {
	none := fmt.Errorf("%w: looked everywhere", neo4jtest.ErrNone)
	broken := errors.New("the server does not start")
	for _, c := range []struct {
		name      string
		variables map[string]string
		fails     error
		args      []string
		code      int
		launched  bool
		ran       bool
		said      string
	}{
		{name: "with a server", code: 7, launched: true, ran: true},
		{name: "named already", variables: map[string]string{neo4jtest.URIVariable: "bolt://there"}, fails: broken, code: 7, ran: true},
		{name: "none", fails: none, code: 7, launched: true, ran: true, said: "running without it"},
		{name: "none in CI", variables: map[string]string{"CI": "1"}, fails: none, code: 1, launched: true, said: "looked everywhere"},
		{name: "broken", fails: broken, code: 1, launched: true, said: "does not start"},
		{name: "no command", args: []string{"--"}, code: 2, said: "which command"},
		{name: "no such flag", args: []string{"-no"}, code: 2, said: "-no"},
		{name: "no such program", args: []string{"--", "no-such-program-here"}, code: 1, launched: true, said: "no-such-program-here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ran := filepath.Join(t.TempDir(), "ran")
			args := c.args
			if args == nil {
				args = []string{"-heap", "2048", "--", "sh", "-c", `echo "$` + neo4jtest.UserVariable + `" >"$1"; exit 7`, "sh", ran}
			}
			launched := false
			launch := func(_ context.Context, o neo4jtest.Options, _ func(string, ...any)) (*neo4jtest.Server, error) {
				launched = true
				if c.args == nil && o.HeapMiB != 2048 {
					t.Errorf("launched with %+v", o)
				}
				return &neo4jtest.Server{Address: neo4jtest.Address{User: "somebody"}}, c.fails
			}
			var stderr bytes.Buffer
			code := run(args, func(name string) string { return c.variables[name] }, launch, &stderr)
			if code != c.code || launched != c.launched || !strings.Contains(stderr.String(), c.said) {
				t.Errorf("code %d, launched %v, said %q; want %d, %v, %q", code, launched, stderr.String(), c.code, c.launched, c.said)
			}
			wrote, err := os.ReadFile(ran)
			if (err == nil) != c.ran {
				t.Fatalf("ran: %v; want %v", err, c.ran)
			}
			if given := string(wrote) == "somebody\n"; given != (c.ran && c.launched && c.fails == nil) {
				t.Errorf("the command was given the user %q", wrote)
			}
		})
	}
}

func TestServerLivesAsLongAsTheCommand(t *testing.T) {
	wrote := filepath.Join(t.TempDir(), "uri")
	unnamed := func(name string) string {
		if name == neo4jtest.URIVariable {
			return ""
		}
		return os.Getenv(name)
	}
	var stderr bytes.Buffer
	// The shell's own look at the port would need a program that may not be there; that it answered is what launching it says.
	code := run([]string{"--", "sh", "-c", `printf %s "$` + neo4jtest.URIVariable + `" >"$1"; exit 3`, "sh", wrote}, unnamed, neo4jtest.Launch, &stderr)
	if strings.Contains(stderr.String(), neo4jtest.ErrNone.Error()) && os.Getenv("CI") == "" {
		t.Skipf("SKIPPED FOR WANT OF NEO4J: %s", stderr.String())
	}
	uri, err := os.ReadFile(wrote)
	if err != nil || code != 3 {
		t.Fatalf("code %d, %v: %s", code, err, stderr.String())
	}
	address, isBolt := strings.CutPrefix(string(uri), "bolt://")
	if !isBolt {
		t.Fatalf("the command was given the address %q", uri)
	}
	if connection, err := net.Dial("tcp", address); err == nil {
		connection.Close()
		t.Error("the server outlives the command")
	}
}
