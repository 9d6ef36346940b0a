package cypher

import "github.com/arkinera/landskap/schema"

// Rule is a constraint or an index that the graph has: its name there, and the statement that makes it where it is not.
type Rule struct {
	Name, Statement string
	Before          string // empty, or what is run before it in a graph that has records, until it has done less than the most
}

// Rules returns the constraints and indexes that statements rest on. On Enterprise there are those, too, that keep what others write
// by hand as ours is; no other edition can see to it.
func Rules(m *schema.Metamodel, enterprise bool) (rules []Rule) {
	constraint := func(name, label, properties, requirement string) {
		rules = append(rules, Rule{Name: name, Statement: "CREATE CONSTRAINT " + name + " IF NOT EXISTS FOR (n:" + label + ") REQUIRE " + properties + " IS " + requirement})
	}
	constraint("landskap_mark", "Landskap", "n.mark", "UNIQUE")
	constraint("landskap_landscape", "Landscape", "n.name", "UNIQUE")
	constraint("landskap_element", LabelElement, "(n.landscape, n.id)", "UNIQUE")
	constraint("landskap_commit", "Commit", "(n.landscape, n.revision)", "UNIQUE")
	constraint("landskap_commit_part", "CommitPart", "(n.landscape, n.revision, n.part)", "UNIQUE")
	constraint("landskap_idempotency_key", "IdempotencyKey", "(n.landscape, n.key)", "UNIQUE")
	constraint("landskap_holder", "Holder", "(n.landscape, n.token)", "UNIQUE")
	index := func(name string, k *schema.Kind, properties string) {
		rules = append(rules, Rule{Name: name, Statement: "CREATE INDEX " + Quoted(name) + " IF NOT EXISTS FOR (n:" + Quoted(k.Name) + ") ON (n.landscape, " + properties + ")"})
	}
	for _, k := range m.Kinds {
		index("landskap_"+k.Name+"_name", k, "n._nameKey, n.key")
		index("landskap_"+k.Name+"_owner", k, "n.owner, n._nameKey")
	}
	rules = append(rules, LongLists(m).rules()...)
	if enterprise {
		for _, property := range []string{"landscape", "id", "kind", "key"} {
			constraint("landskap_element_has_"+property, LabelElement, "n."+property, "NOT NULL")
		}
	}
	return rules
}
