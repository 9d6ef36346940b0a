package cli

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/neo4jtest"
	"github.com/arkinera/landskap/internal/store/neo4j"
	"github.com/arkinera/landskap/schema"
)

// TestVerifyDatabase verifies a database that does as it should, and leaves nothing in it. All checks take minutes: here they are
// interrupted, as by Ctrl-C, unless LANDSKAP_VERIFY is set.
func TestVerifyDatabase(t *testing.T) {
	a := neo4jtest.Find(t)
	t.Setenv("LANDSKAP_NEO4J_PASSWORD", a.Password)
	var stdout, stderr bytes.Buffer
	cmd := exec.Command("landskap", "store", "verify", "--neo4j-uri", a.URI, "--neo4j-user", a.User, "--lang", "en")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("LANDSKAP_VERIFY") == "" {
		time.AfterFunc(15*time.Second, func() { _ = cmd.Process.Signal(syscall.SIGTERM) })
		_ = cmd.Wait()
		said := regexp.MustCompile(`interrupted after ([0-9]+) checks that hold and 0 that do not`).FindStringSubmatch(stderr.String())
		if cmd.ProcessState.ExitCode() != exitUnavailable || said == nil {
			t.Fatalf("it ends with %v\n%s%s", cmd.ProcessState, stdout.String(), stderr.String())
		}
		if n, _ := strconv.Atoi(said[1]); n < 3 {
			t.Errorf("%d checks in 15 s: %s", n, stderr.String())
		}
	} else if err := cmd.Wait(); err != nil || !strings.Contains(stdout.String(), "checks hold") {
		t.Fatalf("%v\n%s%s", err, stdout.String(), stderr.String())
	}
	t.Log(stdout.String() + stderr.String())
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, err := neo4j.Open(t.Context(), neo4j.Options{URI: a.URI, User: a.User, Password: a.Password, Model: m})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	names, err := s.Landscapes(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasPrefix(name, "landskap-verify-") {
			t.Errorf("%s is left", name)
		}
	}
}
