package landscape

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Repository is the one way into a landscape for all that is written: by the API, by commands, by imports.
type Repository struct {
	Model *schema.Metamodel
	Store interface {
		Store
		Writer
	}
	// Advice warns of what a change means: advice.Give. nil is for none.
	Advice func(*State)
	Now    func() time.Time // time.Now where it is nil
}

// Request is what is to be written, and how.
type Request struct {
	Landscape string
	// Packages is the content of reference packages, taken as it is; only a steward brings any. What the packages say of an actor
	// stands beside what Set says (see Assemble), so that whoever loads a file along with packages brings both.
	Packages *ChangeSet
	Set      *ChangeSet
	// MayWrite says which other packages' content a steward may write, as with a file that states a reference architecture of
	// one's own; nil is none.
	MayWrite func(owner string) bool
	DryRun   bool      // does all but writing, and tells what would be
	Expected *Revision // as in Write
	Key      string    // as in Write; a dry run has none
	Why      string
}

// Result is what became of a request.
type Result struct {
	Revision Revision // the one that was made, or the present one where nothing changed
	Repeated bool     // an earlier request with the same key did it; nothing else is told again
	Changes  []Change // those that the viewer may see; in a dry run what would change
	Findings []Finding
	Saved    []ID // of the elements of Set, in their order, with the keys that they were given
}

// stop ends a write that is not to be: a dry run, or one that was refused.
type stop struct{ err error }

func (s stop) Error() string { return fmt.Sprint(s.err) }

// Apply writes a change set as a whole, or not at all. The error is nil exactly if it was written, or in a dry run could be. If
// findings are errors, the error is an *Error with the code FORBIDDEN where one of them is about whose a record is, else INVALID,
// and the result has all findings. A landscape at another revision than expected is a CONFLICT that says what changed since.
//
// A steward writes everything but what packages own, a member what the own actor owns, others nothing. What is hidden from a member
// is as what is not there: naming it is DANGLING, deleting it changes nothing, and claims on an element of one's own that others
// hide go with it. The keys that begin with another actor's are that actor's, so that trying them tells nothing; only elsewhere a
// taken key shows that it is taken (KEY_TAKEN).
//
// An element without an owner gets the viewer's actor (LocalOwner for a steward of none), an Actor itself. Without a key it gets
// <owner>/<slug of the name>, with -2, -3 where taken. Applying once more what is there already changes nothing and makes no
// revision.
func (r *Repository) Apply(ctx context.Context, viewer Viewer, req Request) (Result, error) {
	for _, set := range []**ChangeSet{&req.Packages, &req.Set} {
		if *set == nil {
			*set = &ChangeSet{}
		}
	}
	return r.write(ctx, viewer, req, content(req.Packages, req.Set), func(w *State) error {
		w.packages = func(owner string) bool { return req.MayWrite != nil && req.MayWrite(owner) }
		if len(req.Packages.Elements)+len(req.Packages.Relations) > 0 && viewer.role != steward {
			return NewError(Forbidden, text.New("writing.forbidden"))
		}
		w.apply(req.Packages, req.Set)
		w.dangling()
		w.owners()
		w.kinds()
		return nil
	})
}

