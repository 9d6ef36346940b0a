package writing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// Commit is a revision, with fields named as those of the API.
type Commit struct {
	Revision    landscape.Revision
	At, By, Why string
	ChangeCount int
	changes     []landscape.Change
}

// Change is what happened to a record.
type Change struct {
	Kind              string
	Element, From, To landscape.ID
	Record, Relation  string
	Values            []ValueChange
}

// ValueChange is a value that differs; empty is none.
type ValueChange struct{ Name, Before, After string }

// Payload is what a mutation answers, with fields named as those of the API.
type Payload struct {
	Revision landscape.Revision
	Repeated bool
	Changes  []Change
	Findings []Finding
	Nodes    []landscape.ID
}

// Finding is something to tell whoever writes.
type Finding struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Path     string `json:"path"`
	Line     *int   `json:"line"`
	Message  string `json:"message"`
}

// Commits returns commits as the API tells them.
func Commits(found []landscape.Commit) []Commit {
	commits := make([]Commit, len(found))
	for i, c := range found {
		commits[i] = Commit{c.Revision, c.At.UTC().Format(time.RFC3339), c.By, c.Why, len(c.Changes), c.Changes}
	}
	return commits
}

// First tells the first of a commit's changes; all where first is nil.
func (c *Commit) First(first *int) []Change {
	if first == nil {
		return Changes(c.changes)
	}
	return Changes(c.changes[:min(*first, len(c.changes))])
}

// Changes returns changes as the API tells them.
func Changes(changes []landscape.Change) []Change {
	all := make([]Change, len(changes))
	for i, c := range changes {
		t := &all[i]
		switch {
		case c.Created():
			t.Kind = "CREATED"
		case c.Deleted():
			t.Kind = "DELETED"
		default:
			t.Kind = "CHANGED"
		}
		if c.IsElement() {
			e := c.ElementAfter
			if e == nil {
				e = c.ElementBefore
			}
			t.Element, t.Record = e.ID, e.Ref().String()
			t.Values = differences(e.Kind.Attributes, values(c.ElementBefore), values(c.ElementAfter))
			continue
		}
		r := c.RelationAfter
		if r == nil {
			r = c.RelationBefore
		}
		t.Relation, t.From, t.To = r.Type.Type, r.From, r.To
		t.Record = strings.Join([]string{named(c.From), t.Relation, named(c.To), "by", r.Owner()}, " ")
		var before, after []any
		if c.RelationBefore != nil {
			before = c.RelationBefore.Values
		}
		if c.RelationAfter != nil {
			after = c.RelationAfter.Values
		}
		t.Values = differences(r.Type.Attributes, before, after)
	}
	return all
}

func values(e *landscape.Element) []any {
	if e == nil {
		return nil
	}
	return e.Values
}

func named(r landscape.Ref) string {
	if r.Kind == nil {
		return "?"
	}
	return r.String()
}

func differences(attributes []*schema.Attribute, before, after []any) []ValueChange {
	var changes []ValueChange
	for _, a := range attributes {
		if x, y := shown(before, a), shown(after, a); x != y && !a.Computed {
			changes = append(changes, ValueChange{a.Name, x, y})
		}
	}
	return changes
}

// shown is a value as text.
func shown(values []any, a *schema.Attribute) string {
	if values == nil || values[a.Index] == nil {
		return ""
	}
	if list, ok := values[a.Index].([]string); ok {
		return strings.Join(list, ", ")
	}
	return fmt.Sprint(values[a.Index])
}

// Saved returns the ids of the elements that were saved, in the order of the input. Those that came without a key are found among
// what was created: of several with one name and owner the keys rise in the order of the input.
func Saved(viewer landscape.Viewer, saves []landscape.ElementRecord, changes []landscape.Change) []landscape.ID {
	ids, given := make([]landscape.ID, len(saves)), map[landscape.ID]bool{}
	for i, r := range saves {
		if r.Element.Key() == "" {
			continue
		}
		ids[i] = r.Element.ID
		given[ids[i]] = true
	}
	made := map[string][]*landscape.Element{} // by name
	for _, c := range changes {
		if e := c.ElementAfter; c.Created() && e != nil && !given[e.ID] {
			made[e.Name()] = append(made[e.Name()], e)
		}
	}
	for _, alike := range made {
		slices.SortFunc(alike, func(a, b *landscape.Element) int {
			return cmp.Or(cmp.Compare(len(a.Key()), len(b.Key())), strings.Compare(a.Key(), b.Key()))
		})
	}
	for i, r := range saves {
		if ids[i] != "" {
			continue
		}
		owner, name := r.Element.Owner(), r.Element.Name()
		at := slices.IndexFunc(made[name], func(m *landscape.Element) bool {
			own := owner == "" && (m.Owner() == viewer.Actor() || m.Kind.Name == landscape.ActorKind && m.Owner() == m.Key())
			return m.Kind == r.Element.Kind && (own || m.Owner() == owner)
		})
		if at >= 0 {
			ids[i] = made[name][at].ID
			made[name] = slices.Delete(made[name], at, at+1)
		}
	}
	return ids
}

// Findings returns findings as the API tells them.
func Findings(language text.Language, all []landscape.Finding) []Finding {
	list := make([]Finding, len(all))
	for i, f := range all {
		path := f.Place.Path
		if f.Code == "DANGLING" {
			// An entry of a relation field names its end by key.
			for _, end := range []string{".from", ".to"} {
				if entry, ok := strings.CutSuffix(path, end); ok {
					path = entry + ".key"
				}
			}
		}
		list[i] = Finding{Severity: strings.ToUpper(string(f.Severity)), Code: f.Code, Path: path, Message: f.Message.In(language)}
	}
	return list
}
