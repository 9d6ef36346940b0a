package national

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/exchange/canonical"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/advice"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/schema"
)

func model(t testing.TB) *schema.Metamodel {
	t.Helper()
	m, err := schema.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func batches(t testing.TB, o Options) (all []*landscape.ChangeSet) {
	t.Helper()
	for set, err := range Batches(model(t), o) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, set)
	}
	return all
}

// digest names what a landscape says, and in what order.
func digest(t *testing.T, o Options) string {
	h := sha256.New()
	for _, set := range batches(t, o) {
		if err := canonical.WriteSet(h, set); err != nil {
			t.Fatal(err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Equal options give equal bytes on every machine and with every Go: measurements of different years are of one landscape. Whoever
// changes the generator on purpose writes the digest anew, and no earlier measurement can be compared.
func TestSameBytes(t *testing.T) {
	const golden = "88e8b9f6c2043182ace1cabed1704e99d43c0888c6c20b257af58e61efcbcdbc"
	o := Options{Actors: 8, Seed: 1}
	if got := digest(t, o); got != golden {
		t.Errorf("the landscape has become another one: %s", got)
	}
	if o.Seed = 2; digest(t, o) == golden {
		t.Error("another seed gives the same landscape")
	}
}

// stock is what a landscape has, counted.
type stock struct {
	elements, relations, claimsOfOthers int
	kinds, types                        map[string]int
	visibilities                        map[string]int
	systems, realisers                  []int // of each actor that has any, of each block that is realised; in order
}

func count(sets []*landscape.ChangeSet) stock {
	s := stock{kinds: map[string]int{}, types: map[string]int{}, visibilities: map[string]int{}}
	systems, realisers, owners := map[string]int{}, map[string]int{}, map[landscape.ID]string{}
	for _, set := range sets {
		s.elements, s.relations = s.elements+len(set.Elements), s.relations+len(set.Relations)
		for _, e := range set.Elements {
			s.kinds[e.Element.Kind.Name]++
			if e.Element.Kind.Name == "System" {
				systems[e.Element.Owner()]++
				s.visibilities[e.Element.Visibility()]++
				owners[e.Element.ID] = e.Element.Owner()
			}
		}
		for _, r := range set.Relations {
			s.types[r.Relation.Type.Type]++
			if r.Relation.Type.Type == "REALISES" && r.From.Kind.Name == "System" {
				realisers[r.To.Key]++
				if owners[r.Relation.From] != r.Relation.Owner() {
					s.claimsOfOthers++
				}
			}
		}
	}
	s.systems, s.realisers = slices.Sorted(maps.Values(systems)), slices.Sorted(maps.Values(realisers))
	return s
}

func TestSizes(t *testing.T) {
	for _, c := range []struct{ actors, systems, elements, relations int }{{4, 335, 1_800, 6_000}, {16, 2_000, 6_300, 29_000}, {40, 6_500, 18_300, 91_000}} {
		s := count(batches(t, Options{Actors: c.actors, Seed: 5}))
		near := func(what string, got, want int) {
			if got < want*9/10 || got > want*11/10 {
				t.Errorf("%d actors have %d %s, far from %d", c.actors, got, what, want)
			}
		}
		near("systems", s.kinds["System"], c.systems)
		near("elements", s.elements, c.elements)
		near("relations", s.relations, c.relations)
		if got := s.kinds["Actor"]; got != c.actors {
			t.Errorf("%d actors instead of %d", got, c.actors)
		}
	}
	for _, c := range []struct{ actors, least, most int }{{311, 90_000, 93_000}, {622, 181_000, 186_000}, {3110, 905_000, 930_000}} {
		if got := total(c.actors); got < c.least || got > c.most {
			t.Errorf("%d actors have %d systems", c.actors, got)
		}
	}
}

// The landscape says something with every relation that actors state, and with every kind; what is only for imported models is not in it.
func TestAllOfTheModel(t *testing.T) {
	m, s := model(t), count(batches(t, Options{Actors: 40, Seed: 5}))
	for _, k := range m.Kinds {
		if imported := k.Name == "Concept" || k.Name == "Diagram"; imported != (s.kinds[k.Name] == 0) {
			t.Errorf("%d of kind %s", s.kinds[k.Name], k.Name)
		}
	}
	for _, r := range m.Relations {
		if apart := r.Type == "ARCHIMATE" || r.Type == "MAPS_TO"; apart != (s.types[r.Type] == 0) {
			t.Errorf("%d relations %s", s.types[r.Type], r.Type)
		}
	}
	for _, v := range []string{"OPEN", "REGION", "COUNCIL", "ACTOR", "RESTRICTED"} {
		if s.visibilities[v] == 0 {
			t.Errorf("no system is %s", v)
		}
	}
	if s.visibilities["OPEN"]*100 < s.kinds["System"]*75 {
		t.Errorf("only %d of %d systems are open", s.visibilities["OPEN"], s.kinds["System"])
	}
	if s.claimsOfOthers == 0 {
		t.Error("nobody says anything of another's system")
	}
}

func TestUneven(t *testing.T) {
	for _, actors := range []int{16, 40} {
		for seed := range uint64(2) {
			s := count(batches(t, Options{Actors: actors, Seed: seed}))
			if most, middle := s.systems[len(s.systems)-1], s.systems[len(s.systems)/2]; most < 10*middle {
				t.Errorf("%d actors, seed %d: the largest has %d systems, the one in the middle %d", actors, seed, most, middle)
			}
			if most, middle := s.realisers[len(s.realisers)-1], s.realisers[len(s.realisers)/2]; most < 8*middle {
				t.Errorf("%d actors, seed %d: the densest block has %d systems, the one in the middle %d", actors, seed, most, middle)
			}
		}
	}
}

// write applies batches in their order to an empty landscape and returns the first error, and the codes of all findings.
func write(t *testing.T, sets []*landscape.ChangeSet) (codes map[string]int, err error) {
	t.Helper()
	codes = map[string]int{}
	r := landscape.Repository{Model: model(t), Store: embedded.New(&landscape.Content{}), Advice: advice.Give}
	for _, set := range sets {
		result, err := r.Apply(context.Background(), landscape.Steward(), landscape.Request{Set: set, MayWrite: func(string) bool { return true }})
		for _, f := range result.Findings {
			// EIRA does not keep to ArchiMate everywhere, and that is the publisher's business.
			if !strings.Contains(f.Value, "("+landscape.PackagePrefix) {
				codes[f.Code]++
			}
		}
		if err != nil {
			return codes, err
		}
	}
	return codes, nil
}

// Every batch can be written upon those before it, by the rules of the model, and hardly anything in it is advised against.
func TestBatchesFollow(t *testing.T) {
	for _, actors := range []int{4, 16} {
		all := batches(t, Options{Actors: actors, Seed: 7})
		for i, set := range all {
			if n := len(set.Elements) + len(set.Relations); n > BatchRecords || n == 0 {
				t.Errorf("batch %d has %d records", i+1, n)
			}
		}
		codes, err := write(t, all)
		if err != nil {
			t.Errorf("%d actors: %v, %v", actors, err, codes)
		}
		for code, n := range codes {
			// A declaration that everybody sees may well be about what not everybody sees.
			if code != "COVERED_UNSEEN" || n > actors {
				t.Errorf("%d actors: %d warnings %s", actors, n, code)
			}
		}
	}
}

func TestBatchesFollowControl(t *testing.T) {
	all := batches(t, Options{Actors: 16, Seed: 7})
	slices.Reverse(all)
	if codes, err := write(t, all); err == nil || codes["DANGLING"] == 0 {
		t.Errorf("the last batch was written first: %v, %v", err, codes)
	}
}

// The whole in memory is the same landscape, each record once.
func TestContent(t *testing.T) {
	o := Options{Actors: 16, Seed: 7}
	content, err := Content(model(t), o)
	if err != nil {
		t.Fatal(err)
	}
	all := &landscape.ChangeSet{}
	for _, set := range batches(t, o) {
		all.Add(set)
	}
	assembled, findings := landscape.Assemble(&landscape.ChangeSet{}, all)
	if landscape.Failed(findings) {
		t.Fatal(findings)
	}
	if len(content.Elements) != len(assembled.Elements) || len(content.Relations) != len(assembled.Relations) {
		t.Errorf("%d elements and %d relations, of which %d and %d are different ones", len(content.Elements), len(content.Relations),
			len(assembled.Elements), len(assembled.Relations))
	}
	if canonical.Digest(content) != canonical.Digest(assembled) {
		t.Error("what is made in memory is another landscape")
	}
}

// real tells what in a landscape is not said to be invented, or has the name or key of something that there is.
func real(t *testing.T, sets []*landscape.ChangeSet) (wrong []string) {
	t.Helper()
	register, err := eira.Load(model(t), "actors@2026")
	if err != nil {
		t.Fatal(err)
	}
	keys, names := map[string]bool{}, map[string]bool{}
	for _, r := range register.Elements {
		keys[r.Element.Key()], names[strings.ToLower(r.Element.Name())] = true, true
		aliases, _ := r.Element.Get("aliases").([]string)
		for _, a := range aliases {
			names[strings.ToLower(a)] = true
		}
	}
	for _, set := range sets {
		for _, r := range set.Elements {
			e := r.Element
			name, marked := strings.CutSuffix(e.Name(), " (påhittad)")
			town, _ := strings.CutSuffix(name, " kommun")
			switch {
			case landscape.OwnedByPackage(e.Owner()):
			case e.Text("origin") != Origin, keys[e.Owner()]:
				wrong = append(wrong, e.Ref().String())
			case e.Kind.Name == landscape.ActorKind && (!marked || keys[e.Key()] || names[strings.ToLower(name)] || names[strings.ToLower(town)]):
				wrong = append(wrong, e.Ref().String()+" "+e.Name())
			}
		}
		for _, r := range set.Relations {
			if !landscape.OwnedByPackage(r.Relation.Owner()) && r.Relation.Text("origin") != Origin {
				wrong = append(wrong, r.From.String()+" "+r.Relation.Type.Type+" "+r.To.String())
			}
		}
	}
	return wrong
}

func TestNothingIsReal(t *testing.T) {
	for _, w := range real(t, batches(t, Options{Actors: 40, Seed: 1})) {
		t.Errorf("%s is not said to be invented", w)
	}
	m, invented := model(t), &landscape.ChangeSet{}
	l := &land{records: &records{model: m, set: invented, yield: func(*landscape.ChangeSet, error) bool { return true }}}
	l.people(Actors)
	for _, a := range l.actors {
		l.element(a.Ref, a.Key, values{"name": a.name, "actorKind": a.kind})
	}
	if len(invented.Elements) != Actors {
		t.Fatalf("%d actors", len(invented.Elements))
	}
	for _, w := range real(t, []*landscape.ChangeSet{invented}) {
		t.Errorf("the nation has %s", w)
	}
}

func TestNothingIsRealControl(t *testing.T) {
	m := model(t)
	for _, v := range []values{
		{"key": "kommun/p1", "name": "Lärkvik kommun", "origin": Origin},
		{"key": "kommun/p1", "name": "Lärkvik kommun (påhittad)"},
		{"key": "kommun/0114", "name": "Lärkvik kommun (påhittad)", "origin": Origin},
		{"key": "kommun/p1", "name": "Skellefteå kommun (påhittad)", "origin": Origin},
	} {
		set := &landscape.ChangeSet{Elements: []landscape.ElementRecord{{Element: landscape.NewElement(m.Kind("Actor"), v)}}}
		if len(real(t, []*landscape.ChangeSet{set})) == 0 {
			t.Errorf("%v passes for invented", v)
		}
	}
}

func TestPlaces(t *testing.T) {
	seen := map[string]int{}
	for i := range 5000 {
		name := place(i)
		if other, twice := seen[name]; twice {
			t.Fatalf("the places %d and %d are both %s", other, i, name)
		}
		seen[name] = i
	}
}

// Whoever has seen enough is not given more, and small sizes are refused.
func TestEnds(t *testing.T) {
	n := 0
	for range Batches(model(t), Options{Actors: 16, Seed: 1}) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d batches", n)
	}
	_, err := Content(model(t), Options{Actors: Least - 1})
	if landscape.CodeOf(err) != landscape.Invalid {
		t.Errorf("too few actors: %v", err)
	}
}

// What files leave out is what the packages own, and nothing else.
func TestWithoutPackages(t *testing.T) {
	with, without := map[landscape.ID]bool{}, map[landscape.ID]bool{}
	for ids, o := range map[*map[landscape.ID]bool]Options{&with: {Actors: 5, Seed: 1}, &without: {Actors: 5, Seed: 1, WithoutPackages: true}} {
		for _, set := range batches(t, o) {
			for _, e := range set.Elements {
				if ids == &without || !landscape.OwnedByPackage(e.Element.Owner()) {
					(*ids)[e.Element.ID] = true
				}
			}
		}
	}
	if !maps.Equal(with, without) || len(without) == 0 {
		t.Errorf("%d elements with the packages, %d without", len(with), len(without))
	}
}

// BenchmarkNation makes the whole nation batch by batch, and tells how large it is.
func BenchmarkNation(b *testing.B) {
	m := model(b)
	b.ReportAllocs()
	for b.Loop() {
		elements, relations := 0, 0
		for set, err := range Batches(m, Options{Actors: Actors, Seed: 1}) {
			if err != nil {
				b.Fatal(err)
			}
			elements, relations = elements+len(set.Elements), relations+len(set.Relations)
		}
		b.ReportMetric(float64(elements), "elements")
		b.ReportMetric(float64(relations), "relations")
	}
}
