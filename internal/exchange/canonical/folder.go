package canonical

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// ErrForeign says that a file which an export would replace was not written by an export. A *fs.PathError around it names the file.
var ErrForeign = errors.New("in the way of the export, which did not write it")

// Folder tells which files an export wrote and which of an earlier one it removed, by name.
type Folder struct {
	Written, Removed []string
}

// WriteFolder writes the files of Files into a folder, which it makes if need be, and removes those that an earlier export wrote and
// that no longer are. Every file appears whole or not at all, and none before all are written: on a full disk the folder stays as
// it was. Files of others are never touched; one in the way is an ErrForeign and nothing is written.
func WriteFolder(dir string, content *landscape.Content, keep ...Keep) (Folder, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return Folder{}, err
	}
	l := newLayout(content)
	documents := l.kept(keep)
	if err := inTheWay(dir, documents); err != nil {
		return Folder{}, err
	}
	// Whoever reads the folder meanwhile passes over hidden ones.
	draft, err := os.MkdirTemp(dir, ".landskap-export-")
	if err != nil {
		return Folder{}, err
	}
	defer os.RemoveAll(draft)
	for _, d := range documents {
		if err := l.writeFile(filepath.Join(draft, d.name), d); err != nil {
			return Folder{}, err
		}
	}
	var done Folder
	wanted := map[string]bool{}
	for _, d := range documents {
		if err := os.Rename(filepath.Join(draft, d.name), filepath.Join(dir, d.name)); err != nil {
			return done, err
		}
		wanted[d.name] = true
		done.Written = append(done.Written, d.name)
	}
	if done.Removed, err = removeStale(dir, wanted); err != nil {
		return done, err
	}
	return done, syncFolder(dir)
}

// inTheWay returns an error for every file that would be replaced and is not an export's.
func inTheWay(dir string, documents []document) error {
	var all []error
	for _, d := range documents {
		ours, err := exported(dir, d.name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			all = append(all, err)
		case !ours:
			all = append(all, &fs.PathError{Op: "export", Path: filepath.Join(dir, d.name), Err: ErrForeign})
		}
	}
	return errors.Join(all...)
}

// exported reports whether a file was written by an export, under the name that it has.
func exported(dir, name string) (bool, error) {
	path := filepath.Join(dir, name)
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	want := firstLine(name)
	line, err := bufio.NewReader(io.LimitReader(f, int64(len(want)+len("\r\n")))).ReadString('\n')
	if err != nil && err != io.EOF {
		return false, err
	}
	// Git on Windows may have given it other line ends.
	return strings.TrimRight(line, "\r\n") == want, nil
}

// writeFile writes a document to a new file and sees to it that it is on the disk.
func (l *layout) writeFile(path string, d document) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := l.write(f, d); err != nil {
		return err
	}
	return f.Sync()
}

// removeStale removes what an earlier export wrote and is no longer wanted.
func removeStale(dir string, wanted map[string]bool) (removed []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if wanted[e.Name()] || filepath.Ext(e.Name()) != extension || !e.Type().IsRegular() {
			continue
		}
		// What cannot be read is not known to be an export's.
		if ours, err := exported(dir, e.Name()); err != nil || !ours {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return removed, err
		}
		removed = append(removed, e.Name())
	}
	return removed, nil
}

// syncFolder sees to it that the names in a folder are on the disk. Windows has no such thing.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
