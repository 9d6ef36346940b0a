package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
)

// counting is a store that counts what is asked of its snapshots. Between it and whoever asks there may be something that passes the
// questions on.
type counting struct {
	landscape.Store
	calls   map[string]int
	between func(landscape.Snapshot) landscape.Snapshot
}

func (c *counting) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return c.Store.Read(ctx, name, v, func(s landscape.Snapshot) error {
		var counted landscape.Snapshot = countingSnapshot{s, c.calls}
		if c.between != nil {
			counted = c.between(counted)
		}
		return fn(counted)
	})
}

type countingSnapshot struct {
	landscape.Snapshot
	calls map[string]int
}

func (s countingSnapshot) Elements(ctx context.Context, ids []landscape.ID, attributes []string, ahead ...*landscape.RelatedQuery) ([]*landscape.Element, error) {
	s.calls["Elements"]++
	return s.Snapshot.Elements(ctx, ids, attributes, ahead...)
}

func (s countingSnapshot) Find(ctx context.Context, q landscape.Query) (landscape.Rows, error) {
	s.calls["Find"]++
	return s.Snapshot.Find(ctx, q)
}

func (s countingSnapshot) Count(ctx context.Context, q landscape.Query) (int, error) {
	s.calls["Count"]++
	return s.Snapshot.Count(ctx, q)
}

func (s countingSnapshot) Related(ctx context.Context, q landscape.RelatedQuery) ([]landscape.Ends, error) {
	s.calls["Related"]++
	return s.Snapshot.Related(ctx, q)
}

func (s countingSnapshot) CountRelated(ctx context.Context, q landscape.RelatedQuery) ([]int, error) {
	s.calls["CountRelated"]++
	return s.Snapshot.CountRelated(ctx, q)
}

func (s countingSnapshot) Matrix(ctx context.Context, q landscape.MatrixQuery) (*landscape.Matrix, error) {
	s.calls["Matrix"]++
	return s.Snapshot.Matrix(ctx, q)
}

// fan is a landscape in which everything fans out to n: an actor provides n systems, each of which realises a block of its own and
// is used by two actors; a decision concerns all systems; the actor is assessed for n capabilities; a reference has n blocks.
func fan(t testing.TB, n int) landscape.Store {
	t.Helper()
	var b strings.Builder
	b.WriteString(`{"landskap": 1, "owner": "a/0", "elements": [
		{"kind": "Actor", "key": "a/0", "name": "Noll", "actorKind": "MUNICIPALITY"},
		{"kind": "Actor", "key": "a/1", "name": "Ett", "actorKind": "MUNICIPALITY"},
		{"kind": "Actor", "key": "a/2", "name": "Två", "actorKind": "REGION"},
		{"kind": "Reference", "key": "r", "name": "R"}, {"kind": "Area", "key": "r/a", "name": "A"}, {"kind": "Decision", "key": "d", "name": "D"}`)
	relations := []string{
		`{"from": "Area r/a", "type": "IN", "to": "Reference r"}`, `{"from": "Decision d", "type": "CONCERNS", "to": "Actor a/0"}`,
		`{"from": "Actor a/1", "type": "ADOPTS", "to": "Reference r", "stance": "USED"}`,
		`{"from": "Actor a/1", "type": "REPRESENTED_BY", "to": "Actor a/2"}`,
	}
	for i := range n {
		fmt.Fprintf(&b, `, {"kind": "System", "key": "s/%d", "name": "S %d"}, {"kind": "BuildingBlock", "key": "r/b%d", "name": "B %d"}, {"kind": "Capability", "key": "c/%d", "name": "C %d"}`, i, i, i, i, i, i)
		for _, r := range []string{
			`{"from": "Actor a/0", "type": "PROVIDES", "to": "System s/%d"}`, `{"from": "System s/%d", "type": "REALISES", "to": "BuildingBlock r/b%d"}`,
			`{"from": "BuildingBlock r/b%d", "type": "IN", "to": "Area r/a"}`, `{"from": "Decision d", "type": "CONCERNS", "to": "System s/%d"}`,
			`{"from": "Actor a/1", "type": "USES", "to": "System s/%d"}`, `{"from": "Actor a/2", "type": "USES", "to": "System s/%d"}`,
			`{"from": "Actor a/0", "type": "ASSESSED", "to": "Capability c/%d", "stance": "HAS"}`,
		} {
			relations = append(relations, strings.ReplaceAll(r, "%d", fmt.Sprint(i)))
		}
	}
	b.WriteString(`], "relations": [` + strings.Join(relations, ",") + `]}`)
	return plain.New(content(t, model(t), b.String()))
}

