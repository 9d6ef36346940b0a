package bolttest

import (
	"fmt"
	"slices"
)

// Breaches tells what of a record a client of a cluster may not do, whatever it asks: to begin a transaction or ask for a routing
// table without the database's name, to begin one without a time limit or without the newest bookmark that it was given before, to
// report what it does (telemetry), to write elsewhere than at the leader or to read at the leader what a follower could tell. The
// record is of one leader and of a client that does one thing at a time.
func Breaches(record []Message, database string, leader int) (breaches []string) {
	newest := ""
	for i, m := range record {
		breach := func(what string) {
			breaches = append(breaches, fmt.Sprintf("message %d, %s %q to server %d with %v: %s", i, m.Name, m.Statement, m.Server, m.Meta, what))
		}
		if (m.Begins() || m.Name == "ROUTE") && m.Meta["db"] != database {
			breach("does not name the database")
		}
		if m.Name == "TELEMETRY" {
			breach("is telemetry")
		}
		if m.Begins() {
			if limit, _ := m.Meta["tx_timeout"].(int64); limit <= 0 {
				breach("has no time limit")
			}
			sent, _ := m.Meta["bookmarks"].([]any)
			if newest != "" && !slices.Contains(sent, any(newest)) {
				breach("does not come after " + newest)
			}
			if leads := m.Server == leader; leads != (m.Mode() == "w") {
				breach("is at the wrong server")
			}
		}
		if m.Given != "" {
			newest = m.Given
		}
	}
	return breaches
}
