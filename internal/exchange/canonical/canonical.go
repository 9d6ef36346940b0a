// Package canonical writes a landscape as change-set files, format 1, in the one form that every landscape has, and takes its
// digest. Equal landscapes give equal bytes, in whatever order they were loaded.
//
// There is a file for every owner. A file is one document that says its owner and nothing else for all its records; a record says
// itself where it differs from what a record is without a word, and stands on a line of its own. So a record that changes changes
// its line and no other, and git shows a change as a change. Nothing is chosen by counting what most records have.
//
// The owners are put in order and named (names.go) with their records (layout.go), the records become lines (record.go) of values
// in YAML (value.go), and the files go to memory, a stream, a hash or a folder (folder.go). What is written here is read back by
// package changeset to the same values.
package canonical

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"github.com/arkinera/landskap/internal/landscape"
)

// File is a change-set file: all that one owner says.
type File struct {
	Name  string // within its folder: kommun-2482.yaml
	Owner string
	Data  []byte
}

// Keep chooses the owners whose files are wanted. It changes neither the names nor the bytes of the files that are.
type Keep func(owner string) bool

// WithoutPackages keeps what no reference package owns: packages are loaded by name, not from files. Actors own themselves, so
// those of a package are kept.
func WithoutPackages(owner string) bool { return !landscape.OwnedByPackage(owner) }

// Files returns the landscape as files, in the order of the owners: all of them or, where there are several keeps, those that all
// of them keep.
//
// Values must be as the SDL allows them, and both ends of a relation be there, as they are in every landscape that was assembled or
// stored. What is not so is written such that a reader refuses it, and is never left out in silence.
func Files(content *landscape.Content, keep ...Keep) []File {
	var files []File
	l := newLayout(content)
	for _, d := range l.kept(keep) {
		var b bytes.Buffer
		// Writing to memory cannot fail.
		_ = l.write(&b, d)
		files = append(files, File{Name: d.name, Owner: d.owner, Data: b.Bytes()})
	}
	return files
}

// Write writes the files of Files as one stream of documents; for none of them, one empty document. Its memory is that of sorting
// the landscape: nothing is held as text.
func Write(w io.Writer, content *landscape.Content, keep ...Keep) error {
	l := newLayout(content)
	documents := l.kept(keep)
	if len(documents) == 0 {
		_, err := io.WriteString(w, format+"\n")
		return err
	}
	for i, d := range documents {
		if i > 0 {
			if _, err := io.WriteString(w, "---\n"); err != nil {
				return err
			}
		}
		if err := l.write(w, d); err != nil {
			return err
		}
	}
	return nil
}

// Digest returns the SHA-256, in hexadecimal, of what Write writes of the whole landscape.
func Digest(content *landscape.Content) string {
	h := sha256.New()
	// A hash takes all that is written to it.
	_ = Write(h, content)
	return hex.EncodeToString(h.Sum(nil))
}
