package main

import (
	"fmt"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// made is in the key of every system that the benchmark makes, and of no other.
const made = "/made-by-bench-"

// create is a new system of an actor, which provides it, and a block that it realises. No two calls with other numbers or of other
// parties make the same one.
func create(l *land, party string, n int) variables {
	owner := l.actors[n%len(l.actors)]
	return creation(l.name, party, fmt.Sprintf("%s%s%d-%d", owner, made, slices.Index(parties(), party), n), owner, l.blocks[n%len(l.blocks)])
}

// creation words a new system in a landscape for a party.
func creation(in, party, key, owner, block string) variables {
	name := "Bänksystemet " + key
	if party != peer {
		return variables{"key": key, "name": name, "owner": owner, "actor": owner, "block": block}
	}
	ref := func(kind, key string) landscape.Ref { return landscape.Ref{Kind: &schema.Kind{Name: kind}, Key: key} }
	made, provider, realised := ref("System", key), ref("Actor", owner), ref("BuildingBlock", block)
	// The peer stores what it is given, so it is given what the others work out: the same properties.
	place := func(near landscape.Ref) string {
		return fmt.Sprintf("%s %s %s %s System", in, near.ID(), landscape.CollationKey(name), key)
	}
	claim := func(relationType string, from, to landscape.Ref) variables {
		return variables{"id": landscape.NewRelationID(relationType, from, to, owner, ""), "owner": owner, "visibility": "OPEN", "_level": 0}
	}
	provides, realises := claim("PROVIDES", provider, made), claim("REALISES", made, realised)
	provides["_fromPlace"], realises["_toPlace"] = place(provider), place(realised)
	connect := func(to landscape.Ref, edge variables) variables {
		return variables{"connect": []variables{{"where": variables{"node": variables{"id": variables{"eq": to.ID()}}}, "edge": edge}}}
	}
	return variables{"input": []variables{{
		"id": made.ID(), "key": key, "name": name, "kind": "System", "landscape": in, "owner": owner, "visibility": "OPEN", "lifecycle": "ACTIVE",
		"_level": 0, "_nameKey": landscape.CollationKey(name), "_nameFolded": landscape.Fold(name),
		"providedBy": connect(provider, provides),
		"realises":   connect(realised, realises),
	}}}
}
