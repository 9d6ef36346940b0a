package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// translate gives cobra's own words the user's language, and puts examples first: they are what people look for.
func (a *app) translate(root *cobra.Command) {
	root.SetHelpCommand(&cobra.Command{Use: "help COMMAND", Short: a.say("help.help.short"), Hidden: true, RunE: func(cmd *cobra.Command, args []string) error {
		found, _, err := root.Find(args)
		if err != nil {
			return usage("cmd.unknown", strings.Join(args, " "))
		}
		return found.Help()
	}})
	root.SetUsageTemplate(strings.NewReplacer(
		"USAGE", a.say("help.usage"), "EXAMPLES", a.say("help.examples"), "COMMANDS", a.say("help.commands"),
		"GLOBAL", a.say("help.global"), "FLAGS", a.say("help.flags"), "MORE", a.say("help.more", "{{.CommandPath}}"),
	).Replace(usageTemplate))
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	root.Args = func(_ *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usage("cmd.unknown", args[0])
		}
		return nil
	}
	root.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	for _, cmd := range append(root.Commands(), root) {
		a.translateHelpFlag(cmd)
	}
}

func (a *app) translateHelpFlag(cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	cmd.Flags().Lookup("help").Usage = a.say("flag.help")
	for _, inner := range cmd.Commands() {
		a.translateHelpFlag(inner)
	}
}

const usageTemplate = `{{if .HasExample}}EXAMPLES
{{.Example}}

{{end}}USAGE
  {{if .Runnable}}{{.UseLine}}{{else}}{{.CommandPath}}{{end}}
{{if .HasAvailableSubCommands}}
COMMANDS{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
FLAGS
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
GLOBAL
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableSubCommands}}
MORE
{{end}}`
