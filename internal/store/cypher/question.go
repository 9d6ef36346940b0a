package cypher

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// question is a statement in the making. Its text follows from the shape of what is asked alone, so that the server plans it once;
// every value is in the parameter, and so is whom it is for, but that a viewer who sees everything has texts without conditions.
type question struct {
	*Reader
	p      map[string]any
	values []any // what the text calls $p.v[0] and so on
	named  int   // how many variables have got a name
	lists  int   // how many lists are read ahead
	dated  bool  // there is a day
}

// sightless reports whether the viewer sees nothing, whatever is asked.
func (s *Reader) sightless() bool { return !s.terms.All && s.terms.Open < 0 && s.terms.Near < 0 }

// always returns the attributes of elements that an answer has whatever is asked for. Who sees all is shown all that is there; for
// anybody else View has to know whose an element is.
func (s *Reader) always(bare bool) []string {
	if bare && s.terms.All {
		return barely
	}
	return always
}

func (s *Reader) question() *question {
	q := &question{Reader: s, p: map[string]any{"landscape": s.Landscape}}
	if s.terms.All {
		return q
	}
	q.p["open"], q.p["near"], q.p["far"], q.p["own"] = s.terms.Open, s.terms.Near, s.far, nil
	if s.terms.Own != "" {
		q.p["own"] = s.terms.Own
	}
	return q
}

// param puts a value in the parameter, and returns how the text names it.
func (q *question) param(v any) string {
	q.values = append(q.values, v)
	q.p["v"] = q.values
	return fmt.Sprintf("$p.v[%d]", len(q.values)-1)
}

// on puts the day in the parameter that records are to be in force on, if there is one.
func (q *question) on(d landscape.Date) {
	if q.dated = d != ""; q.dated {
		q.p["day"] = string(d)
	}
}

// variable returns a name that the text does not have yet.
func (q *question) variable(letter string) string {
	q.named++
	return letter + strconv.Itoa(q.named)
}

// sees is the condition that the viewer sees the element or claim that a variable names; empty where it needs none.
func (q *question) sees(x string) string { return q.seesAt(x, x+"."+propLevel) }

// seesAt is sees of something at another level than the record. It is a CASE since the planner would make a union of indexes of
// an OR, and lose the order of a list by that.
func (q *question) seesAt(x, level string) string {
	if q.terms.All {
		return ""
	}
	return fmt.Sprintf("CASE WHEN %[2]s <= $p.open THEN true WHEN %[1]s.owner = $p.own THEN true WHEN %[2]s <= $p.near THEN $p.far[%[1]s.owner] IS NULL ELSE false END", x, level)
}

// inForce is the condition that a record is in force on the day; empty where there is none.
func (q *question) inForce(x string) string {
	if !q.dated {
		return ""
	}
	return fmt.Sprintf("(coalesce(%[1]s.validFrom, $p.day) <= $p.day AND coalesce(%[1]s.validTo, $p.day) >= $p.day)", x)
}

// lasting is the condition that a record has not ended before the day; empty where there is none.
func (q *question) lasting(x string) string {
	if !q.dated {
		return ""
	}
	return fmt.Sprintf("coalesce(%[1]s.validTo, $p.day) >= $p.day", x)
}

// where writes conditions that are all to hold; those that are empty do.
func where(conditions ...string) string {
	conditions = slices.DeleteFunc(slices.Clone(conditions), func(c string) bool { return c == "" })
	if len(conditions) == 0 {
		return ""
	}
	return "\nWHERE " + strings.Join(conditions, "\n  AND ")
}

// record is what a value is of: the variable of an element, or that of a claim with those of its ends.
type record struct{ name, from, to string }

func (x record) property(name string) string { return x.name + "." + Quoted(name) }

// value is an attribute's value as the viewer sees it.
func (q *question) value(a *schema.Attribute, x record) string {
	v := x.property(a.Name)
	switch {
	case a.Computed && x.from != "":
		v = confirms(x)
	case a.List:
		v = "coalesce(" + v + ", [])"
	}
	return q.shown(a, x, v)
}

