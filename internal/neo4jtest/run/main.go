// Run starts a Neo4j for the tests, runs a command that finds its address in LANDSKAP_TEST_NEO4J_URI, and ends the server:
//
//	go run ./internal/neo4jtest/run [-heap MiB] [-page-cache MiB] -- command [argument ...]
//
// Where the variable is set already it only runs the command. Where no Neo4j can be had it says so and runs the command without,
// and where CI is set it fails. Its exit code is the command's (of which go run itself makes 1, unless it is 0).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/arkinera/landskap/internal/neo4jtest"
)

func main() {
	os.Exit(run(os.Args[1:], os.Getenv, neo4jtest.Launch, os.Stderr))
}

type launch func(context.Context, neo4jtest.Options, func(format string, args ...any)) (*neo4jtest.Server, error)

func run(args []string, getenv func(string) string, launch launch, stderr io.Writer) int {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.SetOutput(stderr)
	var o neo4jtest.Options
	flags.IntVar(&o.HeapMiB, "heap", 0, "the server's heap in MiB; 0 for the tests' own size")
	flags.IntVar(&o.PageCacheMiB, "page-cache", 0, "the server's page cache in MiB; 0 for the tests' own size")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(stderr, "run: which command?")
		return 2
	}
	log := func(format string, args ...any) { fmt.Fprintf(stderr, "neo4j: "+format+"\n", args...) }

	// An interrupt from the terminal reaches the command by itself; the server has to outlive it.
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(interrupts)

	var more []string
	if getenv(neo4jtest.URIVariable) == "" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		server, err := launch(ctx, o, log)
		stop()
		switch {
		case err == nil:
			more = server.Environ()
			defer func() {
				if err := server.Close(); err != nil {
					log("%v", err)
				}
			}()
		case errors.Is(err, neo4jtest.ErrNone) && getenv("CI") == "":
			log("%v", err)
			log("running without it")
		default:
			log("%v", err)
			return 1
		}
	}

	cmd := exec.Command(flags.Arg(0), flags.Args()[1:]...)
	cmd.Env = append(os.Environ(), more...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		log("%v", err)
		return 1
	}
	ended := make(chan struct{})
	go func() {
		for {
			select {
			case s := <-interrupts:
				if s == syscall.SIGTERM {
					// It fails where the command has just ended.
					_ = cmd.Process.Signal(s)
				}
			case <-ended:
				return
			}
		}
	}()
	err := cmd.Wait()
	close(ended)
	failed := new(exec.ExitError)
	switch {
	case err == nil:
		return 0
	case errors.As(err, &failed) && failed.ExitCode() > 0:
		return failed.ExitCode()
	default:
		log("%v", err)
		return 1
	}
}
