// Package cli is the command landskap: its commands, flags and printing, and the place where the product's parts are put together.
//
// Main is the whole program as a function. Data goes to standard output, everything said about it to standard error. Exit codes: 0
// done, 1 findings, 2 wrong usage, 3 not allowed, 4 conflict, 5 unavailable.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/cli/report"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// The exit codes.
const (
	exitDone        = 0
	exitFindings    = 1
	exitUsage       = 2
	exitForbidden   = 3
	exitConflict    = 4
	exitUnavailable = 5
)

// Main runs one command and returns its exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := newApp(stdin, stdout, stderr, chooseLanguage(args))
	var err error
	if a.Model, err = schema.Load(); err != nil {
		return a.fail(err)
	}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.Execute(); err != nil {
		return a.fail(err)
	}
	return exitDone
}

// app is what all commands share.
type app struct {
	*report.Reporter
	stdin   io.Reader
	stderr  io.Writer
	sources []string // --from
	at      place    // --data, --neo4j-uri
	name    string   // --landscape
	server  string   // --server
	asks    bool     // the command has --server
	viewer  string
	actor   string // in whose name a steward writes
	maxFile int64
}

func newApp(stdin io.Reader, stdout, stderr io.Writer, language text.Language) *app {
	a := &app{Reporter: &report.Reporter{Stdout: stdout, Language: language}, stdin: stdin, stderr: stderr, name: landscape.Main}
	a.Program = a
	return a
}

// chooseLanguage finds the language before anything else is said: --lang, else LANDSKAP_LANG, else LANG.
func chooseLanguage(args []string) text.Language {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			return text.Choose(value)
		}
		if arg == "--lang" && i+1 < len(args) {
			return text.Choose(args[i+1])
		}
	}
	if value := os.Getenv("LANDSKAP_LANG"); value != "" {
		return text.Choose(value)
	}
	return text.Choose(os.Getenv("LANG"))
}

func (a *app) say(key string, args ...any) string { return a.Language.Say(key, args...) }

// note tells something about the work on standard error.
func (a *app) note(key string, args ...any) { fmt.Fprintln(a.stderr, a.say(key, args...)) }

// usage is a mistake in how a command was called.
func usage(key string, args ...any) error {
	return landscape.NewError(landscape.Invalid, text.New(key, args...))
}

// findingsError says that findings have been printed and that one of them is an error.
type findingsError struct{}

func (findingsError) Error() string { return "findings" }

// message says an error in the user's language, as far as it has words of ours.
func (a *app) message(err error) string {
	var known *landscape.Error
	if errors.As(err, &known) {
		return known.Message.In(a.Language)
	}
	return err.Error()
}

func (a *app) fail(err error) int {
	var printed findingsError
	if errors.As(err, &printed) {
		return exitFindings
	}
	fmt.Fprintln(a.stderr, "landskap: "+a.message(err))
	switch landscape.CodeOf(err) {
	case landscape.NotFound, landscape.Invalid:
		return exitUsage
	case landscape.Forbidden, landscape.Unauthenticated:
		return exitForbidden
	case landscape.Conflict:
		return exitConflict
	case landscape.Unavailable:
		return exitUnavailable
	}
	return exitFindings
}

func (a *app) root() *cobra.Command {
	root := a.family("cmd.root", "cmd.unknown",
		a.serveCommand(), a.queryCommand(), a.checkCommand(), a.loadCommand(), a.exportCommand(), a.digestCommand(), a.HistoryCommand(),
		a.undoCommand(), a.backupCommand(), a.restoreCommand(), a.copyCommand(),
		a.family("cmd.store", "cmd.store.unknown", a.verifyCommand()),
		a.family("cmd.reference", "cmd.reference.unknown", a.ReferenceCommands()...),
		a.schemaCommand(), a.versionCommand(), a.generateCommand(),
	)
	root.AddCommand(a.Commands()...)
	root.SilenceUsage, root.SilenceErrors = true, true
	root.PersistentPreRunE = a.prepare
	root.PersistentFlags().String("lang", "", a.say("flag.lang"))
	root.PersistentFlags().BoolP("help", "h", false, a.say("flag.help"))
	root.SetFlagErrorFunc(a.flagError)
	root.SetHelpFunc(a.help)
	a.translate(root)
	return root
}
