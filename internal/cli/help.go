package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arkinera/landskap/internal/cli/terminal"
)

// manual is a page of help.
type manual struct {
	*app
	*terminal.Page
}

// help prints what a command is for, and then examples: they are what people look for.
func (a *app) help(cmd *cobra.Command, _ []string) {
	p := &manual{a, terminal.NewPage(a.Stdout)}
	p.Paragraph("", cmd.Short)
	p.part("help.examples", cmd.Example)
	if cmd.Long != "" {
		p.Blank()
		p.Paragraph("", cmd.Long)
	}
	p.part("help.usage", "  "+cmd.UseLine())
	list := &terminal.Table{Columns: []terminal.Column{{Tight: true}, {}}}
	for _, inner := range cmd.Commands() {
		if inner.IsAvailableCommand() {
			list.Add(terminal.Texts(terminal.Unbroken("  "+inner.Name()), inner.Short)...)
		}
	}
	p.terms("help.commands", list)
	p.terms("help.flags", a.flags(cmd.LocalNonPersistentFlags()))
	p.terms("help.global", a.flags(cmd.Root().PersistentFlags()))
	if cmd.HasAvailableSubCommands() {
		p.Blank()
		p.Paragraph("", a.say("help.more", cmd.CommandPath()))
	}
	if _, err := p.WriteTo(a.Stdout); err != nil {
		a.note("cmd.answer", err)
	}
}

// part prints lines as they stand, under a heading.
func (p *manual) part(heading, lines string) {
	if lines == "" {
		return
	}
	p.Blank()
	p.Heading(p.say(heading))
	p.Line(lines)
}

// terms prints a table without heads, under a heading.
func (p *manual) terms(heading string, t *terminal.Table) {
	if len(t.Rows) == 0 {
		return
	}
	p.Blank()
	p.Heading(p.say(heading))
	p.Table(t)
}

// flags lists flags: their names, what their values are called, what they do and what is so without them.
func (a *app) flags(flags *pflag.FlagSet) *terminal.Table {
	t := &terminal.Table{Columns: []terminal.Column{{Tight: true}, {}}}
	flags.VisitAll(func(f *pflag.Flag) {
		value, does := pflag.UnquoteUsage(f)
		name := "  --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		if value != "" {
			name += " " + value
		}
		switch f.DefValue {
		case "", "0", "false", "[]":
		default:
			does += " (" + a.say("help.else", f.DefValue) + ")"
		}
		t.Add(terminal.Texts(terminal.Unbroken(name), does)...)
	})
	return t
}

// translate gives the commands that cobra brings along the user's language.
func (a *app) translate(root *cobra.Command) {
	help := a.Command("cmd.help", 0, -1, nil)
	help.Hidden = true
	help.RunE = func(_ *cobra.Command, args []string) error {
		found, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			return usage("cmd.unknown", strings.Join(args, " "))
		}
		return found.Help()
	}
	root.SetHelpCommand(help)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.CompletionOptions.DisableNoDescFlag = true
	root.InitDefaultCompletionCmd()
	completion, _, err := root.Find([]string{"completion"})
	if err != nil {
		return
	}
	for _, cmd := range append(completion.Commands(), completion) {
		cmd.Short, cmd.Long, cmd.DisableFlagsInUseLine = a.say("cmd.completion.short"), "", true
	}
}
