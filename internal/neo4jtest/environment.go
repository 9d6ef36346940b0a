package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// ErrNone says that no Neo4j can be had here. Its text lists what was looked for.
var ErrNone = errors.New("no Neo4j can be had here")

// environment is what the choice of a server depends on.
type environment struct {
	getenv func(string) string
	setenv func(name, value string) error
	// lookPath finds a program, as exec.LookPath does.
	lookPath func(program string) (string, error)
	// output runs a program to its end and gives all that it says.
	output func(ctx context.Context, program string, args ...string) (string, error)
	// cache is the folder that keeps the server's artifacts between runs.
	cache string
	log   func(format string, args ...any)
}

func processEnvironment(log func(format string, args ...any)) (environment, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return environment{}, fmt.Errorf("finding the user's cache folder: %w", err)
	}
	return environment{
		getenv: os.Getenv, setenv: os.Setenv, lookPath: exec.LookPath,
		output: func(ctx context.Context, program string, args ...string) (string, error) {
			out, err := exec.CommandContext(ctx, program, args...).CombinedOutput()
			if err != nil {
				return "", fmt.Errorf("%s: %w: %s", filepath.Base(program), err, tail(out))
			}
			return string(out), nil
		},
		cache: filepath.Join(cache, "landskap"), log: log,
	}, nil
}

// tail is the end of what a program said, which is where it tells why it failed.
func tail(out []byte) string {
	const most = 3000
	text := strings.TrimSpace(string(out))
	if len(text) > most {
		text = "..." + text[len(text)-most:]
	}
	return text
}

// runner is a way to run a server.
type runner interface {
	// command is the program, with its arguments, that is the server as long as it runs; it writes nothing outside the folder.
	command(folder string, port int, o Options) ([]string, error)
	// force is the shell text that ends a server of this folder and port at once, $pid being the process of the command.
	force(folder string) string
}

// choose finds a way to run a server: Java, else Docker. It fails with ErrNone where there is neither.
func choose(ctx context.Context, env environment) (runner, error) {
	byJava, noJava := findJava(ctx, env)
	if noJava == nil {
		return byJava, nil
	}
	byDocker, noDocker := findDocker(ctx, env)
	if noDocker == nil {
		return byDocker, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("%w. Looked for\n - Java and Maven: %w\n - Docker: %w", ErrNone, noJava, noDocker)
}
