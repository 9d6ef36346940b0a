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
	cmd := a.command("cmd.schema", 0, 0, func(context.Context, []string) error {
		if output != "" {
			return os.WriteFile(output, []byte(a.model.API()), 0o644)
		}
		_, err := fmt.Fprint(a.stdout, a.model.API())
		return err
	})
	cmd.Flags().StringVar(&output, "output", "", a.say("flag.output"))
	return cmd
}

func (a *app) versionCommand() *cobra.Command {
	return a.command("cmd.version", 0, 0, func(context.Context, []string) error {
		_, err := fmt.Fprintln(a.stdout, "landskap "+version())
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
