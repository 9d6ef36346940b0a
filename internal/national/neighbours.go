package national

import (
	"fmt"

	"github.com/arkinera/landskap/internal/landscape"
)

// outside is what an actor has of others: each once.
type outside struct {
	seen map[landscape.Ref]bool // asked only, never walked
	used []landscape.Ref        // systems
}

// neighbours tells what an actor uses of others, what it claims of that, and between what its information goes.
func (l *land) neighbours(a *actor) {
	if l.ended {
		return
	}
	d := newDice(l.seed, partNeighbours, a.number)
	o := &outside{seen: map[landscape.Ref]bool{}}
	for range 25 + a.systems*70/100 {
		l.use(d, a, o)
	}
	for i := range 3 + a.systems*109/100 {
		l.integration(d, a, o, i)
	}
}

// provider chooses another actor that has something for others: mostly of the own county, often an agency.
func (l *land) provider(d dice, a *actor) *actor {
	n := d.below(100)
	switch {
	case n < 45 && a.county != none:
		members := l.counties[a.county]
		if d.chance(50) {
			// The joint body, if there is one, and the region provide most.
			return []*actor{members[0], members[len(members)-1]}[d.below(2)]
		}
		return members[d.below(len(members))]
	case n < 70:
		return l.agencies[d.low(len(l.agencies))]
	}
	return l.holders[d.below(len(l.holders))]
}

// use tells of one thing that an actor uses, if it is not its own and not told already.
func (l *land) use(d dice, a *actor, o *outside) {
	p := l.provider(d, a)
	if p == a {
		return
	}
	n := d.low(p.shared)
	thing := l.systemAt(p, n)
	system := d.chance(75)
	if !system {
		thing = l.serviceAt(p, d.low(max(1, p.services/2)))
	}
	if o.seen[thing] {
		return
	}
	o.seen[thing] = true
	v := d.seen(nil)
	if d.chance(40) {
		v["since"] = d.day(2012, 2025)
	}
	if d.chance(10) {
		v["purpose"] = "För " + d.one(departments)
	}
	l.relate(a.Key, a.Ref, "USES", thing, v)
	if !system {
		return
	}
	o.used = append(o.used, thing)
	// Who uses a system has its own word on it, and a few run it together with its provider.
	if d.chance(3) {
		l.relate(a.Key, a.Ref, "PROVIDES", thing, nil)
	}
	if d.chance(35) {
		for _, b := range l.blocks[fit(n)].some(d, 1, l.loud) {
			l.relate(a.Key, thing, "REALISES", b, values{"coverage": []string{"FULL", "PARTIAL"}[d.below(2)]})
		}
	}
	if d.chance(30) {
		for _, process := range l.processes.some(d, 1, l.loud) {
			l.relate(a.Key, thing, "SUPPORTS", process, nil)
		}
	}
}

// integration tells of one exchange of information: from an own system, mostly to another one.
func (l *land) integration(d dice, a *actor, o *outside, i int) {
	subject := d.one(subjects)
	v := values{
		"name":              fmt.Sprintf("%s till %s", subject, d.one(applications)),
		"method":            []string{"API", "API", "MESSAGE", "FILE", "FILE", "DATABASE", "EVENT", "MANUAL", "OTHER"}[d.below(9)],
		"frequency":         []string{"REAL_TIME", "HOURLY", "DAILY", "DAILY", "WEEKLY", "MONTHLY", "ON_DEMAND"}[d.below(7)],
		"integrationStatus": "CONFIRMED",
		"observed":          d.chance(40),
		"visibility":        d.visibility(),
	}
	if d.chance(15) {
		v["integrationStatus"] = "PROPOSED"
	}
	x := l.element(l.nth("Integration", a.Key, "integration", i), a.Key, v)
	// Low numbers come more often: there are systems on which everything hangs.
	from := d.low(a.systems)
	to := l.systemAt(a, (from+1+d.below(a.systems-1))%a.systems)
	if len(o.used) > 0 && d.chance(20) {
		to = o.used[d.low(len(o.used))]
	}
	source, target := l.systemAt(a, from), to
	if d.chance(30) {
		source, target = target, source
	}
	l.relate(a.Key, x, "FROM", source, nil)
	l.relate(a.Key, x, "TO", target, nil)
	if d.chance(25) {
		l.relate(a.Key, x, "VIA", l.systemAt(a, platformEvery*d.low((a.systems+platformEvery-1)/platformEvery)), nil)
	}
	first := d.low(a.objects)
	l.relate(a.Key, x, "CARRIES", l.objectAt(a, first), nil)
	if d.chance(20) {
		l.relate(a.Key, x, "CARRIES", l.objectAt(a, (first+1)%a.objects), nil)
	}
	if d.chance(20) {
		l.relate(a.Key, x, "CONFORMS_TO", l.standardAt(d.low(l.standards)), nil)
	}
	if d.chance(8) {
		for _, b := range l.blocks["ApplicationInteraction"].some(d, 1, l.loud) {
			l.relate(a.Key, x, "REALISES", b, nil)
		}
	}
}

// cooperations tells what the actors of a county do together.
func (l *land) cooperations(c int) {
	d, members := newDice(l.seed, partCooperations, c), l.counties[c]
	region := members[0]
	for i := range 2 + len(members) {
		x := l.element(l.nth("Cooperation", region.Key, "samverkan", i), region.Key, values{"name": fmt.Sprintf("Samverkan om %s %d", d.one(errands), i+1),
			"interest": d.one(errands), "rung": []string{"EXCHANGE", "SHARED_SERVICE", "BUSINESS_AREA", "COMMON_STRATEGY"}[d.low(4)]})
		l.relate(region.Key, x, "LED_BY", members[d.low(len(members))].Ref, nil)
		for _, a := range members {
			if d.chance(60) {
				l.relate(a.Key, x, "PARTICIPANT", a.Ref, nil)
			}
		}
		for j, n := d.below(region.shared), d.below(3); n > 0; n-- {
			l.relate(region.Key, x, "SHARES", l.systemAt(region, (j+n)%region.shared), nil)
		}
	}
}
