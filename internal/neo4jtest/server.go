package neo4jtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	mathrand "math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// patience is how long a server may take to answer after its start, and to end when asked to.
const patience = 3 * time.Minute

// Options are what a server of one's own may be given. The zero value is a small server.
type Options struct {
	HeapMiB      int // 1,024 when 0
	PageCacheMiB int // 128 when 0
	// Settings are lines of neo4j.conf by name, and win over those that the tests' servers have anyway.
	Settings map[string]string
}

func (o Options) heap() int {
	if o.HeapMiB == 0 {
		return 1024
	}
	return o.HeapMiB
}

// settings are what every server has, however it runs.
func (o Options) settings(port int) map[string]string {
	pageCache := o.PageCacheMiB
	if pageCache == 0 {
		pageCache = 128
	}
	settings := map[string]string{
		"dbms.security.auth_enabled":     "true",
		"dbms.usage_report.enabled":      "false",
		"server.bolt.advertised_address": fmt.Sprintf("127.0.0.1:%d", port),
		"server.http.enabled":            "false",
		"server.https.enabled":           "false",
		"server.memory.pagecache.size":   fmt.Sprintf("%dm", pageCache),
		// A log of 256 MiB per database, written ahead, is most of what a start would do on a slow disk.
		"db.tx_log.preallocate": "false",
	}
	if o.HeapMiB == 0 {
		// Tests ask the same texts of landscapes that come and go all the time. A plan costs as long as a hundred answers: it is not made
		// anew for others' numbers, or for want of room. What is measured runs with the server's own defaults.
		settings["server.memory.query_cache.per_db_cache_num_entries"] = "20000"
		settings["dbms.cypher.min_replan_interval"] = "1h"
		settings["dbms.cypher.statistics_divergence_threshold"] = "1.0"
	}
	maps.Copy(settings, o.Settings)
	return settings
}

// Server is a Neo4j of one's own, on a loopback port that it keeps. Its methods may be called from several goroutines.
type Server struct {
	Address
	runner  runner
	folder  string
	port    int
	options Options

	mu      sync.Mutex
	secured bool // the password is the address's
	process *process
}

// process is one run of a server.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{}
}

func (p *process) over() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// watch starts what stands in for a server's users when they can no longer end it themselves: a shell that waits until nobody holds
// the lifeline, its standard input, and then ends the server by force and removes its folder. The kernel lets go of a process's hold
// whether it returns, panics or is killed. The one that sees the server end says so through the lifeline; then all is left as it is.
// Somebody may take hold just as the last one lets go, so the pipe loses its name before the shell looks a second time.
const watch = `folder=$1 force=$2 pid=$$
shift 2
exec 3<&0
(
	word=$(cat)
	[ "$word" = ended ] && exit
	rm -f "$folder/lifeline"
	cat >/dev/null
	eval "$force"
	sleep 1
	rm -rf "$folder"
) <&3 3<&- >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-
`

// Launch starts a server for whoever is not a test, and waits until it answers. It fails with ErrNone where there is nothing to run
// one with. Close ends it.
func Launch(ctx context.Context, o Options, log func(format string, args ...any)) (*Server, error) {
	env, err := processEnvironment(log)
	if err != nil {
		return nil, err
	}
	return launch(ctx, env, o)
}

func launch(ctx context.Context, env environment, o Options) (*Server, error) {
	runner, err := choose(ctx, env)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "landskap-neo4j-")
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		os.RemoveAll(folder)
		return nil, err
	}
	s := &Server{
		Address: Address{URI: fmt.Sprintf("bolt://127.0.0.1:%d", port), User: "neo4j", Password: rand.Text()},
		runner:  runner, folder: folder, port: port, options: o,
	}
	if err := s.Start(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// freePort finds a loopback port that nobody listens on. It lies below those that systems give to outgoing connections, one of which
// could otherwise take it while the server is down.
func freePort() (int, error) {
	var last error
	for range 50 {
		port := 20000 + mathrand.IntN(12000)
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			return port, listener.Close()
		}
		last = err
	}
	return 0, fmt.Errorf("finding a free port: %w", last)
}

