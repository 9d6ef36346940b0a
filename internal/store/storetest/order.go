package storetest

import (
	"fmt"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
)

const (
	nullsLast = "No value sorts last ascending and first descending."
	endsInKey = "Every order ends in key, then kind, both ascending by code point."
	swedish   = "Names sort in Swedish order, alike but for case."
	codePoint = "Other text sorts by code point."
	declared  = "Enums sort in declared order."
)

// orderCases are orders of the values part's systems and the lists that they make.
func orderCases() []struct{ order, says, want string } {
	return []struct{ order, says, want string }{
		{"", endsInKey, "B, a, c, d, e, f, g, h, i"},
		{"key", codePoint, "B, a, c, d, e, f, g, h, i"},
		{"-key", codePoint, "i, h, g, f, e, d, c, a, B"},
		{"name", swedish, "a, c, B, i, g, d, h, f, e"},
		{"-name", swedish, "e, f, d, h, g, B, i, a, c"},
		{"rank", nullsLast, "d, g, B, a, c, h, e, f, i"},
		{"-rank", nullsLast, "e, f, i, h, a, c, B, g, d"},
		{"cost", nullsLast, "a, d, B, c, g, e, f, h, i"},
		{"-cost", nullsLast, "e, f, h, i, g, c, B, d, a"},
		{"live", "False sorts before true.", "a, e, B, c, g, d, f, h, i"},
		{"-live", "False sorts before true.", "d, f, h, i, B, c, g, a, e"},
		{"stage", declared, "B, e, a, c, d, f, g, h, i"},
		{"-stage", declared, "f, g, h, i, c, d, a, B, e"},
		{"since", "Dates sort as days.", "e, B, a, c, d, f, g, h, i"},
		{"-since", nullsLast, "d, f, g, h, i, c, a, B, e"},
		{"motto", codePoint, "g, B, c, a, e, h, d, f, i"},
		{"-motto", codePoint, "f, i, d, h, e, a, c, B, g"},
		{"remark", codePoint, "g, a, c, B, i, h, e, d, f"},
		{"nameEn", nullsLast, "B, a, c, d, e, f, g, h, i"},
		{"-nameEn", nullsLast, "B, a, c, d, e, f, g, h, i"},
		{"owner", codePoint, "B, a, c, d, e, f, g, h, i"},
		{"-owner", codePoint, "a, c, d, e, f, g, h, i, B"},
		{"visibility, -key", declared, "i, h, g, f, e, d, c, a, B"},
		{"name, -rank", "Names alike but for case are left to the next step.", "a, c, i, B, g, h, d, f, e"},
		{"stage, -rank", "An order has steps.", "e, B, a, c, d, f, i, h, g"},
		{"-stage, rank", "An order has steps.", "g, h, f, i, d, c, a, B, e"},
		{"live, name", "An order has steps.", "a, e, c, B, g, i, d, h, f"},
		{"live, -stage, -rank", "An order has steps.", "a, e, g, c, B, f, i, h, d"},
		{"rank, rank, -rank", "An order has steps.", "d, g, B, a, c, h, e, f, i"},
	}
}

func orderChecks() []check {
	var checks []check
	for _, c := range orderCases() {
		checks = append(checks, check{"order/" + c.order, c.says, func(t TB, w *world) {
			q := landscape.Query{Kind: w.kind("System"), Page: whole(w.order("System: " + c.order)...)}
			equal(t, "Find", keysOf(w.find(t, landscape.Public(), q).Elements), c.want)
			judged := landscape.RelatedQuery{Sources: w.ids("Actor north"), Field: w.field("Actor.judges"), Page: q.Page}
			equal(t, "Related", keysOf(elementsOf(w.related(t, landscape.Public(), judged)[0].Ends)), c.want)
		}})
		checks = append(checks, check{"walk/" + c.order, "The pages of a list, one after the other, are the list.", func(t TB, w *world) {
			for size := 1; size <= 3; size++ {
				for _, backward := range []bool{false, true} {
					page := landscape.Page{Order: w.order("System: " + c.order), Limit: size, Backward: backward}
					equal(t, fmt.Sprintf("Find by %d, backward %t", size, backward), w.walk(t, page, w.systems), c.want)
					equal(t, fmt.Sprintf("Related by %d, backward %t", size, backward), w.walk(t, page, w.judged), c.want)
				}
			}
		}})
	}
	return checks
}

