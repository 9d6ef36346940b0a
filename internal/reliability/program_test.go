//go:build linux

package reliability

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything may take that should take well under a second.
const patience = 20 * time.Second

var built = struct {
	sync.Mutex
	folder string
	done   map[string]error
}{done: map[string]error{}}

func TestMain(m *testing.M) {
	code := m.Run()
	if built.folder != "" {
		os.RemoveAll(built.folder)
	}
	os.Exit(code)
}

// build builds a program, once for all tests, as `make build` does.
func build(t *testing.T, source string) string {
	t.Helper()
	built.Lock()
	defer built.Unlock()
	if built.folder == "" {
		folder, err := os.MkdirTemp("", "landskap-reliability-")
		if err != nil {
			t.Fatal(err)
		}
		built.folder = folder
	}
	program := filepath.Join(built.folder, filepath.Base(source))
	if _, tried := built.done[source]; !tried {
		cmd := exec.Command("go", "build", "-o", program, source)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		out, err := cmd.CombinedOutput()
		if err != nil {
			err = fmt.Errorf("%w: %s", err, out)
		}
		built.done[source] = err
	}
	if err := built.done[source]; err != nil {
		t.Fatal(err)
	}
	return program
}

// product builds the program itself.
func product(t *testing.T) string { return build(t, "../../cmd/landskap") }

// environment is without what the program would take for flags.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "LANDSKAP_") })
}

// run runs one command of the program to its end and returns what it printed.
func run(program string, args ...string) (string, error) {
	cmd := exec.Command(program, append(args, "--lang", "en")...)
	cmd.Env = environment()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	limit := time.AfterFunc(patience, func() {
		if cmd.Process != nil {
			syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		}
	})
	defer limit.Stop()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("landskap %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// tail keeps the end of what a program says.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (b *tail) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text = append(b.text, p...)
	if len(b.text) > 8<<10 {
		b.text = bytes.Clone(b.text[len(b.text)-4<<10:])
	}
	return len(p), nil
}

func (b *tail) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return string(b.text)
}

// serving is a program that serves a folder.
type serving struct {
	cmd     *exec.Cmd
	client  *http.Client
	address string // without a path
	errs    tail
	ended   chan struct{} // closed once the program has ended
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+`)

// serve starts a program on a folder; it ends with the test at the latest. The words before it are a command that runs it, if any.
func serve(t *testing.T, program, dir string, before ...string) (*serving, error) {
	t.Helper()
	return begin(t, append(before, program, "serve", "--data", dir, "--addr", "127.0.0.1:0"), patience)
}

// begin starts a program that is to serve within some time, with variables besides those of any program.
func begin(t *testing.T, line []string, within time.Duration, variables ...string) (*serving, error) {
	t.Helper()
	s := &serving{cmd: exec.Command(line[0], line[1:]...), ended: make(chan struct{})}
	s.client = &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	s.cmd.Env = append(environment(), variables...)
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	s.cmd.Stderr = &s.errs
	out, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	s.cmd.Stdout = in
	err = s.cmd.Start()
	in.Close()
	if err != nil {
		out.Close()
		return nil, err
	}
	t.Cleanup(s.kill)
	go func() {
		_ = s.cmd.Wait()
		close(s.ended)
	}()
	found := make(chan string, 1)
	go func() {
		defer out.Close()
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if a := address.FindString(lines.Text()); a != "" {
				select {
				case found <- a:
				default:
				}
			}
		}
		close(found)
	}()
	select {
	case s.address = <-found:
	case <-time.After(within):
	}
	if s.address == "" {
		select {
		case <-s.ended:
		case <-time.After(patience):
		}
		s.kill()
		return s, fmt.Errorf("the server does not start: %v: %s", s.cmd.ProcessState, s.errs.String())
	}
	return s, nil
}

// kill is kill -9 for the program and all that runs with it, and waits until it is gone.
func (s *serving) kill() {
	select {
	case <-s.ended:
		return
	default:
	}
	syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
	<-s.ended
	s.client.CloseIdleConnections()
}

// status returns the status of a page, 0 where there is no answer.
func (s *serving) status(path string) int {
	answer, err := s.client.Get(s.address + path)
	if err != nil {
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}

// answer is what the API says to what these tests ask.
type answer struct {
	Data struct {
		SaveSystem *struct {
			Revision int64
			Repeated bool
		}
		Systems struct {
			TotalCount int
			Nodes      []struct{ Key, Name, Description string }
		}
		Changes []struct {
			Revision    int64
			ChangeCount int
		}
	}
	Errors []struct {
		Message    string
		Extensions struct{ Code string }
	}
	Extensions struct{ Revision int64 }
}

// ask puts a question to the server. The error is that there was no whole answer.
func (s *serving) ask(query string, variables map[string]any) (a answer, err error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return a, err
	}
	got, err := s.client.Post(s.address+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, fmt.Errorf("%s: %s", got.Status, text)
	}
	return a, nil
}
