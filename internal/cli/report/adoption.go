package report

import (
	"context"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/internal/cli/terminal"
)

const adoptionDocument = `query Adoption($reference: Key!, $actors: ActorSelection!, $at: Date) {
  adoption(reference: $reference, actors: $actors, at: $at) {
    reference { ...named }
    at
    counts { stance count }
    rows { actor { ...named } stance via { ...named } confirmed origin }
  }
}` + namedFragment

type adoptionAnswer struct {
	Reference named
	At        string
	Counts    []struct {
		Stance string
		Count  int
	}
	Rows []adoptionRow
}

type adoptionRow struct {
	Actor  named
	Stance string
	word
}

// word is whose word a stance is: the actor's own or another's, where that comes from, and of whom it was said.
type word struct {
	Via       *named
	Confirmed *bool
	Origin    string
}

func (a *Reporter) adoptionCommand() *cobra.Command {
	return a.analysisCommand(analysis{
		name: "cmd.adoption", document: adoptionDocument, places: []string{"reference"}, least: 1, selects: true,
		run: func(ctx context.Context, e http.Handler, q inquiry) error {
			return show(ctx, a, e, q, (*page).adoption)
		},
	})
}

func (p *page) adoption(d *adoptionAnswer) {
	p.headline("adoption.head", p.subject(d.Reference), d.At)
	p.Blank()
	if len(d.Rows) == 0 {
		p.sentence("selection.empty")
		return
	}
	counts := map[string]int{}
	for _, c := range d.Counts {
		counts[c.Stance] = c.Count
	}
	p.sentence("adoption.counts", p.count("count.actor", len(d.Rows)), p.number(counts["USED"]), p.number(counts["PLANNED"]), p.number(counts["NOT_USED"]))
	var unknown []named
	t := p.stances()
	for _, r := range d.Rows {
		if r.Stance == "UNKNOWN" {
			unknown = append(unknown, r.Actor)
		}
		t.Add(terminal.Cell{Text: p.name(r.Actor)}, p.state("AdoptionStance", r.Stance), terminal.Cell{Text: p.wordOf(r.word)})
	}
	if unknown != nil {
		p.sentence("adoption.unknown", p.some(unknown))
	}
	p.table(t)
}

// stances is a table of what is said of each actor, and by whom.
func (p *page) stances() *terminal.Table {
	return &terminal.Table{Columns: []terminal.Column{{Head: p.say("column.actor")}, {Head: p.say("column.stance"), Tight: true}, {Head: p.say("column.word")}}}
}

// wordOf says whose word a stance is; where nobody has said anything there is none.
func (p *page) wordOf(w word) string {
	if w.Confirmed == nil {
		return ""
	}
	said := p.say("word.others")
	if *w.Confirmed {
		said = p.say("word.own")
	}
	if w.Origin != "" {
		said += " (" + p.say("claim.origin", p.origin(w.Origin)) + ")"
	}
	if w.Via != nil {
		said += ", " + p.say("word.via", p.name(*w.Via))
	}
	return said
}
