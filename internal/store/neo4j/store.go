// Package neo4j is landscapes in a Neo4j database, 5.26 or newer: the store for those who run a server, or ask the graph in Cypher.
//
// Package cypher says how the graph is laid out and asks the questions; this one runs them. A commit becomes visible record by record
// on such a server, so that what is promised - a read sees one revision, nothing acknowledged is lost - is kept here: see snapshot.go
// for reads, write.go for writes, claim.go for several processes, move.go for whole landscapes.
package neo4j

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"
	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/notifications"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/convoy"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/internal/store/pulse"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Options say which database a store is in, and how it is used.
type Options struct {
	URI            string // bolt, neo4j, and both with +s or +ssc
	User, Password string
	Database       string // empty for the user's home database
	Model          *schema.Metamodel
	Access         Access
	// Holder says what has the landscapes, in the words that another process is refused with: an address, or a command.
	Holder  string
	Timeout time.Duration // of one transaction; 30 s where it is 0
	Log     *slog.Logger  // nil for nobody
}

// Access is what a store does in the database besides other processes.
type Access int

// The ways of access. A store that is Reading takes no landscape for itself, and cannot write. One that is Exclusive is the only
// one that has a landscape from its first use of it on, and reads fastest. Several that are Shared have it together.
const (
	Reading Access = iota
	Exclusive
	Shared
)

// Store is landscapes in a Neo4j database.
type Store struct {
	Options
	driver    driver.DriverWithContext
	prober    driver.DriverWithContext           // asks whether the server is there
	pulses    map[driver.AccessMode]*pulse.Pulse // of those who read, and those who write
	bookmarks driver.BookmarkManager
	long      cypher.Long
	token     string        // names this store among those that hold landscapes
	lease     time.Duration // for which a landscape is held without a word from whoever holds it
	stop      chan struct{} // closed at the end
	renewing  sync.WaitGroup
	// sift says which of a group of writes go together: convoy.Log.Sift, but in the controls of tests.
	sift func(*convoy.Log, landscape.Revision, []*convoy.Member) []*convoy.Member

	mutex  sync.Mutex // held for what follows
	realms map[string]*realm
	closed bool
}

var (
	_ landscape.Store     = (*Store)(nil)
	_ landscape.Writer    = (*Store)(nil)
	_ landscape.Draft     = (*draft)(nil)
	_ landscape.Historian = (*snapshot)(nil)
)

const (
	// retrying is how long a call goes on trying when the server or the connection fails.
	retrying = 5 * time.Second
	// unused is how long a connection may lie idle before it is asked whether it still is one.
	unused = 2 * time.Second
	// unhurriedTime is how long a transaction may take that moves a landscape.
	unhurriedTime = 15 * time.Minute
	// grace is how much longer than a transaction's time a call waits for the server to end it.
	grace = 2 * time.Second
)

// Open connects to the database and sets it up if need be. A database that holds what is not ours, or that a newer version has set
// up, is UNAVAILABLE and left as it is; so is a server that does not answer. A store that is Reading sets up nothing.
func Open(ctx context.Context, o Options) (*Store, error) {
	return open(ctx, o, leaseTime)
}

