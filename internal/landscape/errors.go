package landscape

import (
	"errors"

	"github.com/arkinera/landskap/internal/text"
)

// Code says what kind of failure an error is; the API shows it in extensions.code.
type Code string

// The codes of the API.
const (
	NotFound        Code = "NOT_FOUND"
	Invalid         Code = "INVALID"
	Conflict        Code = "CONFLICT"
	Forbidden       Code = "FORBIDDEN"
	Unauthenticated Code = "UNAUTHENTICATED"
	Limit           Code = "LIMIT"
	Unavailable     Code = "UNAVAILABLE"
	Internal        Code = "INTERNAL"
)

// Error is a failure that may be told to whoever asked: a code and a message of the catalogue.
type Error struct {
	Code    Code
	Message text.Message
}

// NewError returns an error with a code and a message.
func NewError(code Code, message text.Message) *Error { return &Error{code, message} }

// Error says the message in English, the language of logs.
func (e *Error) Error() string { return e.Message.In(text.English) }

// CodeOf returns the code of an error; INTERNAL for one that has none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}
