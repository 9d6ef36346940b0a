// Package web is the query page at /explore: GraphiQL where it has been built,
// and a plain page of our own where it has not.
//
// The browser gets everything from this server and nothing from anywhere else;
// a strict Content-Security-Policy holds the page to that. GraphiQL comes from
// npm (package.json, package-lock.json, build.mjs) into dist/, which git ignores
// and Go embeds; with an empty dist/ the plain page stands in, so that the
// product never needs Node.js. Both pages share explore.js: the query lives in
// the address, and a link opens with it. Subpackage browsertest drives a headless
// Chromium for the tests.
package web

import (
	"embed"
	"io/fs"
	"net/http"
)

// Tab is a question that /explore offers ready to run.
type Tab struct {
	// Title is the question in words. It becomes a comment above the query and
	// the entry in the plain page's list.
	Title string
	// Query is the GraphQL document. Its operation should have a name, because
	// GraphiQL labels tabs with it.
	Query string
	// Variables is a JSON object as text, or empty.
	Variables string
}

// own holds what we wrote ourselves; it is always complete.
//
//go:embed static
var own embed.FS

// built holds what build.mjs fetched. The placeholder in dist/ keeps this line
// compiling before anything has been fetched.
//
//go:embed all:dist
var built embed.FS

// Explore serves /explore and its assets below /explore/assets/, for queries
// that the page posts to endpoint, a path on the same origin. Mount it at both
// /explore and /explore/.
func Explore(endpoint string, tabs []Tab) http.Handler {
	return explore(dist(), endpoint, tabs)
}

// HasGraphiQL tells whether GraphiQL was built into this binary, so that the
// one who starts it can be told which page to expect.
func HasGraphiQL() bool { return hasGraphiQL(dist()) }

// graphiqlFiles are the files that make GraphiQL work, in the order of build.mjs.
// One missing file means an interrupted build, which the plain page replaces.
func graphiqlFiles() []string {
	return []string{"react.production.min.js", "react-dom.production.min.js", "graphiql.min.css", "graphiql.min.js"}
}

func hasGraphiQL(files fs.FS) bool {
	for _, name := range graphiqlFiles() {
		if info, err := fs.Stat(files, name); err != nil || info.Size() == 0 {
			return false
		}
	}
	return true
}

func dist() fs.FS { return sub(built, "dist") }

// sub is fs.Sub for folders that the compiler has embedded; only a misspelt
// path makes it fail.
func sub(files fs.FS, folder string) fs.FS {
	inner, err := fs.Sub(files, folder)
	if err != nil {
		panic(err)
	}
	return inner
}
