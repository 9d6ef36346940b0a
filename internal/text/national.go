package text

// national are the words of the generator of invented landscapes and of its command, which is for those who build on the program.
var national = entries{
	"national.few": {
		"ett landskap med %d aktörer går inte att göra; de ska vara minst %d",
		"a landscape of %d actors cannot be made; there are to be at least %d",
	},
	"cmd.generate.use":   {"generate", "generate"},
	"cmd.generate.short": {"Gör ett påhittat landskap i valfri storlek", "Make an invented landscape of any size"},
	"cmd.generate.long": {
		"Gör det påhittade landskap som programmet mäts med. 311 aktörer ger omkring 92 000 system, 240 000 element och 1,24 miljoner relationer; 16 ger ett län med omkring 2 000 system. Samma antal och samma frö ger alltid samma landskap. Det skrivs till standard ut eller till filer, som läses in tillsammans med eira@7.0.0 och klassa@2.1, eller direkt in i ett nytt landskap, med en revision för varje del; det som hann skrivas när kommandot avbröts blir kvar. Inget i det finns i verkligheten, utom referenspaketen.",
		"Makes the invented landscape that the program is measured with. 311 actors give about 92,000 systems, 240,000 elements and 1.24 million relations; 16 give a county with about 2,000 systems. The same number and the same seed always give the same landscape. It is written to standard output or to files, which are loaded together with eira@7.0.0 and klassa@2.1, or straight into a new landscape, with a revision for each part; what had been written when the command was cut short stays. Nothing in it is real but the reference packages.",
	},
	"cmd.generate.example": {
		"  landskap generate --actors 16 > landskap.yaml\n  landskap generate --actors 311 --seed 7 --data landskap/",
		"  landskap generate --actors 16 > landscape.yaml\n  landskap generate --actors 311 --seed 7 --data landscape/",
	},
	"cmd.generate.both": {
		"välj ett ställe att skriva till: --output, eller där landskapet hålls kvar",
		"choose one place to write to: --output, or where the landscape is kept",
	},
	"cmd.generate.folder": {
		"mappen %q är inte tom; välj en annan",
		"the folder %q is not empty; choose another",
	},
	"cmd.generate.why":  {"påhittat: %d aktörer, frö %d", "invented: %d actors, seed %d"},
	"cmd.generate.done": {"Klart: %d element och %d relationer i %d delar.", "Done: %d elements and %d relations in %d parts."},
	"progress.generate": {"Gör och skriver: %d poster", "Making and writing: %d records"},
	"flag.actors.generate": {
		"`ANTAL` aktörer, minst 4",
		"`N` actors, at least 4",
	},
	"flag.seed":           {"ett tal som `FRÖ`: ett annat tal ger ett annat landskap av samma slag", "a number as `SEED`: another one gives another landscape of the same sort"},
	"flag.output.batches": {"skriv numrerade filer till en tom `MAPP`", "write numbered files to an empty `FOLDER`"},
}
