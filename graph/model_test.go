package graph

import (
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/schema"
)

// vehicleSDL is all that is written to give the product a new kind with two values, a relation and a hidden value.
const vehicleSDL = `
"How a vehicle is driven."
enum Fuel {
  PETROL @label(sv: "Bensin")
  ELECTRIC @label(sv: "El")
}
"Something that rolls."
type Vehicle @element(archimate: "Equipment", plural: "vehicles", sv: "Fordon", svPlural: "Fordonen") {
  "What drives it."
  fuel: Fuel @attribute(sv: "Drivmedel")
  wheels: Int @attribute(sv: "Hjul", min: 1, max: 18)
  "What it cost, which is nobody else's business."
  price: Float @attribute(sv: "Pris", visibility: "ACTOR")
  "Carries a system about."
  carries: [System!]! @relation(type: "CARRIES_ABOUT", inverse: "carriedAbout", attributes: "CarriesAttributes", sv: "Bär", svInverse: "Bärs av")
}
type CarriesAttributes {
  lap: Int @attribute(sv: "Varv")
}
`

const vehicles = `
landskap: 1
owner: a/1
elements:
  - {kind: Actor, key: a/1, name: Ett, actorKind: MUNICIPALITY, county: "77"}
  - {kind: Actor, key: a/2, name: Två, actorKind: MUNICIPALITY, county: "77"}
  - {kind: System, key: s/1, name: Datorn}
  - {kind: Vehicle, key: v/1, name: Bussen, fuel: ELECTRIC, wheels: 6, price: 100.5}
  - {kind: Vehicle, key: v/2, name: Ången, wheels: 18, price: 7}
  - {kind: Vehicle, key: v/3, name: Bilen, fuel: PETROL, wheels: 4}
relations:
  - {from: Vehicle v/1, type: CARRIES_ABOUT, to: System s/1, lap: 3}
  - {from: Vehicle v/3, type: CARRIES_ABOUT, to: System s/1, owner: a/2}
`

