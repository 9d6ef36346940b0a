package canonical

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// load reads files as a user's and makes a landscape of them. Owners that are not there are fine.
func load(meta *schema.Metamodel, packages *landscape.ChangeSet, files []File) (*landscape.Content, error) {
	set := &landscape.ChangeSet{}
	for _, f := range files {
		own, findings := changeset.Read(meta, f.Name, bytes.NewReader(f.Data), changeset.Limits{})
		for _, finding := range findings {
			return nil, fmt.Errorf("%s %s %q: %s\n%.4000s", finding.Place, finding.Place.Path, finding.Value, finding.Message.In(1), f.Data)
		}
		set.Add(own)
	}
	content, findings := landscape.Assemble(packages, set)
	for _, f := range findings {
		if f.Severity == landscape.SeverityError {
			return nil, fmt.Errorf("%s %s %q: %s", f.Place, f.Place.Path, f.Value, f.Message.In(1))
		}
	}
	return content, nil
}

// unlike says where two landscapes differ, both in the order of ids.
func unlike(got, want *landscape.Content) error {
	if len(got.Elements) != len(want.Elements) || len(got.Relations) != len(want.Relations) {
		return fmt.Errorf("%d elements and %d relations, not %d and %d", len(got.Elements), len(got.Relations), len(want.Elements), len(want.Relations))
	}
	for i, w := range want.Elements {
		if !reflect.DeepEqual(got.Elements[i], w) {
			return fmt.Errorf("%q is not %q", got.Elements[i].Values, w.Values)
		}
	}
	for i, w := range want.Relations {
		if !reflect.DeepEqual(got.Relations[i], w) {
			return fmt.Errorf("%q is not %q", got.Relations[i].Values, w.Values)
		}
	}
	return nil
}

// writer writes a landscape: Files, or one with a mistake.
type writer func(*landscape.Content) []File

func files(c *landscape.Content) []File { return Files(c) }

// backAgain says what is wrong where the files of a landscape do not give it back.
func backAgain(meta *schema.Metamodel, write writer, c *landscape.Content) error {
	got, err := load(meta, &landscape.ChangeSet{}, write(c))
	if err != nil {
		return err
	}
	if err := unlike(got, byID(c)); err != nil {
		return err
	}
	if g, w := Digest(got), Digest(c); g != w {
		return fmt.Errorf("digest %s, not %s", g, w)
	}
	return nil
}

// sameFiles says whether two landscapes have the same files.
func sameFiles(write writer, a, b *landscape.Content) error {
	if x, y := write(a), write(b); !reflect.DeepEqual(x, y) {
		return fmt.Errorf("files differ: %s and %s", x, y)
	}
	return nil
}

func TestRoundTrip(t *testing.T) {
	meta := model(t)
	contents := contentGen(meta)
	rapid.Check(t, func(t *rapid.T) {
		c := contents.Draw(t, "content")
		if err := backAgain(meta, files, c); err != nil {
			t.Fatal(err)
		}
		other := permuted(t, c)
		if err := sameFiles(files, c, other); err != nil {
			t.Fatal(err)
		}
		if Digest(c) != Digest(other) {
			t.Fatal("the digest goes by the order")
		}
	})
}

// The files one after another are what is digested, and one file that gives the landscape back.
func TestWrite(t *testing.T) {
	meta := model(t)
	contents := contentGen(meta)
	rapid.Check(t, func(t *rapid.T) {
		c := contents.Draw(t, "content")
		var b bytes.Buffer
		if err := Write(&b, c); err != nil {
			t.Fatal(err)
		}
		var parts []string
		for _, f := range Files(c) {
			if !strings.HasPrefix(string(f.Data), "landskap: 1 ") {
				t.Fatalf("a document begins with %.20q", f.Data)
			}
			parts = append(parts, string(f.Data))
		}
		if want := strings.Join(parts, "---\n"); len(parts) > 0 && b.String() != want {
			t.Fatalf("the stream is not the files: %s\n%s", b.String(), want)
		}
		if sum := fmt.Sprintf("%x", sha256.Sum256(b.Bytes())); sum != Digest(c) {
			t.Fatal("the digest is not the stream's")
		}
		got, err := load(meta, &landscape.ChangeSet{}, []File{{Name: "all", Data: b.Bytes()}})
		if err != nil {
			t.Fatal(err)
		}
		if err := unlike(got, byID(c)); err != nil {
			t.Fatal(err)
		}
	})
}

func TestKeep(t *testing.T) {
	meta := model(t)
	contents := contentGen(meta)
	rapid.Check(t, func(t *rapid.T) {
		c := contents.Draw(t, "content")
		var want []File
		for _, f := range Files(c) {
			if !strings.HasPrefix(f.Owner, "package:") {
				want = append(want, f)
			}
		}
		if got := Files(c, WithoutPackages); !reflect.DeepEqual(got, want) {
			t.Fatalf("%v, not %v", got, want)
		}
	})
}

