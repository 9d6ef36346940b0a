package terminal

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestColourful(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if !Colourful(device) || Colourful(file) || Colourful(&bytes.Buffer{}) {
		t.Error("colour is for character devices only")
	}
	t.Setenv("TERM", "dumb")
	if Colourful(device) {
		t.Error("a dumb terminal has no colour")
	}
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "1")
	if Colourful(device) {
		t.Error("NO_COLOR is not obeyed")
	}
}
