package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/cli/sources"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/samples"
	"github.com/arkinera/landskap/internal/server"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/internal/web"
)

func (a *app) serveCommand() *cobra.Command {
	var addr string
	var watch bool
	cmd := a.Command("cmd.serve", 0, 0, func(ctx context.Context, _ []string) error {
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		defer stop()
		return a.serve(ctx, addr, watch)
	})
	a.viewFlags(cmd.Flags())
	a.actorFlag(cmd.Flags())
	a.at.sharedFlag(a, cmd.Flags())
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", a.say("flag.addr"))
	cmd.Flags().BoolVar(&watch, "watch", false, a.say("flag.watch"))
	return cmd
}

// startPatience is how long a server waits for its database, which may be starting beside it.
const startPatience = time.Minute

// drain is how long requests that are being answered may take when the server is to end.
const drain = 10 * time.Second

func (a *app) serve(ctx context.Context, addr string, watch bool) error {
	// Nothing is read before it is certain that the server may start at all.
	host, _, err := net.SplitHostPort(addr)
	switch {
	case err != nil:
		return usage("cmd.serve.form", addr)
	case !server.Loopback(host):
		return usage("cmd.serve.loopback", addr)
	case watch && a.at.named():
		return usage("cmd.serve.watch")
	}
	var watched *sources.Watcher
	if watch {
		// The watcher looks first, so that an edit made while the sources are being read is not missed.
		watched = sources.NewWatcher(a.sources)
	}
	a.at.holder, a.at.patience = "http://"+addr, startPatience
	o, err := a.open(ctx, true)
	if err != nil {
		return err
	}
	defer o.close()
	log := a.log()
	engine, err := o.api(a, log)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return unavailable("cmd.serve.taken", addr)
	case err != nil:
		return unavailable("cmd.serve.addr", addr, err)
	}
	address := "http://" + listener.Addr().String()
	if folder, is := o.kept.(*embedded.Store); is {
		if err := folder.SetAddress(address); err != nil {
			return errors.Join(err, listener.Close())
		}
	}
	handler := server.New(server.Options{API: engine, Viewer: o.viewer, Tabs: a.tabs(o), Log: log, Ready: o.in.Ready})
	if err := a.welcome(ctx, o, address, watch); err != nil {
		return errors.Join(err, listener.Close())
	}
	if watch {
		go watched.Run(ctx, func() { a.reload(o.memory) })
	}
	err = server.Serve(ctx, listener, handler, drain)
	switch {
	case errors.Is(err, server.ErrCut):
		return unavailable("cmd.serve.cut", int(drain.Seconds()))
	case err != nil:
		return unavailable("cmd.serve.broken", err)
	}
	a.note("cmd.serve.end")
	return nil
}

func unavailable(key string, args ...any) error {
	return landscape.NewError(landscape.Unavailable, text.New(key, args...))
}

// welcome tells what was loaded and where to go.
func (a *app) welcome(ctx context.Context, l *opened, address string, watch bool) error {
	out := a.Stdout
	if l.kept != nil {
		var at landscape.Revision
		elements := 0
		err := l.in.Read(ctx, a.name, landscape.Steward(), func(s landscape.Snapshot) error {
			at = s.Revision()
			for _, kind := range a.Model.Kinds {
				n, err := s.Count(ctx, landscape.Query{Kind: kind})
				if err != nil {
					return err
				}
				elements += n
			}
			return nil
		})
		if err != nil {
			return err
		}
		fmt.Fprintln(out, a.say("cmd.serve.kept_in", a.name, a.at.String(), int(at), elements))
	}
	for _, name := range l.Packages {
		if p, err := eira.Info(name); err == nil {
			fmt.Fprintln(out, a.say("cmd.serve.loaded.package", name, p.Elements()))
		}
	}
	for _, name := range l.Samples {
		fmt.Fprintln(out, a.say("cmd.serve.loaded.sample", name))
	}
	for _, name := range l.Files {
		fmt.Fprintln(out, a.say("cmd.serve.loaded.file", name))
	}
	if l.Content != nil {
		fmt.Fprintln(out, a.say("cmd.serve.loaded", len(l.Content.Elements), len(l.Content.Relations)))
	}
	fmt.Fprintln(out, a.say("cmd.serve.ready", address))
	if watch {
		fmt.Fprintln(out, a.say("cmd.serve.watching"))
	}
	if questions := samples.Questions(l.Samples); len(questions) > 0 {
		fmt.Fprintln(out, a.say("cmd.serve.questions"))
		for _, q := range questions[:min(3, len(questions))] {
			fmt.Fprintf(out, "  %s\n    %s %s\n", q.Title(a.Language == text.English), program(), q.Command)
		}
	}
	if !web.HasGraphiQL() {
		fmt.Fprintln(out)
		fmt.Fprintln(out, a.say("cmd.serve.plain"))
	}
	return nil
}

// program is what to type to run this program again.
func program() string {
	if name := os.Args[0]; strings.HasSuffix(name, "bin/landskap") && !filepath.IsAbs(name) {
		return name
	}
	return "landskap"
}

// tabs are the questions about what was loaded, for the query page.
func (a *app) tabs(l *opened) []web.Tab {
	var tabs []web.Tab
	for _, q := range samples.Questions(l.Samples) {
		tabs = append(tabs, web.Tab{Title: q.Title(a.Language == text.English), Query: q.Query})
	}
	return tabs
}

// reload reads the sources anew. What has errors is told and changes nothing.
func (a *app) reload(store *embedded.Memory) {
	now := time.Now().Format(time.TimeOnly)
	l, findings, err := a.read(a.sources)
	if err != nil {
		a.note("cmd.serve.kept_error", now, a.message(err))
		return
	}
	a.printFindings(a.stderr, withoutAdvice(findings))
	if l.Content == nil {
		a.note("cmd.serve.kept", now)
		return
	}
	store.Replace(l.Content)
	a.note("cmd.serve.reloaded", now, len(l.Content.Elements), len(l.Content.Relations))
}
