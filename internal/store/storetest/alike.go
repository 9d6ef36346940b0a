package storetest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/schema"
)

// Named is how to open a store, with the name that it has in reports.
type Named struct {
	Name string
	Open Open
}

// Counter is a store that counts the texts of the statements by which it has read, each text once.
type Counter interface {
	Statements() int
}

const (
	// fewestReads is how many reads a landscape gets at least, and mostTexts from how many texts of statements all answers come: a
	// database plans each new text, which takes as long as some ten reads.
	fewestReads = 200
	mostTexts   = 300
	// ownShapes and productShapes are how many shapes of questions are asked about the two models. Each is up to two texts, for who
	// sees everything and for others, and the analyses, which ask about the product's, have some ninety more.
	ownShapes, productShapes = 30, 15
	// alikeLandscapes is how many landscapes are drawn, unless LANDSKAP_DIFFERENTIAL says otherwise.
	alikeLandscapes = 150
	// shortLandscapes are enough for the race detector.
	shortLandscapes = 6
)

// Alike draws landscapes with what happens to them, and holds that stores answer as the plain one does: every read and every
// analysis, for every viewer, errors, pages, revisions and history included.
func Alike(t *testing.T, stores ...Named) {
	landscapes := alikeLandscapes
	if testing.Short() {
		landscapes = shortLandscapes
	}
	if n, err := strconv.Atoi(os.Getenv("LANDSKAP_DIFFERENTIAL")); err == nil {
		landscapes = n
	}
	seed := Seed()
	scripts, err := trials(seed)
	if err != nil {
		t.Fatal(err)
	}
	var mutex sync.Mutex
	reads, fewest := 0, -1
	texts := map[any]int{}
	t.Run("Landscapes", func(t *testing.T) {
		for i := range landscapes {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				s := scripts.draw(i)
				opened := s.open(t, stores)
				d, n := s.compare(opened)
				if d != nil {
					small, d := s.small(t, stores, d)
					t.Fatalf("%s\n%#v%s", d, small, seedText(seed))
				}
				mutex.Lock()
				defer mutex.Unlock()
				reads += n
				if fewest < 0 || n < fewest {
					fewest = n
				}
				for _, c := range opened {
					if counter, is := c.store.(Counter); is {
						texts[keptBy(c.store)] = counter.Statements()
					}
				}
			})
		}
	})
	if t.Failed() {
		return
	}
	all := 0
	for _, n := range texts {
		all += n
	}
	t.Logf("%d landscapes, %d reads, %d of each at least, %d texts of statements; %s", landscapes, reads, fewest, all, seedText(seed))
	if fewest < fewestReads || all > mostTexts {
		t.Errorf("%d reads of a landscape, of which there are to be %d at least; %d texts, of which there are to be %d at most", fewest, fewestReads, all, mostTexts)
	}
}

// keptBy returns what two landscapes of one store have in common.
func keptBy(s landscape.Store) any {
	if a, is := s.(*Apart); is {
		return a.Keeper
	}
	return s
}

// trial is a script with many questions.
type trial struct {
	Script
	model *schema.Metamodel
}

// drawnTrials draws trials by number: those of the suite's own model and of the product's take turns.
type drawnTrials struct {
	seed   uint64
	models [2]*schema.Metamodel
	pools  [2]*Pool
}

func trials(seed uint64) (d drawnTrials, err error) {
	d.seed = seed
	for i, load := range []func() (*schema.Metamodel, error){Model, schema.Load} {
		if d.models[i], err = load(); err != nil {
			return d, err
		}
		d.pools[i] = NewPool(d.models[i], seed, []int{ownShapes, productShapes}[i])
	}
	return d, nil
}

func (d drawnTrials) draw(number int) trial {
	i := number % 2
	return trial{d.pools[i].trial(i == 1).Example(int(d.seed) + number), d.models[i]}
}

// trial draws a script of some steps. After each of them some ask, and at last everybody.
func (p *Pool) trial(analyses bool) *rapid.Generator[Script] {
	return rapid.Custom(func(t *rapid.T) Script {
		cast := p.cast(t)
		landscapes := landscapes(p.model, cast.kinds)
		a := &account{drawing: drawing{t}, now: landscapes.Draw(t, "landscape"), keys: map[string]keptKey{}}
		a.pool = []*landscape.Content{a.now, landscapes.Draw(t, "other"), landscapes.Draw(t, "another")}
		s := Script{Content: a.now}
		sit := func(v landscape.Viewer, questions int) {
			about := a.now
			if len(about.Elements) == 0 {
				about = s.Content
			}
			asker := p.asker(t, cast, about)
			sitting := Sitting{Viewer: v, History: a.history()}
			for i := range questions {
				switch {
				case i == 0:
					sitting.Questions = append(sitting.Questions, asker.walk(0))
				case analyses && i <= 5:
					sitting.Questions = append(sitting.Questions, asker.analysis())
				default:
					sitting.Questions = append(sitting.Questions, asker.question())
				}
			}
			st := &s.Steps[len(s.Steps)-1]
			st.Sittings = append(st.Sittings, sitting)
		}
		for range rapid.IntRange(3, 5).Draw(t, "steps") {
			s.Steps = append(s.Steps, a.step())
			for range 2 {
				sit(Viewers(a.now).Draw(t, "viewer"), 14)
			}
		}
		for _, v := range everybody(a.now) {
			sit(v, 28)
		}
		return s
	})
}

