package text

// keeping are the words of the commands that keep a landscape: load, export, history, undo, backup and what belongs to them.
var keeping = entries{
	"flag.data": {
		"en `MAPP` där landskap hålls kvar mellan gångerna",
		"a `FOLDER` where landscapes are kept",
	},
	"flag.neo4j_uri": {
		"en Neo4j-databas där landskap hålls kvar, på en `ADRESS` som bolt://127.0.0.1:7687",
		"a Neo4j database where landscapes are kept, at an `ADDRESS` such as bolt://127.0.0.1:7687",
	},
	"flag.neo4j_user": {
		"`NAMN` på användaren i Neo4j",
		"the `NAME` of the user in Neo4j",
	},
	"flag.neo4j_password_file": {
		"en `FIL` med lösenordet till Neo4j, i stället för %s i miljön",
		"a `FILE` with the password for Neo4j, instead of %s in the environment",
	},
	"flag.neo4j_database": {
		"`NAMN` på databasen, om den inte är användarens egen",
		"the `NAME` of the database, if it is not the user's own",
	},
	"flag.shared": {
		"andra processer får använda landskapet i databasen samtidigt, om de också säger det",
		"other processes may use the landscape in the database at the same time, if they say so as well",
	},
	"cmd.neo4j.form": {
		"--neo4j-uri: adressen %q ska skrivas som bolt://127.0.0.1:7687, eller med neo4j:// eller neo4j+s://",
		"--neo4j-uri: the address %q is to be written like bolt://127.0.0.1:7687, or with neo4j:// or neo4j+s://",
	},
	"cmd.neo4j.waiting": {
		"Neo4j på %s svarar inte än; väntar.",
		"Neo4j at %s does not answer yet; waiting.",
	},
	"cmd.neo4j.user": {
		"användare och lösenord hör inte hemma i adressen, där andra ser dem; använd --neo4j-user, och %s i miljön",
		"user and password do not belong in the address, where others see them; use --neo4j-user, and %s in the environment",
	},
	"cmd.neo4j.password": {
		"lösenordet till Neo4j saknas: sätt %s i miljön, eller --neo4j-password-file FIL",
		"the password for Neo4j is not known: set %s in the environment, or --neo4j-password-file FILE",
	},
	"flag.server": {
		"fråga servern på en `ADRESS`, till exempel http://127.0.0.1:8080",
		"ask the server at an `ADDRESS`, such as http://127.0.0.1:8080",
	},
	"flag.landscape": {
		"landskapets `NAMN` i mappen eller databasen, där det finns flera",
		"the landscape's `NAME` in the folder or database, where there are several",
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
		"välj en av --from, --data, --neo4j-uri och --server: det som läses in i minnet, en mapp eller en databas där landskapet hålls kvar, eller en server; filer läses in i mappen med landskap load",
		"choose one of --from, --data, --neo4j-uri and --server: what is read into memory, a folder or a database where the landscape is kept, or a server; files get into the folder with landskap load",
	},
	"cmd.data.none": {
		"säg var landskapet hålls kvar: --data MAPP eller --neo4j-uri ADRESS, eller LANDSKAP_DATA eller LANDSKAP_NEO4J_URI i miljön",
		"say where the landscape is kept: --data FOLDER or --neo4j-uri ADDRESS, or LANDSKAP_DATA or LANDSKAP_NEO4J_URI in the environment",
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
		"i %q finns inget landskap än; läs in något med landskap load FIL %s",
		"there is no landscape in %q yet; load something with landskap load FILE %s",
	},
	"cmd.landscape.absent": {
		"landskapet %q finns inte i %q; där finns %s",
		"there is no landscape %q in %q; there are %s",
	},
	"cmd.landscape.from": {
		"--landscape hör ihop med --data och --neo4j-uri",
		"--landscape belongs with --data and --neo4j-uri",
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
	"cmd.interrupted": {
		"avbrutet; det som påbörjats är undanröjt",
		"interrupted; what was begun is put away",
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

	"flag.to_landscape": {
		"kopians `NAMN`, om det inte är landskapets eget",
		"the copy's `NAME`, if it is not the landscape's own",
	},
	"cmd.copy.use":   {"copy", "copy"},
	"cmd.copy.short": {"Kopiera ett landskap med sin historik till en annan plats", "Copy a landscape with its history to another place"},
	"cmd.copy.long": {
		"Flyttar ett landskap mellan mappar och Neo4j-databaser, åt båda hållen: varje revision och varje nyckel följer med. Till sist jämförs kontrollsummorna. Ett landskap som redan finns där rörs inte; då slutar kommandot med 4.",
		"Moves a landscape between folders and Neo4j databases, either way: every revision and every key comes along. At the end the digests are compared. A landscape that is there already is left alone; then the command ends with 4.",
	},
	"cmd.copy.example": {
		"  landskap copy --from-data landskap/ --to-neo4j-uri bolt://127.0.0.1:7687\n  landskap copy --from-neo4j-uri bolt://127.0.0.1:7687 --to-data landskap/",
		"  landskap copy --from-data landscape/ --to-neo4j-uri bolt://127.0.0.1:7687\n  landskap copy --from-neo4j-uri bolt://127.0.0.1:7687 --to-data landscape/",
	},
	"cmd.copy.places": {
		"säg varifrån och vart: --from-data eller --from-neo4j-uri, och --to-data eller --to-neo4j-uri",
		"say from where and to where: --from-data or --from-neo4j-uri, and --to-data or --to-neo4j-uri",
	},
	"cmd.copy.done": {
		"Landskapet %s i %s är kopierat som %s till %s. Kontrollsumman är densamma: %s",
		"The landscape %s in %s is copied as %s to %s. The digest is the same: %s",
	},
	"cmd.copy.moved": {
		"källan har ändrats under kopieringen: den är vid revision %d, kopian vid %d. Kopian är hel men inte jämförd.",
		"the source was changed meanwhile: it is at revision %d, the copy at %d. The copy is whole but was not compared.",
	},
	"cmd.copy.differs": {
		"kopian är inte lik källan: kontrollsumman är %s där och %s här. Använd inte kopian.",
		"the copy is not like the source: the digest is %s there and %s here. Do not use the copy.",
	},

	// Long work.
	"progress.read":    {"Läser: %.1f MB", "Reading: %.1f MB"},
	"progress.write":   {"Prövar och skriver %d poster", "Checking and writing %d records"},
	"progress.export":  {"Skriver: %.1f MB", "Writing: %.1f MB"},
	"progress.backup":  {"Kopierar: %.1f MB", "Backing up: %.1f MB"},
	"progress.restore": {"Återställer: %.1f MB", "Restoring: %.1f MB"},
	"progress.copy":    {"Kopierar: %d poster", "Copying: %d records"},
	"progress.compare": {"Jämför kontrollsummor", "Comparing digests"},
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
		"Läser varje post, historiken och filernas egen struktur, och säger vad som är skadat. Ändrar inget. Med --neo4j-uri prövas i stället att databasen gör allt som den ska, i landskap som heter landskap-verify- och mer och som tas bort igen; andra landskap rörs inte. Slutar med 5 om något är skadat eller inte håller.",
		"Reads every record, the history and the files' own structure, and tells what is damaged. It changes nothing. With --neo4j-uri it verifies instead that the database does all that it should, in landscapes called landskap-verify- and more, which are removed again; no other landscape is touched. Ends with 5 if anything is damaged or does not hold.",
	},
	"cmd.store.verify.example": {
		"  landskap store verify --data landskap/\n  landskap store verify --neo4j-uri bolt://127.0.0.1:7687",
		"  landskap store verify --data landscape/\n  landskap store verify --neo4j-uri bolt://127.0.0.1:7687",
	},
	"cmd.store.whole": {"Allt i %s är helt.", "All in %s is whole."},

	"cmd.reference.show.use":   {"show PAKET", "show PACKAGE"},
	"cmd.reference.show.short": {"Visa ett paket: innehåll, villkor och källor", "Show a package: content, terms and sources"},
	"cmd.reference.show.long": {
		"Visar vad ett referenspaket innehåller, och texten om varifrån det kommer och på vilka villkor.",
		"Shows what a reference package holds, and the text on where it comes from and on which terms.",
	},
	"cmd.reference.show.example": {"  landskap reference show eira@7.0.0", "  landskap reference show eira@7.0.0"},
	"cmd.reference.show.args":    {"ange ett paket, till exempel eira@7.0.0", "give a package, such as eira@7.0.0"},
}
