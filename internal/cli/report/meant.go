package report

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// candidate is what a mistyped key is compared with.
type candidate struct {
	Key, Name string
	Aliases   []string
}

// advised returns what the API said of a key that it does not take, and with it what comes closest to the key, or else, where they are
// few, all that there are. It is help and no more: if anything fails the message stands alone.
func (a *Reporter) advised(ctx context.Context, e http.Handler, given map[string][]string, message string) text.Message {
	alone := text.New("cmd.answer", message)
	for _, list := range slices.Sorted(maps.Keys(given)) {
		for _, word := range given[list] {
			// The message quotes the key that it is about.
			if word == "" || !strings.Contains(message, strconv.Quote(word)) {
				continue
			}
			if slices.Contains(eira.Names(), word) {
				if folder := a.Program.Kept(); folder != "" {
					return text.New("cmd.answer.load", message, word, folder)
				}
				return text.New("cmd.answer.package", message, word)
			}
			known := a.known(ctx, e, list)
			// What is there under just that key belongs to something else; the message says so.
			if c := closest(word, known); c.Key != "" && c.Key != word {
				return text.New("cmd.answer.meant", message, c.Key, terminal.Clean(c.Name))
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

// known returns what a list of the API begins with.
func (a *Reporter) known(ctx context.Context, e http.Handler, list string) (known []candidate) {
	lists := []string{list}
	if list == "areas" {
		// What an area is to a reference architecture, a process is to a process map.
		lists = append(lists, "processes")
	}
	for _, l := range lists {
		raw, err := a.Ask(ctx, e, "{ "+l+"(first: 500) { nodes { key name aliases } } }", nil)
		var answer struct {
			Data map[string]struct{ Nodes []candidate }
		}
		if err == nil && json.Unmarshal(raw, &answer) == nil {
			known = append(known, answer.Data[l].Nodes...)
		}
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
	word = strings.ToLower(terminal.Clean(word))
	var spellings []string
	by := map[string]candidate{}
	var ends, holds candidate
	shortest := 0
	for _, c := range known {
		key := strings.ToLower(c.Key)
		if ends.Key == "" && strings.HasSuffix(key, "/"+word) {
			ends = c
		}
		for _, spelling := range append([]string{key, strings.ToLower(terminal.Clean(c.Name))}, c.Aliases...) {
			spelling = strings.ToLower(terminal.Clean(spelling))
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
