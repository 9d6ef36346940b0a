package terminal

import (
	"strings"
	"testing"
)

func TestColumns(t *testing.T) {
	for s, want := range map[string]int{
		"":                0,
		"Åsele":           5,
		"A\u030asele":     5, // decomposed, as a Mac writes file names
		"o\u0308":         1,
		"漢字":              4,
		"🚀":               2,
		"👩\u200d💻":        2, // one emoji out of two
		"👍🏽":              2, // with a skin tone
		"🇸🇪":              2,
		"½ · …":           5,
		"nollbredd\u200b": 9,
	} {
		if got := Columns(s); got != want {
			t.Errorf("Columns(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestClean(t *testing.T) {
	for s, want := range map[string]string{
		"A\u030asele  kommun\n": "Åsele kommun",
		"\x1b[2Jborta":          "[2Jborta",
		"a\u202eb":              "ab",
		"a\u00a0b\tc":           "a b c",
	} {
		if got := Clean(s); got != want {
			t.Errorf("Clean(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		s    string
		n    int
		want string
	}{
		{"Åsele", 5, "Åsele"},
		{"Åsele", 4, "Åse…"},
		{"A\u030asele", 3, "A\u030as…"},
		{"👩\u200d💻👩\u200d💻", 3, "👩\u200d💻…"},
		{"a 🚀🚀", 4, "a…"},
	} {
		if got := shorten(c.s, c.n); got != c.want {
			t.Errorf("shorten(%q, %d) = %q, want %q", c.s, c.n, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		s    string
		n    int
		want string
	}{
		{"", 10, ""},
		{"två ord", 4, "två|ord"},
		{"Åsele och Övertorneå", 9, "Åsele och|Övertorn…"},
		{"ett" + Glue + "ord två", 7, "ett ord|två"},
	} {
		if got := strings.Join(Wrap(c.s, c.n), "|"); got != c.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.s, c.n, got, c.want)
		}
	}
}

func TestTable(t *testing.T) {
	tab := &Table{Columns: []Column{{Head: "Namn"}, {Head: "Antal", Right: true, Tight: true}, {Head: "Läge", Tight: true}, {Head: "Om"}}}
	tab.Add(Cell{Text: "A\u030asele kommun"}, Cell{Text: "7"}, Cell{"Saknas", Red}, Cell{Text: "kort"})
	tab.Add(Texts("Örnsköldsviks kommun 🚀", "120", "Finns", strings.Repeat("ganska lång text ", 5))...)
	tab.Add(Texts("", "", "", "")...)
	var b strings.Builder
	tab.print(&b, false)
	want := strings.Join([]string{
		"Namn                     Antal  Läge    Om",
		"A\u030asele kommun                 7  Saknas  kort",
		"Örnsköldsviks kommun 🚀    120  Finns   ganska lång text ganska lång text ganska",
		"                                        lång text ganska lång text ganska lång",
		"                                        text",
		"",
		"",
	}, "\n")
	if b.String() != want {
		t.Errorf("the table is\n%s\nwant\n%s", b.String(), want)
	}
	var coloured strings.Builder
	tab.print(&coloured, true)
	plain := strings.NewReplacer(sequences[Bold], "", sequences[Red], "", "\x1b[0m", "").Replace(coloured.String())
	if plain != want {
		t.Errorf("colour moves the columns:\n%s", coloured.String())
	}
	if !strings.Contains(coloured.String(), sequences[Red]+"Saknas\x1b[0m") {
		t.Error("the state has no colour")
	}
}

// However wide what stands in it, a table keeps within the line as long as its columns can be wrapped.
func TestTableFits(t *testing.T) {
	long := strings.Repeat("Övertorneå ", 12)
	for n := 1; n <= 6; n++ {
		tab := &Table{}
		var row []Cell
		for range n {
			tab.Columns = append(tab.Columns, Column{Head: "Rubrik"})
			row = append(row, Cell{Text: long})
		}
		tab.Add(row...)
		var b strings.Builder
		tab.print(&b, false)
		for line := range strings.Lines(b.String()) {
			if w := Columns(strings.TrimRight(line, "\n")); w > Width {
				t.Errorf("%d columns make a line of %d", n, w)
			}
		}
		if got := strings.Count(b.String(), "Över"); got != 12*n {
			t.Errorf("%d Columns: %d of %d words are left", n, got, 12*n)
		}
	}
}
