package report

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/text"
)

// named is an element as the commands show it; namedFragment asks for it.
type named struct {
	Type     string `json:"__typename"`
	Key      string
	Name     string
	NameEn   string
	Origin   string
	Code     string
	Compiled bool
	Partial  bool
}

const namedFragment = `
fragment named on Element {
  __typename key name nameEn origin
  ... on Process { code compiled }
  ... on Reference { partial }
}`

// The marks that stand after a name, and whose meaning follows beneath.
const (
	inventedMark = "*"
	compiledMark = "°"
	invented     = "invented"
)

// dot stands between the parts of a legend; a line is broken after it.
const dot = terminal.Glue + "· "

// page is what a command prints for people: sentences, tables, and the legend of the marks that they used.
type page struct {
	*Reporter
	*terminal.Page
	marks []string
}

func (a *Reporter) newPage() *page { return &page{Reporter: a, Page: terminal.NewPage(a.Stdout)} }

// print puts the page out, with its legend.
func (p *page) print() error {
	slices.Sort(p.marks)
	var legend []string
	for _, mark := range slices.Compact(p.marks) {
		legend = append(legend, mark+" "+p.say("legend."+mark))
	}
	if legend != nil {
		p.Blank()
		p.Paragraph("", strings.Join(legend, "; "))
	}
	_, err := p.WriteTo(p.Stdout)
	return err
}

// sentence prints a text of the catalogue, wrapped.
func (p *page) sentence(key string, args ...any) { p.Paragraph("", p.say(key, args...)) }

// headline prints a text of the catalogue as what follows is about.
func (p *page) headline(key string, args ...any) { p.Heading(p.say(key, args...)) }

// list prints a sentence that leads to names, wrapped; the names are told apart by semicolons, since they hold commas.
func (p *page) list(key string, names []string, args ...any) {
	p.Paragraph("", p.say(key, append(args, strings.Join(names, "; "))...))
}

func (p *page) table(t *terminal.Table) {
	p.Blank()
	p.Table(t)
}

// title returns an element's name in the reader's language, a process' with its code.
func (p *page) title(e named) string {
	name := e.Name
	if p.Language == text.English && e.NameEn != "" {
		name = e.NameEn
	}
	if e.Code != "" {
		name = e.Code + " " + name
	}
	return terminal.Clean(name)
}

// name returns an element's title with the marks that it must carry.
func (p *page) name(e named) string { return p.title(e) + p.marksOf(e) }

func (p *page) marksOf(elements ...named) string {
	marks := ""
	for _, e := range elements {
		if e.Origin == invented && !strings.Contains(marks, inventedMark) {
			marks += inventedMark
		}
		if e.Compiled && !strings.Contains(marks, compiledMark) {
			marks += compiledMark
		}
	}
	for _, m := range []string{inventedMark, compiledMark} {
		if strings.Contains(marks, m) {
			p.marks = append(p.marks, m)
		}
	}
	return marks
}

func (p *page) names(elements []named) []string {
	names := make([]string, len(elements))
	for i, e := range elements {
		names[i] = p.name(e)
	}
	return names
}

// subject names what a page is about. That it is invented is said in words here and not by a mark, for nobody may miss it.
func (p *page) subject(e named) string {
	if e.Origin == invented {
		return p.say("page.invented", p.title(e))
	}
	return p.title(e)
}

// yardstick prints what a page holds actors against, and says so where that is only some of the publisher's content. The line is the
// catalogue's text of that key, whose last gaps are for the yardstick and the day.
func (p *page) yardstick(key string, reference named, area *named, at string, before ...any) {
	name := p.subject(reference)
	if area != nil {
		name += ", " + p.title(*area)
	}
	p.headline(key, append(before, name, at)...)
	p.Blank()
	if reference.Partial {
		p.sentence("page.partial.sentence", p.title(reference))
	}
}

// stateStyles are those of states and stances; what is unknown stands back, so that nobody takes it for missing.
var stateStyles = map[string]terminal.Style{
	"COVERED": terminal.Green, "SHARED": terminal.Green, "PARTLY": terminal.Yellow, "PLANNED": terminal.Yellow, "MISSING": terminal.Red,
	"UNKNOWN": terminal.Dim, "HAS": terminal.Green, "LACKS": terminal.Red, "USED": terminal.Green, "NOT_USED": terminal.Red,
}

// state is a state or stance in a table.
func (p *page) state(enum, value string) terminal.Cell {
	return terminal.Cell{Text: p.label(enum, value), Style: stateStyles[value]}
}

// label returns what an enum value is called: its Swedish label in the schema, in English the value itself in small letters.
func (a *Reporter) label(enum, value string) string {
	if e := a.Model.Enum(enum); e != nil && a.Language == text.Swedish {
		return e.Label(value)
	}
	word := strings.ToLower(strings.ReplaceAll(value, "_", " "))
	if word == "" || enum == "GapReason" {
		return word
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// origin tells where a fact comes from; an address or a name of a source speaks for itself.
func (a *Reporter) origin(origin string) string {
	switch origin {
	case "":
		return a.say("origin.none")
	case invented, "inferred":
		return a.say("origin." + origin)
	}
	return terminal.Clean(origin)
}

// count says a number of something, with the singular for one.
func (a *Reporter) count(key string, n int) string {
	if n == 1 {
		return a.say(key+".one", n)
	}
	return a.say(key+".many", n)
}

// some joins names as a sentence does, and only the first of many.
func (p *page) some(elements []named) string {
	const most = 20
	if len(elements) <= most {
		return p.and(p.names(elements))
	}
	return p.and(append(p.names(elements[:most]), p.say("page.more", len(elements)-most)))
}

// number says a number within a sentence; nobody says zero.
func (a *Reporter) number(n int) string {
	if n == 0 {
		return a.say("count.none")
	}
	return strconv.Itoa(n)
}

// and joins names as a sentence does: a, b och c.
func (a *Reporter) and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " " + a.say("page.and") + " " + names[last]
}

func upperFirst(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:size]) + s[size:]
}
