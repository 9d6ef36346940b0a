package main

import (
	"context"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// pageRows is how many rows a page of the list has, and deepPage which page is the deep one, where there are so many.
const (
	pageRows = 50
	deepPage = 1000
)

// land is the landscape in the database, and what of it the questions name.
type land struct {
	driver  neo4j.DriverWithContext
	name    string
	version string // the server's

	elements, relations, all, everybody int64    // all are the systems, everybody the actors
	systems                             []string // ids, of some
	blocks, actors                      []string // keys
	deepAt                              int64    // the row before the deep page, from 0
	deepKeys                            [2]string
	deepCursor                          string // ours
}

// column runs a statement and returns its first column.
func (l *land) column(ctx context.Context, statement string, p map[string]any) ([]any, error) {
	if p == nil {
		p = map[string]any{}
	}
	p["l"] = l.name
	result, err := neo4j.ExecuteQuery(ctx, l.driver, statement, p, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
	if err != nil {
		return nil, fmt.Errorf("asking the database: %w", err)
	}
	column := make([]any, len(result.Records))
	for i, r := range result.Records {
		column[i] = r.Values[0]
	}
	return column, nil
}

func (l *land) number(ctx context.Context, statement string) (int64, error) {
	column, err := l.column(ctx, statement, nil)
	if err != nil || len(column) == 0 {
		return 0, err
	}
	n, _ := column[0].(int64)
	return n, nil
}

func (l *land) texts(ctx context.Context, statement string, p map[string]any) ([]string, error) {
	column, err := l.column(ctx, statement, p)
	texts := make([]string, len(column))
	for i, v := range column {
		texts[i], _ = v.(string)
	}
	return texts, err
}

// there reports whether the landscape has elements.
func (l *land) there(ctx context.Context) (bool, error) {
	n, err := l.number(ctx, "MATCH (n:Element {landscape: $l}) WITH n LIMIT 1 RETURN count(n)")
	return n > 0, err
}

// look reads what the questions need. A sample is by id, which is a hash: it is the same in every run and favours nothing. The
// limit and the peer count and list without regard to landscapes, so that another one beside ours would give them other answers.
func (l *land) look(ctx context.Context) error {
	others, err := l.number(ctx, "MATCH (n:Element) WHERE n.landscape <> $l RETURN count(n)")
	switch {
	case err != nil:
		return err
	case others > 0:
		return fmt.Errorf("the database holds %d elements of other landscapes than %s; the benchmark needs one of its own", others, l.name)
	}
	for statement, n := range map[string]*int64{
		"MATCH (n:Element) RETURN count(n)": &l.elements, "MATCH (n:System) RETURN count(n)": &l.all,
		"MATCH (:Element)-[r]->() RETURN count(r)": &l.relations, "MATCH (n:Actor) RETURN count(n)": &l.everybody,
	} {
		if *n, err = l.number(ctx, statement); err != nil {
			return err
		}
	}
	for statement, list := range map[string]*[]string{
		"MATCH (n:System) WITH n.id AS id ORDER BY id LIMIT 1000 RETURN id":                                                    &l.systems,
		"MATCH (n:BuildingBlock) WHERE EXISTS { (n)<-[:REALISES]-(:System) } WITH n ORDER BY n.id RETURN n.key":                &l.blocks,
		"MATCH (n:Actor) WHERE EXISTS { (n)-[:PROVIDES]->(s:System) WHERE s.owner = n.key } WITH n ORDER BY n.id RETURN n.key": &l.actors,
	} {
		if *list, err = l.texts(ctx, statement, nil); err != nil {
			return err
		}
		if len(*list) == 0 {
			return fmt.Errorf("the landscape %s has nothing for %s", l.name, statement)
		}
	}
	l.deepAt = (min(deepPage, l.all/pageRows)-1)*pageRows - 1
	if l.deepAt < 0 {
		return fmt.Errorf("the landscape %s has only %d systems, less than two pages", l.name, l.all)
	}
	keys, err := l.texts(ctx, "MATCH (n:System) WITH n ORDER BY n._nameKey, n.key SKIP $skip LIMIT 1 UNWIND [n._nameKey, n.key] AS k RETURN k",
		map[string]any{"skip": l.deepAt})
	if err != nil {
		return err
	}
	l.deepKeys = [2]string(keys)
	versions, err := l.texts(ctx, "CALL dbms.components() YIELD name, versions, edition RETURN name + ' ' + versions[0] + ' ' + edition", nil)
	if err != nil {
		return err
	}
	l.version = versions[0]
	return nil
}

// indexes makes those without which the peer would scan a kind for each id and key: whoever runs it would make them too.
func (l *land) indexes(ctx context.Context) error {
	for _, label := range []string{"Actor", "System", "BuildingBlock", "Integration", "InformationObject"} {
		if _, err := l.column(ctx, "CREATE INDEX bench_peer_"+label+" IF NOT EXISTS FOR (n:"+label+") ON (n.id)", nil); err != nil {
			return err
		}
	}
	if _, err := l.column(ctx, "CREATE INDEX bench_peer_BuildingBlock_key IF NOT EXISTS FOR (n:BuildingBlock) ON (n.key)", nil); err != nil {
		return err
	}
	_, err := l.column(ctx, "CALL db.awaitIndexes(600)", nil)
	return err
}

// rest waits until the server answers and does nothing but that: what a party has given up is often still being worked on. What has
// not ended by itself in a minute is ended.
func (l *land) rest(ctx context.Context) error {
	var last error
	for wait := range 240 {
		statement := "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE NOT currentQuery STARTS WITH 'SHOW TRANSACTIONS' RETURN transactionId"
		busy, err := l.texts(ctx, statement, nil)
		if last = err; err == nil && len(busy) == 0 {
			return nil
		}
		if wait >= 120 && err == nil {
			if _, last = l.column(ctx, "TERMINATE TRANSACTIONS $ids YIELD message RETURN message", map[string]any{"ids": busy}); last == nil {
				last = fmt.Errorf("it is still at work: %v", busy)
			}
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(500 * time.Millisecond):
		}
	}
	return fmt.Errorf("the database does not come to rest: %w", last)
}

// made returns the keys of what our API has made, and of what the limit made in its place.
func (l *land) made(ctx context.Context) ([]string, error) {
	return l.texts(ctx, "MATCH (s:Element:System) WHERE s.key CONTAINS $made RETURN s.key", map[string]any{"made": made + "0-"})
}

// clear removes what others than our API have made. Nothing else has such keys.
func (l *land) clear(ctx context.Context) error {
	for {
		removed, err := l.column(ctx, "MATCH (s:System) WHERE s.key CONTAINS $made WITH s LIMIT 5000 DETACH DELETE s RETURN 1", map[string]any{"made": made})
		if err != nil || len(removed) == 0 {
			return err
		}
	}
}
