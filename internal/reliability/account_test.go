//go:build linux

package reliability

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// effect is one write, which is to happen exactly once however often it is asked for.
type effect struct {
	key, name, description string
	bare                   bool  // saved without its key, so that doing it twice would make a second element
	revision               int64 // that it was acknowledged with; 0 if it was not
	keyless                bool  // asked for without the key by which it happens once, which is wrong
}

// once is the key by which it happens once; nil for none.
func (e *effect) once() any {
	if e.keyless {
		return nil
	}
	return "once " + e.name
}

func newEffect(description string, numbers ...int) *effect {
	name := "skrivning"
	for _, n := range numbers {
		name += fmt.Sprint(" ", n)
	}
	e := &effect{name: name, description: description, bare: numbers[len(numbers)-1]%2 == 1}
	e.key = "local/" + strings.ReplaceAll(name, " ", "-")
	return e
}

// refused is an answer with an error in it.
type refused struct{ code, message string }

func (r refused) Error() string { return r.code + ": " + r.message }

// save asks for the write and returns its revision, and whether an earlier request had done it.
func (s *serving) save(e *effect) (revision int64, repeated bool, err error) {
	input := map[string]any{"name": e.name, "description": e.description}
	if !e.bare {
		input["key"] = e.key
	}
	a, err := s.ask(`mutation($i: [SystemInput!]!, $k: String) { saveSystem(input: $i, idempotencyKey: $k) { revision repeated } }`,
		map[string]any{"i": []any{input}, "k": e.once()})
	switch {
	case err != nil:
		return 0, false, err
	case len(a.Errors) > 0:
		return 0, false, refused{a.Errors[0].Extensions.Code, a.Errors[0].Message}
	case a.Data.SaveSystem == nil || a.Data.SaveSystem.Revision == 0:
		return 0, false, errors.New("an answer without a revision")
	}
	return a.Data.SaveSystem.Revision, a.Data.SaveSystem.Repeated, nil
}

// lost says of an acknowledged write that it is not there, or not as it was written.
type lost struct{ key string }

func (l lost) Error() string { return l.key + " was acknowledged and is lost" }

// doubled says that writes had other effects than one each, before any of them was asked for again on purpose.
type doubled struct{ error }

// account is what has been counted.
type account struct {
	acknowledged, open int // writes, by whether they were answered before the end
	there              int // of the open ones, those that were done all the same
	repeated           int // requests that were repeated
}

func (c *account) String() string {
	return fmt.Sprintf("%d writes acknowledged, 0 of them lost; %d unanswered, of which %d were done; %d requests repeated", c.acknowledged, c.open, c.there, c.repeated)
}

// settle holds what a server has after a restart against the writes that came before, and asks again for those that were not
// acknowledged. In the end each write has had one effect, with a revision of its own. Before them there were so many.
func (s *serving) settle(before int, writes []*effect, c *account) error {
	there := map[string]bool{}
	for rest := writes; len(rest) > 0; {
		part := rest[:min(len(rest), 200)]
		rest = rest[len(part):]
		var keys []string
		byKey := map[string]*effect{}
		for _, e := range part {
			keys = append(keys, e.key)
			byKey[e.key] = e
		}
		a, err := s.ask(`query($k: [Key!]) { systems(where: {key: {in: $k}}, first: 500) { nodes { key name description } } }`, map[string]any{"k": keys})
		if err != nil || len(a.Errors) > 0 {
			return fmt.Errorf("asking for what was written: %v %v", err, a.Errors)
		}
		for _, n := range a.Data.Systems.Nodes {
			if e := byKey[n.Key]; e == nil || n.Name != e.name || n.Description != e.description {
				return fmt.Errorf("%s is there, but as nobody wrote it", n.Key)
			}
			there[n.Key] = true
		}
	}
	revisions := map[int64]string{}
	own := func(e *effect, revision int64) error {
		if other := revisions[revision]; other != "" || revision <= int64(before) {
			return doubled{fmt.Errorf("revision %d is of %s and of %q, after %d revisions", revision, e.key, other, before)}
		}
		revisions[revision] = e.key
		return nil
	}
	var open, done []*effect
	for _, e := range writes {
		switch {
		case e.revision == 0:
			open = append(open, e)
		case !there[e.key]:
			return lost{e.key}
		default:
			done = append(done, e)
			if err := own(e, e.revision); err != nil {
				return err
			}
		}
	}
	if err := s.holds(before + len(there)); err != nil {
		return doubled{fmt.Errorf("before anything is repeated: %w", err)}
	}
	for _, e := range open {
		revision, repeated, err := s.save(e)
		if err != nil || repeated != there[e.key] {
			return fmt.Errorf("%s asked for again: repeated %v, though there %v: %v", e.key, repeated, there[e.key], err)
		}
		if err := own(e, revision); err != nil {
			return err
		}
		c.open++
		c.repeated++
		if repeated {
			c.there++
		}
		e.revision = revision
	}
	c.acknowledged += len(done)
	// Whatever has been done is not done again: all that were open, and some of the others.
	for _, e := range append(open, done[max(0, len(done)-8):]...) {
		revision, repeated, err := s.save(e)
		c.repeated++
		if err != nil || !repeated || revision != e.revision {
			return fmt.Errorf("%s of revision %d asked for again: revision %d, repeated %v: %v", e.key, e.revision, revision, repeated, err)
		}
	}
	if err := s.holds(before + len(writes)); err != nil {
		return fmt.Errorf("after all was repeated: %w", err)
	}
	a, err := s.ask(`query($s: Int) { changes(since: $s, first: 500) { revision changeCount } }`, map[string]any{"s": before})
	if err != nil || len(a.Errors) > 0 || len(a.Data.Changes) != min(500, len(writes)) {
		return fmt.Errorf("%d commits for %d writes: %v %v", len(a.Data.Changes), len(writes), err, a.Errors)
	}
	for _, commit := range a.Data.Changes {
		if revisions[commit.Revision] == "" || commit.ChangeCount != 1 {
			return fmt.Errorf("revision %d has %d changes, and is of %q", commit.Revision, commit.ChangeCount, revisions[commit.Revision])
		}
	}
	return nil
}

// holds says whether there are so many elements, each with a revision of its own.
func (s *serving) holds(many int) error {
	a, err := s.ask(`{ systems { totalCount } }`, nil)
	if err == nil && (len(a.Errors) > 0 || a.Data.Systems.TotalCount != many || a.Extensions.Revision != int64(many)) {
		err = fmt.Errorf("%d elements at revision %d where %d were to be: %v", a.Data.Systems.TotalCount, a.Extensions.Revision, many, a.Errors)
	}
	return err
}

// audit holds all of a folder, which nobody serves, against all that was written to it.
func audit(program, dir string, all []*effect) error {
	if _, err := run(program, "store", "verify", "--data", dir); err != nil {
		return err
	}
	has, err := run(program, "digest", "--data", dir)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("landskap: 1\nowner: local\nelements:\n")
	for _, e := range all {
		fmt.Fprintf(&b, "  - {kind: System, key: %s, name: %s, description: %q}\n", e.key, e.name, e.description)
	}
	file := filepath.Join(filepath.Dir(dir), "expected.yaml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		return err
	}
	wants, err := run(program, "digest", "--from", file)
	if err == nil && has != wants {
		err = fmt.Errorf("the digest of the folder is %s, of what was written to it %s", has, wants)
	}
	return err
}
