package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/neo4j"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// verifyDatabase runs the conformance suite against a database, in landscapes of its own, which it removes again.
func (a *app) verifyDatabase(ctx context.Context) (err error) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	v := &verifier{app: a, prefix: "landskap-verify-" + strings.ToLower(rand.Text()[:12]) + "-", stores: map[*schema.Metamodel]*neo4j.Store{}}
	defer func() { err = errors.Join(err, v.close(context.WithoutCancel(ctx))) }()
	p := terminal.StartProgress(a.stderr)
	defer p.End()
	p.Phase(func(n int64) string { return a.say("progress.verify.checks", n) })
	passed, failures := 0, []string{}
	err = storetest.Verify(ctx, v.open, func(check, failure string) {
		p.Add(1)
		if failure == "" {
			passed++
			return
		}
		failures = append(failures, a.say("cmd.verify.failure", check, failure))
	})
	p.End()
	failed := len(failures)
	for _, f := range failures {
		fmt.Fprintln(a.Stdout, f)
	}
	switch {
	case ctx.Err() != nil:
		return landscape.NewError(landscape.Unavailable, text.New("cmd.verify.interrupted", passed, failed))
	case err != nil:
		return err
	}
	if _, err := fmt.Fprintln(a.Stdout, a.say("cmd.verify.passed", passed, passed+failed, a.at.String())); err != nil {
		return err
	}
	if failed > 0 {
		return landscape.NewError(landscape.Unavailable, text.New("cmd.verify.failed", failed))
	}
	return nil
}

// verifier opens landscapes for the conformance suite in a database.
type verifier struct {
	*app
	prefix string // of the names of all landscapes that it makes
	opened int
	stores map[*schema.Metamodel]*neo4j.Store
}

func (v *verifier) open(ctx context.Context, m *schema.Metamodel, content *landscape.Content) (storetest.Keeper, func() error, error) {
	s := v.stores[m]
	if s == nil {
		o, err := v.databaseOptions(&v.at)
		if err != nil {
			return nil, nil, err
		}
		o.Model, o.Access = m, neo4j.Exclusive
		if s, err = neo4j.Open(ctx, o); err != nil {
			return nil, nil, err
		}
		v.stores[m] = s
	}
	v.opened++
	apart := &storetest.Apart{Keeper: s, Prefix: fmt.Sprint(v.prefixOf(m), v.opened, "-")}
	if err := apart.Fill(ctx, content); err != nil {
		return nil, nil, err
	}
	return apart, func() error { return apart.Remove(context.WithoutCancel(ctx)) }, nil
}

// prefixOf begins the names of a model's landscapes: each of the stores holds its own, and has none of the others'.
func (v *verifier) prefixOf(m *schema.Metamodel) string {
	return fmt.Sprint(v.prefix, len(m.Kinds), "-")
}

// close removes what is left of all landscapes that were made, and ends the stores.
func (v *verifier) close(ctx context.Context) (err error) {
	for m, s := range v.stores {
		apart := &storetest.Apart{Keeper: s, Prefix: v.prefixOf(m)}
		err = errors.Join(err, apart.Remove(ctx), s.Close())
	}
	return err
}