// write runs a change on the present state. The change may be run more than once, so that what it leaves behind is of its last run.
func (r *Repository) write(ctx context.Context, viewer Viewer, req Request, content string, change func(*State) error) (Result, error) {
	if viewer.role != steward && viewer.role != member {
		return Result{}, NewError(Forbidden, text.New("writing.forbidden"))
	}
	now := time.Now
	if r.Now != nil {
		now = r.Now
	}
	write := Write{Key: req.Key, Content: viewer.String() + " " + content, By: viewer.Actor(), Why: req.Why, At: now().UTC()}
	if req.DryRun {
		write.Key = ""
	}
	var result Result
	receipt, err := r.Store.Write(ctx, cmp.Or(req.Landscape, Main), write, func(d Draft) ([]Change, error) {
		result = Result{}
		// A write that asks for the revision has to be alone at it, so that only those ask that are to know.
		ends := func(err error) error {
			result.Revision = d.Revision()
			return stop{err}
		}
		if req.Expected != nil && *req.Expected != d.Revision() {
			return nil, ends(errMoved)
		}
		w := newState(ctx, r.Model, d, viewer)
		w.today = DayOf(write.At)
		if w.err != nil {
			return nil, w.err
		}
		if err := change(w); err != nil {
			return nil, err
		}
		w.single(w.Changed())
		if r.Advice != nil {
			r.Advice(w)
		}
		w.finish()
		if w.err != nil {
			return nil, w.err
		}
		result.Findings = w.findings
		if err := refusal(w.findings); err != nil {
			return nil, ends(err)
		}
		changes := w.changes()
		result.Saved = w.saved
		result.Changes = w.shown(changes)
		if req.DryRun {
			return nil, ends(nil)
		}
		return changes, nil
	})
	var stopped stop
	switch {
	case err == nil && receipt.Repeated:
		return Result{Revision: receipt.Revision, Repeated: true}, nil
	case err == nil:
		result.Revision = receipt.Revision
		return result, nil
	case errors.As(err, &stopped) && stopped.err == errMoved:
		return Result{Revision: result.Revision}, r.moved(ctx, viewer, req, result.Revision)
	case errors.As(err, &stopped):
		return result, stopped.err
	}
	return Result{}, err
}

var errMoved = errors.New("the landscape is at another revision than expected")

// maxCommits is how many commits a conflict names.
const maxCommits = 5

// moved returns the CONFLICT of a landscape that is at another revision than was expected, with what the viewer may see of what
// happened since.
func (r *Repository) moved(ctx context.Context, viewer Viewer, req Request, present Revision) error {
	var since []string
	// What cannot be read is left out: that there is a conflict is known all the same.
	_ = r.history(ctx, viewer, req, History{Since: *req.Expected, Limit: maxCommits + 1}, func(commits []Commit) {
		for i, c := range commits {
			if i == maxCommits {
				since = append(since, "...")
				break
			}
			since = append(since, c.String())
		}
	})
	if len(since) == 0 {
		return NewError(Conflict, text.New("writing.moved", int64(present), int64(*req.Expected)))
	}
	return NewError(Conflict, text.New("writing.moved_since", int64(present), int64(*req.Expected), strings.Join(since, "; ")))
}

// String says which commit it is: revision, who, when and why.
func (c Commit) String() string {
	s := fmt.Sprintf("%d %s %s", c.Revision, c.By, c.At.UTC().Format("2006-01-02 15:04:05Z"))
	if c.Why != "" {
		s += " (" + c.Why + ")"
	}
	return s
}

func (r *Repository) history(ctx context.Context, viewer Viewer, req Request, h History, fn func([]Commit)) error {
	return r.Store.Read(ctx, cmp.Or(req.Landscape, Main), viewer, func(s Snapshot) error {
		historian, ok := s.(Historian)
		if !ok {
			return NewError(Unavailable, text.New("writing.no_history"))
		}
		commits, err := historian.History(ctx, h)
		fn(commits)
		return err
	})
}

// content names what change sets say, as a digest: the same records in the same order give the same.
func content(sets ...*ChangeSet) string {
	h := sha256.New()
	for _, set := range sets {
		for _, e := range set.Elements {
			fmt.Fprintf(h, "element %s %#v %v %q\n", e.Element.Kind.Name, e.Element.Values, e.Given == nil, slices.Sorted(slices.Values(e.Given)))
			for _, edit := range e.Edits {
				fmt.Fprintf(h, "edit %s %v\n", edit.Field.Name, edit.Set)
				for i, entry := range slices.Concat(edit.Add, edit.Remove) {
					fmt.Fprintf(h, "%v %s %#v\n", i < len(edit.Add), entry.End, entry.Values)
				}
			}
		}
		for _, c := range set.Relations {
			fmt.Fprintf(h, "relation %s %#v %v %q\n", c.Relation.ID, c.Relation.Values, c.Given == nil, slices.Sorted(slices.Values(c.Given)))
		}
		for _, d := range set.Deletions {
			fmt.Fprintf(h, "deletion %s %v\n", d.ID, d.OwnOnly)
		}
		fmt.Fprintln(h)
	}
	return hex.EncodeToString(h.Sum(nil))
}