// fans are queries with what they cost: a call for each list of the document, however many rows it hangs on, and one for each count.
var fans = []struct {
	name, query string
	calls       map[string]int
}{
	{"a list", `{ systems(first: 500) { nodes { key } } }`, map[string]int{"Find": 1}},
	{"nothing of the store", `{ __typename __schema { queryType { name } } __type(name: "System") { name } }`, map[string]int{}},
	{"only a type", `{ systems { __typename } }`, map[string]int{}},
	{"a count", `{ systems { totalCount } }`, map[string]int{"Count": 1}},
	{"list and count", `{ systems(first: 500) { totalCount pageInfo { hasNextPage } nodes { key } edges { cursor node { name } } } }`, map[string]int{"Find": 1, "Count": 1}},
	{"two lists", `{ a: systems { nodes { key } } b: systems { nodes { key } } }`, map[string]int{"Find": 2}},
	{"merged", `{ systems(first: 500) { nodes { usedBy { nodes { key } } } } systems(first: 500) { nodes { usedBy { nodes { name } } usedBy { totalCount } } } ...Q } fragment Q on Query { systems(first: 500) { nodes { usedBy { totalCount } } } }`, map[string]int{"Find": 1, "Related": 1, "CountRelated": 1}},
	{"left out", `{ systems(first: 500) { nodes { key usedBy @skip(if: true) { nodes { key } } } } actors @include(if: false) { totalCount } }`, map[string]int{"Find": 1}},
	{"levels", `{ systems(first: 500) { nodes { usedBy { nodes { uses(first: 1) { nodes { key } } } } realises { nodes { inAreas { nodes { inReference { totalCount } } } } } } } }`, map[string]int{"Find": 1, "Related": 4, "CountRelated": 1}},
	{"counts below", `{ systems(first: 500) { nodes { usedBy { totalCount } providedBy { totalCount edges { cursor } } } } }`, map[string]int{"Find": 1, "Related": 1, "CountRelated": 2}},
	{"nodes and edges", `{ systems(first: 500) { nodes { usedBy { nodes { key } } } edges { node { usedBy { nodes { key } } } } } }`, map[string]int{"Find": 1, "Related": 2}},
	{"a look-up", `{ actor(key: "a/0") { provides(first: 500) { nodes { ... on System { realises { nodes { key } } usedBy { nodes { key } } } ... on Service { usedBy { totalCount } } } } } }`, map[string]int{"Elements": 1, "Related": 3}},
	{"a look-up of nothing", `{ actor(key: "a/9") { provides { totalCount nodes { key } } } }`, map[string]int{"Elements": 1}},
	{"several kinds", `{ decision(key: "d") { concerns(first: 500) { nodes { ... on System { ruledBy { nodes { key } } } ... on Actor { ruledBy { nodes { key } } provides(first: 500) { totalCount } } } } } }`, map[string]int{"Elements": 1, "Related": 3, "CountRelated": 1}},
	{"filters and orders", `{ systems(first: 500, where: {usedBy: {some: {uses: {none: {key: {eq: "x"}}}}}}, orderBy: [{validTo: DESC}]) { nodes { usedBy(where: {uses: {some: {}}}, claim: {since: {isNull: true}}) { nodes { key } } } } }`, map[string]int{"Find": 1, "Related": 1}},
}

// analysesAlone are the analyses, of which no element is asked.
var analysesAlone = map[string]string{
	"gap":               `gap(actor: "a/0", reference: "r", area: "r/a") { at counts { count } rows { name state claims { type owner } } }`,
	"coverage":          `coverage(actors: {}, reference: "r") { at rows { name counts { count } } actors { states basis { total } } }`,
	"shared":            `shared(kind: SYSTEM, first: 500) { at totalCount rows { count } }`,
	"sharedBlocks":      `shared(kind: BUILDING_BLOCK, first: 500) { at totalCount rows { count } }`,
	"sharedProducts":    `shared(kind: PRODUCT) { at totalCount }`,
	"sharedServices":    `shared(kind: SERVICE) { at totalCount }`,
	"sharedLogins":      `shared(kind: LOGIN_METHOD) { at totalCount }`,
	"capabilityMatrix":  `capabilityMatrix(actors: {}) { at rows { cells { stance } } basis { known } }`,
	"adoption":          `adoption(reference: "r", actors: {}) { at rows { stance } }`,
	"gapOfferedToOther": `gap(actor: "a/2", reference: "r") { at rows { state } }`,
}

