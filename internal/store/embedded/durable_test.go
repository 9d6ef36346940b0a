package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// tempDir is a folder in memory, where there is one: most tests are not about the disk.
func tempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "landskap-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func model(t testing.TB) *schema.Metamodel {
	t.Helper()
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func system(m *schema.Metamodel, key, name string) *landscape.Element {
	return landscape.NewElement(m.Kind("System"), map[string]any{"key": key, "name": name, "owner": "north"})
}

func create(elements ...*landscape.Element) (changes []landscape.Change) {
	for _, e := range elements {
		changes = append(changes, landscape.Change{ElementAfter: e})
	}
	return changes
}

// stateText is all that a landscape holds.
func stateText(m *schema.Metamodel, s landscape.Store) string {
	return ask(s, landscape.Steward(), wholeText(m))
}

func wholeText(m *schema.Metamodel) func(context.Context, landscape.Snapshot) (string, error) {
	return func(ctx context.Context, s landscape.Snapshot) (string, error) {
		content, err := everything(ctx, m, s)
		if err != nil {
			return "", err
		}
		var b strings.Builder
		for _, e := range content.Elements {
			fmt.Fprintf(&b, "%s %q\n", e.ID, e.Values)
		}
		for _, r := range content.Relations {
			fmt.Fprintf(&b, "%s %s %s %q\n", r.ID, r.From, r.To, r.Values)
		}
		return b.String(), nil
	}
}

// filled is a folder with a landscape of some revisions, closed, or left as by a crash.
func filled(t *testing.T, m *schema.Metamodel, crash bool) (dir, state string) {
	t.Helper()
	dir = tempDir(t)
	s := openTest(t, dir, m)
	north := landscape.NewElement(m.Kind("Actor"), map[string]any{"key": "north", "name": "Norr", "actorKind": "MUNICIPALITY"})
	write(t, s, landscape.Write{}, create(north))
	for i := range 40 {
		e := system(m, fmt.Sprintf("s%d", i), strings.Repeat(fmt.Sprint("System ", i, " "), 20))
		r := landscape.NewRelation(m.Relation("USES", north.Kind), north.Ref(), e.Ref(), map[string]any{"owner": "north"})
		write(t, s, landscape.Write{Key: fmt.Sprint("key ", i), Content: "x"},
			append(create(e), landscape.Change{RelationAfter: r, From: north.Ref(), To: e.Ref()}))
	}
	state = stateText(m, s)
	if !crash {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return dir, state
	}
	copied := tempDir(t)
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(copied, "main.landskap-shm"))
	return copied, state
}

func code(err error) landscape.Code {
	if err == nil {
		return ""
	}
	return landscape.CodeOf(err)
}

