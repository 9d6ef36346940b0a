package schema

import (
	"strings"
	"testing"
)

// TestWrongAnnotations: whoever writes the model wrongly is told the file, the line and what is wrong. Each SDL is added to the
// product's own as extra.graphqls; where it begins with a name and =>, the text before => is replaced by what follows it instead.
func TestWrongAnnotations(t *testing.T) {
	const kind = "\n" + `type Sak @element(plural: "saker", sv: "Sak", svPlural: "Saker") `
	tests := []struct{ name, sdl, want string }{
		{"syntax", "type {", `extra.graphqls:1: Expected Name, found {`},
		{"unknown directive", kind + `{ f: String @atribute(sv: "F") }`, `extra.graphqls:2: Undefined directive atribute.`},
		{"unknown type", kind + `{ f: Strin @attribute(sv: "F") }`, `extra.graphqls:2: Undefined type Strin.`},
		{"unknown argument", kind + `{ f: String @attribute(sv: "F", colour: "red") }`, `extra.graphqls:2: Undefined argument colour for directive attribute.`},
		{"no label", kind + `{ f: String @attribute }`, `extra.graphqls:2: Argument sv for directive attribute cannot be null.`},
		{"label a number", kind + `{ f: String @attribute(sv: 5) }`, `extra.graphqls:2: @attribute(sv:) is a text`},
		{"flag a text", kind + `{ f: String @attribute(sv: "F", search: "yes") }`, `extra.graphqls:2: @attribute(search:) is true or false`},
		{"limit a text", kind + `{ f: Int @attribute(sv: "F", min: "1") }`, `extra.graphqls:2: @attribute(min:) is a whole number`},
		{"limit too large", kind + `{ f: Int @attribute(sv: "F", min: 99999999999999999999) }`, `extra.graphqls:2: @attribute(min:) is a whole number`},
		{"kind's label a number", "\n\n" + `type Sak @element(plural: "saker", sv: 1, svPlural: "Saker") { f: String @attribute(sv: "F") }`, `extra.graphqls:3: @element(sv:) is a text`},
		{"type stated twice", `type System @element(plural: "x", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: Cannot redeclare type System.`},
		{"plural is another's", `type Sak @element(plural: "systems", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `schema/systems.graphqls:45: System and Sak have the same name in the API`},
		{"plural is another's singular", `type Sak @element(plural: "system", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `schema/systems.graphqls:45: System and Sak have the same name in the API`},
		{"plural is the singular", `type Sheep @element(plural: "sheep", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: the plural of Sheep is its singular`},
		{"plural is no name", `type Sak @element(plural: "två saker", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: Sak: the plural "två saker" cannot be a field of the API`},
		{"no plural", `type Sak @element(plural: "", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: Sak: the plural "" cannot be a field of the API`},
		{"look-up of the API", `type Node @element(plural: "noder", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: Node: the API has a field node already`},
		{"list of the API", `type Sak @element(plural: "nodes", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: Sak: the API has a field nodes already`},
		{"list is an analysis", `type Sak @element(plural: "gap", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: Sak: the API has a field gap already`},
		{"list is the history", `type Sak @element(plural: "changes", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: Sak: the API has a field changes already`},
		{"value named as the history", kind + `{ changes: String @attribute(sv: "F") }`, `extra.graphqls:2: Sak: the API has a field changes of its own`},
		{"a kind named as a change", `type Delete @element(plural: "deletes", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `the API would have`},
		{"a kind named as the history's", `type Change @element(plural: "x", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: Change: the API has a type of that name`},
		{"name of the API", `type PageInfo @element(plural: "saker", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: PageInfo: the API has a type of that name`},
		{"name of a derived type", `type SystemEdge @element(plural: "saker", sv: "x", svPlural: "x") { f: String @attribute(sv: "F") }`, `extra.graphqls:1: SystemEdge: the API has a type of that name`},
		{"enum of the API's name", kind + `{ f: OrderDirection @attribute(sv: "F") }` + "\n" + `enum OrderDirection { ASC @label(sv: "x") }`, `extra.graphqls:3: OrderDirection: the API has a type of that name`},

		{"neither value nor relation", kind + `{ f: String }`, `extra.graphqls:2: f has neither @attribute nor @relation`},
		{"value of Element", kind + "{\n name: String! @attribute(sv: \"F\") }", `extra.graphqls:3: name is stated twice`},
		{"value stated twice", kind + "{\n f: String @attribute(sv: \"F\")\n f: String @attribute(sv: \"F\") }", `extra.graphqls:4: Field Sak.f can only be defined once.`},
		{"value named as files name kinds", kind + `{ kind: String @attribute(sv: "F") }`, `extra.graphqls:2: kind means something else in files and filters`},
		{"value named as an operator", kind + `{ not: String @attribute(sv: "F") }`, `extra.graphqls:2: not means something else in files and filters`},
		{"arguments", kind + `{ f(x: Int): String @attribute(sv: "F") }`, `extra.graphqls:2: f takes arguments; an attribute takes none`},
		{"list that may be null", kind + `{ f: [String!] @attribute(sv: "F") }`, `extra.graphqls:2: f: a list is written [Type!]!`},
		{"list with nulls", kind + `{ f: [String]! @attribute(sv: "F") }`, `extra.graphqls:2: f: a list is written [Type!]!`},
		{"list of lists", kind + `{ f: [[String!]!]! @attribute(sv: "F") }`, `extra.graphqls:2: f: a list is written [Type!]!`},
		{"list of numbers", kind + `{ f: [Int!]! @attribute(sv: "F") }`, `extra.graphqls:2: f: a list holds String or an enum`},
		{"an id", kind + `{ f: ID @attribute(sv: "F") }`, `extra.graphqls:2: f: only the element's own id is an ID`},
		{"a kind without relation", kind + `{ f: System @attribute(sv: "F") }`, `extra.graphqls:2: f: System is neither a scalar nor an enum; a relation is marked @relation`},
		{"order of nothing known", kind + `{ f: String! @attribute(sv: "F", order: "FINNISH") }`, `extra.graphqls:2: f: order can only be SWEDISH, on a String!`},
		{"order of what may be null", kind + `{ f: String @attribute(sv: "F", order: "SWEDISH") }`, `extra.graphqls:2: f: order can only be SWEDISH, on a String!`},
		{"search of numbers", kind + `{ f: Int @attribute(sv: "F", search: true) }`, `extra.graphqls:2: f: only text is searched`},
		{"limits of text", kind + `{ f: String @attribute(sv: "F", max: 3) }`, `extra.graphqls:2: f: min and max are for Int`},
		{"identity of a value", kind + `{ f: String @attribute(sv: "F", key: true) }`, `extra.graphqls:2: f: only an optional Date can belong to a relation's identity`},
		{"identity of an element", kind + `{ f: Date @attribute(sv: "F", key: true) }`, `extra.graphqls:2: f: only a relation's attribute can belong to its identity`},
		{"hidden and required", kind + `{ f: String! @attribute(sv: "F", visibility: "ACTOR") }`, `extra.graphqls:2: f: what can be hidden must be nullable and no list`},
		{"hidden list", kind + `{ f: [String!]! @attribute(sv: "F", visibility: "ACTOR") }`, `extra.graphqls:2: f: what can be hidden must be nullable and no list`},
		{"hidden from nobody", kind + `{ f: String @attribute(sv: "F", visibility: "SECRET") }`, `extra.graphqls:2: f: visibility SECRET is none of the enum Visibility`},
		{"default of another type", kind + `{ f: Int @attribute(sv: "F", default: "x") }`, `extra.graphqls:2: f: default "x" is not a whole number`},
		{"default beyond the limits", kind + `{ f: Int @attribute(sv: "F", default: "9", max: 5, min: 0) }`, `extra.graphqls:2: f: default "9" is not a whole number from 0 to 5`},
		{"default of no enum value", kind + `{ f: Visibility @attribute(sv: "F", default: "SECRET") }`, `extra.graphqls:2: f: default "SECRET" is not one of OPEN, REGION, COUNCIL, ACTOR, RESTRICTED`},
		{"default of a list", kind + `{ f: [String!]! @attribute(sv: "F", default: "x") }`, `extra.graphqls:2: f: a list has no default`},
		{"limits the wrong way", kind + `{ f: Int @attribute(sv: "F", min: 3, max: 2) }`, `extra.graphqls:2: f: min is more than max`},
		{"enum without labels", kind + `{ f: Färg @attribute(sv: "F") }`, `extra.graphqls:2:`},
		{"enum value without label", kind + "{ f: Colour @attribute(sv: \"F\") }\nenum Colour {\n RED @label(sv: \"Röd\")\n BLUE }", `extra.graphqls:5: Colour.BLUE has no @label`},
		{"enum of an analysis without label", "\nenum Colour {\n RED }", `extra.graphqls:3: Colour.RED has no @label`},

		{"relation to one", kind + `{ f: System @relation(type: "R", inverse: "i", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: a relation is written [Kind!]!`},
		{"relation that may be null", kind + `{ f: [System!] @relation(type: "R", inverse: "i", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: a relation is written [Kind!]!`},
		{"relation in lower case", kind + `{ f: [System!]! @relation(type: "uses", inverse: "i", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: the type "uses" is written in capitals, such as PART_OF`},
		{"relation of no type", kind + `{ f: [System!]! @relation(type: "", inverse: "i", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: the type "" is written in capitals, such as PART_OF`},
		{"relation with blanks", kind + `{ f: [System!]! @relation(type: "PART OF", inverse: "i", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: the type "PART OF" is written in capitals, such as PART_OF`},
		{"relation to text", kind + `{ f: [String!]! @relation(type: "R", inverse: "i", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: String is neither a kind nor a union of kinds`},
		{"union of other things", kind + "{ f: [U!]! @relation(type: \"R\", inverse: \"i\", sv: \"a\", svInverse: \"b\") }\nunion U = System | UsesAttributes", `extra.graphqls:3: U: UsesAttributes is no kind`},
		{"attributes not there", kind + `{ f: [System!]! @relation(type: "R", inverse: "i", attributes: "A", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: the SDL has no type A`},
		{"attribute of every claim", kind + "{ f: [System!]! @relation(type: \"R\", inverse: \"i\", attributes: \"A\", sv: \"a\", svInverse: \"b\") }\ntype A { owner: String @attribute(sv: \"F\") }", `extra.graphqls:3: owner is stated twice`},
		{"attribute of every edge", kind + "{ f: [System!]! @relation(type: \"R\", inverse: \"i\", attributes: \"A\", sv: \"a\", svInverse: \"b\") }\ntype A { cursor: String @attribute(sv: \"F\") }", `extra.graphqls:3: cursor is stated twice`},
		{"two in the identity", kind + "{ f: [System!]! @relation(type: \"R\", inverse: \"i\", attributes: \"A\", sv: \"a\", svInverse: \"b\") }\ntype A { x: Date @attribute(sv: \"F\", key: true)\n y: Date @attribute(sv: \"F\", key: true) }", `extra.graphqls:4: y: a relation has at most one attribute in its identity`},
		{"stated twice", kind + "{ f: [System!]! @relation(type: \"R\", inverse: \"i\", sv: \"a\", svInverse: \"b\")\n g: [System!]! @relation(type: \"R\", inverse: \"j\", sv: \"a\", svInverse: \"b\") }", `extra.graphqls:3: g: Sak states R twice`},
		{"stated by Element too", kind + `{ f: [System!]! @relation(type: "ARCHIMATE", inverse: "i", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: Sak states ARCHIMATE twice`},
		{"inverse that is there", kind + `{ f: [System!]! @relation(type: "R", inverse: "usedBy", sv: "a", svInverse: "b") }`, `schema/actors.graphqls:27: uses: System already has a field "usedBy"`},
		{"inverse that is a value", kind + `{ f: [System!]! @relation(type: "R", inverse: "version", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: System already has a field "version"`},
		{"no inverse", kind + `{ f: [System!]! @relation(type: "R", inverse: "", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: the inverse "" cannot be a field of the API`},
		{"inverse that is no name", kind + `{ f: [System!]! @relation(type: "R", inverse: "används av", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: the inverse "används av" cannot be a field of the API`},
		{"inverse of a filter's name", kind + `{ f: [System!]! @relation(type: "R", inverse: "and", sv: "a", svInverse: "b") }`, `extra.graphqls:2: f: and means something else in files and filters`},
		{"value and relation", kind + `{ f: [System!]! @relation(type: "R", inverse: "i", sv: "a", svInverse: "b") @attribute(sv: "F") }`, `extra.graphqls:2: f is either an attribute or a relation`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m, err := Parse(append(Sources(), Source{Name: "extra.graphqls", Text: test.sdl})...)
			if err == nil {
				t.Fatalf("accepted, as %d kinds", len(m.Kinds))
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}
