package cli

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) schemaCommand() *cobra.Command {
	var output string
	cmd := a.Command("cmd.schema", 0, 0, func(context.Context, []string) error {
		if output != "" {
			return os.WriteFile(output, []byte(a.Model.API()), 0o644)
		}
		_, err := fmt.Fprint(a.Stdout, a.Model.API())
		return err
	})
	cmd.Flags().StringVar(&output, "output", "", a.say("flag.output"))
	return cmd
}

func (a *app) versionCommand() *cobra.Command {
	return a.Command("cmd.version", 0, 0, func(context.Context, []string) error {
		_, err := fmt.Fprintln(a.Stdout, "landskap "+version())
		return err
	})
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
