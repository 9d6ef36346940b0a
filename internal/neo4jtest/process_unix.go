//go:build unix

package neo4jtest

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// lock waits for the lock of a file, which ends with unlock or with the process.
func lock(name string) (unlock func(), err error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the lock: %w", err)
	}
	for {
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX)
		if err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("locking %s: %w", name, err)
	}
	return func() { file.Close() }, nil
}

// apart makes a command's process no part of the terminal's group, so that an interrupt is not for it.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// lifeline makes a named pipe, whose writing end several processes can hold at once.
func lifeline(name string) (reader, writer *os.File, err error) {
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		return nil, nil, fmt.Errorf("making a named pipe: %w", err)
	}
	// Opened so, the reading end does not wait for a writer; the one who reads shall wait for what comes.
	in, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("opening a named pipe: %w", err)
	}
	if err := syscall.SetNonblock(in, false); err != nil {
		return nil, nil, fmt.Errorf("opening a named pipe: %w", err)
	}
	reader = os.NewFile(uintptr(in), name)
	writer, err = os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		reader.Close()
		return nil, nil, fmt.Errorf("opening a named pipe: %w", err)
	}
	return reader, writer, nil
}

// grasp takes hold of a lifeline until this process ends. It fails where the one at the other end is gone.
func grasp(name string) error {
	// No os.File, which the garbage collector would close.
	_, err := syscall.Open(name, syscall.O_WRONLY|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	return err
}
