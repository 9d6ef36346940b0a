package changeset

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/arkinera/landskap/internal/landscape"
)

// clean reads the file, no more of it than the limit, and returns it as UTF-8 with plain line ends and without a byte order mark.
// What is not UTF-8, or is a control character, is a finding; it is replaced, so that the rest of the file is still checked.
func (r *reader) clean(in io.Reader, limits Limits) ([]byte, bool) {
	limit := limits.MaxBytes
	if limit <= 0 {
		limit = DefaultMaxBytes
	}
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	switch {
	case err != nil:
		r.wrong(landscape.Place{}, "NOT_READABLE", "", "", err.Error())
		return nil, false
	case int64(len(data)) > limit:
		r.wrong(landscape.Place{}, "TOO_LARGE", "", "", fmt.Sprintf("%.4g MiB", float64(limit)/(1<<20)))
		return nil, false
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")):
		r.wrong(landscape.Place{Line: 1}, "NOT_UTF8", "UTF-16", "")
		return nil, false
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if !utf8.Valid(data) {
		data = r.toUTF8(data)
	}
	r.controls(data)
	return data, true
}

// toUTF8 tells of every line that is not UTF-8 and takes it for Windows-1252, which Swedish files that are not UTF-8 mostly are.
func (r *reader) toUTF8(data []byte) []byte {
	var out bytes.Buffer
	line := 0
	for l := range bytes.Lines(data) {
		line++
		if utf8.Valid(l) {
			out.Write(l)
			continue
		}
		// Decoding a byte at a time cannot fail: bytes without a meaning become U+FFFD.
		decoded, _ := charmap.Windows1252.NewDecoder().Bytes(l)
		shown := strings.TrimSpace(string(decoded))
		r.wrong(landscape.Place{Line: line}, "NOT_UTF8", shown, wholeLine(shown))
		out.Write(decoded)
	}
	return out.Bytes()
}

// controls tells of every line with control characters, which neither YAML nor JSON allows, and blanks them out.
func (r *reader) controls(data []byte) {
	start, line := 0, 0
	for l := range bytes.Lines(data) {
		line++
		var first rune
		for i := 0; i < len(l); {
			c, n := rune(l[i]), 1
			if c >= utf8.RuneSelf {
				c, n = utf8.DecodeRune(l[i:])
			}
			if control(c) && c != '\n' && c != '\t' {
				if first == 0 {
					first = c + 1 // so that NUL counts
				}
				copy(data[start+i:start+i+n], "   ")
			}
			i += n
		}
		if first > 0 {
			name := fmt.Sprintf("U+%04X", first-1)
			r.wrong(landscape.Place{Line: line}, "CONTROL_CHARACTER", name, wholeLine(strings.Join(strings.Fields(string(l)), " ")), name)
		}
		start += len(l)
	}
}

// wholeLine returns a line to be suggested, unless it is too long or not all of it is known.
func wholeLine(s string) string {
	if long(s) || strings.ContainsRune(s, utf8.RuneError) {
		return ""
	}
	return s
}

// control reports whether a character has no business in text; tab and line end among them.
func control(c rune) bool {
	return c < 0x20 || c == 0x7f || c >= 0x80 && c < 0xa0 && c != 0x85 || c == 0xfffe || c == 0xffff
}

func startsWithBrace(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\n")
	return len(data) > 0 && data[0] == '{'
}
