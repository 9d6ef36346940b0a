package text

// analyses are what the analyses say.
var analyses = entries{
	"analysis.absent": {
		"%[1]s %[2]q finns inte",
		"the %[1]s %[2]q is not there",
	},
	"analysis.negative": {
		"%s är %d, men får inte vara negativt",
		"%s is %d, but cannot be negative",
	},
	"analysis.few": {
		"%s är %d, men ska vara minst 1",
		"%s is %d, but is at least 1",
	},
	"analysis.elsewhere": {
		"%q hör inte till %q",
		"%q does not belong to %q",
	},
	"analysis.actor":      {"aktören", "actor"},
	"analysis.reference":  {"referensarkitekturen", "reference"},
	"analysis.area":       {"området", "area"},
	"analysis.group":      {"gruppen", "group"},
	"analysis.capability": {"förmågan", "capability"},
}
