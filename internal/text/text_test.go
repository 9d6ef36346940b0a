package text

import (
	"strings"
	"testing"
)

func TestBothLanguages(t *testing.T) {
	for key, entry := range catalogue {
		for l, format := range entry {
			if format == "" {
				t.Errorf("%s says nothing in %s", key, Language(l).Tag())
			}
		}
		// Both must have the same number of gaps, else one of them loses what it is about.
		if strings.Count(entry[0], "%") != strings.Count(entry[1], "%") {
			t.Errorf("%s has other gaps in Swedish than in English: %q, %q", key, entry[0], entry[1])
		}
	}
}

func TestChoose(t *testing.T) {
	for preferences, want := range map[string]Language{
		"": Swedish, "sv_SE.UTF-8": Swedish, "en_GB.UTF-8": English, "C.UTF-8": Swedish, "POSIX": Swedish, "de-DE, en;q=0.8, sv;q=0.5": English, "fr": Swedish,
	} {
		if got := Choose(preferences); got != want {
			t.Errorf("Choose(%q) = %v", preferences, got.Tag())
		}
	}
}
