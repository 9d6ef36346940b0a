package text

// cli are the words of the command line and the server, help included.
var cli = entries{
	"cmd.root.short": {
		"Landskap: kommuners och regioners system, processer och integrationer mot referensarkitekturer",
		"Landskap: the systems, processes and integrations of municipalities and regions against reference architectures",
	},
	"cmd.root.long": {
		"Landskap håller reda på vad kommuner och regioner har, delar och saknar, jämfört med EIRA,\nprocesskartan och andra referensarkitekturer. Det som ingen har sagt något om visas som okänt,\naldrig som saknat.",
		"Landskap keeps track of what municipalities and regions have, share and lack, held against EIRA,\nthe process map and other reference architectures. What nobody has said anything about is shown as\nunknown, never as missing.",
	},
	"cmd.root.example": {
		"  landskap serve --from sample:norrby            starta och öppna i webbläsaren\n  landskap gap kommun/9001 eira@7.0.0 --from sample:norrby\n  landskap check mitt-landskap.yaml              pröva en egen fil",
		"  landskap serve --from sample:norrby            start and open in the browser\n  landskap gap kommun/9001 eira@7.0.0 --from sample:norrby\n  landskap check my-landscape.yaml               try a file of your own",
	},
	"flag.lang": {
		"språk: sv eller en (annars efter LANG)",
		"language: sv or en (else after LANG)",
	},
	"flag.help": {
		"visa hjälp",
		"show help",
	},
	"flag.from": {
		"källa: fil, mapp, paket (eira@7.0.0) eller sample:NAMN; kan upprepas",
		"source: file, folder, package (eira@7.0.0) or sample:NAME; can be repeated",
	},
	"flag.check.from": {
		"källa som filerna hänger ihop med, till exempel en mapp; kan upprepas",
		"source that the files belong with, such as a folder; can be repeated",
	},
	"flag.viewer": {
		"se det som public, member=AKTÖR, council=LÄN eller steward ser",
		"see what public, member=ACTOR, council=COUNTY or steward sees",
	},
	"flag.format": {
		"table eller json",
		"table or json",
	},
	"flag.max_file": {
		"största fil som läses, i byte",
		"largest file that is read, in bytes",
	},
	"flag.variables": {
		"frågans variabler som ett JSON-objekt",
		"the query's variables as a JSON object",
	},
	"flag.output": {
		"skriv till en fil i stället för standard ut",
		"write to a file instead of standard output",
	},
	"flag.addr": {
		"adress att lyssna på",
		"address to listen on",
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
	"cmd.from.none": {
		"säg vad som ska läsas, till exempel --from mitt-landskap.yaml eller --from sample:norrby",
		"say what to read, for example --from my-landscape.yaml or --from sample:norrby",
	},
	"cmd.from.absent": {
		"%q är varken en fil, en mapp, ett paket eller sample:NAMN",
		"%q is neither a file, a folder, a package nor sample:NAME",
	},
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
	"finding.suggestion": {
		"skriv: %s",
		"write: %s",
	},
	"cmd.query.short": {
		"Ställ en GraphQL-fråga",
		"Ask a GraphQL query",
	},
	"cmd.query.long": {
		"Ställer en GraphQL-fråga till ett landskap och skriver svaret som JSON. Frågan läses ur en fil, eller\nfrån standard in om filen heter -.",
		"Asks a GraphQL query of a landscape and writes the answer as JSON. The query is read from a file, or\nfrom standard input if the file is called -.",
	},
	"cmd.query.example": {
		"  echo '{ actors(first: 5) { nodes { key name } } }' | landskap query - --from actors@2026\n  landskap query gap.graphql --from sample:norrby --variables '{\"actor\": \"kommun/9001\"}'",
		"  echo '{ actors(first: 5) { nodes { key name } } }' | landskap query - --from actors@2026\n  landskap query gap.graphql --from sample:norrby --variables '{\"actor\": \"kommun/9001\"}'",
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
	"cmd.check.long": {
		"Prövar en eller flera filer som en enda ändring och berättar om varje fel: fil, rad, vad som stod, vad\nsom väntades och en rad att klistra in. Referenspaketen finns med när hänvisningarna prövas.\nSlutar med 1 om något är fel.",
		"Tries one or several files as a single change and tells each error: file, line, what stood there, what\nwas expected and a line to paste. The reference packages are there when references are tried.\nEnds with 1 if anything is wrong.",
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
	"cmd.serve.short": {
		"Starta servern: GraphQL och en sida att fråga från",
		"Start the server: GraphQL and a page to ask from",
	},
	"cmd.serve.long": {
		"Läser källorna och svarar på /graphql, med en frågesida på /explore. Lyssnar bara på den egna\ndatorn, där den som frågar är förvaltare av allt.",
		"Reads the sources and answers at /graphql, with a page to ask from at /explore. It listens on this\nmachine only, where whoever asks is steward of everything.",
	},
	"cmd.serve.example": {
		"  landskap serve --from sample:norrby --from sample:vasterbotten\n  landskap serve --from mitt-landskap/ --from eira@7.0.0 --watch",
		"  landskap serve --from sample:norrby --from sample:vasterbotten\n  landskap serve --from my-landscape/ --from eira@7.0.0 --watch",
	},
	"cmd.serve.loopback": {
		"%s når andra än den egna datorn, och inloggning finns inte än: servern startar inte. Använd 127.0.0.1.",
		"%s is reached by others than this machine, and there is no sign-in yet: the server does not start. Use 127.0.0.1.",
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
	"help.help.short": {
		"Hjälp om ett kommando",
		"Help about a command",
	},
	"cmd.flag.wrong": {
		"flaggorna går inte att läsa: %v",
		"the flags cannot be read: %v",
	},
}
