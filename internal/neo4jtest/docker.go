package neo4jtest

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const image = "neo4j:5.26-community"

// byDocker runs the server in a container, with its data in a folder of the host.
type byDocker struct {
	docker string
}

// findDocker finds a Docker whose engine answers: the client alone is no use.
func findDocker(ctx context.Context, env environment) (runner, error) {
	docker, err := env.lookPath("docker")
	if err != nil {
		return nil, err
	}
	if _, err := env.output(ctx, docker, "info"); err != nil {
		return nil, err
	}
	return byDocker{docker: docker}, nil
}

func (r byDocker) command(folder string, port int, o Options) ([]string, error) {
	data := filepath.Join(folder, "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	args := []string{
		r.docker, "run", "--rm", "--name", container(folder),
		"--user", fmt.Sprintf("%d:%d", os.Getuid(), os.Getgid()), // so that the host's user can remove the data
		"--volume", data + ":/data", "--publish", fmt.Sprintf("127.0.0.1:%d:7687", port),
	}
	settings := o.settings(port)
	settings["server.memory.heap.initial_size"] = fmt.Sprintf("%dm", o.heap())
	settings["server.memory.heap.max_size"] = fmt.Sprintf("%dm", o.heap())
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		// The image writes its configuration from variables named so.
		variable := "NEO4J_" + strings.NewReplacer("_", "__", ".", "_").Replace(name)
		args = append(args, "--env", variable+"="+settings[name])
	}
	return append(args, image), nil
}

func (r byDocker) force(folder string) string {
	return fmt.Sprintf("'%s' rm --force %s", r.docker, container(folder))
}

// container names the container of a server's folder, whose name is unique.
func container(folder string) string { return filepath.Base(folder) }
