package text

// verifying are the words of landskap store verify on a database.
var verifying = entries{
	"progress.verify.checks": {"Prövar i landskap som tas bort igen: %d prövningar", "Verifying in landscapes that are removed again: %d checks"},
	"cmd.verify.failure":     {"%s håller inte:\n%s", "%s does not hold:\n%s"},
	"cmd.verify.passed": {
		"%d av %d prövningar håller på %s. Det som skrevs för att pröva är borttaget.",
		"%d of %d checks hold on %s. What was written to verify it is removed.",
	},
	"cmd.verify.failed": {
		"databasen gör inte som den ska: %d prövningar håller inte",
		"the database does not do as it should: %d checks do not hold",
	},
	"cmd.verify.interrupted": {
		"avbrutet efter %d prövningar som håller och %d som inte gör det; det som skrevs för att pröva är borttaget",
		"interrupted after %d checks that hold and %d that do not; what was written to verify it is removed",
	},
}
