package report

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
	Provenance string `json:"provenance,omitempty"`
}

func newPackageJSON(i eira.Package) packageJSON {
	return packageJSON{
		i.Name, i.Title, i.TitleEn, i.Version, i.Publisher, i.Licence, i.Partial,
		i.Elements(), i.References, i.Areas, i.Blocks, i.Groupings, i.Processes, i.Actors, "",
	}
}

// ReferenceCommands returns the commands about reference packages.
func (a *Reporter) ReferenceCommands() []*cobra.Command {
	list := a.Program.Command("cmd.reference.list", 0, 0, func(context.Context, []string) error { return a.listReferences() })
	a.Program.FormatFlag(list.Flags(), "table", "json", CSV)
	show := a.Program.Command("cmd.reference.show", 1, 1, func(_ context.Context, args []string) error { return a.showReference(args[0]) })
	a.Program.FormatFlag(show.Flags(), "table", "json")
	return []*cobra.Command{list, show}
}

func (a *Reporter) listReferences() error {
	var packages []eira.Package
	for _, name := range eira.Names() {
		info, err := eira.Info(name)
		if err != nil {
			return err
		}
		packages = append(packages, info)
	}
	if a.Format == "json" {
		out := []packageJSON{}
		for _, i := range packages {
			out = append(out, newPackageJSON(i))
		}
		return a.PrintJSON(map[string]any{"packages": out})
	}
	if a.Format == CSV {
		return a.printCSV(packageSheet(packages))
	}
	p := a.newPage()
	t := &terminal.Table{Columns: []terminal.Column{{Head: p.say("reference.column.package"), Tight: true}, {Head: p.say("reference.column.title")}, {Head: p.say("reference.column.content")}, {Head: p.say("reference.column.terms")}}}
	for _, i := range packages {
		t.Add(terminal.Texts(i.Name, p.packageTitle(i), p.packageContent(i), p.packageTerms(i))...)
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

func (p *page) packageTitle(i eira.Package) string {
	if p.Language == text.English {
		return i.TitleEn
	}
	return i.Title
}

// packageTerms says who publishes a package, and on what terms.
func (p *page) packageTerms(i eira.Package) string {
	terms := i.Licence
	if terms == "" {
		terms = p.say("reference.licence.none")
	}
	return strings.TrimPrefix(i.Publisher+", "+terms, ", ")
}

// showReference prints one package: what it holds, and the text that goes with it wherever it goes, word for word.
func (a *Reporter) showReference(name string) error {
	info, err := eira.Info(name)
	if err != nil {
		return err
	}
	if a.Format == "json" {
		out := newPackageJSON(info)
		out.Provenance = info.Provenance
		return a.PrintJSON(out)
	}
	p := a.newPage()
	p.Heading(info.Name + " - " + p.packageTitle(info))
	p.Blank()
	p.Paragraph("", p.packageContent(info))
	p.Paragraph("", p.packageTerms(info))
	p.Blank()
	for part := range strings.SplitSeq(strings.TrimSpace(info.Provenance), "\n\n") {
		p.Blank()
		if strings.HasPrefix(part, "-") || strings.HasPrefix(part, "|") {
			// A list or a table keeps its lines.
			for line := range strings.SplitSeq(part, "\n") {
				p.Paragraph("", line)
			}
			continue
		}
		p.Paragraph("", strings.ReplaceAll(part, "\n", " "))
	}
	return p.print()
}
