package embedded

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/codec"
	"github.com/arkinera/landskap/internal/store/memory"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// file is the past of a landscape in a folder, and its present state beside.
type file struct {
	path    string
	codec   *codec.Codec
	db      *sql.DB // the writer's; nil until the landscape begins
	conn    *sql.Conn
	readers *sql.DB
	head    head
	mark    *os.File
	folder  *os.File                        // until it has been synchronised with the log in it
	failed  atomic.Pointer[landscape.Error] // why nothing is written any more
}

// openFile reads a landscape's file. Until all of it has proven sound it is only read.
func openFile(path string, model *schema.Metamodel) (*file, *memory.Graph, error) {
	if err := checkHeader(path); err != nil {
		return nil, nil, err
	}
	f := &file{path: path, codec: &codec.Codec{Model: model}}
	db, err := openToRead(path)
	if err != nil {
		return nil, nil, unavailable(path, err)
	}
	g, err := f.load(db)
	db.Close()
	if err == nil {
		err = f.checkMark()
	}
	var told *landscape.Error
	switch {
	case errors.As(err, &told):
		return nil, nil, err
	case err != nil:
		return nil, nil, damaged(path, err)
	}
	if err := f.openToWrite(); err != nil {
		f.close()
		if errors.As(err, &told) {
			return nil, nil, err
		}
		return nil, nil, unavailable(path, err)
	}
	return f, g, nil
}

