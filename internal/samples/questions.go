package samples

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

//go:embed questions/*.graphql
var questions embed.FS

// Question is something to ask of a sample: in words, as GraphQL and as a command.
type Question struct {
	Sv, En  string
	Sample  string // the sample that it is about
	Command string // without the program's name
	Query   string
}

// Title returns the question in words.
func (q Question) Title(english bool) string {
	if english {
		return q.En
	}
	return q.Sv
}

// Questions returns the questions about the samples named, in their order.
func Questions(of []string) []Question {
	var list []Question
	// The files are embedded; they cannot be missing.
	names, _ := fs.Glob(questions, "questions/*.graphql")
	for _, name := range names {
		data, _ := fs.ReadFile(questions, name)
		if q := parseQuestion(string(data)); slices.Contains(of, q.Sample) {
			list = append(list, q)
		}
	}
	return list
}

// parseQuestion takes the comments at the head of a question's file as what they say, and the rest as the query.
func parseQuestion(data string) Question {
	var q Question
	for strings.HasPrefix(data, "# ") {
		line, rest, _ := strings.Cut(data, "\n")
		data = rest
		name, value, _ := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
		switch name {
		case "sv":
			q.Sv = value
		case "en":
			q.En = value
		case "sample":
			q.Sample = value
		case "command":
			q.Command = value
		}
	}
	q.Query = data
	return q
}