// TestFormat shows the format. Whatever changes it changes the digest of every landscape that anybody has noted down.
func TestFormat(t *testing.T) {
	const want = `landskap: 1 # alfa.yaml, written by landskap export; the next export replaces it
owner: alfa
elements:
  - {kind: Actor, key: alfa, name: Alfa kommun, aliases: [Alfa, "1234"], actorKind: MUNICIPALITY, population: 3000, itStaff: 2.5}
  - {kind: Actor, key: alfa/bolag, name: Alfa bolag, owner: alfa, actorKind: SUPPLIER}
  - {kind: Capability, key: c1, name: Identitet}
  - {kind: Capability, key: c2, name: Styrning}
  - {kind: Capability, key: c3, name: Plattform}
  - {kind: Capability, key: c4, name: Beredskap}
  - {kind: System, key: alfa/s1, name: "Ärenden: alla", description: "Två\nrader", visibility: REGION, validFrom: 2026-01-01}
relations:
  - {from: Actor alfa, type: ASSESSED, to: Capability c1, stance: LACKS}
  - {from: Actor alfa, type: ASSESSED, to: Capability c1, stance: LACKS, date: 2024-01-01}
  - {from: Actor alfa, type: ASSESSED, to: Capability c1, stance: HAS, date: 2025-01-01}
  - {from: Actor alfa, type: ASSESSED, to: Capability c1, stance: HAS, date: 2026-01-01}
  - {from: Actor alfa, type: ASSESSED, to: Capability c2, stance: HAS}
  - {from: Actor alfa, type: ASSESSED, to: Capability c3, stance: HAS}
  - {from: Actor alfa, type: ASSESSED, to: Capability c4, stance: HAS}
  - {from: Actor alfa/bolag, type: ASSESSED, to: Capability c1, stance: HAS}
  - {from: System alfa/s1, type: REALISES, to: BuildingBlock p@1/b, origin: invented, coverage: PARTIAL}
  - {from: Actor alfa, type: USES, to: System alfa/s1}
---
landskap: 1 # package-p@1.yaml, written by landskap export; the next export replaces it
owner: package:p@1
elements:
  - {kind: BuildingBlock, key: p@1/b, name: Block, grouping: true}
`
	c, err := load(model(t), &landscape.ChangeSet{}, []File{{Name: "f", Data: []byte(want)}})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	const empty = "landskap: 1\n"
	b.Reset()
	if err := Write(&b, &landscape.Content{}); err != nil || b.String() != empty || empty != fmt.Sprintf("landskap: %d\n", changeset.Format) {
		t.Errorf("nothing is %q, %v", b.String(), err)
	}
	if _, err := load(model(t), &landscape.ChangeSet{}, []File{{Name: "f", Data: []byte(empty)}}); err != nil {
		t.Error(err)
	}
}

// failing takes so many bytes and no more.
type failing struct{ left int }

var errFull = errors.New("full")

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteFails(t *testing.T) {
	c := generated(model(t), 400, 2000, 5)
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	for left := 0; left < b.Len(); left += b.Len() / 20 {
		if err := Write(&failing{left}, c); !errors.Is(err, errFull) {
			t.Errorf("after %d bytes: %v", left, err)
		}
	}
	if err := Write(&failing{0}, &landscape.Content{}); !errors.Is(err, errFull) {
		t.Errorf("an empty landscape: %v", err)
	}
}

// What the model cannot hold is not lost in silence: a reader refuses it, and the digest is another.
func TestOutsideTheModel(t *testing.T) {
	meta := model(t)
	system := func(values map[string]any) *landscape.Element {
		values["key"], values["owner"] = "s", "o"
		if values["name"] == nil {
			values["name"] = "S"
		}
		return landscape.NewElement(meta.Kind("System"), values)
	}
	whole := &landscape.Content{Elements: []*landscape.Element{system(map[string]any{})}}
	noVisibility := slices.Clone(whole.Elements[0].Values)
	noVisibility[schema.AttrVisibility] = nil
	for name, c := range map[string]*landscape.Content{
		"control":     {Elements: []*landscape.Element{system(map[string]any{"description": "a\x01b"})}},
		"return":      {Elements: []*landscape.Element{system(map[string]any{"description": "a\rb"})}},
		"no UTF-8":    {Elements: []*landscape.Element{system(map[string]any{"description": "a\xffb"})}},
		"empty name":  {Elements: []*landscape.Element{system(map[string]any{"name": " "})}},
		"foreign":     {Elements: []*landscape.Element{system(map[string]any{"hosting": "NOWHERE"})}},
		"no date":     {Elements: []*landscape.Element{system(map[string]any{"validFrom": "2026"})}},
		"wrong type":  {Elements: []*landscape.Element{system(map[string]any{"validFrom": 2026})}},
		"end is gone": {Elements: whole.Elements, Relations: []*landscape.Relation{landscape.NewRelation(meta.Relation("INSTANCE_OF", meta.Kind("System")), whole.Elements[0].Ref(), landscape.Ref{Kind: meta.Kind("Product"), Key: "p"}, map[string]any{"owner": "o"})}},
		// Without a value for what has a default. A reader gives the default.
		"no default": {Elements: []*landscape.Element{{ID: whole.Elements[0].ID, Kind: whole.Elements[0].Kind, Values: noVisibility}}},
	} {
		if _, err := load(meta, &landscape.ChangeSet{}, Files(c)); err == nil && name != "no default" {
			t.Errorf("%s: read back", name)
		}
		if Digest(c) == Digest(whole) {
			t.Errorf("%s: the digest does not see it", name)
		}
	}
}
