package eira

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestBlocks(t *testing.T) {
	areas := []string{"legal", "organisational", "semantic", "technical-application", "technical-infrastructure"}
	type count struct{ blocks, names, groupings int }
	for _, test := range []struct {
		folder  string
		total   count
		byArea  []count // in the order of areas
		noType  int     // blocks to which EIRA gives no ArchiMate type
		special int     // specialisations
	}{
		{"eira@7.0.0", count{333, 309, 51}, []count{{21, 21, 1}, {45, 45, 1}, {41, 41, 8}, {111, 88, 21}, {133, 133, 21}}, 8, 63},
		{"eira@6.1.0", count{272, 246, 45}, []count{{21, 21, 1}, {45, 45, 1}, {41, 41, 3}, {95, 69, 21}, {88, 88, 20}}, 0, 64},
	} {
		t.Run(test.folder, func(t *testing.T) {
			blocks, err := readBlocks(files, test.folder)
			if err != nil {
				t.Fatal(err)
			}
			// tally counts the blocks of an area, or all of them where area is empty.
			tally := func(area string) (c count) {
				names := map[string]bool{}
				for _, b := range blocks {
					switch {
					case area != "" && !slices.Contains(b.areas, area):
					case b.grouping:
						c.groupings++
					default:
						c.blocks++
						names[b.name] = true
					}
				}
				c.names = len(names)
				return c
			}
			if got := tally(""); got != test.total {
				t.Errorf("in all %+v, want %+v", got, test.total)
			}
			for i, area := range areas {
				if got := tally(area); got != test.byArea[i] {
					t.Errorf("area %s: %+v, want %+v", area, got, test.byArea[i])
				}
			}
			noType, special := 0, 0
			ids := uniqueIDs(t, blocks, func(b blockRow) string { return b.id })
			for _, b := range blocks {
				if b.archimateType == "" {
					noType++
				}
				special += len(b.specialises)
				if b.name == "" || b.puri == "" || len(b.areas) == 0 {
					t.Errorf("%s lacks a name, a PURI or an area", b.id)
				}
				if b.grouping != (b.archimateType == "Grouping") {
					t.Errorf("%s: grouping is %t, its type %q", b.id, b.grouping, b.archimateType)
				}
				for _, area := range b.areas {
					if !slices.Contains(areas, area) {
						t.Errorf("%s lies in the unknown area %q", b.id, area)
					}
				}
				for _, general := range b.specialises {
					if !ids[general] || general == b.id {
						t.Errorf("%s specialises %q, which is no other block of the package", b.id, general)
					}
				}
				for _, old := range b.altIDs {
					if ids[old] {
						t.Errorf("%s was called %q, which is another block", b.id, old)
					}
				}
			}
			if noType != test.noType || special != test.special {
				t.Errorf("%d without a type and %d specialisations, want %d and %d", noType, special, test.noType, test.special)
			}
			rows, err := readAreas(files, test.folder)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range rows {
				got = append(got, a.id)
			}
			if !slices.Equal(got, areas) {
				t.Errorf("areas.csv has %v, want %v", got, areas)
			}
		})
	}
}

func TestProcesses(t *testing.T) {
	processes, err := readProcesses(files, "klassa@2.1")
	if err != nil {
		t.Fatal(err)
	}
	codes := uniqueIDs(t, processes, func(p processRow) string { return p.code })
	byDepth := map[int]int{}
	for _, p := range processes {
		byDepth[p.depth]++
		parent := ""
		if i := strings.LastIndex(p.code, "."); i >= 0 {
			parent = p.code[:i]
		}
		if p.parent != parent || parent != "" && !codes[parent] {
			t.Errorf("%s is part of %q, want %q", p.code, p.parent, parent)
		}
		if p.depth != 1+strings.Count(p.code, ".") || (p.depth == 4) != strings.Contains(p.code, ".c") {
			t.Errorf("%s stands at depth %d", p.code, p.depth)
		}
		if !p.compiled && (p.depth == 4 || p.legalBasis != "" || p.nameEn != "") {
			t.Errorf("%s holds compiled content that is not marked", p.code)
		}
		if !slices.Contains([]string{"YES", "PARTLY", "NO", ""}, p.mandatory) {
			t.Errorf("%s: mandatory is %q", p.code, p.mandatory)
		}
		for _, kind := range p.appliesTo {
			if kind != "MUNICIPALITY" && kind != "REGION" {
				t.Errorf("%s applies to %q", p.code, kind)
			}
		}
	}
	if len(processes) != 433 || byDepth[1] != 3 || byDepth[2] != 27 || byDepth[3] != 157 || byDepth[4] != 246 {
		t.Errorf("%d processes, by depth %v", len(processes), byDepth)
	}
}

func TestActors(t *testing.T) {
	actors, err := readActors(files, "actors@2026")
	if err != nil {
		t.Fatal(err)
	}
	keys := uniqueIDs(t, actors, func(a actorRow) string { return a.key })
	byKind := map[string]int{}
	people := map[string]int{} // by county and kind: what the municipalities add up to is the region's
	for _, a := range actors {
		byKind[a.actorKind]++
		if a.name == "" || slices.Contains(a.aliases, a.name) {
			t.Errorf("%s is named %q, also %v", a.key, a.name, a.aliases)
		}
		prefix := map[string]string{"MUNICIPALITY": "kommun/", "REGION": "region/"}[a.actorKind]
		if prefix == "" {
			continue
		}
		if a.key != prefix+a.code || a.county != a.code[:2] || !keys["region/"+a.county] {
			t.Errorf("%s has the code %q and the county %q", a.key, a.code, a.county)
		}
		people[a.county] += map[string]int{"MUNICIPALITY": 1, "REGION": -1}[a.actorKind] * a.population
		if a.population <= 0 || a.organisationNumber == "" {
			t.Errorf("%s lacks its population or its organisation number", a.key)
		}
	}
	for county, left := range people {
		if left != 0 {
			t.Errorf("county %s: the municipalities have %d people more than the region", county, left)
		}
	}
	want := map[string]int{"MUNICIPALITY": 290, "REGION": 21, "AGENCY": 1, "ASSOCIATION": 1, "JOINT_BODY": 3}
	for kind, n := range want {
		if byKind[kind] != n {
			t.Errorf("%d actors are %s, want %d", byKind[kind], kind, n)
		}
	}
	if len(actors) != 316 {
		t.Errorf("%d actors, want 316", len(actors))
	}
}

// uniqueIDs returns the ids of all rows and reports those that are unfit as
// part of a key or occur twice.
func uniqueIDs[R any](t *testing.T, rows []R, id func(R) string) map[string]bool {
	t.Helper()
	key := regexp.MustCompile(`^[A-Za-z0-9@._/-]+$`)
	ids := map[string]bool{}
	for _, row := range rows {
		if ids[id(row)] || !key.MatchString(id(row)) {
			t.Errorf("%q occurs twice or cannot be a key", id(row))
		}
		ids[id(row)] = true
	}
	return ids
}
