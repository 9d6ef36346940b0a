package embedded

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// A file is an SQLite database of tables of one form: a key and data, and the data ends in a checksum of both. The head, one row,
// has the number of rows and the sum of the checksums of those tables that make up the present state, so that neither a changed row
// nor a lost one goes unnoticed, whatever page of the file was damaged.
const (
	headTable     = "head"
	shapeTable    = "shapes"
	elementTable  = "elements"  // by id
	relationTable = "relations" // by id: the ends' ids, then the values
	commitTable   = "commits"   // by revision: when, by whom and why
	keyTable      = "keys"      // idempotency keys: revision, then content
	historyTable  = "history"   // by revision and number: the changes, compressed, in chunks of a mebibyte at most
	touchTable    = "touched"   // element, then revision: which commits changed an element or a relation of it
)

var (
	tables  = []string{headTable, shapeTable, elementTable, relationTable, commitTable, keyTable, historyTable, touchTable}
	summed  = []string{shapeTable, elementTable, relationTable, commitTable, keyTable}
	castagn = crc32.MakeTable(crc32.Castagnoli)
)

// These stand in the file's header, where they can be read without opening it.
const (
	applicationID = 0x4c4e4453 // LNDS
	format        = 1
)

// head is what is known of a file as a whole.
type head struct {
	Identity [16]byte // the same in all copies of one file
	Revision uint64
	Commits  uint64 // transactions so far
	Rows     uint64
	Sum      uint64
}

func (h head) encode() []byte {
	b, _ := binary.Append(nil, binary.LittleEndian, h) // all its fields are of fixed size
	return b
}

func decodeHead(b []byte) (h head, err error) {
	_, err = binary.Decode(b, binary.LittleEndian, &h)
	return h, err
}

func checksum(table string, key, data []byte) uint32 {
	sum := crc32.Update(0, castagn, []byte{table[0], table[1], byte(len(key))})
	return crc32.Update(crc32.Update(sum, castagn, key), castagn, data)
}

func seal(table string, key, data []byte) []byte {
	return binary.LittleEndian.AppendUint32(data, checksum(table, key, data))
}

var errChecksum = errors.New("a checksum is wrong")

// unseal returns what was sealed, and its checksum.
func unseal(table string, key, sealed []byte) ([]byte, uint64, error) {
	n := len(sealed) - 4
	if n < 0 {
		return nil, 0, errChecksum
	}
	sum := checksum(table, key, sealed[:n])
	if sum != binary.LittleEndian.Uint32(sealed[n:]) {
		return nil, 0, errChecksum
	}
	return sealed[:n], uint64(sum), nil
}

func readHead(db *sql.DB) (h head, err error) {
	var sealed []byte
	if err := db.QueryRow("SELECT data FROM head WHERE key = x'00'").Scan(&sealed); err != nil {
		return h, err
	}
	data, _, err := unseal(headTable, []byte{0}, sealed)
	if err != nil {
		return h, err
	}
	return decodeHead(data)
}

// scan tells of all rows of the present state, table by table, and holds them against the head.
func scan(db *sql.DB, h head, tell func(table string, key, data []byte) error) error {
	var rows, sum uint64
	for _, table := range summed {
		n, s, err := scanTable(db, table, tell)
		if err != nil {
			return err
		}
		rows, sum = rows+n, sum+s
	}
	if rows != h.Rows || sum != h.Sum {
		return errors.New("records are missing or too many")
	}
	return nil
}

func scanTable(db *sql.DB, table string, tell func(table string, key, data []byte) error) (n, sum uint64, err error) {
	rows, err := db.Query("SELECT key, data FROM " + table + " ORDER BY key")
	if err != nil {
		return 0, 0, err
	}
	defer rows.Close()
	var key, sealed sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&key, &sealed); err != nil {
			return n, sum, err
		}
		data, s, err := unseal(table, key, sealed)
		if err != nil {
			return n, sum, err
		}
		n, sum = n+1, sum+s
		if err := tell(table, key, data); err != nil {
			return n, sum, err
		}
	}
	return n, sum, rows.Err()
}

func big(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// checkHeader looks at a file before SQLite does.
func checkHeader(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return unavailable(path, err)
	}
	defer f.Close()
	b := make([]byte, 100)
	if _, err := f.ReadAt(b, 0); err != nil {
		return damaged(path, errors.New("it is cut off"))
	}
	number := func(at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
	if string(b[:16]) != "SQLite format 3\x00" || number(68) != applicationID || number(60) == 0 {
		return damaged(path, errors.New("it is no landscape's file"))
	}
	if number(60) > format {
		return landscape.NewError(landscape.Unavailable, text.New("store.newer", filepath.Base(path), number(60), format))
	}
	page := uint64(binary.BigEndian.Uint16(b[16:]))
	if page == 1 {
		page = 1 << 16
	}
	info, err := f.Stat()
	if err != nil {
		return unavailable(path, err)
	}
	// Where the log holds commits that are not in the file yet, the file may well be shorter.
	if number(24) == number(92) && uint64(info.Size()) < page*uint64(number(28)) && !hasLog(path) {
		return damaged(path, errors.New("it is cut off"))
	}
	return nil
}

func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// open opens a database; the options are those of SQLite's URIs and of the driver.
func open(path, options string) (*sql.DB, error) {
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
	db, err := sql.Open("sqlite", "file:"+escaped+"?"+options)
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// openToRead opens a database so that nothing of it is changed, not even by closing it.
func openToRead(path string) (*sql.DB, error) {
	if hasLog(path) {
		return open(path, "mode=ro")
	}
	return open(path, "mode=ro&immutable=1")
}

func damaged(path string, err error) error {
	return landscape.NewError(landscape.Unavailable, text.New("store.damaged", filepath.Base(path), err.Error()))
}

func unavailable(path string, err error) error {
	return landscape.NewError(landscape.Unavailable, text.New("store.unavailable", filepath.Base(path), err.Error()))
}

// full reports whether an error says that there is no room; nothing was written then and all may go on.
func full(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return errors.Is(err, syscall.ENOSPC)
	}
	switch e.Code() {
	case sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMOPEN:
		return true // the log's index, which is made anew from the log
	}
	return e.Code()&0xff == sqlite3.SQLITE_FULL
}
