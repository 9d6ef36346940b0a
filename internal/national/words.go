package national

import "fmt"

// The words of which names are made. They are everyday ones: what they are put together to means nobody and nothing in particular.
var (
	heads = []string{"Björk", "Gran", "Häger", "Åske", "Lärk", "Dimm", "Älv", "Sten", "Öd", "Tran", "Kvarn", "Ljung", "Räv", "Sälg", "Torv", "Vargö",
		"Ekorr", "Frost", "Grås", "Höst", "Järp", "Korp", "Mård", "Näver"}
	tails = []string{"myra", "vret", "tjärna", "backa", "hult", "kölen", "åmot", "dala", "vik", "lunda", "mora", "nora", "skoga", "berga", "sätra", "äng",
		"öna", "fors", "rås", "by", "moen"}
	words = []string{"Blåmesen", "Tjädern", "Åkerbäret", "Häggen", "Älggräset", "Öringen", "Granen", "Kråkan", "Ärlan", "Rönnen", "Lärkan", "Gäddan",
		"Åskan", "Norrskenet", "Ödlan", "Fjällämmeln", "Hjortronet", "Linnéan", "Mården", "Näckrosen", "Pilgrimsfalken", "Räven", "Sländan", "Tallen",
		"Utter", "Vråken", "Yxan", "Zinken", "Ängen", "Östanvinden"}
	applications = []string{"Ärendesystemet", "Ekonomisystemet", "Personalsystemet", "Skolsystemet", "Lärplattformen", "Omsorgssystemet", "Planeringssystemet",
		"Byggsystemet", "Kartportalen", "Fastighetssystemet", "E-arkivet", "Bokningssystemet", "Biblioteksystemet", "Miljösystemet", "Tidrapporteringen",
		"Dokumenthanteringen", "Mötesportalen", "Ritningsregistret", "Körjournalen", "Överförmyndarregistret", "Kösystemet", "Inköpssystemet",
		"Fakturaportalen", "Äldreomsorgsappen", "Måltidssystemet", "Försörjningsstödet", "Felanmälan", "Diariet", "Statistikportalen", "Enkätverktyget"}
	platforms = []string{"Integrationsplattformen", "Identitetsnavet", "Databasplattformen", "Containerplattformen", "Lagringen", "Nätverket", "Loggplattformen", "Säkerhetskopieringen"}
	subjects  = []string{"Elevuppgifter", "Fakturor", "Ansökningar", "Löneunderlag", "Ritningar", "Åtgärdsplaner", "Ärenden", "Beslut", "Mätvärden", "Bokningar",
		"Avtalsuppgifter", "Journaler", "Kontaktuppgifter", "Närvaro", "Tillstånd", "Överenskommelser", "Inventarier", "Kartdata"}
	departments = []string{"Barn- och utbildningsförvaltningen", "Omsorgsförvaltningen", "Samhällsbyggnadsförvaltningen", "Kommunledningskontoret", "Miljökontoret",
		"Ekonomiavdelningen", "Digitaliseringsavdelningen", "Kultur- och fritidsförvaltningen", "Räddningstjänsten", "Förvaltningsstöd"}
	errands = []string{"Bygglov", "Skolplats", "Färdtjänst", "Serveringstillstånd", "Felanmälan", "Försörjningsstöd", "Båtplats", "Parkeringstillstånd",
		"Föreningsbidrag", "Öppna data", "Lokalbokning", "Återbruk"}
	doings    = []string{"Handlägga", "Följa upp", "Planera", "Fördela", "Pröva", "Öppna", "Återrapportera"}
	abilities = []string{"Informationssäkerhet", "Arkitekturstyrning", "Upphandling", "Identitetshantering", "Integration", "Förändringsledning", "Datadelning",
		"E-arkivering", "Nyttorealisering", "Öppna data", "Användbarhet", "Återanvändning", "Förvaltningsstyrning", "Kontinuitet"}
	hindrances = []string{"För få händer", "Gammal teknik", "Oklar rättslig grund", "Ingen egen arkitekt", "Låsta avtal", "Ägarskap saknas"}
)

// place returns the invented place that has a number, another for each: where the words are used up it gets a number.
func place(i int) string {
	// The tail moves on by one with each round of heads; heads + 1 and tails have no factor in common, so that no pair comes twice.
	name := heads[i%len(heads)] + tails[(i/len(heads)+i)%len(tails)]
	if round := i / (len(heads) * len(tails)); round > 0 {
		return fmt.Sprintf("%s %d", name, round+1)
	}
	return name
}
