package canonical

import (
	"fmt"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// generated returns a landscape of so many elements, relations and owners.
func generated(meta *schema.Metamodel, elements, relations, owners int) *landscape.Content {
	c, seen := &landscape.Content{}, map[landscape.ID]bool{}
	kinds := map[*schema.Kind][]landscape.Ref{}
	owner := func(i int) any { return fmt.Sprintf("kommun/%04d", i%owners) }
	for i := range elements {
		k := meta.Kinds[i%len(meta.Kinds)]
		values := map[string]any{"key": fmt.Sprintf("%04d/record-%d", i%owners, i*7919%elements), "owner": owner(i), "name": fmt.Sprintf("Ärendesystem nummer %d", i),
			"description": "Här står vad det är, som folk skriver: " + texts[i%len(texts)], "origin": "https://example.org/" + fmt.Sprint(i), "aliases": []string{"Å", "b: c"}}
		complete(k.Attributes, values)
		e := landscape.NewElement(k, values)
		c.Elements = append(c.Elements, e)
		kinds[k] = append(kinds[k], e.Ref())
	}
	for i := range relations {
		m := meta.Relations[i%len(meta.Relations)]
		from, to := kinds[m.From[i%len(m.From)]], kinds[m.To[i%len(m.To)]]
		values := map[string]any{"owner": owner(i), "validFrom": "2026-01-01", "visibility": "REGION"}
		complete(m.Attributes, values)
		// Another turn of the ends for every round of the relations, so that there are hardly two alike.
		j := i / len(meta.Relations)
		if r := landscape.NewRelation(m, from[j%len(from)], to[(j+j/len(from))%len(to)], values); !seen[r.ID] {
			seen[r.ID] = true
			c.Relations = append(c.Relations, r)
		}
	}
	return c
}

// complete gives a record the values that it must have.
func complete(attributes []*schema.Attribute, values map[string]any) {
	for _, a := range attributes {
		if a.Required && !a.Computed && !a.List && a.Default == nil && values[a.Name] == nil {
			switch a.Type {
			case schema.EnumOf:
				values[a.Name] = a.Enum.Values[0].Name
			case schema.Boolean:
				values[a.Name] = true
			default:
				values[a.Name] = "1"
			}
		}
	}
}

// counter counts the bytes that it is given.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// A large file comes back too, which a reader takes record by record.
func TestLarge(t *testing.T) {
	meta := model(t)
	c := generated(meta, 3000, 15000, 1)
	if err := backAgain(meta, files, c); err != nil {
		t.Error(err)
	}
	if err := sameFiles(files, c, reversed(c)); err != nil {
		t.Error("the order is seen")
	}
	if len(c.Relations) < 14000 {
		t.Errorf("only %d relations", len(c.Relations))
	}
}

func BenchmarkDigest(b *testing.B) {
	meta := model(b)
	for _, n := range []int{24_000, 240_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			if n > 100_000 && testing.Short() {
				b.Skip("large")
			}
			c := generated(meta, n, 5*n, 50)
			var size counter
			if err := Write(&size, c); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				Digest(c)
			}
		})
	}
}
