package landscape

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arkinera/landskap/schema"
)

// builder states records as a source would, each on a line of its own.
type builder struct {
	model *schema.Metamodel
	set   ChangeSet
	file  string
	line  int
}

func (b *builder) place() Place { b.line++; return Place{File: b.file, Line: b.line} }

func (b *builder) ref(kind, key string) Ref { return Ref{b.model.Kind(kind), key} }

func (b *builder) element(kind, key string, values map[string]any) {
	all := map[string]any{"key": key, "name": key, "owner": "kommun/1"}
	if kind == ActorKind {
		delete(all, "owner")
	}
	for name, v := range values {
		all[name] = v
	}
	b.set.Elements = append(b.set.Elements, ElementRecord{Element: NewElement(b.model.Kind(kind), all), Place: b.place()})
}

func (b *builder) relation(from Ref, relationType string, to Ref, values map[string]any) {
	all := map[string]any{"owner": "kommun/1"}
	for name, v := range values {
		all[name] = v
	}
	r := NewRelation(b.model.Relation(relationType, from.Kind), from, to, all)
	b.set.Relations = append(b.set.Relations, RelationRecord{Relation: r, From: from, To: to, Place: b.place()})
}

func codes(findings []Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Place.String()+" "+f.Code+" "+f.Value+" "+f.Suggestion)
	}
	return all
}

