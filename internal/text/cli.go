package text

// cli are the words of the command line and the server, help included.
var cli = entries{
	"cmd.root.use": {"landskap KOMMANDO", "landskap COMMAND"},
	"cmd.root.short": {
		"Landskap: kommuners och regioners system, processer och integrationer mot referensarkitekturer",
		"Landskap: the systems, processes and integrations of municipalities and regions against reference architectures",
	},
	"cmd.root.long": {
		"Landskap håller reda på vad kommuner och regioner har, delar och saknar, jämfört med EIRA, processkartan och andra referensarkitekturer. Det som ingen har sagt något om visas som okänt, aldrig som saknat. Varje flagga kan också sättas i miljön: --max-file som LANDSKAP_MAX_FILE.",
		"Landskap keeps track of what municipalities and regions have, share and lack, held against EIRA, the process map and other reference architectures. What nobody has said anything about is shown as unknown, never as missing. Every flag can be set in the environment too: --max-file as LANDSKAP_MAX_FILE.",
	},
	"cmd.root.example": {
		"  landskap serve --from sample:norrby            starta och öppna i webbläsaren\n  landskap gap kommun/9001 eira@7.0.0 --from sample:norrby\n  landskap check mitt-landskap.yaml              pröva en egen fil\n  landskap load mitt-landskap.yaml --data landskap/   och håll den kvar",
		"  landskap serve --from sample:norrby            start and open in the browser\n  landskap gap kommun/9001 eira@7.0.0 --from sample:norrby\n  landskap check my-landscape.yaml               try a file of your own\n  landskap load my-landscape.yaml --data landscape/   and keep it",
	},
	"flag.lang": {
		"tala ett `SPRÅK`: sv eller en (annars efter LANG)",
		"speak a `LANGUAGE`: sv or en (else after LANG)",
	},
	"flag.help": {
		"visa hjälp",
		"show help",
	},
	"flag.from": {
		"läs en `KÄLLA`: fil, mapp, paket (eira@7.0.0) eller sample:NAMN; kan upprepas (i LANDSKAP_FROM med komma emellan)",
		"read a `SOURCE`: file, folder, package (eira@7.0.0) or sample:NAME; can be repeated (in LANDSKAP_FROM with commas between)",
	},
	"flag.check.from": {
		"läs också en `KÄLLA` som filerna hänger ihop med, till exempel en mapp; kan upprepas (i LANDSKAP_FROM med komma emellan)",
		"read a `SOURCE` too that the files belong with, such as a folder; can be repeated (in LANDSKAP_FROM with commas between)",
	},
	"flag.viewer": {
		"se det som en `LÄSARE` ser: public, member=AKTÖR, council=LÄN eller steward",
		"see what a `VIEWER` sees: public, member=ACTOR, council=COUNTY or steward",
	},
	"flag.format.table_json": {"svara i ett `FORMAT`: table eller json", "answer in a `FORMAT`: table or json"},
	"flag.format.table_json_csv": {
		"svara i ett `FORMAT`: table, json eller csv (för kalkylark)",
		"answer in a `FORMAT`: table, json or csv (for spreadsheets)",
	},
	"flag.format.json": {"svara i ett `FORMAT`: bara json finns", "answer in a `FORMAT`: there is only json"},
	"flag.max_file": {
		"läs ingen fil som är större än så många `BYTE`",
		"read no file that is larger than so many `BYTES`",
	},
	"flag.variables": {
		"frågans variabler som ett `JSON`-objekt",
		"the query's variables as a `JSON` object",
	},
	"flag.output": {
		"skriv till en `FIL` i stället för till standard ut",
		"write to a `FILE` instead of to standard output",
	},
	"flag.addr": {
		"lyssna på en `ADRESS` på den egna datorn",
		"listen on an `ADDRESS` of this machine",
	},
	"flag.watch": {
		"läs om källorna när en fil har sparats",
		"read the sources anew when a file has been saved",
	},
	"cmd.no_args": {
		"kommandot tar inga argument",
		"the command takes no arguments",
	},
	"cmd.unknown": {
		"kommandot %q finns inte; se landskap --help",
		"there is no command %q; see landskap --help",
	},
	"cmd.format.unknown": {
		"okänt format %q; det ska vara table eller json",
		"unknown format %q; it is table or json",
	},
	"cmd.format.unknown_csv": {
		"okänt format %q; det ska vara table, json eller csv",
		"unknown format %q; it is table, json or csv",
	},
	"cmd.from.none": {
		"säg vad som ska läsas, till exempel --from mitt-landskap.yaml, --from sample:norrby eller --data MAPP",
		"say what to read, for example --from my-landscape.yaml, --from sample:norrby or --data FOLDER",
	},
	"cmd.from.absent": {
		"%q är varken en fil, en mapp, ett paket eller sample:NAMN",
		"%q is neither a file, a folder, a package nor sample:NAME",
	},
	"cmd.file.absent": {"filen %q finns inte", "there is no file %q"},
	"cmd.from.empty": {
		"mappen %q har inga filer som slutar på .yaml, .yml eller .json",
		"the folder %q has no files that end in .yaml, .yml or .json",
	},
	"cmd.from.unreadable": {
		"%q kan inte läsas: %v",
		"%q cannot be read: %v",
	},
	"finding.severity.error":   {"fel", "error"},
	"finding.severity.warning": {"varning", "warning"},
	"finding.severity.advice":  {"råd", "advice"},
	"finding.summary": {
		"Fel: %d. Ingenting läses in. Fler kontroller görs när de är rättade.",
		"Errors: %d. Nothing is loaded. More is checked once they are mended.",
	},
	"finding.suggestion": {
		"skriv: %s",
		"write: %s",
	},
	"finding.suggestion_flag": {
		"läs in också med: %s",
		"read also, with: %s",
	},
	"cmd.query.short": {
		"Ställ en GraphQL-fråga",
		"Ask a GraphQL query",
	},
	"cmd.query.use": {"query FIL", "query FILE"},
	"cmd.query.long": {
		"Ställer en GraphQL-fråga till ett landskap och skriver svaret som JSON. Frågan läses ur en fil, eller från standard in om filen heter -.",
		"Asks a GraphQL query of a landscape and writes the answer as JSON. The query is read from a file, or from standard input if the file is called -.",
	},
	"cmd.query.example": {
		"  echo '{ actors(first: 5) { nodes { key name } } }' |\n    landskap query - --from actors@2026\n  landskap query gap.graphql --from sample:norrby \\\n    --variables '{\"actor\": \"kommun/9001\"}'",
		"  echo '{ actors(first: 5) { nodes { key name } } }' |\n    landskap query - --from actors@2026\n  landskap query gap.graphql --from sample:norrby \\\n    --variables '{\"actor\": \"kommun/9001\"}'",
	},
	"cmd.query.args": {
		"ange en fil med frågan, eller - för standard in",
		"give a file with the query, or - for standard input",
	},
	"cmd.query.variables": {
		"--variables ska vara ett JSON-objekt, inte %s",
		"--variables is a JSON object, not %s",
	},
	"cmd.query.format": {
		"svaret på en fråga är JSON; formatet %q finns inte",
		"the answer to a query is JSON; there is no format %q",
	},
	"cmd.check.short": {
		"Pröva filer utan att läsa in dem",
		"Try files without loading them",
	},
	"cmd.check.use": {"check FIL...", "check FILE..."},
	"cmd.check.long": {
		"Prövar en eller flera filer som en enda ändring och berättar om varje fel: fil, rad, vad som stod, vad som väntades och en rad att klistra in. Referenspaketen finns med när hänvisningarna prövas. Slutar med 1 om något är fel.",
		"Tries one or several files as a single change and tells each error: file, line, what stood there, what was expected and a line to paste. The reference packages are there when references are tried. Ends with 1 if anything is wrong.",
	},
	"cmd.check.example": {
		"  landskap check mitt-landskap.yaml\n  landskap check landskap/ --format json",
		"  landskap check my-landscape.yaml\n  landskap check landscape/ --format json",
	},
	"cmd.check.args": {
		"ange minst en fil eller mapp",
		"give at least one file or folder",
	},
	"cmd.check.good": {
		"Inga fel: %d element och %d relationer.",
		"No errors: %d elements and %d relations.",
	},
	"cmd.schema.short": {
		"Visa API:ets schema",
		"Show the schema of the API",
	},
	"cmd.schema.use": {"schema", "schema"},
	"cmd.schema.long": {
		"Skriver hela API:et i GraphQL:s schemaspråk: alla typer, filter och frågor.",
		"Writes the whole API in GraphQL's schema language: all types, filters and queries.",
	},
	"cmd.schema.example": {
		"  landskap schema > api.graphqls",
		"  landskap schema > api.graphqls",
	},
	"cmd.version.short": {
		"Visa versionen",
		"Show the version",
	},
	"cmd.version.use": {"version", "version"},
	"cmd.version.long": {
		"Skriver vilken version av programmet det är, eller vilken ändring det är byggt av.",
		"Writes which version of the program this is, or which commit it was built from.",
	},
	"cmd.version.example": {"  landskap version", "  landskap version"},
	"cmd.serve.short": {
		"Starta servern: GraphQL och en sida att fråga från",
		"Start the server: GraphQL and a page to ask from",
	},
	"cmd.serve.use": {"serve", "serve"},
	"cmd.serve.long": {
		"Läser källorna, eller mappen där landskapet hålls kvar, och svarar på /graphql, med en frågesida på /explore. Det som skrivs hålls kvar med --data; med --from är det borta när servern avslutas. Lyssnar bara på den egna datorn, där den som frågar är förvaltare av allt.",
		"Reads the sources, or the folder where the landscape is kept, and answers at /graphql, with a page to ask from at /explore. What is written is kept with --data; with --from it is gone when the server ends. It listens on this machine only, where whoever asks is steward of everything.",
	},
	"cmd.serve.example": {
		"  landskap serve --from sample:norrby --from sample:vasterbotten\n  landskap serve --from mitt-landskap/ --from eira@7.0.0 --watch\n  landskap serve --data landskap/ --actor kommun/9999",
		"  landskap serve --from sample:norrby --from sample:vasterbotten\n  landskap serve --from my-landscape/ --from eira@7.0.0 --watch\n  landskap serve --data landscape/ --actor kommun/9999",
	},
	"cmd.serve.loopback": {
		"%s når andra än den egna datorn, och inloggning finns inte än: servern startar inte. Använd 127.0.0.1.",
		"%s is reached by others than this machine, and there is no sign-in yet: the server does not start. Use 127.0.0.1.",
	},
	"cmd.serve.taken": {
		"porten i %q är upptagen; välj en annan, till exempel --addr 127.0.0.1:8081 eller LANDSKAP_ADDR=127.0.0.1:8081",
		"the port in %q is taken; choose another, for example --addr 127.0.0.1:8081 or LANDSKAP_ADDR=127.0.0.1:8081",
	},
	"cmd.serve.form": {
		"adressen %q ska skrivas som 127.0.0.1:8080",
		"the address %q is to be written like 127.0.0.1:8080",
	},
	"cmd.lang.unknown": {
		"okänt språk %q; det ska vara sv eller en",
		"unknown language %q; it is sv or en",
	},
	"cmd.query.undeclared": {
		"variabeln %s används inte i frågan",
		"the variable %s is not used in the query",
	},
	"cmd.serve.addr": {
		"adressen %q går inte att lyssna på: %v",
		"the address %q cannot be listened on: %v",
	},
	"cmd.serve.loaded.package": {
		"  paket   %-20s %5d element",
		"  package %-20s %5d elements",
	},
	"cmd.serve.loaded.sample": {
		"  exempel %s",
		"  sample  %s",
	},
	"cmd.serve.loaded.file": {
		"  fil     %s",
		"  file    %s",
	},
	"cmd.serve.loaded": {
		"Inläst: %d element och %d relationer.",
		"Loaded: %d elements and %d relations.",
	},
	"cmd.serve.ready": {
		"\n  Fråga i webbläsaren: %[1]s/explore\n  GraphQL:             %[1]s/graphql\n\nDu är förvaltare och ser allt, eftersom servern bara lyssnar på den här datorn. Avsluta med Ctrl-C.",
		"\n  Ask in the browser:  %[1]s/explore\n  GraphQL:             %[1]s/graphql\n\nYou are steward and see everything, since the server listens on this machine only. Stop with Ctrl-C.",
	},
	"cmd.serve.plain": {
		"GraphiQL är inte hämtat (det kräver Node.js: make run); /explore visar en enklare sida.",
		"GraphiQL has not been fetched (that needs Node.js: make run); /explore shows a simpler page.",
	},
	"cmd.serve.questions": {
		"\nTre frågor att börja med:",
		"\nThree questions to start with:",
	},
	"cmd.serve.watching": {
		"Läser om när en fil sparas.",
		"Reads anew when a file is saved.",
	},
	"cmd.serve.reloaded": {
		"%s  omläst: %d element, %d relationer",
		"%s  read anew: %d elements, %d relations",
	},
	"cmd.serve.kept": {
		"%s  ändringen har fel; det senaste felfria landskapet gäller",
		"%s  the edit has errors; the last good landscape stays",
	},
	"cmd.serve.kept_error": {
		"%s  källorna kan inte läsas: %v; det senaste felfria landskapet gäller",
		"%s  the sources cannot be read: %v; the last good landscape stays",
	},
	"cmd.serve.end": {
		"Servern är avslutad.",
		"The server has ended.",
	},
	"help.usage":    {"Så här:", "Usage:"},
	"help.examples": {"Exempel:", "Examples:"},
	"help.commands": {"Kommandon:", "Commands:"},
	"help.flags":    {"Flaggor:", "Flags:"},
	"help.global":   {"Gemensamma flaggor:", "Global flags:"},
	"help.more": {
		"\"%s KOMMANDO --help\" visar mer om ett kommando.",
		"\"%s COMMAND --help\" shows more about a command.",
	},
	"help.else":      {"annars %s", "else %s"},
	"cmd.help.use":   {"help KOMMANDO", "help COMMAND"},
	"cmd.help.short": {"Hjälp om ett kommando", "Help about a command"},
	"cmd.help.long": {
		"Skriver det som KOMMANDO --help skriver.",
		"Writes what COMMAND --help writes.",
	},
	"cmd.help.example": {"  landskap help gap", "  landskap help gap"},
	"cmd.completion.short": {
		"Skriv det som låter ett skal fylla i kommandon",
		"Write what lets a shell complete commands",
	},
	"cmd.flag.wrong": {
		"flaggorna går inte att läsa: %v",
		"the flags cannot be read: %v",
	},
	"cmd.flag.unknown": {
		"flaggan %s finns inte; se %s --help",
		"there is no flag %s; see %s --help",
	},
	"cmd.flag.bare":  {"flaggan %s ska ha ett värde", "the flag %s needs a value"},
	"cmd.flag.value": {"%s: %q går inte", "%s: %q will not do"},
}
