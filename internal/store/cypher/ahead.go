package cypher

import (
	"sync"

	"github.com/arkinera/landskap/internal/landscape"
)

// What is announced is read along with the rows that it will be asked of, in one statement: most of what a small question costs is
// the way to the server and back. Two things are left to be asked by themselves: what would gather many rows, of which each
// element's are gathered as often as the element is met; and what would make a statement so long that planning it takes its time.
const (
	maxAhead = 12_000 // rows
	maxLists = 8      // of one statement
)

// list is a page of ends that a statement gives for each element that a variable names: under its name, as rows of the far element,
// the claims, and the lists below.
type list struct {
	query       *landscape.RelatedQuery
	name        string
	far, claims columns
	below       []*list
}

// names writes the names of lists where a list of columns goes on.
func names(lists []*list) (text string) {
	for _, l := range lists {
		text += ", " + l.name
	}
	return text
}

// list writes the clause that reads a page of ends for each of some rows, whose element a variable names.
func (q *question) list(near string, rows int, query *landscape.RelatedQuery) (clause string, l *list) {
	kinds, _ := meant(query.Field.Far, query.Where)
	claim, far := q.variable("r"), record{name: q.variable("f")}
	l = &list{query: query, name: q.variable("e"), far: elementColumns(kinds, query.Attributes, q.always(query.Bare)), claims: claimColumns(query.Field.Relation)}
	by, conditions, with, order := "", q.within(query.Page, far), far.name, ""
	if property, is := byPlace(query); is {
		placed := q.placed(claim, query.Field, property, near, query.Page)
		by, conditions, order = placed.by, append(placed.span, conditions...), placed.order
		with = placed.place + " AS place, " + with
	} else {
		order = q.orderBy(query.Page, far, kinds, false)
	}
	claims := "[]"
	if query.Bare {
		with = "DISTINCT " + with
	} else {
		with += ", collect(" + claim + ") AS " + claim + "s"
		claims = "[r IN " + claim + "s | " + l.claims.of("r") + "]"
	}
	clause = "\nCALL (" + near + ") {\n" + q.ends(near, claim, far.name, by, query, conditions...) + "\nWITH " + with + "\n" + order
	clauses, below := q.below(far.name, times(rows, query.Page.Limit), query.At, query.Ahead)
	l.below = below
	return clause + clauses + "\nRETURN collect([" + l.far.of(far.name) + ", " + claims + names(below) + "]) AS " + l.name + "\n}", l
}

// below writes the clauses that read what is announced of rows of a day, as far as it is read along.
func (q *question) below(near string, rows int, at landscape.Date, announced []*landscape.RelatedQuery) (clauses string, lists []*list) {
	for _, query := range announced {
		if n := times(rows, query.Page.Limit); n < 0 || n > maxAhead || query.At != at || q.lists == maxLists {
			continue
		}
		q.lists++
		clause, l := q.list(near, rows, query)
		clauses += clause
		lists = append(lists, l)
	}
	return clauses, lists
}

// times returns how many rows there are where each of some rows has a page of them; less than none where that has no limit.
func times(rows, limit int) int {
	if rows < 0 || limit < 0 {
		return landscape.NoLimit
	}
	return rows * limit
}

// ends reads a list of an element.
func (s *Reader) ends(l *list, near *landscape.Element, rows []any) (page landscape.Ends) {
	var ends []landscape.End
	for _, row := range rows {
		row := row.([]any)
		far := l.far.element(s.Model, row[0])
		if far == nil {
			continue
		}
		ends = s.end(ends, l.query, near, far, l.claims, row[1].([]any))
		for i, b := range l.below {
			s.ahead.keep(b.query, far.ID, s.ends(b, far, row[2+i].([]any)))
		}
	}
	page.Ends, page.More = cut(l.query.Page, ends)
	return page
}

// ahead is what has been read before it was asked.
type ahead struct {
	mutex sync.Mutex
	pages map[*landscape.RelatedQuery]map[landscape.ID]landscape.Ends
}

func (a *ahead) keep(query *landscape.RelatedQuery, source landscape.ID, page landscape.Ends) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.pages == nil {
		a.pages = map[*landscape.RelatedQuery]map[landscape.ID]landscape.Ends{}
	}
	if a.pages[query] == nil {
		a.pages[query] = map[landscape.ID]landscape.Ends{}
	}
	a.pages[query][source] = page
}

// have fills in what was read ahead of a question, if it was of all its sources.
func (a *ahead) have(query landscape.RelatedQuery, pages []landscape.Ends) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	known := a.pages[query.Announced]
	for i, id := range query.Sources {
		page, is := known[id]
		if !is {
			return false
		}
		pages[i] = page
	}
	return true
}
