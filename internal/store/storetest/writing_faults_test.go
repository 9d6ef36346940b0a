package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

var errAgain = errors.New("again")

// rebased gives changes the before that they have to have, whatever they say.
func rebased(ctx context.Context, d landscape.Draft, changes []landscape.Change) []landscape.Change {
	changes = slices.Clone(changes)
	var fit []landscape.Change
	for _, c := range changes {
		elements, _ := d.Elements(ctx, []landscape.ID{c.ID()}, nil)
		c.ElementBefore = elements[0]
		if r := cmp.Or(c.RelationBefore, c.RelationAfter); r != nil {
			relations, _ := d.Relations(ctx, []landscape.RelationRef{r.Ref()})
			c.RelationBefore = relations[0]
		}
		if c.ElementAfter != nil || c.RelationAfter != nil || c.ElementBefore != nil || c.RelationBefore != nil {
			fit = append(fit, c)
		}
	}
	return fit
}

// writeFaults are the ways to write that are wrong.
func writeFaults() []writeFault {
	again := func(w landscape.Write) landscape.Write {
		w.Key, w.Expected = "", nil
		return w
	}
	return []writeFault{
		{name: "a change is lost", fails: "Write/one revision", drawn: true, changes: func(c []landscape.Change) []landscape.Change {
			if len(c) > 1 {
				return c[1:]
			}
			return c
		}},
		{name: "half of what does not fit is written", fails: "Fit/one of a hundred", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			receipt, err := plainly(ctx, s, w, fn)
			if code := landscape.CodeOf(err); err != nil && (code == landscape.Conflict || code == landscape.Invalid) {
				_, _ = plainly(ctx, s, again(w), func(d landscape.Draft) ([]landscape.Change, error) {
					changes, err := fn(d)
					return changes[:len(changes)/2], err
				})
			}
			return receipt, err
		}},
		{name: "a change set is two revisions", fails: "Meanwhile/ten thousand records", drawn: true, write: inHalves},
		{name: "a change set is two revisions, told", fails: "Write/one revision", write: inHalves},
		{name: "expected is ignored", fails: "Write/expected", drawn: true, write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			w.Expected = nil
			return plainly(ctx, s, w, fn)
		}},
		{name: "expected 0 is any", fails: "Write/expected 0", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			if w.Expected != nil && *w.Expected == 0 {
				w.Expected = nil
			}
			return plainly(ctx, s, w, fn)
		}},
		{name: "expected comes before the key", fails: "Write/key again, expected what was", drawn: true, write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			if now, _ := revisionOf(s.Store); w.Expected != nil && *w.Expected != now {
				return landscape.Receipt{}, landscape.NewError(landscape.Conflict, text.New("store.revision", *w.Expected, now))
			}
			return plainly(ctx, s, w, fn)
		}},
		{name: "expected is held against a revision of before", fails: "Meanwhile/eight writers expect one revision", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			if now, _ := revisionOf(s.Store); w.Expected != nil && *w.Expected != now {
				return plainly(ctx, s, w, fn)
			}
			for range 1000 {
				runtime.Gosched()
			}
			w.Expected = nil
			return plainly(ctx, s, w, fn)
		}},
		{name: "the key is ignored", fails: "Write/key again", drawn: true, write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			w.Key = ""
			return plainly(ctx, s, w, fn)
		}},
		{name: "other content is the same", fails: "Write/key with other content", drawn: true, write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			w.Content = ""
			return plainly(ctx, s, w, fn)
		}},
		{name: "keys are folded", fails: "Write/keys are exact", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			if len(w.Key) > 1 {
				w.Key = w.Key[:1]
			}
			return plainly(ctx, s, w, fn)
		}},
		{name: "no key is a key", fails: "Write/no key", drawn: true, write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			w.Key += "-"
			return plainly(ctx, s, w, fn)
		}},
		{name: "effects are repeated", fails: "Write/key again", drawn: true, write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			receipt, err := plainly(ctx, s, w, fn)
			if receipt.Repeated {
				_, _ = plainly(ctx, s, again(w), fn)
			}
			return receipt, err
		}},
		{name: "repeating is not told", fails: "Write/key again", drawn: true, receipt: func(r landscape.Receipt) landscape.Receipt { return landscape.Receipt{Revision: r.Revision} }},
		{name: "the receipt of a repeated write is of now", fails: "Write/key again", drawn: true, write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			receipt, err := plainly(ctx, s, w, fn)
			if receipt.Repeated {
				receipt.Revision, _ = revisionOf(s.Store)
			}
			return receipt, err
		}},
		{name: "the receipt is of the revision before", fails: "Write/one revision", drawn: true, receipt: func(r landscape.Receipt) landscape.Receipt {
			r.Revision--
			return r
		}},
		{name: "a write of nothing keeps no key", fails: "Write/no changes", drawn: true, write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			mine, made := errors.New("nothing"), landscape.Receipt{}
			receipt, err := plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				changes, err := fn(d)
				if err == nil && len(changes) == 0 {
					made.Revision, err = d.Revision(), mine
				}
				return changes, err
			})
			if errors.Is(err, mine) {
				return made, nil
			}
			return receipt, err
		}},
		{name: "a write of nothing is a revision", fails: "Write/no changes", drawn: true, write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			before, _ := revisionOf(s.Store)
			receipt, err := plainly(ctx, s, w, fn)
			if err == nil && !receipt.Repeated && receipt.Revision == before {
				s.Replace(s.kept["content"].(*landscape.Content))
				receipt.Revision++
			}
			return receipt, err
		}},
		{name: "the error of fn is wrapped", fails: "Write/error of fn", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			receipt, err := plainly(ctx, s, w, fn)
			if err != nil {
				err = fmt.Errorf("writing: %w", err)
			}
			return receipt, err
		}},
		{name: "the error of fn is lost", fails: "Write/error of fn", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				changes, err := fn(d)
				if err != nil {
					return nil, nil
				}
				return changes, nil
			})
		}},
		{name: "what fn returns with an error is written", fails: "Write/error of fn", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			var its error
			receipt, err := plainly(ctx, s, w, func(d landscape.Draft) (changes []landscape.Change, err error) {
				changes, its = fn(d)
				return changes, nil
			})
			return receipt, errors.Join(err, its)
		}},
		{name: "a failed write keeps its key", fails: "Write/error of fn", write: keyOfFailed},
		{name: "a write that does not fit keeps its key", fails: "Fit/no end", write: keyOfFailed},
		{name: "a write is made twice", fails: "Write/counts once", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			receipt, err := plainly(ctx, s, w, fn)
			if err == nil && !receipt.Repeated {
				_, _ = plainly(ctx, s, again(w), fn)
			}
			return receipt, err
		}},
		{name: "before is not looked at", fails: "Fit/element changed from what it is not", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				changes, err := fn(d)
				return rebased(ctx, d, changes), err
			})
		}},
		{name: "what is there is written over", fails: "Fit/element created that is there", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				changes, err := fn(d)
				return rebased(ctx, d, changes), err
			})
		}},
		{name: "before of claims is not looked at", fails: "Fit/claim deleted as what it is not", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				changes, err := fn(d)
				return rebased(ctx, d, changes), err
			})
		}},
		{name: "of one record twice the last counts", fails: "Fit/one new record twice", drawn: true, changes: func(changes []landscape.Change) []landscape.Change {
			var once []landscape.Change
			for i, c := range changes {
				if !slices.ContainsFunc(changes[i+1:], func(d landscape.Change) bool { return d.ID() == c.ID() }) {
					once = append(once, c)
				}
			}
			return once
		}},
		{name: "ends without a name are looked up", fails: "Fit/ends without a name", write: endsLookedUp},
		{name: "ends of what goes are looked up", fails: "Fit/ends of what goes without a name", write: endsLookedUp},
		{name: "claims without an end are left out", fails: "Fit/no end", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				changes, err := fn(d)
				return slices.DeleteFunc(slices.Clone(changes), func(c landscape.Change) bool {
					if c.RelationAfter == nil {
						return false
					}
					ends, _ := d.Elements(ctx, []landscape.ID{c.RelationAfter.From, c.RelationAfter.To}, nil)
					return slices.Contains(ends, nil)
				}), err
			})
		}},
		{name: "an element takes its claims along", fails: "Fit/end of a claim goes", drawn: true, write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				changes, err := fn(d)
				given := map[landscape.ID]bool{}
				for _, c := range changes {
					given[c.ID()] = true
				}
				for _, c := range changes {
					if !c.IsElement() || !c.Deleted() {
						continue
					}
					touching, _ := d.Touching(ctx, []landscape.ID{c.ID()})
					for _, r := range touching {
						if !given[r.ID] {
							given[r.ID] = true
							changes = append(changes, landscape.Change{RelationBefore: r, From: refOf(ctx, d, r.From), To: refOf(ctx, d, r.To)})
						}
					}
				}
				return changes, err
			})
		}},
		{name: "the draft is the public's", fails: "Draft/all of it", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) (changes []landscape.Change, err error) {
				_ = s.Store.Read(ctx, landscape.Main, landscape.Public(), func(now landscape.Snapshot) error {
					changes, err = fn(misdrafted{now, d, d.Relations, d.Touching})
					return nil
				})
				return changes, err
			})
		}},
		{name: "touching is what starts there", fails: "Draft/touching", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				return fn(misdrafted{d, d, d.Relations, func(ctx context.Context, ids []landscape.ID, types ...string) ([]*landscape.Relation, error) {
					touching, err := d.Touching(ctx, ids, types...)
					return slices.DeleteFunc(touching, func(r *landscape.Relation) bool { return !slices.Contains(ids, r.From) }), err
				}})
			})
		}},
		{name: "touching takes no notice of types", fails: "Draft/touching", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				return fn(misdrafted{d, d, d.Relations, func(ctx context.Context, ids []landscape.ID, _ ...string) ([]*landscape.Relation, error) {
					return d.Touching(ctx, ids)
				}})
			})
		}},
		{name: "touching comes once for each element", fails: "Draft/touching", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				return fn(misdrafted{d, d, d.Relations, func(ctx context.Context, ids []landscape.ID, types ...string) (all []*landscape.Relation, err error) {
					for _, id := range ids {
						touching, err := d.Touching(ctx, []landscape.ID{id}, types...)
						if err != nil {
							return nil, err
						}
						all = append(all, touching...)
					}
					sortContent(&landscape.Content{Relations: all})
					return all, nil
				}})
			})
		}},
		{name: "relations that are not there are left out", fails: "Draft/relations", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
				return fn(misdrafted{d, d, func(ctx context.Context, refs []landscape.RelationRef) ([]*landscape.Relation, error) {
					found, err := d.Relations(ctx, refs)
					if len(refs) == 1 { // as edits ask
						return found, err
					}
					return slices.DeleteFunc(found, func(r *landscape.Relation) bool { return r == nil }), err
				}, d.Touching})
			})
		}},
		{name: "writers do not wait for each other", fails: "Meanwhile/eight writers", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			var changes []landscape.Change
			_, err := plainly(ctx, s, w, func(d landscape.Draft) (_ []landscape.Change, err error) {
				if changes, err = fn(d); err == nil {
					err = errAgain
				}
				return nil, err
			})
			if !errors.Is(err, errAgain) {
				return landscape.Receipt{}, err
			}
			for range 1000 {
				runtime.Gosched()
			}
			return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) { return rebased(ctx, d, changes), nil })
		}},
		{name: "what is to be written is seen before", fails: "Meanwhile/nothing is seen before it is written", write: func(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
			s.mutex.Lock()
			defer s.mutex.Unlock()
			var changes []landscape.Change
			if _, err := plainly(ctx, s, w, func(d landscape.Draft) (_ []landscape.Change, err error) {
				if changes, err = fn(d); err == nil {
					err = errAgain
				}
				return nil, err
			}); !errors.Is(err, errAgain) {
				return landscape.Receipt{}, err
			}
			receipt, err := plainly(ctx, s, w, func(landscape.Draft) ([]landscape.Change, error) { return changes, nil })
			_ = s.Store.Read(ctx, landscape.Main, landscape.Steward(), func(now landscape.Snapshot) error {
				_, _ = fn(now.(landscape.Draft)) // which looks around once more, and finds them
				return nil
			})
			return receipt, err
		}},
		{name: "lists are remembered over writes", fails: "Scope/visibility of an element", find: func(s *miswriter, v landscape.Viewer, now landscape.Snapshot, q landscape.Query) (landscape.Rows, error) {
			s.mutex.Lock()
			defer s.mutex.Unlock()
			asked := v.String() + queryText(q)
			if rows, ok := s.kept[asked]; ok {
				return rows.(landscape.Rows), nil
			}
			rows, err := now.Find(context.Background(), q)
			s.kept[asked] = rows
			return rows, err
		}},
		{name: "a page after what is gone is the first", fails: "Meanwhile/pages forward", find: func(_ *miswriter, _ landscape.Viewer, now landscape.Snapshot, q landscape.Query) (landscape.Rows, error) {
			if p := q.Page.After; p != nil {
				at, _ := now.Elements(context.Background(), []landscape.ID{landscape.Ref{Kind: q.Kind, Key: p.Key}.ID()}, nil)
				if at[0] == nil {
					q.Page.After = nil
				}
			}
			return now.Find(context.Background(), q)
		}},
		{name: "pages are counted", fails: "Meanwhile/pages forward", find: func(s *miswriter, _ landscape.Viewer, now landscape.Snapshot, q landscape.Query) (landscape.Rows, error) {
			if q.Page.After == nil || q.Page.Limit < 0 {
				s.kept["page"] = 0
				return now.Find(context.Background(), q)
			}
			page, _ := s.kept["page"].(int)
			s.kept["page"] = page + 1
			limit := q.Page.Limit
			q.Page.After, q.Page.Limit = nil, landscape.NoLimit
			rows, err := now.Find(context.Background(), q)
			from := min((page/2+1)*limit, len(rows.Elements)) // each page is asked for twice
			to := min(from+limit, len(rows.Elements))
			return landscape.Rows{Elements: rows.Elements[from:to], More: to < len(rows.Elements)}, err
		}},
		{name: "a read follows writes", fails: "Meanwhile/a read stands still", find: func(s *miswriter, v landscape.Viewer, _ landscape.Snapshot, q landscape.Query) (rows landscape.Rows, err error) {
			err = s.Store.Read(context.Background(), landscape.Main, v, func(now landscape.Snapshot) error {
				rows, err = now.Find(context.Background(), q)
				return err
			})
			return rows, err
		}},
	}
}

