package report

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/cli/terminal"
)

const gapDocument = `query Gap($actor: Key!, $reference: Key!, $area: Key, $at: Date, $states: [GapState!], $first: Int, $why: Boolean!) {
  gap(actor: $actor, reference: $reference, area: $area, at: $at) {
    actor { ...named }
    reference { ...named }
    area { ...named }
    at
    basis { declared asOf described total }
    counts { state count }
    rows(states: $states, first: $first) {
      name
      state
      reason
      note
      items { ...named }
      through { ...named }
      evidence { ...named }
      offers { actor { ...named } by { ...named } }
      claims @include(if: $why) { from { ...named } type to { ...named } owner origin date validFrom validTo word }
    }
  }
}` + namedFragment

type gapAnswer struct {
	Actor, Reference named
	Area             *named
	At               string
	Basis            gapBasis
	Counts           []gapCount
	Rows             []gapRow
}

type gapBasis struct {
	Declared         bool
	AsOf             string
	Described, Total int
}

type gapCount struct {
	State string
	Count int
}

type gapRow struct {
	Name, State, Reason, Note string
	Items, Through, Evidence  []named
	Offers                    []gapOffer
	Claims                    []gapClaim
}

type gapOffer struct{ Actor, By named }

func (a *Reporter) gapCommand() *cobra.Command {
	var why string
	var states []string
	var first int
	var cmd *cobra.Command
	cmd = a.analysisCommand(analysis{
		name: "cmd.gap", document: gapDocument, places: []string{"actor", "reference", "area"}, least: 2,
		run: func(ctx context.Context, e http.Handler, q inquiry) error {
			q.variables["why"] = why != ""
			if why != "" {
				return a.why(ctx, e, q, why)
			}
			if cmd.Flags().Changed("first") {
				q.variables["first"] = first
			}
			var asked []string
			for _, s := range states {
				state, err := a.enumValue("GapState", "--states", s)
				if err != nil {
					return err
				}
				asked = append(asked, state)
			}
			if asked != nil {
				q.variables["states"] = asked
			}
			return show(ctx, a, e, q, (*page).gap)
		},
	})
	cmd.Flags().StringSliceVar(&states, "states", nil, a.say("flag.states"))
	cmd.Flags().IntVar(&first, "first", 0, a.say("flag.first"))
	cmd.Flags().StringVar(&why, "why", "", a.say("flag.why"))
	return cmd
}

func (p *page) gap(g *gapAnswer) {
	p.yardstick("gap.head", g.Reference, g.Area, g.At, p.subject(g.Actor))
	p.gapBasis(g)
	if g.Basis.Total > 0 {
		p.Blank()
		p.Paragraph("", p.counts(g.Counts))
		p.gapRows(g)
	}
}

// gapBasis says what is known and what is not, and how to tell more.
func (p *page) gapBasis(g *gapAnswer) {
	b := g.Basis
	switch unknown := b.Total - b.Described; {
	case b.Total == 0:
		p.sentence("gap.empty")
	case b.Declared && b.AsOf != "":
		p.sentence("gap.declared.since", p.title(g.Actor), b.AsOf)
	case b.Declared:
		p.sentence("gap.declared", p.title(g.Actor))
	case unknown == 0:
		p.sentence("gap.described.all", b.Total)
	default:
		if b.Described == 0 {
			p.sentence("gap.described.none", b.Total)
		} else {
			p.sentence("gap.described.some", b.Described, b.Total, unknown)
		}
		p.howToDeclare(g)
	}
}

// howToDeclare shows the file that declares what was asked about complete, ready to be saved.
func (p *page) howToDeclare(g *gapAnswer) {
	of := g.Reference
	if g.Area != nil {
		of = *g.Area
	}
	p.Blank()
	p.sentence("gap.declare", p.say("gap.declare."+of.Type))
	p.Blank()
	for _, line := range []string{
		"landskap: 1", "owner: " + g.Actor.Key, "relations:",
		"  - from: Actor " + g.Actor.Key, "    type: STATES", "    to: " + of.Type + " " + of.Key, "    statement: COMPLETE", "    asOf: " + g.At,
	} {
		p.Line("    " + line)
	}
	p.Blank()
	p.sentence("gap.list")
}

// counts says how many rows there are in each state, the states without any left out.
func (p *page) counts(counts []gapCount) string {
	var parts []string
	for _, c := range counts {
		if c.Count > 0 {
			parts = append(parts, terminal.Unbroken(p.label("GapState", c.State))+terminal.Glue+strconv.Itoa(c.Count))
		}
	}
	return strings.Join(parts, dot)
}

// gapRows shows the rows. Those of which nothing is known and nothing offered have nothing to put in a column: they are named beneath.
func (p *page) gapRows(g *gapAnswer) {
	t := &terminal.Table{Columns: []terminal.Column{{}, {Head: p.say("gap.column.state"), Tight: true}, {Head: p.say("gap.column.ground")}}}
	var silent []string
	for _, r := range g.Rows {
		t.Columns[0].Head = p.say("gap.column.row." + kindOf(r.Items))
		ground := p.ground(r)
		if r.State == "UNKNOWN" && ground == "" {
			silent = append(silent, p.rowName(r))
			continue
		}
		t.Add(terminal.Cell{Text: p.rowName(r)}, p.state("GapState", r.State), terminal.Cell{Text: ground})
	}
	p.table(t)
	if len(g.Rows) == 0 {
		p.Blank()
		p.sentence("gap.none")
		return
	}
	switch len(silent) {
	case 0:
	case 1:
		p.Blank()
		p.list("gap.silent.one", silent)
	default:
		p.Blank()
		p.list("gap.silent.many", silent, len(silent))
	}
	if len(g.Rows) < g.Basis.Total {
		p.Blank()
		p.sentence("gap.shown", len(g.Rows), g.Basis.Total)
	}
}

// rowName names a row as its items do; they have one name, and a process also a code.
func (p *page) rowName(r gapRow) string {
	if len(r.Items) == 0 {
		return terminal.Clean(r.Name)
	}
	return p.title(r.Items[0]) + p.marksOf(r.Items...)
}

// ground says in a few words why a row has its state, and who could help.
func (p *page) ground(r gapRow) string {
	var parts []string
	if len(r.Evidence) > 0 {
		parts = append(parts, strings.Join(p.names(r.Evidence), ", "))
	} else if r.State != "UNKNOWN" {
		parts = append(parts, p.label("GapReason", r.Reason))
	}
	if len(r.Through) > 0 {
		parts = append(parts, p.say("gap.through", strings.Join(p.names(r.Through), ", ")))
	}
	if r.Note != "" {
		parts = append(parts, p.say("gap.note", terminal.Clean(r.Note)))
	}
	// The nearest helper is enough in a column; --why names the others.
	switch len(r.Offers) {
	case 0:
	case 1:
		parts = append(parts, p.say("gap.offers", p.offer(r.Offers[0])))
	default:
		parts = append(parts, p.say("gap.offers.more", p.offer(r.Offers[0])))
	}
	return strings.Join(parts, "; ")
}

func (p *page) offer(o gapOffer) string { return p.say("gap.offer", p.name(o.Actor), p.name(o.By)) }