// checkCalls says in which of the queries the calls are not those of the table, or not the same however wide the landscape.
func checkCalls(t *testing.T, between func(landscape.Snapshot) landscape.Snapshot) error {
	const most = 8
	widths := []int{1, 500}
	counted := map[int]func(query string) map[string]int{}
	for _, n := range widths {
		store := &counting{Store: fan(t, n), between: between}
		e := engine(t, store)
		counted[n] = func(query string) map[string]int {
			store.calls = map[string]int{}
			data(t, e, query)
			return store.calls
		}
	}
	total := func(calls map[string]int) (sum int) {
		for _, n := range calls {
			sum += n
		}
		return sum
	}
	for _, f := range fans {
		for _, n := range widths {
			if got := counted[n](f.query); !maps.Equal(got, f.calls) {
				return fmt.Errorf("%s, %d wide: calls %v, want %v", f.name, n, got, f.calls)
			}
		}
	}
	for name, query := range analysesAlone {
		alone := counted[1]("{ " + query + " }")
		if got := counted[500]("{ " + query + " }"); total(alone) > most || !maps.Equal(got, alone) {
			return fmt.Errorf("%s: calls %v of one row, %v of 500; at most %d and the same", name, alone, got, most)
		}
	}
	// The elements of an analysis are one call more, and each list below them another.
	const bare = `{ gap(actor: "a/0", reference: "r") { rows { state } } }`
	const full = `{ gap(actor: "a/0", reference: "r") { actor { key provides(first: 1) { nodes { key } } } reference { name } rows { items { ... on BuildingBlock { realisedBy { totalCount nodes { key } } } } evidence { ... on System { usedBy { nodes { key } } } } state } } }`
	for _, n := range widths {
		want := maps.Clone(counted[n](bare))
		want["Elements"]++
		want["Related"] += 3
		want["CountRelated"]++
		if got := counted[n](full); !maps.Equal(got, want) {
			return fmt.Errorf("elements of an analysis, %d wide: calls %v, want %v", n, got, want)
		}
	}
	return nil
}

// TestCalls: what a query costs the store follows from the document and not from the landscape.
func TestCalls(t *testing.T) {
	if err := checkCalls(t, nil); err != nil {
		t.Error(err)
	}
}

// perSource is what an engine would be that asks for each row by itself.
type perSource struct{ landscape.Snapshot }

func (s perSource) Related(ctx context.Context, q landscape.RelatedQuery) ([]landscape.Ends, error) {
	var pages []landscape.Ends
	for _, id := range q.Sources {
		q.Sources = []landscape.ID{id}
		one, err := s.Snapshot.Related(ctx, q)
		if err != nil {
			return nil, err
		}
		pages = append(pages, one...)
	}
	return pages, nil
}

// doubleCount is what an engine would be that counts a list also where nobody asks.
type doubleCount struct{ landscape.Snapshot }

func (s doubleCount) Find(ctx context.Context, q landscape.Query) (landscape.Rows, error) {
	if _, err := s.Count(ctx, q); err != nil {
		return landscape.Rows{}, err
	}
	return s.Snapshot.Find(ctx, q)
}

// TestCallsAreChecked is the control of TestCalls: with either fault it must fail.
func TestCallsAreChecked(t *testing.T) {
	for name, fault := range map[string]func(landscape.Snapshot) landscape.Snapshot{
		"per source":   func(s landscape.Snapshot) landscape.Snapshot { return perSource{s} },
		"double count": func(s landscape.Snapshot) landscape.Snapshot { return doubleCount{s} },
	} {
		err := checkCalls(t, fault)
		if err == nil {
			t.Errorf("%s was not noticed", name)
		}
		t.Log(err)
	}
}

// TestFanIsWide: the landscape of TestCalls has the rows that it claims, so that there is something to ask one by one.
func TestFanIsWide(t *testing.T) {
	var answer struct {
		Systems struct {
			Nodes []struct{ UsedBy struct{ TotalCount int } }
		}
		Gap struct{ Rows []struct{ State string } }
	}
	if err := json.Unmarshal([]byte(data(t, engine(t, fan(t, 500)), `{ systems(first: 500) { nodes { usedBy { totalCount } } } gap(actor: "a/0", reference: "r") { rows { state } } }`)), &answer); err != nil {
		t.Fatal(err)
	}
	if n := len(answer.Systems.Nodes); n != 500 || answer.Systems.Nodes[499].UsedBy.TotalCount != 2 || len(answer.Gap.Rows) != 500 || answer.Gap.Rows[0].State != "COVERED" {
		t.Errorf("%d systems, %d rows", n, len(answer.Gap.Rows))
	}
}

// TestWriteCalls: what a mutation answers is read as a query is, once for all its fields and not at all where no element is asked for.
func TestWriteCalls(t *testing.T) {
	for _, n := range []int{1, 200} {
		var input []string
		for i := range n {
			input = append(input, fmt.Sprintf(`{"key": "s/%d", "version": "2"}`, i))
		}
		for answer, want := range map[string]map[string]int{
			"revision repeated findings { code } changes { kind record values { name } }": {},
			"nodes { key }": {"Elements": 1},
			"nodes { usedBy { totalCount nodes { key } } realises { nodes { key } } } changes { element { key } }": {"Elements": 1, "Related": 2, "CountRelated": 1},
		} {
			store := fan(t, n).(*plain.Store)
			counted := &counting{Store: store, calls: map[string]int{}}
			e := writer(t, store, func(o *Options) { o.Store = counted })
			post(e, landscape.Steward(), body(`mutation($i: [SystemInput!]!) { a: saveSystem(input: $i) { `+answer+` } }`, `{"i": [`+strings.Join(input, ",")+`]}`))
			if !maps.Equal(counted.calls, want) {
				t.Errorf("%s, %d wide: calls %v, want %v", answer, n, counted.calls, want)
			}
		}
	}
}
