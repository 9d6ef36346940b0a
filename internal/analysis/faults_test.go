package analysis

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/schema"
)

// tampered is a snapshot whose paths are not what the store gave.
type tampered struct {
	landscape.Snapshot
	matrix func(context.Context, landscape.MatrixQuery) (*landscape.Matrix, error)
}

func (s tampered) Matrix(ctx context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
	return s.matrix(ctx, q)
}

// tamper returns a fault that changes the paths of each answer.
func tamper(change func(w world, m *landscape.Matrix)) through {
	return func(w world, s landscape.Snapshot) landscape.Snapshot {
		return tampered{s, func(ctx context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
			m, err := s.Matrix(ctx, q)
			if err == nil {
				change(w, m)
			}
			return m, err
		}}
	}
}

// leaking shows paths over what the viewer may not see.
func leaking(w world, s landscape.Snapshot) landscape.Snapshot {
	var all landscape.Snapshot
	// The plain store's snapshots are good when the read has ended, though the contract promises no such thing.
	_ = plain.New(w.content).Read(context.Background(), landscape.Main, landscape.Steward(), func(steward landscape.Snapshot) error {
		all = steward
		return nil
	})
	return tampered{s, all.Matrix}
}

// lossy loses the last path of each answer.
var lossy = tamper(func(_ world, m *landscape.Matrix) {
	if n := len(m.Tuples); n > 0 {
		m.Tuples = m.Tuples[:n-1]
	}
})

// forgetful loses one claim more in every other revision of a landscape.
var forgetful = tamper(func(w world, m *landscape.Matrix) {
	n := len(w.content.Relations)
	if n == 0 || n%2 == 0 {
		return
	}
	lost := w.content.Relations[n/2].ID
	m.Tuples = slices.DeleteFunc(m.Tuples, func(t landscape.Tuple) bool {
		return slices.ContainsFunc(t.Claims, func(c *landscape.Relation) bool { return c.ID == lost })
	})
})

// timeless knows no dates: everything is valid always.
var timeless = tamper(func(_ world, m *landscape.Matrix) {
	for id, e := range m.Elements {
		copied := *e
		copied.Values = slices.Clone(e.Values)
		copied.Values[schema.AttrValidFrom], copied.Values[schema.AttrValidTo] = nil, nil
		m.Elements[id] = &copied
	}
	changeClaims(m, func(c *landscape.Relation) {
		c.Values[schema.ClaimValidFrom], c.Values[schema.ClaimValidTo] = nil, nil
	})
})

// credulous takes everybody's word for the first actor's.
var credulous = tamper(func(_ world, m *landscape.Matrix) {
	changeClaims(m, func(c *landscape.Relation) { c.Values[schema.ClaimOwner] = oddKeys[0] })
})

// glib reads every statement as one of completeness.
var glib = tamper(func(_ world, m *landscape.Matrix) {
	changeClaims(m, func(c *landscape.Relation) {
		if a := c.Type.Attribute("statement"); a != nil {
			c.Values[a.Index] = "COMPLETE"
		}
	})
})

func changeClaims(m *landscape.Matrix, change func(*landscape.Relation)) {
	for i, t := range m.Tuples {
		claims := slices.Clone(t.Claims)
		for j, c := range claims {
			copied := *c
			copied.Values = slices.Clone(c.Values)
			change(&copied)
			claims[j] = &copied
		}
		m.Tuples[i].Claims = claims
	}
}

// TestDefinitionsNoticeFaults is the negative control of all that is compared with the oracle.
func TestDefinitionsNoticeFaults(t *testing.T) {
	for _, test := range []struct {
		name   string
		cast   cast
		p      property
		faults map[string]through
	}{
		{"gap", gapCast, asDefined, map[string]through{"leaking": leaking, "lossy": lossy, "timeless": timeless, "credulous": credulous, "glib": glib}},
		{"gap of a map", mapCast, asDefined, map[string]through{"leaking": leaking, "lossy": lossy, "timeless": timeless, "credulous": credulous, "glib": glib}},
		{"coverage", gapCast, coverageAsDefined, map[string]through{"leaking": leaking, "lossy": lossy, "timeless": timeless, "credulous": credulous, "glib": glib}},
		{"shared", sharedCast, sharedAsDefined, map[string]through{"leaking": leaking, "lossy": lossy, "timeless": timeless, "credulous": credulous}},
		{"capability", capabilityCast, capabilityAsDefined, map[string]through{"leaking": leaking, "lossy": lossy, "timeless": timeless, "credulous": credulous}},
		{"adoption", capabilityCast, adoptionAsDefined, map[string]through{"leaking": leaking, "lossy": lossy, "timeless": timeless, "credulous": credulous}},
	} {
		for name, fault := range test.faults {
			t.Run(test.name+" "+name, func(t *testing.T) { finds(t, worlds(test.cast), test.p, fault) })
		}
	}
}

// frugal gives no attribute that was not asked for, as the contract allows.
func frugal(_ world, s landscape.Snapshot) landscape.Snapshot { return sparing{s, false} }

// stingy does not even give those that were.
func stingy(_ world, s landscape.Snapshot) landscape.Snapshot { return sparing{s, true} }

type sparing struct {
	landscape.Snapshot
	stingy bool
}

func (s sparing) cut(e *landscape.Element, asked []string) *landscape.Element {
	if e == nil || asked == nil {
		return e
	}
	always := []string{"id", "key", "name", "owner", "visibility", "validFrom", "validTo"}
	copied := *e
	copied.Values = slices.Clone(e.Values)
	for i, a := range e.Kind.Attributes {
		if !slices.Contains(always, a.Name) && (s.stingy || !slices.Contains(asked, a.Name)) {
			copied.Values[i] = nil
		}
	}
	return &copied
}

func (s sparing) Elements(ctx context.Context, ids []landscape.ID, asked []string, _ ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	list, err := s.Snapshot.Elements(ctx, ids, asked)
	for i, e := range list {
		list[i] = s.cut(e, asked)
	}
	return list, err
}

func (s sparing) Find(ctx context.Context, q landscape.Query) (landscape.Rows, error) {
	rows, err := s.Snapshot.Find(ctx, q)
	for i, e := range rows.Elements {
		rows.Elements[i] = s.cut(e, q.Attributes)
	}
	return rows, err
}

func (s sparing) Matrix(ctx context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
	m, err := s.Snapshot.Matrix(ctx, q)
	if err == nil {
		for id, e := range m.Elements {
			m.Elements[id] = s.cut(e, append([]string{}, q.Attributes...))
		}
	}
	return m, err
}

// contented holds if an analysis asks for all that it needs.
func contented(w world, fault through) error {
	if fault == nil {
		fault = frugal
	}
	if answers(w, w, nil) != answers(w, w, fault) {
		return fmt.Errorf("an analysis uses an attribute that it does not ask for")
	}
	return nil
}

func TestAnalysesAskForWhatTheyNeed(t *testing.T) {
	for name, c := range allCasts {
		t.Run(name, func(t *testing.T) {
			holds(t, worlds(c), contented)
			finds(t, worlds(c), contented, stingy)
		})
	}
}
