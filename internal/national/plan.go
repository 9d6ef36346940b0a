package national

import (
	"fmt"
	"math"

	"github.com/arkinera/landskap/internal/archimate"
	"github.com/arkinera/landskap/internal/landscape"
)

// The parts of the landscape that have dice of their own.
const (
	partPlan = iota
	partActors
	partCatalogue
	partHouse
	partNeighbours
	partCooperations
)

// actor is what the plan says of one.
type actor struct {
	landscape.Ref
	number     int
	kind, name string
	county     int // the number of it; none for those of the whole country
	systems    int
	shared     int // that many of them, the first, are for others too
	services   int // the first half of them is for others too
	objects    int // of information
}

const none = -1

// land is the plan, and the records that come of it.
type land struct {
	*records
	seed      uint64
	actors    []*actor
	holders   []*actor   // those that have systems
	counties  [][]*actor // their holders: the region first, then its municipalities and the joint body
	agencies  []*actor
	suppliers []*actor

	blocks      map[string]choice // that an element of an ArchiMate type may realise
	areas       []landscape.Ref
	processes   choice          // without parts
	quiet       map[string]int  // the keys of blocks and processes that some actors do without
	references  []landscape.Ref // what can be adopted
	products    int
	standards   int
	byPopular   choice // the products, the popular ones first
	capability  []landscape.Ref
	nationalIDs []landscape.Ref // ways to log in that everybody has
}

func newLand(r *records, packages *landscape.ChangeSet, o Options) *land {
	l := &land{records: r, seed: o.Seed, blocks: map[string]choice{}, quiet: map[string]int{}}
	d := newDice(o.Seed, partPlan, 0)
	l.people(o.Actors)
	l.share(d, total(o.Actors))
	l.measures(d, packages)
	return l
}

// people says who there is: of twenty actors one is a supplier, of a hundred one an agency, the others come by counties.
func (l *land) people(n int) {
	suppliers, agencies := max(1, n/20), 1+n/100
	regional := n - suppliers - agencies
	for i := 0; i < regional; {
		size := min(15, regional-i)
		if rest := regional - i - size; rest > 0 && rest < 5 {
			size += rest // Too few for a county of their own.
		}
		county := len(l.counties)
		l.counties = append(l.counties, nil)
		for j := range size {
			code := fmt.Sprintf("P%02d%02d", county+1, j)
			kind, name, key := "MUNICIPALITY", place(i+j)+" kommun", "kommun/p"+code[1:]
			switch {
			case j == 0:
				kind, name, key = "REGION", "Region "+place(i+j), "region/p"+code[1:len(code)-2]
			case j == size-1 && size >= 8:
				kind, name, key = "JOINT_BODY", place(i+j)+"s gemensamma IT-nämnd", "gemensam/p"+code[1:]
			}
			a := l.add(kind, key, name, county)
			l.counties[county] = append(l.counties[county], a)
		}
		i += size
	}
	for i := range agencies {
		l.agencies = append(l.agencies, l.add("AGENCY", fmt.Sprintf("myndighet/p%02d", i+1), place(regional+i)+"verket", none))
	}
	for i := range suppliers {
		l.suppliers = append(l.suppliers, l.add("SUPPLIER", fmt.Sprintf("leverantor/p%02d", i+1), place(regional+agencies+i)+" System AB", none))
	}
}

func (l *land) add(kind, key, name string, county int) *actor {
	a := &actor{Ref: l.ref(landscape.ActorKind, key), number: len(l.actors), kind: kind, name: name + " (påhittad)", county: county}
	l.actors = append(l.actors, a)
	if kind != "SUPPLIER" {
		l.holders = append(l.holders, a)
	}
	return a
}

// total returns how many systems so many actors have. The more actors of the nation there are, the more of the large ones are among
// them: their systems grow by the power 1.29 of their number, which gives a county of 16 about 2,000.
func total(actors int) int {
	const nation = 92_000
	if actors >= Actors {
		return nation / Actors * actors
	}
	// The power as a chain of square roots, the only one of the functions of its kind that is exact on every machine:
	// 1.29 is about 1 + 1/4 + 1/32 + 1/128.
	part := float64(actors) / Actors
	fourth := math.Sqrt(math.Sqrt(part))
	thirtySecond := math.Sqrt(math.Sqrt(math.Sqrt(fourth)))
	return int(nation * part * fourth * thirtySecond * math.Sqrt(math.Sqrt(thirtySecond)))
}

