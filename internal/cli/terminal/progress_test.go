package terminal

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Where there is no terminal a line comes every five seconds; what is done before says nothing.
func TestProgress(t *testing.T) {
	for _, c := range []struct {
		live bool
		took time.Duration
		want string
	}{
		{false, 4 * time.Second, ""},
		{false, 11 * time.Second, "reading 3\nreading 3\n"},
		{true, 900 * time.Millisecond, ""},
		{true, 1300 * time.Millisecond, "\r\x1b[Kreading 3\r\x1b[Kreading 3\r\x1b[K"},
	} {
		synctest.Test(t, func(t *testing.T) {
			var out bytes.Buffer
			p := &Progress{out: &out, live: c.live, done: make(chan struct{})}
			p.ended.Go(p.run)
			p.Phase(func(n int64) string { return fmt.Sprint("reading ", n) })
			if _, err := io.Copy(p.Writer(io.Discard), p.Reader(strings.NewReader("a"))); err != nil {
				t.Fatal(err)
			}
			p.Add(1)
			time.Sleep(c.took)
			p.End()
			p.End()
			if got := out.String(); got != c.want {
				t.Errorf("live %v, after %v: %q", c.live, c.took, got)
			}
		})
	}
	var none *Progress
	none.Phase(nil)
	none.Add(1)
	none.End()
}
