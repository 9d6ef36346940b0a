package schema

import (
	"fmt"
	"regexp"

	"github.com/vektah/gqlparser/v2/ast"
	sdl "github.com/vektah/gqlparser/v2/parser"
)

// fieldName is what a field of the API can be called.
var fieldName = regexp.MustCompile(`^[a-z][A-Za-z0-9_]*$`)

// relationType is what a relation's type can be called.
var relationType = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// reserved are names that stand beside those of values and relations, in files (kind) and in filters.
var reserved = []string{"and", "or", "not", "kind"}

// collisions finds names that the API that follows from the model would have twice.
func (p *parser) collisions() error {
	api, err := sdl.ParseSchema(&ast.Source{Name: "api", Input: p.meta.API()})
	if err != nil {
		return fmt.Errorf("the API that follows from the schema: %w", err)
	}
	types := map[string]bool{}
	for _, d := range api.Definitions {
		if !types[d.Name] {
			types[d.Name] = true
			continue
		}
		if own := p.doc.Types[d.Name]; own != nil && own.Position != nil {
			return wrong(own.Position, "%s: the API has a type of that name", d.Name)
		}
		return fmt.Errorf("the API would have two types named %s", d.Name)
	}
	fields := map[string]bool{}
	for _, f := range api.Definitions.ForName("Query").Fields {
		if !fields[f.Name] {
			fields[f.Name] = true
			continue
		}
		for _, k := range p.meta.Kinds {
			if k.Singular == f.Name || k.Plural == f.Name {
				return wrong(p.doc.Types[k.Name].Position, "%s: the API has a field %s already", k.Name, f.Name)
			}
		}
	}
	for _, d := range api.Definitions {
		clear(fields)
		for _, f := range d.Fields {
			if own := p.doc.Types[d.Name]; fields[f.Name] && own != nil && own.Position != nil {
				return wrong(own.Position, "%s: the API has a field %s of its own", d.Name, f.Name)
			} else if fields[f.Name] {
				return fmt.Errorf("the API would have %s.%s twice", d.Name, f.Name)
			}
			fields[f.Name] = true
		}
	}
	return nil
}
