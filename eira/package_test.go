package eira

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

// TestProvenance guards the credit: whoever hands a package on owes it to the
// people who made the content.
func TestProvenance(t *testing.T) {
	for folder, words := range map[string][]string{
		"eira@7.0.0":  {"EIRA © European Union", "EUPL", "Left out"},
		"eira@6.1.0":  {"EIRA © European Union", "EUPL", "Left out"},
		"klassa@2.1":  {"Sveriges Kommuner och Regioner", "compiled", "Left out"},
		"actors@2026": {"Gotland", "Left out"},
	} {
		text, err := provenance(files, folder)
		if err != nil {
			t.Error(err)
		}
		for _, word := range append(words, "# "+folder, "Gathered", "Terms") {
			if !strings.Contains(text, word) {
				t.Errorf("the provenance of %s does not say %q", folder, word)
			}
		}
	}
	if _, err := provenance(files, "none@1"); err == nil {
		t.Error("a package that is not there has a provenance")
	}
}

func TestReferences(t *testing.T) {
	for folder, version := range map[string]string{"eira@7.0.0": "7.0.0", "eira@6.1.0": "6.1.0", "klassa@2.1": "2.1"} {
		r, err := readReference(files, folder)
		if err != nil {
			t.Error(err)
		}
		if r.key != folder || r.version != version || r.name == "" || r.nameEn == "" || r.publisher == "" {
			t.Errorf("%s: %+v", folder, r)
		}
	}
}

// TestActorsByName pins the actors whose rows follow from a rule of their own.
func TestActorsByName(t *testing.T) {
	actors, err := readActors(files, "actors@2026")
	if err != nil {
		t.Fatal(err)
	}
	byKey := map[string]actorRow{}
	for _, a := range actors {
		byKey[a.key] = a
	}
	for _, want := range []actorRow{
		{"kommun/2482", "Skellefteå kommun", []string{"Skellefteå"}, "MUNICIPALITY", "2482", "24", byKey["kommun/2482"].population, "212000-2643"},
		{"kommun/2284", "Örnsköldsviks kommun", []string{"Örnsköldsvik"}, "MUNICIPALITY", "2284", "22", byKey["kommun/2284"].population, "212000-2445"},
		{"region/24", "Region Västerbotten", []string{"Västerbottens läns landsting (VLL)"}, "REGION", "24", "24", 279024, "232100-0222"},
		{"lyst", "LYST", []string{"LYST (Lycksele–Storuman gemensam IT)"}, "JOINT_BODY", "", "24", 0, ""},
		{"inera", "Inera AB", nil, "JOINT_BODY", "", "", 0, "556559-4230"},
		{"skr", "Sveriges Kommuner och Regioner", []string{"SKR"}, "ASSOCIATION", "", "", 0, ""},
		{"digg", "Myndigheten för digital förvaltning", []string{"Digg"}, "AGENCY", "", "", 0, ""},
		{"sambruk", "Föreningen Sambruk", []string{"Sambruk"}, "JOINT_BODY", "", "", 0, ""},
	} {
		if got := byKey[want.key]; !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

func TestUnreadableTables(t *testing.T) {
	blocks := "id,name,puri,areas,archimateType,grouping,focal,dimensions,specialises,altIds\n"
	processes := "code,name,nameEn,depth,parent,legalBasis,mandatory,appliesTo,compiled\n"
	actors := "key,name,aliases,actorKind,code,county,population,organisationNumber\n"
	for _, test := range []struct{ file, text, says string }{
		{"blocks.csv", "id,name\n", "header"},
		{"blocks.csv", "", "header"},
		{"blocks.csv", blocks + "A,B\n", "wrong number of fields"},
		{"blocks.csv", blocks + "A,B,C,,,yes,,,,\n", `blocks.csv:2: "yes" is neither true nor false`},
		{"processes.csv", processes + "1,A,,1,,,,,true\n2,B,,two,,,,,true\n", `processes.csv:3: "two" is no whole number`},
		{"processes.csv", processes + "1,A,,1,,,,,\n", `processes.csv:2: "" is neither true nor false`},
		{"actors.csv", actors + "a,A,,,,,many,\n", `actors.csv:2: "many" is no whole number`},
		{"reference.csv", "key,name,nameEn,version,publisher,licence,partial\n", "0 rows"},
	} {
		fsys := fstest.MapFS{"p@1/" + test.file: {Data: []byte(test.text)}}
		var err error
		switch test.file {
		case "blocks.csv":
			_, err = readBlocks(fsys, "p@1")
		case "processes.csv":
			_, err = readProcesses(fsys, "p@1")
		case "actors.csv":
			_, err = readActors(fsys, "p@1")
		default:
			_, err = readReference(fsys, "p@1")
		}
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s %q: error %v, want one that says %s", test.file, test.text, err, test.says)
		}
	}
	if _, err := readAreas(fstest.MapFS{}, "p@1"); err == nil {
		t.Error("a package without areas.csv was read")
	}
}
