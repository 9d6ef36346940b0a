package report

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/arkinera/landskap/eira"
)

// CSV is the format for other programs: a table with a row of heads and raw values. Heads are the API's own words and enum values its
// own, so that it is the same in every language; keys and names have columns of their own.
const CSV = "csv"

// sheet is a table of raw values.
type sheet struct {
	heads []string
	rows  [][]string
}

func newSheet(heads ...string) *sheet { return &sheet{heads: heads} }

func (s *sheet) add(values ...string) { s.rows = append(s.rows, values) }

// printCSV prints a sheet as RFC 4180 says, in UTF-8.
func (a *Reporter) printCSV(s *sheet) error {
	w := csv.NewWriter(a.Stdout)
	w.UseCRLF = true
	for _, row := range append([][]string{s.heads}, s.rows...) {
		safe := make([]string, len(row))
		for i, value := range row {
			safe[i] = harmless(value)
		}
		if err := w.Write(safe); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// harmless returns a cell that no spreadsheet takes for a formula, for an apostrophe stands before what would be one, and that leaves a
// terminal alone.
func harmless(value string) string {
	value = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && !strings.ContainsRune("\t\r\n", c) {
			return -1
		}
		return c
	}, strings.ToValidUTF8(value, "\uFFFD"))
	if value != "" && strings.ContainsRune("=+-@\t\r", rune(value[0])) {
		return "'" + value
	}
	return value
}

// between stands between several values in one cell; names hold commas.
const between = "; "

func keysIn(elements []named) string {
	keys := make([]string, len(elements))
	for i, e := range elements {
		keys[i] = e.Key
	}
	return strings.Join(keys, between)
}

func namesIn(elements []named) string {
	names := make([]string, len(elements))
	for i, e := range elements {
		names[i] = e.Name
	}
	return strings.Join(names, between)
}

// compiled says that elements are compiled for Landskap and not wholly the publisher's text.
func compiled(elements []named) bool {
	return slices.ContainsFunc(elements, func(e named) bool { return e.Compiled })
}

// optional returns the values of an element that may be none.
func optional(e *named) (key, name string) {
	if e == nil {
		return "", ""
	}
	return e.Key, e.Name
}

