package neo4j

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/google/uuid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/storetest"
)

// TestMove takes a landscape with creations, changes and deletions from one name to another, and compares all that can be asked.
func TestMove(t *testing.T) {
	t.Parallel()
	m, err := storetest.Model()
	if err != nil {
		t.Fatal(err)
	}
	s := openTest(t, Options{Model: m, Access: Exclusive})
	from, to := "test-"+uuid.NewString(), "test-"+uuid.NewString()
	t.Cleanup(func() {
		for _, name := range []string{from, to} {
			if err := s.Drop(context.Background(), name); err != nil && landscape.CodeOf(err) != landscape.NotFound {
				t.Error(err)
			}
		}
	})
	system := m.Kind("System")
	needs := m.Relation("NEEDS", system)
	element := func(i, rank int) *landscape.Element { return newSystem(system, fmt.Sprintf("s%d", i), int64(rank)) }
	need := func(i int) landscape.Change {
		from, to := element(i, 0).Ref(), element(i+1, 0).Ref()
		r := landscape.NewRelation(needs, from, to, map[string]any{"owner": "local", "visibility": "OPEN"})
		return landscape.Change{RelationAfter: r, From: from, To: to}
	}
	const size = 7000 // more than one statement takes
	var first, second, third []landscape.Change
	for i := range size {
		first = append(first, landscape.Change{ElementAfter: element(i, 1)})
		if i < size-1 {
			first = append(first, need(i))
		}
	}
	for i := range 10 {
		second = append(second, landscape.Change{ElementBefore: element(i, 1), ElementAfter: element(i, 2)}, need(i).Reversed())
	}
	third = append(third, landscape.Change{ElementBefore: element(0, 2)})
	for i, changes := range [][]landscape.Change{first, second, third, nil} {
		_, err := s.Write(t.Context(), from, landscape.Write{Key: fmt.Sprint("k", i), Content: fmt.Sprint("c", i), By: "somebody", Why: "for a test"},
			func(landscape.Draft) ([]landscape.Change, error) { return changes, nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	cut := errors.New("cut off")
	err = s.Import(t.Context(), to, func(yield func(landscape.Remembered, error) bool) {
		for part := range exported(t, s, from) {
			if !yield(part, nil) {
				return
			}
			yield(landscape.Remembered{}, cut)
			return
		}
	})
	if !errors.Is(err, cut) {
		t.Errorf("an import that is cut off ends with %v", err)
	}
	if left := s.rows(t, to); left != 0 {
		t.Errorf("an import that was cut off leaves %d records", left)
	}
	if err := s.Import(t.Context(), to, exported(t, s, from)); err != nil {
		t.Fatal(err)
	}
	if err := s.Import(t.Context(), to, exported(t, s, from)); landscape.CodeOf(err) != landscape.Conflict {
		t.Errorf("an import onto what is there ends with %v", err)
	}
	was, is := s.told(t, from), s.told(t, to)
	if was != is {
		t.Errorf("what was moved is another: %d and %d bytes", len(was), len(is))
	}
	// The keys have come along: the write is not made again.
	receipt, err := s.Write(t.Context(), to, landscape.Write{Key: "k1", Content: "c1"}, func(landscape.Draft) ([]landscape.Change, error) { return nil, errors.New("again") })
	if want := (landscape.Receipt{Revision: 2, Repeated: true}); receipt != want || err != nil {
		t.Errorf("a write of before is answered by %v, %v", receipt, err)
	}
	if err := s.Drop(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if left := s.rows(t, to); left != 0 {
		t.Errorf("Drop leaves %d records", left)
	}
	if err := s.Drop(t.Context(), to); landscape.CodeOf(err) != landscape.NotFound {
		t.Errorf("a second Drop ends with %v", err)
	}
	if s.told(t, from) != was {
		t.Error("Drop has changed another landscape")
	}
}

// TestImportOverLeftovers imports where an import was killed, but not where one is at work.
func TestImportOverLeftovers(t *testing.T) {
	t.Parallel()
	name := parties(t)
	a, b := newParty(t, name, "a", Exclusive), newParty(t, name, "b", Exclusive)
	nothing := func(func(landscape.Remembered, error) bool) {}
	during := func(yield func(landscape.Remembered, error) bool) {
		if err := b.Import(t.Context(), name, nothing); landscape.CodeOf(err) != landscape.Unavailable {
			t.Errorf("a second import at the same time ends with %v", err)
		}
		if _, err := b.revision(); landscape.CodeOf(err) != landscape.NotFound {
			t.Errorf("a landscape that is coming is read: %v", err)
		}
		if err := b.write("early"); landscape.CodeOf(err) != landscape.Conflict && landscape.CodeOf(err) != landscape.Unavailable {
			t.Errorf("a landscape that is coming is written to: %v", err)
		}
		a.sleep()
		yield(landscape.Remembered{Key: &landscape.KeptKey{Key: "k"}}, nil)
		if err := b.Import(t.Context(), name, nothing); err != nil {
			t.Errorf("an import over what a dead one left ends with %v", err)
		}
	}
	if err := a.Import(t.Context(), name, during); landscape.CodeOf(err) != landscape.Unavailable {
		t.Errorf("an import that was taken for dead ends with %v", err)
	}
	b.mustBe(0)
	b.mustWrite("a")
}

// TestClearIsOfWhoMarked clears a landscape that another one has marked: nothing goes. Once it is marked as one's own all goes, so that
// it is the mark that kept it.
func TestClearIsOfWhoMarked(t *testing.T) {
	t.Parallel()
	name := parties(t)
	a, b := newParty(t, name, "a", Exclusive), newParty(t, name, "b", Exclusive)
	a.mustWrite("kept")
	count := func() (n int64) {
		t.Helper()
		if err := b.once(t.Context(), driver.AccessModeRead, "MATCH (n {landscape: $p.l}) RETURN count(n)", map[string]any{"l": name}, func(row []any) error {
			n = row[0].(int64)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	mark := func(token string) {
		t.Helper()
		const mark = "MATCH (l:Landscape {name: $p.l}) SET l._incoming = $p.token"
		if err := b.once(t.Context(), driver.AccessModeWrite, mark, map[string]any{"l": name, "token": token}, nil); err != nil {
			t.Fatal(err)
		}
	}
	clear := func(token string) int64 {
		t.Helper()
		mark(token)
		if err := b.clear(t.Context(), name); err != nil {
			t.Fatal(err)
		}
		return count()
	}
	before := count()
	if left := clear(a.token); left != before || before == 0 {
		t.Errorf("%d of %d records are left of what another has marked", left, before)
	}
	if left := clear(b.token); left != 0 {
		t.Errorf("%d of %d records are left of what is marked as its own", left, before)
	}
}

// exported is what Export tells, piece by piece.
func exported(t *testing.T, s *Store, name string) iter.Seq2[landscape.Remembered, error] {
	return func(yield func(landscape.Remembered, error) bool) {
		stopped := errors.New("stopped")
		err := s.Export(t.Context(), name, func(r landscape.Remembered) error {
			if !yield(r, nil) {
				return stopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(landscape.Remembered{}, err)
		}
	}
}

// told is all that Export tells and all that there is.
func (s *Store) told(t *testing.T, name string) string {
	t.Helper()
	var all strings.Builder
	for part, err := range exported(t, s, name) {
		if err != nil {
			t.Fatal(err)
		}
		if c := part.Commit; c != nil {
			fmt.Fprintln(&all, c.Revision, c.At, c.By, c.Why, len(c.Changes))
			for _, change := range c.Changes {
				for _, e := range []*landscape.Element{change.ElementBefore, change.ElementAfter} {
					if e != nil {
						fmt.Fprintf(&all, "%s %q\n", e.ID, e.Values)
					}
				}
				for _, r := range []*landscape.Relation{change.RelationBefore, change.RelationAfter} {
					if r != nil {
						fmt.Fprintf(&all, "%s %s %s %q\n", r.ID, r.From, r.To, r.Values)
					}
				}
			}
		} else {
			fmt.Fprintln(&all, *part.Key)
		}
	}
	err := s.transact(t.Context(), func(ctx context.Context, tx *transaction) error {
		r, err := s.realm(name)
		if err != nil {
			return err
		}
		c, err := storetest.Everything(ctx, s.Model, newDraft(r, tx, 0))
		if err != nil {
			return err
		}
		for _, e := range c.Elements {
			fmt.Fprintf(&all, "%s %q\n", e.ID, e.Values)
		}
		for _, r := range c.Relations {
			fmt.Fprintf(&all, "%s %s %s %q\n", r.ID, r.From, r.To, r.Values)
		}
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// rows counts all that is in the database of a landscape.
func (s *Store) rows(t *testing.T, name string) (n int64) {
	t.Helper()
	if err := s.once(t.Context(), 0, "MATCH (n) WHERE n.landscape = $p.l OR n:Landscape AND n.name = $p.l RETURN count(n)", map[string]any{"l": name}, func(row []any) error {
		n = row[0].(int64)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return n
}
