package national

import (
	"fmt"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
)

// everybody tells of the actors, who represents whom, and the groups to ask about.
func (l *land) everybody() {
	for _, a := range l.actors {
		d := newDice(l.seed, partActors, a.number)
		v := values{"name": a.name, "actorKind": a.kind, "description": "Påhittad aktör i ett påhittat landskap."}
		if a.county != none {
			v["county"] = county(a.county)
			v["itStaff"] = float64(d.between(2, 6)+a.systems/3) / 2
		}
		switch a.kind {
		case "MUNICIPALITY", "REGION":
			v["code"] = a.code()
			v["population"] = int64(a.systems*d.between(60, 140) + 2000)
		case "SUPPLIER":
			v["organisationNumber"] = fmt.Sprintf("000000-%04d", a.number)
		}
		l.element(a.Ref, a.Key, v)
	}
	for c, members := range l.counties {
		region, group := members[0], l.ref("Group", "lan-"+county(c))
		l.element(group, region.Key, values{"name": "Län " + county(c) + " (påhittat)"})
		joint := members[len(members)-1]
		represented := 0
		if joint.kind == "JOINT_BODY" {
			represented = len(members) / 4
		}
		for i, a := range members {
			// A group holds a joint body or the members that it represents, never both.
			if a == joint && represented > 0 {
				continue
			}
			l.relate(region.Key, group, "INCLUDES", a.Ref, nil)
			if i > 0 && i <= represented {
				l.relate(a.Key, a.Ref, "REPRESENTED_BY", joint.Ref, values{"since": "2021-01-01"})
			}
		}
	}
}

func county(c int) string { return fmt.Sprintf("P%02d", c+1) }

// code returns the invented code of a municipality or region: kommun/p0103 has P0103.
func (a *actor) code() string {
	_, code, _ := strings.Cut(a.Key, "/")
	return strings.ToUpper(code)
}

// catalogue tells of what all have in common - products, standards, capabilities, ways to log in - and what the actors say of
// themselves as a whole.
func (l *land) catalogue() {
	d := newDice(l.seed, partCatalogue, 0)
	agency := l.agencies[0].Key
	for i := range abilities {
		kind := "STRUCTURAL"
		if i%2 == 1 {
			kind = "TECHNICAL"
		}
		c := l.element(l.ref("Capability", fmt.Sprintf("pahittad/formaga-%d", i+1)), agency, values{"name": abilities[i], "capabilityKind": kind})
		l.capability = append(l.capability, c)
	}
	for i := range 4 {
		v := values{"name": fmt.Sprintf("%s nationell inloggning %d", words[i], i+1), "assurance": int64(i%3 + 2)}
		l.nationalIDs = append(l.nationalIDs, l.element(l.nth("LoginMethod", agency, "inloggning", i), agency, v))
	}
	l.standards = 10 + len(l.actors)
	for i := range l.standards {
		kind := []string{"SPECIFICATION", "SERVICE_CONTRACT", "PROFILE", "FORMAT"}[i%4]
		s := l.element(l.standardAt(i), agency, values{"name": fmt.Sprintf("%s överföring %d", d.one(subjects), i+1), "identifier": fmt.Sprintf("P-%04d", i+1),
			"standardKind": kind, "version": fmt.Sprintf("%d.%d", d.between(1, 4), d.below(10))})
		for _, b := range l.blocks["Contract"].some(d, d.below(3), nil) {
			l.relate(agency, s, "REALISES", b, nil)
		}
		for _, b := range l.blocks["ApplicationComponent"].some(d, d.below(3), nil) {
			l.relate(agency, s, "SERVES", b, nil)
		}
	}
	l.wares(d)
	for _, a := range l.holders {
		l.words(newDice(l.seed, partCatalogue, 1+a.number), a)
	}
}

func (l *land) standardAt(i int) landscape.Ref {
	return l.ref("Standard", fmt.Sprintf("pahittad/standard-%d", i+1))
}

// wares tells of the products on the market.
func (l *land) wares(d dice) {
	l.products = 20 + len(l.actors)*6
	var all []landscape.Ref
	for i := range l.products {
		s := l.suppliers[d.low(len(l.suppliers))]
		category := applications[i%len(applications)]
		p := l.element(l.nth("Product", s.Key, "produkt", i), s.Key, values{"name": fmt.Sprintf("%s %s %d", d.one(words), category, i+1),
			"category": category, "description": "Påhittad produkt.", "aliases": []string{fmt.Sprintf("Produkt P%d", i+1)}})
		l.relate(s.Key, s.Ref, "SUPPLIES", p, nil)
		all = append(all, p)
	}
	l.byPopular = newChoice(all, popular)
}

// words tells what an actor says of itself: its capabilities, what it works by, and what it does not have.
func (l *land) words(d dice, a *actor) {
	for _, c := range l.capability {
		for year := 2025; d.chance(75) && year > 2021; year-- {
			v := values{"stance": []string{"HAS", "PARTLY", "PARTLY", "LACKS"}[d.below(4)], "date": d.day(year, year)}
			if d.chance(40) {
				v["maturity"] = int64(d.below(6))
			}
			l.relate(a.Key, a.Ref, "ASSESSED", c, v)
		}
	}
	for _, r := range l.references {
		if d.chance(50) {
			l.relate(a.Key, a.Ref, "ADOPTS", r, values{"stance": []string{"USED", "NOT_USED", "NOT_USED", "PLANNED"}[d.below(4)]})
		}
	}
	for _, r := range l.nationalIDs {
		if d.chance(70) {
			l.relate(a.Key, a.Ref, "OFFERS", r, values{"audience": []string{"RESIDENT", "STAFF"}[d.below(2)], "phase": []string{"KEEP", "KEEP", "PHASE_OUT"}[d.below(3)]})
		}
	}
	if d.chance(35) {
		// What only the actor sees it may call complete, whatever it hides from others.
		v := values{"statement": "COMPLETE", "asOf": d.day(2025, 2025), "visibility": "ACTOR"}
		if d.chance(30) {
			v["visibility"] = "OPEN"
		}
		l.relate(a.Key, a.Ref, "STATES", l.areas[d.below(len(l.areas))], v)
	}
	for _, targets := range [][]landscape.Ref{l.blocks["BusinessService"].list, l.processes.list} {
		for _, target := range targets {
			switch {
			case l.without(a, target) && d.chance(60):
				statement := []string{"NOT_NEEDED", "NONE", "NONE"}[d.below(3)]
				l.relate(a.Key, a.Ref, "STATES", target, values{"statement": statement, "asOf": d.day(2023, 2025), "reason": "Påhittat skäl."})
			case d.chance(2):
				l.relate(a.Key, a.Ref, "STATES", target, values{"statement": "PLANNED", "asOf": d.day(2023, 2025)})
			}
		}
	}
}
