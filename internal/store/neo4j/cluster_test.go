package neo4j

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/bolttest"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/schema"
)

// answered is how long a call may take whatever the servers do.
const answered = 10 * time.Second

// ledger plays a database in which one landscape is at some revision: what the statements of writes and locks are answered with.
type ledger struct {
	*bolttest.Cluster
	t testing.TB

	mutex    sync.Mutex // held for what follows
	revision int64
	keys     map[string][]any       // content and revision
	open     map[int]map[string]any // parameters of the changes in open transactions, by connection
	// before is asked first; a reply that it gives counts. applied tells whether a COMMIT that it answers is done all the same.
	before  func(m bolttest.Message) *bolttest.Reply
	applied bool
}

func newLedger(t testing.TB, servers int) *ledger {
	l := &ledger{t: t, keys: map[string][]any{}, open: map[int]map[string]any{}}
	l.Cluster = bolttest.Start(t, servers, l.play)
	return l
}

// hook sets what is asked first.
func (l *ledger) hook(applied bool, before func(m bolttest.Message) *bolttest.Reply) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.before, l.applied = before, applied
}

func (l *ledger) play(m bolttest.Message) bolttest.Reply {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.before != nil {
		if r := l.before(m); r != nil {
			if m.Name == "COMMIT" && l.applied {
				l.commit(m)
			}
			return *r
		}
	}
	switch {
	case m.Mode() == "w" && !l.Leads(m.Server):
		return bolttest.Reply{Failure: "Neo.ClientError.Cluster.NotALeader"}
	case m.Name == "BEGIN":
		delete(l.open, m.Connection)
	case m.Name == "COMMIT":
		l.commit(m)
	case m.Name == "RUN":
		return l.answer(m)
	}
	return bolttest.Reply{}
}

func (l *ledger) answer(m bolttest.Message) bolttest.Reply {
	p, _ := m.Parameters["p"].(map[string]any)
	row := func(values ...any) bolttest.Reply { return bolttest.Reply{Rows: [][]any{values}} }
	switch {
	case strings.HasPrefix(m.Statement, "CALL db.info"):
		return row("home")
	case strings.HasPrefix(m.Statement, "OPTIONAL MATCH (m:Landskap)"):
		return row(format, true)
	case m.Statement == lockStatement:
		return row(l.revision, false)
	case m.Statement == beginStatement:
		key, _ := p["key"].(string)
		if kept := l.keys[key]; kept != nil {
			return row(l.revision, false, true, kept[0], kept[1])
		}
		return row(l.revision, false, true, nil, nil)
	case m.Statement == cypher.Change:
		l.open[m.Connection] = p
	case m.Statement == togetherStatement:
		if p["at"] != l.revision {
			return bolttest.Reply{Fields: []string{"there"}}
		}
		there := []any{}
		for _, key := range p["keys"].([]any) {
			if k := key.(map[string]any)["key"]; l.keys[k.(string)] != nil {
				there = append(there, k)
			}
		}
		if len(there) == 0 {
			l.open[m.Connection] = p
		}
		return row(there)
	}
	return bolttest.Reply{}
}

// commit does what an open transaction changes.
func (l *ledger) commit(m bolttest.Message) {
	p := l.open[m.Connection]
	delete(l.open, m.Connection)
	if p == nil {
		return
	}
	for _, revision := range p["revisions"].([]any) {
		l.revision = revision.(int64)
	}
	for _, key := range p["keys"].([]any) {
		k := key.(map[string]any)
		l.keys[k["key"].(string)] = []any{k["content"], k["revision"]}
	}
}

// at returns what revision the landscape is at.
func (l *ledger) at() int64 {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.revision
}

// connect opens a store on the cluster. Its leases are long, so that nothing is renewed meanwhile.
func (l *ledger) connect(access Access, database string) *Store {
	l.t.Helper()
	o := Options{URI: "neo4j://" + l.Address(0), User: "neo4j", Password: "word", Database: database, Model: modelOf(l.t), Access: access}
	return openAs(l.t, o, time.Minute)
}

