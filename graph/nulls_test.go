package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// probeSDL is an analysis that only tests have.
const probeSDL = `
extend type Query {
  probe(like: Int): Probe @analysis(sv: "Prov")
  solid: Probe! @analysis(sv: "Fast prov")
  probes: [Probe!]! @analysis(sv: "Flera prov")
}
"A probe."
type Probe {
  name: String!
  note: String
  actor: Actor!
  maybe: Actor
  items: [Element!]!
  loose: [Element]
  rows: [ProbeRow!]!
  inner: Probe
  firm: Probe!
  ratio: Float!
  share: Float
  absent: Int!
}
type ProbeRow { actor: Actor! by: Element text: String! }
`

type probe struct {
	Name, Note   string
	Actor, Maybe landscape.ID
	Items, Loose []landscape.ID
	Rows         []probeRow
	Inner, Firm  *probe
	Ratio, Share float64
}

type probeRow struct {
	Actor, By landscape.ID
	Text      string
}

var loadProbe = sync.OnceValues(func() (*schema.Metamodel, error) {
	return schema.Parse(append(schema.Sources(), schema.Source{Name: "probe.graphqls", Text: probeSDL})...)
})

// probing is the engine over Dalen with the analysis of probeSDL, which answers as the table says, and with what it logs.
func probing(t *testing.T, answers map[string]func() (any, error)) (*Engine, *bytes.Buffer) {
	t.Helper()
	m, err := loadProbe()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	analyses := maps.Clone(Analyses())
	for _, name := range []string{"probe", "solid", "probes"} {
		analyses[name] = func(context.Context, Call) (any, error) {
			if answer := answers[name]; answer != nil {
				return answer()
			}
			return nil, nil
		}
	}
	e := engine(t, dalenIn(t, m), func(o *Options) {
		o.Model, o.Analyses, o.Log = m, analyses, slog.New(slog.NewTextHandler(&log, nil))
	})
	return e, &log
}

