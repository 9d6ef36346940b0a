package samples

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// read reads a sample as a user's files are read, with the packages that it needs. set is the sample alone.
func read(t *testing.T, name string) (set *landscape.ChangeSet, content *landscape.Content) {
	t.Helper()
	model, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	packages, set := &landscape.ChangeSet{}, &landscape.ChangeSet{}
	for _, p := range Needs(name) {
		loaded, err := eira.Load(model, p)
		if err != nil {
			t.Fatal(err)
		}
		packages.Add(loaded)
	}
	files, err := Files(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		own, findings := changeset.Read(model, f.Name, bytes.NewReader(f.Data), changeset.Limits{})
		for _, finding := range findings {
			t.Errorf("%s: %s %s", finding.Place, finding.Place.Path, finding.Message.In(1))
		}
		set.Add(own)
	}
	content, findings := landscape.Assemble(packages, set)
	for _, f := range findings {
		t.Errorf("%s: %s %s", f.Place, f.Place.Path, f.Message.In(1))
	}
	if t.Failed() {
		t.FailNow()
	}
	return set, content
}

// facts reads a table of the survey's facts, which lie beside the project; each row by column.
func facts(t *testing.T, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "facts", file))
	if os.IsNotExist(err) {
		if os.Getenv("CI") != "" {
			t.Fatal("the survey's facts are not there")
		}
		t.Skip("the survey's facts lie beside the project and are not there: ../shared/facts")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range table[1:] {
		row := map[string]string{}
		for i, column := range table[0] {
			row[column] = line[i]
		}
		rows = append(rows, row)
	}
	return rows
}

const (
	surveyor = "regionforbundet-vasterbotten"
	survey   = "survey-2018"
	day      = "2018-12-06"
)

// claims returns the sample's relations of a type as "from > to", with the values of the attributes named.
func claims(set *landscape.ChangeSet, relationType string, attributes ...string) map[string]string {
	all := map[string]string{}
	for _, r := range set.Relations {
		if r.Relation.Type.Type != relationType {
			continue
		}
		var values []string
		for _, a := range attributes {
			values = append(values, r.Relation.Text(a))
		}
		all[r.From.Key+" > "+r.To.Key] = strings.Join(values, "|")
	}
	return all
}

func elements(set *landscape.ChangeSet, kind string, attributes ...string) map[string]string {
	all := map[string]string{}
	for _, e := range set.Elements {
		if e.Element.Kind.Name != kind {
			continue
		}
		var values []string
		for _, a := range attributes {
			values = append(values, e.Element.Text(a))
		}
		all[e.Element.Key()] = strings.Join(values, "|")
	}
	return all
}

func same(t *testing.T, what string, want, got map[string]string) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: the facts have none; nothing was compared", what)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-facts +sample):\n%s", what, d)
	}
}

