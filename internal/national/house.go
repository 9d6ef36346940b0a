package national

import (
	"fmt"

	"github.com/arkinera/landskap/internal/landscape"
)

// own is what belongs to one actor alone, as far as its other records name it.
type own struct {
	*actor
	d         dice
	units     []landscape.Ref
	logins    []landscape.Ref
	processes []landscape.Ref
	obstacles []landscape.Ref
}

// house tells of an actor's own: units, information, processes, systems, services, agreements and what is to become of them.
func (l *land) house(a *actor) {
	if l.ended {
		return
	}
	o := &own{actor: a, d: newDice(l.seed, partHouse, a.number)}
	l.units(o)
	l.logins(o)
	l.objects(o)
	l.ownProcesses(o)
	for i := range a.systems {
		l.system(o, i)
	}
	for i := range a.services {
		l.service(o, i)
	}
	l.agreements(o)
	l.plans(o)
}

func (l *land) units(o *own) {
	for i := range 2 + o.systems*6/100 {
		unit := l.element(l.nth("Unit", o.Key, "enhet", i), o.Key, values{"name": fmt.Sprintf("%s %d", o.d.one(departments), i+1)})
		parent := o.Ref
		if i > 0 && o.d.chance(60) {
			parent = o.units[o.d.low(len(o.units))]
		}
		l.relate(o.Key, unit, "PART_OF", parent, nil)
		o.units = append(o.units, unit)
	}
}

func (l *land) logins(o *own) {
	o.logins = append(o.logins, l.nationalIDs...)
	for i := range 2 {
		login := l.element(l.nth("LoginMethod", o.Key, "egen-inloggning", i), o.Key, values{"name": o.d.one(words) + " inloggning", "assurance": int64(1 + o.d.below(4))})
		l.relate(o.Key, o.Ref, "OFFERS", login, values{"audience": "STAFF", "phase": []string{"KEEP", "PHASE_OUT", "PLANNED"}[o.d.below(3)]})
		if i > 0 && o.d.chance(30) {
			l.relate(o.Key, o.logins[len(o.logins)-1], "SUCCEEDED_BY", login, nil)
		}
		o.logins = append(o.logins, login)
	}
}

// classes gives a record its information class.
func (d dice) classes(v values) values {
	v["confidentiality"], v["integrity"], v["availability"] = int64(d.below(5)), int64(d.below(5)), int64(d.below(5))
	v["personalData"] = d.chance(55)
	return v
}

func (l *land) objects(o *own) {
	for i := range o.objects {
		v := o.d.classes(values{"name": fmt.Sprintf("%s %d", o.d.one(subjects), i+1), "visibility": o.d.visibility()})
		object := l.element(l.objectAt(o.actor, i), o.Key, v)
		for _, b := range l.blocks["BusinessObject"].some(o.d, o.d.below(3), nil) {
			l.relate(o.Key, object, "REALISES", b, nil)
		}
	}
}

func (l *land) ownProcesses(o *own) {
	for i := range 1 + o.systems*5/100 {
		name := fmt.Sprintf("%s %s %d", o.d.one(doings), o.d.one(errands), i+1)
		process := l.element(l.nth("Process", o.Key, "process", i), o.Key, values{"name": name, "mandatory": []string{"YES", "PARTLY", "NO"}[o.d.below(3)]})
		for _, general := range l.processes.some(o.d, 1, func(p landscape.Ref) bool { return !l.without(o.actor, p) }) {
			l.relate(o.Key, process, "SPECIALISES", general, nil)
		}
		for _, b := range l.blocks["BusinessProcess"].some(o.d, o.d.below(2), l.loud) {
			l.relate(o.Key, process, "REALISES", b, nil)
		}
		o.processes = append(o.processes, process)
	}
}

