package text

// api are the errors of the API.
var api = entries{
	"landscape.absent": {
		"landskapet %q finns inte",
		"the landscape %q is not there",
	},
	"viewer.unknown": {
		"okänd betraktare %q; det ska vara public, member=AKTÖR, council=LÄN eller steward",
		"unknown viewer %q; it is public, member=ACTOR, council=COUNTY or steward",
	},
	"viewer.absent": {
		"aktören %q finns inte i landskapet",
		"the actor %q is not in the landscape",
	},
	"api.internal": {
		"något gick fel i servern; felet står i dess logg",
		"something went wrong in the server; its log has the error",
	},
	"api.interrupted": {
		"frågan avbröts innan den var besvarad",
		"the request was interrupted before it was answered",
	},
	"api.document": {
		"frågan stämmer inte med GraphQL eller schemat: %s",
		"%s",
	},
	"api.operation": {
		"%s besvaras inte; bara query",
		"%s is not answered; only query is",
	},
	"api.field": {
		"fältet %s besvaras inte",
		"the field %s is not answered",
	},
	"api.variable.missing": {
		"variabeln $%s av typen %s saknas",
		"the variable $%s of type %s is missing",
	},
	"api.variable.value": {
		"variabeln %s: %s är ingen %s",
		"the variable %s: %s is no %s",
	},
	"api.variable.field": {
		"variabeln %s: fältet %s finns inte i %s",
		"the variable %s: there is no field %s in %s",
	},
	"api.argument.missing": {
		"%s av typen %s saknas",
		"%s of type %s is missing",
	},
	"api.null": {
		"%s är null men ska vara %s",
		"%s is null but is to be %s",
	},
	"api.value": {
		"%s är ingen %s",
		"%s is no %s",
	},
	"api.text": {
		"%s är ingen text: där är ett halvt tecken",
		"%s is no text: there is half a character in it",
	},
	"api.key": {
		"%q kan inte vara en nyckel: bokstäverna a-z, siffror och . _ / @ -, högst %d byte",
		"%q cannot be a key: letters a-z, digits and . _ / @ -, at most %d bytes",
	},
	"api.date": {
		"%q är ingen dag; skriv till exempel 2026-12-01",
		"%q is no day; write for example 2026-12-01",
	},
	"api.operator.null": {
		"%s: %s kan inte vara null; fråga efter det som saknar värde med isNull",
		"%s: %s cannot be null; ask for what has no value with isNull",
	},
	"api.order.one": {
		"orderBy: varje steg har precis ett fält, till exempel [{name: ASC}, {key: DESC}]",
		"orderBy: each step has exactly one field, for example [{name: ASC}, {key: DESC}]",
	},
	"api.change.one": {
		"%s: ange precis ett fält med innehåll, till exempel {system: {...}} eller {delete: {...}}",
		"%s: give exactly one field with content, for example {system: {...}} or {delete: {...}}",
	},
	"api.set.alone": {
		"%s: set ersätter allt och anges utan add och remove",
		"%s: set replaces everything and is given without add and remove",
	},
	"api.twice": {
		"%s: %s står redan på %s med andra fält; ange allt på ett ställe",
		"%s: %s stands at %s already with other fields; give all in one place",
	},
	"api.changes": {
		"mer än %d poster i en skrivning; dela upp den, eller läs in en fil",
		"more than %d records in one write; split it, or load a file",
	},
	"api.histories": {
		"historik efterfrågas för mer än %d element; fråga efter mindre sidor",
		"the history of more than %d elements is asked for; ask for smaller pages",
	},
	"api.lookup": {
		"%s: ange precis ett av key och id",
		"%s: give exactly one of key and id",
	},
	"api.cursor": {
		"%q är ingen markör från den här tjänsten",
		"%q is no cursor of this service",
	},
	"api.cursor.order": {
		"markören %q hör till en lista med annan ordning",
		"the cursor %q belongs to a list of another order",
	},
	"api.page.both": {
		"ange first eller last, inte båda",
		"give first or last, not both",
	},
	"api.page.negative": {
		"%s kan inte vara negativt",
		"%s cannot be negative",
	},
	"api.page.large": {
		"%s kan vara högst %d; hämta resten sida för sida",
		"%s can be at most %d; fetch the rest page by page",
	},
	"api.plan.large": {
		"frågan är för stor: mer än %d fält när fragmenten är utvecklade",
		"the query is too large: more than %d fields once its fragments are unfolded",
	},
	"api.filter.large": {
		"filtret är för stort: mer än %d jämförelser",
		"the filter is too large: more than %d comparisons",
	},
	"api.filter.values": {
		"filtret är för stort: mer än %d värden",
		"the filter is too large: more than %d values",
	},
	"api.filter.deep": {
		"filtret är för djupt: mer än %d nivåer",
		"the filter is too deep: more than %d levels",
	},
	"api.rows": {
		"svaret rymmer mer än %d rader; fråga efter mindre sidor eller färre nivåer",
		"the answer has more than %d rows; ask for smaller pages or fewer levels",
	},
	"api.answer": {
		"svaret är större än %d MiB; fråga efter mindre sidor eller färre nivåer",
		"the answer is larger than %d MiB; ask for smaller pages or fewer levels",
	},
	"api.limit.body": {
		"frågan är större än %d KiB",
		"the request is larger than %d KiB",
	},
	"api.limit.tokens": {
		"frågan har mer än %d ord och tecken",
		"the document has more than %d tokens",
	},
	"api.limit.depth": {
		"frågan är nästlad i mer än %d nivåer",
		"the document is nested more than %d levels deep",
	},
	"api.limit.aliases": {
		"frågan har mer än %d alias",
		"the document has more than %d aliases",
	},
	"api.limit.directives": {
		"frågan har mer än %d direktiv",
		"the document has more than %d directives",
	},
	"api.http.accept": {
		"svaret är application/graphql-response+json eller application/json",
		"the answer is application/graphql-response+json or application/json",
	},
	"api.http.media": {
		"frågan ska vara application/json i utf-8",
		"the request is to be application/json in utf-8",
	},
	"api.http.method": {
		"frågor ställs med GET eller POST",
		"requests are made by GET or POST",
	},
	"api.http.get": {
		"bara query kan ställas med GET",
		"only a query can be asked by GET",
	},
	"api.at_least": {
		"extensions.atLeast ska vara en revision: ett heltal som inte är negativt",
		"extensions.atLeast is to be a revision: a whole number that is not negative",
	},
	"api.behind": {
		"landskapet är vid revision %d och har inte nått %d än",
		"the landscape is at revision %d and has not reached %d yet",
	},
	"api.http.query": {
		"query saknas",
		"there is no query",
	},
	"api.http.body": {
		"frågan ska vara ett JSON-objekt med query och variables",
		"the request is to be a JSON object with query and variables",
	},
	"api.http.object": {
		"%s är fel skrivet",
		"%s is written wrongly",
	},
}
