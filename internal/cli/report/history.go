package report

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/landscape"
)

const historyDocument = `query History($element: ID, $first: Int, $since: Int) {
  changes(element: $element, first: $first, since: $since) {
    revision at by why changeCount
    changes(first: 500) { kind record relation values { name before after } }
  }
}`

type commit struct {
	Revision    int
	At          time.Time
	By, Why     string
	ChangeCount int
	Changes     []change
}

type change struct {
	Kind, Record, Relation string
	Values                 []valueChange
}

type valueChange struct {
	Name          string
	Before, After *string
}

// HistoryCommand returns the command that tells what has happened to a landscape.
func (a *Reporter) HistoryCommand() *cobra.Command {
	var element string
	var first, since int
	cmd := a.Program.Command("cmd.history", 0, 0, func(ctx context.Context, _ []string) error {
		q := inquiry{document: historyDocument, variables: map[string]any{"first": first, "since": since}}
		if element != "" {
			kind, key, _ := strings.Cut(strings.TrimSpace(element), " ")
			if a.Model.Kind(kind) == nil || key == "" {
				return usage("cmd.history.element", element)
			}
			q.variables["element"] = string(landscape.NewElementID(kind, strings.TrimSpace(key)))
		}
		e, ctx, end, err := a.Program.Open(ctx)
		if err != nil {
			return err
		}
		defer end()
		return a.history(ctx, e, q, element, first)
	})
	a.Program.ReadFlags(cmd.Flags())
	a.Program.FormatFlag(cmd.Flags(), "table", "json", CSV)
	cmd.Flags().StringVar(&element, "element", "", a.say("flag.element"))
	cmd.Flags().IntVar(&first, "first", 20, a.say("flag.history.first"))
	cmd.Flags().IntVar(&since, "since", 0, a.say("flag.since"))
	return cmd
}

func (a *Reporter) history(ctx context.Context, e http.Handler, q inquiry, element string, first int) error {
	return show(ctx, a, e, q, func(p *page, all *commits) { p.history(*all, element, first) })
}

// most is how many changes of a revision are told, unless an element is asked about.
const most = 8

// history prints revision by revision: when, by whom, why, and what became of which record.
func (p *page) history(commits []commit, element string, first int) {
	if len(commits) == 0 {
		p.sentence("history.none")
		return
	}
	for i, c := range commits {
		if i > 0 {
			p.Blank()
		}
		head := p.say("history.head", c.Revision, c.At.UTC().Format("2006-01-02 15:04"), terminal.Clean(c.By))
		if c.Why != "" {
			head += ": " + terminal.Clean(c.Why)
		}
		p.Heading(head)
		// The API has them by id; people look for a name.
		shown := c.Changes
		slices.SortFunc(shown, func(a, b change) int {
			return cmp.Or(cmp.Compare(min(len(a.Relation), 1), min(len(b.Relation), 1)), strings.Compare(a.Record, b.Record))
		})
		if len(shown) > most && element == "" {
			shown = shown[:most]
		}
		for _, ch := range shown {
			p.Paragraph("  ", p.say("history."+strings.ToLower(ch.Kind), terminal.Clean(ch.Record))+p.values(ch))
		}
		if more := c.ChangeCount - len(shown); more > 0 {
			p.Paragraph("  ", p.say("page.more", more))
		}
	}
	if len(commits) == first {
		p.Blank()
		p.sentence("history.first")
	}
}

// values tells which values of a record changed; all of those of one that is new, or gone, would say too much.
func (p *page) values(c change) string {
	if c.Kind != "CHANGED" {
		return ""
	}
	word := func(s *string) string {
		if s == nil {
			return p.say("history.nothing")
		}
		return terminal.Clean(*s)
	}
	var parts []string
	for _, v := range c.Values {
		parts = append(parts, v.Name+" "+word(v.Before)+" → "+word(v.After))
	}
	if parts == nil {
		return ""
	}
	return ": " + strings.Join(parts, "; ")
}