func vehicleModel(t *testing.T) *schema.Metamodel {
	t.Helper()
	m, err := schema.Parse(append(schema.Sources(), schema.Source{Name: "vehicle.graphqls", Text: vehicleSDL})...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestNewKind: a kind is added to a copy of the SDL and nothing else; it can be loaded, asked for, filtered, ordered and introspected.
func TestNewKind(t *testing.T) {
	m := vehicleModel(t)
	e := engine(t, plain.New(content(t, m, vehicles)), func(o *Options) { o.Model = m })
	for query, want := range map[string]string{
		`{ vehicle(key: "v/1") { __typename key fuel wheels carries { totalCount edges { lap owner confirmed node { key } claims { __typename lap } } } } }`: `{"vehicle":{"__typename":"Vehicle","key":"v/1","fuel":"ELECTRIC","wheels":6,"carries":{"totalCount":1,"edges":[{"lap":3,"owner":"a/1","confirmed":true,"node":{"key":"s/1"},"claims":[{"__typename":"CarriesAboutClaim","lap":3}]}]}}}`,
		`{ vehicles(where: {fuel: {in: [PETROL, ELECTRIC]}, wheels: {gte: 4}}, orderBy: [{fuel: DESC}]) { totalCount nodes { name } } }`:                     `{"vehicles":{"totalCount":2,"nodes":[{"name":"Bussen"},{"name":"Bilen"}]}}`,
		`{ vehicles { nodes { name } } }`:                                              `{"vehicles":{"nodes":[{"name":"Bilen"},{"name":"Bussen"},{"name":"Ången"}]}}`,
		`{ vehicles(where: {carries: {none: {key: {eq: "s/1"}}}}) { nodes { key } } }`: `{"vehicles":{"nodes":[{"key":"v/2"}]}}`,
		`{ system(key: "s/1") { carriedAbout(claim: {lap: {isNull: true}}, where: {fuel: {eq: PETROL}}) { nodes { key } } ruledBy { totalCount } } }`: `{"system":{"carriedAbout":{"nodes":[{"key":"v/3"}]},"ruledBy":{"totalCount":0}}}`,
		`{ systems(where: {carriedAbout: {some: {wheels: {lt: 5}}}}) { nodes { key } } }`:                                                             `{"systems":{"nodes":[{"key":"s/1"}]}}`,
		`{ t: __type(name: "Vehicle") { description interfaces { name } fields { name description } } }`:                                              "",
		`{ e: __type(name: "Fuel") { description enumValues { name description } } k: __type(name: "ElementKind") { enumValues { name } } }`:          "",
		`{ w: __type(name: "VehicleWhere") { inputFields { name } } c: __type(name: "SystemCarriedAboutConnection") { name } }`:                       "",
	} {
		got := data(t, e, query)
		if want != "" && got != want {
			t.Errorf("%s\ngot  %s\nwant %s", query, got, want)
		}
		if want != "" {
			continue
		}
		for _, part := range map[string][]string{
			"t": {`"Fordon. Something that rolls. ArchiMate: Equipment."`, `{"name":"fuel","description":"Drivmedel. What drives it."}`, `{"name":"wheels","description":"Hjul."}`, `{"name":"carries","description":"Bär. Carries a system about."}`, `{"name":"Element"}`, `"archimateFrom"`},
			"e": {`"How a vehicle is driven."`, `{"name":"ELECTRIC","description":"El."}`, `{"name":"Vehicle"}`},
			"w": {`"fuel"`, `"carries"`, `"ruledBy"`, `"SystemCarriedAboutConnection"`},
		}[query[2:3]] {
			if !strings.Contains(got, part) {
				t.Errorf("%s has no %s: %s", query, part, got)
			}
		}
	}
}

// TestHiddenValues: a value that the schema shows to fewer than its record is null to read, to filter and to order by.
func TestHiddenValues(t *testing.T) {
	m, err := schema.Parse(append(schema.Sources(), schema.Source{Name: "vehicle.graphqls", Text: vehicleSDL})...)
	if err != nil {
		t.Fatal(err)
	}
	e := engine(t, plain.New(content(t, m, vehicles)), func(o *Options) { o.Model = m })
	const query = `{ read: vehicles(orderBy: [{key: ASC}]) { nodes { price } } filtered: vehicles(where: {price: {gt: 0}}) { totalCount } not: vehicles(where: {not: {price: {gt: 50}}}) { totalCount }
		none: vehicles(where: {price: {isNull: true}}) { totalCount } ordered: vehicles(orderBy: [{price: ASC}]) { nodes { key } edges { cursor } }
		some: systems(where: {carriedAbout: {some: {price: {isNull: false}}}}) { totalCount } }`
	for viewer, want := range map[landscape.Viewer]string{
		landscape.Member("a/1"): `"read":{"nodes":[{"price":100.5},{"price":7},{"price":null}]},"filtered":{"totalCount":2},"not":{"totalCount":1},"none":{"totalCount":1},"ordered":{"nodes":[{"key":"v/2"},{"key":"v/1"},{"key":"v/3"}]`,
		landscape.Member("a/2"): `"read":{"nodes":[{"price":null},{"price":null},{"price":null}]},"filtered":{"totalCount":0},"not":{"totalCount":0},"none":{"totalCount":3},"ordered":{"nodes":[{"key":"v/1"},{"key":"v/2"},{"key":"v/3"}]`,
	} {
		got := ask(e, viewer, query)
		some := `"some":{"totalCount":0}`
		if viewer == landscape.Member("a/1") {
			some = `"some":{"totalCount":1}`
		}
		if !strings.Contains(got, want) || !strings.Contains(got, some) {
			t.Errorf("%s\ngot  %s\nwant %s", viewer, got, want)
		}
		if viewer == landscape.Member("a/2") {
			// What is hidden is not in the cursors either.
			if cursor := encodeCursor(`{"o":"Vehicle price","s":[null],"k":"v/1","t":"Vehicle"}`); !strings.Contains(got, cursor) {
				t.Errorf("no cursor %s in %s", cursor, got)
			}
		}
	}
}
