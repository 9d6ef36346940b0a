package report

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/text"
)

// areas are the catalogue's keys that only this package uses.
var areas = regexp.MustCompile(`"((?:gap|coverage|shared|capability|adoption|reference|history|page|claim|word|selection|count|column|origin|letters|legend)\.[A-Za-z_.°*]*)"`)

// Every text that the commands say is in the catalogue, and the catalogue has none that they do not say. A key may be put together
// from its beginning and a value: then its beginning stands in the code.
func TestTexts(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		code, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range areas.FindAllStringSubmatch(string(code), -1) {
			said[m[1]] = false
		}
	}
	for _, key := range text.Keys() {
		if !areas.MatchString(`"` + key + `"`) {
			continue
		}
		found := false
		for s := range said {
			if s == key || strings.HasPrefix(key, strings.TrimSuffix(s, ".")+".") {
				said[s], found = true, true
			}
		}
		if !found {
			t.Errorf("nobody says %s", key)
		}
	}
	for s, ok := range said {
		if !ok {
			t.Errorf("the catalogue does not have %s", s)
		}
	}
}
