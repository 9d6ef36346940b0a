package cypher

// Change makes changes in the order in which they fit: nothing is related to what is not there yet, or no longer. It is one text
// for all change sets, large ones run it several times.
const Change = `CALL () { UNWIND $p.withdrawn AS r
  MATCH (a:Element {landscape: $p.l, id: r[0]}) MATCH (b:Element {landscape: $p.l, id: r[1]}) MATCH (a)-[x]->(b) WHERE x.id = r[2] DELETE x }
CALL () { UNWIND $p.created AS r CREATE (n:Element:$(r.kind)) SET n = r }
CALL () { UNWIND $p.changed AS r MATCH (n:Element {landscape: $p.l, id: r.id}) SET n = r }
CALL () { UNWIND $p.renamed AS i MATCH (n:Element {landscape: $p.l, id: i})
  CALL (n) { WITH n AS b MATCH (a)-[x]->(b) WHERE x._fromPlace IS NOT NULL SET x._fromPlace = ` + placeFrom + ` }
  CALL (n) { WITH n AS a MATCH (a)-[x]->(b) WHERE x._toPlace IS NOT NULL SET x._toPlace = ` + placeTo + ` } }
CALL () { UNWIND $p.claimed AS r
  MATCH (a:Element {landscape: $p.l, id: r[0]}) MATCH (b:Element {landscape: $p.l, id: r[1]}) CREATE (a)-[x:$(r[2])]->(b) SET x = r[3]` + setPlaces + ` }
CALL () { UNWIND $p.restated AS r
  MATCH (a:Element {landscape: $p.l, id: r[0]}) MATCH (b:Element {landscape: $p.l, id: r[1]}) MATCH (a)-[x]->(b) WHERE x.id = r[2] SET x = r[3]` + setPlaces + ` }
CALL () { UNWIND $p.deleted AS i MATCH (n:Element {landscape: $p.l, id: i}) DELETE n }
CALL () { UNWIND $p.parts AS r CREATE (n:CommitPart) SET n = r }
CALL () { UNWIND $p.commits AS r CREATE (n:Commit) SET n = r }
CALL () { UNWIND $p.keys AS r CREATE (n:IdempotencyKey) SET n = r }
CALL () { UNWIND $p.revisions AS r MATCH (l:Landscape {name: $p.l}) SET l.revision = r }
`

// ChangeLists are the lists of rows that Change has, in its order.
var ChangeLists = [...]string{"withdrawn", "created", "changed", "renamed", "claimed", "restated", "deleted", "parts", "commits", "keys", "revisions"}

// setPlaces gives a claim its places in long lists.
const setPlaces = ",\n    x._fromPlace = CASE WHEN type(x) IN $p.fromLong THEN " + placeFrom + " END,\n    x._toPlace = CASE WHEN type(x) IN $p.toLong THEN " + placeTo + " END"

// Parameter returns the parameter of Change for a landscape, given rows of some of the lists.
func (l Long) Parameter(in string, lists map[string][]any) map[string]any {
	p := map[string]any{"l": in, "fromLong": l[propFromPlace], "toLong": l[propToPlace]}
	for _, name := range ChangeLists {
		p[name] = lists[name]
		if lists[name] == nil {
			p[name] = []any{}
		}
	}
	return p
}