func TestLock(t *testing.T) {
	m, dir := model(t), tempDir(t)
	s := openTest(t, dir, m)
	if _, err := Open(dir, Options{m}); code(err) != landscape.Unavailable {
		t.Errorf("a second store: %v", err)
	}
	if err := s.SetAddress("127.0.0.1:8080"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{m}); code(err) != landscape.Unavailable || !strings.Contains(err.Error(), "127.0.0.1:8080") {
		t.Errorf("a second store beside a server: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openTest(t, dir, m)
	if _, err := s.Write(context.Background(), "main", landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) {
		return create(system(m, "a", "A")), nil
	}); code(err) != landscape.Unavailable {
		t.Errorf("a write to a closed store: %v", err)
	}
}

// TestDamage changes files in ways that must be refused, and the file stay as it is.
func TestDamage(t *testing.T) {
	m := model(t)
	dir, _ := filled(t, m, false)
	path := filepath.Join(dir, "main.landskap")
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(b []byte) []byte
		says   string
	}{
		"newer":     {func(b []byte) []byte { b[63] = 2; return b }, "newer version"},
		"cut":       {func(b []byte) []byte { return b[:len(b)-4096] }, "cut off"},
		"half":      {func(b []byte) []byte { return b[:len(b)/2+100] }, "cut off"},
		"empty":     {func([]byte) []byte { return nil }, "cut off"},
		"text":      {func([]byte) []byte { return bytes.Repeat([]byte("landskap"), 100) }, "no landscape"},
		"zero page": {func(b []byte) []byte { clear(b[8192:12288]); return b }, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			broken := c.change(bytes.Clone(sound))
			if err := os.WriteFile(path, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(dir, Options{m}); code(err) != landscape.Unavailable || !strings.Contains(err.Error(), c.says) {
				t.Errorf("opened: %v", err)
			}
			if Verify(dir) == nil {
				t.Error("found sound")
			}
			if b, _ := os.ReadFile(path); !bytes.Equal(b, broken) {
				t.Error("the file was changed")
			}
		})
	}
	if err := os.WriteFile(path, sound, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Verify(dir); err != nil {
		t.Error(err)
	}
	// A file from before the last writes that were acknowledged.
	s := openTest(t, dir, m)
	write(t, s, landscape.Write{}, create(system(m, "late", "Late")))
	s.Close()
	if err := os.WriteFile(path, sound, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{m}); code(err) != landscape.Unavailable || !strings.Contains(err.Error(), "lacks the last") {
		t.Errorf("an older file: %v", err)
	}
}

// TestFlipped turns one byte at a time in a file, and in a log: the store refuses or holds what it held.
func TestFlipped(t *testing.T) {
	m := model(t)
	for name, crash := range map[string]bool{"main.landskap": false, "main.landskap-wal": true} {
		t.Run(name, func(t *testing.T) {
			dir, state := filled(t, m, crash)
			random := rand.New(rand.NewPCG(1, 2))
			refused := 0
			for i := range 200 {
				copied := tempDir(t)
				if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(copied, name)
				b, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				at := random.IntN(len(b))
				if i > 0 {
					b[at] ^= byte(1 + random.IntN(255))
				}
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
				s, err := Open(copied, Options{m})
				if err != nil && i > 0 {
					if refused++; code(err) != landscape.Unavailable {
						t.Errorf("byte %d: %v", at, err)
					}
					continue
				}
				if err != nil {
					t.Fatalf("nothing is flipped, and yet: %v", err)
				}
				if stateText(m, s) != state {
					t.Errorf("byte %d: another landscape", at)
				}
				s.Close()
				os.RemoveAll(copied)
			}
			t.Logf("%d of 200 refused, the others harmless", refused)
		})
	}
}

func TestWrites(t *testing.T) {
	m, ctx, dir := model(t), context.Background(), tempDir(t)
	s := openTest(t, dir, m)
	a, b := create(system(m, "a", "A")), create(system(m, "b", "B"))
	one := landscape.Write{Key: "k", Content: "1"}
	if got := write(t, s, one, a); got != (landscape.Receipt{Revision: 1}) {
		t.Errorf("first: %+v", got)
	}
	write(t, s, landscape.Write{}, b)
	again := func(s writable) {
		t.Helper()
		if got := write(t, s, one, a); got != (landscape.Receipt{Revision: 1, Repeated: true}) {
			t.Errorf("again: %+v", got)
		}
		zero := landscape.Revision(0)
		w := one
		w.Expected = &zero
		write(t, s, w, a) // it did happen, so what it expected does not matter any more
	}
	again(s)
	try := func(w landscape.Write, changes []landscape.Change) error {
		_, err := s.Write(ctx, "main", w, func(landscape.Draft) ([]landscape.Change, error) { return changes, nil })
		return err
	}
	old, now := landscape.Revision(1), landscape.Revision(2)
	north := landscape.NewElement(m.Kind("Actor"), map[string]any{"key": "north", "name": "Norr"})
	uses := landscape.NewRelation(m.Relation("USES", north.Kind), north.Ref(), a[0].ElementAfter.Ref(), map[string]any{"owner": "north"})
	usesA := landscape.Change{RelationAfter: uses, From: north.Ref(), To: a[0].ElementAfter.Ref()}
	state := stateText(m, s)
	for name, c := range map[string]struct {
		write   landscape.Write
		changes []landscape.Change
		code    landscape.Code
	}{
		"other content":      {landscape.Write{Key: "k", Content: "2"}, b, landscape.Conflict},
		"expected":           {landscape.Write{Expected: &old}, create(system(m, "c", "C")), landscape.Conflict},
		"there already":      {landscape.Write{}, a, landscape.Conflict},
		"not there":          {landscape.Write{}, []landscape.Change{{ElementBefore: system(m, "c", "C")}}, landscape.Conflict},
		"other before":       {landscape.Write{}, []landscape.Change{{ElementBefore: system(m, "a", "Not A")}}, landscape.Conflict},
		"twice":              {landscape.Write{}, create(system(m, "c", "C"), system(m, "c", "C")), landscape.Invalid},
		"no end":             {landscape.Write{}, []landscape.Change{usesA}, landscape.Invalid},
		"end goes meanwhile": {landscape.Write{}, append(create(north), usesA, a[0].Reversed()), landscape.Invalid},
	} {
		if err := try(c.write, c.changes); code(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	wrong := errors.New("wrong")
	if _, err := s.Write(ctx, "main", landscape.Write{Key: "lost"}, func(landscape.Draft) ([]landscape.Change, error) { return a, wrong }); err != wrong {
		t.Errorf("an error of the closure: %v", err)
	}
	if stateText(m, s) != state {
		t.Error("a refused write left something behind")
	}
	if err := try(landscape.Write{Expected: &now, Key: "lost"}, append(create(north), usesA)); err != nil {
		t.Error(err)
	}
	if err := try(landscape.Write{}, []landscape.Change{a[0].Reversed()}); code(err) != landscape.Invalid {
		t.Errorf("an element goes that a relation points at: %v", err)
	}
	if err := try(landscape.Write{}, []landscape.Change{a[0].Reversed(), {RelationBefore: uses, From: usesA.From, To: usesA.To}}); err != nil {
		t.Errorf("an element goes with its relation: %v", err)
	}
	if got := write(t, s, landscape.Write{Key: "empty"}, nil); got.Revision != 4 {
		t.Errorf("nothing changes: %+v", got)
	}
	state = stateText(m, s)
	s.Close()
	reopened := openTest(t, dir, m)
	again(reopened)
	if got := write(t, reopened, landscape.Write{Key: "empty"}, nil); !got.Repeated {
		t.Error("the key of a write without changes was not kept")
	}
	if got := stateText(m, reopened); got != state {
		t.Errorf("opened again: %s\nwant %s", got, state)
	}
}

func TestLandscapes(t *testing.T) {
	m, ctx, dir := model(t), context.Background(), tempDir(t)
	s := openTest(t, dir, m)
	none := func(landscape.Draft) ([]landscape.Change, error) { return nil, nil }
	for _, name := range []string{"Kurs/1", "main", "å", "a.b"} {
		if _, err := s.Write(ctx, name, landscape.Write{}, none); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Write(ctx, "failed", landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) { return nil, errors.New("no") }); err == nil {
		t.Error("no error")
	}
	for _, name := range []string{"", strings.Repeat("x", 300)} {
		if _, err := s.Write(ctx, name, landscape.Write{}, none); code(err) != landscape.Invalid {
			t.Errorf("%q: %v", name, err)
		}
	}
	s.Close()
	if names, _ := openTest(t, dir, m).Landscapes(ctx); fmt.Sprint(names) != "[Kurs/1 a.b main å]" {
		t.Errorf("landscapes: %q", names)
	}
}

// TestConcurrentWriters lets eight add to one value: no addition may be lost.
func TestConcurrentWriters(t *testing.T) {
	const writers, each = 8, 25
	m := model(t)
	for name, s := range map[string]writable{"memory": New(&landscape.Content{}), "folder": openTest(t, tempDir(t), m)} {
		write(t, s, landscape.Write{}, create(system(m, "a", "")))
		var wait sync.WaitGroup
		for range writers {
			wait.Go(func() {
				for range each {
					_, err := s.Write(context.Background(), "main", landscape.Write{}, func(d landscape.Draft) ([]landscape.Change, error) {
						old, err := d.Elements(context.Background(), []landscape.ID{landscape.NewElementID("System", "a")}, nil)
						return []landscape.Change{{ElementBefore: old[0], ElementAfter: system(m, "a", old[0].Name()+"x")}}, err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		if got := stateText(m, s); !strings.Contains(got, `"`+strings.Repeat("x", writers*each)+`"`) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestAllOrNothing reads while 10,000 elements come and go.
func TestAllOrNothing(t *testing.T) {
	const many = 10_000
	m := model(t)
	var elements []*landscape.Element
	for i := range many {
		elements = append(elements, system(m, fmt.Sprint(i), fmt.Sprint("System ", i)))
	}
	come := create(elements...)
	var reversed []landscape.Change
	for _, c := range come {
		reversed = append(reversed, c.Reversed())
	}
	s := openTest(t, tempDir(t), m)
	write(t, s, landscape.Write{}, nil)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 3 {
			write(t, s, landscape.Write{}, come)
			write(t, s, landscape.Write{}, reversed)
		}
	}()
	seen := map[int]int{}
	for reading := true; reading; {
		select {
		case <-done:
			reading = false
		default:
		}
		s.Read(context.Background(), "main", landscape.Public(), func(snap landscape.Snapshot) error {
			n, err := snap.Count(context.Background(), landscape.Query{Kind: m.Kind("System")})
			seen[n]++
			return err
		})
	}
	if len(seen) != 2 || seen[0] == 0 || seen[many] == 0 {
		t.Errorf("seen: %v", seen)
	}
}
