package changeset

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/arkinera/landskap/internal/landscape"
)

// TestScalars reads values by the type of the SDL, from the text as written.
func TestScalars(t *testing.T) {
	meta := model(t)
	for _, c := range []struct {
		attribute, written string
		want               any
	}{
		{"code", "0114", "0114"},
		{"code", `"0114"`, "0114"},
		{"description", "no", "no"},
		{"description", "2026-12-01", "2026-12-01"},
		{"description", "1_000", "1_000"},
		{"description", "0x1f", "0x1f"},
		{"description", ".inf", ".inf"},
		{"description", "null", nil},
		{"description", "~", nil},
		{"description", "", nil},
		{"description", "Null", "Null"},
		{"description", `"null"`, "null"},
		{"description", `'~'`, "~"},
		{"description", `""`, ""},
		{"description", `"a\tb\u00e5\n"`, "a\tbå\n"},
		{"description", norm.NFD.String("räksmörgås"), "räksmörgås"},
		{"description", "C#", "C#"},
		{"description", "a # b", "a"},
		{"population", "0", int64(0)},
		{"population", `"5000"`, int64(5000)},
		{"itStaff", "4.5", 4.5},
		{"itStaff", "1e2", 100.0},
		{"validFrom", "2028-02-29", "2028-02-29"},
		{"aliases", "[no, 0114, ~x]", []string{"no", "0114", "~x"}},
		{"aliases", "[]", []string(nil)},
		{"aliases", "~", []string(nil)},
		{"visibility", "", "OPEN"},
		{"visibility", "COUNCIL", "COUNCIL"},
	} {
		source := "landskap: 1\nelements:\n  - kind: Actor\n    key: kommun/1\n    name: A\n    actorKind: MUNICIPALITY\n    " + c.attribute + ": " + c.written + "\n"
		got := read(t, meta, source).Elements[0].Element.Get(c.attribute)
		if !same(got, c.want) {
			t.Errorf("%s: %s is read as %#v, not %#v", c.attribute, c.written, got, c.want)
		}
	}
}

