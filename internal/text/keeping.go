package text

// keeping are the words of the commands that keep a landscape: load, export, history, undo, backup and what belongs to them.
var keeping = entries{
	"flag.data": {
		"en `MAPP` där landskap hålls kvar mellan gångerna",
		"a `FOLDER` where landscapes are kept",
	},
	"flag.server": {
		"fråga servern på en `ADRESS`, till exempel http://127.0.0.1:8080",
		"ask the server at an `ADDRESS`, such as http://127.0.0.1:8080",
	},
	"flag.landscape": {
		"landskapets `NAMN` i mappen, där det finns flera",
		"the landscape's `NAME` in the folder, where there are several",
	},
	"flag.actor": {
		"skriv som förvaltare hos aktören med nyckeln `NYCKEL`",
		"write as a steward at the actor with the key `KEY`",
	},
	"flag.dry_run": {
		"gör allt utom att skriva, och visa vad som skulle ändras",
		"do all but writing, and show what would change",
	},
	"flag.because": {
		"varför, som en `TEXT` i historiken",
		"why, as a `TEXT` in the history",
	},
	"flag.expect_revision": {
		"skriv bara om landskapet är vid revision `N`",
		"write only if the landscape is at revision `N`",
	},
	"flag.output.folder": {
		"skriv en fil per ägare till en `MAPP`, i stället för allt till standard ut",
		"write a file for each owner to a `FOLDER`, instead of all to standard output",
	},
	"flag.without_packages": {
		"ta inte med det som referenspaketen äger; de läses in med sina namn",
		"leave out what the reference packages own; they are loaded by name",
	},
	"flag.replace": {
		"ersätt landskapet som redan finns där",
		"replace the landscape that is there already",
	},
	"flag.replace.file": {
		"ersätt filen om den redan finns",
		"replace the file if it is there already",
	},
	"flag.element": {
		"bara det som rör ett `ELEMENT`, till exempel 'System kommun/9999/arenden'",
		"only what is about an `ELEMENT`, such as 'System kommun/9999/cases'",
	},
	"flag.history.first": {"visa högst `ANTAL` revisioner", "show at most `N` revisions"},
	"flag.since":         {"bara det som hänt efter revision `N`", "only what happened after revision `N`"},

	// Folders of landscapes.
	"cmd.data.both": {
		"välj en av --from, --data och --server: det som läses in i minnet, en mapp där landskapet hålls kvar eller en server; filer läses in i mappen med landskap load",
		"choose one of --from, --data and --server: what is read into memory, a folder where the landscape is kept, or a server; files get into the folder with landskap load",
	},
	"cmd.data.none": {
		"säg i vilken mapp landskapet hålls kvar: --data MAPP, eller LANDSKAP_DATA i miljön",
		"say in which folder the landscape is kept: --data FOLDER, or LANDSKAP_DATA in the environment",
	},
	"cmd.data.absent": {
		"mappen %q finns inte; landskap load FIL --data %[1]s skapar den",
		"there is no folder %q; landskap load FILE --data %[1]s makes it",
	},
	"cmd.data.file": {
		"%q är en fil; --data ska vara en mapp",
		"%q is a file; --data is a folder",
	},
	"cmd.data.empty": {
		"i mappen %q finns inget landskap än; läs in något med landskap load FIL --data %[1]s",
		"there is no landscape in the folder %q yet; load something with landskap load FILE --data %[1]s",
	},
	"cmd.landscape.absent": {
		"landskapet %q finns inte i mappen %q; där finns %s",
		"there is no landscape %q in the folder %q; there are %s",
	},
	"cmd.landscape.from": {
		"--landscape hör ihop med --data",
		"--landscape belongs with --data",
	},
	"cmd.data.served": {
		"mappen %s används av servern på %s; avsluta den först, eller skriv genom dess API",
		"the folder %s is in use by the server at %s; end that first, or write through its API",
	},
	"cmd.server.form": {
		"--server: adressen %q ska skrivas som http://127.0.0.1:8080",
		"--server: the address %q is to be written like http://127.0.0.1:8080",
	},
	"cmd.server.silent": {
		"servern på %s svarar inte som den ska: %v",
		"the server at %s does not answer as it should: %v",
	},
	"cmd.server.viewer": {
		"med --server är det servern som säger vem som frågar; --viewer går inte att välja",
		"with --server it is the server that says who asks; --viewer cannot be chosen",
	},
	"cmd.actor.viewer": {
		"--actor är för en förvaltare som skriver; ange inte --viewer också",
		"--actor is for a steward who writes; do not give --viewer too",
	},
	"cmd.file.write": {
		"%q går inte att skriva: %v",
		"%q cannot be written: %v",
	},

	// The server.
	"cmd.serve.watch": {
		"--watch läser om filer och hör ihop med --from",
		"--watch reads files anew and belongs with --from",
	},
	"cmd.serve.cut": {
		"servern är avslutad, men frågor som inte blev klara inom %d sekunder avbröts",
		"the server has ended, but requests that took longer than %d seconds were cut off",
	},
	"cmd.serve.broken": {
		"servern kan inte ta emot frågor längre: %v",
		"the server can take no more requests: %v",
	},
	"cmd.serve.kept_in": {
		"  landskapet %s i %s: revision %d, %d element",
		"  the landscape %s in %s: revision %d, %d elements",
	},

	// Long work.
	"progress.read":    {"Läser: %.1f MB", "Reading: %.1f MB"},
	"progress.write":   {"Prövar och skriver %d poster", "Checking and writing %d records"},
	"progress.export":  {"Skriver: %.1f MB", "Writing: %.1f MB"},
	"progress.backup":  {"Kopierar: %.1f MB", "Backing up: %.1f MB"},
	"progress.restore": {"Återställer: %.1f MB", "Restoring: %.1f MB"},
	"progress.verify":  {"Läser allt i mappen", "Reading all in the folder"},

	// What was written.
	"cmd.query.unkept": {
		"det som skrivs till --from hålls inte kvar; använd --data",
		"what is written to --from is not kept; use --data",
	},
	"cmd.write.nothing": {
		"Inget ändrades: landskapet är vid revision %d och har redan allt det här.",
		"Nothing changed: the landscape is at revision %d and has all this already.",
	},
	"cmd.write.dry": {
		"Inget är skrivet: landskapet är kvar vid revision %d. Det här skulle ändras:",
		"Nothing is written: the landscape stays at revision %d. This would change:",
	},
	"cmd.write.done": {
		"Skrivet som revision %d.",
		"Written as revision %d.",
	},
	"cmd.write.elements": {
		"  element:    skapade %d, ändrade %d, borttagna %d",
		"  elements:   created %d, changed %d, deleted %d",
	},
	"cmd.write.relations": {
		"  relationer: skapade %d, ändrade %d, borttagna %d",
		"  relations:  created %d, changed %d, deleted %d",
	},
	"finding.suggestion_package": {
		"läs in också: %s",
		"load also: %s",
	},

	"cmd.load.use":   {"load KÄLLA...", "load SOURCE..."},
	"cmd.load.short": {"Läs in filer i ett landskap som hålls kvar", "Load files into a landscape that is kept"},
	"cmd.load.long": {
		"Läser in filer, mappar, paket (eira@7.0.0) och sample:NAMN som en enda ändring: allt eller inget. Samma sak två gånger ändrar inget andra gången. Slutar med 1 om något är fel, och med 4 om landskapet inte är vid den revision som --expect-revision säger.",
		"Loads files, folders, packages (eira@7.0.0) and sample:NAME as a single change: all or nothing. The same twice changes nothing the second time. Ends with 1 if anything is wrong, and with 4 if the landscape is not at the revision that --expect-revision says.",
	},
	"cmd.load.example": {
		"  landskap load eira@7.0.0 mitt-landskap.yaml --data landskap/\n  landskap load mapp/ --data landskap/ --dry-run\n  landskap load sample:norrby --data landskap/ --why 'att prova med'",
		"  landskap load eira@7.0.0 my-landscape.yaml --data landscape/\n  landskap load folder/ --data landscape/ --dry-run\n  landskap load sample:norrby --data landscape/ --why 'to try things'",
	},
	"cmd.load.args": {
		"ange vad som ska läsas in: en fil, en mapp, ett paket eller sample:NAMN",
		"say what to load: a file, a folder, a package or sample:NAME",
	},
	"cmd.export.use":   {"export", "export"},
	"cmd.export.short": {"Skriv ett landskap som filer", "Write a landscape as files"},
	"cmd.export.long": {
		"Skriver hela landskapet, vem som än får se det, som de filer det kan läsas in ur igen. Samma landskap ger alltid samma filer, så att git visar en ändring som en ändring. Filer som inte kommer från en export rörs aldrig.",
		"Writes the whole landscape, whoever may see it, as the files that it can be loaded from again. The same landscape always gives the same files, so that git shows a change as a change. Files that no export wrote are never touched.",
	},
	"cmd.export.example": {
		"  landskap export --data landskap/ --output filer/ --without-packages\n  landskap export --from sample:norrby > norrby.yaml",
		"  landskap export --data landscape/ --output files/ --without-packages\n  landskap export --from sample:norrby > norrby.yaml",
	},
	"cmd.export.foreign": {
		"%q kommer inte från en export och rörs inte; välj en annan mapp. Inget är skrivet.",
		"%q was not written by an export and is left alone; choose another folder. Nothing is written.",
	},
	"cmd.export.done": {
		"Skrivet till %s: %d filer; %d gamla är borttagna.",
		"Written to %s: %d files; %d old ones are removed.",
	},
	"cmd.digest.use":   {"digest", "digest"},
	"cmd.digest.short": {"Visa landskapets kontrollsumma", "Show the landscape's digest"},
	"cmd.digest.long": {
		"Skriver SHA-256 av hela exporten. Två landskap med samma summa har exakt samma innehåll.",
		"Writes the SHA-256 of the whole export. Two landscapes with the same digest hold exactly the same.",
	},
	"cmd.digest.example": {
		"  landskap digest --data landskap/\n  landskap digest --from sample:norrby",
		"  landskap digest --data landscape/\n  landskap digest --from sample:norrby",
	},

	// History.
	"cmd.history.use":   {"history", "history"},
	"cmd.history.short": {"Visa vem som har ändrat vad", "Show who has changed what"},
	"cmd.history.long": {
		"Visar landskapets revisioner, den nyaste först: när, vem, varför och vad som ändrades från vad. Tider är i UTC.",
		"Shows the landscape's revisions, the newest first: when, who, why, and what was changed from what. Times are in UTC.",
	},
	"cmd.history.example": {
		"  landskap history --data landskap/\n  landskap history --data landskap/ --element 'System kommun/9999/arenden'",
		"  landskap history --data landscape/\n  landskap history --data landscape/ --element 'System kommun/9999/cases'",
	},
	"cmd.history.element": {
		"--element: %q ska vara ett slag och en nyckel, till exempel 'System kommun/9999/arenden'",
		"--element: %q is to be a kind and a key, such as 'System kommun/9999/cases'",
	},
	"history.none":    {"Ingen har ändrat något.", "Nobody has changed anything."},
	"history.head":    {"Revision %d, %s, %s", "Revision %d, %s, %s"},
	"history.created": {"skapat: %s", "created: %s"},
	"history.changed": {"ändrat: %s", "changed: %s"},
	"history.deleted": {"borttaget: %s", "deleted: %s"},
	"history.nothing": {"(inget)", "(nothing)"},
	"history.first":   {"Det kan finnas fler; --first visar fler.", "There may be more; --first shows more."},

	"cmd.undo.use":   {"undo REVISION", "undo REVISION"},
	"cmd.undo.short": {"Ta tillbaka vad en revision ändrade", "Take back what a revision changed"},
	"cmd.undo.long": {
		"Gör allt som en revision ändrade som det var före, som en ny revision. Om en senare ändring står i vägen sägs vilken, inget ändras och kommandot slutar med 4.",
		"Makes all that a revision changed as it was before, as a new revision. If a later change stands in the way it is told which, nothing is changed and the command ends with 4.",
	},
	"cmd.undo.example": {
		"  landskap undo 7 --data landskap/ --dry-run\n  landskap undo 7 --data landskap/ --why 'fel fil'",
		"  landskap undo 7 --data landscape/ --dry-run\n  landskap undo 7 --data landscape/ --why 'wrong file'",
	},
	"cmd.undo.args": {
		"ange vilken revision som ska tas tillbaka; landskap history visar dem",
		"say which revision to take back; landskap history shows them",
	},
	"cmd.undo.revision": {
		"%q är ingen revision; landskap history visar dem",
		"%q is no revision; landskap history shows them",
	},

	// Backups.
	"cmd.backup.use":   {"backup FIL", "backup FILE"},
	"cmd.backup.short": {"Säkerhetskopiera ett landskap", "Back up a landscape"},
	"cmd.backup.long": {
		"Skriver landskapet med hela sin historik till en fil, med en kontrollsumma. Filen - är standard ut.",
		"Writes the landscape with all of its history to a file, with a checksum. The file - is standard output.",
	},
	"cmd.backup.example": {
		"  landskap backup kopia.landskap --data landskap/",
		"  landskap backup copy.landskap --data landscape/",
	},
	"cmd.backup.args":   {"ange filen att skriva till", "give the file to write to"},
	"cmd.backup.exists": {"filen %q finns redan; använd --replace för att ersätta den", "the file %q is there already; use --replace to replace it"},
	"cmd.backup.done":   {"Landskapet %s är kopierat till %s.", "The landscape %s is backed up in %s."},
	"cmd.restore.use":   {"restore FIL", "restore FILE"},
	"cmd.restore.short": {"Återställ ett landskap ur en säkerhetskopia", "Restore a landscape from a backup"},
	"cmd.restore.long": {
		"Läser hela säkerhetskopian, prövar den och lägger den på plats. En kopia som inte är exakt som den skrevs vägras, och då är inget ändrat.",
		"Reads all of the backup, verifies it and puts it in place. A copy that is not exactly as it was written is refused, and then nothing is changed.",
	},
	"cmd.restore.example": {
		"  landskap restore kopia.landskap --data nytt/\n  landskap restore kopia.landskap --data landskap/ --replace",
		"  landskap restore copy.landskap --data new/\n  landskap restore copy.landskap --data landscape/ --replace",
	},
	"cmd.restore.args": {"ange säkerhetskopian", "give the backup"},
	"cmd.restore.done": {"Landskapet %s är återställt i %s.", "The landscape %s is restored in %s."},
	"cmd.store.use":    {"store KOMMANDO", "store COMMAND"},
	"cmd.store.short":  {"Mappen där landskap hålls kvar", "The folder where landscapes are kept"},
	"cmd.store.long": {
		"Det som rör själva mappen, inte det som står i den.",
		"What is about the folder itself, not about what it says.",
	},
	"cmd.store.example":      {"  landskap store verify --data landskap/", "  landskap store verify --data landscape/"},
	"cmd.store.unknown":      {"kommandot store %[1]q finns inte; skriv landskap store verify", "there is no command store %[1]q; write landskap store verify"},
	"cmd.store.verify.use":   {"verify", "verify"},
	"cmd.store.verify.short": {"Pröva att allt i mappen går att läsa", "Verify that all in the folder can be read"},
	"cmd.store.verify.long": {
		"Läser varje post, historiken och filernas egen struktur, och säger vad som är skadat. Ändrar inget. Slutar med 5 om något är skadat.",
		"Reads every record, the history and the files' own structure, and tells what is damaged. It changes nothing. Ends with 5 if anything is damaged.",
	},
	"cmd.store.verify.example": {"  landskap store verify --data landskap/", "  landskap store verify --data landscape/"},
	"cmd.store.whole":          {"Allt i %s är helt.", "All in %s is whole."},

	"cmd.reference.show.use":   {"show PAKET", "show PACKAGE"},
	"cmd.reference.show.short": {"Visa ett paket: innehåll, villkor och källor", "Show a package: content, terms and sources"},
	"cmd.reference.show.long": {
		"Visar vad ett referenspaket innehåller, och texten om varifrån det kommer och på vilka villkor.",
		"Shows what a reference package holds, and the text on where it comes from and on which terms.",
	},
	"cmd.reference.show.example": {"  landskap reference show eira@7.0.0", "  landskap reference show eira@7.0.0"},
	"cmd.reference.show.args":    {"ange ett paket, till exempel eira@7.0.0", "give a package, such as eira@7.0.0"},
}
