package eira

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// Names returns the packages that there are, as they are asked for.
func Names() []string {
	return []string{"eira@7.0.0", "eira@6.1.0", "klassa@2.1", "actors@2026"}
}

// Package describes a package to whoever chooses among them.
type Package struct {
	Name      string // eira@7.0.0
	Title     string // in Swedish
	TitleEn   string
	Version   string
	Publisher string // empty where we put the content together ourselves
	Licence   string // empty where none is known
	Partial   bool   // only some of the publisher's content is there

	// What it holds, by kind. Groupings are building blocks that only hold others together; Blocks are those that do not.
	References, Areas, Blocks, Groupings, Processes, Actors int

	// Provenance is the Markdown text with source, terms and credit; it must be shown wherever the content is handed on.
	Provenance string
}

// Elements returns how many elements the package holds in all.
func (p Package) Elements() int {
	return p.References + p.Areas + p.Blocks + p.Groupings + p.Processes + p.Actors
}

// Info describes the package of that name. An unknown name is NOT_FOUND.
func Info(name string) (Package, error) {
	c, err := read(files, name)
	if err != nil {
		return Package{}, err
	}
	p := Package{Name: name, Areas: len(c.areas), Processes: len(c.processes), Actors: len(c.actors)}
	for _, b := range c.blocks {
		if b.grouping {
			p.Groupings++
		} else {
			p.Blocks++
		}
	}
	if r := c.reference; r != nil {
		p.References = 1
		p.Title, p.TitleEn, p.Version, p.Publisher, p.Licence, p.Partial = r.name, r.nameEn, r.version, r.publisher, r.licence, r.partial == "true"
	} else {
		// A register of actors is no reference architecture, so no row of its data carries a title.
		_, p.Version, _ = strings.Cut(name, "@")
		p.Title, p.TitleEn = "Sveriges offentliga aktörer "+p.Version, "Sweden's public actors "+p.Version
	}
	p.Provenance, err = provenance(files, name)
	return p, err
}

// content is all that a package holds, row by row.
type content struct {
	reference *referenceRow // nil for a register of actors
	areas     []areaRow
	blocks    []blockRow
	processes []processRow
	actors    []actorRow
}

// read reads the package of that name. Which tables it must have follows from its name and not from what is found, so that a table
// that went missing is an error instead of a package with less in it.
func read(fsys fs.FS, name string) (c content, err error) {
	if !slices.Contains(Names(), name) {
		return c, landscape.NewError(landscape.NotFound, text.New("package.unknown", name, strings.Join(Names(), ", ")))
	}
	family, _, _ := strings.Cut(name, "@")
	if family == "actors" {
		c.actors, err = readActors(fsys, name)
		return c, err
	}
	r, err := readReference(fsys, name)
	if err != nil {
		return c, err
	}
	c.reference = &r
	if family == "klassa" {
		c.processes, err = readProcesses(fsys, name)
		return c, err
	}
	if c.areas, err = readAreas(fsys, name); err != nil {
		return c, err
	}
	c.blocks, err = readBlocks(fsys, name)
	return c, err
}
