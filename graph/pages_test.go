package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
)

// listing is a connection as these tests ask for it.
type listing struct {
	Nodes    []struct{ Key string }
	Edges    []struct{ Cursor string }
	PageInfo struct {
		HasNextPage, HasPreviousPage bool
		StartCursor, EndCursor       *string
	}
}

func (l listing) keys() []string {
	keys := []string{}
	for _, n := range l.Nodes {
		keys = append(keys, n.Key)
	}
	return keys
}

const listed = `{ nodes { key } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`

// TestPages walks lists of every order forward and backward, and cuts every part out of them. A cursor taken from a row leads to the
// rows strictly beyond it.
func TestPages(t *testing.T) {
	e := engine(t, dalen(t))
	list := func(order, page string) listing {
		var answer struct{ Systems listing }
		query := fmt.Sprintf(`{ systems(orderBy: [%s]%s) %s }`, order, page, listed)
		if err := json.Unmarshal([]byte(data(t, e, query)), &answer); err != nil {
			t.Fatal(err)
		}
		return answer.Systems
	}
	orders := []string{"{name: ASC}", "{criticality: DESC}, {lifecycle: ASC}, {name: DESC}", "{owner: ASC}, {confidentiality: DESC}, {version: ASC}"}
	for _, a := range model(t).Kind("System").Attributes {
		if a.Ordered() {
			orders = append(orders, "{"+a.Name+": ASC}", "{"+a.Name+": DESC}")
		}
	}
	for _, order := range orders {
		all := list(order, "")
		keys, n := all.keys(), len(all.Nodes)
		if n != 10 || all.PageInfo.HasNextPage || all.PageInfo.HasPreviousPage {
			t.Fatalf("%s: %v %+v", order, keys, all.PageInfo)
		}
		forward, after := []string{}, ""
		for {
			page := list(order, ", first: 3"+after)
			forward = append(forward, page.keys()...)
			if !page.PageInfo.HasNextPage {
				break
			}
			after = fmt.Sprintf(", after: %q", *page.PageInfo.EndCursor)
		}
		backward, before := []string{}, ""
		for {
			page := list(order, ", last: 3"+before)
			backward = append(page.keys(), backward...)
			if !page.PageInfo.HasPreviousPage {
				break
			}
			before = fmt.Sprintf(", before: %q", *page.PageInfo.StartCursor)
		}
		if !slices.Equal(forward, keys) || !slices.Equal(backward, keys) {
			t.Errorf("%s: all %v, forward %v, backward %v", order, keys, forward, backward)
		}
		for _, cut := range [][2]int{{0, 9}, {2, 3}, {3, 3}, {5, 2}, {4, 7}} {
			page := list(order, fmt.Sprintf(", after: %q, before: %q", all.Edges[cut[0]].Cursor, all.Edges[cut[1]].Cursor))
			want := []string{}
			if cut[0]+1 < cut[1] {
				want = keys[cut[0]+1 : cut[1]]
			}
			if !slices.Equal(page.keys(), want) {
				t.Errorf("%s: between %v: %v, want %v", order, cut, page.keys(), want)
			}
		}
	}
}

// TestPageInfoBothWays fixes what pageInfo says of the side from which nothing was read: that there is something where the page begins
// at a given place, since a cursor is the place of a row.
func TestPageInfoBothWays(t *testing.T) {
	e := engine(t, dalen(t))
	var all struct{ Systems listing }
	if err := json.Unmarshal([]byte(data(t, e, `{ systems `+listed+` }`)), &all); err != nil {
		t.Fatal(err)
	}
	third, eighth := all.Systems.Edges[2].Cursor, all.Systems.Edges[7].Cursor
	for page, want := range map[string][2]bool{ // next, previous
		fmt.Sprintf("first: 2, after: %q", third):                           {true, true},
		fmt.Sprintf("first: 7, after: %q", third):                           {false, true},
		fmt.Sprintf("first: 4, after: %q, before: %q", third, eighth):       {false, true},
		fmt.Sprintf("first: 3, after: %q, before: %q", third, eighth):       {true, true},
		fmt.Sprintf("first: 3, before: %q", eighth):                         {true, false},
		fmt.Sprintf("last: 2, before: %q", eighth):                          {true, true},
		fmt.Sprintf("last: 7, before: %q", eighth):                          {true, false},
		fmt.Sprintf("last: 4, before: %q, after: %q", eighth, third):        {true, false},
		fmt.Sprintf("last: 3, before: %q, after: %q", eighth, third):        {true, true},
		fmt.Sprintf("last: 3, after: %q", third):                            {false, true},
		fmt.Sprintf("first: 0, after: %q", third):                           {true, true},
		fmt.Sprintf("last: 0, before: %q", eighth):                          {true, true},
		fmt.Sprintf("first: 0, after: %q", all.Systems.Edges[9].Cursor):     {false, true},
		fmt.Sprintf("after: %q, where: {name: {eq: %q}}", third, "nothing"): {false, true},
	} {
		var answer struct{ Systems listing }
		if err := json.Unmarshal([]byte(data(t, e, `{ systems(`+page+`) `+listed+` }`)), &answer); err != nil {
			t.Fatal(err)
		}
		if got := [2]bool{answer.Systems.PageInfo.HasNextPage, answer.Systems.PageInfo.HasPreviousPage}; got != want {
			t.Errorf("%s: next and previous %v, want %v", page, got, want)
		}
	}
}

// TestRelationPages: each source has a page of its own, and the cursors of an Element-ended relation serve it.
func TestRelationPages(t *testing.T) {
	e := engine(t, dalen(t))
	var answer struct {
		Decision struct{ A, B, C, D listing }
	}
	first := data(t, e, `{ decision(key: "d/1") { a: concerns(orderBy: [{owner: DESC}], first: 2) `+listed+` } }`)
	if err := json.Unmarshal([]byte(first), &answer); err != nil {
		t.Fatal(err)
	}
	cursor := *answer.Decision.A.PageInfo.EndCursor
	query := fmt.Sprintf(`{ decision(key: "d/1") {
		b: concerns(orderBy: [{owner: DESC}], after: %q) %s
		c: concerns(orderBy: [{owner: DESC}], before: %q, last: 1) %s
		d: concerns(orderBy: [{owner: DESC}], where: {kind: {eq: Actor}}, after: %q) %s } }`, cursor, listed, cursor, listed, cursor, listed)
	if err := json.Unmarshal([]byte(data(t, e, query)), &answer); err != nil {
		t.Fatal(err)
	}
	d := answer.Decision
	for name, got := range map[string][]string{"a/mork t/ansok": d.A.keys(), "s/arende": d.B.keys(), "a/mork": d.C.keys(), "": d.D.keys()} {
		if fmt.Sprint(got) != "["+name+"]" {
			t.Errorf("got %v, want %s", got, name)
		}
	}
	if !d.C.PageInfo.HasNextPage || d.C.PageInfo.HasPreviousPage || d.A.PageInfo.HasPreviousPage || !d.A.PageInfo.HasNextPage {
		t.Errorf("pageInfo: %+v %+v", d.A.PageInfo, d.C.PageInfo)
	}
}
