package cli

import (
	"context"
	"io/fs"
	"maps"
	"path/filepath"
	"time"
)

// watchEvery is how often files are looked at. Looking is cheap at this rate, and works on every file system, network ones too.
const watchEvery = 200 * time.Millisecond

// watcher notices that one of the sources' files has been saved, added or removed.
type watcher struct {
	sources []string
	last    map[string]stamp
}

type stamp struct {
	size     int64
	modified time.Time
}

func newWatcher(sources []string) *watcher {
	w := &watcher{sources: sources}
	w.last = w.look()
	return w
}

func (w *watcher) look() map[string]stamp {
	seen := map[string]stamp{}
	for _, source := range w.sources {
		// What cannot be read is as absent; a source that is no path at all is, too.
		_ = filepath.WalkDir(source, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			if info, err := d.Info(); err == nil && !d.IsDir() {
				seen[path] = stamp{info.Size(), info.ModTime()}
			}
			return nil
		})
	}
	return seen
}

// run calls changed after each change, until the context ends.
func (w *watcher) run(ctx context.Context, changed func()) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if now := w.look(); !maps.Equal(now, w.last) {
				w.last = now
				changed()
			}
		}
	}
}
