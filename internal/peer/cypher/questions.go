package main

import (
	"fmt"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// variables are those of the questions: what GraphQL would call by the same names.
type variables struct {
	After string `json:"after"`
	Block string `json:"block"`
	ID    string `json:"id"`
	Actor string `json:"actor"`
	Key   string `json:"key"`
	Name  string `json:"name"`
}

// question is one of the ten: a statement that returns one value, and how that is written.
type question struct {
	name       string
	statement  string
	parameters func(variables) (parameters, error)
	write      writer
	writes     bool
}

func none(variables) (parameters, error) { return parameters{}, nil }

// The statements begin an order with the landscape and ask for a key, so that the index over both gives its rows in order, and read
// long lists by the places of claims.
func questions() []question {
	named := plain("id", "key", "name")
	system := plain("id", "key", "name", "owner", "lifecycle")
	integration := plain("id", "key", "name", "method")
	return []question{
		{name: "list", statement: `MATCH (a:Actor) WHERE a.landscape = $p.l AND a._nameKey >= '' AND a.key >= ''
WITH a ORDER BY a.landscape, a._nameKey, a.key LIMIT 100
RETURN collect([a.id, a.key, a.name, COLLECT {
  MATCH (a)-[x:PROVIDES]->(s:System) USING INDEX x:PROVIDES(_fromPlace) WHERE x._fromPlace STARTS WITH a.landscape + ' ' + a.id + ' '
  WITH DISTINCT x._fromPlace AS place, s ORDER BY place LIMIT 9 RETURN [s.id, s.key, s.name, s.owner, s.lifecycle] }])`,
			parameters: none, write: under("actors", nodes(append(named, nested("provides", system...))...))},

		{name: "page", statement: `MATCH (s:System) WHERE s.landscape = $p.l AND s._nameKey >= '' AND s.key >= ''
WITH s ORDER BY s.landscape, s._nameKey, s.key LIMIT 51
RETURN collect([s.id, s.key, s.name, s.owner, s.lifecycle, s._nameKey])`,
			parameters: none, write: under("systems", page(system...))},

		{name: "deep-page", statement: `MATCH (s:System) WHERE s.landscape = $p.l AND s._nameKey >= $p.nameKey AND s.key >= ''
  AND CASE WHEN s._nameKey = $p.nameKey THEN s.key > $p.key ELSE true END
WITH s ORDER BY s.landscape, s._nameKey, s.key LIMIT 51
RETURN collect([s.id, s.key, s.name, s.owner, s.lifecycle, s._nameKey])`,
			parameters: after, write: under("systems", page(system...))},

		{name: "count", statement: `MATCH (s:System) RETURN count(s)`, parameters: none, write: under("systems", total)},

		{name: "count-filtered", statement: `MATCH (s:System) WHERE s.lifecycle = 'ACTIVE' RETURN count(s)`,
			parameters: none, write: under("systems", total)},

		{name: "related", statement: `MATCH (b:Element {landscape: $p.l, id: $p.block})
CALL (b) {
  MATCH (b)<-[x:REALISES]-(s:System) USING INDEX x:REALISES(_toPlace) WHERE x._toPlace STARTS WITH b.landscape + ' ' + b.id + ' '
  WITH DISTINCT x._toPlace AS place, s ORDER BY place LIMIT 50 RETURN s }
RETURN collect([s.id, s.key, s.name, s.owner, s.lifecycle])`,
			parameters: func(v variables) (parameters, error) {
				return parameters{"block": string(landscape.NewElementID("BuildingBlock", v.Block))}, nil
			}, write: under("systems", nodes(system...))},

		{name: "levels", statement: `MATCH (a:Actor) WHERE a.landscape = $p.l AND a._nameKey >= '' AND a.key >= ''
WITH a ORDER BY a.landscape, a._nameKey, a.key LIMIT 10
RETURN collect([a.id, a.key, a.name, COLLECT {
  MATCH (a)-[x:PROVIDES]->(s:System) USING INDEX x:PROVIDES(_fromPlace) WHERE x._fromPlace STARTS WITH a.landscape + ' ' + a.id + ' '
  WITH DISTINCT x._fromPlace AS place, s ORDER BY place LIMIT 10
  RETURN [s.id, s.key, s.name,
    COLLECT { MATCH (s)-[:REALISES]->(b:BuildingBlock) WITH DISTINCT b ORDER BY b._nameKey, b.key LIMIT 10 RETURN [b.id, b.key, b.name] },
    COLLECT { MATCH (s)<-[:FROM]-(i:Integration) WITH DISTINCT i ORDER BY i._nameKey, i.key LIMIT 10
      RETURN [i.id, i.key, i.name, i.method,
        COLLECT { MATCH (i)-[:CARRIES]->(o:InformationObject) WITH DISTINCT o ORDER BY o._nameKey, o.key LIMIT 10 RETURN [o.id, o.key, o.name] }] }] }])`,
			parameters: none, write: under("actors", nodes(append(named, nested("provides", append(named, nested("realises", named...),
				nested("outgoing", append(integration, nested("carriesInformation", named...))...))...))...))},

		{name: "by-id", statement: `OPTIONAL MATCH (s:Element {landscape: $p.l, id: $p.id}) WHERE s:System
RETURN [s.id, s.key, s.name, s.owner, s.lifecycle,
  COLLECT { MATCH (s)-[:REALISES]->(b:BuildingBlock) WITH DISTINCT b ORDER BY b._nameKey, b.key LIMIT 50 RETURN [b.id, b.key, b.name] },
  COLLECT { MATCH (s)<-[:FROM]-(i:Integration) WITH DISTINCT i ORDER BY i._nameKey, i.key LIMIT 50 RETURN [i.id, i.key, i.name, i.method] }]`,
			parameters: func(v variables) (parameters, error) { return parameters{"id": v.ID}, nil },
			write:      under("system", object(append(system, nested("realises", named...), nested("outgoing", integration...))...))},

		{name: "gap", statement: `OPTIONAL MATCH (s:System) WHERE s.landscape = $p.l AND s.owner = $p.actor AND s._nameKey >= ''
OPTIONAL MATCH (s)-[:REALISES]->(x:BuildingBlock)
WITH collect(DISTINCT x) AS there
MATCH (b:BuildingBlock) WHERE b.landscape = $p.l AND b._nameKey >= '' AND b.key >= '' AND NOT b IN there
WITH b ORDER BY b.landscape, b._nameKey, b.key LIMIT 50
RETURN collect([b.id, b.key, b.name])`,
			parameters: func(v variables) (parameters, error) { return parameters{"actor": v.Actor}, nil },
			write:      under("buildingBlocks", nodes(named...))},

		{name: "create", writes: true, statement: `MATCH (a:Element {landscape: $p.l, id: $p.actor}) MATCH (b:Element {landscape: $p.l, id: $p.block})
CREATE (s:Element:System) SET s = $p.system, s.landscape = $p.l
CREATE (a)-[provides:PROVIDES]->(s) SET provides = $p.provides, provides._fromPlace = a.landscape + ' ' + a.id + ' ' + s._nameKey + ' ' + s.key + ' ' + s.kind
CREATE (s)-[realises:REALISES]->(b) SET realises = $p.realises, realises._toPlace = b.landscape + ' ' + b.id + ' ' + s._nameKey + ' ' + s.key + ' ' + s.kind
RETURN [[s.id, s.key, s.name]]`,
			parameters: created, write: under("saveSystem", nodes(named...))},
	}
}

func after(v variables) (parameters, error) {
	nameKey, key, err := parseCursor(v.After)
	return parameters{"nameKey": nameKey, "key": key}, err
}

// created gives the properties of a system and its two claims, as the API would store them.
func created(v variables) (parameters, error) {
	kind := func(name string) *schema.Kind { return &schema.Kind{Name: name} }
	actor := landscape.Ref{Kind: kind("Actor"), Key: v.Actor}
	block := landscape.Ref{Kind: kind("BuildingBlock"), Key: v.Block}
	system := landscape.Ref{Kind: kind("System"), Key: v.Key}
	if v.Key == "" || v.Actor == "" || v.Block == "" {
		return nil, fmt.Errorf("a system needs a key, an actor and a block")
	}
	claim := func(relationType string, from, to landscape.Ref) map[string]any {
		return map[string]any{
			"id": string(landscape.NewRelationID(relationType, from, to, v.Actor, "")), "owner": v.Actor, "visibility": "OPEN", "_level": int64(0),
		}
	}
	return parameters{
		"actor": string(actor.ID()), "block": string(block.ID()),
		"system": map[string]any{
			"id": string(system.ID()), "kind": "System", "key": v.Key, "name": v.Name, "owner": v.Actor, "visibility": "OPEN",
			"lifecycle": "ACTIVE", "_level": int64(0), "_nameKey": landscape.CollationKey(v.Name), "_nameFolded": landscape.Fold(v.Name),
		},
		"provides": claim("PROVIDES", actor, system), "realises": claim("REALISES", system, block),
	}, nil
}
