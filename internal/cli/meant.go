package cli

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// candidates is what a mistyped key is compared with: the first page of everything that a command takes keys of.
const candidates = `{
  actors(first: 500) { nodes { key name aliases } }
  references(first: 500) { nodes { key name aliases } }
  areas(first: 500) { nodes { key name aliases } }
  processes(first: 500) { nodes { key name aliases } }
  groups(first: 500) { nodes { key name aliases } }
  capabilities(first: 500) { nodes { key name aliases } }
}`

type candidate struct {
	Key, Name string
	Aliases   []string
}

// advised returns what the API said of a key that it does not take, and with it what comes closest to the key, or else, where they are
// few, all that there are. It is help and no more: if anything fails the message stands alone.
func (a *app) advised(ctx context.Context, e http.Handler, given map[string][]string, message string) text.Message {
	alone := text.New("cmd.answer", message)
	for _, list := range slices.Sorted(maps.Keys(given)) {
		for _, word := range given[list] {
			// The message quotes the key that it is about.
			if word == "" || !strings.Contains(message, strconv.Quote(word)) {
				continue
			}
			known := a.known(ctx, e, list)
			if c := closest(word, known); c.Key != "" {
				return text.New("cmd.answer.meant", message, c.Key, clean(c.Name))
			}
			if keys := keysOf(known); len(keys) > 0 && len(keys) <= few {
				return text.New("cmd.answer.known", message, strings.Join(keys, ", "))
			}
		}
	}
	return alone
}

// few is how many keys can be told in a line or two.
const few = 8

func (a *app) known(ctx context.Context, e http.Handler, list string) []candidate {
	raw, err := a.ask(ctx, e, candidates, nil)
	if err != nil {
		return nil
	}
	var answer struct {
		Data map[string]struct{ Nodes []candidate }
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return nil
	}
	known := answer.Data[list].Nodes
	if list == "areas" {
		// What an area is to a reference architecture, a process is to a process map.
		known = append(known, answer.Data["processes"].Nodes...)
	}
	return known
}

func keysOf(known []candidate) []string {
	var keys []string
	for _, c := range known {
		keys = append(keys, c.Key)
	}
	return keys
}

// closest returns what a word can stand for: what is called that, in any case; else the end of a key; else the shortest key or name
// that holds the word; else what is spelled most like it.
func closest(word string, known []candidate) candidate {
	word = strings.ToLower(clean(word))
	var spellings []string
	by := map[string]candidate{}
	var ends, holds candidate
	shortest := 0
	for _, c := range known {
		key := strings.ToLower(c.Key)
		if ends.Key == "" && strings.HasSuffix(key, "/"+word) {
			ends = c
		}
		for _, spelling := range append([]string{key, strings.ToLower(clean(c.Name))}, c.Aliases...) {
			spelling = strings.ToLower(clean(spelling))
			if spelling == word {
				return c
			}
			if strings.Contains(spelling, word) && (holds.Key == "" || len(spelling) < shortest) {
				holds, shortest = c, len(spelling)
			}
			spellings = append(spellings, spelling)
			by[spelling] = c
		}
	}
	switch {
	case ends.Key != "":
		return ends
	case holds.Key != "":
		return holds
	}
	near, _ := landscape.Nearest(word, spellings)
	return by[near]
}
