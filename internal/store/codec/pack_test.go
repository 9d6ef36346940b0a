package codec

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

func TestPackedChangesReadByThemselves(t *testing.T) {
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	kind := m.Kind("System")
	e := &landscape.Element{ID: landscape.NewElementID("System", "a"), Kind: kind, Values: make([]any, len(kind.Attributes))}
	for _, a := range kind.Attributes {
		if a.List {
			e.Values[a.Index] = []string(nil)
		}
	}
	e.Values[schema.AttrID], e.Values[schema.AttrKey], e.Values[schema.AttrName] = string(e.ID), "a", "Å"
	chunks, err := Pack(m, []landscape.Change{{ElementAfter: e}})
	if err != nil {
		t.Fatal(err)
	}
	packed := bytes.Join(chunks, nil)
	other, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	changes, err := Unpack(other, packed)
	if err != nil || len(changes) != 1 || fmt.Sprintf("%q", changes[0].ElementAfter.Values) != fmt.Sprintf("%q", e.Values) || changes[0].ElementAfter.Kind != other.Kind("System") {
		t.Errorf("read again: %v, %v", changes, err)
	}
	if _, err := Unpack(m, packed[:len(packed)/2]); err == nil {
		t.Error("what is cut off is read")
	}
}
