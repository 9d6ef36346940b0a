//go:build linux

package reliability

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// fault is a disk that fails. strace counts the calls of each thread by itself, so one fault may come several times.
type fault struct {
	name  string
	calls string
	as    string
	at    int  // at which call
	fresh bool // the folder is new, so that making the landscape may fail
	large bool // writes so large that the log is brought to the file, and only that fails
}

func (f fault) String() string { return fmt.Sprintf("%s, %s at %d", f.name, f.as, f.at) }

const (
	writeCalls = "write,pwrite64,writev,pwritev,pwritev2"
	syncCalls  = "fsync,fdatasync"
	mostFaulty = 120 // writes until a fault has come
	goesOn     = 3   // writes that are to be done after a full disk
	staysDown  = 8   // writes that are to be refused after a failed synchronisation
)

func faults() (all []fault) {
	for n := 1; n <= 30; n++ {
		all = append(all, fault{name: "a kept folder", calls: writeCalls, as: "ENOSPC", at: n})
	}
	for n := 1; n <= 30; n += 3 {
		all = append(all, fault{name: "a new folder", calls: writeCalls, as: "ENOSPC", at: n, fresh: true})
	}
	for n := 1; n <= 8; n++ {
		all = append(all,
			fault{name: "a kept folder", calls: syncCalls, as: "EIO", at: n},
			fault{name: "a new folder", calls: syncCalls, as: "EIO", at: n, fresh: true})
	}
	for _, n := range []int{1, 2, 5} {
		all = append(all, fault{name: "a checkpoint", calls: writeCalls, as: "ENOSPC", at: n, large: true})
	}
	all = append(all, fault{name: "a checkpoint", calls: syncCalls, as: "EIO", at: 1, large: true})
	if os.Getenv("CI") != "" && !raceDetector || os.Getenv("LANDSKAP_KILL_CYCLES") != "" {
		return all
	}
	// The others are for those who can wait.
	var some []fault
	for i := 0; i < len(all); i += 5 {
		some = append(some, all[i])
	}
	return append(some, all[len(all)-1])
}

// strace finds strace. Without it the test is skipped, but under CI it is installed, or the test fails.
func strace(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts processes")
	}
	if _, err := exec.LookPath("strace"); err == nil {
		return
	}
	if os.Getenv("CI") == "" {
		t.Skip("THERE IS NO strace HERE, SO NO FAILING DISK IS TESTED: apt-get install strace")
	}
	for _, args := range [][]string{{"update", "-qq"}, {"install", "-y", "-qq", "--no-install-recommends", "strace"}} {
		cmd := exec.CommandContext(t.Context(), "apt-get", args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("strace cannot be installed: %v: %s", err, out)
		}
	}
}

// disk is what has been counted.
type disk struct {
	account
	mu                      sync.Mutex
	runs, injected, refused int
	notStarted              int
}

// TestDisk fails the disk under the program at every place in turn: what was acknowledged is stored, the folder is sound, the
// process lives. After a full disk writing goes on, after a failed synchronisation nothing is acknowledged.
func TestDisk(t *testing.T) {
	strace(t)
	program, start := product(t), time.Now()
	kept := keptFolder(t, program)
	c, chosen := &disk{}, faults()
	t.Run("faults", func(t *testing.T) {
		for _, f := range chosen {
			t.Run(f.String(), func(t *testing.T) {
				t.Parallel()
				if err := failing(t, program, program, kept, f, c); err != nil {
					t.Error(err)
				}
			})
		}
	})
	t.Logf("the faults: %v", chosen)
	t.Logf("%d runs in %v, %d faults, %d writes refused, %d times not started: %v",
		c.runs, time.Since(start).Round(time.Second/10), c.injected, c.refused, c.notStarted, &c.account)
	if c.runs != len(chosen) || c.acknowledged < 2*c.runs || c.refused == 0 {
		t.Error("that proves too little")
	}
}

// TestDiskControl fills the disk under a server that answers before the commit, which is found out.
func TestDiskControl(t *testing.T) {
	strace(t)
	kept := keptFolder(t, product(t))
	f := fault{name: "a control", calls: writeCalls, as: "ENOSPC", at: 5}
	err := failing(t, build(t, "./testdata/early"), product(t), kept, f, &disk{})
	if !errors.As(err, new(lost)) {
		t.Fatalf("a server that answers before the commit is not found out: %v", err)
	}
	t.Log(err)
}

// before are the writes that a kept folder begins with.
func before() (writes []*effect) {
	for i := range 3 {
		writes = append(writes, newEffect("från början", 0, i))
	}
	return writes
}

