package neo4j

import (
	"bytes"
	"context"
	"slices"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/codec"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// commitsRead is how many commits a statement reads of those in a row.
const commitsRead = 20

const newestFirst = `MATCH (c:Commit {landscape: $p.l}) WHERE c.revision > $p.since AND c.revision < $p.before
AND CASE WHEN $p.element IS NULL THEN true ELSE $p.element IN c._touched END
WITH c ORDER BY c.revision DESC LIMIT $p.limit RETURN ` + commitFields

const oldestFirst = `MATCH (c:Commit {landscape: $p.l}) WHERE c.revision > $p.since AND c.revision < $p.before
WITH c ORDER BY c.revision LIMIT $p.limit RETURN ` + commitFields

const commitFields = `c.revision, c.at, c.by, c.why, c._parts, c._data`

const partsStatement = `MATCH (n:CommitPart {landscape: $p.l, revision: $p.revision}) WHERE n.part >= 0 RETURN n.part, n.data ORDER BY n.part`

type askFunc = func(ctx context.Context, statement string, p map[string]any, row func([]any) error) error

// kept is a commit as the database has it.
type kept struct {
	landscape.Commit
	parts int64
	data  [][]byte
}

// commits reads some commits, without what has happened to records.
func commits(ctx context.Context, ask askFunc, statement string, p map[string]any) (list []*kept, err error) {
	err = ask(ctx, statement, p, func(row []any) error {
		k := &kept{}
		revision, _ := row[0].(int64)
		at, _ := row[1].(string)
		k.Revision = landscape.Revision(revision)
		k.By, _ = row[2].(string)
		k.Why, _ = row[3].(string)
		k.parts, _ = row[4].(int64)
		data, _ := row[5].([]byte)
		k.data = [][]byte{data}
		var err error
		if k.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
			return damaged(k.Revision, err)
		}
		list = append(list, k)
		return nil
	})
	return list, err
}

// whole reads what has happened to records.
func (k *kept) whole(ctx context.Context, ask askFunc, in string, model *schema.Metamodel) (c landscape.Commit, err error) {
	if k.parts > 1 {
		if err := ask(ctx, partsStatement, map[string]any{"l": in, "revision": int64(k.Revision)}, func(row []any) error {
			data, _ := row[1].([]byte)
			k.data = append(k.data, data)
			return nil
		}); err != nil {
			return c, err
		}
	}
	c = k.Commit
	if c.Changes, err = codec.Unpack(model, bytes.Join(k.data, nil)); err != nil {
		err = damaged(k.Revision, err)
	}
	return c, err
}

func damaged(r landscape.Revision, err error) error {
	return landscape.NewError(landscape.Unavailable, text.New("database.damaged", r, err.Error()))
}

// History is what landscape.Historian says.
func (s *snapshot) History(ctx context.Context, h landscape.History) (found []landscape.Commit, err error) {
	if h.Limit == 0 || s.scope.Terms().Open < 0 && !s.scope.Terms().All {
		return nil, nil
	}
	p := map[string]any{"l": s.Landscape, "since": int64(h.Since), "before": int64(s.revision) + 1, "element": nil, "limit": commitsRead}
	if h.Before > 0 {
		p["before"] = min(int64(s.revision)+1, int64(h.Before))
	}
	if h.Element != "" {
		p["element"] = codec.Short(h.Element)
	}
	for {
		list, err := commits(ctx, s.Ask, newestFirst, p)
		if err != nil {
			return nil, err
		}
		for _, k := range list {
			c, err := k.whole(ctx, s.Ask, s.Landscape, s.Model)
			if err == nil {
				c.Changes, err = s.seen(ctx, c.Changes, h.Element)
			}
			if err != nil {
				return nil, err
			}
			if len(c.Changes) > 0 {
				found = append(found, c)
			}
			if len(found) == h.Limit {
				return found, nil
			}
			p["before"] = int64(c.Revision)
		}
		if len(list) < commitsRead {
			return found, nil
		}
	}
}

// seen returns what the viewer may see of changes.
func (s *snapshot) seen(ctx context.Context, changes []landscape.Change, element landscape.ID) ([]landscape.Change, error) {
	now := map[landscape.ID]bool{}
	if !s.scope.Terms().All {
		var ends []landscape.ID
		for _, c := range changes {
			if element == "" || c.Concerns(element) {
				for _, r := range []*landscape.Relation{c.RelationBefore, c.RelationAfter} {
					if r != nil {
						ends = append(ends, r.From, r.To)
					}
				}
			}
		}
		for some := range slices.Chunk(ends, batch) {
			elements, err := s.Elements(ctx, some, []string{})
			if err != nil {
				return nil, err
			}
			for i, e := range elements {
				now[some[i]] = e != nil
			}
		}
	}
	return s.scope.Seen(changes, element, func(id landscape.ID) bool { return now[id] }), nil
}

// export tells of commits, the oldest first, and then of keys.
func (s *Store) export(ctx context.Context, name string, last landscape.Revision, tell func(landscape.Remembered) error) error {
	// A follower may not have the last of them yet.
	ask := func(ctx context.Context, statement string, p map[string]any, row func([]any) error) error {
		return s.once(ctx, driver.AccessModeWrite, statement, p, row)
	}
	for since := landscape.Revision(0); since < last; {
		p := map[string]any{"l": name, "since": int64(since), "before": int64(last) + 1, "limit": commitsRead}
		list, err := commits(ctx, ask, oldestFirst, p)
		if err != nil {
			return err
		}
		for _, k := range list {
			c, err := k.whole(ctx, ask, name, s.Model)
			if err == nil && c.Revision != since+1 {
				err = damaged(since+1, codec.ErrCut)
			}
			if err == nil {
				err = tell(landscape.Remembered{Commit: &c})
			}
			if err != nil {
				return err
			}
			since = c.Revision
		}
		if len(list) == 0 {
			return damaged(since+1, codec.ErrCut)
		}
	}
	const keys = `MATCH (k:IdempotencyKey {landscape: $p.l}) WHERE k.key > $p.after AND k.revision <= $p.last
WITH k ORDER BY k.key LIMIT 1000 RETURN k.key, k.content, k.revision`
	for after, more := "", true; more; {
		var list []*landscape.KeptKey
		if err := ask(ctx, keys, map[string]any{"l": name, "after": after, "last": int64(last)}, func(row []any) error {
			k := &landscape.KeptKey{}
			k.Key, _ = row[0].(string)
			k.Content, _ = row[1].(string)
			revision, _ := row[2].(int64)
			k.Revision = landscape.Revision(revision)
			list = append(list, k)
			return nil
		}); err != nil {
			return err
		}
		for _, k := range list {
			if err := tell(landscape.Remembered{Key: k}); err != nil {
				return err
			}
			after = k.Key
		}
		more = len(list) == 1000
	}
	return nil
}