// Start starts a server that does not run, on the data and the port it had, and waits until its database answers.
func (s *Server) Start(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process != nil && !s.process.over() {
		return errors.New("the server runs already")
	}
	command, err := s.runner.command(s.folder, s.port, s.options)
	if err != nil {
		return fmt.Errorf("preparing Neo4j: %w", err)
	}
	console, err := os.OpenFile(s.console(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer console.Close()
	if err := os.RemoveAll(s.lifeline()); err != nil {
		return err
	}
	reader, writer, err := lifeline(s.lifeline())
	if err != nil {
		return err
	}
	defer reader.Close()
	cmd := exec.Command("/bin/sh", append([]string{"-c", watch, "neo4j", s.folder, s.runner.force(s.folder)}, command...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = reader, console, console
	apart(cmd)
	if err := cmd.Start(); err != nil {
		writer.Close()
		return fmt.Errorf("starting Neo4j: %w", err)
	}
	p := &process{cmd: cmd, ended: make(chan struct{})}
	go func() {
		// How it ended says nothing: most servers here are killed.
		_ = cmd.Wait()
		// With no one left to read it nothing needs to be said.
		_, _ = writer.WriteString("ended")
		writer.Close()
		close(p.ended)
	}()
	s.process = p
	if err := s.await(ctx, p); err != nil {
		said, _ := os.ReadFile(s.console())
		return errors.Join(fmt.Errorf("Neo4j did not start: %w; it said:\n%s", err, tail(said)), s.kill())
	}
	return nil
}

func (s *Server) console() string  { return filepath.Join(s.folder, "console.log") }
func (s *Server) lifeline() string { return filepath.Join(s.folder, "lifeline") }

// await waits until the database answers to the server's user.
func (s *Server) await(ctx context.Context, p *process) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	last := errors.New("its port is closed")
	for {
		select {
		case <-p.ended:
			return fmt.Errorf("it ended by itself (%w)", last)
		case <-ctx.Done():
			return fmt.Errorf("%w (%w)", ctx.Err(), last)
		case <-time.After(50 * time.Millisecond):
		}
		connection, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", s.port), time.Second)
		if err != nil {
			continue
		}
		connection.Close()
		if last = s.answer(ctx); last == nil {
			return nil
		}
	}
}

// answer asks the server, which has its factory password until the first answer.
func (s *Server) answer(ctx context.Context) error {
	if !s.secured {
		factory := s.Address
		factory.Password = "neo4j"
		_, err := factory.ask(ctx, "system", "ALTER CURRENT USER SET PASSWORD FROM $old TO $new",
			map[string]any{"old": factory.Password, "new": s.Password})
		// It is set already where an earlier try's answer was lost.
		if refused := new(neo4j.Neo4jError); err != nil && !(errors.As(err, &refused) && refused.Code == "Neo.ClientError.Security.Unauthorized") {
			return fmt.Errorf("setting the password: %w", err)
		}
		s.secured = true
	}
	return s.verify(ctx)
}

// Kill ends the server by force, as a crash does, and waits until it is gone. Its data stay.
func (s *Server) Kill() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kill()
}

func (s *Server) kill() error {
	if s.process == nil || s.process.over() {
		return nil
	}
	p := s.process
	force := exec.Command("/bin/sh", "-c", fmt.Sprintf("pid=%d; %s", p.cmd.Process.Pid, s.runner.force(s.folder)))
	if out, err := force.CombinedOutput(); err != nil && !p.over() {
		return fmt.Errorf("killing Neo4j: %w: %s", err, tail(out))
	}
	return p.gone()
}

// Stop asks the server to end, and waits until it is gone. Its data stay.
func (s *Server) Stop() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process == nil || s.process.over() {
		return nil
	}
	if err := s.process.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stopping Neo4j: %w", err)
	}
	return s.process.gone()
}

func (p *process) gone() error {
	select {
	case <-p.ended:
		return nil
	case <-time.After(patience):
		return fmt.Errorf("Neo4j did not end within %v", patience)
	}
}

// Close ends the server and removes its data.
func (s *Server) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.kill(); err != nil {
		return err
	}
	return os.RemoveAll(s.folder)
}
