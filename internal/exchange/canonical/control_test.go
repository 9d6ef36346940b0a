package canonical

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/arkinera/landskap/internal/landscape"
)

// TestControls is the negative control: each of these writers has a mistake, and the property that is there for it sees it. What
// sorts or counts wrongly says nothing false, so that only its own property can.
func TestControls(t *testing.T) {
	meta := model(t)
	contents := contentGen(meta)
	var examples []*landscape.Content
	for seed := range 200 {
		examples = append(examples, contents.Example(seed))
	}
	back := func(_ int, write writer, c *landscape.Content) error { return backAgain(meta, write, c) }
	order := func(_ int, write writer, c *landscape.Content) error { return sameFiles(write, c, reversed(c)) }
	change := func(seed int, write writer, c *landscape.Content) error {
		// A property that draws is run by drawing what it says.
		return rapid.Custom(func(t *rapid.T) said {
			rapid.Bool().Draw(t, "a draw at least")
			return said{oneChange(t, write, c)}
		}).Example(seed).err
	}
	for _, c := range []struct {
		name   string
		write  writer
		blind  func(int, writer, *landscape.Content) error // sees nothing wrong
		caught func(int, writer, *landscape.Content) error
	}{
		{"forgets descriptions", func(c *landscape.Content) []File { return Files(without(c, "description")) }, order, back},
		{"forgets dates", func(c *landscape.Content) []File { return Files(without(c, "validTo")) }, order, back},
		{"forgets visibility", func(c *landscape.Content) []File { return Files(without(c, "visibility")) }, order, back},
		{"forgets identities", func(c *landscape.Content) []File { return Files(without(c, "asOf", "date")) }, order, back},
		{"forgets quotes", func(c *landscape.Content) []File { return edited(c, `"`, "") }, order, back},
		{"forgets line ends", func(c *landscape.Content) []File { return edited(c, `\n`, " ") }, order, back},
		{"gives Actors away", func(c *landscape.Content) []File { return edited(c, ", owner:", ", origin:") }, order, back},
		{"forgets a change", func(c *landscape.Content) []File { return Files(without(c, "description")) }, order, change},
		{"does not sort elements", unsortedElements, back, order},
		{"does not sort relations", unsortedRelations, back, order},
		{"counts visibilities", counting, back, change},
		{"numbers its records", numbering, back, change},
	} {
		t.Run(c.name, func(t *testing.T) {
			caught := 0
			for seed, content := range examples {
				if err := c.blind(seed, c.write, content); err != nil {
					t.Fatalf("the mistake is another one than was meant: %v", err)
				}
				if c.caught(seed, c.write, content) != nil {
					caught++
				}
			}
			if caught == 0 {
				t.Error("not caught")
			}
		})
	}
}

type said struct{ err error }

func reversed(c *landscape.Content) *landscape.Content {
	r := &landscape.Content{Elements: slices.Clone(c.Elements), Relations: slices.Clone(c.Relations)}
	slices.Reverse(r.Elements)
	slices.Reverse(r.Relations)
	return r
}

// without returns the landscape with no value, or the default, for some attributes.
func without(c *landscape.Content, attributes ...string) *landscape.Content {
	w := &landscape.Content{}
	for _, e := range c.Elements {
		e = &landscape.Element{ID: e.ID, Kind: e.Kind, Values: slices.Clone(e.Values)}
		for _, name := range attributes {
			if a := e.Kind.Attribute(name); a != nil {
				e.Values[a.Index] = a.Default
			}
		}
		w.Elements = append(w.Elements, e)
	}
	for _, r := range c.Relations {
		r = &landscape.Relation{ID: r.ID, Type: r.Type, From: r.From, To: r.To, Values: slices.Clone(r.Values)}
		for _, name := range attributes {
			if a := r.Type.Attribute(name); a != nil {
				r.Values[a.Index] = a.Default
			}
		}
		w.Relations = append(w.Relations, r)
	}
	return w
}

// edited returns the files with texts replaced.
func edited(c *landscape.Content, oldnew ...string) []File {
	files := Files(c)
	for i, f := range files {
		files[i].Data = []byte(strings.NewReplacer(oldnew...).Replace(string(f.Data)))
	}
	return files
}

// unsortedElements writes the elements in the order that they came in.
func unsortedElements(c *landscape.Content) []File {
	l := newLayout(c)
	for i, d := range l.documents {
		l.documents[i].elements = slices.DeleteFunc(slices.Clone(c.Elements), func(e *landscape.Element) bool { return e.Owner() != d.owner })
	}
	return written(l)
}

// unsortedRelations writes the relations in the order that they came in.
func unsortedRelations(c *landscape.Content) []File {
	l, place := newLayout(c), map[landscape.ID]int{}
	for i, r := range c.Relations {
		place[r.ID] = i
	}
	for _, d := range l.documents {
		slices.SortFunc(d.claims, func(a, b claim) int { return place[a.relation.ID] - place[b.relation.ID] })
	}
	return written(l)
}

func written(l *layout) []File {
	var files []File
	for _, d := range l.documents {
		var b strings.Builder
		_ = l.write(&b, d)
		files = append(files, File{Name: d.name, Owner: d.owner, Data: []byte(b.String())})
	}
	return files
}

// counting states the visibility REGION for a whole file where half of its records have it: the files say the same, but one record
// changes the lines of others.
func counting(c *landscape.Content) []File {
	const region = ", visibility: REGION"
	files := Files(c)
	for i, f := range files {
		text := string(f.Data)
		lines := strings.SplitAfter(text, "\n")
		if n := strings.Count(text, region); n == 0 || 2*n < strings.Count(text, "\n  - {") || landscape.OwnedByPackage(f.Owner) {
			continue
		}
		for j, l := range lines {
			switch {
			case strings.Contains(l, region):
				lines[j] = strings.Replace(l, region, "", 1)
			case strings.HasPrefix(l, "  - {") && !strings.Contains(l, ", visibility: "):
				lines[j] = strings.TrimSuffix(l, "}\n") + ", visibility: OPEN}\n"
			}
		}
		lines[0] += "visibility: REGION\n"
		files[i].Data = []byte(strings.Join(lines, ""))
	}
	return files
}

// numbering adds to every line, as a comment, how many there are.
func numbering(c *landscape.Content) []File {
	files := Files(c)
	for i, f := range files {
		n := strings.Repeat("i", strings.Count(string(f.Data), "\n"))
		files[i].Data = []byte(strings.ReplaceAll(string(f.Data), "\n", " #"+n+"\n"))
	}
	return files
}
