package landscape_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// TestWhoMayWrite is the matrix of viewers and records: written, FORBIDDEN, or as if it were not there.
func TestWhoMayWrite(t *testing.T) {
	model := metamodel(t)
	viewers := []landscape.Viewer{{}, landscape.Public(), landscape.Council("24"), first, second, landscape.Member("kommun/0"), steward}
	ref := func(kind, key string) landscape.Ref { return landscape.Ref{Kind: model.Kind(kind), Key: key} }
	apply := func(yaml string) func(*world, landscape.Viewer) (landscape.Result, error) {
		return func(w *world, v landscape.Viewer) (landscape.Result, error) {
			return w.Apply(context.Background(), v, landscape.Request{Set: w.set(yaml)})
		}
	}
	for _, c := range []struct {
		name string
		do   func(*world, landscape.Viewer) (landscape.Result, error)
		want string // by viewer: w written, f forbidden, n not found, - nothing changed
	}{
		{"create an element of the first", apply("owner: kommun/1\nelements: [{kind: System, key: ny, name: N}]\n"), "fffwfnw"},
		{"change an element of the first", apply("owner: kommun/1\nelements: [{kind: System, key: kommun/1/a, name: N}]\n"), "fffwfnw"},
		{"create a claim of the first", apply("owner: kommun/1\nrelations: [{from: Actor kommun/1, type: USES, to: System kommun/1/a}]\n"), "fffwfnw"},
		{"change a claim of the second", apply("owner: kommun/2\nrelations: [{from: Actor kommun/2, type: USES, to: System kommun/1/a, purpose: x}]\n"), "ffffwnw"},
		{"delete a claim of the second", apply("owner: kommun/2\ndelete: [{from: Actor kommun/2, type: USES, to: System kommun/1/a}]\n"), "ffffwnw"},
		{"delete a product of the first", apply("owner: kommun/1\ndelete: [Product p]\n"), "fffwfnw"},
		{"delete a hidden element of the second", apply("owner: kommun/2\ndelete: [System delad]\n"), "fff-wnw"},
		{"change an element of a package", apply("owner: \"package:p@1\"\nelements: [{kind: Area, key: p@1/area, name: N}]\n"), "fffffnf"},
		{"delete an element of a package", apply("owner: \"package:p@1\"\ndelete: [BuildingBlock p@1/b2]\n"), "fffffnf"},
		{"change the county", apply("elements: [{kind: Actor, key: kommun/1, name: Ettan, actorKind: MUNICIPALITY, county: \"25\"}]\n"), "fffffnw"},
		{"create an actor", apply("elements: [{kind: Actor, key: kommun/7, name: Sjuan, actorKind: MUNICIPALITY}]\n"), "fffffnw"},
		{"bring a package", func(w *world, v landscape.Viewer) (landscape.Result, error) {
			return w.Apply(context.Background(), v, landscape.Request{Packages: w.set("owner: \"package:n@1\"\nelements: [{kind: Reference, key: n@1, name: N}]\n")})
		}, "fffffnw"},
		{"merge two products of the first", func(w *world, v landscape.Viewer) (landscape.Result, error) {
			return w.Merge(context.Background(), v, ref("Product", "p"), ref("Product", "q"), landscape.Request{})
		}, "fffwfnw"},
		{"merge with a hidden element of the second", func(w *world, v landscape.Viewer) (landscape.Result, error) {
			return w.Merge(context.Background(), v, ref("System", "kommun/1/a"), ref("System", "delad"), landscape.Request{})
		}, "fffnfnw"},
		{"undo what the first wrote", func(w *world, v landscape.Viewer) (landscape.Result, error) {
			made := w.must(first, landscape.Request{Set: w.save("System", map[string]any{"name": "Ny"})})
			return w.Undo(context.Background(), v, made.Revision, landscape.Request{})
		}, "fffwfnw"},
		{"undo what the second wrote unseen", func(w *world, v landscape.Viewer) (landscape.Result, error) {
			made := w.must(second, landscape.Request{Set: w.save("System", map[string]any{"name": "Ny", "visibility": "ACTOR"})})
			return w.Undo(context.Background(), v, made.Revision, landscape.Request{})
		}, "fffnwnw"},
		{"undo the beginning", func(w *world, v landscape.Viewer) (landscape.Result, error) {
			_, revision := w.state()
			return w.Undo(context.Background(), v, revision, landscape.Request{})
		}, "fffffnw"},
	} {
		got := ""
		for _, v := range viewers {
			w := newWorld(t, model, two)
			result, err := c.do(w, v)
			switch code := landscape.CodeOf(err); {
			case err == nil && len(result.Changes) == 0:
				got += "-"
			case err == nil:
				got += "w"
			case code == landscape.Forbidden:
				got += "f"
			case code == landscape.NotFound:
				got += "n"
			default:
				t.Errorf("%s as %v: %v", c.name, v, err)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, expected %s", c.name, got, c.want)
		}
	}
}

// TestMerge: names become aliases, claims move with their owners, what would say the same twice or nothing goes.
func TestMerge(t *testing.T) {
	w := newWorld(t, metamodel(t), two+`
  - {from: System kommun/2/x, type: REALISES, to: BuildingBlock p@1/b1, coverage: PARTIAL}
  - {from: System kommun/2/x, type: REALISES, to: BuildingBlock p@1/b1, owner: kommun/2}
  - {from: System kommun/2/x, type: INSTANCE_OF, to: Product p, owner: kommun/2}
`)
	before, _ := w.state()
	ref := func(key string) landscape.Ref { return landscape.Ref{Kind: w.model.Kind("System"), Key: key} }
	result, err := w.Merge(context.Background(), steward, ref("kommun/1/a"), ref("kommun/2/x"), landscape.Request{Why: "samma system"})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "changes", changesOf(result.Changes), []string{
		"changed System kommun/1/a",
		"created Actor kommun/2 PROVIDES System kommun/1/a by kommun/2",
		"created System kommun/1/a INSTANCE_OF Product p by kommun/2",
		"created System kommun/1/a REALISES BuildingBlock p@1/b1 by kommun/2",
		"deleted Actor kommun/2 PROVIDES System kommun/2/x by kommun/2",
		"deleted System kommun/2/x",
		"deleted System kommun/2/x INSTANCE_OF Product p by kommun/2",
		"deleted System kommun/2/x REALISES BuildingBlock p@1/b1 by kommun/1",
		"deleted System kommun/2/x REALISES BuildingBlock p@1/b1 by kommun/2",
	})
	now, _ := w.state()
	for _, want := range []string{
		"System kommun/1/a name=A aliases=[Aa X] owner=kommun/1 visibility=OPEN lifecycle=ACTIVE",
		"System kommun/1/a REALISES BuildingBlock p@1/b1 owner=kommun/1 visibility=OPEN coverage=FULL",
		"Actor kommun/2 PROVIDES System kommun/1/a owner=kommun/2 visibility=ACTOR",
	} {
		if !strings.Contains(strings.Join(now, "\n"), want) {
			t.Errorf("nothing is %q in\n%s", want, strings.Join(now, "\n"))
		}
	}
	if _, err := w.Undo(context.Background(), steward, result.Revision, landscape.Request{}); err != nil {
		t.Fatal(err)
	}
	after, _ := w.state()
	equal(t, "after undoing", after, before)
	for _, c := range []struct {
		viewer     landscape.Viewer
		into, from landscape.Ref
		code       landscape.Code
	}{
		{steward, ref("kommun/1/a"), ref("borta"), landscape.NotFound},
		{steward, ref("kommun/1/a"), ref("kommun/1/a"), landscape.Invalid},
		{steward, ref("kommun/1/a"), landscape.Ref{Kind: w.model.Kind("Product"), Key: "p"}, landscape.Invalid},
	} {
		if _, err := w.Merge(context.Background(), c.viewer, c.into, c.from, landscape.Request{}); landscape.CodeOf(err) != c.code {
			t.Errorf("%v into %v: %v", c.from, c.into, err)
		}
	}
	w.must(first, landscape.Request{Set: w.save("System", map[string]any{"key": "egen", "name": "Egen"})})
	if got, err := w.Merge(context.Background(), first, ref("egen"), ref("kommun/1/a"), landscape.Request{}); landscape.CodeOf(err) != landscape.Invalid || len(got.Findings) != 1 || got.Findings[0].Code != "IN_USE" {
		t.Errorf("a member took others' claims along: %v, %v", err, told(got.Findings))
	}
}

