package cli

import (
	"context"
	"net/http"
	"strconv"

	"github.com/spf13/cobra"
)

const coverageDocument = `query Coverage($actors: ActorSelection!, $reference: Key!, $area: Key, $at: Date) {
  coverage(actors: $actors, reference: $reference, area: $area, at: $at) {
    reference { ...named }
    area { ...named }
    at
    rows { name items { ...named } counts { state count } }
    actors {
      actor { ...named }
      basis { declared asOf described total }
      counts { state count }
      states
    }
  }
}` + namedFragment

type coverageAnswer struct {
	Reference named
	Area      *named
	At        string
	Rows      []coverageRow
	Actors    []coverageActor
}

type coverageRow struct {
	Name   string
	Items  []named
	Counts []gapCount
}

type coverageActor struct {
	Actor  named
	Basis  gapBasis
	Counts []gapCount
	States []string
}

func (a *app) coverageCommand() *cobra.Command {
	var at string
	var who *selection
	cmd := a.analysisCommand("coverage", a.say("cmd.coverage.use"), between(1, 2, "cmd.coverage.args"), func(ctx context.Context, e http.Handler, args []string) error {
		actors, err := a.selected(who)
		if err != nil {
			return err
		}
		q := inquiry{document: coverageDocument, variables: map[string]any{"actors": actors, "reference": args[0]}}
		q.names = map[string][]string{"actors": who.keys, "groups": {who.group}, "references": args[:1], "areas": args[1:]}
		if len(args) == 2 {
			q.variables["area"] = args[1]
		}
		if at != "" {
			q.variables["at"] = at
		}
		return a.coverage(ctx, e, q)
	})
	who = a.selectionFlags(cmd.Flags())
	cmd.Flags().StringVar(&at, "at", "", a.say("flag.at"))
	return cmd
}

func (a *app) coverage(ctx context.Context, e http.Handler, q inquiry) error {
	var c coverageAnswer
	if done, err := a.put(ctx, e, q, &c); done || err != nil {
		return err
	}
	p := a.newPage()
	p.yardstick("coverage.head", c.Reference, c.Area, c.At)
	if len(c.Actors) == 0 {
		p.sentence("selection.empty")
		return p.print()
	}
	m := &matrix{enum: "GapState", head: p.say("gap.column.row.BuildingBlock"), columns: len(c.Actors)}
	p.coverageBasis(&c)
	p.coverageActors(&c, m.fits())
	for i, r := range c.Rows {
		row := matrixRow{name: p.rowName(gapRow{Name: r.Name, Items: r.Items})}
		for _, actor := range c.Actors {
			row.values = append(row.values, actor.States[i])
		}
		for _, n := range r.Counts {
			row.counts = append(row.counts, n.Count)
		}
		m.rows = append(m.rows, row)
		m.head = p.say("gap.column.row." + kindOf(r.Items))
	}
	p.matrix(m)
	return p.print()
}

// coverageBasis says how many rows everybody has, and of how many nobody has said anything.
func (p *page) coverageBasis(c *coverageAnswer) {
	all, silent := 0, 0
	for _, r := range c.Rows {
		had := 0
		for _, n := range r.Counts {
			switch n.State {
			case "COVERED", "SHARED":
				had += n.Count
			case "UNKNOWN":
				if n.Count == len(c.Actors) {
					silent++
				}
			}
		}
		if had == len(c.Actors) {
			all++
		}
	}
	if len(c.Actors) == 1 {
		return // The table beneath says it all.
	}
	p.paragraph("", upperFirst(p.say("coverage.basis", p.number(all), p.count("count.row", len(c.Rows)), p.count("count.actor", len(c.Actors)))))
	if silent > 0 {
		p.sentence("coverage.silent", p.count("count.row", silent))
	}
}

// coverageActors counts the states of each actor, and gives it the letter that it has in the matrix, if there is one.
func (p *page) coverageActors(c *coverageAnswer, lettered bool) {
	letters := p.letters("GapState")
	t := &table{columns: []column{{head: p.say("column.actor")}, {head: p.say("coverage.column.described"), tight: true}}}
	for _, v := range p.model.Enum("GapState").Values {
		t.columns = append(t.columns, column{head: letters[v.Name], right: true, tight: true})
	}
	for i, actor := range c.Actors {
		described := p.say("coverage.described", actor.Basis.Described, actor.Basis.Total)
		if actor.Basis.Declared {
			described = p.say("coverage.declared")
		}
		name := p.name(actor.Actor)
		if lettered {
			name = names[i:i+1] + glue + name
		}
		row := texts(name, described)
		for _, n := range actor.Counts {
			row = append(row, cell{text: strconv.Itoa(n.Count)})
		}
		t.add(row...)
	}
	p.table(t)
}

// kindOf tells what a row's items are: building blocks, or processes of a process map.
func kindOf(items []named) string {
	if len(items) > 0 {
		return items[0].Type
	}
	return "BuildingBlock"
}
