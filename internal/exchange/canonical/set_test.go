package canonical

import (
	"bytes"
	"errors"
	"testing"

	"github.com/arkinera/landskap/internal/exchange/changeset"
	"github.com/arkinera/landskap/internal/landscape"
)

// The parts of a landscape, each written by itself, make the same landscape when all of them are read, also where a relation's end is
// in another part.
func TestWriteSet(t *testing.T) {
	meta := model(t)
	content := generated(meta, 400, 800, 7)
	parts := []*landscape.ChangeSet{{}, {}, {}}
	refs := map[landscape.ID]landscape.Ref{}
	for i, e := range content.Elements {
		refs[e.ID] = e.Ref()
		parts[i%2].Elements = append(parts[i%2].Elements, landscape.ElementRecord{Element: e})
	}
	for i, r := range content.Relations {
		part := parts[1+i%2]
		part.Relations = append(part.Relations, landscape.RelationRecord{Relation: r, From: refs[r.From], To: refs[r.To]})
	}
	read := &landscape.ChangeSet{}
	for _, part := range parts {
		var b bytes.Buffer
		if err := WriteSet(&b, part); err != nil {
			t.Fatal(err)
		}
		set, findings := changeset.Read(meta, "part.yaml", &b, changeset.Limits{})
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		read.Add(set)
	}
	again, findings := landscape.Assemble(&landscape.ChangeSet{}, read)
	if landscape.Failed(findings) {
		t.Fatal(findings)
	}
	if Digest(again) != Digest(content) {
		t.Error("what was read back is another landscape")
	}
	read.Relations = read.Relations[1:]
	if again, _ = landscape.Assemble(&landscape.ChangeSet{}, read); Digest(again) == Digest(content) {
		t.Error("a relation less is the same landscape")
	}
}

func TestWriteSetFails(t *testing.T) {
	set := &landscape.ChangeSet{}
	for _, e := range generated(model(t), 400, 0, 1).Elements {
		set.Elements = append(set.Elements, landscape.ElementRecord{Element: e})
	}
	for _, left := range []int{0, chunk + chunk/2} {
		if err := WriteSet(&failing{left}, set); !errors.Is(err, errFull) {
			t.Errorf("after %d bytes: %v", left, err)
		}
	}
}
