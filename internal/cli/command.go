package cli

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arkinera/landskap/internal/exchange/changeset"
)

// command makes a command of its texts in the catalogue. It takes at least so many arguments and at most so many, or any number if
// most is negative.
func (a *app) command(name string, least, most int, run func(ctx context.Context, args []string) error) *cobra.Command {
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
	cmd := a.command(name, 0, 0, nil)
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
	f := cmd.Flags().Lookup("format")
	if f == nil {
		return nil
	}
	a.format = f.Value.String()
	switch {
	case a.format == "json" || a.format == f.DefValue:
		return nil
	case f.DefValue == "json":
		return usage("cmd.query.format", a.format)
	}
	return usage("cmd.format.unknown", a.format)
}

// environment gives every flag that was not set the value of its environment variable: --max-file is LANDSKAP_MAX_FILE. The values of
// a flag that can be repeated have commas between them.
func (a *app) environment(cmd *cobra.Command) (err error) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		value := os.Getenv("LANDSKAP_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_")))
		if value == "" || f.Changed || err != nil {
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

// readFlags adds the flags of commands that read a landscape.
func (a *app) readFlags(flags *pflag.FlagSet, from string) {
	flags.StringArrayVar(&a.sources, "from", nil, a.say(from))
	flags.Int64Var(&a.maxFile, "max-file", changeset.DefaultMaxBytes, a.say("flag.max_file"))
}

func (a *app) viewerFlag(flags *pflag.FlagSet) {
	flags.StringVar(&a.viewer, "viewer", "steward", a.say("flag.viewer"))
}

func (a *app) formatFlag(flags *pflag.FlagSet, standard string) {
	flags.String("format", standard, a.say("flag.format."+standard))
}
