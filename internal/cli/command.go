package cli

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arkinera/landskap/internal/cli/report"
	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
)

// Command makes a command of its texts in the catalogue. It takes at least so many arguments and at most so many, or any number if
// most is negative.
func (a *app) Command(name string, least, most int, run func(ctx context.Context, args []string) error) *cobra.Command {
	key := name + "."
	return &cobra.Command{
		Use:     a.say(key + "use"),
		Short:   a.say(key + "short"),
		Long:    a.say(key + "long"),
		Example: a.say(key + "example"),
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) >= least && (len(args) <= most || most < 0):
				return nil
			case most == 0:
				return usage("cmd.no_args")
			}
			return usage(key + "args")
		},
		RunE: func(cmd *cobra.Command, args []string) error { return run(cmd.Context(), args) },
		// What cobra adds to the line is English, and says nothing.
		DisableFlagsInUseLine: true,
	}
}

// family makes a command that only has commands in it, and says of a word which is none of them that it is not there.
func (a *app) family(name, unknown string, members ...*cobra.Command) *cobra.Command {
	cmd := a.Command(name, 0, 0, nil)
	cmd.Args = func(_ *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usage(unknown, args[0])
		}
		return nil
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	cmd.AddCommand(members...)
	return cmd
}

// prepare reads the environment for the flags that were not given, and the format, which is the same flag on many commands.
func (a *app) prepare(cmd *cobra.Command, _ []string) error {
	if err := a.environment(cmd); err != nil {
		return err
	}
	if lang := cmd.Flag("lang").Value.String(); lang != "" && lang != "sv" && lang != "en" {
		return usage("cmd.lang.unknown", lang)
	}
	a.asks = cmd.Flags().Lookup("server") != nil
	f := cmd.Flags().Lookup("format")
	if f == nil {
		return nil
	}
	a.Format = f.Value.String()
	formats := f.Annotations[formatsOf]
	switch {
	case slices.Contains(formats, a.Format):
		return nil
	case f.DefValue == "json":
		return usage("cmd.query.format", a.Format)
	case slices.Contains(formats, report.CSV):
		return usage("cmd.format.unknown_csv", a.Format)
	}
	return usage("cmd.format.unknown", a.Format)
}

// environment gives every flag that was not set the value of its environment variable: --max-file is LANDSKAP_MAX_FILE. The values of
// a flag that can be repeated have commas between them.
func (a *app) environment(cmd *cobra.Command) (err error) {
	given := func(name string) bool {
		f := cmd.Flags().Lookup(name)
		return f != nil && f.Changed
	}
	// Whoever names a landscape does not mean the one that the environment names.
	which := []string{"from", "data", "neo4j-uri", "server"}
	named := slices.ContainsFunc(which, given)
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		value := os.Getenv("LANDSKAP_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_")))
		if value == "" || f.Changed || err != nil || named && slices.Contains(which, f.Name) {
			return
		}
		values := []string{value}
		if _, repeated := f.Value.(pflag.SliceValue); repeated {
			values = strings.Split(value, ",")
		}
		for _, v := range values {
			if setErr := cmd.Flags().Set(f.Name, strings.TrimSpace(v)); setErr != nil {
				err = a.flagError(cmd, setErr)
			}
		}
	})
	return err
}

// flagError says in the user's language what is wrong with a flag.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	var absent *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	switch {
	case errors.As(err, &absent) && absent.GetSpecifiedShortnames() != "":
		return usage("cmd.flag.unknown", "-"+absent.GetSpecifiedName(), cmd.CommandPath())
	case errors.As(err, &absent):
		return usage("cmd.flag.unknown", "--"+absent.GetSpecifiedName(), cmd.CommandPath())
	case errors.As(err, &bare):
		return usage("cmd.flag.bare", "--"+bare.GetFlag().Name)
	case errors.As(err, &wrong):
		return usage("cmd.flag.value", "--"+wrong.GetFlag().Name, wrong.GetValue())
	}
	return usage("cmd.flag.wrong", err)
}

// sourceFlags adds the flags of commands that read sources into memory.
func (a *app) sourceFlags(flags *pflag.FlagSet, from string) {
	flags.StringArrayVar(&a.sources, "from", nil, a.say(from))
	a.maxFileFlag(flags)
}

func (a *app) maxFileFlag(flags *pflag.FlagSet) {
	flags.Int64Var(&a.maxFile, "max-file", changeset.DefaultMaxBytes, a.say("flag.max_file"))
}

// ReadFlags adds the flags of commands that ask of a landscape: which it is, and through whose eyes it is seen.
func (a *app) ReadFlags(flags *pflag.FlagSet) {
	a.viewFlags(flags)
	flags.StringVar(&a.server, "server", "", a.say("flag.server"))
}

// viewFlags adds the flags that name a landscape which is at hand, and a viewer.
func (a *app) viewFlags(flags *pflag.FlagSet) {
	a.sourceFlags(flags, "flag.from")
	a.dataFlags(flags)
	flags.StringVar(&a.viewer, "viewer", "steward", a.say("flag.viewer"))
}

// dataFlags adds the flags that name a landscape which is kept.
func (a *app) dataFlags(flags *pflag.FlagSet) {
	a.at.flags(a, flags)
	flags.StringVar(&a.name, "landscape", landscape.Main, a.say("flag.landscape"))
}

// formatsOf is the annotation of --format that holds the formats a command has.
const formatsOf = "formats"

// FormatFlag adds the flag for the format of what is printed: one of those, the first if nothing is said.
func (a *app) FormatFlag(flags *pflag.FlagSet, formats ...string) {
	flags.String("format", formats[0], a.say("flag.format."+strings.Join(formats, "_")))
	flags.Lookup("format").Annotations = map[string][]string{formatsOf: formats}
}

// actorFlag adds the flag that says in whose name a steward writes.
func (a *app) actorFlag(flags *pflag.FlagSet) {
	flags.StringVar(&a.actor, "actor", "", a.say("flag.actor"))
}
