package cli

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
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

func (a *app) sharedCommand() *cobra.Command {
	var at string
	var least, first int
	var who *selection
	cmd := a.analysisCommand("shared", a.say("cmd.shared.use"), between(1, 1, "cmd.shared.args"), func(ctx context.Context, e http.Handler, args []string) error {
		kind, err := a.enumValue("SharedKind", a.say("cmd.shared.kind"), args[0])
		if err != nil {
			return err
		}
		actors, err := a.selected(who)
		if err != nil {
			return err
		}
		q := inquiry{document: sharedDocument, variables: map[string]any{"kind": kind, "actors": actors, "minActors": least, "first": first}}
		q.names = map[string][]string{"actors": who.keys, "groups": {who.group}}
		if at != "" {
			q.variables["at"] = at
		}
		return a.shared(ctx, e, q)
	})
	who = a.selectionFlags(cmd.Flags())
	cmd.Flags().StringVar(&at, "at", "", a.say("flag.at"))
	cmd.Flags().IntVar(&least, "min", 2, a.say("flag.min"))
	cmd.Flags().IntVar(&first, "first", 100, a.say("flag.first"))
	return cmd
}

func (a *app) shared(ctx context.Context, e http.Handler, q inquiry) error {
	var s sharedAnswer
	if done, err := a.put(ctx, e, q, &s); done || err != nil {
		return err
	}
	kind, _ := q.variables["kind"].(string)
	least, _ := q.variables["minActors"].(int)
	actors, _ := q.variables["actors"].(map[string]any)
	p := a.newPage()
	p.headline("shared.head", p.count("shared.kind."+kind, s.TotalCount), p.count("count.actor", least), p.selectionText(actors), s.At)
	p.blank()
	if s.TotalCount == 0 {
		p.sentence("shared.none")
		return p.print()
	}
	t := &table{columns: []column{
		{head: p.label("SharedKind", kind)}, {head: p.say("shared.column.count"), right: true, tight: true},
		{head: p.say("shared.column.actors")}, {head: p.say("shared.column.providers." + kind)},
	}}
	for _, r := range s.Rows {
		t.add(texts(p.name(r.Item), strconv.Itoa(r.Count), strings.Join(p.names(r.Actors), ", "), strings.Join(p.names(r.Providers), ", "))...)
	}
	p.table(t)
	if len(s.Rows) < s.TotalCount {
		p.blank()
		p.sentence("shared.shown", len(s.Rows), s.TotalCount)
	}
	return p.print()
}
