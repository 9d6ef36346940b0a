package embedded

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"os"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/codec"
	"github.com/arkinera/landskap/internal/text"
)

// transaction is one write to a file. After a first error it does nothing more.
type transaction struct {
	*file
	head       head
	statements map[string]*sql.Stmt
	err        error
}

// transact runs fn in a transaction and keeps all that it did, or nothing.
func (f *file) transact(fn func(*transaction) error) error {
	if failed := f.failed.Load(); failed != nil {
		return failed
	}
	if err := f.checkpoint(4 << 20); err != nil {
		return err
	}
	ctx := context.Background() // A commit is not to be cut short.
	t := &transaction{file: f, head: f.head, statements: map[string]*sql.Stmt{}}
	_, err := f.conn.ExecContext(ctx, "BEGIN IMMEDIATE")
	whole := false
	defer func() {
		// Whoever recovers from a panic of fn must find a file that can be written to.
		if !whole {
			_, _ = f.conn.ExecContext(ctx, "ROLLBACK")
		}
	}()
	if err == nil {
		if err = fn(t); err == nil {
			t.head.Commits++
			t.run("UPDATE head SET data = ? WHERE key = x'00'", seal(headTable, []byte{0}, t.head.encode()))
			err = t.err
		}
		for _, s := range t.statements {
			s.Close()
		}
		if err == nil {
			_, err = f.conn.ExecContext(ctx, "COMMIT")
		}
	}
	whole = true
	if err != nil {
		return f.fail(err)
	}
	f.head = t.head
	// SQLite takes no notice when it fails to synchronise the folder that has got a new log.
	if f.folder != nil {
		if err := errors.Join(f.folder.Sync(), f.folder.Close()); err != nil {
			return f.stop(err)
		}
		f.folder = nil
	}
	f.writeMark()
	return nil
}

// fail takes a transaction back. Where there was no room, writing may go on; after any other failure nobody knows what the disk
// holds, so nothing more is written: a system that has failed to synchronise says so only once.
func (f *file) fail(err error) error {
	_, back := f.conn.ExecContext(context.Background(), "ROLLBACK")
	if back != nil && strings.Contains(back.Error(), "no transaction is active") {
		back = nil // SQLite has done so itself
	}
	if back != nil {
		return f.stop(errors.Join(err, back))
	}
	return f.refuse(err)
}

// refuse says why a write failed that left nothing behind.
func (f *file) refuse(err error) error {
	var told *landscape.Error
	switch {
	case errors.As(err, &told):
		return err
	case full(err):
		return landscape.NewError(landscape.Unavailable, text.New("store.full", f.path))
	}
	return f.stop(err)
}

func (f *file) stop(err error) error {
	failed := landscape.NewError(landscape.Unavailable, text.New("store.failed", f.path, err.Error()))
	f.failed.CompareAndSwap(nil, failed)
	return failed
}

// checkpoint brings the log's content to the file once there is much of it. It comes before a write, not after, so that no write is
// acknowledged once the disk has failed; what was acknowledged is safe in the log.
func (f *file) checkpoint(most int64) error {
	if info, err := os.Stat(f.path + "-wal"); err != nil || info.Size() < most {
		return nil
	}
	if _, err := f.conn.ExecContext(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)"); err != nil && !full(err) {
		return f.stop(err)
	}
	return nil
}

func (t *transaction) prepared(query string) *sql.Stmt {
	s := t.statements[query]
	if s == nil && t.err == nil {
		if s, t.err = t.conn.PrepareContext(context.Background(), query); t.err == nil {
			t.statements[query] = s
		}
	}
	return s
}

// run runs a statement that changes one row.
func (t *transaction) run(query string, args ...any) {
	s := t.prepared(query)
	if t.err != nil {
		return
	}
	result, err := s.Exec(args...)
	if err == nil {
		if n, _ := result.RowsAffected(); n != 1 {
			err = errors.New("a record is not where it was")
		}
	}
	t.err = err
}

// put adds a row, change puts other data in the place of a row's, remove takes it away.
func (t *transaction) put(table string, key, data []byte) {
	t.count(table, 1, seal(table, key, data))
	t.run("INSERT INTO "+table+" VALUES (?, ?)", key, seal(table, key, data))
}

func (t *transaction) change(table string, key, data []byte) {
	t.count(table, -1, t.sealed(table, key))
	t.count(table, 1, seal(table, key, data))
	t.run("UPDATE "+table+" SET data = ?2 WHERE key = ?1", key, seal(table, key, data))
}

func (t *transaction) remove(table string, key []byte) {
	t.count(table, -1, t.sealed(table, key))
	t.run("DELETE FROM "+table+" WHERE key = ?", key)
}

// sealed returns a row's data with its checksum.
func (t *transaction) sealed(table string, key []byte) (sealed []byte) {
	s := t.prepared("SELECT data FROM " + table + " WHERE key = ?")
	if t.err == nil {
		if t.err = s.QueryRow(key).Scan(&sealed); t.err == nil {
			_, _, t.err = unseal(table, key, sealed)
		}
	}
	return sealed
}

// count keeps the head's account of a table's rows.
func (t *transaction) count(table string, by int64, sealed []byte) {
	if t.err != nil || table == historyTable || table == touchTable {
		return
	}
	t.head.Rows += uint64(by)
	t.head.Sum += uint64(by) * uint64(binary.LittleEndian.Uint32(sealed[len(sealed)-4:]))
}

// record writes what became of a record.
func (t *transaction) record(c landscape.Change) error {
	id, err := codec.RawID(c.ID())
	if err != nil {
		return err
	}
	if name, known := t.codec.Knows(c); !known {
		return codec.Foreign(name)
	}
	table, data := elementTable, []byte(nil)
	switch {
	case c.ElementAfter != nil:
		data = t.codec.AppendElement(nil, c.ElementAfter)
	case !c.IsElement():
		table = relationTable
		if r := c.RelationAfter; r != nil {
			from, wrong := codec.RawID(r.From)
			to, also := codec.RawID(r.To)
			if err := errors.Join(wrong, also); err != nil {
				return err
			}
			data = t.codec.AppendRelation(append(from[:], to[:]...), r)
		}
	}
	switch {
	case c.Created():
		t.put(table, id[:], data)
	case c.Deleted():
		t.remove(table, id[:])
	default:
		t.change(table, id[:], data)
	}
	return t.err
}
