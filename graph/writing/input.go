// Package writing stands between the API and what is written: it turns the arguments of mutations into change sets, and what became of
// them, like all that happened before, into what the API tells.
package writing

import (
	"fmt"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
	"github.com/arkinera/landskap/schema"
)

// MaxChanges is how many records one field of Mutation may be given.
const MaxChanges = 20_000

// Inputs turns arguments, as coercion gives them, into a change set.
type Inputs struct {
	Model *schema.Metamodel
	Set   *landscape.ChangeSet

	first map[landscape.ID]landscape.ElementRecord
}

func invalid(key, path string) error {
	return landscape.NewError(landscape.Invalid, text.New(key, path))
}

func few(given []any) error {
	if len(given) > MaxChanges {
		return landscape.NewError(landscape.Limit, text.New("api.changes", MaxChanges))
	}
	return nil
}

// place is where in the arguments a record stands. Findings that speak of a second place call it by what is the file elsewhere.
func place(path string) landscape.Place { return landscape.Place{File: path, Path: path} }

// Changes takes up the argument changes: inputs of any kind.
func (in *Inputs) Changes(given []any) error {
	if err := few(given); err != nil {
		return err
	}
	for i, item := range given {
		fields, path := item.(map[string]any), fmt.Sprintf("changes[%d]", i)
		if len(fields) != 1 {
			return invalid("api.change.one", path)
		}
		for name, value := range fields {
			values, _ := value.(map[string]any)
			if values == nil {
				return invalid("api.change.one", path)
			}
			path += "." + name
			if name == "delete" {
				own, _ := values["ownClaimsOnly"].(bool)
				in.deletion(landscape.Ref{Kind: in.Model.Kind(values["kind"].(string)), Key: values["key"].(string)}, own, path)
				continue
			}
			for _, k := range in.Model.Kinds {
				if k.Singular == name {
					if err := in.element(k, values, path); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// Elements takes up the argument input: elements of a kind to be saved.
func (in *Inputs) Elements(kind *schema.Kind, given []any) error {
	if err := few(given); err != nil {
		return err
	}
	for i, item := range given {
		if err := in.element(kind, item.(map[string]any), fmt.Sprintf("input[%d]", i)); err != nil {
			return err
		}
	}
	return nil
}

// Deletions takes up the argument keys: elements of a kind to be deleted, or of which one's own claims are to be withdrawn.
func (in *Inputs) Deletions(kind *schema.Kind, keys []any, ownOnly bool) error {
	if err := few(keys); err != nil {
		return err
	}
	for i, key := range keys {
		in.deletion(landscape.Ref{Kind: kind, Key: key.(string)}, ownOnly, fmt.Sprintf("keys[%d]", i))
	}
	return nil
}

func (in *Inputs) deletion(ref landscape.Ref, own bool, path string) {
	in.Set.Deletions = append(in.Set.Deletions, landscape.Deletion{ID: ref.ID(), Name: ref.String(), Place: place(path), OwnOnly: own})
}

func (in *Inputs) element(kind *schema.Kind, given map[string]any, path string) error {
	values, names := stated(kind.Attributes, given)
	record := landscape.ElementRecord{Element: landscape.NewElement(kind, values), Place: place(path), Given: names}
	for _, f := range kind.Fields {
		if edit, _ := given[f.Name].(map[string]any); edit != nil {
			e, err := in.edit(f, edit, path+"."+f.Name)
			if err != nil {
				return err
			}
			record.Edits = append(record.Edits, e)
		}
	}
	in.Set.Elements = append(in.Set.Elements, record)
	return in.twice(record)
}

// twice refuses an element that is given twice with other fields: which of them would count is not to be guessed. Other values of
// the same fields are found when the change set is applied.
func (in *Inputs) twice(r landscape.ElementRecord) error {
	first, again := in.first[r.Element.ID]
	switch {
	case r.Element.Key() == "":
	case again && !slices.Equal(first.Given, r.Given):
		return landscape.NewError(landscape.Invalid, text.New("api.twice", r.Place.Path, r.Element.Ref().String(), first.Place.Path))
	case in.first == nil:
		in.first = map[landscape.ID]landscape.ElementRecord{r.Element.ID: r}
	default:
		in.first[r.Element.ID] = r
	}
	return nil
}

func (in *Inputs) edit(f *schema.Field, given map[string]any, path string) (landscape.Edit, error) {
	entries := func(name string) []landscape.Entry {
		list, _ := given[name].([]any)
		out := make([]landscape.Entry, len(list))
		for i, item := range list {
			entry := item.(map[string]any)
			kind := f.Far[0]
			if name, ok := entry["kind"].(string); ok {
				kind = in.Model.Kind(name)
			}
			values, _ := stated(f.Relation.Attributes, entry)
			out[i] = landscape.Entry{End: landscape.Ref{Kind: kind, Key: entry["key"].(string)}, Values: values, Place: place(fmt.Sprintf("%s.%s[%d]", path, name, i))}
		}
		return out
	}
	e := landscape.Edit{Field: f, Add: entries("add"), Remove: entries("remove"), Set: given["set"] != nil}
	if e.Set {
		if len(e.Add)+len(e.Remove) > 0 {
			return e, invalid("api.set.alone", path)
		}
		e.Add = entries("set")
	}
	return e, nil
}

// stated returns the values that an input gives, by name, and which these are: null is a value taken away, what is left out is none.
func stated(attributes []*schema.Attribute, given map[string]any) (values map[string]any, names []string) {
	values, names = map[string]any{}, []string{}
	for _, a := range attributes {
		v, ok := given[a.Name]
		if !ok || a.Computed {
			continue
		}
		if a.List && v != nil {
			list := make([]string, 0, len(v.([]any)))
			for _, item := range v.([]any) {
				list = append(list, item.(string))
			}
			v = list
		}
		values[a.Name] = v
		names = append(names, a.Name)
	}
	return values, names
}
