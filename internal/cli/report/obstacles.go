package report

import (
	"strings"

	"github.com/arkinera/landskap/internal/cli/terminal"
)

// hindered is an obstacle, and whom it stands in the way of.
type hindered struct {
	obstacle string
	whom     []string
}

// obstaclesOf gathers what stands in the way of a capability: of the selected group as such, then of each actor.
func (p *page) obstaclesOf(c *capabilityAnswer, item int) []hindered {
	var list []hindered
	add := func(obstacle named, whom string) {
		name := p.name(obstacle)
		for i, h := range list {
			if h.obstacle == name {
				list[i].whom = append(h.whom, whom)
				return
			}
		}
		list = append(list, hindered{name, []string{whom}})
	}
	for _, o := range c.Total[item].Obstacles {
		add(o, p.say("capability.hinders.all"))
	}
	for _, r := range c.Rows {
		for _, o := range r.Cells[item].Obstacles {
			add(o, p.name(r.Actor))
		}
	}
	return list
}

func (p *page) obstaclesOfOne(c *capabilityAnswer) {
	p.Blank()
	list := p.obstaclesOf(c, 0)
	if list == nil {
		p.sentence("capability.obstacles.none")
		return
	}
	t := &terminal.Table{Columns: []terminal.Column{{Head: p.say("column.obstacle")}, {Head: p.say("column.hinders")}}}
	for _, h := range list {
		t.Add(terminal.Texts(h.obstacle, strings.Join(h.whom, ", "))...)
	}
	p.table(t)
}

// obstaclesOfAll lists them capability by capability; the name of each stands once.
func (p *page) obstaclesOfAll(c *capabilityAnswer) {
	t := &terminal.Table{Columns: []terminal.Column{{Head: p.say("capability.column")}, {Head: p.say("column.obstacle")}, {Head: p.say("column.hinders")}}}
	for i, item := range c.Items {
		name := p.title(item)
		for _, h := range p.obstaclesOf(c, i) {
			t.Add(terminal.Texts(name, h.obstacle, strings.Join(h.whom, ", "))...)
			name = ""
		}
	}
	if t.Rows == nil {
		p.Blank()
		p.sentence("capability.obstacles.none")
	}
	p.table(t)
}