// TestForms reads one small landscape in the forms that people and programs write it in.
func TestForms(t *testing.T) {
	meta := model(t)
	want := read(t, meta, `landskap: 1
owner: kommun/1
visibility: REGION
origin: invented
elements:
  - {kind: System, key: a/1, name: Ärende 😀, aliases: [X, Y], personalData: true}
relations:
  - {from: Actor kommun/1, type: USES, to: System a/1, since: 2020-01-01}
delete:
  - System a/0
`)
	element := "kind: System\n    key: a/1\n    name: Ärende 😀\n    aliases:\n      - X\n      - Y\n    personalData: true\n"
	relation := "  - from: Actor kommun/1\n    type: USES\n    to: System a/1\n    since: 2020-01-01\n"
	top := "owner: kommun/1\nvisibility: REGION\norigin: invented\n"
	for name, source := range map[string]string{
		"block":              "landskap: 1\n" + top + "elements:\n  - " + element + "relations:\n" + relation + "delete:\n  - System a/0\n",
		"defaults last":      "landskap: 1\nelements:\n  - " + element + "relations:\n" + relation + "delete: [System a/0]\n" + top,
		"no indent":          "landskap: 1\n" + top + "elements:\n- {kind: System, key: a/1, name: Ärende 😀, aliases: [X, Y], personalData: true}\nrelations:\n" + relation + "delete:\n- System a/0",
		"all indented":       "  landskap: 1\n  owner: kommun/1\n  visibility: REGION\n  origin: invented\n  elements:\n  - " + element + "  relations:\n" + relation + "  delete: [System a/0]\n",
		"two documents":      "landskap: 1\n" + top + "elements:\n  - " + element + "---\nlandskap: 1\n" + top + "relations:\n" + relation + "delete:\n  - System a/0\n---\n",
		"marks and comments": "%YAML 1.2\n--- # hello\n# one\nlandskap: 1\n" + top + "elements:\n  # two\n  - " + element + "relations:\n" + relation + "delete:\n  - System a/0 # three\n...\n# four\n",
		"brackets":           "landskap: 1\n" + top + "elements: [\n{kind: System,\nkey: a/1, name: Ärende 😀, aliases: [X,\n Y], personalData: true}\n]\nrelations:\n" + relation + "delete: [\n  System a/0,\n]\n",
		"byte order mark":    "\xef\xbb\xbflandskap: 1\n" + top + "elements:\n  - " + element + "relations:\n" + relation + "delete:\n  - System a/0\n",
		"Windows":            strings.ReplaceAll("landskap: 1\n"+top+"elements:\n  - "+element+"---\nlandskap: 1\n"+top+"relations:\n"+relation+"delete:\n  - System a/0\n", "\n", "\r\n"),
		"old Mac":            strings.ReplaceAll("landskap: 1\n"+top+"elements:\n  - "+element+"relations:\n"+relation+"delete:\n  - System a/0\n", "\n", "\r"),
		"decomposed":         norm.NFD.String("landskap: 1\n" + top + "elements:\n  - " + element + "relations:\n" + relation + "delete:\n  - System a/0\n"),
		"JSON": `{"landskap":1,"owner":"kommun/1","visibility":"REGION","origin":"invented","elements":[{"kind":"System","key":"a\/1",` +
			`"name":"\u00c4rende \ud83d\ude00","aliases":["X","Y"],"personalData":true}],"relations":[{"from":"Actor kommun/1","type":"USES","to":"System a/1","since":"2020-01-01"}],"delete":["System a/0"]}`,
		"JSON with tabs, records first": "\n{\t\"elements\": [\n\t{\t\"kind\": \"System\", \"key\": \"a/1\", \"name\": \"Ärende 😀\", \"aliases\": [\"X\", \"Y\"],\n\t\"description\": null, \"personalData\": true}],\n" +
			"\t\"relations\": [{\"from\":\"Actor kommun/1\",\"type\":\"USES\",\"to\":\"System a/1\",\"since\":\"2020-01-01\"}],\"delete\":[\"System a/0\"],\n" +
			"\t\"owner\": \"kommun/1\", \"visibility\": \"REGION\", \"origin\": \"invented\", \"landskap\": 1}\n---\n{\"landskap\": 1}\n",
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, meta, source)
			if diff := difference(got, want); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestOwners: a record's own owner, else its document's; but an Actor that names none owns itself. What a package owns is OPEN.
func TestOwners(t *testing.T) {
	set := read(t, model(t), `landskap: 1
owner: kommun/1
visibility: ACTOR
elements:
  - {kind: Actor, key: kommun/2, name: B, actorKind: MUNICIPALITY}
  - {kind: Actor, key: kommun/3, name: C, actorKind: MUNICIPALITY, owner: kommun/2}
  - {kind: System, key: a, name: A}
  - {kind: System, key: b, name: B, owner: kommun/2, visibility: OPEN}
  - {kind: System, key: c, name: C, owner: "package:prov@1"}
---
landskap: 1
elements:
  - {kind: Actor, key: kommun/4, name: D, actorKind: MUNICIPALITY}
`)
	want := []string{"kommun/2 ACTOR", "kommun/2 ACTOR", "kommun/1 ACTOR", "kommun/2 OPEN", "package:prov@1 OPEN", "kommun/4 OPEN"}
	for i, r := range set.Elements {
		if got := r.Element.Owner() + " " + r.Element.Visibility(); got != want[i] {
			t.Errorf("%s: %s, not %s", r.Element.Ref(), got, want[i])
		}
	}
}

// TestTypesByFromKind: where several kinds share a relation type, the from-kind says which it is.
func TestTypesByFromKind(t *testing.T) {
	set := read(t, model(t), `landskap: 1
owner: kommun/1
relations:
  - {from: Area a, type: IN, to: Reference r}
  - {from: BuildingBlock b, type: IN, to: Area a}
  - {from: Unit u, type: PART_OF, to: Unit v}
  - {from: Process p, type: PART_OF, to: Process q}
  - {from: Cooperation c, type: LED_BY, to: Actor kommun/1}
  - {from: Initiative i, type: LED_BY, to: Actor kommun/1}
  - {from: Obstacle o, type: CONCERNS, to: Capability c}
  - {from: Decision d, type: CONCERNS, to: Decision e}
`)
	want := []string{"inReference areas", "inAreas blocks", "partOf units", "partOf parts", "ledBy leads", "ledBy initiatives", "concerns obstacles", "concerns ruledBy"}
	for i, r := range set.Relations {
		if got := r.Relation.Type.Field + " " + r.Relation.Type.Inverse; got != want[i] {
			t.Errorf("%s: %s, not %s", r.From, got, want[i])
		}
	}
}

// TestDeletions: a deletion names a relation by its identity, in which owner and the (key) attribute count and nothing else.
func TestDeletions(t *testing.T) {
	set := read(t, model(t), `landskap: 1
owner: kommun/1
relations:
  - {from: Actor kommun/1, type: USES, to: System a}
  - {from: Actor kommun/1, type: USES, to: System a, owner: kommun/2}
  - {from: Actor kommun/1, type: ASSESSED, to: Capability c, stance: HAS, date: 2018-01-01}
delete:
  - {from: Actor kommun/1, type: USES, to: System a}
  - {from: Actor kommun/1, type: USES, to: System a, owner: kommun/2}
  - {from: Actor kommun/1, type: ASSESSED, to: Capability c, date: 2018-01-01}
  - {from: Actor kommun/1, type: ASSESSED, to: Capability c, date: 2019-01-01}
`)
	for i := range 3 {
		if set.Deletions[i].ID != set.Relations[i].Relation.ID {
			t.Errorf("%s at %s deletes another relation", set.Deletions[i].Name, set.Deletions[i].Place)
		}
	}
	if set.Deletions[3].ID == set.Relations[2].Relation.ID {
		t.Error("the date does not count")
	}
	// What is only in the way of nobody is a warning and stops nothing.
	set, found := Read(model(t), "test", strings.NewReader("landskap: 1\nowner: kommun/1\ndelete:\n  - {from: Actor kommun/1, type: USES, to: System a, purpose: x}\n"), Limits{})
	if set == nil || len(found) != 1 || found[0].Severity != landscape.SeverityWarning || found[0].Code != "NOT_IDENTITY" {
		t.Errorf("%v", found)
	}
}

// TestPlaces: every record knows its line and path, in batches too.
func TestPlaces(t *testing.T) {
	source := "landskap: 1\nowner: kommun/1\nelements:\n  - {kind: System, key: a, name: A}\n\n  # comment\n  - {kind: System, key: b, name: B}\n"
	for _, padding := range []string{"", large} {
		set := read(t, model(t), source+padding)
		if p := set.Elements[1].Place; p != (landscape.Place{File: "test", Line: 7, Path: "elements[1]"}) {
			t.Errorf("%+v", p)
		}
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Ärendesystemet Östra": "arendesystemet-ostra", "Åre": "are", "Café Crème": "cafe-creme", "  E-tjänst -- (ny) ": "e-tjanst-ny",
		"Ø æ ß": "o-ae-ss", "日本": "x", "": "x", norm.NFD.String("Räksmörgås"): "raksmorgas", "3.5.4 Bygglov": "3-5-4-bygglov",
		"A\u00adB\u200bC": "abc", strings.Repeat("a", 300): strings.Repeat("a", 100),
	} {
		if got := Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, not %q", name, got, want)
		}
	}
}

