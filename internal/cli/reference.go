package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/text"
)

// packageJSON is a reference package as --format json prints it.
type packageJSON struct {
	Name       string `json:"name"`
	Title      string `json:"title"`
	TitleEn    string `json:"titleEn"`
	Version    string `json:"version"`
	Publisher  string `json:"publisher"`
	Licence    string `json:"licence"`
	Partial    bool   `json:"partial"`
	Elements   int    `json:"elements"`
	References int    `json:"references"`
	Areas      int    `json:"areas"`
	Blocks     int    `json:"blocks"`
	Groupings  int    `json:"groupings"`
	Processes  int    `json:"processes"`
	Actors     int    `json:"actors"`
}

func (a *app) referenceCommand() *cobra.Command {
	list := a.command("cmd.reference.list", 0, 0, func(context.Context, []string) error { return a.listReferences() })
	a.formatFlag(list.Flags(), "table")
	return a.family("cmd.reference", "cmd.reference.unknown", list)
}

func (a *app) listReferences() error {
	var packages []eira.Package
	for _, name := range eira.Names() {
		info, err := eira.Info(name)
		if err != nil {
			return err
		}
		packages = append(packages, info)
	}
	if a.format == "json" {
		out := []packageJSON{}
		for _, i := range packages {
			out = append(out, packageJSON{
				i.Name, i.Title, i.TitleEn, i.Version, i.Publisher, i.Licence, i.Partial,
				i.Elements(), i.References, i.Areas, i.Blocks, i.Groupings, i.Processes, i.Actors,
			})
		}
		return a.printJSON(map[string]any{"packages": out})
	}
	p := a.newPage()
	t := &terminal.Table{Columns: []terminal.Column{{Head: p.say("reference.column.package"), Tight: true}, {Head: p.say("reference.column.title")}, {Head: p.say("reference.column.content")}, {Head: p.say("reference.column.terms")}}}
	for _, i := range packages {
		title := i.Title
		if p.language == text.English {
			title = i.TitleEn
		}
		terms := i.Licence
		if terms == "" {
			terms = p.say("reference.licence.none")
		}
		t.Add(terminal.Texts(i.Name, title, p.packageContent(i), strings.TrimPrefix(i.Publisher+", "+terms, ", "))...)
	}
	p.table(t)
	p.Blank()
	p.sentence("reference.hint")
	p.Line(p.say("reference.hint.example"))
	return p.print()
}

// packageContent counts what a package holds, and says that it is not all where it is not.
func (p *page) packageContent(i eira.Package) string {
	var parts []string
	for _, n := range []struct {
		key   string
		count int
	}{{"count.block", i.Blocks}, {"count.grouping", i.Groupings}, {"count.area", i.Areas}, {"count.process", i.Processes}, {"count.actor", i.Actors}} {
		if n.count > 0 {
			parts = append(parts, p.count(n.key, n.count))
		}
	}
	content := strings.Join(parts, ", ")
	if i.Partial {
		content += " " + p.say("page.partial")
	}
	return content
}
