// Command early is a control: the server of landskap over a store that acknowledges a write before it is committed.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"

	"github.com/arkinera/landskap/graph"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/advice"
	"github.com/arkinera/landskap/internal/server"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/internal/store/neo4j"
	"github.com/arkinera/landskap/schema"
)

// early is a store that answers as soon as it is known what is to be written, and commits meanwhile.
type early struct{ kept }

// kept is what a store is to the server.
type kept interface {
	landscape.Store
	landscape.Writer
}

// Write is wrong on purpose: its receipt comes before the commit.
func (s early) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	type answer struct {
		receipt landscape.Receipt
		err     error
	}
	answers := make(chan answer, 2) // the early one and the late one
	go func() {
		receipt, err := s.kept.Write(context.WithoutCancel(ctx), name, w, func(d landscape.Draft) ([]landscape.Change, error) {
			changes, err := fn(d)
			if err == nil && len(changes) > 0 {
				select {
				case answers <- answer{landscape.Receipt{Revision: d.Revision() + 1}, nil}:
				default: // It is not the first try.
				}
			}
			return changes, err
		})
		select {
		case answers <- answer{receipt, err}:
		default:
		}
	}()
	first := <-answers
	return first.receipt, first.err
}

// main takes the arguments that the tests give to landskap.
func main() {
	flags := flag.NewFlagSet("serve", flag.ExitOnError)
	dir := flags.String("data", "", "")
	uri := flags.String("neo4j-uri", "", "")
	user := flags.String("neo4j-user", "", "")
	addr := flags.String("addr", "", "")
	flags.String("lang", "", "")
	_ = flags.Parse(os.Args[2:])
	if err := serve(*dir, *uri, *user, *addr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func open(ctx context.Context, model *schema.Metamodel, dir, uri, user string) (kept, error) {
	if uri == "" {
		return embedded.Open(dir, embedded.Options{Model: model})
	}
	return neo4j.Open(ctx, neo4j.Options{
		URI: uri, User: user, Password: os.Getenv("LANDSKAP_NEO4J_PASSWORD"), Model: model, Access: neo4j.Exclusive, Holder: "early",
	})
}

func serve(dir, uri, user, addr string) error {
	ctx := context.Background()
	model, err := schema.Load()
	if err != nil {
		return err
	}
	kept, err := open(ctx, model, dir, uri, user)
	if err != nil {
		return err
	}
	nothing := func(landscape.Draft) ([]landscape.Change, error) { return nil, nil }
	if _, err := kept.Write(ctx, landscape.Main, landscape.Write{}, nothing); err != nil {
		return err
	}
	store := early{kept}
	repository := &landscape.Repository{Model: model, Store: store, Advice: advice.Give}
	engine, err := graph.New(graph.Options{Model: model, Store: store, Repository: repository, Analyses: graph.Analyses()})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	fmt.Printf("http://%s/graphql\n", listener.Addr())
	return server.Serve(ctx, listener, server.New(server.Options{API: engine, Viewer: landscape.Steward(), Ready: store.Ready}), 0)
}
