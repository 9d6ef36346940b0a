package report

import (
	"context"
	"encoding/json"
	"github.com/arkinera/landskap/internal/landscape"
	"net/http"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/text"
)

type gapClaim struct {
	From      named
	Type      string
	To        named
	Owner     string
	Origin    string
	Date      string
	ValidFrom string
	ValidTo   string
	Word      string
}

// why prints the claims behind one row of a gap. With --format json it is the row alone, as the API gave it, and with
// --format csv its claims.
func (a *Reporter) why(ctx context.Context, e http.Handler, q inquiry, word string) error {
	data, err := a.data(ctx, e, q)
	if err != nil {
		return err
	}
	var g gapAnswer
	var raw struct{ Rows []json.RawMessage }
	if err := read(data, &g); err != nil {
		return err
	}
	if err := read(data, &raw); err != nil {
		return err
	}
	p := a.newPage()
	called := p.called(&g, word)
	switch len(called) {
	case 1:
	case 0:
		return p.noRow(&g, word)
	default:
		var names []string
		for _, i := range called {
			names = append(names, p.title(g.Rows[i].Items[0]))
		}
		return usage("gap.why.several", word, strings.Join(names, "; "))
	}
	if a.Format == "json" {
		return a.PrintJSON(raw.Rows[called[0]])
	}
	if a.Format == CSV {
		return a.printCSV(g.Rows[called[0]].claims())
	}
	p.yardstick("gap.head", g.Reference, g.Area, g.At, p.subject(g.Actor))
	p.Blank()
	p.row(&g, g.Rows[called[0]])
	return p.print()
}

// called returns the places of the rows that a word names.
func (p *page) called(g *gapAnswer, word string) []int {
	var places []int
	for i, r := range g.Rows {
		if p.calls(r, word) {
			places = append(places, i)
		}
	}
	return places
}

// calls reports whether a word names the row: its name in any case and either language, or the key or code of one of its items.
func (p *page) calls(r gapRow, word string) bool {
	word = strings.ToLower(terminal.Clean(word))
	for _, i := range r.Items {
		if slices.Contains([]string{strings.ToLower(i.Key), i.Code, strings.ToLower(terminal.Clean(i.NameEn)), strings.ToLower(p.title(i))}, word) {
			return true
		}
	}
	return strings.ToLower(terminal.Clean(r.Name)) == word
}

// noRow says that there is no row of that name, and which there are whose names are like it.
func (p *page) noRow(g *gapAnswer, word string) error {
	var known []candidate
	var like []string
	for _, r := range g.Rows {
		name := p.title(named{Name: r.Name})
		if len(r.Items) > 0 {
			name = p.title(r.Items[0])
		}
		known = append(known, candidate{Key: name, Name: r.Name})
		if strings.Contains(strings.ToLower(name), strings.ToLower(terminal.Clean(word))) {
			like = append(like, name)
		}
	}
	if near := closest(word, known); like == nil && near.Key != "" {
		like = []string{near.Key}
	}
	if like == nil {
		return usage("gap.why.none", word, len(g.Rows))
	}
	const enough = 5
	return usage("gap.why.meant", word, strings.Join(like[:min(enough, len(like))], "; "))
}

func (p *page) row(g *gapAnswer, r gapRow) {
	p.Paragraph("", p.say("gap.why.state", p.rowName(r), p.label("GapState", r.State), p.label("GapReason", r.Reason)))
	for _, i := range r.Items {
		p.Paragraph("  ", i.Key)
	}
	if r.Note != "" {
		p.Paragraph("", p.say("gap.note", terminal.Clean(r.Note)))
	}
	if len(r.Through) > 0 {
		p.Paragraph("", p.say("gap.through", strings.Join(p.names(r.Through), ", ")))
	}
	p.Blank()
	if len(r.Claims) == 0 {
		p.sentence("gap.why.silent")
	} else {
		p.sentence("gap.why.claims")
	}
	for _, c := range r.Claims {
		p.Blank()
		p.claim(g, c)
	}
	if len(r.Offers) > 0 {
		p.Blank()
		p.sentence("gap.why.offers")
		for _, o := range r.Offers {
			p.Paragraph("  ", p.offer(o))
		}
	}
}

// claim prints who says what of what: the relation on one line, beneath it whose word it is, from where and from when.
func (p *page) claim(g *gapAnswer, c gapClaim) {
	what, word := p.relation(c)
	p.Paragraph("  ", p.name(c.From)+" "+what+" "+p.name(c.To)+word)
	facts := []string{p.say("claim.owner", p.owner(g, c.Owner)), p.say("claim.origin", p.origin(c.Origin))}
	if c.Date == "" && c.ValidFrom == "" && c.ValidTo == "" {
		facts = append(facts, p.say("claim.undated"))
	}
	if c.Date != "" {
		facts = append(facts, p.say("claim.date", c.Date))
	}
	switch {
	case c.ValidFrom != "" && c.ValidTo != "":
		facts = append(facts, p.say("claim.between", c.ValidFrom, c.ValidTo))
	case c.ValidFrom != "":
		facts = append(facts, p.say("claim.from", c.ValidFrom))
	case c.ValidTo != "":
		facts = append(facts, p.say("claim.to", c.ValidTo))
	}
	p.Paragraph("      ", strings.Join(facts, "; "))
}

// relation says what a claim says: the relation in words, and what it adds of coverage or statement.
func (p *page) relation(c gapClaim) (what, word string) {
	what = strings.ToLower(strings.ReplaceAll(c.Type, "_", " "))
	if r := p.Model.Relation(c.Type, p.Model.Kind(c.From.Type)); r != nil {
		if p.Language == text.Swedish {
			what = strings.ToLower(r.Label)
		}
		for _, attribute := range r.Own() {
			if attribute.Enum != nil && attribute.Enum.Rank(c.Word) >= 0 {
				word = ": " + strings.ToLower(p.label(attribute.Enum.Name, c.Word))
			}
		}
	}
	return what, word
}

// owner names the owner of a claim; the answer knows the actors that have to do with the row.
func (p *page) owner(g *gapAnswer, key string) string {
	if name, ok := strings.CutPrefix(key, landscape.PackagePrefix); ok {
		return p.say("claim.owner.package", name)
	}
	if key == g.Actor.Key {
		return p.name(g.Actor)
	}
	for _, r := range g.Rows {
		for _, o := range r.Offers {
			if o.Actor.Key == key {
				return p.name(o.Actor)
			}
		}
		for _, c := range r.Claims {
			for _, end := range []named{c.From, c.To} {
				if end.Type == "Actor" && end.Key == key {
					return p.name(end)
				}
			}
		}
	}
	return terminal.Clean(key)
}
