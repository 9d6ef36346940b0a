package schema

import "fmt"

// writing writes the part of the API that changes things: the mutations, what they take and what they answer.
func (w *writer) writing(m *Metamodel) {
	w.mutation(m)
	w.doc("", "Which record to delete.")
	w.line("input DeleteInput {\n  kind: ElementKind!\n  key: Key!\n  ownClaimsOnly: Boolean\n}\n")
	w.doc("", "One change: exactly one field is given.")
	w.line("input ChangeInput {\n  delete: DeleteInput")
	for _, k := range m.Kinds {
		w.line("  %s: %sInput", k.Singular, k.Name)
	}
	w.line("}\n")
	for _, k := range m.Kinds {
		w.input(k)
	}
	w.payload("DeletePayload", "What was deleted.")
	w.payload("ChangesPayload", "What became of the changes.")
	w.doc("", "How much a finding matters; an error keeps everything from being written.")
	w.line("enum FindingSeverity {\n  ERROR\n  WARNING\n  ADVICE\n}\n")
	w.doc("", "Something to tell whoever writes. The code is stable, the message is in the language of the request.")
	w.line("type Finding {\n  severity: FindingSeverity!\n  code: String!")
	w.doc("  ", "Where in the arguments: input[0].validTo.")
	w.line("  path: String!\n  line: Int\n  message: String!\n}")
}

const writeArguments = "dryRun: Boolean, expectedRevision: Int, idempotencyKey: String, why: String"

func (w *writer) mutation(m *Metamodel) {
	w.doc("", "Each field writes by itself, all of it or nothing, in the order of the document; a field that could not be done is null and has an error. "+
		"dryRun does all but writing; at another revision than expectedRevision nothing is written (CONFLICT); a write with an idempotencyKey is done once, "+
		"however often it is sent.")
	w.line("type Mutation {")
	for _, k := range m.Kinds {
		w.doc("  ", fmt.Sprintf("%s: makes those that are not there and changes those that are. A field left out stays as it is, null removes the value; "+
			"without a key one is made from the name.", k.LabelPlural))
		w.line("  save%s(input: [%sInput!]!, %s): Save%sPayload", k.Name, k.Name, writeArguments, k.Name)
		w.doc("  ", fmt.Sprintf("%s: deletes them, with the claims of their owner, unless others use them; ownClaimsOnly withdraws one's own claims instead.", k.LabelPlural))
		w.line("  delete%s(keys: [Key!]!, ownClaimsOnly: Boolean, %s): DeletePayload", k.Name, writeArguments)
	}
	w.doc("  ", "Makes many changes of any kind as a whole, at most 20,000.")
	w.line("  applyChanges(changes: [ChangeInput!]!, %s): ChangesPayload", writeArguments)
	w.doc("  ", "Makes two elements one: into stays, takes over all claims on from, and has its names among the aliases.")
	w.line("  mergeElements(kind: ElementKind!, into: Key!, from: Key!, %s): ChangesPayload", writeArguments)
	w.doc("  ", "Takes back what a revision changed, as a new revision; refused where a later change stands in the way.")
	w.line("  undo(revision: Int!, %s): ChangesPayload", writeArguments)
	w.line("}\n")
}

func (w *writer) input(k *Kind) {
	w.doc("", fmt.Sprintf("%s to be saved. A field left out stays as it is, null removes the value.", k.Label))
	w.line("input %sInput {", k.Name)
	for _, a := range k.Attributes {
		w.inputField(a)
	}
	for _, f := range k.Fields {
		w.line("  %s: %sInput", f.Name, f.TypeName())
	}
	w.line("}\n")
	for _, f := range k.Fields {
		entry := f.TypeName() + "Entry"
		w.doc("", f.Label+". set, which stands alone, replaces the writer's own claims and leaves those of others.")
		w.line("input %sInput {\n  add: [%s!]\n  remove: [%s!]\n  set: [%s!]\n}\n", f.TypeName(), entry, entry, entry)
		w.line("input %s {", entry)
		if len(f.Far) > 1 {
			w.line("  kind: ElementKind!")
		}
		w.line("  key: Key!")
		for _, a := range f.Relation.Own() {
			w.inputField(a)
		}
		for _, a := range f.Relation.Attributes[:ClaimOwn] {
			w.inputField(a)
		}
		w.line("}\n")
	}
	w.payload("Save"+k.Name+"Payload", "What became of what was saved.",
		"The elements in the order of the input, as they are after the request; null where there is none, as in a dry run.", fmt.Sprintf("  nodes: [%s]!", k.Name))
}

func (w *writer) inputField(a *Attribute) {
	switch {
	case a.Computed:
	case a.List:
		w.line("  %s: [%s!]", a.Name, a.TypeName())
	default:
		w.line("  %s: %s", a.Name, a.TypeName())
	}
}

// payload writes the type of what a mutation answers; more is a description and a field.
func (w *writer) payload(name, doc string, more ...string) {
	w.doc("", doc)
	w.line("type %s {", name)
	w.doc("  ", "The revision that was made, or the present one where nothing changed.")
	w.line("  revision: Int!")
	w.doc("  ", "An earlier request with the same idempotencyKey did it; changes and findings are not told again.")
	w.line("  repeated: Boolean!")
	w.doc("  ", "What changed, or in a dry run would.")
	w.line("  changes: [Change!]!\n  findings: [Finding!]!")
	if len(more) > 0 {
		w.doc("  ", more[0])
		w.line("%s", more[1])
	}
	w.line("}\n")
}

const (
	historyDoc       = "What happened to it, and to the claims on it, the newest first; first is at most 500."
	historyArguments = "first: Int = 50, since: Int, before: Int"
)

// history writes the types of what happened.
func (w *writer) history() {
	w.doc("", "A revision of the landscape: changes that came as a whole.")
	w.line("type Commit {\n  revision: Int!")
	w.doc("  ", "When, in UTC: 2026-12-01T09:30:00Z.")
	w.line("  at: String!")
	w.doc("  ", "The actor in whose name it was written, or local.")
	w.line("  by: String!\n  why: String")
	w.doc("  ", "Those that may be seen, elements first; first is at most 500.")
	w.line("  changes(first: Int = 500): [Change!]!\n  changeCount: Int!\n}\n")
	w.doc("", "What happened to one record, an element or a claim.")
	w.line("type Change {\n  kind: ChangeKind!")
	w.doc("  ", "The element as it is now; null where it is gone, and for a claim.")
	w.line("  element: Element")
	w.doc("  ", "What it is called: System alfa/s1, or Actor a PROVIDES System b by a.")
	w.line("  record: String!")
	w.doc("  ", "The type of a claim, such as PROVIDES; null for an element.")
	w.line("  relation: String")
	w.doc("  ", "The ends of a claim as they are now.")
	w.line("  from: Element\n  to: Element")
	w.doc("  ", "The values that differ.")
	w.line("  values: [ValueChange!]!\n}\n")
	w.line("enum ChangeKind {\n  CREATED\n  CHANGED\n  DELETED\n}\n")
	w.doc("", "A value before and after, as text; null where there was or is none.")
	w.line("type ValueChange {\n  name: String!\n  before: String\n  after: String\n}\n")
}
