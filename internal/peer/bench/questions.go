package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
)

// The parties.
const (
	ours  = "Landskap"
	limit = "hand-written"
	peer  = "@neo4j/graphql"
)

// parties are the three in the order in which each round asks them.
func parties() []string { return []string{ours, limit, peer} }

// variables are those of one request.
type variables map[string]any

// question is one of the ten, in the words of each party.
type question struct {
	name  string // the limit's address
	title string
	ours  string // GraphQL of our API
	peer  string // GraphQL of the peer: the same fields of the same records
	// atMost is how many times the limit's time ours may take, atLeast how many times the peer's requests per second ours are to be.
	// Zero is no target.
	atMost, atLeast float64
	variables       func(l *land, party string, n int) variables
	writes          bool
}

func fixed(*land, string, int) variables { return variables{} }

const (
	byName     = `orderBy: [{name: ASC}]`
	peerByName = `sort: [{_nameKey: ASC}, {key: ASC}]`
	system     = `id key name owner lifecycle`
)

// questions are the ten. What writes comes last, so that all others find the landscape as it was loaded.
func questions() []question {
	return []question{
		{name: "list", title: "list with nested list, 100 actors x 9 systems", atMost: 1.5, atLeast: 5, variables: fixed,
			ours: `{ actors(first: 100, ` + byName + `) { nodes { id key name provides(where: {kind: {eq: System}}, first: 9, ` + byName + `) {
				nodes { id key name owner ... on System { lifecycle } } } } } }`,
			peer: `{ actors(limit: 100, ` + peerByName + `) { id key name provides(limit: 9, ` + peerByName + `) { ` + system + ` } } }`},

		{name: "page", title: "page 1 of 50", atMost: 1.5, atLeast: 25, variables: fixed,
			ours: `{ systems(first: 50, ` + byName + `) { nodes { ` + system + ` } pageInfo { hasNextPage endCursor } } }`,
			peer: `{ systems: systemsConnection(first: 50, ` + peerByName + `) { edges { node { ` + system + ` } } pageInfo { hasNextPage endCursor } } }`},

		{name: "deep-page", title: "page 1,000 of 50", atMost: 1.5, atLeast: 25, variables: deep,
			ours: `query($after: String!) { systems(first: 50, after: $after, ` + byName + `) { nodes { ` + system + ` } pageInfo { hasNextPage endCursor } } }`,
			peer: `query($after: String!) { systems: systemsConnection(first: 50, after: $after, ` + peerByName + `) {
				edges { node { ` + system + ` } } pageInfo { hasNextPage endCursor } } }`},

		{name: "count", title: "totalCount of all", atMost: 1.5, atLeast: 3, variables: fixed,
			ours: `{ systems { totalCount } }`,
			peer: `{ systems: systemsConnection { totalCount } }`},

		{name: "count-filtered", title: "totalCount with one filter without index", atMost: 1.5, atLeast: 1, variables: fixed,
			ours: `{ systems(where: {lifecycle: {eq: ACTIVE}}) { totalCount } }`,
			peer: `{ systems: systemsConnection(where: {lifecycle: {eq: "ACTIVE"}}) { totalCount } }`},

		{name: "related", title: "filter by related, a building block", atMost: 1.5, atLeast: 100, variables: block,
			ours: `query($block: Key!) { systems(where: {realises: {some: {key: {eq: $block}}}}, first: 50, ` + byName + `) { nodes { ` + system + ` } } }`,
			peer: `query($block: String!) { systems(where: {realises: {some: {key: {eq: $block}}}}, limit: 50, ` + peerByName + `) { ` + system + ` } }`},

		{name: "levels", title: "four levels deep, from 10 actors", atMost: 2, atLeast: 5, variables: fixed,
			ours: `{ actors(first: 10, ` + byName + `) { nodes { id key name provides(where: {kind: {eq: System}}, first: 10, ` + byName + `) {
				nodes { id key name ... on System { realises(first: 10) { nodes { id key name } }
				outgoing(first: 10) { nodes { id key name method carriesInformation(first: 10) { nodes { id key name } } } } } } } } } }`,
			peer: `{ actors(limit: 10, ` + peerByName + `) { id key name provides(limit: 10, ` + peerByName + `) { id key name
				realises(limit: 10, ` + peerByName + `) { id key name } outgoing(limit: 10, ` + peerByName + `) { id key name method
				carriesInformation(limit: 10, ` + peerByName + `) { id key name } } } } }`},

		{name: "by-id", title: "by id with two nested lists", atMost: 1.5, atLeast: 2.5, variables: id,
			ours: `query($id: ID!) { system(id: $id) { ` + system + ` realises(first: 50) { nodes { id key name } }
				outgoing(first: 50) { nodes { id key name method } } } }`,
			peer: `query($id: String!) { system: systems(where: {id: {eq: $id}}) { ` + system + ` realises(limit: 50, ` + peerByName + `) { id key name }
				outgoing(limit: 50, ` + peerByName + `) { id key name method } } }`},

		{name: "gap", title: "gap-like, building blocks that no system of an actor realises", atMost: 1.5, atLeast: 100, variables: actor,
			ours: `query($actor: String!) { buildingBlocks(where: {realisedBy: {none: {kind: {eq: System}, owner: {eq: $actor}}}}, first: 50, ` + byName + `) {
				nodes { id key name } } }`,
			peer: `query($actor: String!) { buildingBlocks(where: {realisedBy: {none: {owner: {eq: $actor}}}}, limit: 50, ` + peerByName + `) { id key name } }`},

		// The limit keeps no revision and no history, so that there is no target against it.
		{name: "create", title: "create a system and connect two", atLeast: 1.5, variables: create, writes: true,
			ours: `mutation($key: Key!, $name: String!, $owner: String!, $actor: Key!, $block: Key!) { saveSystem(input: [{key: $key, name: $name, owner: $owner,
				lifecycle: ACTIVE, realises: {add: [{key: $block, owner: $owner}]}, providedBy: {add: [{key: $actor, owner: $owner}]}}]) {
				nodes { id key name } } }`,
			peer: `mutation($input: [SystemCreateInput!]!) { saveSystem: createSystems(input: $input) { nodes: systems { id key name } } }`},
	}
}