// TestUndo: what a revision changed is again as it was, or a later change is named that stands in the way.
func TestUndo(t *testing.T) {
	model := metamodel(t)
	claim := "owner: kommun/2\nrelations: [{from: Actor kommun/2, type: USES, to: System kommun/1/ny}]\n"
	for _, c := range []struct {
		name  string
		steps []string // each by a steward; the first one is undone, or the one marked *
		says  string   // the conflict; empty where it can be undone
	}{
		{"the last change", []string{"owner: kommun/1\nelements: [{kind: System, key: kommun/1/a, name: N}]\n"}, ""},
		{"a deletion", []string{"owner: kommun/2\ndelete: [System kommun/1/a, {from: Actor kommun/2, type: USES, to: System kommun/1/a}]\n"}, ""},
		{"beside other changes", []string{"owner: kommun/1\nelements: [{kind: System, key: kommun/1/a, name: N}]\n", "owner: kommun/1\nelements: [{kind: Product, key: p, name: N}]\n"}, ""},
		{"under a later change", []string{"owner: kommun/1\nelements: [{kind: System, key: kommun/1/a, name: N}]\n", "owner: kommun/1\nelements: [{kind: System, key: kommun/1/a, name: M}]\n"},
			"revision %d cannot be undone: System kommun/1/a was changed in revision %d local 2026-11-25 11:00:00Z (step 1)"},
		{"under a later change that was taken back", []string{"owner: kommun/1\nelements: [{kind: System, key: kommun/1/a, name: N}]\n", "owner: kommun/1\nelements: [{kind: System, key: kommun/1/a, name: M}]\n",
			"owner: kommun/1\nelements: [{kind: System, key: kommun/1/a, name: N}]\n"}, ""},
		{"under a later claim", []string{"owner: kommun/1\nelements: [{kind: System, key: kommun/1/ny, name: N}]\n", claim},
			"revision %d cannot be undone: Actor kommun/2 USES System kommun/1/ny (kommun/2) was changed in revision %d local 2026-11-25 11:00:00Z (step 1)"},
		{"where an end is gone", []string{"owner: kommun/1\ndelete: [{from: Actor kommun/1, type: PROVIDES, to: System kommun/1/a}]\n",
			"owner: kommun/2\ndelete: [System kommun/1/a, {from: Actor kommun/2, type: USES, to: System kommun/1/a}]\n"},
			"revision %d cannot be undone: System kommun/1/a was changed in revision %d local 2026-11-25 11:00:00Z (step 1)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, model, two)
			before, revision := w.state()
			for i, yaml := range c.steps {
				w.must(steward, landscape.Request{Set: w.set(yaml), Why: fmt.Sprint("step ", i)})
			}
			middle, _ := w.state()
			result, err := w.Undo(context.Background(), steward, revision+1, landscape.Request{Why: "fel"})
			after, now := w.state()
			switch {
			case c.says != "":
				if want := fmt.Sprintf(c.says, revision+1, revision+2); landscape.CodeOf(err) != landscape.Conflict || err.Error() != want {
					t.Errorf("%v\nexpected %s", err, want)
				}
				equal(t, "after the refusal", after, middle)
			case err != nil:
				t.Fatal(err)
			case len(c.steps) == 2: // The second step stays.
				w := newWorld(t, model, two)
				w.must(steward, landscape.Request{Set: w.set(c.steps[1])})
				want, _ := w.state()
				equal(t, "after undoing", after, want)
			default:
				equal(t, "after undoing", after, before)
			}
			if err == nil && result.Revision != now {
				t.Errorf("revision %d, told %d", now, result.Revision)
			}
		})
	}
	w := newWorld(t, model, two)
	for _, revision := range []landscape.Revision{-1, 0, 1000} {
		if _, err := w.Undo(context.Background(), steward, revision, landscape.Request{}); landscape.CodeOf(err) != landscape.NotFound {
			t.Errorf("undoing %d: %v", revision, err)
		}
	}
}

