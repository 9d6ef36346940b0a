package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/text"
)

const (
	module = "github.com/arkinera/landskap/"
	root   = "../.."
)

// source is a Go file of the project.
type source struct {
	name   string // from the root
	folder string
	test   bool
	lines  int
	text   []byte
	file   *ast.File
}

// generated reports whether a file is written by a program and so outside what these tests are about.
func (s source) generated() bool { return strings.Contains(s.name, "generated") }

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != root && (strings.HasPrefix(d.Name(), ".") || slices.Contains([]string{"node_modules", "dist", "testdata", "bin"}, d.Name())) {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ParseComments)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		all = append(all, source{
			name: relative, folder: path.Dir(relative), test: strings.HasSuffix(name, "_test.go"),
			lines: bytes.Count(data, []byte("\n")), text: data, file: file,
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 50 {
		t.Fatalf("found only %d Go files; the tests would prove nothing", len(all))
	}
	return all
}

// layers are the rooms of the house from the ground up; a package imports only from lower layers.
var layers = [][]string{
	{"schema", "internal/text", "internal/archimate", "internal/cli/terminal", "internal/web/browsertest", "internal/neo4jtest", "internal/store/bolttest"},
	{"internal/landscape/value"},
	{"internal/landscape", "internal/web"},
	{"internal/store/codec", "internal/store/cypher", "internal/store/gate", "internal/store/pulse", "internal/store/convoy",
		"internal/store/present"},
	{"internal/landscape/advice", "internal/store", "internal/exchange", "internal/analysis", "eira", "internal/samples"},
	{"graph/writing"},
	{"graph", "internal/cli/sources", "internal/cli/report", "internal/national"},
	{"internal/server"},
	{"internal/cli"},
	{"cmd", "internal/peer", "internal/neo4jtest/run"},
}

func layerOf(folder string) int {
	best, length := -1, 0
	for i, layer := range layers {
		for _, room := range layer {
			if (folder == room || strings.HasPrefix(folder, room+"/")) && len(room) > length {
				best, length = i, len(room)
			}
		}
	}
	return best
}

// wrongImports tells which imports of a file go upwards or to where only the composition root may go.
func wrongImports(folder string, imports []string) []string {
	var wrong []string
	own := layerOf(folder)
	for _, imported := range imports {
		other, ours := strings.CutPrefix(imported, module)
		if !ours || folder == "internal/store/embedded" && other == "internal/store/memory" ||
			strings.HasPrefix(folder, "internal/store/") && layerOf(other) == layerOf("internal/store/codec") {
			continue
		}
		switch {
		case layerOf(other) < 0 || own < 0:
			wrong = append(wrong, other+" or "+folder+" is in no layer")
		case layerOf(other) >= own && !(folder == "internal/store/plain" && strings.HasPrefix(other, "internal/store/")):
			wrong = append(wrong, other+" is not below "+folder)
		case strings.HasPrefix(other, "internal/store/") && folder != "internal/cli":
			wrong = append(wrong, other+" may be imported by internal/cli alone")
		}
	}
	return wrong
}

func TestImportsPointDown(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || s.folder == "internal/archtest" || strings.HasPrefix(s.folder, "internal/store/storetest") {
			continue
		}
		var imports []string
		for _, i := range s.file.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			imports = append(imports, imported)
		}
		for _, w := range wrongImports(s.folder, imports) {
			t.Errorf("%s: %s", s.name, w)
		}
	}
}

func TestImportsPointDownControl(t *testing.T) {
	for _, c := range []struct{ folder, imported string }{
		{"internal/landscape", module + "internal/store/plain"},
		{"schema", module + "internal/landscape"},
		{"graph", module + "internal/store/plain"},
		{"internal/analysis", module + "graph"},
		{"internal/server", module + "internal/cli"},
		{"internal/cli", module + "internal/peer/cypher"},
		{"cmd/landskap", module + "internal/peer/cypher"},
		{"internal/util", module + "schema"},
	} {
		if len(wrongImports(c.folder, []string{c.imported})) == 0 {
			t.Errorf("%s importing %s is not noticed", c.folder, c.imported)
		}
	}
}

func TestSizes(t *testing.T) {
	packages := map[string]int{}
	for _, s := range sources(t) {
		if s.generated() {
			continue
		}
		if s.lines > 500 {
			t.Errorf("%s has %d lines; 500 are allowed", s.name, s.lines)
		}
		// A suite of tests is as long as what it tests has promises.
		if !s.test && s.folder != "internal/store/storetest" {
			packages[s.folder] += s.lines
		}
		if strings.Count(s.name, "/") > 3 {
			t.Errorf("%s lies more than three folders deep", s.name)
		}
		for _, name := range []string{"util", "common", "helpers", "core", "ports", "adapters"} {
			if path.Base(s.folder) == name {
				t.Errorf("%s: a package called %s says nothing", s.name, name)
			}
		}
	}
	for folder, lines := range packages {
		most := 2600 // about 2,500
		switch folder {
		case "graph":
			most = 3500
		case "internal/landscape": // the store's contract and the use cases, which are two rooms in one
			most = 2800
		}
		if lines > most {
			t.Errorf("package %s has %d lines; %d are allowed", folder, lines, most)
		}
	}
}

func TestPackageDocs(t *testing.T) {
	docs := map[string]int{}
	for _, s := range sources(t) {
		if s.test && s.folder != "internal/archtest" {
			continue
		}
		docs[s.folder] += 0
		if s.file.Doc != nil {
			docs[s.folder] += strings.Count(s.file.Doc.Text(), "\n")
		}
	}
	for folder, lines := range docs {
		if lines == 0 {
			t.Errorf("package %s says nothing of itself", folder)
		}
		if lines > 15 {
			t.Errorf("package %s says %d lines of itself; 15 are allowed", folder, lines)
		}
	}
}

var globalInit = regexp.MustCompile(`(?m)^func init\(\)`)

func TestNoInit(t *testing.T) {
	for _, s := range sources(t) {
		if globalInit.Match(s.text) && !s.generated() {
			t.Errorf("%s has an init function", s.name)
		}
	}
}

// Every text that the code says is in the catalogue, and the catalogue has nothing that nobody says.
func TestTexts(t *testing.T) {
	keys := text.Keys()
	used := map[string]bool{}
	isKey := regexp.MustCompile(`^[a-z][a-z0-9]*(\.[a-z0-9_]+)+$`)
	prefixes := map[string]bool{}
	for _, k := range keys {
		prefix, _, _ := strings.Cut(k, ".")
		prefixes[prefix] = true
	}
	var composed []string
	for _, s := range sources(t) {
		if s.test || s.folder == "internal/text" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			value, err := strconv.Unquote(lit.Value)
			if err != nil {
				return true
			}
			prefix, _, _ := strings.Cut(value, ".")
			stem := strings.TrimSuffix(value, ".")
			switch {
			case !isKey.MatchString(stem) && stem == value || !prefixes[prefix]:
			case slices.Contains(keys, value):
				used[value] = true
			// The beginning of a key, to which the code adds the rest: "legend." or "count.actor".
			case slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, stem+".") }):
				composed = append(composed, stem+".")
			case stem == value:
				t.Errorf("%s says %q, which the catalogue does not have", s.name, value)
			}
			return true
		})
	}
	for _, k := range keys {
		if !used[k] && !slices.ContainsFunc(composed, func(c string) bool { return strings.HasPrefix(k, c) }) {
			t.Errorf("nobody says %q", k)
		}
	}
}
