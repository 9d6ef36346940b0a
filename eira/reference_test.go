package eira

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestGatheredFacts derives every data file anew from the gathered facts, which
// lie beside the repository, and demands the same bytes. With the environment
// variable LANDSKAP_UPDATE=1 it writes the files: that is how they are made.
func TestGatheredFacts(t *testing.T) {
	folder := filepath.Join("..", "..", "shared", "reference")
	if _, err := os.Stat(folder); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the gathered facts must be there when CI runs: %v", err)
		}
		t.Skipf("the gathered facts are not beside this repository (%v), so the data is not compared with them", err)
	}
	facts := os.DirFS(folder)
	derived := map[string][][]string{
		"eira@7.0.0/blocks.csv": deriveBlocks(t, facts, func(r map[string]string) bool { return r["latest"] == "7.0.0" }),
		"eira@6.1.0/blocks.csv": deriveBlocks(t, facts, func(r map[string]string) bool {
			return slices.Contains(strings.Split(r["versions"], ";"), "6.1.0")
		}),
		"klassa@2.1/processes.csv": deriveProcesses(t, facts),
		"actors@2026/actors.csv":   deriveActors(t, facts),
	}
	for file, rows := range derived {
		var want bytes.Buffer
		if err := csv.NewWriter(&want).WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		if os.Getenv("LANDSKAP_UPDATE") == "1" {
			if err := os.WriteFile(filepath.FromSlash(file), want.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := fs.ReadFile(files, file)
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%s differs from what the gathered facts give; LANDSKAP_UPDATE=1 go test ./eira writes it anew", file)
		}
	}
}

// gathered reads a file of facts, each row by the names of its columns.
func gathered(t *testing.T, facts fs.FS, file string) []map[string]string {
	t.Helper()
	f, err := facts.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var named []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, column := range rows[0] {
			m[column] = row[i]
		}
		named = append(named, m)
	}
	return named
}

func deriveBlocks(t *testing.T, facts fs.FS, inVersion func(map[string]string) bool) [][]string {
	truth := map[string]string{"yes": "true", "no": "false", "unknown": ""}
	var rows [][]string
	for _, r := range gathered(t, facts, "eira.csv") {
		if r["view"] == "" || !inVersion(r) {
			continue
		}
		rows = append(rows, []string{r["id"], r["name"], r["puri"], strings.ToLower(r["view"]), r["archimate_type"],
			strconv.FormatBool(r["kind"] == "grouping"), truth[r["focal"]], strings.ToUpper(r["iop_dimension"]),
			r["specialises"], r["alt_ids"]})
	}
	slices.SortFunc(rows, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
	header := []string{"id", "name", "puri", "areas", "archimateType", "grouping", "focal", "dimensions", "specialises", "altIds"}
	return slices.Insert(rows, 0, header)
}

func deriveProcesses(t *testing.T, facts fs.FS) [][]string {
	mandatory := map[string]string{"ja": "YES", "delvis": "PARTLY", "nej": "NO"}
	appliesTo := map[string]string{"båda": "MUNICIPALITY;REGION", "kommun": "MUNICIPALITY", "region": "REGION"}
	var rows [][]string
	for _, r := range gathered(t, facts, "processes.csv") {
		compiled := r["level"] == "4" || r["legal_basis"] != "" || r["name_en"] != ""
		rows = append(rows, []string{r["code"], r["name_sv"], r["name_en"], r["level"], r["parent"], r["legal_basis"],
			mandatory[r["mandatory"]], appliesTo[r["applies_to"]], strconv.FormatBool(compiled)})
	}
	slices.SortFunc(rows, func(a, b []string) int {
		return slices.CompareFunc(strings.Split(a[0], "."), strings.Split(b[0], "."), compareCodePart)
	})
	header := []string{"code", "name", "nameEn", "depth", "parent", "legalBasis", "mandatory", "appliesTo", "compiled"}
	return slices.Insert(rows, 0, header)
}

// compareCodePart puts 9 before 10 and numbers before letters.
func compareCodePart(a, b string) int {
	x, errA := strconv.Atoi(a)
	y, errB := strconv.Atoi(b)
	switch {
	case errA == nil && errB == nil:
		return cmp.Compare(x, y)
	case errA == nil:
		return -1
	case errB == nil:
		return 1
	}
	return cmp.Compare(a, b)
}

func deriveActors(t *testing.T, facts fs.FS) [][]string {
	// What the file gives no code to is known by its name; the short forms are
	// those that the names carry in brackets.
	special := map[string][]string{ // name in the file -> key, name, aliases, county
		"LYST (Lycksele–Storuman gemensam IT)":       {"lyst", "LYST", "LYST (Lycksele–Storuman gemensam IT)", "24"},
		"Inera AB":                                   {"inera", "Inera AB", "", ""},
		"Sveriges Kommuner och Regioner (SKR)":       {"skr", "Sveriges Kommuner och Regioner", "SKR", ""},
		"Myndigheten för digital förvaltning (Digg)": {"digg", "Myndigheten för digital förvaltning", "Digg", ""},
		"Sambruk": {"sambruk", "Föreningen Sambruk", "Sambruk", ""},
	}
	kinds := map[string]string{"kommun": "MUNICIPALITY", "region": "REGION", "statlig myndighet": "AGENCY",
		"intresseorganisation": "ASSOCIATION", "samverkan": "JOINT_BODY", "kommunal samverkan": "JOINT_BODY",
		"nationell tjänsteleverantör": "JOINT_BODY"}
	var rows [][]string
	formerName := ""
	for _, r := range gathered(t, facts, "actors.csv") {
		if r["kind"] == "region (former name)" {
			formerName = r["name"]
			continue
		}
		a, isSpecial := special[r["name"]]
		if !isSpecial && r["code"] == "" {
			t.Fatalf("actors.csv: no key is known for %q", r["name"])
		}
		if !isSpecial {
			a = []string{r["kind"] + "/" + r["code"], r["official_name"], "", r["code"][:2]}
			if r["name"] != r["official_name"] {
				a[2] = r["name"]
			}
		}
		rows = append(rows, []string{a[0], a[1], a[2], kinds[r["kind"]], r["code"], a[3], r["population"], r["org_number"]})
	}
	for _, row := range rows {
		if row[0] == "region/24" {
			row[2] = formerName
		}
	}
	slices.SortFunc(rows, func(a, b []string) int { return cmp.Compare(a[0], b[0]) })
	header := []string{"key", "name", "aliases", "actorKind", "code", "county", "population", "organisationNumber"}
	return slices.Insert(rows, 0, header)
}
