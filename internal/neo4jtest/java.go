package neo4jtest

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	version = "5.26.29"
	// copyDependencies is pinned, since Maven's own choice differs between its versions.
	copyDependencies = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
)

//go:embed pom.xml
var pom []byte

// byJava runs the server from its published artifacts.
type byJava struct {
	java string
	lib  string // the folder of the artifacts
}

// findJava finds Java, and fetches the artifacts where the cache folder has none.
func findJava(ctx context.Context, env environment) (runner, error) {
	program := "java"
	if home := env.getenv("JAVA_HOME"); home != "" {
		program = filepath.Join(home, "bin", "java")
	}
	java, err := env.lookPath(program)
	if err != nil {
		return nil, err
	}
	said, err := env.output(ctx, java, "-version")
	if err != nil {
		return nil, err
	}
	if release := javaRelease(said); release != 17 && release != 21 {
		return nil, fmt.Errorf("%s is Java %d; Neo4j %s runs on 17 and 21", java, release, version)
	}
	lib, err := artifacts(ctx, env)
	if err != nil {
		return nil, err
	}
	return byJava{java: java, lib: lib}, nil
}

var quotedVersion = regexp.MustCompile(`version "(\d+)`)

// javaRelease reads the release from what java -version says, 0 where it says none.
func javaRelease(said string) int {
	found := quotedVersion.FindStringSubmatch(said)
	if found == nil {
		return 0
	}
	release, err := strconv.Atoi(found[1])
	if err != nil {
		return 0
	}
	return release
}

// artifacts gives the folder of the server's artifacts. Of several processes that find it empty one fetches and the others wait.
func artifacts(ctx context.Context, env environment) (string, error) {
	folder := filepath.Join(env.cache, "neo4j-"+version)
	lib := filepath.Join(folder, "lib")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", fmt.Errorf("making the folder of the server's artifacts: %w", err)
	}
	unlock, err := lock(filepath.Join(folder, "lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	if _, err := os.Stat(lib); err == nil {
		return lib, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	maven, err := env.lookPath("mvn")
	if err != nil {
		return "", fmt.Errorf("%s has no artifacts of Neo4j, and to fetch them: %w", lib, err)
	}
	env.log("fetching Neo4j %s into %s, once", version, folder)
	// A fetch that is broken off must not look like a whole one, so the folder gets its name when it is full.
	half, err := os.MkdirTemp(folder, "fetching-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(half)
	project := filepath.Join(half, "pom.xml")
	if err := os.WriteFile(project, pom, 0o644); err != nil {
		return "", err
	}
	jars := filepath.Join(half, "lib")
	if _, err := env.output(ctx, maven, "-B", "-q", "--strict-checksums", "-f", project, "-Dneo4j="+version, copyDependencies,
		"-DincludeScope=runtime", "-DoutputDirectory="+jars); err != nil {
		return "", fmt.Errorf("fetching Neo4j %s: %w", version, err)
	}
	if err := os.Rename(jars, lib); err != nil {
		return "", err
	}
	return lib, nil
}

func (r byJava) command(folder string, port int, o Options) ([]string, error) {
	listen := fmt.Sprintf("127.0.0.1:%d", port)
	settings := o.settings(port)
	settings["server.default_listen_address"] = "127.0.0.1"
	settings["server.bolt.listen_address"] = listen
	conf := filepath.Join(folder, "conf")
	for _, name := range []string{conf, filepath.Join(folder, "logs"), filepath.Join(folder, "import"), filepath.Join(folder, "plugins")} {
		if err := os.MkdirAll(name, 0o700); err != nil {
			return nil, err
		}
	}
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		fmt.Fprintf(&lines, "%s=%s\n", name, settings[name])
	}
	if err := os.WriteFile(filepath.Join(conf, "neo4j.conf"), []byte(lines.String()), 0o600); err != nil {
		return nil, err
	}
	return []string{
		r.java, fmt.Sprintf("-Xms%dm", o.heap()), fmt.Sprintf("-Xmx%dm", o.heap()), "-XX:+UseG1GC",
		"--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/java.io=ALL-UNNAMED",
		"--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-Dio.netty.tryReflectionSetAccessible=true",
		"-Dlog4j2.disable.jmx=true", "-Dfile.encoding=UTF-8",
		"-cp", filepath.Join(r.lib, "*"), "org.neo4j.server.CommunityEntryPoint",
		"--home-dir=" + folder, "--config-dir=" + conf, "--console-mode",
	}, nil
}

func (byJava) force(string) string { return "kill -KILL $pid" }
