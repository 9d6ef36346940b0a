package terminal

import (
	"io"
	"os"
)

// Style is how a text is shown on a terminal: the number of an ANSI sequence, 0 for none. Colour never says anything alone.
type Style int

// The styles.
const (
	Bold   Style = 1
	Dim    Style = 2
	Red    Style = 31
	Green  Style = 32
	Yellow Style = 33
)

var sequences = map[Style]string{Bold: "\x1b[1m", Dim: "\x1b[2m", Red: "\x1b[31m", Green: "\x1b[32m", Yellow: "\x1b[33m"}

// On returns the text in the style where there is colour, else as it is.
func (s Style) On(text string, colour bool) string {
	if !colour || s == 0 {
		return text
	}
	return sequences[s] + text + "\x1b[0m"
}

// Colourful reports whether the output takes colour: it is a terminal, and neither NO_COLOR nor TERM says otherwise.
func Colourful(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
