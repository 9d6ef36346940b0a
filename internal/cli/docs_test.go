package cli

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestCommandsInDocs parses every command that the docs name and no other test runs: the command is there, and so are its flags.
func TestCommandsInDocs(t *testing.T) {
	named := regexp.MustCompile("(?m)(?:^|`)landskap ([^`#\n]+)")
	parsed := 0
	for _, name := range []string{"../../README.md", "../docs/neo4j.md"} {
		doc, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(doc), -1) {
			parsed++
			if err := parses(strings.Fields(m[1])); err != nil {
				t.Errorf("%s: landskap %s: %v", name, m[1], err)
			}
		}
	}
	if parsed < 15 {
		t.Errorf("only %d commands were found", parsed)
	}
	for _, wrong := range []string{"copie --from-data x", "copy --from-date x", "gap --neo4j-uri"} {
		if parses(strings.Fields(wrong)) == nil {
			t.Errorf("landskap %s is taken for a command", wrong)
		}
	}
}

func parses(args []string) error {
	root := newApp(nil, io.Discard, io.Discard, 0).root()
	cmd, rest, err := root.Find(args)
	if err != nil {
		return err
	}
	if cmd == root {
		return usage("cmd.unknown", args[0])
	}
	return cmd.ParseFlags(rest)
}
