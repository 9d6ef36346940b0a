package cli

import (
	"io"
	"os"
)

// style is how a text is shown on a terminal: the number of an ANSI sequence, 0 for none. Colour never says anything alone.
type style int

const (
	bold   style = 1
	dim    style = 2
	red    style = 31
	green  style = 32
	yellow style = 33
)

var sequences = map[style]string{bold: "\x1b[1m", dim: "\x1b[2m", red: "\x1b[31m", green: "\x1b[32m", yellow: "\x1b[33m"}

func (s style) on(text string, colour bool) string {
	if !colour || s == 0 {
		return text
	}
	return sequences[s] + text + "\x1b[0m"
}

// stateStyles are those of states and stances; what is unknown stands back, so that nobody takes it for missing.
var stateStyles = map[string]style{
	"COVERED": green, "SHARED": green, "PARTLY": yellow, "PLANNED": yellow, "MISSING": red, "UNKNOWN": dim,
	"HAS": green, "LACKS": red, "USED": green, "NOT_USED": red,
}

// colourful reports whether the output takes colour: it is a terminal, and neither NO_COLOR nor TERM says otherwise.
func colourful(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
