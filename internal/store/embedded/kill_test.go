package embedded

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
)

const killFolder = "LANDSKAP_TEST_KILL"

// TestKilled kills a process that writes from eight sides, again and again: what it has acknowledged is there afterwards.
func TestKilled(t *testing.T) {
	if dir := os.Getenv(killFolder); dir != "" {
		writeForever(t, dir)
		return
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	m, dir := model(t), t.TempDir()
	acknowledged := map[string]bool{}
	for cycle := range 10 {
		c := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		c.Env = append(os.Environ(), killFolder+"="+dir, fmt.Sprintf("LANDSKAP_TEST_CYCLE=%d", cycle))
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		var first sync.Once
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if key, ok := strings.CutPrefix(lines.Text(), "kept "); ok {
				acknowledged[key] = true
				first.Do(func() {
					time.AfterFunc(time.Duration(15+10*cycle)*time.Millisecond, func() { c.Process.Kill() })
				})
			}
		}
		c.Wait()
		s := openTest(t, dir, m)
		err = s.Read(context.Background(), "main", landscape.Steward(), func(snap landscape.Snapshot) error {
			for key := range acknowledged {
				if e, err := snap.Elements(context.Background(), []landscape.ID{landscape.NewElementID("System", key)}, nil); err != nil || e[0] == nil {
					t.Errorf("%s is lost", key)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
	}
	if len(acknowledged) < 50 {
		t.Errorf("only %d writes were acknowledged; that proves little", len(acknowledged))
	}
	if err := Verify(dir); err != nil {
		t.Error(err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	t.Logf("%d writes acknowledged, none lost; left in the folder: %d files", len(acknowledged), len(left))
}

func writeForever(t *testing.T, dir string) {
	m := model(t)
	s := openTest(t, dir, m)
	for writer := range 8 {
		go func() {
			for i := 0; ; i++ {
				key := fmt.Sprintf("%s/%d/%d", os.Getenv("LANDSKAP_TEST_CYCLE"), writer, i)
				_, err := s.Write(context.Background(), "main", landscape.Write{Key: key}, func(landscape.Draft) ([]landscape.Change, error) {
					return create(system(m, key, key)), nil
				})
				if err != nil {
					os.Stdout.WriteString("failed " + err.Error() + "\n")
					time.Sleep(10 * time.Millisecond)
					continue
				}
				os.Stdout.WriteString("kept " + key + "\n")
			}
		}()
	}
	time.Sleep(time.Minute)
}
