package web

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"
)

// texts are the words of the page in one language. GraphiQL's own interface
// exists in English only; the page marks it so for screen readers.
type texts struct {
	Title, Heading, Questions, Query, Variables, Run, RunHint string
	Answer, Empty, NoScript, Loading, Other, OtherLang        string
	// Note says how to get GraphiQL; it is markup of ours.
	Note template.HTML
	// Script are the words that the scripts show.
	Script map[string]string
}

func textsIn(lang string) texts {
	if lang == "en" {
		return texts{
			Title:     "Ask Landskap",
			Heading:   "Ask the landscape",
			Questions: "Questions to start with",
			Query:     "Query (GraphQL)",
			Variables: "Variables (JSON, may be empty)",
			Run:       "Run",
			RunHint:   "or Ctrl+Enter",
			Answer:    "Answer",
			Empty:     "The answer appears here.",
			Note: "This is the plain query page. Install Node.js and start with <code>make run</code>, and GraphiQL takes its place: " +
				"with completion, colours and the schema's documentation.",
			NoScript:  "This page needs JavaScript. The API also answers without the page: send your query with POST.",
			Loading:   "Loading GraphiQL …",
			Other:     "Svenska",
			OtherLang: "sv",
			Script: map[string]string{
				"running":      "Running …",
				"done":         "Answered in {ms} ms.",
				"withErrors":   "Answered with errors in {ms} ms; they stand under \"errors\".",
				"emptyQuery":   "Write a query first.",
				"badVariables": "The variables are not a JSON object:",
				"unreachable":  "The server does not answer. Is it still running?",
				"notJSON":      "The server answered with something other than JSON (HTTP {status}).",
				"notLoaded":    "GraphiQL could not be loaded. Reload the page, or build it again with make run.",
			},
		}
	}
	return texts{
		Title:     "Fråga Landskap",
		Heading:   "Fråga landskapet",
		Questions: "Frågor att börja med",
		Query:     "Fråga (GraphQL)",
		Variables: "Variabler (JSON, får vara tomt)",
		Run:       "Kör",
		RunHint:   "eller Ctrl+Enter",
		Answer:    "Svar",
		Empty:     "Svaret visas här.",
		Note: "Det här är den enkla frågesidan. Installera Node.js och starta med <code>make run</code>, så tar GraphiQL dess plats: " +
			"med förslag medan du skriver, färger och schemats dokumentation.",
		NoScript:  "Sidan behöver JavaScript. API:et svarar också utan sidan: skicka frågan med POST.",
		Loading:   "Laddar GraphiQL …",
		Other:     "English",
		OtherLang: "en",
		Script: map[string]string{
			"running":      "Frågan körs …",
			"done":         "Svar efter {ms} ms.",
			"withErrors":   "Svar med fel efter {ms} ms; de står under \"errors\".",
			"emptyQuery":   "Skriv en fråga först.",
			"badVariables": "Variablerna är inte ett JSON-objekt:",
			"unreachable":  "Servern svarar inte. Är den fortfarande igång?",
			"notJSON":      "Servern svarade med något annat än JSON (HTTP {status}).",
			"notLoaded":    "GraphiQL gick inte att ladda. Ladda om sidan, eller bygg om med make run.",
		},
	}
}

// language chooses Swedish or English: the address's lang parameter first, then
// what the browser asks for. Swedish wins ties and is what everybody else gets.
func language(r *http.Request) string {
	if asked := r.URL.Query().Get("lang"); asked == "sv" || asked == "en" {
		return asked
	}
	best, bestQuality := "sv", 0.0
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, parameter, weighted := strings.Cut(strings.ReplaceAll(part, " ", ""), ";")
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if primary != "sv" && primary != "en" {
			continue
		}
		quality := 1.0
		if weighted {
			// What is not a number counts as zero: the browser asked for nothing.
			quality, _ = strconv.ParseFloat(strings.TrimPrefix(parameter, "q="), 64)
		}
		if quality > bestQuality || quality == bestQuality && quality > 0 && primary == "sv" {
			best, bestQuality = primary, quality
		}
	}
	return best
}
