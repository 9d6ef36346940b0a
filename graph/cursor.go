package graph

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/schema"
)

// MaxPage is the most rows that one list gives, DefaultPage how many it gives where nothing is said.
const (
	MaxPage     = 500
	DefaultPage = 50
)

// cursor is what a cursor says, as JSON in base64: the order of its list, and the sort keys, key and kind of its row. It holds no
// offset, so that pages stay right while rows come and go.
type cursor struct {
	Order string `json:"o"`
	Sort  []any  `json:"s"`
	Key   string `json:"k"`
	Kind  string `json:"t"`
}

// signature names an order: the kind whose attributes it uses and their directions.
func signature(kind *schema.Kind, order []landscape.Order) string {
	var b strings.Builder
	b.WriteString(kind.Name)
	for _, o := range order {
		b.WriteByte(' ')
		if o.Descending {
			b.WriteByte('-')
		}
		b.WriteString(o.Attribute.Name)
	}
	return b.String()
}

// newCursor returns the cursor of an element's row.
func newCursor(signature string, e *landscape.Element, order []landscape.Order) string {
	p := landscape.PositionOf(e, order)
	// What is marshalled are texts, numbers and booleans; that cannot fail.
	b, _ := json.Marshal(cursor{Order: signature, Sort: p.SortKeys, Key: p.Key, Kind: p.Kind})
	return base64.RawURLEncoding.EncodeToString(b)
}

// parseCursor reads a cursor that must be of the order.
func parseCursor(text, signature string, order []landscape.Order) (*landscape.Position, error) {
	malformed := invalid("api.cursor", clip(text))
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, malformed
	}
	var c cursor
	if err := decode(b, &c); err != nil {
		return nil, malformed
	}
	// A cursor that would be written differently is not one of ours.
	if again, err := json.Marshal(c); err != nil || !bytes.Equal(again, b) || !schema.ValidKey(c.Key) {
		return nil, malformed
	}
	if c.Order != signature || len(c.Sort) != len(order) {
		return nil, invalid("api.cursor.order", clip(text))
	}
	p := &landscape.Position{SortKeys: make([]any, len(order)), Key: c.Key, Kind: c.Kind}
	for i, o := range order {
		if p.SortKeys[i], err = sortKey(o.Attribute, c.Sort[i]); err != nil {
			return nil, malformed
		}
	}
	return p, nil
}

// sortKey gives a sort key read from JSON the Go type that landscape.SortKey gives it.
func sortKey(a *schema.Attribute, v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		if a.Enum == nil && a.Type != schema.Int && a.Type != schema.Float && a.Type != schema.Boolean {
			return v, nil
		}
	case bool:
		if a.Type == schema.Boolean {
			return v, nil
		}
	case json.Number:
		if a.Type == schema.Int || a.Enum != nil {
			return v.Int64()
		}
		if a.Type == schema.Float {
			return v.Float64()
		}
	}
	return nil, errors.New("a sort key of another type")
}

// page compiles the arguments of a list.
func page(kind *schema.Kind, args map[string]any) (p landscape.Page, sign string, err error) {
	if p.Order, err = order(kind, args["orderBy"]); err != nil {
		return p, "", err
	}
	sign = signature(kind, p.Order)
	first, hasFirst := args["first"].(int64)
	last, hasLast := args["last"].(int64)
	if hasFirst && hasLast {
		return p, "", invalid("api.page.both")
	}
	p.Limit = DefaultPage
	for name, n := range map[string]int64{"first": first, "last": last} {
		switch {
		case name == "first" && !hasFirst, name == "last" && !hasLast:
			continue
		case n < 0:
			return p, "", invalid("api.page.negative", name)
		case n > MaxPage:
			return p, "", limited("api.page.large", name, MaxPage)
		}
		p.Limit = int(n)
	}
	p.Backward = hasLast
	if after, ok := args["after"].(string); ok {
		if p.After, err = parseCursor(after, sign, p.Order); err != nil {
			return p, "", err
		}
	}
	if before, ok := args["before"].(string); ok {
		if p.Before, err = parseCursor(before, sign, p.Order); err != nil {
			return p, "", err
		}
	}
	return p, sign, nil
}
