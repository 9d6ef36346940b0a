package neo4j

import (
	"cmp"
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/neo4jtest"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

func TestWriter(t *testing.T) {
	t.Parallel()
	thoroughly(t)
	storetest.RunWriter(t, openScratch(Exclusive))
}

func TestWriterShared(t *testing.T) {
	t.Parallel()
	thoroughly(t)
	if os.Getenv("LANDSKAP_DIFFERENTIAL") == "" {
		// A Shared store is the same store but for how a read sees one revision. All checks of it take minutes; make differential
		// runs them, and other runs random scripts.
		storetest.Sequences(t, openScratch(Shared))
		return
	}
	storetest.RunWriter(t, openScratch(Shared))
}

func TestManyLandscapes(t *testing.T) {
	t.Parallel()
	thoroughly(t)
	storetest.RunLandscapes(t, openScratch(Exclusive))
}

// TestMain draws fewer random cases than rapid does by itself, unless it is told how many: here each takes a hundred times as long as
// in memory. TestAlike draws many more, side by side.
func TestMain(m *testing.M) {
	flag.Parse()
	told := false
	flag.Visit(func(f *flag.Flag) { told = told || f.Name == "rapid.checks" })
	if !told {
		if err := flag.Set("rapid.checks", "4"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// thoroughly skips in a short run, such as that with the race detector, what is no matter of several goroutines.
func thoroughly(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("this is about answers, which the run that is not short compares")
	}
}

// openScratch opens stores in landscapes of their own, which go when the test ends.
func openScratch(access Access) storetest.Open {
	return func(t *testing.T, model *schema.Metamodel, content *landscape.Content) landscape.Store {
		s := &scratch{Store: openTest(t, Options{Model: model, Access: access}), t: t, prefix: "test-" + uuid.NewString() + "-"}
		t.Cleanup(s.drop)
		s.Replace(content)
		return s
	}
}

func openTest(t testing.TB, o Options) *Store {
	t.Helper()
	return openAs(t, found(t, o), leaseTime)
}

// found completes options with where the tests' database is.
func found(t testing.TB, o Options) Options {
	t.Helper()
	a := neo4jtest.Find(t)
	o.URI, o.User, o.Password, o.Timeout = a.URI, a.User, a.Password, 2*time.Minute
	return o
}

func openAs(t testing.TB, o Options, lease time.Duration) *Store {
	t.Helper()
	s, err := open(context.WithoutCancel(t.Context()), o, lease)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// scratch is a store of landscapes that nobody else in the database knows of.
type scratch struct {
	*Store
	t      *testing.T
	prefix string
}

func (s *scratch) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return s.Store.Read(ctx, s.prefix+name, v, fn)
}

func (s *scratch) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	return s.Store.Write(ctx, s.prefix+name, w, fn)
}

func (s *scratch) Landscapes(ctx context.Context) (own []string, err error) {
	names, err := s.Store.Landscapes(ctx)
	for _, name := range names {
		if name, is := strings.CutPrefix(name, s.prefix); is {
			own = append(own, name)
		}
	}
	return own, err
}

func (s *scratch) Export(ctx context.Context, name string, tell func(landscape.Remembered) error) error {
	return s.Store.Export(ctx, s.prefix+name, tell)
}

func (s *scratch) drop() {
	ctx := context.Background()
	err := s.Reopen() // The test may have closed it.
	if err != nil {
		s.t.Fatal(err)
	}
	names, err := s.Landscapes(ctx)
	for _, name := range names {
		err = cmp.Or(err, s.Drop(ctx, s.prefix+name))
	}
	if err = cmp.Or(err, s.Close()); err != nil {
		s.t.Errorf("dropping what the test has left: %v", err)
	}
}

// Reopen closes the store and opens it again.
func (s *scratch) Reopen() (err error) {
	if err := s.Close(); err != nil {
		return err
	}
	s.Store, err = open(context.Background(), s.Options, leaseTime)
	return err
}

// Replace writes whole content as a change set.
func (s *scratch) Replace(content *landscape.Content) {
	if err := storetest.Replace(context.Background(), s, landscape.Main, s.Model, content); err != nil {
		s.t.Fatal(err)
	}
}

// sweepAway removes a landscape, whoever has it.
func (s *Store) sweepAway(ctx context.Context, name string) error {
	const mine = "MATCH (l:Landscape {name: $p.l}) SET l._incoming = $p.token"
	if err := s.once(ctx, driver.AccessModeWrite, mine, map[string]any{"l": name, "token": s.token}, nil); err != nil {
		return err
	}
	return s.clear(ctx, name)
}