func TestVasterbottenIsTheSurvey(t *testing.T) {
	set, _ := read(t, "vasterbotten")

	want := map[string]string{}
	for _, r := range facts(t, "capabilities.csv") {
		want[r["key"]] = r["name_sv"] + "|" + r["name_en"] + "|" + r["kind"] + "|" + surveyor + "|" + survey
	}
	same(t, "capabilities", want, elements(set, "Capability", "name", "nameEn", "capabilityKind", "owner", "origin"))

	want = map[string]string{}
	for _, r := range facts(t, "stances.csv") {
		want[r["actor"]+" > "+r["capability"]] = r["stance"] + "|" + r["because"] + "|" + day + "|" + surveyor + "|" + survey + "|OPEN"
	}
	same(t, "stances", want, claims(set, "ASSESSED", "stance", "evidence", "date", "owner", "origin", "visibility"))
	for _, r := range set.Relations {
		if r.Relation.Get("maturity") != nil {
			t.Errorf("%s has a maturity, which the survey never gives", r.Place)
		}
	}

	obstacles, hinders, concerns := map[string]string{}, map[string]string{}, map[string]string{}
	for _, r := range facts(t, "obstacles.csv") {
		obstacles[r["key"]] = r["name_sv"] + "|" + r["name_en"] + "|" + r["voiced_by"] + "|" + strings.ToUpper(r["theme"])
		hinders[r["key"]+" > "+strings.TrimPrefix(r["actor"], "group:")] = surveyor
		for _, c := range list(r["capabilities"]) {
			concerns[r["key"]+" > "+c] = surveyor
		}
	}
	same(t, "obstacles", obstacles, elements(set, "Obstacle", "name", "nameEn", "voicedBy", "theme"))
	same(t, "HINDERS", hinders, claims(set, "HINDERS", "owner"))
	same(t, "CONCERNS", concerns, claims(set, "CONCERNS", "owner"))
	technical := map[string]bool{}
	for _, e := range set.Elements {
		if e.Element.Kind.Name == "Obstacle" {
			technical[e.Element.Key()], _ = e.Element.Get("technical").(bool)
		}
	}
	for _, r := range facts(t, "obstacles.csv") {
		if technical[r["key"]] != (r["technical"] == "yes") {
			t.Errorf("%s: technical is %v", r["key"], technical[r["key"]])
		}
	}

	initiatives, improves, addresses := map[string]string{}, map[string]string{}, map[string]string{}
	for _, r := range facts(t, "initiatives.csv") {
		initiatives[r["key"]] = r["name_sv"] + "|PROPOSED"
		for _, c := range list(r["improves"]) {
			improves[r["key"]+" > "+c] = survey
		}
		for _, o := range list(r["addresses"]) {
			addresses[r["key"]+" > "+o] = survey
		}
	}
	same(t, "initiatives", initiatives, elements(set, "Initiative", "name", "initiativeState"))
	same(t, "IMPROVES", improves, claims(set, "IMPROVES", "origin"))
	same(t, "ADDRESSES", addresses, claims(set, "ADDRESSES", "origin"))

	cooperations := map[string]string{}
	for _, r := range facts(t, "cooperations.csv") {
		cooperations[r["key"]] = r["name_sv"] + "|" + r["rung"] + "|" + r["interest"] + "|" + r["outcome_sv"]
	}
	same(t, "cooperations", cooperations, elements(set, "Cooperation", "name", "rung", "interest", "outcome"))
}

func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, ";")
}

// What the survey's page says beside its tables.
func TestVasterbottenBesides(t *testing.T) {
	set, content := read(t, "vasterbotten")
	count := func(relationType, to string) (n int) {
		for _, r := range set.Relations {
			if r.Relation.Type.Type == relationType && (to == "" || r.To.Key == to) {
				n++
			}
			if r.Relation.Owner() != surveyor {
				t.Errorf("%s is owned by %s, not by the survey's body", r.Place, r.Relation.Owner())
			}
		}
		return n
	}
	if n := count("ADOPTS", "klassa@2.1"); n != 8 {
		t.Errorf("%d claims about the process map, 8 interviewed actors", n)
	}
	if n := count("USES", "kommun/2482/e-tjansteplattform"); n != 14 {
		t.Errorf("%d use the e-service platform, 14 do", n)
	}
	if n := count("OFFERS", ""); n != 19 {
		t.Errorf("%d ways to log in, there are 19", n)
	}
	groups := map[string]int{}
	for _, r := range set.Relations {
		if r.Relation.Type.Type == "INCLUDES" {
			groups[r.From.Key]++
		}
	}
	if groups["survey-2018"] != 10 || groups["county-24"] != 16 {
		t.Errorf("the groups have %v members; they are to have 10 and 16", groups)
	}
	if len(elements(set, "Product")) != 0 {
		t.Error("the survey names no product")
	}
	for _, e := range content.Elements {
		if e.Key() == "lyst" && (e.Name() != "LYST" || len(e.Get("aliases").([]string)) != 1) {
			t.Errorf("lyst is called %q, also %v", e.Name(), e.Get("aliases"))
		}
	}
}

// Everything of Norrby says that it is invented.
func TestNorrbyIsInvented(t *testing.T) {
	set, _ := read(t, "norrby")
	for _, e := range set.Elements {
		if e.Element.Text("origin") != "invented" {
			t.Errorf("%s: %s is not marked as invented", e.Place, e.Element.Ref())
		}
	}
	for _, r := range set.Relations {
		if r.Relation.Text("origin") != "invented" {
			t.Errorf("%s: a claim is not marked as invented", r.Place)
		}
	}
	if len(set.Elements) < 200 {
		t.Errorf("Norrby has only %d elements", len(set.Elements))
	}
}
