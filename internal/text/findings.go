package text

// findings are what is said of files and change sets.
var findings = entries{
	"finding.dangling": {
		"%s finns inte",
		"%s is not there",
	},
	"finding.owner_absent": {
		"ägaren %s är ingen aktör i landskapet, så det som bara ägaren ska se kan ingen se; lägg till aktören som ett element",
		"the owner %s is no actor of the landscape, so nobody can see what only the owner is to see; add the actor as an element",
	},
	"finding.complete_block": {
		"COMPLETE om ett enda byggblock (%s) säger ingenting; skriv NONE om det inte finns, eller COMPLETE om ett område",
		"COMPLETE about a single building block (%s) says nothing; write NONE if there is none, or COMPLETE about an area",
	},
	"finding.supports_group": {
		"%s har %d delar, och stödet räknas inte för dem; ange de delar som stöds, till exempel %s",
		"%s has %d parts, and the support does not count for them; name the parts that are supported, such as %s",
	},
	"finding.nobody_has_it": {
		"ingen tillhandahåller eller använder %s, så det räknas inte i någons gap",
		"nobody provides or uses %s, so it counts in nobody's gap",
	},
	"finding.planned_undated": {
		"%s är planerat men gäller redan: det som avgör är validFrom, inte lifecycle",
		"%s is planned but in force already: what decides is validFrom, not lifecycle",
	},
	"finding.retired_undated": {
		"%s är avvecklat men gäller ännu: det som avgör är validTo, inte lifecycle",
		"%s is retired but still in force: what decides is validTo, not lifecycle",
	},
	"finding.twice": {
		"%s står redan på %s med annat innehåll (%s)",
		"%s already stands at %s with other content (%s)",
	},
	"finding.package": {
		"%s hör till %s och kan inte ändras",
		"%s belongs to %s and cannot be changed",
	},
	"finding.deleted_and_given": {
		"%s tas bort här och anges på %s",
		"%s is deleted here and given at %s",
	},

	// Of the file as a whole.
	"finding.not_readable": {
		"filen gick inte att läsa: %s",
		"the file could not be read: %s",
	},
	"finding.too_large": {
		"filen är större än %s, som är gränsen; dela den i flera filer eller höj gränsen med --max-file",
		"the file is larger than %s, which is the limit; split it into several files or raise the limit with --max-file",
	},
	"finding.not_utf8": {
		"det här är inte UTF-8; spara om filen med teckenkodningen UTF-8",
		"this is not UTF-8; save the file again in the encoding UTF-8",
	},
	"finding.control_character": {
		"raden innehåller det osynliga tecknet %s; ta bort det",
		"the line holds the invisible character %s; remove it",
	},
	"finding.syntax": {
		"raden går inte att läsa som %s: %s",
		"the line cannot be read as %s: %s",
	},
	"finding.too_deep": {
		"för många nivåer i varandra; en post har högst en lista i sig",
		"too many levels inside each other; a record holds a list at most",
	},
	"finding.too_complex": {
		"för mycket i ett stycke för att läsas på en gång; skriv varje post för sig, på en rad som börjar med -",
		"too much in one piece to be read at once; write each record by itself, on a line that begins with -",
	},
	"finding.alias": {
		"%s: ankare och alias (&, *, <<) används inte här; skriv ut värdet där det ska stå",
		"%s: anchors and aliases (&, *, <<) are not used here; write the value where it belongs",
	},
	"finding.tag": {
		"taggen %s behövs inte; vilken typ ett värde har står i schemat",
		"the tag %s is not needed; the schema says what type a value has",
	},
	"finding.wrong_shape": {
		"här ska det stå %s",
		"expected here: %s",
	},
	"finding.duplicate_key": {
		"%s står två gånger; första gången på rad %d",
		"%s stands twice; the first time on line %d",
	},
	"finding.format_missing": {
		"varje dokument ska börja med landskap: 1, som talar om vilket format det har",
		"every document begins with landskap: 1, which says what format it has",
	},
	"finding.format_unknown": {
		"%q är inget format; skriv landskap: 1",
		"%q is no format; write landskap: 1",
	},
	"finding.format_newer": {
		"dokumentet har format %d; den här versionen av landskap läser format till och med %d, så uppgradera programmet",
		"the document has format %d; this version of landskap reads formats up to %d, so upgrade the program",
	},
	"finding.unknown_key": {
		"%q kan inte stå här; det som kan stå är %s",
		"%q cannot stand here; what can is %s",
	},
	"finding.more_findings": {
		"och %d till; rätta dem ovan först",
		"and %d more; mend those above first",
	},
	// Of a record.
	"finding.kind_missing": {
		"posten saknar kind, som säger vad det är: %s",
		"the record has no kind, which says what it is: %s",
	},
	"finding.unknown_kind": {
		"%q är inget slag av element; de som finns är %s",
		"%q is no kind of element; the kinds are %s",
	},
	"finding.key_missing": {
		"%s saknar key, nyckeln som andra poster hänvisar till; det blir lätt ägarens nyckel, snedstreck och namnet",
		"%s has no key, by which other records refer to it; the owner's key, a slash and the name will do",
	},
	"finding.unknown_attribute": {
		"%s har inte %q; det som kan stå är %s",
		"%s has no %q; what can stand is %s",
	},
	"finding.misnamed_field": {
		"%q heter %s här",
		"%q is called %s here",
	},
	"finding.computed_attribute": {
		"%s räknas ut och skrivs inte; ta bort raden",
		"%s is computed and not written; remove the line",
	},
	"finding.attribute_missing": {
		"%s måste ha %s: %s",
		"%s must have %s: %s",
	},
	"finding.relation_in_element": {
		"%s är en relation och skrivs under relations:, med from, type och to",
		"%s is a relation and stands under relations:, with from, type and to",
	},
	"finding.owner_missing": {
		"posten har ingen ägare, och dokumentet ingen för alla (utan ägare: %d); skriv owner högst upp i dokumentet eller i posten",
		"the record has no owner, and the document none for all (without owner: %d); write owner at the top of the document or in the record",
	},
	"finding.name_empty": {
		"namnet får inte vara tomt",
		"the name cannot be empty",
	},
	"finding.dates_reversed": {
		"validTo %s ligger före validFrom %s",
		"validTo %s is before validFrom %s",
	},
	// Of a value.
	"finding.not_a_key": {
		"%q kan inte vara en nyckel; den ska vara %s",
		"%q cannot be a key; expected %s",
	},
	"finding.not_a_date": {
		"%q är inget datum; det ska vara %s",
		"%q is no date; expected %s",
	},
	"finding.not_a_boolean": {
		"%q är varken sant eller falskt; det ska vara %s",
		"%q is neither true nor false; expected %s",
	},
	"finding.not_a_number": {
		"%q går inte; det ska vara %s",
		"%q will not do; expected %s",
	},
	"finding.unknown_value": {
		"%q går inte att välja; det ska vara %s",
		"%q is none of the choices; expected %s",
	},
	"finding.unknown_claimed": {
		"UNKNOWN (okänt) är ett svar och kan inte påstås; ta bort raden, eller hela posten om %s är det enda den säger",
		"UNKNOWN is an answer and cannot be claimed; remove the line, or the whole record if %s is all it says",
	},
	"finding.not_an_owner": {
		"%q kan inte äga något; en ägare är en aktörs nyckel, som kommun/2482, eller package:NAMN",
		"%q cannot own anything; an owner is an actor's key, such as kommun/2482, or package:NAME",
	},
	"finding.bad_text": {
		"texten innehåller tecken som inte är text (%s); ta bort dem",
		"the text holds characters that are no text (%s); remove them",
	},
	"finding.list_expected": {
		"%s är en lista; skriv värdena inom hakparenteser",
		"%s is a list; write its values in square brackets",
	},
	"finding.single_expected": {
		"%s har ett enda värde: %s",
		"%s has a single value: %s",
	},
	"expected.key": {
		"bokstäver a–z, siffror och . _ / @ -, högst 200 tecken",
		"letters a-z, digits and . _ / @ -, at most 200 characters",
	},
	"expected.date": {
		"en dag skriven ÅÅÅÅ-MM-DD",
		"a day written YYYY-MM-DD",
	},
	"expected.boolean": {
		"true eller false",
		"true or false",
	},
	"expected.int": {
		"ett heltal",
		"a whole number",
	},
	"expected.between": {
		"ett heltal från %d till %d",
		"a whole number from %d to %d",
	},
	"expected.from": {
		"ett heltal från %d och uppåt",
		"a whole number of %d or more",
	},
	"expected.float": {
		"ett tal, med decimalpunkt",
		"a number, with a decimal point",
	},
	"expected.enum": {
		"något av %s",
		"one of %s",
	},
	"expected.string": {
		"en text",
		"a text",
	},
	// Of a relation.
	"finding.end_missing": {
		"relationen saknar %s; skriv slag och nyckel, som %s",
		"the relation has no %s; write kind and key, such as %s",
	},
	"finding.not_an_end": {
		"%q pekar inte ut något element; skriv slag, mellanslag och nyckel, som %s",
		"%q names no element; write kind, space and key, such as %s",
	},
	"finding.type_missing": {
		"relationen saknar type; det kan vara %s",
		"the relation has no type; it can be %s",
	},
	"finding.unknown_relation": {
		"%q är ingen relation; det kan vara %s",
		"%q is no relation; it can be %s",
	},
	"finding.relation_not_allowed": {
		"%s kan inte gå från %s till %s; den går %s",
		"%s cannot go from %s to %s; it goes %s",
	},
	"finding.not_identity": {
		"%s väljer inte vilken relation som tas bort; det gör from, type, to och owner (och date eller asOf där de hör till)",
		"%s does not choose which relation is deleted; from, type, to and owner do (and date or asOf where they belong)",
	},
	// What a value should have been, where it is of another shape altogether.
	"shape.document": {
		"ett dokument med landskap: 1 och listorna elements, relations och delete",
		"a document with landskap: 1 and the lists elements, relations and delete",
	},
	"shape.records": {
		"en lista, med en rad som börjar med - för varje post",
		"a list, with a line that begins with - for each record",
	},
	"shape.element": {
		"ett element, som {kind: System, key: alfa/s1, name: Diariet}; glöm inte mellanslaget efter kolon",
		"an element, such as {kind: System, key: alfa/s1, name: Diariet}; mind the space after the colon",
	},
	"shape.relation": {
		"en relation, som {from: Actor kommun/2482, type: USES, to: System alfa/s1}; glöm inte mellanslaget efter kolon",
		"a relation, such as {from: Actor kommun/2482, type: USES, to: System alfa/s1}; mind the space after the colon",
	},
	"shape.deletion": {
		"ett element, som System alfa/s0, eller en relation med from, type och to",
		"an element, such as System alfa/s0, or a relation with from, type and to",
	},
	"shape.key": {
		"ett namn på det som följer, som name eller owner",
		"the name of what follows, such as name or owner",
	},
	"shape.kind": {
		"namnet på ett slag, som System",
		"the name of a kind, such as System",
	},
	"shape.type": {
		"namnet på en relation, som USES",
		"the name of a relation, such as USES",
	},
	// Why a line cannot be read.
	"syntax.tab": {
		"den börjar med tabb; dra in med mellanslag",
		"it begins with a tab; indent with spaces",
	},
	"syntax.colon": {
		"ett kolon i texten; sätt texten inom citattecken",
		"a colon in the text; put the text in quotes",
	},
	"syntax.start": {
		"en text som börjar med %s ska stå inom citattecken",
		"a text that begins with %s needs quotes",
	},
	"syntax.quote": {
		"ett citattecken eller en parentes som aldrig stängs",
		"a quote or bracket that is never closed",
	},
	"syntax.bracket": {
		"ett komma eller en slutparentes saknas",
		"a comma or a closing bracket is missing",
	},
	"syntax.indent": {
		"indraget stämmer inte, eller ett kolon står fel; fälten i en post börjar i samma kolumn",
		"the indentation is off, or a colon is misplaced; the fields of a record begin in the same column",
	},
	"syntax.json": {
		"%s (en fil som börjar med { läses som JSON)",
		"%s (a file that begins with { is read as JSON)",
	},
	"syntax.other": {
		"%s",
		"%s",
	},
}
