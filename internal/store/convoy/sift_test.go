package convoy

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/memory"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

// play is a landscape in memory to which tasks are done together, in an order that is drawn.
type play struct {
	t     *testing.T
	model *schema.Metamodel
	store *memory.Store
	log   *Log
	now   landscape.Revision
	queue []*task
	// together counts those that were not made by themselves, wrong those that would have done something else in their place.
	together, apart int
	reads, asked    int // drafts, and what they did not know
	wrong           []string
	// stale is a fault: what is known stays as it is when a commit changes elements, or what relations they have.
	staleElements, staleRelations bool
}

// informed is a draft that asks only for what is not known.
type informed struct {
	Source
	*Known
	asked *int
}

func (d informed) Elements(ctx context.Context, ids []landscape.ID, attributes []string, _ ...*landscape.RelatedQuery) (found []*landscape.Element, err error) {
	for _, id := range ids {
		e, known := d.Element(id)
		if !known {
			*d.asked++
			found, err = d.Source.Elements(ctx, ids, attributes)
			d.LearnElements(ids, found)
			return found, err
		}
		found = append(found, e)
	}
	return found, nil
}

func (d informed) Touching(ctx context.Context, ids []landscape.ID, types ...string) (found []*landscape.Relation, err error) {
	found, known := d.Known.Touching(ids, types)
	if !known {
		*d.asked++
		found, err = d.Source.Touching(ctx, ids, types...)
		d.LearnTouching(ids, types, found)
	}
	return found, err
}

// note remembers a commit.
func (p *play) note(revision landscape.Revision, changes []landscape.Change) {
	k := p.log.Known
	elements, relations := maps.Clone(k.elements), maps.Clone(k.touching)
	p.log.Add(revision, changes)
	if p.staleElements {
		k.elements = elements
	}
	if p.staleRelations {
		k.touching = relations
	}
}

type task struct {
	storetest.Task
	*Member
}

var errSeen = errors.New("it was only looked at")

func newPlay(t *testing.T) *play {
	m, err := storetest.Model()
	if err != nil {
		t.Fatal(err)
	}
	content, err := storetest.TasksContent(m)
	if err != nil {
		t.Fatal(err)
	}
	return &play{t: t, model: m, store: memory.New(content), log: NewLog(1), now: 1}
}

// write makes changes, or looks only.
func (p *play) write(fn func(landscape.Draft) ([]landscape.Change, error)) landscape.Revision {
	p.t.Helper()
	receipt, err := p.store.Write(p.t.Context(), landscape.Main, landscape.Write{}, fn)
	if err != nil && !errors.Is(err, errSeen) {
		p.t.Fatal(err)
	}
	return receipt.Revision
}

func (p *play) prepare(random *rand.Rand) {
	one := &task{Task: storetest.RandomTask(p.model, random)}
	p.write(func(d landscape.Draft) ([]landscape.Change, error) {
		p.reads++
		noted := NewDraft(informed{d.(Source), p.log.Known, &p.asked})
		if changes, err := one.Fn(noted); err == nil && noted.Whole() && Fit(changes) {
			one.Member = NewMember(landscape.Write{}, noted, p.log, changes)
		}
		return nil, errSeen
	})
	if one.Member == nil {
		p.alone(one)
		return
	}
	p.queue = append(p.queue, one)
}

// alone makes a write by itself.
func (p *play) alone(one *task) {
	p.apart++
	var made []landscape.Change
	revision := p.write(func(d landscape.Draft) (_ []landscape.Change, err error) {
		made, err = one.Fn(d)
		return made, err
	})
	if revision != p.now {
		p.note(revision, made)
	}
	p.now = revision
}

// commit commits the queue, and makes by themselves those that do not fit.
func (p *play) commit(sift func(l *Log, now landscape.Revision, group []*Member) []*Member) {
	group, of := []*Member{}, map[*Member]*task{}
	for _, one := range p.queue {
		group = append(group, one.Member)
		of[one.Member] = one
	}
	p.queue = nil
	var all []landscape.Change
	for _, m := range sift(p.log, p.now, group) {
		one := of[m]
		delete(of, m)
		p.together++
		revision := p.write(func(d landscape.Draft) ([]landscape.Change, error) {
			anew, err := one.Fn(d)
			if got, want := texts(m.Changes), texts(anew); err != nil || got != want || m.Revision != p.now+1 {
				p.wrong = append(p.wrong, fmt.Sprintf("revision %d, %s: %s\nin its place: %s, %v", p.now+1, one.Name, got, want, err))
			}
			return anew, err
		})
		if revision != p.now {
			all = append(all, m.Changes...)
		}
		p.now = revision
	}
	if len(all) > 0 {
		p.note(p.now, all)
	}
	for _, m := range group {
		if one := of[m]; one != nil {
			p.alone(one)
		}
	}
}

