// Package archimate is the language ArchiMate 3.2 as data: the types of element and relation, their layers, and which relation may
// go from what to what. Where the facts come from stands in PROVENANCE.md.
package archimate

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
)

//go:embed types.csv
var typesFile string

//go:embed allowed.csv
var allowedFile string

// Type is a type of the language.
type Type struct {
	Name     string // as in exchange files: ApplicationComponent
	Layer    string // Business; empty for relations
	Aspect   string // Active structure
	Relation bool   // else it is an element or a connector of relations
}

// language is the tables in a form to look things up in.
type language struct {
	types   []Type
	byName  map[string]Type
	letters map[string]string            // of a relation type
	allowed map[string]map[string]string // from, to: the letters of the relations
}

// read reads the tables once. They are part of the program, so that they cannot fail to be read; a test reads all of them.
var read = sync.OnceValue(func() *language {
	l := &language{byName: map[string]Type{}, letters: map[string]string{}, allowed: map[string]map[string]string{}}
	for _, row := range rows(typesFile)[1:] {
		t := Type{Name: row[0], Layer: row[1], Aspect: row[2], Relation: row[3] == "relationship"}
		l.types, l.byName[t.Name] = append(l.types, t), t
		if t.Relation {
			l.letters[t.Name] = row[4]
		}
	}
	matrix := rows(allowedFile)
	for _, row := range matrix[1:] {
		l.allowed[row[0]] = map[string]string{}
		for i, to := range matrix[0][1:] {
			l.allowed[row[0]][to] = row[i+1]
		}
	}
	return l
})

func rows(file string) [][]string {
	all, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		panic("archimate: " + err.Error())
	}
	return all
}

// Types returns all types: elements layer by layer, then connectors, then relations.
func Types() []Type { return slices.Clone(read().types) }

// Named returns the type of that name.
func Named(name string) (Type, bool) {
	t, ok := read().byName[name]
	return t, ok
}

// Known reports whether there is an element type or connector of that name.
func Known(element string) bool {
	t, ok := read().byName[element]
	return ok && !t.Relation
}

// Allowed reports whether a relation of that type may go from an element of one type to one of the other. What is not in the
// language is not allowed.
func Allowed(relation, fromType, toType string) bool {
	l := read()
	letter := l.letters[relation]
	return letter != "" && strings.Contains(l.allowed[row(fromType)][row(toType)], letter)
}

// row returns the name by which the table knows a type: it does not tell the two junctions apart.
func row(name string) string {
	if strings.HasSuffix(name, junction) {
		return junction
	}
	return name
}

const junction = "Junction"
