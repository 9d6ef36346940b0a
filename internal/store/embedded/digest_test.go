package embedded

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/exchange/canonical"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// digestOf is the digest of all that a landscape holds, and its revision.
func digestOf(t testing.TB, m *schema.Metamodel, s landscape.Store, name string) (digest string, revision landscape.Revision) {
	t.Helper()
	err := s.Read(context.Background(), name, landscape.Steward(), func(snap landscape.Snapshot) error {
		content, err := everything(context.Background(), m, snap)
		digest, revision = canonical.Digest(content), snap.Revision()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return digest, revision
}

// pastText is all of a landscape's history. Values stand there with the names of what they are values of, and what has none does not.
func pastText(s landscape.Store) (told string, err error) {
	var b strings.Builder
	side := func(name string, attributes []*schema.Attribute, values []any) {
		fmt.Fprintf(&b, "\t\t%s", name)
		for i, a := range attributes {
			if list, isList := values[i].([]string); values[i] != nil && (!isList || len(list) > 0) {
				fmt.Fprintf(&b, " %s=%T:%q", a.Name, values[i], fmt.Sprint(values[i]))
			}
		}
		b.WriteByte('\n')
	}
	err = s.Read(context.Background(), "main", landscape.Steward(), func(snap landscape.Snapshot) error {
		commits, err := snap.(landscape.Historian).History(context.Background(), landscape.History{Limit: landscape.NoLimit})
		for _, c := range commits {
			fmt.Fprintf(&b, "%d %v %s %q\n", c.Revision, c.At, c.By, c.Why)
			for _, change := range c.Changes {
				fmt.Fprintf(&b, "\t%s\n", change.ID())
				for i, sign := range []string{"-", "+"} {
					if e := []*landscape.Element{change.ElementBefore, change.ElementAfter}[i]; e != nil {
						side(sign+" "+e.Ref().String(), e.Kind.Attributes, e.Values)
					}
					if r := []*landscape.Relation{change.RelationBefore, change.RelationAfter}[i]; r != nil {
						side(sign+" "+change.From.String()+" "+r.Type.Type+" "+change.To.String(), r.Type.Attributes, r.Values)
					}
				}
			}
		}
		return err
	})
	return b.String(), err
}

// ledger is a landscape as a test keeps it beside the store: what was written, by revision.
type ledger struct {
	elements  map[landscape.ID]*landscape.Element
	relations map[landscape.ID]*landscape.Relation
	commits   [][]landscape.Change
}

func (l *ledger) take(changes []landscape.Change) {
	for _, c := range changes {
		switch id := c.ID(); {
		case c.IsElement() && c.Deleted():
			delete(l.elements, id)
		case c.IsElement():
			l.elements[id] = c.ElementAfter
		case c.Deleted():
			delete(l.relations, id)
		default:
			l.relations[id] = c.RelationAfter
		}
	}
}

// digest is that of the state after so many commits.
func (l *ledger) digest(commits int) string {
	at := &ledger{elements: map[landscape.ID]*landscape.Element{}, relations: map[landscape.ID]*landscape.Relation{}}
	for _, changes := range l.commits[:commits] {
		at.take(changes)
	}
	c := &landscape.Content{}
	for _, e := range at.elements {
		c.Elements = append(c.Elements, e)
	}
	for _, r := range at.relations {
		c.Relations = append(c.Relations, r)
	}
	return canonical.Digest(c)
}

// next draws changes of systems, and of who uses them.
func (l *ledger) next(m *schema.Metamodel, random *rand.Rand, north *landscape.Element) (changes []landscape.Change) {
	e := system(m, fmt.Sprint("s", random.IntN(300)), fmt.Sprint("System ", random.IntN(1000)))
	uses := landscape.NewRelation(m.Relation("USES", north.Kind), north.Ref(), e.Ref(), map[string]any{"owner": "north"})
	claim := landscape.Change{From: north.Ref(), To: e.Ref()}
	before, used := l.elements[e.ID], l.relations[uses.ID]
	switch {
	case before != nil && random.IntN(4) == 0:
		changes = append(changes, landscape.Change{ElementBefore: before})
		if used != nil {
			claim.RelationBefore = used
			changes = append(changes, claim)
		}
	default:
		changes = append(changes, landscape.Change{ElementBefore: before, ElementAfter: e})
		if used == nil && random.IntN(2) == 0 {
			claim.RelationAfter = uses
			changes = append(changes, claim)
		}
	}
	return changes
}

// TestBackupDigests takes 20 backups while a writer commits as fast as it may. Each restores to the digest of its revision.
func TestBackupDigests(t *testing.T) {
	const backups = 20
	m, ctx := model(t), context.Background()
	s := openTest(t, tempDir(t), m)
	random := rand.New(rand.NewPCG(7, 8))
	north := landscape.NewElement(m.Kind("Actor"), map[string]any{"key": "north", "name": "Norr", "actorKind": "MUNICIPALITY"})
	l := &ledger{elements: map[landscape.ID]*landscape.Element{}, relations: map[landscape.ID]*landscape.Relation{}}
	commit := func(changes []landscape.Change) {
		r := write(t, s, landscape.Write{}, changes)
		l.take(changes)
		if l.commits = append(l.commits, changes); int(r.Revision) != len(l.commits) {
			t.Errorf("revision %d is commit %d", r.Revision, len(l.commits))
		}
	}
	revision := func() (r landscape.Revision) {
		s.Read(ctx, "main", landscape.Steward(), func(snap landscape.Snapshot) error { r = snap.Revision(); return nil })
		return r
	}
	commit(create(north))
	var many []*landscape.Element // that a backup takes a while
	for i := range 2000 {
		many = append(many, system(m, fmt.Sprint("many", i), "System"))
	}
	commit(create(many...))
	done, stop := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				commit(l.next(m, random, north))
			}
		}
	}()
	var taken [backups]bytes.Buffer
	began, all := time.Now(), 0
	for i := 0; i < backups && all < 1000; all++ {
		for begin := revision(); revision() < begin+10 && !t.Failed(); {
		}
		begin := revision()
		taken[i].Reset()
		if err := s.Backup(ctx, "main", &taken[i]); err != nil {
			t.Error(err)
		}
		if revision() > begin { // Only those count during which something was written.
			i++
		}
	}
	rate := float64(revision()) / time.Since(began).Seconds()
	close(stop)
	<-done
	dir := tempDir(t)
	seen := map[landscape.Revision]bool{}
	for i := range taken {
		if err := Restore(&taken[i], dir, "main", i > 0); err != nil {
			t.Fatal(err)
		}
		restored := openTest(t, dir, m)
		got, at := digestOf(t, m, restored, "main")
		restored.Close()
		seen[at] = true
		if want := l.digest(int(at)); got != want {
			t.Errorf("backup %d of revision %d restores to %s, not %s", i, at, got, want)
		}
		if int(at) > 1 && got == l.digest(int(at)-1) {
			t.Errorf("revision %d has the digest of the one before; that proves nothing", at)
		}
	}
	if len(seen) != backups {
		t.Errorf("%d revisions in %d backups; that proves little", len(seen), backups)
	}
	t.Logf("%d backups of as many revisions, each taken while something was written (%d others were not), beside %.0f commits a second", backups, all-backups, rate)
}

