package eira

import (
	"fmt"
	"io/fs"
)

// referenceRow describes the reference architecture that a package holds. A
// package of actors has none.
type referenceRow struct {
	key, name, nameEn, version, publisher, licence string
	partial                                        string // "true", "false", or empty: not stated
}

// areaRow is a view of a reference architecture. Its key in the model is the
// package's folder, a slash and the id.
type areaRow struct {
	id, name, nameEn string
}

// blockRow is an architecture building block, or a grouping of such blocks.
type blockRow struct {
	id, name, puri string
	areas          []string // ids of areas, at least one
	archimateType  string   // empty where the publisher gives none
	grouping       bool
	focal          string   // "true", "false", or empty: the source does not say
	dimensions     []string // a block may serve several interoperability dimensions
	specialises    []string // ids of blocks of the same package
	altIDs         []string // older PURI tails of the same block, for upgrades and imports
}

// processRow is a process of the process map.
type processRow struct {
	code, name, nameEn string
	depth              int
	parent             string // code of the process that it is part of, empty at the top
	legalBasis         string
	mandatory          string   // YES, PARTLY, NO, or empty: not stated
	appliesTo          []string // kinds of actor; none means all
	compiled           bool     // something in the row is not the publisher's own text
}

// actorRow is an actor of Swedish public administration.
type actorRow struct {
	key, name          string
	aliases            []string
	actorKind          string
	code, county       string
	population         int // 0 where none is given
	organisationNumber string
}

// readReference reads the one row that describes the package's reference.
func readReference(fsys fs.FS, folder string) (referenceRow, error) {
	file := folder + "/reference.csv"
	records, err := readTable(fsys, file, "key", "name", "nameEn", "version", "publisher", "licence", "partial")
	if err != nil {
		return referenceRow{}, err
	}
	if len(records) != 1 {
		return referenceRow{}, fmt.Errorf("%s: %d rows, where a package has one reference", file, len(records))
	}
	r := records[0]
	return referenceRow{key: r.text(0), name: r.text(1), nameEn: r.text(2),
		version: r.text(3), publisher: r.text(4), licence: r.text(5), partial: r.text(6)}, nil
}

// readAreas reads the views of a reference architecture.
func readAreas(fsys fs.FS, folder string) ([]areaRow, error) {
	records, err := readTable(fsys, folder+"/areas.csv", "id", "name", "nameEn")
	if err != nil {
		return nil, err
	}
	rows := make([]areaRow, 0, len(records))
	for _, r := range records {
		rows = append(rows, areaRow{id: r.text(0), name: r.text(1), nameEn: r.text(2)})
	}
	return rows, nil
}

// readBlocks reads the building blocks of a reference architecture.
func readBlocks(fsys fs.FS, folder string) ([]blockRow, error) {
	records, err := readTable(fsys, folder+"/blocks.csv", "id", "name", "puri", "areas", "archimateType",
		"grouping", "focal", "dimensions", "specialises", "altIds")
	if err != nil {
		return nil, err
	}
	rows := make([]blockRow, 0, len(records))
	for _, r := range records {
		grouping, err := r.truth(5)
		if err != nil {
			return nil, err
		}
		rows = append(rows, blockRow{id: r.text(0), name: r.text(1), puri: r.text(2), areas: r.list(3),
			archimateType: r.text(4), grouping: grouping, focal: r.text(6), dimensions: r.list(7),
			specialises: r.list(8), altIDs: r.list(9)})
	}
	return rows, nil
}

// readProcesses reads a process map.
func readProcesses(fsys fs.FS, folder string) ([]processRow, error) {
	records, err := readTable(fsys, folder+"/processes.csv", "code", "name", "nameEn", "depth", "parent",
		"legalBasis", "mandatory", "appliesTo", "compiled")
	if err != nil {
		return nil, err
	}
	rows := make([]processRow, 0, len(records))
	for _, r := range records {
		depth, err := r.number(3)
		if err != nil {
			return nil, err
		}
		compiled, err := r.truth(8)
		if err != nil {
			return nil, err
		}
		rows = append(rows, processRow{code: r.text(0), name: r.text(1), nameEn: r.text(2), depth: depth,
			parent: r.text(4), legalBasis: r.text(5), mandatory: r.text(6), appliesTo: r.list(7), compiled: compiled})
	}
	return rows, nil
}

// readActors reads the actors.
func readActors(fsys fs.FS, folder string) ([]actorRow, error) {
	records, err := readTable(fsys, folder+"/actors.csv", "key", "name", "aliases", "actorKind", "code",
		"county", "population", "organisationNumber")
	if err != nil {
		return nil, err
	}
	rows := make([]actorRow, 0, len(records))
	for _, r := range records {
		population, err := r.number(6)
		if err != nil {
			return nil, err
		}
		rows = append(rows, actorRow{key: r.text(0), name: r.text(1), aliases: r.list(2), actorKind: r.text(3),
			code: r.text(4), county: r.text(5), population: population, organisationNumber: r.text(7)})
	}
	return rows, nil
}
