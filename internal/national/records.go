package national

import (
	"fmt"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// values are the values of a record by attribute name, as landscape.NewElement takes them.
type values = map[string]any

// records gathers records into batches and hands them out.
type records struct {
	model *schema.Metamodel
	set   *landscape.ChangeSet
	yield func(*landscape.ChangeSet, error) bool
	ended bool // nobody wants more
}

// element adds an element and returns its name.
func (r *records) element(ref landscape.Ref, owner string, v values) landscape.Ref {
	v["key"], v["owner"], v["origin"] = ref.Key, owner, Origin
	r.set.Elements = append(r.set.Elements, landscape.ElementRecord{Element: landscape.NewElement(ref.Kind, v)})
	r.full()
	return ref
}

// relate adds a claim. v may be nil.
func (r *records) relate(owner string, from landscape.Ref, relationType string, to landscape.Ref, v values) {
	if v == nil {
		v = make(values, 2)
	}
	v["owner"], v["origin"] = owner, Origin
	claim := landscape.NewRelation(r.model.Relation(relationType, from.Kind), from, to, v)
	r.set.Relations = append(r.set.Relations, landscape.RelationRecord{Relation: claim, From: from, To: to})
	r.full()
}

// take adds the content of packages as it is, the elements first.
func (r *records) take(packages *landscape.ChangeSet) {
	for _, e := range packages.Elements {
		r.set.Elements = append(r.set.Elements, e)
		r.full()
	}
	for _, c := range packages.Relations {
		r.set.Relations = append(r.set.Relations, c)
		r.full()
	}
}

func (r *records) full() {
	if len(r.set.Elements)+len(r.set.Relations) >= BatchRecords {
		r.flush()
	}
}

func (r *records) flush() {
	if set := r.set; !r.ended && len(set.Elements)+len(set.Relations) > 0 {
		r.ended = !r.yield(set, nil)
	}
	r.set = &landscape.ChangeSet{}
}

// ref names an element of a kind.
func (r *records) ref(kind, key string) landscape.Ref {
	return landscape.Ref{Kind: r.model.Kind(kind), Key: key}
}

// nth names the element of a kind that is an owner's number i: kommun/p0103/system-7.
func (r *records) nth(kind, owner, word string, i int) landscape.Ref {
	return r.ref(kind, fmt.Sprintf("%s/%s-%d", owner, word, i+1))
}
