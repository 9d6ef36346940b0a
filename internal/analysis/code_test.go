package analysis

import (
	"cmp"
	"testing"
)

func TestCodes(t *testing.T) {
	ordered := []string{"1", "1.2", "1.2.1", "1.10", "1.a", "1.b", "2", "10", "99999999999999999999", "100000000000000000000", "A", "A.1", ""}
	for i, a := range ordered {
		for j, b := range ordered {
			if got, want := newCode(a).compare(newCode(b)), cmp.Compare(i, j); got != want {
				t.Errorf("%q against %q is %d, but is to be %d", a, b, got, want)
			}
		}
	}
}