// systems returns a page of all systems.
func (w *world) systems(t TB, page landscape.Page) ([]*landscape.Element, bool) {
	t.Helper()
	rows := w.find(t, landscape.Public(), landscape.Query{Kind: w.kind("System"), Page: page})
	return rows.Elements, rows.More
}

// judged returns a page of all systems as what north judges; another source beside it must not matter.
func (w *world) judged(t TB, page landscape.Page) ([]*landscape.Element, bool) {
	t.Helper()
	pages := w.related(t, landscape.Public(), landscape.RelatedQuery{
		Sources: w.ids("Actor nobody, Actor north"), Field: w.field("Actor.judges"), Page: page,
	})
	return elementsOf(pages[1].Ends), pages[1].More
}

// walk reads a list page by page, each from where the last one ended, and returns the keys in the list's order.
func (w *world) walk(t TB, page landscape.Page, read func(TB, landscape.Page) ([]*landscape.Element, bool)) string {
	t.Helper()
	var walked []*landscape.Element
	for range 20 {
		part, more := read(t, page)
		if len(part) == 0 || len(part) > page.Limit {
			t.Fatalf("a page of %d holds %d rows", page.Limit, len(part))
		}
		if page.Backward {
			walked = append(slices.Clone(part), walked...)
			at := landscape.PositionOf(part[0], page.Order)
			page.Before = &at
		} else {
			walked = append(walked, part...)
			at := landscape.PositionOf(part[len(part)-1], page.Order)
			page.After = &at
		}
		if !more {
			return keysOf(walked)
		}
	}
	return keysOf(walked) + " and so on"
}

// pageCase is a page of the systems by rank: d g B a c h, then e f i without a rank. Places are written a for the place of a, and
// rank/key for a place at which no row need be; no rank is a dash.
type pageCase struct {
	after, before string
	limit         int
	backward      bool
	want          string
	more          bool
}

func pageCases() []pageCase {
	const forward, backward, all = false, true, landscape.NoLimit
	return []pageCase{
		{"", "", all, forward, "d, g, B, a, c, h, e, f, i", false},
		{"", "", all, backward, "d, g, B, a, c, h, e, f, i", false},
		{"", "", 9, forward, "d, g, B, a, c, h, e, f, i", false},
		{"", "", 8, forward, "d, g, B, a, c, h, e, f", true},
		{"", "", 8, backward, "g, B, a, c, h, e, f, i", true},
		{"", "", 100, forward, "d, g, B, a, c, h, e, f, i", false},
		{"", "", 0, forward, "", true},
		{"", "", 0, backward, "", true},
		{"i", "", 0, forward, "", false},
		{"", "d", 0, backward, "", false},
		{"g", "", 2, forward, "B, a", true},
		{"g", "", 2, backward, "f, i", true},
		{"a", "", 2, forward, "c, h", true},
		{"h", "", 3, forward, "e, f, i", false},
		{"h", "", 2, forward, "e, f", true},
		{"e", "", all, forward, "f, i", false},
		{"i", "", 5, forward, "", false},
		{"d", "", all, forward, "g, B, a, c, h, e, f, i", false},
		{"", "B", 1, forward, "d", true},
		{"", "B", 1, backward, "g", true},
		{"", "B", 2, backward, "d, g", false},
		{"", "c", all, backward, "d, g, B, a", false},
		{"", "f", 2, backward, "h, e", true},
		{"", "d", 3, backward, "", false},
		{"d", "c", all, forward, "g, B, a", false},
		{"d", "c", 2, forward, "g, B", true},
		{"d", "c", 2, backward, "B, a", true},
		{"d", "c", 3, backward, "g, B, a", false},
		{"c", "d", all, forward, "", false},
		{"c", "c", all, forward, "", false},
		{"a", "c", all, forward, "", false},
		{"2/b", "", 2, forward, "c, h", true},
		{"2/Z", "", 1, forward, "a", true},
		{"2/x", "", all, forward, "h, e, f, i", false},
		{"-100/x", "", 1, forward, "d", true},
		{"1000/x", "", 1, forward, "h", true},
		{"-/A", "", all, forward, "e, f, i", false},
		{"-/ee", "", all, forward, "f, i", false},
		{"-/z", "", all, forward, "", false},
		{"", "2/b", 2, backward, "B, a", true},
		{"", "-/A", 1, backward, "h", true},
		{"", "-/ee", 2, backward, "h, e", true},
		{"", "-100/x", all, backward, "", false},
		{"0/h", "-/f", all, forward, "B, a, c, h, e", false},
	}
}

