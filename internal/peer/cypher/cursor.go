package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// cursor is a place in the list of systems by name, written as the API writes it.
type cursor struct {
	Order string   `json:"o"`
	Sort  []string `json:"s"`
	Key   string   `json:"k"`
	Kind  string   `json:"t"`
}

func appendCursor(b []byte, nameKey, key string) []byte {
	text, _ := json.Marshal(cursor{"System name", []string{nameKey}, key, "System"})
	b = append(b, '"')
	b = base64.RawURLEncoding.AppendEncode(b, text)
	return append(b, '"')
}

func parseCursor(text string) (nameKey, key string, err error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return "", "", fmt.Errorf("reading a cursor: %w", err)
	}
	var c cursor
	if err := json.Unmarshal(b, &c); err != nil || len(c.Sort) != 1 {
		return "", "", fmt.Errorf("a cursor of another list: %s", b)
	}
	return c.Sort[0], c.Key, nil
}
