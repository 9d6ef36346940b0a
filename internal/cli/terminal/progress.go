package terminal

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// How often progress is told: on a terminal in one line that is written over, elsewhere in lines of their own.
const (
	progressLive = 200 * time.Millisecond
	progressLine = 5 * time.Second
	// progressAfter is how long work takes before it says anything: what is done soon needs no progress.
	progressAfter = time.Second
)

// Progress tells how far long work has come. A nil Progress tells nothing.
type Progress struct {
	out   io.Writer
	live  bool
	done  chan struct{}
	ended sync.WaitGroup
	phase atomic.Pointer[func(int64) string]
	count atomic.Int64
}

// StartProgress begins to tell of work, on w, until End.
func StartProgress(w io.Writer) *Progress {
	f, ok := w.(*os.File)
	live := false
	if ok && os.Getenv("TERM") != "dumb" {
		info, err := f.Stat()
		live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	p := &Progress{out: w, live: live, done: make(chan struct{})}
	p.ended.Go(p.run)
	return p
}

func (p *Progress) run() {
	began, every, told := time.Now(), progressLine, false
	if p.live {
		every = progressLive
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-p.done:
			if told && p.live {
				fmt.Fprint(p.out, "\r\x1b[K")
			}
			return
		case <-tick.C:
			say := p.phase.Load()
			if say == nil || time.Since(began) < progressAfter {
				continue
			}
			told = true
			if line := (*say)(p.count.Load()); p.live {
				fmt.Fprint(p.out, "\r\x1b[K"+line)
			} else {
				fmt.Fprintln(p.out, line)
			}
		}
	}
}

// Phase begins a part of the work; say tells of it, given what has been counted in it.
func (p *Progress) Phase(say func(count int64) string) {
	if p != nil {
		p.count.Store(0)
		p.phase.Store(&say)
	}
}

// Add counts bytes or rows.
func (p *Progress) Add(n int) {
	if p != nil {
		p.count.Add(int64(n))
	}
}

// End ends the telling; nothing of it is left on a terminal. It may be called again.
func (p *Progress) End() {
	if p == nil {
		return
	}
	select {
	case <-p.done:
	default:
		close(p.done)
		p.ended.Wait()
	}
}

// Reader counts the bytes that are read from r.
func (p *Progress) Reader(r io.Reader) io.Reader {
	return io.TeeReader(r, counter{p})
}

// Writer counts the bytes that are written to w.
func (p *Progress) Writer(w io.Writer) io.Writer {
	return io.MultiWriter(w, counter{p})
}

type counter struct{ *Progress }

func (c counter) Write(b []byte) (int, error) {
	c.Add(len(b))
	return len(b), nil
}
