package text

import "maps"

// entries are messages by key: Swedish, then English. Gaps are numbered where the languages order them differently.
type entries map[string][2]string

// catalogue has every message; each area of the product has a file of its own beside this one.
var catalogue = join(findings, api, analyses, commands, cli, keeping, neo4j, store, writing, national, verifying)

func join(areas ...entries) entries {
	all := entries{}
	for _, a := range areas {
		maps.Copy(all, a)
	}
	return all
}
