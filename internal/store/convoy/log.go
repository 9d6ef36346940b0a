package convoy

import "github.com/arkinera/landskap/internal/landscape"

// remembered is how many commits are.
const remembered = 128

// Log is what the last commits to a landscape have changed, without a gap. Whose turn it is to write uses it.
type Log struct {
	Known   *Known             // of the state that it ends at
	first   landscape.Revision // after which all is known
	commits []entry
}

// entry is what has changed on the way to a revision.
type entry struct {
	revision landscape.Revision
	changed  *marks
}

// NewLog returns a log that begins at a revision.
func NewLog(at landscape.Revision) *Log { return &Log{Known: newKnown(), first: at} }

// Add remembers the changes that led from the last revision to this one.
func (l *Log) Add(revision landscape.Revision, changes []landscape.Change) {
	l.Known.changed(changes)
	changed := newMarks()
	if changed.all = len(changes) > most; !changed.all {
		changed.changed(changes)
	}
	l.commits = append(l.commits, entry{revision, changed})
	if len(l.commits) > remembered {
		l.first, l.commits = l.commits[0].revision, l.commits[1:]
	}
}

// since reports whether anything was changed after a revision that was looked at, or may have been.
func (l *Log) since(at landscape.Revision, read *marks) bool {
	if at < l.first {
		return true
	}
	for i := len(l.commits) - 1; i >= 0 && l.commits[i].revision > at; i-- {
		if l.commits[i].changed.meets(read) {
			return true
		}
	}
	return false
}

// Sift returns those of a group that fit, one after another, a landscape that is at a revision, with the revisions that they make.
func (l *Log) Sift(now landscape.Revision, group []*Member) (fit []*Member) {
	changed, keys := newMarks(), map[string]bool{"": false}
	for _, m := range group {
		w := m.Write
		if m.log != l || m.at > now || keys[w.Key] || w.Expected != nil && *w.Expected != now || l.since(m.at, m.read) || changed.meets(m.read) {
			continue
		}
		changed.changed(m.Changes)
		keys[w.Key] = w.Key != ""
		now++
		m.Revision = now
		fit = append(fit, m)
	}
	return fit
}
