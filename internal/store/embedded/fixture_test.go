package embedded

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

var update = flag.Bool("update", false, "write the data folder of the present format, where it is not there")

// fixture is a data folder as format 1 was first written, and beside it what it holds. Every later version must open it. It is not to
// be written anew: a new format gets a folder of its own beside this one.
const (
	fixture     = "testdata/fixture-1"
	fixtureTold = "testdata/fixture-1.txt"
)

// fixtureKey is the key of one of the fixture's writes, and what that write was.
var fixtureKey = landscape.Write{Key: "the key", Content: "the content"}

func nothing(landscape.Draft) ([]landscape.Change, error) { return nil, nil }

// writeFixture makes a landscape with a value of every type, texts that are hard to keep, changes, deletions and an undo.
func writeFixture(t *testing.T, m *schema.Metamodel, s *Store) {
	clock := time.Date(2026, 11, 25, 12, 0, 0, 123456789, time.UTC)
	step := func(w landscape.Write, changes ...landscape.Change) landscape.Receipt {
		clock = clock.Add(time.Hour)
		w.At, w.By = clock, "kommun/1"
		return write(t, s, w, changes)
	}
	element := func(kind, key string, values map[string]any) *landscape.Element {
		values["key"] = key
		if values["owner"] == nil {
			values["owner"] = "kommun/1"
		}
		return landscape.NewElement(m.Kind(kind), values)
	}
	claim := func(from *landscape.Element, name string, to *landscape.Element, values map[string]any) landscape.Change {
		values["owner"] = "kommun/1"
		r := landscape.NewRelation(m.Relation(name, from.Kind), from.Ref(), to.Ref(), values)
		return landscape.Change{RelationAfter: r, From: from.Ref(), To: to.Ref()}
	}
	actor := element("Actor", "kommun/1", map[string]any{"name": "Åsele", "aliases": []string{"Aasele", "", "Åsele kommun"}, "actorKind": "MUNICIPALITY", "code": "0114", "county": "01", "population": int64(2_785), "itStaff": 2.5})
	old := element("System", "kommun/1/s1", map[string]any{"name": "Ärenden", "description": "Två\nrader \"och\" \U0001F600 e\u0301", "visibility": "REGION", "lifecycle": "ACTIVE", "confidentiality": int64(0), "integrity": int64(4), "personalData": true, "validFrom": "2026-01-01"})
	changed := element("System", "kommun/1/s1", map[string]any{"name": "Ärenden 2", "visibility": "RESTRICTED", "lifecycle": "PHASE_OUT", "confidentiality": int64(3), "personalData": false, "validFrom": "2026-01-01", "validTo": "2031-12-31"})
	gone := element("System", "kommun/1/s2", map[string]any{"name": "Borta", "origin": "survey-2018"})
	product := element("Product", "p1", map[string]any{"name": "Produkt", "homepage": "https://example.org/a?b=c&d=%20#e"})
	service := element("Service", "e1", map[string]any{"name": "Tjänst", "openTo": []string{"MUNICIPALITY", "REGION"}})
	agreement := element("Agreement", "a1", map[string]any{"name": "Avtal", "number": "1e3", "noticeBy": "2027-02-28"})
	block := element("BuildingBlock", "p@1/b", map[string]any{"name": "Block", "owner": "package:p@1"})
	capability := element("Capability", "c1", map[string]any{"name": "Identitet"})
	step(landscape.Write{Why: "början"}, append(create(actor, old, gone, product, block, capability),
		claim(old, "INSTANCE_OF", product, map[string]any{}),
		claim(old, "REALISES", block, map[string]any{"coverage": "PARTIAL", "evidence": "intervju"}),
		claim(actor, "ASSESSED", capability, map[string]any{"stance": "HAS", "maturity": int64(3), "date": "2025-01-01"}),
		claim(actor, "ASSESSED", capability, map[string]any{"stance": "LACKS", "date": "2026-01-01"}),
		claim(old, "ARCHIMATE", gone, map[string]any{"archimateType": "Association", "directed": true}))...)
	step(fixtureKey, append(create(service, agreement), claim(actor, "USES", old, map[string]any{"visibility": "ACTOR"}))...)
	last := claim(old, "ARCHIMATE", gone, map[string]any{"archimateType": "Association", "directed": true}).Reversed()
	step(landscape.Write{Why: "borta"}, last, landscape.Change{ElementBefore: gone})
	step(landscape.Write{Key: "another", Content: ""}, landscape.Change{ElementBefore: old, ElementAfter: changed})
	r := step(landscape.Write{Why: "ångras"}, landscape.Change{ElementBefore: service}, landscape.Change{ElementBefore: product, ElementAfter: element("Product", "p1", map[string]any{"name": "Fel"})})
	repository := &landscape.Repository{Model: m, Store: s, Now: func() time.Time { return clock.Add(time.Hour) }}
	if _, err := repository.Undo(context.Background(), landscape.Steward(), r.Revision, landscape.Request{Why: "ångrad", Key: "undo"}); err != nil {
		t.Fatal(err)
	}
	step(landscape.Write{Key: "nothing", Content: "changed"})
}

