package neo4j

import (
	"context"
	"errors"
	"fmt"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/internal/text"
)

// format is the version of the graph's layout; the mark in the database says which one it has. Since 2 the claims of long lists have
// places in them. It is raised whenever a process of before would write what this one does not find, as where the relations of a type
// that there was get long lists.
const format = 2

// setUp makes the database ready, or finds it so. What is asked first is all that is asked of one that is ready, unless the model
// has got kinds since.
func (s *Store) setUp(ctx context.Context) error {
	version, ours, empty := int64(0), false, true
	const mark = "OPTIONAL MATCH (m:Landskap) RETURN m.version, EXISTS { MATCH (n) WHERE NOT n:Landskap }"
	if err := s.once(ctx, driver.AccessModeRead, mark, nil, func(row []any) error {
		version, ours = row[0].(int64)
		filled, _ := row[1].(bool)
		empty = !filled
		return nil
	}); err != nil {
		return err
	}
	switch {
	case version > format:
		return landscape.NewError(landscape.Unavailable, text.New("database.newer", s.Database, version, format))
	case !ours && !empty:
		return landscape.NewError(landscape.Unavailable, text.New("database.foreign", s.Database))
	case !ours && s.Access == Reading:
		return landscape.NewError(landscape.Unavailable, text.New("database.unset", s.Database))
	case ours && version < format:
		if err := s.raise(ctx, version); err != nil {
			return err
		}
	case s.Access == Reading:
		return nil
	}
	missing, err := s.missing(ctx)
	if err != nil {
		return err
	}
	for _, rule := range missing {
		if err := s.prepare(ctx, rule, ours); err != nil {
			return err
		}
		// Somebody who sets up at the same time may have been quicker, with the same.
		if err := s.once(ctx, driver.AccessModeWrite, rule.Statement, nil, nil); err != nil && !sameThere(err) {
			return err
		}
	}
	if len(missing) > 0 {
		if err := s.once(ctx, driver.AccessModeWrite, "CALL db.awaitIndexes(300)", nil, nil); err != nil {
			return err
		}
	}
	if !ours {
		return s.once(ctx, driver.AccessModeWrite, "MERGE (m:Landskap {mark: 1}) ON CREATE SET m.version = $p.version", map[string]any{"version": format}, nil)
	}
	return nil
}

// raise gives a database of an older version this one's mark, while nobody uses it. What it lacks is made as all is that is missing,
// and so that goes on if it is cut off.
func (s *Store) raise(ctx context.Context, version int64) error {
	const mark = "MATCH (m:Landskap) WHERE NOT EXISTS { MATCH (h:Holder) WHERE h.until > timestamp() } SET m.version = $p.version RETURN true"
	raised := false
	if s.Access != Reading {
		if err := s.once(ctx, driver.AccessModeWrite, mark, map[string]any{"version": format}, func([]any) error {
			raised = true
			return nil
		}); err != nil {
			return err
		}
	}
	if !raised {
		return landscape.NewError(landscape.Unavailable, text.New("database.older", s.Database, version, format))
	}
	return nil
}

// prepare gives the records of a database that has some what a rule is about.
func (s *Store) prepare(ctx context.Context, rule cypher.Rule, filled bool) error {
	const most = 10_000
	for n := int64(most); filled && rule.Before != "" && n == most; {
		n = 0
		if err := s.once(ctx, driver.AccessModeWrite, rule.Before, map[string]any{"most": most}, func(row []any) error {
			n, _ = row[0].(int64)
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func sameThere(err error) bool {
	var server *driver.Neo4jError
	if !errors.As(err, &server) {
		return false
	}
	switch server.Code {
	case "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists", "Neo.ClientError.Schema.ConstraintAlreadyExists",
		"Neo.ClientError.Schema.IndexAlreadyExists", "Neo.ClientError.Schema.ConstraintWithNameAlreadyExists", "Neo.ClientError.Schema.IndexWithNameAlreadyExists":
		return true
	}
	return false
}

// missing returns the constraints and indexes that are not there yet, or not ready.
func (s *Store) missing(ctx context.Context) (rules []cypher.Rule, err error) {
	edition, version := "", ""
	const kernel = "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' RETURN edition, versions[0]"
	if err := s.once(ctx, driver.AccessModeRead, kernel, nil, func(row []any) error {
		edition, _ = row[0].(string)
		version, _ = row[1].(string)
		return nil
	}); err != nil {
		return nil, err
	}
	if tooOld(version) {
		return nil, landscape.NewError(landscape.Unavailable, text.New("database.old", version))
	}
	there := map[string]bool{}
	note := func(row []any) error {
		name, _ := row[0].(string)
		there[name] = true
		return nil
	}
	if err := s.once(ctx, driver.AccessModeRead, "SHOW INDEXES YIELD name, state WHERE state = 'ONLINE'", nil, note); err != nil {
		return nil, err
	}
	if err := s.once(ctx, driver.AccessModeRead, "SHOW CONSTRAINTS YIELD name", nil, note); err != nil {
		return nil, err
	}
	for _, rule := range cypher.Rules(s.Model, edition == "enterprise") {
		if !there[rule.Name] {
			rules = append(rules, rule)
		}
	}
	return rules, nil
}

// tooOld reports whether a server's version lacks what statements rest on, such as labels that are values: all before 5.26.
func tooOld(version string) bool {
	var major, minor int
	_, err := fmt.Sscanf(version, "%d.%d", &major, &minor)
	return err == nil && (major < 5 || major == 5 && minor < 26)
}
