package canonical

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFileNames(t *testing.T) {
	hash := regexp.MustCompile(`\+[0-9a-f]{32}\.`)
	for owners, want := range map[string]string{
		"kommun/2482 package:eira@7.0.0 norrby-it": "kommun-2482.yaml package-eira@7.0.0.yaml norrby-it.yaml",
		"NUL com1.x common .x / @":                 "+nul.yaml +com1.x.yaml common.yaml +.x.yaml +-.yaml +@.yaml",
		"a/b A/b a-b a-c":                          "a-b+HASH.yaml a-b+HASH.yaml a-b+HASH.yaml a-c.yaml",
		"package:x package/x":                      "package-x+HASH.yaml package-x+HASH.yaml",
	} {
		got := hash.ReplaceAllString(strings.Join(fileNames(strings.Fields(owners)), " "), "+HASH.")
		if got != want {
			t.Errorf("%s: %s, not %s", owners, got, want)
		}
	}
}

var safe = regexp.MustCompile(`^\+?[a-z0-9@._-]*(\+[0-9a-f]{32})?\.yaml$`)

func TestFileNamesAreSafeAndDifferent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		owners := rapid.SliceOfDistinct(rapid.OneOf(ownerGen(), rapid.String(),
			rapid.StringMatching(`package:[aA/-]{198,200}`), rapid.StringMatching(`[a-z]{260}`)), rapid.ID).Draw(t, "owners")
		names := fileNames(owners)
		seen := map[string]bool{}
		for i, name := range names {
			if seen[name] || !safe.MatchString(name) || len(name) > 255 || device(name) || strings.HasPrefix(name, ".") {
				t.Fatalf("%q is called %q", owners[i], name)
			}
			seen[name] = true
		}
		// The order means nothing.
		slices.Reverse(owners)
		other := fileNames(owners)
		slices.Reverse(other)
		if !slices.Equal(names, other) {
			t.Fatalf("%q, not %q", other, names)
		}
	})
}
