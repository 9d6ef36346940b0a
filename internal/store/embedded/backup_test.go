package embedded

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// TestBackup takes backups while others write; each restores to the state of its revision. A backup with a flipped byte is refused.
func TestBackup(t *testing.T) {
	m, ctx := model(t), context.Background()
	s := openTest(t, tempDir(t), m)
	states := map[landscape.Revision]string{}
	done, stop := make(chan struct{}), make(chan struct{})
	write(t, s, landscape.Write{}, create(system(m, "first", "First")))
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			r := write(t, s, landscape.Write{}, create(system(m, fmt.Sprint(i), "System")))
			states[r.Revision] = stateText(m, s)
		}
	}()
	var backups []bytes.Buffer
	for range 5 {
		var b bytes.Buffer
		if err := s.Backup(ctx, "main", &b); err != nil {
			t.Error(err)
		}
		backups = append(backups, b)
	}
	close(stop)
	<-done
	dir := tempDir(t)
	for i, b := range backups {
		if err := Restore(&b, dir, "other", i > 0); err != nil {
			t.Fatal(err)
		}
		restored := openTest(t, dir, m)
		err := restored.Read(ctx, "other", landscape.Steward(), func(snap landscape.Snapshot) error {
			want := states[snap.Revision()]
			if got := ask(other{restored}, landscape.Steward(), wholeText(m)); snap.Revision() > 1 && got != want {
				t.Errorf("revision %d restored as %s\nwant %s", snap.Revision(), got, want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := restored.Write(ctx, "other", landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) { return create(system(m, "new", "New")), nil }); err != nil {
			t.Error(err)
		}
		restored.Close()
	}
	var b bytes.Buffer
	if err := s.Backup(ctx, "main", &b); err != nil {
		t.Fatal(err)
	}
	if err := Restore(bytes.NewReader(b.Bytes()), dir, "other", false); code(err) != landscape.Conflict {
		t.Errorf("onto another without replace: %v", err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		flipped := bytes.Clone(b.Bytes())
		flipped[random.IntN(len(flipped))] ^= byte(1 + random.IntN(255))
		if err := Restore(bytes.NewReader(flipped), dir, "other", true); err == nil {
			t.Error("a flipped byte was not noticed")
		}
	}
	for _, broken := range [][]byte{nil, b.Bytes()[:100], b.Bytes()[:b.Len()-1], append(bytes.Clone(b.Bytes()), 0)} {
		if err := Restore(bytes.NewReader(broken), dir, "other", true); code(err) != landscape.Invalid {
			t.Errorf("a cut or longer backup: %v", err)
		}
	}
	if err := Verify(dir); err != nil {
		t.Error(err)
	}
}

// other reads the landscape other where main is asked for.
type other struct{ *Store }

func (o other) Read(ctx context.Context, _ string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return o.Store.Read(ctx, "other", v, fn)
}
