//go:build unix

package neo4jtest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// holdVariable makes this test binary a process that finds the shared server, prints its address and keeps it until its input ends.
const holdVariable = "LANDSKAP_TEST_NEO4J_HOLD"

func TestMain(m *testing.M) {
	if os.Getenv(holdVariable) != "" {
		os.Exit(hold())
	}
	os.Exit(m.Run())
}

func hold() int {
	env, err := processEnvironment(func(string, ...any) {})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	address, err := find(context.Background(), env, launch)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(address.URI, address.User, address.Password)
	// It fails with the pipe, which is its end too.
	_, _ = io.Copy(io.Discard, os.Stdin)
	return 0
}

func write(t *testing.T, a Address, value int) {
	t.Helper()
	if _, err := a.ask(t.Context(), Database, "CREATE (:Kept {value: $value})", map[string]any{"value": value}); err != nil {
		t.Fatal(err)
	}
}

func kept(t *testing.T, driver neo4j.DriverWithContext) string {
	t.Helper()
	result, err := neo4j.ExecuteQuery(t.Context(), driver, "MATCH (k:Kept) WITH k.value AS v ORDER BY v RETURN collect(v)", nil,
		neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase(Database))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(result.Records[0].Values[0])
}

// answers tells whether anything listens at an address.
func answers(a Address) bool {
	connection, err := net.DialTimeout("tcp", strings.TrimPrefix(a.URI, "bolt://"), time.Second)
	if err != nil {
		return false
	}
	connection.Close()
	return true
}

func TestKilledAndStartedAgain(t *testing.T) {
	s := Start(t, Options{HeapMiB: 512, PageCacheMiB: 32, Settings: map[string]string{"server.bolt.connection_keep_alive_for_requests": "OFF"}})
	driver := s.Driver(t)
	if got := kept(t, driver); got != "[]" {
		t.Fatalf("a new server holds %s", got)
	}
	write(t, s.Address, 1)
	for _, end := range []struct {
		name string
		how  func() error
	}{{"killed", s.Kill}, {"stopped", s.Stop}} {
		if err := s.Start(t.Context()); err == nil {
			t.Fatal("a server that runs was started")
		}
		if err := end.how(); err != nil {
			t.Fatal(err)
		}
		if answers(s.Address) {
			t.Fatalf("%s, and it still answers", end.name)
		}
		if err := end.how(); err != nil {
			t.Fatalf("%s twice: %v", end.name, err)
		}
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		write(t, s.Address, 2)
	}
	if got := kept(t, driver); got != "[1 2 2]" {
		t.Errorf("after a kill and a stop it holds %s; want [1 2 2]", got)
	}
	wrong := s.Address
	wrong.Password = "neo4j"
	if err := wrong.verify(t.Context()); err == nil {
		t.Error("the factory password still opens the server")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.folder); !os.IsNotExist(err) || answers(s.Address) {
		t.Errorf("closed, and its folder or its port is there: %v", err)
	}
}

func TestServerThatCannotStart(t *testing.T) {
	env, err := processEnvironment(t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := choose(t.Context(), env); err != nil {
		decline(t, env, err)
	}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	_, err = launch(t.Context(), env, Options{Settings: map[string]string{"no.such.setting": "1"}})
	if err == nil || !strings.Contains(err.Error(), "no.such.setting") {
		t.Errorf("started with %v; want what the server said", err)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// holder is another test binary that shares a server.
type holder struct {
	cmd     *exec.Cmd
	input   io.Closer
	address Address
}

func newHolder(t *testing.T, folder string) *holder {
	t.Helper()
	h := &holder{cmd: exec.Command(os.Args[0])}
	h.cmd.Dir = folder
	// The last of several values counts: whatever server this process was given, the holder shall look for its own.
	h.cmd.Env = append(os.Environ(), holdVariable+"=1", URIVariable+"=", "TMPDIR="+folder)
	h.cmd.Stderr = os.Stderr
	input, err := h.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := h.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// It has ended already unless the test failed before.
		_ = h.cmd.Process.Kill()
		_ = h.cmd.Wait()
	})
	h.input = input
	said, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatalf("the other process found no server: %v", err)
	}
	if _, err := fmt.Sscan(said, &h.address.URI, &h.address.User, &h.address.Password); err != nil {
		t.Fatalf("it said %q: %v", said, err)
	}
	return h
}

func TestSharedServerEndsWithItsLastUser(t *testing.T) {
	env, err := processEnvironment(t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := choose(t.Context(), env); err != nil {
		decline(t, env, err)
	}
	// A module of its own, so that nobody else shares this server.
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "go.mod"), []byte("module example.org/shared\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	first, second := newHolder(t, folder), newHolder(t, folder)
	if first.address != second.address {
		t.Fatalf("two processes found two servers: %s and %s", first.address.URI, second.address.URI)
	}
	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.cmd.Wait() // It was killed.
	time.Sleep(2 * time.Second)
	if err := second.address.verify(t.Context()); err != nil {
		t.Fatalf("ended with the one who started it, though another uses it: %v", err)
	}
	third := newHolder(t, folder)
	if third.address != first.address {
		t.Errorf("a third process found %s; want %s", third.address.URI, first.address.URI)
	}
	third.input.Close()
	if err := third.cmd.Wait(); err != nil {
		t.Errorf("a user that ends by itself: %v", err)
	}
	if err := second.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = second.cmd.Wait() // It was killed.
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		left, err := filepath.Glob(filepath.Join(folder, "landskap-neo4j-*"))
		if err != nil {
			t.Fatal(err)
		}
		if !answers(first.address) && len(left) == 0 {
			break
		}
		if time.Since(began) > 20*time.Second {
			t.Fatalf("20 s after its last user was killed, the server answers: %v, and its folder: %v", answers(first.address), left)
		}
	}
}

func TestFind(t *testing.T) {
	found := Find(t)
	if named := FromEnvironment(); named != found {
		t.Errorf("found %s, and the environment names %q", found.URI, named.URI)
	}
	if again := Find(t); again != found {
		t.Errorf("found %s, and then %s", found.URI, again.URI)
	}
	if err := found.Driver(t).VerifyAuthentication(t.Context(), nil); err != nil {
		t.Error(err)
	}
}