// shown is what the viewer sees of what follows from an attribute's value: null where the value is hidden.
func (q *question) shown(a *schema.Attribute, x record, v string) string {
	if a.Visibility == "" || q.terms.All {
		return v
	}
	level := fmt.Sprintf("CASE WHEN %[1]s < %[2]d THEN %[2]d ELSE %[1]s END", x.property(propLevel), landscape.VisibilityRank(a.Visibility))
	return "CASE WHEN " + q.seesAt(x.name, "("+level+")") + " THEN " + v + " END"
}

// confirms says of a claim what landscape.Confirms does.
func confirms(x record) string {
	return fmt.Sprintf("CASE WHEN %[2]s:%[4]s THEN %[1]s.owner = %[2]s.key WHEN %[3]s:%[4]s THEN %[1]s.owner = %[3]s.key ELSE %[1]s.owner = %[2]s.owner END",
		x.name, x.from, x.to, Quoted(landscape.ActorKind))
}

// sortKey is what an attribute's value sorts by. Those of values are as sortable gives them.
func (q *question) sortKey(a *schema.Attribute, x record) string {
	switch {
	case a.Swedish:
		return q.shown(a, x, x.property(keyOf(a)))
	case a.Enum != nil:
		ranks := map[string]any{}
		for i, v := range a.Enum.Values {
			ranks[v.Name] = i
		}
		all, ok := q.p["ranks"].(map[string]any)
		if !ok {
			all = map[string]any{}
			q.p["ranks"] = all
		}
		all[a.Enum.Name] = ranks
		return q.shown(a, x, "$p.ranks."+Quoted(a.Enum.Name)+"["+x.property(a.Name)+"]")
	case freeText(a):
		return q.shown(a, x, "coalesce("+x.property(orderOf(a))+", "+x.property(a.Name)+")")
	}
	return q.value(a, x)
}

// sortable returns a sort key as landscape.SortKey has it in the form that the server compares.
func sortable(a *schema.Attribute, key any) any {
	s, is := key.(string)
	switch {
	case !is:
		return key
	case freeText(a):
		return orderable(sendable(s))
	}
	return sendable(s)
}

// sendable returns text that is valid, which is all that the server takes as it is. What is not is put after all that is.
func sendable(s string) string { return strings.ToValidUTF8(s, "\U0010FFFF") }

// equalling returns a value to hold others against that are stored. Text that is not valid equals none of them, and so does false.
func equalling(v any) any {
	if s, is := v.(string); is && !valid(s) {
		return false
	}
	return v
}

// labels writes which labels an element has that is of one of the kinds.
func (q *question) labels(kinds []*schema.Kind) string {
	if len(kinds) == len(q.Model.Kinds) {
		return LabelElement
	}
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = Quoted(k.Name)
	}
	return strings.Join(names, "|")
}

// element is the pattern of an element whose id an expression gives.
func (q *question) element(x string, kinds []*schema.Kind, id string) string {
	label := LabelElement
	if l := q.labels(kinds); l != label {
		label += "&(" + l + ")"
	}
	return fmt.Sprintf("(%s:%s {landscape: $p.landscape, id: %s})", x, label, id)
}

// along is the pattern of a claim that leads over one of some fields, which differ by type alone, from a near element to a far one of
// some kinds. An end's labels are needed where they tell what the type means.
func (q *question) along(near, claim, far string, kinds []*schema.Kind, fields ...*schema.Field) string {
	f := fields[0]
	types := make([]string, len(fields))
	for i, f := range fields {
		types[i] = Quoted(f.Relation.Type)
	}
	format := "(%s:%s)-[%s:%s]->(%s:%s)"
	if f.Inverse {
		format = "(%s:%s)<-[%s:%s]-(%s:%s)"
	}
	return fmt.Sprintf(format, near, Quoted(f.Kind.Name), claim, strings.Join(types, "|"), far, q.labels(kinds))
}

// claimOf is the record of a claim that leads over a field.
func claimOf(f *schema.Field, claim, near, far string) record {
	if f.Inverse {
		near, far = far, near
	}
	return record{claim, near, far}
}

// texts returns ids as the driver takes them, each once.
func texts(ids []landscape.ID) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = string(id)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
