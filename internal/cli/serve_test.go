package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what should take well under a second; the machine may be busy.
const patience = 10 * time.Second

// serving is the program, serving a landscape beside the test.
type serving struct {
	t       *testing.T
	cmd     *exec.Cmd
	address string

	mu   sync.Mutex
	errs bytes.Buffer // what it has said on standard error
}

// Write takes what the program says on standard error.
func (s *serving) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.errs.Write(b)
}

// said returns what the program has said since it was last asked.
func (s *serving) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.errs.Reset()
	return s.errs.String()
}

// serve starts the program and reads the address that it prints.
func serve(t *testing.T, args ...string) *serving {
	t.Helper()
	s := &serving{t: t, cmd: exec.Command("landskap", append([]string{"serve", "--lang", "en", "--addr", "127.0.0.1:0"}, args...)...)}
	s.cmd.Stderr = s
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s.cmd.ProcessState == nil {
			s.cmd.Process.Kill()
			s.cmd.Wait()
		}
	})
	address := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+/graphql`)
	for lines := bufio.NewScanner(stdout); s.address == "" && lines.Scan(); {
		s.address = address.FindString(lines.Text())
	}
	if s.address == "" {
		t.Fatalf("the server prints no address: %s", s.said())
	}
	return s
}

// systems returns the names of all systems, as the server has them now.
func (s *serving) systems() string {
	s.t.Helper()
	answer, err := http.Post(s.address, "application/json", strings.NewReader(`{"query": "{ systems { nodes { name } } }"}`))
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	var got struct {
		Data struct {
			Systems struct{ Nodes []struct{ Name string } }
		}
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		s.t.Fatal(err)
	}
	var names []string
	for _, n := range got.Data.Systems.Nodes {
		names = append(names, n.Name)
	}
	return strings.Join(names, ", ")
}

// soon waits until something is so.
func soon(t *testing.T, what string, so func() bool) {
	t.Helper()
	start := time.Now()
	for !so() {
		if time.Since(start) > patience {
			t.Fatalf("%s: not within %v", what, patience)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Logf("%s: after %v", what, time.Since(start).Round(time.Millisecond))
}

// has waits until the server answers with these systems.
func (s *serving) has(names string) {
	s.t.Helper()
	soon(s.t, "the server has "+names, func() bool { return s.systems() == names })
}

// says waits until the server has said all of these things, in one or several goes.
func (s *serving) says(parts ...string) {
	s.t.Helper()
	said := ""
	soon(s.t, "the server says "+strings.Join(parts, " and "), func() bool {
		said += s.said()
		for _, part := range parts {
			if !strings.Contains(said, part) {
				return false
			}
		}
		return true
	})
}

// stops sends the signal, upon which the program ends as if nothing was wrong.
func (s *serving) stops(signal os.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil || !strings.Contains(s.said(), "The server has ended.") {
			s.t.Errorf("after %v: %v", signal, err)
		}
	case <-time.After(patience):
		s.t.Errorf("the server does not end at %v", signal)
	}
}

func write(t *testing.T, name string, systems ...string) {
	t.Helper()
	content := "landskap: 1\nowner: kommun/1\nelements:\n  - {kind: Actor, key: kommun/1, name: Ettköping, actorKind: MUNICIPALITY}\n"
	for _, s := range systems {
		content += "  - {kind: System, key: " + strings.ToLower(s) + ", name: " + s + "}\n"
	}
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}

func TestServeWatches(t *testing.T) {
	folder := t.TempDir()
	a, b := filepath.Join(folder, "a.yaml"), filepath.Join(folder, "inre", "b.yaml")
	if err := os.Mkdir(filepath.Dir(b), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, a, "Diariet")
	s := serve(t, "--from", folder, "--watch")
	s.has("Diariet")

	// A saved file, and a new one in a folder, are answered with.
	write(t, a, "Diariet", "Ekonomi")
	s.has("Diariet, Ekonomi")
	s.says("read anew: 3 elements")
	write(t, b, "Arkivet")
	s.has("Arkivet, Diariet, Ekonomi")

	// A broken one changes nothing, and it is told what is wrong with it.
	write(t, a, "Diariet}")
	s.says("a.yaml:5: ", "error: ", "the edit has errors; the last good landscape stays")
	s.has("Arkivet, Diariet, Ekonomi")
	write(t, a, "Diariet", "Fakturan")
	s.has("Arkivet, Diariet, Fakturan")

	// Editors save beside the file and rename. Not even size and time need tell that it is another one.
	before, err := os.Stat(a)
	if err != nil {
		t.Fatal(err)
	}
	beside := filepath.Join(folder, ".a.yaml.swp")
	write(t, beside, "Diariet", "Register")
	if err := os.Chtimes(beside, before.ModTime(), before.ModTime()); err != nil {
		t.Fatal(err)
	}
	if after, err := os.Stat(beside); err != nil || after.Size() != before.Size() {
		t.Fatalf("the files should be of one size: %v", err)
	}
	if err := os.Rename(beside, a); err != nil {
		t.Fatal(err)
	}
	s.has("Arkivet, Diariet, Register")

	// A removed file is gone; when all are, that is hardly meant.
	remove(t, b)
	s.has("Diariet, Register")
	remove(t, a)
	s.says("the sources cannot be read", "has no files that end in .yaml", "the last good landscape stays")
	s.has("Diariet, Register")
	write(t, a, "Diariet")
	s.has("Diariet")

	s.stops(os.Interrupt)
}

// Without --watch a landscape stays as it was read; and a polite request to end is heard too.
func TestServe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.yaml")
	write(t, file, "Diariet")
	s := serve(t, "--from", file)
	write(t, file, "Ekonomi")
	s.has("Diariet")
	s.stops(syscall.SIGTERM)

	// A second server at the same address is told that it is taken.
	s = serve(t, "--from", file)
	s.has("Ekonomi")
	taken := strings.TrimSuffix(strings.TrimPrefix(s.address, "http://"), "/graphql")
	code, out, errs := run("serve", "--from", file, "--addr", taken, "--lang", "en")
	if code != exitUnavailable || out != "" || !strings.Contains(errs, "the port in \""+taken+"\" is taken") {
		t.Errorf("a taken address: exit code %d, %s%s", code, out, errs)
	}
	s.stops(os.Interrupt)
}

// ask puts a question to the server and returns the answer.
func (s *serving) ask(query string) string {
	s.t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.Post(s.address, "application/json", bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// A served folder is the server's alone; what is written there stays, and is the actor's.
func TestServeData(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "kept")
	s := serve(t, "--data", folder, "--actor", "kommun/1")
	if got := s.ask(`mutation { saveActor(input: [{key: "kommun/1", name: "Ettköping", actorKind: MUNICIPALITY}]) { revision } }`); !strings.Contains(got, `"revision":1`) {
		t.Fatal(got)
	}
	if got := s.ask(`mutation { saveSystem(input: [{name: "Diariet"}]) { revision } }`); !strings.Contains(got, `"revision":2`) {
		t.Fatal(got)
	}
	s.has("Diariet")
	s.says("msg=request method=POST path=/graphql status=200", "request_id=")

	// Whatever else wants the folder is told where the server is.
	address := strings.TrimSuffix(s.address, "/graphql")
	for _, args := range [][]string{
		{"digest"}, {"load", "eira@7.0.0"}, {"history"}, {"undo", "1"}, {"export"}, {"backup", filepath.Join(t.TempDir(), "copy")}, {"store", "verify"},
		{"restore", os.DevNull}, {"serve", "--addr", "127.0.0.1:0"}, {"adoption", "eira@7.0.0"},
	} {
		code, out, errs := run(append(args, "--data", folder, "--lang", "en")...)
		if code != exitUnavailable || out != "" || !strings.Contains(errs, "is in use by the server at "+address) {
			t.Errorf("%v: exit code %d, %s%s", args, code, out, errs)
		}
	}
	// What asks can ask the server; one that is not there is unavailable.
	code, out, errs := run("query", "-", "--server", address)
	if code != exitDone || !strings.Contains(out, `"errors"`) {
		t.Errorf("an empty query: exit code %d, %s%s", code, out, errs)
	}
	if code, out, errs = run("history", "--server", s.address, "--lang", "en"); code != exitDone || !strings.Contains(out, "created: System kommun/1/diariet\n") {
		t.Errorf("history: exit code %d, %s%s", code, out, errs)
	}
	if code, _, errs = run("adoption", "eira@7.0.0", "--server", address, "--lang", "en"); code != exitUsage || !strings.Contains(errs, "eira@7.0.0") {
		t.Errorf("what is not there: exit code %d, %s", code, errs)
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--server", "http://127.0.0.1:1"}, exitUnavailable, "the server at http://127.0.0.1:1 does not answer as it should"},
		{[]string{"--server", "127.0.0.1:1"}, exitUsage, "is to be written like http://127.0.0.1:8080"},
		{[]string{"--server", address, "--viewer", "public"}, exitUsage, "--viewer cannot be chosen"},
		{[]string{"--server", address, "--data", folder}, exitUsage, "choose one of"},
	} {
		if code, out, errs := run(append([]string{"history", "--lang", "en"}, c.args...)...); code != c.code || out != "" || !strings.Contains(errs, c.says) {
			t.Errorf("%v: exit code %d, %s%s", c.args, code, out, errs)
		}
	}
	ready, err := http.Get(address + "/readyz")
	if err != nil || ready.StatusCode != http.StatusOK {
		t.Errorf("not ready: %v %v", ready, err)
	}
	if err == nil {
		ready.Body.Close()
	}
	s.stops(os.Interrupt)

	code, out, errs = run("history", "--data", folder, "--lang", "en", "--element", "System kommun/1/diariet")
	if code != exitDone || !strings.Contains(out, "Revision 2, ") || !strings.Contains(out, ", kommun/1\n  created: System kommun/1/diariet\n") {
		t.Errorf("history: exit code %d, %s%s", code, out, errs)
	}
	s = serve(t, "--data", folder)
	s.has("Diariet")
	s.stops(os.Interrupt)
}

// What a killed server has acknowledged is there, and nobody has to clear up before the folder can be used.
func TestServeKilled(t *testing.T) {
	folder := t.TempDir()
	s := serve(t, "--data", folder)
	if got := s.ask(`mutation { saveSystem(input: [{key: "a", name: "Diariet"}]) { revision } }`); !strings.Contains(got, `"revision":1`) {
		t.Fatal(got)
	}
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait()
	s = serve(t, "--data", folder)
	s.has("Diariet")
	s.stops(os.Interrupt)
}