// load reads the present state. The elements become a graph while the relations are still read.
func (f *file) load(db *sql.DB) (*memory.Graph, error) {
	var elements []*landscape.Element
	var relations []*landscape.Relation
	var ends [][2]uint32
	places := map[[16]byte]uint32{}
	d := f.codec.Decoder()
	var from, to *landscape.Element
	confirms := func(owner string) bool { return landscape.Confirms(owner, from, to) }
	graphs := make(chan *memory.Graph, 1)
	head, err := readHead(db)
	if err != nil {
		return nil, err
	}
	f.head = head
	revision := landscape.Revision(head.Revision)
	err = scan(db, head, func(table string, key, data []byte) error {
		r := &codec.Reader{Data: data}
		switch table {
		case shapeTable:
			f.codec.Shapes = append(f.codec.Shapes, string(data))
		case elementTable:
			e, err := d.Element(r, codec.IDOf(key))
			if err != nil {
				return err
			}
			places[[16]byte(key)] = uint32(len(elements))
			elements = append(elements, e)
		case relationTable:
			if len(relations) == 0 {
				go func() { graphs <- memory.BuildElements(elements, revision) }()
			}
			i, ok := places[[16]byte(r.Bytes(16))]
			j, also := places[[16]byte(r.Bytes(16))]
			if !ok || !also {
				return codec.ErrCut
			}
			from, to = elements[i], elements[j]
			rel := &landscape.Relation{ID: codec.IDOf(key), From: from.ID, To: to.ID}
			if err := d.Relation(r, rel, from.Kind, to.Kind, confirms); err != nil {
				return err
			}
			relations, ends = append(relations, rel), append(ends, [2]uint32{i, j})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(relations) == 0 {
		graphs <- memory.BuildElements(elements, revision)
	}
	g := <-graphs
	g.BuildRelations(relations, ends)
	return g, nil
}

// The mark, beside the file, says how many transactions were acknowledged at least: a damaged log loses the last ones without a
// trace. It is written after each commit and not synchronised, so it never says too much.
func (f *file) checkMark() error {
	b, err := os.ReadFile(f.path + ".mark")
	if err != nil {
		return nil
	}
	said, _, err := unseal(headTable, nil, b)
	if err != nil || len(said) != 24 || [16]byte(said) != f.head.Identity {
		return nil // a damaged mark, or of another file, says nothing
	}
	if n := binary.BigEndian.Uint64(said[16:]); n > f.head.Commits {
		return landscape.NewError(landscape.Unavailable, text.New("store.lost", filepath.Base(f.path), n-f.head.Commits, filepath.Base(f.path)+".mark"))
	}
	return nil
}

func (f *file) writeMark() {
	if f.mark != nil {
		f.mark.WriteAt(seal(headTable, nil, append(f.head.Identity[:16:16], big(f.head.Commits)...)), 0)
	}
}

const pragmas = "_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(0)&_pragma=cache_size(-16000)"

func (f *file) openToWrite() (err error) {
	ctx := context.Background()
	if f.folder, err = os.Open(filepath.Dir(f.path)); err != nil {
		return err
	}
	if f.db, err = open(f.path, pragmas); err != nil {
		return err
	}
	if f.conn, err = f.db.Conn(ctx); err != nil {
		return err
	}
	if f.readers, err = open(f.path, "mode=ro&_pragma=busy_timeout(5000)"); err != nil {
		return err
	}
	f.readers.SetMaxOpenConns(4)
	if f.mark, err = os.OpenFile(f.path+".mark", os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return err
	}
	f.writeMark()
	known := len(f.codec.Shapes)
	if f.codec.Adopt(); known == len(f.codec.Shapes) {
		return nil
	}
	return f.transact(func(t *transaction) error {
		for i, shape := range f.codec.Shapes[known:] {
			t.put(shapeTable, big(uint64(known+i)), []byte(shape))
		}
		return t.err
	})
}

// create makes the file of a landscape that begins: whole under another name, and then in its place.
func (f *file) create() error {
	draft := f.path + ".new"
	if err := removeAll(draft, draft+"-wal", draft+"-shm", f.path+"-wal", f.path+"-shm", f.path+".mark"); err != nil {
		return err
	}
	db, err := open(draft, "_pragma=journal_mode(OFF)&_pragma=synchronous(FULL)") // A draft needs no way back.
	if err != nil {
		return err
	}
	defer db.Close()
	rand.Read(f.head.Identity[:])
	statements := []string{"BEGIN", "PRAGMA application_id = 1280197715", "PRAGMA user_version = 1"}
	for _, table := range tables {
		statements = append(statements, "CREATE TABLE "+table+" (key BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID")
	}
	head := fmt.Sprintf("INSERT INTO head VALUES (x'00', x'%x')", seal(headTable, []byte{0}, f.head.encode()))
	for _, s := range append(statements, head, "COMMIT", "PRAGMA journal_mode = WAL") {
		if _, err := db.Exec(s); err != nil {
			return err
		}
	}
	if err := db.Close(); err != nil {
		return err
	}
	return f.install(draft)
}

// install puts a closed and complete file in the place of the landscape's.
func (f *file) install(draft string) error {
	if err := syncPath(draft); err != nil {
		return err
	}
	if err := os.Rename(draft, f.path); err != nil {
		return err
	}
	return syncPath(filepath.Dir(f.path))
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func removeAll(paths ...string) error {
	for _, p := range paths {
		if err := os.Remove(p); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (f *file) close() error {
	var errs []error
	if f.readers != nil {
		errs = append(errs, f.readers.Close())
	}
	if f.conn != nil {
		errs = append(errs, f.conn.Close())
	}
	if f.db != nil {
		errs = append(errs, f.db.Close())
	}
	for _, file := range []*os.File{f.mark, f.folder} {
		if file != nil {
			errs = append(errs, file.Close())
		}
	}
	return errors.Join(errs...)
}

// fileName returns the name of a landscape's file: its name, with what file systems do not take, or not all alike, as hexadecimal.
func fileName(name string) (string, error) {
	var b strings.Builder
	for _, c := range []byte(name) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			b.WriteByte(c)
		} else {
			b.WriteString("=" + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15]))
		}
	}
	if b.Len() == 0 || b.Len() > 200 {
		return "", landscape.NewError(landscape.Invalid, text.New("store.name", name))
	}
	return b.String() + suffix, nil
}

const suffix = ".landskap"

// landscapeName is fileName's inverse.
func landscapeName(file string) (string, bool) {
	file, ok := strings.CutSuffix(file, suffix)
	var name []byte
	for i := 0; ok && i < len(file); i++ {
		if file[i] != '=' {
			name = append(name, file[i])
			continue
		}
		if i+2 >= len(file) {
			return "", false
		}
		name = append(name, byte(strings.IndexByte("0123456789abcdef", file[i+1])<<4|strings.IndexByte("0123456789abcdef", file[i+2])))
		i += 2
	}
	return string(name), ok && len(name) > 0
}