func keptFolder(t *testing.T, program string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kept")
	s, err := serve(t, program, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.kill()
	for _, e := range before() {
		if _, _, err := s.save(e); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// failing serves a copy of a folder, or a new one, under a fault, writes, and says what is wrong with what came of it.
func failing(t *testing.T, program, auditor, kept string, f fault, c *disk) error {
	there := t.TempDir()
	dir, log := filepath.Join(there, "kept"), filepath.Join(there, "log")
	var all []*effect
	if !f.fresh {
		if err := os.CopyFS(dir, os.DirFS(kept)); err != nil {
			return err
		}
		all = before()
	}
	main := filepath.Join(dir, "main.landskap")
	line := []string{"strace", "-f", "-qq", "--seccomp-bpf", "-y", "-s0", "-e", "signal=none", "-o", log, "-P", main}
	if !f.large {
		line = append(line, "-P", main+"-wal", "-P", main+".new", "-P", dir)
	}
	line = append(line, "-e", "trace="+f.calls, "-e", fmt.Sprintf("inject=%s:error=%s:when=%d", f.calls, f.as, f.at))
	var writes []*effect
	var refusals int
	s, err := serve(t, program, dir, line...)
	notStarted := err != nil
	switch {
	case notStarted && s != nil && f.fresh && s.cmd.ProcessState.ExitCode() == 5:
		// It says why and leaves; that is fair as long as there is no landscape yet.
	case notStarted:
		return err
	default:
		if writes, refusals, err = s.writeUnder(f, log, dir); err != nil {
			return fmt.Errorf("%w: %s", err, s.errs.String())
		}
	}
	s.kill()
	files, folders := injected(log, dir)
	if files+folders == 0 {
		return errors.New("no fault has come, so nothing is proven")
	}

	again, err := serve(t, program, dir)
	if err != nil {
		return fmt.Errorf("once the disk is whole: %w", err)
	}
	var found account
	if err := again.settle(len(all), writes, &found); err != nil {
		return err
	}
	again.kill()
	if f.as == "ENOSPC" && found.there > 0 {
		return fmt.Errorf("%d writes are there, though it was said that nothing was written", found.there)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.runs++
	c.injected += files + folders
	c.refused += refusals
	if notStarted {
		c.notStarted++
	}
	c.acknowledged += found.acknowledged
	c.open += found.open
	c.there += found.there
	c.repeated += found.repeated
	return audit(auditor, dir, append(all, writes...))
}

// writeUnder writes until the fault has come, and then on for as long as it takes to see how the server bears it.
func (s *serving) writeUnder(f fault, log, dir string) (writes []*effect, refusals int, err error) {
	description := "x"
	if f.large {
		description = strings.Repeat("stor text ", 60_000)
	}
	seen, after := 0, 0 // faults, and writes since the last
	for i := 0; i < mostFaulty; i++ {
		e := newEffect(description, 1, i)
		writes = append(writes, e)
		revision, _, err := s.save(e)
		files, folders := injected(log, dir)
		if files+folders > seen {
			seen, after = files+folders, 0
		}
		var no refused
		switch {
		case errors.As(err, &no) && no.code == "UNAVAILABLE":
			refusals++
			if seen == 0 {
				return nil, 0, fmt.Errorf("refused without a fault: %w", err)
			}
			if f.as == "EIO" {
				after++
			}
		case err != nil:
			return nil, 0, fmt.Errorf("after %d writes: %w", i, err)
		case f.as == "EIO" && (files > 0 || refusals > 0):
			return nil, 0, fmt.Errorf("%s was acknowledged after a failed synchronisation", e.key)
		default:
			e.revision = revision
			if seen > 0 {
				after++
			}
		}
		if f.as == "ENOSPC" && after >= goesOn || f.as == "EIO" && after >= staysDown {
			break
		}
	}
	ready := 200
	if refusals > 0 && f.as == "EIO" {
		ready = 503
	}
	switch {
	case s.status("/healthz") != 200 || s.status("/readyz") != ready:
		err = fmt.Errorf("/healthz is %d, /readyz is %d where %d was to be", s.status("/healthz"), s.status("/readyz"), ready)
	case f.as == "ENOSPC" && after < goesOn:
		err = fmt.Errorf("after a full disk writing does not go on: %d writes", after)
	}
	return writes, refusals, err
}

// injected counts the faults that have come to files, and to the folder itself.
func injected(log, dir string) (files, folders int) {
	text, _ := os.ReadFile(log)
	for line := range strings.Lines(string(text)) {
		switch {
		case !strings.Contains(line, "(INJECTED)"):
		case strings.Contains(line, "<"+dir+">"):
			folders++
		default:
			files++
		}
	}
	return files, folders
}