// share shares the systems out: by rank to the power of -1.5, so that the largest has very many times what one in the middle has.
func (l *land) share(d dice, systems int) {
	n := len(l.holders)
	order := make([]*actor, n)
	copy(order, l.holders)
	shuffle(d, order)
	weights, sum := make([]int, n), 0
	for i := range order {
		// In fortieths of a rank; what is added to the rank keeps the largest of a whole nation from having most of all.
		rank := 40*(i+1) + n
		weights[i] = int(1e15/(float64(rank)*math.Sqrt(float64(rank)))) * d.between(85, 115) / 100
		sum += weights[i]
	}
	for i, a := range order {
		a.systems = max(8, int(float64(systems)*(float64(weights[i])/float64(sum))))
		a.services, a.objects = 2+a.systems*11/100, 3+a.systems*10/100
		switch a.kind {
		case "JOINT_BODY":
			a.shared = a.systems / 2
		case "AGENCY":
			a.shared = a.systems / 3
		case "REGION":
			a.shared = a.systems / 6
		default:
			a.shared = a.systems / 40
		}
		a.shared = max(2, min(a.shared, 400))
	}
}

// What newChoice begins with: where some are much more popular than others, and where all are about as popular.
const (
	popular = 9
	even    = 100
)

// measures takes from the packages what the landscape is held against, in an order of popularity.
func (l *land) measures(d dice, packages *landscape.ChangeSet) {
	parts := map[landscape.ID]bool{} // processes that have parts
	for _, r := range packages.Relations {
		if r.Relation.Type.Type == "PART_OF" {
			parts[r.Relation.To] = true
		}
	}
	var processes []landscape.Ref
	var blocks []*landscape.Element
	for _, r := range packages.Elements {
		e := r.Element
		switch {
		case e.Kind.Name == "BuildingBlock" && e.Get("grouping") != true:
			blocks = append(blocks, e)
		case e.Kind.Name == "Process" && !parts[e.ID]:
			processes = append(processes, e.Ref())
		case e.Kind.Name == "Area":
			l.areas = append(l.areas, e.Ref())
		case e.Kind.Name == "Reference":
			l.references = append(l.references, e.Ref())
		}
	}
	shuffle(d, blocks)
	shuffle(d, processes)
	l.processes = newChoice(processes, popular)
	// Of those that are not everybody's, every fifth.
	for i, b := range blocks {
		if i >= 30 && i%5 == 0 {
			l.quiet[b.Key()] = i / 5
		}
	}
	for i, p := range processes {
		if i >= 30 && i%5 == 0 {
			l.quiet[p.Key] = i / 5
		}
	}
	for _, from := range []string{"ApplicationComponent", "Node", "BusinessService", "BusinessObject", "Contract", "BusinessProcess", "ApplicationInteraction"} {
		var fit []landscape.Ref
		for _, b := range blocks {
			if to := b.Text("archimateType"); from == to || !archimate.Known(to) || archimate.Allowed("Realization", from, to) ||
				archimate.Allowed("Realization", to, from) {
				fit = append(fit, b.Ref())
			}
		}
		head := popular
		if from == "Node" {
			head = even // They are few, and would leave some blocks with next to none.
		}
		l.blocks[from] = newChoice(fit, head)
	}
}

// without reports whether an actor does without a block or process: nothing that it has is ever said to realise or support it.
func (l *land) without(a *actor, target landscape.Ref) bool {
	n, quiet := l.quiet[target.Key]
	return quiet && (n+a.number)%4 == 0
}

// loud reports whether nobody does without a block or process: only such are realised or supported by what several actors have.
func (l *land) loud(target landscape.Ref) bool {
	_, quiet := l.quiet[target.Key]
	return !quiet
}

// systemAt names an actor's system.
func (l *land) systemAt(a *actor, i int) landscape.Ref { return l.nth("System", a.Key, "system", i) }

func (l *land) serviceAt(a *actor, i int) landscape.Ref { return l.nth("Service", a.Key, "tjanst", i) }

func (l *land) objectAt(a *actor, i int) landscape.Ref {
	return l.nth("InformationObject", a.Key, "information", i)
}

// platformEvery says which of an actor's systems are technical platforms: the first and then every seventh.
const platformEvery = 7

// fit returns the ArchiMate type of an actor's system.
func fit(system int) string {
	if system%platformEvery == 0 {
		return "Node"
	}
	return "ApplicationComponent"
}
