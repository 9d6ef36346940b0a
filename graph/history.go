package graph

import (
	"context"

	"github.com/arkinera/landskap/graph/writing"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// maxHistories is how many elements one request may ask the history of: each is a question of its own to the store.
const maxHistories = 500

// changesOf answers the field changes of Query.
func changesOf(ctx context.Context, c Call) (any, error) {
	return history(ctx, c.Snapshot, landscape.ID(c.Text("element")), c.Args)
}

func history(ctx context.Context, s landscape.Snapshot, element landscape.ID, args map[string]any) ([]writing.Commit, error) {
	historian, ok := s.(landscape.Historian)
	if !ok {
		return nil, landscape.NewError(landscape.Unavailable, text.New("writing.no_history"))
	}
	h := landscape.History{Element: element, Limit: DefaultPage}
	if first := number(args, "first"); first != nil {
		h.Limit = *first
	}
	if since := number(args, "since"); since != nil {
		h.Since = landscape.Revision(*since)
	}
	if before := number(args, "before"); before != nil {
		// Nothing came before the first revision, and 0 would ask for all.
		if h.Before = landscape.Revision(*before); h.Before <= 0 {
			return nil, nil
		}
	}
	if h.Limit == 0 {
		return nil, nil
	}
	found, err := historian.History(ctx, h)
	return writing.Commits(found), err
}

// histories are what a field changes gave for each of the elements that it was asked of.
type histories struct {
	commits map[landscape.ID][]writing.Commit
	fetched map[landscape.ID]*landscape.Element
}

// history reads what happened to elements.
func (x *execution) history(ctx context.Context, f *objectField, sources []landscape.ID) error {
	if x.asked += len(sources); x.asked > maxHistories {
		return limited("api.histories", maxHistories)
	}
	past := histories{commits: map[landscape.ID][]writing.Commit{}}
	found := newMentions()
	for _, id := range sources {
		commits, err := history(ctx, x.snapshot, id, f.args)
		if err != nil {
			return err
		}
		past.commits[id] = commits
		if err := found.collect(f.def.Type, f, commits); err != nil {
			return err
		}
	}
	var err error
	past.fetched, err = x.fetch(ctx, found)
	x.past[f] = past
	return err
}
