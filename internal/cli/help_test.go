package cli

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// english are the words that cobra, pflag and the English texts would put into a Swedish help.
var english = []string{
	"string", "strings", "stringArray", "stringSlice", "int", "int64", "uint", "default", "flag", "flags", "usage", "command", "commands",
	"FILE", "KEY", "KEYS", "DAY", "COMMAND", "REFERENCE", "AREA", "ACTOR", "SOURCE", "VIEWER", "the", "of", "for", "with", "and",
}

// faults tells what is wrong with the help of a command.
func faults(language text.Language, help string) (wrong []string) {
	for line := range strings.Lines(help) {
		line = strings.TrimRight(line, "\n")
		if terminal.Columns(line) > terminal.Width || line != strings.TrimRight(line, " ") {
			wrong = append(wrong, "the line is too wide, or ends in spaces: "+line)
		}
	}
	if strings.Contains(help, "[flags]") {
		wrong = append(wrong, "[flags] says nothing")
	}
	examples, usage := strings.Index(help, language.Say("help.examples")), strings.Index(help, language.Say("help.usage"))
	if usage < 0 || examples > usage {
		wrong = append(wrong, "examples come first")
	}
	if language == text.Swedish {
		isWord := func(r rune) bool {
			return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-=@_:./", r)
		}
		for _, word := range strings.FieldsFunc(help, func(r rune) bool { return !isWord(r) }) {
			if slices.Contains(english, strings.Trim(word, ":.")) {
				wrong = append(wrong, "the Swedish help says "+word)
			}
		}
	}
	return wrong
}

func TestHelp(t *testing.T) {
	model, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []text.Language{text.Swedish, text.English} {
		root := testApp(language, model).root()
		seen := 0
		var walk func(cmd *cobra.Command)
		walk = func(cmd *cobra.Command) {
			seen++
			path := strings.Fields(cmd.CommandPath())[1:]
			code, out, errs := run(append(path, "--help", "--lang", language.Tag())...)
			if code != exitDone || errs != "" {
				t.Errorf("%s: exit code %d, %s", cmd.CommandPath(), code, errs)
			}
			for _, wrong := range faults(language, out) {
				t.Errorf("%s --help --lang %s: %s", cmd.CommandPath(), language.Tag(), wrong)
			}
			if code, again, _ := run(append([]string{"help", "--lang", language.Tag()}, path...)...); code != exitDone || again != out {
				t.Errorf("help %s is another help", path)
			}
			cmd.Flags().VisitAll(func(f *pflag.Flag) {
				if value, _ := pflag.UnquoteUsage(f); !strings.Contains(out, "--"+f.Name) || value != strings.ToUpper(value) {
					t.Errorf("%s --%s: the help does not have it, or calls its value %q", cmd.CommandPath(), f.Name, value)
				}
			})
			if !cmd.Hidden && cmd.Parent().Name() != "completion" && cmd.Example == "" {
				t.Errorf("%s has no example", cmd.CommandPath())
			}
			for _, inner := range cmd.Commands() {
				walk(inner)
			}
		}
		for _, cmd := range root.Commands() {
			walk(cmd)
		}
		if seen < 15 {
			t.Errorf("only %d commands", seen)
		}
		if _, out, _ := run("--lang", language.Tag()); len(faults(language, out)) > 0 {
			t.Errorf("landskap: %s", faults(language, out))
		}
	}
}

func TestHelpControl(t *testing.T) {
	for _, help := range []string{
		"Så här:\n  landskap gap [flags]\n", "Så här:\n\nExempel:\n", "Exempel:\nSå här:\n  --from stringArray  (default x)\n",
		"Exempel:\nSå här:\n" + strings.Repeat("å", 81), "Så här:\n  check FILE...\n",
	} {
		if faults(text.Swedish, help) == nil {
			t.Errorf("nothing is wrong with %q", help)
		}
	}
}

func testApp(language text.Language, model *schema.Metamodel) *app {
	a := newApp(nil, nil, nil, language)
	a.Model = model
	return a
}