func TestAssemble(t *testing.T) {
	m := model(t)
	packages := &builder{model: m, file: "paket@1"}
	packages.element("Reference", "paket@1", map[string]any{"owner": "package:paket@1"})
	packages.element("Actor", "kommun/1", map[string]any{"name": "Ettans kommun", "code": "0001", "county": "00", "population": int64(7), "aliases": []string{"Ettan"}})
	packages.element("Actor", "kommun/2", nil)
	for _, c := range []struct {
		name  string
		state func(b *builder)
		want  []string
		check func(t *testing.T, c *Content)
	}{
		{name: "the same twice is once", state: func(b *builder) {
			b.element("System", "s", nil)
			b.element("System", "s", nil)
			for range 2 {
				b.relation(b.ref("Actor", "kommun/1"), "PROVIDES", b.ref("System", "s"), nil)
			}
		}, check: func(t *testing.T, c *Content) {
			if len(c.Elements) != 4 || len(c.Relations) != 1 {
				t.Errorf("%d elements, %d relations", len(c.Elements), len(c.Relations))
			}
		}},
		{name: "twice with other content", state: func(b *builder) {
			b.element("System", "s", nil)
			b.element("System", "s", map[string]any{"lifecycle": "ACTIVE"})
			b.relation(b.ref("Actor", "kommun/1"), "USES", b.ref("System", "s"), nil)
			b.relation(b.ref("Actor", "kommun/1"), "USES", b.ref("System", "s"), map[string]any{"purpose": "annat"})
		}, want: []string{"fil:2 GIVEN_TWICE System s ", "fil:4 GIVEN_TWICE Actor kommun/1 USES System s "}},
		{name: "claims by different owners or of different days are different", state: func(b *builder) {
			b.element("Area", "a", nil)
			for _, v := range []map[string]any{{"asOf": "2026-01-01"}, {"asOf": "2026-01-02"}, {}, {"owner": "kommun/2"}} {
				v["statement"] = "NONE"
				b.relation(b.ref("Actor", "kommun/1"), "STATES", b.ref("Area", "a"), v)
			}
		}, check: func(t *testing.T, c *Content) {
			if len(c.Relations) != 4 {
				t.Errorf("%d relations", len(c.Relations))
			}
		}},
		{name: "dangling ends", state: func(b *builder) {
			b.element("System", "kommun/1/diariet", nil)
			b.relation(b.ref("Actor", "kommun/9"), "USES", b.ref("System", "kommun/1/diariat"), nil)
		}, want: []string{"fil:2 DANGLING Actor kommun/9 ", "fil:2 DANGLING System kommun/1/diariat to: System kommun/1/diariet"}},
		{name: "an actor of a package and of a file is one", state: func(b *builder) {
			b.element("Actor", "kommun/1", map[string]any{"name": "Vi", "code": "9999", "population": int64(8), "itStaff": 2.5, "aliases": []string{"Ettan", "Vi"}, "origin": "egen", "visibility": "REGION"})
		}, check: func(t *testing.T, c *Content) {
			i := slices.IndexFunc(c.Elements, func(e *Element) bool { return e.Key() == "kommun/1" })
			e := c.Elements[i]
			got := []any{e.Name(), e.Get("code"), e.Get("county"), e.Get("population"), e.Get("itStaff"), e.Get("aliases"), e.Get("origin"), e.Visibility(), e.Owner()}
			if d := cmp.Diff([]any{"Ettans kommun", "0001", "00", int64(7), 2.5, []string{"Ettan", "Vi"}, "egen", "REGION", "kommun/1"}, got); d != "" {
				t.Error(d)
			}
		}},
		{name: "a package is not changed", state: func(b *builder) {
			b.element("Reference", "paket@1", nil)
			b.element("Area", "paket@1/ny", map[string]any{"owner": "package:paket@1"})
			b.element("System", "s", nil)
			b.relation(b.ref("Actor", "kommun/1"), "PROVIDES", b.ref("System", "s"), map[string]any{"owner": "package:paket@1"})
		}, want: []string{"fil:1 PACKAGE_RECORD Reference paket@1 ", "fil:2 PACKAGE_RECORD Area paket@1/ny ", "fil:4 PACKAGE_RECORD Actor kommun/1 PROVIDES System s "}},
		{name: "a package of one's own is as good as any owner", state: func(b *builder) {
			b.element("Area", "egen@1/a", map[string]any{"owner": "package:egen@1", "visibility": "ACTOR"})
		}, check: func(t *testing.T, c *Content) {
			for _, e := range c.Elements {
				if e.Key() == "egen@1/a" && e.Visibility() != "OPEN" {
					t.Errorf("what a package owns is OPEN whatever it says, not %s", e.Visibility())
				}
			}
		}},
		{name: "deleting what is not there changes nothing, deleting what is given is wrong", state: func(b *builder) {
			b.element("System", "s", nil)
			b.set.Deletions = []Deletion{
				{ID: NewElementID("System", "borta"), Name: "System borta", Place: b.place()},
				{ID: NewElementID("System", "s"), Name: "System s", Place: b.place()},
			}
		}, want: []string{"fil:3 DELETED_AND_GIVEN System s "}},
		{name: "an owner that nobody is", state: func(b *builder) {
			b.element("System", "s", map[string]any{"owner": "kommun/11"})
			b.element("System", "t", map[string]any{"owner": "kommun/11"})
		}, want: []string{"fil:1 OWNER_ABSENT kommun/11 "}, check: func(t *testing.T, c *Content) {
			if len(c.Elements) != 5 {
				t.Error("a warning stopped the load")
			}
		}},
		{name: "what was hardly meant", state: func(b *builder) {
			b.element("System", "planerat", map[string]any{"lifecycle": "PLANNED"})
			b.element("System", "avvecklat", map[string]any{"lifecycle": "RETIRED"})
			b.element("System", "daterat", map[string]any{"lifecycle": "PLANNED", "validFrom": "2030-01-01"})
			b.element("BuildingBlock", "b", nil)
			b.element("Reference", "karta", nil)
			b.element("Process", "p", nil)
			b.element("Process", "p.1", nil)
			for _, p := range []string{"p", "p.1"} {
				b.relation(b.ref("Process", p), "IN", b.ref("Reference", "karta"), nil)
			}
			b.relation(b.ref("Process", "p.1"), "PART_OF", b.ref("Process", "p"), nil)
			b.relation(b.ref("System", "planerat"), "REALISES", b.ref("BuildingBlock", "b"), nil)
			b.relation(b.ref("System", "daterat"), "SUPPORTS", b.ref("Process", "p"), nil)
			b.relation(b.ref("System", "daterat"), "SUPPORTS", b.ref("Process", "p.1"), nil)
			b.relation(b.ref("Actor", "kommun/1"), "PROVIDES", b.ref("System", "daterat"), nil)
			b.relation(b.ref("Actor", "kommun/1"), "STATES", b.ref("BuildingBlock", "b"), map[string]any{"statement": "COMPLETE"})
		}, want: []string{
			"fil:1 PLANNED_UNDATED System planerat ", "fil:2 RETIRED_UNDATED System avvecklat ",
			"fil:11 NOBODY_HAS_IT System planerat {from: Actor kommun/1, type: PROVIDES, to: System planerat}",
			"fil:12 SUPPORTS_GROUP p to: Process p.1", "fil:15 COMPLETE_BLOCK b statement: NONE",
		}},
		{name: "a suggestion is of the same thing or none", state: func(b *builder) {
			b.element("BuildingBlock", "r/BackupTechnologyService", map[string]any{"name": "Backup"})
			b.element("BuildingBlock", "r/AuditApplicationComponent", map[string]any{"name": "Audit"})
			for _, key := range []string{"r/BackupApplicationComponent", "audit", "r/AuditApplicationComponet", "r/NothingApplicationComponent"} {
				b.relation(b.ref("System", "s"), "REALISES", b.ref("BuildingBlock", key), nil)
			}
			b.element("System", "s", nil)
			b.relation(b.ref("Actor", "kommun/7"), "USES", b.ref("System", "s"), nil)
		}, want: []string{
			"fil:3 DANGLING BuildingBlock r/BackupApplicationComponent to: BuildingBlock r/BackupTechnologyService",
			"fil:4 DANGLING BuildingBlock audit to: BuildingBlock r/AuditApplicationComponent",
			"fil:5 DANGLING BuildingBlock r/AuditApplicationComponet to: BuildingBlock r/AuditApplicationComponent",
			"fil:6 DANGLING BuildingBlock r/NothingApplicationComponent ", "fil:8 DANGLING Actor kommun/7 ",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &builder{model: m, file: "fil"}
			c.state(b)
			content, findings := Assemble(&packages.set, &b.set)
			if d := cmp.Diff(c.want, codes(findings)); d != "" {
				t.Errorf("findings (-expected +got):\n%s", d)
			}
			if (content == nil) != Failed(findings) {
				t.Errorf("content and findings do not go together")
			}
			if content != nil && c.check != nil {
				c.check(t, content)
			}

			// The order of the records means nothing.
			slices.Reverse(b.set.Elements)
			slices.Reverse(b.set.Relations)
			again, _ := Assemble(&packages.set, &b.set)
			if content != nil && !cmp.Equal(content.Elements, again.Elements, cmp.Comparer(func(a, b *schema.Kind) bool { return a == b }), cmp.Comparer(func(a, b *schema.Relation) bool { return a == b })) {
				t.Error("in another order the content is another")
			}
		})
	}
}

func TestAssembleTellsTheFirstOfVeryMany(t *testing.T) {
	b := &builder{model: model(t), file: "fil"}
	b.element("Actor", "kommun/1", nil)
	for i := range 1000 {
		key := "s" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676))
		b.relation(b.ref("Actor", "kommun/1"), "PROVIDES", b.ref("System", key), nil)
	}
	content, findings := Assemble(&ChangeSet{}, &b.set)
	if content != nil || len(findings) != maxFindings+1 {
		t.Fatalf("%d findings", len(findings))
	}
	if last := findings[maxFindings]; last.Code != "MORE_FINDINGS" || last.Severity != SeverityError || last.Message.Args[0] != 800 {
		t.Errorf("%+v", last)
	}
}
