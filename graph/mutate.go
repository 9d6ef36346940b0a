package graph

import (
	"context"
	"errors"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/arkinera/landskap/graph/writing"
	"github.com/arkinera/landskap/internal/landscape"
)

// write is a field of Mutation made ready: what it does, and which elements it saves.
type write struct {
	do    func(context.Context, landscape.Viewer) (landscape.Result, error)
	saves []landscape.ElementRecord
}

// refusal is the error of a write that was refused, with all that is wrong.
type refusal struct {
	error
	findings []landscape.Finding
}

func (r *refusal) Unwrap() error { return r.error }

// mutation plans a field of Mutation. All that can be wrong with its arguments is found here, before anything is written.
func (p *planner) mutation(f *merged) (*rootField, error) {
	root := &rootField{label: f.label(), key: f.key, typename: f.name == "__typename"}
	if root.typename {
		return root, nil
	}
	var err error
	if root.object, err = p.objectField("Mutation", f); err != nil {
		return nil, err
	}
	root.write, err = p.engine.newWrite(f.name, root.object.args)
	return root, err
}

func (e *Engine) newWrite(name string, args map[string]any) (*write, error) {
	repository := e.repository
	req := landscape.Request{Set: &landscape.ChangeSet{}}
	req.DryRun, _ = args["dryRun"].(bool)
	req.Key, _ = args["idempotencyKey"].(string)
	req.Why, _ = args["why"].(string)
	if expected := number(args, "expectedRevision"); expected != nil {
		revision := landscape.Revision(*expected)
		req.Expected = &revision
	}
	w := &write{do: func(ctx context.Context, v landscape.Viewer) (landscape.Result, error) {
		return repository.Apply(ctx, v, req)
	}}
	in := &writing.Inputs{Model: e.meta, Set: req.Set}
	switch name {
	case "applyChanges":
		return w, in.Changes(args["changes"].([]any))
	case "mergeElements":
		kind := e.meta.Kind(args["kind"].(string))
		into, from := landscape.Ref{Kind: kind, Key: args["into"].(string)}, landscape.Ref{Kind: kind, Key: args["from"].(string)}
		w.do = func(ctx context.Context, v landscape.Viewer) (landscape.Result, error) {
			return repository.Merge(ctx, v, into, from, req)
		}
		return w, nil
	case "undo":
		revision := landscape.Revision(*number(args, "revision"))
		w.do = func(ctx context.Context, v landscape.Viewer) (landscape.Result, error) {
			return repository.Undo(ctx, v, revision, req)
		}
		return w, nil
	}
	if kind := e.meta.Kind(strings.TrimPrefix(name, "save")); kind != nil {
		err := in.Elements(kind, args["input"].([]any))
		w.saves = req.Set.Elements
		return w, err
	}
	ownOnly, _ := args["ownClaimsOnly"].(bool)
	return w, in.Deletions(e.meta.Kind(strings.TrimPrefix(name, "delete")), args["keys"].([]any), ownOnly)
}

// mutate answers a mutation: its fields write one after another, then what is asked of elements is read, as it is after all of them.
func (e *Engine) mutate(ctx context.Context, p *plan) *graphql.Response {
	viewer := landscape.ViewerFrom(ctx)
	x := newExecution(e, p)
	var revision landscape.Revision
	var err error // of reading: what was written is told all the same
	found := newMentions()
	for i, root := range p.roots {
		if root.typename {
			continue
		}
		r := &x.roots[i]
		result, failed := root.write.do(ctx, viewer)
		revision = max(revision, result.Revision)
		if failed != nil {
			r.err = &refusal{failed, result.Findings}
			continue
		}
		answer := &writing.Payload{Revision: result.Revision, Repeated: result.Repeated, Findings: writing.Findings(languageOf(ctx), result.Findings)}
		if root.object.asks("changes") {
			answer.Changes = writing.Changes(result.Changes)
		}
		if root.object.asks("nodes") {
			changes := result.Changes
			if result.Repeated {
				changes = e.commit(ctx, viewer, result.Revision)
			}
			answer.Nodes = writing.Saved(viewer, root.write.saves, changes)
		}
		r.value = answer
		err = errors.Join(err, found.collect(root.object.def.Type, root.object, answer))
	}
	if len(found.all) > 0 && err == nil {
		err = e.store.Read(ctx, landscape.Main, viewer, func(s landscape.Snapshot) error {
			x.snapshot, revision = s, s.Revision()
			fetched, err := x.fetch(ctx, found)
			for i := range x.roots {
				x.roots[i].fetched = fetched
			}
			return err
		})
		// After a dry run there may be no landscape yet, and so no element.
		if landscape.CodeOf(err) == landscape.NotFound {
			err = nil
		}
	}
	r := e.response(ctx, x, p, revision, nil)
	if err != nil {
		r.Errors = append(r.Errors, present(ctx, e.log, err, nil))
	}
	return r
}

// commit returns what the viewer sees of the changes of a revision, or nothing where they cannot be read.
func (e *Engine) commit(ctx context.Context, viewer landscape.Viewer, revision landscape.Revision) (changes []landscape.Change) {
	_ = e.store.Read(ctx, landscape.Main, viewer, func(s landscape.Snapshot) error {
		if h, ok := s.(landscape.Historian); ok {
			commits, err := h.History(ctx, landscape.History{Before: revision + 1, Since: revision - 1, Limit: 1})
			if err == nil && len(commits) == 1 {
				changes = commits[0].Changes
			}
		}
		return nil
	})
	return changes
}
