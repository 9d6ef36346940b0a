package embedded

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/memory"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

// large is a landscape of systems that realise building blocks and are used by actors: 5 claims for an element.
func large(m *schema.Metamodel, elements int) *landscape.Content {
	random := rand.New(rand.NewPCG(1, 1))
	c := &landscape.Content{}
	kinds := map[string][]*landscape.Element{}
	for i := range elements {
		kind := []string{"System", "System", "BuildingBlock", "Actor", "Service", "Process"}[i%6]
		e := landscape.NewElement(m.Kind(kind), map[string]any{
			"key": fmt.Sprintf("k/%d", i), "name": fmt.Sprintf("%s nummer %d", kind, random.IntN(1_000_000)), "owner": fmt.Sprintf("k/%d", 3+6*random.IntN(300)), "origin": "invented",
		})
		c.Elements = append(c.Elements, e)
		kinds[kind] = append(kinds[kind], e)
	}
	one := func(kind string) *landscape.Element { return kinds[kind][random.IntN(len(kinds[kind]))] }
	seen := map[landscape.ID]bool{}
	for len(c.Relations) < 5*elements {
		var from, to *landscape.Element
		name := []string{"USES", "REALISES", "SUPPORTS", "PROVIDES"}[random.IntN(4)]
		switch name {
		case "USES", "PROVIDES":
			from, to = one("Actor"), one("System")
		case "REALISES":
			from, to = one("System"), one("BuildingBlock")
		case "SUPPORTS":
			from, to = one("System"), one("Process")
		}
		r := landscape.NewRelation(m.Relation(name, from.Kind), from.Ref(), to.Ref(), map[string]any{"owner": from.Owner(), "origin": "invented"})
		if !seen[r.ID] {
			seen[r.ID] = true
			c.Relations = append(c.Relations, r)
		}
	}
	return c
}

func benchmarkElements() int {
	var n int
	if fmt.Sscan(os.Getenv("LANDSKAP_BENCH_ELEMENTS"), &n); n > 0 {
		return n
	}
	return 24_000
}

// BenchmarkStart opens a folder; LANDSKAP_BENCH_ELEMENTS=240000 is the size that the design speaks of.
func BenchmarkStart(b *testing.B) {
	m := model(b)
	dir, err := os.MkdirTemp("/dev/shm", "landskap-")
	if err != nil {
		b.Fatal(err)
	}
	defer os.RemoveAll(dir)
	s, err := Open(dir, Options{m})
	if err != nil {
		b.Fatal(err)
	}
	write(b, s, landscape.Write{}, storetest.Between(&landscape.Content{}, large(m, benchmarkElements())))
	s.Close()
	memory := func() float64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return float64(stats.HeapAlloc) / (1 << 20)
	}
	before := memory()
	for b.Loop() {
		s, err := Open(dir, Options{m})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		b.ReportMetric(memory()-before, "MiB")
		s.Close()
		b.StartTimer()
	}
}

// BenchmarkChange makes the next graph of 1,000 changed elements, and of 1,000 claims that come and go.
func BenchmarkChange(b *testing.B) {
	m := model(b)
	content := large(m, benchmarkElements())
	s := memory.New(content)
	random := rand.New(rand.NewPCG(2, 2))
	var changes []landscape.Change
	for _, i := range random.Perm(len(content.Elements))[:1000] {
		e := content.Elements[i]
		after := &landscape.Element{ID: e.ID, Kind: e.Kind, Values: append([]any(nil), e.Values...)}
		after.Values[schema.AttrDescription] = "changed"
		changes = append(changes, landscape.Change{ElementBefore: e, ElementAfter: after})
	}
	var claims []landscape.Change
	for i := range 1000 {
		from, to := content.Elements[random.IntN(len(content.Elements)/6)*6], content.Elements[6*i%len(content.Elements)+2]
		r := landscape.NewRelation(m.Relation("REALISES", from.Kind), from.Ref(), to.Ref(), map[string]any{"owner": "somebody"})
		claims = append(claims, landscape.Change{RelationAfter: r, From: from.Ref(), To: to.Ref()})
	}
	for name, list := range map[string][]landscape.Change{"one": changes[:1], "elements": changes, "claims": claims} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var reversed []landscape.Change
			for _, c := range list {
				reversed = append(reversed, c.Reversed())
			}
			for b.Loop() {
				write(b, s, landscape.Write{}, list)
				list, reversed = reversed, list
			}
		})
	}
}

// BenchmarkRelated asks 1,000 systems for the building blocks that they realise.
func BenchmarkRelated(b *testing.B) {
	m := model(b)
	content := large(m, benchmarkElements())
	s := New(content)
	q := landscape.RelatedQuery{Field: m.Kind("System").Field("realises"), Page: landscape.Page{Limit: 50, Order: []landscape.Order{{Attribute: m.Kind("BuildingBlock").Attributes[schema.AttrName]}}}}
	for i := range 1000 {
		q.Sources = append(q.Sources, content.Elements[6*i].ID)
	}
	for name, v := range map[string]landscape.Viewer{"steward": landscape.Steward(), "public": landscape.Public()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				err := s.Read(context.Background(), "main", v, func(snap landscape.Snapshot) error {
					_, err := snap.Related(context.Background(), q)
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
