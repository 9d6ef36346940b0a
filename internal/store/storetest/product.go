package storetest

import (
	"github.com/arkinera/landskap/internal/landscape"
)

// productLandscape uses the product's own schema, where types of relation mean different things on different kinds.
//
//	Actor kommun/2482 ──PROVIDES──> System lyst/arenden ──REALISES──> BuildingBlock eira@7.0.0/a [lyst FULL, kommun/2482 PARTIAL]
//	      │                                                                 │ IN                ▲ REALISES
//	      ├──STATES──> Area eira@7.0.0/t (as of 2024, 2025)                 ▼                   │
//	      │            Area eira@7.0.0/t ──IN──> Reference eira@7.0.0 <──IN── Process klassa@2.1/3.5
//	      └──STATES──> BuildingBlock eira@7.0.0/a                             Process klassa@2.1/3.5.4 ──PART_OF──> 3.5
//
//	Obstacle o ──CONCERNS──> Capability c <──CONCERNS── Decision d ──CONCERNS──> d, System lyst/arenden
//	Unit u ──PART_OF──> Actor kommun/2482
const productLandscape = `
	Actor kommun/2482 | actorKind MUNICIPALITY | county 24 | name Skellefteå
	Actor lyst | actorKind JOINT_BODY | county 24
	System lyst/arenden | owner lyst | lifecycle ACTIVE | name Ärenden
	Unit u | owner kommun/2482
	Reference eira@7.0.0
	Area eira@7.0.0/t
	BuildingBlock eira@7.0.0/a
	Process klassa@2.1/3.5
	Process klassa@2.1/3.5.4
	Capability c
	Obstacle o
	Decision d
	Actor kommun/2482 PROVIDES System lyst/arenden | owner kommun/2482
	System lyst/arenden REALISES BuildingBlock eira@7.0.0/a | owner lyst
	System lyst/arenden REALISES BuildingBlock eira@7.0.0/a | owner kommun/2482 | coverage PARTIAL
	Process klassa@2.1/3.5 REALISES BuildingBlock eira@7.0.0/a
	BuildingBlock eira@7.0.0/a IN Area eira@7.0.0/t
	Area eira@7.0.0/t IN Reference eira@7.0.0
	Process klassa@2.1/3.5 IN Reference eira@7.0.0
	Process klassa@2.1/3.5.4 PART_OF Process klassa@2.1/3.5
	Unit u PART_OF Actor kommun/2482 | owner kommun/2482
	Actor kommun/2482 STATES Area eira@7.0.0/t | owner kommun/2482 | statement COMPLETE | asOf 2025-05-05
	Actor kommun/2482 STATES Area eira@7.0.0/t | owner kommun/2482 | statement NONE | asOf 2024-05-05
	Actor kommun/2482 STATES BuildingBlock eira@7.0.0/a | owner lyst | statement PLANNED
	Obstacle o CONCERNS Capability c
	Decision d CONCERNS Capability c
	Decision d CONCERNS Decision d
	Decision d CONCERNS System lyst/arenden
`

func productPart() part {
	return part{name: "Product", product: true, landscape: productLandscape, checks: func(w *world) []check {
		var checks []check
		for _, c := range productCases(w) {
			checks = append(checks, check{"ends/" + c.name, c.says, func(t TB, w *world) { c.run(t, w) }})
		}
		for _, c := range productPaths(w) {
			checks = append(checks, check{c.name, c.says, c.run})
		}
		return checks
	}}
}

