package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// facts tells on what was measured: the machine, the versions and the data. What cannot be found out is said to be unknown.
func facts(ctx context.Context, o options, l *land) []string {
	setting := func(name string) string {
		values, err := l.texts(ctx, "SHOW SETTINGS $name YIELD value RETURN value", map[string]any{"name": name})
		if err != nil || len(values) == 0 || values[0] == "" {
			return "unknown"
		}
		return values[0]
	}
	heap, err := l.number(ctx, "CALL dbms.queryJmx('java.lang:type=Memory') YIELD attributes RETURN attributes.HeapMemoryUsage.value.properties.max")
	heapText := "unknown"
	if err == nil && heap > 0 {
		heapText = fmt.Sprintf("%d MiB", heap>>20)
	}
	return []string{
		fmt.Sprintf("Machine: %d cores, %s of memory, %s/%s; the database, the three servers and what asks them all run on it.", runtime.NumCPU(), memory(), runtime.GOOS, runtime.GOARCH),
		fmt.Sprintf("Database: %s, heap %s, page cache %s, over Bolt on the same machine.", l.version, heapText, setting("server.memory.pagecache.size")),
		fmt.Sprintf("Data: the invented landscape of %d actors: %d elements (%d systems) and %d relations. The deep page is page %d.",
			l.everybody, l.elements, l.all, l.relations, (l.deepAt+1)/pageRows+1),
		fmt.Sprintf("Landskap %s and the hand-written server: %s. The peer: Node.js %s, %s.", revision(ctx), runtime.Version(), node(ctx), packages(o.node)),
		fmt.Sprintf("Each party is asked %d times %s in turn, after %s to warm up; each connection asks again when its answer is there.", o.rounds, o.each, o.warm),
	}
}

func memory() string {
	b, err := os.ReadFile("/proc/meminfo")
	if err == nil {
		fields := strings.Fields(string(b))
		if i := slices.Index(fields, "MemTotal:"); i >= 0 && i+1 < len(fields) {
			if kilobytes, err := strconv.ParseFloat(fields[i+1], 64); err == nil {
				return fmt.Sprintf("%.0f GiB", kilobytes/(1<<20))
			}
		}
	}
	return "an unknown amount"
}

// revision is the commit that is measured; go run leaves it out of what it builds.
func revision(ctx context.Context) string {
	b, err := exec.CommandContext(ctx, "git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=, changed").Output()
	if err != nil {
		return "(of this checkout)"
	}
	return strings.TrimSpace(string(b))
}

func node(ctx context.Context) string {
	b, err := exec.CommandContext(ctx, "node", "--version").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(b))
}

func packages(folder string) string {
	var lock struct {
		Packages map[string]struct{ Dependencies map[string]string }
	}
	b, err := os.ReadFile(filepath.Join(folder, "package-lock.json"))
	if err == nil {
		err = json.Unmarshal(b, &lock)
	}
	if err != nil {
		return "its packages unknown"
	}
	var all []string
	for name, version := range lock.Packages[""].Dependencies {
		all = append(all, name+" "+version)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