func modelOf(t testing.TB) *schema.Metamodel {
	t.Helper()
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// write writes a new system to the landscape.
func (l *ledger) write(s *Store, key string) (landscape.Receipt, error) {
	kind := s.Model.Kind("System")
	e := landscape.NewElement(kind, map[string]any{"key": uuid.NewString(), "name": "Sys", "owner": landscape.LocalOwner})
	return s.Write(l.t.Context(), landscape.Main, landscape.Write{Key: key, Content: "the same", At: time.Now()}, func(landscape.Draft) ([]landscape.Change, error) {
		return []landscape.Change{{ElementAfter: e}}, nil
	})
}

// read reads an element that is not there, and returns at which revision.
func (l *ledger) read(s *Store) (revision landscape.Revision, err error) {
	err = s.Read(l.t.Context(), landscape.Main, landscape.Steward(), func(snap landscape.Snapshot) error {
		revision = snap.Revision()
		_, err := snap.Elements(l.t.Context(), []landscape.ID{"none"}, nil)
		return err
	})
	return revision, err
}

// TestClusterDiscipline writes and reads on a cluster and looks at every message.
func TestClusterDiscipline(t *testing.T) {
	l := newLedger(t, 3)
	s := l.connect(Exclusive, "kommun")
	for i := range 3 {
		if _, err := l.write(s, ""); err != nil {
			t.Fatal(err)
		}
		if revision, err := l.read(s); err != nil || revision != landscape.Revision(i+1) {
			t.Fatalf("read revision %d after %d writes: %v", revision, i+1, err)
		}
	}
	record := l.Recorded()
	for _, breach := range bolttest.Breaches(record, "kommun", 0) {
		t.Error(breach)
	}
	reads, writes, routed := 0, 0, 0
	for _, m := range record {
		switch {
		case m.Name == "ROUTE":
			routed++
		case m.Name == "COMMIT":
			writes++
		case m.Name == "RUN" && m.Mode() == "r" && strings.Contains(m.Statement, "$p.ids"):
			reads++
		}
	}
	if routed == 0 || reads < 3 || writes < 3 {
		t.Errorf("%d routing tables, %d reads at followers and %d commits show too little", routed, reads, writes)
	}
	t.Logf("%d messages: %d routing tables, %d reads of elements at followers, %d commits", len(record), routed, reads, writes)
}

// TestClusterDisciplineControl takes away from a record what it is held against, message by message.
func TestClusterDisciplineControl(t *testing.T) {
	l := newLedger(t, 3)
	s := l.connect(Exclusive, "kommun")
	if _, err := l.write(s, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := l.read(s); err != nil {
		t.Fatal(err)
	}
	record := l.Recorded()
	last := -1 // the read at a follower
	for i, m := range record {
		if m.Begins() && m.Mode() == "r" {
			last = i
		}
	}
	doctor := map[string]func(m *bolttest.Message){
		"name the database": func(m *bolttest.Message) { delete(m.Meta, "db") },
		"no time limit":     func(m *bolttest.Message) { delete(m.Meta, "tx_timeout") },
		"come after":        func(m *bolttest.Message) { delete(m.Meta, "bookmarks") },
		"wrong server":      func(m *bolttest.Message) { delete(m.Meta, "mode") },
		"telemetry":         func(m *bolttest.Message) { m.Name = "TELEMETRY" },
	}
	for what, change := range doctor {
		doctored := slices.Clone(record)
		m := doctored[last]
		meta := map[string]any{}
		for k, v := range m.Meta {
			meta[k] = v
		}
		m.Meta = meta
		change(&m)
		doctored[last] = m
		found := bolttest.Breaches(doctored, "kommun", 0)
		if len(found) != 1 || !strings.Contains(found[0], what) {
			t.Errorf("%s: a record that is doctored so gives %q", what, found)
		}
	}
	// A driver as it comes, without our settings, breaks the rules that can be broken by leaving something out.
	l.Forget()
	d, err := driver.NewDriverWithContext("neo4j://"+l.Address(0), driver.BasicAuth("neo4j", "word", ""), func(*config.Config) {})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close(t.Context())
	for range 2 {
		session := d.NewSession(t.Context(), driver.SessionConfig{})
		if _, err := session.ExecuteWrite(t.Context(), func(tx driver.ManagedTransaction) (any, error) {
			return tx.Run(t.Context(), "RETURN 1", nil)
		}); err != nil {
			t.Fatal(err)
		}
		session.Close(t.Context())
	}
	found := strings.Join(bolttest.Breaches(l.Recorded(), "kommun", 0), "\n")
	for _, what := range []string{"is telemetry", "no time limit", "name the database", "come after"} {
		if !strings.Contains(found, what) {
			t.Errorf("a bare driver is not found to break the rule %q: %s", what, found)
		}
	}
}

// TestClusterHome leaves the database unnamed: it is asked for once, and named from then on.
func TestClusterHome(t *testing.T) {
	l := newLedger(t, 3)
	s := l.connect(Exclusive, "")
	l.Forget()
	if _, err := l.write(s, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := l.read(s); err != nil {
		t.Fatal(err)
	}
	for _, breach := range bolttest.Breaches(l.Recorded(), "home", 0) {
		if !strings.Contains(breach, "come after") { // The record begins in the middle.
			t.Error(breach)
		}
	}
}

// TestClusterShared reads where others write too: at the leader, under the landscape's lock, and so what they have committed.
func TestClusterShared(t *testing.T) {
	l := newLedger(t, 3)
	one, other := l.connect(Shared, "kommun"), l.connect(Shared, "kommun")
	if _, err := l.read(other); err != nil {
		t.Fatal(err)
	}
	if _, err := l.write(one, ""); err != nil {
		t.Fatal(err)
	}
	l.Forget()
	revision, err := l.read(other)
	if err != nil || revision != 1 {
		t.Fatalf("another process committed revision 1, revision %d is read: %v", revision, err)
	}
	var begun []string
	for _, m := range l.Recorded() {
		if m.Name == "RUN" {
			begun = append(begun, m.Statement)
			if m.Begun == nil || m.Server != 0 || m.Mode() != "w" {
				t.Errorf("%q is read at server %d, mode %s, outside of the lock", m.Statement, m.Server, m.Mode())
			}
		}
		if m.Name == "COMMIT" {
			t.Error("a read commits")
		}
	}
	if len(begun) < 2 || begun[0] != lockStatement {
		t.Errorf("a shared read does not begin with the lock: %q", begun)
	}
	// An Exclusive store asks nobody about the revision: what another process does behind its back it would not see.
	alone := l.connect(Exclusive, "kommun")
	if _, err := l.read(alone); err != nil {
		t.Fatal(err)
	}
	if _, err := l.write(one, ""); err != nil {
		t.Fatal(err)
	}
	if revision, err := l.read(alone); err != nil || revision != 1 {
		t.Fatalf("the control, which takes no lock, reads revision %d: %v", revision, err)
	}
}

// unavailable checks that a call ended as one that nobody answered, in time.
func unavailable(t *testing.T, what string, began time.Time, err error) {
	t.Helper()
	took := time.Since(began)
	if landscape.CodeOf(err) != landscape.Unavailable || took > answered {
		t.Errorf("%s: after %v: %v", what, took.Round(time.Millisecond), err)
		return
	}
	t.Logf("%s: UNAVAILABLE after %v", what, took.Round(time.Millisecond))
}

func messageOf(err error) string {
	var known *landscape.Error
	if errors.As(err, &known) {
		return known.Message.Key
	}
	return ""
}

func keysSent(record []bolttest.Message) (keys []any) {
	for _, m := range record {
		p, _ := m.Parameters["p"].(map[string]any)
		switch {
		case m.Name != "RUN":
		case m.Statement == beginStatement:
			keys = append(keys, p["key"])
		case m.Statement == togetherStatement:
			for _, key := range p["keys"].([]any) {
				keys = append(keys, key.(map[string]any)["key"])
			}
		}
	}
	return keys
}