func texts(changes []landscape.Change) string {
	var list []string
	for _, c := range changes {
		list = append(list, storetest.ChangeText(c))
	}
	return strings.Join(list, "; ")
}

// run does so many tasks.
func (p *play) run(seed uint64, n int, sift func(l *Log, now landscape.Revision, group []*Member) []*Member) {
	random := rand.New(rand.NewPCG(seed, 1))
	for range n {
		if p.prepare(random); random.IntN(4) == 0 {
			kept := p.queue
			if random.IntN(4) == 0 && len(kept) > 1 { // Some were prepared before a commit, and come after it.
				p.queue = p.queue[:len(kept)/2]
				kept = kept[len(kept)/2:]
				p.commit(sift)
				p.queue = kept
				continue
			}
			p.commit(sift)
		}
	}
}

// TestSift does random tasks together: each does what it would have done in its place.
func TestSift(t *testing.T) {
	together, apart, reads, asked := 0, 0, 0, 0
	for seed := range uint64(20) {
		p := newPlay(t)
		p.run(seed, 400, (*Log).Sift)
		for _, wrong := range p.wrong {
			t.Errorf("seed %d, %s", seed, wrong)
		}
		together, apart, reads, asked = together+p.together, apart+p.apart, reads+p.reads, asked+p.asked
	}
	if t.Logf("%d went together, %d did not; %d drafts asked %d times", together, apart, reads, asked); together < 2000 || apart < 500 || asked > reads {
		t.Error("that proves too little")
	}
}

// TestSiftControl does the same with faults, which are found out.
func TestSiftControl(t *testing.T) {
	forgetting := func(forget func(*Member)) func(*Log, landscape.Revision, []*Member) []*Member {
		return func(l *Log, now landscape.Revision, group []*Member) []*Member {
			for _, m := range group {
				forget(m)
			}
			return l.Sift(now, group)
		}
	}
	for name, sift := range map[string]func(*Log, landscape.Revision, []*Member) []*Member{
		"those before it in the group": func(l *Log, now landscape.Revision, group []*Member) (fit []*Member) {
			for _, m := range group {
				if one := l.Sift(now, []*Member{m}); len(one) > 0 {
					fit = append(fit, m)
				}
			}
			for i, m := range fit {
				m.Revision = now + landscape.Revision(i) + 1
			}
			return fit
		},
		"earlier commits":                 forgetting(func(m *Member) { m.log.commits = nil }),
		"Touching":                        forgetting(func(m *Member) { clear(m.read.ends) }),
		"lists of a kind":                 forgetting(func(m *Member) { clear(m.read.kinds) }),
		"what may follow from everything": forgetting(func(m *Member) { m.read.all = false }),
		"elements and relations":          forgetting(func(m *Member) { clear(m.read.records) }),
		"what is not there": forgetting(func(m *Member) {
			for _, c := range m.Changes {
				if c.Created() {
					delete(m.read.records, c.ID())
				}
			}
		}),
		"the revision": func(l *Log, now landscape.Revision, group []*Member) []*Member {
			fit := l.Sift(now, group)
			for _, m := range fit {
				m.Revision = now + 1
			}
			return fit
		},
	} {
		t.Run("forgets "+name, func(t *testing.T) {
			for seed := range uint64(20) {
				p := newPlay(t)
				if p.run(seed, 400, sift); len(p.wrong) > 0 {
					t.Logf("found out with seed %d: %s", seed, p.wrong[0])
					return
				}
			}
			t.Error("nothing is found")
		})
	}
}

// TestKnownControl has what is known stay as it was, which is found out.
func TestKnownControl(t *testing.T) {
	for name, fault := range map[string]func(p *play){
		"elements":  func(p *play) { p.staleElements = true },
		"relations": func(p *play) { p.staleRelations = true },
	} {
		t.Run("stale "+name, func(t *testing.T) {
			for seed := range uint64(20) {
				p := newPlay(t)
				fault(p)
				if p.run(seed, 400, (*Log).Sift); len(p.wrong) > 0 {
					t.Logf("found out with seed %d: %s", seed, p.wrong[0])
					return
				}
			}
			t.Error("nothing is found")
		})
	}
}

