package eira

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// record is one row of a CSV file together with its place, so that a wrong
// value can be reported where it stands.
type record struct {
	file   string
	line   int
	fields []string
}

// readTable reads a CSV file whose header must be exactly columns. The columns
// are checked and not looked up, because a package whose columns moved was made
// for another reader and must not be guessed at.
func readTable(fsys fs.FS, file string, columns ...string) ([]record, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()

	// The reader demands of every row as many fields as the header has.
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], columns) {
		return nil, fmt.Errorf("%s: the header is not %s", file, strings.Join(columns, ","))
	}
	records := make([]record, 0, len(rows)-1)
	for i, fields := range rows[1:] {
		// No cell holds a line break, so the row number is the line number.
		records = append(records, record{file: file, line: i + 2, fields: fields})
	}
	return records, nil
}

// text returns a cell as it is written.
func (r record) text(column int) string { return r.fields[column] }

// list returns the values of a cell that holds several, joined by semicolons.
// An empty cell is no value, never one empty value.
func (r record) list(column int) []string {
	if r.fields[column] == "" {
		return nil
	}
	return strings.Split(r.fields[column], ";")
}

// number returns a whole number, 0 where the cell is empty.
func (r record) number(column int) (int, error) {
	if r.fields[column] == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(r.fields[column])
	if err != nil {
		return 0, fmt.Errorf("%s:%d: %q is no whole number", r.file, r.line, r.fields[column])
	}
	return n, nil
}

// truth returns a Boolean, written as in the change-set format.
func (r record) truth(column int) (bool, error) {
	switch r.fields[column] {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, fmt.Errorf("%s:%d: %q is neither true nor false", r.file, r.line, r.fields[column])
}
