package embedded

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// A backup is a line that says what it is, the length of the landscape's file, the file, and the SHA-256 of all that.
const backupMagic = "landskap backup 1\n"

// backupPrefix begins the names of folders in which backups are made; a process that was killed leaves one behind.
const backupPrefix = ".backup-"

// Backup writes a landscape as it is now, with its history, while others read and write.
func (s *Store) Backup(ctx context.Context, name string, w io.Writer) error {
	r := s.realm(name)
	if r == nil || !r.Begun() {
		return absent(name)
	}
	f := r.file
	folder, err := os.MkdirTemp(s.dir, backupPrefix)
	if err != nil {
		return unavailable(f.path, err)
	}
	defer os.RemoveAll(folder)
	copied := filepath.Join(folder, "copy")
	if _, err := f.readers.ExecContext(ctx, "VACUUM INTO ?", copied); err != nil {
		return unavailable(f.path, err)
	}
	body, err := os.Open(copied)
	if err != nil {
		return unavailable(f.path, err)
	}
	defer body.Close()
	info, err := body.Stat()
	if err != nil {
		return unavailable(f.path, err)
	}
	sum := sha256.New()
	all := io.MultiWriter(w, sum)
	if _, err := all.Write(append([]byte(backupMagic), big(uint64(info.Size()))...)); err != nil {
		return err
	}
	if _, err := io.Copy(all, body); err != nil {
		return err
	}
	_, err = w.Write(sum.Sum(nil))
	return err
}

// Restore puts a backup in a folder that no store has open, as the landscape of that name: onto nothing, or with replace in the
// place of the one that is there. A backup in which anything is not as it was written is refused and nothing is changed.
func Restore(r io.Reader, dir, name string, replace bool) error {
	base, err := fileName(name)
	if err != nil {
		return err
	}
	if dir, err = filepath.Abs(dir); err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return unavailable(dir, err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	f := &file{path: filepath.Join(dir, base)}
	if _, err := os.Stat(f.path); err == nil && !replace {
		return landscape.NewError(landscape.Conflict, text.New("store.exists", name))
	}
	draft := f.path + ".new"
	if err := removeAll(draft, draft+"-wal", draft+"-shm"); err != nil {
		return unavailable(f.path, err)
	}
	defer removeAll(draft)
	if err := receive(r, draft); err != nil {
		return err
	}
	if _, err := verifyFile(draft); err != nil {
		return err
	}
	// What the log of the file that is there still holds goes into it first, if it can be read, so that the file can be replaced at
	// one stroke: a log that outlives its file would be taken for the new one's.
	if old, err := open(f.path, "mode=rw"); hasLog(f.path) && err == nil {
		old.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
		old.Close()
	}
	err = removeAll(f.path+".mark", f.path+"-wal", f.path+"-shm")
	if err == nil {
		err = f.install(draft)
	}
	if err != nil {
		return unavailable(f.path, err)
	}
	return nil
}

// receive writes the file of a backup, if the backup is whole.
func receive(r io.Reader, path string) error {
	broken := landscape.NewError(landscape.Invalid, text.New("store.backup"))
	sum := sha256.New()
	all := io.TeeReader(r, sum)
	begin := make([]byte, len(backupMagic)+8)
	if _, err := io.ReadFull(all, begin); err != nil || string(begin[:len(backupMagic)]) != backupMagic {
		return broken
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return unavailable(path, err)
	}
	defer f.Close()
	length := int64(binary.BigEndian.Uint64(begin[len(backupMagic):]) & (1<<62 - 1))
	if n, err := io.Copy(f, io.LimitReader(all, length)); err != nil {
		return unavailable(path, err)
	} else if n != length {
		return broken
	}
	want := sum.Sum(nil)
	end := make([]byte, len(want)+1)
	if n, err := io.ReadFull(r, end); !errors.Is(err, io.ErrUnexpectedEOF) || string(end[:n]) != string(want) {
		return broken
	}
	return nil
}

// Verify reads everything in a folder that no store has open, and returns the first thing that is wrong.
func Verify(dir string) error {
	lock, err := lockFolder(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	files, err := landscapeFiles(dir)
	if err != nil {
		return err
	}
	for _, path := range files {
		h, err := verifyFile(path)
		if err == nil {
			err = (&file{path: path, head: h}).checkMark()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// verifyFile reads all of a file: every record, the history and SQLite's own structure.
func verifyFile(path string) (h head, err error) {
	if err := checkHeader(path); err != nil {
		return h, err
	}
	db, err := openToRead(path)
	if err != nil {
		return h, unavailable(path, err)
	}
	defer db.Close()
	nothing := func(string, []byte, []byte) error { return nil }
	if h, err = readHead(db); err == nil {
		if err = scan(db, h, nothing); err == nil {
			err = verifyRest(db, nothing)
		}
	}
	if err != nil {
		return h, damaged(path, err)
	}
	return h, nil
}

func verifyRest(db *sql.DB, nothing func(string, []byte, []byte) error) error {
	for _, table := range []string{historyTable, touchTable} {
		if _, _, err := scanTable(db, table, nothing); err != nil {
			return err
		}
	}
	var said string
	if err := db.QueryRow("PRAGMA quick_check(1)").Scan(&said); err != nil || said != "ok" {
		return errors.Join(err, errors.New(said))
	}
	return nil
}