// everybody is one viewer of each scope, a member of each of some actors, and a member of an actor that is not there.
func everybody(c *landscape.Content) []landscape.Viewer {
	viewers := []landscape.Viewer{landscape.Steward(), landscape.Public(), {}, landscape.Council("01"), landscape.Council("02"), landscape.Member("nobody")}
	for _, e := range c.Elements {
		if e.Kind.Name == landscape.ActorKind && len(viewers) < 9 {
			viewers = append(viewers, landscape.Member(e.Key()))
		}
	}
	return viewers
}

// contestant is a store that is compared with others, and the revision at which it began.
type contestant struct {
	name  string
	store landscape.Store
	began landscape.Revision
}

// open opens all stores on the content of a trial, the judge first.
func (s trial) open(t *testing.T, stores []Named) []contestant {
	opened := []contestant{{name: "plain", store: plain.New(s.Content)}}
	for _, n := range stores {
		opened = append(opened, contestant{name: n.Name, store: n.Open(t, s.model, s.Content)})
	}
	for i, c := range opened {
		began, err := revisionOf(c.store)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		opened[i].began = began
	}
	return opened
}

// difference is where a store differs from the judge, and how.
type difference struct {
	step, sitting, question int // no sitting and no question: -1
	what                    string
	judge, other            string
	name                    string
}

func (d *difference) String() string {
	return fmt.Sprintf("step %d: %s\n%s answers:\n%s\nplain answers:\n%s", d.step+1, d.what, d.name, d.other, d.judge)
}

// compare plays a trial on stores that hold its content. It returns the first difference, if there is one, and how many reads each
// store has answered until there.
func (s trial) compare(stores []contestant) (d *difference, reads int) {
	judge := stores[0]
	for i, st := range s.Steps {
		outcome := st.outcome(judge)
		for _, c := range stores[1:] {
			if reopener, ok := c.store.(Reopener); ok && st.Reopen {
				if err := reopener.Reopen(); err != nil {
					return &difference{i, -1, -1, "opening again", "", err.Error(), c.name}, reads
				}
			}
			if got := st.outcome(c); got != outcome {
				return &difference{i, -1, -1, "the write", outcome, got, c.name}, reads
			}
		}
		for j, sitting := range st.Sittings {
			want := sitting.interview(judge)
			for _, c := range stores[1:] {
				for k, got := range sitting.interview(c) {
					if k >= len(want) || got != want[k] {
						return &difference{i, j, k, fmt.Sprintf("as %s: %s", sitting.Viewer, sitting.title(k)), slices.Concat(want, []string{"nothing"})[min(k, len(want))], got, c.name}, reads
					}
				}
			}
			if !refusedAll(want) {
				reads += len(want)
			}
		}
	}
	return nil, reads
}

func refusedAll(answers []string) bool {
	return !slices.ContainsFunc(answers, func(a string) bool { return !strings.HasPrefix(a, "error ") })
}

// outcome writes a step and tells what became of it. Whether changes that do not fit are INVALID or a CONFLICT is the store's to say.
func (st Step) outcome(c contestant) string {
	w := st.Write
	if st.Expected >= 0 {
		at := st.Expected + c.began
		w.Expected = &at
	}
	receipt, err := c.store.(landscape.Writer).Write(context.Background(), landscape.Main, w, func(landscape.Draft) ([]landscape.Change, error) {
		return slices.Clone(st.Changes), nil
	})
	code := landscape.CodeOf(err)
	now, revisionErr := revisionOf(c.store)
	switch {
	case revisionErr != nil:
		return revisionErr.Error()
	case err != nil && st.Code != landscape.Conflict && (code == landscape.Invalid || code == landscape.Conflict):
		return fmt.Sprintf("refused, at revision %d", now-c.began)
	case err != nil:
		return fmt.Sprintf("error %s, at revision %d", code, now-c.began)
	}
	return fmt.Sprintf("revision %d, repeated %t, at revision %d", receipt.Revision-c.began, receipt.Repeated, now-c.began)
}

// interview asks all questions of a sitting of one snapshot, then for history and the revision.
func (sitting Sitting) interview(c contestant) (answers []string) {
	ctx := context.Background()
	err := c.store.Read(ctx, landscape.Main, sitting.Viewer, func(s landscape.Snapshot) error {
		answers = nil
		for _, q := range sitting.Questions {
			text, err := q.Ask(ctx, s)
			if err != nil {
				text = fmt.Sprintf("error %s", landscape.CodeOf(err))
			}
			answers = append(answers, text)
		}
		answers = append(answers, fmt.Sprint("revision ", s.Revision()-c.began))
		return nil
	})
	if err != nil {
		answers = []string{fmt.Sprintf("error %s", landscape.CodeOf(err))}
	}
	return append(answers, pastText(c.store, sitting.Viewer, sitting.History, c.began))
}

// title says what the answer of that number is to.
func (sitting Sitting) title(number int) string {
	switch n := number - len(sitting.Questions); {
	case n < 0:
		return sitting.Questions[number].String()
	case n == 0:
		return "the revision"
	}
	return fmt.Sprintf("history %+v", sitting.History)
}
