package report

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/cli/terminal"
)

const capabilityDocument = `query Capability($actors: ActorSelection!, $capabilities: [Key!], $at: Date) {
  capabilityMatrix(actors: $actors, capabilities: $capabilities, at: $at) {
    at
    items { ...named }
    rows {
      actor { ...named }
      cells { stance maturity via { ...named } confirmed origin obstacles { ...named } }
    }
    total { capability { ...named } has partly lacks unknown obstacles { ...named } }
    basis { known of unknown { ...named } }
  }
}` + namedFragment

type capabilityAnswer struct {
	At    string
	Items []named
	Rows  []struct {
		Actor named
		Cells []capabilityCell
	}
	Total []capabilityTotal
	Basis struct {
		Known, Of int
		Unknown   []named
	}
}

type capabilityCell struct {
	Stance   string
	Maturity *int
	word
	Obstacles []named
}

type capabilityTotal struct {
	Capability                  named
	Has, Partly, Lacks, Unknown int
	Obstacles                   []named
}

func (a *Reporter) capabilityCommand() *cobra.Command {
	var keys []string
	var obstacles bool
	cmd := a.analysisCommand(analysis{
		name: "cmd.capability", document: capabilityDocument, selects: true,
		run: func(ctx context.Context, e http.Handler, q inquiry) error {
			if len(keys) > 0 {
				q.variables["capabilities"], q.names["capabilities"] = keys, keys
			}
			return show(ctx, a, e, q, func(p *page, c *capabilityAnswer) { p.capability(c, q.who, obstacles) })
		},
	})
	cmd.Flags().StringSliceVar(&keys, "capability", nil, a.say("flag.capability"))
	cmd.Flags().BoolVar(&obstacles, "obstacles", false, a.say("flag.obstacles"))
	return cmd
}

func (p *page) capability(c *capabilityAnswer, who selection, obstacles bool) {
	single := len(c.Items) == 1
	if single {
		p.headline("capability.head.one", p.name(c.Items[0]), p.selectionText(who), c.At)
	} else {
		p.headline("capability.head", p.selectionText(who), c.At)
	}
	p.Blank()
	if len(c.Rows) == 0 {
		p.sentence("selection.empty")
		return
	}
	p.capabilityBasis(c)
	switch {
	case len(c.Items) == 0:
		p.sentence("capability.none")
	case single:
		p.capabilityOne(c)
	default:
		p.capabilityMatrix(c)
	}
	switch {
	case single:
		p.obstaclesOfOne(c)
	case obstacles:
		p.obstaclesOfAll(c)
	}
}

// capabilityBasis says on how many actors the answer rests, and names those of whom nothing is known.
func (p *page) capabilityBasis(c *capabilityAnswer) {
	known := p.say("capability.basis", c.Basis.Known, p.count("count.actor", c.Basis.Of))
	if len(c.Basis.Unknown) > 0 {
		known = p.say("capability.basis.unknown", known, p.some(c.Basis.Unknown))
	}
	p.Paragraph("", known+".")
}

// capabilityOne shows one capability actor by actor, with the selection's own row last.
func (p *page) capabilityOne(c *capabilityAnswer) {
	total := c.Total[0]
	p.sentence("capability.total", p.count("count.actor", len(c.Rows)), p.number(total.Has), p.number(total.Partly), p.number(total.Lacks), p.number(total.Unknown))
	t := p.stances()
	for _, r := range c.Rows {
		said := r.Cells[0]
		word := p.wordOf(said.word)
		if said.Maturity != nil {
			word += ", " + p.say("capability.maturity", *said.Maturity)
		}
		t.Add(terminal.Cell{Text: p.name(r.Actor)}, p.state("Stance", said.Stance), terminal.Cell{Text: word})
	}
	p.table(t)
}

// capabilityMatrix shows many capabilities, the actors under a letter each, and closes each row with the selection's own counts.
func (p *page) capabilityMatrix(c *capabilityAnswer) {
	m := &matrix{enum: "Stance", head: p.say("capability.column"), columns: len(c.Rows), totals: true}
	for i, item := range c.Items {
		total := c.Total[i]
		row := matrixRow{name: p.name(item), counts: []int{total.Has, total.Partly, total.Lacks, total.Unknown}}
		for _, r := range c.Rows {
			row.values = append(row.values, r.Cells[i].Stance)
		}
		m.rows = append(m.rows, row)
	}
	if !p.matrix(m) {
		return
	}
	var actors []string
	for i, r := range c.Rows {
		name := names[i:i+1] + terminal.Glue + p.name(r.Actor)
		var via []string
		for _, said := range r.Cells {
			if said.Via != nil && !slices.Contains(via, p.title(*said.Via)) {
				via = append(via, p.title(*said.Via))
			}
		}
		if via != nil {
			name += " (" + p.say("word.via", strings.Join(via, ", ")) + ")"
		}
		actors = append(actors, name)
	}
	p.list("capability.actors", actors)
}
