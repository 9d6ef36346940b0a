package convoy

import (
	"context"
	"errors"

	"github.com/arkinera/landskap/internal/landscape"
)

// Source is a draft that can be noted.
type Source interface {
	landscape.Draft
	landscape.Historian
}

// Draft is a draft that notes what is read of it. It is for small writes: others fail by it, whatever they make of that.
type Draft struct {
	source Source
	read   *marks
	calls  int
	failed bool
}

// NewDraft returns a draft of which nothing has been read.
func NewDraft(of Source) *Draft { return &Draft{source: of, read: newMarks()} }

var (
	_ Source = (*Draft)(nil)

	errLarge = errors.New("the write is not as small as those are that go together")
)

// calls is how many times a small write asks.
const calls = 20

// Whole reports whether all that was asked was answered.
func (d *Draft) Whole() bool { return !d.failed }

// note is an error if a write is not small.
func (d *Draft) note() error {
	if d.calls++; d.calls > calls || d.read.size() > most {
		d.failed = true
		return errLarge
	}
	return nil
}

// answer takes note of an error.
func answer[T any](d *Draft, v T, err error) (T, error) {
	d.failed = d.failed || err != nil
	return v, err
}

// whole asks what any change may have to do with.
func whole[Q, T any](ctx context.Context, d *Draft, q Q, ask func(context.Context, Q) (T, error)) (v T, err error) {
	d.read.all = true
	if err = d.note(); err == nil {
		v, err = ask(ctx, q)
	}
	return answer(d, v, err)
}

// Revision is what landscape.Snapshot says. Who asks for it has looked at everything.
func (d *Draft) Revision() landscape.Revision {
	d.read.all = true
	return d.source.Revision()
}

// Elements is what landscape.Snapshot says.
func (d *Draft) Elements(ctx context.Context, ids []landscape.ID, attributes []string, _ ...*landscape.RelatedQuery) (found []*landscape.Element, err error) {
	for _, id := range ids {
		d.read.records[id] = true
	}
	if err = d.note(); err == nil {
		found, err = d.source.Elements(ctx, ids, attributes)
	}
	return answer(d, found, err)
}

// Relations is what landscape.Draft says.
func (d *Draft) Relations(ctx context.Context, refs []landscape.RelationRef) (found []*landscape.Relation, err error) {
	for _, ref := range refs {
		d.read.relation(&landscape.Relation{ID: ref.ID, From: ref.From, To: ref.To})
	}
	if err = d.note(); err == nil {
		found, err = d.source.Relations(ctx, refs)
	}
	return answer(d, found, err)
}

// Touching is what landscape.Draft says.
func (d *Draft) Touching(ctx context.Context, elements []landscape.ID, types ...string) (found []*landscape.Relation, err error) {
	of := types
	if len(of) == 0 {
		of = []string{""}
	}
	for _, id := range elements {
		d.read.records[id] = true
		for _, t := range of {
			d.read.ends[end{id, t}] = true
		}
	}
	if err = d.note(); err == nil {
		found, err = d.source.Touching(ctx, elements, types...)
	}
	for _, r := range found {
		d.read.relation(r)
	}
	return answer(d, found, err)
}

// Find is what landscape.Snapshot says. A list of all of a kind, as of the actors, follows from those of that kind alone.
func (d *Draft) Find(ctx context.Context, q landscape.Query) (rows landscape.Rows, err error) {
	if q.Where != nil {
		return whole(ctx, d, q, d.source.Find)
	}
	d.read.kinds[q.Kind.Name] = true
	if err = d.note(); err == nil {
		rows, err = d.source.Find(ctx, q)
	}
	return answer(d, rows, err)
}

// Count is what landscape.Snapshot says.
func (d *Draft) Count(ctx context.Context, q landscape.Query) (int, error) {
	return whole(ctx, d, q, d.source.Count)
}

// Related is what landscape.Snapshot says.
func (d *Draft) Related(ctx context.Context, q landscape.RelatedQuery) ([]landscape.Ends, error) {
	return whole(ctx, d, q, d.source.Related)
}

// CountRelated is what landscape.Snapshot says.
func (d *Draft) CountRelated(ctx context.Context, q landscape.RelatedQuery) ([]int, error) {
	return whole(ctx, d, q, d.source.CountRelated)
}

// Matrix is what landscape.Snapshot says.
func (d *Draft) Matrix(ctx context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
	return whole(ctx, d, q, d.source.Matrix)
}

// History is what landscape.Historian says.
func (d *Draft) History(ctx context.Context, h landscape.History) ([]landscape.Commit, error) {
	return whole(ctx, d, h, d.source.History)
}
