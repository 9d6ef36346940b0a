package cli

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/arkinera/landskap/graph"
	"github.com/arkinera/landskap/internal/cli/sources"
	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/server"
	"github.com/arkinera/landskap/internal/store/embedded"
)

// opened is a landscape that questions are put to.
type opened struct {
	*sources.Loaded // what was read; empty where the landscape is kept
	in              one
	memory          *embedded.Memory // what --from was read into
	kept            keeper           // what --data or --neo4j-uri names
	viewer          landscape.Viewer
}

// open opens the landscape that the flags name: sources that are read into memory, all of them as one change set, or what a folder or
// a database keeps; with begin it may be a new one. Findings are printed; if one is an error nothing is loaded.
func (a *app) open(ctx context.Context, begin bool) (*opened, error) {
	viewer, err := a.who()
	if err != nil {
		return nil, err
	}
	o := &opened{Loaded: &sources.Loaded{}, viewer: viewer}
	switch {
	case a.at.named() && len(a.sources) > 0:
		return nil, usage("cmd.data.both")
	case a.at.named():
		u := reads
		if begin {
			u = begins
		}
		if o.kept, err = a.openPlace(ctx, &a.at, a.name, u); err != nil {
			return nil, err
		}
		o.in = one{o.kept, a.name}
	default:
		if err := o.read(a); err != nil {
			return nil, err
		}
	}
	if begin && o.kept != nil {
		// A write that changes nothing begins a landscape that is not there, and leaves another as it is.
		_, err = o.in.Write(ctx, a.name, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) { return nil, nil })
	}
	if err == nil {
		// A viewer that is not there is a mistake in the call, not an answer.
		err = o.in.Read(ctx, a.name, viewer, func(landscape.Snapshot) error { return nil })
	}
	if err != nil {
		o.close()
		return nil, err
	}
	return o, nil
}

// api returns the API over the landscape.
func (o *opened) api(a *app, log *slog.Logger) (*graph.Engine, error) {
	return graph.New(graph.Options{Model: a.Model, Store: o.in, Repository: a.repository(o.in), Analyses: graph.Analyses(), Log: log})
}

// who returns the viewer that the flags name.
func (a *app) who() (landscape.Viewer, error) {
	switch {
	case a.actor == "" && a.viewer == "":
		return landscape.Steward(), nil
	case a.actor == "":
		return landscape.ParseViewer(a.viewer)
	case a.viewer != "steward" && a.viewer != "":
		return landscape.Viewer{}, usage("cmd.actor.viewer")
	}
	return landscape.StewardOf(a.actor), nil
}

// read reads the sources into memory.
func (o *opened) read(a *app) error {
	switch {
	case len(a.sources) == 0:
		return usage("cmd.from.none")
	case a.name != landscape.Main:
		return usage("cmd.landscape.from")
	}
	read, findings, err := a.read(a.sources)
	if err != nil {
		return err
	}
	a.printFindings(a.stderr, withoutAdvice(findings))
	if read.Content == nil {
		return findingsError{}
	}
	o.Loaded, o.memory = read, embedded.New(read.Content)
	o.in = one{o.memory, landscape.Main}
	return nil
}

// close ends the landscape. What was written is safe already.
func (o *opened) close() {
	if o.in.keeper != nil {
		_ = o.in.keeper.Close()
	}
}

// Open is what the reports need: the API over the landscape, and a context in which the flags' viewer asks.
func (a *app) Open(ctx context.Context) (http.Handler, context.Context, func(), error) {
	if a.server != "" {
		switch {
		case a.at.named() || len(a.sources) > 0:
			return nil, nil, nil, usage("cmd.data.both")
		case a.name != landscape.Main:
			return nil, nil, nil, usage("cmd.landscape.from")
		case a.viewer != "steward":
			return nil, nil, nil, usage("cmd.server.viewer")
		}
		r, err := a.dial(ctx)
		return r, ctx, func() {}, err
	}
	o, err := a.open(ctx, false)
	if err != nil {
		return nil, nil, nil, err
	}
	engine, err := o.api(a, a.log())
	if err != nil {
		o.close()
		return nil, nil, nil, err
	}
	return engine, landscape.WithViewer(ctx, o.viewer), o.close, nil
}

// Kept returns the flag that names where the landscape is kept, or nothing.
func (a *app) Kept() string {
	if !a.at.named() {
		return ""
	}
	return a.at.words()
}

// log returns what is logged: lines on standard error.
func (a *app) log() *slog.Logger {
	return slog.New(server.LogHandler(slog.NewTextHandler(a.stderr, nil)))
}

// reader reads sources, within the limits that the flags set.
func (a *app) reader() sources.Reader {
	return sources.Reader{Model: a.Model, Stdin: a.stdin, MaxBytes: a.maxFile}
}

func (a *app) read(names []string) (*sources.Loaded, []landscape.Finding, error) {
	r := a.reader()
	r.Progress = a.progress("progress.read")
	defer r.Progress.End()
	return r.Read(names)
}

// progress begins to tell of long work on standard error, with a text that takes the number of megabytes.
func (a *app) progress(key string) *terminal.Progress {
	p := terminal.StartProgress(a.stderr)
	a.phase(p, key)
	return p
}

func (a *app) phase(p *terminal.Progress, key string) {
	p.Phase(func(count int64) string { return a.say(key, float64(count)/1e6) })
}
