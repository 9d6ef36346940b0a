package embedded

import (
	"context"
	"encoding/binary"
	"errors"
	"iter"
	"os"
	"path/filepath"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/codec"
	"github.com/arkinera/landskap/internal/text"
)

var _ landscape.Mover = (*Store)(nil)

// Content is what landscape.Mover says.
func (s *Store) Content(_ context.Context, name string) (*landscape.Content, landscape.Revision, error) {
	r := s.realm(name)
	if r == nil || !r.Begun() {
		return nil, 0, absent(name)
	}
	c, revision := r.Content()
	return c, revision, nil
}

// Export is what landscape.Mover says.
func (s *Store) Export(ctx context.Context, name string, tell func(landscape.Remembered) error) error {
	r := s.realm(name)
	if r == nil || !r.Begun() {
		return absent(name)
	}
	f := r.file
	d := f.codec.Decoder()
	// Commits are never changed and keys never removed, so that what is read piece by piece is of one revision.
	var last uint64
	var keys [][]byte
	err := r.Read(landscape.Steward(), func(now landscape.Snapshot) error {
		last = uint64(now.Revision())
		return nil
	})
	if err == nil {
		keys, err = f.allKeys(ctx)
	}
	if err != nil {
		return err
	}
	for revision := uint64(1); revision <= last; revision++ {
		c, err := f.remembered(ctx, d, landscape.Revision(revision))
		if err != nil {
			return unavailable(f.path, err)
		}
		if err := tell(landscape.Remembered{Commit: &c}); err != nil {
			return err
		}
	}
	for _, key := range keys {
		k, err := f.keptKey(ctx, key)
		if err == nil && uint64(k.Revision) <= last {
			err = tell(landscape.Remembered{Key: k})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *file) allKeys(ctx context.Context) (keys [][]byte, err error) {
	rows, err := f.readers.QueryContext(ctx, "SELECT key FROM "+keyTable+" ORDER BY key")
	if err != nil {
		return nil, unavailable(f.path, err)
	}
	defer rows.Close()
	for rows.Next() {
		var key []byte
		if err := rows.Scan(&key); err != nil {
			return nil, unavailable(f.path, err)
		}
		keys = append(keys, key)
	}
	return keys, rows.Err()
}

func (f *file) keptKey(ctx context.Context, key []byte) (*landscape.KeptKey, error) {
	var sealed []byte
	err := f.readers.QueryRowContext(ctx, "SELECT data FROM "+keyTable+" WHERE key = ?", key).Scan(&sealed)
	if err != nil {
		return nil, unavailable(f.path, err)
	}
	data, _, err := unseal(keyTable, key, sealed)
	if err != nil {
		return nil, unavailable(f.path, err)
	}
	r := &codec.Reader{Data: data}
	revision := r.Uvarint()
	return &landscape.KeptKey{Key: string(key), Content: string(r.Data), Revision: landscape.Revision(revision)}, nil
}

// Import is what landscape.Mover says.
func (s *Store) Import(ctx context.Context, name string, past iter.Seq2[landscape.Remembered, error]) error {
	r, err := s.add(name)
	if err != nil {
		return err
	}
	there := landscape.NewError(landscape.Conflict, text.New("store.exists", name))
	r.Hold(func() {
		if r.Begun() || s.realm(name) != r {
			err = there
			return
		}
		if err = s.receive(ctx, r.file.path, past); err != nil {
			return
		}
		// Who has waited to be the first to write here comes too late.
		r.file.failed.Store(there)
		err = s.begin(name, r.file.path)
	})
	return err
}

// receive makes the file of a landscape of its past, beside its place, and puts it there when it is whole.
func (s *Store) receive(ctx context.Context, path string, past iter.Seq2[landscape.Remembered, error]) error {
	folder, err := os.MkdirTemp(s.dir, backupPrefix)
	if err != nil {
		return unavailable(s.dir, err)
	}
	defer os.RemoveAll(folder)
	f := &file{path: filepath.Join(folder, filepath.Base(path)), codec: &codec.Codec{Model: s.model}}
	err = f.fill(ctx, past)
	if err = errors.Join(err, f.close()); err != nil {
		return err
	}
	if err := errors.Join(removeAll(path+".mark", path+"-wal", path+"-shm"), (&file{path: path}).install(f.path)); err != nil {
		return unavailable(path, err)
	}
	return nil
}

func (f *file) fill(ctx context.Context, past iter.Seq2[landscape.Remembered, error]) error {
	begun := false
	for part, err := range past {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if part.Commit != nil {
			err = f.Commit(*part.Commit, landscape.Write{})
		} else {
			if !begun {
				err = f.Commit(landscape.Commit{}, landscape.Write{})
			}
			err = errors.Join(err, f.transact(func(t *transaction) error {
				t.put(keyTable, []byte(part.Key.Key), append(binary.AppendUvarint(nil, uint64(part.Key.Revision)), part.Key.Content...))
				return t.err
			}))
		}
		if err != nil {
			return err
		}
		begun = true
	}
	if !begun {
		return f.Commit(landscape.Commit{}, landscape.Write{})
	}
	return nil
}

// begin opens a landscape whose file has been put in its place.
func (s *Store) begin(name, path string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return errClosed()
	}
	f, g, err := openFile(path, s.model)
	if err != nil {
		return err
	}
	s.realms.Store(name, newRealm(name, g, f))
	return nil
}
