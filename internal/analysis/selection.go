package analysis

import (
	"context"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// ActorSelection says which actors are asked about. All given conditions hold together; without any, every actor. A county means
// its municipalities and its region, unless ActorKind says otherwise. Actors that are not valid at the date are left out; a key or
// a group that is not there is NOT_FOUND.
type ActorSelection struct {
	Keys      []string // nil where no keys are given; an empty list is nobody
	Group     string
	County    string
	ActorKind string
}

// elementIDs returns the ids of what the selection names.
func (sel ActorSelection) elementIDs() []landscape.ID {
	var ids []landscape.ID
	for _, key := range sel.Keys {
		ids = append(ids, landscape.NewElementID("Actor", key))
	}
	if sel.Group != "" {
		ids = append(ids, sel.groupID())
	}
	return ids
}

func (sel ActorSelection) groupID() landscape.ID { return landscape.NewElementID("Group", sel.Group) }

// actors returns the selected actors by name, then key. found has those of elementIDs that are there. The store is asked once, or
// not at all where the keys say everything.
func (sel ActorSelection) actors(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, found elements, at landscape.Date) ([]*landscape.Element, error) {
	for _, key := range sel.Keys {
		if found[landscape.NewElementID("Actor", key)] == nil {
			return nil, absent("actor", key)
		}
	}
	if sel.Group != "" && found[sel.groupID()] == nil {
		return nil, absent("group", sel.Group)
	}
	candidates, err := sel.candidates(ctx, s, m, found, at)
	if err != nil {
		return nil, err
	}
	var chosen []*landscape.Element
	for _, a := range candidates {
		if spanOf(a).holds(at) && sel.holds(a) {
			chosen = append(chosen, a)
		}
	}
	landscape.ByName(chosen)
	return chosen, nil
}

// candidates returns actors, each once, among which are all that are selected.
func (sel ActorSelection) candidates(ctx context.Context, s landscape.Snapshot, m *schema.Metamodel, found elements, at landscape.Date) ([]*landscape.Element, error) {
	actor := m.Kind("Actor")
	switch {
	case sel.Group != "":
		members, err := s.Matrix(ctx, landscape.MatrixQuery{
			Rows:           landscape.Set{IDs: []landscape.ID{sel.groupID()}},
			Steps:          []landscape.Step{{m.Kind("Group").Field("includes")}},
			NotEndedBefore: at,
			Attributes:     actorAttributes,
		})
		if err != nil {
			return nil, err
		}
		var list []*landscape.Element
		for _, t := range members.Tuples {
			member := members.Elements[t.Col()]
			if spanOf(members.Elements[t.Row()], t.Claims[0], member).holds(at) && !slices.Contains(list, member) {
				list = append(list, member)
			}
		}
		return list, nil
	case sel.Keys != nil:
		var list []*landscape.Element
		for _, e := range found {
			if e.Kind == actor {
				list = append(list, e)
			}
		}
		return list, nil
	}
	var where landscape.And
	if sel.County != "" {
		where = append(where, landscape.Compare{Attribute: actor.Attribute("county"), Op: landscape.Eq, Value: sel.County})
	}
	if sel.ActorKind != "" {
		where = append(where, landscape.Compare{Attribute: actor.Attribute("actorKind"), Op: landscape.Eq, Value: sel.ActorKind})
	}
	rows, err := s.Find(ctx, landscape.Query{
		Kind: actor, Where: where, At: at, Page: landscape.Page{Limit: landscape.NoLimit},
		Attributes: actorAttributes,
	})
	return rows.Elements, err
}

// holds reports whether the conditions hold for an actor; which group it is in is known already.
func (sel ActorSelection) holds(a *landscape.Element) bool {
	kind := a.Text("actorKind")
	switch {
	case sel.Keys != nil && !slices.Contains(sel.Keys, a.Key()):
		return false
	case sel.ActorKind != "" && kind != sel.ActorKind:
		return false
	case sel.County == "":
		return true
	case sel.ActorKind == "" && kind != "MUNICIPALITY" && kind != "REGION":
		return false
	}
	return a.Text("county") == sel.County
}
