package report

import (
	"context"
	"net/http"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/cli/terminal"
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

func (a *Reporter) coverageCommand() *cobra.Command {
	return a.analysisCommand(analysis{
		name: "cmd.coverage", document: coverageDocument, places: []string{"reference", "area"}, least: 1, selects: true,
		run: func(ctx context.Context, e http.Handler, q inquiry) error {
			return show(ctx, a, e, q, (*page).coverage)
		},
	})
}

func (p *page) coverage(c *coverageAnswer) {
	p.yardstick("coverage.head", c.Reference, c.Area, c.At)
	if len(c.Actors) == 0 {
		p.sentence("selection.empty")
		return
	}
	m := &matrix{enum: "GapState", head: p.say("gap.column.row.BuildingBlock"), columns: len(c.Actors)}
	p.coverageBasis(c)
	p.coverageActors(c, m.fits())
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
	p.Paragraph("", upperFirst(p.say("coverage.basis", p.number(all), p.count("count.row", len(c.Rows)), p.count("count.actor", len(c.Actors)))))
	if silent > 0 {
		p.sentence("coverage.silent", p.count("count.row", silent))
	}
}

// coverageActors counts the states of each actor, and gives it the letter that it has in the matrix, if there is one.
func (p *page) coverageActors(c *coverageAnswer, lettered bool) {
	letters := p.letters("GapState")
	t := &terminal.Table{Columns: []terminal.Column{{Head: p.say("column.actor")}, {Head: p.say("coverage.column.described"), Tight: true}}}
	for _, v := range p.Model.Enum("GapState").Values {
		t.Columns = append(t.Columns, terminal.Column{Head: letters[v.Name], Right: true, Tight: true})
	}
	for i, actor := range c.Actors {
		described := p.say("coverage.described", actor.Basis.Described, actor.Basis.Total)
		if actor.Basis.Declared {
			described = p.say("coverage.declared")
		}
		name := p.name(actor.Actor)
		if lettered {
			name = names[i:i+1] + terminal.Glue + name
		}
		row := terminal.Texts(name, described)
		for _, n := range actor.Counts {
			row = append(row, terminal.Cell{Text: strconv.Itoa(n.Count)})
		}
		t.Add(row...)
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