// TestLineEndsOfOld: YAML 1.1, which the library reads, ends lines where YAML 1.2 and editors do not; a place is a line of the editor.
func TestLineEndsOfOld(t *testing.T) {
	meta := model(t)
	for _, end := range []string{"\u0085", "\u2028", "\u2029"} {
		for _, c := range []struct{ source, code string }{
			{"landskap: 1\nowner: a # %%%\n\nfoo: 1\n", "UNKNOWN_KEY"},
			{"landskap: 1\nowner: a\nelements: # %\n  - {kind: System, key: a, name: a, foo: %}\n", "UNKNOWN_ATTRIBUTE"},
			{"landskap: 1\nowner: a\nelements:\n  - {kind: System, key: a, name: \"%%\"}\n  - {kind: %%\n    [}\n", "SYNTAX"},
			{"landskap: 1\nowner: a\nelements:\n  - {kind: System, key: b,\n     name: \"%%\", a: @}\n", "SYNTAX"},
			{"landskap: 1\nowner: \"%%\"\n\nfoo: 1: 2\n", "SYNTAX"},
		} {
			source := strings.ReplaceAll(c.source, "%", end)
			_, found := Read(meta, "test", strings.NewReader(source), Limits{})
			last := landscape.Finding{}
			for _, f := range found {
				if f.Code == c.code {
					last = f
				}
			}
			if want := strings.Count(source, "\n"); last.Place.Line != want {
				t.Errorf("%q: line %d, not %d\n%s", source, last.Place.Line, want, told(found))
			}
		}
	}
}
