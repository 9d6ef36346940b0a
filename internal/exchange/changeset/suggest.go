package changeset

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arkinera/landskap/schema"
)

// maxItems is the longest list that is suggested.
const maxItems = 50

// pair is a key and a value to be suggested.
type pair struct {
	key, value string
}

// line writes a key and its value as the file writes them; bare values are numbers and truth values, which JSON writes without quotes.
// A text too long to show is left to the author.
func (r *reader) line(key, value string, bare bool) string {
	switch {
	case long(value):
		value = ""
	case r.json && !bare:
		value = quoted(value)
	case !r.json:
		value = plainText(value)
	}
	if r.json {
		key = quoted(key)
	}
	return strings.TrimRight(key+": "+value, " ")
}

// lines writes several pairs as the record has its own: beside each other in braces, else below each other.
func (r *reader) lines(rec *record, pairs ...pair) string {
	separator := ", "
	if rec.node.Style&yaml.FlowStyle == 0 {
		separator = "\n" + strings.Repeat(" ", max(rec.node.Column-1, 0))
	}
	var all []string
	for _, p := range pairs {
		all = append(all, r.line(p.key, p.value, false))
	}
	return strings.Join(all, separator)
}

// given writes a value of the file under another key, and without whatever it should not have had. A record stays as it is.
func (r *reader) given(key string, n *yaml.Node) string {
	switch {
	case n == nil || n.Kind == yaml.MappingNode || n.Kind == yaml.AliasNode:
		return r.line(key, "", true)
	case n.Kind == yaml.SequenceNode:
		var items []string
		for _, c := range n.Content {
			if c.Kind != yaml.ScalarNode || len(items) == maxItems {
				return r.line(key, "", true)
			}
			items = append(items, c.Value)
		}
		return r.listOf(key, items)
	case null(n):
		return strings.TrimRight(r.line(key, "", true)+" "+n.Value, " ")
	}
	return r.line(key, n.Value, n.Style == 0)
}

// better writes the value of an attribute under its name, put right where it can be.
func (r *reader) better(a *schema.Attribute, n *yaml.Node) string {
	if n != nil && n.Kind == yaml.ScalarNode && !null(n) {
		if a.List {
			return r.listLine(a, strings.Split(n.Value, ","))
		}
		if _, err := a.ParseValue(n.Value); err != nil {
			if better, ok := guess(a, n.Value); ok {
				return r.line(a.Name, better, literal(a))
			}
		}
	}
	return r.given(a.Name, n)
}

// item writes a value that has no key.
func (r *reader) item(value string) string {
	if r.json {
		return quoted(value)
	}
	return plainText(value)
}

func (r *reader) listOf(key string, items []string) string {
	var all []string
	for _, s := range items {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, r.item(s))
		}
	}
	return r.line(key, "", true) + " [" + strings.Join(all, ", ") + "]"
}

// listLine writes a list attribute, each value as it was probably meant.
func (r *reader) listLine(a *schema.Attribute, items []string) string {
	if len(items) > maxItems {
		return ""
	}
	var better []string
	for _, s := range items {
		s = strings.TrimSpace(s)
		if g, ok := guess(a, s); ok {
			s = g
		}
		if !slices.Contains(better, s) {
			better = append(better, s)
		}
	}
	return r.listOf(a.Name, better)
}

// safe is text that YAML reads as itself without quotes, in braces too, unless it has a colon before a space.
var safe = regexp.MustCompile("^[\\pL\\d/.(+]([^\\x00-\\x1f{}\\[\\],\"'#&*!|>%`]*[^\\x00-\\x20{}\\[\\],\"'#:&*!|>%`])?$")

// plainText writes text for YAML, with quotes only where it would be read otherwise.
func plainText(s string) string {
	if s == "" || safe.MatchString(s) && !strings.Contains(s, ": ") && s != "null" {
		return s
	}
	return quoted(s)
}

// quoted writes text in double quotes, alike in JSON and YAML.
func quoted(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	// Encoding a string cannot fail.
	_ = enc.Encode(s)
	return strings.TrimSpace(b.String())
}
