package text

// writing are messages about what is written to a landscape.
var writing = entries{
	"writing.forbidden": {
		"här får bara medlemmar av en aktör och förvaltare skriva",
		"only members of an actor and stewards may write here",
	},
	"writing.refused": {
		"%d fel, och inget är skrivet; det första: %s",
		"%d errors, and nothing is written; the first: %s",
	},
	"writing.not_yours": {
		"%s hör till %s och är inte er att ändra",
		"%s belongs to %s and is not yours to change",
	},
	"writing.namespace": {
		"%s börjar med nyckeln för %s, som ensam får ta sådana nycklar",
		"%s begins with the key of %s, who alone may take such keys",
	},
	"writing.steward_only": {
		"%s: %s styr vem som ser vad och ändras av en förvaltare",
		"%s: %s decides who sees what and is changed by a steward",
	},
	"writing.key_taken": {
		"%s är upptagen; välj en annan nyckel",
		"%s is taken; choose another key",
	},
	"writing.in_use": {
		"%s används av andra: %s",
		"others use %s: %s",
	},
	"writing.second_claim": {
		"%s: samma ägare anger redan %s, och det kan bara finnas en",
		"%s: the same owner already states %s, and there can be one only",
	},
	"writing.archimate": {
		"%s: ArchiMate tillåter inte %s från %s till %s",
		"%s: ArchiMate does not allow %s from %s to %s",
	},
	"writing.contradiction": {
		"%s täcker %s, som %s själv säger är %s",
		"%s covers %s, which %s itself states as %s",
	},
	"writing.covered_unseen": {
		"%s: det här täcks bara av sådant som inte alla som ser påståendet får se, och saknas därför för dem: %s",
		"%s: these are covered only by what not all who see the statement may see, and so are missing to them: %s",
	},
	"writing.moved": {
		"landskapet är vid revision %d, inte %d",
		"the landscape is at revision %d, not %d",
	},
	"writing.moved_since": {
		"landskapet är vid revision %d, inte %d; sedan dess: %s",
		"the landscape is at revision %d, not %d; since then: %s",
	},
	"writing.no_history": {
		"här finns ingen historik",
		"there is no history here",
	},
	"writing.no_revision": {
		"revision %d finns inte",
		"there is no revision %d",
	},
	"writing.merge": {
		"%s och %s kan inte bli ett: det ska vara två element av samma slag",
		"%s and %s cannot become one: expected two elements of one kind",
	},
	"writing.undo_forbidden": {
		"revisionen ändrade sådant som inte är ert",
		"the revision changed what is not yours",
	},
	"writing.undo_changed": {
		"revision %d kan inte ångras: %s är ändrat sedan dess",
		"revision %d cannot be undone: %s has changed since",
	},
	"writing.undo_blocked": {
		"revision %d kan inte ångras: %s är ändrat i revision %s",
		"revision %d cannot be undone: %s was changed in revision %s",
	},
}
