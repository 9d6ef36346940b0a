package analysis

// state is the place of a row's or an item's state in the enum GapState, the best first.
type state int

const (
	covered state = iota
	shared
	partly
	planned
	notNeeded
	missing
	unknown
)

// states are the names of the states, in order.
var states = [...]string{"COVERED", "SHARED", "PARTLY", "PLANNED", "NOT_NEEDED", "MISSING", "UNKNOWN"}

func (s state) String() string { return states[s] }

// reason is the place of a reason in the enum GapReason. The order of the reasons follows that of the states they give.
type reason int

const (
	provided reason = iota
	used
	partial
	plannedRealisation
	plannedInitiative
	statedPlanned
	statedNotNeeded
	statedNone
	areaDescribed
	notDescribed
)

func (r reason) String() string {
	return [...]string{"PROVIDED", "USED", "PARTIAL", "PLANNED_REALISATION", "PLANNED_INITIATIVE", "STATED_PLANNED",
		"STATED_NOT_NEEDED", "STATED_NONE", "AREA_DESCRIBED", "NOT_DESCRIBED"}[r]
}

// countStates counts each state, zeros too.
func countStates(list []state) []GapCount {
	counts := make([]GapCount, len(states))
	for i := range states {
		counts[i] = GapCount{states[i], count(list, state(i))}
	}
	return counts
}
