package cli

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
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

func (a *app) gapCommand() *cobra.Command {
	var at, why string
	var states []string
	var first int
	var cmd *cobra.Command
	cmd = a.analysisCommand("gap", a.say("cmd.gap.use"), between(2, 3, "cmd.gap.args"), func(ctx context.Context, e http.Handler, args []string) error {
		q := inquiry{document: gapDocument, variables: map[string]any{"actor": args[0], "reference": args[1], "why": why != ""}}
		q.names = map[string][]string{"actors": args[:1], "references": args[1:2], "areas": args[2:]}
		if len(args) == 3 {
			q.variables["area"] = args[2]
		}
		if at != "" {
			q.variables["at"] = at
		}
		if why != "" {
			return a.why(ctx, e, q, why)
		}
		if cmd.Flags().Changed("first") {
			q.variables["first"] = first
		}
		if states != nil {
			var asked []string
			for _, s := range states {
				state, err := a.enumValue("GapState", "--states", s)
				if err != nil {
					return err
				}
				asked = append(asked, state)
			}
			q.variables["states"] = asked
		}
		return a.gap(ctx, e, q)
	})
	cmd.Flags().StringVar(&at, "at", "", a.say("flag.at"))
	cmd.Flags().StringSliceVar(&states, "states", nil, a.say("flag.states"))
	cmd.Flags().IntVar(&first, "first", 0, a.say("flag.first"))
	cmd.Flags().StringVar(&why, "why", "", a.say("flag.why"))
	return cmd
}

func (a *app) gap(ctx context.Context, e http.Handler, q inquiry) error {
	var g gapAnswer
	if done, err := a.put(ctx, e, q, &g); done || err != nil {
		return err
	}
	p := a.newPage()
	p.yardstick("gap.head", g.Reference, g.Area, g.At, p.subject(g.Actor))
	p.gapBasis(&g)
	if g.Basis.Total > 0 {
		p.blank()
		p.paragraph("", p.counts(g.Counts))
		p.gapRows(&g)
	}
	return p.print()
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
	p.blank()
	p.sentence("gap.declare", p.say("gap.declare."+of.Type))
	p.blank()
	for _, line := range []string{
		"landskap: 1", "owner: " + g.Actor.Key, "relations:",
		"  - from: Actor " + g.Actor.Key, "    type: STATES", "    to: " + of.Type + " " + of.Key, "    statement: COMPLETE", "    asOf: " + g.At,
	} {
		p.out.WriteString("    " + line + "\n")
	}
	p.blank()
	p.sentence("gap.list")
}

// counts says how many rows there are in each state, the states without any left out.
func (p *page) counts(counts []gapCount) string {
	var parts []string
	for _, c := range counts {
		if c.Count > 0 {
			parts = append(parts, unbroken(p.label("GapState", c.State))+glue+strconv.Itoa(c.Count))
		}
	}
	return strings.Join(parts, dot)
}

// gapRows shows the rows. Those of which nothing is known and nothing offered have nothing to put in a column: they are named beneath.
func (p *page) gapRows(g *gapAnswer) {
	t := &table{columns: []column{{}, {head: p.say("gap.column.state"), tight: true}, {head: p.say("gap.column.ground")}}}
	var silent []string
	for _, r := range g.Rows {
		t.columns[0].head = p.say("gap.column.row." + kindOf(r.Items))
		ground := p.ground(r)
		if r.State == "UNKNOWN" && ground == "" {
			silent = append(silent, p.rowName(r))
			continue
		}
		t.add(cell{text: p.rowName(r)}, cell{p.label("GapState", r.State), stateStyles[r.State]}, cell{text: ground})
	}
	p.table(t)
	if len(g.Rows) == 0 {
		p.blank()
		p.sentence("gap.none")
		return
	}
	switch len(silent) {
	case 0:
	case 1:
		p.blank()
		p.list("gap.silent.one", silent)
	default:
		p.blank()
		p.list("gap.silent.many", silent, len(silent))
	}
	if len(g.Rows) < g.Basis.Total {
		p.blank()
		p.sentence("gap.shown", len(g.Rows), g.Basis.Total)
	}
}

// rowName names a row as its items do; they have one name, and a process also a code.
func (p *page) rowName(r gapRow) string {
	if len(r.Items) == 0 {
		return clean(r.Name)
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
		parts = append(parts, p.say("gap.note", clean(r.Note)))
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
