package cli

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"
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

func (a *app) capabilityCommand() *cobra.Command {
	var at string
	var keys []string
	var obstacles bool
	var who *selection
	cmd := a.analysisCommand("capability", a.say("cmd.capability.use"), between(0, 0, "cmd.no_args"), func(ctx context.Context, e http.Handler, _ []string) error {
		actors, err := a.selected(who)
		if err != nil {
			return err
		}
		q := inquiry{document: capabilityDocument, variables: map[string]any{"actors": actors}}
		q.names = map[string][]string{"actors": who.keys, "groups": {who.group}, "capabilities": keys}
		if len(keys) > 0 {
			q.variables["capabilities"] = keys
		}
		if at != "" {
			q.variables["at"] = at
		}
		return a.capability(ctx, e, q, obstacles)
	})
	who = a.selectionFlags(cmd.Flags())
	cmd.Flags().StringSliceVar(&keys, "capability", nil, a.say("flag.capability"))
	cmd.Flags().BoolVar(&obstacles, "obstacles", false, a.say("flag.obstacles"))
	cmd.Flags().StringVar(&at, "at", "", a.say("flag.at"))
	return cmd
}

func (a *app) capability(ctx context.Context, e http.Handler, q inquiry, obstacles bool) error {
	var c capabilityAnswer
	if done, err := a.put(ctx, e, q, &c); done || err != nil {
		return err
	}
	actors, _ := q.variables["actors"].(map[string]any)
	p := a.newPage()
	single := len(c.Items) == 1
	if single {
		p.headline("capability.head.one", p.name(c.Items[0]), p.selectionText(actors), c.At)
	} else {
		p.headline("capability.head", p.selectionText(actors), c.At)
	}
	p.blank()
	if len(c.Rows) == 0 {
		p.sentence("selection.empty")
		return p.print()
	}
	p.capabilityBasis(&c)
	switch {
	case len(c.Items) == 0:
		p.sentence("capability.none")
	case single:
		p.capabilityOne(&c)
	default:
		p.capabilityMatrix(&c)
	}
	switch {
	case single:
		p.obstaclesOfOne(&c)
	case obstacles:
		p.obstaclesOfAll(&c)
	}
	return p.print()
}

// capabilityBasis says on how many actors the answer rests, and names those of whom nothing is known.
func (p *page) capabilityBasis(c *capabilityAnswer) {
	known := p.say("capability.basis", c.Basis.Known, p.count("count.actor", c.Basis.Of))
	if len(c.Basis.Unknown) > 0 {
		known = p.say("capability.basis.unknown", known, p.some(c.Basis.Unknown))
	}
	p.paragraph("", known+".")
}

// capabilityOne shows one capability actor by actor, with the selection's own row last.
func (p *page) capabilityOne(c *capabilityAnswer) {
	total := c.Total[0]
	p.sentence("capability.total", p.count("count.actor", len(c.Rows)), p.number(total.Has), p.number(total.Partly), p.number(total.Lacks), p.number(total.Unknown))
	t := &table{columns: []column{{head: p.say("column.actor")}, {head: p.say("column.stance"), tight: true}, {head: p.say("column.word")}}}
	for _, r := range c.Rows {
		said := r.Cells[0]
		word := p.wordOf(said.word)
		if said.Maturity != nil {
			word += ", " + p.say("capability.maturity", *said.Maturity)
		}
		t.add(cell{text: p.name(r.Actor)}, cell{p.label("Stance", said.Stance), stateStyles[said.Stance]}, cell{text: word})
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
		name := names[i:i+1] + glue + p.name(r.Actor)
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
