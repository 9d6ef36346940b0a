package neo4jtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Find gives the server that tests share: the one that the environment names, else the one that another test binary of this
// checkout runs, else a new one, which ends with the last process that found it. Where none can be had it skips the test, and where
// CI is set it fails it.
func Find(t testing.TB) Address {
	t.Helper()
	env, err := processEnvironment(t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	address, err := find(t.Context(), env, launch)
	if err != nil {
		decline(t, env, err)
	}
	return address
}

// Start gives a server of the test's own, which ends with the test. Where none can be had it skips the test, and where CI is set it
// fails it. An address in the environment is no help to such a test, since it may not kill what it did not start.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	env, err := processEnvironment(t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	server, err := launch(t.Context(), env, o)
	if err != nil {
		decline(t, env, err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Errorf("ending the test's own Neo4j: %v", err)
		}
	})
	return server
}

// decline ends a test that has no server. It is skipped only where it may be that there is none: a server that is there and does not
// answer or start is a failure everywhere.
func decline(t testing.TB, env environment, err error) {
	t.Helper()
	if errors.Is(err, ErrNone) && env.getenv("CI") == "" {
		t.Skipf("SKIPPED FOR WANT OF NEO4J: %v\nThis test fails where CI is set.", err)
	}
	t.Fatal(err)
}

// record is what the process that starts the shared server leaves for the others.
type record struct {
	Address  Address
	Lifeline string
}

// find gives the shared server, started by start where there is none. It sets the variables of this process, so that what it calls
// and what it tests find the same.
func find(ctx context.Context, env environment, start func(context.Context, environment, Options) (*Server, error)) (Address, error) {
	if named := fromEnvironment(env.getenv); named.URI != "" {
		if err := named.verify(ctx); err != nil {
			return Address{}, fmt.Errorf("%s names a server that is no use: %w", URIVariable, err)
		}
		return named, nil
	}
	name, err := recordName(env.cache)
	if err != nil {
		return Address{}, err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return Address{}, err
	}
	// Whoever comes while another starts the server waits for it.
	unlock, err := lock(name + ".lock")
	if err != nil {
		return Address{}, err
	}
	defer unlock()
	address, err := join(ctx, name)
	if err != nil {
		server, err := start(ctx, env, Options{})
		if err != nil {
			return Address{}, err
		}
		address = server.Address
		if err := leave(name, record{Address: address, Lifeline: server.lifeline()}); err != nil {
			return Address{}, errors.Join(err, server.Close())
		}
	}
	for name, value := range map[string]string{URIVariable: address.URI, UserVariable: address.User, PasswordVariable: address.Password} {
		if err := env.setenv(name, value); err != nil {
			return Address{}, err
		}
	}
	return address, nil
}

// join takes hold of the server that a record tells of.
func join(ctx context.Context, name string) (Address, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return Address{}, err
	}
	var there record
	if err := json.Unmarshal(data, &there); err != nil {
		return Address{}, fmt.Errorf("reading %s: %w", name, err)
	}
	if err := grasp(there.Lifeline); err != nil {
		return Address{}, fmt.Errorf("the server of %s is gone: %w", name, err)
	}
	return there.Address, there.Address.verify(ctx)
}

func leave(name string, r record) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o600)
}

// recordName is the same for all test binaries of one checkout and differs between checkouts, whose ideas of what a database holds
// may differ too.
func recordName(cache string) (string, error) {
	root, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		_, err := os.Stat(filepath.Join(root, "go.mod"))
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		above := filepath.Dir(root)
		if above == root {
			return "", errors.New("the tests run outside any Go module")
		}
		root = above
	}
	sum := fnv.New64a()
	sum.Write([]byte(root))
	return filepath.Join(cache, fmt.Sprintf("neo4j-shared-%x.json", sum.Sum64())), nil
}
