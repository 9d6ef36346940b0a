// Package text holds what the product says to people: every message once, in Swedish and in English.
//
// Code passes Messages around - a key of the catalogue and what belongs in its gaps - and only the outermost layer, which knows
// whom it speaks to, turns them into words.
package text

import (
	"fmt"
	"strings"
)

// Language is a language that the product speaks.
type Language int

// Swedish comes first: it is what is spoken where nothing else is asked for.
const (
	Swedish Language = iota
	English
)

// Tag returns the language's BCP 47 tag.
func (l Language) Tag() string {
	if l == English {
		return "en"
	}
	return "sv"
}

// Choose returns the first language of a preference list that the product speaks: the value of LANG (sv_SE.UTF-8), of a flag
// (en) or of an Accept-Language header (sv-SE, en;q=0.8). Anything else, no choice (LANG=C) included, is Swedish.
func Choose(preferences string) Language {
	for p := range strings.SplitSeq(strings.ToLower(preferences), ",") {
		switch p = strings.TrimSpace(p); {
		case strings.HasPrefix(p, "sv"):
			return Swedish
		case strings.HasPrefix(p, "en"):
			return English
		}
	}
	return Swedish
}

// Message is something to say: a key of the catalogue and its arguments.
type Message struct {
	Key  string
	Args []any
}

// New returns a message.
func New(key string, args ...any) Message { return Message{Key: key, Args: args} }

// In returns the message in a language. Arguments that are Messages themselves are said in the same language.
func (m Message) In(l Language) string {
	entry, ok := catalogue[m.Key]
	if !ok {
		// A missing text must not hide what it was about; a test sees to it that no key is missing.
		return fmt.Sprint(append([]any{m.Key}, m.Args...)...)
	}
	args := make([]any, len(m.Args))
	for i, a := range m.Args {
		if inner, ok := a.(Message); ok {
			a = inner.In(l)
		}
		args[i] = a
	}
	format := entry[l]
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// Say returns the text of a key in a language.
func (l Language) Say(key string, args ...any) string { return New(key, args...).In(l) }

// Keys returns all keys of the catalogue.
func Keys() []string {
	keys := make([]string, 0, len(catalogue))
	for k := range catalogue {
		keys = append(keys, k)
	}
	return keys
}