// TestNullsAndErrors: null where there must be none takes the nearest place that may be null with it, and an error with the path of
// the place where it was says so. What went wrong inside is in the log and not in the answer.
func TestNullsAndErrors(t *testing.T) {
	ljus := landscape.NewElementID("Actor", "a/ljus")
	system := landscape.NewElementID("System", "s/bok")
	sound := func() *probe {
		return &probe{Name: "p", Actor: ljus, Items: []landscape.ID{ljus, system}, Rows: []probeRow{{Actor: ljus, Text: "t"}}, Ratio: 0.5}
	}
	with := func(change func(p *probe)) func() (any, error) {
		return func() (any, error) {
			p := sound()
			change(p)
			return p, nil
		}
	}
	fails := func(err error) func() (any, error) { return func() (any, error) { return nil, err } }
	type at = map[string]string // code by path
	tests := []struct {
		name, query, data string
		answers           map[string]func() (any, error)
		errors            at
		log               string
	}{
		{name: "sound", query: `{ probe { name note actor { key } maybe { key } items { __typename key } loose { key } rows { actor { key } by { key } text } inner { name } ratio share __typename } }`,
			answers: map[string]func() (any, error){"probe": with(func(*probe) {})},
			data:    `{"probe":{"name":"p","note":null,"actor":{"key":"a/ljus"},"maybe":null,"items":[{"__typename":"Actor","key":"a/ljus"},{"__typename":"System","key":"s/bok"}],"loose":null,"rows":[{"actor":{"key":"a/ljus"},"by":null,"text":"t"}],"inner":null,"ratio":0.5,"share":0,"__typename":"Probe"}}`},
		{name: "none", query: `{ probe { name } systems(first: 0) { totalCount } }`, data: `{"probe":null,"systems":{"totalCount":10}}`},
		{name: "empty lists", query: `{ probe { items { key } loose { key } rows { text } } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Items, p.Loose, p.Rows = nil, []landscape.ID{}, nil })},
			data:    `{"probe":{"items":[],"loose":[],"rows":[]}}`},
		{name: "empty text", query: `{ probe { name note rows { text } } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Name, p.Rows = "", []probeRow{{Actor: ljus}} })},
			data:    `{"probe":{"name":"","note":null,"rows":[{"text":""}]}}`},
		{name: "unknown where it may be", query: `{ probe { maybe { key } loose { key } rows { by { key } } } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Maybe, p.Loose, p.Rows[0].By = "x", []landscape.ID{"y", ljus}, "z" })},
			data:    `{"probe":{"maybe":null,"loose":[null,{"key":"a/ljus"}],"rows":[{"by":null}]}}`},
		{name: "another kind where it may be", query: `{ probe { maybe { key } } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Maybe = system })},
			data:    `{"probe":{"maybe":null}}`},
		{name: "unknown", query: `{ probe { name actor { key } } systems(first: 0) { totalCount } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Actor = "x" })},
			data:    `{"probe":null,"systems":{"totalCount":10}}`, errors: at{"[probe actor]": "INTERNAL"}, log: "Probe.actor has no value"},
		{name: "no id", query: `{ p: probe { a: actor { key } } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Actor = "" })},
			data:    `{"p":null}`, errors: at{"[p a]": "INTERNAL"}, log: "Probe.actor has no value"},
		{name: "another kind", query: `{ probe { actor { key } } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Actor = system })},
			data:    `{"probe":null}`, errors: at{"[probe actor]": "INTERNAL"}, log: "Probe.actor has no value"},
		{name: "unknown in a list", query: `{ probe { items { key } } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Items = append(p.Items, "x") })},
			data:    `{"probe":null}`, errors: at{"[probe items 2]": "INTERNAL"}, log: "Probe.items has no value"},
		{name: "unknown in a row", query: `{ probe { name rows { text actor { key } } } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Rows = append(p.Rows, probeRow{Actor: "x"}) })},
			data:    `{"probe":null}`, errors: at{"[probe rows 1 actor]": "INTERNAL"}, log: "ProbeRow.actor has no value"},
		{name: "stopped by a nullable parent", query: `{ probe { name inner { name rows { text actor { key } } } note } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Inner = sound(); p.Inner.Rows[0].Actor = "x" })},
			data:    `{"probe":{"name":"p","inner":null,"note":null}}`, errors: at{"[probe inner rows 0 actor]": "INTERNAL"}, log: "ProbeRow.actor has no value"},
		{name: "passed by a firm parent", query: `{ probe { name inner { firm { actor { key } } } } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Inner = sound(); p.Inner.Firm = &probe{Actor: "x"} })},
			data:    `{"probe":{"name":"p","inner":null}}`, errors: at{"[probe inner firm actor]": "INTERNAL"}, log: "Probe.actor has no value"},
		{name: "no object", query: `{ probe { name firm { name } } }`,
			answers: map[string]func() (any, error){"probe": with(func(*probe) {})},
			data:    `{"probe":null}`, errors: at{"[probe firm]": "INTERNAL"}, log: "Probe.firm has no value"},
		{name: "not asked for", query: `{ probe { name } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Actor, p.Items = "x", []landscape.ID{"y"} })},
			data:    `{"probe":{"name":"p"}}`},
		{name: "no number", query: `{ probe { inner { ratio } share } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Inner, p.Share = &probe{Ratio: math.NaN()}, math.Inf(1) })},
			data:    `{"probe":{"inner":null,"share":null}}`, errors: at{"[probe inner ratio]": "INTERNAL", "[probe share]": "INTERNAL"}, log: "Probe.share holds +Inf"},
		{name: "no field", query: `{ probe { name inner { absent } } }`,
			answers: map[string]func() (any, error){"probe": with(func(p *probe) { p.Inner = sound() })},
			data:    `{"probe":{"name":"p","inner":null}}`, errors: at{"[probe inner absent]": "INTERNAL"}, log: "has no field for Probe.absent"},
		{name: "to the top", query: `{ systems(first: 0) { totalCount } solid { actor { key } } }`,
			answers: map[string]func() (any, error){"solid": with(func(p *probe) { p.Actor = "x" })},
			data:    `null`, errors: at{"[solid actor]": "INTERNAL"}, log: "Probe.actor has no value"},
		{name: "to the top of a list", query: `{ probes { actor { key } } }`,
			answers: map[string]func() (any, error){"probes": func() (any, error) { return []*probe{sound(), {Actor: "x"}}, nil }},
			data:    `null`, errors: at{"[probes 1 actor]": "INTERNAL"}, log: "Probe.actor has no value"},
		{name: "list of none", query: `{ probes { name } }`,
			answers: map[string]func() (any, error){"probes": func() (any, error) { return []*probe{sound(), nil}, nil }},
			data:    `null`, errors: at{"[probes 1]": "INTERNAL"}, log: "Query.probes has no value"},
		{name: "told", query: `{ probe { name } systems(first: 0) { totalCount } }`,
			answers: map[string]func() (any, error){"probe": fails(fmt.Errorf("inside: %w", landscape.NewError(landscape.Conflict, text.New("api.page.both"))))},
			data:    `{"probe":null,"systems":{"totalCount":10}}`, errors: at{"[probe]": "CONFLICT"}},
		{name: "not told", query: `{ a: probe { name } b: probe(like: 1) { name } systems(first: 0) { totalCount } }`,
			answers: map[string]func() (any, error){"probe": fails(errors.New("the password is hunter2"))},
			data:    `{"a":null,"b":null,"systems":{"totalCount":10}}`, errors: at{"[a]": "INTERNAL", "[b]": "INTERNAL"}, log: "hunter2"},
		{name: "not told and firm", query: `{ systems(first: 0) { totalCount } solid { name } }`,
			answers: map[string]func() (any, error){"solid": fails(errors.New("the password is hunter2"))},
			data:    `null`, errors: at{"[solid]": "INTERNAL"}, log: "hunter2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e, log := probing(t, test.answers)
			body := ask(e, landscape.Steward(), test.query)
			var got failure
			if err := json.Unmarshal([]byte(body), &got); err != nil {
				t.Fatalf("%s: %v", body, err)
			}
			if string(got.Data) != test.data {
				t.Errorf("data\n%s\nwant\n%s", got.Data, test.data)
			}
			codes := at{}
			for _, err := range got.Errors {
				codes[fmt.Sprint(err.Path)] = err.Extensions.Code
			}
			if !maps.Equal(codes, test.errors) && len(codes)+len(test.errors) > 0 {
				t.Errorf("errors %v, want %v", codes, test.errors)
			}
			if !strings.Contains(log.String(), test.log) || test.log == "" && log.Len() > 0 {
				t.Errorf("log %q, want %q", log, test.log)
			}
			for _, inside := range []string{"hunter2", "Probe.", "holds"} {
				if strings.Contains(body, inside) {
					t.Errorf("the answer tells what is inside: %s", body)
				}
			}
		})
	}
}

// TestAnalysesAreComplete: an engine whose model and table of analyses do not fit together is not made.
func TestAnalysesAreComplete(t *testing.T) {
	for name := range Analyses() {
		analyses := maps.Clone(Analyses())
		delete(analyses, name)
		_, err := New(Options{Model: model(t), Store: dalen(t), Analyses: analyses})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
}
