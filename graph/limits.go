package graph

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
)

// Limits of a document, checked before it is parsed.
const (
	maxTokens     = 1000
	maxDepth      = 20
	maxAliases    = 100
	maxDirectives = 200
)

// limits is the gqlgen extension that refuses documents that are too large to be meant well. What has been parsed has passed before.
type limits struct {
	parsed graphql.Cache[*ast.QueryDocument]
}

var _ graphql.OperationParameterMutator = limits{}

// ExtensionName is part of gqlgen's interface.
func (limits) ExtensionName() string { return "Limits" }

// Validate is part of gqlgen's interface.
func (limits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters counts tokens, nesting, aliases and directives. It also refuses texts in which half a character is escaped,
// which the parser takes for a replacement character.
func (l limits) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	if _, ok := l.parsed.Get(ctx, params.Query); ok {
		return nil
	}
	if len(params.Query) > MaxBody {
		return gqlerror.Wrap(limited("api.limit.body", MaxBody>>10))
	}
	over := func(key string, most int) *gqlerror.Error { return gqlerror.Wrap(limited(key, most)) }
	lex := lexer.New(&ast.Source{Input: params.Query})
	var tokens, depth, parens, aliases, directives int
	afterName := false
	for {
		token, err := lex.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			// What cannot be read is the parser's to explain.
			return nil
		}
		if tokens++; tokens > maxTokens {
			return over("api.limit.tokens", maxTokens)
		}
		switch token.Kind {
		case lexer.String:
			if strings.ContainsRune(token.Value, utf8.RuneError) {
				if raw := written(params.Query, token.Pos); halved(raw) {
					return gqlerror.Wrap(at(invalid("api.text", clip(raw)), &token.Pos))
				}
			}
		case lexer.BraceL, lexer.BracketL:
			depth++
		case lexer.BraceR, lexer.BracketR:
			depth--
		case lexer.ParenL:
			parens++
		case lexer.ParenR:
			parens--
		case lexer.At:
			directives++
		case lexer.Colon:
			// Outside of parentheses a colon after a name makes an alias.
			if afterName && parens == 0 {
				aliases++
			}
		}
		afterName = token.Kind == lexer.Name
		switch {
		case depth > maxDepth:
			return over("api.limit.depth", maxDepth)
		case aliases > maxAliases:
			return over("api.limit.aliases", maxAliases)
		case directives > maxDirectives:
			return over("api.limit.directives", maxDirectives)
		}
	}
}

// written returns what stands in the document at a position, which counts characters.
func written(document string, at ast.Position) string {
	characters := []rune(document)
	return string(characters[min(at.Start, len(characters)):min(at.End, len(characters))])
}

// halved reports whether a text was written with half of a surrogate pair, such as "\uD83D" without what belongs behind it.
func halved(raw string) bool {
	for i := 0; i+6 <= len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		if raw[i+1] != 'u' {
			i++
			continue
		}
		r, next := escaped(raw[i:]), rune(-1)
		if i+12 <= len(raw) {
			next = escaped(raw[i+6:])
		}
		switch {
		case utf16.DecodeRune(r, next) != utf8.RuneError:
			i += 11
		case utf16.IsSurrogate(r):
			return true
		}
	}
	return false
}

// escaped returns the character that a text begins with as \uXXXX; -1 where it does not.
func escaped(text string) rune {
	if text[:2] != `\u` {
		return -1
	}
	n, err := strconv.ParseUint(text[2:6], 16, 32)
	if err != nil {
		return -1
	}
	return rune(n)
}