func open(ctx context.Context, o Options, lease time.Duration) (*Store, error) {
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Store{Options: o, long: cypher.LongLists(o.Model), token: uuid.NewString(), lease: lease, stop: make(chan struct{}), realms: map[string]*realm{}, sift: (*convoy.Log).Sift}
	settings := func(c *config.Config) {
		c.MaxTransactionRetryTime = retrying
		c.ConnectionAcquisitionTimeout = 2 * time.Second
		c.SocketConnectTimeout = time.Second
		c.ConnectionLivenessCheckTimeout = unused
		c.TelemetryDisabled = true
		// Hints about our own statements are for nobody, and cost the server more than many a statement.
		c.NotificationsMinSeverity = notifications.DisabledLevel
		c.FetchSize = driver.FetchAll
		c.UserAgent = "landskap"
	}
	var err error
	for _, d := range []*driver.DriverWithContext{&s.driver, &s.prober} {
		if *d, err = driver.NewDriverWithContext(o.URI, driver.BasicAuth(o.User, o.Password, ""), settings); err != nil {
			return nil, landscape.NewError(landscape.Invalid, text.New("database.address", o.URI, err.Error()))
		}
	}
	s.bookmarks = driver.NewBookmarkManager(driver.BookmarkManagerConfig{})
	s.pulses = map[driver.AccessMode]*pulse.Pulse{}
	for _, mode := range []driver.AccessMode{driver.AccessModeRead, driver.AccessModeWrite} {
		s.pulses[mode] = pulse.New(func(ctx context.Context) error { return s.answers(ctx, mode) }, o.Log)
	}
	if err = s.home(ctx); err == nil {
		err = s.setUp(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.disconnect(ctx))
	}
	if o.Access != Reading {
		s.renewing.Go(s.renewAlways)
	}
	return s, nil
}

// home names the database, so that the driver need not ask for it each time.
func (s *Store) home(ctx context.Context) error {
	if s.Database != "" {
		return nil
	}
	return s.once(ctx, driver.AccessModeRead, "CALL db.info() YIELD name RETURN name", nil, func(row []any) error {
		s.Database, _ = row[0].(string)
		return nil
	})
}

func (s *Store) session(ctx context.Context, mode driver.AccessMode) driver.SessionWithContext {
	return s.driver.NewSession(ctx, driver.SessionConfig{
		AccessMode: mode, DatabaseName: s.Database, BookmarkManager: s.bookmarks, FetchSize: driver.FetchAll,
	})
}

func (s *Store) disconnect(ctx context.Context) error {
	for _, p := range s.pulses {
		p.Close()
	}
	return errors.Join(s.driver.Close(ctx), s.prober.Close(ctx))
}

// unhurried is the key of what makes a context one that nobody waits for within seconds: such a call may keep the server so busy that
// it answers nobody for a while, and is ended by its own limits alone.
type unhurried struct{}

// timeout is how long a transaction may take.
func (s *Store) timeout(ctx context.Context) time.Duration {
	if ctx.Value(unhurried{}) != nil {
		return max(s.Timeout, unhurriedTime)
	}
	return s.Timeout
}

// answering returns a context that ends when one statement should have been answered. A connection may be dead while others are not,
// and nobody tells: who waits for it is not to wait as long as a whole transaction may take. What has many rows may take that long.
func (s *Store) answering(ctx context.Context, much bool) (context.Context, context.CancelFunc) {
	if much || ctx.Value(unhurried{}) != nil {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, s.Timeout/6)
}

// bounded returns a context that ends when a transaction that begins now is over in any case, or when nobody answers.
func (s *Store) bounded(ctx context.Context, mode driver.AccessMode) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout(ctx)+grace)
	if ctx.Value(unhurried{}) != nil {
		return ctx, cancel
	}
	began := time.Now()
	if until, tries := ctx.Value(end{}).(time.Time); tries {
		began = until.Add(-retrying)
	}
	stop := s.pulses[mode].Watch(began, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}

// answers is an error where nobody answers.
func (s *Store) answers(ctx context.Context, mode driver.AccessMode) error {
	session := s.prober.NewSession(ctx, driver.SessionConfig{AccessMode: mode, DatabaseName: s.Database})
	defer ending(ctx, session.Close)
	result, err := session.Run(ctx, "RETURN 1", nil, driver.WithTxTimeout(pulse.Asking))
	if err == nil {
		_, err = result.Consume(ctx)
	}
	if code(err) != "" { // It was refused, by somebody.
		err = nil
	}
	return err
}

// once runs a statement in a transaction of its own, again if the server or the connection fails before it has given a row.
func (s *Store) once(ctx context.Context, mode driver.AccessMode, statement string, p map[string]any, row func([]any) error) error {
	return s.again(ctx, func() error {
		ctx, cancel := s.bounded(ctx, mode)
		defer cancel()
		session := s.session(ctx, mode)
		defer ending(ctx, session.Close)
		result, err := session.Run(ctx, statement, map[string]any{"p": p}, driver.WithTxTimeout(s.timeout(ctx)))
		if err != nil {
			return err
		}
		return rows(ctx, result, row)
	})
}