// TestBackupFlipped turns a byte in each 200th part of a backup: it is refused, and what is in its place stays.
func TestBackupFlipped(t *testing.T) {
	m := model(t)
	dir, _ := filled(t, m, false)
	s := openTest(t, dir, m)
	var b bytes.Buffer
	if err := s.Backup(context.Background(), "main", &b); err != nil {
		t.Fatal(err)
	}
	want, _ := digestOf(t, m, s, "main")
	write(t, s, landscape.Write{}, create(system(m, "late", "Late")))
	late, _ := digestOf(t, m, s, "main")
	s.Close()
	path := filepath.Join(dir, "main.landskap")
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	random, refused := rand.New(rand.NewPCG(3, 5)), 0
	for i := range 200 {
		from, to := i*b.Len()/200, (i+1)*b.Len()/200
		switch i { // The parts are longer than the backup's ends, in which each byte counts.
		case 0:
			to = len(backupMagic)
		case 1:
			from, to = len(backupMagic), len(backupMagic)+8
		case 199:
			from = b.Len() - 32
		}
		flipped := bytes.Clone(b.Bytes())
		at := from + random.IntN(to-from)
		flipped[at] ^= 1 << random.IntN(8)
		if err := Restore(bytes.NewReader(flipped), dir, "main", true); code(err) != landscape.Invalid {
			t.Errorf("byte %d: %v", at, err)
			continue
		}
		refused++
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, sound) {
			t.Fatalf("byte %d: the file is not what it was: %v", at, err)
		}
	}
	t.Logf("%d of 200 refused", refused)
	if left, _ := filepath.Glob(filepath.Join(dir, "*.new*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	s = openTest(t, dir, m)
	if got, _ := digestOf(t, m, s, "main"); got != late {
		t.Errorf("after 200 refused backups the digest is %s, not %s", got, late)
	}
	s.Close()
	if err := Restore(&b, dir, "main", true); err != nil {
		t.Fatalf("nothing is flipped, and yet: %v", err)
	}
	if got, _ := digestOf(t, m, openTest(t, dir, m), "main"); got != want || want == late {
		t.Errorf("restored to %s, not %s", got, want)
	}
}

// TestFlippedDigests turns a byte in each 200th part of a data file of a closed store: it is refused, or the landscape, its history
// and its keys are what they were, as far as they are told at all.
func TestFlippedDigests(t *testing.T) {
	m, ctx := model(t), context.Background()
	dir, _ := filled(t, m, false)
	sound, err := os.ReadFile(filepath.Join(dir, "main.landskap"))
	if err != nil {
		t.Fatal(err)
	}
	s := openTest(t, dir, m)
	want, _ := digestOf(t, m, s, "main")
	history, err := pastText(s)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	random := rand.New(rand.NewPCG(9, 9))
	refused, harmless, late := 0, 0, 0
	for i := range 200 {
		from, to := i*len(sound)/200, (i+1)*len(sound)/200
		if i == 0 {
			to = 100 // SQLite's own header
		}
		flipped := bytes.Clone(sound)
		at := from + random.IntN(to-from)
		flipped[at] ^= 1 << random.IntN(8)
		copied := tempDir(t)
		path := filepath.Join(copied, "main.landskap")
		if err := os.WriteFile(path, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(copied, Options{m})
		if err != nil {
			if refused++; code(err) != landscape.Unavailable {
				t.Errorf("byte %d: %v", at, err)
			}
			if now, _ := os.ReadFile(path); !bytes.Equal(now, flipped) {
				t.Errorf("byte %d: the file that is refused was changed", at)
			}
			continue
		}
		harmless++
		if got, _ := digestOf(t, m, s, "main"); got != want {
			t.Errorf("byte %d: digest %s, not %s", at, got, want)
		}
		if told, err := pastText(s); err != nil {
			if late++; code(err) != landscape.Unavailable {
				t.Errorf("byte %d: history: %v", at, err)
			}
		} else if told != history {
			t.Errorf("byte %d: another history", at)
		}
		for key := range 40 {
			r, err := s.Write(ctx, "main", landscape.Write{Key: fmt.Sprint("key ", key), Content: "x"}, func(landscape.Draft) ([]landscape.Change, error) { return nil, nil })
			if err == nil && r != (landscape.Receipt{Revision: landscape.Revision(key + 2), Repeated: true}) || err != nil && code(err) != landscape.Unavailable {
				t.Errorf("byte %d: key %d: %+v, %v", at, key, r, err)
			}
		}
		s.Close()
		os.RemoveAll(copied)
	}
	t.Logf("%d of 200 refused, %d harmless with an equal digest; with %d of them history is refused once it is read", refused, harmless, late)
	if refused+harmless != 200 || refused < 50 {
		t.Error("that proves little")
	}
}
