package cli

import (
	"context"
	"net/http"

	"github.com/spf13/cobra"
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

func (a *app) adoptionCommand() *cobra.Command {
	var at string
	var who *selection
	cmd := a.analysisCommand("adoption", a.say("cmd.adoption.use"), between(1, 1, "cmd.adoption.args"), func(ctx context.Context, e http.Handler, args []string) error {
		actors, err := a.selected(who)
		if err != nil {
			return err
		}
		q := inquiry{document: adoptionDocument, variables: map[string]any{"reference": args[0], "actors": actors}}
		q.names = map[string][]string{"actors": who.keys, "groups": {who.group}, "references": args}
		if at != "" {
			q.variables["at"] = at
		}
		return a.adoption(ctx, e, q)
	})
	who = a.selectionFlags(cmd.Flags())
	cmd.Flags().StringVar(&at, "at", "", a.say("flag.at"))
	return cmd
}

func (a *app) adoption(ctx context.Context, e http.Handler, q inquiry) error {
	var d adoptionAnswer
	if done, err := a.put(ctx, e, q, &d); done || err != nil {
		return err
	}
	p := a.newPage()
	p.headline("adoption.head", p.subject(d.Reference), d.At)
	p.blank()
	if len(d.Rows) == 0 {
		p.sentence("selection.empty")
		return p.print()
	}
	counts := map[string]int{}
	for _, c := range d.Counts {
		counts[c.Stance] = c.Count
	}
	p.sentence("adoption.counts", p.count("count.actor", len(d.Rows)), p.number(counts["USED"]), p.number(counts["PLANNED"]), p.number(counts["NOT_USED"]))
	var unknown []named
	for _, r := range d.Rows {
		if r.Stance == "UNKNOWN" {
			unknown = append(unknown, r.Actor)
		}
	}
	if unknown != nil {
		p.sentence("adoption.unknown", p.some(unknown))
	}
	t := &table{columns: []column{{head: p.say("column.actor")}, {head: p.say("column.stance"), tight: true}, {head: p.say("column.word")}}}
	for _, r := range d.Rows {
		t.add(cell{text: p.name(r.Actor)}, cell{p.label("AdoptionStance", r.Stance), stateStyles[r.Stance]}, cell{text: p.wordOf(r.word)})
	}
	p.table(t)
	return p.print()
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
