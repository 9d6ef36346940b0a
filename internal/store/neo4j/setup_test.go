package neo4j

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/neo4jtest"
	"github.com/arkinera/landskap/internal/store/memory"
	"github.com/arkinera/landskap/internal/store/storetest"
)

// TestSetUp opens a database of its own as it is found in life.
func TestSetUp(t *testing.T) {
	server := neo4jtest.Start(t, neo4jtest.Options{HeapMiB: 512})
	m, err := storetest.Model()
	if err != nil {
		t.Fatal(err)
	}
	d, ctx := server.Driver(t), t.Context()
	run := func(statement string) {
		t.Helper()
		if _, err := driver.ExecuteQuery(ctx, d, statement, nil, driver.EagerResultTransformer); err != nil {
			t.Fatal(err)
		}
	}
	// all is all that is in the database.
	all := func() (found string) {
		t.Helper()
		for _, statement := range []string{"MATCH (n) RETURN labels(n), properties(n) ORDER BY elementId(n)", "SHOW CONSTRAINTS YIELD name", "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'"} {
			result, err := driver.ExecuteQuery(ctx, d, statement, nil, driver.EagerResultTransformer)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range result.Records {
				found += fmt.Sprintln(r.Values...)
			}
		}
		return found
	}
	open := func(a Access) error {
		s, err := Open(ctx, Options{URI: server.URI, User: server.User, Password: server.Password, Model: m, Access: a})
		if err == nil {
			err = s.Close()
		}
		return err
	}
	refused := func(key string, accesses ...Access) {
		t.Helper()
		before := all()
		for _, a := range accesses {
			var told *landscape.Error
			if err := open(a); !errors.As(err, &told) || told.Code != landscape.Unavailable || told.Message.Key != key {
				t.Errorf("opened with access %d: %v is not %s", a, err, key)
			}
		}
		if after := all(); after != before {
			t.Errorf("the database was touched: %s instead of %s", after, before)
		}
	}
	refused("database.unset", Reading)
	run("CREATE (:Person {name: 'Anna'})-[:KNOWS]->(:Person)")
	refused("database.foreign", Reading, Exclusive, Shared)
	run("MATCH (n) DETACH DELETE n")

	// Several may set up at once.
	var wait sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wait.Go(func() { errs[i] = open(Shared) })
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatalf("set up by several at once: %v", err)
	}
	ready := all()
	for _, a := range []Access{Reading, Exclusive, Shared} {
		if err := open(a); err != nil {
			t.Errorf("opened with access %d again: %v", a, err)
		}
	}
	if again := all(); again != ready {
		t.Errorf("what was set up is set up again: %s instead of %s", again, ready)
	}
	run("DROP INDEX landskap_System_owner")
	if err := open(Exclusive); err != nil {
		t.Fatal(err)
	}
	if result, err := driver.ExecuteQuery(context.WithoutCancel(ctx), d, "SHOW INDEXES YIELD name WHERE name = 'landskap_System_owner'", nil, driver.EagerResultTransformer); err != nil || len(result.Records) != 1 {
		t.Errorf("an index that is missing is not made: %v", err)
	}
	run("MATCH (m:Landskap) SET m.version = 3")
	refused("database.newer", Reading, Exclusive, Shared)
	run("MATCH (m:Landskap) SET m.version = 2")

	// The format before had no places, and no indexes over them.
	l := newLong(m)
	for range 60 {
		l.step()
	}
	content := l.content()
	s, err := Open(ctx, Options{URI: server.URI, User: server.User, Password: server.Password, Model: m, Access: Exclusive})
	if err == nil {
		err = errors.Join(storetest.Replace(ctx, s, landscape.Main, m, content), s.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	lower := func() {
		run("MATCH ()-[x]->() REMOVE x._fromPlace, x._toPlace")
		for _, name := range []string{"RUNS_fromPlace", "JUDGES_fromPlace", "TRUSTS_fromPlace", "IN_toPlace", "PART_OF_toPlace", "ABOUT_toPlace"} {
			run("DROP INDEX landskap_" + name)
		}
	}
	lower()
	run("MATCH (m:Landskap) SET m.version = 1")
	refused("database.older", Reading)
	run("CREATE (:Holder {landscape: 'main', token: 'old', until: timestamp() + 60000})")
	refused("database.older", Reading, Exclusive, Shared)
	run("MATCH (h:Holder) DELETE h")
	raised := func() {
		t.Helper()
		s, err := Open(ctx, Options{URI: server.URI, User: server.User, Password: server.Password, Model: m, Access: Exclusive})
		if err != nil {
			t.Fatal(err)
		}
		if wrong := countMisplaced(t, s, landscape.Main); wrong != 0 {
			t.Errorf("%d of %d claims are not in their place", wrong, len(content.Relations))
		}
		if got, want := l.pages(t, s), l.pages(t, memory.New(content)); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	raised()
	// What was cut off after the mark goes on.
	lower()
	raised()
	if after := all(); !strings.Contains(after, "landskap_ABOUT_toPlace") {
		t.Error("an index is missing: ", after)
	}
}
