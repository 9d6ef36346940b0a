package text

// store is what is said where landscapes are kept.
var store = entries{
	"store.unfit": {
		"%s är inte som ändringen förutsätter",
		"%s is not as the change takes it to be",
	},
	"store.twice": {
		"%s ändras två gånger i samma skrivning",
		"%s is changed twice in one write",
	},
	"store.end": {
		"%s: en av ändarna finns inte",
		"%s: one of the ends is not there",
	},
	"store.dangling": {
		"%s kan inte tas bort så länge relationer pekar på det",
		"%s cannot be deleted while relations point at it",
	},
	"store.key": {
		"nyckeln %s har redan använts för en skrivning med annat innehåll",
		"the key %s has been used for a write with other content",
	},
	"store.revision": {
		"skrivningen väntade sig revision %d men landskapet är vid revision %d",
		"the write expected revision %d but the landscape is at revision %d",
	},
	"store.id": {
		"%s är ingen identitet för en post",
		"%s is not the id of a record",
	},
	"store.name": {
		"%q kan inte vara namnet på ett landskap",
		"%q cannot be the name of a landscape",
	},

	// Of files and folders.
	"store.foreign": {
		"filen innehåller %s, som modellen i den här versionen inte har",
		"the file holds %s, which the model of this version does not have",
	},
	"store.newer": {
		"%s är skriven av en nyare version (format %d, den här läser %d); filen är orörd",
		"%s is written by a newer version (format %d, this one reads %d); the file is untouched",
	},
	"store.damaged": {
		"%s är skadad (%s); filen är orörd, återställ en säkerhetskopia",
		"%s is damaged (%s); the file is untouched, restore a backup",
	},
	"store.lost": {
		"%s saknar de %d senaste skrivningarna som har bekräftats; återställ en säkerhetskopia, eller ta bort %s om den äldre filen är den som ska gälla",
		"%s lacks the last %d writes that were acknowledged; restore a backup, or remove %s if the older file is the one that is meant",
	},
	"store.unavailable": {
		"%s går inte att använda: %s",
		"%s cannot be used: %s",
	},
	"store.locked": {
		"mappen %s används av en annan process",
		"the folder %s is in use by another process",
	},
	"store.served": {
		"mappen %s används av servern på %s; använd --server %[2]s",
		"the folder %s is in use by the server at %s; use --server %[2]s",
	},
	"store.full": {
		"disken är full; inget skrevs till %s",
		"the disk is full; nothing was written to %s",
	},
	"store.failed": {
		"%s kan inte längre skrivas (%s); starta om när disken är hel",
		"%s can no longer be written (%s); start again once the disk is sound",
	},
	"store.closed": {
		"lagret är stängt",
		"the store is closed",
	},
	"store.exists": {
		"landskapet %s finns redan; använd --replace för att ersätta det",
		"the landscape %s is there already; use --replace to replace it",
	},
	"store.backup": {
		"säkerhetskopian är skadad eller ingen säkerhetskopia; inget har ändrats",
		"the backup is damaged, or no backup; nothing was changed",
	},
}