func yesNo(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func (g *gapAnswer) sheet() *sheet {
	s := newSheet("actor", "actorName", "actorOrigin", "reference", "partial", "at", "row", "kinds", "keys", "codes", "compiled", "state", "reason", "note",
		"evidence", "evidenceNames", "through", "throughNames", "offeredBy", "offeredByNames", "offered", "offeredNames")
	for _, r := range g.Rows {
		var kinds, codes []string
		for _, i := range r.Items {
			kinds, codes = append(kinds, i.Type), append(codes, i.Code)
		}
		var actors, offers []named
		for _, o := range r.Offers {
			actors, offers = append(actors, o.Actor), append(offers, o.By)
		}
		s.add(g.Actor.Key, g.Actor.Name, g.Actor.Origin, g.Reference.Key, strconv.FormatBool(g.Reference.Partial), g.At, r.Name, strings.Join(kinds, between), keysIn(r.Items), joined(codes),
			strconv.FormatBool(compiled(r.Items)), r.State, r.Reason, r.Note,
			keysIn(r.Evidence), namesIn(r.Evidence), keysIn(r.Through), namesIn(r.Through), keysIn(actors), namesIn(actors), keysIn(offers), namesIn(offers))
	}
	return s
}

// claims are what is behind a row of a gap, a claim a line.
func (r *gapRow) claims() *sheet {
	s := newSheet("fromKind", "from", "fromName", "type", "toKind", "to", "toName", "owner", "origin", "date", "validFrom", "validTo", "word")
	for _, c := range r.Claims {
		s.add(c.From.Type, c.From.Key, c.From.Name, c.Type, c.To.Type, c.To.Key, c.To.Name, c.Owner, c.Origin, c.Date, c.ValidFrom, c.ValidTo, c.Word)
	}
	return s
}

// joined joins values, of which all may be empty.
func joined(values []string) string {
	if strings.Join(values, "") == "" {
		return ""
	}
	return strings.Join(values, between)
}

// One line has one row of the yardstick and one actor, so that a spreadsheet can turn it as it likes.
func (c *coverageAnswer) sheet() *sheet {
	s := newSheet("reference", "partial", "at", "row", "keys", "codes", "compiled", "actor", "actorName", "actorOrigin", "state")
	for i, r := range c.Rows {
		var codes []string
		for _, item := range r.Items {
			codes = append(codes, item.Code)
		}
		for _, actor := range c.Actors {
			s.add(c.Reference.Key, strconv.FormatBool(c.Reference.Partial), c.At, r.Name, keysIn(r.Items), joined(codes), strconv.FormatBool(compiled(r.Items)),
				actor.Actor.Key, actor.Actor.Name, actor.Actor.Origin, actor.States[i])
		}
	}
	return s
}

func (a *sharedAnswer) sheet() *sheet {
	s := newSheet("at", "totalCount", "kind", "key", "name", "origin", "count", "actors", "actorNames", "providers", "providerNames")
	for _, r := range a.Rows {
		s.add(a.At, strconv.Itoa(a.TotalCount), r.Item.Type, r.Item.Key, r.Item.Name, r.Item.Origin, strconv.Itoa(r.Count), keysIn(r.Actors), namesIn(r.Actors), keysIn(r.Providers), namesIn(r.Providers))
	}
	return s
}

// One line has one capability and one actor.
func (c *capabilityAnswer) sheet() *sheet {
	s := newSheet("at", "capability", "capabilityName", "actor", "actorName", "actorOrigin", "stance", "maturity", "via", "viaName", "confirmed", "origin", "obstacles", "obstacleNames")
	for i, item := range c.Items {
		for _, r := range c.Rows {
			cell, maturity := r.Cells[i], ""
			if cell.Maturity != nil {
				maturity = strconv.Itoa(*cell.Maturity)
			}
			via, viaName := optional(cell.Via)
			s.add(c.At, item.Key, item.Name, r.Actor.Key, r.Actor.Name, r.Actor.Origin, cell.Stance, maturity, via, viaName, yesNo(cell.Confirmed), cell.Origin,
				keysIn(cell.Obstacles), namesIn(cell.Obstacles))
		}
	}
	return s
}

func (d *adoptionAnswer) sheet() *sheet {
	s := newSheet("reference", "at", "actor", "actorName", "actorOrigin", "stance", "via", "viaName", "confirmed", "origin")
	for _, r := range d.Rows {
		via, viaName := optional(r.Via)
		s.add(d.Reference.Key, d.At, r.Actor.Key, r.Actor.Name, r.Actor.Origin, r.Stance, via, viaName, yesNo(r.Confirmed), r.Origin)
	}
	return s
}

// commits are what history asks for.
type commits []commit

// One line has one value of a record that changed, or one record where no values are told.
func (all *commits) sheet() *sheet {
	s := newSheet("revision", "at", "by", "why", "changeCount", "change", "record", "relation", "value", "before", "after")
	for _, c := range *all {
		for _, ch := range c.Changes {
			values := ch.Values
			if len(values) == 0 {
				values = []valueChange{{}}
			}
			for _, v := range values {
				s.add(strconv.Itoa(c.Revision), c.At.UTC().Format(time.RFC3339Nano), c.By, c.Why, strconv.Itoa(c.ChangeCount), ch.Kind, ch.Record, ch.Relation, v.Name, textOf(v.Before), textOf(v.After))
			}
		}
	}
	return s
}

func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func packageSheet(packages []eira.Package) *sheet {
	s := newSheet("name", "title", "titleEn", "version", "publisher", "licence", "partial", "elements", "references", "areas", "blocks", "groupings", "processes", "actors")
	for _, i := range packages {
		row := []string{i.Name, i.Title, i.TitleEn, i.Version, i.Publisher, i.Licence, strconv.FormatBool(i.Partial)}
		for _, n := range []int{i.Elements(), i.References, i.Areas, i.Blocks, i.Groupings, i.Processes, i.Actors} {
			row = append(row, strconv.Itoa(n))
		}
		s.add(row...)
	}
	return s
}
