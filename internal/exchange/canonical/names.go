package canonical

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// extension ends the names of change-set files.
const extension = ".yaml"

// maxName is the longest name made of an owner, in bytes: a key and the prefix of packages. With all that is added it stays within
// the 255 bytes of usual file systems.
const maxName = 208

// fileNames returns the names of the owners' files. They are in lower case and of characters that every file system takes, so that
// they are as different on one that does not tell cases apart. Owners whose names would be the same all get a hash of the owner
// added, whichever of them came first.
//
// A plus, which no key has, keeps such names apart from all others.
func fileNames(owners []string) []string {
	names, taken := make([]string, len(owners)), map[string]int{}
	for i, owner := range owners {
		names[i] = safeName(owner)
		taken[names[i]]++
	}
	for i, owner := range owners {
		if taken[names[i]] > 1 {
			sum := sha256.Sum256([]byte(owner))
			names[i] += "+" + hex.EncodeToString(sum[:16])
		}
		names[i] += extension
	}
	return names
}

// safeName makes a name of an owner: kommun/2482 becomes kommun-2482.
func safeName(owner string) string {
	name := []byte(owner[:min(len(owner), maxName)])
	for i, c := range name {
		switch {
		case 'A' <= c && c <= 'Z':
			name[i] = c + 'a' - 'A'
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', strings.IndexByte("@._-", c) >= 0:
		default:
			name[i] = '-'
		}
	}
	// A first dot would hide the file, a first hyphen make it an option.
	if len(name) == 0 || strings.IndexByte("@._-", name[0]) >= 0 || device(string(name)) {
		return "+" + string(name)
	}
	return string(name)
}

// device reports whether Windows would take a file of that name for a device, whatever the extension.
func device(name string) bool {
	name, _, _ = strings.Cut(name, ".")
	switch name {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(name) == 4 && (name[:3] == "com" || name[:3] == "lpt") && '0' <= name[3] && name[3] <= '9'
}
