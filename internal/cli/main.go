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
	"github.com/spf13/pflag"

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
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, language: chooseLanguage(args)}
	var err error
	if a.model, err = schema.Load(); err != nil {
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
	return a.exit
}

// app is what all commands share.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	language       text.Language
	model          *schema.Metamodel
	exit           int // of a command that ended well
	sources        []string
	viewer         string
	format         string
	maxFile        int64
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

func (a *app) say(key string, args ...any) string { return a.language.Say(key, args...) }

// note tells something about the work on standard error.
func (a *app) note(key string, args ...any) { fmt.Fprintln(a.stderr, a.say(key, args...)) }

// usageError is a mistake in how a command was called.
type usageError struct{ error }

// Unwrap lets what is said of a mistake be said in the user's language.
func (u usageError) Unwrap() error { return u.error }

func usage(key string, args ...any) error {
	return usageError{landscape.NewError(landscape.Invalid, text.New(key, args...))}
}

// findingsError says that findings have been printed and that one of them is an error.
type findingsError struct{}

func (findingsError) Error() string { return "findings" }

func (a *app) fail(err error) int {
	var printed findingsError
	if errors.As(err, &printed) {
		return exitFindings
	}
	message := err.Error()
	var known *landscape.Error
	if errors.As(err, &known) {
		message = known.Message.In(a.language)
	}
	fmt.Fprintln(a.stderr, "landskap: "+message)
	var wrong usageError
	if errors.As(err, &wrong) {
		return exitUsage
	}
	if known == nil {
		return exitFindings
	}
	switch known.Code {
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
	root := &cobra.Command{
		Use:           "landskap",
		Short:         a.say("cmd.root.short"),
		Long:          a.say("cmd.root.long"),
		Example:       a.say("cmd.root.example"),
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := environment(cmd.Flags()); err != nil {
				return err
			}
			// The commands share the field but not the standard value.
			if f := cmd.Flags().Lookup("format"); f != nil {
				a.format = f.Value.String()
			}
			return nil
		},
	}
	root.PersistentFlags().String("lang", "", a.say("flag.lang"))
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage("cmd.flag.wrong", err) })
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		a.serveCommand(), a.queryCommand(), a.gapCommand(), a.coverageCommand(), a.sharedCommand(), a.capabilityCommand(), a.adoptionCommand(),
		a.checkCommand(), a.referenceCommand(), a.schemaCommand(), a.versionCommand(),
	)
	a.translate(root)
	return root
}

// environment gives every flag that was not set the value of its environment variable: --max-file is LANDSKAP_MAX_FILE.
func environment(flags *pflag.FlagSet) (err error) {
	flags.VisitAll(func(f *pflag.Flag) {
		value, ok := os.LookupEnv("LANDSKAP_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_")))
		if ok && !f.Changed && err == nil {
			if setErr := flags.Set(f.Name, value); setErr != nil {
				err = usage("cmd.flag.wrong", setErr)
			}
		}
	})
	return err
}

// readFlags adds the flags of commands that read a landscape.
func (a *app) readFlags(flags *pflag.FlagSet) {
	flags.StringArrayVar(&a.sources, "from", nil, a.say("flag.from"))
	flags.StringVar(&a.viewer, "viewer", "steward", a.say("flag.viewer"))
	flags.Int64Var(&a.maxFile, "max-file", 64<<20, a.say("flag.max_file"))
}

func (a *app) formatFlag(flags *pflag.FlagSet, standard string) {
	flags.String("format", standard, a.say("flag.format"))
}

// checkFormat refuses a format that the command does not have.
func (a *app) checkFormat() error {
	switch a.format {
	case "table", "json":
		return nil
	}
	return usage("cmd.format.unknown", a.format)
}
