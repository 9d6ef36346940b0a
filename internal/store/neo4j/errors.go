package neo4j

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// final is an error after which nothing is tried again.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// unknown is an error that leaves it open whether a transaction was committed.
type unknown struct{ error }

func (u unknown) Unwrap() error { return u.error }

// passing reports whether what failed may succeed when it is tried again.
func passing(err error) bool {
	var forGood final
	var ours *landscape.Error
	if errors.As(err, &forGood) || errors.As(err, &ours) || outOfMemory(err) {
		return false
	}
	var lost *driver.ConnectivityError
	var server *driver.Neo4jError
	switch {
	case errors.As(err, &server):
		return driver.IsRetryable(server)
	case errors.As(err, &lost):
		return insecure(err) == ""
	}
	return false
}

// code returns the server's code of an error, or empty.
func code(err error) string {
	var server *driver.Neo4jError
	if errors.As(err, &server) {
		return server.Code
	}
	return ""
}

// undone reports whether the server has said of a COMMIT that it is not done. A server that loses its part in a cluster while it
// commits does not know.
func undone(err error) bool {
	c := code(err)
	return c != "" && !strings.HasPrefix(c, "Neo.DatabaseError.") && !strings.Contains(c, ".Cluster.") &&
		!strings.HasSuffix(c, ".LeaderSwitch") && !strings.HasSuffix(c, ".DatabaseUnavailable")
}

// insecure returns why there is no encrypted connection; empty if that is not what failed. The driver hides the error that it had.
func insecure(err error) string {
	var lost *driver.ConnectivityError
	if !errors.As(err, &lost) {
		return ""
	}
	for _, why := range []string{"tls: ", "x509: ", "check that TLS is enabled"} {
		if _, after, found := strings.Cut(lost.Error(), why); found {
			return why + after
		}
	}
	return ""
}

func outOfMemory(err error) bool {
	c := code(err)
	return strings.Contains(c, "MemoryPoolOutOfMemory") || strings.Contains(c, "OutOfMemoryError") || strings.Contains(c, "TransactionMemoryLimit")
}

// told turns an error of the driver into one that may be told; what the driver said stays in it for the log. Errors that are ours,
// and the end of the caller's context, stay as they are.
func told(ctx context.Context, err error) error {
	var forGood final
	var ours *landscape.Error
	switch c := code(err); {
	case err == nil:
		return nil
	case errors.As(err, &forGood) && ofDriver(forGood.error):
		return told(ctx, forGood.error)
	case errors.As(err, &forGood):
		return forGood.error
	case errors.As(err, &ours):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case outOfMemory(err):
		return saying(landscape.Limit, text.New("database.memory"), err)
	case insecure(err) != "":
		return saying(landscape.Unavailable, text.New("database.insecure", insecure(err)), err)
	case strings.HasPrefix(c, "Neo.ClientError.Security."):
		return saying(landscape.Unavailable, text.New("database.credentials"), err)
	case strings.HasSuffix(c, ".DatabaseNotFound"):
		return saying(landscape.Unavailable, text.New("database.absent"), err)
	case strings.Contains(c, "TimedOut") || errors.Is(err, context.DeadlineExceeded):
		return saying(landscape.Unavailable, text.New("database.slow"), err)
	}
	if c := code(err); strings.HasPrefix(c, "Neo.ClientError.") {
		return saying(landscape.Unavailable, text.New("database.refused", c), err)
	}
	return saying(landscape.Unavailable, text.New("database.unavailable"), err)
}

// ofDriver reports whether an error is the driver's.
func ofDriver(err error) bool {
	var ours *landscape.Error
	var lost *driver.ConnectivityError
	return !errors.As(err, &ours) && (errors.As(err, &lost) || code(err) != "")
}

func saying(code landscape.Code, message text.Message, err error) error {
	return fmt.Errorf("%w: %w", landscape.NewError(code, message), err)
}

// valid reports whether text reaches the server as it is: others than UTF-8 would be changed without a word.
func valid(s string) bool { return utf8.ValidString(s) }
