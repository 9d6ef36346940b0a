//go:build !unix

package neo4jtest

import (
	"errors"
	"os"
	"os/exec"
)

func lock(string) (func(), error) { return nil, errors.ErrUnsupported }

func apart(*exec.Cmd) {}

func lifeline(string) (reader, writer *os.File, err error) { return nil, nil, errors.ErrUnsupported }

func grasp(string) error { return errors.ErrUnsupported }
