// Package embedded is the default store: landscapes in memory (package memory), durable in SQLite, a file for each in one folder.
//
// A write is committed to the file before anybody can read it; history stays in the file. What is read from a file is held against
// checksums, and a file that is not sound is refused untouched. Once a disk has failed nothing more is written until the store is
// opened anew.
package embedded

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/codec"
	"github.com/arkinera/landskap/internal/store/memory"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Memory is a store without a file.
type Memory = memory.Store

// New returns a store of the content without a file.
func New(content *landscape.Content) *Memory { return memory.New(content) }

// Store is a store in a folder, a file for each landscape. It holds the folder alone until it is closed.
type Store struct {
	dir    string
	model  *schema.Metamodel
	lock   *os.File
	realms sync.Map // name to *realm; one that has not begun is as absent

	mutex  sync.Mutex // held by what follows, and while a realm is added
	closed bool
}

// realm is a landscape and its file.
type realm struct {
	*memory.Landscape
	file *file
}

func newRealm(name string, g *memory.Graph, f *file) *realm {
	return &realm{memory.NewLandscape(name, g, f), f}
}

var (
	_ landscape.Store  = (*Store)(nil)
	_ landscape.Writer = (*Store)(nil)
)

// Options say how a store is opened.
type Options struct {
	Model *schema.Metamodel // what the files are read with
}

// Open opens the store in a folder, which is made if it is not there. A folder that another store has open, or a file that is
// damaged or written by a newer version, is UNAVAILABLE, and nothing is changed.
func Open(dir string, options Options) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return nil, unavailable(dir, err)
	}
	s := &Store{dir: dir, model: options.Model}
	if s.lock, err = lockFolder(dir); err != nil {
		return nil, err
	}
	leftBehind, _ := filepath.Glob(filepath.Join(dir, backupPrefix+"*"))
	for _, path := range leftBehind {
		os.RemoveAll(path)
	}
	files, err := landscapeFiles(dir)
	for name, path := range files {
		f, g, wrong := openFile(path, s.model)
		if err = wrong; err != nil {
			break
		}
		s.realms.Store(name, newRealm(name, g, f))
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// landscapeFiles returns the paths of a folder's landscapes by name.
func landscapeFiles(dir string) (map[string]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, unavailable(dir, err)
	}
	files := map[string]string{}
	for _, e := range entries {
		if name, ok := landscapeName(e.Name()); ok {
			files[name] = filepath.Join(dir, e.Name())
		}
	}
	return files, nil
}

// lockName is the file by which a folder is held. What it says is the address at which whoever holds it can be asked, if any.
const lockName = "landskap.lock"

func lockFolder(dir string) (*os.File, error) {
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, unavailable(dir, err)
	}
	if err := lockFile(f); err != nil {
		f.Close()
		said, _ := os.ReadFile(path)
		if address := strings.TrimSpace(string(said)); address != "" {
			return nil, landscape.NewError(landscape.Unavailable, text.New("store.served", dir, address))
		}
		return nil, landscape.NewError(landscape.Unavailable, text.New("store.locked", dir))
	}
	return f, f.Truncate(0)
}

// SetAddress tells whoever finds the folder in use where its server is.
func (s *Store) SetAddress(address string) error {
	if err := s.lock.Truncate(0); err != nil {
		return unavailable(s.dir, err)
	}
	if _, err := s.lock.WriteAt([]byte(address+"\n"), 0); err != nil {
		return unavailable(s.dir, err)
	}
	return nil
}

func (s *Store) realm(name string) *realm {
	if r, ok := s.realms.Load(name); ok {
		return r.(*realm)
	}
	return nil
}

// Read is what landscape.Store says.
func (s *Store) Read(_ context.Context, name string, viewer landscape.Viewer, fn func(landscape.Snapshot) error) error {
	r := s.realm(name)
	if r == nil {
		return absent(name)
	}
	return r.Read(viewer, fn)
}

// Write is what landscape.Writer says.
func (s *Store) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	r := s.realm(name)
	if r == nil {
		var err error
		if r, err = s.add(name); err != nil {
			return landscape.Receipt{}, err
		}
	}
	return r.Write(ctx, w, fn)
}

// add returns the landscape of a name, which is new unless somebody was quicker.
func (s *Store) add(name string) (*realm, error) {
	base, err := fileName(name)
	if err != nil {
		return nil, err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return nil, errClosed()
	}
	f := &file{path: filepath.Join(s.dir, base), codec: &codec.Codec{Model: s.model}}
	r, _ := s.realms.LoadOrStore(name, newRealm(name, nil, f))
	return r.(*realm), nil
}

func absent(name string) error {
	return landscape.NewError(landscape.NotFound, text.New("landscape.absent", name))
}

func errClosed() *landscape.Error {
	return landscape.NewError(landscape.Unavailable, text.New("store.closed"))
}

// Landscapes is what landscape.Writer says.
func (s *Store) Landscapes(context.Context) (names []string, err error) {
	s.realms.Range(func(name, r any) bool {
		if r.(*realm).Begun() {
			names = append(names, name.(string))
		}
		return true
	})
	slices.Sort(names)
	return names, nil
}

// Ready returns why nothing can be written any more, or nil.
func (s *Store) Ready(context.Context) (err error) {
	s.mutex.Lock()
	closed := s.closed
	s.mutex.Unlock()
	if closed {
		return errClosed()
	}
	s.realms.Range(func(_, r any) bool {
		if failed := r.(*realm).file.failed.Load(); failed != nil {
			err = failed
		}
		return err == nil
	})
	return err
}

// Close waits for the writes that are under way; later ones are UNAVAILABLE.
func (s *Store) Close() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	var errs []error
	s.realms.Range(func(_, value any) bool {
		r := value.(*realm)
		r.Hold(func() {
			r.file.failed.CompareAndSwap(nil, errClosed())
			errs = append(errs, r.file.close())
		})
		return true
	})
	return errors.Join(append(errs, s.lock.Truncate(0), s.lock.Close())...)
}