// rows hands over what a statement gives. What the receiver says is final.
func rows(ctx context.Context, result driver.ResultWithContext, row func([]any) error) error {
	given := false
	for result.Next(ctx) {
		if row == nil {
			continue
		}
		if err := row(result.Record().Values); err != nil {
			return final{err}
		}
		given = true
	}
	err := result.Err()
	if err != nil && given {
		return final{err} // Asked again the receiver would get the same rows twice.
	}
	return err
}

// end is the key of the time until which a call goes on trying.
type end struct{}

// trying returns the context of a call that goes on trying for some time, whatever it tries. The time runs from the first word of it.
func trying(ctx context.Context) context.Context {
	if ctx.Value(end{}) != nil {
		return ctx
	}
	return tryingAnew(ctx)
}

func tryingAnew(ctx context.Context) context.Context {
	return context.WithValue(ctx, end{}, time.Now().Add(retrying))
}

// tried reports whether a call has no time left for another pause.
func tried(ctx context.Context, pause time.Duration) bool {
	until, _ := ctx.Value(end{}).(time.Time)
	return time.Now().Add(pause).After(until)
}

// again runs fn until it succeeds, fails for good, or has failed for as long as a call goes on trying.
func (s *Store) again(ctx context.Context, fn func() error) error {
	ctx = trying(ctx)
	for pause := 20 * time.Millisecond; ; {
		err := fn()
		if err == nil {
			return nil
		}
		if !passing(err) || tried(ctx, pause) || !sleep(ctx, pause) {
			return told(ctx, err)
		}
		pause = min(2*pause, time.Second)
	}
}

// sleep reports whether the time has passed, and not the context ended.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// realm returns what this store knows of a landscape.
func (s *Store) realm(name string) (*realm, error) {
	if name == "" || len(name) > 200 || !valid(name) {
		return nil, landscape.NewError(landscape.Invalid, text.New("store.name", name))
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return nil, landscape.NewError(landscape.Unavailable, text.New("store.closed"))
	}
	r := s.realms[name]
	if r == nil {
		r = &realm{store: s, name: name, turn: make(chan struct{}, 1)}
		s.realms[name] = r
	}
	return r, nil
}

// Landscapes is what landscape.Writer says.
func (s *Store) Landscapes(ctx context.Context) (names []string, err error) {
	err = s.once(ctx, driver.AccessModeRead, "MATCH (l:Landscape) WHERE l._incoming IS NULL RETURN l.name ORDER BY l.name", nil, func(row []any) error {
		name, _ := row[0].(string)
		names = append(names, name)
		return nil
	})
	return names, err
}

// Ready is what landscape.Writer says.
func (s *Store) Ready(ctx context.Context) error {
	s.mutex.Lock()
	closed := s.closed
	s.mutex.Unlock()
	if closed {
		return landscape.NewError(landscape.Unavailable, text.New("store.closed"))
	}
	within, cancel := context.WithTimeout(ctx, retrying)
	defer cancel()
	err := s.once(within, driver.AccessModeRead, "RETURN 1", nil, nil)
	if err != nil && ctx.Err() == nil && within.Err() != nil {
		return landscape.NewError(landscape.Unavailable, text.New("database.unavailable"))
	}
	return err
}

// Close ends the store; what was written stays. What it held others may have at once.
func (s *Store) Close() error {
	s.mutex.Lock()
	closed := s.closed
	s.closed = true
	s.mutex.Unlock()
	if closed {
		return nil
	}
	close(s.stop)
	s.renewing.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), retrying)
	defer cancel()
	if s.Access != Reading {
		if err := s.release(ctx); err != nil {
			s.Log.WarnContext(ctx, "landscapes stay held until their leases have passed", "error", err)
		}
	}
	return s.disconnect(ctx)
}
