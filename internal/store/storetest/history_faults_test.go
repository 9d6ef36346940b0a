package storetest

import (
	"fmt"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
)

type past = func(landscape.History, landscape.Viewer) []landscape.Commit

// only is a past in which each change is another.
func only(change func(landscape.Change) landscape.Change) func(past, landscape.History, landscape.Viewer) []landscape.Commit {
	return func(p past, h landscape.History, v landscape.Viewer) []landscape.Commit {
		commits := p(h, v)
		for i, c := range commits {
			changes := slices.Clone(c.Changes)
			for j := range changes {
				changes[j] = change(changes[j])
			}
			commits[i].Changes = changes
		}
		return commits
	}
}

func askedFor(change func(h *landscape.History)) func(past, landscape.History, landscape.Viewer) []landscape.Commit {
	return func(p past, h landscape.History, v landscape.Viewer) []landscape.Commit {
		change(&h)
		return p(h, v)
	}
}

// historyFaults are the ways to remember that are wrong.
func historyFaults() []writeFault {
	return []writeFault{
		{name: "history without before", fails: "History/before and after", drawn: true, history: only(func(c landscape.Change) landscape.Change {
			if !c.Deleted() {
				c.ElementBefore, c.RelationBefore = nil, nil
			}
			return c
		})},
		{name: "history without ends", fails: "History/order", drawn: true, history: only(func(c landscape.Change) landscape.Change {
			c.From, c.To = landscape.Ref{Key: "?"}, landscape.Ref{Key: "?"}
			return c
		})},
		{name: "history in the order of writing", fails: "History/order", drawn: true, history: func(p past, h landscape.History, v landscape.Viewer) []landscape.Commit {
			commits := p(h, v)
			slices.Reverse(commits)
			return commits
		}},
		{name: "changes in another order", fails: "History/before and after", drawn: true, history: func(p past, h landscape.History, v landscape.Viewer) []landscape.Commit {
			commits := p(h, v)
			for i, c := range commits {
				commits[i].Changes = slices.Clone(c.Changes)
				slices.Reverse(commits[i].Changes)
			}
			return commits
		}},
		{name: "history knows no times", fails: "History/who, when and why", drawn: true, history: func(p past, h landscape.History, v landscape.Viewer) []landscape.Commit {
			commits := p(h, v)
			for i := range commits {
				commits[i].At = commits[i].At.Truncate(1000)
			}
			return commits
		}},
		{name: "history is everybody's", fails: "History/as the public", drawn: true, history: func(p past, h landscape.History, _ landscape.Viewer) []landscape.Commit {
			return p(h, landscape.Steward())
		}},
		{name: "history shows hidden values", fails: "History/hidden values", history: func(p past, h landscape.History, v landscape.Viewer) []landscape.Commit {
			commits := p(h, v)
			all := map[string]*landscape.Element{}
			for _, c := range p(h, landscape.Steward()) {
				for _, change := range c.Changes {
					if change.ElementAfter != nil {
						all[fmt.Sprint(c.Revision, change.ID())] = change.ElementAfter
					}
				}
			}
			for i, c := range commits {
				commits[i].Changes = slices.Clone(c.Changes)
				for j, change := range c.Changes {
					if change.ElementAfter != nil {
						commits[i].Changes[j].ElementAfter = all[fmt.Sprint(c.Revision, change.ID())]
					}
				}
			}
			return commits
		}},
		{name: "commits of which nothing is seen", fails: "History/as the public", history: func(p past, h landscape.History, v landscape.Viewer) []landscape.Commit {
			seen := p(h, v)
			all := p(h, landscape.Steward())
			for i, c := range all {
				all[i].Changes = nil
				for _, s := range seen {
					if s.Revision == c.Revision {
						all[i] = s
					}
				}
			}
			return all
		}},
		{name: "a limit counts what is not seen", fails: "History/pages", history: func(p past, h landscape.History, v landscape.Viewer) []landscape.Commit {
			all := p(h, landscape.Steward())
			h.Limit = landscape.NoLimit
			return slices.DeleteFunc(p(h, v), func(c landscape.Commit) bool {
				return !slices.ContainsFunc(all, func(a landscape.Commit) bool { return a.Revision == c.Revision })
			})
		}},
		{name: "no limit", fails: "History/pages", drawn: true, history: askedFor(func(h *landscape.History) { h.Limit = landscape.NoLimit })},
		{name: "before with the revision", fails: "History/pages", drawn: true, history: askedFor(func(h *landscape.History) {
			if h.Before > 0 {
				h.Before++
			}
		})},
		{name: "since with the revision", fails: "History/pages", drawn: true, history: askedFor(func(h *landscape.History) {
			if h.Since > 1 {
				h.Since--
			}
		})},
		{name: "of any element", fails: "History/of an element", drawn: true, history: askedFor(func(h *landscape.History) { h.Element = "" })},
		{name: "all changes of an element's commits", fails: "History/of an element", drawn: true, history: func(p past, h landscape.History, v landscape.Viewer) []landscape.Commit {
			commits := p(h, v)
			h.Element, h.Limit = "", landscape.NoLimit
			for _, c := range p(h, v) {
				for i := range commits {
					if commits[i].Revision == c.Revision {
						commits[i] = c
					}
				}
			}
			return commits
		}},
		{name: "of an element without its claims", fails: "History/of an element", drawn: true, history: func(p past, h landscape.History, v landscape.Viewer) (left []landscape.Commit) {
			for _, c := range p(h, v) {
				c.Changes = slices.DeleteFunc(slices.Clone(c.Changes), func(c landscape.Change) bool { return h.Element != "" && c.ID() != h.Element })
				if len(c.Changes) > 0 {
					left = append(left, c)
				}
			}
			return left
		}},
		{name: "the past of now", fails: "History/of its snapshot", history: func(p past, h landscape.History, v landscape.Viewer) []landscape.Commit {
			if v == landscape.Steward() {
				v = landscape.StewardOf("anybody") // who reads anew
			}
			return p(h, v)
		}},
	}
}
