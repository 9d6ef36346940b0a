package sources

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"time"
)

// watchEvery is how often files are looked at. Looking is cheap at this rate, and works on every file system, network ones too.
const watchEvery = 200 * time.Millisecond

// Watcher notices that one of the sources' files has been saved, added or removed.
type Watcher struct {
	names []string
	last  map[string]fs.FileInfo
}

// NewWatcher looks at the sources as they are now.
func NewWatcher(names []string) *Watcher {
	w := &Watcher{names: names}
	w.last = w.look()
	return w
}

// look returns what tells that a file is another than before; a program that saves by renaming may well keep size and time.
func (w *Watcher) look() map[string]fs.FileInfo {
	seen := map[string]fs.FileInfo{}
	for _, name := range w.names {
		// What cannot be read is as absent; a source that is no path at all is, too.
		files, _ := filesIn(name)
		for _, f := range files {
			if info, err := os.Stat(f); err == nil {
				seen[f] = info
			}
		}
	}
	return seen
}

func same(a, b fs.FileInfo) bool {
	return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && os.SameFile(a, b)
}

// Run calls changed after each change, until the context ends.
func (w *Watcher) Run(ctx context.Context, changed func()) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if now := w.look(); !maps.EqualFunc(now, w.last, same) {
				w.last = now
				changed()
			}
		}
	}
}