func productCases(w *world) []endCase {
	const meaning = "Types such as IN mean different things on different kinds; a field leads over its own."
	const pkg = " [" + packageOwner + "*!]"
	return []endCase{
		{name: "blocks of an area", says: meaning, source: "Area eira@7.0.0/t", field: "Area.blocks", want: "BuildingBlock eira@7.0.0/a" + pkg},
		{name: "reference of an area", says: meaning, source: "Area eira@7.0.0/t", field: "Area.inReference", want: "Reference eira@7.0.0" + pkg},
		{name: "areas of a reference", says: meaning, source: "Reference eira@7.0.0", field: "Reference.areas", want: "Area eira@7.0.0/t" + pkg},
		{name: "processes of a reference", says: meaning, source: "Reference eira@7.0.0", field: "Reference.processes", want: "Process klassa@2.1/3.5" + pkg},
		{name: "units of an actor", says: meaning, source: "Actor kommun/2482", field: "Actor.units", want: "Unit u [kommun/2482*!]"},
		{name: "parts of a process", says: meaning, source: "Process klassa@2.1/3.5", field: "Process.parts", want: "Process klassa@2.1/3.5.4" + pkg},
		{name: "obstacles of a capability", says: meaning, source: "Capability c", field: "Capability.obstacles", want: "Obstacle o" + pkg},
		{name: "decisions about a capability", says: meaning, source: "Capability c", field: "Capability.ruledBy", want: "Decision d" + pkg},
		{name: "what a decision is about", says: meaning, source: "Decision d", field: "Decision.concerns", want: "Capability c" + pkg + ", Decision d" + pkg + ", System lyst/arenden" + pkg},
		{name: "decisions about a decision", says: meaning, source: "Decision d", field: "Decision.ruledBy", want: "Decision d" + pkg},
		{name: "realisers of several kinds", says: meaning, source: "BuildingBlock eira@7.0.0/a", field: "BuildingBlock.realisedBy", order: "name",
			want: "Process klassa@2.1/3.5" + pkg + ", System lyst/arenden [kommun/2482, lyst*!]"},
		{name: "realisers by their claims", says: meaning, source: "BuildingBlock eira@7.0.0/a", field: "BuildingBlock.realisedBy",
			claim: w.is("System.realises.coverage", landscape.Eq, "FULL"), where: landscape.KindIs{w.kind("System")}, want: "System lyst/arenden [lyst*!]"},
		{name: "statements", says: byNewest, source: "Actor kommun/2482", field: "Actor.states",
			want: "BuildingBlock eira@7.0.0/a [lyst:*], Area eira@7.0.0/t [kommun/2482:2024!, kommun/2482:2025*!]"},
		{name: "statements by what they are about", says: meaning, source: "Actor kommun/2482", field: "Actor.states", where: landscape.KindIs{w.kind("Area"), w.kind("Process")},
			claim: w.is("Actor.states.statement", landscape.Ne, "COMPLETE"), want: "Area eira@7.0.0/t [kommun/2482:2024*!]"},
	}
}

func productPaths(w *world) []pathCase {
	const says = "A step goes over any of the fields, from the kind that each of them starts from."
	reference := landscape.Set{IDs: w.ids("Reference eira@7.0.0")}
	return []pathCase{
		{"reference to blocks", says, reference, []string{"Reference.areas", "Area.blocks"}, nil, "",
			"eira@7.0.0 <IN< eira@7.0.0/t <IN< eira@7.0.0/a"},
		{"reference to areas and processes, and on", says, reference, []string{"Reference.areas|Reference.processes", "Area.blocks|Process.realises"}, nil, "",
			"eira@7.0.0 <IN< eira@7.0.0/t <IN< eira@7.0.0/a\neira@7.0.0 <IN< klassa@2.1/3.5 >REALISES> eira@7.0.0/a"},
		{"actor to blocks", says, landscape.Set{IDs: w.ids("Actor kommun/2482, Actor lyst")}, []string{"Actor.provides|Actor.uses", "System.realises|Service.realises"},
			w.ids("BuildingBlock eira@7.0.0/a"), "2026-01-01",
			"kommun/2482 >PROVIDES kommun/2482> lyst/arenden >REALISES kommun/2482> eira@7.0.0/a\nkommun/2482 >PROVIDES kommun/2482> lyst/arenden >REALISES lyst> eira@7.0.0/a"},
	}
}
