package embedded

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// TestFull fills a file to its limit: the write is refused and leaves nothing, and once there is room writing goes on.
func TestFull(t *testing.T) {
	m, ctx, dir := model(t), context.Background(), tempDir(t)
	s := openTest(t, dir, m)
	write(t, s, landscape.Write{}, create(system(m, "a", "A")))
	conn := s.realm("main").file.conn
	limit := func(pages int) {
		if _, err := conn.ExecContext(ctx, fmt.Sprint("PRAGMA max_page_count = ", pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // SQLite takes it for as many as there are
	state := stateText(m, s)
	var many []*landscape.Element
	for i := range 1000 {
		many = append(many, system(m, fmt.Sprint(i), strings.Repeat("x", 100)))
	}
	for range 2 {
		_, err := s.Write(ctx, "main", landscape.Write{Key: "many"}, func(landscape.Draft) ([]landscape.Change, error) { return create(many...), nil })
		if code(err) != landscape.Unavailable || !strings.Contains(err.Error(), "full") {
			t.Fatalf("a full disk: %v", err)
		}
	}
	if stateText(m, s) != state {
		t.Error("something of a refused write is there")
	}
	if err := s.Ready(ctx); err != nil {
		t.Error(err)
	}
	limit(1 << 30)
	if r := write(t, s, landscape.Write{Key: "many"}, create(many...)); r.Repeated || r.Revision != 2 {
		t.Errorf("with room again: %+v", r)
	}
	state = stateText(m, s)
	s.Close()
	if stateText(m, openTest(t, dir, m)) != state {
		t.Error("opened again it holds something else")
	}
}

// TestStopped fails a disk: nothing is written from then on, not even once it works again, until the store is opened anew.
func TestStopped(t *testing.T) {
	m, ctx, dir := model(t), context.Background(), tempDir(t)
	s := openTest(t, dir, m)
	write(t, s, landscape.Write{Key: "a"}, create(system(m, "a", "A")))
	state := stateText(m, s)
	f := s.realm("main").file
	err := f.transact(func(tr *transaction) error {
		tr.put(elementTable, []byte("0123456789abcdef"), nil)
		return errors.New("disk I/O error")
	})
	if code(err) != landscape.Unavailable {
		t.Errorf("the write itself: %v", err)
	}
	for _, w := range []landscape.Write{{}, {Key: "a"}, {Key: "b"}} {
		_, err := s.Write(ctx, "main", w, func(landscape.Draft) ([]landscape.Change, error) { return nil, nil })
		if code(err) != landscape.Unavailable {
			t.Errorf("a later write: %v", err)
		}
	}
	if s.Ready(ctx) == nil || stateText(m, s) != state {
		t.Error("it is ready, or cannot be read")
	}
	s.Close()
	if stateText(m, openTest(t, dir, m)) != state {
		t.Error("opened again it holds something else")
	}
}
