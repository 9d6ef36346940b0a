package changeset

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// word is something that can be written, with its Swedish label.
type word struct {
	name, label string
}

// synonyms are words that Swedes use for a label of the schema.
var synonyms = map[string]string{
	"landsting": "region", "kommunalförbund": "gemensamtorgan", "samverkansorgan": "gemensamtorgan", "förbund": "gemensamtorgan",
	"bolag": "leverantör", "företag": "leverantör", "förening": "organisation", "publik": "öppen", "public": "öppen", "offentlig": "öppen",
	"hemlig": "skyddad", "sekretess": "skyddad", "privat": "egenaktör", "aktiv": "idrift", "idrift": "idrift", "titel": "namn",
	"benämning": "namn", "invånarantal": "folkmängd", "befolkning": "folkmängd", "orgnr": "organisationsnummer", "alias": "ävenkallad",
	"informationsmängd": "informationsobjekt", "applikation": "system", "åtgärd": "initiativ", "projekt": "initiativ",
}

// truths are the words that people write for true and false.
var truths = map[string]string{
	"ja": "true", "j": "true", "yes": "true", "y": "true", "sant": "true", "sann": "true", "true": "true", "on": "true", "på": "true", "1": "true", "x": "true",
	"nej": "false", "n": "false", "no": "false", "falskt": "false", "falsk": "false", "false": "false", "off": "false", "av": "false", "0": "false",
}

// recordKeys are the fixed fields of records, which have no label in the schema.
var recordKeys = []word{{"kind", "slag"}, {"kind", "type"}, {"kind", "typ"}, {"key", "nyckel"}}

// relationKeys are the fixed fields of relations, by what people call them.
var relationKeys = []word{{"from", "från"}, {"to", "till"}, {"type", "typ"}, {"from", "source"}, {"to", "target"}, {"type", "kind"}}

// fold writes text so that what people mean alike is alike: composed letters, lower case, nothing but letters and digits.
func fold(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, norm.NFC.String(s))
}

// match returns the name of the word that was probably meant: the same but for case and separators, its label, a synonym, a word or
// the beginning of exactly one label, or what is spelled most alike.
func match(written string, words []word) (string, bool) {
	f := fold(written)
	if f == "" || len(f) > maxShown {
		return "", false
	}
	meant := f
	if s, ok := synonyms[f]; ok {
		meant = s
	}
	for _, w := range words {
		if l := fold(w.label); fold(w.name) == f || l == f || l == meant {
			return w.name, true
		}
	}
	found := map[string]bool{}
	for _, w := range words {
		if likeLabel(f, w.label) {
			found[w.name] = true
		}
	}
	if len(found) == 1 {
		for name := range found {
			return name, true
		}
	}
	if len([]rune(f)) < 3 {
		// Anything is like a word of two letters.
		return "", false
	}
	var texts []string
	for _, w := range words {
		texts = append(texts, w.name, w.label)
	}
	best, ok := landscape.Nearest(norm.NFC.String(strings.TrimSpace(written)), texts)
	for _, w := range words {
		if ok && (w.name == best || w.label == best) {
			return w.name, true
		}
	}
	return "", false
}

// likeLabel reports whether a folded word is one of the words of a label, or they begin alike: myndighet of Statlig myndighet, län of
// Länet, kommuner of Kommun.
func likeLabel(f, label string) bool {
	if len([]rune(f)) < 3 {
		return false
	}
	for w := range strings.FieldsSeq(label) {
		if fold(w) == f {
			return true
		}
	}
	l := fold(label)
	return strings.HasPrefix(l, f) || len([]rune(l)) > 3 && strings.HasPrefix(f, l)
}

func names(words []word) string {
	var all []string
	for _, w := range words {
		all = append(all, w.name)
	}
	return strings.Join(all, ", ")
}

// guess returns what a value of the attribute was probably meant to be.
func guess(a *schema.Attribute, written string) (string, bool) {
	better, ok := "", false
	switch {
	case a.Enum != nil:
		better, ok = match(written, enumWords(a.Enum))
	case a.Type == schema.Key:
		better = fixKey(written)
		ok = better != ""
	case a.Type == schema.Date:
		better, ok = day(written, strings.HasSuffix(a.Name, "To") || strings.HasSuffix(a.Name, "Until"))
	case a.Type == schema.Boolean:
		better, ok = truths[fold(written)]
	case a.Type == schema.Int || a.Type == schema.Float:
		better, ok = numeral(written, a.Type == schema.Float), true
	}
	if ok {
		// What is suggested must be right.
		_, err := a.ParseValue(better)
		ok = err == nil
	}
	return better, ok
}

func enumWords(e *schema.Enum) []word {
	var words []word
	for _, v := range e.Values {
		if v.Name != unknown {
			words = append(words, word{v.Name, v.Label})
		}
	}
	return words
}

var (
	spaced    = regexp.MustCompile(`^[+-]?\d{1,3}(?:[\s\x{a0}\x{202f}\x{2009}'.]\d{3})+$`)
	fraction0 = regexp.MustCompile(`^[+-]?\d+[.,]0+$`)
	decimal   = regexp.MustCompile(`^[+-]?[\d\s\x{a0}\x{202f}]*\d,\d+$`)
	notNumber = regexp.MustCompile(`[^\d+-]`)
)

// numeral reads 5 000, 5.000, 5,0 and, of numbers with decimals, 1 200,5 as they are meant.
func numeral(written string, decimals bool) string {
	switch s := strings.TrimSpace(written); {
	case decimals && decimal.MatchString(s):
		whole, rest, _ := strings.Cut(s, ",")
		return notNumber.ReplaceAllString(whole, "") + "." + rest
	case !decimals && fraction0.MatchString(s) && !spaced.MatchString(s):
		return s[:strings.IndexAny(s, ".,")]
	case spaced.MatchString(s):
		return notNumber.ReplaceAllString(s, "")
	default:
		return s
	}
}

// kindWords are what kinds can be called.
func (r *reader) kindWords() []word {
	var words []word
	for _, k := range r.meta.Kinds {
		words = append(words, word{k.Name, k.Label}, word{k.Name, k.LabelPlural}, word{k.Name, k.Plural})
	}
	return words
}

// guessKind returns the kind that a word probably means, and for a word such as Kommun or E-tjänst the value that makes the kind it.
func (r *reader) guessKind(written string) (*schema.Kind, []pair) {
	if r.full() {
		return nil, nil
	}
	f := fold(written)
	for _, w := range r.kindWords() {
		if fold(w.name) == f || fold(w.label) == f {
			return r.meta.Kind(w.name), nil
		}
	}
	for _, k := range r.meta.Kinds {
		for _, a := range k.Own() {
			if a.Enum == nil || a.Enum.Name != k.Name+"Kind" || a.List {
				continue
			}
			for _, v := range a.Enum.Values {
				l := fold(v.Label)
				if f == l || fold(v.Name) == f || synonyms[f] == l || len(l) > 4 && strings.HasPrefix(f, l) {
					return k, []pair{{a.Name, v.Name}}
				}
			}
		}
	}
	if name, ok := match(written, r.kindWords()); ok {
		return r.meta.Kind(name), nil
	}
	return nil, nil
}