func pageChecks() []check {
	var checks []check
	for _, c := range pageCases() {
		direction := map[bool]string{false: "first", true: "last"}[c.backward]
		name := fmt.Sprintf("page/%s %d after %s before %s", direction, c.limit, c.after, c.before)
		says := "A page holds rows strictly beyond the places, whether there are rows at them or not, as many as the limit at most; More tells of further rows in the direction of reading."
		checks = append(checks, check{name, says, func(t TB, w *world) {
			page := landscape.Page{Order: w.order("System: rank"), Limit: c.limit, Backward: c.backward}
			page.After, page.Before = w.position(c.after), w.position(c.before)
			rows, more := w.systems(t, page)
			equal(t, "Find", fmt.Sprint(keysOf(rows), ", more ", more), fmt.Sprint(c.want, ", more ", c.more))
			rows, more = w.judged(t, page)
			equal(t, "Related", fmt.Sprint(keysOf(rows), ", more ", more), fmt.Sprint(c.want, ", more ", c.more))
			q := landscape.Query{Kind: w.kind("System"), Page: page}
			equal(t, "Count, whatever the page", fmt.Sprint(w.count(t, landscape.Public(), q)), "9")
			judged := landscape.RelatedQuery{Sources: w.ids("Actor north"), Field: w.field("Actor.judges"), Page: page}
			equal(t, "CountRelated, whatever the page", fmt.Sprint(w.countRelated(t, landscape.Public(), judged)), "[9]")
		}})
	}
	return checks
}

// position reads a place as a pageCase writes it.
func (w *world) position(text string) *landscape.Position {
	if text == "" {
		return nil
	}
	rank, key := "", text
	if i := slices.Index([]byte(text), '/'); i >= 0 {
		rank, key = text[:i], text[i+1:]
	}
	at := landscape.Position{SortKeys: []any{nil}, Key: key, Kind: "System"}
	switch {
	case rank == "-":
	case rank != "":
		n, err := w.attribute("System.rank").ParseValue(rank)
		if err != nil {
			panic(err)
		}
		at.SortKeys[0] = n
	default:
		for _, e := range w.content.Elements {
			if e.Kind.Name == "System" && e.Key() == key {
				at = landscape.PositionOf(e, w.order("System: rank"))
			}
		}
	}
	return &at
}

// attributeChecks hold that naming attributes narrows what is given and nothing else.
func attributeChecks() []check {
	const says = "Reads name the attributes they need besides id, key, name, owner, visibility and validity; an attribute that a kind has not is no value; those that are bare need no more than what is named, id and key; a store may give more than was asked for."
	return []check{
		{"attributes/asked", says, func(t TB, w *world) {
			for i, asked := range [][]string{nil, {}, {"rank"}, {"rank", "tags", "hours"}, {"name", "key", "cost"}, nil, {"rank"}, {"name", "tags", "hours"}} {
				bare := i > 4
				for _, v := range []landscape.Viewer{landscape.Public(), landscape.Steward()} {
					q := landscape.Query{Kind: w.kind("System"), Page: whole(), Attributes: asked, Bare: bare}
					w.given(t, w.find(t, v, q).Elements, asked, bare)
					judged := landscape.RelatedQuery{Sources: w.ids("Actor north"), Field: w.field("Actor.judges"), Page: whole(), Attributes: asked, Bare: bare}
					w.given(t, elementsOf(w.related(t, v, judged)[0].Ends), asked, bare)
				}
			}
		}},
		{"attributes/not asked but ordered and filtered by", says, func(t TB, w *world) {
			q := landscape.Query{
				Kind: w.kind("System"), Where: w.is("System.motto", landscape.Ne, "x"), Page: whole(w.order("System: -cost, rank")...), Attributes: []string{},
			}
			equal(t, "Find", keysOf(w.find(t, landscape.Public(), q).Elements), "h, e, g, c, B, d, a")
		}},
	}
}

// given checks that elements hold the values asked for, and of other attributes nothing but the truth.
func (w *world) given(t TB, elements []*landscape.Element, asked []string, bare bool) {
	t.Helper()
	if len(elements) != 9 {
		t.Fatalf("%d elements instead of 9", len(elements))
	}
	byID := map[landscape.ID]*landscape.Element{}
	for _, e := range w.content.Elements {
		byID[e.ID] = e
	}
	for _, e := range elements {
		if msg := untruth(e, byID[e.ID], asked, bare); msg != "" {
			t.Errorf("asked for %q: %s", asked, msg)
		}
	}
}
