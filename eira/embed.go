// Package eira holds the reference packages that are part of the binary: the
// European Interoperability Reference Architecture in two versions, the
// municipal process map and Sweden's public actors.
//
// Each package is a folder named NAME@VERSION with canonical CSV files and a
// PROVENANCE.md that says where the facts come from and on what terms. The
// folders are embedded whole, because the credit has to travel with the data.
package eira

import (
	"embed"
	"fmt"
	"io/fs"
)

// The folders are named one by one, so that a package that is dropped or
// misspelt fails the build instead of going missing in silence.
//
//go:embed eira@7.0.0 eira@6.1.0 klassa@2.1 actors@2026
var files embed.FS

// provenance returns the text that has to be shown wherever the package's
// content is handed on.
func provenance(fsys fs.FS, folder string) (string, error) {
	text, err := fs.ReadFile(fsys, folder+"/PROVENANCE.md")
	if err != nil {
		return "", fmt.Errorf("package %s: %w", folder, err)
	}
	return string(text), nil
}
