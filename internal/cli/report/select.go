package report

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/arkinera/landskap/internal/cli/terminal"
	"github.com/arkinera/landskap/internal/landscape"
)

// selection says which actors a command asks about, as the API takes it: what is not given selects everybody.
type selection struct {
	Group  string   `json:"group,omitempty"`
	County string   `json:"county,omitempty"`
	Keys   []string `json:"keys,omitempty"`
	Kind   string   `json:"actorKind,omitempty"`
}

func (a *Reporter) selectionFlags(flags *pflag.FlagSet, s *selection) {
	flags.StringVar(&s.Group, "group", "", a.say("flag.group"))
	flags.StringVar(&s.County, "county", "", a.say("flag.county"))
	flags.StringSliceVar(&s.Keys, "actors", nil, a.say("flag.actors"))
	flags.StringVar(&s.Kind, "actor-kind", "", a.say("flag.actor_kind"))
}

// selectionText names the selection in a sentence: the conditions as they were given.
func (a *Reporter) selectionText(s selection) string {
	var parts []string
	for _, c := range []struct{ key, given string }{
		{"selection.group", s.Group}, {"selection.county", s.County}, {"selection.keys", strings.Join(s.Keys, ", ")},
		{"selection.kind", a.label("ActorKind", s.Kind)},
	} {
		if c.given != "" {
			parts = append(parts, a.say(c.key, c.given))
		}
	}
	if parts == nil {
		return a.say("selection.all")
	}
	return strings.Join(parts, ", ")
}

// enumValue reads a value of an enum as people write one: in any case, with hyphens, or by its Swedish label.
func (a *Reporter) enumValue(enum, flag, given string) (string, error) {
	e := a.Model.Enum(enum)
	word := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(given), "-", "_"))
	var choices, spellings []string
	for _, v := range e.Values {
		if word == v.Name || strings.EqualFold(strings.ReplaceAll(terminal.Clean(given), "-", " "), v.Label) {
			return v.Name, nil
		}
		choices = append(choices, v.Name+" ("+strings.ToLower(a.label(enum, v.Name))+")")
		spellings = append(spellings, v.Name, v.Label)
	}
	if near, ok := landscape.Nearest(given, spellings); ok {
		return "", usage("cmd.enum.meant", flag, given, near, strings.Join(choices, ", "))
	}
	return "", usage("cmd.enum.unknown", flag, given, strings.Join(choices, ", "))
}
