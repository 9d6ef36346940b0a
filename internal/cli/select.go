package cli

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/arkinera/landskap/internal/landscape"
)

// selection says which actors a command asks about.
type selection struct {
	group, county, kind string
	keys                []string
}

func (a *app) selectionFlags(flags *pflag.FlagSet) *selection {
	s := &selection{}
	flags.StringVar(&s.group, "group", "", a.say("flag.group"))
	flags.StringVar(&s.county, "county", "", a.say("flag.county"))
	flags.StringSliceVar(&s.keys, "actors", nil, a.say("flag.actors"))
	flags.StringVar(&s.kind, "actor-kind", "", a.say("flag.actor_kind"))
	return s
}

// variable returns the selection as the API takes it; what was not given is left out, so that it selects everybody.
func (a *app) selected(s *selection) (map[string]any, error) {
	v := map[string]any{}
	if s.group != "" {
		v["group"] = s.group
	}
	if s.county != "" {
		v["county"] = s.county
	}
	if len(s.keys) > 0 {
		v["keys"] = s.keys
	}
	if s.kind != "" {
		kind, err := a.enumValue("ActorKind", "--actor-kind", s.kind)
		if err != nil {
			return nil, err
		}
		v["actorKind"] = kind
	}
	return v, nil
}

// selectionText names the selection in a sentence: the conditions as they were given.
func (a *app) selectionText(v map[string]any) string {
	var parts []string
	if group, ok := v["group"].(string); ok {
		parts = append(parts, a.say("selection.group", group))
	}
	if county, ok := v["county"].(string); ok {
		parts = append(parts, a.say("selection.county", county))
	}
	if keys, ok := v["keys"].([]string); ok {
		parts = append(parts, a.say("selection.keys", strings.Join(keys, ", ")))
	}
	if kind, ok := v["actorKind"].(string); ok {
		parts = append(parts, a.say("selection.kind", a.label("ActorKind", kind)))
	}
	if parts == nil {
		return a.say("selection.all")
	}
	return strings.Join(parts, ", ")
}

// enumValue reads a value of an enum as people write one: in any case, with hyphens, or by its Swedish label.
func (a *app) enumValue(enum, flag, given string) (string, error) {
	e := a.model.Enum(enum)
	word := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(given), "-", "_"))
	var choices, spellings []string
	for _, v := range e.Values {
		if word == v.Name || strings.EqualFold(strings.ReplaceAll(clean(given), "-", " "), v.Label) {
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
