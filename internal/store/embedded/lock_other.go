//go:build !unix

package embedded

import (
	"errors"
	"os"
)

// lockFile refuses: without a lock two processes could write to one folder.
func lockFile(*os.File) error { return errors.ErrUnsupported }
