package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
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
	"github.com/arkinera/landskap/internal/store/plain"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/internal/web"
)

func (a *app) serveCommand() *cobra.Command {
	var addr string
	var watch bool
	cmd := a.command("cmd.serve", 0, 0, func(ctx context.Context, _ []string) error {
		ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		defer stop()
		return a.serve(ctx, addr, watch)
	})
	a.readFlags(cmd.Flags(), "flag.from")
	a.viewerFlag(cmd.Flags())
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", a.say("flag.addr"))
	cmd.Flags().BoolVar(&watch, "watch", false, a.say("flag.watch"))
	return cmd
}

func (a *app) serve(ctx context.Context, addr string, watch bool) error {
	// Nothing is read before it is certain that the server may start at all.
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return usage("cmd.serve.form", addr)
	}
	if !server.Loopback(host) {
		return usage("cmd.serve.loopback", addr)
	}
	var watched *sources.Watcher
	if watch {
		// The watcher looks first, so that an edit made while the sources are being read is not missed.
		watched = sources.NewWatcher(a.sources)
	}
	l, err := a.load(ctx)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return landscape.NewError(landscape.Unavailable, text.New("cmd.serve.taken", addr))
	case err != nil:
		return landscape.NewError(landscape.Unavailable, text.New("cmd.serve.addr", addr, err))
	}
	srv := &http.Server{
		Handler:           server.New(server.Options{API: l.engine, Viewer: l.viewer, Tabs: a.tabs(l)}),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	a.welcome(l, "http://"+listener.Addr().String(), watch)
	if watch {
		go watched.Run(ctx, func() { a.reload(l.store) })
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(drain); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	a.note("cmd.serve.end")
	return nil
}

// welcome tells what was loaded and where to go.
func (a *app) welcome(l *loaded, address string, watch bool) {
	out := a.stdout
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
	fmt.Fprintln(out, a.say("cmd.serve.loaded", len(l.Content.Elements), len(l.Content.Relations)))
	fmt.Fprintln(out, a.say("cmd.serve.ready", address))
	if watch {
		fmt.Fprintln(out, a.say("cmd.serve.watching"))
	}
	if questions := samples.Questions(l.Samples); len(questions) > 0 {
		fmt.Fprintln(out, a.say("cmd.serve.questions"))
		for _, q := range questions[:min(3, len(questions))] {
			fmt.Fprintf(out, "  %s\n    %s %s\n", q.Title(a.language == text.English), program(), q.Command)
		}
	}
	if !web.HasGraphiQL() {
		fmt.Fprintln(out)
		fmt.Fprintln(out, a.say("cmd.serve.plain"))
	}
}

// program is what to type to run this program again.
func program() string {
	if name := os.Args[0]; strings.HasSuffix(name, "bin/landskap") && !filepath.IsAbs(name) {
		return name
	}
	return "landskap"
}

// tabs are the questions about what was loaded, for the query page.
func (a *app) tabs(l *loaded) []web.Tab {
	var tabs []web.Tab
	for _, q := range samples.Questions(l.Samples) {
		tabs = append(tabs, web.Tab{Title: q.Title(a.language == text.English), Query: q.Query})
	}
	return tabs
}

// reload reads the sources anew. What has errors is told and changes nothing.
func (a *app) reload(store *plain.Store) {
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