// TestSiftRefuses has what does not fit whatever was looked at.
func TestSiftRefuses(t *testing.T) {
	p := newPlay(t)
	kind := p.model.Kind("System")
	member := func(key string, w landscape.Write) (m *Member) {
		e := landscape.NewElement(kind, map[string]any{"key": key, "name": key, "owner": "north"})
		p.write(func(d landscape.Draft) ([]landscape.Change, error) {
			m = NewMember(w, NewDraft(d.(Source)), p.log, []landscape.Change{{ElementAfter: e}})
			return nil, errSeen
		})
		return m
	}
	one, two, three := landscape.Revision(1), landscape.Revision(2), landscape.Revision(3)
	group := []*Member{
		member("a", landscape.Write{Key: "k", Expected: &one}), member("b", landscape.Write{Key: "k"}), member("c", landscape.Write{Expected: &one}),
		member("d", landscape.Write{Expected: &three}), member("a", landscape.Write{}), member("e", landscape.Write{Expected: &two}),
	}
	fit := p.log.Sift(1, group)
	if len(fit) != 2 || fit[0] != group[0] || fit[1] != group[5] || fit[0].Revision != 2 || fit[1].Revision != 3 {
		t.Errorf("%d fit: %+v", len(fit), fit)
	}
	// A log that begins anew, and one that has forgotten, say nothing of what was changed.
	if fit := NewLog(1).Sift(1, group[:1]); len(fit) > 0 {
		t.Error("a write fits a landscape that was lost meanwhile")
	}
	for r := landscape.Revision(2); r < remembered+3; r++ {
		p.log.Add(r, nil)
	}
	if fit := p.log.Sift(remembered+2, []*Member{member("f", landscape.Write{})}); len(fit) > 0 {
		t.Error("a write fits after more commits than are remembered")
	}
	p.log = NewLog(1)
	old := member("g", landscape.Write{})
	p.log.Add(2, make([]landscape.Change, most+1))
	if fit := p.log.Sift(2, []*Member{old}); len(fit) > 0 {
		t.Error("a write fits after a commit of which it is not remembered what it has changed")
	}
}

// TestFit has changes that never go together with others.
func TestFit(t *testing.T) {
	p := newPlay(t)
	e := landscape.NewElement(p.model.Kind("System"), map[string]any{"key": "a", "name": "a", "owner": "north"})
	many := make([]landscape.Change, most+1)
	for i := range many {
		many[i].ElementAfter = e
	}
	for what, c := range map[string]struct {
		changes []landscape.Change
		fit     bool
	}{
		"nothing": {}, "no change": {[]landscape.Change{{}}, false}, "very many": {many, false}, "many": {many[1:], true},
		"an element that goes": {[]landscape.Change{{ElementBefore: e}}, false}, "one that changes": {[]landscape.Change{{ElementBefore: e, ElementAfter: e}}, true},
		"a relation that goes": {[]landscape.Change{{RelationBefore: &landscape.Relation{}}}, true},
	} {
		if Fit(c.changes) != c.fit {
			t.Errorf("%s: %v", what, !c.fit)
		}
	}
}

// TestDraftLarge has a draft refuse a write that asks much, also if that makes nothing of it.
func TestDraftLarge(t *testing.T) {
	p := newPlay(t)
	for what, ask := range map[string]func(d landscape.Draft){
		"often": func(d landscape.Draft) {
			for range calls + 1 {
				_, _ = d.Elements(t.Context(), []landscape.ID{"a"}, nil)
			}
		},
		"for many": func(d landscape.Draft) {
			ids := make([]landscape.ID, most+1)
			for i := range ids {
				ids[i] = landscape.ID(fmt.Sprint(i))
			}
			_, _ = d.Touching(t.Context(), ids)
		},
	} {
		p.write(func(d landscape.Draft) ([]landscape.Change, error) {
			noted := NewDraft(d.(Source))
			if !noted.Whole() {
				t.Error("a draft of which nothing was asked is not whole")
			}
			if ask(noted); noted.Whole() {
				t.Errorf("a write that asks %s is small", what)
			}
			return nil, errSeen
		})
	}
}
