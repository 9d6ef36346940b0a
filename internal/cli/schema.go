package cli

import (
	"fmt"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) schemaCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:     "schema",
		Short:   a.say("cmd.schema.short"),
		Long:    a.say("cmd.schema.long"),
		Example: a.say("cmd.schema.example"),
		Args:    a.exactly(0, "cmd.no_args"),
		RunE: func(*cobra.Command, []string) error {
			if output == "" {
				_, err := fmt.Fprint(a.stdout, a.model.API())
				return err
			}
			return os.WriteFile(output, []byte(a.model.API()), 0o644)
		},
	}
	cmd.Flags().StringVar(&output, "output", "", a.say("flag.output"))
	return cmd
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.say("cmd.version.short"),
		Args:  a.exactly(0, "cmd.no_args"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.stdout, "landskap "+version())
			return err
		},
	}
}

// version is what the build knows of itself: the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "devel " + s.Value[:12]
		}
	}
	return "devel"
}
