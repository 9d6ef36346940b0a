package text

// neo4j is what is said of landscapes in a Neo4j database.
var neo4j = entries{
	"database.address": {
		"%q är ingen adress till en Neo4j-databas: %s",
		"%q is not the address of a Neo4j database: %s",
	},
	"database.unavailable": {
		"Neo4j-databasen svarar inte",
		"the Neo4j database does not answer",
	},
	"database.absent": {
		"det finns ingen databas med det namnet på Neo4j-servern; se --neo4j-database",
		"there is no database of that name on the Neo4j server; see --neo4j-database",
	},
	"database.refused": {
		"Neo4j-databasen gör inte det som begärs (%s); är den 5.26 eller nyare?",
		"the Neo4j database does not do what is asked (%s); is it 5.26 or newer?",
	},
	"database.old": {
		"Neo4j-servern är av version %s; Landskap behöver 5.26 eller nyare, och databasen är orörd",
		"the Neo4j server is of version %s; Landskap needs 5.26 or newer, and the database is untouched",
	},
	"database.insecure": {
		"ingen krypterad förbindelse med Neo4j-databasen: %s; certifikatets utfärdare ska finnas bland datorns betrodda (eller i filen SSL_CERT_FILE)",
		"no encrypted connection to the Neo4j database: %s; who issued the certificate has to be among those that the machine trusts (or in the file SSL_CERT_FILE)",
	},
	"database.slow": {
		"Neo4j-databasen hann inte svara i tid",
		"the Neo4j database did not answer in time",
	},
	"database.credentials": {
		"Neo4j-databasen godtar inte användaren eller lösenordet, eller användaren får inte göra detta",
		"the Neo4j database does not accept the user or the password, or the user may not do this",
	},
	"database.memory": {
		"Neo4j-databasen har för lite minne för detta; höj server.memory.heap.max_size (eller dbms.memory.transaction.total.max), eller dela upp ändringen",
		"the Neo4j database has too little memory for this; raise server.memory.heap.max_size (or dbms.memory.transaction.total.max), or divide the change",
	},
	"database.unknown": {
		"förbindelsen till Neo4j-databasen bröts medan skrivningen sparades; det är inte känt om den sparades, skriv om den med samma nyckel för att få veta",
		"the connection to the Neo4j database was lost while the write was being kept; whether it was is not known, write it again with the same key to find out",
	},
	"database.foreign": {
		"Neo4j-databasen %s innehåller data som inte är Landskaps; den är orörd, ange en tom databas",
		"the Neo4j database %s holds data that is not Landskap's; it is untouched, give an empty database",
	},
	"database.unset": {
		"Neo4j-databasen %s har inga landskap; den är orörd",
		"the Neo4j database %s has no landscapes; it is untouched",
	},
	"database.newer": {
		"Neo4j-databasen %s är inrättad av en nyare version (format %d, den här kan %d); den är orörd",
		"the Neo4j database %s is set up by a newer version (format %d, this one knows %d); it is untouched",
	},
	"database.older": {
		"Neo4j-databasen %s är inrättad av en äldre version (format %d, den här har %d) och orörd; avsluta alla processer som använder den, vänta en halv minut, och öppna den för skrivning med den här versionen",
		"the Neo4j database %s is set up by an older version (format %d, this one has %d) and untouched; end all processes that use it, wait half a minute, and open it for writing with this version",
	},
	"database.taken": {
		"landskapet %s används av en annan process: %s; använd --server med dess adress, eller --shared med alla processer som använder databasen",
		"the landscape %s is in use by another process: %s; use --server with its address, or --shared with all processes that use the database",
	},
	"database.taken_together": {
		"landskapet %s används av andra processer med --shared, bland dem %s; använd --shared här också",
		"the landscape %s is in use by other processes with --shared, %s among them; use --shared here too",
	},
	"database.lost": {
		"landskapet %s har tagits över av en annan process medan den här inte nådde Neo4j-databasen",
		"the landscape %s was taken over by another process while this one did not reach the Neo4j database",
	},
	"database.damaged": {
		"skrivning %d i Neo4j-databasen är inte som den sparades (%s)",
		"write %d in the Neo4j database is not as it was kept (%s)",
	},
	"database.reading": {
		"Neo4j-databasen är öppnad bara för läsning",
		"the Neo4j database is open for reading only",
	},
	"database.incoming": {
		"landskapet %s håller på att läsas in",
		"the landscape %s is being imported",
	},
	"database.text": {
		"%s: text som inte är giltig UTF-8 kan inte sparas",
		"%s: text that is not valid UTF-8 cannot be kept",
	},
	"database.long": {
		"%s: %s är för långt för att sparas i Neo4j",
		"%s: %s is too long to be kept in Neo4j",
	},
}
