package plain

import (
	"cmp"
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

var (
	_ landscape.Writer    = (*Store)(nil)
	_ landscape.Draft     = (*snapshot)(nil)
	_ landscape.Historian = (*snapshot)(nil)
)

// receipt is what became of a write with a key.
type receipt struct {
	content  string
	revision landscape.Revision
}

// Write makes the next state of all that was and the changes.
func (s *Store) Write(_ context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	if name != landscape.Main {
		return landscape.Receipt{}, landscape.NewError(landscape.NotFound, text.New("landscape.absent", name))
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	now := s.current.Load()
	if first, ok := now.receipts[w.Key]; ok {
		if first.content != w.Content {
			return landscape.Receipt{}, landscape.NewError(landscape.Conflict, text.New("store.key", w.Key))
		}
		return landscape.Receipt{Revision: first.revision, Repeated: true}, nil
	}
	if w.Expected != nil && *w.Expected != now.revision {
		return landscape.Receipt{}, landscape.NewError(landscape.Conflict, text.New("store.revision", *w.Expected, now.revision))
	}
	all, err := now.seenBy(landscape.Steward())
	if err != nil {
		return landscape.Receipt{}, err
	}
	changes, err := fn(all)
	if err != nil {
		return landscape.Receipt{}, err
	}
	next := *now
	next.receipts = map[string]receipt{}
	for key, r := range now.receipts {
		next.receipts[key] = r
	}
	if len(changes) > 0 {
		content, err := changed(now, changes)
		if err != nil {
			return landscape.Receipt{}, err
		}
		changed := newState(content, now.revision+1)
		changed.receipts = next.receipts
		c := landscape.Commit{Revision: changed.revision, At: w.At.Round(0).UTC(), By: w.By, Why: w.Why, Changes: remembered(now, changed, changes)}
		changed.commits = append(slices.Clone(now.commits), c)
		next = *changed
	}
	if w.Key != "" {
		next.receipts[w.Key] = receipt{w.Content, next.revision}
	}
	s.current.Store(&next)
	return landscape.Receipt{Revision: next.revision}, nil
}

// changed returns the content after the changes, if they fit.
func changed(now *state, changes []landscape.Change) (*landscape.Content, error) {
	content := &landscape.Content{Elements: slices.Clone(now.elements), Relations: slices.Clone(now.relations)}
	given := map[landscape.ID]bool{}
	for _, c := range changes {
		id := c.ID()
		if given[id] {
			return nil, landscape.NewError(landscape.Invalid, text.New("store.twice", id))
		}
		given[id] = true
		if !c.IsElement() && (c.From.Kind == nil || c.To.Kind == nil) {
			return nil, landscape.NewError(landscape.Invalid, text.New("store.end", id))
		}
		unfit := landscape.NewError(landscape.Conflict, text.New("store.unfit", id))
		e := slices.IndexFunc(content.Elements, func(e *landscape.Element) bool { return e.ID == id })
		r := slices.IndexFunc(content.Relations, func(r *landscape.Relation) bool { return r.ID == id })
		if (e >= 0) != (c.ElementBefore != nil) || (r >= 0) != (c.RelationBefore != nil) ||
			e >= 0 && !same(content.Elements[e].Kind.Attributes, content.Elements[e].Values, c.ElementBefore.Values) ||
			r >= 0 && !same(content.Relations[r].Type.Attributes, content.Relations[r].Values, c.RelationBefore.Values) {
			return nil, unfit
		}
		if e >= 0 {
			content.Elements = slices.Delete(content.Elements, e, e+1)
		}
		if r >= 0 {
			content.Relations = slices.Delete(content.Relations, r, r+1)
		}
		if c.ElementAfter != nil {
			content.Elements = append(content.Elements, c.ElementAfter)
		}
		if c.RelationAfter != nil {
			content.Relations = append(content.Relations, c.RelationAfter)
		}
	}
	for _, r := range content.Relations {
		for _, end := range []landscape.ID{r.From, r.To} {
			if !slices.ContainsFunc(content.Elements, func(e *landscape.Element) bool { return e.ID == end }) {
				return nil, landscape.NewError(landscape.Invalid, text.New("store.end", r.ID))
			}
		}
	}
	return content, nil
}

// same compares what is stated of two records.
func same(attributes []*schema.Attribute, a, b []any) bool {
	for i, attribute := range attributes {
		x, _ := a[i].([]string)
		y, _ := b[i].([]string)
		if !attribute.Computed && (attribute.List && !slices.Equal(x, y) || !attribute.List && a[i] != b[i]) {
			return false
		}
	}
	return true
}

// remembered returns changes in order, the claims with what is true of their being confirmed.
func remembered(before, after *state, changes []landscape.Change) []landscape.Change {
	changes = slices.Clone(changes)
	for i, c := range changes {
		for _, r := range before.relations {
			if c.RelationBefore != nil && r.ID == c.RelationBefore.ID {
				changes[i].RelationBefore = r
			}
		}
		for _, r := range after.relations {
			if c.RelationAfter != nil && r.ID == c.RelationAfter.ID {
				changes[i].RelationAfter = r
			}
		}
	}
	slices.SortFunc(changes, func(a, b landscape.Change) int {
		rank := map[bool]int{true: 0, false: 1}
		return cmp.Or(cmp.Compare(rank[a.IsElement()], rank[b.IsElement()]), cmp.Compare(a.ID(), b.ID()))
	})
	return changes
}

// Landscapes returns main.
func (s *Store) Landscapes(context.Context) ([]string, error) { return []string{landscape.Main}, nil }

// Ready returns nil.
func (s *Store) Ready(context.Context) error { return nil }

// Close does nothing.
func (s *Store) Close() error { return nil }

func (s *snapshot) Relations(_ context.Context, refs []landscape.RelationRef) ([]*landscape.Relation, error) {
	found := make([]*landscape.Relation, len(refs))
	for i, ref := range refs {
		for _, r := range s.relations {
			if r.Ref() == ref {
				found[i] = r
			}
		}
	}
	return found, nil
}

func (s *snapshot) Touching(_ context.Context, elements []landscape.ID, types ...string) (touching []*landscape.Relation, err error) {
	for _, r := range s.relations {
		if (slices.Contains(elements, r.From) || slices.Contains(elements, r.To)) && (len(types) == 0 || slices.Contains(types, r.Type.Type)) {
			touching = append(touching, r)
		}
	}
	slices.SortFunc(touching, func(a, b *landscape.Relation) int { return cmp.Compare(a.ID, b.ID) })
	return touching, nil
}

// History looks at every commit, the newest first.
func (s *snapshot) History(_ context.Context, h landscape.History) (commits []landscape.Commit, err error) {
	for _, c := range slices.Backward(s.state.commits) {
		if h.Before > 0 && c.Revision >= h.Before || c.Revision <= h.Since || len(commits) == h.Limit {
			continue
		}
		var seen []landscape.Change
		for _, change := range c.Changes {
			if h.Element != "" && !about(change, h.Element) {
				continue
			}
			if change = s.seen(c, change); change.ElementBefore != nil || change.ElementAfter != nil || change.RelationBefore != nil || change.RelationAfter != nil {
				seen = append(seen, change)
			}
		}
		if c.Changes = seen; len(seen) > 0 {
			commits = append(commits, c)
		}
	}
	return commits, nil
}

func about(c landscape.Change, id landscape.ID) bool {
	r := cmp.Or(c.RelationAfter, c.RelationBefore)
	return c.ID() == id || r != nil && (r.From == id || r.To == id)
}

// seen returns those sides of a change that the viewer sees. The ends of a relation are as the commit that changed it found or left
// them, else as they are now; an end that is gone since is seen by those alone who see everything.
func (s *snapshot) seen(c landscape.Commit, change landscape.Change) landscape.Change {
	end := func(id landscape.ID, side func(landscape.Change) *landscape.Element) bool {
		for _, other := range c.Changes {
			if other.IsElement() && other.ID() == id {
				return side(other) != nil && s.scope.View(side(other)) != nil
			}
		}
		gone := !slices.ContainsFunc(s.state.elements, func(e *landscape.Element) bool { return e.ID == id })
		return s.byID[id] != nil || gone && s.scope.Sees("", "RESTRICTED")
	}
	relation := func(r *landscape.Relation, side func(landscape.Change) *landscape.Element) *landscape.Relation {
		if r == nil || !end(r.From, side) || !end(r.To, side) {
			return nil
		}
		return s.scope.ViewRelation(r)
	}
	view := func(e *landscape.Element) *landscape.Element {
		if e == nil {
			return nil
		}
		return s.scope.View(e)
	}
	before := func(c landscape.Change) *landscape.Element { return c.ElementBefore }
	after := func(c landscape.Change) *landscape.Element { return c.ElementAfter }
	return landscape.Change{
		ElementBefore: view(change.ElementBefore), ElementAfter: view(change.ElementAfter),
		RelationBefore: relation(change.RelationBefore, before), RelationAfter: relation(change.RelationAfter, after),
		From: change.From, To: change.To,
	}
}
