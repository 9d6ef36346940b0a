package sources

import (
	"slices"
	"strings"

	"github.com/arkinera/landskap/eira"
	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/landscape/value"
	"github.com/arkinera/landskap/internal/text"
)

// CheckPackages tells of records that a file states of a package which comes with the program, other than the package itself has them:
// an export holds the packages too, and may be loaded, but what a publisher says is nobody else's to change. It returns the owners
// of whose records some are stated.
func (r Reader) CheckPackages(set *landscape.ChangeSet) (owners []string, findings []landscape.Finding, err error) {
	elements, relations := map[landscape.ID]*landscape.Element{}, map[landscape.ID]*landscape.Relation{}
	// known reads the package of an owner once, and reports whether there is one.
	known := func(owner string) bool {
		name, packaged := strings.CutPrefix(owner, landscape.PackagePrefix)
		if !packaged || !slices.Contains(eira.Names(), name) || err != nil {
			return false
		}
		if slices.Contains(owners, owner) {
			return true
		}
		var content *landscape.ChangeSet
		if content, err = eira.Load(r.Model, name); err != nil {
			return false
		}
		owners = append(owners, owner)
		for _, e := range content.Elements {
			elements[e.Element.ID] = e.Element
		}
		for _, c := range content.Relations {
			relations[c.Relation.ID] = c.Relation
		}
		return true
	}
	tell := func(name, owner string, place landscape.Place) {
		findings = append(findings, landscape.Finding{
			Severity: landscape.SeverityError, Code: "PACKAGE_RECORD", Place: place, Value: name, Message: text.New("finding.package", name, owner),
		})
	}
	for _, e := range set.Elements {
		if owner := e.Element.Owner(); known(owner) {
			own := elements[e.Element.ID]
			if own == nil || value.Differing(own.Kind.Attributes, own.Values, e.Element.Values) != "" {
				tell(e.Element.Ref().String(), owner, e.Place)
			}
		}
	}
	for _, c := range set.Relations {
		if owner := c.Relation.Owner(); known(owner) {
			own := relations[c.Relation.ID]
			if own == nil || value.Differing(own.Type.Attributes, own.Values, c.Relation.Values) != "" {
				tell(c.From.String()+" "+c.Relation.Type.Type+" "+c.To.String(), owner, c.Place)
			}
		}
	}
	return owners, findings, err
}
