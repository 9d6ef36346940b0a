// Package cypher puts the questions of the store's contract to a graph in Cypher, and says how the graph is laid out.
//
// Every read is pushed down as a few statements of stable text, one for each shape of question, with all values in one parameter.
// The graph is meant to be read by people as well: labels are kinds, relationship types are the schema's, properties are the
// attributes under their names; what only this package needs begins with an underscore (layout.go). Where statements run, and that
// all of them see one revision, is the business of package neo4j.
package cypher

import (
	"context"
	"unicode/utf8"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Asker runs statements that only read: each in a transaction of its own, or all in one that is open.
type Asker interface {
	// Ask runs a statement with its one parameter, $p, and hands over the rows, which are good only until the next.
	Ask(ctx context.Context, statement string, p map[string]any, row func(values []any) error) error
}

// Reader reads one landscape as one viewer sees it. Its methods are those of landscape.Snapshot.
type Reader struct {
	Asker
	Model     *schema.Metamodel
	Landscape string
	scope     landscape.Scope
	terms     landscape.Terms
	far       map[string]any // the owners that are far, for those who see what is near
	ahead     ahead
}

// NewReader returns a reader of the landscape of that name, for a viewer of that scope.
func NewReader(model *schema.Metamodel, a Asker, name string, scope landscape.Scope) *Reader {
	s := &Reader{Asker: a, Model: model, Landscape: name, scope: scope, terms: scope.Terms(), far: map[string]any{}}
	if s.terms.Near > s.terms.Open {
		for _, owner := range s.terms.Far {
			s.far[owner] = true
		}
	}
	return s
}

// valid reports whether text reaches the server as it is: others than UTF-8 would be changed without a word.
func valid(s string) bool { return utf8.ValidString(s) }

// many is how many rows or ids are more than what somebody waits for who looks at one thing.
const many = 500

// Much reports whether a parameter has many rows or ids.
func Much(p map[string]any) bool {
	for _, v := range p {
		switch list := v.(type) {
		case []any:
			if len(list) > many {
				return true
			}
		case []string:
			if len(list) > many {
				return true
			}
		case [][]string:
			if len(list) > many {
				return true
			}
		}
	}
	return false
}
