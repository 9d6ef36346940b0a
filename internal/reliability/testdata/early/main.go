// Command early is a control: the server of landskap over a store that acknowledges a write before it is committed.
package main

import (
	"context"
	"fmt"
	"net"
	"os"

	"github.com/arkinera/landskap/graph"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/advice"
	"github.com/arkinera/landskap/internal/server"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/schema"
)

// early is a store that answers as soon as it is known what is to be written, and commits meanwhile.
type early struct{ *embedded.Store }

// Write is wrong on purpose: its receipt comes before the commit.
func (s early) Write(ctx context.Context, name string, w landscape.Write, fn func(landscape.Draft) ([]landscape.Change, error)) (landscape.Receipt, error) {
	type answer struct {
		receipt landscape.Receipt
		err     error
	}
	answers := make(chan answer, 2) // the early one and the late one
	go func() {
		receipt, err := s.Store.Write(context.WithoutCancel(ctx), name, w, func(d landscape.Draft) ([]landscape.Change, error) {
			changes, err := fn(d)
			if err == nil && len(changes) > 0 {
				answers <- answer{landscape.Receipt{Revision: d.Revision() + 1}, nil}
			}
			return changes, err
		})
		answers <- answer{receipt, err}
	}()
	first := <-answers
	return first.receipt, first.err
}

// main takes the arguments that the test gives to landskap: serve --data DIR --addr ADDRESS.
func main() {
	if err := serve(os.Args[3], os.Args[5]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(dir, addr string) error {
	ctx := context.Background()
	model, err := schema.Load()
	if err != nil {
		return err
	}
	kept, err := embedded.Open(dir, embedded.Options{Model: model})
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
