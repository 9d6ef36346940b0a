package schema

import (
	"os"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func TestAPIIsFresh(t *testing.T) {
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	api := m.API()
	if _, err := gqlparser.LoadSchema(&ast.Source{Name: "api", Input: api}); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("api.generated.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != api {
		t.Error("api.generated.graphqls is stale: run make generate")
	}
}
