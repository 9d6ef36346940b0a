package cypher

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// orderBy writes the order in which a page of elements of some kinds is read, and how many rows of it. Where they come from an index
// over names, the order begins with the landscape, as the index does: else the planner does not find that they are in order already.
func (q *question) orderBy(page landscape.Page, x record, kinds []*schema.Kind, indexed bool) string {
	var steps []string
	for i, o := range page.Order {
		if i == 0 && indexed && keyOf(o.Attribute) == propNameKey {
			steps = append(steps, x.property(propLandscape)+direction(page, o.Descending))
		}
		steps = append(steps, q.sortKey(o.Attribute, x)+direction(page, o.Descending))
	}
	steps = append(steps, x.property("key")+direction(page, false))
	if len(kinds) > 1 {
		steps = append(steps, x.property(propKind)+direction(page, false))
	}
	return "ORDER BY " + strings.Join(steps, ", ") + q.limit(page)
}

// direction writes the direction in which an order of a page is read.
func direction(page landscape.Page, descending bool) string {
	if descending != page.Backward {
		return " DESC"
	}
	return ""
}

// limit writes how many rows of a page are read: one more than it has, which tells that there are more.
func (q *question) limit(page landscape.Page) string {
	limit := math.MaxInt32
	if page.Limit != landscape.NoLimit {
		limit = page.Limit + 1
	}
	return " LIMIT " + q.param(limit)
}

// within are the conditions that a row is beyond the places that a page names.
func (q *question) within(page landscape.Page, x record) (conditions []string) {
	if page.After != nil {
		conditions = append(conditions, q.against(page, page.After, x)+" > 0")
	}
	if page.Before != nil {
		conditions = append(conditions, q.against(page, page.Before, x)+" < 0")
	}
	return conditions
}

// against compares a row with a place, step by step: the first step that differs tells. Where none does it is null, so that the row
// is on neither side. As a CASE in a list it does not tempt the planner to look steps up one by one.
func (q *question) against(page landscape.Page, at *landscape.Position, x record) string {
	keys := make([]any, 0, len(page.Order)+2)
	for i, o := range page.Order {
		keys = append(keys, sortable(o.Attribute, at.SortKeys[i]))
	}
	place := q.param(append(keys, sendable(at.Key), sendable(at.Kind)))
	var steps []string
	compare := func(v string, beyond, before int) {
		steps = append(steps, fmt.Sprintf("CASE WHEN %[1]s > %[2]s[%[3]d] THEN %[4]d WHEN %[1]s < %[2]s[%[3]d] THEN %[5]d WHEN %[1]s IS NULL AND %[2]s[%[3]d] IS NOT NULL THEN %[4]d WHEN %[1]s IS NOT NULL AND %[2]s[%[3]d] IS NULL THEN %[5]d ELSE 0 END",
			v, place, len(steps), beyond, before))
	}
	for _, o := range page.Order {
		if o.Descending {
			compare("("+q.sortKey(o.Attribute, x)+")", -1, 1)
		} else {
			compare("("+q.sortKey(o.Attribute, x)+")", 1, -1)
		}
	}
	compare(x.property("key"), 1, -1)
	compare(x.property(propKind), 1, -1)
	return "head([c IN [" + strings.Join(steps, ", ") + "] WHERE c <> 0])"
}

// noName comes after all names' places in the alphabet, which are hexadecimal.
const noName = "~"

// nameAt returns the place in the alphabet of the name that an order by name begins with at a position.
func nameAt(at *landscape.Position) string {
	if s, is := at.SortKeys[0].(string); is {
		return sendable(s)
	}
	return noName
}

// indexed are conditions that hold for every element, or for all within the page: they let the server read a kind by its index
// over names, in its order, from the place on where the page begins.
func (q *question) indexed(page landscape.Page, x record) []string {
	name := x.property(propNameKey)
	conditions := []string{name + " >= ''", x.property("key") + " IS NOT NULL"}
	if len(page.Order) == 0 || keyOf(page.Order[0].Attribute) != propNameKey {
		return conditions
	}
	for i, at := range []*landscape.Position{page.After, page.Before} {
		if at == nil {
			continue
		}
		if (i == 0) != page.Order[0].Descending {
			conditions[0] = name + " >= " + q.param(nameAt(at))
		} else {
			conditions = append(conditions, name+" <= "+q.param(nameAt(at)))
		}
	}
	return conditions
}

// cut takes the rows of a page, as they were read, into the list's order, and says whether there are more.
func cut[T any](page landscape.Page, rows []T) ([]T, bool) {
	more := page.Limit != landscape.NoLimit && len(rows) > page.Limit
	if more {
		rows = rows[:page.Limit]
	}
	if page.Backward {
		slices.Reverse(rows)
	}
	return rows, more
}