// inHalves writes a change set in two, elements first, as somebody does who knows no transactions.
func inHalves(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
	var rest []landscape.Change
	first, err := plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
		changes, err := fn(d)
		var some []landscape.Change
		for _, c := range changes {
			if c.IsElement() && !c.Deleted() {
				some = append(some, c)
			} else {
				rest = append(rest, c)
			}
		}
		if len(some) == 0 {
			some, rest = rest, nil
		}
		return some, err
	})
	if err != nil || len(rest) == 0 {
		return first, err
	}
	w.Key, w.Expected = "", nil
	return plainly(ctx, s, w, func(landscape.Draft) ([]landscape.Change, error) { return rest, nil })
}

func keyOfFailed(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
	receipt, err := plainly(ctx, s, w, fn)
	if err != nil && w.Expected == nil {
		_, _ = plainly(ctx, s, w, func(landscape.Draft) ([]landscape.Change, error) { return nil, nil })
	}
	return receipt, err
}

// misdrafted is a draft of which some is another.
type misdrafted struct {
	landscape.Snapshot
	all       landscape.Draft
	relations func(context.Context, []landscape.RelationRef) ([]*landscape.Relation, error)
	touching  func(context.Context, []landscape.ID, ...string) ([]*landscape.Relation, error)
}

func (d misdrafted) Relations(ctx context.Context, refs []landscape.RelationRef) ([]*landscape.Relation, error) {
	return d.relations(ctx, refs)
}

func (d misdrafted) Touching(ctx context.Context, ids []landscape.ID, types ...string) ([]*landscape.Relation, error) {
	return d.touching(ctx, ids, types...)
}

// refOf names an element of a draft.
func refOf(ctx context.Context, d landscape.Draft, id landscape.ID) landscape.Ref {
	if found, _ := d.Elements(ctx, []landscape.ID{id}, nil); found[0] != nil {
		return found[0].Ref()
	}
	return landscape.Ref{}
}

func endsLookedUp(ctx context.Context, s *miswriter, w landscape.Write, fn drafted) (landscape.Receipt, error) {
	return plainly(ctx, s, w, func(d landscape.Draft) ([]landscape.Change, error) {
		changes, err := fn(d)
		for i, c := range changes {
			r := c.RelationAfter
			if r == nil {
				r = c.RelationBefore
			}
			if r != nil {
				changes[i].From, changes[i].To = refOf(ctx, d, r.From), refOf(ctx, d, r.To)
			}
		}
		return changes, err
	})
}
