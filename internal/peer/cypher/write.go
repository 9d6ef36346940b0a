package main

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// writer appends what a statement returned to an answer.
type writer func(b []byte, v any) []byte

// object writes a list of values as an object: the names are the fields' in their order, each with how its value is written.
func object(fields ...field) writer {
	return func(b []byte, v any) []byte {
		values := v.([]any)
		for i, f := range fields {
			if i == 0 {
				b = append(b, '{')
			} else {
				b = append(b, ',')
			}
			b = append(b, f.label...)
			b = f.write(b, values[i])
		}
		return append(b, '}')
	}
}

type field struct {
	label string // "name":
	write writer
}

// plain returns the fields that hold a value and nothing else.
func plain(names ...string) []field {
	fields := make([]field, len(names))
	for i, name := range names {
		fields[i] = field{`"` + name + `":`, scalar}
	}
	return fields
}

// nested returns a field that holds the nodes of a connection.
func nested(name string, fields ...field) field {
	return field{`"` + name + `":`, nodes(fields...)}
}

// nodes writes a list of lists as a connection of which the nodes are wanted.
func nodes(fields ...field) writer {
	row := object(fields...)
	return func(b []byte, v any) []byte {
		return append(list(append(b, `{"nodes":`...), v.([]any), row), '}')
	}
}

func list(b []byte, rows []any, row writer) []byte {
	b = append(b, '[')
	for i, r := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = row(b, r)
	}
	return append(b, ']')
}

// under writes a value as the one field of an object.
func under(name string, w writer) writer {
	return func(b []byte, v any) []byte {
		b = append(append(append(b, `{"`...), name...), `":`...)
		return append(w(b, v), '}')
	}
}

// total writes a number as the total of a connection.
func total(b []byte, v any) []byte {
	return append(strconv.AppendInt(append(b, `{"totalCount":`...), v.(int64), 10), '}')
}

func scalar(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case string:
		return appendText(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	}
	panic("a value of another type than the questions ask for")
}

// appendText writes a text. Nearly all texts need no escape.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			var escaped bytes.Buffer
			e := json.NewEncoder(&escaped)
			e.SetEscapeHTML(false)
			_ = e.Encode(s)
			return append(b, bytes.TrimSuffix(escaped.Bytes(), []byte("\n"))...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// pageSize is how many systems a page of the list has.
const pageSize = 50

// page writes systems with the name key behind their fields as a page; a row more than a page says that there is a next one.
func page(fields ...field) writer {
	row := object(fields...)
	return func(b []byte, v any) []byte {
		rows := v.([]any)
		more := len(rows) > pageSize
		rows = rows[:min(len(rows), pageSize)]
		b = list(append(b, `{"nodes":`...), rows, row)
		b = strconv.AppendBool(append(b, `,"pageInfo":{"hasNextPage":`...), more)
		b = append(b, `,"endCursor":`...)
		if len(rows) == 0 {
			b = append(b, "null"...)
		} else {
			last := rows[len(rows)-1].([]any)
			b = appendCursor(b, last[len(fields)].(string), last[1].(string))
		}
		return append(b, "}}"...)
	}
}