// system tells of one system and what its provider says of it.
func (l *land) system(o *own, i int) {
	d, name := o.d, fmt.Sprintf("%s %s", o.d.one(applications), o.d.one(words))
	v := d.classes(values{
		"layer":       "APPLICATION",
		"hosting":     []string{"OWN", "OWN", "SHARED", "SUPPLIER", "CLOUD", "CLOUD"}[d.below(6)],
		"criticality": []string{"LOW", "MEDIUM", "MEDIUM", "HIGH", "SOCIETAL"}[d.below(5)],
		"visibility":  d.visibility(),
	})
	if fit(i) == "Node" {
		v["layer"], name = "TECHNOLOGY", fmt.Sprintf("%s %s", d.one(platforms), d.one(words))
	}
	keep := func(target landscape.Ref) bool { return !l.without(o.actor, target) }
	if i < o.shared {
		keep = l.loud
		v["visibility"] = "OPEN"
	}
	if v["name"] = name; d.chance(50) {
		v["name"] = fmt.Sprintf("%s %d", name, i+1)
	}
	if d.chance(20) {
		v["version"] = fmt.Sprintf("%d.%d", d.between(2019, 2026), d.between(1, 4))
	}
	if d.chance(15) {
		v["disposition"] = []string{"KEEP", "REPLACE", "CONSOLIDATE", "RETIRE"}[d.below(4)]
	}
	if d.chance(10) {
		v["description"] = "Påhittat system som används varje dag av någon på " + d.one(departments) + "."
	}
	if d.chance(8) {
		v["aliases"] = []string{fmt.Sprintf("%s-%d", d.one(words), i+1)}
	}
	life(d, v)
	s := l.element(l.systemAt(o.actor, i), o.Key, v)

	l.relate(o.Key, o.Ref, "PROVIDES", s, nil)
	if d.chance(75) {
		l.relate(o.Key, s, "INSTANCE_OF", l.byPopular.some(d, 1, nil)[0], nil)
	}
	// Most realise a few blocks, some nothing that anybody has written down.
	for _, b := range l.blocks[fit(i)].some(d, []int{0, 1, 2, 2, 3, 3, 4, 6}[d.below(8)], keep) {
		claim := d.seen(nil)
		if d.chance(25) {
			claim["coverage"] = "PARTIAL"
		}
		if d.chance(5) {
			claim["evidence"] = "Påhittat underlag."
		}
		l.relate(o.Key, s, "REALISES", b, claim)
	}
	for _, p := range l.processes.some(d, []int{0, 0, 1, 1, 2, 3}[d.below(6)], keep) {
		l.relate(o.Key, s, "SUPPORTS", p, d.seen(nil))
	}
	if d.chance(8) {
		l.relate(o.Key, s, "SUPPORTS", o.processes[d.below(len(o.processes))], nil)
	}
	if d.chance(60) {
		l.relate(o.Key, s, "AUTHENTICATES_WITH", o.logins[d.low(len(o.logins))], nil)
	}
	if d.chance(80) {
		l.relate(o.Key, s, "HOLDS", l.objectAt(o.actor, d.below(o.objects)), nil)
	}
	if d.chance(30) {
		l.relate(o.Key, o.units[d.below(len(o.units))], "MANAGES", s, values{"role": []string{"Systemägare", "Förvaltningsledare"}[d.below(2)]})
	}
}

// life gives a system its place in life, and the days that belong to it.
func life(d dice, v values) {
	switch n := d.below(100); {
	case n < 6:
		v["lifecycle"], v["validFrom"] = "PLANNED", d.day(2027, 2029)
	case n < 10:
		v["lifecycle"], v["validFrom"] = "PHASE_IN", d.day(2025, 2025)
	case n < 18:
		v["lifecycle"], v["validTo"] = "PHASE_OUT", d.day(2027, 2031)
	case n < 21:
		v["lifecycle"], v["validTo"] = "RETIRED", d.day(2019, 2025)
	case n < 26: // Nobody has said.
	default:
		if v["lifecycle"] = "ACTIVE"; d.chance(20) {
			v["validFrom"] = d.day(2005, 2024)
		}
	}
}

func (l *land) service(o *own, i int) {
	d := o.d
	v := values{"name": fmt.Sprintf("%s %d", d.one(errands), i+1), "serviceKind": "E_SERVICE", "visibility": d.visibility()}
	if i < o.services/2 {
		v["visibility"], v["serviceKind"], v["openTo"] = "OPEN", "INTERNAL", []string{"MUNICIPALITY", "REGION"}
		if o.kind == "AGENCY" {
			v["serviceKind"] = "NATIONAL"
		}
	}
	s := l.element(l.serviceAt(o.actor, i), o.Key, v)
	l.relate(o.Key, o.Ref, "PROVIDES", s, nil)
	l.relate(o.Key, s, "SERVED_BY", l.systemAt(o.actor, d.low(o.systems)), nil)
	for _, b := range l.blocks["BusinessService"].some(d, d.below(3), l.loud) {
		l.relate(o.Key, s, "REALISES", b, d.seen(nil))
	}
	for _, p := range l.processes.some(d, d.below(3), l.loud) {
		l.relate(o.Key, s, "SUPPORTS", p, d.seen(nil))
	}
}

