package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// machine is an environment made up for a test: what its programs say, by name, and the variables.
type machine struct {
	says      map[string]string // a program that is not here does not exist
	fails     map[string]bool
	variables map[string]string
}

func (m machine) environment(t *testing.T) environment {
	return environment{
		getenv: func(name string) string { return m.variables[name] },
		setenv: func(name, value string) error { m.variables[name] = value; return nil },
		lookPath: func(program string) (string, error) {
			if _, there := m.says[program]; !there {
				return "", &exec.Error{Name: program, Err: exec.ErrNotFound}
			}
			return program, nil
		},
		output: func(_ context.Context, program string, args ...string) (string, error) {
			if m.fails[program] {
				return "", fmt.Errorf("%s failed: %s", program, m.says[program])
			}
			if i := slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "-DoutputDirectory=") }); i >= 0 {
				return "", os.Mkdir(strings.TrimPrefix(args[i], "-DoutputDirectory="), 0o755)
			}
			return m.says[program], nil
		},
		cache: t.TempDir(), log: t.Logf,
	}
}

const java17, java11 = `openjdk version "17.0.15" 2025-04-15`, `openjdk version "11.0.2" 2019-01-15`

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		name    string
		machine machine
		cached  bool // the artifacts are there
		want    string
		reasons []string
	}{
		{name: "Java and Maven", machine: machine{says: map[string]string{"java": java17, "mvn": "", "docker": ""}}, want: "neo4jtest.byJava"},
		{name: "Java of JAVA_HOME", machine: machine{says: map[string]string{"/jdk/bin/java": java17, "mvn": ""}, variables: map[string]string{"JAVA_HOME": "/jdk"}},
			want: "neo4jtest.byJava"},
		{name: "artifacts need no Maven", machine: machine{says: map[string]string{"java": java17}}, cached: true, want: "neo4jtest.byJava"},
		{name: "Java too old, Docker", machine: machine{says: map[string]string{"java": java11, "mvn": "", "docker": ""}}, want: "neo4jtest.byDocker"},
		{name: "no Maven, Docker", machine: machine{says: map[string]string{"java": java17, "docker": ""}}, want: "neo4jtest.byDocker"},
		{name: "Maven fails, Docker", machine: machine{says: map[string]string{"java": java17, "mvn": "no network", "docker": ""}, fails: map[string]bool{"mvn": true}},
			want: "neo4jtest.byDocker"},
		{name: "Docker without an engine", machine: machine{says: map[string]string{"java": java11, "docker": "no engine"}, fails: map[string]bool{"docker": true}},
			reasons: []string{"java is Java 11", "docker failed: no engine"}},
		{name: "Java without Maven alone", machine: machine{says: map[string]string{"java": java17}}, reasons: []string{`"mvn": executable file not found`, `"docker": executable file not found`}},
		{name: "nothing", reasons: []string{`"java": executable file not found`, `"docker": executable file not found`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := c.machine.environment(t)
			if c.cached {
				if err := os.MkdirAll(filepath.Join(env.cache, "neo4j-"+version, "lib"), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			chosen, err := choose(t.Context(), env)
			if c.want != "" {
				if got := fmt.Sprintf("%T", chosen); err != nil || got != c.want {
					t.Fatalf("chose %s, %v; want %s", got, err, c.want)
				}
				return
			}
			if !errors.Is(err, ErrNone) {
				t.Fatalf("chose %T, %v; want ErrNone", chosen, err)
			}
			for _, reason := range c.reasons {
				if !strings.Contains(err.Error(), reason) {
					t.Errorf("does not say %q: %v", reason, err)
				}
			}
		})
	}
}

func TestFetchedOnceAndWhole(t *testing.T) {
	env := machine{says: map[string]string{"mvn": ""}}.environment(t)
	whole := env.output
	var fetches atomic.Int32
	env.output = func(ctx context.Context, program string, args ...string) (string, error) {
		out, err := whole(ctx, program, args...)
		if fetches.Add(1) == 1 {
			err = errors.Join(err, errors.New("broken off"))
		}
		return out, err
	}
	if lib, err := artifacts(t.Context(), env); err == nil {
		t.Fatalf("a fetch that was broken off counts as whole: %s", lib)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := artifacts(t.Context(), env); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := fetches.Load(); n != 2 {
		t.Errorf("fetched %d times; want one that was broken off and one that was whole", n)
	}
	if left, err := filepath.Glob(filepath.Join(env.cache, "*", "fetching-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestJavaRelease(t *testing.T) {
	for said, want := range map[string]int{
		java17: 17, java11: 11, `java version "1.8.0_202"`: 1, `openjdk version "21" 2023-09-19`: 21, "no such thing": 0,
		"Picked up JAVA_TOOL_OPTIONS: -Xint\nopenjdk version \"21.0.1\"": 21,
	} {
		if got := javaRelease(said); got != want {
			t.Errorf("%q: release %d; want %d", said, got, want)
		}
	}
}

func TestSupported(t *testing.T) {
	for agent, want := range map[string]bool{
		"Neo4j/5.26.0": true, "Neo4j/5.26.29": true, "Neo4j/2025.01.0": true, "Neo4j/5.25.1": false, "Neo4j/4.4.40": false,
		"Memgraph/5.26.0": false, "Neo4j/dev": false, "": false,
	} {
		if err := supported(agent); (err == nil) != want {
			t.Errorf("%q: %v; want it supported: %v", agent, err, want)
		}
	}
}

// ending records how a test was ended.
type ending struct {
	testing.TB
	how  string
	said string
}

func (e *ending) Helper() {}
func (e *ending) Skipf(format string, args ...any) {
	e.say("skipped", fmt.Sprintf(format, args...))
}
func (e *ending) Fatal(args ...any) { e.say("failed", fmt.Sprint(args...)) }

// say keeps the first word: the real methods do not return.
func (e *ending) say(how, said string) {
	if e.how == "" {
		e.how, e.said = how, said
	}
}

func TestDecline(t *testing.T) {
	none := fmt.Errorf("%w: looked everywhere", ErrNone)
	for _, c := range []struct {
		ci   string
		err  error
		want string
	}{
		{"", none, "skipped"}, {"1", none, "failed"}, {"true", none, "failed"},
		{"", errors.New("does not start"), "failed"}, {"1", errors.New("does not start"), "failed"},
	} {
		got := &ending{}
		decline(got, machine{variables: map[string]string{"CI": c.ci}}.environment(t), c.err)
		if got.how != c.want || !strings.Contains(got.said, c.err.Error()) {
			t.Errorf("CI=%q, %v: %s with %q; want %s", c.ci, c.err, got.how, got.said, c.want)
		}
	}
}

// An address that is named and does not answer is never passed over in favour of another server.
func TestNamedServerMustAnswer(t *testing.T) {
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	env := machine{variables: map[string]string{URIVariable: fmt.Sprintf("bolt://127.0.0.1:%d", port)}}.environment(t)
	_, err = find(t.Context(), env, func(context.Context, environment, Options) (*Server, error) {
		t.Error("started another server")
		return nil, ErrNone
	})
	if err == nil || errors.Is(err, ErrNone) || !strings.Contains(err.Error(), URIVariable) {
		t.Errorf("found with %v; want a failure that names the variable", err)
	}
}

func TestFromEnvironment(t *testing.T) {
	want := Address{URI: "bolt://db:7687", User: "me", Password: "secret"}
	variables := map[string]string{}
	for _, v := range want.Environ() {
		name, value, _ := strings.Cut(v, "=")
		variables[name] = value
	}
	getenv := func(name string) string { return variables[name] }
	if got := fromEnvironment(getenv); got != want {
		t.Errorf("%+v; want %+v", got, want)
	}
	delete(variables, UserVariable)
	if got := fromEnvironment(getenv).User; got != "neo4j" {
		t.Errorf("user %q; want neo4j", got)
	}
}

func TestCommands(t *testing.T) {
	o := Options{HeapMiB: 2048, PageCacheMiB: 64, Settings: map[string]string{
		"dbms.memory.transaction.total.max": "256m", "db.tx_log.preallocate": "true",
	}}
	folder := filepath.Join(t.TempDir(), "landskap-neo4j-1")

	java, err := byJava{java: "java", lib: "/lib"}.command(folder, 20001, o)
	if err != nil {
		t.Fatal(err)
	}
	conf, err := os.ReadFile(filepath.Join(folder, "conf", "neo4j.conf"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(conf), "\n")
	for _, line := range []string{
		"server.bolt.listen_address=127.0.0.1:20001", "server.memory.pagecache.size=64m", "db.tx_log.preallocate=true",
		"dbms.memory.transaction.total.max=256m", "dbms.usage_report.enabled=false", "server.http.enabled=false",
	} {
		if !slices.Contains(lines, line) {
			t.Errorf("neo4j.conf lacks %q:\n%s", line, conf)
		}
	}
	if !slices.Contains(java, "-Xmx2048m") || !slices.Contains(java, "--home-dir="+folder) {
		t.Errorf("Java's command: %q", java)
	}

	docker, err := byDocker{docker: "docker"}.command(folder, 20001, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, arg := range []string{
		"NEO4J_server_memory_heap_max__size=2048m", "NEO4J_db_tx__log_preallocate=true", "127.0.0.1:20001:7687",
		filepath.Join(folder, "data") + ":/data", "landskap-neo4j-1",
	} {
		if !slices.Contains(docker, arg) {
			t.Errorf("Docker's command lacks %q: %q", arg, docker)
		}
	}
	if slices.ContainsFunc(docker, func(a string) bool { return strings.Contains(a, "listen") }) {
		t.Errorf("in a container the server has to listen on all addresses: %q", docker)
	}
	if docker[len(docker)-1] != image {
		t.Errorf("ends with %q; want the image", docker[len(docker)-1])
	}
}