// told is what a folder holds, as the file beside the fixture has it.
func told(t *testing.T, m *schema.Metamodel, s *Store) string {
	t.Helper()
	digest, revision := digestOf(t, m, s, "main")
	past, err := pastText(s)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("revision %d digest %s\n%s", revision, digest, past)
}

// TestFixture opens a copy of a data folder that format 1 wrote: state, history and keys are what they were, and writing goes on.
func TestFixture(t *testing.T) {
	m, ctx := model(t), context.Background()
	if *update {
		if err := errors.Join(os.MkdirAll(filepath.Dir(fixture), 0o755), os.Mkdir(fixture, 0o755)); err != nil {
			t.Fatalf("it is there, or cannot be made: %v", err)
		}
		s := openTest(t, fixture, m)
		writeFixture(t, m, s)
		all := told(t, m, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(fixtureTold, []byte(all), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(fixtureTold)
	if err != nil {
		t.Fatal(err)
	}
	want, dir := string(b), tempDir(t)
	if err := os.CopyFS(dir, os.DirFS(fixture)); err != nil {
		t.Fatal(err)
	}
	if err := Verify(dir); err != nil {
		t.Fatal(err)
	}
	s := openTest(t, dir, m)
	if got := told(t, m, s); got != want {
		t.Errorf("it holds\n%s\nwant\n%s", got, want)
	}
	again := func() {
		t.Helper()
		for _, c := range []struct {
			write    landscape.Write
			revision landscape.Revision
		}{{fixtureKey, 2}, {landscape.Write{Key: "another"}, 4}, {landscape.Write{Key: "nothing", Content: "changed"}, 6}} {
			if r, err := s.Write(ctx, "main", c.write, nothing); err != nil || r != (landscape.Receipt{Revision: c.revision, Repeated: true}) {
				t.Errorf("the key %q again: %+v, %v", c.write.Key, r, err)
			}
		}
		if _, err := s.Write(ctx, "main", landscape.Write{Key: fixtureKey.Key, Content: "other"}, nothing); code(err) != landscape.Conflict {
			t.Errorf("the key with other content: %v", err)
		}
	}
	again()
	repository := &landscape.Repository{Model: m, Store: s}
	before, _ := digestOf(t, m, s, "main")
	if _, err := repository.Undo(ctx, landscape.Steward(), 6, landscape.Request{}); err != nil {
		t.Errorf("undoing the last revision: %v", err)
	}
	if after, revision := digestOf(t, m, s, "main"); after == before || revision != 7 {
		t.Errorf("undone it is the same, at revision %d", revision)
	}
	if _, err := repository.Undo(ctx, landscape.Steward(), 7, landscape.Request{}); err != nil {
		t.Error(err)
	}
	s.Close()
	s = openTest(t, dir, m)
	if after, revision := digestOf(t, m, s, "main"); after != before || revision != 8 {
		t.Errorf("written to and opened again it has the digest %s at revision %d, not %s", after, revision, before)
	}
	again()
}

// TestFixtureIsThePresentFormat writes the same once more: what the fixture holds is what is written now.
func TestFixtureIsThePresentFormat(t *testing.T) {
	m := model(t)
	want, err := os.ReadFile(fixtureTold)
	if err != nil {
		t.Fatal(err)
	}
	s := openTest(t, tempDir(t), m)
	writeFixture(t, m, s)
	if got := told(t, m, s); got != string(want) {
		t.Errorf("it holds\n%s\nwant\n%s", got, want)
	}
	s.Close()
	dirs := [2]string{fixture, s.dir}
	var heads [2][]byte
	for i, dir := range dirs {
		b, err := os.ReadFile(filepath.Join(dir, "main.landskap"))
		if err != nil {
			t.Fatal(err)
		}
		heads[i] = append(b[60:64:64], b[68:72]...)
	}
	if string(heads[0]) != string(heads[1]) {
		t.Errorf("format and application: % x in the fixture, % x now", heads[0], heads[1])
	}
}

// TestFixtureControl opens the fixture as files of another format would be met: each is noticed.
func TestFixtureControl(t *testing.T) {
	m := model(t)
	for name, at := range map[string]int{"a newer format": 63, "another program": 71} {
		dir := tempDir(t)
		b, err := os.ReadFile(filepath.Join(fixture, "main.landskap"))
		if err != nil {
			t.Fatal(err)
		}
		b[at]++
		if err := os.WriteFile(filepath.Join(dir, "main.landskap"), b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, Options{m}); code(err) != landscape.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
}