// TestMemberUndoes: what was hidden and went with an element of one's own comes back with it.
func TestMemberUndoes(t *testing.T) {
	w := newWorld(t, metamodel(t), two+"  - {from: Actor kommun/3, type: SUPPLIES, to: Product p, owner: kommun/3, visibility: ACTOR}\n")
	before, _ := w.state()
	result := w.must(first, landscape.Request{Set: w.set("delete: [Product p]\n")})
	equal(t, "what the member is told", changesOf(result.Changes), []string{"deleted Product p"})
	if _, err := w.Undo(context.Background(), first, result.Revision, landscape.Request{}); err != nil {
		t.Fatal(err)
	}
	after, _ := w.state()
	equal(t, "after undoing", after, before)
}

// TestMemberUndoesBesideHiddenChanges: what others hide, and change after it came back with an element of one's own, is nothing that
// a member is told of.
func TestMemberUndoesBesideHiddenChanges(t *testing.T) {
	third := landscape.Member("kommun/3")
	claim := "owner: kommun/3\nrelations:\n  - {from: Actor kommun/3, type: USES, to: System kommun/1/b, visibility: ACTOR, purpose: %s}\n"
	w := newWorld(t, metamodel(t), two)
	w.must(first, landscape.Request{Set: w.set("owner: kommun/1\nelements: [{kind: System, key: kommun/1/b, name: B}]\n")})
	w.must(third, landscape.Request{Set: w.set(fmt.Sprintf(claim, "x"))})
	deleted := w.must(first, landscape.Request{Set: w.set("delete: [System kommun/1/b]\n")})
	after, _ := w.state()
	restored, err := w.Undo(context.Background(), first, deleted.Revision, landscape.Request{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "what the member is told", changesOf(restored.Changes), []string{"created System kommun/1/b"})
	w.must(third, landscape.Request{Set: w.set(fmt.Sprintf(claim, "y"))})
	if _, err := w.Undo(context.Background(), first, restored.Revision, landscape.Request{}); err != nil {
		t.Fatal(err)
	}
	now, _ := w.state()
	equal(t, "after undoing the undoing", now, after)
}

// TestExpectedRevision: a write on another revision is a CONFLICT that says what changed since, to those who may see it.
func TestExpectedRevision(t *testing.T) {
	w := newWorld(t, metamodel(t), two)
	_, revision := w.state()
	set := func() *landscape.ChangeSet {
		return w.save("System", map[string]any{"key": "kommun/1/a", "name": "N"})
	}
	w.must(first, landscape.Request{Set: set(), Expected: &revision, Why: "nytt namn"})
	w.must(second, landscape.Request{Set: w.save("System", map[string]any{"key": "kommun/2/x", "description": "d"}), Why: "hemligt"})
	for viewer, want := range map[landscape.Viewer]string{
		first:   "the landscape is at revision %d, not %d; since then: %d kommun/1 2026-11-25 11:00:00Z (nytt namn)",
		steward: "the landscape is at revision %d, not %d; since then: %[4]d kommun/2 2026-11-25 11:00:00Z (hemligt); %[3]d kommun/1 2026-11-25 11:00:00Z (nytt namn)",
	} {
		want = fmt.Sprintf(want, revision+2, revision, revision+1, revision+2)
		want, _, _ = strings.Cut(want, "%!(EXTRA")
		for _, dry := range []bool{false, true} {
			_, err := w.Apply(context.Background(), viewer, landscape.Request{Set: set(), Expected: &revision, DryRun: dry})
			if landscape.CodeOf(err) != landscape.Conflict || err.Error() != want {
				t.Errorf("%v: %v\nexpected %s", viewer, err, want)
			}
		}
	}
}

// TestIdempotencyKey: one key is one write, however often it is asked for and whatever happens in between; with other content it is
// a CONFLICT.
func TestIdempotencyKey(t *testing.T) {
	w := newWorld(t, metamodel(t), two)
	_, revision := w.state()
	request := func(name, key string) landscape.Request {
		return landscape.Request{Set: w.save("System", map[string]any{"name": name}), Key: key, Expected: &revision}
	}
	made := w.must(first, request("Ny", "k1"))
	w.must(first, landscape.Request{Set: w.save("System", map[string]any{"name": "Annat"})})
	again := w.must(first, request("Ny", "k1"))
	if !again.Repeated || again.Revision != made.Revision {
		t.Errorf("%+v after %+v", again, made)
	}
	if _, err := w.Apply(context.Background(), first, request("Nyare", "k1")); landscape.CodeOf(err) != landscape.Conflict || !strings.Contains(err.Error(), "k1") {
		t.Errorf("other content: %v", err)
	}
	if _, err := w.Apply(context.Background(), first, request("Ny", "k2")); landscape.CodeOf(err) != landscape.Conflict || !strings.Contains(err.Error(), "since then") {
		t.Errorf("another key on an old revision: %v", err)
	}
	if _, now := w.state(); now != revision+2 {
		t.Errorf("revision %d after %d", now, revision)
	}
}

// TestOneBadRecordOfVeryMany: everything that is wrong is told, and nothing is written.
func TestOneBadRecordOfVeryMany(t *testing.T) {
	w := newWorld(t, metamodel(t), two)
	before, revision := w.state()
	set := w.save("System", map[string]any{"key": "dalig", "name": "Dålig", "availability": int64(9)})
	for i := range 10_000 {
		set.Add(w.save("System", map[string]any{"name": fmt.Sprint("S", i)}))
	}
	result, err := w.Apply(context.Background(), first, landscape.Request{Set: set})
	if landscape.CodeOf(err) != landscape.Invalid {
		t.Fatal(err)
	}
	equal(t, "findings", told(result.Findings), []string{"error NOT_A_NUMBER input[0].availability: \"9\" will not do; expected a whole number from 0 to 4"})
	after, now := w.state()
	equal(t, "afterwards", after, before)
	if now != revision || len(result.Changes) > 0 {
		t.Errorf("revision %d, %d changes told", now, len(result.Changes))
	}
	set.Elements = set.Elements[1:]
	result = w.must(first, landscape.Request{Set: set})
	if len(result.Changes) != 10_000 || len(result.Saved) != 10_000 || result.Saved[2] != landscape.NewElementID("System", "kommun/1/s2") {
		t.Errorf("%d changes without the bad one, %d saved", len(result.Changes), len(result.Saved))
	}
}

// TestErrorsComeBeforeWarnings: of very many findings the errors are told, whatever their places.
func TestErrorsComeBeforeWarnings(t *testing.T) {
	w := newWorld(t, metamodel(t), two)
	var b strings.Builder
	b.WriteString("owner: kommun/1\nelements:\n")
	for i := range 300 {
		fmt.Fprintf(&b, "  - {kind: System, key: s%d, name: S, owner: saknas/%d}\n", i, i)
	}
	b.WriteString("relations:\n  - {from: Actor kommun/1, type: USES, to: System saknas}\n")
	result, err := w.Apply(context.Background(), steward, landscape.Request{Set: w.set(b.String())})
	if err == nil || len(result.Findings) != 2 || result.Findings[0].Code != "DANGLING" || result.Findings[1].Code != "MORE_FINDINGS" || result.Findings[1].Message.Args[0] != 300 {
		t.Errorf("%v: %v", err, told(result.Findings))
	}
}
