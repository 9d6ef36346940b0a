package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/neo4jtest"
	"github.com/arkinera/landskap/internal/store/neo4j"
	"github.com/arkinera/landskap/schema"
)

// TestVerifyDatabase verifies a database that does as it should, and leaves nothing in it.
func TestVerifyDatabase(t *testing.T) {
	a := neo4jtest.Find(t)
	t.Setenv("LANDSKAP_NEO4J_PASSWORD", a.Password)
	var stdout, stderr bytes.Buffer
	code := Main([]string{"store", "verify", "--neo4j-uri", a.URI, "--neo4j-user", a.User, "--lang", "en"}, nil, &stdout, &stderr)
	if code != exitDone || !strings.Contains(stdout.String(), "checks hold") {
		t.Errorf("it ends with %d\n%s%s", code, stdout.String(), stderr.String())
	}
	t.Log(stdout.String())
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
