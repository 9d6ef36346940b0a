package report

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/cli/terminal"
)

const sharedDocument = `query Shared($kind: SharedKind!, $actors: ActorSelection, $minActors: Int!, $at: Date, $first: Int!) {
  shared(kind: $kind, actors: $actors, minActors: $minActors, at: $at, first: $first) {
    at
    totalCount
    rows {
      item { ...named }
      count
      actors { ...named }
      providers { ...named }
    }
  }
}` + namedFragment

type sharedAnswer struct {
	At         string
	TotalCount int
	Rows       []sharedRow
}

type sharedRow struct {
	Item              named
	Count             int
	Actors, Providers []named
}

func (a *Reporter) sharedCommand() *cobra.Command {
	var least, first int
	cmd := a.analysisCommand(analysis{
		name: "cmd.shared", document: sharedDocument, places: []string{"kind"}, least: 1, selects: true,
		run: func(ctx context.Context, e http.Handler, q inquiry) error {
			kind, err := a.enumValue("SharedKind", a.say("cmd.shared.kind"), q.names["kinds"][0])
			if err != nil {
				return err
			}
			q.variables["kind"], q.variables["minActors"], q.variables["first"] = kind, least, first
			return show(ctx, a, e, q, func(p *page, s *sharedAnswer) { p.shared(s, q.who, kind, least) })
		},
	})
	cmd.Flags().IntVar(&least, "min", 2, a.say("flag.min"))
	cmd.Flags().IntVar(&first, "first", 100, a.say("flag.first"))
	return cmd
}

func (p *page) shared(s *sharedAnswer, who selection, kind string, least int) {
	p.headline("shared.head", p.count("shared.kind."+kind, s.TotalCount), p.count("count.actor", least), p.selectionText(who), s.At)
	p.Blank()
	if s.TotalCount == 0 {
		p.sentence("shared.none")
		return
	}
	t := &terminal.Table{Columns: []terminal.Column{
		{Head: p.label("SharedKind", kind)}, {Head: p.say("shared.column.count"), Right: true, Tight: true},
		{Head: p.say("shared.column.actors")}, {Head: p.say("shared.column.providers." + kind)},
	}}
	for _, r := range s.Rows {
		t.Add(terminal.Texts(p.name(r.Item), strconv.Itoa(r.Count), strings.Join(p.names(r.Actors), ", "), strings.Join(p.names(r.Providers), ", "))...)
	}
	p.table(t)
	if len(s.Rows) < s.TotalCount {
		p.Blank()
		p.sentence("shared.shown", len(s.Rows), s.TotalCount)
	}
}