func (l *land) agreements(o *own) {
	d := o.d
	for i := range 1 + o.systems*9/100 {
		start := d.between(2018, 2026)
		v := values{"name": fmt.Sprintf("Avtal %d om %s", i+1, d.one(applications)), "number": fmt.Sprintf("P %d/%04d", start, i+1),
			"validFrom": d.day(start, start), "validTo": d.day(start+2, start+8), "visibility": d.visibility()}
		if d.chance(60) {
			v["noticeBy"] = d.day(start+1, start+1)
		}
		g := l.element(l.nth("Agreement", o.Key, "avtal", i), o.Key, v)
		l.relate(o.Key, g, "PARTY", o.Ref, nil)
		l.relate(o.Key, g, "PARTY", l.suppliers[d.low(len(l.suppliers))].Ref, nil)
		l.relate(o.Key, g, "COVERS", l.systemAt(o.actor, d.below(o.systems)), nil)
		if d.chance(30) {
			l.relate(o.Key, g, "COVERS", l.byPopular.some(d, 1, nil)[0], nil)
		}
		for _, b := range l.blocks["Contract"].some(d, d.below(2), l.loud) {
			l.relate(o.Key, g, "REALISES", b, nil)
		}
	}
}

// plans tells what stands in an actor's way, what it does about it, and what it has decided.
func (l *land) plans(o *own) {
	d := o.d
	for i := range 1 + o.systems*13/1000 {
		x := l.element(l.nth("Obstacle", o.Key, "hinder", i), o.Key, values{"name": fmt.Sprintf("%s %d", d.one(hindrances), i+1), "technical": d.chance(40),
			"voicedBy": []string{"IT", "BUSINESS", "BOTH", "UNCLEAR"}[d.below(4)], "theme": []string{"RESOURCES", "LEGACY", "LEGAL"}[d.below(3)]})
		l.relate(o.Key, x, "HINDERS", o.Ref, nil)
		l.relate(o.Key, x, "CONCERNS", l.capability[d.below(len(l.capability))], nil)
		o.obstacles = append(o.obstacles, x)
	}
	for i := range 1 + o.systems*27/1000 {
		x := l.element(l.nth("Initiative", o.Key, "initiativ", i), o.Key, values{"name": fmt.Sprintf("Införa %s %d", d.one(applications), i+1),
			"initiativeState": []string{"PROPOSED", "ONGOING", "ONGOING", "DONE", "CANCELLED"}[d.below(5)], "validTo": d.day(2025, 2030), "visibility": d.visibility()})
		l.relate(o.Key, x, "LED_BY", o.Ref, nil)
		for _, b := range l.blocks["ApplicationComponent"].some(d, d.below(4), nil) {
			l.relate(o.Key, x, "CLOSES", b, nil)
		}
		l.relate(o.Key, x, "AFFECTS", l.systemAt(o.actor, d.below(o.systems)), nil)
		if d.chance(60) {
			l.relate(o.Key, x, "ADDRESSES", o.obstacles[d.below(len(o.obstacles))], nil)
		}
		l.relate(o.Key, x, "IMPROVES", l.capability[d.below(len(l.capability))], nil)
	}
	for i := range 1 + o.systems*5/1000 {
		x := l.element(l.nth("Decision", o.Key, "beslut", i), o.Key, values{"name": fmt.Sprintf("Beslut %d", i+1), "decidedOn": d.day(2022, 2025), "reviewOn": d.day(2027, 2029),
			"ruling": "Påhittat beslut.", "visibility": d.visibility()})
		l.relate(o.Key, x, "DECIDED_BY", o.Ref, nil)
		l.relate(o.Key, x, "CONCERNS", l.systemAt(o.actor, d.below(o.systems)), nil)
	}
}
