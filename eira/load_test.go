package eira

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

func metamodel(t testing.TB) *schema.Metamodel {
	t.Helper()
	meta, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	return meta
}

func load(t testing.TB, meta *schema.Metamodel, name string) *landscape.ChangeSet {
	t.Helper()
	set, err := Load(meta, name)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestCounts pins what every package holds, as elements, as relations by type, and as Info tells it.
func TestCounts(t *testing.T) {
	meta := metamodel(t)
	for _, want := range []struct {
		pkg       Package // without texts
		relations map[string]int
	}{
		{Package{Name: "eira@7.0.0", References: 1, Areas: 5, Blocks: 333, Groupings: 51},
			map[string]int{"Area IN": 5, "BuildingBlock IN": 403, "BuildingBlock SPECIALISES": 63}},
		{Package{Name: "eira@6.1.0", References: 1, Areas: 5, Blocks: 272, Groupings: 45},
			map[string]int{"Area IN": 5, "BuildingBlock IN": 336, "BuildingBlock SPECIALISES": 64}},
		{Package{Name: "klassa@2.1", References: 1, Processes: 433},
			map[string]int{"Process IN": 433, "Process PART_OF": 430}},
		{Package{Name: "actors@2026", Actors: 316}, map[string]int{}},
	} {
		got := Package{Name: want.pkg.Name}
		set := load(t, meta, want.pkg.Name)
		for _, r := range set.Elements {
			switch r.Element.Kind.Name {
			case "Reference":
				got.References++
			case "Area":
				got.Areas++
			case "Process":
				got.Processes++
			case "Actor":
				got.Actors++
			case "BuildingBlock":
				if r.Element.Get("grouping") == true {
					got.Groupings++
				} else {
					got.Blocks++
				}
			}
		}
		if got != want.pkg || len(set.Elements) != want.pkg.Elements() {
			t.Errorf("%d elements, %+v, want %+v", len(set.Elements), got, want.pkg)
		}
		relations := map[string]int{}
		for _, r := range set.Relations {
			relations[r.From.Kind.Name+" "+r.Relation.Type.Type]++
		}
		if !reflect.DeepEqual(relations, want.relations) {
			t.Errorf("%s: relations %v, want %v", want.pkg.Name, relations, want.relations)
		}
		info, err := Info(want.pkg.Name)
		if err != nil {
			t.Error(err)
		}
		if info.Title == "" || info.TitleEn == "" || !strings.HasSuffix(info.Name, "@"+info.Version) || !strings.Contains(info.Provenance, "# "+info.Name) {
			t.Errorf("Info says %+v", info)
		}
		if info.Partial != (info.Name == "klassa@2.1") {
			t.Errorf("%s: partial is %t", info.Name, info.Partial)
		}
		info.Title, info.TitleEn, info.Version, info.Publisher, info.Licence, info.Partial, info.Provenance = "", "", "", "", "", false, ""
		if info != want.pkg {
			t.Errorf("Info counts %+v, want %+v", info, want.pkg)
		}
	}
}

// TestArea counts what a gap of one area of EIRA is about: its blocks that are not groupings, and the rows that they make by name.
func TestArea(t *testing.T) {
	meta := metamodel(t)
	set := load(t, meta, "eira@7.0.0")
	blocks := map[landscape.ID]*landscape.Element{}
	for _, r := range set.Elements {
		if r.Element.Kind.Name == "BuildingBlock" && r.Element.Get("grouping") == false {
			blocks[r.Element.ID] = r.Element
		}
	}
	count, names := 0, map[string]bool{}
	for _, r := range set.Relations {
		if b := blocks[r.Relation.From]; b != nil && r.Relation.Type.Type == "IN" && r.To.Key == "eira@7.0.0/technical-application" {
			count++
			names[b.Name()] = true
		}
	}
	if count != 111 || len(names) != 88 {
		t.Errorf("technical-application has %d blocks of %d names, want 111 of 88", count, len(names))
	}
}

// TestDimensions guards that a block of several dimensions is not told as one of the first that comes.
func TestDimensions(t *testing.T) {
	rows, err := readBlocks(files, "eira@7.0.0")
	if err != nil {
		t.Fatal(err)
	}
	several := map[string]bool{}
	for _, r := range rows {
		several["eira@7.0.0/"+r.id] = len(r.dimensions) > 1
	}
	with, without := 0, 0
	for _, r := range load(t, metamodel(t), "eira@7.0.0").Elements {
		switch {
		case r.Element.Kind.Name != "BuildingBlock":
		case r.Element.Get("dimension") != nil:
			with++
			if several[r.Element.Key()] {
				t.Errorf("%s has the dimension %v, one of several", r.Element.Key(), r.Element.Get("dimension"))
			}
		case several[r.Element.Key()]:
			without++
		}
	}
	if with != 278 || without != 14 {
		t.Errorf("%d blocks have a dimension and %d have none for they have several, want 278 and 14", with, without)
	}
}

func TestUnknownPackage(t *testing.T) {
	_, loadErr := Load(metamodel(t), "eira@5.0.0")
	_, infoErr := Info("eira@5.0.0")
	for _, err := range []error{loadErr, infoErr} {
		var e *landscape.Error
		if !errors.As(err, &e) || e.Code != landscape.NotFound {
			t.Fatalf("the error is %v, want NOT_FOUND", err)
		}
		for _, language := range []text.Language{text.Swedish, text.English} {
			for _, word := range append(Names(), "eira@5.0.0") {
				if said := e.Message.In(language); !strings.Contains(said, word) {
					t.Errorf("%q does not name %s", said, word)
				}
			}
		}
	}
}

// BenchmarkLoad measures what every command pays that brings packages along.
func BenchmarkLoad(b *testing.B) {
	meta := metamodel(b)
	run := func(title string, names ...string) {
		b.Run(title, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, name := range names {
					load(b, meta, name)
				}
			}
		})
	}
	run("all", Names()...)
	for _, name := range Names() {
		run(name, name)
	}
}
