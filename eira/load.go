package eira

import (
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// Load returns the elements and relations of the package of that name. An unknown name is NOT_FOUND.
//
// The package owns its content, but for the actors, which own themselves. No record states an origin: the owner already names the
// package, and its provenance says the rest.
func Load(meta *schema.Metamodel, name string) (*landscape.ChangeSet, error) {
	c, err := read(files, name)
	if err != nil {
		return nil, err
	}
	l := &loader{meta: meta, name: name, owner: landscape.PackagePrefix + name, set: &landscape.ChangeSet{}}
	if c.reference != nil {
		l.reference(*c.reference)
	}
	l.areas(c.areas)
	l.blocks(c.blocks)
	l.processes(c.processes)
	l.actors(c.actors)
	return l.set, nil
}

// loader makes records of a package's rows.
type loader struct {
	meta  *schema.Metamodel
	name  string
	owner any // boxed once for all records
	set   *landscape.ChangeSet
}

// values are the values of a record by attribute name, as landscape.NewElement takes them.
type values map[string]any

func (l *loader) reference(r referenceRow) {
	l.element("Reference", r.key, values{"name": r.name, "nameEn": optional(r.nameEn), "version": optional(r.version),
		"publisher": optional(r.publisher), "licence": optional(r.licence), "partial": truth(r.partial)})
}

func (l *loader) areas(rows []areaRow) {
	for _, r := range rows {
		l.element("Area", l.key(r.id), values{"name": r.name, "nameEn": optional(r.nameEn)})
		l.relate("Area", l.key(r.id), "IN", "Reference", l.name)
	}
}

func (l *loader) blocks(rows []blockRow) {
	for _, r := range rows {
		v := values{"name": r.name, "puri": optional(r.puri), "archimateType": optional(r.archimateType),
			"grouping": r.grouping, "focal": truth(r.focal)}
		// The model has room for one dimension. Where the publisher names several none of them is more right than the others.
		if len(r.dimensions) == 1 {
			v["dimension"] = r.dimensions[0]
		}
		// Older identifiers are no aliases: they help an import to find the block and people would search in vain for them.
		l.element("BuildingBlock", l.key(r.id), v)
		for _, area := range r.areas {
			l.relate("BuildingBlock", l.key(r.id), "IN", "Area", l.key(area))
		}
		for _, general := range r.specialises {
			l.relate("BuildingBlock", l.key(r.id), "SPECIALISES", "BuildingBlock", l.key(general))
		}
	}
}

func (l *loader) processes(rows []processRow) {
	for _, r := range rows {
		l.element("Process", l.key(r.code), values{"name": r.name, "nameEn": optional(r.nameEn), "code": r.code,
			"depth": int64(r.depth), "legalBasis": optional(r.legalBasis), "mandatory": optional(r.mandatory),
			"appliesTo": r.appliesTo, "compiled": r.compiled})
		l.relate("Process", l.key(r.code), "IN", "Reference", l.name)
		if r.parent != "" {
			l.relate("Process", l.key(r.code), "PART_OF", "Process", l.key(r.parent))
		}
	}
}

func (l *loader) actors(rows []actorRow) {
	for _, r := range rows {
		v := values{"name": r.name, "aliases": r.aliases, "actorKind": r.actorKind, "code": optional(r.code),
			"county": optional(r.county), "organisationNumber": optional(r.organisationNumber)}
		if r.population > 0 {
			v["population"] = int64(r.population)
		}
		l.element(landscape.ActorKind, r.key, v)
	}
}

// key returns the key of a row of the package, from its id or code.
func (l *loader) key(id string) string { return l.name + "/" + id }

func (l *loader) place() landscape.Place { return landscape.Place{File: l.name} }

func (l *loader) element(kind, key string, v values) {
	v["key"] = key
	if kind != landscape.ActorKind {
		v["owner"] = l.owner
	}
	l.set.Elements = append(l.set.Elements, landscape.ElementRecord{Element: landscape.NewElement(l.meta.Kind(kind), v), Place: l.place()})
}

func (l *loader) relate(fromKind, fromKey, relationType, toKind, toKey string) {
	from := landscape.Ref{Kind: l.meta.Kind(fromKind), Key: fromKey}
	to := landscape.Ref{Kind: l.meta.Kind(toKind), Key: toKey}
	relation := landscape.NewRelation(l.meta.Relation(relationType, from.Kind), from, to, values{"owner": l.owner})
	l.set.Relations = append(l.set.Relations, landscape.RelationRecord{Relation: relation, From: from, To: to, Place: l.place()})
}

// optional returns a text as a value: empty is none.
func optional(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// truth returns a Boolean that may be left out as a value.
func truth(s string) any {
	if s == "" {
		return nil
	}
	return s == "true"
}