func deep(l *land, party string, _ int) variables {
	if party == peer {
		// The peer's places are numbers.
		return variables{"after": base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "arrayconnection:%d", l.deepAt))}
	}
	return variables{"after": l.deepCursor}
}

func block(l *land, _ string, n int) variables { return variables{"block": l.blocks[n%len(l.blocks)]} }
func id(l *land, _ string, n int) variables    { return variables{"id": l.systems[n%len(l.systems)]} }
func actor(l *land, _ string, n int) variables { return variables{"actor": l.actors[n%len(l.actors)]} }

// cursorAt returns a cursor like the sample, which is one of our API for the same order, but of another place.
func cursorAt(sample, nameKey, key string) (string, error) {
	b, err := base64.RawURLEncoding.DecodeString(sample)
	if err != nil {
		return "", fmt.Errorf("reading a cursor: %w", err)
	}
	var c struct {
		Order string   `json:"o"`
		Sort  []string `json:"s"`
		Key   string   `json:"k"`
		Kind  string   `json:"t"`
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return "", fmt.Errorf("reading a cursor: %w", err)
	}
	c.Sort, c.Key = []string{nameKey}, key
	if b, err = json.Marshal(c); err != nil {
		return "", fmt.Errorf("writing a cursor: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// pick returns the questions of the names, all where there are none.
func pick(names []string) ([]question, error) {
	all := questions()
	for _, name := range names {
		if !slices.ContainsFunc(all, func(q question) bool { return q.name == name }) {
			return nil, fmt.Errorf("there is no question %q", name)
		}
	}
	return slices.DeleteFunc(all, func(q question) bool { return len(names) > 0 && !slices.Contains(names, q.name) }), nil
}
